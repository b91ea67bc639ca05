//! The schema engine in a process of its own: this binary begins itself again, and each end keeps its half of the bargain.
//! The child sets limits on its own processor time and memory and can open nothing; the parent ends it when the clock
//! says so and reads from how it ended why.

use std::fmt;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
#[cfg(unix)]
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

#[cfg(unix)]
use koseki::limits::xsd::WORKER_WATCH;
use koseki::xsd::Interruption;
use koseki::xsd::worker::{Allowance, Conversation, Launcher, receive, send, serve};

use crate::{Exit, Trouble};

/// The sub-command that the parent begins itself with; not for people.
pub(crate) const COMMAND: &str = "schema-worker";

/// Begins this program again, as a worker.
#[derive(Debug)]
pub(crate) struct OwnProcess {
    program: io::Result<PathBuf>,
}

/// On Linux, the program that runs, also when its file was replaced by another or is gone: a server runs on while it is upgraded, and
/// both ends are to be of one make.
#[cfg(target_os = "linux")]
const ITSELF: &str = "/proc/self/exe";

impl OwnProcess {
    pub(crate) fn new() -> Self {
        #[cfg(target_os = "linux")]
        if std::path::Path::new(ITSELF).exists() {
            return Self { program: Ok(ITSELF.into()) };
        }
        Self { program: std::env::current_exe() }
    }
}

impl Launcher for OwnProcess {
    fn launch(&self) -> Result<Box<dyn Conversation>, Interruption> {
        let program = self.program.as_ref().map_err(|_| Interruption::Absent)?;
        let mut command = Command::new(program);
        // Ctrl-C on a terminal asks this process to end with what it has; a worker that it ended as well would leave the
        // document at hand undecided. When this process is gone, so is the worker's question, and it ends by itself.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .arg(COMMAND)
            .env_clear()
            // The thread that watches the time must not have a pool of memory of its own: its addresses would count.
            .env("MALLOC_ARENA_MAX", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|_| Interruption::Absent)?;
        let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Interruption::Absent);
        };
        let (questions, asked) = sync_channel::<Vec<u8>>(1);
        let (answered, answers) = sync_channel(1);
        // Reading and writing block; a thread does both, so that waiting can end by the clock.
        thread::spawn(move || {
            while let Ok(message) = asked.recv() {
                let answer = send(&mut input, &message).and_then(|()| receive(&mut output));
                let over = !matches!(answer, Ok(Some(_)));
                if answered.send(answer.ok().flatten()).is_err() || over {
                    return;
                }
            }
        });
        Ok(Box::new(Process { child, questions, answers }))
    }
}

/// One worker.
struct Process {
    child: Child,
    questions: SyncSender<Vec<u8>>,
    answers: Receiver<Option<Vec<u8>>>,
}

impl Conversation for Process {
    fn ask(&mut self, message: Vec<u8>, allowance: &Allowance) -> Result<Vec<u8>, Interruption> {
        self.questions.send(message).map_err(|_| Interruption::Crashed)?;
        match self.answers.recv_timeout(Duration::from_millis(allowance.patience_milliseconds())) {
            Ok(Some(answer)) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => {
                self.end();
                Err(Interruption::Deadline)
            }
            Ok(None) | Err(RecvTimeoutError::Disconnected) => {
                // The stream has ended, so the process has or is about to; it must not outlive the question.
                let ended = self.child.wait();
                Err(ended.map_or(Interruption::Crashed, |status| why(status, self.child.stderr.take())))
            }
        }
    }
}

impl Process {
    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Process").field("id", &self.child.id()).finish_non_exhaustive()
    }
}

/// Signals by which the kernel ends a process that has used its processor time.
#[cfg(unix)]
const PROCESSOR_TIME: [i32; 2] =
    [rustix::process::Signal::XCPU.as_raw(), rustix::process::Signal::KILL.as_raw()];

/// What the standard library writes when memory is refused; nothing of the document is in it.
const MEMORY: &[u8] = b"memory allocation of";

/// Much more than that line.
const LAST_WORDS: u64 = 4096;

/// Octets of stack of the thread that watches the time.
#[cfg(unix)]
const WATCH_STACK: usize = 64 * 1024;

fn why(status: ExitStatus, stderr: Option<ChildStderr>) -> Interruption {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if status.signal().is_some_and(|signal| PROCESSOR_TIME.contains(&signal)) {
            return Interruption::ProcessorTime;
        }
    }
    let _ = status;
    let mut last_words = Vec::new();
    if let Some(stderr) = stderr {
        let _ = stderr.take(LAST_WORDS).read_to_end(&mut last_words);
    }
    if last_words.windows(MEMORY.len()).any(|window| window == MEMORY) {
        return Interruption::Memory;
    }
    Interruption::Crashed
}

/// The child: answers questions from standard input until it ends.
pub(crate) fn run() -> Result<Exit, Trouble> {
    // The message of a panic may quote the document.
    std::panic::set_hook(Box::new(|_| {}));
    let mut confinement = Confinement::new()?;
    serve(&mut io::stdin().lock(), &mut io::stdout().lock(), &mut |allowance| confinement.narrow(allowance))?;
    Ok(Exit::Passed)
}

/// The limits of this process.
#[cfg(unix)]
struct Confinement {
    memory: u64,
    /// What the processor may have worked for this process in all, in milliseconds.
    most: Arc<AtomicU64>,
}

/// What the processor has worked for this process so far, in milliseconds.
#[cfg(unix)]
fn used() -> u64 {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let part = |value: i64| u64::try_from(value).unwrap_or(0);
    part(time.tv_sec).saturating_mul(1000).saturating_add(part(time.tv_nsec) / 1_000_000)
}

/// Ends this process as the kernel would, but to ten milliseconds: the kernel counts whole seconds, and two questions
/// of a hostile schema and document would take three.
#[cfg(unix)]
fn watch(most: &AtomicU64) {
    use rustix::process::{Signal, getpid, kill_process};
    loop {
        thread::sleep(Duration::from_millis(WORKER_WATCH));
        if used() > most.load(Ordering::Relaxed) {
            let _ = kill_process(getpid(), Signal::XCPU);
        }
    }
}

#[cfg(unix)]
impl Confinement {
    /// No memory image of a register on disk, no file grows, and nothing more can be opened than the three streams.
    fn new() -> io::Result<Self> {
        use rustix::process::{Resource, Rlimit, setrlimit};
        for (resource, most) in [(Resource::Core, 0), (Resource::Fsize, 0), (Resource::Nofile, 3)] {
            setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
        }
        let most = Arc::new(AtomicU64::new(u64::MAX));
        let watched = Arc::clone(&most);
        thread::Builder::new().stack_size(WATCH_STACK).spawn(move || watch(&watched))?;
        Ok(Self { memory: 0, most })
    }

    /// Processor time counts from here; memory never becomes less, because what an earlier document needed may be kept.
    /// Without an allowance there are no limits but those this process was born with.
    fn narrow(&mut self, allowance: Option<&Allowance>) -> io::Result<()> {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Some(allowance) = allowance else {
            self.most.store(u64::MAX, Ordering::Relaxed);
            for resource in [Resource::Cpu, Resource::As] {
                let maximum = getrlimit(resource).maximum;
                setrlimit(resource, Rlimit { current: maximum, maximum })?;
            }
            return Ok(());
        };
        self.memory = self.memory.max(allowance.memory);
        let most = used().saturating_add(allowance.processor_milliseconds);
        self.most.store(most, Ordering::Relaxed);
        // Should the watching thread fail, the kernel ends the process a second later.
        let seconds = most.div_ceil(1000).saturating_add(1);
        for (resource, most) in [(Resource::Cpu, seconds), (Resource::As, self.memory)] {
            let maximum = getrlimit(resource).maximum;
            let current = Some(maximum.map_or(most, |maximum| most.min(maximum)));
            setrlimit(resource, Rlimit { current, maximum })?;
        }
        Ok(())
    }
}

/// Without limits of the operating system there is the clock alone.
#[cfg(not(unix))]
struct Confinement;

#[cfg(not(unix))]
impl Confinement {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    fn narrow(&mut self, _: Option<&Allowance>) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_cannot_be_started_is_absent() {
        let launcher = OwnProcess { program: Ok("/nowhere/koseki".into()) };
        assert_eq!(launcher.launch().err(), Some(Interruption::Absent));
    }

    /// `false` ends at once, as a worker does that crashes before it reads.
    #[cfg(unix)]
    #[test]
    fn a_worker_that_ends_without_an_answer_has_crashed() {
        let launcher = OwnProcess { program: Ok("/bin/false".into()) };
        let mut worker = launcher.launch().unwrap();
        let allowance = Allowance { processor_milliseconds: 1000, memory: 1 };
        assert_eq!(worker.ask(b"question".to_vec(), &allowance), Err(Interruption::Crashed));
    }

    /// `sleep` neither reads nor answers: the clock alone ends it.
    #[cfg(unix)]
    #[test]
    fn a_worker_that_never_answers_is_ended_by_the_clock() {
        let mut child = Command::new("sleep").arg("600").stdin(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take();
        let (questions, _asked) = sync_channel(1);
        let (_answered, answers) = sync_channel(1);
        let mut worker = Process { child, questions, answers };
        let allowance = Allowance { processor_milliseconds: 0, memory: 1 };
        assert_eq!(worker.ask(Vec::new(), &allowance), Err(Interruption::Deadline));
        assert!(worker.child.try_wait().unwrap().is_some(), "it was ended");
        drop(input);
    }
}
