//! The journal of `--resume`: one line for each file that was verified, with its part of the report. It is the memory of a run
//! that was ended at any moment: a torn last line is that of a file that was not finished, and is cut away.
//!
//! A line stands for the octets it was made from, named by their SHA-256; a file that has changed since is verified anew, and
//! its later line counts. The first line says what everything was judged by: parts of different questions make no report.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use koseki::time::Time;
use serde::{Deserialize, Serialize};

use crate::Trouble;
use crate::commands::{self, Links};

/// What all lines have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heading {
    pub(super) format_version: u32,
    /// 検証基準時刻, RFC 3339.
    pub(super) at: String,
    /// SHA-256 over everything that was judged by, and the form of the report.
    pub(super) conditions_sha256: String,
}

pub(super) const FORMAT_VERSION: u32 = 1;

/// One file that was verified.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Of the file; none could be made of one that was not readable.
    pub(super) sha256: Option<String>,
    /// As in JSON; `None` for a file that was not readable.
    pub(super) verdict: Option<String>,
    pub(super) reason: String,
    /// Its part of the report.
    pub(super) part: String,
}

/// An open journal, locked against other processes.
pub(super) struct Ledger {
    path: PathBuf,
    file: File,
    length: u64,
    places: HashMap<String, Place>,
}

/// Where the line of a file stands.
struct Place {
    offset: u64,
    length: usize,
    sha256: Option<String>,
}

/// The journal of a report.
pub(super) fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_os_string();
    name.push(".koseki-journal");
    out.with_file_name(name)
}

/// The instant of a run that was ended, where there is one.
pub(super) fn instant(path: &Path) -> Option<Time> {
    let mut first = String::new();
    let file = commands::opened(path, Links::Refused).ok()?;
    BufReader::new(file.take(4096)).read_line(&mut first).ok()?;
    let heading: Heading = serde_json::from_str(&first).ok()?;
    Time::parse_rfc3339(&heading.at).ok()
}

impl Ledger {
    /// Opens or begins a journal.
    pub(super) fn open(path: &Path, heading: &Heading) -> Result<Self, Trouble> {
        let failed = |error: std::io::Error| Trouble::from(error).about(path);
        let damaged = || {
            Trouble::at(
                path,
                "中断した検証の記録として読み取れません。不要であれば削除してください",
                "not the journal of an interrupted run; remove it if it is not needed",
            )
        };
        // What was there and is no journal is not written to, and no link is followed to somebody's file.
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        let mut file = commands::opened_as(path, Links::Refused, &mut options).map_err(failed)?;
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(damaged());
        }
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => {
                Trouble::at(path, "ほかの検証がこの記録を使用しています", "another run is using this journal")
            }
            TryLockError::Error(error) => failed(error),
        })?;
        let mut ledger = Self {
            path: path.to_owned(),
            file: file.try_clone().map_err(failed)?,
            length: 0,
            places: HashMap::new(),
        };
        let mut reader = BufReader::new(&mut file);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(failed)?;
            if read == 0 || line.last() != Some(&b'\n') {
                break;
            }
            if ledger.length == 0 {
                let found: Heading = serde_json::from_slice(&line).map_err(|_| damaged())?;
                if found != *heading {
                    return Err(another(path));
                }
            } else {
                let entry: Entry = serde_json::from_slice(&line).map_err(|_| damaged())?;
                ledger.place(entry.key, entry.sha256, line.len());
            }
            ledger.length += u64::try_from(line.len())?;
        }
        drop(reader);
        // A first line without an end is the beginning of ours, or anybody's file, which is left alone.
        if ledger.length == 0 && !serde_json::to_vec(heading)?.starts_with(&line) {
            return Err(damaged());
        }
        ledger.file.set_len(ledger.length).map_err(failed)?;
        if ledger.length == 0 {
            let length = ledger.write(&serde_json::to_vec(heading)?).map_err(failed)?;
            ledger.length = u64::try_from(length)?;
        }
        Ok(ledger)
    }

    fn place(&mut self, key: String, sha256: Option<String>, length: usize) {
        self.places.insert(key, Place { offset: self.length, length, sha256 });
    }

    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        let line = [octets, b"\n"].concat();
        self.file.write_all(&line)?;
        Ok(line.len())
    }

    /// The SHA-256 that each file had when it was verified.
    pub(super) fn known(&self) -> HashMap<String, String> {
        let known = |(key, place): (&String, &Place)| Some((key.clone(), place.sha256.clone()?));
        self.places.iter().filter_map(known).collect()
    }

    /// Notes a file.
    pub(super) fn note(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let octets = serde_json::to_vec(entry)?;
        let length = self.write(&octets).map_err(|error| Trouble::from(error).about(&self.path))?;
        self.place(entry.key.clone(), entry.sha256.clone(), length);
        self.length += u64::try_from(length)?;
        Ok(())
    }

    /// The line of a file.
    pub(super) fn entry(&mut self, key: &str) -> Result<Option<Entry>, Trouble> {
        let Some(place) = self.places.get(key) else { return Ok(None) };
        let mut octets = vec![0; place.length];
        self.file.seek(SeekFrom::Start(place.offset))?;
        self.file.read_exact(&mut octets)?;
        Ok(Some(serde_json::from_slice(&octets)?))
    }

    /// Its report is written.
    pub(super) fn remove(self) -> Result<(), Trouble> {
        std::fs::remove_file(&self.path).map_err(|error| Trouble::from(error).about(&self.path))
    }
}

fn another(path: &Path) -> Trouble {
    Trouble::usage(
        "中断した検証とは条件（信頼点、失効情報、スキーマ、プロファイル、出力形式、ツールの版など）が異なります。同じ条件で続けるか、この記録を削除して初めから検証してください",
        "the interrupted run was made under other conditions (anchors, revocation data, schema, profile, format, version and the like); go on under the same, or remove this journal and begin anew",
    )
    .about(path)
}

#[cfg(test)]
mod tests {
    use super::{Entry, FORMAT_VERSION, Heading, Ledger, instant};
    use std::fs::OpenOptions;
    use std::io::Write as _;

    fn heading(conditions: &str) -> Heading {
        Heading {
            format_version: FORMAT_VERSION,
            at: "2026-12-01T00:00:00Z".into(),
            conditions_sha256: conditions.into(),
        }
    }

    fn entry(key: &str, sha256: &str) -> Entry {
        let (verdict, reason, part) = (Some("passed".into()), "reason".into(), format!("part of {key}\n"));
        Entry { key: key.into(), sha256: Some(sha256.into()), verdict, reason, part }
    }

    #[test]
    fn goes_on_after_a_torn_line_and_the_later_line_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut ledger = Ledger::open(&path, &heading("a")).ok().unwrap();
        ledger.note(&entry("one", "11")).ok().unwrap();
        ledger.note(&entry("two", "22")).ok().unwrap();
        assert_eq!(ledger.entry("two").ok().unwrap().unwrap().part, "part of two\n");
        assert!(Ledger::open(&path, &heading("a")).is_err(), "another process has it");
        drop(ledger);
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"key\":\"thr").unwrap();
        assert_eq!(instant(&path).unwrap().to_string(), "2026-12-01T00:00:00Z");
        let mut ledger = Ledger::open(&path, &heading("a")).ok().unwrap();
        assert_eq!(ledger.known().len(), 2);
        ledger.note(&entry("one", "33")).ok().unwrap();
        drop(ledger);
        let mut ledger = Ledger::open(&path, &heading("a")).ok().unwrap();
        assert_eq!(ledger.known()["one"], "33");
        assert_eq!(ledger.entry("two").ok().unwrap().unwrap().part, "part of two\n");
        assert!(ledger.entry("three").ok().unwrap().is_none());
        ledger.remove().ok().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn another_question_and_another_file_are_not_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        drop(Ledger::open(&path, &heading("a")).ok().unwrap());
        assert!(Ledger::open(&path, &heading("b")).is_err());
        #[cfg(unix)]
        {
            let (target, link) = (folder.path().join("target"), folder.path().join("link"));
            std::fs::write(&target, "").unwrap();
            std::os::unix::fs::symlink(&target, &link).unwrap();
            assert!(Ledger::open(&link, &heading("a")).is_err());
            assert_eq!(std::fs::read(&target).unwrap(), b"");
        }
        for notes in ["somebody's notes", "somebody's notes\n"] {
            std::fs::write(&path, notes).unwrap();
            assert!(Ledger::open(&path, &heading("a")).is_err());
            assert_eq!(std::fs::read_to_string(&path).unwrap(), notes);
        }
    }
}
