//! Color spaces (ISO 32000-1, 8.6): how many components a color has, and whether viewers take the space for the same.

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object};
use super::functions::Functions;
use super::{geometry, image, resource_values};
use crate::limits;

/// The space of the current color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Colors are so many numbers.
    Components(usize),
    /// That of whatever paints this form or glyph: until one is set there is no telling how many numbers a color has.
    Inherited,
    /// None that the resources have.
    Missing,
    /// Colors are patterns; uncolored ones with so many numbers.
    Pattern(Option<usize>),
}

impl Default for Space {
    /// DeviceGray, with which a page begins (8.4.1).
    fn default() -> Self {
        Self::Components(1)
    }
}

/// How a pattern is painted (8.7.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Painted {
    /// In colors of its own; so are shadings.
    Colored,
    /// There is none of this name.
    Missing,
    /// In the color that is named with it.
    Uncolored,
}

/// The space of a name that needs no resources (8.6.3).
pub(super) const fn built_in(name: &[u8]) -> Option<Space> {
    Some(match name {
        b"DeviceGray" => Space::Components(1),
        b"DeviceRGB" => Space::Components(3),
        b"DeviceCMYK" => Space::Components(4),
        b"Pattern" => Space::Pattern(None),
        _ => return None,
    })
}

/// A space of the resources.
///
/// # Errors
/// When references run in a circle.
pub(super) fn space<'d>(view: View<'d>, space: &'d Object) -> Result<Space, Error> {
    Ok(match pattern_base(view, space)? {
        Some(base) => Space::Pattern(match base {
            Some(base) => image::family(view, view.resolve(base)?, false)?,
            None => None,
        }),
        None => image::family(view, space, false)?.map_or(Space::Missing, Space::Components),
    })
}

/// What a space of patterns has for the colors of uncolored ones; `None` where it is no space of patterns.
fn pattern_base<'d>(view: View<'d>, space: &'d Object) -> Result<Option<Option<&'d Object>>, Error> {
    let list = space.as_array().unwrap_or(std::slice::from_ref(space));
    let Some(family) = list.first() else { return Ok(None) };
    let is_pattern = view.resolve(family)?.as_name() == Some(b"Pattern");
    Ok(is_pattern.then(|| list.get(1)))
}

/// How a pattern is painted.
///
/// # Errors
/// When references run in a circle.
pub(super) fn painted(view: View<'_>, pattern: &Dictionary) -> Result<Painted, Error> {
    Ok(if is_uncolored(view, pattern)? { Painted::Uncolored } else { Painted::Colored })
}

/// Whether a dictionary is that of a tiling pattern without colors of its own (8.7.3.3).
///
/// # Errors
/// When references run in a circle.
pub(super) fn is_uncolored(view: View<'_>, pattern: &Dictionary) -> Result<bool, Error> {
    let is_tiling = view.entry(pattern, "PatternType")?.and_then(Object::as_integer) == Some(1);
    Ok(is_tiling && view.entry(pattern, "PaintType")?.and_then(Object::as_integer) == Some(2))
}

/// Where a space stands, which says what it may be (8.6.5.5, 8.6.6.2, 8.6.6.3, 8.6.6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In place of a space that is none of the next kinds: of a device, or measured.
    Alternate,
    /// Of the colors of a table.
    Indexed,
    /// Of uncolored patterns, of images and shadings.
    Colors,
    /// Of what content names.
    Resources,
}

/// How many components a space has that all viewers take for the same; `None` for any other, 0 for patterns alone.
///
/// # Errors
/// When references run in a circle.
pub(super) fn sound<'d>(
    view: View<'d>,
    functions: &mut Functions<'d>,
    space: &'d Object,
    place: Place,
) -> Result<Option<usize>, Error> {
    let space = view.resolve(space)?;
    let list = space.as_array().unwrap_or(std::slice::from_ref(space));
    let Some((family, parameters)) = list.split_first() else { return Ok(None) };
    let Some(family) = view.resolve(family)?.as_name() else { return Ok(None) };
    Ok(match (family, parameters) {
        (b"DeviceGray", []) => Some(1),
        (b"DeviceRGB", []) => Some(3),
        (b"DeviceCMYK", []) => Some(4),
        (b"CalGray" | b"CalRGB" | b"Lab", [measures]) => match view.resolve(measures)?.as_dictionary() {
            Some(measures) if resource_values::is_small(measures) => measured(view, family, measures)?,
            _ => None,
        },
        (b"ICCBased", [profile]) => profiled(view, functions, profile)?,
        (b"Separation", [name, alternate, tint]) if place > Place::Alternate => {
            let (name, components) =
                (view.resolve(name)?, sound(view, functions, alternate, Place::Alternate)?);
            let is_gray = components == Some(1);
            let is_sound = match name.as_name() {
                // Nothing, or every plate: viewers paint the alternate, or do not.
                None | Some(b"All" | b"None") => false,
                // Poppler takes it for the black of the device.
                Some(b"Black") => !is_gray,
                Some(_) => true,
            };
            (is_sound && is_tint(functions, tint, 1, components)?).then_some(1)
        }
        (b"DeviceN", [names, alternate, tint] | [names, alternate, tint, _]) if place > Place::Alternate => {
            let names = view.resolve(names)?.as_array().unwrap_or_default();
            // The name behind them belongs to a pattern.
            if names.len() >= limits::pdf::CONTENT_OPERANDS {
                return Ok(None);
            }
            for name in names {
                if view.resolve(name)?.as_name().is_none_or(|name| matches!(name, b"All" | b"None")) {
                    return Ok(None);
                }
            }
            let components = sound(view, functions, alternate, Place::Alternate)?;
            is_tint(functions, tint, names.len(), components)?.then_some(names.len())
        }
        (b"Indexed", [base, most, table]) if place > Place::Indexed => {
            let components = sound(view, functions, base, Place::Indexed)?;
            let most = view.resolve(most)?.as_offset().filter(|most| *most <= 255);
            let is_stream = view.is_stream(table);
            let table = view.resolve(table)?;
            // How long a table is that is a stream, the rules of encoded data do not say.
            let length = table.as_string().map(<[u8]>::len);
            let wanted = match (components, most) {
                (Some(components), Some(most)) => most.saturating_add(1).saturating_mul(components),
                _ => return Ok(None),
            };
            // Producers pad tables; no viewer shows anything else then.
            let is_long_enough = length.is_some_and(|length| length >= wanted);
            (is_long_enough || is_stream).then_some(1)
        }
        (b"Pattern", []) if place == Place::Resources => Some(0),
        (b"Pattern", [base]) if place == Place::Resources => sound(view, functions, base, Place::Colors)?,
        _ => None,
    })
}

/// Whether a space takes the place of one of a device (8.6.5.6): only one that is measured may.
///
/// # Errors
/// When references run in a circle.
pub(super) fn is_sound_default<'d>(
    view: View<'d>,
    functions: &mut Functions<'d>,
    space: &'d Object,
    components: usize,
) -> Result<bool, Error> {
    let list = view.resolve(space)?.as_array().unwrap_or_default();
    let Some(family) = list.first() else { return Ok(false) };
    let is_measured = matches!(view.resolve(family)?.as_name(), Some(b"CalGray" | b"CalRGB" | b"ICCBased"));
    Ok(is_measured && sound(view, functions, space, Place::Alternate)? == Some(components))
}

/// Whether a function makes colors of `components` of `inputs` tints.
fn is_tint<'d>(
    functions: &mut Functions<'d>,
    function: &'d Object,
    inputs: usize,
    components: Option<usize>,
) -> Result<bool, Error> {
    let function = functions.read(function)?;
    Ok(function.is_some_and(|function| {
        function.inputs == inputs && Some(function.outputs) == components && !function.has_steps
    }))
}

/// Tables 63 to 65.
fn measured<'d>(view: View<'d>, family: &[u8], measures: &'d Dictionary) -> Result<Option<usize>, Error> {
    let list = |key| geometry::list(view, measures, key);
    let white = list("WhitePoint")?;
    let is_white = matches!(white.as_deref(), Some([x, y, z]) if *x > 0.0 && *y == 1.0 && *z > 0.0);
    // Producers write 1.8 to 2.4; with others a gray becomes black or white.
    let is_usual = |gamma: &f64| (0.5..=4.0).contains(gamma);
    let gamma = view.entry(measures, "Gamma")?;
    let (components, is_sound) = match family {
        b"CalGray" => (1, gamma.is_none_or(|gamma| gamma.as_number().as_ref().is_some_and(is_usual))),
        b"CalRGB" => {
            let each = list("Gamma")?;
            (3, gamma.is_none() || each.is_some_and(|each| each.len() == 3 && each.iter().all(is_usual)))
        }
        // Without a range one viewer takes another.
        _ => (3, matches!(list("Range")?.as_deref(), Some([a, b, c, d]) if a < b && c < d)),
    };
    Ok((is_white && is_sound).then_some(components))
}

/// Table 66. What the profile says, no viewer's own reader is asked.
fn profiled<'d>(
    view: View<'d>,
    functions: &mut Functions<'d>,
    profile: &'d Object,
) -> Result<Option<usize>, Error> {
    let Some(profile) =
        view.resolve(profile)?.as_dictionary().filter(|profile| resource_values::is_small(profile))
    else {
        return Ok(None);
    };
    let components = view.entry(profile, "N")?.and_then(Object::as_offset).filter(|n| matches!(n, 1 | 3 | 4));
    let Some(alternate) = view.entry(profile, "Alternate")? else { return Ok(components) };
    // A profile names no other profile: a circle of them would have no end.
    let is_profile = alternate.as_array().is_some_and(|list| {
        list.first().is_none_or(|family| family.as_name().is_none_or(|family| family == b"ICCBased"))
    });
    if is_profile {
        return Ok(None);
    }
    let others = sound(view, functions, alternate, Place::Alternate)?;
    Ok(components.filter(|components| others == Some(*components)))
}
