//! Every canonical form in one pass over the source, without a tree.
//!
//! The same reader that makes the tree proves the document well-formed on the way, to its end: when a canonical form
//! comes out, the source is a document. Memory stays in proportion to what is open at one place, with one exception: what
//! Canonical XML 2.0 declares on an element named by `QNameAware` depends on the text in it, so that this one text is kept.

mod version1;
mod version2;

use core::ops::Range;

use super::element::{CanonicalAttribute, Declared};
use super::output::{Output, Sink};
use super::tree::Place;
use super::{Error, Method, Subset};
use crate::xml::Document;
use crate::xml::encoding::decode;
use crate::xml::namespaces::{Declaration, Namespaces, UriId};
use crate::xml::reader::{Comment, End, Handler, Piece, ProcessingInstruction, Start, read};
use version1::Version1;
use version2::Version2;

/// What is canonicalized, as offsets of the `<` of start tags in the source (in its text, when the file is UTF-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Region {
    /// The element whose subtree it is; `None` for the whole document.
    pub apex: Option<usize>,
    /// An element that is left out with all that is inside it.
    pub excluded: Option<usize>,
}

impl Region {
    /// The whole document.
    pub const DOCUMENT: Self = Self { apex: None, excluded: None };

    /// The same as a subset of a document that was read from the same source.
    pub fn of(document: &Document<'_>, subset: Subset) -> Self {
        let start = |node| document.span(node).start;
        let whole = subset.apex == document.root();
        Self { apex: (!whole).then(|| start(subset.apex)), excluded: subset.excluded.map(start) }
    }
}

/// Where the tags of the root element stand in the source (in its text, when the file is UTF-16).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RootTags {
    /// The start tag, or the empty-element tag.
    pub start: Range<usize>,
    /// The end tag; empty behind an empty-element tag.
    pub end: Range<usize>,
}

/// Writes the canonical form of the whole of `source`, proving it well-formed in the same pass, and says where the tags of
/// its root stand: all that somebody needs who puts an element into it.
///
/// # Errors
/// [`Error::Document`] when the source is refused; the sink may then have received a part that is worthless.
pub fn canonicalize_whole_while_scanning(
    source: &[u8],
    method: &Method,
    sink: &mut impl Sink,
) -> Result<RootTags, Error> {
    scan(source, Region::DOCUMENT, method, sink)
}

/// Writes the canonical form of a region of `source`, proving the whole document well-formed in the same pass.
///
/// # Errors
/// [`Error::Document`] when the source is refused, [`Error::ApexNotElement`] and [`Error::ExcludedNotFound`] when no element
/// begins where one was said to begin; the sink may then have received a part that is worthless.
pub fn canonicalize_while_scanning(
    source: &[u8],
    region: Region,
    method: &Method,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    scan(source, region, method, sink).map(|_| ())
}

fn scan(source: &[u8], region: Region, method: &Method, sink: &mut impl Sink) -> Result<RootTags, Error> {
    let decoded = decode(source)?;
    let output = Output::new(sink, &decoded.text);
    let declared = match method {
        Method::Inclusive10(_) | Method::Inclusive11(_) => Declared::All,
        Method::Exclusive { inclusive_prefixes, .. } => Declared::used_or_named(inclusive_prefixes),
        Method::Version2(version2) => {
            let mut streaming = Streaming::new(region, method, Version2::new(version2, output));
            read(&decoded.text, decoded.octets, &mut streaming)?;
            let (form, root) = streaming.finish()?;
            return form.finish().map(|()| root);
        }
    };
    let form = Version1::new(method.comments(), declared, &decoded.text, output);
    let mut streaming = Streaming::new(region, method, form);
    read(&decoded.text, decoded.octets, &mut streaming)?;
    let (form, root) = streaming.finish()?;
    form.finish().map(|()| root)
}

/// Receives what is inside the region, in document order.
trait Form<'t> {
    fn start(&mut self, start: &Start<'_, 't>, apex: Option<Apex<'_, 't>>) -> Result<(), Error>;
    fn end(&mut self, end: &End<'_, 't>) -> Result<(), Error>;
    fn text(&mut self, piece: &Piece<'t>);
    fn comment(&mut self, comment: &Comment<'_, 't>, place: Place) -> Result<(), Error>;
    fn processing_instruction(
        &mut self,
        instruction: &ProcessingInstruction<'_, 't>,
        place: Place,
    ) -> Result<(), Error>;
    /// Something is left out here.
    fn gap(&mut self, namespaces: &Namespaces) -> Result<(), Error>;
}

/// What holds at an apex because of the elements around it.
#[derive(Debug)]
struct Apex<'s, 't> {
    method: &'s Method,
    /// All declarations in scope, those of its own tag among them.
    declarations: Vec<Declaration>,
    /// Attributes of the namespace `xml` around it, outermost first, each with its depth.
    around: &'s [(usize, CanonicalAttribute<'t>)],
}

/// Where the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    BeforeApex,
    /// In the apex, which is open at this depth; 0 when the region is the whole document.
    Inside(usize),
    BehindApex,
}

/// Passes on what is inside the region.
struct Streaming<'m, 't, F> {
    region: Region,
    method: &'m Method,
    form: F,
    depth: usize,
    reach: Reach,
    around: Vec<(usize, CanonicalAttribute<'t>)>,
    /// The depth of the element that is being left out.
    leaving_out: Option<usize>,
    excluded_is_found: bool,
    place: Place,
    root: RootTags,
}

impl<'m, F> Streaming<'m, '_, F> {
    const fn new(region: Region, method: &'m Method, form: F) -> Self {
        Self {
            region,
            method,
            form,
            depth: 0,
            reach: if region.apex.is_some() { Reach::BeforeApex } else { Reach::Inside(0) },
            around: Vec::new(),
            leaving_out: None,
            excluded_is_found: false,
            place: Place::BeforeRoot,
            root: RootTags { start: 0..0, end: 0..0 },
        }
    }

    fn finish(self) -> Result<(F, RootTags), Error> {
        match self.region.excluded {
            _ if self.reach == Reach::BeforeApex => Err(Error::ApexNotElement),
            Some(offset) if !self.excluded_is_found => Err(Error::ExcludedNotFound { offset }),
            Some(_) | None => Ok((self.form, self.root)),
        }
    }

    #[inline]
    fn is_passed_on(&self) -> bool {
        matches!(self.reach, Reach::Inside(_)) && self.leaving_out.is_none()
    }
}

impl<'t, F: Form<'t>> Handler<'t> for Streaming<'_, 't, F> {
    type Failure = Error;

    #[inline]
    fn start(&mut self, start: &Start<'_, 't>) -> Result<(), Error> {
        self.depth = self.depth.saturating_add(1);
        if self.depth == 1 {
            self.root.start = start.offset..start.end;
        }
        self.place = Place::Inside;
        let is_excluded = self.region.excluded == Some(start.offset);
        self.excluded_is_found |= is_excluded;
        let mut apex = None;
        if self.reach == Reach::BeforeApex {
            if self.region.apex == Some(start.offset) {
                self.reach = Reach::Inside(self.depth);
                let declarations = start.namespaces.in_scope();
                apex = Some(Apex { method: self.method, declarations, around: &self.around });
            } else {
                let xml = start.attributes.iter().filter(|attribute| attribute.namespace == UriId::XML);
                let depth = self.depth;
                self.around.extend(xml.map(|raw| (depth, CanonicalAttribute::from_source(raw))));
            }
        }
        if !matches!(self.reach, Reach::Inside(_)) || self.leaving_out.is_some() {
            Ok(())
        } else if is_excluded {
            self.leaving_out = Some(self.depth);
            self.form.gap(start.namespaces)
        } else {
            self.form.start(start, apex)
        }
    }

    #[inline]
    fn end(&mut self, end: &End<'_, 't>) -> Result<(), Error> {
        if self.leaving_out == Some(self.depth) {
            self.leaving_out = None;
        } else if self.is_passed_on() {
            self.form.end(end)?;
        }
        if self.reach == Reach::Inside(self.depth) {
            self.reach = Reach::BehindApex;
        } else if self.reach == Reach::BeforeApex {
            let depth = self.depth;
            while self.around.pop_if(|(of, _)| *of == depth).is_some() {}
        }
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.root.end = end.offset..end.end;
            self.place = Place::AfterRoot;
        }
        Ok(())
    }

    #[inline]
    fn text(&mut self, piece: Piece<'t>) -> Result<(), Error> {
        if self.is_passed_on() {
            self.form.text(&piece);
        }
        Ok(())
    }

    fn comment(&mut self, comment: &Comment<'_, 't>) -> Result<(), Error> {
        if self.is_passed_on() { self.form.comment(comment, self.place) } else { Ok(()) }
    }

    fn processing_instruction(&mut self, instruction: &ProcessingInstruction<'_, 't>) -> Result<(), Error> {
        if self.is_passed_on() { self.form.processing_instruction(instruction, self.place) } else { Ok(()) }
    }
}

/// Writes a processing instruction, with its line feed when it stands outside the root element.
fn write_processing_instruction<S: Sink>(
    output: &mut Output<'_, '_, S>,
    instruction: &ProcessingInstruction<'_, '_>,
    place: Place,
) {
    super::tree::before(output, place);
    output.put("<?");
    output.put(instruction.target.text);
    if !instruction.content.text.is_empty() {
        output.put(" ");
        super::escape::line_ends(output, instruction.content.text);
    }
    output.put("?>");
    super::tree::after(output, place);
}

/// Writes a comment, with its line feed when it stands outside the root element.
fn write_comment<S: Sink>(output: &mut Output<'_, '_, S>, comment: &Comment<'_, '_>, place: Place) {
    super::tree::before(output, place);
    output.put("<!--");
    super::escape::line_ends(output, comment.content.text);
    output.put("-->");
    super::tree::after(output, place);
}
