//! What a later revision may bring along in the catalog besides the form: the document security store and the
//! extensions that announce it, each of exactly its form (ETSI EN 319 142-1, 5.4.2.2; ISO 32000-1, 7.12).

use std::collections::HashSet;

use super::document::View;
use super::object::{Dictionary, Object, Value};
use super::walk;
use crate::limits::Budget;

/// Numbers of the objects a store consists of.
#[derive(Debug, Default)]
pub(super) struct SecurityStore {
    /// Dictionaries, arrays, and the other values with an object of their own.
    pub(super) holders: HashSet<u32>,
    /// Certificates, revocation lists, OCSP responses and time-stamps.
    pub(super) streams: HashSet<u32>,
}

/// Why a store was not followed to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has something that a store has not.
    Malformed,
    /// It would cost too much.
    TooLarge,
}

impl SecurityStore {
    /// The store that is the value of `/DSS`, every value of it followed.
    pub(super) fn read(view: View<'_>, value: &Object, budget: &mut Budget) -> Result<Self, Fault> {
        let mut reading = Reading { view, store: Self::default(), budget };
        let store = reading.held(value)?.as_dictionary().ok_or(Fault::Malformed)?;
        for entry in store.entries() {
            match entry.key.as_slice() {
                b"Type" if entry.value.as_name() == Some(b"DSS") => {}
                b"Certs" | b"CRLs" | b"OCSPs" => reading.streams(&entry.value)?,
                b"VRI" => reading.per_signature(&entry.value)?,
                _ => return Err(Fault::Malformed),
            }
        }
        Ok(reading.store)
    }
}

struct Reading<'d, 'b> {
    view: View<'d>,
    store: SecurityStore,
    budget: &'b mut Budget,
}

impl<'d> Reading<'d, '_> {
    fn pay(&mut self) -> Result<(), Fault> {
        // Looking up an object asks one revision after the other.
        let steps = u64::try_from(self.view.revision()).unwrap_or(u64::MAX).saturating_add(1);
        self.budget.spend(steps).map_err(|_| Fault::TooLarge)
    }

    /// The value itself, or what the object that it names holds.
    fn held<'v>(&mut self, value: &'v Object) -> Result<&'v Object, Fault>
    where
        'd: 'v,
    {
        self.pay()?;
        let Some(id) = value.as_reference() else { return Ok(value) };
        let holder = self.view.object(id).filter(|holder| holder.stream.is_none()).ok_or(Fault::Malformed)?;
        self.store.holders.insert(id.number);
        Ok(&holder.object)
    }

    fn per_signature(&mut self, value: &Object) -> Result<(), Fault> {
        let signatures = self.held(value)?.as_dictionary().ok_or(Fault::Malformed)?;
        for signature in signatures.entries() {
            if signature.key == b"Type" && signature.value.as_name() == Some(b"VRI") {
                continue;
            }
            let related = self.held(&signature.value)?.as_dictionary().ok_or(Fault::Malformed)?;
            for entry in related.entries() {
                match entry.key.as_slice() {
                    b"Type" if entry.value.as_name() == Some(b"VRI") => {}
                    b"Cert" | b"CRL" | b"OCSP" => self.streams(&entry.value)?,
                    b"TS" => self.stream(&entry.value)?,
                    b"TU" if self.held(&entry.value)?.as_string().is_some() => {}
                    _ => return Err(Fault::Malformed),
                }
            }
        }
        Ok(())
    }

    fn streams(&mut self, value: &Object) -> Result<(), Fault> {
        let elements = self.held(value)?.as_array().ok_or(Fault::Malformed)?;
        elements.iter().try_for_each(|element| self.stream(element))
    }

    /// A reference to a stream that says nothing but how it is encoded.
    fn stream(&mut self, value: &Object) -> Result<(), Fault> {
        self.pay()?;
        let id = value.as_reference().ok_or(Fault::Malformed)?;
        let stream = self.view.object(id).filter(|stream| stream.stream.is_some()).ok_or(Fault::Malformed)?;
        if !self.store.streams.insert(id.number) {
            return Ok(());
        }
        for entry in stream.dictionary().map(Dictionary::entries).unwrap_or_default() {
            let sound = match entry.key.as_slice() {
                b"Length" => self.held(&entry.value)?.as_offset().is_some(),
                b"DecodeParms" | b"Filter" => walk::references(&entry.value).is_empty(),
                _ => false,
            };
            if !sound {
                return Err(Fault::Malformed);
            }
        }
        Ok(())
    }
}

/// Whether the extensions are those there were, and new or raised ones of Adobe and ETSI: "all shall be direct objects"
/// (7.12.1), and nothing stands in them but a base version and a level.
pub(super) fn are_sound_extensions(old: Option<&Object>, new: Option<&Object>) -> bool {
    if old == new {
        return true;
    }
    static NONE: Dictionary = Dictionary::EMPTY;
    let dictionary = |value: Option<&Object>| match value.map(|value| &value.value) {
        None | Some(Value::Null) => Some(NONE.clone()),
        Some(Value::Dictionary(dictionary)) => Some(dictionary.clone()),
        Some(_) => None,
    };
    let (Some(old), Some(new)) = (dictionary(old), dictionary(new)) else { return false };
    let stays = |key: &[u8]| new.entries().iter().any(|entry| entry.key == key);
    old.entries().iter().all(|entry| stays(&entry.key))
        && new.entries().iter().all(|entry| {
            let before = old.entries().iter().find(|before| before.key == entry.key);
            before.is_some_and(|before| before.value == entry.value)
                || (entry.key == b"Type" && entry.value.as_name() == Some(b"Extensions"))
                || (matches!(entry.key.as_slice(), b"ADBE" | b"ESIC") && is_sound_extension(&entry.value))
        })
}

fn is_sound_extension(value: &Object) -> bool {
    value.as_dictionary().is_some_and(|extension| {
        ["BaseVersion", "ExtensionLevel"].into_iter().all(|key| extension.get(key).is_some())
            && extension.entries().iter().all(|entry| match entry.key.as_slice() {
                b"Type" => entry.value.as_name() == Some(b"DeveloperExtensions"),
                b"BaseVersion" => entry.value.as_name().and_then(super::scan::Version::parse).is_some(),
                b"ExtensionLevel" => entry.value.as_offset().is_some(),
                _ => false,
            })
    })
}
