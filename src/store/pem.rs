//! PEM (RFC 7468): the blocks of one label in a file.

use base64::Engine as _;

/// The decoded blocks with `label`; `None` when the file is not PEM at all. Other labels are passed over.
///
/// # Errors
/// The line, counted from 1, on which a damaged block begins.
pub(super) fn blocks(octets: &[u8], label: &str) -> Result<Option<Vec<Vec<u8>>>, usize> {
    const BEGIN: &str = "-----BEGIN ";
    // DER begins with a SEQUENCE tag, which no text does.
    if octets.first() == Some(&0x30) {
        return Ok(None);
    }
    let Ok(text) = core::str::from_utf8(octets) else { return Ok(None) };
    // Editors on Windows write a byte-order mark; it belongs to no line.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.contains(BEGIN) {
        return Ok(None);
    }
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in (1usize..).zip(text.lines()) {
        let line = line.trim();
        match open.take() {
            None if line == begin => open = Some((number, String::new())),
            // A boundary that is no boundary would drop what follows it without a word.
            None if line.contains(BEGIN) && !is_boundary(line) => return Err(number),
            None => {}
            Some((start, body)) if line == end => {
                found.push(base64::engine::general_purpose::STANDARD.decode(body).map_err(|_| start)?);
            }
            Some((start, _)) if line.starts_with("-----") => return Err(start),
            Some((start, mut body)) => {
                body.push_str(line);
                open = Some((start, body));
            }
        }
    }
    match open {
        Some((start, _)) => Err(start),
        None => Ok(Some(found)),
    }
}

/// `-----BEGIN label-----` and nothing else.
fn is_boundary(line: &str) -> bool {
    line.strip_prefix("-----BEGIN ")
        .and_then(|rest| rest.strip_suffix("-----"))
        .is_some_and(|label| !label.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn takes_the_blocks_of_one_label_and_refuses_an_open_one() {
        let good =
            b"text\n-----BEGIN A-----\nAAEC\n-----END A-----\n-----BEGIN B-----\nAw==\n-----END B-----\n";
        assert_eq!(blocks(good, "A"), Ok(Some(vec![vec![0, 1, 2]])));
        assert_eq!(blocks(b"-----BEGIN A-----\nAAEC\n", "A"), Err(1));
        assert_eq!(blocks(b"\x30\x00", "A"), Ok(None));
    }

    #[test]
    fn loses_no_block_to_a_byte_order_mark_or_a_damaged_boundary() {
        let marked =
            "\u{feff}-----BEGIN A-----\nAAEC\n-----END A-----\n-----BEGIN A-----\nAw==\n-----END A-----\n";
        assert_eq!(blocks(marked.as_bytes(), "A"), Ok(Some(vec![vec![0, 1, 2], vec![3]])));
        let damaged =
            b"x-----BEGIN A-----\nAAEC\n-----END A-----\n-----BEGIN A-----\nAw==\n-----END A-----\n";
        assert_eq!(blocks(damaged, "A"), Err(1));
    }
}
