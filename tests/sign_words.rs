//! What is said of a document that is not signed, or is signed unseen: which rule, where, what to do, in the language asked
//! for.
#![cfg(feature = "cli")]

use std::process::Command;

use tempfile::TempDir;

/// Signs `input` into a folder of its own; the exit code and what is said on standard error.
fn sign(input: &str, more: &[&str], language: &str) -> (Option<i32>, String) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out.pdf");
    let key = ["--key", "fixtures/keys/minister.pem", "--allow-readable-key"];
    let certificate = ["--cert", "fixtures/pki/signers/minister.cer", "--at", "2026-12-01T09:00:00+09:00"];
    let output = Command::new(env!("CARGO_BIN_EXE_koseki"))
        .args(["sign", input, "--out", out.to_str().unwrap(), "--lang", language])
        .args(key)
        .args(certificate)
        .args(more)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// What is told in Japanese has no sentence in English: none of its runs of ASCII words is longer than a file name or an
/// identifier makes it.
#[track_caller]
fn is_japanese(text: &str) {
    for english in [" the ", " is ", " has ", " does ", "second", "octet "] {
        assert!(!text.contains(english), "{text}");
    }
}

const RECTANGLE: [&str; 2] = ["--seal-rect", "440,60,520,140"];

#[test]
fn a_refusal_names_place_clause_and_remedy() {
    let cases = [
        (
            "fixtures/inputs/form-direct.pdf",
            ["pdf.shadow.interactive-field: ", "先頭から ", "--accept-finding pdf.shadow.interactive-field"],
        ),
        (
            "fixtures/hostile/pdf/shadow-layer.pdf",
            ["pdf.content.optional: ", "根拠: 技術的基準 第4-2(1)ア", "対応: 原稿の層"],
        ),
        (
            "fixtures/hostile/pdf/encrypted.pdf",
            ["暗号化されている", "根拠: ISO 32000-1 7.6", "解除してから署名"],
        ),
        ("fixtures/signed/divorce.pdf", ["既に電子署名があります", "先頭から ", "--further-signature"]),
    ];
    for (file, words) in cases {
        let (code, text) = sign(file, &[], "ja");
        assert_eq!(code, Some(1), "{text}");
        words.iter().for_each(|words| assert!(text.contains(words), "{words}: {text}"));
        is_japanese(&text);
    }
    // A layer is forbidden once, and nobody is told to accept what cannot be accepted.
    let (_, layer) = sign("fixtures/hostile/pdf/shadow-layer.pdf", &[], "ja");
    assert!(!layer.contains("pdf.shadow.") && !layer.contains("--accept-finding"), "{layer}");
    let acceptance = ["--accept-finding", "pdf.shadow.optional-content"];
    assert_eq!(sign("fixtures/hostile/pdf/shadow-layer.pdf", &acceptance, "ja").0, Some(2));
}

/// What nobody can find in a draft is not to be taken out of it, and a filter that is right is not to be changed.
#[test]
fn a_remedy_can_be_followed() {
    let anew = "PDF/Aへの変換";
    let cases = [
        ("image-data-less", "pdf.image.data: ", anew),
        ("image-dct", "pdf.image.filter: ", "Flate又はCCITTFax"),
        ("operands-value", "pdf.content.operators: ", anew),
        ("resource-function-program", "pdf.content.resource-value: ", anew),
        ("filter-entries-bits", "pdf.content.filter-entries: ", anew),
        ("embedded-file", "pdf.content.embedded-file: ", "原稿から除き"),
        ("content-bomb", "pdf.limit.data: ", "文書を分けて"),
        ("over-depth", "pdf.limit.depth: ", "PDFを作り直して"),
    ];
    for (file, rule, remedy) in cases {
        let (code, text) = sign(&format!("fixtures/hostile/pdf/{file}.pdf"), &[], "ja");
        assert_eq!(code, Some(1), "{text}");
        let said = text.split(rule).nth(1).unwrap_or_else(|| panic!("{file}: {text}"));
        let step = said.split("対応: ").nth(1).unwrap_or_default().lines().next().unwrap_or_default();
        assert!(step.contains(remedy), "{file}: {text}");
        assert_eq!(step.contains(anew), remedy == anew, "{file}: {text}");
    }
    let (_, undecided) = sign("fixtures/hostile/pdf/cms-sha1.pdf", &["--further-signature"], "ja");
    assert!(undecided.contains("正しいと確かめられない"), "{undecided}");
    assert!(!undecided.contains("電子署名が正しくない"), "{undecided}");
}

#[test]
fn a_file_that_is_signed_is_not_called_unsigned() {
    let (code, text) = sign("fixtures/signed/divorce.pdf", &[], "en");
    assert_eq!(code, Some(1));
    assert!(text.contains("not signed, because of the input:"), "{text}");
    assert!(text.contains("The file is signed already (field Signature1)."), "{text}");
    assert!(!text.contains("more than one signature") && !text.contains("the input is not signed"), "{text}");
}

#[test]
fn nothing_is_signed_over_a_signature_that_does_not_hold() {
    let further = ["--further-signature"];
    assert_eq!(sign("fixtures/signed/divorce.pdf", &further, "ja").0, Some(0));
    let (code, text) = sign("fixtures/signed/changed-after-signing.pdf", &further, "ja");
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("署名後の改ざん又は破損") && text.contains("元のファイルを入手"), "{text}");
    assert!(!text.contains("合格しないため"), "{text}");
}

#[test]
fn what_is_wrong_with_a_stamp_is_said_in_japanese() {
    let cases: [(&[&str], &str, i32); 5] = [
        (&["--seal-rect", "440,60,441,61"], "縦横とも8", 2),
        (&["--seal-rect", "440,60,520,140", "--seal-page", "0"], "1から数えます", 2),
        (&["--seal-rect", "440,60,520,140", "--seal-page", "99"], "99 ページ目はありません", 1),
        (&["--seal-rect", "4400,60,4520,140"], "ページの外", 1),
        (
            &["--seal-rect", "440,60,520,140", "--trusted-input", "--seal-page", "99"],
            "ページ目はありません",
            1,
        ),
    ];
    for (options, words, expected) in cases {
        let (code, text) = sign("fixtures/documents/divorce.pdf", options, "ja");
        assert_eq!(code, Some(expected), "{text}");
        assert!(text.contains(words), "{words}: {text}");
        is_japanese(&text);
    }
    let (_, signed) = sign("fixtures/signed/divorce.pdf", &["--trusted-input"], "ja");
    assert!(signed.contains("既に電子署名があります"), "{signed}");
    let (_, over) =
        sign("fixtures/signed/divorce.pdf", &[&["--further-signature"], &RECTANGLE[..]].concat(), "ja");
    assert!(over.contains("印影を付けることができません"), "{over}");
    is_japanese(&(signed + &over));
}

#[test]
fn an_input_that_nobody_looked_at_is_told() {
    let said = "このことは署名に記録されません";
    let (code, text) = sign("fixtures/inputs/form-direct.pdf", &["--trusted-input"], "ja");
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains(said), "{text}");
    let (_, quiet) = sign("fixtures/inputs/form-direct.pdf", &["--trusted-input", "--quiet"], "ja");
    assert!(!quiet.contains(said), "{quiet}");
    assert!(!sign("fixtures/documents/divorce.pdf", &[], "ja").1.contains(said));
}

#[test]
fn encryption_is_to_be_taken_away_first() {
    for trusted in [&[][..], &["--trusted-input"]] {
        for (language, remedy, never) in [
            ("ja", "解除してから署名", "署名してから暗号化"),
            ("en", "before signing", "sign it before encrypting"),
        ] {
            let (code, text) = sign("fixtures/hostile/pdf/encrypted.pdf", trusted, language);
            assert_eq!(code, Some(1), "{text}");
            assert!(text.contains(remedy) && !text.contains(never), "{text}");
        }
    }
}

#[test]
fn a_wrong_option_is_told_once() {
    let (code, text) = sign("fixtures/documents/divorce.pdf", &["--seal-rect", "440,60,520"], "en");
    assert_eq!(code, Some(2));
    assert_eq!(text.matches("440,60,520").count(), 1, "{text}");
    assert!(text.contains("--help"), "{text}");
}
