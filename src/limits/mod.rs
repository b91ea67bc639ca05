//! Every ceiling, each with the reason for its number, and the [`Budget`] that loops over hostile input pay from.
//!
//! One file for each module that reads hostile bytes; the numbers are constants here so that a reviewer can
//! read all of them at one sitting.

pub mod cms;
pub mod dsig;
pub mod pdf;
pub mod pki;
pub mod record;
pub mod store;
pub mod xml;
pub mod xsd;

/// What is left of the work one document may cost. Every loop over hostile input pays from it.
#[derive(Debug, Clone)]
pub struct Budget {
    left: u64,
}

/// The budget is empty: the question is left undecided, it is never answered "passed".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetExhausted;

impl Budget {
    /// A budget of `steps`; what a step is worth is said by the module that spends it.
    pub const fn new(steps: u64) -> Self {
        Self { left: steps }
    }

    /// Pays `steps`.
    ///
    /// # Errors
    /// [`BudgetExhausted`] when fewer are left; the budget is then empty for good.
    pub const fn spend(&mut self, steps: u64) -> Result<(), BudgetExhausted> {
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(BudgetExhausted)
            }
        }
    }

    /// Steps not yet spent.
    pub const fn left(&self) -> u64 {
        self.left
    }
}

impl core::fmt::Display for BudgetExhausted {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("the work allowed for this document is used up")
    }
}

impl core::error::Error for BudgetExhausted {}

#[cfg(test)]
mod tests {
    use super::{Budget, BudgetExhausted};

    #[test]
    fn pays_to_the_last_step_and_not_one_further() {
        let mut budget = Budget::new(3);
        assert_eq!(budget.spend(3), Ok(()));
        assert_eq!(budget.left(), 0);
        let mut budget = Budget::new(3);
        assert_eq!(budget.spend(4), Err(BudgetExhausted));
        assert_eq!(budget.spend(1), Err(BudgetExhausted), "an exhausted budget stays exhausted");
    }
}
