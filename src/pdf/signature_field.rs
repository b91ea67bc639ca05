//! Signature fields (ISO 32000-1, 12.7.4.5) reached from the AcroForm, and their signature dictionaries (12.8.1).

use std::collections::HashSet;
use std::rc::Rc;

use super::date::Date;
use super::document::View;
use super::error::Error;
use super::object::{Dictionary, HexLayout, IndirectObject, Object, ObjectId, Origin, Span, Value};
use super::prepare;
use super::text_string;
use crate::limits;

/// A field of type `Sig`.
#[derive(Debug, Clone)]
pub struct SignatureField<'d> {
    /// The field's object.
    pub id: ObjectId,
    /// Its fully qualified name (12.7.3.2), as far as the names could be decoded.
    pub name: String,
    /// The value; `None` for a field nobody has signed yet.
    pub signature: Option<SignatureDictionary<'d>>,
}

/// A signature dictionary as it stands in the file.
#[derive(Debug, Clone, Copy)]
pub struct SignatureDictionary<'d> {
    view: View<'d>,
    holder: &'d IndirectObject,
    dictionary: &'d Dictionary,
    span: Span,
}

/// How the octets in `/Contents` are to be read (`/SubFilter`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubFilter {
    /// `adbe.pkcs7.detached`
    AdbePkcs7Detached,
    /// `ETSI.CAdES.detached`
    EtsiCadesDetached,
    /// `ETSI.RFC3161`: a document time-stamp.
    EtsiRfc3161,
}

/// `/Contents`, decoded.
#[derive(Debug, Clone, Copy)]
pub struct Contents<'d> {
    /// The token in the file, angle brackets included.
    pub span: Span,
    /// What the digits say, padding included.
    pub octets: &'d [u8],
    /// Whether white space stands between the digits.
    pub layout: HexLayout,
}

impl<'d> SignatureDictionary<'d> {
    /// The object that holds it: the value of the field, or the field when the dictionary is direct.
    pub const fn object(&self) -> ObjectId {
        self.holder.id
    }

    /// Where the dictionary stands, in the file or in its object stream.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Where its object begins in the file.
    pub const fn offset(&self) -> usize {
        self.holder.offset()
    }

    /// All entries with the spans of their values.
    pub const fn dictionary(&self) -> &'d Dictionary {
        self.dictionary
    }

    /// `/Type`, when it is there.
    pub fn type_name(&self) -> Option<&'d [u8]> {
        self.dictionary.name("Type")
    }

    /// `/Filter`.
    pub fn filter(&self) -> Option<&'d [u8]> {
        self.dictionary.name("Filter")
    }

    /// `/SubFilter` as it is written.
    pub fn sub_filter_name(&self) -> Option<&'d [u8]> {
        self.dictionary.name("SubFilter")
    }

    /// Whether type and encoding are what a signature has.
    ///
    /// # Errors
    /// [`Error::SignatureTypeWrong`], [`Error::SubFilterMissing`], [`Error::SubFilterUnknown`].
    pub fn sub_filter(&self) -> Result<SubFilter, Error> {
        let offset = self.offset();
        let sub_filter = match self.dictionary.get("SubFilter") {
            None => return Err(Error::SubFilterMissing { offset }),
            Some(object) => match object.as_name() {
                Some(b"adbe.pkcs7.detached") => SubFilter::AdbePkcs7Detached,
                Some(b"ETSI.CAdES.detached") => SubFilter::EtsiCadesDetached,
                Some(b"ETSI.RFC3161") => SubFilter::EtsiRfc3161,
                _ => return Err(Error::SubFilterUnknown { offset }),
            },
        };
        let expected: &[u8] = if sub_filter == SubFilter::EtsiRfc3161 { b"DocTimeStamp" } else { b"Sig" };
        match self.dictionary.get("Type").map(Object::as_name) {
            // 12.8.1: Type is optional; "if present, shall be Sig".
            None => Ok(sub_filter),
            Some(Some(name)) if name == expected => Ok(sub_filter),
            Some(_) => Err(Error::SignatureTypeWrong { offset }),
        }
    }

    /// `/Name`, decoded as a text string; `None` when absent or not decodable.
    pub fn name(&self) -> Option<String> {
        let name = self.view.entry(self.dictionary, "Name").ok()??;
        name.as_string().and_then(text_string::decode)
    }

    /// `/M` as it is written.
    pub fn signing_time_text(&self) -> Option<&'d [u8]> {
        self.view.entry(self.dictionary, "M").ok()??.as_string()
    }

    /// `/M` as a date; `None` when absent or malformed.
    pub fn signing_time(&self) -> Option<Date> {
        self.signing_time_text().and_then(Date::parse)
    }

    /// Identifiers of the findings about the input that the issuer accepted when signing, as this library writes them
    /// ([`super::SignatureFieldOptions`]). What is not such an identifier is left out.
    pub fn accepted_findings(&self) -> Vec<&'d str> {
        let value = self.view.entry(self.dictionary, prepare::ACCEPTED_FINDINGS).ok().flatten();
        let elements = value.and_then(Object::as_array).unwrap_or_default().iter();
        let ids = elements.take(limits::pdf::ACCEPTED_FINDINGS).filter_map(Object::as_string);
        ids.filter(|id| prepare::is_finding_id(id)).filter_map(|id| core::str::from_utf8(id).ok()).collect()
    }

    /// `/Contents`, which must be a hexadecimal string token in the file itself.
    ///
    /// # Errors
    /// One variant for each way it can be wrong.
    pub fn contents(&self) -> Result<Contents<'d>, Error> {
        if let Origin::ObjectStream { offset, .. } = self.holder.origin
            && self.dictionary.get("Contents").is_some()
        {
            return Err(Error::ContentsInObjectStream { offset });
        }
        contents_of(self.dictionary, self.offset())
    }
}

/// `/Contents` of a dictionary that stands in the file, in the object at `holder`.
pub(super) fn contents_of(dictionary: &Dictionary, holder: usize) -> Result<Contents<'_>, Error> {
    let object = dictionary.get("Contents").ok_or(Error::ContentsMissing { offset: holder })?;
    let offset = object.span.start;
    let string = match &object.value {
        Value::HexString(string) => string,
        Value::LiteralString(_) => return Err(Error::ContentsLiteralString { offset }),
        Value::Null => return Err(Error::ContentsNull { offset }),
        Value::Reference(_) => return Err(Error::ContentsIndirect { offset }),
        Value::Name(_) => return Err(Error::ContentsWithoutValue { offset }),
        _ => return Err(Error::ContentsNotString { offset }),
    };
    if string.digits == 0 {
        return Err(Error::ContentsEmpty { offset });
    }
    if string.octets.iter().all(|octet| *octet == 0) {
        return Err(Error::ContentsAllZero { offset });
    }
    if !string.digits.is_multiple_of(2) {
        return Err(Error::ContentsOddDigits { offset });
    }
    if string.octets.len() > limits::pdf::CONTENTS_OCTETS {
        return Err(Error::ContentsTooLarge { offset, octets: string.octets.len() });
    }
    Ok(Contents { span: object.span, octets: &string.octets, layout: string.layout })
}

impl<'d> View<'d> {
    /// The signature fields, in the order of the form.
    ///
    /// # Errors
    /// When the field tree has loops or is too deep, or when a dictionary looks like a signature but no field
    /// leads to it.
    pub fn signature_fields(self) -> Result<Vec<SignatureField<'d>>, Error> {
        let (_, catalog) = self.catalog()?;
        let mut found = Vec::new();
        if let Some(form) = self.entry(catalog, "AcroForm")? {
            let offset = form.span.start;
            let form = form.as_dictionary().ok_or(Error::FormMalformed { offset })?;
            if let Some(fields) = self.entry(form, "Fields")? {
                let fields = fields.as_array().ok_or(Error::FormMalformed { offset })?;
                self.walk_fields(fields, &mut found)?;
            }
        }
        self.refuse_unreached(&found)?;
        Ok(found)
    }

    fn walk_fields(self, roots: &'d [Object], found: &mut Vec<SignatureField<'d>>) -> Result<(), Error> {
        #[derive(Clone)]
        struct Inherited<'d> {
            kind: Option<&'d [u8]>,
            value: Option<(&'d Object, &'d IndirectObject)>,
            name: Rc<str>,
            depth: usize,
        }
        let start = Inherited { kind: None, value: None, name: Rc::from(""), depth: 0 };
        let mut octets_left = limits::pdf::FIELD_NAMES_OCTETS;
        let mut stack: Vec<(ObjectId, Inherited<'d>)> = Vec::new();
        let push = |stack: &mut Vec<(ObjectId, Inherited<'d>)>, kids: &'d [Object], from: &Inherited<'d>| {
            for kid in kids.iter().rev() {
                // 12.7.3.1: fields are indirect objects.
                let id = kid.as_reference().ok_or(Error::FieldNotIndirect { offset: kid.span.start })?;
                stack.push((id, from.clone()));
            }
            if stack.len() > limits::pdf::TREE_NODES { Err(Error::FieldTreeTooLarge) } else { Ok(()) }
        };
        push(&mut stack, roots, &start)?;
        let mut seen = HashSet::new();
        while let Some((id, mut inherited)) = stack.pop() {
            if !seen.insert(id.number) {
                return Err(Error::FieldTreeLoop { object: id });
            }
            if inherited.depth > limits::pdf::TREE_DEPTH || seen.len() > limits::pdf::TREE_NODES {
                return Err(Error::FieldTreeTooLarge);
            }
            let Some(holder) = self.object(id) else { continue };
            let dictionary = holder.dictionary().ok_or(Error::FormMalformed { offset: holder.offset() })?;
            if let Some(kind) = self.entry(dictionary, "FT")? {
                inherited.kind = kind.as_name();
            }
            if let Some(value) = dictionary.get("V").filter(|value| !value.is_null()) {
                inherited.value = Some((value, holder));
            }
            if let Some(part) = self.entry(dictionary, "T")?.and_then(Object::as_string) {
                // Kids share the name they inherit; only a name that grows costs octets.
                let length = inherited.name.len().saturating_add(part.len()).saturating_add(1);
                if length > limits::pdf::FIELD_NAME_OCTETS {
                    return Err(Error::FieldTreeTooLarge);
                }
                octets_left = octets_left.checked_sub(length).ok_or(Error::FieldTreeTooLarge)?;
                let part = text_string::decode(part).unwrap_or_default();
                inherited.name = if inherited.name.is_empty() {
                    Rc::from(part)
                } else {
                    Rc::from(format!("{}.{part}", inherited.name))
                };
            }
            inherited.depth = inherited.depth.saturating_add(1);
            let kids = self.entry(dictionary, "Kids")?;
            let kids =
                kids.map(|kids| kids.as_array().ok_or(Error::FormMalformed { offset: kids.span.start }));
            let kids = kids.transpose()?.unwrap_or_default();
            // Kids with /T are fields; without, they are the widgets of this field (12.7.3.1).
            let is_field = |kid: &Object| {
                kid.as_reference()
                    .and_then(|id| self.object(id))
                    .and_then(IndirectObject::dictionary)
                    .is_some_and(|kid| kid.get("T").is_some())
            };
            if kids.iter().any(is_field) {
                push(&mut stack, kids, &inherited)?;
            } else if inherited.kind == Some(b"Sig") {
                octets_left =
                    octets_left.checked_sub(inherited.name.len()).ok_or(Error::FieldTreeTooLarge)?;
                let signature = match inherited.value {
                    None => None,
                    Some((value, holder)) => self.signature_dictionary(value, holder)?,
                };
                found.push(SignatureField { id, name: inherited.name.to_string(), signature });
            }
        }
        Ok(())
    }

    fn signature_dictionary(
        self,
        value: &'d Object,
        field: &'d IndirectObject,
    ) -> Result<Option<SignatureDictionary<'d>>, Error> {
        let (object, holder) = match value.value {
            Value::Reference(id) => match self.object(id) {
                None => return Ok(None),
                Some(holder) => (&holder.object, holder),
            },
            _ => (value, field),
        };
        match &object.value {
            Value::Null => Ok(None),
            Value::Dictionary(dictionary) if holder.stream.is_none() => {
                Ok(Some(SignatureDictionary { view: self, holder, dictionary, span: object.span }))
            }
            _ => Err(Error::SignatureNotDictionary { offset: object.span.start }),
        }
    }

    /// A dictionary with `/ByteRange` beside `/Contents`, of type `Sig`, or named by `/Perms`, that no field leads to: other
    /// readers may show it as the signature.
    fn refuse_unreached(self, found: &[SignatureField<'d>]) -> Result<(), Error> {
        let reached: HashSet<u32> = found
            .iter()
            .filter_map(|field| field.signature.as_ref())
            .map(|signature| signature.object().number)
            .collect();
        for object in self.objects() {
            let Some(dictionary) = object.dictionary() else { continue };
            let kind = self.entry(dictionary, "Type")?.and_then(Object::as_name);
            let looks = (dictionary.get("ByteRange").is_some() && dictionary.get("Contents").is_some())
                || matches!(kind, Some(b"Sig" | b"DocTimeStamp"));
            if looks && !reached.contains(&object.id.number) {
                return Err(Error::SignatureUnreachable { offset: object.offset(), object: object.id });
            }
        }
        // 12.8.4: what /Perms names is a signature whatever it looks like.
        let (root, catalog) = self.catalog()?;
        let granted = self.dictionary(catalog, "Perms")?.map(Dictionary::entries).unwrap_or_default();
        for entry in granted {
            let object = entry.value.as_reference().unwrap_or(root);
            if !self.resolve(&entry.value)?.is_null() && !reached.contains(&object.number) {
                let offset = self.object(object).map_or(0, IndirectObject::offset);
                return Err(Error::SignatureUnreachable { offset, object });
            }
        }
        Ok(())
    }
}
