//! Canonical XML 1.0 and 1.1 and Exclusive XML Canonicalization 1.0 in one pass over the source, without a tree.
//!
//! The same reader that makes the tree proves the document well-formed on the way: when a canonical form comes
//! out, the source is a document. The subset is the whole document, minus one element if asked; Canonical XML
//! 2.0 needs the tree.

use super::element::{AttributeValue, CanonicalAttribute, Declared, Elements, StartTag};
use super::output::{Output, Sink};
use super::tree::{Place, after, before};
use super::{Comments, Error, InclusivePrefixes, Method, escape};
use crate::xml::encoding::decode;
use crate::xml::reader::{Content, Handler, Piece, Source, Start, read};

/// The methods that need no tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Streamable {
    /// Exclusive XML Canonicalization 1.0.
    Exclusive {
        /// Whether comments are written.
        comments: Comments,
        /// The prefixes treated as Canonical XML treats them.
        inclusive_prefixes: InclusivePrefixes,
    },
    /// Canonical XML 1.0 or 1.1, which agree on whole documents.
    Inclusive(Comments),
}

impl Streamable {
    /// The method, if it needs no tree.
    pub fn new(method: &Method) -> Option<Self> {
        match method {
            Method::Inclusive10(comments) | Method::Inclusive11(comments) => Some(Self::Inclusive(*comments)),
            Method::Exclusive { comments, inclusive_prefixes } => {
                Some(Self::Exclusive { comments: *comments, inclusive_prefixes: inclusive_prefixes.clone() })
            }
            Method::Version2(_) => None,
        }
    }
}

/// Writes the canonical form of the whole document in `source`, proving it well-formed in the same pass.
///
/// `excluded` is the offset of the `<` of an element that is left out with all that is inside it.
///
/// # Errors
/// [`Error::Document`] when the source is refused; the sink has then received a part that is worthless.
pub fn canonicalize_while_scanning(
    source: &[u8],
    excluded: Option<usize>,
    method: &Streamable,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    let decoded = decode(source)?;
    let (comments, declared) = match method {
        Streamable::Inclusive(comments) => (*comments, Declared::All),
        Streamable::Exclusive { comments, inclusive_prefixes } => {
            let mut named: Vec<&str> = inclusive_prefixes.iter().collect();
            named.sort_unstable();
            (*comments, Declared::Used(named))
        }
    };
    let mut streaming = Streaming {
        comments,
        output: Output::new(sink, decoded.text.len()),
        elements: Elements::new(declared),
        attributes: Vec::new(),
        open: Vec::new(),
        place: Place::BeforeRoot,
        exclusion: excluded.map_or(Exclusion::None, Exclusion::Ahead),
    };
    read(&decoded.text, decoded.octets, &mut streaming)?;
    if let Exclusion::Ahead(offset) = streaming.exclusion {
        return Err(Error::ExcludedNotFound { offset });
    }
    streaming.output.finish()
}

/// Where the element to be left out is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exclusion {
    /// Nothing is left out, or it is passed.
    None,
    /// It begins at this offset.
    Ahead(usize),
    /// It is being passed over, with so many elements open in it.
    Inside(usize),
}

struct Streaming<'m, 's, 't, S> {
    comments: Comments,
    output: Output<'s, S>,
    elements: Elements<'m>,
    attributes: Vec<CanonicalAttribute<'t>>,
    open: Vec<&'t str>,
    place: Place,
    exclusion: Exclusion,
}

impl<S: Sink> Streaming<'_, '_, '_, S> {
    #[inline]
    const fn is_excluded(&self) -> bool {
        matches!(self.exclusion, Exclusion::Inside(_))
    }
}

impl<'t, S: Sink> Handler<'t> for Streaming<'_, '_, 't, S> {
    type Failure = Error;

    #[inline]
    fn start(&mut self, start: &Start<'_, 't>) -> Result<(), Error> {
        match &mut self.exclusion {
            Exclusion::Inside(depth) => {
                *depth = depth.saturating_add(1);
                return Ok(());
            }
            Exclusion::Ahead(offset) if *offset == start.offset => {
                self.exclusion = Exclusion::Inside(1);
                return Ok(());
            }
            Exclusion::Ahead(_) | Exclusion::None => {}
        }
        self.place = Place::Inside;
        self.attributes.clear();
        self.attributes.extend(start.attributes.iter().map(|raw| CanonicalAttribute {
            qualified: raw.name.qualified,
            local: raw.name.local,
            prefix: raw.prefix,
            namespace: raw.namespace,
            value: AttributeValue::Raw(raw.raw, raw.form),
        }));
        let tag = StartTag {
            qualified: start.name.qualified,
            prefix: start.prefix,
            namespace: start.namespace,
            declarations: start.declarations,
        };
        self.open.push(start.name.qualified);
        self.elements.start(&mut self.output, start.namespaces.vocabulary(), &tag, &mut self.attributes)
    }

    #[inline]
    fn end(&mut self, _end: usize) -> Result<(), Error> {
        if let Exclusion::Inside(depth) = self.exclusion {
            let left = depth.saturating_sub(1);
            self.exclusion = if left == 0 { Exclusion::None } else { Exclusion::Inside(left) };
        } else if let Some(qualified) = self.open.pop() {
            self.elements.end(&mut self.output, qualified);
        }
        if self.open.is_empty() && !self.is_excluded() {
            self.place = Place::AfterRoot;
        }
        Ok(())
    }

    #[inline]
    fn text(&mut self, piece: Piece<'t>) -> Result<(), Error> {
        if self.is_excluded() {
            return Ok(());
        }
        match piece.content {
            Content::Plain(text) => self.output.put(text),
            Content::GreaterThan => self.output.put("&gt;"),
            Content::LineEnd => self.output.put("\n"),
            Content::Character(character) => escape::character(&mut self.output, character),
            Content::Cdata(source) => escape::text(&mut self.output, source.text),
        }
        Ok(())
    }

    fn comment(&mut self, content: Source<'t>, _start: usize, _end: usize) -> Result<(), Error> {
        if self.is_excluded() || self.comments == Comments::Dropped {
            return Ok(());
        }
        before(&mut self.output, self.place);
        self.output.put("<!--");
        escape::line_ends(&mut self.output, content.text);
        self.output.put("-->");
        after(&mut self.output, self.place);
        Ok(())
    }

    fn processing_instruction(
        &mut self,
        target: Source<'t>,
        content: Source<'t>,
        _start: usize,
        _end: usize,
    ) -> Result<(), Error> {
        if self.is_excluded() {
            return Ok(());
        }
        before(&mut self.output, self.place);
        self.output.put("<?");
        self.output.put(target.text);
        if !content.text.is_empty() {
            self.output.put(" ");
            escape::line_ends(&mut self.output, content.text);
        }
        self.output.put("?>");
        after(&mut self.output, self.place);
        Ok(())
    }
}
