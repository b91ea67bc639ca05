//! Help of `koseki verify`, and of the options by which it and others judge.

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Verify signed PDF and XML documents against your trust anchors",
        "署名されたPDF及びXMLの文書を、指定した信頼点に基づいて検証します",
    ),
    (
        "Documents to verify; of a folder, all files in it and its sub-folders but hidden ones. A quoted pattern such as 'inbox/**/*.pdf' stands for the files it fits",
        "検証する文書。フォルダーを指定したときは、その中（下位のフォルダーを含む）のすべてのファイル（隠しファイルを除く）。引用符で囲んだパターン（'inbox/**/*.pdf' など）は、それに合うファイルを表します",
    ),
    (
        "Trust anchors: certificate files (DER or PEM), directories of them, or a trust store (see `koseki trust`), which brings its companions and revocation lists along",
        "信頼点。証明書のファイル（DER又はPEM）、そのフォルダー、又はトラストストア（`koseki trust` を参照）。トラストストアを指定したときは、その中のほかの証明書と失効リストも用います",
    ),
    (
        "Cross, link and intermediate certificates; they are hints and never trusted by themselves",
        "相互認証証明書、リンク証明書及び中間証明書。認証パスの構築に用いるだけで、それ自体を信頼することはありません",
    ),
    ("Certificate revocation lists (CRL and ARL)", "失効リスト（CRL及びARL）"),
    ("OCSP responses", "OCSPレスポンス"),
    (
        "Trust anchors of time-stamp authorities. Without one a time-stamp in a document proves nothing",
        "タイムスタンプ局の信頼点。指定がないときは、文書の中のタイムスタンプは何も証明しません",
    ),
    (
        "The instant the judgement is about (検証基準時刻), RFC 3339; now when absent. It moves the clock and proves nothing",
        "検証基準時刻（RFC 3339）。指定がないときは現在。判定の基準とする時刻を変えるだけで、何も証明しません",
    ),
    (
        "The time of receipt, which your agency vouches for: the signature existed then. A later expiry, or a later revocation, leaves the document as it was",
        "機関が責任をもって示す受領の時刻（RFC 3339）。その時に署名が存在していたものとします。その後の期限切れ又は失効は、文書の判定に影響しません",
    ),
    (
        "The time at which your agency asked for the document, which was made afterwards",
        "機関が文書を求めた時刻（RFC 3339）。文書は、その後に作成されたものでなければなりません",
    ),
    (
        "How long after its nextUpdate a CRL or OCSP response still counts: a number with s, m, h or d",
        "次回更新日時（nextUpdate）を過ぎた失効リスト又はOCSPレスポンスを、なお用いる期間。数に s（秒）、m（分）、h（時間）又は d（日）を付けて指定します",
    ),
    (
        "Algorithms and key sizes that are good enough, instead of the built-in table (JSON; see docs/algorithm-policy.md)",
        "認めるアルゴリズムと鍵の長さ（JSON）。内蔵の表に代えて用います。docs/algorithm-policy.md を参照してください",
    ),
    ("What to do about revocation", "失効の確認の方法"),
    (
        "Missing or stale revocation data leaves the verdict indeterminate",
        "失効情報がないとき、又は期限切れのときは、判定不能とします",
    ),
    (
        "Missing data is a warning; what is known still counts",
        "失効情報がないときは、警告します。分かっていることは用います",
    ),
    (
        "Missing data is not looked for; a revocation that is known still counts",
        "失効情報がないことを問いません。分かっている失効は用います",
    ),
    (
        "`koseki` (the rules of the technical standard), `signature` (signature and path alone), `kobunsho` (電子公文書), or a profile file (JSON; see docs/profile.md)",
        "`koseki`（技術的基準の規則）、`signature`（署名と認証パスだけ）、`kobunsho`（電子公文書）、又はプロファイルのファイル（JSON。docs/profile.md を参照してください）",
    ),
    (
        "XSD 1.1 schema for XML documents: its documents, or `sha256:DIGITS` of a pinned one",
        "XMLの文書のための、XSD 1.1のスキーマ。スキーマの文書、又は登録したスキーマを示す `sha256:DIGITS`",
    ),
    ("What of a document the schema is asked about", "文書のうち、スキーマへの適合を確認する部分"),
    ("What was signed, without the ds:Signature", "署名されたもの（ds:Signature を除く）"),
    (
        "The whole document, for a schema that declares ds:Signature",
        "文書の全体。ds:Signature を宣言しているスキーマのためのもの",
    ),
    (
        "A local file for a schemaLocation or namespace that schema documents refer to; nothing is ever fetched",
        "スキーマの文書が参照する schemaLocation 又は名前空間に対応する、手元のファイル。ネットワークから取得することはありません",
    ),
    (
        "The directory of pinned schemas that `--schema sha256:DIGITS` names one of",
        "登録したスキーマのフォルダー。`--schema sha256:DIGITS` は、その中の1つを示します",
    ),
    (
        "Name every certification path that was tried, and why it failed",
        "試みたすべての認証パスと、それぞれが不成立となった理由を示します",
    ),
    (
        "Write a signed record of each verification into this folder; needs --record-key and --record-cert. A record holds the report and the document's digest, neither its content nor its name",
        "検証ごとに、署名した検証の記録を、このフォルダーに書き込みます。--record-key と --record-cert が必要です。記録には報告と文書のハッシュ値が入り、文書の内容とファイル名は入りません",
    ),
    (
        "The agency's own key: a file, or the URI of a key in a token",
        "機関自身の鍵。ファイル、又はトークンの中の鍵のURI",
    ),
    ("The certificate of that key", "その鍵の電子証明書"),
    (
        "File holding that key's passphrase or the token's PIN (its first line)",
        "その鍵のパスフレーズ又はトークンのPINのファイル（1行目を用います）",
    ),
    (
        "Records of earlier verifications: one that is believed proves that its document existed then",
        "以前の検証の記録。信頼できる記録は、その時に文書が存在したことを証明します",
    ),
    (
        "Who may sign such records: certificates of agencies, or anchors they lead to",
        "その記録の署名者として認めるもの。機関の電子証明書、又はその信頼点",
    ),
    (
        "Folder of the files that the signature of an official document covers as well (profiles with the rules of `kobunsho`). Only files that lie directly in it are read, by the plain names that the signature gives",
        "電子公文書の署名が対象とするほかのファイルのフォルダー（`kobunsho` の規則によるプロファイルのとき）。このフォルダーの直下のファイルだけを、署名が示す単純なファイル名によって読み取ります",
    ),
    (
        "Verify the files named in this list as well, one on each line (or divided by NUL, as `find -print0` does); `-` is standard input",
        "この一覧にあるファイルも検証します。1行に1つ、又はNUL区切り（`find -print0` の形式）。`-` は標準入力を表します",
    ),
    (
        "Files that are verified at once; as many as the machine has cores when absent. The order of the report stays",
        "同時に検証するファイルの数。指定がないときは、計算機のコアの数。報告の順序は変わりません",
    ),
    (
        "Write the report to this file instead of standard output; it appears whole or not at all. Standard output then has the summary",
        "報告を、標準出力ではなく、このファイルに書き込みます。報告は、全体ができてから現れます。標準出力には合計を示します",
    ),
    (
        "Keep a journal beside OUT and go on from it: after an interruption, the same command verifies only what is missing or has changed. The journal is removed when OUT is written",
        "OUT と同じ場所に進捗の記録を残し、そこから続けます。中断した後に同じコマンドを実行すると、残りのものと変更されたものだけを検証します。進捗の記録は、OUT を書き込んだときに削除します",
    ),
    (
        "Wait for files that lie directly in this folder, and put each, with its report, into the folder of its verdict in it (有効, 無効, 判定不能), until interrupted. Nothing is ever replaced, no link is followed",
        "このフォルダーの直下にファイルが置かれるのを待ち、1つずつ、報告とともに、その中の判定の名のフォルダー（有効、無効、判定不能）に入れます。中断するまで続けます。既にあるものを置き換えることはなく、リンクはたどりません",
    ),
    (
        "With --watch: end when the folder has no more files to judge",
        "--watch のとき: 判定するファイルがなくなったら、終了します",
    ),
    (
        "With --watch: seconds for which a file must not have changed, to count as completely written",
        "--watch のとき: 書込みが終わったとみなすまでの、変化のない秒数",
    ),
    (
        "One JSON object for all files; described by schemas/report-1.schema.json",
        "すべてのファイルについての1つのJSONオブジェクト。schemas/report-1.schema.json に従います",
    ),
    (
        "A JSON object on each line, one for each file, written as soon as it is known",
        "1行に1つのJSONオブジェクト。ファイルごとに、結果が出たものから書き出します",
    ),
    ("A line for each file, for spreadsheets", "ファイルごとに1行。表計算ソフトのためのもの"),
    (
        "One file for a browser and for printing, that needs no network",
        "ブラウザーでの閲覧と印刷のための1つのファイル。ネットワークを必要としません",
    ),
    (
        "Explain every finding: what it means, why it matters, by which clause, and what to do",
        "確認事項ごとに、意味、重要な理由、根拠及び対応の説明を加えます",
    ),
    (
        "Of several files the worst decides the exit code: 1 when one failed, else 4 when one could not be read or the run was interrupted, else 3 when one is indeterminate, else 0. A broken file never stops the others. Ctrl-C ends after the files at hand: what was verified is reported, or with --resume kept for the next run.",
        "ファイルが複数のときの終了コードは、最も重いものによります。無効の文書があれば1、なければ、読み取れないファイルがあるか、又は中断したときは4、それもなければ、判定不能の文書があるときは3、いずれもないときは0です。壊れたファイルがあっても、ほかのファイルの検証は続けます。Ctrl-C を押すと、処理中のファイルが済んだところで終わり、検証したものを報告します。--resume のときは、次の実行のために残します。",
    ),
    (
        "`--revocation require` is the default: missing or stale revocation data leaves the verdict indeterminate; `available` and `off` stay visible in the report.",
        "既定は `--revocation require` です。失効情報がないとき、又は期限切れのときは、判定不能となります。`available` 又は `off` を指定したときは、その旨が報告に示されます。",
    ),
    (
        "`--at` moves the clock and proves nothing; a PDF whose claimed signing time lies after it is indeterminate. What proves that the signature is older than an expiry or a revocation: `--received-at` (the agency vouches for it), a time-stamp (`--timestamp-trust`), a kept record (`--evidence`).",
        "`--at` は、判定の基準とする時刻を変えるだけで、何も証明しません。申告された署名時刻がそれより後のPDFは、判定不能です。署名が期限切れ又は失効の前にされたことを証明するのは、`--received-at`（機関が責任をもって示すもの）、タイムスタンプ（`--timestamp-trust`）及び検証の記録（`--evidence`）です。",
    ),
];
