//! Rules and findings for `crate::pdf`: what a defect of the file means for its signature.

mod content;
mod cross_reference;
mod revision;
mod signature;
mod structure;

use crate::pdf::form::{Fact, FactKind};
use crate::pdf::lint::{self, ShadowKind};
use crate::pdf::{self, Change, Document, Error, FilterFault, ObjectId, PrepareError, Span};
use crate::report::{Finding, Location, Rule, SubIndication, Text};

use content::{
    CONTENT_ACTION, CONTENT_ADDITIONAL_ACTIONS, CONTENT_ALTERNATE_APPEARANCE, CONTENT_EMBEDDED_FILE,
    CONTENT_ENCODED_DATA, CONTENT_EXTERNAL_STREAM, CONTENT_GEOMETRY, CONTENT_JAVASCRIPT, CONTENT_LAUNCH,
    CONTENT_LIMIT, CONTENT_MULTIMEDIA, CONTENT_NESTED, CONTENT_OPERATORS, CONTENT_OPI, CONTENT_OPTIONAL,
    CONTENT_PAGE_TREE, CONTENT_POSTSCRIPT, CONTENT_REFERENCE, CONTENT_REQUIREMENTS, CONTENT_RESOURCE,
    CONTENT_RESOURCE_VALUE, CONTENT_SPLIT, CONTENT_UNREADABLE, CONTENT_XFA, FILTER_ENTRIES, IMAGE_ALTERNATE,
    IMAGE_DATA, IMAGE_FILTER, IMAGE_FILTER_ARRAY, IMAGE_INLINE_FILTER, IMAGE_INLINE_UNFILTERED,
    IMAGE_MASK_FILTER, IMAGE_UNFILTERED, LIMIT_DATA, SHADOW_APPEARANCE_STATES, SHADOW_CARRIED_DATA,
    SHADOW_CROPPED_PAGE, SHADOW_DRAWN_BY_VIEWER, SHADOW_HIDDEN_ANNOTATION, SHADOW_INTERACTIVE_FIELD,
    SHADOW_PAGE_NOT_SHOWN, SHADOW_PRESENTATION, SHADOW_REPLACED_OBJECT, SHADOW_SCREEN_NOT_PAPER,
    SHADOW_UNUSED_OBJECT, VERSION_CONSTRUCT, VERSION_NUMBER,
};
use cross_reference::{
    EOF_MISPLACED, EOF_MISSING, HEADER_MALFORMED, HEADER_MISSING, LINEARIZATION_LENGTH,
    LINEARIZATION_MISPLACED, READERS_LINEARIZATION, STARTXREF_AMBIGUOUS, STARTXREF_MALFORMED,
    STARTXREF_MISSING, STARTXREF_WRONG, TRAILER_DISAGREE, TRAILER_MALFORMED, TRAILER_OFFSET,
    TRAILER_WITHOUT_TABLE, XREF_BEYOND_SIZE, XREF_DUPLICATE_ENTRY, XREF_ENTRY, XREF_HYBRID,
    XREF_HYBRID_DIFFERS, XREF_HYBRID_MISPLACED, XREF_LOOP, XREF_MISSING, XREF_NUMBER_LIMIT, XREF_NUMBERING,
    XREF_OBJECT_STREAM, XREF_OTHER_REVISION, XREF_OUTSIDE_CHAIN, XREF_PREV_ORDER, XREF_STREAM,
    XREF_STREAM_LENGTH, XREF_TABLE, XREF_TARGET,
};
use revision::{
    REVISION_ANNOTATION, REVISION_CHANGES_DOCUMENT, REVISION_FURTHER_SIGNATURE, REVISION_INCOMPLETE,
    REVISION_MALFORMED, REVISION_MIXED, REVISION_MOVED, REVISION_OUTSIDE_CHAIN, REVISION_PAGE,
    REVISION_SIGNATURE, REVISION_TRAILER, UPDATE_BODY_ONLY, UPDATE_NO_PREV, UPDATE_NO_XREF,
    UPDATE_OLD_STARTXREF, UPDATE_TRAILER_ONLY,
};
use signature::{
    BYTE_RANGE_COUNT, BYTE_RANGE_DUPLICATE, BYTE_RANGE_EMPTY, BYTE_RANGE_END, BYTE_RANGE_FIRST,
    BYTE_RANGE_GAP_ELSEWHERE, BYTE_RANGE_GAP_NARROWER, BYTE_RANGE_GAP_WIDER, BYTE_RANGE_INDIRECT,
    BYTE_RANGE_MISSING, BYTE_RANGE_NEGATIVE, BYTE_RANGE_NOT_ARRAY, BYTE_RANGE_NOT_INTEGER, BYTE_RANGE_NULL,
    BYTE_RANGE_OVERFLOW, BYTE_RANGE_OVERLAP, BYTE_RANGE_PAST_END, BYTE_RANGE_REAL, CONTENTS_ALL_ZERO,
    CONTENTS_DUPLICATE, CONTENTS_EMPTY, CONTENTS_INDIRECT, CONTENTS_LITERAL, CONTENTS_MISSING,
    CONTENTS_NO_VALUE, CONTENTS_NOT_HEXADECIMAL, CONTENTS_NOT_STRING, CONTENTS_NULL, CONTENTS_OBJECT_STREAM,
    CONTENTS_ODD_DIGITS, COVERAGE_AFTER_END, COVERAGE_TRAILING, SIGNATURE_ABSENT, SIGNATURE_NOT_DICTIONARY,
    SIGNATURE_SUB_FILTER, SIGNATURE_SUB_FILTER_MISSING, SIGNATURE_TYPE, SIGNATURE_UNREACHABLE,
};
use structure::{
    FORM_FIELD_DIRECT, FORM_LOOP, FORM_MALFORMED, LIMIT_CONTENTS, LIMIT_DEPTH, LIMIT_FIELDS, LIMIT_FILE,
    LIMIT_NAME, LIMIT_NUMBER, LIMIT_OBJECTS, LIMIT_PAGES, LIMIT_SECOND_READER, LIMIT_SECTIONS,
    LIMIT_SUBSECTIONS, LIMIT_VALUES, PAGE_CONTENTS, PAGE_COUNT, PAGE_LOOP, PAGE_PARENT, PAGE_TREE,
    READERS_CONTENT, READERS_DISAGREE, READERS_HIDDEN, READERS_HYBRID, READERS_LINEAR, READERS_PAGES,
    READERS_REFUSED, READERS_STREAM_END, STRUCTURE_CATALOG, STRUCTURE_DUPLICATE_OBJECT, STRUCTURE_ENDOBJ,
    STRUCTURE_OBJECT_HEADER, STRUCTURE_OBJECT_STREAM, STRUCTURE_ORPHAN, STRUCTURE_REFERENCE_CHAIN,
    STRUCTURE_REFERENCE_GENERATION, STRUCTURE_REFERENCE_LOOP, STRUCTURE_STRAY, STRUCTURE_STREAM_DATA,
    STRUCTURE_STREAM_DICTIONARY, STRUCTURE_STREAM_KEYWORD, STRUCTURE_STREAM_LENGTH,
    STRUCTURE_STREAM_LENGTH_VALUE, STRUCTURE_STREAM_UNUSED, SYNTAX_DUPLICATE_KEY, SYNTAX_END,
    SYNTAX_HEX_STRING, SYNTAX_KEY, SYNTAX_KEY_VALUE, SYNTAX_NAME, SYNTAX_NUMBER, SYNTAX_REFERENCE_ZERO,
    SYNTAX_STRING, SYNTAX_TOKEN, UNSUPPORTED_ENCRYPTION,
};

/// Every rule this file can report, for the registry.
pub static RULES: &[&Rule] = &[
    &BYTE_RANGE_COUNT,
    &BYTE_RANGE_DUPLICATE,
    &BYTE_RANGE_EMPTY,
    &BYTE_RANGE_END,
    &BYTE_RANGE_FIRST,
    &BYTE_RANGE_GAP_ELSEWHERE,
    &BYTE_RANGE_GAP_NARROWER,
    &BYTE_RANGE_GAP_WIDER,
    &BYTE_RANGE_INDIRECT,
    &BYTE_RANGE_MISSING,
    &BYTE_RANGE_NEGATIVE,
    &BYTE_RANGE_NOT_ARRAY,
    &BYTE_RANGE_NOT_INTEGER,
    &BYTE_RANGE_NULL,
    &BYTE_RANGE_OVERFLOW,
    &BYTE_RANGE_OVERLAP,
    &BYTE_RANGE_PAST_END,
    &BYTE_RANGE_REAL,
    &CONTENTS_ALL_ZERO,
    &CONTENTS_DUPLICATE,
    &CONTENTS_EMPTY,
    &CONTENTS_INDIRECT,
    &CONTENTS_LITERAL,
    &CONTENTS_MISSING,
    &CONTENTS_NO_VALUE,
    &CONTENTS_NOT_HEXADECIMAL,
    &CONTENTS_NOT_STRING,
    &CONTENTS_NULL,
    &CONTENTS_OBJECT_STREAM,
    &CONTENTS_ODD_DIGITS,
    &COVERAGE_AFTER_END,
    &COVERAGE_TRAILING,
    &EOF_MISPLACED,
    &EOF_MISSING,
    &FORM_FIELD_DIRECT,
    &FORM_LOOP,
    &FORM_MALFORMED,
    &HEADER_MALFORMED,
    &HEADER_MISSING,
    &LIMIT_CONTENTS,
    &LIMIT_DEPTH,
    &LIMIT_FIELDS,
    &LIMIT_NAME,
    &LIMIT_NUMBER,
    &LIMIT_FILE,
    &LIMIT_OBJECTS,
    &LIMIT_PAGES,
    &LIMIT_SECOND_READER,
    &LIMIT_SECTIONS,
    &LIMIT_SUBSECTIONS,
    &LIMIT_VALUES,
    &LINEARIZATION_LENGTH,
    &LINEARIZATION_MISPLACED,
    &READERS_LINEARIZATION,
    &PAGE_CONTENTS,
    &PAGE_COUNT,
    &PAGE_LOOP,
    &PAGE_PARENT,
    &PAGE_TREE,
    &READERS_CONTENT,
    &READERS_DISAGREE,
    &READERS_HIDDEN,
    &READERS_HYBRID,
    &READERS_LINEAR,
    &READERS_PAGES,
    &READERS_REFUSED,
    &READERS_STREAM_END,
    &REVISION_ANNOTATION,
    &REVISION_CHANGES_DOCUMENT,
    &REVISION_FURTHER_SIGNATURE,
    &REVISION_INCOMPLETE,
    &REVISION_MALFORMED,
    &REVISION_MIXED,
    &REVISION_MOVED,
    &REVISION_OUTSIDE_CHAIN,
    &REVISION_PAGE,
    &REVISION_SIGNATURE,
    &REVISION_TRAILER,
    &SIGNATURE_ABSENT,
    &SIGNATURE_NOT_DICTIONARY,
    &SIGNATURE_SUB_FILTER,
    &SIGNATURE_SUB_FILTER_MISSING,
    &SIGNATURE_TYPE,
    &SIGNATURE_UNREACHABLE,
    &STARTXREF_AMBIGUOUS,
    &STARTXREF_MALFORMED,
    &STARTXREF_MISSING,
    &STARTXREF_WRONG,
    &STRUCTURE_CATALOG,
    &STRUCTURE_DUPLICATE_OBJECT,
    &STRUCTURE_ENDOBJ,
    &STRUCTURE_OBJECT_HEADER,
    &STRUCTURE_OBJECT_STREAM,
    &STRUCTURE_ORPHAN,
    &STRUCTURE_REFERENCE_CHAIN,
    &STRUCTURE_REFERENCE_GENERATION,
    &STRUCTURE_REFERENCE_LOOP,
    &STRUCTURE_STRAY,
    &STRUCTURE_STREAM_DATA,
    &STRUCTURE_STREAM_DICTIONARY,
    &STRUCTURE_STREAM_KEYWORD,
    &STRUCTURE_STREAM_LENGTH,
    &STRUCTURE_STREAM_LENGTH_VALUE,
    &STRUCTURE_STREAM_UNUSED,
    &SYNTAX_DUPLICATE_KEY,
    &SYNTAX_END,
    &SYNTAX_HEX_STRING,
    &SYNTAX_KEY,
    &SYNTAX_KEY_VALUE,
    &SYNTAX_NAME,
    &SYNTAX_NUMBER,
    &SYNTAX_REFERENCE_ZERO,
    &SYNTAX_STRING,
    &SYNTAX_TOKEN,
    &TRAILER_DISAGREE,
    &TRAILER_MALFORMED,
    &TRAILER_OFFSET,
    &TRAILER_WITHOUT_TABLE,
    &UNSUPPORTED_ENCRYPTION,
    &UPDATE_BODY_ONLY,
    &UPDATE_NO_PREV,
    &UPDATE_NO_XREF,
    &UPDATE_OLD_STARTXREF,
    &UPDATE_TRAILER_ONLY,
    &XREF_BEYOND_SIZE,
    &XREF_DUPLICATE_ENTRY,
    &XREF_ENTRY,
    &XREF_HYBRID,
    &XREF_HYBRID_DIFFERS,
    &XREF_HYBRID_MISPLACED,
    &XREF_LOOP,
    &XREF_MISSING,
    &XREF_NUMBERING,
    &XREF_NUMBER_LIMIT,
    &XREF_OBJECT_STREAM,
    &XREF_OTHER_REVISION,
    &XREF_OUTSIDE_CHAIN,
    &XREF_PREV_ORDER,
    &XREF_STREAM,
    &XREF_STREAM_LENGTH,
    &XREF_TABLE,
    &XREF_TARGET,
    &CONTENT_ADDITIONAL_ACTIONS,
    &CONTENT_UNREADABLE,
    &LIMIT_DATA,
    &CONTENT_EMBEDDED_FILE,
    &CONTENT_EXTERNAL_STREAM,
    &FILTER_ENTRIES,
    &IMAGE_ALTERNATE,
    &IMAGE_FILTER,
    &IMAGE_FILTER_ARRAY,
    &IMAGE_MASK_FILTER,
    &IMAGE_UNFILTERED,
    &IMAGE_INLINE_FILTER,
    &IMAGE_INLINE_UNFILTERED,
    &CONTENT_GEOMETRY,
    &CONTENT_JAVASCRIPT,
    &CONTENT_LAUNCH,
    &CONTENT_OPTIONAL,
    &CONTENT_ACTION,
    &CONTENT_PAGE_TREE,
    &CONTENT_ALTERNATE_APPEARANCE,
    &CONTENT_MULTIMEDIA,
    &CONTENT_OPI,
    &CONTENT_POSTSCRIPT,
    &CONTENT_REFERENCE,
    &CONTENT_REQUIREMENTS,
    &CONTENT_RESOURCE,
    &CONTENT_RESOURCE_VALUE,
    &CONTENT_SPLIT,
    &CONTENT_LIMIT,
    &CONTENT_NESTED,
    &CONTENT_OPERATORS,
    &CONTENT_ENCODED_DATA,
    &IMAGE_DATA,
    &VERSION_CONSTRUCT,
    &VERSION_NUMBER,
    &CONTENT_XFA,
    &SHADOW_APPEARANCE_STATES,
    &SHADOW_CARRIED_DATA,
    &SHADOW_CROPPED_PAGE,
    &SHADOW_DRAWN_BY_VIEWER,
    &SHADOW_HIDDEN_ANNOTATION,
    &SHADOW_INTERACTIVE_FIELD,
    &SHADOW_PAGE_NOT_SHOWN,
    &SHADOW_PRESENTATION,
    &SHADOW_REPLACED_OBJECT,
    &SHADOW_SCREEN_NOT_PAPER,
    &SHADOW_UNUSED_OBJECT,
];

/// What an issuer may accept before signing: each says that something hidden or replaceable is in the input, none that the
/// signature would not verify.
pub static SHADOW_RULES: &[&Rule] = &[
    &SHADOW_APPEARANCE_STATES,
    &SHADOW_CARRIED_DATA,
    &SHADOW_CROPPED_PAGE,
    &SHADOW_DRAWN_BY_VIEWER,
    &SHADOW_HIDDEN_ANNOTATION,
    &SHADOW_INTERACTIVE_FIELD,
    &SHADOW_PAGE_NOT_SHOWN,
    &SHADOW_PRESENTATION,
    &SHADOW_REPLACED_OBJECT,
    &SHADOW_SCREEN_NOT_PAPER,
    &SHADOW_UNUSED_OBJECT,
];

/// The document carries no signature: nothing was found to verify.
pub fn signature_absent() -> Finding {
    Finding::new(&SIGNATURE_ABSENT, SubIndication::FormatFailure)
}

/// What an error of the reader means.
pub fn finding(error: &Error) -> Finding {
    let (rule, sub_indication) = judge(error);
    let mut finding = Finding::new(rule, sub_indication);
    if sub_indication == SubIndication::Generic && rule.id == STRUCTURE_STREAM_DATA.id {
        finding = finding.saying(beyond_us());
    }
    if let Some(detail) = detail(error) {
        finding = finding.with_detail(detail);
    }
    located(finding, error.offset())
}

/// A signature that was added after signing is not established; `sub_indication` says whether it is wrong or undecided.
pub fn further_signature(field: ObjectId, sub_indication: SubIndication) -> Finding {
    let object = Text::owned(format!("オブジェクト {field}"), format!("object {field}"));
    Finding::new(&REVISION_FURTHER_SIGNATURE, sub_indication).with_detail(object)
}

/// A revision, counted from 0, writes the signature dictionary anew.
pub fn signature_rewritten(signature: ObjectId, revision: usize, offset: usize) -> Finding {
    let revision = revision.saturating_add(1);
    let detail = Text::owned(
        format!("第{revision}版、オブジェクト {signature}"),
        format!("revision {revision}, object {signature}"),
    );
    let offset = u64::try_from(offset).unwrap_or(u64::MAX);
    Finding::new(&REVISION_SIGNATURE, SubIndication::FormatFailure)
        .with_detail(detail)
        .at(Location::Offset(offset))
}

/// What an error of the writer means, where it speaks of the input; `None` where it is the caller's.
pub fn prepare_finding(error: &PrepareError) -> Option<Finding> {
    match error {
        PrepareError::Read(error) => Some(finding(error)),
        _ => None,
    }
}

/// What a disagreement of the readers means: nothing is decided.
pub fn disagreement(error: &Error) -> Finding {
    finding(error)
}

/// What a fact about the content means to the 戸籍 profile.
pub fn content_finding(fact: &Fact) -> Finding {
    let (rule, sub_indication) = match fact.kind {
        FactKind::AdditionalActions => (&CONTENT_ADDITIONAL_ACTIONS, None),
        FactKind::AlternateImage => (&IMAGE_ALTERNATE, None),
        FactKind::Geometry => (&CONTENT_GEOMETRY, None),
        FactKind::FilterEntries => (&FILTER_ENTRIES, None),
        FactKind::ContentLimit => (&CONTENT_LIMIT, None),
        FactKind::ContentNested => (&CONTENT_NESTED, None),
        FactKind::ContentOperators => (&CONTENT_OPERATORS, None),
        FactKind::ContentSplit => (&CONTENT_SPLIT, None),
        FactKind::ContentUnreadable => (&CONTENT_UNREADABLE, Some(SubIndication::Generic)),
        FactKind::DataLimit => (&LIMIT_DATA, Some(SubIndication::Generic)),
        FactKind::EmbeddedFile => (&CONTENT_EMBEDDED_FILE, None),
        FactKind::EncodedData => (&CONTENT_ENCODED_DATA, None),
        FactKind::ImageData => (&IMAGE_DATA, None),
        FactKind::ExternalStream => (&CONTENT_EXTERNAL_STREAM, None),
        FactKind::ImageFilterArrayForbidden => (&IMAGE_FILTER_ARRAY, None),
        FactKind::ImageFilterForbidden => (&IMAGE_FILTER, None),
        FactKind::ImageUnfiltered => (&IMAGE_UNFILTERED, None),
        FactKind::InlineImageFilterForbidden => (&IMAGE_INLINE_FILTER, None),
        FactKind::InlineImageUnfiltered => (&IMAGE_INLINE_UNFILTERED, None),
        FactKind::JavaScript => (&CONTENT_JAVASCRIPT, None),
        FactKind::MaskFilterForbidden => (&IMAGE_MASK_FILTER, None),
        FactKind::LaunchAction => (&CONTENT_LAUNCH, None),
        FactKind::OptionalContent => (&CONTENT_OPTIONAL, None),
        FactKind::OtherAction => (&CONTENT_ACTION, None),
        FactKind::PageTreeUnreadable => (&CONTENT_PAGE_TREE, Some(SubIndication::Generic)),
        FactKind::AlternateAppearance => (&CONTENT_ALTERNATE_APPEARANCE, None),
        FactKind::Multimedia => (&CONTENT_MULTIMEDIA, None),
        FactKind::OpenPrepressInterface => (&CONTENT_OPI, None),
        FactKind::PostScript => (&CONTENT_POSTSCRIPT, None),
        FactKind::ReferenceXObject => (&CONTENT_REFERENCE, None),
        FactKind::Requirements => (&CONTENT_REQUIREMENTS, None),
        FactKind::ResourceMissing => (&CONTENT_RESOURCE, None),
        FactKind::ResourceUnsound => (&CONTENT_RESOURCE_VALUE, None),
        FactKind::Pdf2Construct => (&VERSION_CONSTRUCT, None),
        FactKind::VersionTooHigh => (&VERSION_NUMBER, None),
        FactKind::Xfa => (&CONTENT_XFA, None),
    };
    let finding = match sub_indication {
        Some(sub_indication) => Finding::new(rule, sub_indication),
        None => Finding::violation(rule),
    };
    let (ja, en) = place(fact);
    let finding = if en.is_empty() { finding } else { finding.with_detail(Text::owned(ja, en)) };
    located(finding, fact.offset)
}

/// Page, object and octet of a fact.
fn place(fact: &Fact) -> (String, String) {
    let (mut ja, mut en) = (Vec::new(), Vec::new());
    if let Some(page) = fact.page {
        ja.push(format!("{page} ページ"));
        en.push(format!("page {page}"));
    }
    if let Some(object) = fact.object {
        ja.push(format!("オブジェクト {object}"));
        en.push(format!("object {object}"));
    }
    if let Some(position) = fact.position {
        ja.push(format!("展開したデータの先頭から {position} オクテット"));
        en.push(format!("octet {position} of its decoded data"));
    }
    (ja.join("、"), en.join(", "))
}

/// What a fact about the content means to a profile that does not ask the rules of document 004: undecided, where viewers that
/// all do as they should may show different content on a page, or may show nothing of it.
///
/// Not where the content is the same and only its form is forbidden (images), or where it changes because somebody acts
/// (layers, actions, another look under the pointer).
pub fn shown_finding(fact: &Fact) -> Option<Finding> {
    let is_shown = match fact.kind {
        FactKind::PageTreeUnreadable | FactKind::Xfa => true,
        FactKind::AlternateImage
        | FactKind::ContentLimit
        | FactKind::ContentNested
        | FactKind::ContentOperators
        | FactKind::ContentSplit
        | FactKind::ContentUnreadable
        | FactKind::DataLimit
        | FactKind::EncodedData
        | FactKind::ExternalStream
        | FactKind::FilterEntries
        | FactKind::Geometry
        | FactKind::ImageData
        | FactKind::OpenPrepressInterface
        | FactKind::PostScript
        | FactKind::ReferenceXObject
        | FactKind::ResourceMissing
        | FactKind::ResourceUnsound => fact.page.is_some(),
        FactKind::AdditionalActions
        | FactKind::AlternateAppearance
        | FactKind::EmbeddedFile
        | FactKind::ImageFilterArrayForbidden
        | FactKind::ImageFilterForbidden
        | FactKind::ImageUnfiltered
        | FactKind::InlineImageFilterForbidden
        | FactKind::InlineImageUnfiltered
        | FactKind::JavaScript
        | FactKind::LaunchAction
        | FactKind::MaskFilterForbidden
        | FactKind::Multimedia
        | FactKind::OptionalContent
        | FactKind::OtherAction
        | FactKind::Pdf2Construct
        | FactKind::Requirements
        | FactKind::VersionTooHigh => false,
    };
    if !is_shown {
        return None;
    }
    let rule = content_finding(fact).rule;
    let ((ja, en), id, why) = (place(fact), rule.id.0, &rule.violation);
    let (ja_why, en_why) = (why.ja.trim_end_matches('。'), why.en.trim_end_matches('.'));
    let of = |why: &str, place: &str, (open, close)| match place {
        "" => format!("{why} [{id}]"),
        _ => format!("{why} [{id}]{open}{place}{close}"),
    };
    let detail = Text::owned(of(ja_why, &ja, ("（", "）")), of(en_why, &en, (" (", ")")));
    Some(located(Finding::new(&READERS_CONTENT, SubIndication::Generic).with_detail(detail), fact.offset))
}

/// What keeps an input from being signed: what the verifier would refuse, and shadow content.
pub fn before_signing(document: &Document<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = pdf::content_facts(document).iter().map(content_finding).collect();
    match document.latest().signature_fields() {
        Ok(fields) => {
            for signature in fields.iter().filter_map(|field| field.signature.as_ref()) {
                if let Err(error) = pdf::SignedBytes::new(document, signature) {
                    findings.push(finding(&error));
                }
            }
        }
        Err(error) => findings.push(finding(&error)),
    }
    if let Err(error) = pdf::second_reader::compare(document).and_then(|()| pdf::hybrid::compare(document)) {
        findings.push(disagreement(&error));
    }
    match lint::shadows(document.latest()) {
        // Layers are told with the content: the technical standard forbids them, and nobody can accept them.
        Ok(shadows) => findings.extend(
            shadows.iter().filter(|shadow| shadow.kind != ShadowKind::OptionalContent).map(shadow_finding),
        ),
        Err(error) => findings.push(finding(&error)),
    }
    findings
}

/// What hidden content means before signing.
pub fn shadow_finding(shadow: &lint::Shadow) -> Finding {
    let rule: &'static Rule = match shadow.kind {
        ShadowKind::AppearanceStates => &SHADOW_APPEARANCE_STATES,
        ShadowKind::CarriedData => &SHADOW_CARRIED_DATA,
        ShadowKind::CroppedPage => &SHADOW_CROPPED_PAGE,
        ShadowKind::DrawnByViewer => &SHADOW_DRAWN_BY_VIEWER,
        ShadowKind::HiddenAnnotation => &SHADOW_HIDDEN_ANNOTATION,
        ShadowKind::InteractiveField => &SHADOW_INTERACTIVE_FIELD,
        ShadowKind::OptionalContent => &CONTENT_OPTIONAL,
        ShadowKind::PageNotShown => &SHADOW_PAGE_NOT_SHOWN,
        ShadowKind::Presentation => &SHADOW_PRESENTATION,
        ShadowKind::ReplacedObject => &SHADOW_REPLACED_OBJECT,
        ShadowKind::ScreenNotPaper => &SHADOW_SCREEN_NOT_PAPER,
        ShadowKind::UnusedObject => &SHADOW_UNUSED_OBJECT,
    };
    let object = Text::owned(format!("オブジェクト {}", shadow.object), format!("object {}", shadow.object));
    located(Finding::violation(rule).with_detail(object), Some(shadow.offset))
}

/// A stream of which too much comes out, or a filter we do not have: a limit of this tool, not a fault of the data.
fn beyond_us() -> Text {
    Text::new(
        "ストリームのデータを最後まで展開することができませんでした（この検証ツールの制限）。",
        "The data of a stream could not be decoded to its end (a limit of this tool).",
    )
}

fn located(finding: Finding, offset: Option<usize>) -> Finding {
    match offset.and_then(|offset| u64::try_from(offset).ok()) {
        Some(offset) => finding.at(Location::Offset(offset)),
        None => finding,
    }
}

fn judge(error: &Error) -> (&'static Rule, SubIndication) {
    use SubIndication::{FormatFailure, Generic};
    match error {
        Error::ByteRangeCount { .. } => (&BYTE_RANGE_COUNT, FormatFailure),
        Error::ByteRangeDuplicate { .. } => (&BYTE_RANGE_DUPLICATE, FormatFailure),
        Error::ByteRangeEmptyRegion { .. } => (&BYTE_RANGE_EMPTY, FormatFailure),
        Error::ByteRangeFirstNotZero { .. } => (&BYTE_RANGE_FIRST, FormatFailure),
        Error::ByteRangeIndirect { .. } => (&BYTE_RANGE_INDIRECT, FormatFailure),
        Error::ByteRangeMissing { .. } => (&BYTE_RANGE_MISSING, FormatFailure),
        Error::ByteRangeNegative { .. } => (&BYTE_RANGE_NEGATIVE, FormatFailure),
        Error::ByteRangeNotArray { .. } => (&BYTE_RANGE_NOT_ARRAY, FormatFailure),
        Error::ByteRangeNotInteger { .. } => (&BYTE_RANGE_NOT_INTEGER, FormatFailure),
        Error::ByteRangeNull { .. } => (&BYTE_RANGE_NULL, FormatFailure),
        Error::ByteRangeOverflow { .. } => (&BYTE_RANGE_OVERFLOW, FormatFailure),
        Error::ByteRangeOverlap { .. } => (&BYTE_RANGE_OVERLAP, FormatFailure),
        Error::ByteRangePastEnd { .. } => (&BYTE_RANGE_PAST_END, FormatFailure),
        Error::ByteRangeReal { .. } => (&BYTE_RANGE_REAL, FormatFailure),
        Error::CatalogMissing { .. } => (&STRUCTURE_CATALOG, FormatFailure),
        Error::ContentsAllZero { .. } => (&CONTENTS_ALL_ZERO, FormatFailure),
        Error::ContentsDuplicate { .. } => (&CONTENTS_DUPLICATE, FormatFailure),
        Error::ContentsEmpty { .. } => (&CONTENTS_EMPTY, FormatFailure),
        Error::ContentsInObjectStream { .. } => (&CONTENTS_OBJECT_STREAM, FormatFailure),
        Error::ContentsIndirect { .. } => (&CONTENTS_INDIRECT, FormatFailure),
        Error::ContentsLiteralString { .. } => (&CONTENTS_LITERAL, FormatFailure),
        Error::ContentsMissing { .. } => (&CONTENTS_MISSING, FormatFailure),
        Error::ContentsNotHexadecimal { .. } => (&CONTENTS_NOT_HEXADECIMAL, FormatFailure),
        Error::ContentsNotString { .. } => (&CONTENTS_NOT_STRING, FormatFailure),
        Error::ContentsNull { .. } => (&CONTENTS_NULL, FormatFailure),
        Error::ContentsOddDigits { .. } => (&CONTENTS_ODD_DIGITS, FormatFailure),
        Error::ContentsTooLarge { .. } => (&LIMIT_CONTENTS, Generic),
        Error::ContentsWithoutValue { .. } => (&CONTENTS_NO_VALUE, FormatFailure),
        Error::CrossReferenceBeyondSize { .. } => (&XREF_BEYOND_SIZE, FormatFailure),
        Error::CrossReferenceDuplicate { .. } => (&XREF_DUPLICATE_ENTRY, FormatFailure),
        Error::CrossReferenceEntryMalformed { .. } => (&XREF_ENTRY, FormatFailure),
        Error::CrossReferenceIntoOtherRevision { .. } => (&XREF_OTHER_REVISION, FormatFailure),
        Error::CrossReferenceLoop { .. } => (&XREF_LOOP, FormatFailure),
        Error::CrossReferenceMissing { .. } => (&XREF_MISSING, FormatFailure),
        Error::CrossReferenceOutsideChain { .. } => (&XREF_OUTSIDE_CHAIN, FormatFailure),
        Error::CrossReferenceStreamLength { .. } => (&XREF_STREAM_LENGTH, FormatFailure),
        Error::CrossReferenceStreamMalformed { .. } => (&XREF_STREAM, FormatFailure),
        Error::CrossReferenceTableMalformed { .. } => (&XREF_TABLE, FormatFailure),
        Error::CrossReferenceTargetWrong { .. } => (&XREF_TARGET, FormatFailure),
        Error::Encrypted { .. } => (&UNSUPPORTED_ENCRYPTION, Generic),
        Error::EndOfFileMarkerMisplaced { .. } => (&EOF_MISPLACED, FormatFailure),
        Error::EndOfFileMarkerMissing { .. } => (&EOF_MISSING, FormatFailure),
        Error::EndsElsewhere { .. } => (&BYTE_RANGE_END, FormatFailure),
        Error::FieldNotIndirect { .. } => (&FORM_FIELD_DIRECT, FormatFailure),
        Error::FieldTreeLoop { .. } => (&FORM_LOOP, FormatFailure),
        Error::FieldTreeTooLarge => (&LIMIT_FIELDS, Generic),
        Error::FormMalformed { .. } => (&FORM_MALFORMED, FormatFailure),
        Error::FurtherSignatureMalformed { .. } => (&REVISION_FURTHER_SIGNATURE, FormatFailure),
        Error::GapElsewhere { .. } => (&BYTE_RANGE_GAP_ELSEWHERE, FormatFailure),
        Error::GapNarrowerThanContents { .. } => (&BYTE_RANGE_GAP_NARROWER, FormatFailure),
        Error::GapWiderThanContents { .. } => (&BYTE_RANGE_GAP_WIDER, FormatFailure),
        Error::HeaderMalformed => (&HEADER_MALFORMED, FormatFailure),
        Error::HeaderMissing => (&HEADER_MISSING, FormatFailure),
        Error::HexStringMalformed { .. } => (&SYNTAX_HEX_STRING, FormatFailure),
        Error::HiddenFromTables { .. } => (&READERS_HYBRID, Generic),
        Error::HiddenStructure { .. } => (&READERS_HIDDEN, Generic),
        Error::HybridStreamDiffers { .. } => (&XREF_HYBRID_DIFFERS, FormatFailure),
        Error::HybridStreamMisplaced { .. } => (&XREF_HYBRID_MISPLACED, FormatFailure),
        Error::HybridStreamMissing { .. } => (&XREF_HYBRID, FormatFailure),
        Error::KeyDuplicate { .. } => (&SYNTAX_DUPLICATE_KEY, FormatFailure),
        Error::KeyNotName { .. } => (&SYNTAX_KEY, FormatFailure),
        Error::KeyWithoutValue { .. } => (&SYNTAX_KEY_VALUE, FormatFailure),
        Error::LaterRevisionChangesDocument { change, .. } => match change {
            Change::Annotation => (&REVISION_ANNOTATION, FormatFailure),
            Change::Other => (&REVISION_CHANGES_DOCUMENT, FormatFailure),
            Change::Page => (&REVISION_PAGE, FormatFailure),
        },
        Error::LaterRevisionChangesPages { .. } => (&REVISION_PAGE, FormatFailure),
        Error::LaterRevisionChangesTrailer { .. } => (&REVISION_TRAILER, FormatFailure),
        Error::LaterRevisionMalformed { .. } => (&REVISION_MALFORMED, FormatFailure),
        Error::LaterRevisionMixed { .. } => (&REVISION_MIXED, Generic),
        Error::LaterRevisionMoves { .. } => (&REVISION_MOVED, Generic),
        Error::LinearReadingDiffers { .. } => (&READERS_LINEAR, Generic),
        Error::LinearizationMisplaced { .. } => (&LINEARIZATION_MISPLACED, FormatFailure),
        Error::LinearizationInEffect { .. } => (&READERS_LINEARIZATION, Generic),
        Error::LinearizationWrong { .. } => (&LINEARIZATION_LENGTH, FormatFailure),
        Error::NameEscapeMalformed { .. } => (&SYNTAX_NAME, FormatFailure),
        Error::NameTooLong { .. } => (&LIMIT_NAME, Generic),
        Error::NumberMalformed { .. } => (&SYNTAX_NUMBER, FormatFailure),
        Error::NumberTooLong { .. } => (&LIMIT_NUMBER, Generic),
        Error::ObjectDuplicate { .. } => (&STRUCTURE_DUPLICATE_OBJECT, FormatFailure),
        Error::ObjectHeaderMalformed { .. } => (&STRUCTURE_OBJECT_HEADER, FormatFailure),
        Error::ObjectNotClosed { .. } => (&STRUCTURE_ENDOBJ, FormatFailure),
        Error::ObjectNumberTooLarge { .. } => (&XREF_NUMBER_LIMIT, FormatFailure),
        Error::ObjectOrphan { .. } => (&STRUCTURE_ORPHAN, FormatFailure),
        Error::ObjectStreamMalformed { .. } => (&STRUCTURE_OBJECT_STREAM, FormatFailure),
        Error::ObjectStreamMissing { .. } => (&XREF_OBJECT_STREAM, FormatFailure),
        Error::OctetsAfterEndOfFile { .. } => (&COVERAGE_TRAILING, FormatFailure),
        Error::OctetsAfterSignedEnd { .. } => (&COVERAGE_AFTER_END, FormatFailure),
        Error::PageContentsMalformed { .. } => (&PAGE_CONTENTS, FormatFailure),
        Error::PageCountWrong { .. } => (&PAGE_COUNT, FormatFailure),
        Error::PageParentWrong { .. } => (&PAGE_PARENT, FormatFailure),
        Error::PageTreeLoop { .. } => (&PAGE_LOOP, FormatFailure),
        Error::PageTreeMalformed { .. } => (&PAGE_TREE, FormatFailure),
        Error::PageTreeTooLarge { .. } => (&LIMIT_PAGES, Generic),
        Error::PagesDisagree { .. } => (&READERS_PAGES, Generic),
        Error::PreviousNotEarlier { .. } => (&XREF_PREV_ORDER, FormatFailure),
        Error::ReadersDisagree { .. } => (&READERS_DISAGREE, Generic),
        Error::ReferenceGeneration { .. } => (&STRUCTURE_REFERENCE_GENERATION, FormatFailure),
        Error::ReferenceLoop { .. } => (&STRUCTURE_REFERENCE_LOOP, FormatFailure),
        Error::ReferenceToObjectZero { .. } => (&SYNTAX_REFERENCE_ZERO, FormatFailure),
        Error::ReferenceToReference { .. } => (&STRUCTURE_REFERENCE_CHAIN, FormatFailure),
        Error::RevisionIncomplete { .. } => (&REVISION_INCOMPLETE, FormatFailure),
        Error::RevisionOutsideChain { .. } => (&REVISION_OUTSIDE_CHAIN, FormatFailure),
        Error::SecondReaderLimit { .. } => (&LIMIT_SECOND_READER, Generic),
        Error::SecondReaderRefuses => (&READERS_REFUSED, Generic),
        Error::SignatureNotDictionary { .. } => (&SIGNATURE_NOT_DICTIONARY, FormatFailure),
        Error::SignatureTypeWrong { .. } => (&SIGNATURE_TYPE, FormatFailure),
        Error::SignatureUnreachable { .. } => (&SIGNATURE_UNREACHABLE, FormatFailure),
        Error::StartOfCrossReferenceAmbiguous { .. } => (&STARTXREF_AMBIGUOUS, FormatFailure),
        Error::StartOfCrossReferenceMalformed { .. } => (&STARTXREF_MALFORMED, FormatFailure),
        Error::StartOfCrossReferenceMissing => (&STARTXREF_MISSING, FormatFailure),
        Error::StartOfCrossReferenceWrong { .. } => (&STARTXREF_WRONG, FormatFailure),
        Error::StrayOctets { .. } => (&STRUCTURE_STRAY, FormatFailure),
        Error::StreamEndInData { .. } => (&READERS_STREAM_END, Generic),
        Error::StreamKeywordEndOfLine { .. } => (&STRUCTURE_STREAM_KEYWORD, FormatFailure),
        Error::StreamLengthMalformed { .. } => (&STRUCTURE_STREAM_LENGTH_VALUE, FormatFailure),
        Error::StreamLengthWrong { .. } => (&STRUCTURE_STREAM_LENGTH, FormatFailure),
        Error::StreamUndecodable { fault: FilterFault::TooLarge | FilterFault::Unsupported, .. } => {
            (&STRUCTURE_STREAM_DATA, Generic)
        }
        Error::StreamUndecodable { fault: FilterFault::Damaged | FilterFault::Parameters, .. } => {
            (&STRUCTURE_STREAM_DATA, FormatFailure)
        }
        Error::StreamWithoutDictionary { .. } => (&STRUCTURE_STREAM_DICTIONARY, FormatFailure),
        Error::StringUnterminated { .. } => (&SYNTAX_STRING, FormatFailure),
        Error::StructureStreamUnused { .. } => (&STRUCTURE_STREAM_UNUSED, FormatFailure),
        Error::SubFilterMissing { .. } => (&SIGNATURE_SUB_FILTER_MISSING, FormatFailure),
        Error::SubFilterUnknown { .. } => (&SIGNATURE_SUB_FILTER, FormatFailure),
        Error::SubsectionNumbering { .. } => (&XREF_NUMBERING, FormatFailure),
        Error::TooDeep { .. } => (&LIMIT_DEPTH, Generic),
        Error::TooLarge { .. } => (&LIMIT_FILE, Generic),
        Error::TooManyObjects { .. } => (&LIMIT_OBJECTS, Generic),
        Error::TooManySections { .. } => (&LIMIT_SECTIONS, Generic),
        Error::TooManySubsections { .. } => (&LIMIT_SUBSECTIONS, Generic),
        Error::TooManyValues { .. } => (&LIMIT_VALUES, Generic),
        Error::TrailerMalformed { .. } => (&TRAILER_MALFORMED, FormatFailure),
        Error::TrailerOffsetMalformed { .. } => (&TRAILER_OFFSET, FormatFailure),
        Error::TrailerWithoutTable { .. } => (&TRAILER_WITHOUT_TABLE, FormatFailure),
        Error::TrailersDisagree { .. } => (&TRAILER_DISAGREE, FormatFailure),
        Error::UnexpectedEnd { .. } => (&SYNTAX_END, FormatFailure),
        Error::UnexpectedToken { .. } => (&SYNTAX_TOKEN, FormatFailure),
        Error::UpdateBodyOnly { .. } => (&UPDATE_BODY_ONLY, FormatFailure),
        Error::UpdateStartOfCrossReferenceOld { .. } => (&UPDATE_OLD_STARTXREF, FormatFailure),
        Error::UpdateTrailerOnly { .. } => (&UPDATE_TRAILER_ONLY, FormatFailure),
        Error::UpdateWithoutCrossReference { .. } => (&UPDATE_NO_XREF, FormatFailure),
        Error::UpdateWithoutPrevious { .. } => (&UPDATE_NO_PREV, FormatFailure),
    }
}

/// Numbers beyond the place.
fn detail(error: &Error) -> Option<Text> {
    let object = |id: &ObjectId| Text::owned(format!("オブジェクト {id}"), format!("object {id}"));
    let spans = |gap: &Span, contents: &Span| {
        Text::owned(format!("隙間 {gap}、Contents {contents}"), format!("gap {gap}, /Contents {contents}"))
    };
    let ends = |end: &usize, file: &usize| {
        Text::owned(format!("終わり {end}、ファイル {file}"), format!("ends at {end}, file {file}"))
    };
    match error {
        Error::ByteRangeCount { count, .. } => {
            Some(Text::owned(format!("{count}個"), format!("{count} integers")))
        }
        Error::ByteRangePastEnd { end, file, .. } | Error::EndsElsewhere { end, file, .. } => {
            Some(ends(end, file))
        }
        Error::OctetsAfterSignedEnd { offset, file } => Some(ends(offset, file)),
        Error::GapElsewhere { gap, contents, .. }
        | Error::GapNarrowerThanContents { gap, contents, .. }
        | Error::GapWiderThanContents { gap, contents, .. } => Some(spans(gap, contents)),
        Error::CrossReferenceIntoOtherRevision { object: id, .. }
        | Error::CrossReferenceTargetWrong { object: id, .. }
        | Error::FieldTreeLoop { object: id }
        | Error::FurtherSignatureMalformed { object: id, .. }
        | Error::HiddenFromTables { object: id, .. }
        | Error::LaterRevisionChangesDocument { object: id, .. }
        | Error::LaterRevisionMoves { object: id, .. }
        | Error::LinearReadingDiffers { object: id, .. }
        | Error::ObjectDuplicate { object: id, .. }
        | Error::ObjectNotClosed { object: id, .. }
        | Error::ObjectOrphan { object: id, .. }
        | Error::ObjectStreamMissing { object: id, .. }
        | Error::PageContentsMalformed { object: id }
        | Error::PageTreeLoop { object: id }
        | Error::PageTreeTooLarge { object: id }
        | Error::PageParentWrong { object: id, .. }
        | Error::ReferenceToReference { object: id, .. }
        | Error::ReferenceGeneration { object: id, .. }
        | Error::StructureStreamUnused { object: id, .. }
        | Error::ReadersDisagree { object: id, .. }
        | Error::ReferenceLoop { object: id }
        | Error::SignatureUnreachable { object: id, .. } => Some(object(id)),
        Error::LaterRevisionChangesPages { object: id, before, after, .. } => Some(Text::owned(
            format!("オブジェクト {id}、ページ数 {before}から{after}"),
            format!("object {id}, {before} pages before, {after} after"),
        )),
        Error::LaterRevisionChangesTrailer { key, is_gone: true, .. } => {
            Some(Text::owned(format!("{key}がなくなっています"), format!("/{key} is gone")))
        }
        Error::LaterRevisionChangesTrailer { key, .. } => {
            Some(Text::owned(format!("{key}の追加又は変更"), format!("/{key} is new or says something else")))
        }
        Error::ObjectNumberTooLarge { number, .. } => {
            Some(Text::owned(format!("番号 {number}"), format!("number {number}")))
        }
        Error::PageCountWrong { count, .. } => {
            Some(Text::owned(format!("Count {count}"), format!("/Count {count}")))
        }
        _ => None,
    }
}
