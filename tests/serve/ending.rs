//! It ends when it is asked to, and not before what it was given is answered.

use std::io::Write as _;
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::server::{Server, answer};
use crate::support::fixture;

#[test]
fn what_is_at_hand_is_finished_and_nothing_new_is_begun() {
    for signal in ["TERM", "INT", "HUP"] {
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

/// Who is silent in the middle of a head is owed nothing; who completes it in that moment is answered.
#[test]
fn half_a_head_delays_nothing() {
    let mut server = Server::start(&["--patience", "60s"]);
    let whole = server.request("GET", "/healthz", &[], b"");
    let (first, rest) = whole.split_at(whole.len() - 5);
    let mut half: Vec<TcpStream> = (0..4).map(|_| server.connect()).collect();
    for stream in &mut half {
        stream.write_all(first).unwrap();
    }
    // One that has been answered before.
    half[0].write_all(rest).unwrap();
    assert_eq!(answer(&mut half[0]).status, 200);
    half[0].write_all(first).unwrap();
    sleep(Duration::from_millis(200));
    let waited = Instant::now();
    server.signal("TERM");
    sleep(Duration::from_millis(200));
    half[1].write_all(rest).unwrap();
    assert_eq!(answer(&mut half[1]).status, 200);
    assert_eq!(server.ended(), Some(0), "{}", server.log());
    assert!(waited.elapsed() < Duration::from_secs(3), "{:?}", waited.elapsed());
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

/// A log that nobody reads, or that cannot be written, costs lines and no requests.
#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    use std::process::{Command, Stdio};
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let pipe = || Stdio::piped();
    for stderr in [Stdio::from(full), pipe()] {
        let mut child = Command::new(crate::server::KOSEKI)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(crate::server::JUDGED_BY)
            .current_dir(crate::server::ROOT)
            .env("KOSEKI_CONFIG", "")
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
        std::io::BufRead::read_line(&mut out, &mut line).unwrap();
        let address = line.trim().split("://").nth(1).unwrap().trim_end_matches('/').to_owned();
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        // More lines than a pipe and the queue hold.
        for _ in 0..3000 {
            stream.write_all(format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes()).unwrap();
            assert_eq!(answer(&mut stream).status, 200);
        }
        drop(stream);
        assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}
