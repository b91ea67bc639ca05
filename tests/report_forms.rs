//! The five forms of a report: that they say the same, and what each of them promises.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use koseki::profile::registry;
use koseki::report::{Check, Finding, SubIndication};
use serde_json::Value;

const TRUST: [&str; 6] = [
    "--trust",
    "fixtures/pki/anchors/official-status-ca.cer",
    "--crl",
    "fixtures/pki/crls",
    "--at",
    "2026-12-01T09:00:00+09:00",
];

fn verify(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .arg("verify")
        .args(arguments)
        .args(TRUST)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C.UTF-8")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn told(arguments: &[&str]) -> String {
    String::from_utf8(verify(arguments, &[]).stdout).unwrap()
}

#[test]
fn every_rule_is_explained_and_only_a_digest_that_differs_is_called_tampering() {
    for rule in registry() {
        let explanation = Check::from(Finding::violation(rule)).explanation();
        let explanation = explanation.unwrap_or_else(|| panic!("{} is not explained", rule.id.0));
        let words = [&explanation.meaning, &explanation.importance, &explanation.next_step];
        let says = words.iter().any(|text| text.ja.contains("改ざん") || text.en.contains("tampered"));
        let differs = [
            "cms.message-digest.different",
            "dsig.digest.mismatch",
            "dsig.attachment.digest",
            "signature.digest",
        ];
        assert_eq!(says, differs.contains(&rule.id.0), "{}", rule.id.0);
        for text in words {
            assert!(text.ja.ends_with('。') && text.en.ends_with('.'), "{}: {text:?}", rule.id.0);
        }
        // What is in order needs no explanation.
        assert_eq!(Check::pass(rule).explanation().is_some(), Check::pass(rule).is_remark());
    }
}

#[test]
fn a_findings_own_next_step_goes_before_that_of_its_topic() {
    let rule = registry().find(|rule| rule.id.0 == "revocation.status").unwrap();
    let step = koseki::report::Text::new("この場合の対応。", "What to do here.");
    let finding = Finding::new(rule, SubIndication::RevokedNoPoe).with_next_step(step.clone());
    assert_eq!(Check::from(finding).explanation().unwrap().next_step, step);
}

#[test]
fn the_forms_agree_on_every_verdict_reason_and_finding() {
    let folders = ["fixtures/signed", "fixtures/hostile/xml"];
    let form = |format| told(&[&folders[..], &["--lang", "ja", "--format", format]].concat());
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    let documents = json["documents"].as_array().unwrap();
    assert!(documents.len() > 100);
    let lines: Vec<Value> = form("ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_lines: Vec<&Value> = lines.iter().map(|line| &line["documents"][0]).collect();
    assert_eq!(of_lines, documents.iter().collect::<Vec<_>>());

    let csv = form("csv");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let names = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), documents.len());
    let (text, html) = (form("text"), form("html"));
    let blocks: Vec<&str> = text.split("ファイル: ").skip(1).collect();
    let articles: Vec<&str> = html.split("<section class=\"document\"").skip(1).collect();
    assert_eq!((blocks.len(), articles.len()), (documents.len(), documents.len()));
    for (index, document) in documents.iter().enumerate() {
        let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let cell = |name: &str| {
            rows[index].get(names.iter().position(|one| one == name).unwrap()).unwrap().to_owned()
        };
        let path = string(&document["path"]);
        assert_eq!(cell("file"), path);
        for name in ["verdict", "indication", "sub_indication", "sha256", "claimed_signing_time", "kind"] {
            assert_eq!(cell(name), string(&document[name]), "{name} of {path}");
        }
        assert_eq!(cell("reason"), string(&document["advice"]["meaning"]));
        assert_eq!(cell("cause"), string(&document["advice"]["cause"]));
        let findings = ["signature", "certificate", "form", "standard"].map(|section| {
            let checks = document[section]["checks"].as_array().unwrap().iter();
            checks
                .filter(|check| check["outcome"] == "fail" || check["outcome"] == "unknown")
                .collect::<Vec<_>>()
        });
        let ids: Vec<String> = findings.concat().iter().map(|check| string(&check["id"])).collect();
        assert_eq!(cell("findings"), ids.join(" "), "{path}");
        for form in [blocks[index], articles[index]] {
            assert!(form.contains(&string(&document["advice"]["meaning"])), "{path}");
            assert!(form.contains(&string(&document["advice"]["next_step"])), "{path}");
            assert!(form.contains(&cell("verdict_text")), "{path}");
            assert!(ids.iter().all(|id| form.contains(&format!("({id})"))), "{path}");
        }
    }
}

/// What every report states, whatever the verdict.
#[test]
fn every_text_report_states_all_the_facts() {
    let text = told(&["fixtures/signed", "fixtures/hostile", "fixtures/documents", "--lang", "ja"]);
    // Behind the documents stands the list of those that did not pass.
    let text = text.split("\n有効でなかったファイル:").next().unwrap();
    let blocks: Vec<&str> = text.split("ファイル: ").skip(1).collect();
    assert!(blocks.len() > 400);
    let facts = [
        "\n判定: ",
        "\n理由: ",
        "\n対応: ",
        "\n検証基準時刻: ",
        "\n署名時刻: ",
        "\n署名者",
        "\n認証パス",
        "\n失効情報:",
        "\nスキーマのSHA-256: ",
        "\n検証条件: プロファイル koseki",
        "暗号方式の基準 koseki-",
        "\n検証ツール: koseki ",
        "\nファイルの大きさ: ",
        "\nファイルのSHA-256: ",
        "\n署名検証結果: ",
        "\n証明書検証結果: ",
        "\n様式(スキーマ)検証結果: ",
        "\n技術的基準適合: ",
    ];
    for block in blocks {
        for fact in facts {
            assert!(block.contains(fact), "{fact:?} is not in {block}");
        }
        let passed = block.contains("\n判定: 有効\n");
        assert_eq!(block.contains("\n原因の所在: "), !passed, "{block}");
        let differs = ["message-digest.different)", "digest.mismatch)", "attachment.digest)"];
        let differs = differs.iter().any(|id| block.contains(id));
        assert!(differs || !block.contains("改ざん"), "{block}");
    }
}

#[test]
fn html_needs_nothing_else_and_can_be_read_aloud() {
    for (language, more) in [("ja", &["--explain", "--all-paths"][..]), ("en", &[])] {
        let html =
            told(&[&["fixtures/signed", "nowhere", "--lang", language, "--format", "html"], more].concat());
        for never in
            ["<script", "javascript:", "http:", "https:", "src=", "url(", "@import", "<link", "<iframe"]
        {
            assert!(!html.contains(never), "{never}");
        }
        assert!(html.starts_with(&format!("<!DOCTYPE html><html lang=\"{language}\">")));
        // The style that may be applied is this one.
        let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        use base64::Engine as _;
        let digest = koseki::crypto::DigestAlgorithm::Sha256.digest(style.as_bytes());
        let digest = base64::engine::general_purpose::STANDARD.encode(digest.as_bytes());
        assert!(html.contains(&format!("default-src 'none'; style-src 'sha256-{digest}'")));
        assert!(!html.contains(" style="));
        // Void elements are all that keeps it from being XML.
        let body = html.trim_start_matches("<!DOCTYPE html>");
        let metas = body.split("<meta").count() - 1;
        let mut xml = body.to_owned();
        for meta in body.split("<meta").skip(1) {
            let inside = meta.split('>').next().unwrap();
            xml = xml.replace(&format!("<meta{inside}>"), "");
        }
        let document = roxmltree::Document::parse(&xml).unwrap();
        assert_eq!(metas, 5);
        let named = |name: &'static str| document.descendants().filter(move |node| node.has_tag_name(name));
        assert_eq!(named("h1").count(), 1);
        assert_eq!(named("main").count(), 1);
        let sections: Vec<_> = named("section").collect();
        assert_eq!(sections.len(), named("h2").count());
        let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "identifiers are unique");
        for section in &sections {
            assert!(ids.contains(&section.attribute("aria-labelledby").unwrap()));
        }
        for link in named("a") {
            let target = link.attribute("href").unwrap().strip_prefix('#').unwrap();
            assert!(ids.contains(&target), "{target}");
        }
        assert!(named("th").all(|header| matches!(header.attribute("scope"), Some("col" | "row"))));
        assert_eq!(named("caption").count(), 1);
        // Headings go down one level at a time.
        let levels: Vec<u32> = document
            .descendants()
            .filter_map(|node| node.tag_name().name().strip_prefix('h').and_then(|level| level.parse().ok()))
            .collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_of_a_file_is_never_more_than_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let long = "辻󠄀葛󠄀祇󠄁𠮷".repeat(9) + ".pdf";
    let names = [
        "=HYPERLINK(\"http:evil\",\"有効\").pdf",
        "-1+cmd|calc.pdf",
        "<img src=x onerror=alert(1)>.pdf",
        "a\n判定: 有効.pdf",
        "\u{202e}fdp.有効\u{1b}[32m.pdf",
        "two\u{200b}\u{2060}\u{3164}\u{e0041}.pdf",
        long.as_str(),
    ];
    for name in names {
        fs::copy("fixtures/signed/changed-after-signing.pdf", folder.path().join(name)).unwrap();
    }
    let form = |format: &str, more: &[&str]| {
        let arguments = [&["--lang", "ja", "--format", format], more].concat();
        let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
        let root = env!("CARGO_MANIFEST_DIR");
        let trust = [format!("{root}/{}", TRUST[1]), format!("{root}/{}", TRUST[3])];
        command.arg("verify").args(names.map(|name| format!("./{name}"))).args(arguments);
        command.args(["--trust", &trust[0], "--crl", &trust[1], TRUST[4], TRUST[5]]);
        String::from_utf8(command.current_dir(folder.path()).output().unwrap().stdout).unwrap()
    };
    let text = form("text", &[]);
    assert_eq!(text.matches("\n判定: 無効\n").count(), names.len());
    assert!(!text.contains("\n判定: 有効") && !text.contains(['\u{202e}', '\u{1b}']));
    assert!(text.contains(&long));
    assert!(text.contains("two\\u{200b}\\u{2060}\\u{3164}\\u{e0041}.pdf"), "{text}");
    let html = form("html", &["--explain"]);
    assert!(!html.contains("<img") && html.contains("&lt;img src=x"));
    assert!(!html.contains(['\u{202e}', '\u{1b}']) && html.contains(&long));
    let json: Value = serde_json::from_str(&form("json", &[])).unwrap();
    assert_eq!(json["documents"].as_array().unwrap().len(), names.len());
    let csv = form("csv", &[]);
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), names.len());
    for row in &rows {
        assert!(row.iter().all(|field| !field.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
    // Not behind `./`, where a formula would begin.
    let csv = {
        let list = folder.path().join("list");
        fs::write(&list, "=1+1.pdf\0-1.pdf\0@a.pdf\0＝1.pdf").unwrap();
        told(&["--files-from", list.to_str().unwrap(), "--format", "csv"])
    };
    for name in ["'=1+1.pdf", "'-1.pdf", "'@a.pdf", "'＝1.pdf"] {
        assert!(csv.contains(&format!("\r\n{name},")), "{csv}");
    }
}

#[test]
fn colour_is_for_terminals_and_no_color_forbids_it() {
    let coloured = |variables: &[(&str, &str)]| {
        let output = verify(&["fixtures/signed/divorce.pdf", "--lang", "ja"], variables);
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    assert!(!coloured(&[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report.txt");
    let arguments = ["fixtures/signed/divorce.pdf", "--out", out.to_str().unwrap()];
    verify(&arguments, &[("CLICOLOR_FORCE", "1")]);
    assert!(!fs::read_to_string(&out).unwrap().contains('\u{1b}'), "never in a file");
}
