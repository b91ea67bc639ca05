//! Help of the program itself, and of what several commands take.

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Signs and verifies Japan's family-register electronic certificates (戸籍電子証明書): PDF and XML signatures, certificate paths, schema and the rules of the technical standard",
        "戸籍電子証明書に署名し、これを検証します。PDF及びXMLの電子署名、認証パス、スキーマ並びに技術的基準への適合を確かめます",
    ),
    ("Print help", "ヘルプを表示します"),
    ("Print help (see more with '--help')", "ヘルプを表示します（詳しくは --help）"),
    ("Print help (see a summary with '-h')", "ヘルプを表示します（簡潔なものは -h）"),
    ("Print version", "版を表示します"),
    (
        "Print this message or the help of the given subcommand(s)",
        "このヘルプ、又は指定したコマンドのヘルプを表示します",
    ),
    ("Everywhere", "すべてのコマンドに共通"),
    (
        "Configuration file; else that of the environment variable KOSEKI_CONFIG (empty: none), else /etc/koseki/koseki.toml where there is one. Options on the command line override it. See docs/configuration.md",
        "設定ファイル。指定がないときは環境変数 KOSEKI_CONFIG のもの（空のときは、なし）、それもないときは /etc/koseki/koseki.toml があればそれを用います。コマンドラインのオプションは、設定ファイルに優先します。docs/configuration.md を参照してください",
    ),
    (
        "No progress, no remarks, no report in text: the exit code answers. Trouble is still told",
        "進捗、注記及びテキストの報告を出力せず、結果を終了コードだけで示します。エラーは出力します",
    ),
    (
        "Say on standard error what is used: configuration, anchors, lists, schema",
        "用いる設定、信頼点、失効リスト及びスキーマを、標準エラー出力に示します",
    ),
    (
        "Options that take several values (--trust, --crl, --schema, ...) take everything up to the next option: write documents before them, or after `--`.",
        "複数の値をとるオプション（--trust、--crl、--schema など）は、次のオプションまでのすべてを値とします。文書は、オプションより前か「--」の後に書いてください。",
    ),
    (
        "Exit codes: 0 all passed, 1 a document failed, 2 usage, 3 a document is indeterminate (none failed), 4 the tool could not do its work (unreadable file, bad key).",
        "終了コード: 0 すべて有効、1 無効の文書がある、2 使い方の誤り、3 無効はないが、判定不能の文書がある、4 処理できなかったものがある（読み取れないファイル、使えない鍵など）。",
    ),
    (
        "This tool is not the Ministry's system. Anchors, CRLs, schema and profile are always your own input.",
        "このツールは、法務省のシステムではありません。信頼点、失効リスト、スキーマ及びプロファイルは、常に利用者が与えるものです。",
    ),
    ("Form of the report", "報告の形式"),
    ("For people", "人が読むためのもの"),
    (
        "For programs; described by the JSON schemas in schemas/",
        "プログラムが読むためのもの。schemas/ のJSONスキーマに従います",
    ),
    ("Language of the report; the locale's when absent", "報告の言語。指定がないときは、ロケールの言語"),
    ("Language of messages; the locale's when absent", "メッセージの言語。指定がないときは、ロケールの言語"),
    ("日本語", "日本語"),
    ("English", "英語"),
    ("Certificate of that key", "その鍵の電子証明書"),
    (
        "Use a key or passphrase file that other users of this machine can read or write: for public test keys alone",
        "この計算機のほかの利用者が読み書きできる鍵又はパスフレーズのファイルを用いることを認めます。公開された試験用の鍵のためだけのものです",
    ),
    ("Replace OUT when it is there already", "OUT が既にあるときは、置き換えます"),
    (
        "The instant asked about, RFC 3339; now when absent",
        "確認の基準とする時刻（RFC 3339）。指定がないときは現在",
    ),
];
