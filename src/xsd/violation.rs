//! What validation says: where a document departs from its schema, what was found and what was expected.

use core::fmt;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::error::Place;
use crate::limits::xsd as ceiling;

/// The outcome of validating one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validation {
    violations: Vec<Violation>,
    count: u64,
    undecided: Option<Undecided>,
}

/// The outcome in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Conclusion {
    /// Every rule of the schema was evaluated and holds.
    SchemaValid,
    /// Some rule does not hold.
    Violated,
    /// Something could not be evaluated; see [`Validation::undecided_because`]. Never to be read as valid.
    Undecided,
}

/// Why it could not be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Undecided {
    /// A number or a time of the document, or an assertion about it, needs more digits than the engine has.
    Capacity,
    /// The engine stopped by a fault of its own.
    EngineStopped,
    /// A value that a condition of the schema may read begins or ends with white space that XML does not know, and the engine
    /// would convert it to a number, date or boolean all the same.
    HiddenWhiteSpace,
    /// The worker process did not come to its end.
    Interrupted(Interruption),
    /// A reference sees the keys of several elements, and the engine does not take away those that occur in more than one.
    KeysOfSeveralElements,
    /// A ceiling was reached before or while the engine worked.
    LimitReached(LimitReached),
    /// The document agrees with the schema only by declarations that its signature does not cover.
    Undigested,
    /// A value of base64Binary is written with spaces, and a pattern of its type tells the ways to write it apart.
    SpacesInBinary,
    /// An element names a type (`xsi:type`) below the one that a type alternative selects, or has an attribute that only
    /// the type so selected can judge: the engine goes by another.
    SelectedType,
    /// The schema does not compile; nothing was looked at.
    SchemaRefused,
}

/// Why a worker process gave no answer. None of these says anything about the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Interruption {
    /// It could not be started.
    Absent,
    /// It ended by a fault of its own.
    Crashed,
    /// It answered another question than the one it was asked.
    Disagreed,
    /// It took longer than the clock allowed.
    Deadline,
    /// It wanted more memory than allowed.
    Memory,
    /// It used the processor longer than allowed.
    ProcessorTime,
}

impl Interruption {
    /// English words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "the worker process could not be started",
            Self::Crashed => "the worker process ended by a fault of its own",
            Self::Disagreed => "the worker process answered another question",
            Self::Deadline => "the time allowed was over",
            Self::Memory => "the memory allowed was used up",
            Self::ProcessorTime => "the processor time allowed was used up",
        }
    }

    /// Japanese words for it.
    pub const fn japanese(self) -> &'static str {
        match self {
            Self::Absent => "検証用の子プロセスを起動できません",
            Self::Crashed => "検証用の子プロセスが異常終了しました",
            Self::Disagreed => "検証用の子プロセスの応答が、検証対象の文書と対応していません",
            Self::Deadline => "制限時間を超えました",
            Self::Memory => "使用できるメモリーの上限を超えました",
            Self::ProcessorTime => "使用できるプロセッサー時間の上限を超えました",
        }
    }
}

/// The ceiling that a document is above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LimitReached {
    /// What was counted.
    pub limit: Limit,
    /// The ceiling.
    pub ceiling: u64,
    /// Where, as an offset in the document.
    pub offset: u64,
}

/// What is counted in an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Limit {
    /// Attributes of the document.
    Attributes,
    /// Attributes of one element.
    AttributesOfAnElement,
    /// Elements inside one another.
    Depth,
    /// Digits in a row in one value.
    Digits,
    /// Namespace declarations of the document.
    NamespaceDeclarations,
    /// Namespace declarations in scope at one element.
    NamespacesInScope,
    /// Nodes of the document.
    Nodes,
    /// Octets of character data in one element.
    TextOfAnElement,
}

/// The ceilings of one validation; [`Default`] gives those of [`crate::limits::xsd`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Elements inside one another.
    pub depth: usize,
    /// Nodes.
    pub nodes: usize,
    /// Attributes of one element.
    pub attributes_of_an_element: usize,
    /// Attributes of the document.
    pub attributes: usize,
    /// Namespace declarations of the document.
    pub namespace_declarations: usize,
    /// Namespace declarations in scope at one element.
    pub namespaces_in_scope: usize,
    /// Octets of character data in one element.
    pub text_of_an_element: usize,
    /// Digits in a row in one value.
    pub digits: usize,
    /// Violations kept with their place.
    pub violations: usize,
    /// Whether the explanations may repeat values of the document.
    pub disclosure: Disclosure,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: ceiling::INSTANCE_DEPTH,
            nodes: ceiling::INSTANCE_NODES,
            attributes_of_an_element: ceiling::ATTRIBUTES_OF_AN_ELEMENT,
            attributes: ceiling::INSTANCE_ATTRIBUTES,
            namespace_declarations: ceiling::NAMESPACE_DECLARATIONS,
            namespaces_in_scope: ceiling::NAMESPACES_IN_SCOPE,
            text_of_an_element: ceiling::TEXT_OF_AN_ELEMENT,
            digits: ceiling::DIGITS_OF_A_NUMBER,
            violations: ceiling::VIOLATIONS_KEPT,
            disclosure: Disclosure::NamesOnly,
        }
    }
}

/// Whether values of the document, which are personal data, may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Disclosure {
    /// Names of elements and attributes, numbers and what the schema says; never a value of the document.
    #[default]
    NamesOnly,
    /// The engine's own explanation as well, which quotes values.
    Values,
}

/// One rule of the schema that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The validation rule of the standard, for example `cvc-complex-type.2.4`.
    pub code: Cow<'static, str>,
    /// Where.
    pub place: Option<Place>,
    /// The element or attribute with the names and positions of its ancestors: `/戸籍電子証明書[1]/本籍[1]`.
    pub path: String,
    /// The name of what was found, when the rule is about a name.
    pub found: Option<String>,
    /// What the schema expects there.
    pub expected: Expectation,
    /// The engine's own words, which may quote values: only with [`Disclosure::Values`].
    pub explanation: Option<String>,
}

/// What the schema expects where a rule does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expectation {
    /// One of these attributes.
    Attributes(Vec<String>),
    /// One of these elements, or the end of the element when the list is empty.
    Elements(Vec<String>),
    /// A value that agrees with this facet of the type.
    Facet {
        /// The facet, for example `maxLength`.
        facet: Cow<'static, str>,
        /// What the schema gives for it.
        value: String,
    },
    /// A value of this type.
    Type(String),
    /// Nothing that has a name; the code says it.
    Unnamed,
}

impl Validation {
    pub(super) const fn new(violations: Vec<Violation>, count: u64, undecided: Option<Undecided>) -> Self {
        Self { violations, count, undecided }
    }

    /// Nothing is known but why.
    pub(super) const fn undecided(undecided: Undecided) -> Self {
        Self::new(Vec::new(), 0, Some(undecided))
    }

    /// Valid as it stands in the file, and not as it was digested.
    pub(crate) const fn undigested() -> Self {
        Self::undecided(Undecided::Undigested)
    }

    /// The outcome in one word: a violation that was found stays one even when the rest is undecided.
    pub const fn conclusion(&self) -> Conclusion {
        match (self.count, self.undecided) {
            (0, None) => Conclusion::SchemaValid,
            (0, Some(_)) => Conclusion::Undecided,
            (_, _) => Conclusion::Violated,
        }
    }

    /// The first violations, in the order they were found: as their element begins or ends; references and keys last.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How many violations there are, including those that were not kept.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Why something could not be decided.
    pub const fn undecided_because(&self) -> Option<Undecided> {
        self.undecided
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(formatter, "{}:{}: ", place.line, place.column)?;
        }
        write!(formatter, "{} {}", self.code, self.path)?;
        if let Some(found) = &self.found {
            write!(formatter, ", found {found}")?;
        }
        match &self.expected {
            Expectation::Unnamed => Ok(()),
            expected => write!(formatter, ", expected {expected}"),
        }?;
        match &self.explanation {
            None => Ok(()),
            Some(explanation) => write!(formatter, ": {explanation}"),
        }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attributes(names) => write!(formatter, "attribute {}", names.join(" | ")),
            Self::Elements(names) if names.is_empty() => formatter.write_str("no further element"),
            Self::Elements(names) => formatter.write_str(&names.join(" | ")),
            Self::Facet { facet, value } => write!(formatter, "{facet} {value}"),
            Self::Type(name) => write!(formatter, "a value of {name}"),
            Self::Unnamed => formatter.write_str("what the rule says"),
        }
    }
}

impl fmt::Display for LimitReached {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "more than {} {} at offset {}", self.ceiling, self.limit.as_str(), self.offset)
    }
}

impl Limit {
    /// English words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attributes => "attributes",
            Self::AttributesOfAnElement => "attributes of an element",
            Self::Depth => "nested elements",
            Self::Digits => "digits in a row",
            Self::NamespaceDeclarations => "namespace declarations",
            Self::NamespacesInScope => "namespace declarations in scope",
            Self::Nodes => "nodes",
            Self::TextOfAnElement => "octets of text in an element",
        }
    }

    /// Japanese words for it.
    pub const fn japanese(self) -> &'static str {
        match self {
            Self::Attributes => "属性の数",
            Self::AttributesOfAnElement => "一つの要素の属性の数",
            Self::Depth => "要素の入れ子の深さ",
            Self::Digits => "連続する数字の桁数",
            Self::NamespaceDeclarations => "名前空間宣言の数",
            Self::NamespacesInScope => "有効な名前空間宣言の数",
            Self::Nodes => "ノードの数",
            Self::TextOfAnElement => "一つの要素の文字データの長さ",
        }
    }
}
