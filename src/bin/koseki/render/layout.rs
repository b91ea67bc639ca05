//! Lines that fit a terminal: full-width characters count two columns, and Japanese breaks where it may.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthChar as _;

/// Narrower than this nothing can be set.
const NARROWEST: usize = 20;

/// Columns of the terminal that standard output is, where it is one.
pub(crate) fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
    Some(usize::from(width.0).max(NARROWEST))
}

/// Columns of a text. Characters of ambiguous width (○, →, ×) count two, as Japanese terminals draw them.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|one| one.width_cjk().unwrap_or(0)).sum()
}

/// Breaks a text into lines of at most `width` columns, the first of which has `first` columns fewer and the others
/// `rest`.
pub(crate) fn wrap(text: &str, width: usize, first: usize, rest: usize) -> Vec<&str> {
    let room = |indent: usize| width.saturating_sub(indent).max(NARROWEST);
    let (mut lines, mut begin, mut last_break, mut space) = (Vec::new(), 0, 0, room(first));
    let opportunities = linebreaks(text).filter(|(_, kind)| *kind == BreakOpportunity::Allowed);
    let ends = opportunities.map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        if columns(text[begin..end].trim_end()) > space && last_break > begin {
            lines.push(text[begin..last_break].trim_end());
            begin = last_break;
            space = room(rest);
        }
        // One word that is longer than the line, as a digest is, breaks anywhere.
        while columns(text[begin..end].trim_end()) > space {
            let at = begin + fitting(&text[begin..end], space);
            lines.push(&text[begin..at]);
            begin = at;
            space = room(rest);
        }
        last_break = end;
    }
    if begin < text.len() || lines.is_empty() {
        lines.push(text[begin..].trim_end());
    }
    lines
}

/// Octets of the beginning that fits, at least one character.
fn fitting(text: &str, space: usize) -> usize {
    let mut used = 0;
    for (at, one) in text.char_indices() {
        used += one.width_cjk().unwrap_or(0);
        if used > space && at > 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{columns, wrap};

    #[test]
    fn full_width_characters_take_two_columns() {
        assert_eq!((columns("検証"), columns("abc"), columns("○")), (4, 3, 2));
        // A variation selector takes none.
        assert_eq!(columns("辻\u{e0100}"), 2);
    }

    #[test]
    fn lines_fit_and_lose_nothing() {
        let text = "署名者の電子証明書が、登録された信頼点につながりません（CN=Minister of Justice,OU=Ministry of Justice,O=Japanese Government）。";
        for width in [20, 31, 40, 79, 200] {
            let lines = wrap(text, width, 6, 4);
            assert!(columns(lines[0]) <= width.saturating_sub(6).max(20), "{width}");
            assert!(
                lines[1..].iter().all(|line| columns(line) <= width.saturating_sub(4).max(20)),
                "{width}"
            );
            let joined: String = lines.concat();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        }
        assert_eq!(wrap("", 40, 0, 0), [""]);
    }

    #[test]
    fn no_line_begins_with_a_full_stop_or_a_closing_bracket() {
        let text = "確認できません。（上限）「注意」の項目に従って、取り扱ってください。".repeat(4);
        for width in 20..60 {
            let lines = wrap(&text, width, 0, 0);
            assert!(lines.iter().all(|line| !line.starts_with(['。', '、', '）', '」'])), "{width}");
        }
    }

    #[test]
    fn a_digest_longer_than_the_line_breaks_anywhere() {
        let digest = "0123456789abcdef".repeat(4);
        let lines = wrap(&digest, 30, 0, 0);
        assert_eq!(lines.iter().map(|line| line.len()).collect::<Vec<_>>(), [30, 30, 4]);
    }
}
