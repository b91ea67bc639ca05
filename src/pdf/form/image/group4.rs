//! The rows of Group 4 data (ITU-T T.6): whether there are as many as an image asks for. No pixel is kept.

use std::sync::LazyLock;

/// Whether `height` rows of `width` pixels can be read. `aligned`: each begins with an octet (`/EncodedByteAlign`).
///
/// Extensions (uncompressed mode) are not read: viewers do not paint them either. What stands behind the last row is let be.
pub(super) fn has_rows(data: &[u8], width: usize, height: usize, aligned: bool) -> bool {
    let mut bits = Bits { data, position: 0 };
    let mut reference = Vec::new();
    for _ in 0..height {
        if aligned {
            bits.position = bits.position.next_multiple_of(8);
        }
        match row(&mut bits, &reference, width) {
            Some(changes) => reference = changes,
            None => return false,
        }
    }
    true
}

/// Where the color changes in the next row, from white to black first; `None` where the data is no row.
fn row(bits: &mut Bits<'_>, reference: &[usize], width: usize) -> Option<Vec<usize>> {
    let mut changes = Vec::new();
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
                for is_black in [is_black, !is_black] {
                    let end = from.unwrap_or_default().checked_add(run(bits, is_black)?)?;
                    if end > width {
                        return None;
                    }
                    push(&mut changes, end);
                    from = Some(end);
                }
            }
            Mode::Vertical(distance) => {
                let end = first.checked_add_signed(distance)?;
                if end > width || from.is_some_and(|from| end < from) {
                    return None;
                }
                push(&mut changes, end);
                from = Some(end);
                is_black = !is_black;
            }
        }
    }
    while changes.last().is_some_and(|change| *change >= width) {
        changes.pop();
    }
    Some(changes)
}

/// A change where there was one is none: the run between them has no pixel.
fn push(changes: &mut Vec<usize>, change: usize) {
    if changes.last() == Some(&change) {
        changes.pop();
    } else {
        changes.push(change);
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
    let codes: &[(usize, usize)] = if is_black { &BLACK_CODES } else { &WHITE_CODES };
    let mut all = 0_usize;
    loop {
        let (length, run) = *codes.get(bits.peek())?;
        if length == 0 {
            return None;
        }
        bits.take(length)?;
        all = all.checked_add(run)?;
        if run < 64 {
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
        let octet = |at: usize| {
            let octet = (self.position >> 3).checked_add(at).and_then(|at| self.data.get(at));
            usize::from(octet.copied().unwrap_or_default())
        };
        let three = octet(0) << 16 | octet(1) << 8 | octet(2);
        (three >> 11_usize.saturating_sub(self.position & 7)) & 0x1fff
    }

    fn take(&mut self, bits: usize) -> Option<()> {
        self.position = self.position.checked_add(bits)?;
        (self.position <= self.data.len().checked_mul(8)?).then_some(())
    }
}

type Codes = Vec<(usize, usize)>;

static WHITE_CODES: LazyLock<Codes> = LazyLock::new(|| codes(&WHITE, &WHITE_MAKE_UP));
static BLACK_CODES: LazyLock<Codes> = LazyLock::new(|| codes(&BLACK, &BLACK_MAKE_UP));

/// By thirteen bits: the length of the code they begin with, 0 where they begin with none, and its run.
fn codes(terminating: &[&str], make_up: &[&str]) -> Codes {
    let mut codes = vec![(0, 0); 1 << 13];
    let short = terminating.iter().zip(0..);
    let long = make_up.iter().zip((64..).step_by(64));
    let extended = EXTENDED.iter().zip((1_792..).step_by(64));
    for (code, run) in short.chain(long).chain(extended) {
        let rest = 13_usize.saturating_sub(code.len());
        let first = code.bytes().fold(0, |value, bit| value << 1 | usize::from(bit == b'1')) << rest;
        codes.iter_mut().skip(first).take(1 << rest).for_each(|slot| *slot = (code.len(), run));
    }
    codes
}

/// T.4, tables 2 and 3: terminating codes 0 to 63, make-up codes 64 to 1728, extended make-up codes 1792 to 2560.
#[rustfmt::skip]
static WHITE: [&str; 64] = [
    "00110101", "000111", "0111", "1000", "1011", "1100", "1110", "1111", "10011", "10100", "00111", "01000",
    "001000", "000011", "110100", "110101", "101010", "101011", "0100111", "0001100", "0001000", "0010111",
    "0000011", "0000100", "0101000", "0101011", "0010011", "0100100", "0011000", "00000010", "00000011", "00011010",
    "00011011", "00010010", "00010011", "00010100", "00010101", "00010110", "00010111", "00101000", "00101001",
    "00101010", "00101011", "00101100", "00101101", "00000100", "00000101", "00001010", "00001011", "01010010",
    "01010011", "01010100", "01010101", "00100100", "00100101", "01011000", "01011001", "01011010", "01011011",
    "01001010", "01001011", "00110010", "00110011", "00110100",
];
#[rustfmt::skip]
static BLACK: [&str; 64] = [
    "0000110111", "010", "11", "10", "011", "0011", "0010", "00011", "000101", "000100", "0000100", "0000101",
    "0000111", "00000100", "00000111", "000011000", "0000010111", "0000011000", "0000001000", "00001100111",
    "00001101000", "00001101100", "00000110111", "00000101000", "00000010111", "00000011000", "000011001010",
    "000011001011", "000011001100", "000011001101", "000001101000", "000001101001", "000001101010", "000001101011",
    "000011010010", "000011010011", "000011010100", "000011010101", "000011010110", "000011010111", "000001101100",
    "000001101101", "000011011010", "000011011011", "000001010100", "000001010101", "000001010110", "000001010111",
    "000001100100", "000001100101", "000001010010", "000001010011", "000000100100", "000000110111", "000000111000",
    "000000100111", "000000101000", "000001011000", "000001011001", "000000101011", "000000101100", "000001011010",
    "000001100110", "000001100111",
];
#[rustfmt::skip]
static WHITE_MAKE_UP: [&str; 27] = [
    "11011", "10010", "010111", "0110111", "00110110", "00110111", "01100100", "01100101", "01101000", "01100111",
    "011001100", "011001101", "011010010", "011010011", "011010100", "011010101", "011010110", "011010111",
    "011011000", "011011001", "011011010", "011011011", "010011000", "010011001", "010011010", "011000", "010011011",
];
#[rustfmt::skip]
static BLACK_MAKE_UP: [&str; 27] = [
    "0000001111", "000011001000", "000011001001", "000001011011", "000000110011", "000000110100", "000000110101",
    "0000001101100", "0000001101101", "0000001001010", "0000001001011", "0000001001100", "0000001001101",
    "0000001110010", "0000001110011", "0000001110100", "0000001110101", "0000001110110", "0000001110111",
    "0000001010010", "0000001010011", "0000001010100", "0000001010101", "0000001011010", "0000001011011",
    "0000001100100", "0000001100101",
];
#[rustfmt::skip]
static EXTENDED: [&str; 13] = [
    "00000001000", "00000001100", "00000001101", "000000010010", "000000010011", "000000010100", "000000010101",
    "000000010110", "000000010111", "000000011100", "000000011101", "000000011110", "000000011111",
];

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
        let mut all: Vec<Vec<usize>> = Vec::new();
        for _ in rows.split('/').take(1) {
            while bits.position < rows.matches(['0', '1']).count() {
                let reference = all.last().cloned().unwrap_or_default();
                all.push(row(&mut bits, &reference, width)?);
            }
        }
        Some(all)
    }

    #[test]
    fn rows_change_where_their_codes_say() {
        // White; 2 white and 3 black by runs, then to the end as above.
        assert_eq!(changes("1 001 0111 10 1", 8), Some(vec![vec![], vec![2, 5]]));
        // The same again, one to the right and two to the left, straight below.
        assert_eq!(changes("001 0111 10 1 011 000010 1", 8), Some(vec![vec![2, 5], vec![]]));
        assert_eq!(changes("001 0111 10 1 011 010 1", 8), Some(vec![vec![2, 5], vec![3, 4]]));
        // What was black is passed over.
        assert_eq!(changes("001 0111 10 1 0001 1", 8), Some(vec![vec![2, 5], vec![]]));
        // Black from the first pixel on.
        assert_eq!(changes("001 00110101 10 1", 8), Some(vec![vec![0, 3]]));
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
        let has = |bits: &str, height: usize| has_rows(&packed(bits), 8, height, false);
        let rows = format!("1 1 001 0111 10 1 {end}");
        assert_eq!([0, 1, 2, 3, 4].map(|height| has(&rows, height)), [true, true, true, true, false]);
        assert!(!has(end, 1));
        assert!(!has("", 1));
        // Beyond the row; no code; a row that the data ends in.
        assert!(!has("001 10011 10 1", 1));
        assert!(!has("0000001111", 1));
        assert!(!has("001 0000000000000", 1));
        assert!(!has_rows(&packed("001 0111 1"), 8, 1, false));
        // Left of the row, and of what was painted.
        assert!(!has("001 000111 010 1 0000010", 2));
        // On whole octets.
        assert!(has_rows(&[0x80, 0x80], 8, 2, true));
        assert!(!has_rows(&[0x80, 0x80], 8, 2, false));
        assert!(!has_rows(&[0xff], 8, 2, true));
    }
}
