//! Content inside content (ISO 32000-1, 8.7.3, 8.10, 9.6.5, 11.6.5.3): forms, tiling patterns, glyphs and groups of soft masks
//! that paint each other. Viewers draw so many levels and leave out what lies deeper; what paints itself ends nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object};
use super::resource_names::Category;
use crate::limits;

/// Which content paints which, by object numbers.
#[derive(Debug, Default)]
pub(super) struct Nesting(BTreeMap<u32, BTreeSet<u32>>);

impl Nesting {
    /// Content that uses these resources.
    ///
    /// # Errors
    /// When references run in a circle.
    pub(super) fn add<'d>(
        &mut self,
        view: View<'d>,
        content: u32,
        used: &BTreeSet<(Category, Vec<u8>)>,
        value: impl Fn(Category, &[u8]) -> Option<&'d Object>,
    ) -> Result<(), Error> {
        let painted = self.0.entry(content).or_default();
        for (category, name) in used {
            if let Some(value) = value(*category, name) {
                of_resource(view, *category, value, painted)?;
            }
        }
        Ok(())
    }

    /// Content that lies deeper than viewers go, or that paints itself.
    pub(super) fn too_deep(&self) -> Vec<u32> {
        let mut callers: BTreeMap<u32, usize> = self.0.keys().map(|content| (*content, 0)).collect();
        for painted in self.0.values().flatten() {
            if let Some(count) = callers.get_mut(painted) {
                *count = count.saturating_add(1);
            }
        }
        let free = callers.iter().filter(|(_, count)| **count == 0);
        let mut ready: Vec<(u32, usize)> = free.map(|(content, _)| (*content, 1)).collect();
        let mut depths: BTreeMap<u32, usize> = ready.iter().copied().collect();
        let mut deep = Vec::new();
        while let Some((content, depth)) = ready.pop() {
            // What lies deeper still has this above it.
            if depth == limits::pdf::NESTED_CONTENTS.saturating_add(1) {
                deep.push(content);
            }
            for painted in self.0.get(&content).into_iter().flatten() {
                let Some(count) = callers.get_mut(painted) else { continue };
                let known = depths.entry(*painted).or_default();
                *known = (*known).max(depth.saturating_add(1));
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push((*painted, *known));
                }
            }
        }
        // What is left has a circle above it.
        deep.extend(callers.iter().filter(|(_, count)| **count > 0).map(|(content, _)| *content));
        deep.sort_unstable();
        deep
    }
}

/// The content that a resource brings.
fn of_resource<'d>(
    view: View<'d>,
    category: Category,
    value: &'d Object,
    painted: &mut BTreeSet<u32>,
) -> Result<(), Error> {
    match category {
        Category::XObject => painted.extend(value.as_reference().map(|id| id.number)),
        Category::Pattern => {
            painted.extend(value.as_reference().map(|id| id.number));
            if let Some(pattern) = view.resolve(value)?.as_dictionary()
                && let Some(state) = view.dictionary(pattern, "ExtGState")?
            {
                of_state(view, state, painted)?;
            }
        }
        Category::ExtGState => {
            if let Some(state) = view.resolve(value)?.as_dictionary() {
                of_state(view, state, painted)?;
            }
        }
        Category::Font => of_font(view, value, painted)?,
        Category::ColorSpace | Category::Properties | Category::Shading => {}
    }
    Ok(())
}

/// The group of a soft mask, and the glyphs of a font (Table 58).
fn of_state<'d>(view: View<'d>, state: &'d Dictionary, painted: &mut BTreeSet<u32>) -> Result<(), Error> {
    if let Some(mask) = view.dictionary(state, "SMask")? {
        painted.extend(mask.reference("G").map(|id| id.number));
    }
    let font = view.entry(state, "Font")?.and_then(Object::as_array).and_then(<[Object]>::first);
    font.map_or(Ok(()), |font| of_font(view, font, painted))
}

fn of_font<'d>(view: View<'d>, font: &'d Object, painted: &mut BTreeSet<u32>) -> Result<(), Error> {
    if let Some(font) = view.resolve(font)?.as_dictionary()
        && let Some(glyphs) = view.dictionary(font, "CharProcs")?
    {
        painted.extend(
            glyphs.entries().iter().filter_map(|glyph| glyph.value.as_reference()).map(|id| id.number),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(pairs: impl IntoIterator<Item = (u32, u32)>) -> Vec<u32> {
        let mut nesting = Nesting::default();
        for (content, painted) in pairs {
            nesting.0.entry(content).or_default().insert(painted);
            nesting.0.entry(painted).or_default();
        }
        nesting.too_deep()
    }

    #[test]
    fn content_lies_no_deeper_than_viewers_go() {
        let most = u32::try_from(limits::pdf::NESTED_CONTENTS).unwrap();
        assert_eq!(deep((1..most).map(|number| (number, number + 1))), [0_u32; 0]);
        assert_eq!(deep((1..=most).map(|number| (number, number + 1))), [most + 1]);
        // The longest way counts, whichever is seen first.
        let short = [(1, most + 1), (50, most + 1)];
        assert_eq!(deep((1..=most).map(|number| (number, number + 1)).chain(short)), [most + 1]);
    }

    #[test]
    fn content_does_not_paint_itself() {
        assert_eq!(deep([(1, 1)]), [1]);
        assert_eq!(deep([(1, 2), (2, 3), (3, 2), (3, 4)]), [2, 3, 4]);
        assert_eq!(deep([(1, 2), (1, 3), (2, 4), (3, 4)]), [0_u32; 0]);
    }
}
