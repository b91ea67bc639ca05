//! The page tree (ISO 32000-1, 7.7.3), held to all that any viewer goes by: `/Kids`, `/Count`, `/Type`, `/Parent`.

use std::collections::HashSet;

use super::document::{Page, View};
use super::error::Error;
use super::object::{Dictionary, IndirectObject, Object, ObjectId};
use crate::limits;

/// What the walk comes to next.
enum Step<'d> {
    /// The kids of a node have been walked through; there were as many pages before.
    Close {
        offset: usize,
        count: usize,
        before: usize,
    },
    Visit(Node<'d>),
}

struct Node<'d> {
    id: ObjectId,
    parent: Option<ObjectId>,
    depth: usize,
    inherited: Option<&'d Object>,
}

impl<'d> View<'d> {
    /// The pages in reading order.
    ///
    /// # Errors
    /// When the page tree has loops, is too deep, has nodes that are neither pages nor page tree nodes, or says of itself
    /// what is not so: viewers go by `/Count` and inherit by `/Parent`.
    pub fn pages(self) -> Result<Vec<Page<'d>>, Error> {
        let (id, catalog) = self.catalog()?;
        let offset = self.object(id).map_or(0, IndirectObject::offset);
        let root = catalog.reference("Pages").ok_or(Error::PageTreeMalformed { offset })?;
        let mut pages: Vec<Page<'d>> = Vec::new();
        let mut seen = HashSet::new();
        // Children are pushed in reverse.
        let mut stack = vec![Step::Visit(Node { id: root, parent: None, depth: 0, inherited: None })];
        while let Some(step) = stack.pop() {
            let node = match step {
                Step::Visit(node) => node,
                Step::Close { offset, count, before } => {
                    if pages.len().checked_sub(before) != Some(count) {
                        return Err(Error::PageCountWrong { offset, count });
                    }
                    continue;
                }
            };
            let id = node.id;
            if !seen.insert(id.number) {
                return Err(Error::PageTreeLoop { object: id });
            }
            if node.depth > limits::pdf::TREE_DEPTH || seen.len() > limits::pdf::TREE_NODES {
                return Err(Error::PageTreeTooLarge { object: id });
            }
            let object = self.object(id).ok_or(Error::PageTreeMalformed { offset })?;
            let malformed = || Error::PageTreeMalformed { offset: object.offset() };
            let dictionary = object.dictionary().filter(|_| object.stream.is_none()).ok_or_else(malformed)?;
            // 7.7.3.2: "required except in root node; shall be an indirect reference".
            let parent = dictionary.get("Parent").filter(|parent| !parent.is_null());
            if parent.map(Object::as_reference) != node.parent.map(Some) {
                return Err(Error::PageParentWrong { offset: object.offset(), object: id });
            }
            let resources = dictionary.get("Resources").or(node.inherited);
            let kids = self.entry(dictionary, "Kids")?;
            match kids {
                Some(kids) if dictionary.is_name("Type", "Pages") => {
                    let kids = kids.as_array().ok_or_else(malformed)?;
                    stack.push(self.close(dictionary, object, pages.len())?);
                    for kid in kids.iter().rev() {
                        let kid = kid.as_reference().ok_or_else(malformed)?;
                        let depth = node.depth.saturating_add(1);
                        stack.push(Step::Visit(Node {
                            id: kid,
                            parent: Some(id),
                            depth,
                            inherited: resources,
                        }));
                    }
                    if stack.len() > limits::pdf::TREE_NODES {
                        return Err(Error::PageTreeTooLarge { object: id });
                    }
                }
                // A viewer that asks for the key alone takes a page with `/Kids null` for a node without pages.
                None if dictionary.is_name("Type", "Page") && dictionary.get("Kids").is_none() => {
                    pages.push(Page { id, dictionary, resources });
                }
                _ => return Err(malformed()),
            }
        }
        Ok(pages)
    }

    /// What is asked of a node when its kids have been walked through.
    fn close(
        self,
        dictionary: &'d Dictionary,
        object: &IndirectObject,
        before: usize,
    ) -> Result<Step<'d>, Error> {
        let offset = object.offset();
        let count = self.entry(dictionary, "Count")?.and_then(Object::as_offset);
        Ok(Step::Close { offset, count: count.ok_or(Error::PageTreeMalformed { offset })?, before })
    }
}
