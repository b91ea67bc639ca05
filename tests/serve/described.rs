//! The OpenAPI document says what the server does: every address, every status, every form of an answer.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::json_schema::follow;
use crate::server::{Answer, ROOT, Server, answer, form};
use crate::support::fixture;

/// What was seen, against what is written.
struct Comparison {
    document: Value,
    seen: BTreeSet<(String, String, u16)>,
}

impl Comparison {
    /// Checks an answer by what the document says of it.
    #[track_caller]
    fn see(&mut self, path: &str, method: &str, answer: &Answer) {
        let operation = &self.document["paths"][path][method];
        let response = &operation["responses"][answer.status.to_string()];
        assert!(!response.is_null(), "{method} {path} answers {}, which is not described", answer.status);
        let response = self.resolved(response);
        let kind = answer.header("content-type").unwrap().split(';').next().unwrap();
        let content = &response["content"][kind];
        assert!(!content.is_null(), "{method} {path} {}: {kind} is not described", answer.status);
        if kind.ends_with("json") {
            let mut complaints = Vec::new();
            let schema = &content["schema"];
            if *schema != json!({ "type": "object" }) {
                follow(&self.document, schema, &answer.json(), "", &mut complaints);
            }
            assert!(complaints.is_empty(), "{method} {path}: {complaints:#?}");
        }
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let header = self.resolved(header);
            assert!(header["schema"].is_object());
            assert!(answer.header(&name.to_ascii_lowercase()).is_some(), "{method} {path}: no {name}");
        }
        self.seen.insert((path.to_owned(), method.to_owned(), answer.status));
    }

    fn resolved<'v>(&'v self, value: &'v Value) -> &'v Value {
        match value["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).unwrap(),
            None => value,
        }
    }

    fn described(&self) -> BTreeSet<(String, String, u16)> {
        let mut all = BTreeSet::new();
        for (path, methods) in self.document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                for status in operation["responses"].as_object().unwrap().keys() {
                    all.insert((path.clone(), method.clone(), status.parse().unwrap()));
                }
            }
        }
        all
    }
}

#[test]
fn every_address_status_and_form_is_described_and_seen() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.crl");
    std::fs::write(&list, fixture("pki/crls/official-status.crl")).unwrap();
    let lists = folder.path().display().to_string();
    let arguments = [
        "--trust",
        "fixtures/pki/anchors/official-status-ca.cer",
        "--crl",
        &lists,
        "--at",
        "2026-12-01T00:05:00Z",
        "--max-size",
        "1",
        "--max-requests",
        "1",
        "--patience",
        "1s",
    ];
    let server = Server::started(&arguments, Path::new(ROOT));
    let document = server.get("/v1/openapi.json");
    assert_eq!(document.status, 200);
    let document = document.json();
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let mut comparison = Comparison { document, seen: BTreeSet::new() };
    let paths: Vec<String> = comparison.document["paths"].as_object().unwrap().keys().cloned().collect();

    // The routes of the source are those of the document.
    let source = std::fs::read_to_string(Path::new(ROOT).join("src/bin/koseki/serve/routes.rs")).unwrap();
    let routes: BTreeSet<&str> =
        source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(routes, paths.iter().map(String::as_str).collect());

    let posts = |path: &&String| path.ends_with("verify");
    for path in paths.iter().filter(|path| !posts(path)) {
        let targets = match path.as_str() {
            "/assets/{name}" => ["icon.svg", "page.css", "page.js", "report.css", "words.js", "other"]
                .map(|name| format!("/assets/{name}"))
                .to_vec(),
            other => vec![other.to_owned()],
        };
        for target in &targets {
            comparison.see(path, "get", &server.get(target));
        }
        let target = &targets[0];
        comparison.see(path, "get", &server.ask("GET", target, &[("origin", "http://evil.example")], b""));
        comparison.see(path, "get", &server.raw(format!("GET {target} HTTP/1.1\r\n\r\n").as_bytes()));
        comparison.see(
            path,
            "get",
            &server.raw(format!("GET {target} HTTP/1.1\r\nhost: other\r\n\r\n").as_bytes()),
        );
    }
    let pdf = ("content-type", "application/pdf");
    let signed = fixture("signed/couple-and-child.pdf");
    for path in paths.iter().filter(posts) {
        for query in ["", "?lang=ja&explain=true", "?format=html&lang=en"] {
            let documents = [("a.pdf", &signed[..]), ("b.pdf", b"x")];
            let (kind, body) = form(if path.starts_with("/v1") { &documents } else { &documents[..1] });
            comparison.see(
                path,
                "post",
                &server.ask("POST", &format!("{path}{query}"), &[("content-type", &kind)], &body),
            );
        }
        for (headers, body) in [
            (&[pdf, ("origin", "null")][..], &b"x"[..]),
            (&[("content-type", "text/plain")], b"x"),
            (&[("content-type", "multipart/form-data")], b"x"),
            (&[pdf], &[b'x'; (1 << 20) + 1]),
        ] {
            comparison.see(path, "post", &server.ask("POST", path, headers, body));
        }
        comparison.see(
            path,
            "post",
            &server
                .raw(format!("POST {path} HTTP/1.1\r\nhost: other\r\ncontent-length: 0\r\n\r\n").as_bytes()),
        );
        let mut slow = server.connect();
        let request = server.request("POST", path, &[pdf], b"document");
        slow.write_all(&request[..request.len() - 1]).unwrap();
        sleep(Duration::from_millis(200));
        comparison.see(path, "post", &server.ask("POST", path, &[pdf], b"x"));
        comparison.see(path, "post", &answer(&mut slow));
    }
    std::fs::write(&list, "no list").unwrap();
    sleep(Duration::from_millis(1100));
    for path in &paths {
        let answer = if posts(&path) { server.ask("POST", path, &[pdf], b"x") } else { server.get(path) };
        if answer.status == 503 {
            comparison.see(path, if posts(&path) { "post" } else { "get" }, &answer);
        }
    }

    // A fault of our own cannot be brought about from outside; that is what it is.
    let mut described = comparison.described();
    described.retain(|(_, _, status)| *status != 500);
    let unseen: Vec<_> = described.difference(&comparison.seen).collect();
    assert!(unseen.is_empty(), "described and never seen: {unseen:?}");
}
