//! `--watch`: files that arrive in a folder are judged and moved, each with its report, into the folder of its verdict.
//!
//! A file is taken when it has not changed for a while; there is no other sign on a network share that it is whole. The report
//! is there before the document is moved, so that a document in a folder of verdicts always has one; both moves are renames
//! on one file system that replace nothing. What cannot be moved or read stays where it is, and is told once.

use core::num::NonZeroUsize;
use core::ops::ControlFlow;
use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use koseki::batch::{Workers, in_order};
use koseki::report::{Summary, Text, Verdict};

use super::form::{Form, Judged};
use super::run::{Conditions, exit, quiet_panics, threads, verified};
use super::{Many, interruption};
use crate::commands;
use crate::render::one_line;
use crate::render::text::short_word;
use crate::{Exit, Trouble};

/// How often the folder is looked at.
const INTERVAL: Duration = Duration::from_millis(500);

/// Numbers that are tried for a name that is taken.
const NAMES: usize = 10_000;

/// Names that programs give to what they have not finished writing.
const UNFINISHED: [&str; 6] = [".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart"];

/// Watches `folder`. `prepare` reads what is judged with, anew for every round that has work, so that fresh revocation data
/// and the time count.
pub(crate) fn watch<V>(
    folder: &Path,
    many: &Many,
    prepare: impl Fn() -> Result<V, Trouble>,
    conditions: impl for<'v> Fn(&'v V) -> Conditions<'v>,
) -> Result<Exit, Trouble> {
    // What cannot be used is told before anybody relies on it.
    drop(prepare()?);
    for verdict in [Verdict::Passed, Verdict::Failed, Verdict::Indeterminate] {
        let folder = folder.join(name_of(verdict));
        fs::create_dir_all(&folder).map_err(|error| Trouble::from(error).about(&folder))?;
    }
    interruption::listen();
    quiet_panics();
    let settle = Duration::from_secs(u64::from(many.settle));
    let mut seen: HashMap<PathBuf, Seen> = HashMap::new();
    let mut summary = Summary::default();
    loop {
        let present = scan(folder)?;
        seen.retain(|path, _| present.contains_key(path));
        for (path, state) in present {
            match seen.get_mut(&path) {
                Some(known) if known.state == state => {}
                _ => {
                    seen.insert(path, Seen { state, since: Instant::now(), given_up: false });
                }
            }
        }
        let ready = |(path, one): (&PathBuf, &Seen)| {
            (!one.given_up && one.since.elapsed() >= settle).then(|| path.clone())
        };
        let mut files: Vec<PathBuf> = seen.iter().filter_map(ready).collect();
        files.sort();
        if !files.is_empty() {
            match prepare() {
                Ok(verifier) => {
                    let conditions = conditions(&verifier);
                    for path in round(files, folder, many, &conditions, &mut summary)? {
                        if let Some(one) = seen.get_mut(&path) {
                            one.given_up = true;
                        }
                    }
                }
                Err(trouble) if many.once => return Err(trouble),
                // Somebody is putting new lists there: the files wait.
                Err(trouble) => trouble.tell(),
            }
        }
        let waiting = seen.iter().any(|(path, one)| !one.given_up && path.exists());
        if interruption::asked() || (many.once && !waiting) {
            return Ok(exit(&summary));
        }
        sleep(INTERVAL);
    }
}

struct Seen {
    state: State,
    since: Instant,
    /// It could not be judged or moved as it is; when it changes it is looked at again.
    given_up: bool,
}

/// By what a file that is still being written differs from itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// The regular files that lie directly in the folder. Links are not followed; hidden names are not ours.
fn scan(folder: &Path) -> Result<HashMap<PathBuf, State>, Trouble> {
    let failed = |error: io::Error| Trouble::from(error).about(folder);
    let mut found = HashMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let unfinished = UNFINISHED.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
        // Taken away between the two looks: then it is not there.
        let Ok(metadata) = entry.path().symlink_metadata() else { continue };
        if metadata.is_file() && !name.starts_with(['.', '~']) && !unfinished {
            found.insert(entry.path(), State::of(&metadata));
        }
    }
    Ok(found)
}

/// Judges and moves; gives back what has to stay.
fn round(
    files: Vec<PathBuf>,
    folder: &Path,
    many: &Many,
    conditions: &Conditions<'_>,
    summary: &mut Summary,
) -> Result<Vec<PathBuf>, Trouble> {
    let mut stay = Vec::new();
    let count = NonZeroUsize::new(files.len()).unwrap_or(NonZeroUsize::MIN);
    let workers = Workers::new(threads(many.jobs).min(count));
    in_order(
        files.into_iter(),
        workers,
        |path| judge(path, conditions),
        |path, judged| {
            let moved = judged.and_then(|(verdict, report, state)| {
                let name =
                    release(&path, folder, verdict, &report, state, conditions.form.format.extension())?;
                Ok((verdict, name))
            });
            match moved {
                Ok((verdict, name)) => {
                    summary.count(Some(verdict));
                    let word = short_word(Some(verdict), conditions.form.setting.manner.language);
                    let from = path.display().to_string();
                    anstream::println!(
                        "{word}  {} -> {}",
                        one_line(&from),
                        one_line(&name.display().to_string())
                    );
                }
                Err(trouble) => {
                    summary.count(None);
                    trouble.about(&path).tell();
                    stay.push(path);
                }
            }
            if interruption::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    )?;
    Ok(stay)
}

/// The verdict, the report, and how the file was when it was read.
fn judge(path: &Path, conditions: &Conditions<'_>) -> Result<(Verdict, String, State), Trouble> {
    let told = |Text { ja, en }: Text| Trouble::said(ja, en);
    let state = |path: &Path| path.symlink_metadata().map(|metadata| State::of(&metadata));
    let before = state(path)?;
    let octets = commands::octets(path).map_err(told)?;
    if state(path)? != before {
        return Err(changed());
    }
    let name = path.display().to_string();
    let document = verified(&octets, conditions, &name).map_err(told)?;
    let verdict = document.verdict();
    Ok((verdict, whole(&conditions.form, Ok(document)), before))
}

/// The report on one document alone.
fn whole(form: &Form, judged: Judged) -> String {
    let mut summary = Summary::default();
    summary.count(judged.as_ref().ok().map(koseki::report::DocumentReport::verdict));
    [form.head(&summary, &[]), form.part(&judged, "d-1"), form.tail(&summary, &[])].concat()
}

fn changed() -> Trouble {
    Trouble::said(
        "検証している間にファイルが変わりました。書き終わってから改めて検証します",
        "changed while it was being verified; it is verified again when it rests",
    )
}

/// The folder of a verdict; its name is the verdict's word whatever language is spoken.
const fn name_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "有効",
        Verdict::Failed => "無効",
        Verdict::Indeterminate => "判定不能",
    }
}

/// Moves a document and its report under the first name that neither of them finds taken.
fn release(
    path: &Path,
    folder: &Path,
    verdict: Verdict,
    report: &str,
    state: State,
    extension: &str,
) -> Result<PathBuf, Trouble> {
    let folder = folder.join(name_of(verdict));
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    for number in 1..=NAMES {
        let target = folder.join(numbered(&name, number));
        let mut report_name = target.clone().into_os_string();
        report_name.push(format!(".report.{extension}"));
        let report_path = PathBuf::from(report_name);
        if target.symlink_metadata().is_ok() || report_path.symlink_metadata().is_ok() {
            continue;
        }
        let mut beside = commands::Beside::begin(&report_path)?;
        io::Write::write_all(&mut beside, report.as_bytes())?;
        match beside.release(false) {
            Err(_) if report_path.symlink_metadata().is_ok() => continue,
            other => other?,
        }
        let now = path.symlink_metadata().map(|metadata| State::of(&metadata));
        let moved = match now {
            Ok(now) if now == state => move_to(path, &target),
            Ok(_) => Err(io::Error::from(ErrorKind::ResourceBusy)),
            Err(error) => Err(error),
        };
        match moved {
            Ok(()) => return Ok(target),
            Err(error) => {
                // A report without its document says nothing to anybody.
                let _ = fs::remove_file(&report_path);
                match error.kind() {
                    ErrorKind::AlreadyExists => {}
                    ErrorKind::ResourceBusy => return Err(changed()),
                    _ => return Err(error.into()),
                }
            }
        }
    }
    Err(Trouble::said("同じ名前のファイルが多すぎます", "too many files of that name"))
}

/// `a.pdf`, `a (2).pdf`, `a (3).pdf`.
fn numbered(name: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return name.to_owned();
    }
    let mut numbered = name.file_stem().unwrap_or_default().to_os_string();
    numbered.push(format!(" ({number})"));
    if let Some(extension) = name.extension() {
        numbered.push(".");
        numbered.push(extension);
    }
    PathBuf::from(numbered)
}

/// A rename that replaces nothing.
#[cfg(target_os = "linux")]
fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems do not know the flag.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => link_and_remove(from, to),
        other => Ok(other?),
    }
}

#[cfg(not(target_os = "linux"))]
fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    link_and_remove(from, to)
}

/// A hard link fails where a rename would replace.
fn link_and_remove(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

#[cfg(test)]
mod tests {
    use super::{link_and_remove, move_to, numbered};
    use std::path::Path;

    #[test]
    fn a_taken_name_gets_a_number_before_its_ending() {
        for (name, second) in [("a.pdf", "a (2).pdf"), ("a", "a (2)"), ("a.b.xml", "a.b (2).xml")] {
            assert_eq!(numbered(Path::new(name), 1), Path::new(name));
            assert_eq!(numbered(Path::new(name), 2), Path::new(second));
        }
    }

    #[test]
    fn neither_way_of_moving_replaces() {
        for moving in [move_to, link_and_remove] {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name);
            std::fs::write(at("a"), "ours").unwrap();
            std::fs::write(at("b"), "theirs").unwrap();
            let refused = moving(&at("a"), &at("b")).unwrap_err();
            assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
            assert_eq!(std::fs::read(at("b")).unwrap(), b"theirs");
            moving(&at("a"), &at("c")).unwrap();
            assert!(!at("a").exists() && at("c").exists());
        }
    }
}
