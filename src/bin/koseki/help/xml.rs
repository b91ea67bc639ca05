//! Help of `koseki c14n`, `koseki validate` and `koseki schema`.

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Write the canonical form of an XML document, or of one element in it",
        "XML文書、又はその中の1つの要素の正規形を書き出します",
    ),
    (
        "XML document: UTF-8, or UTF-16 with a byte-order mark; without DTD",
        "XML文書。UTF-8、又はバイト順マークのあるUTF-16。DTDのないもの",
    ),
    (
        "Canonical XML 1.0, 1.1 or 2.0, or Exclusive XML Canonicalization 1.0",
        "正規化の方式。Canonical XML 1.0、1.1 若しくは 2.0、又は Exclusive XML Canonicalization 1.0",
    ),
    ("Keep comments", "コメントを残します"),
    (
        "Only with exclusive: PrefixList of InclusiveNamespaces, prefixes separated by spaces; #default is the default namespace",
        "exclusive のときだけ: InclusiveNamespaces の PrefixList。接頭辞を空白で区切ります。#default は、既定の名前空間を表します",
    ),
    ("Only with 2.0: TrimTextNodes", "2.0 のときだけ: TrimTextNodes（テキストの前後の空白を除きます）"),
    ("Only with 2.0: PrefixRewrite", "2.0 のときだけ: PrefixRewrite（接頭辞の書換え）"),
    (
        "Only with 2.0: QNameAware, where values hold names with prefixes. Each is one of element:{NS}NAME, xpath:{NS}NAME, attribute:{NS}NAME and attribute:NAME@{NS}PARENT; without {NS} it is a name in no namespace",
        "2.0 のときだけ: QNameAware（接頭辞の付いた名前を値とするところ）。それぞれ element:{NS}NAME、xpath:{NS}NAME、attribute:{NS}NAME 又は attribute:NAME@{NS}PARENT のように指定します。{NS} がないときは、名前空間のない名前です",
    ),
    (
        "Only the subtree of the element that has this value in an attribute Id, ID, id or xml:id",
        "属性 Id、ID、id 又は xml:id がこの値である要素とその中だけを対象とします",
    ),
    ("The file to write; standard output when absent", "書き出すファイル。指定がないときは標準出力"),
    ("Replace a file that is there already", "ファイルが既にあるときは、置き換えます"),
    (
        "Exit codes: 0 written, 1 the document is refused, 2 usage, 3 the document is not read (encoding, ceiling), 4 other. Nothing is written unless all of it is.",
        "終了コード: 0 書き出した、1 文書を拒否した、2 使い方の誤り、3 文書を読み取らなかった（文字符号化、上限）、4 その他。全体を書き出せないときは、何も書き出しません。",
    ),
    (
        "Validate XML documents against an XSD 1.1 schema, or check the schema alone; decides nothing about signatures",
        "XML文書のXSD 1.1のスキーマへの適合、又はスキーマだけを確認します。署名については、何も判定しません",
    ),
    (
        "XML documents; without any, the schema alone is checked",
        "XML文書。指定がないときは、スキーマだけを確認します",
    ),
    (
        "XSD 1.1 schema: its documents, or `sha256:DIGITS` of a pinned one",
        "XSD 1.1のスキーマ。スキーマの文書、又は登録したスキーマを示す `sha256:DIGITS`",
    ),
    ("What of a document is validated", "文書のうち、確認する部分"),
    (
        "Violations of one document that are written out; all are counted",
        "1つの文書について書き出す違反の数。件数は、すべてを数えます",
    ),
    (
        "Let explanations quote values of the documents. These are personal data",
        "説明の中に、文書の値を示します。文書の値は個人情報です",
    ),
    (
        "Exit codes: 0 every document is valid (without documents: the schema is in order), 1 one is invalid, 2 usage, 3 none is invalid but one was stopped by a limit, 4 the schema does not compile or a file cannot be read.",
        "終了コード: 0 すべての文書が適合する（文書の指定がないときは、スキーマに誤りがない）、1 適合しない文書がある、2 使い方の誤り、3 適合しない文書はないが、上限によって打ち切ったものがある、4 スキーマを使用できないか、読み取れないファイルがある。",
    ),
    (
        "Keep schemas in a directory, pinned by SHA-256, with where they come from",
        "スキーマを、SHA-256で固定し、その出どころとともに、フォルダーに保管します",
    ),
    (
        "Check a schema and pin it with everything it refers to",
        "スキーマを確認し、それが参照するすべてのものとともに登録します",
    ),
    ("The documents of one schema", "1つのスキーマを構成する文書"),
    ("The directory of pinned schemas", "登録したスキーマのフォルダー"),
    ("Who adds it", "登録する者"),
    (
        "Where it was obtained and how its digest was confirmed",
        "どこから入手し、そのハッシュ値をどのように確認したか",
    ),
    ("When it is added, RFC 3339; now when absent", "登録の時刻（RFC 3339）。指定がないときは現在"),
    (
        "A local file for a schemaLocation or namespace that the documents refer to",
        "文書が参照する schemaLocation 又は名前空間に対応する、手元のファイル",
    ),
    ("List what is pinned", "登録したスキーマの一覧を示します"),
    ("Show one pinned schema, checked again", "登録したスキーマの1つを、改めて確認して示します"),
    (
        "SHA-256 of the schema, or its first digits (eight or more)",
        "スキーマのSHA-256、又はその初めの8桁以上",
    ),
    (
        "Remove one pinned schema, and its documents where no other needs them",
        "登録したスキーマの1つを削除します。ほかのスキーマが必要としない文書も削除します",
    ),
];
