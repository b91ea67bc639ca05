//! Objects and their syntax, fields and pages, limits of this tool, readers that disagree.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static FORM_FIELD_DIRECT: Rule = Rule {
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

pub(super) static FORM_LOOP: Rule = Rule {
    id: RuleId("pdf.form.loop"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 12.7.3.1",
    requirement: Text::new(
        "対話フォームが規格のとおりであること",
        "The interactive form is as the standard writes it",
    ),
    violation: Text::new("フォームのフィールドが二度たどられます。", "The form field is reached twice."),
};

pub(super) static FORM_MALFORMED: Rule = Rule {
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

pub(super) static LIMIT_CONTENTS: Rule = Rule {
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

pub(super) static LIMIT_DEPTH: Rule = Rule {
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

pub(super) static LIMIT_NUMBER: Rule = Rule {
    id: RuleId("pdf.limit.number-length"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.3; koseki limits",
    requirement: Text::new(
        "数値が、どの閲覧ソフトウェアでも同じに読まれる長さで書かれていること",
        "Numbers are written no longer than all viewers read them",
    ),
    violation: Text::new(
        "64 文字を超えて書かれた数値があり、閲覧ソフトウェアにより異なる値として読まれるおそれがあります。",
        "A number is written with more than 64 characters; viewers cut such numbers off, each elsewhere.",
    ),
};

pub(super) static LIMIT_NAME: Rule = Rule {
    id: RuleId("pdf.limit.name-length"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.5, Annex C.2",
    requirement: Text::new(
        "名前オブジェクトの長さが ISO 32000-1 附属書 C の上限（127 オクテット）以内であること",
        "Names have at most the 127 octets of ISO 32000-1, Annex C",
    ),
    violation: Text::new(
        "長すぎる名前オブジェクト（127 オクテット、又は表記で 255 オクテットを超えるもの）があり、閲覧ソフトウェアにより別の名前と区別されないおそれがあります。",
        "A name is longer than 127 octets, or written with more than 255; some viewers cut such names off and take two for one.",
    ),
};

pub(super) static LIMIT_FIELDS: Rule = Rule {
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

pub(super) static LIMIT_FILE: Rule = Rule {
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

pub(super) static LIMIT_OBJECTS: Rule = Rule {
    id: RuleId("pdf.limit.objects"),
    section: SectionName::Signature,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "オブジェクトの数又は番号が、この検証ツールの上限を超えています。",
        "There are more objects, or larger object numbers, than this reader takes.",
    ),
};

pub(super) static LIMIT_PAGES: Rule = Rule {
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

pub(super) static LIMIT_SECOND_READER: Rule = Rule {
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

pub(super) static LIMIT_SECTIONS: Rule = Rule {
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

pub(super) static LIMIT_SUBSECTIONS: Rule = Rule {
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

pub(super) static LIMIT_VALUES: Rule = Rule {
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

pub(super) static PAGE_CONTENTS: Rule = Rule {
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

pub(super) static PAGE_COUNT: Rule = Rule {
    id: RuleId("pdf.page.count"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.3.2",
    requirement: Text::new(
        "ページの木が規格のとおりであること",
        "The page tree is as the standard writes it",
    ),
    violation: Text::new(
        "ページの木の Count が実際のページ数と異なります。",
        "/Count of a node of the page tree is not the number of its pages.",
    ),
};

pub(super) static PAGE_LOOP: Rule = Rule {
    id: RuleId("pdf.page.loop"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.3",
    requirement: Text::new(
        "ページの木が規格のとおりであること",
        "The page tree is as the standard writes it",
    ),
    violation: Text::new("ページの木の節が二度たどられます。", "The page tree node is reached twice."),
};

pub(super) static PAGE_PARENT: Rule = Rule {
    id: RuleId("pdf.page.parent"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.3.2",
    requirement: Text::new(
        "ページの木が規格のとおりであること",
        "The page tree is as the standard writes it",
    ),
    violation: Text::new(
        "ページの木の Parent が、上の節を指していません。",
        "/Parent of a page or page tree node does not name the node above it.",
    ),
};

pub(super) static PAGE_TREE: Rule = Rule {
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

pub(super) static READERS_DISAGREE: Rule = Rule {
    id: RuleId("pdf.readers.disagree"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "独立した二つの読取りで、オブジェクトの内容が異なります。",
        "Two independent readers see an object differently.",
    ),
};

pub(super) static READERS_CONTENT: Rule = Rule {
    id: RuleId("pdf.readers.content"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.8, 8.10.2",
    requirement: Text::new(
        "どの閲覧ソフトウェアでも同じ内容が表示される書き方であること",
        "The content is written so that all viewers show it alike",
    ),
    violation: Text::new(
        "閲覧ソフトウェアにより、表示される内容が異なるおそれがあります。",
        "Viewers may show different content.",
    ),
};

pub(super) static READERS_HYBRID: Rule = Rule {
    id: RuleId("pdf.readers.hybrid"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8.4",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "ページが用いるオブジェクトの位置が、相互参照ストリーム（XRefStm）だけに書かれています。これを読まない閲覧ソフトウェアでは、表示が異なります。",
        "Where an object is that a page leads to, the cross-reference stream (/XRefStm) alone says: viewers that do not read it show something else.",
    ),
};

pub(super) static READERS_HIDDEN: Rule = Rule {
    id: RuleId("pdf.readers.hidden-structure"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "ファイルの構造ではないのに構造と読める部分（ストリームのデータ、文字列又はコメント（%）の中、又は二つ目の文書カタログ）があります。ファイルを修復しながら読む閲覧ソフトウェアでは、別の文書が表示されるおそれがあります。",
        "Octets that are no structure of the file look like it (in a stream, string or comment, or a second catalog); viewers that repair files may show another document.",
    ),
};

pub(super) static READERS_LINEAR: Rule = Rule {
    id: RuleId("pdf.readers.linear"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.4",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "ファイルを先頭から順に読んだ場合と相互参照に従って読んだ場合とで、オブジェクトが異なります。",
        "An object as the last one in the file is not the one the cross-reference names.",
    ),
};

pub(super) static READERS_PAGES: Rule = Rule {
    id: RuleId("pdf.readers.pages"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.3",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "独立した二つの読取りで、ページの並びが異なります。",
        "Two independent readers see different pages.",
    ),
};

pub(super) static READERS_REFUSED: Rule = Rule {
    id: RuleId("pdf.readers.refused"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "第二の読取りでファイルを読むことができません。",
        "The second reader cannot read the file.",
    ),
};

pub(super) static READERS_STREAM_END: Rule = Rule {
    id: RuleId("pdf.readers.stream-end"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.8.1",
    requirement: Text::new("独立した読取りの結果が一致すること", "Independent readings of the file agree"),
    violation: Text::new(
        "ストリームのデータの中に endstream という語があります。閲覧ソフトウェアにより、ストリームの終わりが異なるおそれがあります。",
        "The data of a stream contain the word endstream; viewers may end the stream there.",
    ),
};

pub(super) static STRUCTURE_CATALOG: Rule = Rule {
    id: RuleId("pdf.structure.catalog"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.7.2",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("文書カタログがありません。", "/Root does not lead to a document catalog."),
};

pub(super) static STRUCTURE_DUPLICATE_OBJECT: Rule = Rule {
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

pub(super) static STRUCTURE_ENDOBJ: Rule = Rule {
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

pub(super) static STRUCTURE_OBJECT_HEADER: Rule = Rule {
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

pub(super) static STRUCTURE_OBJECT_STREAM: Rule = Rule {
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

pub(super) static STRUCTURE_ORPHAN: Rule = Rule {
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

pub(super) static STRUCTURE_REFERENCE_CHAIN: Rule = Rule {
    id: RuleId("pdf.structure.reference-chain"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "オブジェクトの内容が、ほかのオブジェクトへの参照だけです。",
        "An object is nothing but a reference to another.",
    ),
};

pub(super) static STRUCTURE_REFERENCE_GENERATION: Rule = Rule {
    id: RuleId("pdf.structure.reference-generation"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "参照の世代番号が、オブジェクトの世代番号と異なります。",
        "A reference names an object by another generation than it has.",
    ),
};

pub(super) static STRUCTURE_REFERENCE_LOOP: Rule = Rule {
    id: RuleId("pdf.structure.reference-loop"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("間接参照が終わりません。", "References through an object do not come to an end."),
};

pub(super) static STRUCTURE_STRAY: Rule = Rule {
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

pub(super) static STRUCTURE_STREAM_DATA: Rule = Rule {
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

pub(super) static STRUCTURE_STREAM_DICTIONARY: Rule = Rule {
    id: RuleId("pdf.structure.stream-dictionary"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.8.1",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("ストリームに辞書がありません。", "A stream does not begin with a dictionary."),
};

pub(super) static STRUCTURE_STREAM_KEYWORD: Rule = Rule {
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

pub(super) static STRUCTURE_STREAM_LENGTH: Rule = Rule {
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

pub(super) static STRUCTURE_STREAM_LENGTH_VALUE: Rule = Rule {
    id: RuleId("pdf.structure.stream-length-value"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.8.2",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new("ストリームに長さがありません。", "A stream has no usable /Length."),
};

pub(super) static STRUCTURE_STREAM_UNUSED: Rule = Rule {
    id: RuleId("pdf.structure.unused-stream"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.5.8",
    requirement: Text::new(
        "ファイルの構造があいまいでないこと",
        "The structure of the file is without ambiguity",
    ),
    violation: Text::new(
        "ファイルの構造が使わない相互参照ストリーム又はオブジェクトストリームがあります。",
        "A cross-reference stream or object stream is not used by the structure of the file.",
    ),
};

pub(super) static SYNTAX_DUPLICATE_KEY: Rule = Rule {
    id: RuleId("pdf.syntax.duplicate-key"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("一つの辞書に同じキーが二つあります。", "A dictionary has the same key twice."),
};

pub(super) static SYNTAX_END: Rule = Rule {
    id: RuleId("pdf.syntax.end"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.2",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("オブジェクトの途中でファイルが終わっています。", "The file ends inside an object."),
};

pub(super) static SYNTAX_HEX_STRING: Rule = Rule {
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

pub(super) static SYNTAX_KEY: Rule = Rule {
    id: RuleId("pdf.syntax.key"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("辞書のキーが名前ではありません。", "A key of a dictionary is not a name."),
};

pub(super) static SYNTAX_KEY_VALUE: Rule = Rule {
    id: RuleId("pdf.syntax.key-value"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.7",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("辞書のキーに値がありません。", "A key of a dictionary has no value."),
};

pub(super) static SYNTAX_NAME: Rule = Rule {
    id: RuleId("pdf.syntax.name"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.5",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("名前の # による表記が誤っています。", "A name has a malformed # escape."),
};

pub(super) static SYNTAX_NUMBER: Rule = Rule {
    id: RuleId("pdf.syntax.number"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.3",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("数の書き方が規格と異なります。", "A number is not of the form of the standard."),
};

pub(super) static SYNTAX_REFERENCE_ZERO: Rule = Rule {
    id: RuleId("pdf.syntax.reference-zero"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.10",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("番号0のオブジェクトへの参照があります。", "A reference to object 0."),
};

pub(super) static SYNTAX_STRING: Rule = Rule {
    id: RuleId("pdf.syntax.string"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.3.4",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("文字列が閉じられていません。", "A string is not closed."),
};

pub(super) static SYNTAX_TOKEN: Rule = Rule {
    id: RuleId("pdf.syntax.token"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.2",
    requirement: Text::new(
        "オブジェクトの書き方が規格のとおりであること",
        "Objects are written as the standard writes them",
    ),
    violation: Text::new("値でないものがあります。", "No value begins at this octet."),
};

pub(super) static UNSUPPORTED_ENCRYPTION: Rule = Rule {
    id: RuleId("pdf.unsupported.encryption"),
    section: SectionName::Signature,
    clause: "ISO 32000-1 7.6",
    requirement: Text::new(
        "この検証ツールが読むことのできる形式であること",
        "The file is of a form this reader reads",
    ),
    violation: Text::new("ファイルが暗号化されているため、読むことができません。", "The file is encrypted."),
};
