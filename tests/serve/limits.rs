//! Every ceiling: the last that is taken and the first that is not.

use std::io::{Read as _, Write as _};
use std::thread::sleep;
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

use crate::server::{Server, answer, form, try_answer};
use crate::support::fixture;

const MIB: usize = 1 << 20;
const PDF: (&str, &str) = ("content-type", "application/pdf");

/// The head of a request whose body comes in chunks.
fn chunked(server: &Server) -> String {
    format!(
        "POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\ntransfer-encoding: chunked\r\n\r\n",
        server.address
    )
}

#[test]
fn a_request_may_be_as_large_as_was_said_and_not_an_octet_larger() {
    let server = Server::start(&["--max-size", "1"]);
    let whole = vec![b'x'; MIB];
    assert_eq!(server.ask("POST", "/v1/verify", &[PDF], &whole).status, 200);
    let refused = server.ask("POST", "/v1/verify", &[PDF], &[&whole[..], b"x"].concat());
    refused.is_problem(413, "too-large");
    assert_eq!(refused.json()["limit"], MIB);
    // Of a form its own lines count.
    let (kind, body) = form(&[("a", &whole[..MIB - 1000]), ("b", b"x")]);
    assert_eq!(server.ask("POST", "/v1/verify", &[("content-type", &kind)], &body).status, 200);
    // A body that does not say how long it is.
    let parts = |size: usize| {
        let mut request = chunked(&server).into_bytes();
        for part in whole.iter().cycle().take(size).copied().collect::<Vec<u8>>().chunks(100_000) {
            request.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
            request.extend_from_slice(part);
            request.extend_from_slice(b"\r\n");
        }
        request.extend_from_slice(b"0\r\n\r\n");
        server.raw(&request)
    };
    assert_eq!(parts(MIB).status, 200);
    parts(MIB + 1).is_problem(413, "too-large");
    // And as many documents.
    let many: Vec<(&str, &[u8])> = vec![("a", b"x"); 256];
    assert_eq!(server.verify("/v1/verify", &many).json()["summary"]["failed"], 256);
    let more: Vec<(&str, &[u8])> = vec![("a", b"x"); 257];
    let refused = server.verify("/v1/verify", &more);
    refused.is_problem(400, "too-many-documents");
    assert_eq!(refused.json()["limit"], 256);
}

/// Whoever sends 200 MB reads why they are refused, and no broken connection; whoever asks first sends nothing.
#[test]
fn a_huge_body_is_refused_with_an_answer() {
    let server = Server::start(&[]);
    let size = 200 * MIB;
    let head = format!(
        "POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\ncontent-length: {size}\r\n",
        server.address
    );
    let mut stream = server.connect();
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
    let part = vec![b'x'; MIB];
    for _ in 0..200 {
        stream.write_all(&part).unwrap();
    }
    answer(&mut stream).is_problem(413, "too-large");
    let mut stream = server.connect();
    stream.write_all(format!("{head}expect: 100-continue\r\n\r\n").as_bytes()).unwrap();
    let begun = Instant::now();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 413", "no 100 Continue");
    assert!(begun.elapsed() < Duration::from_secs(1));
    // One that is welcome is told so.
    let welcome = head.replace(&size.to_string(), "1");
    let mut stream = server.connect();
    stream.write_all(format!("{welcome}expect: 100-continue\r\n\r\n").as_bytes()).unwrap();
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 100");
}

#[test]
fn a_client_that_falls_silent_is_given_up() {
    let server = Server::start(&["--patience", "1s"]);
    // In the middle of a body: it is told.
    let mut stream = server.connect();
    stream.write_all(&server.request("POST", "/v1/verify", &[PDF, ("expect-nothing", "x")], b"")).unwrap();
    assert_eq!(answer(&mut stream).status, 200, "an empty one is whole");
    let head = format!(
        "POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\ncontent-length: 10\r\n\r\nhalf",
        server.address
    );
    let mut stream = server.connect();
    let begun = Instant::now();
    stream.write_all(head.as_bytes()).unwrap();
    answer(&mut stream).is_problem(408, "slow-client");
    assert!((1..8).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    // One octet now and then keeps it, as long as each comes in time.
    let mut stream = server.connect();
    stream.write_all(head.as_bytes()).unwrap();
    for octet in b"second" {
        sleep(Duration::from_millis(250));
        stream.write_all(&[*octet]).unwrap();
    }
    assert_eq!(answer(&mut stream).status, 200);
    // In the middle of a head as well; who has begun nothing, or nothing after an answer, is owed none.
    let whole = String::from_utf8(server.request("GET", "/healthz", &[], b"")).unwrap();
    for (begun, answers) in
        [("GET / HTTP/1.1\r\nhost: ", 0), ("", 0), (&whole, 1), (&format!("{whole}GET"), 1)]
    {
        let mut stream = server.connect();
        stream.write_all(begun.as_bytes()).unwrap();
        for _ in 0..answers {
            assert_eq!(answer(&mut stream).status, 200);
        }
        let waited = Instant::now();
        let last = try_answer(&mut stream);
        assert!(waited.elapsed() < Duration::from_secs(6), "{begun:?} {:?}", waited.elapsed());
        match last {
            Some(answer) => answer.is_problem(408, "slow-client"),
            None => assert!(begun.is_empty() || answers > 0, "{begun:?}"),
        }
    }
    // A drop of the head each half second does not buy more time.
    let mut stream = server.connect();
    stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
    let waited = Instant::now();
    while stream.write_all(b"a").is_ok() && waited.elapsed() < Duration::from_secs(10) {
        sleep(Duration::from_millis(200));
    }
    assert!(waited.elapsed() < Duration::from_secs(8), "{:?}", waited.elapsed());
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_client_that_does_not_read_its_answers_is_given_up() {
    let server = Server::start(&["--patience", "1s", "--max-connections", "1"]);
    let mut stream = server.connect();
    stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    let request = server.request("GET", "/assets/page.js", &[], b"");
    // Until both sides' buffers are full of answers that nobody reads.
    let filling = Instant::now();
    while stream.write_all(&request).is_ok() && filling.elapsed() < Duration::from_secs(20) {}
    let waited = Instant::now();
    loop {
        let mut other = server.connect();
        other.write_all(&server.request("GET", "/healthz", &[], b"")).unwrap();
        if try_answer(&mut other).is_some_and(|answer| answer.status == 200) {
            break;
        }
        assert!(waited.elapsed() < Duration::from_secs(10), "its seat is free again");
        sleep(Duration::from_millis(100));
    }
}

#[test]
fn requests_that_are_too_many_are_told_to_come_again() {
    let server = Server::start(&["--max-requests", "1"]);
    let mut slow = server.connect();
    let whole = server.request("POST", "/v1/verify", &[PDF], b"document");
    slow.write_all(&whole[..whole.len() - 1]).unwrap();
    sleep(Duration::from_millis(200));
    let refused = server.ask("POST", "/v1/verify", &[PDF], b"x");
    refused.is_problem(429, "busy");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(server.get("/healthz").status, 200, "other questions are answered");
    slow.write_all(&whole[whole.len() - 1..]).unwrap();
    assert_eq!(answer(&mut slow).status, 200);
    assert_eq!(server.ask("POST", "/v1/verify", &[PDF], b"x").status, 200);
    // Who goes away in the middle makes room as well.
    let mut gone = server.connect();
    gone.write_all(&whole[..whole.len() - 1]).unwrap();
    sleep(Duration::from_millis(200));
    drop(gone);
    sleep(Duration::from_millis(200));
    assert_eq!(server.ask("POST", "/v1/verify", &[PDF], b"x").status, 200);
}

/// Nor does who drips steadily keep a place for long, or who only says how much will come.
#[test]
fn a_client_that_drips_is_given_up_and_takes_no_memory_beforehand() {
    let server = Server::start(&["--max-size", "1", "--patience", "1s"]);
    let mut held: Vec<_> = (0..8).map(|_| server.connect()).collect();
    for stream in &mut held {
        stream.write_all(chunked(&server).as_bytes()).unwrap();
    }
    sleep(Duration::from_millis(200));
    assert_eq!(server.ask("POST", "/v1/verify", &[PDF], b"x").status, 200);
    let begun = Instant::now();
    let slow = &mut held[0];
    while begun.elapsed() < Duration::from_secs(8) && slow.write_all(b"1\r\nx\r\n").is_ok() {
        slow.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        if let Some(answer) = try_answer(slow) {
            answer.is_problem(408, "slow-client");
            break;
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(7), "{:?}", begun.elapsed());
}

/// Memory is bounded, not only the number of requests: four of the largest, whatever they say of their size.
#[test]
fn requests_that_are_too_large_together_are_told_to_come_again() {
    let server = Server::start(&["--max-size", "1"]);
    let held: Vec<_> = (0..4)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(chunked(&server).as_bytes()).unwrap();
            stream.write_all(b"100000\r\n").unwrap();
            stream.write_all(&vec![b'x'; MIB]).unwrap();
            stream
        })
        .collect();
    sleep(Duration::from_millis(500));
    server.ask("POST", "/v1/verify", &[PDF], b"x").is_problem(429, "busy");
    drop(held);
    sleep(Duration::from_millis(300));
    assert_eq!(server.ask("POST", "/v1/verify", &[PDF], b"x").status, 200);
}

/// An answer that nobody reads stays on the account of its request.
#[test]
fn answers_that_are_not_read_keep_others_out_and_no_more_answers_in() {
    let server = Server::start(&["--max-requests", "2", "--patience", "3s"]);
    let (name, document) = ("&".repeat(1000), fixture("signed/changed-after-signing.pdf"));
    let many: Vec<(&str, &[u8])> = vec![(&name, &document); 256];
    let (kind, body) = form(&many);
    let request =
        server.request("POST", "/v1/verify?explain=true&format=html", &[("content-type", &kind)], &body);
    let held: Vec<_> = (0..2)
        .map(|_| {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            socket.set_recv_buffer_size(4096).unwrap();
            socket.connect(&server.address.into()).unwrap();
            let mut stream = std::net::TcpStream::from(socket);
            stream.write_all(&request).unwrap();
            let mut head = [0; 900];
            stream.read_exact(&mut head).unwrap();
            let head = String::from_utf8_lossy(&head).into_owned();
            assert!(head.starts_with("HTTP/1.1 200"), "{head}");
            // More than the buffers of both ends hold.
            let length = head.split("content-length: ").nth(1).unwrap().split('\r').next().unwrap();
            assert!(length.parse::<u64>().unwrap() > 4_500_000, "{length}");
            stream
        })
        .collect();
    server.ask("POST", "/v1/verify", &[PDF], b"x").is_problem(429, "busy");
    // Nor for ever.
    sleep(Duration::from_millis(4500));
    assert_eq!(server.ask("POST", "/v1/verify", &[PDF], b"x").status, 200);
    drop(held);
}

/// What stands in front of a document in a form is read again with every piece that arrives: it has an end of its own.
#[test]
fn a_form_in_which_no_document_begins_is_given_up() {
    let server = Server::start(&[]);
    let form = ("content-type", "multipart/form-data; boundary=b");
    for (before, after) in [("--X", ""), ("--b\r\nContent-Disposition: form-data; x=\"", "a")] {
        let whole = |size: usize| format!("{before}{}", format!("{after}--X").repeat(size)).into_bytes();
        server.ask("POST", "/v1/verify", &[form], &whole(1_000_000)).is_problem(400, "malformed");
        let begun = Instant::now();
        server.ask("POST", "/v1/verify", &[form], &whole(10_000_000)).is_problem(400, "malformed");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
    // Many documents have many heads, each on its own account.
    let documents: Vec<(&str, &[u8])> = vec![("a.pdf", &[b'-'; 4096]); 200];
    assert_eq!(server.verify("/v1/verify", &documents).json()["summary"]["failed"], 200);
}

#[test]
fn connections_that_are_too_many_are_sent_away() {
    let server = Server::start(&["--max-connections", "2"]);
    let held = [server.connect(), server.connect()];
    sleep(Duration::from_millis(200));
    let sent_away = server.get("/healthz");
    assert_eq!(sent_away.status, 503);
    assert_eq!(sent_away.header("retry-after"), Some("1"));
    sent_away.is_problem(503, "too-many-connections");
    drop(held);
    sleep(Duration::from_millis(200));
    assert_eq!(server.get("/healthz").status, 200);
    assert!(server.log().contains("connection refused: too-many-connections"));
}
