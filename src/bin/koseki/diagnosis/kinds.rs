//! The table of findings. `koseki doctor --list` prints it.

use koseki::report::Text;

use super::{Grade, Kind};

macro_rules! kinds {
    ($($name:ident = $id:literal, $grade:ident,
        why $why_ja:literal / $why_en:literal,
        remedy $ja:literal / $en:literal;)*) => {
        $(pub(crate) static $name: Kind = Kind {
            id: $id,
            grade: Grade::$grade,
            why: Text::new($why_ja, $why_en),
            remedy: Text::new($ja, $en),
        };)*
        /// Every kind there is.
        pub(crate) static KINDS: &[&Kind] = &[$(&$name),*];
    };
}

// The configuration file.
kinds! {
    SYNTAX = "config.syntax", Fault,
        why "設定ファイルを読み取れないと、検証は行われません。" / "A configuration file that cannot be read stops every verification.",
        remedy "TOMLの書き方（キー = 値、文字列は引用符で囲む）に直してください。" / "Write it as TOML: key = value, text in quotation marks.";
    UNKNOWN_KEY = "config.unknown-key", Fault,
        why "つづりの誤った設定が無視されると、意図しない条件で検証されるため、知らないキーは受け付けません。" /
            "A setting that is misspelt and passed over would let documents be judged otherwise than intended; so unknown keys are refused.",
        remedy "docs/configuration.md にあるキーに直すか、その行を削除してください。" / "Use a key of docs/configuration.md, or delete the line.";
    WRONG_TYPE = "config.type", Fault,
        why "値の種類が違うと、何が求められているのか分かりません。" / "A value of another type does not say what is wanted.",
        remedy "示された種類の値に直してください。" / "Write a value of the type that is named.";
    WRONG_WORD = "config.value", Fault,
        why "知らない値を既定値とみなすと、意図しない条件で検証されます。" / "A value that is not known is never taken for the default.",
        remedy "示された値のいずれかに直してください。" / "Write one of the values that are named.";
    NOTHING_NAMED = "config.empty", Fault,
        why "空の値は、何も設定しないことと区別できません。" / "An empty value cannot be told from none.",
        remedy "値を書くか、その行を削除してください。" / "Write a value, or delete the line.";
    MISSING_FILE = "config.missing", Fault,
        why "このファイル又はフォルダーがないと、これを使う検証又は署名は行われません。" /
            "Nothing that needs this file or folder can be done without it.",
        remedy "パスを確認してください。相対パスは、設定ファイルのあるフォルダーからのパスです。" /
            "Check the path; a relative one starts at the folder of the configuration file.";
    UNREADABLE = "config.unreadable", Fault,
        why "読み取れないものは使えません。" / "What cannot be read cannot be used.",
        remedy "ファイルの種類と読取りの権限を確認してください。" / "See that it is a file of the right kind and may be read.";
    PROFILE = "config.profile", Fault,
        why "判定に用いる規則が決まらないため、検証は行われません。" / "Without it nobody knows by which rules to judge.",
        remedy "koseki、signature、kobunsho 又はプロファイルのファイルを指定してください（docs/profile.md）。" /
            "Name koseki, signature, kobunsho or a profile file (docs/profile.md).";
    ALGORITHMS = "config.algorithm-policy", Fault,
        why "どのアルゴリズムを認めるかが決まらないため、検証は行われません。" / "Without it nobody knows which algorithms are good enough.",
        remedy "ファイルを docs/algorithm-policy.md のとおりに直すか、この設定を削除してください。" /
            "Mend the file as docs/algorithm-policy.md says, or delete the setting.";
    SCHEMA = "config.schema", Fault,
        why "XMLの様式を確かめることができません。" / "The form of XML documents cannot be checked.",
        remedy "koseki validate --schema … で誤りを確認し、配布元の正しいスキーマに置き換えてください。" /
            "Look at the defects with `koseki validate --schema …` and put the authentic schema there.";
    KEY = "config.key", Fault,
        why "この鍵では署名できません。" / "Nothing can be signed with it.",
        remedy "鍵と電子証明書の組、パスフレーズのファイル、PKCS#11のURIを確認してください。" /
            "Check the pair of key and certificate, the passphrase file, and the PKCS#11 URI.";
    INCOMPLETE = "config.incomplete", Fault,
        why "一部だけの設定では動作しません。" / "Half of it does not work.",
        remedy "足りないキーを書き足すか、すべて削除してください。" / "Add the keys that are missing, or delete all of them.";
    CONFIGURATION = "doctor.configuration", Fine,
        why "検証の条件は設定ファイルで決まります。" / "The configuration file says how documents are judged.",
        remedy "対応は不要です。" / "Nothing.";
    NO_CONFIGURATION = "doctor.no-configuration", Fine,
        why "検証の条件は、毎回オプションで指定します。" / "Everything is said with options, each time.",
        remedy "対応は不要です。" / "Nothing.";
    CONFIGURATION_WRITABLE = "doctor.configuration-writable", Fault,
        why "ほかの利用者が検証の条件（信頼点、失効確認、プロファイル、アルゴリズム、スキーマ）を書き換え、偽造された文書を有効と判定させるおそれがあります。" /
            "Other users could change by what documents are judged (anchors, revocation, profile, algorithms, schema) and have a forged one pass.",
        remedy "chmod go-w で、所有者以外が書き込めないようにしてください。" / "Let nobody but its owner write it: chmod go-w.";
    ANCHORS = "doctor.anchors", Fine,
        why "信頼点のない検証はできません。" / "Nothing is verified without an anchor.",
        remedy "対応は不要です。" / "Nothing.";
    NO_ANCHOR = "doctor.no-anchor", Fault,
        why "信頼点がないと、どの文書も有効と判定されません。" / "Without a trust anchor no document ever passes.",
        remedy "--trust 又は設定ファイルの [trust] anchors で指定してください（docs/trust-store.md）。" /
            "Name them with --trust, or in the configuration under [trust] anchors (docs/trust-store.md).";
    ANCHOR_EXPIRED = "doctor.anchor-expired", Fault,
        why "期限切れの信頼点からの認証パスは有効になりません。" / "No path from an expired anchor is valid.",
        remedy "発行元が公開する後継の証明書を、フィンガープリントを確認して登録してください。" /
            "Add the successor that the authority publishes, after confirming its fingerprint.";
    ANCHOR_ENDS = "doctor.anchor-ends", Attention,
        why "有効期間が終わると、その信頼点の文書は有効と判定されません。" / "Once it has ended, no document of this anchor passes.",
        remedy "後継の証明書の登録を準備してください。" / "Prepare its successor.";
    STORE_DAMAGED = "doctor.store-damaged", Fault,
        why "誰が登録したか分からない信頼点や、壊れたものがあります。" / "It holds anchors that nobody vouches for, or damaged objects.",
        remedy "koseki trust check で詳しく確認し、不審なものはシステムの管理者に連絡してください。" /
            "Look with `koseki trust check`; report what nobody knows of to the operator of this system.";
    TRUST_WRITABLE = "doctor.trust-writable", Fault,
        why "ほかの利用者が信頼点を置き換え、偽造された文書を有効と判定させるおそれがあります。" /
            "Other users could plant an anchor and have a forged document pass.",
        remedy "chmod -R go-w で、所有者以外が書き込めないようにし、koseki trust check で中身を確認してください。" /
            "Let nobody but its owner write there (chmod -R go-w), then see with `koseki trust check` what is in it.";
    LISTS = "doctor.revocation-lists", Fine,
        why "失効リストのない検証は判定不能になります。" / "Without revocation lists verdicts are indeterminate.",
        remedy "対応は不要です。" / "Nothing.";
    LIST_MISSING = "doctor.revocation-list-missing", Fault,
        why "失効の有無を確認できないため、判定不能になります。" / "Revocation cannot be checked, so verdicts are indeterminate.",
        remedy "この認証局の失効リスト（CRL、ARL）を入手し、--crl、[trust] revocation_lists 又はトラストストアに加えてください。" /
            "Obtain its revocation list (CRL, ARL) and add it: --crl, [trust] revocation_lists, or the trust store.";
    LIST_STALE = "doctor.revocation-list-stale", Fault,
        why "次回更新日時を過ぎた失効リストでは失効の有無を確認できず、判定不能になります。" /
            "Past its nextUpdate a list proves nothing, and verdicts are indeterminate.",
        remedy "最新の失効リストを入手してください。" / "Obtain the current one.";
    LIST_ENDS = "doctor.revocation-list-ends", Attention,
        why "次回更新日時を過ぎると、判定不能になります。" / "Past its nextUpdate verdicts become indeterminate.",
        remedy "それまでに次の失効リストを入手してください。" / "Obtain the next one before then.";
    LIST_FUTURE = "doctor.revocation-list-from-the-future", Fault,
        why "この計算機の時計が遅れているか、失効リストが正しくありません。" / "Either this machine's clock is behind, or the list is not right.",
        remedy "時計を確認し、合っていれば失効リストの入手元に照会してください。" / "Check the clock; if it is right, ask where the list comes from.";
    LIST_UNUSABLE = "doctor.revocation-list-unusable", Attention,
        why "発行者の証明書がないか、発行者の鍵で検証できないため、使われません。" /
            "It is not used: there is no certificate of its issuer, or it does not verify with the issuer's key.",
        remedy "不要なら取り除き、必要なら発行者の証明書を --certs 又は [trust] certificates に加えてください。" /
            "Remove it, or add the certificate of its issuer: --certs, or [trust] certificates.";
    CLOCK = "doctor.clock", Fine,
        why "有効期間と失効は、この計算機の時計で判定されます。" / "Validity and revocation are judged by this machine's clock.",
        remedy "対応は不要です。" / "Nothing.";
    CLOCK_BEHIND = "doctor.clock-behind", Fault,
        why "時計が遅れていると、期限切れや失効を見逃します。" / "A clock that is behind hides expiry and revocation.",
        remedy "時計を合わせてください。" / "Set the clock.";
    CLOCK_AHEAD = "doctor.clock-ahead", Attention,
        why "すべての失効リストが30日以上前に期限切れです。時計が進んでいるか、失効リストが届いていません。" /
            "Every revocation list ended more than thirty days ago: the clock is ahead, or lists no longer arrive.",
        remedy "時計を確認し、合っていれば最新の失効リストを入手してください。" / "Check the clock; if it is right, obtain current lists.";
    SCHEMA_READY = "doctor.schema", Fine,
        why "XMLの様式はスキーマで確かめます。" / "The form of XML documents is checked against the schema.",
        remedy "対応は不要です。" / "Nothing.";
    SCHEMA_NONE = "doctor.no-schema", Attention,
        why "スキーマの指定がないため、XMLの様式（スキーマへの適合）を確認しません。" /
            "Without a schema the form of XML documents is not checked.",
        remedy "XMLの文書を受け取るときは、--schema 又は [schema] documents で指定してください。" /
            "If you receive XML documents, name it: --schema, or [schema] documents.";
    SCHEMA_NOT_PINNED = "doctor.schema-not-pinned", Attention,
        why "ファイルが書き換えられても気付きません。" / "Nobody notices when the file is changed.",
        remedy "koseki schema add で登録し、sha256:… で指定してください。" / "Pin it with `koseki schema add` and name it as sha256:….";
    WORKER = "doctor.worker", Fine,
        why "スキーマの検査は、時間と記憶域を制限した別のプロセスで行います。" /
            "Schemas are checked in another process, within limits of time and memory.",
        remedy "対応は不要です。" / "Nothing.";
    WORKER_FAILS = "doctor.worker-fails", Fault,
        why "別のプロセスを起動できないため、XMLの様式が判定不能になります。" / "That process does not work, so the form of XML documents stays undecided.",
        remedy "このプログラム自身を起動できるか（実行権、noexec、コンテナーの制限）を確認してください。" /
            "See that this program may start itself: permission to execute, noexec, limits of the container.";
    KEY_READY = "doctor.key", Fine,
        why "署名又は検証の記録に使う鍵です。" / "It signs documents or verification records.",
        remedy "対応は不要です。" / "Nothing.";
    KEY_NOT_TRIED = "doctor.key-not-tried", Attention,
        why "暗号化された鍵は、パスフレーズがないと開けません。署名の時に初めて誤りに気付くおそれがあります。" /
            "An encrypted key is opened with its passphrase alone; that something is wrong with it may show only when it is to sign.",
        remedy "--passphrase-file 又は passphrase_file で指定して、もう一度実行してください。" /
            "Name the passphrase's file (--passphrase-file, or passphrase_file) and run this again.";
    KEY_READABLE = "doctor.key-readable", Fault,
        why "ほかの利用者が鍵又はパスフレーズを読み取り、あなたの名前で署名できます。そのため、署名にも用いません。" /
            "Other users can read the key or its passphrase and sign in your name; so nothing is signed with it.",
        remedy "chmod 600 で、所有者だけが読めるようにしてください。読まれたおそれがあるときは鍵を取り替えてください。" /
            "Let nobody but its owner read it: chmod 600. If somebody may have read it, replace the key.";
    SIGNER_EXPIRED = "doctor.signer-expired", Fault,
        why "有効期間外の電子証明書では署名しません。" / "Nothing is signed outside the validity of the signer's certificate.",
        remedy "後継の鍵と電子証明書に取り替えてください。" / "Replace key and certificate.";
    SIGNER_UNFIT = "doctor.signer-unfit", Fault,
        why "認証局の電子証明書や、鍵用途に電子署名も否認防止もない電子証明書では署名しません。" /
            "Nothing is signed with the certificate of an authority, or with one whose key usage has neither digitalSignature nor nonRepudiation.",
        remedy "署名用の電子証明書を指定してください。" / "Name the certificate that was issued for signing.";
    SIGNER_ENDS = "doctor.signer-ends", Attention,
        why "有効期間が終わると署名できません。" / "Once it has ended, nothing can be signed.",
        remedy "後継の鍵と電子証明書を準備してください。" / "Prepare the successor of key and certificate.";
    TOKEN_READY = "doctor.token", Fine,
        why "署名に使う鍵がHSM又はトークンにあります。" / "The key that signs lies in an HSM or token.",
        remedy "対応は不要です。" / "Nothing.";
    TOKEN_MODULE = "doctor.token-module", Fault,
        why "HSM又はトークンの製造者のモジュールを読み込めないと、署名できません。" / "Without the maker's module the token cannot be used.",
        remedy "URIの module-path と、モジュールの導入を確認してください。" / "Check module-path in the URI, and that the module is installed.";
    TOKEN_ABSENT = "doctor.token-absent", Fault,
        why "HSM又はトークンがないと、署名できません。" / "Nothing can be signed without the token.",
        remedy "接続と、URIの token、serial を確認してください。" / "Check that it is connected, and token and serial in the URI.";
    RECORDS = "doctor.records", Fine,
        why "検証の記録は、署名者の電子証明書の期限後に、受領時の有効性を示すために用います。" /
            "Kept records show, after the signer's certificate has ended, that a document was valid at reception.",
        remedy "対応は不要です。" / "Nothing.";
    RECORDS_UNWRITABLE = "doctor.records-unwritable", Fault,
        why "検証の記録を書き込めません。" / "No verification record can be written.",
        remedy "フォルダーの有無と、書込みの権限を確認してください。" / "See that the folder is there and may be written.";
}
