//! Header, cross-references, trailers and the end of each revision.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static EOF_MISPLACED: Rule = Rule {
    id: RuleId("pdf.eof.misplaced"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("版が %%EOF で終わること", "Each revision ends with its end-of-file marker"),
    violation: Text::new(
        "%%EOF が版の終わりでない位置にあります。",
        "An end-of-file marker stands where no revision ends.",
    ),
};

pub(super) static EOF_MISSING: Rule = Rule {
    id: RuleId("pdf.eof.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("版が %%EOF で終わること", "Each revision ends with its end-of-file marker"),
    violation: Text::new(
        "ファイルの終わりに %%EOF がありません。",
        "Startxref is not followed by an end-of-file marker.",
    ),
};

pub(super) static HEADER_MALFORMED: Rule = Rule {
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

pub(super) static HEADER_MISSING: Rule = Rule {
    id: RuleId("pdf.header.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.2",
    requirement: Text::new(
        "ファイルが PDF の見出し行で始まること",
        "The file begins with the header line of a PDF",
    ),
    violation: Text::new("ファイルが %PDF- で始まっていません。", "The file does not begin with %PDF-."),
};

pub(super) static LINEARIZATION_LENGTH: Rule = Rule {
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

pub(super) static LINEARIZATION_MISPLACED: Rule = Rule {
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

pub(super) static READERS_LINEARIZATION: Rule = Rule {
    id: RuleId("pdf.readers.linearization"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 Annex F",
    requirement: Text::new(
        "リニアライズの情報が規格のとおりであること",
        "Linearization is as the standard writes it",
    ),
    violation: Text::new(
        "署名された文書の全体がリニアライズされているため、閲覧ソフトウェアがリニアライズの情報によって別のページを表示するおそれがあります。",
        "The signed file as a whole is linearized; viewers may show other pages by what the linearization says.",
    ),
};

pub(super) static STARTXREF_AMBIGUOUS: Rule = Rule {
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

pub(super) static STARTXREF_MALFORMED: Rule = Rule {
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

pub(super) static STARTXREF_MISSING: Rule = Rule {
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

pub(super) static STARTXREF_WRONG: Rule = Rule {
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

pub(super) static TRAILER_DISAGREE: Rule = Rule {
    id: RuleId("pdf.trailer.disagree"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("どのトレーラも同じ文書を示すこと", "All trailers lead to the same document"),
    violation: Text::new(
        "トレーラにより、文書カタログ、文書情報又は暗号化の指定が異なります。",
        "Two trailers name different catalogs, information or encryption.",
    ),
};

pub(super) static TRAILER_MALFORMED: Rule = Rule {
    id: RuleId("pdf.trailer.malformed"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("トレーラが規格のとおりであること", "Trailers are as the standard writes them"),
    violation: Text::new("トレーラの書き方が規格と異なります。", "A trailer is not a dictionary with /Size."),
};

pub(super) static TRAILER_OFFSET: Rule = Rule {
    id: RuleId("pdf.trailer.offset"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.5",
    requirement: Text::new("トレーラが規格のとおりであること", "Trailers are as the standard writes them"),
    violation: Text::new(
        "Prev 又は XRefStm が位置ではありません。",
        "/Prev or /XRefStm is not an octet offset.",
    ),
};

pub(super) static TRAILER_WITHOUT_TABLE: Rule = Rule {
    id: RuleId("pdf.trailer.without-table"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new("トレーラが規格のとおりであること", "Trailers are as the standard writes them"),
    violation: Text::new(
        "相互参照のないトレーラがあります。",
        "A trailer stands without a cross-reference table.",
    ),
};

pub(super) static XREF_BEYOND_SIZE: Rule = Rule {
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

pub(super) static XREF_DUPLICATE_ENTRY: Rule = Rule {
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

pub(super) static XREF_ENTRY: Rule = Rule {
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

pub(super) static XREF_HYBRID: Rule = Rule {
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

pub(super) static XREF_HYBRID_DIFFERS: Rule = Rule {
    id: RuleId("pdf.xref.hybrid-differs"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "XRefStm の指す相互参照ストリームの内容が、トレーラの内容と異なります。",
        "The stream that /XRefStm names says something else of the file than the trailer.",
    ),
};

pub(super) static XREF_HYBRID_MISPLACED: Rule = Rule {
    id: RuleId("pdf.xref.hybrid-misplaced"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "XRefStm が相互参照ストリームの中にあります。",
        "/XRefStm stands in a cross-reference stream.",
    ),
};

pub(super) static XREF_LOOP: Rule = Rule {
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

pub(super) static XREF_MISSING: Rule = Rule {
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

pub(super) static XREF_NUMBERING: Rule = Rule {
    id: RuleId("pdf.xref.numbering"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "相互参照表の番号が一通りに読めません（番号 0 から始まっていないか、番号 1 が空き番号の先頭に見えます）。",
        "The numbers of the cross-reference table cannot be read in one way alone (it does not begin with 0, or 1 looks like the head of the free list).",
    ),
};

pub(super) static XREF_NUMBER_LIMIT: Rule = Rule {
    id: RuleId("pdf.xref.number-limit"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 C.2",
    requirement: Text::new(
        "相互参照がオブジェクトの位置を正しく示すこと",
        "The cross-reference says where each object is",
    ),
    violation: Text::new(
        "オブジェクト番号が規格の上限（8,388,607）を越えています。",
        "An object number is larger than the 8,388,607 of the standard.",
    ),
};

pub(super) static XREF_OBJECT_STREAM: Rule = Rule {
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

pub(super) static XREF_OTHER_REVISION: Rule = Rule {
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

pub(super) static XREF_OUTSIDE_CHAIN: Rule = Rule {
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

pub(super) static XREF_PREV_ORDER: Rule = Rule {
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

pub(super) static XREF_STREAM: Rule = Rule {
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

pub(super) static XREF_STREAM_LENGTH: Rule = Rule {
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

pub(super) static XREF_TABLE: Rule = Rule {
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

pub(super) static XREF_TARGET: Rule = Rule {
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
