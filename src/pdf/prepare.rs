//! Adding a signature field and the signature dictionary of 004 第4-2(2)ア as an incremental update.
//!
//! Every octet of the input stays. Only the tail and a handful of objects are read ([`Tail`]), so that the cost
//! does not grow with the file; whether the input is sound is asked of [`super::Document`] by the caller.

use core::fmt;
use std::collections::HashSet;

use super::error::Error;
use super::object::{Dictionary, Object, ObjectId, Span};
use super::seal::{Rectangle, Seal};
use super::tail::{Located, Tail};
use super::text_string;
use super::update::{Place, Update, place};
use crate::limits;

/// What the signature field and dictionary say.
#[derive(Debug, Clone)]
pub struct SignatureFieldRequest<'r> {
    /// `/Filter`, without the solidus.
    pub filter: &'r str,
    /// `/Name`: who signs.
    pub name: &'r str,
    /// `/M`: a PDF date with time zone, for example `D:20261122100000+09'00'`.
    pub signing_time: &'r str,
    /// `/T` of the field; a number is added where the form has this name already.
    pub field_name: &'r str,
    /// Octets the CMS may have; the hole has twice as many digits.
    pub contents_capacity: usize,
    /// `/Reason`.
    pub reason: Option<&'r str>,
}

/// What else is asked of the update. The default is an invisible field, whatever signatures there are.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignatureFieldOptions<'r> {
    /// What to do about signatures the input carries already.
    pub existing: ExistingSignatures,
    /// A visible stamp.
    pub seal: Option<&'r Seal>,
    /// Identifiers of findings about the input that the issuer accepted; they are written into the signature dictionary,
    /// where the signature covers them.
    pub accepted_findings: &'r [&'r str],
}

/// Whether a signed input may be signed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExistingSignatures {
    /// It may: the update leaves the octets of earlier signatures as they are.
    #[default]
    Kept,
    /// It may not.
    Refused,
}

/// An input with its update, everything but the CMS in place.
#[derive(Debug)]
pub struct Prepared<'a> {
    input: &'a [u8],
    update: Vec<u8>,
    /// The `/Contents` token in `update`, angle brackets included.
    hole: Span,
    field_name: String,
}

/// Why an input cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrepareError {
    /// An identifier of an accepted finding is not one.
    AcceptedFindingMalformed,
    /// The input is signed already, and that was to be refused.
    AlreadySigned,
    /// A certification signature of the input permits no change at all (12.8.2.2, DocMDP with P 1).
    CertifiedWithoutChanges,
    /// The CMS is larger than the hole that was left for it.
    CmsTooLarge {
        /// Octets the hole takes.
        capacity: usize,
        /// Octets of the CMS.
        length: usize,
    },
    /// The input is encrypted; a signature inside would have to be encrypted with it.
    Encrypted,
    /// The file would be larger than offsets of this writer reach.
    FileTooLarge,
    /// `/Filter` is empty or has a character that a name cannot hold.
    FilterNotName,
    /// The catalog's form, the list of its fields, or a page's annotations are not what they should be.
    FormMalformed,
    /// The document has no page.
    NoPage,
    /// The document has fewer pages than the stamp's.
    PageMissing {
        /// The page asked for, counted from 1.
        page: usize,
        /// Pages there are.
        pages: usize,
    },
    /// The input cannot be read.
    Read(Error),
    /// The stamp does not lie on its page.
    SealOutsidePage,
    /// A visible stamp would change what earlier signatures show.
    SealOverSignature,
    /// `/M` is not a date with a time zone.
    SigningTimeMalformed,
    /// No object number is left.
    TooManyObjects,
}

/// Prepares the signature of `input`.
///
/// # Errors
/// [`PrepareError`] when the input cannot be read, is encrypted, or has no page.
pub fn prepare<'a>(
    input: &'a [u8],
    request: &SignatureFieldRequest<'_>,
) -> Result<Prepared<'a>, PrepareError> {
    prepare_with(input, request, &SignatureFieldOptions::default())
}

/// Prepares the signature of `input`, with a visible stamp or other wishes.
///
/// # Errors
/// As [`prepare`]; besides when a wish cannot be fulfilled.
pub fn prepare_with<'a>(
    input: &'a [u8],
    request: &SignatureFieldRequest<'_>,
    options: &SignatureFieldOptions<'_>,
) -> Result<Prepared<'a>, PrepareError> {
    let tail = Tail::read(input)?;
    if tail.sections().iter().any(|section| section.trailer.get("Encrypt").is_some()) {
        return Err(PrepareError::Encrypted);
    }
    let dictionary = signature_dictionary(request, options.accepted_findings)?;
    let mut update = Update::new(&tail);
    let field = update.reserve()?;
    let signature = update.reserve()?;
    let field_reference = format!("{field} 0 R");

    let trailer = tail.trailer().ok_or(Error::StartOfCrossReferenceMissing)?;
    let root = trailer.get("Root").ok_or(Error::CatalogMissing { offset: tail.start().target })?;
    let catalog = tail.resolve(root)?.ok_or(Error::CatalogMissing { offset: tail.start().target })?;
    let form = add_to_form(&tail, &mut update, &catalog, &field_reference, request.field_name)?;
    if form.state == FormState::Signed {
        if options.existing == ExistingSignatures::Refused {
            return Err(PrepareError::AlreadySigned);
        }
        if options.seal.is_some() {
            return Err(PrepareError::SealOverSignature);
        }
        if certified_without_changes(&tail, &catalog.1)? {
            return Err(PrepareError::CertifiedWithoutChanges);
        }
    }
    let Leaf { id, located, media_box } = leaf(&tail, &catalog.1, options.seal.map_or(1, Seal::page))?;
    let page = (id, located);
    add_to_page(&tail, &mut update, &page, form.fields_array, &field_reference)?;
    // An empty rectangle makes the field invisible (12.7.4.5).
    let mut shown = "/Rect[0 0 0 0]".to_owned();
    if let Some(seal) = options.seal {
        if media_box.is_some_and(|media_box| !media_box.contains(seal.rectangle())) {
            return Err(PrepareError::SealOutsidePage);
        }
        let appearance = seal.add_to(&mut update)?;
        shown = format!("/Rect{}/AP<</N {appearance} 0 R>>", seal.rectangle().array());
    }

    let mut widget = b"<</Type/Annot/Subtype/Widget/FT/Sig/T".to_vec();
    widget.extend(text_string::encode(&form.field_name));
    // F 132: Print and Locked (12.5.3).
    widget.extend(format!("/F 132{shown}/P {} R/V {signature} 0 R>>", page.0).into_bytes());
    update.add(field, widget);
    update.add(signature, dictionary.octets);

    let written = update.write()?;
    let mut octets = written.octets;
    let start = written.starts.get(&signature).copied().unwrap_or_default();
    // The body follows "N 0 obj\n".
    let body = memchr::memchr(b'\n', octets.get(start..).unwrap_or_default())
        .and_then(|line| start.checked_add(line)?.checked_add(1))
        .ok_or(PrepareError::FileTooLarge)?;
    let shift = |span: Span| Span::new(span.start.saturating_add(body), span.end.saturating_add(body));
    let hole = shift(dictionary.contents);
    let before = input.len().saturating_add(hole.start);
    let after = input.len().saturating_add(hole.end);
    let rest = octets.len().saturating_sub(hole.end);
    let range = format!("[0 {before} {after} {rest}");
    let slot = shift(dictionary.byte_range);
    let slot = octets.get_mut(slot.start..slot.end).ok_or(PrepareError::FileTooLarge)?;
    if range.len() >= slot.len() || after.saturating_add(rest) > limits::pdf::FILE_OCTETS {
        return Err(PrepareError::FileTooLarge);
    }
    for (target, byte) in slot.iter_mut().zip(range.bytes()) {
        *target = byte;
    }
    Ok(Prepared { input, update: octets, hole, field_name: form.field_name })
}

impl Prepared<'_> {
    /// The octets to be digested, in order: the input, the update before the hole, the update after it.
    pub fn to_be_signed(&self) -> [&[u8]; 3] {
        [
            self.input,
            self.update.get(..self.hole.start).unwrap_or_default(),
            self.update.get(self.hole.end..).unwrap_or_default(),
        ]
    }

    /// Hands the octets to be digested to a hasher.
    pub fn digest_with(&self, mut sink: impl FnMut(&[u8])) {
        for region in self.to_be_signed() {
            sink(region);
        }
    }

    /// As [`Prepared::digest_with`], with the whole file as it will be but for the CMS: what [`Prepared::complete_copy`]
    /// wants. A piece is copied while the processor has it at hand, so that the copy costs little beside the digest.
    pub fn copy_while_digesting(&self, mut sink: impl FnMut(&[u8])) -> Vec<u8> {
        let mut file = Vec::with_capacity(self.input.len().saturating_add(self.update.len()));
        let hole = self.update.get(self.hole.start..self.hole.end).unwrap_or_default();
        let [input, before, after] = self.to_be_signed();
        for (region, unsigned) in [(input, Default::default()), (before, hole), (after, Default::default())] {
            for piece in region.chunks(COPIED_AT_ONCE) {
                sink(piece);
                file.extend_from_slice(piece);
            }
            file.extend_from_slice(unsigned);
        }
        file
    }

    /// Octets the CMS may have.
    pub const fn contents_capacity(&self) -> usize {
        self.hole.length().saturating_sub(2) / 2
    }

    /// The name the field got.
    pub fn field_name(&self) -> &str {
        &self.field_name
    }

    /// The whole signed file.
    ///
    /// # Errors
    /// [`PrepareError::CmsTooLarge`].
    pub fn complete(self, cms: &[u8]) -> Result<Vec<u8>, PrepareError> {
        let input = self.input;
        let update = self.complete_update(cms)?;
        let mut file = Vec::with_capacity(input.len().saturating_add(update.len()));
        file.extend_from_slice(input);
        file.extend_from_slice(&update);
        Ok(file)
    }

    /// The whole signed file, in the copy that [`Prepared::copy_while_digesting`] made.
    ///
    /// # Errors
    /// [`PrepareError::CmsTooLarge`].
    pub fn complete_copy(self, mut file: Vec<u8>, cms: &[u8]) -> Result<Vec<u8>, PrepareError> {
        self.fill(&mut file, self.input.len(), cms)?;
        Ok(file)
    }

    /// Only the octets that follow the input, for callers that copy the input themselves.
    ///
    /// # Errors
    /// [`PrepareError::CmsTooLarge`].
    pub fn complete_update(mut self, cms: &[u8]) -> Result<Vec<u8>, PrepareError> {
        let mut update = core::mem::take(&mut self.update);
        self.fill(&mut update, 0, cms)?;
        Ok(update)
    }

    /// Writes the digits of the CMS into the hole of the update, which begins at `update` in `octets`. Zeros stay behind
    /// them.
    fn fill(&self, octets: &mut [u8], update: usize, cms: &[u8]) -> Result<(), PrepareError> {
        let capacity = self.contents_capacity();
        let too_large = PrepareError::CmsTooLarge { capacity, length: cms.len() };
        if cms.len() > capacity {
            return Err(too_large);
        }
        let start = update.saturating_add(self.hole.start).saturating_add(1);
        let digits = start.saturating_add(cms.len().saturating_mul(2));
        let slot = octets.get_mut(start..digits).ok_or(too_large.clone())?;
        const_hex::encode_to_slice(cms, slot).map_err(|_| too_large)
    }
}

/// Octets that are digested and then copied: few enough to be in the nearest cache, and for the copy to drain while the
/// digest goes on.
const COPIED_AT_ONCE: usize = 4096;

struct DictionaryText {
    octets: Vec<u8>,
    byte_range: Span,
    contents: Span,
}

fn signature_dictionary(
    request: &SignatureFieldRequest<'_>,
    accepted: &[&str],
) -> Result<DictionaryText, PrepareError> {
    let filter = request.filter;
    let is_name = |byte: u8| byte.is_ascii_graphic() && !super::lexer::is_delimiter(byte) && byte != b'#';
    if filter.is_empty() || !filter.bytes().all(is_name) {
        return Err(PrepareError::FilterNotName);
    }
    if super::date::Date::parse(request.signing_time.as_bytes()).and_then(|date| date.offset).is_none() {
        return Err(PrepareError::SigningTimeMalformed);
    }
    if request.contents_capacity > limits::pdf::CONTENTS_OCTETS {
        return Err(PrepareError::CmsTooLarge {
            capacity: limits::pdf::CONTENTS_OCTETS,
            length: request.contents_capacity,
        });
    }
    let mut octets = format!("<</Type/Sig/Filter/{filter}/SubFilter/adbe.pkcs7.detached/Name").into_bytes();
    octets.extend(text_string::encode(request.name));
    if let Some(reason) = request.reason {
        octets.extend_from_slice(b"/Reason");
        octets.extend(text_string::encode(reason));
    }
    if !accepted.is_empty() {
        // Annex E: a third-class name, which no viewer gives a meaning to.
        octets.push(b'/');
        octets.extend_from_slice(ACCEPTED_FINDINGS.as_bytes());
        octets.push(b'[');
        for id in accepted {
            if !is_finding_id(id.as_bytes()) {
                return Err(PrepareError::AcceptedFindingMalformed);
            }
            octets.extend(format!("({id})").into_bytes());
        }
        octets.push(b']');
    }
    octets.extend_from_slice(b"/M");
    octets.extend(text_string::encode(request.signing_time));
    octets.extend_from_slice(b"/ByteRange");
    let start = octets.len();
    octets.push(b'[');
    // Three offsets of at most ten digits, a zero and the spaces between.
    octets.resize(octets.len().saturating_add(35), b' ');
    octets.push(b']');
    let byte_range = Span::new(start, octets.len());
    octets.extend_from_slice(b"/Contents");
    let start = octets.len();
    octets.push(b'<');
    octets.resize(octets.len().saturating_add(request.contents_capacity.saturating_mul(2)), b'0');
    octets.push(b'>');
    let contents = Span::new(start, octets.len());
    octets.extend_from_slice(b">>");
    Ok(DictionaryText { octets, byte_range, contents })
}

/// The key of the signature dictionary that names the findings an issuer accepted.
pub(super) const ACCEPTED_FINDINGS: &str = "XXKosekiAcceptedFindings";

/// Lower-case words, digits, hyphens and dots: what identifiers of rules are made of.
pub(super) fn is_finding_id(octets: &[u8]) -> bool {
    let sound = |octet: &u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || b".-".contains(octet);
    !octets.is_empty() && octets.len() <= 80 && octets.iter().all(sound)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FormState {
    Signed,
    Unsigned,
}

struct Form {
    field_name: String,
    state: FormState,
    /// The object of the `/Fields` array, when it has one of its own.
    fields_array: Option<ObjectId>,
}

/// Makes the field reachable from the AcroForm, which may be absent, direct or indirect.
fn add_to_form<'a>(
    tail: &Tail<'a>,
    update: &mut Update<'_, 'a>,
    (catalog_id, catalog): &(ObjectId, Located<'a>),
    field: &str,
    wanted: &str,
) -> Result<Form, PrepareError> {
    let malformed = PrepareError::FormMalformed;
    let dictionary = catalog.indirect.dictionary().ok_or(malformed.clone())?;
    match place(tail, dictionary, "AcroForm")? {
        Place::Absent(null) => {
            let number = update.reserve()?;
            update.add(number, format!("<</Fields[{field}]/SigFlags 3>>").into_bytes());
            match null {
                Some(span) => update.edit(*catalog_id, catalog, span, format!(" {number} 0 R").into_bytes()),
                None => {
                    let entry = format!("/AcroForm {number} 0 R");
                    update.insert_entry(*catalog_id, catalog, catalog.indirect.object.span, &entry);
                }
            }
            Ok(Form { field_name: wanted.to_owned(), state: FormState::Unsigned, fields_array: None })
        }
        Place::Direct(form) => merge_form(tail, update, *catalog_id, catalog, form, field, wanted),
        Place::Indirect(id, located) => {
            merge_form(tail, update, id, &located, &located.indirect.object, field, wanted)
        }
    }
}

fn merge_form<'a>(
    tail: &Tail<'a>,
    update: &mut Update<'_, 'a>,
    holder_id: ObjectId,
    holder: &Located<'a>,
    form: &Object,
    field: &str,
    wanted: &str,
) -> Result<Form, PrepareError> {
    let dictionary = form.as_dictionary().ok_or(PrepareError::FormMalformed)?;
    // SigFlags (12.7.2, Table 219): SignaturesExist and AppendOnly.
    match dictionary.get("SigFlags") {
        None => update.insert_entry(holder_id, holder, form.span, "/SigFlags 3"),
        Some(flags) => {
            let resolved = tail.resolve(flags)?.and_then(|(_, located)| located.indirect.object.as_integer());
            let old = flags.as_integer().or(resolved).unwrap_or_default();
            if flags.as_integer() != Some(old | 3) {
                update.edit(holder_id, holder, flags.span, format!(" {}", old | 3).into_bytes());
            }
        }
    }
    let list = |object: &Object| object.as_array().map(<[Object]>::to_vec).ok_or(PrepareError::FormMalformed);
    let (fields, fields_array) = match place(tail, dictionary, "Fields")? {
        Place::Absent(null) => {
            match null {
                Some(span) => update.edit(holder_id, holder, span, format!("[{field}]").into_bytes()),
                None => update.insert_entry(holder_id, holder, form.span, &format!("/Fields[{field}]")),
            }
            (Vec::new(), None)
        }
        Place::Direct(array) => {
            let fields = list(array)?;
            update.append_element(holder_id, holder, array.span, field);
            (fields, None)
        }
        Place::Indirect(id, located) => {
            let fields = list(&located.indirect.object)?;
            update.append_element(id, &located, located.indirect.object.span, field);
            (fields, Some(id))
        }
    };
    let (field_name, state) = unused_name(tail, &fields, wanted)?;
    Ok(Form { field_name, state, fields_array })
}

/// 12.7.3.2: siblings do not share a name. On the way it is seen whether one of them is a signature.
fn unused_name(
    tail: &Tail<'_>,
    fields: &[Object],
    wanted: &str,
) -> Result<(String, FormState), PrepareError> {
    let mut taken = HashSet::new();
    let mut state = FormState::Unsigned;
    for field in fields.iter().take(limits::pdf::TREE_NODES) {
        let Some((_, located)) = tail.resolve(field)? else { continue };
        let Some(dictionary) = located.indirect.dictionary() else { continue };
        if dictionary.is_name("FT", "Sig") && !matches!(place(tail, dictionary, "V")?, Place::Absent(_)) {
            state = FormState::Signed;
        }
        let Some(name) = dictionary.get("T") else { continue };
        let indirect = tail.resolve(name)?;
        let name = indirect.as_ref().map_or(name, |(_, located)| &located.indirect.object);
        taken.extend(name.as_string().and_then(text_string::decode));
    }
    if !taken.contains(wanted) {
        return Ok((wanted.to_owned(), state));
    }
    (2..=taken.len().saturating_add(2))
        .map(|number| format!("{wanted}-{number}"))
        .find(|name| !taken.contains(name))
        .map(|name| (name, state))
        .ok_or(PrepareError::FormMalformed)
}

/// Whether /Perms leads to a DocMDP signature with P 1: "No changes to the document are permitted" (12.8.2.2.2).
fn certified_without_changes(tail: &Tail<'_>, catalog: &Located<'_>) -> Result<bool, PrepareError> {
    let Some(dictionary) = catalog.indirect.dictionary() else { return Ok(false) };
    let mut current = dictionary.get("Perms").cloned();
    for key in ["DocMDP", "Reference", "TransformParams", "P"] {
        let Some(object) = current else { return Ok(false) };
        let object = match tail.resolve(&object)? {
            Some((_, located)) => located.indirect.object,
            None => object,
        };
        // /Reference is an array of dictionaries; the one with DocMDP stands first in practice, all are looked at.
        let holders = match object.as_array() {
            None => vec![object],
            Some(elements) => {
                let mut holders = Vec::new();
                for element in elements.iter().take(limits::pdf::SECTIONS) {
                    holders.push(
                        tail.resolve(element)?.map_or_else(|| element.clone(), |(_, it)| it.indirect.object),
                    );
                }
                holders
            }
        };
        current = holders
            .iter()
            .filter_map(Object::as_dictionary)
            .find_map(|dictionary| dictionary.get(key).cloned());
    }
    Ok(current.and_then(|object| object.as_integer()) == Some(1))
}

/// A page with its media box, own or inherited.
struct Leaf<'a> {
    id: ObjectId,
    located: Located<'a>,
    media_box: Option<Rectangle>,
}

/// A leaf of the page tree, counted from 1.
fn leaf<'a>(tail: &Tail<'a>, catalog: &Located<'a>, number: usize) -> Result<Leaf<'a>, PrepareError> {
    let pages = catalog.indirect.dictionary().and_then(|dictionary| dictionary.get("Pages"));
    let mut stack = vec![(pages.ok_or(PrepareError::NoPage)?.clone(), None)];
    let mut seen = HashSet::new();
    let mut passed = 0_usize;
    while let Some((node, inherited)) = stack.pop() {
        let Some((id, located)) = tail.resolve(&node)? else { continue };
        if !seen.insert(id.number) || seen.len() > limits::pdf::TREE_NODES {
            return Err(Error::PageTreeLoop { object: id }.into());
        }
        let dictionary = located.indirect.dictionary().ok_or(PrepareError::NoPage)?;
        let media_box = match place(tail, dictionary, "MediaBox")? {
            Place::Absent(_) => inherited,
            Place::Direct(array) => rectangle(array),
            Place::Indirect(_, array) => rectangle(&array.indirect.object),
        };
        let kids = match place(tail, dictionary, "Kids")? {
            Place::Absent(_) => None,
            Place::Direct(kids) => kids.as_array().map(<[Object]>::to_vec),
            Place::Indirect(_, kids) => kids.indirect.object.as_array().map(<[Object]>::to_vec),
        };
        match kids {
            Some(kids) if !dictionary.is_name("Type", "Page") => {
                stack.extend(kids.into_iter().rev().map(|kid| (kid, media_box)));
            }
            _ => {
                passed = passed.saturating_add(1);
                if passed == number {
                    return Ok(Leaf { id, located, media_box });
                }
            }
        }
    }
    Err(if passed == 0 {
        PrepareError::NoPage
    } else {
        PrepareError::PageMissing { page: number, pages: passed }
    })
}

/// 7.9.5: any two opposite corners. `None` where it is none; then nothing is said of what lies on it.
fn rectangle(array: &Object) -> Option<Rectangle> {
    let [left, bottom, right, top] = array.as_array()? else { return None };
    let [left, bottom, right, top] =
        [left.as_number()?, bottom.as_number()?, right.as_number()?, top.as_number()?];
    Some(Rectangle {
        left: left.min(right),
        bottom: bottom.min(top),
        right: left.max(right),
        top: bottom.max(top),
    })
}

/// Adds the widget to the annotations of the page.
fn add_to_page<'a>(
    tail: &Tail<'a>,
    update: &mut Update<'_, 'a>,
    (id, page): &(ObjectId, Located<'a>),
    fields_array: Option<ObjectId>,
    field: &str,
) -> Result<(), PrepareError> {
    let dictionary: &Dictionary = page.indirect.dictionary().ok_or(PrepareError::NoPage)?;
    match place(tail, dictionary, "Annots")? {
        Place::Absent(None) => {
            update.insert_entry(*id, page, page.indirect.object.span, &format!("/Annots[{field}]"));
        }
        Place::Absent(Some(span)) => update.edit(*id, page, span, format!("[{field}]").into_bytes()),
        Place::Direct(array) if array.as_array().is_some() => {
            update.append_element(*id, page, array.span, field);
        }
        // One array may serve as /Fields and /Annots; the field is in it already.
        Place::Indirect(array, _) if fields_array == Some(array) => {}
        Place::Indirect(array, located) if located.indirect.object.as_array().is_some() => {
            update.append_element(array, &located, located.indirect.object.span, field);
        }
        Place::Direct(_) | Place::Indirect(..) => return Err(PrepareError::FormMalformed),
    }
    Ok(())
}

impl From<Error> for PrepareError {
    fn from(error: Error) -> Self {
        Self::Read(error)
    }
}

impl fmt::Display for PrepareError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AcceptedFindingMalformed => {
                formatter.write_str("an accepted finding is not the identifier of a rule")
            }
            Self::AlreadySigned => formatter.write_str("the PDF is signed already"),
            Self::CertifiedWithoutChanges => formatter
                .write_str("a certification signature of the PDF permits no change, not even a signature"),
            Self::PageMissing { page, pages } => {
                write!(formatter, "there is no page {page}: the PDF has {pages}")
            }
            Self::SealOutsidePage => formatter.write_str("the stamp does not lie on its page"),
            Self::SealOverSignature => {
                formatter.write_str("a visible stamp would change what the earlier signature shows")
            }
            Self::CmsTooLarge { capacity, length } => {
                write!(formatter, "the CMS has {length} octets, but /Contents holds {capacity}")
            }
            Self::Encrypted => {
                formatter.write_str("the PDF is encrypted: take the encryption away before signing (to encrypt afterwards breaks the signature)")
            }
            Self::FileTooLarge => {
                formatter.write_str("the signed file would be larger than this writer reaches")
            }
            Self::FilterNotName => formatter.write_str("the filter is not a PDF name"),
            Self::FormMalformed => {
                formatter.write_str("the form or the annotations of the PDF are malformed")
            }
            Self::NoPage => formatter.write_str("the PDF has no page"),
            Self::Read(error) => error.fmt(formatter),
            Self::SigningTimeMalformed => {
                formatter.write_str("the signing time is not a PDF date with a time zone")
            }
            Self::TooManyObjects => formatter.write_str("the PDF has no object number left"),
        }
    }
}

impl core::error::Error for PrepareError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        if let Self::Read(error) = self { Some(error) } else { None }
    }
}
