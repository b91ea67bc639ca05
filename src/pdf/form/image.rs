//! Images (ISO 32000-1, 8.9.5, 8.9.7): whether size, depth and color space are said as all viewers read them, and whether the
//! data is as much as they ask for.
//!
//! Of an image with half of its rows one viewer paints nothing, one the half, two a black rest. Of facsimile data the rows are
//! counted.

mod ccitt;

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
enum Unread {
    Unsound,
    Error(Error),
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
    match (is_of_its_own, layout(entries, |_| None)) {
        (true, _) => Ok(Judged::Sound),
        (false, Err(Unread::Error(error))) => Err(error),
        (false, Err(Unread::Unsound)) => Ok(Judged::Unsound),
        (false, Ok(layout)) => Ok(fits(layout, &filters, data, left)),
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
    let read = || {
        let layout = layout(entries, named)?;
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
    match read() {
        Ok((layout, filters)) => Ok(fits(layout, &filters, Some(data), left)),
        Err(Unread::Unsound) => Ok(Judged::Unsound),
        Err(Unread::Error(error)) => Err(error),
    }
}

fn layout<'d>(entries: Entries<'d>, named: impl Fn(&[u8]) -> Option<&'d Object>) -> Result<Layout, Unread> {
    let (width, height) = (entries.count("Width", "W")?, entries.count("Height", "H")?);
    let is_mask = match entries.get("ImageMask", "IM")?.map(|object| &object.value) {
        None | Some(Value::Boolean(false)) => false,
        Some(Value::Boolean(true)) => true,
        Some(_) => return Err(Unread::Unsound),
    };
    let bits = entries.get("BitsPerComponent", "BPC")?;
    let space = entries.get("ColorSpace", "CS")?;
    let (components, bits) = if is_mask {
        // 8.9.6.2: no color space, and one bit whether it is said or not.
        if space.is_some() || bits.is_some_and(|bits| bits.as_integer() != Some(1)) {
            return Err(Unread::Unsound);
        }
        (1, 1)
    } else {
        let bits = bits.and_then(Object::as_offset).filter(|bits| matches!(bits, 1 | 2 | 4 | 8 | 16));
        (components(entries, space, &named)?.ok_or(Unread::Unsound)?, bits.ok_or(Unread::Unsound)?)
    };
    if let Some(range) = entries.get("Decode", "D")? {
        let range = range.as_array().filter(|range| range.len() == components.saturating_mul(2));
        for bound in range.ok_or(Unread::Unsound)? {
            entries.view.resolve(bound)?.as_number().ok_or(Unread::Unsound)?;
        }
    }
    Ok(Layout { width, height, pixel: components.saturating_mul(bits) })
}

/// How many components a color has (8.6); `None` where that cannot be said.
fn components<'d>(
    entries: Entries<'d>,
    space: Option<&'d Object>,
    named: &impl Fn(&[u8]) -> Option<&'d Object>,
) -> Result<Option<usize>, Error> {
    let Some(space) = space else { return Ok(None) };
    let view = entries.view;
    if let Some(name) = space.as_name() {
        let of_name = device(name, entries.is_inline);
        if of_name.is_some() || !entries.is_inline {
            return Ok(of_name);
        }
        let Some(space) = named(name) else { return Ok(None) };
        return family(view, view.resolve(space)?, false);
    }
    family(view, space, entries.is_inline)
}

fn family<'d>(view: View<'d>, space: &'d Object, is_inline: bool) -> Result<Option<usize>, Error> {
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
        if layout.pixel != 1 {
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
    match filter::decoded_length(data, filters, left) {
        Ok(counted) if counted == octets => Judged::Sound,
        Err(FilterFault::TooLarge) => Judged::TooLarge,
        _ => Judged::Unsound,
    }
}
