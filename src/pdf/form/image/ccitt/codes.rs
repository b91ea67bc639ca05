//! The codes of runs (ITU-T T.4, tables 2 and 3), found by the next thirteen bits.

use std::sync::LazyLock;

/// The most bits of a code.
pub(super) const LONGEST: usize = 13;

/// The code that thirteen bits begin with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    /// In bits; 0 where no code begins so.
    pub length: u8,
    /// In pixels. Below 64 it ends the run, otherwise another code follows.
    pub pixels: u16,
}

pub(super) static WHITE_RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| runs(&WHITE, &WHITE_MAKE_UP));
pub(super) static BLACK_RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| runs(&BLACK, &BLACK_MAKE_UP));

fn runs(terminating: &[&str], make_up: &[&str]) -> Vec<Run> {
    let mut runs = vec![Run::default(); 1 << LONGEST];
    let short = terminating.iter().zip(0..);
    let long = make_up.iter().zip((64..).step_by(64));
    let extended = EXTENDED.iter().zip((1_792..).step_by(64));
    for (code, pixels) in short.chain(long).chain(extended) {
        let rest = LONGEST.saturating_sub(code.len());
        let first = code.bytes().fold(0, |value, bit| value << 1 | usize::from(bit == b'1')) << rest;
        let length = u8::try_from(code.len()).unwrap_or_default();
        runs.iter_mut().skip(first).take(1 << rest).for_each(|run| *run = Run { length, pixels });
    }
    runs
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

    #[test]
    fn no_code_begins_as_another_does() {
        for (terminating, make_up) in [(&WHITE, &WHITE_MAKE_UP), (&BLACK, &BLACK_MAKE_UP)] {
            let all: Vec<&str> = terminating.iter().chain(make_up).chain(&EXTENDED).copied().collect();
            assert_eq!(all.len(), 104);
            for (at, code) in all.iter().enumerate() {
                assert!((2..=LONGEST).contains(&code.len()));
                assert!(
                    all.iter().enumerate().all(|(other, longer)| other == at || !longer.starts_with(code)),
                    "{code}"
                );
            }
        }
    }
}
