//! Content inside content (ISO 32000-1, 8.7.3, 8.10, 9.6.5, 11.6.5.3): forms, tiling patterns, glyphs and groups of soft masks
//! that paint each other. Viewers draw so many levels and leave out what lies deeper; what paints itself ends nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object};
use super::resource_names::Category;
use crate::limits;

/// What paints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    /// Content, by its object number.
    Content(u32),
    /// The glyphs of fonts (`/CharProcs`), by where the dictionary is: no level of its own, but thousands of contents may use
    /// thousands of them.
    Glyphs(*const Dictionary),
}

/// Which content paints which.
#[derive(Debug, Default)]
pub(super) struct Nesting(BTreeMap<Node, BTreeSet<Node>>);

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
        let mut painted = Painted::default();
        for (category, name) in used {
            if let Some(value) = value(*category, name) {
                painted.add(view, *category, value)?;
            }
        }
        let nodes = self.0.entry(Node::Content(content)).or_default();
        nodes.extend(painted.contents.into_iter().map(Node::Content));
        nodes.extend(painted.glyphs.iter().map(|glyphs| Node::Glyphs(std::ptr::from_ref(*glyphs))));
        for glyphs in painted.glyphs {
            self.0.entry(Node::Glyphs(std::ptr::from_ref(glyphs))).or_insert_with(|| {
                let named = glyphs.entries().iter().filter_map(|glyph| glyph.value.as_reference());
                named.map(|id| Node::Content(id.number)).collect()
            });
        }
        Ok(())
    }

    /// Content that lies deeper than viewers go, or that paints itself.
    pub(super) fn too_deep(&self) -> Vec<u32> {
        let mut callers: BTreeMap<Node, usize> = self.0.keys().map(|node| (*node, 0)).collect();
        for painted in self.0.values().flatten() {
            if let Some(count) = callers.get_mut(painted) {
                *count = count.saturating_add(1);
            }
        }
        let free = callers.iter().filter(|(_, count)| **count == 0);
        let mut ready: Vec<(Node, usize)> = free.map(|(node, _)| (*node, 1)).collect();
        let mut depths: BTreeMap<Node, usize> = ready.iter().copied().collect();
        let mut deep = Vec::new();
        while let Some((node, depth)) = ready.pop() {
            // What lies deeper still has this above it.
            if depth == limits::pdf::NESTED_CONTENTS.saturating_add(1) {
                deep.push(node);
            }
            for painted in self.0.get(&node).into_iter().flatten() {
                let Some(count) = callers.get_mut(painted) else { continue };
                let levels = usize::from(matches!(painted, Node::Content(_)));
                let known = depths.entry(*painted).or_default();
                *known = (*known).max(depth.saturating_add(levels));
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push((*painted, *known));
                }
            }
        }
        // What is left has a circle above it.
        deep.extend(callers.iter().filter(|(_, count)| **count > 0).map(|(node, _)| *node));
        let contents = deep.into_iter().filter_map(|node| match node {
            Node::Content(number) => Some(number),
            Node::Glyphs(_) => None,
        });
        let mut contents: Vec<u32> = contents.collect();
        contents.sort_unstable();
        contents
    }
}

/// What resources bring.
#[derive(Default)]
struct Painted<'d> {
    contents: BTreeSet<u32>,
    glyphs: Vec<&'d Dictionary>,
}

impl<'d> Painted<'d> {
    /// The content that a resource brings.
    fn add(&mut self, view: View<'d>, category: Category, value: &'d Object) -> Result<(), Error> {
        match category {
            Category::XObject => self.contents.extend(value.as_reference().map(|id| id.number)),
            Category::Pattern => {
                self.contents.extend(value.as_reference().map(|id| id.number));
                if let Some(pattern) = view.resolve(value)?.as_dictionary()
                    && let Some(state) = view.dictionary(pattern, "ExtGState")?
                {
                    self.add_state(view, state)?;
                }
            }
            Category::ExtGState => {
                if let Some(state) = view.resolve(value)?.as_dictionary() {
                    self.add_state(view, state)?;
                }
            }
            Category::Font => self.add_font(view, value)?,
            Category::ColorSpace | Category::Properties | Category::Shading => {}
        }
        Ok(())
    }

    /// The group of a soft mask, and the glyphs of a font (Table 58).
    fn add_state(&mut self, view: View<'d>, state: &'d Dictionary) -> Result<(), Error> {
        if let Some(mask) = view.dictionary(state, "SMask")? {
            self.contents.extend(mask.reference("G").map(|id| id.number));
        }
        let font = view.entry(state, "Font")?.and_then(Object::as_array).and_then(<[Object]>::first);
        font.map_or(Ok(()), |font| self.add_font(view, font))
    }

    fn add_font(&mut self, view: View<'d>, font: &'d Object) -> Result<(), Error> {
        if let Some(font) = view.resolve(font)?.as_dictionary() {
            self.glyphs.extend(view.dictionary(font, "CharProcs")?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(pairs: impl IntoIterator<Item = (u32, u32)>) -> Vec<u32> {
        let mut nesting = Nesting::default();
        for (content, painted) in pairs {
            let (content, painted) = (Node::Content(content), Node::Content(painted));
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
