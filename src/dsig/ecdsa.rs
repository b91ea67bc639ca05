//! ECDSA signature values: XML Signature writes r and s side by side, the backends read the DER of RFC 3279.

use super::key_info::{significant, tlv, unsigned};
use crate::crypto::Curve;

/// Octets of one coordinate.
const fn width(curve: Curve) -> usize {
    match curve {
        Curve::P256 => 32,
        Curve::P384 => 48,
    }
}

/// r ‖ s to `SEQUENCE { r INTEGER, s INTEGER }`; the error is the length expected.
pub(super) fn to_der(value: &[u8], curve: Curve) -> Result<Vec<u8>, usize> {
    let width = width(curve);
    let expected = width.saturating_mul(2);
    if value.len() != expected {
        return Err(expected);
    }
    let (r, s) = value.split_at_checked(width).ok_or(expected)?;
    Ok(tlv(0x30, &[unsigned(r), unsigned(s)].concat()))
}

/// `SEQUENCE { r INTEGER, s INTEGER }` to r ‖ s.
pub(super) fn from_der(der: &[u8], curve: Curve) -> Option<Vec<u8>> {
    let (body, rest) = value_of(der, 0x30)?;
    let (r, after) = value_of(body, 0x02)?;
    let (s, end) = value_of(after, 0x02)?;
    if !rest.is_empty() || !end.is_empty() {
        return None;
    }
    let mut value = Vec::with_capacity(width(curve).saturating_mul(2));
    for number in [r, s] {
        let number = significant(number);
        let zeros = width(curve).checked_sub(number.len())?;
        value.extend(core::iter::repeat_n(0, zeros));
        value.extend_from_slice(number);
    }
    Some(value)
}

/// Content of the value with `tag` that begins `der`, and what follows it. Short lengths alone: P-384 needs no more.
fn value_of(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (header, rest) = der.split_at_checked(2)?;
    match *header {
        [found, length] if found == tag && length < 0x80 => rest.split_at_checked(usize::from(length)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{from_der, to_der};
    use crate::crypto::Curve;

    #[test]
    fn both_forms_carry_the_same_numbers() {
        for curve in [Curve::P256, Curve::P384] {
            let length = super::width(curve) * 2;
            for first in [0u8, 1, 0x7f, 0x80, 0xff] {
                let mut value = vec![0x55; length];
                value[0] = first;
                value[length / 2] = first;
                assert_eq!(from_der(&to_der(&value, curve).unwrap(), curve), Some(value));
            }
            assert_eq!(to_der(&vec![1; length - 1], curve), Err(length));
            assert_eq!(to_der(&vec![1; length + 1], curve), Err(length));
        }
    }
}
