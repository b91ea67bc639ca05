//! Entries that stand in a dictionary or in the nearest of its parents (ISO 32000-1, 7.7.3.4 and 12.7.3.1).

use std::collections::HashMap;

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object, ObjectId};
use crate::limits;

/// One key, looked for along `/Parent`. What was found above a parent is not looked for again: thousands of pages or fields
/// may lie under the same sixty nodes.
pub(in crate::pdf) struct Inherited<'d> {
    view: View<'d>,
    key: &'static str,
    above: HashMap<ObjectId, Option<&'d Object>>,
}

impl<'d> Inherited<'d> {
    pub(in crate::pdf) fn new(view: View<'d>, key: &'static str) -> Self {
        Self { view, key, above: HashMap::new() }
    }

    /// The value that `holder` has or inherits.
    pub(in crate::pdf) fn of(&mut self, holder: &'d Dictionary) -> Result<Option<&'d Object>, Error> {
        let mut node = holder;
        let mut passed = Vec::new();
        for _ in 0..limits::pdf::TREE_DEPTH {
            let own = self.view.entry(node, self.key)?;
            let parent = node.get("Parent");
            let id = parent.and_then(Object::as_reference);
            let known = id.and_then(|id| self.above.get(&id)).copied();
            let found = match (own, known, self.view.dictionary(node, "Parent")?) {
                (Some(value), _, _) => Some(value),
                (None, Some(known), _) => known,
                (None, None, None) => None,
                (None, None, Some(parent)) => {
                    passed.extend(id);
                    node = parent;
                    continue;
                }
            };
            self.above.extend(passed.into_iter().map(|id| (id, found)));
            return Ok(found);
        }
        Ok(None)
    }
}
