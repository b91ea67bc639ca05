//! Distinguished names (RFC 5280, 4.1.2.4) whose every attribute says which string type carries it.

use super::{Error, der};

/// A name: one attribute in each relative distinguished name, most general first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DistinguishedName {
    attributes: Vec<(Attribute, StringType, String)>,
    others: Vec<Vec<u8>>,
}

/// The attribute types of the Government's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// C
    Country,
    /// L
    Locality,
    /// O
    Organization,
    /// OU
    OrganizationalUnit,
    /// CN
    CommonName,
}

/// How an attribute's value is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringType {
    /// PrintableString: letters, digits, space and `'()+,-./:=?`.
    Printable,
    /// UTF8String
    Utf8,
}

impl DistinguishedName {
    /// The empty name.
    pub fn new() -> Self {
        Self::default()
    }

    /// `C=JP` in PrintableString, where the Government's names begin.
    pub fn japan() -> Self {
        Self::new().with(Attribute::Country, StringType::Printable, "JP")
    }

    /// The name with one more attribute at its end.
    #[must_use]
    pub fn with(mut self, attribute: Attribute, string_type: StringType, value: &str) -> Self {
        self.attributes.push((attribute, string_type, value.to_owned()));
        self
    }

    /// The name with one more attribute in PrintableString.
    #[must_use]
    pub fn printable(self, attribute: Attribute, value: &str) -> Self {
        self.with(attribute, StringType::Printable, value)
    }

    /// The name with one more attribute in UTF8String.
    #[must_use]
    pub fn utf8(self, attribute: Attribute, value: &str) -> Self {
        self.with(attribute, StringType::Utf8, value)
    }

    /// The name with one more attribute of any kind behind all others: `value` is the DER of its value.
    ///
    /// # Errors
    /// [`Error`] when `oid` is no object identifier.
    pub fn other(mut self, oid: &str, value: &[u8]) -> Result<Self, Error> {
        let pair = der::sequence(&[&der::object_identifier(oid)?, value]);
        self.others.push(der::set_of(vec![pair]));
        Ok(self)
    }

    /// The same name with every attribute but C in UTF8String: equal by RFC 5280, 7.1, different in its octets.
    #[must_use]
    pub fn all_utf8(mut self) -> Self {
        for (attribute, string_type, _) in &mut self.attributes {
            if *attribute != Attribute::Country {
                *string_type = StringType::Utf8;
            }
        }
        self
    }

    /// DER of the Name.
    ///
    /// # Errors
    /// [`Error::Character`] when a PrintableString cannot hold its value.
    pub fn to_der(&self) -> Result<Vec<u8>, Error> {
        let mut parts = Vec::new();
        for (attribute, string_type, value) in &self.attributes {
            let identifier = match string_type {
                StringType::Printable if !value.chars().all(is_printable) => {
                    return Err(Error::Character { attribute: attribute.oid() });
                }
                StringType::Printable => 0x13,
                StringType::Utf8 => 0x0c,
            };
            let value = der::element(identifier, value.as_bytes());
            let pair = der::sequence(&[&der::object_identifier(attribute.oid())?, &value]);
            parts.push(der::set_of(vec![pair]));
        }
        parts.extend(self.others.iter().cloned());
        Ok(der::sequence_of(&parts))
    }
}

impl Attribute {
    /// The attribute's object identifier, dotted.
    pub const fn oid(self) -> &'static str {
        match self {
            Self::Country => "2.5.4.6",
            Self::Locality => "2.5.4.7",
            Self::Organization => "2.5.4.10",
            Self::OrganizationalUnit => "2.5.4.11",
            Self::CommonName => "2.5.4.3",
        }
    }
}

/// X.680, 41.4.
fn is_printable(character: char) -> bool {
    character.is_ascii_alphanumeric() || " '()+,-./:=?".contains(character)
}

#[cfg(test)]
mod tests {
    use super::{Attribute, DistinguishedName};
    use crate::test_pki::Error;

    #[test]
    fn a_printable_string_holds_no_japanese() {
        let name = DistinguishedName::japan();
        assert!(name.clone().utf8(Attribute::Organization, "試験用").to_der().is_ok());
        assert_eq!(
            name.printable(Attribute::Organization, "試験用").to_der(),
            Err(Error::Character { attribute: "2.5.4.10" })
        );
    }
}
