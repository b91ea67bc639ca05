//! Help of `koseki path` and `koseki inspect`.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("Validate the certification path of one certificate", "1通の電子証明書の認証パスを検証します"),
    ("The certificate to validate", "検証する電子証明書"),
    (
        "Acceptable certificate policies (user-initial-policy-set of RFC 5280 6.1.1); any when absent. A path without one of them fails only where a policy is required: by a certificate, or by --require-explicit-policy",
        "認める証明書ポリシー（RFC 5280 6.1.1 の user-initial-policy-set）。指定がないときは、すべてを認めます。これに当たらない認証パスが不合格となるのは、証明書又は --require-explicit-policy がポリシーを必須とするときだけです",
    ),
    (
        "The path must be valid for an acceptable policy (initial-explicit-policy of RFC 5280 6.1.1)",
        "認める証明書ポリシーについて有効な認証パスであることを必須とします（RFC 5280 6.1.1 の initial-explicit-policy）",
    ),
    (
        "initial-policy-mapping-inhibit of RFC 5280 6.1.1",
        "ポリシーマッピングを認めません（RFC 5280 6.1.1 の initial-policy-mapping-inhibit）",
    ),
    (
        "initial-any-policy-inhibit of RFC 5280 6.1.1",
        "anyPolicy を認めません（RFC 5280 6.1.1 の initial-any-policy-inhibit）",
    ),
    (
        "Name every path that was tried in the text too, and why it failed; JSON always has them",
        "試みたすべての認証パスと、それぞれが不成立となった理由を、テキストにも示します。JSONには常に入ります",
    ),
    (
        "Show signatures and certificates of a file, and whether digest and signature value are right; decides no trust",
        "ファイルの電子署名と電子証明書、並びにハッシュ値及び署名値が正しいかどうかを示します。信頼するかどうかは判定しません",
    ),
    ("The file to look at", "調べるファイル"),
];
