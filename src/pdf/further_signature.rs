//! Whether what a later revision puts into a signature field is a signature of that revision (ISO 32000-1, 12.8.1).
//!
//! Whether its digest and its value are right is not asked here: this reader reads no CMS.

use super::document::View;
use super::object::{Dictionary, Object, Value};
use super::signature_field::SignatureDictionary;
use super::signed_bytes::SignedBytes;
use super::{prepare, walk};

/// Table 252, and the key of this library's own.
const KEYS: [&str; 18] = [
    "ByteRange",
    "Cert",
    "Changes",
    "ContactInfo",
    "Contents",
    "Filter",
    "Location",
    "M",
    "Name",
    "Prop_AuthTime",
    "Prop_AuthType",
    "Prop_Build",
    "R",
    "Reason",
    "SubFilter",
    "Type",
    "V",
    prepare::ACCEPTED_FINDINGS,
];

/// Table 253.
const REFERENCE_KEYS: [&str; 7] =
    ["Data", "DigestLocation", "DigestMethod", "DigestValue", "TransformMethod", "TransformParams", "Type"];

/// Numbers of the objects the signature dictionary consists of besides its own; `None` when it is no signature whose
/// `/ByteRange` covers all of `view`'s revision, or when it leads to something that belongs to none.
pub(super) fn parts(old: View<'_>, view: View<'_>, signature: &SignatureDictionary<'_>) -> Option<Vec<u32>> {
    signature.sub_filter().ok()?;
    let bytes = SignedBytes::new(view.document(), signature).ok()?;
    if bytes.coverage().revision() != view.revision() {
        return None;
    }
    let mut parts = Vec::new();
    for entry in signature.dictionary().entries() {
        if entry.key == b"Reference" {
            let references = entry.value.as_array()?;
            if !references.iter().all(|reference| is_sound_reference(old, reference)) {
                return None;
            }
        } else if !KEYS.iter().any(|key| entry.key == key.as_bytes()) {
            return None;
        } else if let Some(id) = entry.value.as_reference() {
            let held = view.object(id).filter(|held| held.stream.is_none())?;
            if matches!(held.object.value, Value::Array(_) | Value::Dictionary(_) | Value::Reference(_)) {
                return None;
            }
            parts.push(id.number);
        } else if !is_inert(&entry.value) {
            return None;
        }
    }
    Some(parts)
}

/// Table 253: only `/Data` refers to anything, to an object that was there before.
fn is_sound_reference(old: View<'_>, reference: &Object) -> bool {
    reference.as_dictionary().is_some_and(|reference| {
        reference.entries().iter().all(|entry| {
            let known = REFERENCE_KEYS.iter().any(|key| entry.key == key.as_bytes());
            let is_known_data =
                entry.key == b"Data" && entry.value.as_reference().is_some_and(|id| old.object(id).is_some());
            known && (is_known_data || is_inert(&entry.value))
        })
    })
}

/// Nothing is led to and nothing acts.
fn is_inert(value: &Object) -> bool {
    let mut acts = false;
    walk::dictionaries(value, &mut |dictionary: &Dictionary| {
        acts |= ["A", "AA", "EF", "JS"].iter().any(|key| dictionary.get(key).is_some());
    });
    !acts && walk::references(value).is_empty()
}
