//! Samples of images of an Indexed color space (ISO 32000-1, 8.6.6.3), where their bits could name more colors than the table has.

use super::super::super::filter::{self, Filter, FilterFault};
use super::{Judged, Layout};
use crate::limits;

/// Whether the data is as much as the size asks for, and no index is above `highest`: of one above some viewers take the last color,
/// some black.
pub(super) fn are_within(
    layout: Layout,
    highest: u8,
    filters: &[Filter<'_>],
    data: &[u8],
    left: &mut usize,
) -> Judged {
    let most = limits::pdf::INDEXED_OCTETS.min(left.div_euclid(limits::pdf::INDEXED_COST));
    let decoded = filter::decode(data, filters, most);
    // Each filter may have made as much as the last; a failure may have made all that was allowed.
    let made = decoded.as_ref().map_or(most, |decoded| decoded.len().max(data.len()));
    *left = left.saturating_sub(made.saturating_mul(filters.len().max(limits::pdf::INDEXED_COST)));
    match decoded {
        Ok(decoded)
            if layout.octets() == Some(decoded.len()) && indices_are_within(layout, highest, &decoded) =>
        {
            Judged::Sound
        }
        Err(FilterFault::TooLarge) => Judged::TooLarge,
        _ => Judged::Unsound,
    }
}

fn indices_are_within(layout: Layout, highest: u8, decoded: &[u8]) -> bool {
    let (width, bits) = (layout.width, layout.pixel);
    let Some(per_octet) = 8_usize.checked_div(bits).filter(|count| *count > 0) else { return false };
    let row = width.div_ceil(per_octet).max(1);
    let shift = u32::try_from(bits).unwrap_or(8);
    decoded.chunks(row).all(|line| {
        let mut pixels = width;
        line.iter().all(|octet| {
            let count = pixels.min(per_octet);
            pixels = pixels.saturating_sub(count);
            let mut rest = *octet;
            (0..count).all(|_| {
                let index = rest.checked_shr(8_u32.saturating_sub(shift)).unwrap_or(0);
                rest = rest.checked_shl(shift).unwrap_or(0);
                index <= highest
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_index_is_above_the_last_color() {
        let within = |width: usize, pixel: usize, highest: u8, data: &[u8]| {
            indices_are_within(Layout { width, height: 2, pixel, highest: Some(highest) }, highest, data)
        };
        assert!(within(2, 8, 9, &[0, 9, 9, 0]) && !within(2, 8, 9, &[0, 9, 10, 0]));
        assert!(within(3, 4, 9, &[0x99, 0x90, 0x90, 0x9a]) && !within(3, 4, 9, &[0x9a, 0x90, 0x90, 0x90]));
        assert!(!within(3, 4, 9, &[0x99, 0x90, 0x99, 0xa0]));
        assert!(within(5, 2, 2, &[0xaa, 0x80, 0xaa, 0xbf]) && !within(5, 2, 2, &[0xaa, 0xc0, 0xaa, 0x80]));
        assert!(within(3, 1, 0, &[0x1f, 0x1f]) && !within(3, 1, 0, &[0x1f, 0x20]));
    }
}
