//! `--watch`: files that arrive in a folder are judged and moved, each with its report, into the folder of its verdict.
//!
//! A file is taken when it has not changed for a while; there is no other sign on a network share that it is whole. What lies in a
//! folder of verdicts are the octets that were judged, written anew: a file that its sender can still write to, or that was put
//! in place of another one, would not be what the report beside it says. The report is there before the document, and both
//! get their names at once and replace nothing; then the file that was handed in goes, if it is still the one that was
//! read. What cannot be released or read stays where it is, and is told once.

use core::num::NonZeroUsize;
use core::ops::ControlFlow;
use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use koseki::batch::{Workers, in_order};
use koseki::report::{Language, Summary, Text, Verdict};

use super::form::{Form, Judged};
use super::run::{Conditions, exit, quiet_panics, threads, verified};
use super::{Many, interruption};
use crate::commands::{self, Links};
use crate::render::one_line;
use crate::render::text::short_word;
use crate::trouble::spoken;
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
    if !folder.is_dir() {
        return Err(Trouble::at(
            folder,
            "監視するフォルダーがありません",
            "there is no such folder to watch",
        ));
    }
    tell_what_is_not_looked_at(folder)?;
    for verdict in [Verdict::Passed, Verdict::Failed, Verdict::Indeterminate] {
        let folder = folder.join(name_of(verdict));
        fs::create_dir_all(&folder).map_err(|error| Trouble::from(error).about(&folder))?;
        own(&folder)?;
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
            tell_total(&summary);
            return Ok(exit(&summary));
        }
        sleep(INTERVAL);
    }
}

/// Folders in the watched folder are left alone, which is told once.
fn tell_what_is_not_looked_at(folder: &Path) -> Result<(), Trouble> {
    let ours = [Verdict::Passed, Verdict::Failed, Verdict::Indeterminate].map(name_of);
    let failed = |error: io::Error| Trouble::from(error).about(folder);
    let mut others = 0_u32;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        if entry.file_type().map_err(failed)?.is_file() || ours.iter().any(|own| name == *own) {
            continue;
        }
        others = others.saturating_add(1);
    }
    if others > 0 {
        Trouble::said(
            format!("直下のファイルだけを検証します。フォルダーやリンクなど {others} 件は対象外です"),
            format!("only files that lie directly in it are verified; {others} folders, links and the like are left alone"),
        )
        .about(folder)
        .tell();
    }
    Ok(())
}

/// The total, when the watch ends.
fn tell_total(summary: &Summary) {
    let Summary { passed, failed, indeterminate, unreadable, .. } = summary;
    match spoken() {
        Language::Japanese => anstream::println!(
            "合計: 有効 {passed} 件、無効 {failed} 件、判定不能 {indeterminate} 件、読取不能 {unreadable} 件"
        ),
        Language::English => anstream::println!(
            "Total: {passed} passed, {failed} failed, {indeterminate} indeterminate, {unreadable} unreadable"
        ),
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
pub(crate) struct State {
    length: u64,
    modified: Option<SystemTime>,
    identity: Identity,
}

impl State {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok(), identity: identity(metadata) }
    }
}

/// Device, number of the file on it, and when anything about it was changed: nobody sets the last.
type Identity = (u64, u64, i64, i64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {
    (0, 0, 0, 0)
}

/// A folder of verdicts, which a link planted in the watched folder is not.
fn own(folder: &Path) -> Result<(), Trouble> {
    if folder.symlink_metadata()?.is_dir() {
        return Ok(());
    }
    Err(Trouble::at(
        folder,
        "フォルダーではありません（リンクは使いません）",
        "not a folder; links are not used",
    ))
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
            let moved = judged.and_then(|one| {
                let name = release(&path, folder, &one, conditions.form.format.extension())?;
                Ok((one.verdict, name))
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

/// One document that was judged.
struct Released {
    verdict: Verdict,
    report: Vec<u8>,
    octets: Vec<u8>,
    /// The file that the octets were read from.
    state: State,
}

/// Reads once: what is judged is what is released.
fn judge(path: &Path, conditions: &Conditions<'_>) -> Result<Released, Trouble> {
    let told = |Text { ja, en }: Text| Trouble::said(ja, en);
    let file = commands::opened(path, Links::Refused)?;
    let state = State::of(&file.metadata()?);
    let again = file.try_clone()?;
    let octets = commands::octets_of(file).map_err(told)?;
    if State::of(&again.metadata()?) != state {
        return Err(changed());
    }
    let name = path.display().to_string();
    let document = verified(&octets, conditions, &name).map_err(told)?;
    let verdict = document.verdict();
    Ok(Released { verdict, report: whole(&conditions.form, Ok(document)), octets, state })
}

/// The report on one document alone.
fn whole(form: &Form, judged: Judged) -> Vec<u8> {
    let mut summary = Summary::default();
    summary.count(judged.as_ref().ok().map(koseki::report::DocumentReport::verdict));
    let (head, tail) = (form.head(&summary, &[]), form.tail(&summary, &[]));
    [head.as_bytes(), &form.part(&judged, "d-1"), tail.as_bytes()].concat()
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

/// Writes a document and its report under the first name that neither of them finds taken, and takes away what was handed in.
fn release(path: &Path, folder: &Path, one: &Released, extension: &str) -> Result<PathBuf, Trouble> {
    let folder = folder.join(name_of(one.verdict));
    own(&folder)?;
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    for number in 1..=NAMES {
        let target = folder.join(numbered(&name, number));
        let mut report_name = target.clone().into_os_string();
        report_name.push(format!(".report.{extension}"));
        let report_path = PathBuf::from(report_name);
        if target.symlink_metadata().is_ok() || report_path.symlink_metadata().is_ok() {
            continue;
        }
        if !written(&report_path, &one.report)? {
            continue;
        }
        match written(&target, &one.octets) {
            Ok(true) => {
                // Another file that came under its name in the meantime is not this one, and is judged in its turn.
                if path.symlink_metadata().is_ok_and(|now| State::of(&now) == one.state) {
                    fs::remove_file(path)?;
                }
                return Ok(target);
            }
            other => {
                // A report without its document says nothing to anybody.
                let _ = fs::remove_file(&report_path);
                other?;
            }
        }
    }
    Err(Trouble::said("同じ名前のファイルが多すぎます", "too many files of that name"))
}

/// Writes a new file; `false` where the name is taken.
fn written(path: &Path, octets: &[u8]) -> Result<bool, Trouble> {
    let mut beside = commands::Beside::begin(path)?;
    io::Write::write_all(&mut beside, octets)?;
    match beside.release(false) {
        Err(_) if path.symlink_metadata().is_ok() => Ok(false),
        other => other.map(|()| true),
    }
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

#[cfg(test)]
mod tests {
    use super::{Released, State, numbered, release, written};
    use koseki::report::Verdict;
    use std::path::Path;

    #[test]
    fn a_taken_name_gets_a_number_before_its_ending() {
        for (name, second) in [("a.pdf", "a (2).pdf"), ("a", "a (2)"), ("a.b.xml", "a.b (2).xml")] {
            assert_eq!(numbered(Path::new(name), 1), Path::new(name));
            assert_eq!(numbered(Path::new(name), 2), Path::new(second));
        }
    }

    #[test]
    fn a_name_that_is_taken_keeps_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert!(written(&path, b"theirs").ok().unwrap());
        assert!(!written(&path, b"ours").ok().unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"theirs");
    }

    /// What was put in place of the file that was judged stays, and what was judged is released.
    #[test]
    fn the_octets_that_were_judged_are_released_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::create_dir(folder.path().join("有効")).unwrap();
        std::fs::write(&path, "judged").unwrap();
        let state = State::of(&path.symlink_metadata().unwrap());
        let one =
            Released { verdict: Verdict::Passed, report: "report".into(), octets: b"judged".into(), state };
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, "forged").unwrap();
        let target = release(&path, folder.path(), &one, "txt").ok().unwrap();
        assert_eq!(std::fs::read(target).unwrap(), b"judged");
        assert_eq!(std::fs::read(&path).unwrap(), b"forged");
        // A second one of that name, whose file is as it was read: it goes.
        let state = State::of(&path.symlink_metadata().unwrap());
        let target = release(&path, folder.path(), &Released { state, ..one }, "txt").ok().unwrap();
        assert!(target.ends_with("有効/a (2).pdf") && !path.exists(), "{}", target.display());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_released_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("有効")).unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, "judged").unwrap();
        let state = State::of(&path.symlink_metadata().unwrap());
        let one = Released { verdict: Verdict::Passed, report: Vec::new(), octets: Vec::new(), state };
        assert!(release(&path, folder.path(), &one, "txt").is_err());
        assert!(path.exists() && elsewhere.path().read_dir().unwrap().next().is_none());
    }
}
