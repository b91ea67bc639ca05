//! Rules, findings and checks: the atoms of a report.

use std::borrow::Cow;

use super::{Indication, Language, SubIndication};

/// The same sentence in Japanese and in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// 日本語
    pub ja: Cow<'static, str>,
    /// English
    pub en: Cow<'static, str>,
}

impl Text {
    /// Two fixed sentences of equal content.
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja: Cow::Borrowed(ja), en: Cow::Borrowed(en) }
    }

    /// Two sentences made at run time.
    pub fn owned(ja: String, en: String) -> Self {
        Self { ja: Cow::Owned(ja), en: Cow::Owned(en) }
    }

    /// The sentence in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.ja,
            Language::English => &self.en,
        }
    }
}

/// Stable identifier of a rule, for example `pdf.byte-range.gap`. Never renamed, never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub &'static str);

/// The four headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionName {
    /// 署名検証結果
    Signature,
    /// 証明書検証結果
    Certificate,
    /// 様式(スキーマ)検証結果
    Form,
    /// 技術的基準適合
    Standard,
}

/// One line of the registry: what must hold, by which clause, and what it means when it does not.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable identifier.
    pub id: RuleId,
    /// The heading the rule reports under.
    pub section: SectionName,
    /// The clause it comes from, for example `ISO 32000-1 12.8.1` or `004 第4-2(2)ア`.
    pub clause: &'static str,
    /// What must hold, as a noun phrase ("ByteRange covers the whole file but /Contents").
    pub requirement: Text,
    /// The sentence a clerk reads when it does not hold.
    pub violation: Text,
}

/// How one check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// It could not be established.
    Unknown,
    /// It was not asked for, or an earlier finding left nothing to check.
    NotChecked,
}

/// Where in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// Octets from the beginning of the file, counted from 0.
    Offset(u64),
    /// Line and column, counted from 1; columns count Unicode scalar values.
    LineColumn {
        /// Counted from 1.
        line: u64,
        /// Counted from 1.
        column: u64,
    },
}

/// Something that was found to be wrong or undecidable, before it is filed under a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken or could not be decided.
    pub rule: &'static Rule,
    /// What EN 319 102-1 calls it; `None` for rules of form and standard.
    pub sub_indication: Option<SubIndication>,
    /// Numbers, names of objects, expected and found: whatever helps beyond the rule's sentence. Never register contents.
    pub detail: Option<Text>,
    /// Where.
    pub location: Option<Location>,
    /// The certificate it is about, where it is about one.
    pub certificate: Option<CertificateInQuestion>,
    /// What the reader does now.
    pub next_step: Option<Text>,
    /// What is said instead of the rule's own sentence, where that would claim more than is known.
    pub sentence: Option<Text>,
}

/// Which certificate a check is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateInQuestion {
    /// Its place: `anchor`, `authority` or `signer`.
    pub role: &'static str,
    /// Subject distinguished name (RFC 4514).
    pub subject: String,
}

impl Finding {
    /// A finding of the signature or certificate section; its outcome follows from the sub-indication.
    pub const fn new(rule: &'static Rule, sub_indication: SubIndication) -> Self {
        Self {
            rule,
            sub_indication: Some(sub_indication),
            detail: None,
            location: None,
            certificate: None,
            next_step: None,
            sentence: None,
        }
    }

    /// A broken rule of form or standard.
    pub const fn violation(rule: &'static Rule) -> Self {
        Self {
            rule,
            sub_indication: None,
            detail: None,
            location: None,
            certificate: None,
            next_step: None,
            sentence: None,
        }
    }

    /// In other words than the rule's, because those would claim more than is known.
    #[must_use]
    pub fn saying(mut self, sentence: Text) -> Self {
        self.sentence = Some(sentence);
        self
    }

    /// About one certificate.
    #[must_use]
    pub fn about(mut self, certificate: CertificateInQuestion) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// With what the reader does now.
    #[must_use]
    pub fn with_next_step(mut self, next_step: Text) -> Self {
        self.next_step = Some(next_step);
        self
    }

    /// With numbers or names.
    #[must_use]
    pub fn with_detail(mut self, detail: Text) -> Self {
        self.detail = Some(detail);
        self
    }

    /// With a place.
    #[must_use]
    pub const fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// Fail for TOTAL-FAILED sub-indications and for violations, unknown for INDETERMINATE ones.
    pub const fn outcome(&self) -> Outcome {
        match self.sub_indication {
            None => Outcome::Fail,
            Some(sub) => match sub.indication() {
                Indication::TotalFailed => Outcome::Fail,
                Indication::Indeterminate | Indication::TotalPassed => Outcome::Unknown,
            },
        }
    }
}

/// One check with its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    rule: &'static Rule,
    outcome: Outcome,
    sub_indication: Option<SubIndication>,
    detail: Option<Text>,
    location: Option<Location>,
    certificate: Option<CertificateInQuestion>,
    next_step: Option<Text>,
    sentence: Option<Text>,
}

impl Check {
    /// The rule holds.
    pub const fn pass(rule: &'static Rule) -> Self {
        Self::with(rule, Outcome::Pass)
    }

    /// The rule was not checked.
    pub const fn not_checked(rule: &'static Rule) -> Self {
        Self::with(rule, Outcome::NotChecked)
    }

    const fn with(rule: &'static Rule, outcome: Outcome) -> Self {
        Self {
            rule,
            outcome,
            sub_indication: None,
            detail: None,
            location: None,
            certificate: None,
            next_step: None,
            sentence: None,
        }
    }

    /// About one certificate.
    #[must_use]
    pub fn about(mut self, certificate: CertificateInQuestion) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// In other words than the rule's, because those would claim more than is known.
    #[must_use]
    pub fn saying(mut self, sentence: Text) -> Self {
        self.sentence = Some(sentence);
        self
    }

    /// With a remark that does not change the outcome (a name, a count, a warning).
    #[must_use]
    pub fn with_detail(mut self, detail: Text) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Whether it is no judgement but something the reader must know when using the document.
    pub fn is_remark(&self) -> bool {
        matches!(
            self.rule.id.0,
            "signature.accepted-findings" | "signature.comments" | "signature.coverage.body"
        ) && matches!(self.outcome, Outcome::Pass | Outcome::NotChecked)
    }

    /// Whether it is broken or undecided.
    pub const fn is_finding(&self) -> bool {
        matches!(self.outcome, Outcome::Fail | Outcome::Unknown)
    }

    /// The rule checked.
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// How it ended.
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// What EN 319 102-1 calls it.
    pub const fn sub_indication(&self) -> Option<SubIndication> {
        self.sub_indication
    }

    /// Where.
    pub const fn location(&self) -> Option<Location> {
        self.location
    }

    /// The certificate it is about, where it is about one.
    pub const fn certificate(&self) -> Option<&CertificateInQuestion> {
        self.certificate.as_ref()
    }

    /// What the reader does now, where the rule is broken or undecided and the answer is known.
    pub const fn next_step(&self) -> Option<&Text> {
        self.next_step.as_ref()
    }

    /// Numbers or names beyond the rule's own sentence.
    pub const fn detail(&self) -> Option<&Text> {
        self.detail.as_ref()
    }

    /// The sentence for the outcome: what holds, or what is wrong, with the detail behind it.
    pub fn message(&self, language: Language) -> Cow<'_, str> {
        let sentence = match (&self.sentence, self.outcome) {
            (Some(sentence), _) => sentence.in_language(language),
            (None, Outcome::Pass | Outcome::NotChecked) => self.rule.requirement.in_language(language),
            (None, Outcome::Fail | Outcome::Unknown) => self.rule.violation.in_language(language),
        };
        match (&self.detail, language) {
            (None, _) => Cow::Borrowed(sentence),
            (Some(detail), Language::Japanese) => Cow::Owned([sentence, "（", &detail.ja, "）"].concat()),
            (Some(detail), Language::English) => Cow::Owned([sentence, " (", &detail.en, ")"].concat()),
        }
    }
}

impl From<Finding> for Check {
    fn from(finding: Finding) -> Self {
        let outcome = finding.outcome();
        let Finding { rule, sub_indication, detail, location, certificate, next_step, sentence } = finding;
        Self { rule, outcome, sub_indication, detail, location, certificate, next_step, sentence }
    }
}
