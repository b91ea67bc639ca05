//! Annotations and fields that not everybody sees alike (ISO 32000-1, 12.5 and 12.7).

use std::collections::{HashMap, HashSet};

use super::super::document::View;
use super::super::error::Error;
use super::super::form::geometry;
use super::super::object::{Dictionary, IndirectObject, Object, Value};
use super::super::walk;
use super::inheritance::Inherited;
use super::{Found, ShadowKind};

/// 12.5.3, Table 165: Invisible, Hidden, NoView.
const HIDING: i64 = 0b10_0011;
/// Print.
const PRINT: i64 = 0b100;
/// NoZoom, NoRotate, ToggleNoView.
const CHANGING: i64 = 0b1_0001_1000;
/// The width of the border that links have by themselves (12.5.4), in units of user space. Typesetting programs draw it
/// on screen alone; a wider one could cover what is written.
const LINK_BORDER: f64 = 1.0;

/// `/NeedAppearances`: viewers make the appearances of fields anew (12.7.2).
pub(super) fn form(
    view: View<'_>,
    catalog: &Dictionary,
    root: &IndirectObject,
    found: &mut Found,
) -> Result<(), Error> {
    let Some(form) = view.dictionary(catalog, "AcroForm")? else { return Ok(()) };
    let asked = view.entry(form, "NeedAppearances")?;
    if asked.is_some_and(|asked| !matches!(asked.value, Value::Boolean(false))) {
        found.add(ShadowKind::DrawnByViewer, root);
    }
    Ok(())
}

/// The type and the value of fields.
struct Fields<'d> {
    types: Inherited<'d>,
    values: Inherited<'d>,
    /// Whether all streams of a dictionary of states are painted alike: thousands of annotations may share one.
    states: HashMap<*const Dictionary, bool>,
}

/// Every field and every annotation, wherever its dictionary stands.
pub(super) fn shadows(view: View<'_>, found: &mut Found) -> Result<(), Error> {
    let mut fields = Fields {
        types: Inherited::new(view, "FT"),
        values: Inherited::new(view, "V"),
        states: HashMap::new(),
    };
    for object in view.objects() {
        let mut dictionaries = Vec::new();
        walk::dictionaries(&object.object, &mut |dictionary| dictionaries.push(dictionary));
        for dictionary in dictionaries {
            let is_widget = name(view, dictionary, "Subtype")? == Some(b"Widget");
            let field = if is_widget { fields.types.of(dictionary)? } else { view.entry(dictionary, "FT")? };
            if (is_widget || field.is_some()) && field.and_then(Object::as_name) != Some(b"Sig") {
                found.add(ShadowKind::InteractiveField, object);
            }
            if view.entry(dictionary, "Rect")?.is_some() && view.entry(dictionary, "Subtype")?.is_some() {
                annotation(view, dictionary, object, &mut fields, found)?;
            }
        }
    }
    // What cannot be followed here is told as content that cannot be read. Pages may share a list.
    let mut lists = HashSet::new();
    for page in view.pages().unwrap_or_default() {
        let (Some(holder), Some(list)) = (view.object(page.id), view.entry(page.dictionary, "Annots")?)
        else {
            continue;
        };
        if !lists.insert(std::ptr::from_ref(list)) {
            continue;
        }
        for element in list.as_array().unwrap_or_default() {
            let holder = element.as_reference().and_then(|id| view.object(id)).unwrap_or(holder);
            if let Some(dictionary) = view.resolve(element)?.as_dictionary() {
                annotation(view, dictionary, holder, &mut fields, found)?;
            }
        }
    }
    Ok(())
}

fn annotation<'d>(
    view: View<'d>,
    annotation: &'d Dictionary,
    holder: &IndirectObject,
    fields: &mut Fields<'d>,
    found: &mut Found,
) -> Result<(), Error> {
    let subtype = name(view, annotation, "Subtype")?;
    let is_signature =
        subtype == Some(b"Widget") && fields.types.of(annotation)?.and_then(Object::as_name) == Some(b"Sig");
    if is_signature && is_point(view, annotation)? {
        // 12.7.4.5: a signature field that is not to be seen.
        return Ok(());
    }
    let flags = match view.entry(annotation, "F")? {
        None => Some(0),
        Some(flags) => flags.as_integer(),
    };
    let Some(flags) = flags.filter(|flags| flags & HIDING == 0) else {
        found.add(ShadowKind::HiddenAnnotation, holder);
        return Ok(());
    };
    let appearances = view.dictionary(annotation, "AP")?;
    let normal = appearances.and_then(|appearances| appearances.get("N"));
    let normal = match normal {
        Some(normal) if !view.resolve(normal)?.is_null() => normal,
        _ => {
            let shown = match subtype {
                Some(b"Link") => border(view, annotation)?.is_none_or(|width| width > LINK_BORDER),
                // Nobody draws a signature that has no appearance.
                _ => !is_signature,
            };
            if shown {
                found.add(ShadowKind::DrawnByViewer, holder);
            }
            return Ok(());
        }
    };
    if flags & PRINT == 0 || flags & CHANGING != 0 {
        found.add(ShadowKind::ScreenNotPaper, holder);
    }
    // Some viewers show the appearance of an empty field, some a frame to sign in, some nothing.
    let is_empty_field = is_signature && fields.values.of(annotation)?.is_none();
    if is_empty_field || !is_painted_alike(view, annotation, subtype, normal, fields)? {
        found.add(ShadowKind::DrawnByViewer, holder);
    }
    if !is_one_appearance(view, normal, name(view, annotation, "AS")?)? {
        found.add(ShadowKind::AppearanceStates, holder);
    }
    Ok(())
}

/// Table 169, but for links, pop-up windows, marks on text and polygons: what has an appearance there is painted by some
/// viewers, not at all or in their own way by others. Poppler asks for the points of marks and polygons first.
const PAINTED: &[&[u8]] = &[
    b"3D",
    b"Caret",
    b"Circle",
    b"FileAttachment",
    b"FreeText",
    b"Ink",
    b"Line",
    b"Movie",
    b"PrinterMark",
    b"Screen",
    b"Sound",
    b"Square",
    b"Stamp",
    b"Text",
    b"TrapNet",
    b"Watermark",
    b"Widget",
];

/// Whether every viewer paints the appearance: the annotation says what it is and where, the appearance that it is a form,
/// and which part of it is seen (8.10, 12.5.5).
fn is_painted_alike<'d>(
    view: View<'d>,
    annotation: &'d Dictionary,
    subtype: Option<&[u8]>,
    normal: &'d Object,
    fields: &mut Fields<'d>,
) -> Result<bool, Error> {
    let place = view.entry(annotation, "Rect")?;
    if !subtype.is_some_and(|subtype| PAINTED.contains(&subtype))
        || !place.map_or(Ok(false), |place| geometry::is_rectangle(view, place))?
    {
        return Ok(false);
    }
    if view.is_stream(normal) {
        return is_form(view, normal);
    }
    let Some(states) = view.resolve(normal)?.as_dictionary() else { return Ok(true) };
    if let Some(known) = fields.states.get(&std::ptr::from_ref(states)) {
        return Ok(*known);
    }
    let mut are_forms = true;
    for state in states.entries().iter().map(|state| &state.value) {
        are_forms = are_forms && (!view.is_stream(state) || is_form(view, state)?);
    }
    fields.states.insert(std::ptr::from_ref(states), are_forms);
    Ok(are_forms)
}

/// A stream that says it is a form, with a frame and a sound place.
fn is_form(view: View<'_>, stream: &Object) -> Result<bool, Error> {
    let Some(form) = view.resolve(stream)?.as_dictionary() else { return Ok(false) };
    let frame = view.entry(form, "BBox")?;
    Ok(name(view, form, "Subtype")? == Some(b"Form")
        && frame.map_or(Ok(false), |frame| geometry::is_rectangle(view, frame))?
        && geometry::is_sound_form(view, form)?)
}

/// A stream, or one stream under the one name that `/AS` picks.
fn is_one_appearance(view: View<'_>, normal: &Object, state: Option<&[u8]>) -> Result<bool, Error> {
    if view.is_stream(normal) {
        return Ok(true);
    }
    let Some(states) = view.resolve(normal)?.as_dictionary() else { return Ok(false) };
    Ok(match states.entries() {
        [one] => state == Some(one.key.as_slice()) && view.is_stream(&one.value),
        _ => false,
    })
}

/// 12.5.4: the width of a link's border, the wider where `/BS` and `/Border` state two; `None` where it cannot be told.
fn border(view: View<'_>, annotation: &Dictionary) -> Result<Option<f64>, Error> {
    let style = match view.entry(annotation, "BS")? {
        None => Some(LINK_BORDER),
        Some(style) => match style.as_dictionary() {
            None => None,
            Some(style) => view.entry(style, "W")?.map_or(Some(LINK_BORDER), Object::as_number),
        },
    };
    let border = match view.entry(annotation, "Border")? {
        None => Some(LINK_BORDER),
        Some(border) => match border.as_array().and_then(|border| border.get(2)) {
            None => None,
            Some(width) => view.resolve(width)?.as_number(),
        },
    };
    Ok(style.zip(border).map(|(style, border)| style.max(border)))
}

/// Whether `/Rect` has neither width nor height.
fn is_point(view: View<'_>, annotation: &Dictionary) -> Result<bool, Error> {
    let rectangle = view.entry(annotation, "Rect")?.and_then(Object::as_array);
    let Some([left, bottom, right, top]) = rectangle else { return Ok(false) };
    let number = |object| Ok::<_, Error>(view.resolve(object)?.as_number());
    let (left, bottom, right, top) = (number(left)?, number(bottom)?, number(right)?, number(top)?);
    Ok(left.is_some() && bottom.is_some() && left == right && bottom == top)
}

fn name<'d>(view: View<'d>, dictionary: &'d Dictionary, key: &str) -> Result<Option<&'d [u8]>, Error> {
    Ok(view.entry(dictionary, key)?.and_then(Object::as_name))
}
