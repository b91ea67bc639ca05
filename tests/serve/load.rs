//! Many clients at once: answers or "come again", and memory that does not grow.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::server::{Server, try_answer};
use crate::support::fixture;

const CLIENTS: usize = 50;

/// Three seconds, or as many as KOSEKI_LOAD_SECONDS says.
#[test]
fn fifty_clients_get_reports_or_are_told_to_come_again() {
    let seconds = std::env::var("KOSEKI_LOAD_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let server = Server::start(&["--schema", "schemas/koseki-sample-1.xsd", "--quiet"]);
    let documents = ["couple-and-child.pdf", "divorce.xml", "changed-after-signing.pdf"]
        .map(|name| fixture(&format!("signed/{name}")));
    let expected = ["passed", "passed", "failed"];
    let counts: Mutex<BTreeMap<u16, u64>> = Mutex::default();
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut memory: Vec<u64> = Vec::new();
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (server, documents, counts) = (&server, &documents, &counts);
            scope.spawn(move || {
                let mut stream = server.connect();
                let mut turn = client;
                while Instant::now() < end {
                    turn += 1;
                    let which = turn % documents.len();
                    let request = server.request(
                        "POST",
                        "/v1/verify",
                        &[("content-type", "application/octet-stream")],
                        &documents[which],
                    );
                    stream.write_all(&request).unwrap();
                    let answer = try_answer(&mut stream).expect("every request is answered");
                    *counts.lock().unwrap().entry(answer.status).or_default() += 1;
                    match answer.status {
                        200 => assert_eq!(answer.json()["documents"][0]["verdict"], expected[which]),
                        429 => std::thread::sleep(Duration::from_millis(50)),
                        other => panic!("{other}: {answer:?}"),
                    }
                    // Some clients stay, some come anew each time; after a refusal the server may close.
                    if client % 2 == 0 || answer.status != 200 {
                        stream = server.connect();
                    }
                }
            });
        }
        while Instant::now() < end {
            memory.push(resident(server.id()));
            std::thread::sleep(Duration::from_millis(250));
        }
    });
    let counts = counts.into_inner().unwrap();
    let (warm, late) = memory.split_at(memory.len() / 2);
    let (warm, late) = (warm.iter().max().unwrap(), late.iter().max().unwrap());
    println!(
        "{CLIENTS} clients, {seconds} s: {counts:?}; resident KiB: first {}, most of the first half {warm}, of the second {late}",
        memory[0]
    );
    assert!(counts.keys().all(|status| [200, 429].contains(status)) && counts[&200] > 50, "{counts:?}");
    assert!(*late <= warm + warm / 4 + 8 * 1024, "memory grows: {memory:?}");
    assert_eq!(server.get("/readyz").status, 200);
}

/// KiB of memory of a process.
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
