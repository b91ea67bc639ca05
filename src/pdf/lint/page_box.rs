//! Pages of which not all is shown (ISO 32000-1, 14.11.2), or not all is printed.

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, IndirectObject, Object};
use super::super::seal::Rectangle;
use super::inheritance::Inherited;
use super::{Found, ShadowKind};

/// Producers round the two boxes differently: less than this many units at an edge hide nothing.
const ROUNDING: f64 = 1.0;

/// 12.2, Table 150: another box to show or print, and pages to print.
pub(super) fn viewer_preferences(
    view: View<'_>,
    catalog: &Dictionary,
    root: &IndirectObject,
    found: &mut Found,
) -> Result<(), Error> {
    let Some(preferences) = view.dictionary(catalog, "ViewerPreferences")? else { return Ok(()) };
    for key in ["PrintArea", "PrintClip", "ViewArea", "ViewClip"] {
        // These two are the same box wherever nothing else is found.
        let whole = |area: &Object| matches!(area.as_name(), Some(b"CropBox" | b"MediaBox"));
        if view.entry(preferences, key)?.is_some_and(|area| !whole(area)) {
            found.add(ShadowKind::CroppedPage, root);
        }
    }
    if view.entry(preferences, "PrintPageRange")?.is_some() {
        found.add(ShadowKind::ScreenNotPaper, root);
    }
    Ok(())
}

/// Pages whose `/CropBox` leaves out a part of `/MediaBox`: most viewers show the one, some printers and converters the
/// other.
pub(super) fn shadows(view: View<'_>, found: &mut Found) -> Result<(), Error> {
    let (mut crops, mut medias) = (Inherited::new(view, "CropBox"), Inherited::new(view, "MediaBox"));
    // What cannot be followed here is told as content that cannot be read.
    for page in view.pages().unwrap_or_default() {
        let Some(crop) = crops.of(page.dictionary)? else { continue };
        let media = medias.of(page.dictionary)?;
        let boxes = (rectangle(view, crop)?, media.map_or(Ok(None), |media| rectangle(view, media))?);
        let whole = match boxes {
            (Some(crop), Some(media)) => {
                crop.left <= media.left + ROUNDING
                    && crop.bottom <= media.bottom + ROUNDING
                    && crop.right >= media.right - ROUNDING
                    && crop.top >= media.top - ROUNDING
            }
            _ => false,
        };
        if let Some(page) = view.object(page.id).filter(|_| !whole) {
            found.add(ShadowKind::CroppedPage, page);
        }
    }
    Ok(())
}

/// 7.9.5: any two opposite corners.
fn rectangle(view: View<'_>, array: &Object) -> Result<Option<Rectangle>, Error> {
    let Some([left, bottom, right, top]) = array.as_array() else { return Ok(None) };
    let number = |object| Ok::<_, Error>(view.resolve(object)?.as_number());
    let corners = (number(left)?, number(bottom)?, number(right)?, number(top)?);
    let (Some(left), Some(bottom), Some(right), Some(top)) = corners else { return Ok(None) };
    Ok(Some(Rectangle {
        left: left.min(right),
        bottom: bottom.min(top),
        right: left.max(right),
        top: bottom.max(top),
    }))
}
