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
mod tests;
