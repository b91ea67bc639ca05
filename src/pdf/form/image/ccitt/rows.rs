//! The rows of facsimile data (ITU-T T.4 and T.6): whether there are as many as an image asks for. No pixel is kept.

use super::codes::{BLACK_RUNS, LONGEST, WHITE_RUNS};

/// How rows are coded (ISO 32000-1, Table 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// `/K` below 0: each row by the one above.
    Four,
    /// `/K` 0: each row alone.
    Three,
    /// `/K` above 0: a bit before each row says which of both.
    ThreeOfTwoDimensions,
}

/// What the parameters say of the bits between rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coding {
    pub group: Group,
    /// `/EncodedByteAlign`: each row begins with an octet.
    pub is_aligned: bool,
    /// `/EndOfLine`: a mark stands before each row. Where it is not said, a mark may stand there all the same.
    pub has_marks: bool,
}

/// Whether `height` rows of `width` pixels can be read.
///
/// Extensions (uncompressed mode) are not read: viewers do not paint them either. What stands behind the last row is let be.
pub(super) fn has_rows(data: &[u8], width: usize, height: usize, coding: Coding) -> bool {
    let mut bits = Bits { data, position: 0 };
    let (mut reference, mut changes) = (Vec::new(), Vec::new());
    for _ in 0..height {
        changes.clear();
        let read = match begin(&mut bits, coding) {
            Some(true) => row_by_the_one_above(&mut bits, &reference, width, &mut changes),
            Some(false) => row_alone(&mut bits, width, &mut changes),
            None => None,
        };
        if read.is_none() {
            return false;
        }
        std::mem::swap(&mut reference, &mut changes);
    }
    true
}

/// Reads what stands before a row; whether the row is coded by the one above. `None` where viewers do not agree on where it begins.
fn begin(bits: &mut Bits<'_>, coding: Coding) -> Option<bool> {
    if coding.is_aligned && !coding.has_marks {
        bits.position = bits.position.checked_next_multiple_of(8)?;
    } else if coding.group != Group::Four {
        let has_mark = end_of_line(bits)?;
        // What is aligned is the end of the mark; its zeros may begin in the octet before.
        if coding.has_marks && !has_mark || coding.is_aligned && !bits.position.is_multiple_of(8) {
            return None;
        }
    }
    match coding.group {
        Group::Four => Some(true),
        Group::Three => Some(false),
        Group::ThreeOfTwoDimensions => {
            let is_alone = bits.peek() >> (LONGEST - 1) == 1;
            bits.take(1)?;
            Some(!is_alone)
        }
    }
}

/// Eleven or more zeros and a one (T.4, 4.1.2), which no row begins with.
fn end_of_line(bits: &mut Bits<'_>) -> Option<bool> {
    if bits.peek() >> (LONGEST - 11) != 0 {
        return Some(false);
    }
    bits.take(11)?;
    while bits.peek() >> (LONGEST - 1) == 0 {
        bits.take(1)?;
    }
    bits.take(1)?;
    Some(true)
}

/// Where the color changes in a row that is coded alone (T.4, 4.1.1), from white to black first.
fn row_alone(bits: &mut Bits<'_>, width: usize, changes: &mut Vec<usize>) -> Option<()> {
    let (mut end, mut is_black) = (0_usize, false);
    while end < width {
        end = end.checked_add(run(bits, is_black)?).filter(|end| *end <= width)?;
        push(changes, end);
        is_black = !is_black;
    }
    leave_the_end(changes, width);
    Some(())
}

/// Where the color changes in a row that is coded by the one above (T.6, 2.2).
fn row_by_the_one_above(
    bits: &mut Bits<'_>,
    reference: &[usize],
    width: usize,
    changes: &mut Vec<usize>,
) -> Option<()> {
    // a0 of the standard, which begins one pixel left of the row.
    let mut from: Option<usize> = None;
    let mut is_black = false;
    let mut index = 0_usize;
    while from.unwrap_or_default() < width {
        // b1: the first change right of a0 to the other color than that of a0.
        index = index.saturating_sub(2);
        while reference.get(index).is_some_and(|change| from.is_some_and(|from| *change <= from)) {
            index = index.saturating_add(1);
        }
        if (index & 1 == 1) != is_black {
            index = index.saturating_add(1);
        }
        let change = |index: usize| reference.get(index).copied().unwrap_or(width);
        let first = change(index);
        let (mode, length) = mode(bits.peek())?;
        bits.take(length)?;
        match mode {
            Mode::Pass => from = Some(change(index.saturating_add(1))),
            Mode::Horizontal => {
                let begin = from;
                for is_black in [is_black, !is_black] {
                    let end = from.unwrap_or_default().checked_add(run(bits, is_black)?)?;
                    if end > width {
                        return None;
                    }
                    push(changes, end);
                    from = Some(end);
                }
                // Two runs without a pixel say nothing; mupdf reads on elsewhere.
                if from == begin.or(Some(0)) {
                    return None;
                }
            }
            Mode::Vertical(distance) => {
                let end = first.checked_add_signed(distance)?;
                // T.6, 2.2.1: a1 lies right of a0. pdfium ends the data where it does not.
                if end > width || from.is_some_and(|from| end <= from) {
                    return None;
                }
                push(changes, end);
                from = Some(end);
                is_black = !is_black;
            }
        }
    }
    leave_the_end(changes, width);
    Some(())
}

/// A change where there was one is none: the run between them has no pixel.
fn push(changes: &mut Vec<usize>, change: usize) {
    if changes.last() == Some(&change) {
        changes.pop();
    } else {
        changes.push(change);
    }
}

/// A change at the end of the row is none.
fn leave_the_end(changes: &mut Vec<usize>, width: usize) {
    while changes.last().is_some_and(|change| *change >= width) {
        changes.pop();
    }
}

enum Mode {
    Pass,
    Horizontal,
    Vertical(isize),
}

/// T.6, table 1, by the first of thirteen bits; with the length of the code.
const fn mode(bits: usize) -> Option<(Mode, usize)> {
    Some(match bits >> 6 {
        0b100_0000..=0b111_1111 => (Mode::Vertical(0), 1),
        0b011_0000..=0b011_1111 => (Mode::Vertical(1), 3),
        0b010_0000..=0b010_1111 => (Mode::Vertical(-1), 3),
        0b001_0000..=0b001_1111 => (Mode::Horizontal, 3),
        0b000_1000..=0b000_1111 => (Mode::Pass, 4),
        0b000_0110..=0b000_0111 => (Mode::Vertical(2), 6),
        0b000_0100..=0b000_0101 => (Mode::Vertical(-2), 6),
        0b000_0011 => (Mode::Vertical(3), 7),
        0b000_0010 => (Mode::Vertical(-3), 7),
        _ => return None,
    })
}

/// Make-up codes and the terminating code behind them.
fn run(bits: &mut Bits<'_>, is_black: bool) -> Option<usize> {
    let runs = if is_black { &BLACK_RUNS } else { &WHITE_RUNS };
    let mut all = 0_usize;
    loop {
        let run = *runs.get(bits.peek())?;
        if run.length == 0 {
            return None;
        }
        bits.take(usize::from(run.length))?;
        all = all.checked_add(usize::from(run.pixels))?;
        if run.pixels < 64 {
            return Some(all);
        }
    }
}

struct Bits<'a> {
    data: &'a [u8],
    position: usize,
}

impl Bits<'_> {
    /// The next thirteen bits, 0 behind the end.
    fn peek(&self) -> usize {
        let rest = self.data.get(self.position >> 3..).unwrap_or_default();
        let four = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut last = [0; 4];
            last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            last
        });
        let word = u32::from_be_bytes(four) << (self.position & 7);
        usize::try_from(word >> (32 - LONGEST)).unwrap_or_default()
    }

    fn take(&mut self, bits: usize) -> Option<()> {
        self.position = self.position.checked_add(bits)?;
        (self.position <= self.data.len().checked_mul(8)?).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Octets of bits, spaces left out.
    fn packed(bits: &str) -> Vec<u8> {
        let bits: Vec<u8> = bits.bytes().filter(|bit| *bit != b' ').map(|bit| bit - b'0').collect();
        bits.chunks(8)
            .map(|octet| (0..8).fold(0, |value, bit| value << 1 | octet.get(bit).unwrap_or(&0)))
            .collect()
    }

    fn changes(rows: &str, width: usize) -> Option<Vec<Vec<usize>>> {
        let data = packed(rows);
        let mut bits = Bits { data: &data, position: 0 };
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        while bits.position < rows.matches(['0', '1']).count() {
            let mut changes = Vec::new();
            row_by_the_one_above(&mut bits, all.last()?, width, &mut changes)?;
            all.push(changes);
        }
        Some(all.split_off(1))
    }

    const GROUP_4: Coding = Coding { group: Group::Four, is_aligned: false, has_marks: false };
    const GROUP_3: Coding = Coding { group: Group::Three, ..GROUP_4 };
    const MIXED: Coding = Coding { group: Group::ThreeOfTwoDimensions, ..GROUP_4 };

    #[test]
    fn rows_change_where_their_codes_say() {
        // White; 2 white and 3 black by runs, then to the end as above.
        assert_eq!(changes("1 001 0111 10 1", 8), Some(vec![vec![], vec![2, 5]]));
        // The same again, one to the right and one to the left; two to the left there is no pixel between.
        assert_eq!(changes("001 0111 10 1 011 010 1", 8), Some(vec![vec![2, 5], vec![3, 4]]));
        assert_eq!(changes("001 0111 10 1 011 000010 1", 8), None);
        for (code, first) in
            [("1", 8), ("011", 9), ("010", 7), ("000011", 10), ("000010", 6), ("0000011", 11), ("0000010", 5)]
        {
            let rows = format!("001 10011 000101 1 {code} 1 1");
            assert_eq!(changes(&rows, 24), Some(vec![vec![8, 16], vec![first, 16]]), "{code}");
        }
        // What was black is passed over.
        assert_eq!(changes("001 0111 10 1 0001 1", 8), Some(vec![vec![2, 5], vec![]]));
        // Black from the first pixel on.
        assert_eq!(changes("001 00110101 10 1", 8), Some(vec![vec![0, 3]]));
        // No pixel of both colors, at the beginning and later; none of the second at the end of the row.
        assert_eq!(changes("001 00110101 0000110111 1", 8), None);
        assert_eq!(changes("001 0111 10 001 00110101 0000110111 1", 8), None);
        assert_eq!(changes("001 10011 0000110111", 8), Some(vec![vec![]]));
        // Make-up codes: 64 white and 1, 64 black and 0.
        let row = "001 11011 000111 0000001111 0000110111 1";
        assert_eq!(changes(row, 200), Some(vec![vec![65, 129]]));
        // More than 2,560 white.
        let row = "001 000000011111 000000011111 00110101 010 1";
        assert_eq!(changes(row, 6_000), Some(vec![vec![5_120, 5_121]]));
    }

    #[test]
    fn data_has_as_many_rows_as_are_asked_for() {
        let end = "000000000001 000000000001";
        let has = |bits: &str, height: usize| has_rows(&packed(bits), 8, height, GROUP_4);
        let rows = format!("1 1 001 0111 10 1 {end}");
        assert_eq!([0, 1, 2, 3, 4].map(|height| has(&rows, height)), [true, true, true, true, false]);
        assert!(!has(end, 1));
        assert!(!has("", 1));
        // Beyond the row; no code; a row that the data ends in.
        assert!(!has("001 10011 10 1", 1));
        assert!(!has("0000001111", 1));
        assert!(!has("001 0000000000000", 1));
        assert!(!has_rows(&packed("001 0111 1"), 8, 1, GROUP_4));
        // Left of the row, and of what was painted.
        assert!(!has("001 000111 010 1 0000010", 2));
        // On whole octets.
        let aligned = Coding { is_aligned: true, ..GROUP_4 };
        assert!(has_rows(&[0x80, 0x80], 8, 2, aligned));
        assert!(!has_rows(&[0x80, 0x80], 8, 2, GROUP_4));
        assert!(!has_rows(&[0xff], 8, 2, aligned));
    }

    #[test]
    fn rows_that_are_coded_alone_are_as_wide_as_the_image() {
        let has = |bits: &str, height: usize| has_rows(&packed(bits), 8, height, GROUP_3);
        // 2 white, 3 black, 3 white; 8 white; 0 white, 8 black.
        let rows = "0111 10 1000  10011  00110101 000101";
        assert_eq!([0, 1, 2, 3, 4].map(|height| has(rows, height)), [true, true, true, true, false]);
        // Seven or nine pixels; a row that the data ends in.
        assert!(!has("0111 10 0111", 1) && !has("0111 10 1011", 1) && !has("10100", 1) && !has("0111", 1));
    }

    #[test]
    fn a_mark_may_stand_before_a_row_of_group_3_and_has_to_where_it_is_said() {
        let mark = "000000000001";
        let has = |bits: &str, height: usize, coding: Coding| has_rows(&packed(bits), 8, height, coding);
        let marked = Coding { has_marks: true, ..GROUP_3 };
        let with = format!("{mark} 10011 0000{mark} 10011");
        assert!(has(&with, 2, GROUP_3) && has(&with, 2, marked));
        assert!(has("10011 10011", 2, GROUP_3) && !has("10011 10011", 2, marked));
        // Ten zeros are no mark. Two marks end the data; so does one that never comes to its one.
        assert!(!has("00000000001 10011", 1, GROUP_3));
        assert!(!has(&format!("{mark}{mark} 10011"), 1, GROUP_3));
        assert!(!has("000000000000000000000000", 1, GROUP_3));
        // Aligned: the mark ends with an octet.
        let aligned = Coding { is_aligned: true, ..marked };
        assert!(has(&format!("0000{mark} 10011 0000000{mark} 10011"), 2, aligned));
        assert!(!has(&format!("0000{mark} 10011 000000{mark} 10011"), 2, aligned));
        assert!(!has(&format!("{mark} 10011"), 1, aligned));
        // Without marks the rows are, and marks are none.
        let aligned = Coding { is_aligned: true, ..GROUP_3 };
        assert!(has("10011000 10011", 2, aligned) && !has("10011 10011", 2, aligned));
        assert!(!has(&format!("0000{mark} 10011"), 1, aligned));
    }

    #[test]
    fn a_bit_says_how_a_row_of_group_3_is_coded() {
        let mark = "000000000001";
        let has = |bits: &str, height: usize| has_rows(&packed(bits), 8, height, MIXED);
        // 2 white and 3 black alone; straight below them; 8 white alone.
        let rows = format!("{mark}1 0111 10 1000 {mark}0 1 1 1 {mark}1 10011");
        assert_eq!([2, 3, 4].map(|height| has(&rows, height)), [true, true, false]);
        assert!(has("1 0111 10 1000 0 1 1 1", 2));
        // What is coded alone as if it were not, and the other way round.
        assert!(!has("0 0111 10 1000", 1) && !has("1 1 1", 1) && !has(mark, 1));
    }
}
