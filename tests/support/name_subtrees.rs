//! Name constraints of RFC 5280, 4.2.1.10 over small models: which names lie in which subtree, label by label and bit by
//! bit, and the library's answer about the same model as certificates.
//!
//! The oracle works on lists of labels and bits where the library works on strings and octets. What it must agree on is
//! the verdict alone.
#![allow(dead_code, unreachable_pub, reason = "tests and fuzz targets use their own parts")]

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, Name, PathOutcome, PathRequest, Purpose, RevocationMode, TrustAnchor, validate,
};
use koseki::test_pki::{Attribute, CertificateBuilder, DistinguishedName, Key, StringType, Validity, der};
use koseki::time::Time;

/// A general name, as a subtree's base or as a certificate's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum General {
    /// Labels from the left; a base may begin with an empty one, which is written as a leading dot.
    Dns(Vec<String>),
    /// Mailbox; a base may lack the local part, and begin with a dot then.
    Mail(Option<String>, Vec<String>),
    /// The host of a URI; as a base, the host or a domain with a leading dot.
    Uri(Vec<String>),
    /// Address; as a base, address and mask.
    Ip(Vec<u8>, Vec<u8>),
    /// Organization and units under C=JP; the flag chooses UTF8String.
    Directory(Vec<String>, bool),
    /// registeredID, which nobody compares.
    Registered(u8),
}

/// One or two CAs' subtrees and the target's names.
#[derive(Debug, Clone)]
pub struct Model {
    /// For each CA: permitted and excluded subtrees.
    pub constraints: Vec<(Vec<General>, Vec<General>)>,
    /// The target's alternative names; its subject has none of the constrained attributes but these.
    pub names: Vec<General>,
    /// Attributes of the subject below C=JP; none: an empty subject.
    pub subject: Option<Vec<String>>,
}

impl Model {
    /// Reads a model; octets that are missing are zero.
    pub fn from_octets(octets: &[u8]) -> Self {
        let mut octets = octets.iter().copied().chain(std::iter::repeat(0));
        let mut next = move || octets.next().unwrap_or(0);
        let authorities = usize::from(next()) % 2 + 1;
        let mut constraints = Vec::new();
        for _ in 0..authorities {
            let counts = next();
            let permitted = (0..counts % 4).map(|_| general(&mut next, true)).collect();
            let excluded = (0..(counts >> 4) % 4).map(|_| general(&mut next, true)).collect();
            constraints.push((permitted, excluded));
        }
        let names = (0..next() % 4).map(|_| general(&mut next, false)).collect();
        let subject = (next() % 4 != 0).then(|| labels(&mut next, 3));
        Self { constraints, names, subject }
    }

    /// Whether every name is allowed.
    pub fn allowed(&self) -> bool {
        let mut names = self.names.clone();
        if let Some(subject) = &self.subject {
            names.push(General::Directory(subject.clone(), false));
        }
        self.constraints.iter().all(|(permitted, excluded)| {
            names.iter().all(|name| {
                let same = |base: &&General| std::mem::discriminant(*base) == std::mem::discriminant(name);
                let permitted: Vec<_> = permitted.iter().filter(same).collect();
                let excluded: Vec<_> = excluded.iter().filter(same).collect();
                if matches!(name, General::Registered(_)) {
                    return permitted.is_empty() && excluded.is_empty();
                }
                let inside = |base: &&General| lies_within(name, base);
                (permitted.is_empty() || permitted.iter().any(inside)) && !excluded.iter().any(inside)
            })
        })
    }

    /// What the library says of it, with certificates signed by `keys`: the anchor's, and one for each certificate.
    ///
    /// All CAs have one name and are self-issued, so that no subtree forbids them.
    pub fn accepted(&self, keys: &[Key]) -> bool {
        let validity = Validity { not_before: moment(-1_000), not_after: moment(1_000) };
        let authority = DistinguishedName::new().printable(Attribute::Locality, "Authority");
        let sign = |builder: CertificateBuilder, key: &Key| {
            Certificate::parse(&builder.sign(key.signer()).expect("signs")).expect("what was built is read")
        };
        let mut certificates = Vec::new();
        for (index, (permitted, excluded)) in self.constraints.iter().enumerate() {
            let key = keys[index + 1].spki();
            let mut builder =
                CertificateBuilder::new(&authority, key, &authority, index as u64 + 1, validity)
                    .authority(None);
            let list = |tag: u8, bases: &[General]| {
                let subtrees: Vec<Vec<u8>> =
                    bases.iter().map(|base| der::sequence(&[&base.der(true)])).collect();
                if subtrees.is_empty() { Vec::new() } else { der::context(tag, &subtrees.concat()) }
            };
            if !(permitted.is_empty() && excluded.is_empty()) {
                let value = der::sequence(&[&list(0, permitted), &list(1, excluded)]);
                builder = builder.other_extension("2.5.29.30", true, &value);
            }
            certificates.push(sign(builder, &keys[index]));
        }
        let count = self.constraints.len();
        let subject =
            self.subject.as_ref().map_or_else(DistinguishedName::new, |labels| directory(labels, false));
        let mut builder = CertificateBuilder::new(&subject, keys[count + 1].spki(), &authority, 9, validity);
        if !self.names.is_empty() {
            let names: Vec<Vec<u8>> = self.names.iter().map(|name| name.der(false)).collect();
            builder = builder.other_extension("2.5.29.17", false, &der::sequence_of(&names));
        }
        let target = sign(builder, &keys[count]);
        let name = Name::parse(&authority.to_der().expect("a name")).expect("a name");
        let anchors = [TrustAnchor::from_name_and_key(name, keys[0].spki()).expect("a key")];
        let mut request = PathRequest::new(&target, &anchors, moment(0));
        request.purpose = Purpose::Any;
        request.certificates = &certificates;
        request.revocation = RevocationMode::Off;
        matches!(validate(&request, &mut Budget::new(PATH_STEPS)), PathOutcome::Valid(_))
    }
}

impl General {
    fn der(&self, is_base: bool) -> Vec<u8> {
        match self {
            Self::Dns(labels) => der::context_primitive(2, labels.join(".").as_bytes()),
            Self::Mail(local, labels) => {
                let domain = labels.join(".");
                let text = local.as_ref().map_or(domain.clone(), |local| format!("{local}@{domain}"));
                der::context_primitive(1, text.as_bytes())
            }
            Self::Uri(labels) if is_base => der::context_primitive(6, labels.join(".").as_bytes()),
            Self::Uri(labels) => {
                der::context_primitive(6, format!("https://{}/a@b.c", labels.join(".")).as_bytes())
            }
            Self::Ip(address, mask) => der::context_primitive(7, &[address.as_slice(), mask].concat()),
            Self::Directory(labels, utf8) => {
                der::context(4, &directory(labels, *utf8).to_der().expect("printable"))
            }
            Self::Registered(arc) => der::context_primitive(8, &[0x2a, *arc & 0x7f]),
        }
    }
}

/// `base` is of the same form as `name`.
fn lies_within(name: &General, base: &General) -> bool {
    match (name, base) {
        (General::Dns(name), General::Dns(base)) => match base.as_slice() {
            [empty, rest @ ..] if empty.is_empty() => name.len() > rest.len() && ends_with(name, rest),
            base => ends_with(name, base),
        },
        (General::Mail(local, name), General::Mail(base_local, base)) => match base_local {
            Some(_) => local == base_local && same(name, base),
            None => host_within(name, base),
        },
        (General::Uri(name), General::Uri(base)) => host_within(name, base),
        (General::Ip(name, _), General::Ip(base, mask)) => {
            let bits = |octets: &[u8]| -> Vec<bool> {
                octets.iter().flat_map(|octet| (0..8).map(move |bit| octet >> bit & 1 == 1)).collect()
            };
            let (name, base, mask) = (bits(name), bits(base), bits(mask));
            name.len() == base.len() && (0..name.len()).all(|bit| !mask[bit] || name[bit] == base[bit])
        }
        (General::Directory(name, _), General::Directory(base, _)) => {
            name.len() >= base.len() && same(&name[..base.len()], base)
        }
        _ => false,
    }
}

/// Mail and URI: a host is itself alone, a domain its subdomains alone.
fn host_within(name: &[String], base: &[String]) -> bool {
    match base {
        [empty, rest @ ..] if empty.is_empty() => name.len() > rest.len() && ends_with(name, rest),
        base => same(name, base),
    }
}

fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.eq_ignore_ascii_case(other))
}

fn ends_with(name: &[String], end: &[String]) -> bool {
    name.len() >= end.len() && same(&name[name.len() - end.len()..], end)
}

fn general(next: &mut dyn FnMut() -> u8, is_base: bool) -> General {
    let host = |next: &mut dyn FnMut() -> u8| {
        let mut host = labels(&mut *next, 3);
        if is_base && next().is_multiple_of(3) {
            host.insert(0, String::new());
        }
        host
    };
    match next() % 6 {
        0 => General::Dns(host(next)),
        1 if is_base && next().is_multiple_of(2) => General::Mail(None, host(next)),
        1 => General::Mail(Some(label(next())), labels(next, 3)),
        2 => General::Uri(host(next)),
        3 => {
            let address: Vec<u8> =
                (0..if next().is_multiple_of(3) { 16 } else { 4 }).map(|_| next() & 3).collect();
            let mask = if is_base { address.iter().map(|_| next()).collect() } else { Vec::new() };
            General::Ip(address, mask)
        }
        4 => General::Directory(labels(next, 3), next() & 1 == 1),
        _ => General::Registered(next()),
    }
}

fn labels(next: &mut dyn FnMut() -> u8, most: u8) -> Vec<String> {
    (0..=next() % most).map(|_| label(next())).collect()
}

/// Few and alike, so that names and subtrees meet.
fn label(octet: u8) -> String {
    ["a", "b", "ab", "A", "ba"][usize::from(octet) % 5].to_owned()
}

fn directory(labels: &[String], utf8: bool) -> DistinguishedName {
    let string_type = if utf8 { StringType::Utf8 } else { StringType::Printable };
    labels.iter().enumerate().fold(DistinguishedName::japan(), |name, (index, label)| {
        let attribute = if index == 0 { Attribute::Organization } else { Attribute::OrganizationalUnit };
        name.with(attribute, string_type, label)
    })
}

/// 2026-12-01T00:00:00Z and so many seconds.
fn moment(seconds: i64) -> Time {
    Time::from_unix(1_796_083_200 + seconds).expect("a time")
}
