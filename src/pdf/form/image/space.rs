//! Color spaces of images (ISO 32000-1, 8.6), beyond how many components they have: what viewers paint in other colors, or not at all.

use super::super::super::document::View;
use super::super::super::filter::{self, FilterFault};
use super::super::super::object::{Object, Value};
use super::{Unread, components};

/// The number of the last color of an Indexed space, `None` of another space.
///
/// # Errors
/// [`Unread::Unsound`] where viewers part over the space, or its table has less colors than it says; `left` pays for a table that is
/// a stream, which is not read without it.
pub(super) fn last_color<'d>(
    view: View<'d>,
    space: &'d Object,
    is_inline: bool,
    left: Option<&mut usize>,
) -> Result<Option<u8>, Unread> {
    let Some([family, parameters @ ..]) = space.as_array() else { return Ok(None) };
    let family = view.resolve(family)?.as_name().ok_or(Unread::Unsound)?;
    let is_indexed = family == b"Indexed" || (is_inline && family == b"I");
    if !is_indexed {
        return if is_sound(view, family, parameters)? { Ok(None) } else { Err(Unread::Unsound) };
    }
    let [base, last, table] = parameters else { return Err(Unread::Unsound) };
    let base = view.resolve(base)?;
    if let Some([family, parameters @ ..]) = base.as_array() {
        let family = view.resolve(family)?.as_name().ok_or(Unread::Unsound)?;
        if matches!(family, b"I" | b"Indexed" | b"Pattern") || !is_sound(view, family, parameters)? {
            return Err(Unread::Unsound);
        }
    }
    let components = components(view, base, is_inline)?.ok_or(Unread::Unsound)?;
    let last = view.resolve(last)?.as_integer().and_then(|last| u8::try_from(last).ok());
    let last = last.ok_or(Unread::Unsound)?;
    let octets = match (view.resolve(table)?.as_string(), left) {
        (Some(table), _) => Some(table.len()),
        (None, Some(left)) => {
            let stream = table.as_reference().and_then(|id| view.object(id)).ok_or(Unread::Unsound)?;
            let (Some(span), Some(dictionary)) = (stream.stream, stream.dictionary()) else {
                return Err(Unread::Unsound);
            };
            let filters = filter::filters(dictionary, |object| view.resolve(object).unwrap_or(object));
            let filters = filters.map_err(|_| Unread::Unsound)?;
            match filter::decoded_length(span.of(view.document().source()), &filters, left) {
                Ok(octets) => Some(octets),
                Err(FilterFault::TooLarge) => return Err(Unread::TooLarge),
                Err(_) => return Err(Unread::Unsound),
            }
        }
        (None, None) => None,
    };
    let needed = usize::from(last).saturating_add(1).saturating_mul(components);
    if octets.is_some_and(|octets| octets < needed) {
        return Err(Unread::Unsound);
    }
    Ok(Some(last))
}

/// Colorants of one space: mupdf and Poppler paint nothing of 33.
const COLORANTS: usize = 32;

/// Whether all viewers paint in a space of a family, Indexed apart.
fn is_sound<'d>(view: View<'d>, family: &[u8], parameters: &'d [Object]) -> Result<bool, Unread> {
    let first = parameters.first().map(|first| view.resolve(first)).transpose()?;
    Ok(match family {
        // No ink, or all of them: some paint these, some do not.
        b"Separation" => first.and_then(Object::as_name).is_some_and(|name| !is_no_ink(name)),
        b"DeviceN" => {
            let names = first.and_then(Object::as_array).unwrap_or_default();
            let mut has_ink = false;
            for name in names.iter().take(COLORANTS) {
                has_ink |= view.resolve(name)?.as_name().is_some_and(|name| !is_no_ink(name));
            }
            has_ink && names.len() <= COLORANTS
        }
        // Viewers that cannot read the profile take the alternate.
        b"ICCBased" => match first.and_then(Object::as_dictionary) {
            Some(profile) => match view.entry(profile, "Alternate")? {
                None => true,
                Some(alternate) => {
                    let of_profile = view.entry(profile, "N")?.and_then(Object::as_offset);
                    is_plain(view, alternate)? && components(view, alternate, false)? == of_profile
                }
            },
            None => false,
        },
        // Ghostscript paints nothing where the range is left out.
        b"Lab" => match first.and_then(Object::as_dictionary) {
            Some(parameters) => view
                .entry(parameters, "Range")?
                .and_then(Object::as_array)
                .is_some_and(|range| range.len() == 4),
            None => false,
        },
        _ => true,
    })
}

fn is_no_ink(name: &[u8]) -> bool {
    matches!(name, b"All" | b"None")
}

/// A space of a device or of a measured color.
fn is_plain<'d>(view: View<'d>, space: &'d Object) -> Result<bool, Unread> {
    let family = match &space.value {
        Value::Array(elements) => match elements.first() {
            Some(family) => view.resolve(family)?.as_name(),
            None => None,
        },
        _ => space.as_name(),
    };
    Ok(matches!(family, Some(b"CalGray" | b"CalRGB" | b"DeviceCMYK" | b"DeviceGray" | b"DeviceRGB" | b"Lab")))
}
