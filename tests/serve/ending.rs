//! It ends when it is asked to, and not before what it was given is answered.

use std::io::Write as _;
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::server::{Server, answer};
use crate::support::fixture;

#[test]
fn what_is_at_hand_is_finished_and_nothing_new_is_begun() {
    for signal in ["TERM", "INT"] {
        let mut server = Server::start(&[]);
        let document = fixture("signed/couple-and-child.pdf");
        let request = server.request("POST", "/v1/verify", &[("content-type", "application/pdf")], &document);
        let (first, rest) = request.split_at(request.len() / 2);
        let mut busy: Vec<TcpStream> = (0..5).map(|_| server.connect()).collect();
        for stream in &mut busy {
            stream.write_all(first).unwrap();
        }
        let idle = server.connect();
        sleep(Duration::from_millis(200));
        server.signal(signal);
        sleep(Duration::from_millis(200));
        assert!(TcpStream::connect(server.address).is_err(), "nobody new is let in");
        for stream in &mut busy {
            stream.write_all(rest).unwrap();
            let answer = answer(stream);
            assert_eq!(answer.json()["documents"][0]["verdict"], "passed");
        }
        let waited = Instant::now();
        assert_eq!(server.ended(), Some(0), "{}", server.log());
        assert!(waited.elapsed() < Duration::from_secs(5), "an idle connection holds nobody");
        drop(idle);
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut server = Server::start(&[]);
    let mut busy = server.connect();
    let request = server.request("POST", "/v1/verify", &[("content-type", "application/pdf")], b"document");
    busy.write_all(&request[..request.len() - 1]).unwrap();
    sleep(Duration::from_millis(200));
    server.signal("TERM");
    sleep(Duration::from_millis(200));
    let waited = Instant::now();
    server.signal("TERM");
    assert_eq!(server.ended(), Some(4));
    assert!(waited.elapsed() < Duration::from_secs(3));
}
