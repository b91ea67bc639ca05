//! What document 004 allows as content, and what an issuer is told before signing.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static CONTENT_ADDITIONAL_ACTIONS: Rule = Rule {
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

pub(super) static CONTENT_UNREADABLE: Rule = Rule {
    id: RuleId("pdf.content.unreadable"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("内容を読み取ることができること", "The content can be read"),
    violation: Text::new(
        "ページの内容を読み取ることができず、画像を確認できませんでした。",
        "A content stream cannot be read, so that its images are unknown.",
    ),
};

pub(super) static LIMIT_DATA: Rule = Rule {
    id: RuleId("pdf.limit.data"),
    section: SectionName::Standard,
    clause: "koseki limits",
    requirement: Text::new(
        "この検証ツールの上限の範囲内であること",
        "The file is within the limits of this reader",
    ),
    violation: Text::new(
        "ページの内容、画像、フォント等のデータの量が、この検証ツールの上限を超えています。",
        "Content, images, fonts or the like are more data than this reader takes.",
    ),
};

pub(super) static CONTENT_EMBEDDED_FILE: Rule = Rule {
    id: RuleId("pdf.content.embedded-file"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("ファイルが埋め込まれています。", "A file is embedded."),
};

pub(super) static CONTENT_EXTERNAL_STREAM: Rule = Rule {
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

pub(super) static IMAGE_FILTER: Rule = Rule {
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

pub(super) static IMAGE_FILTER_ARRAY: Rule = Rule {
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

pub(super) static IMAGE_MASK_FILTER: Rule = Rule {
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

pub(super) static IMAGE_UNFILTERED: Rule = Rule {
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

pub(super) static IMAGE_INLINE_FILTER: Rule = Rule {
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

pub(super) static IMAGE_INLINE_UNFILTERED: Rule = Rule {
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

pub(super) static IMAGE_ALTERNATE: Rule = Rule {
    id: RuleId("pdf.content.alternate-image"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "印刷等の際に別の画像に差し替えられる指定（Alternates）のある画像があります。",
        "Another image may take the place of an image, in printing for example (/Alternates).",
    ),
};

pub(super) static FILTER_ENTRIES: Rule = Rule {
    id: RuleId("pdf.content.filter-entries"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 7.3.8.2",
    requirement: Text::new(
        "データの復号の方法（フィルター）の指定が ISO 32000-1 のとおりであること",
        "Filters and their parameters are written as ISO 32000-1 has it",
    ),
    violation: Text::new(
        "データの復号の方法（フィルター）の指定が ISO 32000-1 のとおりでないか、一部の閲覧ソフトウェアでしか復号できないものであり、閲覧ソフトウェアにより表示が異なることがあります。",
        "Filters or their parameters are not written as ISO 32000-1 has it, or only some viewers decode them, so that viewers may show different content.",
    ),
};

pub(super) static CONTENT_GEOMETRY: Rule = Rule {
    id: RuleId("pdf.content.geometry"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 7.7.3.3, 8.10.2",
    requirement: Text::new(
        "ページの大きさ、向き、リソース等が、どの閲覧ソフトウェアでも同じに読まれる書き方であること",
        "Size, rotation and resources of pages are written so that all viewers read them alike",
    ),
    violation: Text::new(
        "ページの大きさ、向き、リソース等の指定が、閲覧ソフトウェアにより扱いの異なる書き方であり、表示が異なることがあります。",
        "Size, rotation, scale or resources of a page, or the frame of a form, are written so that viewers read them differently.",
    ),
};

pub(super) static CONTENT_RESOURCE: Rule = Rule {
    id: RuleId("pdf.content.resource-missing"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 7.8.3",
    requirement: Text::new(
        "ページの内容が用いるフォント、画像等の名前が、そのリソースにあること",
        "Fonts, images and the like that content uses by name are in its resources",
    ),
    violation: Text::new(
        "ページの内容が、リソースにない名前のフォント、画像等を用いており、閲覧ソフトウェアにより表示が異なることがあります。",
        "Content uses a font, an image or the like by a name that its resources do not have, so that viewers may show different content.",
    ),
};

pub(super) static CONTENT_RESOURCE_VALUE: Rule = Rule {
    id: RuleId("pdf.content.resource-value"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 7.10, 8.4.5, 8.6, 8.7, 8.8, 11.6.5",
    requirement: Text::new(
        "ページの内容が用いる色空間、描画状態、パターン等が、どの閲覧ソフトウェアでも同じに扱われるものであること",
        "Color spaces, graphics states, patterns and the like that content uses are such that all viewers take them for the same",
    ),
    violation: Text::new(
        "ページの内容が用いる色空間、関数、描画状態、パターン等に、ISO 32000-1 のとおりでないもの又は閲覧ソフトウェアにより扱いの異なるものがあり、表示が異なることがあります。",
        "Content uses a color space, a function, a graphics state, a pattern or the like that is not as ISO 32000-1 has it or that viewers treat differently, so that they may show different content.",
    ),
};

pub(super) static CONTENT_SPLIT: Rule = Rule {
    id: RuleId("pdf.content.split-token"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 7.8.2",
    requirement: Text::new(
        "ページの内容を成す各ストリームが、字句の切れ目で終わること",
        "Each content stream of a page ends between tokens",
    ),
    violation: Text::new(
        "ページの内容の一つの字句が二つのストリームにまたがっており、閲覧ソフトウェアにより表示が異なることがあります。",
        "A token of a page's content lies across two streams, so that viewers may show different content.",
    ),
};

pub(super) static CONTENT_JAVASCRIPT: Rule = Rule {
    id: RuleId("pdf.content.javascript"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("JavaScript が含まれています。", "There is JavaScript."),
};

pub(super) static CONTENT_LAUNCH: Rule = Rule {
    id: RuleId("pdf.content.launch"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("外部のプログラムを起動する動作が含まれています。", "There is a launch action."),
};

pub(super) static CONTENT_OPTIONAL: Rule = Rule {
    id: RuleId("pdf.content.optional"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("表示を切り替えられる層が含まれています。", "There is optional content."),
};

pub(super) static CONTENT_ACTION: Rule = Rule {
    id: RuleId("pdf.content.action"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new(
        "文書内の移動以外の動作（ウェブページを開くリンクなど）が含まれています。",
        "There is an action other than a jump inside the document (such as a link to a web page).",
    ),
};

pub(super) static CONTENT_PAGE_TREE: Rule = Rule {
    id: RuleId("pdf.content.page-tree"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("内容を読み取ることができること", "The content can be read"),
    violation: Text::new(
        "ページの構成を読み取ることができず、内容を確認できませんでした。",
        "The page tree cannot be read, so that the content is unknown.",
    ),
};

pub(super) static CONTENT_ALTERNATE_APPEARANCE: Rule = Rule {
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

pub(super) static CONTENT_MULTIMEDIA: Rule = Rule {
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

pub(super) static CONTENT_OPI: Rule = Rule {
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

pub(super) static CONTENT_POSTSCRIPT: Rule = Rule {
    id: RuleId("pdf.content.postscript"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("PostScript のプログラムが含まれています。", "There is PostScript."),
};

pub(super) static CONTENT_REFERENCE: Rule = Rule {
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

pub(super) static CONTENT_REQUIREMENTS: Rule = Rule {
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

pub(super) static VERSION_CONSTRUCT: Rule = Rule {
    id: RuleId("pdf.version.construct"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("PDF が ISO 32000-1 によること", "The PDF is one of ISO 32000-1"),
    violation: Text::new(
        "ISO 32000-1 にない書き方が使われています。",
        "Something is used that only ISO 32000-2 knows.",
    ),
};

pub(super) static VERSION_NUMBER: Rule = Rule {
    id: RuleId("pdf.version.number"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new("PDF が ISO 32000-1 によること", "The PDF is one of ISO 32000-1"),
    violation: Text::new(
        "PDF の版が ISO 32000-1 の範囲を超えています。",
        "The version is higher than that of ISO 32000-1.",
    ),
};

pub(super) static CONTENT_XFA: Rule = Rule {
    id: RuleId("pdf.content.xfa"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア",
    requirement: Text::new(
        "動作、切替え、埋込み等の能動的な内容がないこと",
        "There is no active, optional or embedded content",
    ),
    violation: Text::new("XFA フォームが含まれています。", "There is an XFA form."),
};

pub(super) static SHADOW_APPEARANCE_STATES: Rule = Rule {
    id: RuleId("pdf.shadow.appearance-states"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "複数の外観を持ち、その一つだけが表示される注釈があります。",
        "An annotation has several appearances, of which one is shown.",
    ),
};

pub(super) static SHADOW_CARRIED_DATA: Rule = Rule {
    id: RuleId("pdf.shadow.carried-data"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "ページに表示されないデータ（ソフトウェア固有のデータ、ウェブからの取得に関する情報、リンクの基準となるアドレス）がファイルに含まれています。",
        "The file carries data that no page shows: of an application, of web capture, or a base for links.",
    ),
};

pub(super) static SHADOW_CROPPED_PAGE: Rule = Rule {
    id: RuleId("pdf.shadow.cropped-page"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "一部しか表示されないページがあります（CropBox が MediaBox より小さいなど）。表示されない部分も、印刷又は変換の際に現れることがあります。",
        "Only a part of a page is shown (a crop box smaller than the media box, for example); printers and converters may show the rest.",
    ),
};

pub(super) static SHADOW_DRAWN_BY_VIEWER: Rule = Rule {
    id: RuleId("pdf.shadow.drawn-by-viewer"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "外観が文書の中に定められていないため、又はその外観を表示しない閲覧ソフトウェアがあるため、閲覧ソフトウェアにより表示の異なる注釈又は入力欄があります。",
        "An annotation or field has no appearance of its own, or one that not every viewer paints: each draws it in its own way, or not at all.",
    ),
};

pub(super) static SHADOW_HIDDEN_ANNOTATION: Rule = Rule {
    id: RuleId("pdf.shadow.hidden-annotation"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new("表示されない注釈があります。", "An annotation is hidden."),
};

pub(super) static SHADOW_INTERACTIVE_FIELD: Rule = Rule {
    id: RuleId("pdf.shadow.interactive-field"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new("書き換えることのできる入力欄があります。", "A form field can be filled."),
};

pub(super) static SHADOW_PAGE_NOT_SHOWN: Rule = Rule {
    id: RuleId("pdf.shadow.page-not-shown"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "ページの構成に含まれず、表示されないページがファイルに残っています。",
        "A page is in the file that is not in the page tree and is not shown.",
    ),
};

pub(super) static SHADOW_PRESENTATION: Rule = Rule {
    id: RuleId("pdf.shadow.presentation"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "文書を開いたときにページの全体が表示されないおそれがあります（ページの一部の拡大、ページの自動的な切替え、ポートフォリオ、大きな縮小版画像）。",
        "Opening the document need not show its pages: it opens on a part of one, turns them by itself, is a portfolio, or has a large thumbnail.",
    ),
};

pub(super) static SHADOW_REPLACED_OBJECT: Rule = Rule {
    id: RuleId("pdf.shadow.replaced-object"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "以前の版の内容がファイルに残っています。",
        "An earlier state of the content is still in the file.",
    ),
};

pub(super) static SHADOW_SCREEN_NOT_PAPER: Rule = Rule {
    id: RuleId("pdf.shadow.screen-not-paper"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "画面と印刷とで表示の異なる内容、又は拡大、回転等により表示の変わる注釈があります。",
        "Something is shown on screen and not on paper, or an annotation changes with zoom, rotation or the pointer.",
    ),
};

pub(super) static SHADOW_UNUSED_OBJECT: Rule = Rule {
    id: RuleId("pdf.shadow.unused-object"),
    section: SectionName::Form,
    clause: "koseki: before signing",
    requirement: Text::new("署名する文書に隠れた内容がないこと", "What is signed hides nothing"),
    violation: Text::new(
        "どこからも使われていない内容があります。",
        "There is content that nothing leads to.",
    ),
};

pub(super) static CONTENT_LIMIT: Rule = Rule {
    id: RuleId("pdf.content.limit"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 Annex C.2",
    requirement: Text::new(
        "ページの内容に含まれる文字列、名前、数値の長さ及び大きさ等が、どの閲覧ソフトウェアでも扱える範囲内であること",
        "Strings, names and numbers in content are no longer, numbers no larger, and graphics states no deeper, than all viewers take them",
    ),
    violation: Text::new(
        "ページの内容に、閲覧ソフトウェアの扱える長さ若しくは大きさを超える文字列、名前若しくは数値、又は深さを超える描画状態の保存（q）があり、表示が異なることがあります。",
        "A string, name or number in content is longer, a number larger, or graphics states are saved deeper, than some viewers go, so that they may show different content.",
    ),
};

pub(super) static CONTENT_NESTED: Rule = Rule {
    id: RuleId("pdf.content.nesting"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 8.10",
    requirement: Text::new(
        "フォーム等の入れ子が、どの閲覧ソフトウェアでも描画される深さ（24 段）以内であること",
        "Forms, patterns and glyphs are nested at most 24 deep, which all viewers draw",
    ),
    violation: Text::new(
        "フォーム、パターン等の入れ子が深すぎるか、自らを含んでおり、閲覧ソフトウェアにより表示が異なることがあります。",
        "Forms, patterns, glyphs or soft masks are nested more than 24 deep, or paint themselves, so that viewers may show different content.",
    ),
};

pub(super) static CONTENT_OPERATORS: Rule = Rule {
    id: RuleId("pdf.content.operators"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 7.8.2, 8.4, 8.5, 8.6.8, Annex A",
    requirement: Text::new(
        "描画の命令（オペレーター）が ISO 32000-1 の定めるものであり、定められた数、型及び範囲の値を伴い、描画状態の保存と復元が対応していること",
        "Operators are those of ISO 32000-1 and have the operands that it says, and what is restored was saved",
    ),
    violation: Text::new(
        "描画の命令が ISO 32000-1 にないものであるか、伴う値の数、型若しくは範囲が定めと異なるか、始めていないパスや保存していない描画状態を用いており、閲覧ソフトウェアにより表示が異なることがあります。",
        "A word of the content is no operator, or an operator has operands of another number, type or range than ISO 32000-1 says, or uses a path that was not begun or a graphics state that was not saved, so that viewers may show different content.",
    ),
};

pub(super) static CONTENT_ENCODED_DATA: Rule = Rule {
    id: RuleId("pdf.content.encoded-data"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 7.4",
    requirement: Text::new(
        "圧縮又は符号化されたデータが、ISO 32000-1 のとおりで、終わりまで復号でき、後ろに余分なデータのないこと",
        "Encoded data of what pages show is as ISO 32000-1 has it, to its end and with nothing behind",
    ),
    violation: Text::new(
        "ページの内容、フォント等の圧縮又は符号化されたデータが、壊れているか、終わりの印を欠くか、終わりの後ろに余分なデータを伴っており、閲覧ソフトウェアにより表示が異なることがあります。",
        "Encoded data of content, of a font or the like is damaged, lacks the mark of its end, or has more data behind it, so that viewers may show different content.",
    ),
};

pub(super) static IMAGE_DATA: Rule = Rule {
    id: RuleId("pdf.image.data"),
    section: SectionName::Standard,
    clause: "004 第4-2(1)ア; ISO 32000-1 8.9.5",
    requirement: Text::new(
        "画像の大きさ、色及びデータの量が一致し、どの閲覧ソフトウェアでも同じに描画されること",
        "Size, depth and color space of an image are said, and its data is as much as they ask for",
    ),
    violation: Text::new(
        "画像の大きさ、色、マスク等の指定が ISO 32000-1 のとおりでないか、データの量がこれと一致せず、閲覧ソフトウェアにより表示が異なることがあります。",
        "Size, depth, colors or masks of an image are not as ISO 32000-1 has them, or its data is not as much as they ask for, so that viewers may show different content.",
    ),
};
