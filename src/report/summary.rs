//! How many documents got which verdict.

use super::{DocumentReport, Report, Unreadable, Verdict};

/// The numbers of a run over one or many documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// 有効
    pub passed: u64,
    /// 無効
    pub failed: u64,
    /// 判定不能
    pub indeterminate: u64,
    /// Files that could not be read; there is no verdict about them.
    pub unreadable: u64,
    /// Files that were named but not looked at, because the run was interrupted. Not among all.
    pub not_reached: u64,
}

impl Summary {
    pub(super) fn of(documents: &[DocumentReport], unreadable: &[Unreadable]) -> Self {
        let mut summary = Self::default();
        documents.iter().map(DocumentReport::verdict).for_each(|verdict| summary.count(Some(verdict)));
        unreadable.iter().for_each(|_| summary.count(None));
        summary
    }

    /// Counts one verdict; `None` is a file that could not be read.
    pub const fn count(&mut self, verdict: Option<Verdict>) {
        let number = match verdict {
            Some(Verdict::Passed) => &mut self.passed,
            Some(Verdict::Failed) => &mut self.failed,
            Some(Verdict::Indeterminate) => &mut self.indeterminate,
            None => &mut self.unreadable,
        };
        *number = number.saturating_add(1);
    }

    /// All that were looked at.
    pub const fn all(&self) -> u64 {
        self.passed
            .saturating_add(self.failed)
            .saturating_add(self.indeterminate)
            .saturating_add(self.unreadable)
    }
}

impl Report {
    /// How many documents got which verdict.
    pub fn summary(&self) -> Summary {
        Summary::of(&self.documents, &self.unreadable)
    }
}
