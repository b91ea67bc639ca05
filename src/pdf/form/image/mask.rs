//! What is cut out of an image (ISO 32000-1, 8.9.6, 11.6.5.3): image masks, colors that are left out, soft masks. One viewer takes an image
//! of the wrong kind for a mask, the next paints the image whole.

use super::super::super::object::{Dictionary, Object, Value};
use super::{Entries, Unread};

/// Whether it is a mask itself.
pub(super) fn is_mask(entries: Entries<'_>) -> Result<bool, Unread> {
    match entries.get("ImageMask", "IM")?.map(|object| &object.value) {
        None | Some(Value::Boolean(false)) => Ok(false),
        Some(Value::Boolean(true)) => Ok(true),
        Some(_) => Err(Unread::Unsound),
    }
}

/// Whether `/Mask` and `/SMask` are as Tables 89, 93 and 145 have them; `colors` are the components of a color and the bits of each,
/// `None` where the image has none or says them in its data.
pub(super) fn are_sound(entries: Entries<'_>, colors: Option<(usize, usize)>) -> Result<(), Unread> {
    let view = entries.view;
    let mask = view.entry(entries.dictionary, "Mask")?;
    let soft = view.entry(entries.dictionary, "SMask")?;
    let is_stream = |key: &str| entries.dictionary.get(key).is_some_and(|mask| view.is_stream(mask));
    let is_sound = match (mask, soft) {
        (None, None) => true,
        (Some(_), Some(_)) => false,
        _ if entries.is_inline || is_mask(entries)? => false,
        (Some(mask), None) => match &mask.value {
            Value::Dictionary(mask) => is_stream("Mask") && is_mask(of(entries, mask))?,
            Value::Array(ranges) => match colors {
                Some((components, bits)) => are_ranges(entries, ranges, components, bits)?,
                None => true,
            },
            _ => false,
        },
        (None, Some(soft)) => match soft.as_dictionary() {
            Some(soft) => {
                let space = view.entry(soft, "ColorSpace")?.and_then(Object::as_name);
                is_stream("SMask")
                    && space == Some(b"DeviceGray")
                    && !is_mask(of(entries, soft))?
                    && view.entry(soft, "Mask")?.is_none()
                    && view.entry(soft, "SMask")?.is_none()
            }
            None => false,
        },
    };
    if is_sound { Ok(()) } else { Err(Unread::Unsound) }
}

fn of<'d>(entries: Entries<'d>, dictionary: &'d Dictionary) -> Entries<'d> {
    Entries { view: entries.view, dictionary, is_inline: false }
}

/// 8.9.6.4: the least and the most of each component, integers as samples are.
fn are_ranges(
    entries: Entries<'_>,
    ranges: &[Object],
    components: usize,
    bits: usize,
) -> Result<bool, Unread> {
    if ranges.len() != components.saturating_mul(2) {
        return Ok(false);
    }
    for pair in ranges.chunks(2) {
        let [least, most] = pair else { return Ok(false) };
        let sample = |object| -> Result<Option<usize>, Unread> {
            let sample = entries.view.resolve(object)?.as_offset();
            Ok(sample.filter(|sample| sample.checked_shr(u32::try_from(bits).unwrap_or(0)) == Some(0)))
        };
        match (sample(least)?, sample(most)?) {
            (Some(least), Some(most)) if least <= most => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}
