//! Images (ISO 32000-1, 8.9.5, 8.9.7): whether size, depth and color space are said as all viewers read them, and whether the
//! data is as much as they ask for.
//!
//! Of an image with half of its rows one viewer paints nothing, one the half, two a black rest. Of facsimile data the rows are
//! counted.

mod ccitt;
mod mask;
mod samples;
mod space;

use super::super::document::View;
use super::super::error::Error;
use super::super::filter::{self, Filter, FilterFault};
use super::super::object::{Dictionary, Object, Value};
use crate::limits;

/// What becomes of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    Sound,
    /// Viewers paint it each in its own way.
    Unsound,
    /// More octets come out than are counted.
    TooLarge,
}

/// The size and the colors of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    width: usize,
    height: usize,
    /// Bits of one pixel.
    pixel: usize,
    /// The highest index that the table of an Indexed color space has, where pixels could have a higher one.
    highest: Option<u8>,
}

impl Layout {
    /// Octets of all rows; `None` where no machine has as many.
    fn octets(self) -> Option<usize> {
        self.width.checked_mul(self.pixel)?.div_ceil(8).checked_mul(self.height)
    }
}

/// Where the entries of an image are: an inline image may shorten their keys (Table 93).
#[derive(Clone, Copy)]
struct Entries<'d> {
    view: View<'d>,
    dictionary: &'d Dictionary,
    is_inline: bool,
}

impl<'d> Entries<'d> {
    /// The value, references followed; an error where both keys are there.
    fn get(self, key: &str, short: &str) -> Result<Option<&'d Object>, Unread> {
        let long = self.view.entry(self.dictionary, key)?;
        let short = if self.is_inline { self.view.entry(self.dictionary, short)? } else { None };
        match (long, short) {
            (Some(_), Some(_)) => Err(Unread::Unsound),
            (value, None) | (None, value) => Ok(value),
        }
    }

    /// A number of at least one.
    fn count(self, key: &str, short: &str) -> Result<usize, Unread> {
        let value = self.get(key, short)?.and_then(Object::as_offset);
        value.filter(|value| *value > 0).ok_or(Unread::Unsound)
    }
}

/// Why a layout is none.
#[derive(Debug)]
enum Unread {
    TooLarge,
    Unsound,
    Error(Error),
}

impl Unread {
    fn judged(self) -> Result<Judged, Error> {
        match self {
            Self::TooLarge => Ok(Judged::TooLarge),
            Self::Unsound => Ok(Judged::Unsound),
            Self::Error(error) => Err(error),
        }
    }
}

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// An image XObject, with its data where that is read; `left` octets may come out of it.
///
/// # Errors
/// When references run in a circle.
pub(super) fn judge<'d>(
    view: View<'d>,
    dictionary: &'d Dictionary,
    data: Option<&[u8]>,
    left: &mut usize,
) -> Result<Judged, Error> {
    let Ok(filters) = filter::filters(dictionary, |object| view.resolve(object).unwrap_or(object)) else {
        // Told as what it is.
        return Ok(Judged::Sound);
    };
    let entries = Entries { view, dictionary, is_inline: false };
    // These say themselves how large they are and what colors they have.
    let is_of_its_own =
        filters.iter().any(|(name, _)| matches!(*name, b"DCTDecode" | b"JPXDecode" | b"JBIG2Decode"));
    let mut read = || {
        if is_of_its_own {
            return mask::are_sound(entries, None).map(|()| None);
        }
        layout(entries, |_| None, data.is_some(), left).map(Some)
    };
    match read() {
        Ok(None) => Ok(Judged::Sound),
        Ok(Some(layout)) => Ok(fits(layout, &filters, data, left)),
        Err(unread) => unread.judged(),
    }
}

/// An inline image: its entries, its data from behind `ID` to before `EI`; `named` finds color spaces of the resources.
///
/// # Errors
/// When references run in a circle.
pub(super) fn judge_inline<'d>(
    view: View<'d>,
    dictionary: &'d Dictionary,
    named: impl Fn(&[u8]) -> Option<&'d Object>,
    data: &[u8],
    left: &mut usize,
) -> Result<Judged, Error> {
    let entries = Entries { view, dictionary, is_inline: true };
    let read = |left: &mut usize| -> Result<_, Unread> {
        let layout = layout(entries, &named, true, left)?;
        let one = |object: &'d Object| match &object.value {
            Value::Array(elements) if elements.len() == 1 => elements.first(),
            Value::Array(_) => None,
            _ => Some(object),
        };
        // More filters than one are not written for data so small.
        let name =
            entries.get("Filter", "F")?.and_then(one).and_then(Object::as_name).ok_or(Unread::Unsound)?;
        let parameters = match entries.get("DecodeParms", "DP")? {
            None => None,
            Some(object) => Some(one(object).and_then(Object::as_dictionary).ok_or(Unread::Unsound)?),
        };
        Ok((layout, [(name, parameters)]))
    };
    match read(left) {
        Ok((layout, filters)) => Ok(fits(layout, &filters, Some(data), left)),
        Err(unread) => unread.judged(),
    }
}

/// `left` pays for tables of colors, where these are read.
fn layout<'d>(
    entries: Entries<'d>,
    named: impl Fn(&[u8]) -> Option<&'d Object>,
    is_read: bool,
    left: &mut usize,
) -> Result<Layout, Unread> {
    let (width, height) = (entries.count("Width", "W")?, entries.count("Height", "H")?);
    let bits = entries.get("BitsPerComponent", "BPC")?;
    let space = entries.get("ColorSpace", "CS")?;
    if mask::is_mask(entries)? {
        // 8.9.6.2: no color space, and one bit whether it is said or not.
        if space.is_some() || bits.is_some_and(|bits| bits.as_integer() != Some(1)) {
            return Err(Unread::Unsound);
        }
        mask::are_sound(entries, None)?;
        if let Some(range) = range(entries, 1)?
            && range != [0.0, 1.0]
            && range != [1.0, 0.0]
        {
            return Err(Unread::Unsound);
        }
        return Ok(Layout { width, height, pixel: 1, highest: None });
    }
    let bits = bits.and_then(Object::as_offset).filter(|bits| matches!(bits, 1 | 2 | 4 | 8 | 16));
    let bits = bits.ok_or(Unread::Unsound)?;
    let (space, is_inline) = named_space(entries, space, &named)?.ok_or(Unread::Unsound)?;
    let components = components(entries.view, space, is_inline)?.ok_or(Unread::Unsound)?;
    mask::are_sound(entries, Some((components, bits)))?;
    let range = range(entries, components)?;
    let last = space::last_color(entries.view, space, is_inline, is_read.then_some(left))?;
    let highest = match last {
        None => None,
        Some(last) => {
            // 8.9.5.2: the index is the sample itself, or counted from the end.
            let most = 1_u16.checked_shl(u32::try_from(bits).unwrap_or(u32::MAX)).unwrap_or(0);
            let most = u8::try_from(most.wrapping_sub(1)).map_err(|_| Unread::Unsound)?;
            let is_reversed = match range.as_deref() {
                None => false,
                Some(range) if range == [0.0, f64::from(most)] => false,
                Some(range) if range == [f64::from(most), 0.0] => true,
                Some(_) => return Err(Unread::Unsound),
            };
            if is_reversed && last < most {
                return Err(Unread::Unsound);
            }
            (last < most).then_some(last)
        }
    };
    Ok(Layout { width, height, pixel: components.saturating_mul(bits), highest })
}

/// The largest number of a color: those of Lab (8.6.5.4) go as far. Of larger bounds viewers make other colors.
const BOUND: f64 = 255.0;

/// `/Decode`: two numbers for each component.
fn range(entries: Entries<'_>, components: usize) -> Result<Option<Vec<f64>>, Unread> {
    let Some(range) = entries.get("Decode", "D")? else { return Ok(None) };
    let range = range.as_array().filter(|range| range.len() == components.saturating_mul(2));
    let mut numbers = Vec::new();
    for bound in range.ok_or(Unread::Unsound)? {
        let bound = entries.view.resolve(bound)?.as_number().filter(|bound| bound.abs() <= BOUND);
        numbers.push(bound.ok_or(Unread::Unsound)?);
    }
    Ok(Some(numbers))
}

/// The color space, and whether it may have the short names of inline images; `None` where a name leads nowhere.
fn named_space<'d>(
    entries: Entries<'d>,
    space: Option<&'d Object>,
    named: &impl Fn(&[u8]) -> Option<&'d Object>,
) -> Result<Option<(&'d Object, bool)>, Error> {
    let Some(space) = space else { return Ok(None) };
    match space.as_name() {
        Some(name) if entries.is_inline && device(name, true).is_none() => {
            named(name).map(|space| Ok((entries.view.resolve(space)?, false))).transpose()
        }
        _ => Ok(Some((space, entries.is_inline))),
    }
}

/// How many components a color has (8.6); `None` where that cannot be said.
fn components<'d>(view: View<'d>, space: &'d Object, is_inline: bool) -> Result<Option<usize>, Error> {
    match space.as_name() {
        Some(name) => Ok(device(name, is_inline)),
        None => family(view, space, is_inline),
    }
}

pub(super) fn family<'d>(view: View<'d>, space: &'d Object, is_inline: bool) -> Result<Option<usize>, Error> {
    if let Some(name) = space.as_name() {
        return Ok(device(name, false));
    }
    let Some([family, parameters @ ..]) = space.as_array() else { return Ok(None) };
    let Some(family) = view.resolve(family)?.as_name() else { return Ok(None) };
    Ok(match family {
        b"CalGray" | b"Indexed" | b"Separation" => Some(1),
        b"I" if is_inline => Some(1),
        b"CalRGB" | b"Lab" => Some(3),
        b"DeviceN" => match parameters.first() {
            Some(names) => view.resolve(names)?.as_array().map(<[Object]>::len),
            None => None,
        },
        b"ICCBased" => match parameters.first() {
            Some(profile) => match view.resolve(profile)?.as_dictionary() {
                Some(profile) => {
                    view.entry(profile, "N")?.and_then(Object::as_offset).filter(|n| matches!(n, 1 | 3 | 4))
                }
                None => None,
            },
            None => None,
        },
        name => device(name, is_inline),
    })
}

const fn device(name: &[u8], is_inline: bool) -> Option<usize> {
    match name {
        b"DeviceGray" => Some(1),
        b"DeviceRGB" => Some(3),
        b"DeviceCMYK" => Some(4),
        b"G" if is_inline => Some(1),
        b"RGB" if is_inline => Some(3),
        b"CMYK" if is_inline => Some(4),
        _ => None,
    }
}

/// Whether the data, where it is read, is as much as the size asks for.
fn fits(layout: Layout, filters: &[Filter<'_>], data: Option<&[u8]>, left: &mut usize) -> Judged {
    if let Some(((b"CCITTFaxDecode" | b"CCF", parameters), before)) = filters.split_last() {
        if layout.pixel != 1 || layout.highest.is_some() {
            return Judged::Unsound;
        }
        let Some(data) = data else {
            let fits = ccitt::fits(layout.width, layout.height, *parameters, None);
            return if fits { Judged::Sound } else { Judged::Unsound };
        };
        let most = limits::pdf::CONTENT_STREAM_OCTETS.min(*left);
        let encoded = filter::decode(data, before, most);
        if !before.is_empty() {
            // A failure may have made all that was allowed.
            *left = left.saturating_sub(encoded.as_ref().map_or(most, Vec::len));
        }
        let encoded = match encoded {
            Ok(encoded) => encoded,
            Err(FilterFault::TooLarge) => return Judged::TooLarge,
            Err(_) => return Judged::Unsound,
        };
        // A row takes one bit at least, and more time than an octet of another image.
        let bits = encoded.len().saturating_mul(8);
        let rows = layout.height.min(bits).saturating_mul(limits::pdf::CODED_ROW_COST);
        let cost = bits.saturating_mul(limits::pdf::CODED_BIT_COST).saturating_add(rows);
        let Some(rest) = left.checked_sub(cost) else { return Judged::TooLarge };
        *left = rest;
        let fits = ccitt::fits(layout.width, layout.height, *parameters, Some(&encoded));
        return if fits { Judged::Sound } else { Judged::Unsound };
    }
    let Some(octets) = layout.octets() else { return Judged::Unsound };
    let Some(data) = data else { return Judged::Sound };
    if let Some(highest) = layout.highest {
        return samples::are_within(layout, highest, filters, data, left);
    }
    match filter::decoded_length(data, filters, left) {
        Ok(counted) if counted == octets => Judged::Sound,
        Err(FilterFault::TooLarge) => Judged::TooLarge,
        _ => Judged::Unsound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_images_take_is_paid_for() {
        let (flate, hex, fax): (Filter<'_>, Filter<'_>, Filter<'_>) =
            ((b"FlateDecode", None), (b"ASCIIHexDecode", None), (b"CCITTFaxDecode", None));
        // A white row of the width that is not said, by runs: 1,728 and 0.
        let (row, row_in_hex) = ([0b0100_1101, 0b1001_1010, 0b1000_0000].as_slice(), b"4d9a80>".as_slice());
        let zeros = [0x78, 0xda, 0x63, 0x60, 0, 0, 0, 2, 0, 1].as_slice();
        let fax_cost = 24 * limits::pdf::CODED_BIT_COST + limits::pdf::CODED_ROW_COST;
        let gray = Layout { width: 2, height: 1, pixel: 8, highest: None };
        let table = Layout { highest: Some(0), ..gray };
        let bits = Layout { width: 1_728, height: 1, pixel: 1, highest: None };
        for (layout, filters, data, cost) in [
            (gray, [flate].as_slice(), zeros, 2),
            (table, &[flate], zeros, zeros.len() * limits::pdf::INDEXED_COST),
            (bits, &[fax], row, fax_cost),
            (bits, &[hex, fax], row_in_hex, fax_cost + row.len()),
        ] {
            let mut left = cost;
            assert_eq!(fits(layout, filters, Some(data), &mut left), Judged::Sound, "{filters:?}");
            assert_eq!(left, 0, "{filters:?}");
            // Less than comes out, or than it costs.
            let mut left = if layout == table { limits::pdf::INDEXED_COST } else { cost - 1 };
            assert_eq!(fits(layout, filters, Some(data), &mut left), Judged::TooLarge, "{filters:?}");
        }
    }
}
