//! What pages of other origins, other names and other methods meet; what every answer says to the browser; what the log and the
//! numbers keep silent about.

use std::io::{Read as _, Write as _};
use std::path::Path;

use crate::server::{Answer, JUDGED_BY, ROOT, Server, koseki};
use crate::support::fixture;

#[test]
fn only_its_own_names_and_its_own_page_are_answered() {
    let server = Server::start(&["--host", "Verify.Example"]);
    let port = server.address.port();
    let by = |host: &str| server.raw(format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n").as_bytes());
    for own in ["localhost", "127.0.0.1", "verify.example"] {
        assert_eq!(by(&format!("{own}:{port}")).status, 200, "{own}");
    }
    for other in [
        format!("evil.example:{port}"),
        "localhost".into(),
        format!("localhost.evil.example:{port}"),
        "localhost:1".into(),
    ] {
        by(&other).is_problem(421, "wrong-host");
    }
    server.raw(b"GET /healthz HTTP/1.1\r\n\r\n").is_problem(400, "host-missing");
    server.raw(b"GET /healthz HTTP/1.0\r\n\r\n").is_problem(400, "host-missing");
    let twice = format!("GET /healthz HTTP/1.1\r\nhost: {0}\r\nhost: {0}\r\n\r\n", server.address);
    server.raw(twice.as_bytes()).is_problem(400, "host-missing");
    let absolute = format!("GET http://evil.example/healthz HTTP/1.1\r\nhost: {}\r\n\r\n", server.address);
    server.raw(absolute.as_bytes()).is_problem(421, "wrong-host");

    let pdf = ("content-type", "application/pdf");
    let own = format!("http://{}", server.address);
    let post = |headers: &[(&str, &str)]| server.ask("POST", "/v1/verify", &[&[pdf], headers].concat(), b"x");
    assert_eq!(post(&[("origin", &own), ("sec-fetch-site", "same-origin")]).status, 200);
    assert_eq!(post(&[("sec-fetch-site", "none")]).status, 200);
    for origin in ["null", "http://evil.example", "https://localhost", "http://localhost:1"] {
        post(&[("origin", origin)]).is_problem(403, "cross-origin");
    }
    for site in ["cross-site", "same-site"] {
        post(&[("sec-fetch-site", site)]).is_problem(403, "cross-origin");
        let read =
            server.ask("GET", "/v1/status", &[("sec-fetch-site", site), ("sec-fetch-mode", "cors")], b"");
        read.is_problem(403, "cross-origin");
    }
    let preflight = server.ask(
        "OPTIONS",
        "/v1/verify",
        &[("origin", "http://evil.example"), ("access-control-request-method", "POST")],
        b"",
    );
    preflight.is_problem(403, "cross-origin");
    assert!(preflight.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
    let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    assert_eq!(server.ask("GET", "/", &link, b"").status, 200);
}

#[test]
fn other_methods_and_addresses_get_clear_answers() {
    let server = Server::start(&[]);
    for (method, target, allowed) in [
        ("GET", "/v1/verify", "POST"),
        ("PUT", "/v1/verify", "POST"),
        ("DELETE", "/v1/verify", "POST"),
        ("OPTIONS", "/v1/verify", "POST"),
        ("POST", "/", "GET,HEAD"),
        ("POST", "/metrics", "GET,HEAD"),
        ("BREW", "/healthz", "GET,HEAD"),
    ] {
        let refused = server.ask(method, target, &[], b"");
        refused.is_problem(405, "method-not-allowed");
        assert_eq!(refused.header("allow"), Some(allowed));
    }
    for target in [
        "/nothing",
        "/v1",
        "/v1/verify/",
        "/assets/",
        "/assets/other.js",
        "/assets/%ff",
        "/assets/..%2fmod.rs",
        "/assets/../page.rs",
    ] {
        server.get(target).is_problem(404, "not-found");
    }
    let mut stream = server.connect();
    stream.write_all(&server.request("HEAD", "/healthz", &[("connection", "close")], b"")).unwrap();
    let mut told = String::new();
    stream.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("HTTP/1.1 200") && told.ends_with("\r\n\r\n"), "{told}");
}

/// Of answers of every sort.
#[test]
fn every_answer_ties_the_browsers_hands() {
    let server = Server::start(&[]);
    let document = fixture("signed/couple-and-child.pdf");
    let answers: Vec<(&str, Answer)> = vec![
        ("page", server.get("/")),
        ("script", server.get("/assets/page.js")),
        ("json", server.verify("/v1/verify", &[("a.pdf", &document)])),
        ("html", server.verify("/v1/verify?format=html", &[("a.pdf", &document)])),
        ("window", server.verify("/window/verify", &[("a.pdf", &document)])),
        ("problem", server.get("/nothing")),
        ("metrics", server.get("/metrics")),
    ];
    for (what, answer) in answers {
        let header = |name| answer.header(name).unwrap_or_else(|| panic!("{what} has no {name}"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("x-frame-options"), "DENY");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(policy.contains("script-src 'self'"), what == "page", "{what}: {policy}");
        assert_eq!(policy.contains("sandbox"), what != "page", "{what}: {policy}");
        assert_eq!(answer.header("set-cookie"), None);
        assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control")), "{what}");
        if what == "html" {
            assert!(header("content-disposition").starts_with("attachment"), "kept, not shown");
        }
    }
    let page = server.get("/").text();
    for inline in ["<style", "style=", "onclick", "<script>"] {
        assert!(!page.contains(inline), "{inline}");
    }
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing from anywhere else");
}

#[test]
fn an_identifier_names_each_request_in_answer_and_log() {
    let server = Server::start(&[]);
    let own = server.get("/healthz").header("x-request-id").unwrap().to_owned();
    assert_ne!(own, server.get("/healthz").header("x-request-id").unwrap());
    let given = server.ask("GET", "/healthz", &[("x-request-id", "case-2026_12.1")], b"");
    assert_eq!(given.header("x-request-id"), Some("case-2026_12.1"));
    let strange = server.ask("GET", "/healthz", &[("x-request-id", "a b\u{7f}")], b"");
    assert!(strange.status == 400 || strange.header("x-request-id") != Some("a b\u{7f}"));
    let log = server.log();
    assert!(log.contains(&format!("id={own} GET /healthz 200")), "{log}");
    assert!(log.contains("id=case-2026_12.1 GET /healthz 200"), "{log}");
}

/// Names of files and people, addresses and queries are in neither.
#[test]
fn log_and_numbers_say_nothing_about_people() {
    let server = Server::start(&[]);
    let document = fixture("signed/couple-and-child.xml");
    let sent = server.verify("/v1/verify?lang=ja", &[("戸籍太郎の戸籍.xml", &document), ("b.pdf", b"x")]);
    assert_eq!(sent.status, 200);
    server.get("/taro?code=1234567890123456").is_problem(404, "not-found");
    let (log, numbers) = (server.log(), server.get("/metrics").text());
    for secret in ["太郎", "taro", "1234567890123456", "127.0.0.1", "lang=ja"] {
        assert!(!log.contains(secret), "{secret} in the log:\n{log}");
        assert!(!numbers.contains(secret), "{secret} in the numbers:\n{numbers}");
    }
    assert!(log.contains("POST /v1/verify 200") && log.contains("passed=1 failed=1"), "{log}");
    for line in [
        "koseki_documents_total{verdict=\"passed\"} 1",
        "koseki_documents_total{verdict=\"failed\"} 1",
        "koseki_requests_total{method=\"POST\",route=\"/v1/verify\",status=\"200\"} 1",
        "koseki_requests_total{method=\"GET\",route=\"other\",status=\"404\"} 1",
        "koseki_requests_admitted 0",
    ] {
        assert!(numbers.contains(line), "{line} is not in\n{numbers}");
    }
}

#[test]
fn an_address_that_others_reach_needs_mutual_tls() {
    for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        for language in ["ja", "en"] {
            let arguments = [&["serve", "--listen", address, "--lang", language], &JUDGED_BY[..]].concat();
            let output = koseki(&arguments, Path::new(ROOT));
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{told}");
            assert!(told.contains("--client-crl") && told.contains(address), "{told}");
        }
    }
    for (option, value, words) in [
        ("--listen", "localhost", "127.0.0.1:8402"),
        ("--max-size", "0", "1から512まで"),
        ("--max-size", "513", "1から512まで"),
        ("--max-requests", "0", "1以上"),
        ("--patience", "long", "15m"),
        ("--patience", "0s", "1秒以上"),
        ("--host", "https://verify.example", "verify.example.jp"),
        ("--host", "a b", "verify.example.jp"),
    ] {
        let arguments = [&["serve", option, value, "--lang", "ja"], &JUDGED_BY[..]].concat();
        let output = koseki(&arguments, Path::new(ROOT));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && told.contains(words), "{option} {value}: {told}");
    }
    let half = ["serve", "--tls-cert", "a.pem", "--trust", "fixtures/pki/anchors"];
    assert_eq!(koseki(&half, Path::new(ROOT)).status.code(), Some(2));
    let taken = Server::start(&[]);
    let address = taken.address.to_string();
    let output =
        koseki(&[&["serve", "--listen", &address, "--lang", "ja"], &JUDGED_BY[..]].concat(), Path::new(ROOT));
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().contains("（ほかのプログラムが使っています）"));
}
