//! What a finding means to a reader who does not know the rule, why it matters, and what to do: by topics, each for the
//! rules whose identifiers begin in one of its ways. The longest beginning decides.

use super::topics::{FORM_NOT_READ, TOPICS};
use super::{Check, Outcome, Text};

/// What is said of one finding beyond its own sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What it means, without the words of the trade.
    pub meaning: Text,
    /// Why it matters.
    pub importance: Text,
    /// What the reader does now: the finding's own next step, or else that of its topic.
    pub next_step: Text,
}

impl Check {
    /// The explanation of a finding; `None` of what is in order, and of a rule that no topic names.
    pub fn explanation(&self) -> Option<Explanation> {
        if !self.is_finding() && !self.is_remark() {
            return None;
        }
        let id = self.rule().id.0;
        let topic = match self.outcome() {
            Outcome::Unknown if matches!(id, "form.pdf" | "form.xml") => &FORM_NOT_READ,
            _ => topic(id)?,
        };
        let step = self.next_step().cloned().unwrap_or_else(|| text(topic.next_step));
        Some(Explanation {
            meaning: text(topic.meaning),
            importance: text(topic.importance),
            next_step: step,
        })
    }
}

pub(super) type Both = [&'static str; 2];

const fn text([ja, en]: Both) -> Text {
    Text::new(ja, en)
}

pub(super) struct Topic {
    /// Beginnings of identifiers.
    pub(super) rules: &'static [&'static str],
    pub(super) meaning: Both,
    pub(super) importance: Both,
    pub(super) next_step: Both,
}

fn topic(rule: &str) -> Option<&'static Topic> {
    let longest = |topic: &'static Topic| {
        let fitting = topic.rules.iter().filter(|beginning| rule.starts_with(**beginning));
        fitting.map(|beginning| beginning.len()).max().map(|length| (length, topic))
    };
    TOPICS.iter().filter_map(longest).max_by_key(|(length, _)| *length).map(|(_, topic)| topic)
}
