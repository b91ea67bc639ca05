//! The words a clerk reads: why, what now, and nothing that is not so.
#![cfg(feature = "cli")]

use std::path::Path;
use std::process::{Command, Output};

/// Runs the binary from the package's root, in Japanese.
fn koseki(arguments: &[&str]) -> Output {
    run(&[arguments, &["--lang", "ja"]].concat())
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// The report of `verify` at a time, with the good anchor and the current lists.
fn report_at(at: &str, files: &[&str]) -> String {
    let trust =
        ["--trust", "fixtures/pki/anchors/official-status-ca.cer", "--crl", "fixtures/pki/crls", "--at", at];
    String::from_utf8(koseki(&[&["verify"], files, &trust].concat()).stdout).unwrap()
}

fn report(file: &str) -> String {
    report_at("2026-12-01T09:00:00+09:00", &[file])
}

/// Asserts what stands on the line that begins with a label.
#[track_caller]
fn says(report: &str, label: &str, words: &str) {
    let line = report.lines().find(|line| line.starts_with(label)).unwrap_or_else(|| panic!("{report}"));
    assert!(line.contains(words), "{line}\n{report}");
}

#[track_caller]
fn never_says(report: &str, words: &str) {
    assert!(!report.contains(words), "{report}");
}

#[test]
fn what_happened_to_a_refused_file_has_a_reason_and_a_step_of_its_own() {
    let cases = [
        ("fixtures/hostile/pdf/signable.pdf", "電子署名が付されていません", "写しではないか"),
        ("fixtures/hostile/xml/01-signature-none.xml", "電子署名が付されていません", "写しではないか"),
        ("fixtures/README.md", "PDFでもXMLでもない", "取り違えていないか"),
        ("fixtures/hostile/pdf/update-page-content.pdf", "署名の後に、文書に変更が加えられています", "保全"),
        ("fixtures/hostile/pdf/update-body-only.pdf", "ファイルの後ろに加えられています", "保全"),
        ("fixtures/signed/comment-appended.pdf", "ファイルの後ろに加えられています", "保全"),
        ("fixtures/hostile/xml/09-wrapper.xml", "表示される内容が異なるように作られた", "保全"),
        ("fixtures/hostile/xml/02-text-stray.xml", "構造に誤りがあり", "発行元から改めて"),
        ("fixtures/signed/changed-after-signing.pdf", "署名後の改ざん又は破損", "発行元から改めて"),
    ];
    for (file, reason, step) in cases {
        let report = report(file);
        says(&report, "判定: ", "無効");
        says(&report, "理由: ", reason);
        says(&report, "対応: ", "受理しないでください。");
        says(&report, "対応: ", step);
    }
}

#[test]
fn an_empty_file_is_no_mix_up() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pdf");
    std::fs::write(&empty, "").unwrap();
    let report = report(empty.to_str().unwrap());
    says(&report, "判定: ", "無効");
    says(&report, "理由: ", "ファイルが空です（0バイト）。送受信又は保存の失敗が考えられます。");
    says(&report, "原因の所在: ", "不正を示すものではありません");
    says(&report, "対応: ", "改めて提出又は送信を求めてください");
    never_says(&report, "取違え");
    std::fs::write(&empty, "x").unwrap();
    says(&self::report(empty.to_str().unwrap()), "理由: ", "PDFでもXMLでもない");
}

/// What a clerk is to do about an appended file is said once, and not otherwise beside each finding.
#[test]
fn no_finding_asks_for_another_step_than_the_document_as_a_whole() {
    let at = ["--at", "2026-12-01T09:00:00+09:00", "--explain"];
    let trust = ["--trust", "fixtures/pki/anchors/official-status-ca.cer", "--crl", "fixtures/pki/crls"];
    for (file, step, never) in [
        ("fixtures/signed/comment-appended.pdf", "保全し、管理者に連絡", "改めて取得"),
        ("fixtures/hostile/pdf/update-body-only.pdf", "保全し、管理者に連絡", "改めて取得"),
        ("fixtures/hostile/pdf/update-store.pdf", "元のファイルの提出を求めて", "保全"),
    ] {
        let report =
            String::from_utf8(koseki(&[&["verify", file], &at[..], &trust].concat()).stdout).unwrap();
        says(&report, "対応: ", step);
        assert!(report.contains("      対応: 文書全体についての「対応」に従ってください。\n"), "{report}");
        never_says(&report, never);
    }
}

/// A reader of the page, of HTML or of JSON has no command line.
#[test]
fn only_the_text_of_the_command_line_names_options() {
    let file = "fixtures/signed/signer-revoked.xml";
    let text = report(file);
    assert!(text.contains("\n      オプション: --received-at\n"), "{text}");
    let trust = ["--trust", "fixtures/pki/anchors/official-status-ca.cer", "--crl", "fixtures/pki/crls"];
    for format in ["html", "json", "csv"] {
        let arguments =
            ["verify", file, "--explain", "--format", format, "--at", "2026-12-01T09:00:00+09:00"];
        let report = String::from_utf8(koseki(&[&arguments[..], &trust].concat()).stdout).unwrap();
        assert!(report.contains("受領日時を指定して"), "{report}");
        never_says(&report, "--received-at");
    }
}

#[test]
fn what_is_undecided_is_not_accepted_and_not_tried_again_for_ever() {
    let cases = [
        ("fixtures/hostile/pdf/over-depth.pdf", "処理の上限を超えている"),
        ("fixtures/hostile/pdf/inflate-bomb.pdf", "処理の上限を超えている"),
        ("fixtures/hostile/xml/14-depth.xml", "処理の上限を超えている"),
        ("fixtures/hostile/xml/12-canonical-form-too-large.xml", "文書の正規化ができない"),
        ("fixtures/hostile/pdf/encrypted.pdf", "暗号化されたPDF"),
        ("fixtures/hostile/xml/11-encoding-other.xml", "対応していない形式"),
        ("fixtures/hostile/pdf/readers-linear.pdf", "読み方が一通りに定まりません"),
        ("fixtures/hostile/pdf/content-bomb.pdf", "確認できませんでした"),
        ("fixtures/signed/signer-unknown-critical.pdf", "この検証ツールが対応していません"),
        ("fixtures/hostile/pdf/cms-ess-of-another.pdf", "一致しません"),
        ("fixtures/signed/signer-of-unrelated-ca.pdf", "信頼点につながりません"),
        ("fixtures/signed/signer-revoked.xml", "署名者の電子証明書は失効しています"),
    ];
    for (file, reason) in cases {
        let report = report(file);
        says(&report, "判定: ", "判定不能");
        says(&report, "理由: ", reason);
        says(&report, "対応: ", "判定できるまで受理しないでください。");
        never_says(&report, "改めて検証してください");
    }
}

#[test]
fn a_clerk_is_told_what_is_wrong_whether_anybody_is_to_blame_and_what_to_do() {
    let cases = [
        (
            "signed/signer-other-office.xml",
            "定める署名者",
            "署名した人が別にいる",
            "戸籍電子証明書として取り扱わず",
        ),
        (
            "hostile/pdf/update-store.pdf",
            "署名された内容は変わっていません",
            "提出した人が加えたと決めつけない",
            "元のファイルの提出",
        ),
        (
            "hostile/pdf/embedded-file.pdf",
            "表示が変わり得る内容",
            "署名の後に変えられたものではありません",
            "発行元に照会",
        ),
        ("hostile/pdf/image-dct.pdf", "画像の方式", "署名の後に変えられたものではありません", "発行元に照会"),
        ("hostile/pdf/cms-sha512.pdf", "技術的基準に合わない点", "発行元のシステム", "発行元に照会"),
        ("hostile/pdf/byte-range-first.pdf", "文書の全体になっていません", "知らずに受け取っただけ", "保全"),
        ("hostile/xml/09-wrapper.xml", "異なるように作られた", "知らずに受け取っただけ", "保全"),
        (
            "hostile/pdf/cms-bad-rsa.pdf",
            "鍵で検証できません",
            "破損か偽造かは、このファイルからは分かりません",
            "発行元から改めて",
        ),
        (
            "hostile/pdf/byte-range-duplicate.pdf",
            "構造に誤り",
            "誰かの不正とは言い切れません",
            "発行元から改めて",
        ),
        ("hostile/pdf/cms-no-certificate.pdf", "誰の署名か分かりません", "付け忘れたことも", "発行元に照会"),
        (
            "hostile/xml/07-digest-md5.xml",
            "安全と認められない",
            "提出した人の責任ではありません",
            "発行元に照会",
        ),
        (
            "hostile/xml/08-trim-v2.xml",
            "署名の対象になっていないもの",
            "誰かの不正を示すものではありません",
            "発行元に照会",
        ),
        ("signed/signer-of-forged-issuer.pdf", "偽の電子証明書のおそれ", "意図して作られたおそれ", "保全"),
        (
            "signed/signer-of-unrelated-ca.pdf",
            "信頼点につながりません",
            "登録が漏れている",
            "確認せずに信頼点として登録しない",
        ),
        (
            "signed/signer-revoked.pdf",
            "失効しています",
            "提出した人の責任とは言えません",
            "失効より前に受領した記録",
        ),
        ("signed/signer-expired.pdf", "有効期間外です", "誰かの不正を示すものではありません", "受領した日時"),
        (
            "hostile/pdf/encrypted.pdf",
            "暗号化されたPDF",
            "誰かの不正とも言えません",
            "発行されたままのファイル",
        ),
        (
            "hostile/pdf/update-further-signature.pdf",
            "一つだけを認めています",
            "誰かの不正とは言い切れません",
            "法務大臣の電子署名だけ",
        ),
        ("hostile/pdf/inflate-bomb.pdf", "上限を超えている", "誰かの責任とも言えません", "管理者に伝えて"),
        (
            "hostile/pdf/readers-linear.pdf",
            "一通りに定まりません",
            "提出した人が作ったと決めつけない",
            "保全",
        ),
        (
            "hostile/pdf/signable.pdf",
            "電子署名が付されていません",
            "取違えであることが多く",
            "写しではないか",
        ),
    ];
    for (file, reason, cause, step) in cases {
        let report = report(&format!("fixtures/{file}"));
        says(&report, "理由: ", reason);
        says(&report, "原因の所在: ", cause);
        says(&report, "対応: ", step);
    }
    // Revocation data is this side's to provide.
    let arguments = ["verify", "fixtures/signed/divorce.pdf", "--at", "2026-12-01T09:00:00+09:00"];
    let without = [&arguments[..], &["--trust", "fixtures/pki/anchors/official-status-ca.cer"]].concat();
    let report = String::from_utf8(koseki(&without).stdout).unwrap();
    says(&report, "原因の所在: ", "文書にも提出した人にも問題は見つかっていません");
    let stale = report_at("2027-03-01T09:00:00+09:00", &["fixtures/signed/divorce.pdf"]);
    says(&stale, "原因の所在: ", "検証する側の準備");
    let early = report_at("2026-11-30T09:00:00+09:00", &["fixtures/signed/divorce.pdf"]);
    says(&early, "理由: ", "署名時刻が、検証基準時刻又は受領日時より後です");
    says(&early, "原因の所在: ", "時計");
}

#[test]
fn a_broken_rule_decides_before_what_is_undecided() {
    // Without revocation data the certificate is undecided; the office is wrong all the same.
    let arguments = [
        "verify",
        "fixtures/hostile/pdf/name-other.pdf",
        "--trust",
        "fixtures/pki/anchors/official-status-ca.cer",
        "--at",
        "2026-12-01T09:00:00+09:00",
    ];
    let report = String::from_utf8(koseki(&arguments).stdout).unwrap();
    says(&report, "判定: ", "無効");
    says(&report, "理由: ", "技術的基準に合わない点があります");
    says(&report, "対応: ", "受理しないでください。");
    never_says(&report, "文書に誤りは見つかっていません");
}

#[test]
fn a_time_before_the_validity_is_told_from_one_after_it() {
    let early = report("fixtures/signed/signer-not-yet-valid.pdf");
    says(&early, "理由: ", "始まる前です");
    says(&early, "対応: ", "時計が正しいか");
    let late = report("fixtures/signed/signer-expired.pdf");
    says(&late, "理由: ", "有効期間外です");
    says(&late, "対応: ", "受領した日時");
}

#[test]
fn a_file_that_cannot_be_read_has_a_block_and_is_counted() {
    let both = ["fixtures/signed/couple-and-child.pdf", "fixtures/no-such-file.pdf"];
    let report = report_at("2026-12-01T09:00:00+09:00", &both);
    assert!(report.contains("ファイル: fixtures/no-such-file.pdf\n"), "{report}");
    assert!(
        report.contains("判定: なし（読み取ることができません）\n理由: ファイルが見つかりません。\n対応: "),
        "{report}"
    );
    assert!(report.ends_with("合計 2 件: 有効 1 件、無効 0 件、判定不能 0 件、読取不能 1 件\n"), "{report}");
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join(both[1]).exists());

    let read = report_at("2026-12-01T09:00:00+09:00", &[both[0], both[0]]);
    assert!(read.ends_with("合計 2 件: 有効 2 件、無効 0 件、判定不能 0 件\n"), "{read}");
}

#[test]
fn names_of_a_certificate_nobody_vouches_for_are_claims() {
    let believed = report("fixtures/signed/couple-and-child.pdf");
    says(&believed, "署名者: ", "CN=Minister of Justice");
    assert!(believed.contains("  ○ 署名者が法務大臣の官職証明書であること"), "{believed}");
    assert!(believed.contains("認証パス（信頼点から）:"), "{believed}");
    for file in ["signer-of-forged-issuer.pdf", "signer-of-unrelated-ca.xml", "signer-revoked.pdf"] {
        let claimed = report(&format!("fixtures/signed/{file}"));
        says(&claimed, "署名者（未確認。電子証明書の記載）: ", "CN=");
        never_says(&claimed, "  ○ 署名者が法務大臣の官職証明書であること");
        never_says(&claimed, "認証パス（信頼点から）:");
        let gap = "  － 確認していません: 署名者が法務大臣の官職証明書であること（電子証明書を信頼できないため、電子証明書に記載された名称にとどまります";
        assert!(claimed.contains(gap), "{claimed}");
    }
    // A name that is not the office's breaks the rule whatever the path.
    let arguments =
        ["verify", "fixtures/signed/signer-other-office.pdf", "--at", "2026-12-01T09:00:00+09:00"];
    let other = [&arguments[..], &["--trust", "fixtures/pki/anchors/official-status-ca.cer"]].concat();
    let other = String::from_utf8(koseki(&other).stdout).unwrap();
    says(&other, "判定: ", "無効");
    assert!(other.contains("  × 署名者の電子証明書が法務大臣の官職証明書ではありません"), "{other}");
}

#[test]
fn a_limit_of_the_tool_is_no_fault_of_the_document() {
    let cases = [
        ("fixtures/hostile/pdf/encrypted.pdf", "ISO 32000-1 のPDFとして読み取れることを確認できませんでした"),
        ("fixtures/hostile/pdf/inflate-bomb.pdf", "最後まで展開することができませんでした"),
        (
            "fixtures/hostile/xml/11-encoding-other.xml",
            "XML 1.0の文書として受け付けられるかどうかを確認できませんでした",
        ),
        (
            "fixtures/hostile/xml/14-attributes.xml",
            "XML 1.0の文書として受け付けられるかどうかを確認できませんでした",
        ),
        ("fixtures/hostile/xml/12-canonical-form-too-large.xml", "正規化した結果が大きすぎる"),
        ("fixtures/hostile/xml/12-canonical-form-too-large.xml", "上限"),
        ("fixtures/hostile/xml/14-attributes.xml", "根拠: この検証ツールの上限"),
        ("fixtures/hostile/pdf/cms-no-certificate.pdf", "署名値を確認していません"),
    ];
    for (file, words) in cases {
        let report = report(file);
        assert!(report.contains(words), "{words}\n{report}");
        for untrue in ["PDFとして読み取れません", "ではありません。（", "公開鍵で検証できません", "limits::"]
        {
            never_says(&report, untrue);
        }
    }
    // What is broken in the document is said to be so.
    let broken = report("fixtures/hostile/xml/11-prefix-undeclared.xml");
    assert!(broken.contains("  × 受け付けられるXML 1.0の文書ではありません"), "{broken}");
}

#[test]
fn what_to_be_careful_with_is_neither_passed_nor_unchecked() {
    let comment = report("fixtures/hostile/xml/accept-comment-in-text.xml");
    assert!(comment.contains("  注意: 署名の対象の中に注釈"), "{comment}");
    says(&comment, "対応: ", "「注意」の項目");
    never_says(&report("fixtures/hostile/xml/good.xml"), "注意");

    // Signed over an earlier state of the content, which the issuer accepted.
    let folder = tempfile::tempdir().unwrap();
    let signed = folder.path().join("signed.pdf");
    let signed = signed.to_str().unwrap();
    let signing = [
        "sign",
        "fixtures/hostile/pdf/shadow-replaced.pdf",
        "--out",
        signed,
        "--allow-readable-key",
        "--key",
        "fixtures/keys/minister.pem",
        "--cert",
        "fixtures/pki/signers/minister.cer",
        "--at",
        "2026-12-01T09:00:00+09:00",
        "--accept-finding",
        "pdf.shadow.replaced-object",
    ];
    assert_eq!(run(&signing).status.code(), Some(0));
    let accepted = report(signed);
    says(&accepted, "判定: ", "有効");
    says(&accepted, "  注意: ", "表示される内容だけを用いてください（以前の版の内容がファイルに残っています");
    never_says(&accepted, "  － ");
}

/// Signs with a test key; `signer` names key and certificate.
fn sign(input: &str, out: &str, signer: [&str; 2], more: &[&str]) {
    let [key, certificate] = signer;
    let (key, certificate) =
        (format!("fixtures/keys/{key}.pem"), format!("fixtures/pki/signers/{certificate}.cer"));
    let at = ["--allow-readable-key", "--at", "2026-12-01T08:00:00+09:00"];
    let named = ["sign", input, "--out", out, "--key", &key, "--cert", &certificate];
    let output = run(&[&named, &at[..], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A field is not hidden, and what viewers draw differently is not all that may be used: each kind has its own sentence.
#[test]
fn what_the_issuer_accepted_has_an_instruction_that_can_be_followed() {
    let folder = tempfile::tempdir().unwrap();
    let signed = folder.path().join("field.pdf");
    let signed = signed.to_str().unwrap();
    let accept = ["--accept-finding", "pdf.shadow.interactive-field"];
    sign("fixtures/inputs/form-direct.pdf", signed, ["minister", "minister"], &accept);
    let accepted = report(signed);
    says(&accepted, "判定: ", "有効");
    says(&accepted, "  注意: ", "入力欄は閲覧ソフトウェアで書き換えられます");
    for never in ["表示される内容だけを用いて", "表示されない内容", "表示の異なる"]
    {
        never_says(&accepted, never);
    }
}

/// Anybody can write the Minister's name into a certificate.
#[test]
fn the_list_of_signatures_says_whose_signer_was_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (once, twice) = (path("once.pdf"), path("twice.pdf"));
    sign("fixtures/documents/divorce.pdf", &once, ["impostor", "impostor-of-unrelated-ca"], &[]);
    sign(&once, &twice, ["minister", "minister"], &["--further-signature"]);
    let report = report(&twice);
    says(&report, "    電子署名 Signature1: ", "署名者（未確認。電子証明書の記載） CN=Minister of Justice");
    says(&report, "    電子署名 Signature1: ", "、発行者 OU=Unrelated CA TEST");
    says(&report, "    電子署名 Signature1-2: ", "、署名者 CN=Minister of Justice");
    never_says(&report, "署名の後に");
    never_says(&report, "元のファイルの提出");
}

/// A certificate that was not looked at is not missing.
#[test]
fn why_there_is_no_signer_is_said_as_it_is() {
    let cases = [
        ("fixtures/signed/line-feed-appended.pdf", "確認していません（署名検証結果の項目にある誤り"),
        ("fixtures/hostile/pdf/encrypted.pdf", "確認していません（署名検証結果の項目にある誤り"),
        ("fixtures/hostile/pdf/signable.pdf", "なし（電子署名がありません）"),
        ("fixtures/hostile/xml/01-signature-none.xml", "なし（電子署名がありません）"),
        ("fixtures/hostile/pdf/cms-no-certificate.pdf", "電子証明書を読み取れないか、ありません"),
    ];
    for (file, words) in cases {
        let report = report(file);
        says(&report, "署名者: ", words);
        assert_eq!(report.contains("電子証明書がないため"), words.contains("読み取れないか"), "{report}");
    }
    says(&report("fixtures/hostile/xml/01-signature-none.xml"), "署名時刻: ", "電子署名がありません");
}

#[test]
fn a_file_that_was_cut_off_is_said_to_be_and_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let cut = folder.path().join("cut.pdf");
    let whole =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/signed/divorce.pdf")).unwrap();
    let explained = |length: usize| {
        std::fs::write(&cut, &whole[..length]).unwrap();
        let arguments = ["verify", cut.to_str().unwrap(), "--explain", "--at", "2026-12-01T09:00:00+09:00"];
        let trust = ["--trust", "fixtures/pki/anchors/official-status-ca.cer"];
        String::from_utf8(koseki(&[&arguments[..], &trust].concat()).stdout).unwrap()
    };
    for (length, reason) in [
        (whole.len() - 6, "途中で切れています"),
        (whole.len() - 100, "途中で切れています"),
        (3000, "切れているおそれ"),
    ] {
        let report = explained(length);
        says(&report, "判定: ", "無効");
        says(&report, "理由: ", reason);
        says(&report, "対応: ", "送受信又は保存をやり直してください");
        for never in ["保全", "別の内容を入れる", "後からの加工"] {
            never_says(&report, never);
        }
    }
    never_says(&explained(whole.len()), "切れて");
}

/// Octets that are missing are nobody's doing; a later revision that claims them is.
#[test]
fn a_file_whose_later_revision_claims_missing_octets_was_not_cut_off() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut octets = std::fs::read(root.join("fixtures/signed/divorce.pdf")).unwrap();
    let text: String = octets.iter().copied().map(char::from).collect();
    let between = |from: &str, to: &str, start: usize| {
        let start = text[..start].rfind(from).unwrap() + from.len();
        text[start..].split(to).next().unwrap().to_owned()
    };
    // The signature dictionary anew, with a range of its own that ends behind the file.
    let dictionary = between("\nendobj\n", "endobj", text.rfind("/ByteRange").unwrap());
    let number = dictionary.split_whitespace().next().unwrap();
    let at = octets.len() + 1;
    let contents = dictionary.find("/Contents").unwrap() + "/Contents".len();
    let contents = contents + dictionary[contents..].find('<').unwrap();
    let (first, end) = (at + contents, at + contents + dictionary[contents..].find('>').unwrap() + 1);
    let range = dictionary.find("/ByteRange").unwrap();
    let (open, close) = (dictionary[range..].find('[').unwrap(), dictionary[range..].find(']').unwrap());
    // As long as it was, so that places stay.
    let claimed = format!("[0 {first} {end} 900000");
    let rewritten = format!(
        "{}{claimed:<width$}{}",
        &dictionary[..range + open],
        &dictionary[range + close..],
        width = close - open
    );
    let table = at + rewritten.len() + "endobj\n".len();
    let (root, previous) = (between("/Root", "R", text.len()), between("startxref", "%%EOF", text.len()));
    let (size, previous) = (between("/Size", "/", text.len()), previous.trim());
    let update = format!(
        "\n{rewritten}endobj\nxref\n{number} 1\n{at:010} 00000 n \ntrailer\n<</Size{size}/Root{root}R/Prev {previous}>>\n\
         startxref\n{table}\n%%EOF\n"
    );
    octets.extend_from_slice(update.as_bytes());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("claimed.pdf");
    std::fs::write(&file, octets).unwrap();
    let report = report(file.to_str().unwrap());
    says(&report, "判定: ", "無効");
    assert!(report.contains("(pdf.byte-range.past-end)"), "{report}");
    assert!(report.contains("(pdf.revision.signature-rewritten)"), "{report}");
    says(&report, "理由: ", "署名の後に、文書に変更が加えられています");
    says(&report, "対応: ", "保全");
    never_says(&report, "切れて");
    never_says(&report, "やり直してください");
}

#[test]
fn an_encrypted_file_is_nowhere_called_broken() {
    let arguments = ["verify", "fixtures/hostile/pdf/encrypted.pdf", "--explain", "--trust"];
    let trust = ["fixtures/pki/anchors/official-status-ca.cer", "--at", "2026-12-01T09:00:00+09:00"];
    let report = String::from_utf8(koseki(&[&arguments[..], &trust].concat()).stdout).unwrap();
    says(&report, "判定: ", "判定不能");
    never_says(&report, "壊れたファイル");
    never_says(&report, "構造に誤り");
}

#[test]
fn a_web_page_that_was_saved_is_no_form_that_is_kept_or_broken() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.pdf");
    let well_formed = "<html xmlns='http://www.w3.org/1999/xhtml'><body>session expired</body></html>";
    for words in [well_formed, "<html>session expired</html>", "<!DOCTYPE html>\n<HTML><p>error</HTML>"] {
        std::fs::write(&page, words).unwrap();
        let report = report(page.to_str().unwrap());
        says(&report, "判定: ", "無効");
        says(&report, "理由: ", "ウェブページ（HTML）");
        says(&report, "様式(スキーマ)検証結果: ", "判定不能");
        never_says(&report, "XML 1.0");
        never_says(&report, "署名前の文書");
        never_says(&report, "XML署名は署名時刻を持ちません");
    }
    // By the root's whole name, and not of what is signed.
    std::fs::write(&page, "<htmlx/>").unwrap();
    says(&report(page.to_str().unwrap()), "理由: ", "電子署名が付されていません");
}

/// In a spreadsheet a requirement that stands alone reads as if it were kept.
#[test]
fn a_spreadsheet_marks_what_was_not_checked_and_what_is_wrong() {
    let at = ["--at", "2026-12-01T09:00:00+09:00", "--format", "csv"];
    let trust = ["--trust", "fixtures/pki/anchors/official-status-ca.cer"];
    let csv = |file: &str, language: &str| {
        let arguments = [&["verify", file, "--lang", language], &at[..], &trust].concat();
        let octets = run(&arguments).stdout;
        let mut lines = csv::Reader::from_reader(&octets[3..]);
        let head = lines.headers().unwrap().clone();
        let line = lines.records().next().unwrap().unwrap();
        move |column: &str| line[head.iter().position(|one| one == column).unwrap()].to_owned()
    };
    let plain = csv("fixtures/hostile/pdf/signable.pdf", "ja");
    assert_eq!(
        plain("cautions"),
        "確認していません: 署名者の電子証明書から信頼点まで有効な認証パスがあること / 確認していません: 署名者が法務大臣の官職証明書であること"
    );
    let plain = csv("fixtures/hostile/pdf/signable.pdf", "en");
    assert!(plain("cautions").starts_with("[-] not checked: A valid path"), "{}", plain("cautions"));
    let comment = csv("fixtures/hostile/xml/accept-comment-in-text.xml", "ja");
    assert!(comment("cautions").contains("注意: 署名の対象の中に注釈"), "{}", comment("cautions"));
    let appended = csv("fixtures/signed/line-feed-appended.pdf", "ja");
    assert!(appended("finding_texts").starts_with("× "), "{}", appended("finding_texts"));
    assert!(appended("finding_texts").contains(" バイト目]"), "{}", appended("finding_texts"));
    assert!(appended("clauses").contains("ISO 32000-1"), "{}", appended("clauses"));
    assert!(
        appended("signatures").starts_with("電子署名 Signature1: 確認できない"),
        "{}",
        appended("signatures")
    );
}

#[test]
fn inspect_says_that_there_is_no_signature() {
    for file in ["fixtures/hostile/pdf/signable.pdf", "fixtures/hostile/xml/01-signature-none.xml"] {
        let output = koseki(&["inspect", file]);
        assert_eq!(output.status.code(), Some(1), "{file}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("\n電子署名: なし\n"), "{text}");
        never_says(&text, "計算結果が正しい");
        never_says(&text, "形式番号");
    }
    let text = String::from_utf8(koseki(&["inspect", "fixtures/hostile/xml/08-text.xml"]).stdout).unwrap();
    assert!(text.contains("計算結果が正しい: いいえ"), "{text}");
    never_says(&text, "differs");
    never_says(&text, "certificate 1");
}

#[test]
fn validate_counts_its_documents_and_says_which_cannot_be_read() {
    let files = ["fixtures/signed/divorce.xml", "fixtures/no-such-file.xml"];
    let output = koseki(
        &[
            &["validate"],
            &files[..],
            &["--schema", "schemas/koseki-sample-1.xsd", "--schema-scope", "signed"],
        ]
        .concat(),
    );
    assert_eq!(output.status.code(), Some(4));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("結果: なし（読み取ることができません）\n理由: ファイルが見つかりません。\n"),
        "{text}"
    );
    assert!(text.contains("\n合計 2 件: 適合 1 件、不適合 0 件、判定不能 0 件、読取不能 1 件\n"), "{text}");
}

#[test]
fn details_in_a_japanese_report_are_japanese() {
    for file in ["fixtures/hostile/xml/13-rsa-1024.xml", "fixtures/hostile/xml/07-digest-sha1.xml"] {
        let report = report(file);
        for english in [" bits", "algorithm ", "malformed", "revocation require", "profile koseki"] {
            never_says(&report, english);
        }
        assert!(report.contains("検証条件: プロファイル koseki、失効 必ず確認"), "{report}");
        for numbered in ["根拠: 004", "; 004 "] {
            never_says(&report, numbered);
        }
    }
    let twice = report("fixtures/hostile/pdf/contents-duplicate.pdf");
    assert_eq!(twice.matches("一つの辞書に Contents が二つあります。").count(), 1, "{twice}");
}
