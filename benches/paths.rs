//! What hostile bags and large lists take: the table of `docs/performance.md`.
//!
//! `cargo bench --bench paths`. Each line is the best of several runs, in processor time of the thread where the system
//! tells it (Linux), so that a busy machine does not decide it; memory is the highest of a process that reads the list from
//! a file and answers one question.

#[path = "../tests/support/hostile.rs"]
mod hostile;

use std::time::{Duration, Instant};

use hostile::{Mesh, Question};
use koseki::pki::{CertificateRevocationList, PathOutcome};

const ENTRIES: u64 = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--load") {
        return load(&arguments[place + 1]);
    }
    println!("| question | ends | steps | time |\n|---|---|---|---|");
    for (name, kind) in [
        ("500 certificates, one name, one key", Mesh::OneName),
        ("500 certificates, one name, four keys", Mesh::OneNameFourKeys),
        ("500 certificates, one key, every name certifies every other", Mesh::Clique),
    ] {
        line(name, &hostile::mesh(kind, 500), 3);
    }
    line("four certificates of 10,000 policies, 3,900 mappings each", &hostile::policies(10_000), 3);
    let der = hostile::list(ENTRIES);
    let file = std::env::temp_dir().join(format!("koseki-bench-{}.crl", std::process::id()));
    std::fs::write(&file, &der).expect("the list is written");
    let begun = Clock::start();
    let list = CertificateRevocationList::from_vec(der).expect("the list is read");
    let loaded = begun.elapsed();
    println!(
        "| a list of {ENTRIES} entries, {} octets: reading it | {} entries | | {loaded:.1?} |",
        list.der().len(),
        list.len()
    );
    let question = hostile::with_list(list.clone(), 0x0123_4567_89ab_0001);
    line("the first question about it (its digest)", &question, 1);
    line("one more question about it", &question, 20);
    line("one more, revoked", &hostile::with_list(list, hostile::serial(ENTRIES / 2)), 20);
    let child = std::process::Command::new(&arguments[0]).arg("--load").arg(&file).output().expect("starts");
    print!("{}", String::from_utf8_lossy(&child.stdout));
    std::fs::remove_file(&file).expect("the list is removed");
}

fn line(name: &str, question: &Question, runs: usize) {
    let mut best = Duration::MAX;
    let mut answer = None;
    for _ in 0..runs {
        let begun = Clock::start();
        answer = Some(question.ask());
        best = best.min(begun.elapsed());
    }
    let Some((outcome, steps)) = answer else { return };
    let ends = match outcome {
        PathOutcome::Valid(path) => format!("valid, {} policies", path.policies().len()),
        PathOutcome::Invalid(failure) => {
            let reason = failure
                .paths
                .first()
                .and_then(|path| path.first_error())
                .map(|error| error.defect.to_string());
            format!("{:?}, {} ways tried; {}", failure.search, failure.tried, reason.unwrap_or_default())
        }
    };
    println!("| {name} | {ends} | {steps} | {best:.1?} |");
}

/// Time on the wall, and processor time of this thread.
struct Clock {
    wall: Instant,
    processor: Option<u64>,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), processor: nanoseconds() }
    }

    /// Processor time is counted in ticks of some milliseconds: below twenty the wall is more exact.
    fn elapsed(&self) -> Duration {
        let wall = self.wall.elapsed();
        match (self.processor, nanoseconds()) {
            (Some(begun), Some(ended)) if wall > Duration::from_millis(20) => {
                Duration::from_nanos(ended.saturating_sub(begun)).min(wall)
            }
            _ => wall,
        }
    }
}

/// What this thread has run (Linux, proc(5): schedstat).
fn nanoseconds() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// A process of its own, so that building the list does not count.
fn load(path: &str) {
    let before = memory();
    let der = std::fs::read(path).expect("the list");
    let octets = der.len();
    let list = CertificateRevocationList::from_vec(der).expect("a list");
    let _ = hostile::with_list(list, 5).ask();
    println!(
        "| memory above an idle process, {octets} octets of list | {} KiB | | |",
        memory().saturating_sub(before)
    );
}

/// Highest resident set of this process in KiB (Linux); 0 where it cannot be read.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|count| count.parse().ok()).unwrap_or(0)
}
