//! Octets to values (ISO 32000-1, 7.2 and 7.3), strictly: what the standard does not write down is an error.
//!
//! The lexer knows nothing of files; it also reads the content of object streams and content streams. A comment
//! that begins with `%%EOF` inside an object is refused, because other readers take it for the end of a revision.

use super::error::Error;
use super::object::{Dictionary, Entry, HexLayout, HexString, Object, ObjectId, Span, Value};
use crate::limits::{self, Budget};

pub(super) struct Lexer<'a> {
    source: &'a [u8],
    position: usize,
}

pub(super) const fn is_white_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

pub(super) const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

const fn is_regular(byte: u8) -> bool {
    !is_white_space(byte) && !is_delimiter(byte)
}

const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(byte.wrapping_sub(b'a').wrapping_add(10)),
        b'A'..=b'F' => Some(byte.wrapping_sub(b'A').wrapping_add(10)),
        _ => None,
    }
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(source: &'a [u8], position: usize) -> Self {
        Self { source, position }
    }

    pub(super) const fn position(&self) -> usize {
        self.position
    }

    pub(super) fn seek(&mut self, position: usize) {
        self.position = position;
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.source.get(self.position).copied()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.source.get(self.position..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.position >= self.source.len()
    }

    pub(super) fn advance(&mut self, octets: usize) {
        self.position = self.position.saturating_add(octets);
    }

    /// White space only; returns whether there was any.
    pub(super) fn skip_white_space(&mut self) -> bool {
        let count = self.rest().iter().take_while(|byte| is_white_space(**byte)).count();
        self.advance(count);
        count > 0
    }

    /// The octets of one comment, without its end of line. Call it at `%`.
    pub(super) fn comment(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        self.advance(length);
        rest.get(..length).unwrap_or_default()
    }

    /// White space and comments between the tokens of an object.
    pub(super) fn skip_gap(&mut self) -> Result<(), Error> {
        loop {
            self.skip_white_space();
            if self.peek() != Some(b'%') {
                return Ok(());
            }
            let offset = self.position;
            if self.comment().starts_with(b"%%EOF") {
                return Err(Error::EndOfFileMarkerMisplaced { offset });
            }
        }
    }

    /// Consumes `word` when it stands here and ends as a token does.
    pub(super) fn take_keyword(&mut self, word: &[u8]) -> bool {
        let Some(after) = self.rest().strip_prefix(word) else { return false };
        if after.first().is_some_and(|byte| is_regular(*byte)) {
            return false;
        }
        self.advance(word.len());
        true
    }

    /// Digits only, at most 19 of them.
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 19 {
            return None;
        }
        let text = self.rest().get(..digits)?;
        let number = core::str::from_utf8(text).ok()?.parse().ok()?;
        self.advance(digits);
        Some(number)
    }

    /// One value.
    pub(super) fn object(&mut self, budget: &mut Budget) -> Result<Object, Error> {
        self.nested(limits::pdf::DEPTH, budget)
    }

    fn nested(&mut self, depth: usize, budget: &mut Budget) -> Result<Object, Error> {
        let start = self.position;
        pay(budget, limits::pdf::VALUE_COST, start)?;
        let depth = depth.checked_sub(1).ok_or(Error::TooDeep { offset: start })?;
        let value = match self.peek() {
            None => return Err(Error::UnexpectedEnd { offset: start }),
            Some(b'/') => Value::Name(self.name()?),
            Some(b'(') => Value::LiteralString(self.literal_string()?),
            Some(b'[') => self.array(depth, budget)?,
            Some(b'<') if self.rest().get(1) == Some(&b'<') => {
                Value::Dictionary(self.dictionary(depth, budget)?)
            }
            Some(b'<') => Value::HexString(self.hex_string()?),
            Some(b'+' | b'-' | b'.' | b'0'..=b'9') => self.number_or_reference()?,
            Some(_) => self.keyword_value()?,
        };
        if matches!(value, Value::Name(_) | Value::LiteralString(_) | Value::HexString(_)) {
            let length = u64::try_from(self.position.saturating_sub(start)).unwrap_or(u64::MAX);
            pay(budget, limits::pdf::STRING_COST.saturating_add(length), start)?;
        }
        Ok(Object { value, span: Span::new(start, self.position) })
    }

    fn keyword_value(&mut self) -> Result<Value, Error> {
        if self.take_keyword(b"null") {
            Ok(Value::Null)
        } else if self.take_keyword(b"true") {
            Ok(Value::Boolean(true))
        } else if self.take_keyword(b"false") {
            Ok(Value::Boolean(false))
        } else {
            Err(Error::UnexpectedToken { offset: self.position })
        }
    }

    pub(super) fn name(&mut self) -> Result<Vec<u8>, Error> {
        let start = self.position;
        self.advance(1);
        let raw = self.rest();
        let length = raw.iter().take_while(|byte| is_regular(**byte)).count();
        let raw = raw.get(..length).unwrap_or_default();
        self.advance(length);
        let is_escaped = raw.contains(&b'#');
        let most = if is_escaped { limits::pdf::NAME_WRITTEN_OCTETS } else { limits::pdf::NAME_OCTETS };
        if length > most {
            return Err(Error::NameTooLong { offset: start });
        }
        if !is_escaped {
            return Ok(raw.to_vec());
        }
        let mut decoded = Vec::with_capacity(raw.len());
        let mut bytes = raw.iter().copied();
        while let Some(byte) = bytes.next() {
            if byte != b'#' {
                decoded.push(byte);
                continue;
            }
            // 7.3.5: "#" is followed by the two-digit code; 00 is not allowed.
            match (bytes.next().and_then(hex_digit), bytes.next().and_then(hex_digit)) {
                (Some(high), Some(low)) if high | low != 0 => decoded.push((high << 4) | low),
                _ => return Err(Error::NameEscapeMalformed { offset: start }),
            }
        }
        if decoded.len() > limits::pdf::NAME_OCTETS {
            return Err(Error::NameTooLong { offset: start });
        }
        Ok(decoded)
    }

    fn literal_string(&mut self) -> Result<Vec<u8>, Error> {
        let start = self.position;
        let unterminated = Error::StringUnterminated { offset: start };
        self.advance(1);
        let mut open = 1_usize;
        let mut octets = Vec::new();
        loop {
            let byte = self.peek().ok_or(unterminated.clone())?;
            self.advance(1);
            match byte {
                b'(' => {
                    open = open.saturating_add(1);
                    octets.push(byte);
                }
                b')' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        return Ok(octets);
                    }
                    octets.push(byte);
                }
                b'\r' => {
                    self.skip_line_feed();
                    octets.push(b'\n');
                }
                b'\\' => {
                    let escaped = self.peek().ok_or(unterminated.clone())?;
                    self.advance(1);
                    match escaped {
                        b'n' => octets.push(b'\n'),
                        b'r' => octets.push(b'\r'),
                        b't' => octets.push(b'\t'),
                        b'b' => octets.push(8),
                        b'f' => octets.push(12),
                        b'\n' => {}
                        b'\r' => self.skip_line_feed(),
                        b'0'..=b'7' => octets.push(self.octal(escaped)),
                        // 7.3.4.2: "If the character following the REVERSE SOLIDUS is not one of those shown,
                        // the REVERSE SOLIDUS shall be ignored."
                        other => octets.push(other),
                    }
                }
                _ => octets.push(byte),
            }
        }
    }

    fn skip_line_feed(&mut self) {
        if self.peek() == Some(b'\n') {
            self.advance(1);
        }
    }

    fn octal(&mut self, first: u8) -> u8 {
        let mut value = u16::from(first & 7);
        for _ in 0..2 {
            match self.peek() {
                Some(digit @ b'0'..=b'7') => {
                    value = (value << 3) | u16::from(digit & 7);
                    self.advance(1);
                }
                _ => break,
            }
        }
        // 7.3.4.2: "High-order overflow shall be ignored."
        u8::try_from(value & 0xff).unwrap_or_default()
    }

    fn hex_string(&mut self) -> Result<HexString, Error> {
        let start = self.position;
        self.advance(1);
        let rest = self.rest();
        let length = memchr::memchr(b'>', rest).ok_or(Error::StringUnterminated { offset: start })?;
        let inside = rest.get(..length).unwrap_or_default();
        // What a signature's /Contents nearly always is: digits alone, as many as whole octets take.
        if const_hex::check_raw(inside)
            && let Ok(octets) = const_hex::decode(inside)
        {
            self.advance(length.saturating_add(1));
            return Ok(HexString { octets, digits: length, layout: HexLayout::Compact });
        }
        let mut octets = Vec::with_capacity(length.div_ceil(2));
        let mut digits = 0_usize;
        let mut high = None;
        let mut layout = HexLayout::Compact;
        for (index, byte) in inside.iter().enumerate() {
            if let Some(digit) = hex_digit(*byte) {
                digits = digits.saturating_add(1);
                high = match high {
                    None => Some(digit << 4),
                    Some(high) => {
                        octets.push(high | digit);
                        None
                    }
                };
            } else if is_white_space(*byte) {
                layout = HexLayout::Spaced;
            } else {
                return Err(Error::HexStringMalformed { offset: self.position.saturating_add(index) });
            }
        }
        octets.extend(high);
        self.advance(length.saturating_add(1));
        Ok(HexString { octets, digits, layout })
    }

    fn array(&mut self, depth: usize, budget: &mut Budget) -> Result<Value, Error> {
        pay(budget, limits::pdf::ARRAY_COST, self.position)?;
        self.advance(1);
        let mut elements = Vec::new();
        loop {
            self.skip_gap()?;
            if self.peek() == Some(b']') {
                self.advance(1);
                elements.shrink_to_fit();
                return Ok(Value::Array(elements));
            }
            elements.push(self.nested(depth, budget)?);
        }
    }

    fn dictionary(&mut self, depth: usize, budget: &mut Budget) -> Result<Dictionary, Error> {
        pay(budget, limits::pdf::DICTIONARY_COST, self.position)?;
        self.advance(2);
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            self.skip_gap()?;
            let key_start = self.position;
            match self.peek() {
                Some(b'>') if self.rest().starts_with(b">>") => {
                    self.advance(2);
                    unique(&entries)?;
                    entries.shrink_to_fit();
                    return Ok(Dictionary::new(entries));
                }
                Some(b'/') => {}
                None => return Err(Error::UnexpectedEnd { offset: key_start }),
                Some(_) => {
                    // `/Contents /ByteRange [..]`: the key that follows was read as the value.
                    return Err(match entries.last() {
                        Some(last) if last.key == b"Contents" && last.value.as_name().is_some() => {
                            Error::ContentsWithoutValue { offset: last.key_span.start }
                        }
                        _ => Error::KeyNotName { offset: key_start },
                    });
                }
            }
            let key = self.name()?;
            let key_span = Span::new(key_start, self.position);
            let length = u64::try_from(key_span.length()).unwrap_or(u64::MAX);
            pay(budget, limits::pdf::KEY_COST.saturating_add(length), key_start)?;
            self.skip_gap()?;
            if self.rest().starts_with(b">>") {
                return Err(if key == b"Contents" {
                    Error::ContentsWithoutValue { offset: key_start }
                } else {
                    Error::KeyWithoutValue { offset: key_start }
                });
            }
            let value = self.nested(depth, budget).map_err(|error| match error {
                Error::HexStringMalformed { offset } if key == b"Contents" => {
                    Error::ContentsNotHexadecimal { offset }
                }
                error => error,
            })?;
            entries.push(Entry { key, key_span, value });
        }
    }

    fn number_or_reference(&mut self) -> Result<Value, Error> {
        let start = self.position;
        let first = self.number()?;
        let (Value::Integer(number), true) = (&first, self.source.get(start).is_some_and(u8::is_ascii_digit))
        else {
            return Ok(first);
        };
        let end = self.position;
        let Ok(number) = u32::try_from(*number) else { return Ok(first) };
        if let Some(generation) = self.reference_rest()? {
            if number == 0 {
                return Err(Error::ReferenceToObjectZero { offset: start });
            }
            return Ok(Value::Reference(ObjectId { number, generation }));
        }
        self.position = end;
        Ok(first)
    }

    /// ` 0 R` after an object number.
    fn reference_rest(&mut self) -> Result<Option<u16>, Error> {
        let start = self.position;
        self.skip_white_space();
        if self.position == start {
            return Ok(None);
        }
        let Some(generation) = self.unsigned().and_then(|number| u16::try_from(number).ok()) else {
            return Ok(None);
        };
        if !self.skip_white_space() {
            return Ok(None);
        }
        Ok(self.take_keyword(b"R").then_some(generation))
    }

    fn number(&mut self) -> Result<Value, Error> {
        let offset = self.position;
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        let text = rest.get(..length).unwrap_or_default();
        let unsigned = text.strip_prefix(b"+").or_else(|| text.strip_prefix(b"-")).unwrap_or(text);
        let points = unsigned.iter().filter(|byte| **byte == b'.').count();
        let digits = unsigned.iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || points > 1 || points.saturating_add(digits) != unsigned.len() {
            return Err(Error::NumberMalformed { offset });
        }
        // Viewers cut long tokens off, each elsewhere: of `000…0842` one reads 842, the next 84.
        if length > limits::pdf::NUMBER_CHARACTERS {
            return Err(Error::NumberTooLong { offset });
        }
        let text = core::str::from_utf8(text).map_err(|_| Error::NumberMalformed { offset })?;
        self.advance(length);
        if points == 0 {
            return Ok(text.parse().map_or(Value::HugeInteger, Value::Integer));
        }
        text.parse().map(Value::Real).map_err(|_| Error::NumberMalformed { offset })
    }
}

/// What a value holds in memory, paid before it is kept.
fn pay(budget: &mut Budget, cost: u64, offset: usize) -> Result<(), Error> {
    budget.spend(cost).map_err(|_| Error::TooManyValues { offset })
}

/// 7.3.7: "no two entries in the same dictionary shall have the same key". Readers differ in which of two they
/// take, so that a duplicate is where attacks live.
fn unique(entries: &[Entry]) -> Result<(), Error> {
    let mut keys: Vec<(&[u8], usize)> =
        entries.iter().map(|entry| (entry.key.as_slice(), entry.key_span.start)).collect();
    keys.sort_unstable();
    for ((key, _), (next, offset)) in keys.iter().zip(keys.iter().skip(1)) {
        if key == next {
            let offset = *offset;
            return Err(match *key {
                b"Contents" => Error::ContentsDuplicate { offset },
                b"ByteRange" => Error::ByteRangeDuplicate { offset },
                _ => Error::KeyDuplicate { offset },
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<Object, Error> {
        Lexer::new(text, 0).object(&mut Budget::new(limits::pdf::VALUE_OCTETS))
    }

    #[test]
    fn reads_every_kind_of_value() {
        let object =
            read(b"<</A 1/B -2.5/C(a\\(b\\051\\\n(c))/D<4 1F>/E[1 0 R 2 3]/F#20 true/G null>>").unwrap();
        let dictionary = object.as_dictionary().unwrap();
        assert_eq!(dictionary.get("A").unwrap().value, Value::Integer(1));
        assert_eq!(dictionary.get("B").unwrap().value, Value::Real(-2.5));
        assert_eq!(dictionary.get("C").unwrap().as_string().unwrap(), b"a(b)(c)");
        assert_eq!(dictionary.get("D").unwrap().as_string().unwrap(), b"\x41\xf0");
        assert_eq!(dictionary.get("E").unwrap().as_array().unwrap().len(), 3);
        assert_eq!(dictionary.get("F ").unwrap().value, Value::Boolean(true));
        assert!(dictionary.get("G").unwrap().is_null());
    }

    #[test]
    fn accepts_numbers_the_standard_writes_and_no_others() {
        for good in ["+17", "-98", "34.5", "4.", "-.002", "0.0", "00012"] {
            assert!(read(good.as_bytes()).is_ok(), "{good}");
        }
        for bad in ["--5", "1.2.3", "6.02E23", "-", ".", "16#FFFE", "5-3"] {
            assert!(matches!(read(bad.as_bytes()), Err(Error::NumberMalformed { .. })), "{bad}");
        }
        assert_eq!(read(b"99999999999999999999").unwrap().value, Value::HugeInteger);
    }

    #[test]
    fn numbers_and_names_are_no_longer_than_viewers_keep() {
        let most = limits::pdf::NUMBER_CHARACTERS;
        for (first, last) in [("", "7"), ("-", "7"), ("1.", "0")] {
            let number = |length: usize| format!("{first}{}{last}", "0".repeat(length - first.len() - 1));
            assert!(read(number(most).as_bytes()).is_ok(), "{first}");
            let found = read(number(most + 1).as_bytes());
            assert!(matches!(found, Err(Error::NumberTooLong { offset: 0 })), "{first}");
        }
        let array = format!("[{}1 0 R]", "0".repeat(most));
        assert!(matches!(read(array.as_bytes()), Err(Error::NumberTooLong { offset: 1 })));
        let name = |length: usize| format!("/{}", "A".repeat(length));
        assert_eq!(read(name(127).as_bytes()).unwrap().as_name().unwrap().len(), 127);
        assert!(matches!(read(name(128).as_bytes()), Err(Error::NameTooLong { offset: 0 })));
        let key = format!("<<{} 1>>", name(128));
        assert!(matches!(read(key.as_bytes()), Err(Error::NameTooLong { offset: 2 })));
        // Two octets more for each that is escaped.
        let escaped = |length: usize, escapes: usize| {
            format!("/{}{}", "#41".repeat(escapes), "A".repeat(length - escapes))
        };
        for (length, escapes, is_sound) in
            [(127, 64, true), (127, 65, false), (128, 1, false), (85, 85, true), (86, 86, false)]
        {
            assert_eq!(read(escaped(length, escapes).as_bytes()).is_ok(), is_sound, "{length} {escapes}");
        }
    }

    #[test]
    fn rejects_a_dictionary_with_the_same_key_twice() {
        assert!(read(b"<</A 1/B 2>>").is_ok());
        assert!(matches!(read(b"<</A 1/A 2>>"), Err(Error::KeyDuplicate { offset: 6 })));
        assert!(matches!(read(b"<</A 1/#41 2>>"), Err(Error::KeyDuplicate { offset: 6 })));
        assert!(matches!(read(b"<</Contents<00>/Contents<01>>>"), Err(Error::ContentsDuplicate { .. })));
        assert!(matches!(read(b"<</ByteRange[]/ByteRange[]>>"), Err(Error::ByteRangeDuplicate { .. })));
    }

    #[test]
    fn rejects_one_level_deeper_than_the_limit() {
        let nest = |levels: usize| [vec![b'['; levels], vec![b']'; levels]].concat();
        assert!(read(&nest(limits::pdf::DEPTH)).is_ok());
        assert!(matches!(read(&nest(limits::pdf::DEPTH + 1)), Err(Error::TooDeep { .. })));
    }

    #[test]
    fn rejects_an_end_of_file_marker_inside_an_object() {
        assert!(read(b"<<% comment\n/A 1>>").is_ok());
        assert!(matches!(read(b"<<\n%%EOF\n/A 1>>"), Err(Error::EndOfFileMarkerMisplaced { offset: 3 })));
    }
}
