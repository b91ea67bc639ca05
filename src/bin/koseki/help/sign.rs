//! Help of `koseki sign`.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("Sign a PDF or XML document", "PDF又はXMLの文書に署名します"),
    (
        "Document to sign; PDF or XML by its content, never by its name. Of a folder, all files in it and its sub-folders but hidden ones",
        "署名する文書。PDFかXMLかは、名前ではなく内容で見分けます。フォルダーを指定したときは、その中（下位のフォルダーを含む）のすべてのファイル（隠しファイルを除く）",
    ),
    (
        "The signed document; appears whole or not at all, and never replaces IN or any other file named here. For a folder IN, the folder of the signed documents, in which nothing is replaced",
        "署名した文書。全体ができてから現れます。IN など、ここで指定したほかのファイルを置き換えることはありません。IN がフォルダーのときは、署名した文書のフォルダーで、その中のものを置き換えることはありません",
    ),
    (
        "Private key: PKCS#8 or PKCS#1, PEM or DER, optionally encrypted, or PKCS#12; or the RFC 7512 URI of a key in a token, with module-path",
        "秘密鍵。PKCS#8若しくはPKCS#1（PEM又はDER。暗号化したものを含む）若しくはPKCS#12のファイル、又はトークンの中の鍵のURI（RFC 7512。module-path を含む）",
    ),
    ("Certificates to put beside the signer's", "署名者の電子証明書とともに入れる証明書"),
    (
        "Signing time, RFC 3339, whose offset is written to the PDF; now at +09:00 when absent",
        "署名時刻（RFC 3339）。その時差がPDFに書き込まれます。指定がないときは現在（+09:00）",
    ),
    (
        "Value of /Filter in a PDF; Adobe.PPKLite when absent",
        "PDFの /Filter の値。指定がないときは Adobe.PPKLite",
    ),
    (
        "Syntax of an XML signature: that of XML Signature 1.x, or the mode that version 2.0 added. The former when absent",
        "XML署名の書式。XML署名1.xの書式、又は2.0版で加わった方式。指定がないときは前者",
    ),
    ("Syntax of XML Signature 1.x, which every product reads", "XML署名1.xの書式。どの製品でも読めます"),
    (
        "XML Signature 2.0's own mode; hardly any product reads it",
        "XML署名2.0の独自の方式。読める製品はほとんどありません",
    ),
    (
        "Canonicalization of an XML signature in compatibility mode; Canonical XML 1.0 when absent. The 2.0 mode has its own, Canonical XML 2.0",
        "XML署名の正規化（--xml-mode compatibility のとき）。指定がないときは Canonical XML 1.0。2.0の方式は、Canonical XML 2.0 を用います",
    ),
    ("Canonical XML 1.0", "Canonical XML 1.0"),
    ("Canonical XML 1.1", "Canonical XML 1.1"),
    ("Exclusive XML Canonicalization 1.0", "Exclusive XML Canonicalization 1.0"),
    (
        "XSD 1.1 schema an XML input must be valid against: a file, or `sha256:DIGITS` of a pinned one",
        "XMLの入力が適合しなければならない、XSD 1.1のスキーマ。ファイル、又は登録したスキーマを示す `sha256:DIGITS`",
    ),
    (
        "File or descriptor (/dev/fd/N) holding the key's passphrase or the token's PIN (its first line); asked for on the terminal when absent",
        "鍵のパスフレーズ又はトークンのPINのファイル又は記述子（/dev/fd/N）。1行目を用います。指定がないときは、端末で尋ねます",
    ),
    (
        "Documents of a folder that are signed at once; as many as the machine has cores when absent",
        "フォルダーの文書のうち、同時に署名するものの数。指定がないときは、計算機のコアの数",
    ),
    (
        "Leave the check of the input to the issuer, that for hidden content included, which nobody makes later; it is not recorded. The signature is still checked with the public key",
        "入力の検査を発行者に任せ、行いません。隠れた内容の検査も行わず（後の検証でも行いません）、署名には記録されません。署名は、公開鍵で検証します",
    ),
    (
        "Sign a PDF although it was found to carry hidden or replaceable content of this kind (`pdf.shadow.…`, as the refusal names it). What was accepted is printed, and recorded in the signature",
        "この種類の隠れた内容又は差し替えられる内容（`pdf.shadow.…`。署名を断るときに示される識別子）が見つかったPDFにも署名します。許容したものは表示され、署名に記録されます",
    ),
    (
        "Sign a PDF that is signed already; the earlier signatures stay as they are, and have to hold. The 戸籍 profile refuses the result",
        "既に署名のあるPDFに署名します。それまでの署名は、正しいものでなければならず、そのまま残ります。署名したものは、戸籍のプロファイルでは不合格となります",
    ),
    ("Page of a visible stamp in a PDF, counted from 1", "PDFに印影を付けるページ（1から数えます）"),
    (
        "Rectangle of the stamp: x0,y0,x1,y1 from the lower left corner, in units of 1/72 inch. On page 1 without --seal-page",
        "印影の位置。x0,y0,x1,y1（左下を原点とする1/72インチ単位の座標）。--seal-page の指定がないときは、1ページ目",
    ),
    (
        "Characters in the stamp, set from top to bottom in columns from right to left: two in one column, more in as near to a square as it goes, or as the text's own lines say",
        "印影の文字。縦書きで、右の行から左の行へ並べます。2文字は1行に、3文字以上はできるだけ正方形に、改行のあるものはその行のとおりに並べます",
    ),
    (
        "OpenType or TrueType font with these characters; only their glyphs are embedded",
        "その文字のあるOpenType又はTrueTypeのフォント。用いる字形だけを埋め込みます",
    ),
    (
        "Replace OUT when it is there already (of a folder, nothing is ever replaced)",
        "OUT が既にあるときは、置き換えます（フォルダーのときは、置き換えることはありません）",
    ),
    (
        "A folder is signed file by file into the folder OUT, which keeps a journal: run the same command again after an interruption, and it goes on where it stopped. What was released is never made again.",
        "フォルダーを指定したときは、ファイルごとに署名してフォルダー OUT に入れ、そこに進捗の記録を残します。中断した後に同じコマンドを実行すると、続きから始めます。発行したものを、もう一度作ることはありません。",
    ),
    (
        "What the verifier would refuse about the document is not signed, unless `--trusted-input` leaves that to the issuer; whether the signer is the right one only the verifier asks. Before signing a PDF is also searched for hidden or replaceable content (`pdf.shadow.…`), which the verifier does not look for: where `--trusted-input` passes over it, nobody finds it later. Found is what the structure of the file tells, not text in the colour of the paper, in invisible mode, too small, off the page or covered by something else. An input is never overwritten, another file only with `--force`; OUT appears whole or not at all.",
        "文書について検証で不合格となるものには、`--trusted-input` によって発行者に任せるときを除き、署名しません。署名者が定められた者であるかどうかは、検証のときだけ確かめます。PDFは、署名する前に、隠れた内容又は差し替えられる内容（`pdf.shadow.…`）がないかも検査します。検証ではこの検査をしませんので、`--trusted-input` で省いたものは、後で見つかることがありません。見つかるのはファイルの構造から分かるものであり、紙と同じ色の文字、表示しない方式の文字、小さすぎる文字、ページの外にある文字、ほかのものに覆われた文字は見つかりません。入力を上書きすることはなく、ほかのファイルは `--force` を指定したときだけ上書きします。OUT は、全体ができてから現れます。",
    ),
    (
        "Exit codes: 0 signed, 1 a document was refused for what it is or holds, 2 usage, 4 the tool could not do its work (key, certificate, a file that cannot be read or written).",
        "終了コード: 0 署名した、1 文書そのものを理由に署名しなかった、2 使い方の誤り、4 処理できなかった（鍵、電子証明書、読み書きできないファイル）。",
    ),
];
