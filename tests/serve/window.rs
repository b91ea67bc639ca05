//! The page in a real browser, where there is one: `tests/browser/window.mjs` drives it.

use std::path::Path;
use std::process::Command;

use crate::server::{KOSEKI, ROOT, Server};
use crate::support::{fixture, peer};

/// What the page is given stands on its own, in both languages.
#[test]
fn the_page_gets_verdicts_and_reports_in_both_languages() {
    let server = Server::start(&[]);
    let document = fixture("signed/changed-after-signing.pdf");
    let answer = server.verify("/window/verify?explain=true", &[("a.pdf", &document)]).json();
    assert_eq!(answer["verdicts"], serde_json::json!(["failed"]));
    server.verify("/window/verify", &[("a", b""), ("b", b"")]).is_problem(400, "too-many-documents");
    for (language, word) in [("ja", "無効"), ("en", "FAILED")] {
        let page = answer["pages"][language].as_str().unwrap();
        let whole = server
            .verify(&format!("/v1/verify?explain=true&format=html&lang={language}"), &[("a.pdf", &document)]);
        assert!(page.contains(word) && page == whole.text(), "{language}");
    }
}

#[test]
fn the_page_in_a_real_browser() {
    let modules = std::env::var("KOSEKI_MODULES").unwrap_or_else(|_| format!("{ROOT}/target/browser"));
    if !Path::new(&modules).join("node_modules/puppeteer-core").is_dir() {
        assert!(
            std::env::var_os("KOSEKI_REQUIRE_PEERS").is_none_or(|value| value != "1"),
            "tests/browser needs its modules: npm install --prefix target/browser (see .ci/run)"
        );
        eprintln!("SKIPPED: the modules of tests/browser are not installed");
        return;
    }
    if !(peer("node") && peer("chromium")) {
        return;
    }
    let output = Command::new("node")
        .arg("tests/browser/window.mjs")
        .current_dir(ROOT)
        .env("KOSEKI", KOSEKI)
        .env("KOSEKI_MODULES", &modules)
        .output()
        .unwrap();
    let told =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
    assert!(told.matches("ok    ").count() >= 10, "{told}");
}
