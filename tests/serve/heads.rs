//! What is no request of HTTP, or has a head beyond the ceilings, is answered as everything else is: with a problem, an identifier,
//! a line in the log and a count.

use std::io::{Read as _, Write as _};
use std::thread::sleep;
use std::time::Duration;

use crate::server::{Server, answer, try_answer};

#[test]
fn heads_have_an_end() {
    let server = Server::start(&[]);
    let long = "a".repeat(20_000);
    assert_eq!(server.ask("GET", "/healthz", &[("x-long", &long)], b"").status, 200);
    // What is read at once may exceed the ceiling before it is looked at, but not by more than itself.
    let longer = "a".repeat(100_000);
    server.ask("GET", "/healthz", &[("x-long", &longer)], b"").is_problem(431, "head-too-large");
    let many = |count| (0..count).map(|_| ("x-many", "x")).collect::<Vec<_>>();
    assert_eq!(server.ask("GET", "/healthz", &many(63), b"").status, 200);
    server.ask("GET", "/healthz", &many(64), b"").is_problem(431, "head-too-large");
    server.get(&format!("/{}", "a".repeat(100_000))).is_problem(431, "head-too-large");
}

#[test]
fn what_is_no_request_is_answered_as_a_request_is() {
    let server = Server::start(&[]);
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let hello = "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}";
    for garbage in
        ["\r\n\r\nnonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", preface, hello]
    {
        let refused = server.raw(garbage.as_bytes());
        refused.is_problem(400, "not-http");
        for (name, value) in [
            ("connection", "close"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(refused.header(name), Some(value), "{garbage:?}");
        }
        assert!(refused.header("content-security-policy").unwrap().contains("sandbox"));
        assert!(refused.header("date").unwrap().ends_with(" GMT"));
        let id = refused.header("x-request-id").unwrap().to_owned();
        sleep(Duration::from_millis(100));
        assert!(server.log().contains(&format!("id={id} OTHER other 400 ")), "{}", server.log());
    }
    // After a request that was answered, too.
    let mut stream = server.connect();
    stream.write_all(&server.request("GET", "/healthz", &[], b"")).unwrap();
    assert_eq!(answer(&mut stream).status, 200);
    stream.write_all(b"nonsense\r\n\r\n").unwrap();
    answer(&mut stream).is_problem(400, "not-http");
    assert_eq!(stream.read(&mut [0]).unwrap(), 0, "and that is the end");
    // And behind one, in one breath.
    let both = [server.request("GET", "/healthz", &[], b""), b"nonsense\r\n\r\n".to_vec()].concat();
    let mut stream = server.connect();
    stream.write_all(&both).unwrap();
    assert_eq!(answer(&mut stream).status, 200);
    answer(&mut stream).is_problem(400, "not-http");
    let numbers = server.get("/metrics").text();
    let count = "koseki_requests_total{method=\"OTHER\",route=\"other\",status=\"400\"} 7\n";
    assert!(numbers.contains(count), "{numbers}");
    assert!(!server.log().contains("nonsense"), "what it was is not in the log");
}

/// What a client put into its own document is never taken for an answer that hyper gave by itself.
#[test]
fn an_answer_with_the_words_of_another_goes_out_whole() {
    let server = Server::start(&[]);
    let name = "HTTP/1.1 400 Bad Request%0D%0A%0D%0A".repeat(20);
    let many: Vec<(&str, &[u8])> = vec![(&name, b"x"); 200];
    let first = server.verify("/v1/verify", &many);
    assert_eq!((first.status, &first.json()["summary"]["failed"]), (200, &200.into()));
}

#[test]
fn two_lengths_are_refused_and_of_a_length_and_chunks_the_chunks_count() {
    let server = Server::start(&[]);
    // Two lengths are two readings of one request. Of a length and chunks the chunks count (RFC 9112, 6.3), and the connection
    // ends, so that nothing is read as a second request.
    let both =
        format!("POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\n", server.address);
    let two = format!("{both}content-length: 1\r\ncontent-length: 2\r\n\r\nxx");
    server.raw(two.as_bytes()).is_problem(400, "not-http");
    let chunks = format!("{both}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    let second = server.request("GET", "/healthz", &[], b"");
    let mut stream = server.connect();
    stream.write_all(&[chunks.as_bytes(), &second].concat()).unwrap();
    assert_eq!(answer(&mut stream).status, 200);
    assert!(try_answer(&mut stream).is_none(), "the second is not answered");
}
