//! Line and column of an offset: counted from 1, columns in Unicode scalar values, as editors show them.

use std::sync::OnceLock;

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Octets from the beginning, counted from 0 (of the decoded text, when the file is UTF-16).
    pub offset: usize,
    /// Counted from 1; LF, CR LF and a lone CR each end a line.
    pub line: u64,
    /// Counted from 1, in Unicode scalar values; a byte-order mark is not counted.
    pub column: u64,
}

impl Position {
    /// The place of `offset` in `source`, found by one pass over what stands before it.
    ///
    /// Octets that are not UTF-8 are counted as if they were: the place of an encoding error must be told too.
    pub fn of(source: &[u8], offset: usize) -> Self {
        Counter::START.advance(source, offset.min(source.len())).position()
    }
}

impl core::fmt::Display for Position {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

/// Places counted beforehand at every [`Positions::STEP`] octets, so that many questions cost a bounded pass each.
#[derive(Debug, Clone, Default)]
pub(super) struct Positions {
    counted: OnceLock<Vec<Counter>>,
}

impl Positions {
    const STEP: usize = 4_096;

    pub(super) fn position(&self, source: &[u8], offset: usize) -> Position {
        let offset = offset.min(source.len());
        let counted = self.counted.get_or_init(|| {
            let mut counter = Counter::START;
            (0..source.len())
                .step_by(Self::STEP)
                .map(|end| {
                    counter = counter.advance(source, end);
                    counter
                })
                .collect()
        });
        let nearest = counted.get(offset / Self::STEP).copied().unwrap_or(Counter::START);
        nearest.advance(source, offset).position()
    }
}

#[derive(Debug, Clone, Copy)]
struct Counter {
    offset: usize,
    line: u64,
    column: u64,
    after_carriage_return: bool,
}

impl Counter {
    const START: Self = Self { offset: 0, line: 1, column: 1, after_carriage_return: false };

    fn advance(mut self, source: &[u8], end: usize) -> Self {
        let mut passed = source.get(self.offset..end).unwrap_or_default();
        if self.offset == 0 {
            passed = passed.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(passed);
        }
        while let Some(at) = memchr::memchr2(b'\n', b'\r', passed) {
            let octet = passed.get(at).copied();
            // The LF of CR LF ends no line of its own.
            if !(octet == Some(b'\n') && at == 0 && self.after_carriage_return) {
                self.line = self.line.saturating_add(1);
            }
            self.column = 1;
            self.after_carriage_return = octet == Some(b'\r');
            passed = passed.get(at.saturating_add(1)..).unwrap_or_default();
        }
        if !passed.is_empty() {
            // A continuation octet belongs to the character counted with its first octet.
            let characters = passed.iter().filter(|octet| !(0x80..=0xBF).contains(*octet)).count();
            self.column = self.column.saturating_add(u64::try_from(characters).unwrap_or(u64::MAX));
            self.after_carriage_return = false;
        }
        self.offset = end.max(self.offset);
        self
    }

    const fn position(self) -> Position {
        Position { offset: self.offset, line: self.line, column: self.column }
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Positions};

    #[test]
    fn counts_every_kind_of_line_end_once() {
        let source = "\u{FEFF}戸\r\n籍\rx\ny".as_bytes();
        let at = |offset| {
            let position = Position::of(source, offset);
            (position.line, position.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(3), (1, 1));
        assert_eq!(at(6), (1, 2));
        assert_eq!(at(8), (2, 1));
        assert_eq!(at(11), (2, 2));
        assert_eq!(at(12), (3, 1));
        assert_eq!(at(14), (4, 1));
        assert_eq!(at(99), (4, 2), "an offset behind the end is the end");
    }

    #[test]
    fn counted_beforehand_agrees_with_counted_at_once() {
        let source = "戸籍\r\n<a>𠮷\r\r\n".repeat(900);
        let positions = Positions::default();
        for offset in (0..source.len()).filter(|offset| source.is_char_boundary(*offset)).step_by(37) {
            assert_eq!(
                positions.position(source.as_bytes(), offset),
                Position::of(source.as_bytes(), offset),
                "at {offset}"
            );
        }
    }
}
