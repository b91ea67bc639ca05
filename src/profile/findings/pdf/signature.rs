//! The signature dictionary, /ByteRange and /Contents, and what they cover.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static BYTE_RANGE_COUNT: Rule = Rule {
    id: RuleId("pdf.byte-range.count"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange の整数が4個ではありません。", "/ByteRange does not have four integers."),
};

pub(super) static BYTE_RANGE_DUPLICATE: Rule = Rule {
    id: RuleId("pdf.byte-range.duplicate"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("一つの辞書に ByteRange が二つあります。", "A dictionary has two /ByteRange keys."),
};

pub(super) static BYTE_RANGE_EMPTY: Rule = Rule {
    id: RuleId("pdf.byte-range.empty"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange の範囲の長さが0です。", "A region of /ByteRange has no octets."),
};

pub(super) static BYTE_RANGE_END: Rule = Rule {
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

pub(super) static BYTE_RANGE_FIRST: Rule = Rule {
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

pub(super) static BYTE_RANGE_GAP_ELSEWHERE: Rule = Rule {
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

pub(super) static BYTE_RANGE_GAP_NARROWER: Rule = Rule {
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

pub(super) static BYTE_RANGE_GAP_WIDER: Rule = Rule {
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

pub(super) static BYTE_RANGE_INDIRECT: Rule = Rule {
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

pub(super) static BYTE_RANGE_MISSING: Rule = Rule {
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

pub(super) static BYTE_RANGE_NEGATIVE: Rule = Rule {
    id: RuleId("pdf.byte-range.negative"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange に負の整数があります。", "/ByteRange has a negative integer."),
};

pub(super) static BYTE_RANGE_NOT_ARRAY: Rule = Rule {
    id: RuleId("pdf.byte-range.not-array"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange が配列ではありません。", "/ByteRange is not an array."),
};

pub(super) static BYTE_RANGE_NOT_INTEGER: Rule = Rule {
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

pub(super) static BYTE_RANGE_NULL: Rule = Rule {
    id: RuleId("pdf.byte-range.null"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange が null です。", "/ByteRange, or one of its elements, is null."),
};

pub(super) static BYTE_RANGE_OVERFLOW: Rule = Rule {
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

pub(super) static BYTE_RANGE_OVERLAP: Rule = Rule {
    id: RuleId("pdf.byte-range.overlap"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange の二つの範囲が重なっています。", "The regions of /ByteRange overlap."),
};

pub(super) static BYTE_RANGE_PAST_END: Rule = Rule {
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

pub(super) static BYTE_RANGE_REAL: Rule = Rule {
    id: RuleId("pdf.byte-range.real"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "ByteRange が Contents の16進文字列だけを除いて版の全体を覆うこと",
        "ByteRange covers the whole revision but the /Contents token",
    ),
    violation: Text::new("ByteRange に実数があります。", "/ByteRange has a real number."),
};

pub(super) static CONTENTS_ALL_ZERO: Rule = Rule {
    id: RuleId("pdf.contents.all-zero"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が0だけです。署名の値がありません。", "/Contents has zeros only."),
};

pub(super) static CONTENTS_DUPLICATE: Rule = Rule {
    id: RuleId("pdf.contents.duplicate"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("一つの辞書に Contents が二つあります。", "A dictionary has two /Contents keys."),
};

pub(super) static CONTENTS_EMPTY: Rule = Rule {
    id: RuleId("pdf.contents.empty"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が空です。署名の値がありません。", "/Contents is an empty string."),
};

pub(super) static CONTENTS_INDIRECT: Rule = Rule {
    id: RuleId("pdf.contents.indirect"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が間接参照で書かれています。", "/Contents is an indirect reference."),
};

pub(super) static CONTENTS_LITERAL: Rule = Rule {
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

pub(super) static CONTENTS_MISSING: Rule = Rule {
    id: RuleId("pdf.contents.missing"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("署名辞書に Contents がありません。", "The signature dictionary has no /Contents."),
};

pub(super) static CONTENTS_NO_VALUE: Rule = Rule {
    id: RuleId("pdf.contents.no-value"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents に値がありません。", "The key /Contents has no value."),
};

pub(super) static CONTENTS_NOT_HEXADECIMAL: Rule = Rule {
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

pub(super) static CONTENTS_NOT_STRING: Rule = Rule {
    id: RuleId("pdf.contents.not-string"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が文字列ではありません。", "/Contents is not a string."),
};

pub(super) static CONTENTS_NULL: Rule = Rule {
    id: RuleId("pdf.contents.null"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents が null です。", "/Contents is null."),
};

pub(super) static CONTENTS_OBJECT_STREAM: Rule = Rule {
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

pub(super) static CONTENTS_ODD_DIGITS: Rule = Rule {
    id: RuleId("pdf.contents.odd-digits"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "Contents が署名の値を16進文字列で持つこと",
        "/Contents holds the signature as a hexadecimal string",
    ),
    violation: Text::new("Contents の16進数字の個数が奇数です。", "/Contents has an odd number of digits."),
};

pub(super) static COVERAGE_AFTER_END: Rule = Rule {
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

pub(super) static COVERAGE_TRAILING: Rule = Rule {
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

pub(super) static SIGNATURE_ABSENT: Rule = Rule {
    id: RuleId("pdf.signature.absent"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "署名辞書が規格のとおりであること",
        "The signature dictionary is as the standard writes it",
    ),
    violation: Text::new("文書に電子署名がありません。", "The document carries no signature."),
};

pub(super) static SIGNATURE_NOT_DICTIONARY: Rule = Rule {
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

pub(super) static SIGNATURE_SUB_FILTER: Rule = Rule {
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

pub(super) static SIGNATURE_SUB_FILTER_MISSING: Rule = Rule {
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

pub(super) static SIGNATURE_TYPE: Rule = Rule {
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

pub(super) static SIGNATURE_UNREACHABLE: Rule = Rule {
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
