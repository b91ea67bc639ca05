//! What the engineer's guide shows runs against a server as it stands.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::server::{JUDGED_BY, ROOT, Server};
use crate::support::{fixture, peer};

/// The guide, and its part about other machines.
fn guide() -> (String, String) {
    let guide = std::fs::read_to_string(Path::new(ROOT).join("docs/guide/連携システム.md")).unwrap();
    let (here, elsewhere) = guide.split_once("\n## ほかの計算機から使う\n").unwrap();
    (here.to_owned(), elsewhere.to_owned())
}

/// The blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|block| block.split("\n```").next().unwrap().to_owned()).collect()
}

/// A folder with the documents that the guide names.
fn documents() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["pdf", "xml"] {
        let name = folder.path().join(format!("戸籍電子証明書.{kind}"));
        std::fs::write(name, fixture(&format!("signed/couple-and-child.{kind}"))).unwrap();
    }
    folder
}

/// Whether it ended well, and all that it said.
fn run(program: &str, script: &str, folder: &Path) -> (bool, String) {
    let output = Command::new(program).args(["-c", script]).current_dir(folder).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// Reads one request whole and gives the same answer to all.
fn read_and_answer(mut stream: TcpStream, answer: &str) {
    let mut octets = Vec::new();
    let mut piece = [0; 4096];
    let whole = |octets: &[u8]| {
        let text = String::from_utf8_lossy(octets).to_ascii_lowercase();
        let head = octets.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
        let length = text.split("content-length: ").nth(1)?.split("\r\n").next()?;
        Some(head + length.parse::<usize>().ok()?)
    };
    while whole(&octets).is_none_or(|whole| octets.len() < whole) {
        match stream.read(&mut piece).unwrap_or(0) {
            0 => return,
            count => octets.extend_from_slice(&piece[..count]),
        }
    }
    stream.write_all(answer.as_bytes()).unwrap();
}

#[test]
fn every_command_of_the_engineers_guide_runs() {
    if !(peer("curl") && peer("python3")) {
        return;
    }
    let server = Server::start(&["--lang", "ja"]);
    let folder = documents();
    let (guide, _) = guide();
    let mut count = 0;
    for (language, program) in [("sh", "bash"), ("python", "python3")] {
        for block in blocks(&guide, language) {
            let script = block.replace("127.0.0.1:8402", &server.address.to_string());
            let (is_success, told) = run(program, &script, folder.path());
            assert!(is_success, "{block}\n{told}");
            let is_report =
                told.contains("\"verdict\": \"passed\"") || told.contains("戸籍電子証明書.pdf passed");
            assert!(
                is_report || block.contains("openapi.json") || block.contains("--output"),
                "{block}\n{told}"
            );
            count += 1;
        }
    }
    assert!(count >= 6, "{count} blocks");
    let kept = std::fs::read_to_string(folder.path().join("報告.html")).unwrap();
    assert!(kept.contains("<span class=\"passed\">有効</span>"));
    let problem = &blocks(&guide, "json")[0];
    let shown: serde_json::Value = serde_json::from_str(problem).unwrap();
    let real = server.raw(
        format!("POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\ncontent-length: 99999999\r\nexpect: 100-continue\r\n\r\n", server.address).as_bytes(),
    );
    let mut real = real.json();
    real["request_id"] = shown["request_id"].clone();
    assert_eq!(shown, real, "the problem that is shown is the one that is sent");
}

#[test]
fn the_program_of_the_engineers_guide_takes_nothing_for_valid_that_is_not() {
    if !peer("python3") {
        return;
    }
    let folder = documents();
    let program = &blocks(&guide().0, "python")[0];
    std::fs::write(folder.path().join("koseki_client.py"), program).unwrap();
    let server = Server::start(&["--lang", "ja"]);
    let ask = |address: &str, file: &str| {
        let script = format!(
            "from koseki_client import *\ntry:\n    document, seen = verify({file:?}, 'http://{address}', seconds=2)\n    print(document['verdict'], [one['id'] for one in seen])\nexcept NotVerified as error:\n    print('NOT VERIFIED', error)"
        );
        run("python3", &script, folder.path()).1
    };
    let address = server.address.to_string();
    assert_eq!(ask(&address, "戸籍電子証明書.pdf"), "passed []\n");
    // Without a schema, and with comments: both have to be seen.
    assert_eq!(ask(&address, "戸籍電子証明書.xml"), "passed ['signature.comments', 'form.schema']\n");
    let nobody = ask("127.0.0.1:1", "戸籍電子証明書.pdf");
    assert!(nobody.starts_with("NOT VERIFIED 検証サーバーと通信できません"), "{nobody}");

    // Answers that no document got: told, and never taken for a verdict.
    let report = "{\"unreadable\":[{\"path\":\"a\",\"reason\":\"記録なし\"}],\"documents\":[]}";
    let busy = "{\"id\":\"not-ready\",\"ja\":\"準備中\"}";
    for (status, body, said) in [
        ("200 OK", report, "NOT VERIFIED 記録なし"),
        ("503 Service Unavailable", busy, "NOT VERIFIED not-ready: 準備中"),
        ("408 Request Timeout", "", "NOT VERIFIED HTTP 408"),
        ("400 Bad Request", "", "NOT VERIFIED HTTP 400"),
    ] {
        let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = other.local_addr().unwrap().to_string();
        let answer =
            format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        std::thread::spawn(move || {
            for stream in other.incoming() {
                read_and_answer(stream.unwrap(), &answer);
            }
        });
        let told = ask(&address, "戸籍電子証明書.pdf");
        assert!(told.starts_with(said), "{status}: {told}");
    }
}

#[test]
fn what_the_engineers_guide_says_about_other_machines_lets_them_in() {
    if !(peer("curl") && peer("python3") && peer("openssl")) {
        return;
    }
    let folder = documents();
    let (here, elsewhere) = guide();
    for block in blocks(&elsewhere, "sh") {
        let (is_success, told) = run("bash", &block, folder.path());
        assert!(is_success, "{block}\n{told}");
    }
    // The server's own certificate is the agency's business; here it vouches for itself.
    let own = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout server.key -out server.pem && cp server.pem server-ca.pem";
    let (is_success, told) = run("bash", own, folder.path());
    assert!(is_success, "{told}");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (certificate, key) = (path("server.pem"), path("server.key"));
    let (authority, list) = (path("clients-ca.pem"), path("clients.crl"));
    let tls =
        ["--tls-cert", &certificate, "--tls-key", &key, "--client-trust", &authority, "--client-crl", &list];
    let server = Server::started(&[&JUDGED_BY[..], &tls].concat(), Path::new(ROOT));
    let address = format!("localhost:{}", server.address.port());
    std::fs::write(folder.path().join("koseki_client.py"), &blocks(&here, "python")[0]).unwrap();
    let shown = blocks(&elsewhere, "text").into_iter().find(|block| block.contains("\ncurl ")).unwrap();
    let ask = shown.lines().find(|line| line.starts_with("curl ")).unwrap();
    let program = &blocks(&elsewhere, "python")[0];
    for (interpreter, script, said) in
        [("bash", ask, "\"verdict\": \"passed\""), ("python3", program, "戸籍電子証明書.pdf passed")]
    {
        let script = script.replace("verify.agency.example:8402", &address);
        let (is_success, told) = run(interpreter, &script, folder.path());
        assert!(is_success && told.contains(said), "{script}\n{told}\n{}", server.log());
    }
    // Revoked as the guide says: let in no longer, and told at once.
    let revoke = blocks(&elsewhere, "text").into_iter().find(|block| block.contains("-revoke")).unwrap();
    let list = blocks(&elsewhere, "sh").pop().unwrap();
    let renew = list.lines().last().unwrap();
    let (is_success, told) = run("bash", &format!("{revoke} && {renew}"), folder.path());
    assert!(is_success, "{told}");
    std::thread::sleep(Duration::from_millis(1500));
    let (is_success, told) =
        run("python3", &program.replace("verify.agency.example:8402", &address), folder.path());
    assert!(!is_success && told.contains("certificate revoked"), "{told}");
    // The log is written behind what is answered.
    let is_told = || server.log().contains("certificate-revoked");
    let waited = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        is_told()
    });
    assert!(waited, "{}", server.log());
}
