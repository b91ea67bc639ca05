//! Rules and findings for `crate::pdf`: what a defect of the file means for its signature.

use crate::pdf::form::{Fact, FactKind};
use crate::pdf::lint::{self, ShadowKind};
use crate::pdf::{self, Change, Document, Error, FilterFault, ObjectId, PrepareError, Span};
use crate::report::{Finding, Location, Rule, RuleId, SectionName, SubIndication, Text};

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
    &LIMIT_FILE,
    &LIMIT_OBJECTS,
    &LIMIT_PAGES,
    &LIMIT_SECOND_READER,
    &LIMIT_SECTIONS,
    &LIMIT_SUBSECTIONS,
    &LIMIT_VALUES,
    &LINEARIZATION_LENGTH,
    &LINEARIZATION_MISPLACED,
    &PAGE_CONTENTS,
    &PAGE_LOOP,
    &PAGE_TREE,
    &READERS_DISAGREE,
    &READERS_LINEAR,
    &READERS_REFUSED,
    &REVISION_ANNOTATION,
    &REVISION_CHANGES_DOCUMENT,
    &REVISION_FURTHER_SIGNATURE,
    &REVISION_INCOMPLETE,
    &REVISION_MALFORMED,
    &REVISION_OUTSIDE_CHAIN,
    &REVISION_PAGE,
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
    &STRUCTURE_REFERENCE_LOOP,
    &STRUCTURE_STRAY,
    &STRUCTURE_STREAM_DATA,
    &STRUCTURE_STREAM_DICTIONARY,
    &STRUCTURE_STREAM_KEYWORD,
    &STRUCTURE_STREAM_LENGTH,
    &STRUCTURE_STREAM_LENGTH_VALUE,
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
    &XREF_LOOP,
    &XREF_MISSING,
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
    &CONTENT_EMBEDDED_FILE,
    &CONTENT_EXTERNAL_STREAM,
    &IMAGE_FILTER,
    &IMAGE_FILTER_ARRAY,
    &IMAGE_MASK_FILTER,
    &IMAGE_UNFILTERED,
    &IMAGE_INLINE_FILTER,
    &IMAGE_INLINE_UNFILTERED,
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
    &VERSION_CONSTRUCT,
    &VERSION_NUMBER,
    &CONTENT_XFA,
    &SHADOW_HIDDEN_ANNOTATION,
    &SHADOW_INTERACTIVE_FIELD,
    &SHADOW_OPTIONAL_CONTENT,
    &SHADOW_REPLACED_OBJECT,
    &SHADOW_UNUSED_OBJECT,
];

/// What an issuer may accept before signing: each says that something hidden or replaceable is in the input, none that the
/// signature would not verify.
pub static SHADOW_RULES: &[&Rule] = &[
    &SHADOW_HIDDEN_ANNOTATION,
    &SHADOW_INTERACTIVE_FIELD,
    &SHADOW_OPTIONAL_CONTENT,
    &SHADOW_REPLACED_OBJECT,
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
        FactKind::ContentUnreadable => (&CONTENT_UNREADABLE, Some(SubIndication::Generic)),
        FactKind::EmbeddedFile => (&CONTENT_EMBEDDED_FILE, None),
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
        FactKind::Pdf2Construct => (&VERSION_CONSTRUCT, None),
        FactKind::VersionTooHigh => (&VERSION_NUMBER, None),
        FactKind::Xfa => (&CONTENT_XFA, None),
    };
    let finding = match sub_indication {
        Some(sub_indication) => Finding::new(rule, sub_indication),
        None => Finding::violation(rule),
    };
    let (mut ja, mut en) = (Vec::new(), Vec::new());
    if let Some(page) = fact.page {
        ja.push(format!("{page} ページ"));
        en.push(format!("page {page}"));
    }
    if let Some(object) = fact.object {
        ja.push(format!("オブジェクト {object}"));
        en.push(format!("object {object}"));
    }
    let finding =
        if en.is_empty() { finding } else { finding.with_detail(Text::owned(ja.join("、"), en.join(", "))) };
    located(finding, fact.offset)
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
    if let Err(error) = pdf::second_reader::compare(document) {
        findings.push(disagreement(&error));
    }
    match lint::shadows(document.latest()) {
        Ok(shadows) => findings.extend(shadows.iter().map(shadow_finding)),
        Err(error) => findings.push(finding(&error)),
    }
    findings
}

/// What hidden content means before signing.
pub fn shadow_finding(shadow: &lint::Shadow) -> Finding {
    let rule: &'static Rule = match shadow.kind {
        ShadowKind::HiddenAnnotation => &SHADOW_HIDDEN_ANNOTATION,
        ShadowKind::InteractiveField => &SHADOW_INTERACTIVE_FIELD,
        ShadowKind::OptionalContent => &SHADOW_OPTIONAL_CONTENT,
        ShadowKind::ReplacedObject => &SHADOW_REPLACED_OBJECT,
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
        Error::HybridStreamMissing { .. } => (&XREF_HYBRID, FormatFailure),
        Error::KeyDuplicate { .. } => (&SYNTAX_DUPLICATE_KEY, FormatFailure),
        Error::KeyNotName { .. } => (&SYNTAX_KEY, FormatFailure),
        Error::KeyWithoutValue { .. } => (&SYNTAX_KEY_VALUE, FormatFailure),
        Error::LaterRevisionChangesDocument { change, .. } => match change {
            Change::Annotation => (&REVISION_ANNOTATION, FormatFailure),
            Change::Other => (&REVISION_CHANGES_DOCUMENT, FormatFailure),
            Change::Page => (&REVISION_PAGE, FormatFailure),
        },
        Error::LaterRevisionMalformed { .. } => (&REVISION_MALFORMED, FormatFailure),
        Error::LinearReadingDiffers { .. } => (&READERS_LINEAR, Generic),
        Error::LinearizationMisplaced { .. } => (&LINEARIZATION_MISPLACED, FormatFailure),
        Error::LinearizationWrong { .. } => (&LINEARIZATION_LENGTH, FormatFailure),
        Error::NameEscapeMalformed { .. } => (&SYNTAX_NAME, FormatFailure),
        Error::NumberMalformed { .. } => (&SYNTAX_NUMBER, FormatFailure),
        Error::ObjectDuplicate { .. } => (&STRUCTURE_DUPLICATE_OBJECT, FormatFailure),
        Error::ObjectHeaderMalformed { .. } => (&STRUCTURE_OBJECT_HEADER, FormatFailure),
        Error::ObjectNotClosed { .. } => (&STRUCTURE_ENDOBJ, FormatFailure),
        Error::ObjectOrphan { .. } => (&STRUCTURE_ORPHAN, FormatFailure),
        Error::ObjectStreamMalformed { .. } => (&STRUCTURE_OBJECT_STREAM, FormatFailure),
        Error::ObjectStreamMissing { .. } => (&XREF_OBJECT_STREAM, FormatFailure),
        Error::OctetsAfterEndOfFile { .. } => (&COVERAGE_TRAILING, FormatFailure),
        Error::OctetsAfterSignedEnd { .. } => (&COVERAGE_AFTER_END, FormatFailure),
        Error::PageContentsMalformed { .. } => (&PAGE_CONTENTS, FormatFailure),
        Error::PageTreeLoop { .. } => (&PAGE_LOOP, FormatFailure),
        Error::PageTreeMalformed { .. } => (&PAGE_TREE, FormatFailure),
        Error::PageTreeTooLarge { .. } => (&LIMIT_PAGES, Generic),
        Error::PreviousNotEarlier { .. } => (&XREF_PREV_ORDER, FormatFailure),
        Error::ReadersDisagree { .. } => (&READERS_DISAGREE, Generic),
        Error::ReferenceLoop { .. } => (&STRUCTURE_REFERENCE_LOOP, FormatFailure),
        Error::ReferenceToObjectZero { .. } => (&SYNTAX_REFERENCE_ZERO, FormatFailure),
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
        Error::SubFilterMissing { .. } => (&SIGNATURE_SUB_FILTER_MISSING, FormatFailure),
        Error::SubFilterUnknown { .. } => (&SIGNATURE_SUB_FILTER, FormatFailure),
        Error::TooDeep { .. } => (&LIMIT_DEPTH, Generic),
        Error::TooLarge { .. } => (&LIMIT_FILE, Generic),
        Error::TooManyObjects { .. } => (&LIMIT_OBJECTS, Generic),
        Error::TooManySections { .. } => (&LIMIT_SECTIONS, Generic),
        Error::TooManySubsections { .. } => (&LIMIT_SUBSECTIONS, Generic),
        Error::TooManyValues { .. } => (&LIMIT_VALUES, Generic),
        Error::TrailerMalformed { .. } => (&TRAILER_MALFORMED, FormatFailure),
        Error::TrailerOffsetMalformed { .. } => (&TRAILER_OFFSET, FormatFailure),
        Error::TrailerWithoutTable { .. } => (&TRAILER_WITHOUT_TABLE, FormatFailure),
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
        | Error::LaterRevisionChangesDocument { object: id, .. }
        | Error::LinearReadingDiffers { object: id, .. }
        | Error::ObjectDuplicate { object: id, .. }
        | Error::ObjectNotClosed { object: id, .. }
        | Error::ObjectOrphan { object: id, .. }
        | Error::ObjectStreamMissing { object: id, .. }
        | Error::PageContentsMalformed { object: id }
        | Error::PageTreeLoop { object: id }
        | Error::PageTreeTooLarge { object: id }
        | Error::ReadersDisagree { object: id, .. }
        | Error::ReferenceLoop { object: id }
        | Error::SignatureUnreachable { object: id, .. } => Some(object(id)),
        _ => None,
    }
}

static BYTE_RANGE_COUNT: Rule = Rule {
    id: RuleId("pdf.byte-range.count"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange の整数が4個ではありません。", "/ByteRange does not have four integers."),
};
static BYTE_RANGE_DUPLICATE: Rule = Rule {
    id: RuleId("pdf.byte-range.duplicate"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("一つの辞書に ByteRange が二つあります。", "A dictionary has two /ByteRange keys."),
};
static BYTE_RANGE_EMPTY: Rule = Rule {
    id: RuleId("pdf.byte-range.empty"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange の範囲の長さが0です。", "A region of /ByteRange has no octets."),
};
static BYTE_RANGE_END: Rule = Rule {
    id: RuleId("pdf.byte-range.end"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange の終わりが、ファイルの終わりとも版の終わりとも一致しません。",
        "/ByteRange ends where no revision ends.",
    ),
};
static BYTE_RANGE_FIRST: Rule = Rule {
    id: RuleId("pdf.byte-range.first"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange がファイルの先頭から始まっていません。",
        "/ByteRange does not begin at octet 0.",
    ),
};
static BYTE_RANGE_GAP_ELSEWHERE: Rule = Rule {
    id: RuleId("pdf.byte-range.gap-elsewhere"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange の隙間が Contents と別の位置にあります。署名の対象外の部分があります。",
        "/ByteRange leaves out other octets than /Contents.",
    ),
};
static BYTE_RANGE_GAP_NARROWER: Rule = Rule {
    id: RuleId("pdf.byte-range.gap-narrower"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange の隙間が Contents より狭くなっています。",
        "/ByteRange leaves out fewer octets than /Contents.",
    ),
};
static BYTE_RANGE_GAP_WIDER: Rule = Rule {
    id: RuleId("pdf.byte-range.gap-wider"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange の隙間が Contents より広く、署名の対象外の部分があります。",
        "/ByteRange leaves out more octets than /Contents.",
    ),
};
static BYTE_RANGE_INDIRECT: Rule = Rule {
    id: RuleId("pdf.byte-range.indirect"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange が間接参照で書かれています。",
        "/ByteRange or one of its integers is an indirect reference.",
    ),
};
static BYTE_RANGE_MISSING: Rule = Rule {
    id: RuleId("pdf.byte-range.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "署名辞書に ByteRange がありません。",
        "The signature dictionary has no /ByteRange.",
    ),
};
static BYTE_RANGE_NEGATIVE: Rule = Rule {
    id: RuleId("pdf.byte-range.negative"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange に負の整数があります。", "/ByteRange has a negative integer."),
};
static BYTE_RANGE_NOT_ARRAY: Rule = Rule {
    id: RuleId("pdf.byte-range.not-array"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange が配列ではありません。", "/ByteRange is not an array."),
};
static BYTE_RANGE_NOT_INTEGER: Rule = Rule {
    id: RuleId("pdf.byte-range.not-integer"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange に整数でない要素があります。",
        "/ByteRange has an element that is no integer.",
    ),
};
static BYTE_RANGE_NULL: Rule = Rule {
    id: RuleId("pdf.byte-range.null"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange が null です。", "/ByteRange, or one of its elements, is null."),
};
static BYTE_RANGE_OVERFLOW: Rule = Rule {
    id: RuleId("pdf.byte-range.overflow"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange の整数が大きすぎます。",
        "An integer of /ByteRange is larger than any file.",
    ),
};
static BYTE_RANGE_OVERLAP: Rule = Rule {
    id: RuleId("pdf.byte-range.overlap"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange の二つの範囲が重なっています。", "The regions of /ByteRange overlap."),
};
static BYTE_RANGE_PAST_END: Rule = Rule {
    id: RuleId("pdf.byte-range.past-end"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new(
        "ByteRange がファイルの終わりを越えています。",
        "/ByteRange reaches past the end of the file.",
    ),
};
static BYTE_RANGE_REAL: Rule = Rule {
    id: RuleId("pdf.byte-range.real"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange に実数があります。", "/ByteRange has a real number."),
};
static CONTENTS_ALL_ZERO: Rule = Rule {
    id: RuleId("pdf.contents.all-zero"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が0だけです。署名の値がありません。", "/Contents has zeros only."),
};
static CONTENTS_DUPLICATE: Rule = Rule {
    id: RuleId("pdf.contents.duplicate"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("一つの辞書に Contents が二つあります。", "A dictionary has two /Contents keys."),
};
static CONTENTS_EMPTY: Rule = Rule {
    id: RuleId("pdf.contents.empty"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が空です。署名の値がありません。", "/Contents is an empty string."),
};
static CONTENTS_INDIRECT: Rule = Rule {
    id: RuleId("pdf.contents.indirect"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が間接参照で書かれています。", "/Contents is an indirect reference."),
};
static CONTENTS_LITERAL: Rule = Rule {
    id: RuleId("pdf.contents.literal"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new(
        "Contents が16進文字列ではなく、かっこで囲まれた文字列です。",
        "/Contents is a literal string, not a hexadecimal one.",
    ),
};
static CONTENTS_MISSING: Rule = Rule {
    id: RuleId("pdf.contents.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("署名辞書に Contents がありません。", "The signature dictionary has no /Contents."),
};
static CONTENTS_NO_VALUE: Rule = Rule {
    id: RuleId("pdf.contents.no-value"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents に値がありません。", "The key /Contents has no value."),
};
static CONTENTS_NOT_HEXADECIMAL: Rule = Rule {
    id: RuleId("pdf.contents.not-hexadecimal"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.4.3",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new(
        "Contents に16進数字でない文字があります。",
        "/Contents has a character that is no hexadecimal digit.",
    ),
};
static CONTENTS_NOT_STRING: Rule = Rule {
    id: RuleId("pdf.contents.not-string"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が文字列ではありません。", "/Contents is not a string."),
};
static CONTENTS_NULL: Rule = Rule {
    id: RuleId("pdf.contents.null"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が null です。", "/Contents is null."),
};
static CONTENTS_OBJECT_STREAM: Rule = Rule {
    id: RuleId("pdf.contents.object-stream"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new(
        "署名辞書がオブジェクトストリームの中にあります。",
        "The signature dictionary lies in an object stream, where no octet range can leave out its /Contents.",
    ),
};
static CONTENTS_ODD_DIGITS: Rule = Rule {
    id: RuleId("pdf.contents.odd-digits"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents の16進数字の個数が奇数です。", "/Contents has an odd number of digits."),
};
static COVERAGE_AFTER_END: Rule = Rule {
    id: RuleId("pdf.coverage.after-end"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "署名の対象の後に、版でないデータがないこと",
        "Nothing but whole later revisions follows what is signed",
    ),
    violation: Text::new(
        "署名の対象の終わりの後に、版でないデータがあります。",
        "Octets after the signed end are not a later revision.",
    ),
};
static COVERAGE_TRAILING: Rule = Rule {
    id: RuleId("pdf.coverage.trailing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new(
        "署名の対象の後に、版でないデータがないこと",
        "Nothing but whole later revisions follows what is signed",
    ),
    violation: Text::new(
        "最後の %%EOF の後に、どの版にも属さないデータがあります。",
        "Octets after the last end-of-file marker belong to no revision.",
    ),
};
static EOF_MISPLACED: Rule = Rule {
    id: RuleId("pdf.eof.misplaced"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("版が %%EOF で終わること", "Each revision ends with its end-of-file marker"),
    violation: Text::new(
        "%%EOF が版の終わりでない位置にあります。",
        "An end-of-file marker stands where no revision ends.",
    ),
};
static EOF_MISSING: Rule = Rule {
    id: RuleId("pdf.eof.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("版が %%EOF で終わること", "Each revision ends with its end-of-file marker"),
    violation: Text::new(
        "ファイルの終わりに %%EOF がありません。",
        "Startxref is not followed by an end-of-file marker.",
    ),
};
static FORM_FIELD_DIRECT: Rule = Rule {
    id: RuleId("pdf.form.field-direct"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.7.3.1",
    requirement: Text::new(
        "対話フォームが規格のとおりであること",
        "The interactive form is as the standard writes it",
    ),
    violation: Text::new(
        "フォームのフィールドが間接オブジェクトではありません。",
        "A form field is not an indirect object.",
    ),
};
static FORM_LOOP: Rule = Rule {
    id: RuleId("pdf.form.loop"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.7.3.1",
    requirement: Text::new(
        "対話フォームが規格のとおりであること",
        "The interactive form is as the standard writes it",
    ),
    violation: Text::new("フォームのフィールドが二度たどられます。", "The form field is reached twice."),
};
static FORM_MALFORMED: Rule = Rule {
    id: RuleId("pdf.form.malformed"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.7.2",
    requirement: Text::new(
        "対話フォームが規格のとおりであること",
        "The interactive form is as the standard writes it",
    ),
    violation: Text::new(
        "対話フォームの書き方が規格と異なります。",
        "The interactive form is not of the form of the standard.",
    ),
};
static HEADER_MALFORMED: Rule = Rule {
    id: RuleId("pdf.header.malformed"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.2",
    requirement: Text::new(
        "ファイルが PDF の見出し行で始まること",
        "The file begins with the header line of a PDF",
    ),
    violation: Text::new(
        "ファイルの見出し行の書き方が規格と異なります。",
        "The header line is not %PDF- and a version.",
    ),
};
static HEADER_MISSING: Rule = Rule {
    id: RuleId("pdf.header.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.2",
    requirement: Text::new(
        "ファイルが PDF の見出し行で始まること",
        "The file begins with the header line of a PDF",
    ),
    violation: Text::new("ファイルが %PDF- で始まっていません。", "The file does not begin with %PDF-."),
};
static LIMIT_CONTENTS: Rule = Rule {
    id: RuleId("pdf.limit.contents"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "Contents が、この検証ツールの上限を超えています。",
        "/Contents is larger than this reader takes.",
    ),
};
static LIMIT_DEPTH: Rule = Rule {
    id: RuleId("pdf.limit.depth"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "入れ子が、この検証ツールの上限を超えています。",
        "Arrays and dictionaries are nested deeper than this reader goes.",
    ),
};
static LIMIT_FIELDS: Rule = Rule {
    id: RuleId("pdf.limit.fields"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "フォームが、この検証ツールの上限を超えています。",
        "The form has more fields or levels than this reader takes.",
    ),
};
static LIMIT_FILE: Rule = Rule {
    id: RuleId("pdf.limit.file"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "ファイルの大きさが、この検証ツールの上限を超えています。",
        "The file is larger than this reader takes.",
    ),
};
static LIMIT_OBJECTS: Rule = Rule {
    id: RuleId("pdf.limit.objects"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "オブジェクトの数が、この検証ツールの上限を超えています。",
        "There are more objects than this reader takes.",
    ),
};
static LIMIT_PAGES: Rule = Rule {
    id: RuleId("pdf.limit.pages"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "ページの木が、この検証ツールの上限を超えています。",
        "The page tree has more nodes or levels than this reader takes.",
    ),
};
static LIMIT_SECOND_READER: Rule = Rule {
    id: RuleId("pdf.limit.second-reader"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "オブジェクトの数が多く、第二の読取りを行いませんでした。",
        "The objects are more than the second reader is given.",
    ),
};
static LIMIT_SECTIONS: Rule = Rule {
    id: RuleId("pdf.limit.sections"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "相互参照の数が、この検証ツールの上限を超えています。",
        "There are more cross-reference sections than this reader takes.",
    ),
};
static LIMIT_SUBSECTIONS: Rule = Rule {
    id: RuleId("pdf.limit.subsections"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "相互参照の部分の数が、この検証ツールの上限を超えています。",
        "A cross-reference section has more subsections than this reader takes.",
    ),
};
static LIMIT_VALUES: Rule = Rule {
    id: RuleId("pdf.limit.values"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "値の数が、この検証ツールの上限を超えています。",
        "There are more values than this reader takes.",
    ),
};
static LINEARIZATION_LENGTH: Rule = Rule {
    id: RuleId("pdf.linearization.length"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 Annex F",
    requirement: Text::new(
        "リニアライズの情報が規格のとおりであること",
        "Linearization is as the standard writes it",
    ),
    violation: Text::new(
        "リニアライズ辞書の長さが実際と異なります。",
        "The linearization dictionary states another length than the revision has.",
    ),
};
static LINEARIZATION_MISPLACED: Rule = Rule {
    id: RuleId("pdf.linearization.misplaced"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 Annex F",
    requirement: Text::new(
        "リニアライズの情報が規格のとおりであること",
        "Linearization is as the standard writes it",
    ),
    violation: Text::new(
        "リニアライズ辞書がファイルの先頭にありません。",
        "A linearization dictionary is not the first object of the file.",
    ),
};
static PAGE_CONTENTS: Rule = Rule {
    id: RuleId("pdf.page.contents"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.3.3",
    requirement: Text::new(
        "ページの木が規格のとおりであること",
        "The page tree is as the standard writes it",
    ),
    violation: Text::new(
        "ページの内容がストリームではありません。",
        "/Contents of a page is not a stream or an array of streams.",
    ),
};
static PAGE_LOOP: Rule = Rule {
    id: RuleId("pdf.page.loop"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.3",
    requirement: Text::new(
        "ページの木が規格のとおりであること",
        "The page tree is as the standard writes it",
    ),
    violation: Text::new("ページの木の節が二度たどられます。", "The page tree node is reached twice."),
};
static PAGE_TREE: Rule = Rule {
    id: RuleId("pdf.page.tree"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.3",
    requirement: Text::new(
        "ページの木が規格のとおりであること",
        "The page tree is as the standard writes it",
    ),
    violation: Text::new(
        "ページの木の書き方が規格と異なります。",
        "The page tree is not of the form of the standard.",
    ),
};
static READERS_DISAGREE: Rule = Rule {
    id: RuleId("pdf.readers.disagree"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "独立した二つの読取りで、オブジェクトの内容が異なります。",
        "Two independent readers see an object differently.",
    ),
};
static READERS_LINEAR: Rule = Rule {
    id: RuleId("pdf.readers.linear"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "ファイルを先頭から順に読んだ場合と相互参照に従って読んだ場合とで、オブジェクトが異なります。",
        "An object as the last one in the file is not the one the cross-reference names.",
    ),
};
static READERS_REFUSED: Rule = Rule {
    id: RuleId("pdf.readers.refused"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "第二の読取りでファイルを読むことができません。",
        "The second reader cannot read the file.",
    ),
};
static REVISION_ANNOTATION: Rule = Rule {
    id: RuleId("pdf.revision.annotation"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.2",
    requirement: Text::new(
        "署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名後に追加された版が、注釈を追加又は変更しています。",
        "A revision added after signing adds or changes an annotation.",
    ),
};
static REVISION_CHANGES_DOCUMENT: Rule = Rule {
    id: RuleId("pdf.revision.changes-document"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.2",
    requirement: Text::new(
        "署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名の後に追加された版が、文書の内容を変えています。",
        "A revision added after signing changes an object, which is neither a DSS nor a further signature.",
    ),
};
static REVISION_FURTHER_SIGNATURE: Rule = Rule {
    id: RuleId("pdf.revision.further-signature"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1; ETSI EN 319 142-1 5.4.3",
    requirement: Text::new(
        "署名の後に追加された署名が、その版の全体を対象とする正しい署名であること",
        "A signature added after signing is one of its whole revision, with the right digest and value",
    ),
    violation: Text::new(
        "署名の後に追加された署名が、その版の全体を対象とする正しい署名であると確認できません。",
        "What was added after signing as a further signature is not established to be one of its whole revision.",
    ),
};
static REVISION_PAGE: Rule = Rule {
    id: RuleId("pdf.revision.page"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.2",
    requirement: Text::new(
        "署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名後に追加された版が、ページ又はその表示内容を変えています。",
        "A revision added after signing changes a page or what it shows.",
    ),
};
static REVISION_INCOMPLETE: Rule = Rule {
    id: RuleId("pdf.revision.incomplete"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "版が startxref と %%EOF で終わっていません。",
        "A revision does not end with startxref and an end-of-file marker.",
    ),
};
static REVISION_MALFORMED: Rule = Rule {
    id: RuleId("pdf.revision.malformed"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名の後に追加された版を読み取ることができません。",
        "A revision added after signing cannot be followed.",
    ),
};
static REVISION_OUTSIDE_CHAIN: Rule = Rule {
    id: RuleId("pdf.revision.outside-chain"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "startxref と Prev からたどれない版があります。",
        "A revision, or a part of it, is not reached from startxref and /Prev.",
    ),
};
static SIGNATURE_ABSENT: Rule = Rule {
    id: RuleId("pdf.signature.absent"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "署名辞書が規格のとおりであること",
        "The signature dictionary is as the standard writes it",
    ),
    violation: Text::new("文書に電子署名がありません。", "The document carries no signature."),
};
static SIGNATURE_NOT_DICTIONARY: Rule = Rule {
    id: RuleId("pdf.signature.not-dictionary"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.7.4.5",
    requirement: Text::new(
        "署名辞書が規格のとおりであること",
        "The signature dictionary is as the standard writes it",
    ),
    violation: Text::new(
        "署名フィールドの値が辞書ではありません。",
        "The value of a signature field is not a dictionary.",
    ),
};
static SIGNATURE_SUB_FILTER: Rule = Rule {
    id: RuleId("pdf.signature.sub-filter"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "署名辞書が規格のとおりであること",
        "The signature dictionary is as the standard writes it",
    ),
    violation: Text::new(
        "署名辞書の SubFilter が、対象外の値です。",
        "/SubFilter is not one of a detached CMS signature.",
    ),
};
static SIGNATURE_SUB_FILTER_MISSING: Rule = Rule {
    id: RuleId("pdf.signature.sub-filter-missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "署名辞書が規格のとおりであること",
        "The signature dictionary is as the standard writes it",
    ),
    violation: Text::new(
        "署名辞書に SubFilter がありません。",
        "The signature dictionary has no /SubFilter.",
    ),
};
static SIGNATURE_TYPE: Rule = Rule {
    id: RuleId("pdf.signature.type"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "署名辞書が規格のとおりであること",
        "The signature dictionary is as the standard writes it",
    ),
    violation: Text::new(
        "署名辞書の Type が Sig ではありません。",
        "/Type of the signature dictionary is not Sig.",
    ),
};
static SIGNATURE_UNREACHABLE: Rule = Rule {
    id: RuleId("pdf.signature.unreachable"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.7.4.5",
    requirement: Text::new(
        "署名辞書が規格のとおりであること",
        "The signature dictionary is as the standard writes it",
    ),
    violation: Text::new(
        "署名辞書がフォームのフィールドからたどれません。",
        "The signature dictionary is not the value of a form field.",
    ),
};
static STARTXREF_AMBIGUOUS: Rule = Rule {
    id: RuleId("pdf.startxref.ambiguous"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new(
        "startxref が相互参照を指すこと",
        "startxref points to the cross-reference of its revision",
    ),
    violation: Text::new(
        "最後の startxref が一つに定まりません。",
        "What looks like the last startxref is not one to a reader from the beginning.",
    ),
};
static STARTXREF_MALFORMED: Rule = Rule {
    id: RuleId("pdf.startxref.malformed"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new(
        "startxref が相互参照を指すこと",
        "startxref points to the cross-reference of its revision",
    ),
    violation: Text::new(
        "startxref の後に位置がありません。",
        "Startxref is not followed by an octet offset.",
    ),
};
static STARTXREF_MISSING: Rule = Rule {
    id: RuleId("pdf.startxref.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new(
        "startxref が相互参照を指すこと",
        "startxref points to the cross-reference of its revision",
    ),
    violation: Text::new(
        "ファイルの終わりに startxref がありません。",
        "There is no startxref at the end of the file.",
    ),
};
static STARTXREF_WRONG: Rule = Rule {
    id: RuleId("pdf.startxref.wrong"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new(
        "startxref が相互参照を指すこと",
        "startxref points to the cross-reference of its revision",
    ),
    violation: Text::new(
        "startxref が、その版の相互参照を指していません。",
        "Startxref does not say where the cross-reference of its revision is.",
    ),
};
static STRUCTURE_CATALOG: Rule = Rule {
    id: RuleId("pdf.structure.catalog"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.2",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("文書カタログがありません。", "/Root does not lead to a document catalog."),
};
static STRUCTURE_DUPLICATE_OBJECT: Rule = Rule {
    id: RuleId("pdf.structure.duplicate-object"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "一つの版に同じ番号のオブジェクトが二つあります。",
        "An object stands twice in one revision.",
    ),
};
static STRUCTURE_ENDOBJ: Rule = Rule {
    id: RuleId("pdf.structure.endobj"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "オブジェクトが endobj で閉じられていません。",
        "An object is not closed by endobj here.",
    ),
};
static STRUCTURE_OBJECT_HEADER: Rule = Rule {
    id: RuleId("pdf.structure.object-header"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "間接オブジェクトの始めの書き方が規格と異なります。",
        "No indirect object begins at this octet.",
    ),
};
static STRUCTURE_OBJECT_STREAM: Rule = Rule {
    id: RuleId("pdf.structure.object-stream"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.7",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "オブジェクトストリームの書き方が規格と異なります。",
        "An object stream is not of the form of the standard.",
    ),
};
static STRUCTURE_ORPHAN: Rule = Rule {
    id: RuleId("pdf.structure.orphan"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "相互参照に載っていないオブジェクトがあります。",
        "An object is not named by the cross-reference of its revision.",
    ),
};
static STRUCTURE_REFERENCE_LOOP: Rule = Rule {
    id: RuleId("pdf.structure.reference-loop"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("間接参照が終わりません。", "References through an object do not come to an end."),
};
static STRUCTURE_STRAY: Rule = Rule {
    id: RuleId("pdf.structure.stray"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.1",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "どのオブジェクトにも属さないデータがあります。",
        "Octets that belong to no object, cross-reference or comment.",
    ),
};
static STRUCTURE_STREAM_DATA: Rule = Rule {
    id: RuleId("pdf.structure.stream-data"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.4",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "ストリームのデータを展開することができません。",
        "The data of a stream cannot be decoded.",
    ),
};
static STRUCTURE_STREAM_DICTIONARY: Rule = Rule {
    id: RuleId("pdf.structure.stream-dictionary"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.8.1",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("ストリームに辞書がありません。", "A stream does not begin with a dictionary."),
};
static STRUCTURE_STREAM_KEYWORD: Rule = Rule {
    id: RuleId("pdf.structure.stream-keyword"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.8.1",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "stream の後の改行が規格と異なります。",
        "The keyword stream is not followed by CR LF or LF.",
    ),
};
static STRUCTURE_STREAM_LENGTH: Rule = Rule {
    id: RuleId("pdf.structure.stream-length"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.8.2",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "ストリームの長さが Length と異なります。",
        "A stream does not end after as many octets as /Length says.",
    ),
};
static STRUCTURE_STREAM_LENGTH_VALUE: Rule = Rule {
    id: RuleId("pdf.structure.stream-length-value"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.8.2",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("ストリームに長さがありません。", "A stream has no usable /Length."),
};
static SYNTAX_DUPLICATE_KEY: Rule = Rule {
    id: RuleId("pdf.syntax.duplicate-key"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("一つの辞書に同じキーが二つあります。", "A dictionary has the same key twice."),
};
static SYNTAX_END: Rule = Rule {
    id: RuleId("pdf.syntax.end"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.2",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("オブジェクトの途中でファイルが終わっています。", "The file ends inside an object."),
};
static SYNTAX_HEX_STRING: Rule = Rule {
    id: RuleId("pdf.syntax.hex-string"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.4.3",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new(
        "16進文字列に数字でない文字があります。",
        "A hexadecimal string has a character that is no digit.",
    ),
};
static SYNTAX_KEY: Rule = Rule {
    id: RuleId("pdf.syntax.key"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("辞書のキーが名前ではありません。", "A key of a dictionary is not a name."),
};
static SYNTAX_KEY_VALUE: Rule = Rule {
    id: RuleId("pdf.syntax.key-value"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("辞書のキーに値がありません。", "A key of a dictionary has no value."),
};
static SYNTAX_NAME: Rule = Rule {
    id: RuleId("pdf.syntax.name"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.5",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("名前の # による表記が誤っています。", "A name has a malformed # escape."),
};
static SYNTAX_NUMBER: Rule = Rule {
    id: RuleId("pdf.syntax.number"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.3",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("数の書き方が規格と異なります。", "A number is not of the form of the standard."),
};
static SYNTAX_REFERENCE_ZERO: Rule = Rule {
    id: RuleId("pdf.syntax.reference-zero"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("番号0のオブジェクトへの参照があります。", "A reference to object 0."),
};
static SYNTAX_STRING: Rule = Rule {
    id: RuleId("pdf.syntax.string"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.4",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("文字列が閉じられていません。", "A string is not closed."),
};
static SYNTAX_TOKEN: Rule = Rule {
    id: RuleId("pdf.syntax.token"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.2",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("値でないものがあります。", "No value begins at this octet."),
};
static TRAILER_MALFORMED: Rule = Rule {
    id: RuleId("pdf.trailer.malformed"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("トレーラが規格のとおりであること", "Trailers are as the standard writes them"),
    violation: Text::new("トレーラの書き方が規格と異なります。", "A trailer is not a dictionary with /Size."),
};
static TRAILER_OFFSET: Rule = Rule {
    id: RuleId("pdf.trailer.offset"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("トレーラが規格のとおりであること", "Trailers are as the standard writes them"),
    violation: Text::new(
        "Prev 又は XRefStm が位置ではありません。",
        "/Prev or /XRefStm is not an octet offset.",
    ),
};
static TRAILER_WITHOUT_TABLE: Rule = Rule {
    id: RuleId("pdf.trailer.without-table"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new("トレーラが規格のとおりであること", "Trailers are as the standard writes them"),
    violation: Text::new(
        "相互参照のないトレーラがあります。",
        "A trailer stands without a cross-reference table.",
    ),
};
static UNSUPPORTED_ENCRYPTION: Rule = Rule {
    id: RuleId("pdf.unsupported.encryption"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.6",
    requirement: Text::new(
        "この検証ツールが読むことのできる形式であること",
        "The file is of a form this reader reads",
    ),
    violation: Text::new("ファイルが暗号化されているため、読むことができません。", "The file is encrypted."),
};
static UPDATE_BODY_ONLY: Rule = Rule {
    id: RuleId("pdf.update.body-only"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "署名の対象の後に、版でないデータがないこと",
        "Nothing but whole later revisions follows what is signed",
    ),
    violation: Text::new(
        "最後の %%EOF の後に、相互参照もトレーラーもないオブジェクトが追加されています。",
        "Objects were appended without cross-reference and trailer.",
    ),
};
static UPDATE_NO_PREV: Rule = Rule {
    id: RuleId("pdf.update.no-prev"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5, 7.5.6",
    requirement: Text::new(
        "署名の対象の後に、版でないデータがないこと",
        "Nothing but whole later revisions follows what is signed",
    ),
    violation: Text::new(
        "追加された版のトレーラーに Prev がなく、それより前の版につながっていません。",
        "The trailer of an appended revision has no /Prev to the revision before.",
    ),
};
static UPDATE_NO_XREF: Rule = Rule {
    id: RuleId("pdf.update.no-xref"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "署名の対象の後に、版でないデータがないこと",
        "Nothing but whole later revisions follows what is signed",
    ),
    violation: Text::new(
        "最後の版の後に、相互参照のない追加データがあります。",
        "An update without a cross-reference follows the last revision.",
    ),
};
static UPDATE_OLD_STARTXREF: Rule = Rule {
    id: RuleId("pdf.update.old-startxref"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5, 7.5.6",
    requirement: Text::new(
        "署名の対象の後に、版でないデータがないこと",
        "Nothing but whole later revisions follows what is signed",
    ),
    violation: Text::new(
        "追加された版の startxref が古い相互参照を指し、追加された相互参照が使われません。",
        "The last startxref names an old cross-reference; the appended one is not reached.",
    ),
};
static UPDATE_TRAILER_ONLY: Rule = Rule {
    id: RuleId("pdf.update.trailer-only"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "署名の対象の後に、版でないデータがないこと",
        "Nothing but whole later revisions follows what is signed",
    ),
    violation: Text::new(
        "最後の版の後に、相互参照のないトレーラーが追加されています。",
        "A trailer without a cross-reference follows the last revision.",
    ),
};
static XREF_BEYOND_SIZE: Rule = Rule {
    id: RuleId("pdf.xref.beyond-size"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照の Size を越える番号のオブジェクトがあります。",
        "An object is beyond /Size of its cross-reference section.",
    ),
};
static XREF_DUPLICATE_ENTRY: Rule = Rule {
    id: RuleId("pdf.xref.duplicate-entry"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "一つの相互参照に同じ番号のオブジェクトが二度あります。",
        "An object is named twice in one cross-reference section.",
    ),
};
static XREF_ENTRY: Rule = Rule {
    id: RuleId("pdf.xref.entry"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照の項目の書き方が規格と異なります。",
        "A cross-reference entry is not of the form of the standard.",
    ),
};
static XREF_HYBRID: Rule = Rule {
    id: RuleId("pdf.xref.hybrid"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "XRefStm の指す位置に相互参照ストリームがありません。",
        "/XRefStm points, where no cross-reference stream is.",
    ),
};
static XREF_LOOP: Rule = Rule {
    id: RuleId("pdf.xref.loop"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "Prev の連鎖が輪になっています。",
        "The chain of /Prev comes back to the section at this octet.",
    ),
};
static XREF_MISSING: Rule = Rule {
    id: RuleId("pdf.xref.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照のあるべき位置に相互参照がありません。",
        "No cross-reference section begins at this octet.",
    ),
};
static XREF_OBJECT_STREAM: Rule = Rule {
    id: RuleId("pdf.xref.object-stream"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照の示すオブジェクトストリームに、そのオブジェクトがありません。",
        "An object is not in the object stream where its entry says.",
    ),
};
static XREF_OTHER_REVISION: Rule = Rule {
    id: RuleId("pdf.xref.other-revision"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照の項目が別の版を指しています。",
        "The entry of an object points, into another revision.",
    ),
};
static XREF_OUTSIDE_CHAIN: Rule = Rule {
    id: RuleId("pdf.xref.outside-chain"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "startxref と Prev からたどれない相互参照があります。",
        "A cross-reference table is not reached from startxref and /Prev.",
    ),
};
static XREF_PREV_ORDER: Rule = Rule {
    id: RuleId("pdf.xref.prev-order"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "Prev がファイルの前の部分を指していません。",
        "/Prev does not lead to an earlier part of the file.",
    ),
};
static XREF_STREAM: Rule = Rule {
    id: RuleId("pdf.xref.stream"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照ストリームの書き方が規格と異なります。",
        "A cross-reference stream is not of the form of the standard.",
    ),
};
static XREF_STREAM_LENGTH: Rule = Rule {
    id: RuleId("pdf.xref.stream-length"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照ストリームの長さが Index と合いません。",
        "A cross-reference stream has not as many entries as /Index says.",
    ),
};
static XREF_TABLE: Rule = Rule {
    id: RuleId("pdf.xref.table"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照表の書き方が規格と異なります。",
        "A cross-reference table is not of the form of the standard.",
    ),
};
static XREF_TARGET: Rule = Rule {
    id: RuleId("pdf.xref.target"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照の項目が、そのオブジェクトのない位置を指しています。",
        "The entry of an object points, where the object is not.",
    ),
};
static CONTENT_ADDITIONAL_ACTIONS: Rule = Rule {
    id: RuleId("pdf.content.additional-actions"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "ページ又はフィールドに動作（AA）が付いています。",
        "A page, field or the document has additional actions.",
    ),
};
static CONTENT_UNREADABLE: Rule = Rule {
    id: RuleId("pdf.content.unreadable"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("内容を読み取ることができること", "The content can be read"),
    violation: Text::new(
        "ページの内容を読み取ることができず、画像を確認できませんでした。",
        "A content stream cannot be read, so that its images are unknown.",
    ),
};
static CONTENT_EMBEDDED_FILE: Rule = Rule {
    id: RuleId("pdf.content.embedded-file"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("ファイルが埋め込まれています。", "A file is embedded."),
};
static CONTENT_EXTERNAL_STREAM: Rule = Rule {
    id: RuleId("pdf.content.external-stream"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "外部のファイルを参照するデータがあります。",
        "The data of a stream is in another file.",
    ),
};
static IMAGE_FILTER: Rule = Rule {
    id: RuleId("pdf.image.filter"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "画像の処理方式が Flate 方式又は CCITT Fax Decode 方式であること",
        "Every image is Flate or CCITTFax encoded",
    ),
    violation: Text::new(
        "画像の圧縮方式が Flate でも CCITT Fax でもありません。",
        "An image has a filter other than Flate and CCITTFax.",
    ),
};
static IMAGE_FILTER_ARRAY: Rule = Rule {
    id: RuleId("pdf.image.filter-array"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "画像の処理方式が Flate 方式又は CCITT Fax Decode 方式であること",
        "Every image is Flate or CCITTFax encoded",
    ),
    violation: Text::new(
        "画像のフィルターの配列に、FlateDecode でも CCITTFaxDecode でもないものがあります。",
        "The filters of an image include one other than FlateDecode and CCITTFaxDecode.",
    ),
};
static IMAGE_MASK_FILTER: Rule = Rule {
    id: RuleId("pdf.image.mask-filter"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "画像の処理方式が Flate 方式又は CCITT Fax Decode 方式であること",
        "Every image is Flate or CCITTFax encoded",
    ),
    violation: Text::new(
        "画像のマスク、サムネイル又は代替画像の圧縮方式が FlateDecode でも CCITTFaxDecode でもありません。",
        "A mask, thumbnail or alternate of an image has a filter other than FlateDecode and CCITTFaxDecode.",
    ),
};
static IMAGE_UNFILTERED: Rule = Rule {
    id: RuleId("pdf.image.unfiltered"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "画像の処理方式が Flate 方式又は CCITT Fax Decode 方式であること",
        "Every image is Flate or CCITTFax encoded",
    ),
    violation: Text::new(
        "画像が Flate でも CCITT Fax でも圧縮されていません。",
        "An image is not compressed.",
    ),
};
static IMAGE_INLINE_FILTER: Rule = Rule {
    id: RuleId("pdf.image.inline-filter"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "画像の処理方式が Flate 方式又は CCITT Fax Decode 方式であること",
        "Every image is Flate or CCITTFax encoded",
    ),
    violation: Text::new(
        "ページの内容に含まれる画像の圧縮方式が Flate でも CCITT Fax でもありません。",
        "An inline image has a filter other than Flate and CCITTFax.",
    ),
};
static IMAGE_INLINE_UNFILTERED: Rule = Rule {
    id: RuleId("pdf.image.inline-unfiltered"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "画像の処理方式が Flate 方式又は CCITT Fax Decode 方式であること",
        "Every image is Flate or CCITTFax encoded",
    ),
    violation: Text::new(
        "ページの内容に含まれる画像が圧縮されていません。",
        "An inline image is not compressed.",
    ),
};
static CONTENT_JAVASCRIPT: Rule = Rule {
    id: RuleId("pdf.content.javascript"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("JavaScript が含まれています。", "There is JavaScript."),
};
static CONTENT_LAUNCH: Rule = Rule {
    id: RuleId("pdf.content.launch"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("外部のプログラムを起動する動作が含まれています。", "There is a launch action."),
};
static CONTENT_OPTIONAL: Rule = Rule {
    id: RuleId("pdf.content.optional"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("表示を切り替えられる層が含まれています。", "There is optional content."),
};
static CONTENT_ACTION: Rule = Rule {
    id: RuleId("pdf.content.action"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "文書内の移動以外の動作が含まれています。",
        "There is an action other than a jump inside the document.",
    ),
};
static CONTENT_PAGE_TREE: Rule = Rule {
    id: RuleId("pdf.content.page-tree"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("内容を読み取ることができること", "The content can be read"),
    violation: Text::new(
        "ページの構成を読み取ることができず、内容を確認できませんでした。",
        "The page tree cannot be read, so that the content is unknown.",
    ),
};
static CONTENT_ALTERNATE_APPEARANCE: Rule = Rule {
    id: RuleId("pdf.content.alternate-appearance"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "ポインターの位置等により表示の変わる注釈があります。",
        "An annotation looks otherwise under the pointer or when it is pressed.",
    ),
};
static CONTENT_MULTIMEDIA: Rule = Rule {
    id: RuleId("pdf.content.multimedia"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "音声、動画、3次元表示又はスライドショーの内容が含まれています。",
        "There is sound, film, a three-dimensional scene or a slide show.",
    ),
};
static CONTENT_OPI: Rule = Rule {
    id: RuleId("pdf.content.opi"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "外部のファイルの内容に差し替えて印刷する指定（OPI）が含まれています。",
        "Content is marked to be replaced by another file in printing (OPI).",
    ),
};
static CONTENT_POSTSCRIPT: Rule = Rule {
    id: RuleId("pdf.content.postscript"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("PostScript のプログラムが含まれています。", "There is PostScript."),
};
static CONTENT_REFERENCE: Rule = Rule {
    id: RuleId("pdf.content.reference-xobject"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "外部のファイルのページを表示する指定（Ref）が含まれています。",
        "A page of another file may be shown in place of content (/Ref).",
    ),
};
static CONTENT_REQUIREMENTS: Rule = Rule {
    id: RuleId("pdf.content.requirements"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "閲覧ソフトウェアの機能を要求する指定（Requirements）が含まれています。",
        "The document makes requirements of the reader (/Requirements).",
    ),
};
static VERSION_CONSTRUCT: Rule = Rule {
    id: RuleId("pdf.version.construct"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("PDF が ISO 32000-1 によること", "The PDF is one of ISO 32000-1"),
    violation: Text::new(
        "ISO 32000-1 にない書き方が使われています。",
        "Something is used that only ISO 32000-2 knows.",
    ),
};
static VERSION_NUMBER: Rule = Rule {
    id: RuleId("pdf.version.number"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("PDF が ISO 32000-1 によること", "The PDF is one of ISO 32000-1"),
    violation: Text::new(
        "PDF の版が ISO 32000-1 の範囲を超えています。",
        "The version is higher than that of ISO 32000-1.",
    ),
};
static CONTENT_XFA: Rule = Rule {
    id: RuleId("pdf.content.xfa"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("XFA フォームが含まれています。", "There is an XFA form."),
};
static SHADOW_HIDDEN_ANNOTATION: Rule = Rule {
    id: RuleId("pdf.shadow.hidden-annotation"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new("表示されない注釈があります。", "An annotation is hidden."),
};
static SHADOW_INTERACTIVE_FIELD: Rule = Rule {
    id: RuleId("pdf.shadow.interactive-field"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new("書き換えることのできる入力欄があります。", "A form field can be filled."),
};
static SHADOW_OPTIONAL_CONTENT: Rule = Rule {
    id: RuleId("pdf.shadow.optional-content"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new("表示を切り替えられる層があります。", "There are layers that can be switched."),
};
static SHADOW_REPLACED_OBJECT: Rule = Rule {
    id: RuleId("pdf.shadow.replaced-object"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "以前の版の内容がファイルに残っています。",
        "An earlier state of the content is still in the file.",
    ),
};
static SHADOW_UNUSED_OBJECT: Rule = Rule {
    id: RuleId("pdf.shadow.unused-object"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "どこからも使われていない内容があります。",
        "There is content that nothing leads to.",
    ),
};
