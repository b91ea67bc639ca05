//! Operators and how many operands each takes (ISO 32000-1, Annex A), saved graphics states (8.4.2), long strings (Annex C.2).
//!
//! Of more operands than an operator takes one viewer uses the first, the next the last, a third none; with fewer some take 0.
//! A state that is restored and was never saved ends the page in one of them.

use super::super::lexer::{is_delimiter, is_white_space};
use super::super::object::{Object, Value};
use super::super::walk;
use super::FactKind;
use crate::limits;

/// What was read since the last operator, and how many states are saved.
#[derive(Debug, Default)]
pub(super) struct Operators {
    operands: usize,
    saved: usize,
}

impl Operators {
    /// One more operand; what is wrong with it.
    pub(super) fn operand(&mut self, operand: &Object) -> Option<FactKind> {
        self.operands = self.operands.saturating_add(1);
        let mut is_long = false;
        walk::values(operand, &mut |value| {
            is_long |= match &value.value {
                Value::LiteralString(octets) => octets.len() > limits::pdf::CONTENT_STRING_OCTETS,
                Value::HexString(string) => string.octets.len() > limits::pdf::CONTENT_STRING_OCTETS,
                _ => false,
            };
        });
        is_long.then_some(FactKind::ContentLimit)
    }

    /// An operator, which takes the operands before it; what is wrong.
    pub(super) fn operator(&mut self, word: &[u8]) -> Option<FactKind> {
        let operands = std::mem::take(&mut self.operands);
        let mut is_sound = match taken(word) {
            Some(taken) => operands == taken,
            None if matches!(word, b"SC" | b"SCN" | b"sc" | b"scn") => {
                (1..=limits::pdf::CONTENT_OPERANDS).contains(&operands)
            }
            // Compatibility operators (7.8.2) let content have operators of the future.
            None => operands <= limits::pdf::CONTENT_OPERANDS,
        };
        match word {
            b"q" => self.saved = self.saved.saturating_add(1),
            b"Q" => match self.saved.checked_sub(1) {
                Some(left) => self.saved = left,
                None => is_sound = false,
            },
            _ => {}
        }
        if !is_sound {
            return Some(FactKind::ContentOperators);
        }
        (self.saved > limits::pdf::SAVED_STATES).then_some(FactKind::ContentLimit)
    }
}

/// Whether a number is longer than viewers read in data of another language, PostScript for one. Digits behind `<` are those of a
/// string.
pub(super) fn has_long_number(data: &[u8]) -> bool {
    let mut behind_string = false;
    data.split_inclusive(|byte| is_white_space(*byte) || is_delimiter(*byte)).any(|token| {
        let in_string = std::mem::replace(&mut behind_string, token.last() == Some(&b'<'));
        let digits = token.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')).count();
        !in_string && digits > limits::pdf::NUMBER_CHARACTERS
    })
}

/// How many operands an operator takes; `None` where their number is not one.
const fn taken(word: &[u8]) -> Option<usize> {
    Some(match word {
        b"B" | b"B*" | b"BI" | b"BT" | b"BX" | b"EMC" | b"ET" | b"EX" | b"F" | b"Q" | b"S" | b"T*" | b"W"
        | b"W*" | b"b" | b"b*" | b"f" | b"f*" | b"h" | b"n" | b"q" | b"s" => 0,
        b"'" | b"BMC" | b"CS" | b"Do" | b"G" | b"J" | b"M" | b"MP" | b"TJ" | b"TL" | b"Tc" | b"Tj"
        | b"Tr" | b"Ts" | b"Tw" | b"Tz" | b"cs" | b"g" | b"gs" | b"i" | b"j" | b"ri" | b"sh" | b"w" => 1,
        b"BDC" | b"DP" | b"TD" | b"Td" | b"Tf" | b"d" | b"d0" | b"l" | b"m" => 2,
        b"\"" | b"RG" | b"rg" => 3,
        b"K" | b"k" | b"re" | b"v" | b"y" => 4,
        b"Tm" | b"c" | b"cm" | b"d1" => 6,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(words: &str) -> Option<FactKind> {
        let mut operators = Operators::default();
        let number = Object { value: Value::Integer(0), span: super::super::super::object::Span::new(0, 1) };
        words.split_whitespace().find_map(|word| match word {
            "0" => operators.operand(&number),
            word => operators.operator(word.as_bytes()),
        })
    }

    #[test]
    fn operators_take_as_many_operands_as_the_standard_says() {
        for (count, words) in [
            (0, "B B* BT BX EMC ET EX F S T* W W* b b* f f* h n q s"),
            (1, "' BMC CS Do G J M MP TJ TL Tc Tj Tr Ts Tw Tz cs g gs i j ri sh w"),
            (2, "BDC DP TD Td Tf d d0 l m"),
            (3, "\" RG rg"),
            (4, "K k re v y"),
            (6, "Tm c cm d1"),
        ] {
            for word in words.split(' ') {
                assert_eq!(told(&format!("{}{word}", "0 ".repeat(count))), None, "{word}");
                let more = format!("{}{word}", "0 ".repeat(count + 1));
                assert_eq!(told(&more), Some(FactKind::ContentOperators), "{word}");
                if let Some(less) = count.checked_sub(1) {
                    let less = format!("{}{word}", "0 ".repeat(less));
                    assert_eq!(told(&less), Some(FactKind::ContentOperators), "{word}");
                }
            }
        }
        let many = limits::pdf::CONTENT_OPERANDS;
        for word in ["SC", "SCN", "sc", "scn"] {
            assert_eq!(told(&format!("0 {word} {}{word}", "0 ".repeat(many))), None, "{word}");
            assert_eq!(told(word), Some(FactKind::ContentOperators), "{word}");
        }
        for word in ["scn", "unknown"] {
            let more = format!("{}{word}", "0 ".repeat(many + 1));
            assert_eq!(told(&more), Some(FactKind::ContentOperators), "{word}");
        }
        assert_eq!(told(&format!("{}unknown unknown", "0 ".repeat(many))), None);
    }

    #[test]
    fn numbers_of_other_languages_are_no_longer_either() {
        let number = |length: usize| "0".repeat(length);
        for good in
            [number(64), format!("{{ {} mul }}", number(64)), format!("<{}>", number(65)), "a".repeat(99)]
        {
            assert!(!has_long_number(good.as_bytes()), "{good}");
        }
        for bad in [
            number(65),
            format!("{{ -{} mul }}", number(64)),
            format!("<20> <7e> {}", number(65)),
            format!("[{}", number(65)),
        ] {
            assert!(has_long_number(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn what_is_restored_was_saved() {
        for good in ["q Q", "q q Q Q q", "q"] {
            assert_eq!(told(good), None, "{good}");
        }
        for bad in ["Q", "q Q Q q"] {
            assert_eq!(told(bad), Some(FactKind::ContentOperators), "{bad}");
        }
        let most = limits::pdf::SAVED_STATES;
        assert_eq!(told(&"q ".repeat(most)), None);
        assert_eq!(told(&"q ".repeat(most + 1)), Some(FactKind::ContentLimit));
        assert_eq!(told(&"q Q ".repeat(most + 1)), None);
    }
}
