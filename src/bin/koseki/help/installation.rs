//! Help of the commands about an installation: `config`, `doctor`, `completions`, `man` and `demo`.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("Look at configuration files", "設定ファイルを調べます"),
    (
        "A configuration file is found by --config, else by the environment variable KOSEKI_CONFIG (empty: none), else at /etc/koseki/koseki.toml. docs/configuration.md lists its keys.",
        "設定ファイルは、--config、その指定がないときは環境変数 KOSEKI_CONFIG（空のときは、なし）、それもないときは /etc/koseki/koseki.toml によります。キーの一覧は docs/configuration.md にあります。",
    ),
    (
        "Name everything that is wrong in a configuration file: unknown keys and values, missing and unreadable files",
        "設定ファイルの誤り（知らないキーと値、見つからないファイルと読み取れないファイル）を、すべて示します",
    ),
    ("The file; the one in force when absent", "設定ファイル。指定がないときは、現に効力のあるもの"),
    (
        "Exit codes: 0 nothing is wrong, 1 something is, 2 no file was named and there is none, 4 the file cannot be read.",
        "終了コード: 0 誤りはない、1 誤りがある、2 ファイルの指定がなく、効力のあるものもない、4 ファイルを読み取れない。",
    ),
    (
        "Show what is in force, and where each value comes from",
        "現に効力のある設定と、それぞれの値の出どころを示します",
    ),
    (
        "Exit codes: 0 shown (also when no file is in force), 2 the file is not in order, 4 it cannot be read.",
        "終了コード: 0 示した（効力のあるファイルがないときを含む）、2 ファイルに誤りがある、4 ファイルを読み取れない。",
    ),
    (
        "Examine this installation: anchors, lists, clock, schema, keys, permissions; names each finding with its remedy",
        "導入の状態（信頼点、失効リスト、時計、スキーマ、鍵、権限）を調べ、見つかったことと対応を示します",
    ),
    ("Trust anchors, as `verify` takes them", "信頼点（`verify` と同じもの）"),
    ("Cross, link and intermediate certificates", "相互認証証明書、リンク証明書及び中間証明書"),
    ("Certificate revocation lists", "失効リスト"),
    ("Trust anchors of time-stamp authorities", "タイムスタンプ局の信頼点"),
    ("XSD 1.1 schema for XML documents", "XMLの文書のための、XSD 1.1のスキーマ"),
    (
        "Key that signs documents: a file, or the URI of a key in a token",
        "文書に署名する鍵。ファイル、又はトークンの中の鍵のURI",
    ),
    (
        "File holding that key's passphrase or PIN. A token is not logged in to",
        "その鍵のパスフレーズ又はPINのファイル。トークンにはログインしません",
    ),
    ("Folder of verification records", "検証の記録のフォルダー"),
    ("Key that signs records", "検証の記録に署名する鍵"),
    ("File holding that key's passphrase or PIN", "その鍵のパスフレーズ又はPINのファイル"),
    ("Who may sign records", "検証の記録の署名者として認めるもの"),
    (
        "The instant asked about instead of this machine's clock, RFC 3339",
        "この計算機の時計に代えて、確認の基準とする時刻（RFC 3339）",
    ),
    (
        "Lists that end within this time are named: a number with s, m, h or d",
        "この期間のうちに期限が来る失効リストを示します。数に s（秒）、m（分）、h（時間）又は d（日）を付けて指定します",
    ),
    (
        "List every finding there is, with its reason and remedy, and examine nothing",
        "見つかりうることのすべてを、理由及び対応とともに一覧にします。何も調べません",
    ),
    (
        "Exit codes: 0 all is well, 1 something does not work or must not be relied on, 2 usage, 3 something works today and needs attention, 4 the examination itself failed.",
        "終了コード: 0 問題なし、1 動作しないもの、又は頼ってはならないものがある、2 使い方の誤り、3 現在は動作するが、確認を要することがある、4 調べることができなかった。",
    ),
    ("Write the completion script of a shell", "シェルの補完スクリプトを書き出します"),
    ("The shell", "シェル"),
    (
        "Where shells look for them: bash in /usr/share/bash-completion/completions/koseki, zsh in a folder of $fpath as _koseki, fish in ~/.config/fish/completions/koseki.fish.",
        "シェルが読み込む場所: bashは /usr/share/bash-completion/completions/koseki、zshは $fpath のフォルダーの _koseki、fishは ~/.config/fish/completions/koseki.fish です。",
    ),
    ("Write the manual pages", "マニュアルページを書き出します"),
    ("The folder of the pages; made when absent", "マニュアルページのフォルダー。ないときは、作ります"),
    (
        "Language of the pages; the locale's when absent",
        "マニュアルページの言語。指定がないときは、ロケールの言語",
    ),
    (
        "Make a test PKI and sample documents; sign, verify, tamper and verify again",
        "試験用の認証局と見本の文書を作り、署名し、検証し、改ざんして再び検証します",
    ),
    ("Where the files go; made when absent", "ファイルを置くフォルダー。ないときは、作ります"),
    ("Language of the story; the locale's when absent", "説明の言語。指定がないときは、ロケールの言語"),
];
