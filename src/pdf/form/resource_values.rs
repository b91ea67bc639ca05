//! What the names of resources stand for (ISO 32000-1, 7.8.3): graphics states (8.4.5), color spaces, patterns and shadings (8.7),
//! XObjects (8.8), as far as viewers take them for different things.

use std::collections::HashMap;

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object, Value};
use super::colors::{self, Painted, Place, Space};
use super::functions::Functions;
use super::resource_names::Category;
use super::{geometry, operators};
use crate::limits;

/// What a resource means to the operators behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A graphics state that says whether lines have caps.
    Caps(bool),
    /// An XObject that may paint colors: any but a stencil.
    Colored,
    FontOfType3,
    Nothing,
    Pattern(Painted),
    Space(Space),
}

/// What was judged, each once however many resources name it, and however often content does.
pub(super) struct ResourceValues<'d> {
    view: View<'d>,
    functions: Functions<'d>,
    known: HashMap<(Category, *const Object), (bool, Meaning)>,
}

impl<'d> ResourceValues<'d> {
    pub(super) fn new(view: View<'d>) -> Self {
        Self { view, functions: Functions::new(view), known: HashMap::new() }
    }

    /// Whether viewers take a resource for the same, and what it means.
    ///
    /// # Errors
    /// When references run in a circle.
    pub(super) fn judge(&mut self, category: Category, value: &'d Object) -> Result<(bool, Meaning), Error> {
        let value = self.view.resolve(value)?;
        let key = (category, std::ptr::from_ref(value));
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let dictionary = value.as_dictionary();
        // Of larger ones many might name the same.
        let is_large =
            category != Category::Font && dictionary.is_some_and(|dictionary| !is_small(dictionary));
        let is_sound = !is_large
            && match (category, dictionary) {
                (Category::ColorSpace, _) => self.space(value, Place::Resources)?.is_some(),
                (Category::ExtGState, Some(state)) => self.state(state)?,
                (Category::Pattern, Some(pattern)) => self.pattern(pattern)?,
                (Category::Shading, Some(_)) => self.shading(value)?,
                (Category::XObject, Some(object)) => self.external(object)?,
                _ => true,
            };
        let judged = (is_sound, self.meaning(category, value)?);
        self.known.insert(key, judged);
        Ok(judged)
    }

    /// Whether a space may take the place of that of a device.
    ///
    /// # Errors
    /// When references run in a circle.
    pub(super) fn is_default(&mut self, space: &'d Object, components: usize) -> Result<bool, Error> {
        colors::is_sound_default(self.view, &mut self.functions, space, components)
    }

    fn meaning(&self, category: Category, value: &'d Object) -> Result<Meaning, Error> {
        let view = self.view;
        if category == Category::ColorSpace {
            return Ok(Meaning::Space(colors::space(view, value)?));
        }
        let Some(dictionary) = value.as_dictionary() else { return Ok(Meaning::Nothing) };
        let is = |name: &[u8]| {
            Ok::<_, Error>(view.entry(dictionary, "Subtype")?.and_then(Object::as_name) == Some(name))
        };
        Ok(match category {
            Category::ExtGState => match view.entry(dictionary, "LC")? {
                Some(caps) => Meaning::Caps(caps.as_integer() != Some(0)),
                None => Meaning::Nothing,
            },
            Category::Font if is(b"Type3")? => Meaning::FontOfType3,
            Category::Pattern => Meaning::Pattern(colors::painted(view, dictionary)?),
            Category::XObject => {
                let mask = view.entry(dictionary, "ImageMask")?.map(|mask| &mask.value);
                let is_stencil = is(b"Image")? && mask == Some(&Value::Boolean(true));
                if is_stencil { Meaning::Nothing } else { Meaning::Colored }
            }
            _ => Meaning::Nothing,
        })
    }

    fn space(&mut self, space: &'d Object, place: Place) -> Result<Option<usize>, Error> {
        colors::sound(self.view, &mut self.functions, space, place)
    }

    /// Tables 89, 95, 96. What is there without `/Subtype` one viewer does not paint.
    fn external(&mut self, object: &'d Dictionary) -> Result<bool, Error> {
        let view = self.view;
        match view.entry(object, "Subtype")?.and_then(Object::as_name) {
            Some(b"Form") => match view.dictionary(object, "Group")? {
                Some(group) if !is_small(group) => Ok(false),
                Some(group) => match view.entry(group, "CS")? {
                    Some(space) => Ok(self.space(space, Place::Alternate)?.is_some()),
                    None => Ok(true),
                },
                None => Ok(true),
            },
            Some(b"Image") => match view.entry(object, "ColorSpace")? {
                Some(space) => Ok(self.space(space, Place::Colors)?.is_some()),
                None => Ok(true),
            },
            // Told as what it is.
            subtype => Ok(subtype == Some(b"PS")),
        }
    }

    /// Table 58.
    fn state(&mut self, state: &'d Dictionary) -> Result<bool, Error> {
        let view = self.view;
        let entry = |key| view.entry(state, key);
        let name = |key| Ok::<_, Error>(entry(key)?.map(|value| value.as_name()));
        let within =
            |key, least: f64, most: f64| {
                Ok::<_, Error>(entry(key)?.is_none_or(|value| {
                    value.as_number().is_some_and(|number| (least..=most).contains(&number))
                }))
            };
        // Transfer functions are for one device; one viewer applies them to the screen.
        let transfer = matches!(name("TR")?, None | Some(Some(b"Identity")))
            && matches!(name("TR2")?, None | Some(Some(b"Default" | b"Identity")));
        // One viewer simulates what would be printed over, the others do not.
        let mut overprints = false;
        for key in ["OP", "op"] {
            overprints |=
                !matches!(entry(key)?.map(|value| &value.value), None | Some(Value::Boolean(false)));
        }
        let blend = match entry("BM")? {
            None => true,
            Some(mode) => {
                // Of several that they know viewers take the first or the last.
                match mode.as_array().unwrap_or(std::slice::from_ref(mode)) {
                    [mode] => view.resolve(mode)?.as_name().is_some_and(is_blend_mode),
                    _ => false,
                }
            }
        };
        let mask = match entry("SMask")? {
            None => true,
            Some(mask) => match mask.as_dictionary() {
                Some(mask) => self.soft_mask(mask)?,
                None => mask.as_name() == Some(b"None"),
            },
        };
        let numbers = within("CA", 0.0, 1.0)?
            && within("ca", 0.0, 1.0)?
            && within("LW", 0.0, f64::from(i32::MAX))?
            && within("LC", 0.0, 2.0)?
            && within("LJ", 0.0, 2.0)?;
        let dashes = match entry("D")?.map(Object::as_array) {
            None => true,
            Some(Some([dashes, phase])) => {
                let (dashes, phase) = (view.resolve(dashes)?.as_array(), view.resolve(phase)?.as_number());
                dashes.is_some_and(operators::are_visible_dashes) && phase.is_some_and(|phase| phase >= 0.0)
            }
            Some(_) => false,
        };
        Ok(transfer && dashes && !overprints && blend && mask && numbers)
    }

    /// Tables 144, 147.
    fn soft_mask(&mut self, mask: &'d Dictionary) -> Result<bool, Error> {
        let view = self.view;
        let is_luminosity = match view.entry(mask, "S")?.and_then(Object::as_name) {
            Some(b"Alpha") => false,
            Some(b"Luminosity") => true,
            _ => return Ok(false),
        };
        let form = match view.entry(mask, "G")? {
            Some(form) => form.as_dictionary().filter(|form| is_small(form)),
            None => None,
        };
        let is_stream = mask.get("G").is_some_and(|form| view.is_stream(form));
        let Some(form) = form.filter(|_| is_stream && is_small(mask)) else { return Ok(false) };
        let Some(group) = view.dictionary(form, "Group")?.filter(|group| is_small(group)) else {
            return Ok(false);
        };
        let is_group = view.entry(group, "S")?.and_then(Object::as_name) == Some(b"Transparency");
        let components = match view.entry(group, "CS")? {
            None => None,
            Some(space) => self.space(space, Place::Alternate)?,
        };
        let backdrop = match view.entry(mask, "BC")? {
            None => true,
            Some(_) => {
                let backdrop = geometry::list(view, mask, "BC")?;
                backdrop.is_some_and(|backdrop| Some(backdrop.len()) == components)
            }
        };
        let transfer = view.entry(mask, "TR")?;
        Ok(is_group
            && (!is_luminosity || components.is_some())
            && backdrop
            && transfer.is_none_or(|transfer| transfer.as_name() == Some(b"Identity")))
    }

    /// Tables 75, 76.
    fn pattern(&mut self, pattern: &'d Dictionary) -> Result<bool, Error> {
        let view = self.view;
        let integer = |key| Ok::<_, Error>(view.entry(pattern, key)?.and_then(Object::as_integer));
        match integer("PatternType")? {
            Some(1) => {
                let frame = geometry::list(view, pattern, "BBox")?;
                let Some([left, bottom, right, top]) = frame.as_deref() else { return Ok(false) };
                let mut is_sound = matches!(integer("PaintType")?, Some(1 | 2))
                    && matches!(integer("TilingType")?, Some(1..=3));
                for (key, size) in [("XStep", right - left), ("YStep", top - bottom)] {
                    let step = view.entry(pattern, key)?.and_then(Object::as_number);
                    // Of negative ones one viewer paints other tiles; of many over each other two do not end.
                    is_sound &= size != 0.0
                        && step.is_some_and(|step| step * limits::pdf::TILES_OVER_EACH_OTHER >= size.abs());
                }
                Ok(is_sound)
            }
            Some(2) => {
                let state = match view.dictionary(pattern, "ExtGState")? {
                    Some(state) => is_small(state) && self.state(state)?,
                    None => true,
                };
                match view.entry(pattern, "Shading")? {
                    Some(shading) => Ok(self.shading(shading)? && state),
                    None => Ok(false),
                }
            }
            _ => Ok(false),
        }
    }

    /// Tables 78 to 81. The data of meshes are not read.
    fn shading(&mut self, shading: &'d Object) -> Result<bool, Error> {
        let view = self.view;
        let Some(shading) = shading.as_dictionary().filter(|shading| is_small(shading)) else {
            return Ok(false);
        };
        let components = match view.entry(shading, "ColorSpace")? {
            Some(space) => self.space(space, Place::Colors)?,
            None => None,
        };
        let Some(components) = components else { return Ok(false) };
        let (inputs, coordinates) = match view.entry(shading, "ShadingType")?.and_then(Object::as_integer) {
            Some(1) => (2, None),
            Some(2) => (1, Some(4)),
            Some(3) => (1, Some(6)),
            _ => return Ok(false),
        };
        if coordinates.is_some() {
            let list = geometry::list(view, shading, "Coords")?;
            // From one point to itself, or from a circle, or with less than no radius, each viewer paints what it likes.
            let is_sound = match list.as_deref() {
                Some([x, y, to_x, to_y]) => coordinates == Some(4) && (x, y) != (to_x, to_y),
                Some([x, y, radius, to_x, to_y, to_radius]) => {
                    coordinates == Some(6)
                        && *radius >= 0.0
                        && *to_radius >= 0.0
                        && (x, y, radius) != (to_x, to_y, to_radius)
                }
                _ => false,
            };
            if !is_sound {
                return Ok(false);
            }
        }
        let Some(function) = shading.get("Function") else { return Ok(false) };
        let Some(parts) = view.resolve(function)?.as_array() else {
            // By its reference: whether it is a stream is not said by its dictionary.
            let function = self.functions.read(function)?;
            return Ok(
                function.is_some_and(|function| function.inputs == inputs && function.outputs == components)
            );
        };
        if parts.len() != components {
            return Ok(false);
        }
        for part in parts {
            let part = self.functions.read(part)?;
            if part.is_none_or(|part| part.inputs != inputs || part.outputs != 1) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether a dictionary has no more entries than any that resources need, so that it costs little to ask it however many name it.
pub(super) fn is_small(dictionary: &Dictionary) -> bool {
    dictionary.entries().len() <= limits::pdf::ENTRIES_OF_RESOURCES
}

/// Tables 136 and 137.
const fn is_blend_mode(name: &[u8]) -> bool {
    matches!(
        name,
        b"Color"
            | b"ColorBurn"
            | b"ColorDodge"
            | b"Compatible"
            | b"Darken"
            | b"Difference"
            | b"Exclusion"
            | b"HardLight"
            | b"Hue"
            | b"Lighten"
            | b"Luminosity"
            | b"Multiply"
            | b"Normal"
            | b"Overlay"
            | b"Saturation"
            | b"Screen"
            | b"SoftLight"
    )
}
