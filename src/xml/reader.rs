//! The strict reader: one pass over the text, every rule of XML 1.0 and of namespaces, every ceiling.
//!
//! It hands what it reads to a [`Handler`]; the tree and the streaming canonicalizer are two of them. It keeps
//! one entry for each open element and nothing else, so that its cost is proportional to the text whatever
//! stands in it: each octet is looked at a bounded number of times.

use super::characters::{is_character, is_space};
use super::encoding::{Octets, judge_declared};
use super::names::{QualifiedName, qualified_name};
use super::namespaces::{Declaration, Namespaces, PrefixId, UriId};
use super::{Defect, Error, Position};
use crate::limits::xml::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_NODES};

/// What receives the document, in document order.
pub(super) trait Handler<'t> {
    /// What the handler itself can fail with.
    type Failure: From<Error>;

    /// A start tag or an empty-element tag; the latter is followed by [`Handler::end`] at once.
    fn start(&mut self, start: &Start<'_, 't>) -> Result<(), Self::Failure>;

    /// The end of the element that was begun last.
    fn end(&mut self, end: &End<'_, 't>) -> Result<(), Self::Failure>;

    /// A piece of character data; pieces with nothing between them belong to one text node.
    fn text(&mut self, piece: Piece<'t>) -> Result<(), Self::Failure>;

    /// A comment.
    fn comment(&mut self, comment: &Comment<'_, 't>) -> Result<(), Self::Failure>;

    /// A processing instruction.
    fn processing_instruction(
        &mut self,
        instruction: &ProcessingInstruction<'_, 't>,
    ) -> Result<(), Self::Failure>;
}

/// A part of the text and its offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) offset: usize,
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Start<'s, 't> {
    pub(super) name: QualifiedName<'t>,
    pub(super) prefix: PrefixId,
    pub(super) namespace: UriId,
    /// In the order of the source.
    pub(super) attributes: &'s [RawAttribute<'t>],
    /// In the order of the source.
    pub(super) declarations: &'s [Declaration],
    pub(super) namespaces: &'s Namespaces,
    /// Offset of `<`.
    pub(super) offset: usize,
    /// Offset behind `>`.
    pub(super) end: usize,
}

/// The end of an element.
#[derive(Debug)]
pub(super) struct End<'s, 't> {
    /// The name of the element as its start tag writes it.
    pub(super) qualified: &'t str,
    /// The declarations of the element are still in scope.
    pub(super) namespaces: &'s Namespaces,
    /// Offset of `</`; of an empty-element tag the offset behind it.
    pub(super) offset: usize,
    /// Offset behind `>`.
    pub(super) end: usize,
}

/// A comment.
#[derive(Debug)]
pub(super) struct Comment<'s, 't> {
    /// What stands between `<!--` and `-->`.
    pub(super) content: Source<'t>,
    pub(super) namespaces: &'s Namespaces,
    /// Offset of `<`.
    pub(super) offset: usize,
    /// Offset behind `>`.
    pub(super) end: usize,
}

/// A processing instruction.
#[derive(Debug)]
pub(super) struct ProcessingInstruction<'s, 't> {
    pub(super) target: Source<'t>,
    /// What stands between the white space behind the target and `?>`.
    pub(super) content: Source<'t>,
    pub(super) namespaces: &'s Namespaces,
    /// Offset of `<`.
    pub(super) offset: usize,
    /// Offset behind `>`.
    pub(super) end: usize,
}

/// An attribute that is no namespace declaration.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawAttribute<'t> {
    pub(super) name: QualifiedName<'t>,
    /// Offset of the name.
    pub(super) offset: usize,
    pub(super) prefix: PrefixId,
    pub(super) namespace: UriId,
    /// What stands between the quotation marks.
    pub(super) raw: &'t str,
    /// Offset of `raw`.
    pub(super) raw_offset: usize,
    pub(super) form: Form,
}

/// How far the source of a value is from the value, and the value from its canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The source is the value and the canonical form.
    Plain,
    /// The source is the value, in which there is a quotation mark.
    WithQuotationMark,
    /// There are references, white space other than spaces, or both.
    ToNormalise,
}

/// A piece of character data, with all of the source it was made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) content: Content<'t>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a piece of character data holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content<'t> {
    /// Text from a CDATA section, in which anything but CR can stand.
    Cdata(Source<'t>),
    /// What a reference stands for.
    Character(char),
    /// `>` as it stands in the source.
    GreaterThan,
    /// CR or CR LF, to be read as LF (XML 1.0, 2.11).
    LineEnd,
    /// Text that is its own canonical form.
    Plain(&'t str),
}

/// Reads a whole document.
pub(super) fn read<'t, H: Handler<'t>>(
    text: &'t str,
    octets: Octets,
    handler: &mut H,
) -> Result<Namespaces, H::Failure> {
    read_into(text, octets, handler, Namespaces::new())
}

/// As [`read`], with another answer for namespace names that are relative references.
pub(super) fn read_into<'t, H: Handler<'t>>(
    text: &'t str,
    octets: Octets,
    handler: &mut H,
    namespaces: Namespaces,
) -> Result<Namespaces, H::Failure> {
    let mut reader = Reader {
        text,
        at: 0,
        open: Vec::new(),
        namespaces,
        attributes: Vec::new(),
        declarations: Vec::new(),
        declared: Vec::new(),
        order: Vec::new(),
        value: String::new(),
        nodes: 0,
    };
    if text.starts_with('\u{FEFF}') {
        reader.skip('\u{FEFF}'.len_utf8());
    }
    reader.declaration(octets)?;
    let mut seen_root = false;
    loop {
        let rest = reader.rest();
        let blank = rest.iter().position(|octet| !is_space(*octet)).unwrap_or(rest.len());
        reader.skip(blank);
        let defect = match reader.rest() {
            [] if seen_root => return Ok(reader.namespaces),
            [] => Defect::RootMissing,
            [b'<', b'?', ..] => {
                reader.processing_instruction(handler)?;
                continue;
            }
            [b'<', b'!', b'-', b'-', ..] => {
                reader.comment(handler)?;
                continue;
            }
            rest if rest.starts_with(b"<!DOCTYPE") => Defect::DoctypePresent,
            _ if seen_root => Defect::ContentAfterRoot,
            [b'<', b'!', rest @ ..] if !rest.starts_with(b"[CDATA[") => Defect::MarkupUnknown,
            [b'<', b'!', ..] => Defect::ContentBeforeRoot,
            [b'<', ..] => {
                seen_root = true;
                reader.start_tag(handler)?;
                reader.content(handler)?;
                continue;
            }
            _ => Defect::ContentBeforeRoot,
        };
        return Err(reader.refuse(defect).into());
    }
}

/// Reads the value of an attribute (XML 1.0, 3.3.3, CDATA): references are replaced, white space becomes spaces.
///
/// The reader has proven the references; what is none is passed over.
pub(super) fn normalise(raw: &str, mut receive: impl FnMut(Normalised<'_>)) {
    let mut rest = raw;
    while let Some(stop) = rest.bytes().position(|octet| matches!(octet, b'&' | b'\t' | b'\n' | b'\r')) {
        let (before, found) = rest.split_at_checked(stop).unwrap_or((rest, ""));
        if !before.is_empty() {
            receive(Normalised::Text(before));
        }
        let length = match reference(found) {
            Ok((character, length)) => {
                receive(Normalised::Character(character));
                length
            }
            Err(_) => {
                receive(Normalised::Text(" "));
                if found.starts_with("\r\n") { 2 } else { 1 }
            }
        };
        rest = found.get(length..).unwrap_or_default();
    }
    if !rest.is_empty() {
        receive(Normalised::Text(rest));
    }
}

/// A piece of a normalised attribute value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Normalised<'t> {
    /// Text, without white space other than spaces.
    Text(&'t str),
    /// What a reference stands for: any character at all.
    Character(char),
}

/// The reference at the beginning of `text` (XML 1.0, 4.1): its character and its length in octets.
fn reference(text: &str) -> Result<(char, usize), Defect> {
    let body = text.strip_prefix('&').ok_or(Defect::ReferenceMalformed)?;
    let (length, value) = if let Some(digits) = body.strip_prefix("#x") {
        number(digits, 16).map(|(count, value)| (count.saturating_add(3), value))?
    } else if let Some(digits) = body.strip_prefix('#') {
        number(digits, 10).map(|(count, value)| (count.saturating_add(2), value))?
    } else {
        let name = qualified_name(body).map_err(|_| Defect::ReferenceMalformed)?.qualified;
        let behind = body.get(name.len()..).unwrap_or_default();
        if !behind.starts_with(';') {
            return Err(Defect::ReferenceMalformed);
        }
        let character = match name {
            "amp" => '&',
            "apos" => '\'',
            "gt" => '>',
            "lt" => '<',
            "quot" => '"',
            _ => return Err(Defect::EntityUndefined),
        };
        (name.len().saturating_add(1), u32::from(character))
    };
    let behind = text.get(length..).unwrap_or_default();
    if !behind.starts_with(';') {
        return Err(Defect::ReferenceMalformed);
    }
    match char::from_u32(value) {
        Some(character) if is_character(character) => Ok((character, length.saturating_add(1))),
        _ => Err(Defect::CharacterReferenceForbidden),
    }
}

/// Digits at the beginning of `text`: how many, and their value, which stops growing far behind U+10FFFF.
fn number(text: &str, radix: u32) -> Result<(usize, u32), Defect> {
    let digits = text.chars().map_while(|digit| digit.to_digit(radix));
    let (count, value) = digits.fold((0_usize, 0_u32), |(count, value), digit| {
        (count.saturating_add(1), value.saturating_mul(radix).saturating_add(digit))
    });
    if count == 0 { Err(Defect::ReferenceMalformed) } else { Ok((count, value)) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Open<'t>>,
    namespaces: Namespaces,
    attributes: Vec<RawAttribute<'t>>,
    declarations: Vec<Declaration>,
    declared: Vec<RawAttribute<'t>>,
    order: Vec<(UriId, &'t str, &'t str, usize)>,
    value: String,
    nodes: usize,
}

#[derive(Debug, Clone, Copy)]
struct Open<'t> {
    name: &'t str,
    mark: usize,
}

impl<'t> Reader<'t> {
    #[inline]
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn rest_text(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    #[inline]
    fn skip(&mut self, octets: usize) {
        self.at = self.at.saturating_add(octets);
    }

    #[inline]
    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        let count = rest.iter().position(|octet| !is_space(*octet)).unwrap_or(rest.len());
        self.skip(count);
        count > 0
    }

    #[cold]
    fn refuse(&self, defect: Defect) -> Error {
        self.refuse_at(defect, self.at)
    }

    #[cold]
    fn refuse_at(&self, defect: Defect, offset: usize) -> Error {
        Error { defect, at: Position::of(self.text.as_bytes(), offset) }
    }

    #[inline]
    fn count_node(&mut self) -> Result<(), Error> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > MAX_NODES {
            return Err(self.refuse(Defect::NodesTooMany { limit: MAX_NODES }));
        }
        Ok(())
    }

    /// [23] XMLDecl
    fn declaration(&mut self, octets: Octets) -> Result<(), Error> {
        match self.rest() {
            [b'<', b'?', b'x', b'm', b'l', next, ..] if is_space(*next) => self.skip("<?xml".len()),
            _ => return Ok(()),
        }
        self.skip_space();
        let (version_at, version) =
            self.pseudo_attribute("version")?.ok_or_else(|| self.refuse(Defect::DeclarationMalformed))?;
        if version != "1.0" {
            return Err(self.refuse_at(Defect::VersionUnsupported, version_at));
        }
        let mut separated = self.skip_space();
        if separated && let Some((encoding_at, encoding)) = self.pseudo_attribute("encoding")? {
            let formed = encoding.starts_with(|first: char| first.is_ascii_alphabetic())
                && encoding
                    .chars()
                    .all(|rest| rest.is_ascii_alphanumeric() || matches!(rest, '.' | '_' | '-'));
            if !formed {
                return Err(self.refuse_at(Defect::DeclarationMalformed, encoding_at));
            }
            judge_declared(encoding, self.text, octets)
                .map_err(|defect| self.refuse_at(defect, encoding_at))?;
            separated = self.skip_space();
        }
        if separated && let Some((standalone_at, standalone)) = self.pseudo_attribute("standalone")? {
            if !matches!(standalone, "yes" | "no") {
                return Err(self.refuse_at(Defect::StandaloneMalformed, standalone_at));
            }
            self.skip_space();
        }
        if !self.rest().starts_with(b"?>") {
            return Err(self.refuse(Defect::DeclarationMalformed));
        }
        self.skip("?>".len());
        Ok(())
    }

    /// `name = "value"` in the XML declaration, if it is there.
    fn pseudo_attribute(&mut self, name: &str) -> Result<Option<(usize, &'t str)>, Error> {
        if !self.rest_text().starts_with(name) {
            return Ok(None);
        }
        self.skip(name.len());
        self.skip_space();
        if !self.rest().starts_with(b"=") {
            return Err(self.refuse(Defect::DeclarationMalformed));
        }
        self.skip(1);
        self.skip_space();
        let quote = match self.rest().first() {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return Err(self.refuse(Defect::DeclarationMalformed)),
        };
        self.skip(1);
        let start = self.at;
        match self.rest().iter().position(|octet| *octet == quote || matches!(octet, b'<' | b'>')) {
            Some(length) if self.rest().get(length) == Some(&quote) => {
                let end = start.saturating_add(length);
                self.at = end.saturating_add(1);
                Ok(Some((start, self.slice(start, end))))
            }
            _ => Err(self.refuse(Defect::DeclarationMalformed)),
        }
    }

    /// What stands between the start tag of the root element and its end.
    fn content<H: Handler<'t>>(&mut self, handler: &mut H) -> Result<(), H::Failure> {
        // Where the present run of literal character data began: `]]>` is looked for within it alone.
        let mut literal = self.at;
        while !self.open.is_empty() {
            let start = self.at;
            let rest = self.rest();
            let run = rest
                .iter()
                .position(|octet| matches!(octet, b'<' | b'&' | b'>' | b'\r'))
                .unwrap_or(rest.len());
            self.skip(run);
            if run > 0 {
                let content = Content::Plain(self.slice(start, self.at));
                handler.text(Piece { content, start, end: self.at })?;
            }
            let start = self.at;
            match rest.get(run..).unwrap_or_default() {
                [] => return Err(self.refuse(Defect::ElementNotClosed).into()),
                [b'<', b'/', ..] => {
                    self.end_tag(handler)?;
                    literal = self.at;
                }
                [b'<', b'!', behind @ ..] => {
                    if behind.starts_with(b"--") {
                        self.comment(handler)?;
                    } else if behind.starts_with(b"[CDATA[") {
                        self.cdata(handler)?;
                    } else if behind.starts_with(b"DOCTYPE") {
                        return Err(self.refuse(Defect::DoctypePresent).into());
                    } else {
                        return Err(self.refuse(Defect::MarkupUnknown).into());
                    }
                    literal = self.at;
                }
                [b'<', b'?', ..] => {
                    self.processing_instruction(handler)?;
                    literal = self.at;
                }
                [b'<', ..] => {
                    self.start_tag(handler)?;
                    literal = self.at;
                }
                [b'&', ..] => {
                    let (character, length) =
                        reference(self.rest_text()).map_err(|defect| self.refuse(defect))?;
                    self.skip(length);
                    literal = self.at;
                    handler.text(Piece { content: Content::Character(character), start, end: self.at })?;
                }
                [b'>', ..] => {
                    if self.slice(literal, start).ends_with("]]") {
                        return Err(self.refuse_at(Defect::CdataEndInText, start.saturating_sub(2)).into());
                    }
                    self.skip(1);
                    handler.text(Piece { content: Content::GreaterThan, start, end: self.at })?;
                }
                // Only CR is left.
                rest => {
                    self.skip(if rest.starts_with(b"\r\n") { 2 } else { 1 });
                    handler.text(Piece { content: Content::LineEnd, start, end: self.at })?;
                }
            }
        }
        Ok(())
    }

    /// [40] STag, [44] EmptyElemTag
    fn start_tag<H: Handler<'t>>(&mut self, handler: &mut H) -> Result<(), H::Failure> {
        let offset = self.at;
        if self.open.len() >= MAX_DEPTH {
            return Err(self.refuse(Defect::NestingTooDeep { limit: MAX_DEPTH }).into());
        }
        self.count_node()?;
        self.skip(1);
        let name = self.name()?;
        self.attributes.clear();
        self.declared.clear();
        self.declarations.clear();
        let empty = loop {
            let separated = self.skip_space();
            match self.rest() {
                [b'>', ..] => {
                    self.skip(1);
                    break false;
                }
                [b'/', b'>', ..] => {
                    self.skip(2);
                    break true;
                }
                [] | [b'/', ..] | [b'<', ..] => return Err(self.refuse(Defect::TagMalformed).into()),
                _ if !separated => return Err(self.refuse(Defect::AttributeNotSeparated).into()),
                _ => self.attribute()?,
            }
        };
        let mark = self.namespaces.enter();
        self.declare()?;
        let (prefix, namespace) = self
            .namespaces
            .resolve(name.prefix)
            .map_err(|defect| self.refuse_at(defect, offset.saturating_add(1)))?;
        self.expand_attributes()?;
        let start = Start {
            name,
            prefix,
            namespace,
            attributes: &self.attributes,
            declarations: &self.declarations,
            namespaces: &self.namespaces,
            offset,
            end: self.at,
        };
        handler.start(&start)?;
        if empty {
            let end = End {
                qualified: name.qualified,
                namespaces: &self.namespaces,
                offset: self.at,
                end: self.at,
            };
            handler.end(&end)?;
            self.namespaces.leave(mark);
        } else {
            self.open.push(Open { name: name.qualified, mark });
        }
        Ok(())
    }

    #[inline]
    fn name(&mut self) -> Result<QualifiedName<'t>, Error> {
        let name = qualified_name(self.rest_text())
            .map_err(|(defect, behind)| self.refuse_at(defect, self.at.saturating_add(behind)))?;
        self.skip(name.qualified.len());
        Ok(name)
    }

    /// [41] Attribute
    fn attribute(&mut self) -> Result<(), Error> {
        if self.attributes.len().saturating_add(self.declared.len()) >= MAX_ATTRIBUTES {
            return Err(self.refuse(Defect::AttributesTooMany { limit: MAX_ATTRIBUTES }));
        }
        self.count_node()?;
        let offset = self.at;
        let name = self.name()?;
        self.skip_space();
        if self.rest().first() != Some(&b'=') {
            return Err(self.refuse(Defect::AttributeValueMissing));
        }
        self.skip(1);
        self.skip_space();
        let quote = match self.rest().first() {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return Err(self.refuse(Defect::AttributeValueMissing)),
        };
        self.skip(1);
        let raw_offset = self.at;
        let mut form = Form::Plain;
        loop {
            let rest = self.rest();
            let stop = rest
                .iter()
                .position(|octet| matches!(octet, b'"' | b'\'' | b'<' | b'&' | b'\t' | b'\n' | b'\r'))
                .unwrap_or(rest.len());
            self.skip(stop);
            match rest.get(stop).copied() {
                Some(found) if found == quote => break,
                Some(b'"') => {
                    if form == Form::Plain {
                        form = Form::WithQuotationMark;
                    }
                    self.skip(1);
                }
                Some(b'\'') => self.skip(1),
                Some(b'<') => return Err(self.refuse(Defect::LessThanInAttributeValue)),
                Some(b'&') => {
                    let (_, length) = reference(self.rest_text()).map_err(|defect| self.refuse(defect))?;
                    form = Form::ToNormalise;
                    self.skip(length);
                }
                Some(_) => {
                    form = Form::ToNormalise;
                    self.skip(1);
                }
                None => return Err(self.refuse_at(Defect::AttributeValueUnterminated, raw_offset)),
            }
        }
        let raw = self.slice(raw_offset, self.at);
        self.skip(1);
        let attribute = RawAttribute {
            name,
            offset,
            prefix: PrefixId::DEFAULT,
            namespace: UriId::NONE,
            raw,
            raw_offset,
            form,
        };
        if name.prefix == "xmlns" || name.qualified == "xmlns" {
            self.declared.push(attribute);
        } else {
            self.attributes.push(attribute);
        }
        Ok(())
    }

    /// The namespace declarations of the tag; they hold for its own names too.
    fn declare(&mut self) -> Result<(), Error> {
        for attribute in &self.declared {
            let prefix = if attribute.name.prefix.is_empty() { "" } else { attribute.name.local };
            let uri = if attribute.form == Form::ToNormalise {
                self.value.clear();
                let value = &mut self.value;
                normalise(attribute.raw, |piece| match piece {
                    Normalised::Text(text) => value.push_str(text),
                    Normalised::Character(character) => value.push(character),
                });
                self.value.as_str()
            } else {
                attribute.raw
            };
            match self.namespaces.declare(prefix, uri) {
                Ok(declaration) => self.declarations.push(declaration),
                Err(defect) => return Err(self.refuse_at(defect, attribute.offset)),
            }
        }
        Ok(())
    }

    /// Namespaces 1.0, 6.2 and 6.3: expanded names, each only once.
    fn expand_attributes(&mut self) -> Result<(), Error> {
        let mut defect = None;
        for attribute in &mut self.attributes {
            // The default namespace does not apply to attributes.
            if !attribute.name.prefix.is_empty() {
                match self.namespaces.resolve(attribute.name.prefix) {
                    Ok((prefix, namespace)) => {
                        attribute.prefix = prefix;
                        attribute.namespace = namespace;
                    }
                    Err(found) => {
                        defect = Some((found, attribute.offset));
                        break;
                    }
                }
            }
        }
        if let Some((defect, offset)) = defect {
            return Err(self.refuse_at(defect, offset));
        }
        if self.attributes.len() < 2 {
            return Ok(());
        }
        self.order.clear();
        self.order.extend(self.attributes.iter().map(|attribute| {
            (attribute.namespace, attribute.name.local, attribute.name.qualified, attribute.offset)
        }));
        self.order.sort_unstable();
        let behind = self.order.iter().skip(1);
        let twice = self.order.iter().zip(behind).find(|(one, next)| one.0 == next.0 && one.1 == next.1);
        match twice {
            None => Ok(()),
            Some((first, second)) => {
                let defect = if first.2 == second.2 {
                    Defect::AttributeRepeated
                } else {
                    Defect::AttributeEqualAfterExpansion
                };
                Err(self.refuse_at(defect, first.3.max(second.3)))
            }
        }
    }

    /// [42] ETag
    fn end_tag<H: Handler<'t>>(&mut self, handler: &mut H) -> Result<(), H::Failure> {
        let start = self.at;
        let Some(open) = self.open.pop() else { return Err(self.refuse(Defect::EndTagMismatch).into()) };
        self.skip(2);
        if !self.rest().starts_with(open.name.as_bytes()) {
            return Err(self.refuse_at(Defect::EndTagMismatch, start).into());
        }
        self.skip(open.name.len());
        let separated = self.skip_space();
        match self.rest() {
            [b'>', ..] => self.skip(1),
            // More of a longer name.
            [_, ..] if !separated => return Err(self.refuse_at(Defect::EndTagMismatch, start).into()),
            _ => return Err(self.refuse(Defect::TagMalformed).into()),
        }
        let end = End { qualified: open.name, namespaces: &self.namespaces, offset: start, end: self.at };
        handler.end(&end)?;
        self.namespaces.leave(open.mark);
        Ok(())
    }

    /// [15] Comment
    fn comment<H: Handler<'t>>(&mut self, handler: &mut H) -> Result<(), H::Failure> {
        self.count_node()?;
        let start = self.at;
        self.skip("<!--".len());
        let offset = self.at;
        let Some(length) = memchr::memmem::find(self.rest(), b"--") else {
            return Err(self.refuse_at(Defect::CommentUnterminated, start).into());
        };
        self.skip(length);
        if !self.rest().starts_with(b"-->") {
            return Err(self.refuse(Defect::CommentDoubleHyphen).into());
        }
        let content = Source { text: self.slice(offset, self.at), offset };
        self.skip("-->".len());
        handler.comment(&Comment { content, namespaces: &self.namespaces, offset: start, end: self.at })
    }

    /// [16] PI
    fn processing_instruction<H: Handler<'t>>(&mut self, handler: &mut H) -> Result<(), H::Failure> {
        self.count_node()?;
        let start = self.at;
        self.skip("<?".len());
        let offset = self.at;
        let name = self.name()?;
        if !name.prefix.is_empty() {
            // Namespaces 1.0, 7: no target contains a colon.
            return Err(self.refuse_at(Defect::NameNotQualified, offset).into());
        }
        if name.qualified.eq_ignore_ascii_case("xml") {
            return Err(self.refuse_at(Defect::ProcessingInstructionTargetReserved, start).into());
        }
        let target = Source { text: name.qualified, offset };
        let separated = self.skip_space();
        if !separated && !self.rest().starts_with(b"?>") {
            let defect = if self.rest().is_empty() {
                Defect::ProcessingInstructionUnterminated
            } else {
                Defect::ProcessingInstructionMalformed
            };
            return Err(self.refuse(defect).into());
        }
        let offset = self.at;
        let Some(length) = memchr::memmem::find(self.rest(), b"?>") else {
            return Err(self.refuse_at(Defect::ProcessingInstructionUnterminated, start).into());
        };
        self.skip(length);
        let content = Source { text: self.slice(offset, self.at), offset };
        self.skip("?>".len());
        let namespaces = &self.namespaces;
        let instruction = ProcessingInstruction { target, content, namespaces, offset: start, end: self.at };
        handler.processing_instruction(&instruction)
    }

    /// [18] CDSect
    fn cdata<H: Handler<'t>>(&mut self, handler: &mut H) -> Result<(), H::Failure> {
        let open = self.at;
        self.skip("<![CDATA[".len());
        let Some(length) = memchr::memmem::find(self.rest(), b"]]>") else {
            return Err(self.refuse_at(Defect::CdataUnterminated, open).into());
        };
        let end = self.at.saturating_add(length);
        let close = end.saturating_add("]]>".len());
        let mut start = open;
        while self.at < end {
            let from = self.at;
            let rest = self.slice(from, end);
            let content = match memchr::memchr(b'\r', rest.as_bytes()) {
                Some(0) => {
                    self.skip(if rest.starts_with("\r\n") { 2 } else { 1 });
                    Content::LineEnd
                }
                found => {
                    self.skip(found.unwrap_or(rest.len()));
                    Content::Cdata(Source { text: self.slice(from, self.at), offset: from })
                }
            };
            let piece_end = if self.at == end { close } else { self.at };
            handler.text(Piece { content, start, end: piece_end })?;
            start = piece_end;
        }
        self.at = close;
        Ok(())
    }
}
