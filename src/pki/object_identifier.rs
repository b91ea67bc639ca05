//! Object identifiers (X.690, 8.19), kept as the octets of their content.

use core::fmt;

use super::der::{DerError, DerProblem, Element, OBJECT_IDENTIFIER};
use crate::limits::pki::MAX_OBJECT_IDENTIFIER;

/// An object identifier, for example the policy `2.16.840.1.101.3.2.1.48.1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectIdentifier(Box<[u8]>);

impl ObjectIdentifier {
    /// Reads the dotted form; `None` when it is not one.
    ///
    /// ```
    /// use koseki::pki::ObjectIdentifier;
    /// let any_policy = ObjectIdentifier::from_dotted("2.5.29.32.0").unwrap();
    /// assert_eq!(any_policy.to_string(), "2.5.29.32.0");
    /// assert!(ObjectIdentifier::from_dotted("3.1").is_none());
    /// ```
    pub fn from_dotted(text: &str) -> Option<Self> {
        let mut arcs = text.split('.').map(|arc| {
            let canonical = !arc.is_empty() && (arc == "0" || !arc.starts_with('0'));
            (canonical && arc.bytes().all(|digit| digit.is_ascii_digit()))
                .then(|| arc.parse::<u128>().ok())
                .flatten()
        });
        let (first, second) = (arcs.next()??, arcs.next()??);
        if first > 2 || (first < 2 && second > 39) {
            return None;
        }
        let mut octets = Vec::new();
        push(&mut octets, first.checked_mul(40)?.checked_add(second)?);
        for arc in arcs {
            push(&mut octets, arc?);
        }
        (octets.len() <= MAX_OBJECT_IDENTIFIER).then(|| Self(octets.into()))
    }

    pub(crate) fn from_octets(octets: &[u8]) -> Self {
        Self(octets.into())
    }

    pub(crate) fn read(element: &Element<'_>) -> Result<Self, DerError> {
        let octets = element.value;
        let finished = octets.last().is_some_and(|last| *last < 0x80);
        let mut beginning = true;
        let padded = octets.iter().any(|octet| {
            let padded = beginning && *octet == 0x80;
            beginning = *octet < 0x80;
            padded
        });
        if element.tag != OBJECT_IDENTIFIER || !finished || padded || octets.len() > MAX_OBJECT_IDENTIFIER {
            return Err(element.error(DerProblem::ObjectIdentifier));
        }
        Ok(Self(octets.into()))
    }

    /// Octets of the DER content, without tag and length.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// anyPolicy (RFC 5280, 4.2.1.4).
    pub fn any_policy() -> Self {
        Self::from_octets(ANY_POLICY)
    }

    /// Whether this is anyPolicy.
    pub fn is_any_policy(&self) -> bool {
        self.as_bytes() == ANY_POLICY
    }
}

const ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x20, 0x00];

fn push(octets: &mut Vec<u8>, arc: u128) {
    let groups = 128u32.saturating_sub(arc.leading_zeros()).max(1).div_ceil(7);
    for group in (0..groups).rev() {
        let bits = u8::try_from(arc.checked_shr(group.saturating_mul(7)).unwrap_or(0) & 0x7f).unwrap_or(0);
        octets.push(if group == 0 { bits } else { bits | 0x80 });
    }
}

impl fmt::Display for ObjectIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut arc, mut first) = (Some(0u128), true);
        for octet in &self.0 {
            arc = arc.and_then(|arc| arc.checked_mul(128)?.checked_add(u128::from(octet & 0x7f)));
            if *octet >= 0x80 {
                continue;
            }
            match (arc, first) {
                (None, _) => formatter.write_str(if first { "?" } else { ".?" })?,
                (Some(arc), true) => {
                    let root = (arc / 40).min(2);
                    write!(formatter, "{root}.{}", arc.saturating_sub(root.saturating_mul(40)))?;
                }
                (Some(arc), false) => write!(formatter, ".{arc}")?,
            }
            (arc, first) = (Some(0), false);
        }
        Ok(())
    }
}

impl fmt::Debug for ObjectIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::ObjectIdentifier;

    #[test]
    fn reads_back_what_it_writes() {
        for text in
            ["2.5.29.32.0", "1.2.840.113549.1.1.11", "0.2.440.100145.8.1.1.1.110", "2.999.3", "1.39.1"]
        {
            assert_eq!(ObjectIdentifier::from_dotted(text).unwrap().to_string(), text);
        }
        for text in ["", "1", "1.40", "3.1", "1.2.", "1.02", "1.2.x", "1.+2"] {
            assert!(ObjectIdentifier::from_dotted(text).is_none(), "{text}");
        }
    }
}
