//! What revisions after the signature change.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static REVISION_ANNOTATION: Rule = Rule {
    id: RuleId("pdf.revision.annotation"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.2",
    requirement: Text::new(
        "すべての版をたどることができ、署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名の後に追加された版が、注釈を追加又は変更しています。",
        "A revision added after signing adds or changes an annotation.",
    ),
};

pub(super) static REVISION_CHANGES_DOCUMENT: Rule = Rule {
    id: RuleId("pdf.revision.changes-document"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.2",
    requirement: Text::new(
        "すべての版をたどることができ、署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名の後に追加された版に、検証情報（DSS）の追加でも署名の追加でもない変更があります。",
        "A revision added after signing changes an object that is neither a DSS nor a further signature.",
    ),
};

pub(super) static REVISION_FURTHER_SIGNATURE: Rule = Rule {
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

pub(super) static REVISION_MIXED: Rule = Rule {
    id: RuleId("pdf.revision.mixed-sections"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8.4",
    requirement: Text::new(
        "署名の後の版の相互参照が、前の版と同じ形式であること",
        "The cross-reference of a later revision is of the kind of the one before it",
    ),
    violation: Text::new(
        "署名の後に追加された版に、前の版の相互参照ストリームに続く相互参照表があります。閲覧ソフトウェアによって、文書を開くことができず、又は異なる内容が表示されるおそれがあります。",
        "A revision added after signing has a cross-reference table over a cross-reference stream; viewers may not open the document, or show another.",
    ),
};

pub(super) static REVISION_MOVED: Rule = Rule {
    id: RuleId("pdf.revision.moved-object"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.7",
    requirement: Text::new(
        "署名の後の版が、変更のないオブジェクトを移さないこと",
        "A later revision leaves unchanged objects where they are",
    ),
    violation: Text::new(
        "署名の後に追加された版が、変更のないオブジェクトをオブジェクトストリームから取り出し、又は別のオブジェクトストリームに移しています。閲覧ソフトウェアによって、異なる内容が表示されるおそれがあります。",
        "A revision added after signing moves an unchanged object out of its object stream, or into one or another; viewers that repair files may show another document.",
    ),
};

pub(super) static REVISION_PAGE: Rule = Rule {
    id: RuleId("pdf.revision.page"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.2",
    requirement: Text::new(
        "すべての版をたどることができ、署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名の後に追加された版が、ページ又はその表示内容を変えています。",
        "A revision added after signing changes a page or what it shows.",
    ),
};

pub(super) static REVISION_SIGNATURE: Rule = Rule {
    id: RuleId("pdf.revision.signature-rewritten"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.8.1",
    requirement: Text::new(
        "後の版が署名辞書を書き換えていないこと",
        "No later revision writes the signature dictionary anew",
    ),
    violation: Text::new(
        "署名の後に追加された版が、署名辞書そのものを書き換えています。元の署名はこの版より前の部分にあります。",
        "A revision added after signing writes the signature dictionary itself anew; the signature as it was stands before that revision.",
    ),
};

pub(super) static REVISION_TRAILER: Rule = Rule {
    id: RuleId("pdf.revision.trailer"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6, 14.3.3, 14.4",
    requirement: Text::new(
        "すべての版をたどることができ、署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名の後に追加された版のトレーラーが、前の版と異なります。",
        "The trailer of a revision added after signing does not say what the one before it said.",
    ),
};

pub(super) static REVISION_INCOMPLETE: Rule = Rule {
    id: RuleId("pdf.revision.incomplete"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "すべての版をたどることができ、署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "版が startxref と %%EOF で終わっていません。",
        "A revision does not end with startxref and an end-of-file marker.",
    ),
};

pub(super) static REVISION_MALFORMED: Rule = Rule {
    id: RuleId("pdf.revision.malformed"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "すべての版をたどることができ、署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "署名の後に追加された版を読み取ることができません。",
        "A revision added after signing cannot be followed.",
    ),
};

pub(super) static REVISION_OUTSIDE_CHAIN: Rule = Rule {
    id: RuleId("pdf.revision.outside-chain"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.6",
    requirement: Text::new(
        "すべての版をたどることができ、署名の後に文書の内容を変える版がないこと",
        "Every revision is reached, and none changes the document after signing",
    ),
    violation: Text::new(
        "startxref と Prev からたどれない版があります。",
        "A revision, or a part of it, is not reached from startxref and /Prev.",
    ),
};

pub(super) static UPDATE_BODY_ONLY: Rule = Rule {
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

pub(super) static UPDATE_NO_PREV: Rule = Rule {
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

pub(super) static UPDATE_NO_XREF: Rule = Rule {
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

pub(super) static UPDATE_OLD_STARTXREF: Rule = Rule {
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

pub(super) static UPDATE_TRAILER_ONLY: Rule = Rule {
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
