//! The words of a report, and what makes text from elsewhere safe to print.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use koseki::report::{Language, SectionName, Verdict};
use koseki::time::{Civil, Time};

/// Offset of Japan Standard Time from UTC, in minutes.
pub(crate) const JAPAN: i32 = 540;

/// Text from a file, a certificate or a file name, safe to print: control characters, marks that reorder text and
/// characters that nobody sees are spelt out, so that nobody can write a verdict of their own on the clerk's screen or give
/// two files one name. Variation selectors stay: they choose the shape of a character in people's names.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let harmful = |one: char| {
        (one.is_control() && one != '\n')
            || matches!(
                one,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
                    | '\u{200b}'..='\u{200f}'
                    | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
                    | '\u{e0000}'..='\u{e007f}'
            )
    };
    if !has_suspects(text.as_bytes()) || !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|one| if harmful(one) { one.escape_unicode().to_string() } else { one.into() })
            .collect(),
    )
}

/// Whether there are octets with which such characters begin: most texts have none, and need no second look. Without a branch,
/// so that many octets are looked at in one step.
fn has_suspects(octets: &[u8]) -> bool {
    let suspect = |one: u8, next: u8| {
        ((one < 0x20) & (one != b'\n'))
            | (one == 0x7f)
            | (one == 0xc2)
            | (one == 0xcd)
            | (one == 0xd8)
            | (one == 0xe1)
            | (one == 0xf3)
            | ((one == 0xe2) & ((next == 0x80) | (next == 0x81)))
            | ((one == 0xe3) & (next == 0x85))
            | ((one == 0xef) & ((next == 0xbb) | (next == 0xbe)))
    };
    let pairs = octets.iter().zip(octets.get(1..).unwrap_or_default());
    let any = pairs.fold(false, |any, (one, next)| any | suspect(*one, *next));
    any | octets.last().is_some_and(|last| suspect(*last, 0))
}

/// The same for what must stay on one line.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    match printable(text) {
        Cow::Borrowed(text) if !text.contains('\n') => Cow::Borrowed(text),
        text => Cow::Owned(text.replace('\n', "\\u{a}")),
    }
}

/// Picks the sentence of the language.
pub(crate) fn pick<'a>(language: Language, ja: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Japanese => ja,
        Language::English => en,
    }
}

/// The word of a verdict: 有効・無効・判定不能.
pub(crate) fn verdict_word(language: Language, verdict: Verdict) -> &'static str {
    match (language, verdict) {
        (Language::Japanese, Verdict::Passed) => "有効",
        (Language::Japanese, Verdict::Failed) => "無効",
        (Language::Japanese, Verdict::Indeterminate) => "判定不能",
        (Language::English, Verdict::Passed) => "PASSED",
        (Language::English, Verdict::Failed) => "FAILED",
        (Language::English, Verdict::Indeterminate) => "INDETERMINATE",
    }
}

/// The style of a verdict.
pub(crate) fn verdict_style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Passed => AnsiColor::Green,
        Verdict::Failed => AnsiColor::Red,
        Verdict::Indeterminate => AnsiColor::Yellow,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

/// Where a rule comes from, in words that stand on their own: the report's reader knows neither our number for the
/// technical standard nor the names of our source.
pub(crate) fn clause(language: Language, clause: &str) -> String {
    let standard = pick(language, "技術的基準 ", "technical standard, ");
    let words = clause.split("; ").map(|one| match one.strip_prefix("004 ") {
        Some(place) => format!("{standard}{place}"),
        None if one.starts_with("limits::") || one == "koseki limits" => {
            pick(language, "この検証ツールの上限", "a ceiling of this tool").to_owned()
        }
        None => one.to_owned(),
    });
    words.collect::<Vec<_>>().join("; ")
}

/// The heading of a section.
pub(crate) fn section_name(language: Language, name: SectionName) -> &'static str {
    match (language, name) {
        (Language::Japanese, SectionName::Signature) => "署名検証結果",
        (Language::Japanese, SectionName::Certificate) => "証明書検証結果",
        (Language::Japanese, SectionName::Form) => "様式(スキーマ)検証結果",
        (Language::Japanese, SectionName::Standard) => "技術的基準適合",
        (Language::English, SectionName::Signature) => "Signature",
        (Language::English, SectionName::Certificate) => "Certificate",
        (Language::English, SectionName::Form) => "Form (schema)",
        (Language::English, SectionName::Standard) => "Technical standard",
    }
}

/// An instant in Japan's time, as people write it.
pub(crate) fn clock(language: Language, time: Time) -> String {
    let Civil { year, month, day, hour, minute, second } = time.civil(JAPAN);
    match language {
        Language::Japanese => {
            format!("{year}年{month}月{day}日 {hour:02}:{minute:02}:{second:02}（日本時間）")
        }
        Language::English => time.rfc3339(JAPAN),
    }
}

/// The same with a note, in one pair of brackets.
pub(super) fn clock_and(language: Language, time: Time, note: &str) -> String {
    let clock = clock(language, time);
    match clock.strip_suffix('）') {
        Some(open) => format!("{open}。{note}）"),
        None => format!("{clock} {}", bracketed(language, note)),
    }
}

pub(super) fn bracketed(language: Language, note: &str) -> String {
    match language {
        Language::Japanese => format!("（{note}）"),
        Language::English => format!("({note})"),
    }
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn no_character_that_is_spelt_out_escapes_the_first_look() {
        let spelt_out = ('\u{0}'..='\u{10ffff}').filter(|one| {
            (one.is_control() && *one != '\n')
                || [
                    '\u{ad}', '\u{34f}', '\u{61c}', '\u{180e}', '\u{200b}', '\u{202e}', '\u{2060}',
                    '\u{206f}',
                ]
                .contains(one)
                || [
                    '\u{115f}',
                    '\u{1160}',
                    '\u{17b4}',
                    '\u{17b5}',
                    '\u{3164}',
                    '\u{feff}',
                    '\u{ffa0}',
                    '\u{e0041}',
                ]
                .contains(one)
        });
        for one in spelt_out {
            let escaped = one.escape_unicode().to_string();
            assert_eq!(printable(&format!("名{one}")), format!("名{escaped}"));
        }
        for kept in ["氏名（かな）", "葛\u{e0100}", "辻︀", "A–Z → 1", "ﾊﾝｶｸ", "ㄅ", "ｱ"]
        {
            assert_eq!(printable(kept), kept);
        }
    }
}
