//! What koseki read, written anew as a file that nobody can read in two ways.
//!
//! A viewer must show the same for this file as for the one it was read from; where it does not, the viewer saw in the
//! original what koseki did not. So nothing of the original's syntax is kept, and everything koseki decides is written as decided:
//! one table of cross-references, direct lengths, references that lead nowhere as `null`, chains of references by their
//! end, pages as children of one node with what they inherit, data of streams without its filters. Only objects that the trailer
//! leads to are written.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use koseki::pdf::{
    Dictionary, Document, Error, IndirectObject, Object, ObjectId, SignedBytes, SubFilter, Value, View,
};

/// Some viewers keep a table up to the largest number and fail where that is far; such objects get another.
const LARGEST_NUMBER: u32 = 100_000;
/// More than any stream of a register has.
const DECODED_OCTETS: usize = 64 << 20;
/// What a page takes from the nodes above it (ISO 32000-1, table 30), besides its resources.
const INHERITED: [&str; 3] = ["MediaBox", "CropBox", "Rotate"];

/// Writes the revision that the first signature covers, or the latest where nothing is signed.
///
/// # Errors
/// Those of koseki's reader.
pub(crate) fn rewrite(source: &[u8]) -> Result<Vec<u8>, Error> {
    let document = Document::parse(source)?;
    let view = match signed_revision(&document)? {
        Some(revision) => document.after(revision).unwrap_or_else(|| document.latest()),
        None => document.latest(),
    };
    Writer::new(view)?.write()
}

fn signed_revision(document: &Document<'_>) -> Result<Option<usize>, Error> {
    let mut covered = Vec::new();
    for signature in document.latest().signature_fields()?.iter().filter_map(|field| field.signature) {
        if signature.sub_filter()? != SubFilter::EtsiRfc3161 {
            covered.push(SignedBytes::new(document, &signature)?.coverage().revision());
        }
    }
    Ok(covered.into_iter().min())
}

struct Writer<'d> {
    view: View<'d>,
    /// The node that becomes the parent of all pages.
    tree: ObjectId,
    /// The pages in reading order.
    order: Vec<ObjectId>,
    /// What a page has of its own and from above, by its number.
    pages: HashMap<u32, PageParts<'d>>,
    /// Numbers that had to change.
    renamed: HashMap<u32, u32>,
    next: u32,
    queue: VecDeque<ObjectId>,
    queued: HashSet<u32>,
}

#[derive(Clone)]
struct PageParts<'d> {
    contents: Vec<ObjectId>,
    inherited: Vec<(&'d str, &'d Object)>,
}

impl<'d> Writer<'d> {
    fn new(view: View<'d>) -> Result<Self, Error> {
        let (id, catalog) = view.catalog()?;
        let tree = catalog.reference("Pages").ok_or(Error::PageTreeMalformed { offset: 0 })?;
        let known = view.pages()?;
        let mut pages = HashMap::new();
        for page in &known {
            let contents = view.contents(page)?.iter().map(|stream| stream.id).collect();
            let inherited = page.resources.map(|object| ("Resources", object)).into_iter().collect();
            pages.insert(page.id.number, PageParts { contents, inherited });
        }
        let next =
            view.objects().map(|object| object.id.number).filter(|number| *number <= LARGEST_NUMBER).max();
        let mut writer = Self {
            view,
            tree,
            order: known.iter().map(|page| page.id).collect(),
            pages,
            renamed: HashMap::new(),
            next: next.map_or(1, |number| number + 1),
            queue: VecDeque::from([id]),
            queued: HashSet::from([id.number]),
        };
        writer.inherit()?;
        Ok(writer)
    }

    /// Goes down the tree as `View::pages` does, for what it does not tell.
    fn inherit(&mut self) -> Result<(), Error> {
        let mut stack = vec![(self.tree, [None; INHERITED.len()])];
        while let Some((id, mut inherited)) = stack.pop() {
            let Some(node) = self.view.object(id).and_then(IndirectObject::dictionary) else { continue };
            for (slot, key) in inherited.iter_mut().zip(INHERITED) {
                if self.view.entry(node, key)?.is_some() {
                    *slot = node.get(key);
                }
            }
            if let Some(page) = self.pages.get_mut(&id.number) {
                let found = INHERITED.into_iter().zip(inherited);
                page.inherited.extend(found.filter_map(|(key, value)| Some((key, value?))));
                continue;
            }
            let kids = self.view.entry(node, "Kids")?.and_then(Object::as_array).unwrap_or_default();
            stack.extend(kids.iter().filter_map(Object::as_reference).map(|kid| (kid, inherited)));
        }
        Ok(())
    }

    fn write(mut self) -> Result<Vec<u8>, Error> {
        let trailer = self.view.trailer().cloned().unwrap_or_default();
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut ends = Vec::new();
        for key in ["Root", "Info", "ID"] {
            if let Some(value) = trailer.get(key) {
                ends.extend(name(key.as_bytes()));
                ends.push(b' ');
                self.value(value, &mut ends)?;
            }
        }
        let mut places = BTreeMap::new();
        while let Some(id) = self.queue.pop_front() {
            let Some(object) = self.view.object(id) else { continue };
            let number = self.number(id.number);
            places.insert(number, out.len());
            out.extend(format!("{number} 0 obj\n").into_bytes());
            self.object(object, &mut out)?;
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        out.extend(b"xref\n0 1\n0000000000 65535 f \n");
        for (number, place) in &places {
            out.extend(format!("{number} 1\n{place:010} 00000 n \n").into_bytes());
        }
        let size = places.keys().next_back().map_or(1, |number| number + 1);
        out.extend(format!("trailer\n<</Size {size}").into_bytes());
        out.extend(ends);
        out.extend(format!(">>\nstartxref\n{start}\n%%EOF\n").into_bytes());
        Ok(out)
    }

    fn object(&mut self, object: &IndirectObject, out: &mut Vec<u8>) -> Result<(), Error> {
        if object.id == self.tree {
            let count = self.order.len();
            out.extend(format!("<</Type/Pages/Count {count}/Kids[").into_bytes());
            for id in self.order.clone() {
                self.reference(id, out);
            }
            out.extend(b"]>>");
            return Ok(());
        }
        match (object.dictionary(), object.stream, self.pages.get(&object.id.number).cloned()) {
            (Some(dictionary), None, Some(mine)) => {
                out.extend(b"<<");
                let replaced = ["Contents", "Kids", "Parent", "Resources"].into_iter().chain(INHERITED);
                self.entries(dictionary, &replaced.collect::<Vec<_>>(), out)?;
                out.extend(b"/Parent ");
                self.reference(self.tree, out);
                out.extend(b"/Contents[");
                for id in mine.contents {
                    self.reference(id, out);
                }
                out.push(b']');
                for (key, value) in mine.inherited {
                    out.extend(name(key.as_bytes()));
                    out.push(b' ');
                    self.value(value, out)?;
                }
                out.extend(b">>");
            }
            (Some(dictionary), Some(data), _) => {
                let stored = data.of(self.view.document().source());
                let decoded = self.view.stream_data(object, DECODED_OCTETS);
                let (data, replaced) = match &decoded {
                    // Data of images stays as stored: koseki does not read it.
                    Ok(decoded) if !dictionary.is_name("Subtype", "Image") => {
                        (decoded.as_slice(), &["Length", "Filter", "DecodeParms", "F", "DP"][..])
                    }
                    _ => (stored, &["Length"][..]),
                };
                out.extend(b"<<");
                self.entries(dictionary, replaced, out)?;
                out.extend(format!("/Length {}>>stream\n", data.len()).into_bytes());
                out.extend(data);
                out.extend(b"\nendstream");
            }
            _ => self.value(&object.object, out)?,
        }
        Ok(())
    }

    fn entries(&mut self, dictionary: &Dictionary, without: &[&str], out: &mut Vec<u8>) -> Result<(), Error> {
        for entry in dictionary.entries() {
            if !without.iter().any(|key| key.as_bytes() == entry.key) && !self.is_null(&entry.value)? {
                out.extend(name(&entry.key));
                out.push(b' ');
                self.value(&entry.value, out)?;
            }
        }
        Ok(())
    }

    /// `null` is as good as absent (7.3.9), also behind a reference.
    fn is_null(&self, object: &Object) -> Result<bool, Error> {
        let mut current = object;
        while let Some(id) = current.as_reference() {
            match self.view.object(id) {
                Some(next) if next.object.as_reference() != Some(id) => current = &next.object,
                _ => return Ok(true),
            }
        }
        Ok(current.is_null())
    }

    fn value(&mut self, object: &Object, out: &mut Vec<u8>) -> Result<(), Error> {
        match &object.value {
            Value::Array(elements) => {
                out.push(b'[');
                for element in elements {
                    self.value(element, out)?;
                    out.push(b' ');
                }
                out.push(b']');
            }
            Value::Boolean(value) => out.extend(value.to_string().into_bytes()),
            Value::Dictionary(dictionary) => {
                out.extend(b"<<");
                self.entries(dictionary, &[], out)?;
                out.extend(b">>");
            }
            Value::HexString(string) => hexadecimal(&string.octets, out),
            // Larger than any that 64 bits hold: which one it was makes no difference to koseki.
            Value::HugeInteger => out.extend(b"99999999999999999999"),
            Value::Integer(value) => out.extend(value.to_string().into_bytes()),
            Value::LiteralString(octets) => hexadecimal(octets, out),
            Value::Name(octets) => out.extend(name(octets)),
            Value::Null => out.extend(b"null"),
            // A real stays one, also where it is whole: some entries are integers, and viewers part on others.
            Value::Real(value) if value.fract() == 0.0 => out.extend(format!("{value}.0").into_bytes()),
            Value::Real(value) => out.extend(value.to_string().into_bytes()),
            Value::Reference(id) if self.is_null(object)? => {
                let _ = id;
                out.extend(b"null");
            }
            Value::Reference(id) => {
                let mut end = *id;
                while let Some(next) = self.view.object(end).and_then(|object| object.object.as_reference()) {
                    end = next;
                }
                self.reference(end, out);
            }
        }
        Ok(())
    }

    fn reference(&mut self, id: ObjectId, out: &mut Vec<u8>) {
        if self.queued.insert(id.number) {
            self.queue.push_back(id);
        }
        let number = self.number(id.number);
        out.extend(format!("{number} 0 R ").into_bytes());
    }

    fn number(&mut self, number: u32) -> u32 {
        if number <= LARGEST_NUMBER {
            return number;
        }
        *self.renamed.entry(number).or_insert_with(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

/// With everything but letters and digits as `#xx`.
fn name(octets: &[u8]) -> Vec<u8> {
    let mut out = vec![b'/'];
    for octet in octets {
        if octet.is_ascii_alphanumeric() {
            out.push(*octet);
        } else {
            out.extend(format!("#{octet:02X}").into_bytes());
        }
    }
    out
}

fn hexadecimal(octets: &[u8], out: &mut Vec<u8>) {
    out.push(b'<');
    for octet in octets {
        out.extend(format!("{octet:02X}").into_bytes());
    }
    out.push(b'>');
}
