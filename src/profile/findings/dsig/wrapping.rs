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
        "署名の対象が署名の要素の中（Object、KeyInfo など）にあり、文書の内容ではありません。署名された内容と表示される内容をすり替える手口のおそれがあります。",
        "What is signed stands inside the Signature element and not in the document: possibly a signature wrapping attack.",
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
        "署名された要素が、署名の対象でない別の要素の中にあります。署名された内容と表示される内容をすり替える手口のおそれがあります。",
        "The signed element stands inside another that is not signed: possibly a signature wrapping attack.",
    ),
};
