//! Why a document is refused, and where.

use super::Position;

/// A document that is not read, with the first reason found and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Error {
    /// What is wrong.
    pub defect: Defect,
    /// Where.
    pub at: Position,
}

/// An encoding that is recognised and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// EUC-JP, by its declaration.
    EucJp,
    /// ISO-2022-JP, by its declaration.
    Iso2022Jp,
    /// Any other name in the encoding declaration.
    Other,
    /// Shift_JIS or Windows-31J, by its declaration.
    ShiftJis,
    /// UTF-16 whose byte order would have to be guessed.
    Utf16WithoutByteOrderMark,
    /// UTF-32, by its first octets.
    Utf32,
}

/// What is wrong with a document. Numbers and places only, never text of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Defect {
    /// Two attributes with different prefixes have the same expanded name (Namespaces 1.0, 6.3).
    AttributeEqualAfterExpansion,
    /// An attribute is not separated from what stands before it by white space.
    AttributeNotSeparated,
    /// The same attribute twice (XML 1.0, 3.1, Unique Att Spec).
    AttributeRepeated,
    /// An attribute without `=` or without a quoted value.
    AttributeValueMissing,
    /// The value of an attribute does not end.
    AttributeValueUnterminated,
    /// More attributes on one element than are read.
    AttributesTooMany {
        /// `limits::xml::MAX_ATTRIBUTES`
        limit: usize,
    },
    /// `]]>` in character data (XML 1.0, 2.4).
    CdataEndInText,
    /// A CDATA section that does not end.
    CdataUnterminated,
    /// A character that XML 1.0, 2.2 does not allow.
    CharacterForbidden {
        /// Its code point.
        code_point: u32,
    },
    /// A reference to a character that XML 1.0, 2.2 does not allow.
    CharacterReferenceForbidden,
    /// `--` inside a comment (XML 1.0, 2.5).
    CommentDoubleHyphen,
    /// A comment that does not end.
    CommentUnterminated,
    /// An element, text or CDATA section after the end of the root element.
    ContentAfterRoot,
    /// Text or a CDATA section before the root element.
    ContentBeforeRoot,
    /// The XML declaration is not of the form that XML 1.0, 2.8 gives.
    DeclarationMalformed,
    /// A document type declaration of any kind.
    DoctypePresent,
    /// The end of the file is reached inside an element.
    ElementNotClosed,
    /// The encoding declaration names an encoding that the octets are not in.
    EncodingMismatch,
    /// An encoding that is recognised and not read.
    EncodingUnsupported {
        /// Which one.
        encoding: Encoding,
    },
    /// An end tag of another name than the start tag's (XML 1.0, 3).
    EndTagMismatch,
    /// A reference to an entity that is not one of the five predefined ones.
    EntityUndefined,
    /// `<` in the value of an attribute (XML 1.0, 3.1).
    LessThanInAttributeValue,
    /// `<!` that begins neither a comment nor a CDATA section nor a document type declaration.
    MarkupUnknown,
    /// Something that must be a name is not one (XML 1.0, 2.3).
    NameMalformed,
    /// A name with more than one colon, or with nothing usable on one side of it (Namespaces 1.0, 4).
    NameNotQualified,
    /// A name longer than is read.
    NameTooLong {
        /// `limits::xml::MAX_NAME_LENGTH`
        limit: usize,
    },
    /// A namespace name that is a relative reference: Canonical XML 1.0, 1.3 requires failure.
    NamespaceRelative,
    /// A reserved prefix or namespace name used otherwise than Namespaces 1.0, 3 reserves it.
    NamespaceReserved,
    /// A namespace name longer than is read.
    NamespaceTooLong {
        /// `limits::xml::MAX_NAMESPACE_LENGTH`
        limit: usize,
    },
    /// More namespace declarations in scope than are read.
    NamespacesTooMany {
        /// `limits::xml::MAX_NAMESPACES_IN_SCOPE`
        limit: usize,
    },
    /// More elements inside each other than are read.
    NestingTooDeep {
        /// `limits::xml::MAX_DEPTH`
        limit: usize,
    },
    /// More elements, attributes, comments and processing instructions than are read.
    NodesTooMany {
        /// `limits::xml::MAX_NODES`
        limit: usize,
    },
    /// `xmlns:p=""` (Namespaces 1.0, 2.2).
    PrefixUnbound,
    /// A prefix that is not declared.
    PrefixUndeclared,
    /// A processing instruction whose target is not followed by white space or the end.
    ProcessingInstructionMalformed,
    /// A processing instruction, or an XML declaration not at the very beginning, with the target `xml`.
    ProcessingInstructionTargetReserved,
    /// A processing instruction that does not end.
    ProcessingInstructionUnterminated,
    /// `&` that begins no reference.
    ReferenceMalformed,
    /// There is no root element.
    RootMissing,
    /// More octets than are read.
    SizeTooLarge {
        /// `limits::xml::MAX_SIZE`
        limit: usize,
    },
    /// A standalone declaration other than `yes` or `no`.
    StandaloneMalformed,
    /// A tag that is neither finished nor continued as XML 1.0, 3.1 allows.
    TagMalformed,
    /// Half a UTF-16 code unit, or a lone surrogate.
    Utf16Invalid,
    /// Octets that are not UTF-8.
    Utf8Invalid,
    /// A version other than 1.0.
    VersionUnsupported,
}

impl core::fmt::Display for Error {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{}: {}", self.at, self.defect)
    }
}

impl core::error::Error for Error {}

impl core::fmt::Display for Defect {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let sentence = match self {
            Self::AttributeEqualAfterExpansion => "two attributes have the same expanded name",
            Self::AttributeNotSeparated => "white space is missing before an attribute",
            Self::AttributeRepeated => "the same attribute is given twice",
            Self::AttributeValueMissing => "an attribute has no quoted value",
            Self::AttributeValueUnterminated => "the value of an attribute does not end",
            Self::AttributesTooMany { limit } => {
                return write!(formatter, "an element has more than {limit} attributes");
            }
            Self::CdataEndInText => "']]>' stands in character data",
            Self::CdataUnterminated => "a CDATA section does not end",
            Self::CharacterForbidden { code_point } => {
                return write!(formatter, "the character U+{code_point:04X} is not allowed in XML 1.0");
            }
            Self::CharacterReferenceForbidden => {
                "a reference names a character that is not allowed in XML 1.0"
            }
            Self::CommentDoubleHyphen => "'--' stands inside a comment",
            Self::CommentUnterminated => "a comment does not end",
            Self::ContentAfterRoot => "content follows the root element",
            Self::ContentBeforeRoot => "content stands before the root element",
            Self::DeclarationMalformed => "the XML declaration is malformed",
            Self::DoctypePresent => "there is a document type declaration",
            Self::ElementNotClosed => "the document ends inside an element",
            Self::EncodingMismatch => "the declared encoding is not the encoding of the octets",
            Self::EncodingUnsupported { encoding } => {
                return write!(formatter, "the encoding is {encoding}, which is not read");
            }
            Self::EndTagMismatch => "an end tag does not match its start tag",
            Self::EntityUndefined => "a reference names an entity that is not predefined",
            Self::LessThanInAttributeValue => "'<' stands in the value of an attribute",
            Self::MarkupUnknown => "'<!' begins no markup that is allowed here",
            Self::NameMalformed => "a name is expected",
            Self::NameNotQualified => "a name is not a qualified name",
            Self::NameTooLong { limit } => return write!(formatter, "a name is longer than {limit} octets"),
            Self::NamespaceRelative => "a namespace name is a relative reference",
            Self::NamespaceReserved => "a reserved prefix or namespace name is misused",
            Self::NamespaceTooLong { limit } => {
                return write!(formatter, "a namespace name is longer than {limit} octets");
            }
            Self::NamespacesTooMany { limit } => {
                return write!(formatter, "more than {limit} namespace declarations are in scope");
            }
            Self::NestingTooDeep { limit } => {
                return write!(formatter, "more than {limit} elements are inside each other");
            }
            Self::NodesTooMany { limit } => {
                return write!(formatter, "the document has more than {limit} nodes");
            }
            Self::PrefixUnbound => "a prefix is declared with an empty namespace name",
            Self::PrefixUndeclared => "a prefix is not declared",
            Self::ProcessingInstructionMalformed => "a processing instruction is malformed",
            Self::ProcessingInstructionTargetReserved => {
                "the processing instruction target 'xml' is reserved"
            }
            Self::ProcessingInstructionUnterminated => "a processing instruction does not end",
            Self::ReferenceMalformed => "'&' begins no reference",
            Self::RootMissing => "there is no root element",
            Self::SizeTooLarge { limit } => {
                return write!(formatter, "the document is larger than {limit} octets");
            }
            Self::StandaloneMalformed => "the standalone declaration is neither 'yes' nor 'no'",
            Self::TagMalformed => "a tag is malformed",
            Self::Utf16Invalid => "the octets are not UTF-16",
            Self::Utf8Invalid => "the octets are not UTF-8",
            Self::VersionUnsupported => "the version is not XML 1.0",
        };
        formatter.write_str(sentence)
    }
}

impl core::fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(match self {
            Self::EucJp => "EUC-JP",
            Self::Iso2022Jp => "ISO-2022-JP",
            Self::Other => "neither UTF-8 nor UTF-16",
            Self::ShiftJis => "Shift_JIS",
            Self::Utf16WithoutByteOrderMark => "UTF-16 without a byte-order mark",
            Self::Utf32 => "UTF-32",
        })
    }
}
