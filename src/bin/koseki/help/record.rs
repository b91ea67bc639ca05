//! Help of `koseki record`.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("Check kept records of verification", "保管した検証の記録を確認します"),
    ("docs/records.md tells the whole story.", "詳しくは、docs/records.md にあります。"),
    (
        "Check kept records of verification: that nothing was changed, who signed them, and what they prove",
        "保管した検証の記録を確認します。変更されていないか、誰が署名したか、何を証明するかを示します",
    ),
    (
        "Records; of a folder, all files in it",
        "検証の記録。フォルダーを指定したときは、その中のすべてのファイル",
    ),
    (
        "Who may sign records: certificates of agencies, or anchors they lead to",
        "記録の署名者として認めるもの。機関の電子証明書、又はその信頼点",
    ),
    (
        "Certificate revocation lists of the authorities that --trust names",
        "--trust で指定した認証局の失効リスト",
    ),
    (
        "What to do about revocation of signers that lead to an anchor. A certificate that --trust itself names is not asked about",
        "信頼点につながる署名者の、失効の確認の方法。--trust で直接に指定した電子証明書については、確認しません",
    ),
    ("The document that the records are said to be about", "記録の対象とされる文書"),
    (
        "Exit codes: 0 every record is sound, signed by somebody who is believed, and (with --document) about that document; 1 one was changed, is none, or is about another document; 2 usage; 3 one cannot be decided (signer unknown or expired, time to come); 4 a file cannot be read.",
        "終了コード: 0 すべての記録が健全で、認める者の署名があり、（--document を指定したときは）その文書についてのものである、1 変更された記録、記録でないもの、又は別の文書についての記録がある、2 使い方の誤り、3 判定できない記録がある（署名者が不明又は期限切れ、将来の時刻）、4 読み取れないファイルがある。",
    ),
];
