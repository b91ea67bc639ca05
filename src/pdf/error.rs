//! What can be wrong with a PDF, each with its place.

use core::fmt;

use super::filter::FilterFault;
use super::object::{ObjectId, Span};

/// The first thing found that is not as ISO 32000-1, or this reader's limits, want it.
///
/// Offsets count octets from the beginning of the file; inside an object stream they are those of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// /ByteRange does not have four integers.
    ByteRangeCount {
        /// Where.
        offset: usize,
        /// How many there are.
        count: usize,
    },
    /// A dictionary has two /ByteRange keys.
    ByteRangeDuplicate {
        /// Where.
        offset: usize,
    },
    /// A region of /ByteRange has no octets.
    ByteRangeEmptyRegion {
        /// Where.
        offset: usize,
    },
    /// /ByteRange does not begin at octet 0.
    ByteRangeFirstNotZero {
        /// Where.
        offset: usize,
        /// What it says.
        first: usize,
    },
    /// /ByteRange or one of its integers is an indirect reference.
    ByteRangeIndirect {
        /// Where.
        offset: usize,
    },
    /// The signature dictionary has no /ByteRange.
    ByteRangeMissing {
        /// Where.
        offset: usize,
    },
    /// /ByteRange has a negative integer.
    ByteRangeNegative {
        /// Where.
        offset: usize,
    },
    /// /ByteRange is not an array.
    ByteRangeNotArray {
        /// Where.
        offset: usize,
    },
    /// /ByteRange has an element that is no integer.
    ByteRangeNotInteger {
        /// Where.
        offset: usize,
    },
    /// /ByteRange, or one of its elements, is null.
    ByteRangeNull {
        /// Where.
        offset: usize,
    },
    /// An integer of /ByteRange is larger than any file.
    ByteRangeOverflow {
        /// Where.
        offset: usize,
    },
    /// The regions of /ByteRange overlap.
    ByteRangeOverlap {
        /// Where.
        offset: usize,
        /// End of the first region.
        first_end: usize,
        /// Start of the second region.
        second: usize,
    },
    /// /ByteRange reaches past the end of the file.
    ByteRangePastEnd {
        /// Where.
        offset: usize,
        /// Where the last region ends.
        end: usize,
        /// Octets in the file.
        file: usize,
    },
    /// /ByteRange has a real number.
    ByteRangeReal {
        /// Where.
        offset: usize,
    },
    /// /Root does not lead to a document catalog.
    CatalogMissing {
        /// Where.
        offset: usize,
    },
    /// /Contents has zeros only.
    ContentsAllZero {
        /// Where.
        offset: usize,
    },
    /// A dictionary has two /Contents keys.
    ContentsDuplicate {
        /// Where.
        offset: usize,
    },
    /// /Contents is an empty string.
    ContentsEmpty {
        /// Where.
        offset: usize,
    },
    /// The signature dictionary lies in an object stream, where no octet range can leave out its /Contents.
    ContentsInObjectStream {
        /// Where.
        offset: usize,
    },
    /// /Contents is an indirect reference.
    ContentsIndirect {
        /// Where.
        offset: usize,
    },
    /// /Contents is a literal string, not a hexadecimal one.
    ContentsLiteralString {
        /// Where.
        offset: usize,
    },
    /// The signature dictionary has no /Contents.
    ContentsMissing {
        /// Where.
        offset: usize,
    },
    /// /Contents has a character that is no hexadecimal digit.
    ContentsNotHexadecimal {
        /// Where.
        offset: usize,
    },
    /// /Contents is not a string.
    ContentsNotString {
        /// Where.
        offset: usize,
    },
    /// /Contents is null.
    ContentsNull {
        /// Where.
        offset: usize,
    },
    /// /Contents has an odd number of digits.
    ContentsOddDigits {
        /// Where.
        offset: usize,
    },
    /// /Contents is larger than this reader takes.
    ContentsTooLarge {
        /// Where.
        offset: usize,
        /// How many octets.
        octets: usize,
    },
    /// The key /Contents has no value.
    ContentsWithoutValue {
        /// Where.
        offset: usize,
    },
    /// An object is beyond /Size of its cross-reference section.
    CrossReferenceBeyondSize {
        /// Where.
        offset: usize,
        /// Object number.
        number: u32,
    },
    /// An object is named twice in one cross-reference section.
    CrossReferenceDuplicate {
        /// Where.
        offset: usize,
        /// Object number.
        number: u32,
    },
    /// A cross-reference entry is not of the form of the standard.
    CrossReferenceEntryMalformed {
        /// Where.
        offset: usize,
    },
    /// The entry of an object points, into another revision.
    CrossReferenceIntoOtherRevision {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
        /// Where it points.
        target: usize,
    },
    /// The chain of /Prev comes back to the section at this octet.
    CrossReferenceLoop {
        /// Where.
        offset: usize,
    },
    /// No cross-reference section begins at this octet.
    CrossReferenceMissing {
        /// Where.
        offset: usize,
    },
    /// A cross-reference table is not reached from startxref and /Prev.
    CrossReferenceOutsideChain {
        /// Where.
        offset: usize,
    },
    /// A cross-reference stream has not as many entries as /Index says.
    CrossReferenceStreamLength {
        /// Where.
        offset: usize,
    },
    /// A cross-reference stream is not of the form of the standard.
    CrossReferenceStreamMalformed {
        /// Where.
        offset: usize,
    },
    /// A cross-reference table is not of the form of the standard.
    CrossReferenceTableMalformed {
        /// Where.
        offset: usize,
    },
    /// The entry of an object points, where the object is not.
    CrossReferenceTargetWrong {
        /// The object.
        object: ObjectId,
        /// Where it points.
        target: usize,
    },
    /// The file is encrypted.
    Encrypted {
        /// Where.
        offset: usize,
    },
    /// An end-of-file marker stands where no revision ends.
    EndOfFileMarkerMisplaced {
        /// Where.
        offset: usize,
    },
    /// Startxref is not followed by an end-of-file marker.
    EndOfFileMarkerMissing {
        /// Where.
        offset: usize,
    },
    /// /ByteRange ends where no revision ends.
    EndsElsewhere {
        /// Where.
        offset: usize,
        /// Where the last region ends.
        end: usize,
        /// Octets in the file.
        file: usize,
    },
    /// A form field is not an indirect object.
    FieldNotIndirect {
        /// Where.
        offset: usize,
    },
    /// The form field is reached twice.
    FieldTreeLoop {
        /// The object.
        object: ObjectId,
    },
    /// The form has more fields or levels than this reader takes.
    FieldTreeTooLarge,
    /// The interactive form is not of the form of the standard.
    FormMalformed {
        /// Where.
        offset: usize,
    },
    /// /ByteRange leaves out other octets than /Contents.
    GapElsewhere {
        /// Where.
        offset: usize,
        /// What is left out.
        gap: Span,
        /// Where the token stands.
        contents: Span,
    },
    /// /ByteRange leaves out fewer octets than /Contents.
    GapNarrowerThanContents {
        /// Where.
        offset: usize,
        /// What is left out.
        gap: Span,
        /// Where the token stands.
        contents: Span,
    },
    /// /ByteRange leaves out more octets than /Contents.
    GapWiderThanContents {
        /// Where.
        offset: usize,
        /// What is left out.
        gap: Span,
        /// Where the token stands.
        contents: Span,
    },
    /// The header line is not %PDF- and a version.
    HeaderMalformed,
    /// The file does not begin with %PDF-.
    HeaderMissing,
    /// A hexadecimal string has a character that is no digit.
    HexStringMalformed {
        /// Where.
        offset: usize,
    },
    /// What a page shows is named by /XRefStm of a hybrid file alone.
    HiddenFromTables {
        /// The object.
        object: ObjectId,
        /// Where.
        offset: usize,
    },
    /// Octets of a stream, string or comment look like structure of the file, or a second catalog does.
    HiddenStructure {
        /// Where.
        offset: usize,
    },
    /// The stream that /XRefStm names says something else of the file than the trailer.
    HybridStreamDiffers {
        /// Where.
        offset: usize,
    },
    /// /XRefStm stands in a cross-reference stream.
    HybridStreamMisplaced {
        /// Where.
        offset: usize,
    },
    /// /XRefStm points, where no cross-reference stream is.
    HybridStreamMissing {
        /// Where.
        offset: usize,
        /// Where it points.
        target: usize,
    },
    /// A dictionary has the same key twice.
    KeyDuplicate {
        /// Where.
        offset: usize,
    },
    /// A key of a dictionary is not a name.
    KeyNotName {
        /// Where.
        offset: usize,
    },
    /// A key of a dictionary has no value.
    KeyWithoutValue {
        /// Where.
        offset: usize,
    },
    /// What a revision added after signing puts into a signature field is no signature of that revision.
    FurtherSignatureMalformed {
        /// Where.
        offset: usize,
        /// Counted from 0.
        revision: usize,
        /// The field.
        object: ObjectId,
    },
    /// A revision added after signing changes an object that is neither a DSS nor a further signature.
    LaterRevisionChangesDocument {
        /// Where.
        offset: usize,
        /// What the object is.
        change: Change,
        /// Counted from 0.
        revision: usize,
        /// The object.
        object: ObjectId,
    },
    /// A revision added after signing adds pages, takes pages away or puts them into another order.
    LaterRevisionChangesPages {
        /// Where.
        offset: usize,
        /// Counted from 0.
        revision: usize,
        /// The node of the page tree that is written anew; the catalog where none is.
        object: ObjectId,
        /// How many pages there were.
        before: usize,
        /// How many there are.
        after: usize,
    },
    /// The trailer of a revision added after signing does not say what the one before said.
    LaterRevisionChangesTrailer {
        /// Where.
        offset: usize,
        /// Counted from 0.
        revision: usize,
        /// The key, octets that are not printable escaped.
        key: String,
        /// Whether it is gone.
        is_gone: bool,
    },
    /// A revision added after signing cannot be followed.
    LaterRevisionMalformed {
        /// Where.
        offset: usize,
        /// Counted from 0.
        revision: usize,
    },
    /// A revision added after signing has a cross-reference table over a cross-reference stream.
    LaterRevisionMixed {
        /// Where.
        offset: usize,
        /// Counted from 0.
        revision: usize,
    },
    /// A revision added after signing takes an unchanged object out of its object stream, or puts one into it.
    LaterRevisionMoves {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// An object as the last one in the file is not the one the cross-reference names.
    LinearReadingDiffers {
        /// The object.
        object: ObjectId,
        /// Where.
        offset: usize,
    },
    /// A linearization dictionary is not the first object of the file.
    LinearizationMisplaced {
        /// Where.
        offset: usize,
    },
    /// Viewers find the pages of a signed file by its linearization dictionary.
    LinearizationInEffect {
        /// Where.
        offset: usize,
    },
    /// The linearization dictionary states another length than the revision has.
    LinearizationWrong {
        /// Where.
        offset: usize,
    },
    /// A name has a malformed # escape.
    NameEscapeMalformed {
        /// Where.
        offset: usize,
    },
    /// A name has more octets than viewers keep.
    NameTooLong {
        /// Where.
        offset: usize,
    },
    /// A number is not of the form of the standard.
    NumberMalformed {
        /// Where.
        offset: usize,
    },
    /// A number is written with more characters than viewers read.
    NumberTooLong {
        /// Where.
        offset: usize,
    },
    /// An object stands twice in one revision.
    ObjectDuplicate {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// No indirect object begins at this octet.
    ObjectHeaderMalformed {
        /// Where.
        offset: usize,
    },
    /// An object is not closed by endobj here.
    ObjectNotClosed {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// An object number is larger than the standard allows.
    ObjectNumberTooLarge {
        /// Where.
        offset: usize,
        /// Object number.
        number: u32,
    },
    /// An object is not named by the cross-reference of its revision.
    ObjectOrphan {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// An object stream is not of the form of the standard.
    ObjectStreamMalformed {
        /// Where.
        offset: usize,
    },
    /// An object is not in the object stream where its entry says.
    ObjectStreamMissing {
        /// The object.
        object: ObjectId,
        /// Number of the object stream.
        container: u32,
    },
    /// Octets after the last end-of-file marker belong to no revision.
    OctetsAfterEndOfFile {
        /// Where.
        offset: usize,
    },
    /// Octets after the signed end are not a later revision.
    OctetsAfterSignedEnd {
        /// Where.
        offset: usize,
        /// Octets in the file.
        file: usize,
    },
    /// /Contents of a page is not a stream or an array of streams.
    PageContentsMalformed {
        /// The object.
        object: ObjectId,
    },
    /// /Count of a node of the page tree is not the number of its pages.
    PageCountWrong {
        /// Where.
        offset: usize,
        /// What it says.
        count: usize,
    },
    /// /Parent of a page or page tree node does not name the node above it.
    PageParentWrong {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// The page tree node is reached twice.
    PageTreeLoop {
        /// The object.
        object: ObjectId,
    },
    /// The page tree is not of the form of the standard.
    PageTreeMalformed {
        /// Where.
        offset: usize,
    },
    /// The page tree has more nodes or levels than this reader takes.
    PageTreeTooLarge {
        /// The object.
        object: ObjectId,
    },
    /// Two independent readers see different pages.
    PagesDisagree {
        /// Where.
        offset: usize,
    },
    /// /Prev does not lead to an earlier part of the file.
    PreviousNotEarlier {
        /// Where.
        offset: usize,
    },
    /// Two independent readers see an object differently.
    ReadersDisagree {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// A reference names an object by another generation than it has.
    ReferenceGeneration {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// References through an object do not come to an end.
    ReferenceLoop {
        /// The object.
        object: ObjectId,
    },
    /// A reference to object 0.
    ReferenceToObjectZero {
        /// Where.
        offset: usize,
    },
    /// An object is nothing but a reference to another.
    ReferenceToReference {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// A revision does not end with startxref and an end-of-file marker.
    RevisionIncomplete {
        /// Where.
        offset: usize,
    },
    /// A revision, or a part of it, is not reached from startxref and /Prev.
    RevisionOutsideChain {
        /// Where.
        offset: usize,
    },
    /// The objects are more than the second reader is given.
    SecondReaderLimit {
        /// How many objects.
        objects: usize,
    },
    /// The second reader cannot read the file.
    SecondReaderRefuses,
    /// The value of a signature field is not a dictionary.
    SignatureNotDictionary {
        /// Where.
        offset: usize,
    },
    /// /Type of the signature dictionary is not Sig.
    SignatureTypeWrong {
        /// Where.
        offset: usize,
    },
    /// The signature dictionary is not the value of a form field.
    SignatureUnreachable {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// What looks like the last startxref is not one to a reader from the beginning.
    StartOfCrossReferenceAmbiguous {
        /// Where.
        offset: usize,
    },
    /// Startxref is not followed by an octet offset.
    StartOfCrossReferenceMalformed {
        /// Where.
        offset: usize,
    },
    /// There is no startxref at the end of the file.
    StartOfCrossReferenceMissing,
    /// Startxref does not say where the cross-reference of its revision is.
    StartOfCrossReferenceWrong {
        /// Where.
        offset: usize,
        /// Where it points.
        target: usize,
    },
    /// Octets that belong to no object, cross-reference or comment.
    StrayOctets {
        /// Where.
        offset: usize,
    },
    /// The data of a stream contain the word endstream.
    StreamEndInData {
        /// Where.
        offset: usize,
    },
    /// The keyword stream is not followed by CR LF or LF.
    StreamKeywordEndOfLine {
        /// Where.
        offset: usize,
    },
    /// A stream has no usable /Length.
    StreamLengthMalformed {
        /// Where.
        offset: usize,
    },
    /// A stream does not end after as many octets as /Length says.
    StreamLengthWrong {
        /// Where.
        offset: usize,
        /// What it says.
        length: usize,
    },
    /// The data of a stream cannot be decoded.
    StreamUndecodable {
        /// Where.
        offset: usize,
        /// Why.
        fault: FilterFault,
    },
    /// A stream does not begin with a dictionary.
    StreamWithoutDictionary {
        /// Where.
        offset: usize,
    },
    /// A string is not closed.
    StringUnterminated {
        /// Where.
        offset: usize,
    },
    /// A cross-reference stream or object stream, or what may be taken for one, is not used by the structure of the file.
    StructureStreamUnused {
        /// Where.
        offset: usize,
        /// The object.
        object: ObjectId,
    },
    /// The signature dictionary has no /SubFilter.
    SubFilterMissing {
        /// Where.
        offset: usize,
    },
    /// /SubFilter is not one of a detached CMS signature.
    SubFilterUnknown {
        /// Where.
        offset: usize,
    },
    /// The entries of a cross-reference table are numbered from 1 where the head of the free list has number 0.
    SubsectionNumbering {
        /// Where.
        offset: usize,
    },
    /// Arrays and dictionaries are nested deeper than this reader goes.
    TooDeep {
        /// Where.
        offset: usize,
    },
    /// The file is larger than this reader takes.
    TooLarge {
        /// How many octets.
        octets: usize,
    },
    /// There are more objects than this reader takes.
    TooManyObjects {
        /// Where.
        offset: usize,
    },
    /// There are more cross-reference sections than this reader takes.
    TooManySections {
        /// Where.
        offset: usize,
    },
    /// A cross-reference section has more subsections than this reader takes.
    TooManySubsections {
        /// Where.
        offset: usize,
    },
    /// There are more values than this reader takes.
    TooManyValues {
        /// Where.
        offset: usize,
    },
    /// A trailer is not a dictionary with /Size.
    TrailerMalformed {
        /// Where.
        offset: usize,
    },
    /// /Prev or /XRefStm is not an octet offset.
    TrailerOffsetMalformed {
        /// Where.
        offset: usize,
    },
    /// A trailer stands without a cross-reference table.
    TrailerWithoutTable {
        /// Where.
        offset: usize,
    },
    /// Two trailers name different catalogs, information or encryption.
    TrailersDisagree {
        /// Where.
        offset: usize,
    },
    /// The file ends inside an object.
    UnexpectedEnd {
        /// Where.
        offset: usize,
    },
    /// No value begins at this octet.
    UnexpectedToken {
        /// Where.
        offset: usize,
    },
    /// Objects stand behind the last end-of-file marker, and nothing else of a revision.
    UpdateBodyOnly {
        /// Where.
        offset: usize,
    },
    /// A cross-reference table stands behind the section that the last startxref names.
    UpdateStartOfCrossReferenceOld {
        /// Where.
        offset: usize,
    },
    /// Behind the last end-of-file marker stands a trailer without a cross-reference.
    UpdateTrailerOnly {
        /// Where.
        offset: usize,
    },
    /// Behind the last revision stand objects and an end-of-file marker, but no cross-reference.
    UpdateWithoutCrossReference {
        /// Where.
        offset: usize,
    },
    /// The oldest section of the chain has no /Prev, but a cross-reference table stands before it.
    UpdateWithoutPrevious {
        /// Where.
        offset: usize,
    },
}

/// What a later revision changed that it may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The annotations of a page, or one of them.
    Annotation,
    /// Anything else.
    Other,
    /// The page tree, a page, or what it shows.
    Page,
}

impl Error {
    /// Where in the file, where one octet can be named.
    pub const fn offset(&self) -> Option<usize> {
        match self {
            Self::ByteRangeCount { offset, .. }
            | Self::ByteRangeDuplicate { offset, .. }
            | Self::ByteRangeEmptyRegion { offset, .. }
            | Self::ByteRangeFirstNotZero { offset, .. }
            | Self::ByteRangeIndirect { offset, .. }
            | Self::ByteRangeMissing { offset, .. }
            | Self::ByteRangeNegative { offset, .. }
            | Self::ByteRangeNotArray { offset, .. }
            | Self::ByteRangeNotInteger { offset, .. }
            | Self::ByteRangeNull { offset, .. }
            | Self::ByteRangeOverflow { offset, .. }
            | Self::ByteRangeOverlap { offset, .. }
            | Self::ByteRangePastEnd { offset, .. }
            | Self::ByteRangeReal { offset, .. }
            | Self::CatalogMissing { offset, .. }
            | Self::ContentsAllZero { offset, .. }
            | Self::ContentsDuplicate { offset, .. }
            | Self::ContentsEmpty { offset, .. }
            | Self::ContentsInObjectStream { offset, .. }
            | Self::ContentsIndirect { offset, .. }
            | Self::ContentsLiteralString { offset, .. }
            | Self::ContentsMissing { offset, .. }
            | Self::ContentsNotHexadecimal { offset, .. }
            | Self::ContentsNotString { offset, .. }
            | Self::ContentsNull { offset, .. }
            | Self::ContentsOddDigits { offset, .. }
            | Self::ContentsTooLarge { offset, .. }
            | Self::ContentsWithoutValue { offset, .. }
            | Self::CrossReferenceBeyondSize { offset, .. }
            | Self::CrossReferenceDuplicate { offset, .. }
            | Self::CrossReferenceEntryMalformed { offset, .. }
            | Self::CrossReferenceIntoOtherRevision { offset, .. }
            | Self::CrossReferenceLoop { offset, .. }
            | Self::CrossReferenceMissing { offset, .. }
            | Self::CrossReferenceOutsideChain { offset, .. }
            | Self::CrossReferenceStreamLength { offset, .. }
            | Self::CrossReferenceStreamMalformed { offset, .. }
            | Self::CrossReferenceTableMalformed { offset, .. }
            | Self::Encrypted { offset, .. }
            | Self::EndOfFileMarkerMisplaced { offset, .. }
            | Self::EndOfFileMarkerMissing { offset, .. }
            | Self::EndsElsewhere { offset, .. }
            | Self::FieldNotIndirect { offset, .. }
            | Self::FormMalformed { offset, .. }
            | Self::GapElsewhere { offset, .. }
            | Self::GapNarrowerThanContents { offset, .. }
            | Self::GapWiderThanContents { offset, .. }
            | Self::HexStringMalformed { offset, .. }
            | Self::HiddenFromTables { offset, .. }
            | Self::HiddenStructure { offset, .. }
            | Self::HybridStreamDiffers { offset, .. }
            | Self::HybridStreamMisplaced { offset, .. }
            | Self::HybridStreamMissing { offset, .. }
            | Self::KeyDuplicate { offset, .. }
            | Self::KeyNotName { offset, .. }
            | Self::KeyWithoutValue { offset, .. }
            | Self::FurtherSignatureMalformed { offset, .. }
            | Self::LaterRevisionChangesDocument { offset, .. }
            | Self::LaterRevisionChangesPages { offset, .. }
            | Self::LaterRevisionChangesTrailer { offset, .. }
            | Self::LaterRevisionMalformed { offset, .. }
            | Self::LaterRevisionMixed { offset, .. }
            | Self::LaterRevisionMoves { offset, .. }
            | Self::LinearReadingDiffers { offset, .. }
            | Self::LinearizationMisplaced { offset, .. }
            | Self::LinearizationInEffect { offset, .. }
            | Self::LinearizationWrong { offset, .. }
            | Self::NameEscapeMalformed { offset, .. }
            | Self::NameTooLong { offset, .. }
            | Self::NumberMalformed { offset, .. }
            | Self::NumberTooLong { offset, .. }
            | Self::ObjectDuplicate { offset, .. }
            | Self::ObjectHeaderMalformed { offset, .. }
            | Self::ObjectNotClosed { offset, .. }
            | Self::ObjectNumberTooLarge { offset, .. }
            | Self::ObjectOrphan { offset, .. }
            | Self::ObjectStreamMalformed { offset, .. }
            | Self::OctetsAfterEndOfFile { offset, .. }
            | Self::OctetsAfterSignedEnd { offset, .. }
            | Self::PageCountWrong { offset, .. }
            | Self::PageParentWrong { offset, .. }
            | Self::PageTreeMalformed { offset, .. }
            | Self::PagesDisagree { offset, .. }
            | Self::PreviousNotEarlier { offset, .. }
            | Self::ReadersDisagree { offset, .. }
            | Self::ReferenceGeneration { offset, .. }
            | Self::ReferenceToObjectZero { offset, .. }
            | Self::ReferenceToReference { offset, .. }
            | Self::RevisionIncomplete { offset, .. }
            | Self::RevisionOutsideChain { offset, .. }
            | Self::SignatureNotDictionary { offset, .. }
            | Self::SignatureTypeWrong { offset, .. }
            | Self::SignatureUnreachable { offset, .. }
            | Self::StartOfCrossReferenceAmbiguous { offset, .. }
            | Self::StartOfCrossReferenceMalformed { offset, .. }
            | Self::StartOfCrossReferenceWrong { offset, .. }
            | Self::StrayOctets { offset, .. }
            | Self::StreamEndInData { offset, .. }
            | Self::StreamKeywordEndOfLine { offset, .. }
            | Self::StreamLengthMalformed { offset, .. }
            | Self::StreamLengthWrong { offset, .. }
            | Self::StreamUndecodable { offset, .. }
            | Self::StreamWithoutDictionary { offset, .. }
            | Self::StringUnterminated { offset, .. }
            | Self::StructureStreamUnused { offset, .. }
            | Self::SubFilterMissing { offset, .. }
            | Self::SubFilterUnknown { offset, .. }
            | Self::SubsectionNumbering { offset, .. }
            | Self::TooDeep { offset, .. }
            | Self::TooManyObjects { offset, .. }
            | Self::TooManySections { offset, .. }
            | Self::TooManySubsections { offset, .. }
            | Self::TooManyValues { offset, .. }
            | Self::TrailerMalformed { offset, .. }
            | Self::TrailerOffsetMalformed { offset, .. }
            | Self::TrailerWithoutTable { offset, .. }
            | Self::TrailersDisagree { offset, .. }
            | Self::UnexpectedEnd { offset, .. }
            | Self::UnexpectedToken { offset, .. }
            | Self::UpdateBodyOnly { offset, .. }
            | Self::UpdateStartOfCrossReferenceOld { offset, .. }
            | Self::UpdateTrailerOnly { offset, .. }
            | Self::UpdateWithoutCrossReference { offset, .. }
            | Self::UpdateWithoutPrevious { offset, .. } => Some(*offset),
            Self::CrossReferenceTargetWrong { target, .. } => Some(*target),
            Self::FieldTreeLoop { .. }
            | Self::FieldTreeTooLarge
            | Self::HeaderMalformed
            | Self::HeaderMissing
            | Self::ObjectStreamMissing { .. }
            | Self::PageContentsMalformed { .. }
            | Self::PageTreeLoop { .. }
            | Self::PageTreeTooLarge { .. }
            | Self::ReferenceLoop { .. }
            | Self::SecondReaderLimit { .. }
            | Self::SecondReaderRefuses
            | Self::StartOfCrossReferenceMissing
            | Self::TooLarge { .. } => None,
        }
    }

    /// The same error, found in the object stream that begins at `at`.
    pub(super) fn inside(mut self, at: usize) -> Self {
        match &mut self {
            Self::ByteRangeDuplicate { offset }
            | Self::ContentsDuplicate { offset }
            | Self::ContentsNotHexadecimal { offset }
            | Self::ContentsWithoutValue { offset }
            | Self::EndOfFileMarkerMisplaced { offset }
            | Self::HexStringMalformed { offset }
            | Self::KeyDuplicate { offset }
            | Self::KeyNotName { offset }
            | Self::KeyWithoutValue { offset }
            | Self::NameEscapeMalformed { offset }
            | Self::NameTooLong { offset }
            | Self::NumberMalformed { offset }
            | Self::NumberTooLong { offset }
            | Self::ReferenceToObjectZero { offset }
            | Self::StringUnterminated { offset }
            | Self::TooDeep { offset }
            | Self::TooManyValues { offset }
            | Self::UnexpectedEnd { offset }
            | Self::UnexpectedToken { offset } => *offset = at,
            _ => {}
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByteRangeCount { count, .. } => write!(formatter, "/ByteRange has {count} integers instead of four"),
            Self::ByteRangeDuplicate { .. } => formatter.write_str("a dictionary has two /ByteRange keys"),
            Self::ByteRangeEmptyRegion { .. } => formatter.write_str("a region of /ByteRange has no octets"),
            Self::ByteRangeFirstNotZero { first, .. } => write!(formatter, "/ByteRange begins at octet {first} instead of 0"),
            Self::ByteRangeIndirect { .. } => formatter.write_str("/ByteRange or one of its integers is an indirect reference"),
            Self::ByteRangeMissing { .. } => formatter.write_str("the signature dictionary has no /ByteRange"),
            Self::ByteRangeNegative { .. } => formatter.write_str("/ByteRange has a negative integer"),
            Self::ByteRangeNotArray { .. } => formatter.write_str("/ByteRange is not an array"),
            Self::ByteRangeNotInteger { .. } => formatter.write_str("/ByteRange has an element that is no integer"),
            Self::ByteRangeNull { .. } => formatter.write_str("/ByteRange, or one of its elements, is null"),
            Self::ByteRangeOverflow { .. } => formatter.write_str("an integer of /ByteRange is larger than any file"),
            Self::ByteRangeOverlap { first_end, second, .. } => write!(formatter, "the second region of /ByteRange begins at {second}, before the first ends at {first_end}"),
            Self::ByteRangePastEnd { end, file, .. } => write!(formatter, "/ByteRange reaches to octet {end} of a file of {file}"),
            Self::ByteRangeReal { .. } => formatter.write_str("/ByteRange has a real number"),
            Self::CatalogMissing { .. } => formatter.write_str("/Root does not lead to a document catalog"),
            Self::ContentsAllZero { .. } => formatter.write_str("/Contents has zeros only"),
            Self::ContentsDuplicate { .. } => formatter.write_str("a dictionary has two /Contents keys"),
            Self::ContentsEmpty { .. } => formatter.write_str("/Contents is an empty string"),
            Self::ContentsInObjectStream { .. } => formatter.write_str("the signature dictionary lies in an object stream, where no octet range can leave out its /Contents"),
            Self::ContentsIndirect { .. } => formatter.write_str("/Contents is an indirect reference"),
            Self::ContentsLiteralString { .. } => formatter.write_str("/Contents is a literal string, not a hexadecimal one"),
            Self::ContentsMissing { .. } => formatter.write_str("the signature dictionary has no /Contents"),
            Self::ContentsNotHexadecimal { .. } => formatter.write_str("/Contents has a character that is no hexadecimal digit"),
            Self::ContentsNotString { .. } => formatter.write_str("/Contents is not a string"),
            Self::ContentsNull { .. } => formatter.write_str("/Contents is null"),
            Self::ContentsOddDigits { .. } => formatter.write_str("/Contents has an odd number of digits"),
            Self::ContentsTooLarge { octets, .. } => write!(formatter, "/Contents has {octets} octets, more than this reader takes"),
            Self::ContentsWithoutValue { .. } => formatter.write_str("the key /Contents has no value"),
            Self::CrossReferenceBeyondSize { number, .. } => write!(formatter, "object {number} is beyond /Size of its cross-reference section"),
            Self::CrossReferenceDuplicate { number, .. } => write!(formatter, "object {number} is named twice in one cross-reference section"),
            Self::CrossReferenceEntryMalformed { .. } => formatter.write_str("a cross-reference entry is not of the form of the standard"),
            Self::CrossReferenceIntoOtherRevision { object, target, .. } => write!(formatter, "the entry of object {object} points to octet {target}, into another revision"),
            Self::CrossReferenceLoop { .. } => formatter.write_str("the chain of /Prev comes back to the section at this octet"),
            Self::CrossReferenceMissing { .. } => formatter.write_str("no cross-reference section begins at this octet"),
            Self::CrossReferenceOutsideChain { .. } => formatter.write_str("a cross-reference table is not reached from startxref and /Prev"),
            Self::CrossReferenceStreamLength { .. } => formatter.write_str("a cross-reference stream has not as many entries as /Index says"),
            Self::CrossReferenceStreamMalformed { .. } => formatter.write_str("a cross-reference stream is not of the form of the standard"),
            Self::CrossReferenceTableMalformed { .. } => formatter.write_str("a cross-reference table is not of the form of the standard"),
            Self::CrossReferenceTargetWrong { object, target } => write!(formatter, "the entry of object {object} points to octet {target}, where the object is not"),
            Self::Encrypted { .. } => formatter.write_str("the file is encrypted"),
            Self::EndOfFileMarkerMisplaced { .. } => formatter.write_str("an end-of-file marker stands where no revision ends"),
            Self::EndOfFileMarkerMissing { .. } => formatter.write_str("startxref is not followed by an end-of-file marker"),
            Self::EndsElsewhere { end, file, .. } => write!(formatter, "/ByteRange ends at octet {end}, which is not the end of a revision (file: {file})"),
            Self::FieldNotIndirect { .. } => formatter.write_str("a form field is not an indirect object"),
            Self::FieldTreeLoop { object } => write!(formatter, "the form field {object} is reached twice"),
            Self::FieldTreeTooLarge => formatter.write_str("the form has more fields or levels than this reader takes"),
            Self::FormMalformed { .. } => formatter.write_str("the interactive form is not of the form of the standard"),
            Self::GapElsewhere { gap, contents, .. } => write!(formatter, "/ByteRange leaves out octets {gap} but /Contents stands at {contents}"),
            Self::GapNarrowerThanContents { gap, contents, .. } => write!(formatter, "/ByteRange leaves out octets {gap}, fewer than /Contents at {contents}"),
            Self::GapWiderThanContents { gap, contents, .. } => write!(formatter, "/ByteRange leaves out octets {gap}, more than /Contents at {contents}"),
            Self::HeaderMalformed => formatter.write_str("the header line is not %PDF- and a version"),
            Self::HeaderMissing => formatter.write_str("the file does not begin with %PDF-"),
            Self::HexStringMalformed { .. } => formatter.write_str("a hexadecimal string has a character that is no digit"),
            Self::HiddenFromTables { object, .. } => write!(formatter, "object {object}, which a page or the form leads to, is named by the cross-reference stream of a hybrid file alone"),
            Self::HiddenStructure { .. } => formatter.write_str("octets that are no structure of the file look like it (in a stream, string or comment, or a second catalog)"),
            Self::HybridStreamDiffers { .. } => formatter.write_str("the stream that /XRefStm names says something else of the file than the trailer"),
            Self::HybridStreamMisplaced { .. } => formatter.write_str("/XRefStm stands in a cross-reference stream"),
            Self::HybridStreamMissing { target, .. } => write!(formatter, "/XRefStm points to octet {target}, where no cross-reference stream is"),
            Self::KeyDuplicate { .. } => formatter.write_str("a dictionary has the same key twice"),
            Self::KeyNotName { .. } => formatter.write_str("a key of a dictionary is not a name"),
            Self::KeyWithoutValue { .. } => formatter.write_str("a key of a dictionary has no value"),
            Self::FurtherSignatureMalformed { revision, object, .. } => write!(formatter, "what revision {revision}, added after signing, puts into field {object} is no signature of that revision"),
            Self::LaterRevisionChangesDocument { revision, object, .. } => write!(formatter, "revision {revision}, added after signing, changes object {object}, which is neither a DSS nor a further signature"),
            Self::LaterRevisionChangesPages { revision, before, after, .. } => write!(formatter, "revision {revision}, added after signing, changes which pages there are: {before} before, {after} after"),
            Self::LaterRevisionChangesTrailer { revision, key, .. } => write!(formatter, "revision {revision}, added after signing, changes the entry {key} of the trailer"),
            Self::LaterRevisionMalformed { revision, .. } => write!(formatter, "revision {revision}, added after signing, cannot be followed"),
            Self::LaterRevisionMixed { revision, .. } => write!(formatter, "revision {revision}, added after signing, has a cross-reference table over a cross-reference stream"),
            Self::LaterRevisionMoves { object, .. } => write!(formatter, "a revision added after signing moves the unchanged object {object} out of its object stream, or into one"),
            Self::LinearReadingDiffers { object, .. } => write!(formatter, "object {object} as the last one in the file is not the one the cross-reference names"),
            Self::LinearizationMisplaced { .. } => formatter.write_str("a linearization dictionary is not the first object of the file"),
            Self::LinearizationInEffect { .. } => formatter.write_str("viewers find the pages of a signed file by its linearization dictionary"),
            Self::LinearizationWrong { .. } => formatter.write_str("the linearization dictionary states another length than the revision has"),
            Self::NameEscapeMalformed { .. } => formatter.write_str("a name has a malformed # escape"),
            Self::NameTooLong { .. } => formatter.write_str("a name is longer than 127 octets, or written with more than 255"),
            Self::NumberMalformed { .. } => formatter.write_str("a number is not of the form of the standard"),
            Self::NumberTooLong { .. } => formatter.write_str("a number is written with more than 64 characters"),
            Self::ObjectDuplicate { object, .. } => write!(formatter, "object {object} stands twice in one revision"),
            Self::ObjectHeaderMalformed { .. } => formatter.write_str("no indirect object begins at this octet"),
            Self::ObjectNotClosed { object, .. } => write!(formatter, "object {object} is not closed by endobj here"),
            Self::ObjectNumberTooLarge { number, .. } => write!(formatter, "object number {number} is larger than the standard allows"),
            Self::ObjectOrphan { object, .. } => write!(formatter, "object {object} is not named by the cross-reference of its revision"),
            Self::ObjectStreamMalformed { .. } => formatter.write_str("an object stream is not of the form of the standard"),
            Self::ObjectStreamMissing { object, container } => write!(formatter, "object {object} is not in object stream {container} where its entry says"),
            Self::OctetsAfterEndOfFile { .. } => formatter.write_str("octets after the last end-of-file marker belong to no revision"),
            Self::OctetsAfterSignedEnd { offset, file } => write!(formatter, "octets after the signed end at {offset} are not a later revision (file: {file})"),
            Self::PageContentsMalformed { object } => write!(formatter, "/Contents of page {object} is not a stream or an array of streams"),
            Self::PageCountWrong { count, .. } => write!(formatter, "a node of the page tree does not have the {count} pages of its /Count"),
            Self::PageParentWrong { object, .. } => write!(formatter, "/Parent of {object} in the page tree does not name the node above it"),
            Self::PageTreeLoop { object } => write!(formatter, "the page tree node {object} is reached twice"),
            Self::PageTreeMalformed { .. } => formatter.write_str("the page tree is not of the form of the standard"),
            Self::PageTreeTooLarge { object } => write!(formatter, "the page tree at {object} has more nodes or levels than this reader takes"),
            Self::PagesDisagree { .. } => formatter.write_str("two independent readers see different pages"),
            Self::PreviousNotEarlier { .. } => formatter.write_str("/Prev does not lead to an earlier part of the file"),
            Self::ReadersDisagree { object, .. } => write!(formatter, "two independent readers see object {object} differently"),
            Self::ReferenceGeneration { object, .. } => write!(formatter, "a reference names object {object}, which has another generation"),
            Self::ReferenceLoop { object } => write!(formatter, "references through object {object} do not come to an end"),
            Self::ReferenceToObjectZero { .. } => formatter.write_str("a reference to object 0"),
            Self::ReferenceToReference { object, .. } => write!(formatter, "object {object} is nothing but a reference to another"),
            Self::RevisionIncomplete { .. } => formatter.write_str("a revision does not end with startxref and an end-of-file marker"),
            Self::RevisionOutsideChain { .. } => formatter.write_str("a revision, or a part of it, is not reached from startxref and /Prev"),
            Self::SecondReaderLimit { objects } => write!(formatter, "{objects} objects are more than the second reader is given"),
            Self::SecondReaderRefuses => formatter.write_str("the second reader cannot read the file"),
            Self::SignatureNotDictionary { .. } => formatter.write_str("the value of a signature field is not a dictionary"),
            Self::SignatureTypeWrong { .. } => formatter.write_str("/Type of the signature dictionary is not Sig"),
            Self::SignatureUnreachable { object, .. } => write!(formatter, "the signature dictionary {object} is not the value of a form field"),
            Self::StartOfCrossReferenceAmbiguous { .. } => formatter.write_str("what looks like the last startxref is not one to a reader from the beginning"),
            Self::StartOfCrossReferenceMalformed { .. } => formatter.write_str("startxref is not followed by an octet offset"),
            Self::StartOfCrossReferenceMissing => formatter.write_str("there is no startxref at the end of the file"),
            Self::StartOfCrossReferenceWrong { target, .. } => write!(formatter, "startxref says {target}, where the cross-reference of its revision is not"),
            Self::StrayOctets { .. } => formatter.write_str("octets that belong to no object, cross-reference or comment"),
            Self::StreamEndInData { .. } => formatter.write_str("the data of a stream contain the word endstream"),
            Self::StreamKeywordEndOfLine { .. } => formatter.write_str("the keyword stream is not followed by CR LF or LF"),
            Self::StreamLengthMalformed { .. } => formatter.write_str("a stream has no usable /Length"),
            Self::StreamLengthWrong { length, .. } => write!(formatter, "a stream does not end after the {length} octets of its /Length"),
            Self::StreamUndecodable { fault, .. } => write!(formatter, "the data of a stream cannot be decoded: {fault}"),
            Self::StreamWithoutDictionary { .. } => formatter.write_str("a stream does not begin with a dictionary"),
            Self::StringUnterminated { .. } => formatter.write_str("a string is not closed"),
            Self::StructureStreamUnused { object, .. } => write!(formatter, "the cross-reference stream or object stream {object} is not used by the structure of the file"),
            Self::SubFilterMissing { .. } => formatter.write_str("the signature dictionary has no /SubFilter"),
            Self::SubFilterUnknown { .. } => formatter.write_str("/SubFilter is not one of a detached CMS signature"),
            Self::SubsectionNumbering { .. } => formatter.write_str("a cross-reference table does not begin with object 0, or seems to begin with it under another number"),
            Self::TooDeep { .. } => formatter.write_str("arrays and dictionaries are nested deeper than this reader goes"),
            Self::TooLarge { octets } => write!(formatter, "the file has {octets} octets, more than this reader takes"),
            Self::TooManyObjects { .. } => formatter.write_str("there are more objects, or larger object numbers, than this reader takes"),
            Self::TooManySections { .. } => formatter.write_str("there are more cross-reference sections than this reader takes"),
            Self::TooManySubsections { .. } => formatter.write_str("a cross-reference section has more subsections than this reader takes"),
            Self::TooManyValues { .. } => formatter.write_str("there are more values than this reader takes"),
            Self::TrailerMalformed { .. } => formatter.write_str("a trailer is not a dictionary with /Size"),
            Self::TrailerOffsetMalformed { .. } => formatter.write_str("/Prev or /XRefStm is not an octet offset"),
            Self::TrailerWithoutTable { .. } => formatter.write_str("a trailer stands without a cross-reference table"),
            Self::TrailersDisagree { .. } => formatter.write_str("two trailers name different catalogs, information or encryption"),
            Self::UpdateBodyOnly { .. } => formatter.write_str("objects stand behind the last end-of-file marker, and nothing else of a revision"),
            Self::UpdateStartOfCrossReferenceOld { .. } => formatter.write_str("a cross-reference table stands behind the section that the last startxref names"),
            Self::UpdateTrailerOnly { .. } => formatter.write_str("behind the last end-of-file marker stands a trailer without a cross-reference"),
            Self::UpdateWithoutCrossReference { .. } => formatter.write_str("behind the last revision stand objects and an end-of-file marker, but no cross-reference"),
            Self::UpdateWithoutPrevious { .. } => formatter.write_str("the oldest section of the chain has no /Prev, but a cross-reference table stands before it"),
            Self::UnexpectedEnd { .. } => formatter.write_str("the file ends inside an object"),
            Self::UnexpectedToken { .. } => formatter.write_str("no value begins at this octet"),
        }?;
        match self.offset() {
            Some(offset) => write!(formatter, " (octet {offset})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Error {}

impl fmt::Display for FilterFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Damaged => "damaged",
            Self::Parameters => "wrong parameters",
            Self::TooLarge => "more comes out than this reader takes",
            Self::Unsupported => "a filter that is not read here",
        })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}–{}", self.start, self.end)
    }
}
