//! Color spaces (ISO 32000-1, 8.6) and patterns (8.7), as far as the operators of colors depend on them.

use super::super::document::View;
use super::super::error::Error;
use super::super::object::Object;
use super::image;

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

/// The space that a name means: one of a device, that of all patterns, or one of the resources.
///
/// # Errors
/// When references run in a circle.
pub(super) fn space<'d>(view: View<'d>, name: &[u8], named: Option<&'d Object>) -> Result<Space, Error> {
    Ok(match (name, named) {
        (b"DeviceGray", _) => Space::Components(1),
        (b"DeviceRGB", _) => Space::Components(3),
        (b"DeviceCMYK", _) => Space::Components(4),
        (b"Pattern", _) => Space::Pattern(None),
        (_, None) => Space::Missing,
        (_, Some(space)) => {
            let space = view.resolve(space)?;
            match pattern_base(view, space)? {
                Some(base) => Space::Pattern(match base {
                    Some(base) => image::family(view, view.resolve(base)?, false)?,
                    None => None,
                }),
                None => image::family(view, space, false)?.map_or(Space::Missing, Space::Components),
            }
        }
    })
}

/// What a space of patterns has for the colors of uncolored ones; `None` where it is no space of patterns.
fn pattern_base<'d>(view: View<'d>, space: &'d Object) -> Result<Option<Option<&'d Object>>, Error> {
    let list = space.as_array().unwrap_or(std::slice::from_ref(space));
    let Some(family) = list.first() else { return Ok(None) };
    let is_pattern = view.resolve(family)?.as_name() == Some(b"Pattern");
    Ok(is_pattern.then(|| list.get(1)))
}

/// How the pattern of a name is painted.
///
/// # Errors
/// When references run in a circle.
pub(super) fn painted<'d>(view: View<'d>, pattern: Option<&'d Object>) -> Result<Painted, Error> {
    let Some(pattern) = pattern else { return Ok(Painted::Missing) };
    let Some(pattern) = view.resolve(pattern)?.as_dictionary() else { return Ok(Painted::Missing) };
    let is_tiling = view.entry(pattern, "PatternType")?.and_then(Object::as_integer) == Some(1);
    let kind = view.entry(pattern, "PaintType")?.and_then(Object::as_integer);
    Ok(if is_tiling && kind == Some(2) { Painted::Uncolored } else { Painted::Colored })
}

/// Whether lines have caps by a graphics state of the resources (8.4.5); `None` where it says nothing of them.
///
/// # Errors
/// When references run in a circle.
pub(super) fn caps<'d>(view: View<'d>, state: Option<&'d Object>) -> Result<Option<bool>, Error> {
    let Some(state) = state else { return Ok(None) };
    let Some(state) = view.resolve(state)?.as_dictionary() else { return Ok(None) };
    Ok(view.entry(state, "LC")?.map(|caps| caps.as_integer() != Some(0)))
}
