//! What a file has beside its pages, and how it has them presented (ISO 32000-1, 12.2 to 12.4, 14.5, 14.10).

use std::collections::HashSet;

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, IndirectObject, Object};
use super::super::walk::Walk;
use super::{Found, ShadowKind, roots};

/// The largest factor by which a first view may magnify: more shows a part of a page.
const ZOOM: f64 = 2.0;
/// Samples of a thumbnail in each direction. Producers make 106 and a few more; a picture of more could be read in the
/// place of the page.
const THUMBNAIL: usize = 256;

/// What the catalog says.
pub(super) fn document(
    view: View<'_>,
    catalog: &Dictionary,
    root: &IndirectObject,
    found: &mut Found,
) -> Result<(), Error> {
    if view.entry(catalog, "Collection")?.is_some() || !opens_on_a_page(view, catalog)? {
        found.add(ShadowKind::Presentation, root);
    }
    let base = view.dictionary(catalog, "URI")?.map(|links| view.entry(links, "Base")).transpose()?.flatten();
    if view.entry(catalog, "SpiderInfo")?.is_some() || base.is_some() {
        found.add(ShadowKind::CarriedData, root);
    }
    Ok(())
}

/// Pages that turn by themselves, thumbnails, and the streams that only the data of applications lead to; `used` is what
/// the trailer leads to.
pub(super) fn pages(view: View<'_>, used: &HashSet<u32>, found: &mut Found) -> Result<(), Error> {
    // What cannot be followed here is told as content that cannot be read.
    for page in view.pages().unwrap_or_default() {
        let turns = view.entry(page.dictionary, "Dur")?.is_some()
            || view.entry(page.dictionary, "PresSteps")?.is_some();
        let thumbnail = view.dictionary(page.dictionary, "Thumb")?;
        let is_large = thumbnail.map(|image| is_small(view, image)).transpose()? == Some(false);
        if let Some(page) = view.object(page.id).filter(|_| turns || is_large) {
            found.add(ShadowKind::Presentation, page);
        }
    }
    let shown: HashSet<u32> = Walk::new(view, &[b"PieceInfo"]).reach(roots(view)).into_iter().collect();
    for object in view.objects().filter(|object| object.stream.is_some()) {
        let number = object.id.number;
        if used.contains(&number) && !shown.contains(&number) {
            found.add(ShadowKind::CarriedData, object);
        }
    }
    Ok(())
}

fn is_small(view: View<'_>, image: &Dictionary) -> Result<bool, Error> {
    for key in ["Height", "Width"] {
        let samples = view.entry(image, key)?.and_then(Object::as_offset);
        if samples.is_none_or(|samples| samples > THUMBNAIL) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the destination of `/OpenAction`, where there is one, shows a whole page or its whole width or height. Actions
/// that are no jump are facts of the content.
fn opens_on_a_page(view: View<'_>, catalog: &Dictionary) -> Result<bool, Error> {
    let Some(action) = view.entry(catalog, "OpenAction")? else { return Ok(true) };
    let destination = match action.as_dictionary() {
        None => Some(action),
        Some(action) if view.entry(action, "S")?.and_then(Object::as_name) == Some(b"GoTo") => {
            view.entry(action, "D")?
        }
        Some(_) => return Ok(true),
    };
    // A name stands for a destination that may be any.
    let Some(elements) = destination.and_then(Object::as_array) else { return Ok(false) };
    let fit = elements.get(1).map(|fit| view.resolve(fit)).transpose()?.and_then(Object::as_name);
    Ok(match fit {
        Some(b"Fit" | b"FitB" | b"FitH" | b"FitV" | b"FitBH" | b"FitBV") => true,
        Some(b"XYZ") => {
            let zoom = elements.get(4).map(|zoom| view.resolve(zoom)).transpose()?;
            zoom.is_none_or(|zoom| zoom.is_null() || zoom.as_number().is_some_and(|zoom| zoom <= ZOOM))
        }
        _ => false,
    })
}
