//! `/readyz` says what cannot be done, and the log says it when nobody asks.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::server::{JUDGED_BY, KOSEKI, ROOT, Server, koseki, started_as};
use crate::support::fixture;

fn look() {
    sleep(Duration::from_millis(1100));
}

/// Why it is not ready, by identifiers.
fn reasons(server: &Server) -> Vec<String> {
    let answer = server.get("/readyz");
    if answer.status == 200 {
        return Vec::new();
    }
    answer.is_problem(503, "not-ready");
    assert_eq!(answer.header("retry-after"), Some("1"));
    let problem = answer.json();
    let one = |reason: &serde_json::Value| {
        let (ja, en) = (reason["ja"].as_str().unwrap(), reason["en"].as_str().unwrap());
        assert!(problem["ja"].as_str().unwrap().contains(ja) && problem["en"].as_str().unwrap().contains(en));
        reason["id"].as_str().unwrap().to_owned()
    };
    problem["reasons"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn records_that_cannot_be_written_are_told_before_there_is_one() {
    let work = tempfile::tempdir().unwrap();
    let path = |name: &str| Path::new(ROOT).join(name).display().to_string();
    let (trust, lists) = (path("fixtures/pki/anchors/official-status-ca.cer"), path("fixtures/pki/crls"));
    let (key, certificate) = (path("fixtures/keys/agency.pem"), path("fixtures/records/agency.cer"));
    let arguments = [
        "--trust",
        &trust,
        "--crl",
        &lists,
        "--record",
        "records",
        "--record-key",
        &key,
        "--record-cert",
        &certificate,
        "--allow-readable-key",
    ];
    let server = Server::started(&arguments, work.path());
    assert_eq!(reasons(&server), [""; 0]);
    let folder = work.path().join("records");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "what was tried has left nothing");
    std::fs::remove_dir(&folder).unwrap();
    look();
    assert_eq!(reasons(&server), ["records-unwritable"]);
    look();
    assert_eq!(reasons(&server), ["records-unwritable"]);
    assert_eq!(
        server.log().matches("koseki: ").count() - server.log().matches(" id=").count(),
        2,
        "{}",
        server.log()
    );
    assert!(!server.get("/readyz").text().contains(&work.path().display().to_string()));
    std::fs::create_dir(&folder).unwrap();
    look();
    assert_eq!(reasons(&server), [""; 0]);
}

#[test]
fn while_all_is_well_the_numbers_say_so_and_the_log_nothing() {
    let server = Server::start(&[]);
    sleep(Duration::from_millis(300));
    assert!(!server.log().contains("not ready"), "{}", server.log());
    let numbers = server.get("/metrics").text();
    assert!(numbers.contains("koseki_ready 1\n"), "{numbers}");
}

/// A worker is this program, whatever has become of its file: an upgrade does not stop a server.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_was_replaced_goes_on_validating() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("koseki");
    std::fs::copy(KOSEKI, &program).unwrap();
    let lists = folder.path().join("crls");
    std::fs::create_dir(&lists).unwrap();
    let put = |name: &str| {
        std::fs::write(lists.join(name), fixture(&format!("pki/crls/{name}"))).unwrap();
    };
    put("official-status.crl");
    let listed = lists.display().to_string();
    let arguments = [
        "--trust",
        "fixtures/pki/anchors/official-status-ca.cer",
        "--crl",
        &listed,
        "--at",
        "2026-12-01T00:05:00Z",
        "--schema",
        "schemas/koseki-sample-1.xsd",
    ];
    let server = started_as(&program, &arguments, Path::new(ROOT));
    let document = fixture("signed/couple-and-child.xml");
    let verdict = || {
        let report = server.verify("/v1/verify", &[("a.xml", &document)]).json();
        report["documents"][0]["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict(), "passed");
    for other in [Some("/bin/false"), None] {
        std::fs::remove_file(&program).unwrap();
        if let Some(other) = other {
            std::fs::copy(other, &program).unwrap();
        }
        assert_eq!(verdict(), "passed");
        // The same when everything is read anew, and the schema with it.
        put("official-status-arl.crl");
        look();
        assert_eq!(verdict(), "passed");
        assert_eq!(reasons(&server), [""; 0]);
        std::fs::remove_file(lists.join("official-status-arl.crl")).unwrap();
    }
}

/// The process that validates by the schema needs descriptors; without any more of them it is not begun.
#[cfg(target_os = "linux")]
#[test]
fn a_schema_process_that_cannot_be_begun_is_told() {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
    let server = Server::start(&["--schema", "schemas/koseki-sample-1.xsd"]);
    assert_eq!(reasons(&server), [""; 0]);
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap().count();
    let id = Pid::from_raw(server.id().try_into().unwrap());
    let maximum = getrlimit(Resource::Nofile).maximum;
    let allow = |current| prlimit(id, Resource::Nofile, Rlimit { current, maximum }).unwrap();
    // For the connection and a folder to look into, not for three pipes.
    let before = allow(Some(u64::try_from(open).unwrap() + 3)).current;
    look();
    assert_eq!(reasons(&server), ["schema-worker-absent"]);
    allow(before);
    look();
    assert_eq!(reasons(&server), [""; 0]);
}

/// What one asks of the command line is refused there each time; the server refuses it at the start.
#[test]
fn an_instant_of_receipt_ahead_of_now_is_refused_at_the_start() {
    let beyond = ["serve", "--received-at", "2026-12-01T00:05:01Z", "--lang", "ja"];
    let output = koseki(&[&beyond[..], &JUDGED_BY].concat(), Path::new(ROOT));
    assert_eq!(output.status.code(), Some(2));
    drop(Server::start(&["--received-at", "2026-12-01T00:05:00Z"]));
}
