//! From the text of a configuration file to settings, with everything that is wrong about it, each by its line.

use std::ffi::OsString;
use std::ops::Range;
use std::path::Path;

use koseki::report::Text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key, Kind, nearest};
use crate::diagnosis::{Diagnosis, kinds};
use crate::values::{Misread, at_least_one, duration, host, mebibytes, patience, socket_address};

/// A key with its values, as options take them: relative paths start at the folder of the file.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) key: &'static Key,
    pub(crate) values: Vec<OsString>,
    /// Counted from 1.
    pub(crate) line: usize,
}

/// Reads a file's text.
pub(super) fn read(text: &str, folder: &Path) -> (Vec<Setting>, Vec<Diagnosis>) {
    let mut reading = Reading { text, folder, settings: Vec::new(), wrong: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = error.span().map(|span| reading.line(&span));
        let words = error.message().replace('\n', " ");
        let what =
            Text::owned(format!("TOMLとして読み取れません（{words}）。"), format!("Not TOML: {words}."));
        reading.wrong.push(Diagnosis::new(&kinds::SYNTAX, what).at_line(line));
    }
    // What the reader made up to go on after an error is not what was written.
    if reading.wrong.is_empty() {
        reading.top(table.get_ref());
    }
    let Reading { mut settings, mut wrong, .. } = reading;
    settings.sort_by_key(|setting| setting.line);
    wrong.sort_by_key(Diagnosis::line);
    (settings, wrong)
}

struct Reading<'t> {
    text: &'t str,
    folder: &'t Path,
    settings: Vec<Setting>,
    wrong: Vec<Diagnosis>,
}

impl Reading<'_> {
    fn top(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let word = name.get_ref().as_ref();
            match (keys::find("", word), value.get_ref()) {
                (Some(key), value_read) => self.setting(key, name.span(), value_read),
                (None, DeValue::Table(section)) if keys::sections().any(|known| known == word) => {
                    self.section(word, section);
                }
                (None, DeValue::Table(_)) => {
                    let known = keys::sections().filter(|section| !section.is_empty());
                    self.unknown(
                        name,
                        &format!("[{word}]"),
                        nearest(word, known).map(|one| format!("[{one}]")),
                    );
                }
                (None, _) if keys::sections().any(|known| known == word) => {
                    let what = Text::owned(
                        format!("{word} は表です。[{word}] と書いてください。"),
                        format!("{word} is a table: write [{word}]."),
                    );
                    let line = Some(self.line(&name.span()));
                    self.wrong.push(Diagnosis::new(&kinds::WRONG_TYPE, what).at_line(line));
                }
                (None, _) => {
                    // A key of a table, written above all tables, is meant for that table.
                    let dotted: Vec<String> = keys::KEYS.iter().map(Key::dotted).collect();
                    let inside = keys::KEYS.iter().find(|key| key.name == word).map(Key::dotted);
                    let meant = inside
                        .or_else(|| nearest(word, dotted.iter().map(String::as_str)).map(str::to_owned));
                    self.unknown(name, word, meant);
                }
            }
        }
    }

    fn section(&mut self, section: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let word = name.get_ref().as_ref();
            match keys::find(section, word) {
                Some(key) => self.setting(key, name.span(), value.get_ref()),
                None => {
                    let names = keys::KEYS.iter().filter(|key| key.section == section).map(|key| key.name);
                    let meant = nearest(word, names)
                        .map(|one| format!("{section}.{one}"))
                        .or_else(|| keys::KEYS.iter().find(|key| key.name == word).map(Key::dotted));
                    self.unknown(name, &format!("{section}.{word}"), meant);
                }
            }
        }
    }

    fn unknown(&mut self, name: &Spanned<impl Sized>, written: &str, meant: Option<String>) {
        let (mut ja, mut en) =
            (format!("{written} というキーはありません。"), format!("There is no key {written}."));
        if let Some(meant) = meant {
            ja.push_str(&format!("{meant} ではありませんか。"));
            en.push_str(&format!(" Did you mean {meant}?"));
        }
        let line = Some(self.line(&name.span()));
        self.wrong.push(Diagnosis::new(&kinds::UNKNOWN_KEY, Text::owned(ja, en)).at_line(line));
    }

    fn setting(&mut self, key: &'static Key, place: Range<usize>, value: &DeValue<'_>) {
        let line = self.line(&place);
        let name = key.dotted();
        let list = value.as_array().filter(|_| key.is_list());
        let number = value.as_integer().filter(|number| number.radix() == 10).map(|number| number.as_str());
        let texts: Option<Vec<&str>> = match list {
            Some(list) => list.iter().map(|one| one.get_ref().as_str()).collect(),
            None if key.is_number() => number.map(|one| vec![one]),
            None => value.as_str().map(|one| vec![one]),
        };
        let mut wrong = |kind, ja: String, en: String| {
            self.wrong.push(Diagnosis::new(kind, Text::owned(ja, en)).at_line(Some(line)));
        };
        let Some(texts) = texts else {
            return if key.is_list() {
                wrong(
                    &kinds::WRONG_TYPE,
                    format!("{name} には、文字列又は文字列の並び（[\"…\", \"…\"]）を書いてください。"),
                    format!("{name} is text, or a list of texts: [\"…\", \"…\"]."),
                )
            } else if key.is_number() {
                wrong(
                    &kinds::WRONG_TYPE,
                    format!("{name} には、引用符のない数を書いてください。"),
                    format!("{name} is a number, without quotation marks."),
                )
            } else {
                wrong(
                    &kinds::WRONG_TYPE,
                    format!("{name} には、文字列（\"…\"）を書いてください。"),
                    format!("{name} is text: \"…\"."),
                )
            };
        };
        if texts.is_empty() || texts.iter().any(|text| text.is_empty()) {
            return wrong(
                &kinds::NOTHING_NAMED,
                format!("{name} の値が空です。"),
                format!("{name} has no value."),
            );
        }
        for text in &texts {
            if let Some((ja, en)) = refusal(key, &name, text) {
                wrong(&kinds::WRONG_WORD, ja, en);
            }
        }
        let values = texts.iter().map(|text| self.resolved(key.kind, text)).collect();
        self.settings.push(Setting { key, values, line });
    }

    /// The value as an option takes it.
    fn resolved(&self, kind: Kind, text: &str) -> OsString {
        let below = |text: &str| self.folder.join(text).into_os_string();
        match kind {
            Kind::Address | Kind::Count | Kind::Duration | Kind::Hosts | Kind::Mebibytes => text.into(),
            Kind::Patience | Kind::Word(_) => text.into(),
            Kind::File | Kind::Folder | Kind::Paths => below(text),
            Kind::Key if text.starts_with("pkcs11:") => text.into(),
            Kind::Key => below(text),
            Kind::Schema if text.starts_with("sha256:") => text.into(),
            Kind::Schema => below(text),
            Kind::Profile if matches!(text, "koseki" | "signature" | "kobunsho") => text.into(),
            Kind::Profile => below(text),
            Kind::Mappings => match text.rsplit_once('=') {
                Some((uri, file)) => {
                    let mut mapping = OsString::from(format!("{uri}="));
                    mapping.push(below(file));
                    mapping
                }
                None => text.into(),
            },
        }
    }

    fn line(&self, place: &Range<usize>) -> usize {
        let before = self.text.as_bytes().get(..place.start).unwrap_or_default();
        before.iter().filter(|octet| **octet == b'\n').count() + 1
    }
}

/// Why this text is no value of the key.
fn refusal(key: &Key, name: &str, text: &str) -> Option<(String, String)> {
    match key.kind {
        Kind::Word(words) if !words.contains(&text) => {
            let known = words.join(", ");
            let (mut ja, mut en) = (
                format!("{name} に {text} は指定できません。指定できるもの: {known}。"),
                format!("{name} cannot be {text}. It may be: {known}."),
            );
            if let Some(meant) = nearest(text, words.iter().copied()) {
                ja.push_str(&format!("{meant} ではありませんか。"));
                en.push_str(&format!(" Did you mean {meant}?"));
            }
            Some((ja, en))
        }
        Kind::Duration if duration(text).is_err() => Some((
            format!(
                "{name} に {text} は指定できません。90s、15m、6h、2d のように、数と単位で書いてください。"
            ),
            format!("{name} cannot be {text}. Write a number with s, m, h or d, such as 6h."),
        )),
        Kind::Mappings
            if !text.rsplit_once('=').is_some_and(|(uri, file)| !uri.is_empty() && !file.is_empty()) =>
        {
            Some((
                format!("{name} に {text} は指定できません。URI=ファイル と書いてください。"),
                format!("{name} cannot be {text}. Write URI=FILE."),
            ))
        }
        kind => {
            let misread = match kind {
                Kind::Address => socket_address(text).err(),
                Kind::Count => at_least_one(text).err(),
                Kind::Hosts => host(text).err(),
                Kind::Mebibytes => mebibytes(text).err(),
                Kind::Patience => patience(text).err(),
                _ => None,
            };
            let Misread(Text { ja, en }) = misread?;
            Some((
                format!("{name} に {text} は指定できません。{ja}。"),
                format!("{name} cannot be {text}: {en}."),
            ))
        }
    }
}
