//! Values by number that every element can change and that come back at its end.

/// What holds inside the element that is open; each change costs the same, however many elements are open.
#[derive(Debug, Clone)]
pub(super) struct Scoped<T> {
    otherwise: T,
    values: Vec<T>,
    /// What to take back, and how much of it was there when each open element began.
    undo: Vec<(usize, T)>,
    marks: Vec<usize>,
}

impl<T: Copy + PartialEq> Scoped<T> {
    /// `otherwise` holds for every number that nothing was said about.
    pub(super) const fn new(otherwise: T) -> Self {
        Self { otherwise, values: Vec::new(), undo: Vec::new(), marks: Vec::new() }
    }

    #[inline]
    pub(super) fn enter(&mut self) {
        self.marks.push(self.undo.len());
    }

    #[inline]
    pub(super) fn leave(&mut self) {
        let mark = self.marks.pop().unwrap_or(0);
        while self.undo.len() > mark {
            let Some((index, value)) = self.undo.pop() else { return };
            if let Some(changed) = self.values.get_mut(index) {
                *changed = value;
            }
        }
    }

    pub(super) fn get(&self, index: usize) -> T {
        self.values.get(index).copied().unwrap_or(self.otherwise)
    }

    /// What the innermost open element changed.
    pub(super) fn changed(&self) -> impl Iterator<Item = usize> + '_ {
        let mark = self.marks.last().copied().unwrap_or(0);
        self.undo.iter().skip(mark).map(|(index, _)| *index)
    }

    /// Says that `index` is `value` until the element ends; whether that changes anything.
    #[inline]
    pub(super) fn set(&mut self, index: usize, value: T) -> bool {
        if self.values.len() <= index {
            self.values.resize(index.saturating_add(1), self.otherwise);
        }
        match self.values.get_mut(index) {
            Some(present) if *present != value => {
                self.undo.push((index, *present));
                *present = value;
                true
            }
            Some(_) | None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Scoped;

    #[test]
    fn what_an_element_changed_comes_back_at_its_end() {
        let mut scoped = Scoped::new(0);
        scoped.enter();
        assert!(scoped.set(3, 7) && !scoped.set(3, 7));
        scoped.enter();
        assert!(scoped.set(3, 8) && scoped.set(0, 1));
        assert_eq!((scoped.get(3), scoped.get(0)), (8, 1));
        scoped.leave();
        assert_eq!((scoped.get(3), scoped.get(0)), (7, 0));
        scoped.leave();
        assert_eq!(scoped.get(3), 0);
    }
}
