//! GeneralName (RFC 5280, 4.2.1.6), as far as alternative names, distribution points and constraints need it.

use super::der::{DerError, DerProblem, Element, Reader};
use super::name::Name;
use super::object_identifier::ObjectIdentifier;
use crate::limits::pki::MAX_GENERAL_NAMES;

/// One general name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeneralName {
    /// directoryName: the Japanese names of GPKI ride here.
    Directory(Name),
    /// dNSName.
    Dns(String),
    /// ediPartyName: kept, never interpreted.
    EdiParty(Vec<u8>),
    /// iPAddress: 4 or 16 octets, twice as many in a constraint.
    IpAddress(Vec<u8>),
    /// otherName: kept, never interpreted.
    Other(Vec<u8>),
    /// registeredID.
    RegisteredId(ObjectIdentifier),
    /// rfc822Name.
    Rfc822(String),
    /// uniformResourceIdentifier.
    Uri(String),
    /// x400Address: kept, never interpreted.
    X400(Vec<u8>),
}

impl GeneralName {
    pub(crate) fn read(element: &Element<'_>) -> Result<Self, DerError> {
        // Characters outside ASCII are no IA5String; they are kept visible and match nothing.
        let text = || String::from_utf8_lossy(element.value).into_owned();
        Ok(match element.tag {
            0xa0 => Self::Other(element.value.to_vec()),
            0x81 => Self::Rfc822(text()),
            0x82 => Self::Dns(text()),
            0xa3 => Self::X400(element.value.to_vec()),
            // Name is a CHOICE, so its tag [4] is explicit (X.680, 31.2.7).
            0xa4 => {
                let mut inner = element.reader();
                let name = Name::read(&inner.expect(super::der::SEQUENCE)?)?;
                inner.finish()?;
                Self::Directory(name)
            }
            0xa5 => Self::EdiParty(element.value.to_vec()),
            0x86 => Self::Uri(text()),
            0x87 => Self::IpAddress(element.value.to_vec()),
            0x88 => {
                Self::RegisteredId(ObjectIdentifier::read(&element.retagged(super::der::OBJECT_IDENTIFIER))?)
            }
            found => return Err(element.error(DerProblem::UnexpectedTag { found })),
        })
    }

    pub(crate) fn read_all(mut reader: Reader<'_>) -> Result<Vec<Self>, DerError> {
        let mut names = Vec::new();
        if reader.is_empty() {
            return Err(reader.error(DerProblem::Empty));
        }
        while !reader.is_empty() {
            if names.len() >= MAX_GENERAL_NAMES {
                return Err(reader.error(DerProblem::TooMany));
            }
            names.push(Self::read(&reader.read()?)?);
        }
        Ok(names)
    }

    /// The directoryName, if it is one.
    pub const fn as_directory(&self) -> Option<&Name> {
        match self {
            Self::Directory(name) => Some(name),
            _ => None,
        }
    }
}
