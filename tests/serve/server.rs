//! Starts the binary and speaks HTTP with it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");
pub(crate) const KOSEKI: &str = env!("CARGO_BIN_EXE_koseki");

/// When every report was made, so that two of them are the same.
const MADE_AT: &str = "1796083500";

/// By what the documents of the fixtures pass.
pub(crate) const JUDGED_BY: [&str; 6] = [
    "--trust",
    "fixtures/pki/anchors/official-status-ca.cer",
    "--crl",
    "fixtures/pki/crls",
    "--at",
    "2026-12-01T00:05:00Z",
];

/// A running server, stopped when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// With the documents of the fixtures passing.
    pub(crate) fn start(more: &[&str]) -> Self {
        Self::started(&[&JUDGED_BY[..], more].concat(), Path::new(ROOT))
    }

    pub(crate) fn started(arguments: &[&str], folder: &Path) -> Self {
        started_as(Path::new(KOSEKI), arguments, folder)
    }

    fn of(mut child: Child) -> Self {
        let log = Arc::default();
        let reader = std::thread::spawn({
            let (stderr, log) = (child.stderr.take().unwrap(), Arc::clone(&log));
            move || keep(stderr, &log)
        });
        let mut stdout = child.stdout.take().unwrap();
        let mut line = Vec::new();
        let mut octet = [0];
        while stdout.read(&mut octet).unwrap() == 1 && octet != *b"\n" {
            line.extend_from_slice(&octet);
        }
        let line = String::from_utf8(line).unwrap();
        let Some(address) = line.split("://").nth(1) else {
            child.wait().unwrap();
            reader.join().unwrap();
            panic!("it does not serve: {line}{}", log.lock().unwrap());
        };
        let address = address.trim_end_matches('/').parse().unwrap();
        Self { child, address, log }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said on standard error so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends octets as they are and reads one answer.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        answer(&mut stream)
    }

    /// A request with the right Host.
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.raw(&self.request(method, target, headers, body))
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[], b"")
    }

    /// Documents as a form.
    pub(crate) fn verify(&self, target: &str, documents: &[(&str, &[u8])]) -> Answer {
        let (kind, body) = form(documents);
        self.ask("POST", target, &[("content-type", &kind)], &body)
    }

    pub(crate) fn request(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Vec<u8> {
        let mut request = format!("{method} {target} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method == "POST" {
            request.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        [request.as_bytes(), body].concat()
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server, from a copy of the program.
pub(crate) fn started_as(program: &Path, arguments: &[&str], folder: &Path) -> Server {
    Server::of(command(program, arguments, folder).spawn().unwrap())
}

fn command(program: &Path, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments).current_dir(folder);
    command.env("KOSEKI_CONFIG", "").env("LC_ALL", "C.UTF-8").env("SOURCE_DATE_EPOCH", MADE_AT);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The same program in another use.
pub(crate) fn koseki(arguments: &[&str], folder: &Path) -> Output {
    Command::new(KOSEKI)
        .args(arguments)
        .current_dir(folder)
        .env("KOSEKI_CONFIG", "")
        .env("LC_ALL", "C.UTF-8")
        .env("SOURCE_DATE_EPOCH", MADE_AT)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn keep(mut stderr: ChildStderr, log: &Mutex<String>) {
    let mut octets = [0; 4096];
    while let Ok(count @ 1..) = stderr.read(&mut octets) {
        log.lock().unwrap().push_str(&String::from_utf8_lossy(&octets[..count]));
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A problem of this kind, in both languages, with the request's identifier.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, id: &str) {
        assert_eq!(
            (self.status, self.header("content-type")),
            (status, Some("application/problem+json")),
            "{}",
            String::from_utf8_lossy(&self.body[..self.body.len().min(500)])
        );
        let problem = self.json();
        assert_eq!(problem["id"], id, "{problem}");
        assert_eq!(problem["type"], format!("urn:koseki:problem:{id}"));
        assert_eq!(problem["status"], status);
        assert!(
            problem["ja"].as_str().unwrap().contains('。') && !problem["en"].as_str().unwrap().is_empty()
        );
        assert_eq!(problem["request_id"], self.header("x-request-id").unwrap());
    }
}

/// Reads one answer; panics when the connection ends before it is whole.
#[track_caller]
pub(crate) fn answer(stream: &mut impl Read) -> Answer {
    try_answer(stream).expect("an answer")
}

pub(crate) fn try_answer(stream: &mut impl Read) -> Option<Answer> {
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut octet).ok()? == 0 {
            return None;
        }
        head.push(octet[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    if status == 100 {
        return try_answer(stream);
    }
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Answer { status, headers, body })
}

/// The Content-Type and the body of a form with documents.
pub(crate) fn form(documents: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "koseki-test-boundary";
    let mut body = Vec::new();
    for (name, octets) in documents {
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(octets);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}
