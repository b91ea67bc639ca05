//! Content streams (ISO 32000-1, 7.8.2), token by token, as far as viewers part over them: inline images, names that the
//! resources do not have, tokens that two streams share. Nothing is painted, no text is decoded.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::View;
use super::super::error::Error;
use super::super::filter;
use super::super::lexer::{Lexer, is_delimiter, is_white_space};
use super::super::object::{Dictionary, Entry, Object, Span, Value};
use super::super::walk;
use super::colors::{self, Painted, Space};
use super::image::{self, Judged};
use super::operators::{Operators, Start};
use super::resource_names::{Category, Names};
use super::resource_values::Meaning;
use super::{FactKind, is_allowed};
use crate::limits::{self, Budget};

/// What reading all content of a document may still cost.
pub(super) struct ContentBudget {
    /// Cost of operands and operators.
    values: Budget,
    /// Octets content streams may inflate to.
    pub(super) streams: usize,
    /// Octets inline images may inflate to.
    images: usize,
}

impl ContentBudget {
    pub(super) const fn new() -> Self {
        Self {
            values: Budget::new(limits::pdf::CONTENT_COST),
            streams: limits::pdf::CONTENT_TOTAL_OCTETS,
            images: limits::pdf::INLINE_IMAGE_OCTETS,
        }
    }
}

/// The streams of a page one behind the other, a line feed after each; or the one of a form, a pattern, a glyph.
#[derive(Default)]
pub(super) struct Content {
    octets: Vec<u8>,
    /// Where each stream ends: at the line feed.
    ends: Vec<usize>,
    last: Option<u8>,
    /// The end of a stream that a viewer reads on over, without the line feed, to another token.
    split: Option<usize>,
}

impl Content {
    pub(super) fn push(&mut self, stream: &[u8]) {
        let regular = |byte: u8| !is_white_space(byte) && !is_delimiter(byte);
        if let (Some(last), Some(first)) = (self.last, stream.first())
            && (regular(last) || last == b'/')
            && regular(*first)
        {
            self.split = self.split.or(self.ends.last().copied());
        }
        self.last = stream.last().copied().or(self.last);
        self.octets.extend_from_slice(stream);
        self.ends.push(self.octets.len());
        self.octets.push(b'\n');
    }

    /// Which of the streams an octet stands in, and where in it.
    pub(super) fn place(&self, position: usize) -> (usize, usize) {
        let index = self.ends.partition_point(|end| *end < position);
        let before = index.checked_sub(1).and_then(|before| self.ends.get(before));
        (index, position.saturating_sub(before.map_or(0, |end| end.saturating_add(1))))
    }

    /// Whether a stream ends inside.
    fn crosses(&self, span: Span) -> bool {
        let index = self.ends.partition_point(|end| *end <= span.start);
        self.ends.get(index).is_some_and(|end| *end < span.end)
    }

    /// Whether a stream ends inside a token of an operand. Between the elements of an array it may.
    fn splits(&self, operand: &Object) -> bool {
        if !self.crosses(operand.span) {
            return false;
        }
        // What a comment inside hides is another question for each viewer.
        let mut split = operand.span.of(&self.octets).contains(&b'%');
        walk::values(operand, &mut |value| {
            split |=
                !matches!(value.value, Value::Array(_) | Value::Dictionary(_)) && self.crosses(value.span);
        });
        split
    }

    /// Whether a comment that ends here runs on in the next stream, to a viewer that puts no line feed between.
    fn runs_on(&self, position: usize) -> bool {
        let Ok(index) = self.ends.binary_search(&position) else { return false };
        // Streams of nothing put nothing between either.
        let ends = self.ends.iter().skip(index).zip(position..).take_while(|(end, at)| **end == *at).count();
        let next = position.checked_add(ends).and_then(|next| self.octets.get(next));
        next.is_some_and(|next| !matches!(next, b'\n' | b'\r'))
    }
}

/// What is found in content.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each kind with the first octet of it.
    pub(super) kinds: BTreeMap<FactKind, usize>,
    /// The resources it uses that may bring content of their own.
    pub(super) used: BTreeSet<(Category, Vec<u8>)>,
}

/// Reads content whose resources have these names; `None` when it cannot be read.
pub(super) fn scan(
    view: View<'_>,
    content: &Content,
    names: &Names<'_>,
    start: Start,
    budget: &mut ContentBudget,
) -> Option<Found> {
    let mut scan = Scan {
        view,
        lexer: Lexer::new(&content.octets, 0),
        content,
        names,
        operators: Operators::of(start),
        found: Found::default(),
        budget,
    };
    if let Some(split) = content.split {
        scan.note(FactKind::ContentSplit, split);
    }
    if names.replace_devices() {
        scan.note(FactKind::ResourceUnsound, 0);
    }
    let mut operands: [Option<Object>; 2] = [None, None];
    loop {
        scan.gap()?;
        let position = scan.lexer.position();
        let Some(byte) = scan.lexer.peek() else {
            // Some viewers go on with a path behind the end, in the next content.
            if scan.operators.has_path() {
                scan.note(FactKind::ContentOperators, position);
            }
            return Some(scan.found);
        };
        if !byte.is_ascii_alphabetic() && byte != b'\'' && byte != b'"' {
            let operand = match scan.operand() {
                Ok(operand) => operand,
                Err(Some(Error::NameTooLong { .. } | Error::NumberTooLong { .. })) => {
                    // Where the token ends is another question for each viewer: what follows is not read.
                    scan.note(FactKind::ContentLimit, position);
                    return Some(scan.found);
                }
                Err(_) => return None,
            };
            if let Some(kind) = scan.operators.operand(&operand) {
                scan.note(kind, position);
            }
            let [_, before] = operands;
            operands = [before, Some(operand)];
            continue;
        }
        let word = word(&mut scan.lexer);
        scan.budget.values.spend(limits::pdf::VALUE_COST).ok()?;
        let [_, last] = &operands;
        let painted = match last.as_ref().and_then(Object::as_name) {
            Some(name) if matches!(word, b"SCN" | b"scn") => match names.meaning(Category::Pattern, name) {
                Some(Meaning::Pattern(painted)) => Some(painted),
                _ => Some(Painted::Missing),
            },
            _ => None,
        };
        if let Some(kind) = scan.operators.operator(word, painted) {
            scan.note(kind, position);
        }
        match word {
            b"BI" => scan.inline_image()?,
            _ => scan.operator(word, position, &operands),
        }
        operands = [None, None];
    }
}

struct Scan<'c> {
    view: View<'c>,
    lexer: Lexer<'c>,
    content: &'c Content,
    names: &'c Names<'c>,
    operators: Operators,
    found: Found,
    budget: &'c mut ContentBudget,
}

impl Scan<'_> {
    fn note(&mut self, kind: FactKind, position: usize) {
        self.found.kinds.entry(kind).or_insert(position);
    }

    /// White space and comments.
    fn gap(&mut self) -> Option<()> {
        loop {
            self.lexer.skip_white_space();
            if self.lexer.peek() != Some(b'%') {
                return Some(());
            }
            let position = self.lexer.position();
            if self.lexer.comment().starts_with(b"%%EOF") {
                return None;
            }
            if self.content.runs_on(self.lexer.position()) {
                self.note(FactKind::ContentSplit, position);
            }
        }
    }

    /// One operand, which may hold a small part of what all may cost; what is wrong with it, where it is not the cost.
    fn operand(&mut self) -> Result<Object, Option<Error>> {
        let allowed = limits::pdf::CONTENT_OPERAND_COST.min(self.budget.values.left());
        let mut own = Budget::new(allowed);
        let operand = self.lexer.object(&mut own)?;
        self.budget.values.spend(allowed.saturating_sub(own.left())).map_err(|_| None)?;
        if self.content.splits(&operand) {
            self.note(FactKind::ContentSplit, operand.span.start);
        }
        Ok(operand)
    }

    /// The names that operators take from the resources (7.8.3; 8.4.4, 8.6.8, 8.7.4.2, 8.8, 9.3.1, 14.6.2).
    fn operator(&mut self, word: &[u8], position: usize, operands: &[Option<Object>; 2]) {
        let [before, last] = operands;
        // (what is named, by which operand, whether that may be no name)
        let (category, operand, is_free) = match word {
            b"BDC" | b"DP" => (Category::Properties, last, true),
            b"CS" | b"cs" => (Category::ColorSpace, last, false),
            b"Do" => (Category::XObject, last, false),
            b"SCN" | b"scn" => (Category::Pattern, last, true),
            b"Tf" => (Category::Font, before, false),
            b"gs" => (Category::ExtGState, last, false),
            b"sh" => (Category::Shading, last, false),
            _ => return,
        };
        let position = operand.as_ref().map_or(position, |operand| operand.span.start);
        let is_there = match operand.as_ref().and_then(Object::as_name) {
            Some(name) => {
                if matches!(
                    category,
                    Category::ExtGState | Category::Font | Category::Pattern | Category::XObject
                ) {
                    self.found.used.insert((category, name.to_vec()));
                }
                if !self.names.are_sound(category, name) {
                    self.note(FactKind::ResourceUnsound, position);
                }
                self.means(word, position, category, name);
                self.names.have(category, name)
            }
            None => is_free,
        };
        if !is_there {
            self.note(FactKind::ResourceMissing, position);
        }
    }

    /// What a resource means to the operators behind it.
    fn means(&mut self, word: &[u8], position: usize, category: Category, name: &[u8]) {
        let meaning = self.names.meaning(category, name);
        match (category, meaning) {
            (Category::ColorSpace, meaning) => {
                let space = match (colors::built_in(name), meaning) {
                    (Some(space), _) | (None, Some(Meaning::Space(space))) => space,
                    _ => Space::Missing,
                };
                self.operators.set_space(word, space);
            }
            (Category::Font, meaning) => self.operators.set_type3(meaning == Some(Meaning::FontOfType3)),
            (_, Some(Meaning::Caps(has_caps))) => self.operators.set_caps(has_caps),
            (_, Some(Meaning::Colored)) if self.operators.is_uncolored() => {
                self.note(FactKind::ContentOperators, position);
            }
            _ => {}
        }
    }

    /// Behind `BI` (8.9.7).
    fn inline_image(&mut self) -> Option<()> {
        let position = self.lexer.position();
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            self.gap()?;
            if self.lexer.take_keyword(b"ID") {
                break;
            }
            if self.lexer.peek() != Some(b'/') {
                return None;
            }
            let start = self.lexer.position();
            let key = self.lexer.name().ok()?;
            let key_span = Span::new(start, self.lexer.position());
            self.gap()?;
            let value = self.operand().ok()?;
            if entries.iter().any(|entry| entry.key == key) || entries.len() >= INLINE_ENTRIES {
                return None;
            }
            if matches!(key.as_slice(), b"CS" | b"ColorSpace") {
                // Table 94 has short names that are good in an inline image alone.
                let named = value.as_name().filter(|name| !matches!(*name, b"CMYK" | b"G" | b"RGB"));
                if named.is_some_and(|name| !self.names.have(Category::ColorSpace, name)) {
                    self.note(FactKind::ResourceMissing, value.span.start);
                }
                if named.is_some_and(|name| !self.names.are_sound(Category::ColorSpace, name)) {
                    self.note(FactKind::ResourceUnsound, value.span.start);
                }
            }
            entries.push(Entry { key, key_span, value });
        }
        let dictionary = Dictionary::new(entries);
        let is_mask = ["IM", "ImageMask"]
            .iter()
            .any(|key| dictionary.get(key).is_some_and(|mask| matches!(mask.value, Value::Boolean(true))));
        if self.operators.is_uncolored() && !is_mask {
            self.note(FactKind::ContentOperators, position);
        }
        let filter = match (dictionary.get("F"), dictionary.get("Filter")) {
            (Some(_), Some(_)) => return None,
            (filter, None) | (None, filter) => filter,
        };
        let list = match filter {
            Some(value) if !value.is_null() => value.as_array().unwrap_or(std::slice::from_ref(value)),
            _ => &[],
        };
        let is_allowed = list.iter().all(|element| element.as_name().is_some_and(is_allowed));
        if list.is_empty() {
            self.note(FactKind::InlineImageUnfiltered, position);
        } else if !is_allowed {
            self.note(FactKind::InlineImageFilterForbidden, position);
        }
        let data = self.lexer.position();
        skip_image_data(&mut self.lexer, list.first().and_then(Object::as_name), &mut self.budget.images)?;
        if !list.is_empty() && is_allowed {
            // Without the white space behind `ID`, and without `EI`.
            let end = self.lexer.position().saturating_sub(2);
            let octets = self.content.octets.get(data.saturating_add(1)..end).unwrap_or_default();
            let (names, left) = (self.names, &mut self.budget.images);
            let named = |name: &[u8]| names.value(Category::ColorSpace, name);
            match image::judge_inline(self.view, &dictionary, named, octets, left).ok()? {
                Judged::Sound => {}
                Judged::Unsound => self.note(FactKind::ImageData, position),
                Judged::TooLarge => return None,
            }
        }
        if self.content.crosses(Span::new(data, self.lexer.position())) {
            self.note(FactKind::ContentSplit, data);
        }
        Some(())
    }
}

/// Entries of an inline image: Table 93 has eleven.
const INLINE_ENTRIES: usize = 32;

fn word<'a>(lexer: &mut Lexer<'a>) -> &'a [u8] {
    let rest = lexer.rest();
    let length =
        rest.iter().take_while(|byte| !is_white_space(**byte) && !is_delimiter(**byte)).count().max(1);
    lexer.advance(length);
    rest.get(..length).unwrap_or_default()
}

/// Behind `ID` and one white-space character, up to and with `EI`. Flate data says itself where it ends.
fn skip_image_data(lexer: &mut Lexer<'_>, filter: Option<&[u8]>, left: &mut usize) -> Option<()> {
    lexer.advance(1);
    if matches!(filter, Some(b"FlateDecode" | b"Fl")) {
        let limit = limits::pdf::CONTENT_STREAM_OCTETS.min(*left);
        let inflated = filter::inflate(lexer.rest(), limit);
        // Damaged data costs a try; whoever has many of them is not read.
        *left = left.saturating_sub(match &inflated {
            Ok((data, _)) => data.len(),
            Err(filter::FilterFault::Damaged) => limit >> 4,
            Err(_) => return None,
        });
        let Ok((_, used)) = inflated else { return image_end(lexer) };
        lexer.advance(used);
        lexer.skip_white_space();
        if lexer.take_keyword(b"EI") {
            return Some(());
        }
    }
    image_end(lexer)
}

/// Up to and with the next `EI` between white space.
fn image_end(lexer: &mut Lexer<'_>) -> Option<()> {
    let rest = lexer.rest();
    for at in memchr::memmem::find_iter(rest, b"EI") {
        let before = at.checked_sub(1).and_then(|before| rest.get(before));
        let after = at.checked_add(2).and_then(|after| rest.get(after));
        if before.is_some_and(|byte| is_white_space(*byte)) && after.is_none_or(|byte| is_white_space(*byte))
        {
            lexer.advance(at.saturating_add(2));
            return Some(());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::super::document::Document;
    use super::*;

    fn scanned(content: &Content) -> Option<Found> {
        let source = include_bytes!("../../../fixtures/hostile/pdf/accepted.pdf");
        let document = Document::parse(source).unwrap();
        scan(document.latest(), content, &Names::default(), Start::Page, &mut ContentBudget::new())
    }

    fn kinds_of(streams: &[&[u8]]) -> Option<Vec<FactKind>> {
        let mut content = Content::default();
        streams.iter().for_each(|stream| content.push(stream));
        scanned(&content).map(|found| found.kinds.into_keys().collect())
    }

    fn kinds(content: &[u8]) -> Option<Vec<FactKind>> {
        kinds_of(&[content])
    }

    #[test]
    fn accepts_the_two_filters_of_inline_images_by_both_names() {
        assert_eq!(
            kinds(b"q BI /W 1 /H 1 /IM true /F /CCF /DP << /K -1 /Columns 1 >> ID \xff EI Q"),
            Some(vec![])
        );
        assert_eq!(kinds(b"BI /Width 1 /Height 1 /BitsPerComponent 1 /ColorSpace /G /Filter[/CCITTFaxDecode]/DecodeParms[<</K -1/Columns 1>>]ID X\nEI"), Some(vec![]));
    }

    #[test]
    fn finds_other_filters_and_none() {
        assert_eq!(kinds(b"BI /W 1 /F /DCT ID X EI"), Some(vec![FactKind::InlineImageFilterForbidden]));
        assert_eq!(kinds(b"BI /W 1 /F [/AHx /Fl] ID X EI"), Some(vec![FactKind::InlineImageFilterForbidden]));
        assert_eq!(kinds(b"BI /W 1 ID X EI (BI) Tj"), Some(vec![FactKind::InlineImageUnfiltered]));
        assert_eq!(kinds(b"BI /W 1 /F null ID X EI"), Some(vec![FactKind::InlineImageUnfiltered]));
        assert_eq!(kinds(b"BI /W 1 ID X"), None);
        // It ends at letters between white space: the string behind has no end.
        assert_eq!(kinds(b"BI /W 1 ID X EI ("), None);
        for data in ["XEI (", "X EI("] {
            let content = format!("BI /W 1 ID {data} EI");
            assert_eq!(kinds(content.as_bytes()), Some(vec![FactKind::InlineImageUnfiltered]), "{data}");
        }
    }

    #[test]
    fn finds_names_that_no_resources_have() {
        for good in [
            "(text) Tj 1 0 0 RG 0.5 g",
            "/DeviceRGB cs /Pattern CS 1 0 1 scn",
            "/Artifact BMC EMC /Span << /MCID 0 >> BDC EMC /Point MP",
            "BI /CS /G /W 1 /H 1 /BPC 1 /F /CCF /DP << /K -1 /Columns 1 >> ID X EI BI /CS [/I /RGB 1 <000000ffffff>] /W 1 /H 1 /BPC 1 /F /CCF /DP << /K -1 /Columns 1 >> ID X EI",
        ] {
            assert_eq!(kinds(good.as_bytes()), Some(vec![]), "{good}");
        }
        for bad in [
            "/F1 9 Tf",
            "/Im1 Do",
            "/G cs",
            "/Cs1 CS",
            "/Pattern cs /P1 scn",
            "/Pattern CS 1 0 0 /P1 SCN",
            "/Sh1 sh",
            "/Gs1 gs",
            "/OC /Layer BDC EMC",
            "/Span /Here DP",
        ] {
            assert_eq!(kinds(bad.as_bytes()), Some(vec![FactKind::ResourceMissing]), "{bad}");
        }
        for key in ["CS", "ColorSpace"] {
            let found = kinds(format!("BI /{key} /Cs1 /F /DCT ID X EI").as_bytes());
            let expected = vec![FactKind::InlineImageFilterForbidden, FactKind::ResourceMissing];
            assert_eq!(found, Some(expected), "{key}");
        }
        for nameless in ["9 Tf", "Do"] {
            let found = kinds(nameless.as_bytes());
            assert_eq!(
                found,
                Some(vec![FactKind::ContentOperators, FactKind::ResourceMissing]),
                "{nameless}"
            );
        }
    }

    #[test]
    fn streams_end_between_tokens() {
        for good in [
            ["[(ON)", "(E)] TJ"],
            ["BT (ON) Tj", " ET"],
            ["BT (ON) Tj\n", "ET"],
            ["(ON)", "Tj"],
            ["1 0 0", " 1 k [] 0 d"],
            ["% comment\n", "q"],
            ["% comment ", "\nq"],
            ["% comment ", ""],
            ["% comment", "\nq"],
            ["/Span <</MCID 0>>", "BDC EMC"],
            ["BI /CS /G", " /W 1 /H 1 /BPC 1 /F /CCF /DP << /K -1 /Columns 1 >> ID X EI"],
            ["q", ""],
            ["", "q % comment"],
        ] {
            assert_eq!(kinds_of(&good.map(str::as_bytes)), Some(vec![]), "{good:?}");
        }
        for bad in [
            ["(ON", "E) Tj"],
            ["[(ON", "E)] TJ"],
            ["<4f", "4e> Tj"],
            ["0 g", "s"],
            ["q", "Q"],
            ["0 0 1", "0 re n"],
            ["/", "BMC"],
            ["% comment", "q"],
            ["% comment ", "q"],
            ["[(O) % comment", "(N)] TJ"],
            ["BI /CS /G /W 1 /H 1 /BPC 1 /F /CCF /DP << /K -1 /Columns 1 >> ID X", "y EI"],
        ] {
            assert_eq!(kinds_of(&bad.map(str::as_bytes)), Some(vec![FactKind::ContentSplit]), "{bad:?}");
            // With nothing between, and with nothing more behind.
            let [first, second] = bad.map(str::as_bytes);
            let found = kinds_of(&[b"q ", first, b"", second, b""]);
            assert_eq!(found, Some(vec![FactKind::ContentSplit]), "{bad:?}");
        }
    }

    #[test]
    fn tokens_are_no_longer_than_viewers_take_them() {
        let string = |octets: usize| format!("({}) Tj <{}> Tj", "a".repeat(octets), "61".repeat(octets));
        assert_eq!(kinds(string(32_767).as_bytes()), Some(vec![]));
        assert_eq!(kinds(string(32_768).as_bytes()), Some(vec![FactKind::ContentLimit]));
        let array = format!("[{}] TJ", string(32_768).replace(" Tj", ""));
        assert_eq!(kinds(array.as_bytes()), Some(vec![FactKind::ContentLimit]));
        let number = |zeros: usize| format!("{}1 w", "0".repeat(zeros));
        assert_eq!(kinds(number(63).as_bytes()), Some(vec![]));
        assert_eq!(kinds(number(64).as_bytes()), Some(vec![FactKind::ContentLimit]));
        assert_eq!(
            kinds(format!("[{}] 0 d", &number(64)[..65]).as_bytes()),
            Some(vec![FactKind::ContentLimit])
        );
        let name = |octets: usize| format!("/{} ri", "A".repeat(octets));
        assert_eq!(kinds(name(127).as_bytes()), Some(vec![]));
        assert_eq!(kinds(name(128).as_bytes()), Some(vec![FactKind::ContentLimit]));
    }

    #[test]
    fn inline_images_say_what_they_are() {
        let one = "/W 1 /H 1 /BPC 1 /CS /G /F /CCF /DP << /K -1 /Columns 1 >>";
        let told = |entries: &str| kinds(format!("BI {entries} ID X EI").as_bytes());
        assert_eq!(told(one), Some(vec![]));
        for (from, to) in [
            ("/W 1", ""),
            ("/W 1", "/W 2"),
            ("/W 1", "/W 1 /Width 1"),
            ("/H 1", "/H 0"),
            ("/BPC 1", ""),
            ("/BPC 1", "/BPC 3"),
            ("/CS /G", ""),
            ("/CS /G", "/CS /RGB"),
            ("/CS /G", "/CS /G /IM true"),
            ("/CS /G", "/CS /G /D [1 0 0]"),
            ("/F /CCF", "/F /Fl"),
            ("/F /CCF", "/F [/Fl /CCF]"),
            ("/F /CCF", "/F [/CCF /CCF]"),
            ("<< /K -1 /Columns 1 >>", "[<< /K -1 /Columns 1 >> null]"),
            ("<< /K -1 /Columns 1 >>", "[]"),
        ] {
            let entries = one.replace(from, to);
            assert_eq!(told(&entries), Some(vec![FactKind::ImageData]), "{entries}");
        }
        assert_eq!(told(&one.replace("/H 1", "/H 1 /H 1")), None);
        assert_eq!(told(&one.replace("/F /CCF", "/F /CCF /Filter /CCF")), None);
    }

    #[test]
    fn inline_images_have_as_many_octets_as_their_colors() {
        use std::io::Write as _;
        let told = |space: &str, octets: usize| {
            let mut data = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            data.write_all(&vec![0; octets]).unwrap();
            let header = format!("BI /W 1 /H 1 /BPC 8 /F /Fl /CS {space} ID ");
            kinds(&[header.as_bytes(), &data.finish().unwrap(), b"\nEI"].concat())
        };
        for (space, octets) in [
            ("/G", 1),
            ("/DeviceGray", 1),
            ("/RGB", 3),
            ("/DeviceRGB", 3),
            ("/CMYK", 4),
            ("/DeviceCMYK", 4),
            ("[/I /CMYK 0 <00000000>]", 1),
            ("[/Indexed /G 0 <00>]", 1),
            ("[/CalGray <</WhitePoint [.95 1 1.09]>>]", 1),
        ] {
            assert_eq!(told(space, octets), Some(vec![]), "{space}");
            assert_eq!(told(space, octets + 1), Some(vec![FactKind::ImageData]), "{space}");
        }
        // A table of two colors that has one.
        for space in ["[/I /G 1 <00>]", "[/Indexed /G 1 <00>]"] {
            assert_eq!(told(space, 1), Some(vec![FactKind::ImageData]), "{space}");
        }
    }

    #[test]
    fn damaged_inline_images_cost_a_part_of_what_all_may() {
        let header = b"BI /W 16 /H 1 /BPC 8 /CS /G /F /Fl ID ".as_slice();
        let sound =
            [header, &[0x78, 0x9c, 0x63, 0x60, 0x40, 0x05, 0x00, 0x00, 0x10, 0x00, 0x01], b"\nEI "].concat();
        let behind =
            |damaged: usize| kinds(&[[header, b"X EI "].concat().repeat(damaged), sound.clone()].concat());
        assert_eq!(behind(0), Some(vec![]));
        assert_eq!(behind(2), Some(vec![FactKind::ImageData]));
        assert_eq!(behind(1_000), None);
    }

    #[test]
    fn a_place_is_told_by_stream_and_octet() {
        let mut content = Content::default();
        [b"q".as_slice(), b"", b"/F1 9 Tf"].iter().for_each(|stream| content.push(stream));
        assert_eq!([0, 1, 2, 3, 6].map(|at| content.place(at)), [(0, 0), (0, 1), (1, 0), (2, 0), (2, 3)]);
        let found = scanned(&content).unwrap();
        assert_eq!(found.kinds.get(&FactKind::ResourceMissing), Some(&3));
    }
}
