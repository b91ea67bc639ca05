//! A DER writer (ITU-T X.690): every function returns one whole element. It does not read.

use super::Error;

/// An element with a one-octet identifier and definite length.
pub fn element(identifier: u8, content: &[u8]) -> Vec<u8> {
    let mut octets = vec![identifier];
    match u8::try_from(content.len()) {
        Ok(length) if length < 0x80 => octets.push(length),
        _ => {
            let length: Vec<u8> =
                content.len().to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
            octets.push(0x80 | u8::try_from(length.len()).unwrap_or(0));
            octets.extend(length);
        }
    }
    octets.extend(content);
    octets
}

/// SEQUENCE of whole elements.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// SEQUENCE OF, from owned elements.
pub fn sequence_of(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// SET OF, sorted as DER asks (X.690, 11.6).
pub fn set_of(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(0x31, &parts.concat())
}

/// Explicit or constructed context-specific `[number]`, number below 31.
pub fn context(number: u8, content: &[u8]) -> Vec<u8> {
    element(0xa0 | (number & 0x1f), content)
}

/// Implicit primitive context-specific `[number]`, number below 31.
pub fn context_primitive(number: u8, content: &[u8]) -> Vec<u8> {
    element(0x80 | (number & 0x1f), content)
}

/// Contents of a non-negative INTEGER from big-endian octets: shortest form, a zero octet before a set first bit.
pub fn integer_content(magnitude: &[u8]) -> Vec<u8> {
    let mut content: Vec<u8> = magnitude.iter().copied().skip_while(|octet| *octet == 0).collect();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    content
}

/// INTEGER of an unsigned number.
pub fn integer(value: u64) -> Vec<u8> {
    element(0x02, &integer_content(&value.to_be_bytes()))
}

/// BOOLEAN.
pub fn boolean(value: bool) -> Vec<u8> {
    element(0x01, &[if value { 0xff } else { 0 }])
}

/// NULL.
pub fn null() -> Vec<u8> {
    element(0x05, &[])
}

/// ENUMERATED below 128.
pub fn enumerated(value: u8) -> Vec<u8> {
    element(0x0a, &[value & 0x7f])
}

/// OCTET STRING.
pub fn octet_string(content: &[u8]) -> Vec<u8> {
    element(0x04, content)
}

/// BIT STRING of whole octets.
pub fn bit_string(content: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], content].concat())
}

/// BIT STRING of named bits, trailing zero bits removed (X.690, 11.2.2).
pub fn named_bits(bits: &[u8]) -> Vec<u8> {
    let Some(last) = bits.iter().copied().max() else { return element(0x03, &[0]) };
    let mut octets = vec![0u8; usize::from(last >> 3).saturating_add(1)];
    for bit in bits {
        if let Some(octet) = octets.get_mut(usize::from(bit >> 3)) {
            *octet |= 0x80u8 >> (bit & 7);
        }
    }
    octets.insert(0, 7u8.saturating_sub(last & 7));
    element(0x03, &octets)
}

/// OBJECT IDENTIFIER from its dotted form.
///
/// # Errors
/// [`Error::ObjectIdentifier`] when the text is not one.
pub fn object_identifier(dotted: &str) -> Result<Vec<u8>, Error> {
    let parsed =
        ::der::asn1::ObjectIdentifier::new(dotted).map_err(|_| Error::ObjectIdentifier(dotted.to_owned()))?;
    Ok(element(0x06, parsed.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{element, integer, named_bits, object_identifier, set_of};

    #[test]
    fn lengths_take_the_shortest_form() {
        assert_eq!(element(4, &[0; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[0; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[0; 256])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn integers_are_minimal_and_positive() {
        assert_eq!(integer(0), [2, 1, 0]);
        assert_eq!(integer(127), [2, 1, 127]);
        assert_eq!(integer(128), [2, 2, 0, 128]);
    }

    #[test]
    fn named_bits_drop_trailing_zeros() {
        assert_eq!(named_bits(&[0, 1]), [3, 2, 6, 0xc0]);
        assert_eq!(named_bits(&[5, 6]), [3, 2, 1, 0x06]);
        assert_eq!(named_bits(&[8]), [3, 3, 7, 0, 0x80]);
        assert_eq!(named_bits(&[]), [3, 1, 0]);
    }

    #[test]
    fn sets_are_sorted_and_object_identifiers_checked() {
        assert_eq!(set_of(vec![vec![2, 1, 5], vec![2, 1, 3]]), [0x31, 6, 2, 1, 3, 2, 1, 5]);
        assert_eq!(object_identifier("2.5.29.15").unwrap(), [6, 3, 0x55, 0x1d, 15]);
        assert!(object_identifier("2.5.").is_err());
    }
}
