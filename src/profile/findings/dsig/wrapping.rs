//! Rules about signature wrapping: the signed element was moved, something else stands in its place.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static INSIDE_SIGNATURE: Rule = Rule {
    id: RuleId("dsig.wrapping.inside-signature"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 8.1.2",
    requirement: Text::new(
        "署名の対象が署名の要素の外にあること",
        "What is signed stands outside the Signature element",
    ),
    violation: Text::new(
        "署名の対象が署名の要素の中（Object、KeyInfo など）に移されています。署名された内容と表示される内容をすり替える手口です。",
        "What was signed stands inside the Signature element, out of sight: a signature wrapping attack.",
    ),
};

pub(super) static WRAPPER: Rule = Rule {
    id: RuleId("dsig.wrapping.wrapper"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 8.1.2",
    requirement: Text::new(
        "署名された要素がほかの要素に包まれていないこと",
        "The signed element is not wrapped into another",
    ),
    violation: Text::new(
        "署名された要素が、署名の対象でない別の要素に包まれています。署名された内容と表示される内容をすり替える手口です。",
        "The signed element was wrapped into another that is not signed: a signature wrapping attack.",
    ),
};
