//! What an installation serves with, from its configuration file.

use std::path::Path;

use crate::server::{JUDGED_BY, ROOT, Server, koseki};
use crate::support::fixture;

const MIB: u64 = 1 << 20;

/// A file with this table.
fn configured(table: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("koseki.toml");
    std::fs::write(&path, format!("[serve]\n{table}")).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

#[test]
fn the_file_says_what_the_command_line_does_not() {
    let (_folder, path) = configured(
        "listen = \"192.0.2.1:8402\"\nhosts = [\"one.example\", \"Two.example:8443\"]\nmax_size = 1\nmax_requests = 1\n\
         max_connections = 18446744073709551615\njobs = 1\npatience = \"1s\"\n",
    );
    // The tests say on the command line where it listens.
    let server = Server::start(&["--config", &path]);
    let most =
        |server: &Server| server.get("/v1/status").json()["limits"]["request_octets"].as_u64().unwrap();
    assert_eq!(most(&server), MIB);
    let by = |host: &str| server.raw(format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n").as_bytes());
    assert_eq!(by(&format!("one.example:{}", server.address.port())).status, 200);
    assert_eq!(by("two.example:8443").status, 200);
    by("three.example").is_problem(421, "wrong-host");
    let half = format!(
        "POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\ncontent-length: 2\r\n\r\nx",
        server.address
    );
    server.raw(half.as_bytes()).is_problem(408, "slow-client");
    let pdf = fixture("signed/couple-and-child.pdf");
    assert_eq!(server.verify("/v1/verify", &[("a.pdf", &pdf)]).json()["documents"][0]["verdict"], "passed");
    assert_eq!(most(&Server::start(&["--config", &path, "--max-size", "2"])), 2 * MIB);
    // Names of the command line stand for all of the file's.
    let other = Server::start(&["--config", &path, "--host", "three.example"]);
    let request = "GET /healthz HTTP/1.1\r\nhost: two.example:8443\r\n\r\n";
    other.raw(request.as_bytes()).is_problem(421, "wrong-host");
}

#[test]
fn an_address_in_the_file_that_others_reach_needs_mutual_tls_as_well() {
    let (_folder, path) = configured("listen = \"192.0.2.1:8402\"\n");
    let refused = |arguments: &[&str], words: &str| {
        let output = koseki(&[&["serve", "--lang", "ja"], arguments, &JUDGED_BY].concat(), Path::new(ROOT));
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(words), "{words}: {told}");
    };
    refused(&["--config", &path], "192.0.2.1:8402");
    // One part of TLS needs all of it, wherever each is said.
    let (_folder, path) = configured("tls_certificate = \"a.pem\"\ntls_key = \"a.key\"\n");
    refused(&["--config", &path], "--tls-cert には --client-trust、--client-crl も必要です");
    refused(&["--config", &path, "--client-trust", "a.pem"], "--tls-cert には --client-crl も必要です");
    refused(&["--client-crl", "a.crl"], "--client-crl には --tls-cert、--tls-key、--client-trust も必要です");
    for (table, words) in [
        ("max_size = 513", "serve.max_size に 513 は指定できません"),
        ("max_size = \"64\"", "引用符のない数"),
        ("max_requests = 0", "1以上"),
        ("jobs = -1", "1以上"),
        ("patience = \"0s\"", "1秒以上"),
        ("listen = \"localhost\"", "127.0.0.1:8402"),
        ("hosts = \"https://verify.example\"", "verify.example.jp"),
        ("host = \"verify.example\"", "serve.hosts ではありませんか"),
    ] {
        let (_folder, path) = configured(table);
        refused(&["--config", &path], words);
    }
}
