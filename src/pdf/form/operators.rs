//! Operators and what operands each takes (ISO 32000-1, Annex A), saved graphics states (8.4.2), long strings and large numbers
//! (Annex C.2).
//!
//! Of more operands than an operator takes one viewer uses the first, the next the last, a third none; with fewer some take 0.
//! What is of another type, or a value that the standard has no meaning for, each replaces as it likes. A word that is no
//! operator is split by one of them into an operator and the rest. A state that is restored and was never saved ends the page.

use super::super::lexer::{is_delimiter, is_white_space};
use super::super::object::{Object, Value};
use super::super::walk;
use super::FactKind;
use super::colors::{Painted, Space};
use crate::limits;

/// What an operator takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Lengths of dashes and gaps (8.4.3.6).
    Dashes,
    Name,
    NameOrDictionary,
    Number,
    /// A number of at least 0.
    NotNegative,
    String,
    /// Strings and numbers (9.4.3).
    Strings,
    /// An integer from 0 up to this one.
    UpTo(i64),
}

/// An operand, as far as operators ask.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Operand {
    Array {
        dashes: Dashes,
        is_strings: bool,
    },
    Dictionary,
    Integer(i64),
    Name,
    #[default]
    Other,
    Real(f64),
    String,
}

/// What an array is as a pattern of dashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Dashes {
    /// No numbers, negative ones, or no length at all.
    #[default]
    Unsound,
    /// All dashes have the length 0: dots, where lines have caps. One viewer paints a whole line where they have none.
    Dots,
    Sound,
}

impl Operand {
    fn of(object: &Object) -> Self {
        match &object.value {
            Value::Array(elements) => Self::Array {
                dashes: Dashes::of(elements),
                is_strings: elements
                    .iter()
                    .all(|element| element.as_string().is_some() || element.as_number().is_some()),
            },
            Value::Dictionary(_) => Self::Dictionary,
            Value::HexString(_) | Value::LiteralString(_) => Self::String,
            Value::Integer(integer) => Self::Integer(*integer),
            Value::Name(_) => Self::Name,
            Value::Real(real) => Self::Real(*real),
            Value::Boolean(_) | Value::HugeInteger | Value::Null | Value::Reference(_) => Self::Other,
        }
    }

    const fn is_number(self) -> bool {
        matches!(self, Self::Integer(_) | Self::Real(_))
    }

    fn is(self, wanted: Wanted) -> bool {
        match (wanted, self) {
            (Wanted::Dashes, Self::Array { dashes, .. }) => dashes != Dashes::Unsound,
            (Wanted::Name | Wanted::NameOrDictionary, Self::Name)
            | (Wanted::NameOrDictionary, Self::Dictionary)
            | (Wanted::Number, Self::Integer(_) | Self::Real(_))
            | (Wanted::String, Self::String) => true,
            (Wanted::NotNegative, Self::Integer(integer)) => integer >= 0,
            (Wanted::NotNegative, Self::Real(real)) => real >= 0.0,
            (Wanted::Strings, Self::Array { is_strings, .. }) => is_strings,
            (Wanted::UpTo(most), Self::Integer(integer)) => (0..=most).contains(&integer),
            _ => false,
        }
    }
}

impl Dashes {
    fn of(elements: &[Object]) -> Self {
        let mut lengths = [0.0; 2];
        for (index, element) in elements.iter().enumerate() {
            let Some(length) = element.as_number().filter(|length| *length >= 0.0) else {
                return Self::Unsound;
            };
            // With an odd number of elements dashes and gaps change places each time (8.4.3.6).
            for (parity, sum) in lengths.iter_mut().enumerate() {
                if index % 2 == parity || elements.len() % 2 == 1 {
                    *sum += length;
                }
            }
        }
        let [dashes, gaps] = lengths;
        match elements.is_empty() || dashes + gaps >= limits::pdf::DASHES_LENGTH {
            false => Self::Unsound,
            true if dashes == 0.0 && !elements.is_empty() => Self::Dots,
            true => Self::Sound,
        }
    }
}

/// What `q` saves, as far as it is asked for.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    fill: Space,
    stroke: Space,
    has_caps: bool,
    is_dotted: bool,
    text: Text,
    is_type3: bool,
}

/// What the rendering mode does with text (Table 106).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Text {
    /// It paints nothing, or clips.
    Other,
    #[default]
    Painted,
}

/// What content is of, which says how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Page,
    /// A form, or a pattern in colors of its own: in the colors of whatever paints it.
    Form,
    /// A glyph of a Type 3 font, which says of what kind it is before anything else (9.6.5).
    Glyph,
    /// An uncolored pattern, which has no colors (8.7.3.3).
    Uncolored,
}

/// What was read since the last operator, the graphics state, and the states that are saved.
#[derive(Debug, Default)]
pub(super) struct Operators {
    /// The first operands since the last operator, ...
    first: [Operand; MOST_WANTED],
    /// ... how many there are, ...
    operands: usize,
    /// ... how many of all are numbers, and what the last is.
    numbers: usize,
    last: Operand,
    /// Whether a path was begun and not painted.
    has_path: bool,
    /// Whether the next operator says of what kind a glyph is, ...
    describes_glyph: bool,
    /// ... and whether there are no colors to set.
    is_uncolored: bool,
    state: State,
    saved: usize,
    /// As many of these as viewers go.
    states: Vec<State>,
}

/// Operands of the operators with the most, colors aside.
const MOST_WANTED: usize = 6;

impl Operators {
    /// Operators of content of this kind.
    pub(super) fn of(start: Start) -> Self {
        let space = if start == Start::Page { Space::default() } else { Space::Inherited };
        Self {
            state: State { fill: space, stroke: space, ..State::default() },
            describes_glyph: start == Start::Glyph,
            is_uncolored: start == Start::Uncolored,
            ..Self::default()
        }
    }

    /// One more operand; what is wrong with it.
    pub(super) fn operand(&mut self, operand: &Object) -> Option<FactKind> {
        self.last = Operand::of(operand);
        if let Some(place) = self.first.get_mut(self.operands) {
            *place = self.last;
        }
        self.operands = self.operands.saturating_add(1);
        self.numbers = self.numbers.saturating_add(usize::from(self.last.is_number()));
        let mut is_beyond = false;
        match operand.value {
            Value::Array(_) | Value::Dictionary(_) => {
                walk::values(operand, &mut |value| is_beyond |= is_beyond_limits(value));
            }
            _ => is_beyond = is_beyond_limits(operand),
        }
        is_beyond.then_some(FactKind::ContentLimit)
    }

    /// An operator, which takes the operands before it; `painted` is the pattern that it names. What is wrong.
    pub(super) fn operator(&mut self, word: &[u8], painted: Option<Painted>) -> Option<FactKind> {
        let mut is_sound = match wanted(word) {
            Some(wanted) => {
                self.operands == wanted.len()
                    && self.first.iter().zip(wanted).all(|(operand, wanted)| operand.is(*wanted))
            }
            // Compatibility operators (7.8.2) let content have operators of the future: one viewer takes the beginning of a
            // word for an operator of today there too.
            None => match word {
                b"SC" => self.is_color(self.state.stroke, None),
                b"SCN" => self.is_color(self.state.stroke, painted),
                b"sc" => self.is_color(self.state.fill, None),
                b"scn" => self.is_color(self.state.fill, painted),
                _ => false,
            },
        };
        is_sound &= self.path(word) && self.kind(word);
        match word {
            b"q" => {
                self.saved = self.saved.saturating_add(1);
                if self.saved <= limits::pdf::SAVED_STATES {
                    self.states.push(self.state);
                }
            }
            b"Q" => match self.saved.checked_sub(1) {
                Some(left) => {
                    self.saved = left;
                    if left < limits::pdf::SAVED_STATES {
                        self.state = self.states.pop().unwrap_or_default();
                    }
                }
                None => is_sound = false,
            },
            _ => self.set(word),
        }
        (self.operands, self.numbers) = (0, 0);
        if !is_sound {
            return Some(FactKind::ContentOperators);
        }
        (self.saved > limits::pdf::SAVED_STATES).then_some(FactKind::ContentLimit)
    }

    /// The color space that `CS` or `cs` names.
    pub(super) const fn set_space(&mut self, word: &[u8], space: Space) {
        match word {
            b"CS" => self.state.stroke = space,
            _ => self.state.fill = space,
        }
    }

    /// The caps of lines that a graphics state of the resources has.
    pub(super) const fn set_caps(&mut self, has_caps: bool) {
        self.state.has_caps = has_caps;
    }

    /// Whether the font that `Tf` names is of Type 3.
    pub(super) const fn set_type3(&mut self, is_type3: bool) {
        self.state.is_type3 = is_type3;
    }

    /// Whether there are no colors: of a glyph that is a stencil, or of an uncolored pattern. Images with colors are none of it.
    pub(super) const fn is_uncolored(&self) -> bool {
        self.is_uncolored
    }

    /// What an operator sets in the graphics state.
    fn set(&mut self, word: &[u8]) {
        let [first, ..] = self.first;
        match (word, first) {
            (b"G", _) => self.state.stroke = Space::Components(1),
            (b"RG", _) => self.state.stroke = Space::Components(3),
            (b"K", _) => self.state.stroke = Space::Components(4),
            (b"g", _) => self.state.fill = Space::Components(1),
            (b"rg", _) => self.state.fill = Space::Components(3),
            (b"k", _) => self.state.fill = Space::Components(4),
            (b"Tr", Operand::Integer(mode)) => {
                self.state.text = if mode < 3 { Text::Painted } else { Text::Other };
            }
            (b"J", cap) => self.state.has_caps = cap != Operand::Integer(0),
            (b"d", Operand::Array { dashes, .. }) => self.state.is_dotted = dashes == Dashes::Dots,
            _ => {}
        }
    }

    /// Whether the operands are a color of this space (8.6.8).
    fn is_color(&self, space: Space, painted: Option<Painted>) -> bool {
        let are_numbers = self.numbers == self.operands;
        let behind_numbers = self.last == Operand::Name && self.numbers.checked_add(1) == Some(self.operands);
        match (space, painted) {
            (Space::Components(components), None) => are_numbers && self.operands == components,
            (Space::Pattern(_), Some(Painted::Colored)) => behind_numbers && self.numbers == 0,
            (Space::Pattern(Some(components)), Some(Painted::Uncolored)) => {
                behind_numbers && self.numbers == components
            }
            // What there is not is told as that.
            (Space::Pattern(_), Some(Painted::Missing)) => behind_numbers,
            (Space::Missing, _) => {
                (are_numbers || behind_numbers)
                    && (1..=limits::pdf::CONTENT_OPERANDS).contains(&self.operands)
            }
            _ => false,
        }
    }

    /// Whether a glyph is described where it has to be and nowhere else, is shown as it is painted, and nothing is colored that
    /// has no colors.
    fn kind(&mut self, word: &[u8]) -> bool {
        let describes = matches!(word, b"d0" | b"d1");
        let is_awaited = std::mem::take(&mut self.describes_glyph);
        self.is_uncolored |= word == b"d1";
        let colors = matches!(
            word,
            b"CS"
                | b"G"
                | b"K"
                | b"RG"
                | b"SC"
                | b"SCN"
                | b"cs"
                | b"g"
                | b"k"
                | b"rg"
                | b"ri"
                | b"sc"
                | b"scn"
                | b"sh"
        );
        // The rendering mode has no effect on glyphs of Type 3 fonts (9.3.6), but in all viewers except one.
        let shows = matches!(word, b"\"" | b"'" | b"TJ" | b"Tj");
        let is_hidden = self.state.is_type3 && self.state.text == Text::Other;
        describes == is_awaited && !(colors && self.is_uncolored) && !(shows && is_hidden)
    }

    /// Whether a path was begun and neither painted nor ended.
    pub(super) const fn has_path(&self) -> bool {
        self.has_path
    }

    /// Whether a path is there where an operator needs one (8.5).
    fn path(&mut self, word: &[u8]) -> bool {
        let is_dotted = self.state.is_dotted && !self.state.has_caps;
        match word {
            b"m" | b"re" => {
                self.has_path = true;
                true
            }
            b"W" | b"W*" | b"c" | b"h" | b"l" | b"v" | b"y" => self.has_path,
            b"F" | b"f" | b"f*" | b"n" => {
                self.has_path = false;
                true
            }
            b"B" | b"B*" | b"S" | b"b" | b"b*" | b"s" => {
                self.has_path = false;
                !is_dotted
            }
            // What is painted inside a form, and by glyphs of a Type 3 font, has the same dashes, with caps of its own; outlines
            // of text have the caps too. A path is no path any more in some viewers (8.2, figure 9).
            b"Do" => !self.state.is_dotted && !self.has_path,
            b"\"" | b"'" | b"TJ" | b"Tj" => {
                let leaves_dots = is_dotted || self.state.is_dotted && self.state.is_type3;
                !leaves_dots && !self.has_path
            }
            _ => true,
        }
    }
}

/// Whether an array is a pattern of dashes that leaves something to see, with or without caps.
pub(super) fn are_visible_dashes(elements: &[Object]) -> bool {
    elements.len() <= limits::pdf::NUMBERS_OF_RESOURCES && Dashes::of(elements) == Dashes::Sound
}

/// Whether a string or a number is larger than viewers take it (Annex C.2).
fn is_beyond_limits(value: &Object) -> bool {
    match &value.value {
        Value::HexString(string) => string.octets.len() > limits::pdf::CONTENT_STRING_OCTETS,
        Value::HugeInteger => true,
        Value::Integer(integer) => i32::try_from(*integer).is_err(),
        Value::LiteralString(octets) => octets.len() > limits::pdf::CONTENT_STRING_OCTETS,
        // Reals too are made integers by some.
        Value::Real(real) => real.abs() > f64::from(i32::MAX),
        _ => false,
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

/// The operands an operator takes; `None` for colors, whose number is that of their space, and for what is no operator.
const fn wanted(word: &[u8]) -> Option<&'static [Wanted]> {
    use Wanted::{Dashes, Name, NameOrDictionary, NotNegative, Number, String, Strings, UpTo};
    Some(match word {
        b"B" | b"B*" | b"BI" | b"BT" | b"BX" | b"EMC" | b"ET" | b"EX" | b"F" | b"Q" | b"S" | b"T*" | b"W"
        | b"W*" | b"b" | b"b*" | b"f" | b"f*" | b"h" | b"n" | b"q" | b"s" => &[],
        b"BMC" | b"CS" | b"Do" | b"MP" | b"cs" | b"gs" | b"ri" | b"sh" => &[Name],
        b"G" | b"M" | b"TL" | b"Tc" | b"Ts" | b"Tw" | b"Tz" | b"g" | b"i" => &[Number],
        b"'" | b"Tj" => &[String],
        b"J" | b"j" => &[UpTo(2)],
        b"TJ" => &[Strings],
        b"Tr" => &[UpTo(7)],
        b"w" => &[NotNegative],
        b"BDC" | b"DP" => &[Name, NameOrDictionary],
        b"TD" | b"Td" | b"d0" | b"l" | b"m" => &[Number; 2],
        b"Tf" => &[Name, Number],
        b"d" => &[Dashes, NotNegative],
        b"RG" | b"rg" => &[Number; 3],
        b"\"" => &[Number, Number, String],
        b"K" | b"k" | b"re" | b"v" | b"y" => &[Number; 4],
        b"Tm" | b"c" | b"cm" | b"d1" => &[Number; MOST_WANTED],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::lexer::Lexer;
    use super::super::super::object::Span;
    use super::*;
    use crate::limits::Budget;

    /// What is wrong first, on a page.
    fn told(content: &str) -> Option<FactKind> {
        told_from(Start::Page, content)
    }

    fn told_from(start: Start, content: &str) -> Option<FactKind> {
        let mut operators = Operators::of(start);
        let mut lexer = Lexer::new(content.as_bytes(), 0);
        loop {
            lexer.skip_white_space();
            let rest = lexer.rest();
            let length = rest.iter().take_while(|byte| !is_white_space(**byte)).count();
            let found = match rest.first()? {
                b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'"' => {
                    lexer.advance(length);
                    operators.operator(&rest[..length], None)
                }
                _ => operators.operand(&lexer.object(&mut Budget::new(1 << 20)).unwrap()),
            };
            if found.is_some() {
                return found;
            }
        }
    }

    const UNSOUND: Option<FactKind> = Some(FactKind::ContentOperators);
    const BEYOND: Option<FactKind> = Some(FactKind::ContentLimit);

    #[test]
    fn operators_take_the_operands_that_the_standard_says() {
        // (all operands but the last, the last, operators)
        for (before, last, words) in [
            ("", "", "B B* BT BX EMC ET EX F S T* b b* f f* n q s"),
            ("", "0", "G M TL Tc Ts Tw Tz g i J j Tr w"),
            ("", "/N", "BMC CS Do MP cs gs ri sh"),
            ("", "(s)", "Tj '"),
            ("", "[(s) 1 <73> -.5]", "TJ"),
            ("/N", "0", "Tf"),
            ("/N", "/N", "BDC DP"),
            ("/N", "<</MCID 0>>", "BDC DP"),
            ("[]", "0", "d"),
            ("0", "-.5", "TD Td m"),
            ("0 0", "(s)", "\""),
            ("0 0", ".5", "RG rg"),
            ("0 0 0", "1", "K k re"),
            ("0 0 0 0 0", "1", "Tm cm"),
        ] {
            for word in words.split(' ') {
                assert_eq!(told(&format!("{before} {last} {word}")), None, "{word}");
                assert_eq!(told(&format!("{before} {last} 0 {word}")), UNSOUND, "{word}");
                assert_eq!(
                    told(&format!("{before} {last} {word} {before} {word}")).is_some(),
                    !last.is_empty()
                );
                let other = if word == "BDC" || word == "DP" { "0" } else { "<</K /N>>" };
                for other in [other, "[/N]"] {
                    assert_eq!(told(&format!("{before} {other} {word}")), UNSOUND, "{other} {word}");
                }
                if !before.is_empty() {
                    let others = before.split(' ').map(|_| "<<>>").collect::<Vec<_>>();
                    assert_eq!(told(&format!("{} {last} {word}", others.join(" "))), UNSOUND, "{word}");
                }
            }
        }
        for (operands, words) in [("", "W W* h"), ("0 0", "l"), ("0 0 0 0", "v y"), ("0 0 0 0 0 0", "c")] {
            for word in words.split(' ') {
                assert_eq!(
                    told(&format!("0 0 m {operands} {word} 0 0 1 1 re {operands} {word}")),
                    None,
                    "{word}"
                );
                assert_eq!(told(&format!("{operands} {word}")), UNSOUND, "{word}");
                assert_eq!(told(&format!("0 0 m n {operands} {word}")), UNSOUND, "{word}");
            }
        }
    }

    #[test]
    fn values_are_those_that_the_standard_has_a_meaning_for() {
        for (good, bad) in [
            ("7 Tr", "8 Tr"),
            ("0 Tr", "-1 Tr"),
            ("3 Tr", "3.0 Tr"),
            ("2 J", "3 J"),
            ("2 j", "9 j"),
            ("0 w", "-100 w"),
            (".5 w", "-.5 w"),
            ("[.001] 0 d", "[.0001] 0 d"),
            ("[] 0 d", "[0 0] 0 d"),
            ("[1 1] 0 d", "[1 -1] 0 d"),
            ("[200] 0 d", "[200] -1 d"),
            ("[1] 0 d", "[(1)] 0 d"),
            ("[(s)] TJ", "[[(s)]] TJ"),
            ("/N (s) pop", "pop"),
        ] {
            let is_operator = !good.ends_with("pop");
            assert_eq!(told(good), if is_operator { None } else { UNSOUND }, "{good}");
            assert_eq!(told(bad), UNSOUND, "{bad}");
        }
    }

    #[test]
    fn dots_are_painted_by_lines_with_caps() {
        let line = "0 0 m 9 9 l S";
        for good in [
            "[0 3] 0 d 1 J",
            "1 J [0 3] 0 d",
            "[1 0] 0 d",
            "[0 3 1 3] 0 d",
            "q [0 3] 0 d Q",
            "[0 3 1] 0 d",
            "[0 3 0] 0 d",
        ] {
            assert_eq!(told(&format!("{good} {line}")), None, "{good}");
        }
        for bad in ["[0 3] 0 d", "1 J [0 3] 0 d 0 J", "[0 3 0 1] 0 d", "q 1 J Q [0 3] 0 d"] {
            assert_eq!(told(&format!("{bad} {line}")), UNSOUND, "{bad}");
            assert_eq!(told(&format!("{bad} /Fm Do")), UNSOUND, "{bad}");
            assert_eq!(told(&format!("{bad} (a) Tj")), UNSOUND, "{bad}");
        }
    }

    #[test]
    fn words_that_are_no_operators_are_told() {
        for good in ["f", "(GENUINE) Tj", "BX f EX"] {
            assert_eq!(told(good), None, "{good}");
        }
        for bad in [
            "fz",
            "(GENUINE) Tjx",
            "f**",
            "f'",
            "fQ",
            "f\\",
            "f\u{b}",
            "endstream",
            "true",
            "BX foo EX",
            "EI",
            "ID",
        ] {
            assert_eq!(told(bad), UNSOUND, "{bad}");
        }
    }

    #[test]
    fn numbers_are_those_that_viewers_can_hold() {
        for good in
            ["2147483647 w", "-2147483648 g", "2147483647.0 w", "[2147483647] 0 d", "/N <</K 2147483647>> DP"]
        {
            assert_eq!(told(good), None, "{good}");
        }
        for bad in [
            "2147483648 w",
            "-2147483649 g",
            "4294967297 g",
            "2147483648.0 w",
            "99999999999999999999 w",
            "[2147483648] 0 d",
            "/N <</K [2147483648]>> DP",
        ] {
            assert_eq!(told(bad), BEYOND, "{bad}");
        }
        let most = limits::pdf::CONTENT_STRING_OCTETS;
        for string in [
            |octets| format!("({}) Tj", "a".repeat(octets)),
            |octets| format!("<{}> Tj", "61".repeat(octets)),
        ] {
            assert_eq!(told(&string(most)), None);
            assert_eq!(told(&string(most + 1)), BEYOND);
        }
    }

    #[test]
    fn colors_have_as_many_components_as_their_space() {
        for good in [
            "1 sc",
            "1 scn",
            "1 SC",
            "0 0 0 rg 1 0 0 sc",
            "0 0 0 1 K 0 0 0 1 SCN 1 sc",
            "q 0 0 0 rg Q 1 sc",
            "0 0 0 rg q 0 g 1 sc Q 0 0 0 sc",
        ] {
            assert_eq!(told(good), None, "{good}");
        }
        for bad in [
            "sc",
            "1 1 sc",
            "1 1 1 1 rg",
            "0 0 0 rg 1 1 1 0 sc",
            "0 0 0 RG 1 0 0 sc",
            "q 0 0 0 rg Q 1 0 0 sc",
            "1 /X scn",
            "/X scn",
            "/X sc",
        ] {
            assert_eq!(told(bad), UNSOUND, "{bad}");
        }
        for (gray, rgb, cmyk, set) in [("G", "RG", "K", "SC"), ("g", "rg", "k", "sc")] {
            let spaces = [format!("0 {gray}"), format!("0 0 0 {rgb}"), format!("0 0 0 0 {cmyk}")];
            for (space, components) in spaces.iter().zip([1, 3, 4]) {
                for before in &spaces {
                    let color = |count: usize| format!("{before} {space} {}{set}", "0 ".repeat(count));
                    assert_eq!(told(&color(components)), None, "{before} {space}");
                    assert_eq!(told(&color(components + 1)), UNSOUND, "{before} {space}");
                }
            }
        }
        // Of what paints it a form does not know the space.
        assert_eq!(told_from(Start::Form, "0 g 1 sc"), None);
        assert_eq!(told_from(Start::Form, "1 sc"), UNSOUND);
        assert_eq!(told_from(Start::Form, "0 G 1 SC"), None);
        assert_eq!(told_from(Start::Form, "1 SC"), UNSOUND);
        let painted = |space: Space, content: &str, painted: Painted| {
            let mut operators = Operators::of(Start::Page);
            operators.set_space(b"cs", space);
            let mut lexer = Lexer::new(content.as_bytes(), 0);
            while lexer.peek().is_some() {
                operators.operand(&lexer.object(&mut Budget::new(1 << 20)).unwrap());
                lexer.skip_white_space();
            }
            operators.operator(b"scn", Some(painted)).is_none()
        };
        let gray = Space::Pattern(Some(1));
        for (space, content, kind, sound) in [
            (Space::Pattern(None), "/P", Painted::Colored, true),
            (Space::Pattern(None), "0 /P", Painted::Colored, false),
            (Space::Pattern(None), "/P", Painted::Uncolored, false),
            (gray, "/P", Painted::Colored, true),
            (gray, "0 /P", Painted::Uncolored, true),
            (gray, "0 0 /P", Painted::Uncolored, false),
            (gray, "/P 0", Painted::Uncolored, false),
            (gray, "/P", Painted::Uncolored, false),
            (gray, "0 0 /P", Painted::Missing, true),
            (Space::Components(1), "/P", Painted::Colored, false),
            (Space::Missing, "/P", Painted::Colored, true),
        ] {
            assert_eq!(painted(space, content, kind), sound, "{space:?} {content} {kind:?}");
        }
        let many = |count: usize| {
            let mut operators = Operators::of(Start::Page);
            operators.set_space(b"cs", Space::Missing);
            let number = Object { value: Value::Integer(0), span: Span::new(0, 1) };
            (0..count).find_map(|_| operators.operand(&number)).or_else(|| operators.operator(b"scn", None))
        };
        assert_eq!(many(limits::pdf::CONTENT_OPERANDS), None);
        assert_eq!(many(limits::pdf::CONTENT_OPERANDS + 1), UNSOUND);
    }

    #[test]
    fn glyphs_of_type_3_are_shown_as_they_are_painted() {
        let shown = |is_type3: bool, mode: &str| {
            let mut operators = Operators::of(Start::Page);
            operators.set_type3(is_type3);
            let mut lexer = Lexer::new(mode.as_bytes(), 0);
            operators.operand(&lexer.object(&mut Budget::new(1 << 20)).unwrap());
            assert_eq!(operators.operator(b"Tr", None), None);
            let text = Object { value: Value::LiteralString(b"a".to_vec()), span: Span::new(0, 1) };
            operators.operand(&text);
            operators.operator(b"Tj", None)
        };
        assert_eq!(
            [shown(true, "2"), shown(false, "3"), shown(true, "3"), shown(true, "7")],
            [None, None, UNSOUND, UNSOUND]
        );
    }

    #[test]
    fn glyphs_say_first_of_what_kind_they_are() {
        for good in ["9 0 d0 1 g 0 0 9 9 re f", "9 0 0 0 9 9 d1 0 0 9 9 re f", ""] {
            assert_eq!(told_from(Start::Glyph, good), None, "{good}");
        }
        for bad in [
            "0 0 9 9 re f",
            "q Q 9 0 d0",
            "9 0 d0 9 0 0 0 9 9 d1",
            "9 d0",
            "9 0 0 0 9 d1",
            "9 0 0 0 9 9 d1 1 g",
            "9 0 0 0 9 9 d1 /DeviceRGB cs",
        ] {
            assert_eq!(told_from(Start::Glyph, bad), UNSOUND, "{bad}");
        }
        assert_eq!(told("9 0 d0"), UNSOUND);
        assert_eq!(told_from(Start::Form, "9 0 0 0 9 9 d1"), UNSOUND);
        assert_eq!(told_from(Start::Uncolored, "0 0 9 9 re f"), None);
        for colors in ["1 g", "1 G", "0 0 0 rg", "0 0 0 0 K", "/DeviceGray cs", "/Sh sh", "/Perceptual ri"] {
            assert_eq!(told_from(Start::Uncolored, colors), UNSOUND, "{colors}");
        }
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
