//! The memory of a batch: which outputs were released, and from which inputs.
//!
//! One line of JSON for each release, written and on disk before the file gets its name. A torn last line is that of a
//! release that did not take place; it is cut away. One that lacks its line feed alone is whole. The journal names files and digests, never content.

use core::fmt;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Outbox;

/// One output that was released, or is about to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Path of the output below the folder of outputs, with `/` between its parts; that of the input below its own folder.
    pub path: String,
    /// SHA-256 of the input, in hexadecimal.
    pub input_sha256: String,
    /// SHA-256 of the output, in hexadecimal.
    pub output_sha256: String,
    /// Octets of the output.
    pub octets: u64,
}

/// The first line: what every release of the journal has in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    format_version: u32,
    /// SHA-256 of the signer's certificate: one folder of outputs has one signer.
    certificate_sha256: String,
}

const FORMAT_VERSION: u32 = 1;

/// Why a journal could not be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum JournalError {
    /// Its outputs were signed with another certificate.
    AnotherCertificate,
    /// The operating system refused.
    Io(io::Error),
    /// Another process is writing it.
    Locked,
    /// A line is not what was written.
    Malformed {
        /// The line, counted from 1.
        line: usize,
    },
    /// A path is named twice: one of the two outputs must not exist.
    Twice {
        /// The line, counted from 1.
        line: usize,
    },
}

/// An open journal, locked against other processes.
#[derive(Debug)]
pub struct Journal {
    file: File,
    releases: BTreeMap<String, Release>,
}

impl Journal {
    /// Opens or begins the journal at `path`, for outputs of one certificate (its SHA-256 in hexadecimal).
    ///
    /// # Errors
    /// [`JournalError`]; a journal that cannot be read to the end is not guessed at.
    pub fn open(path: &Path, certificate_sha256: &str) -> Result<Self, JournalError> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => JournalError::Locked,
            std::fs::TryLockError::Error(error) => JournalError::Io(error),
        })?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let whole = memchr::memrchr(b'\n', &text).map_or(0, |last| last.saturating_add(1));
        if text.get(whole..).is_some_and(|torn| serde_json::from_slice::<Release>(torn).is_ok()) {
            file.write_all(b"\n")?;
            text.push(b'\n');
        } else if whole < text.len() {
            file.set_len(u64::try_from(whole).map_err(|_| JournalError::Malformed { line: 1 })?)?;
            file.seek(SeekFrom::End(0))?;
            text.truncate(whole);
        }
        let mut releases = BTreeMap::new();
        let mut lines = text.split(|octet| *octet == b'\n').filter(|line| !line.is_empty());
        let heading =
            Heading { format_version: FORMAT_VERSION, certificate_sha256: certificate_sha256.to_owned() };
        match lines.next() {
            None => {
                file.write_all(&line(&heading)?)?;
                file.sync_data()?;
            }
            Some(first) => {
                let found: Heading =
                    serde_json::from_slice(first).map_err(|_| JournalError::Malformed { line: 1 })?;
                if found.format_version != FORMAT_VERSION {
                    return Err(JournalError::Malformed { line: 1 });
                }
                if found != heading {
                    return Err(JournalError::AnotherCertificate);
                }
            }
        }
        for (number, text) in lines.enumerate() {
            let number = number.saturating_add(2);
            let release: Release =
                serde_json::from_slice(text).map_err(|_| JournalError::Malformed { line: number })?;
            // A path that leaves the folder was not written by this program.
            if !Outbox::key(Path::new(&release.path)).is_ok_and(|key| key == release.path) {
                return Err(JournalError::Malformed { line: number });
            }
            if releases.insert(release.path.clone(), release).is_some() {
                return Err(JournalError::Twice { line: number });
            }
        }
        Ok(Self { file, releases })
    }

    /// What was released under a path.
    pub fn release(&self, path: &str) -> Option<&Release> {
        self.releases.get(path)
    }

    /// Everything that was released, in the order of the paths.
    pub fn releases(&self) -> impl Iterator<Item = &Release> {
        self.releases.values()
    }

    /// Notes releases; they are on disk when this returns.
    pub(super) fn note(&mut self, releases: &[Release]) -> Result<(), JournalError> {
        let mut text = Vec::new();
        for release in releases {
            text.extend(line(release)?);
        }
        self.file.write_all(&text)?;
        self.file.sync_data()?;
        self.releases.extend(releases.iter().map(|one| (one.path.clone(), one.clone())));
        Ok(())
    }
}

fn line(value: &impl Serialize) -> Result<Vec<u8>, JournalError> {
    let mut text = serde_json::to_vec(value).map_err(|error| JournalError::Io(error.into()))?;
    text.push(b'\n');
    Ok(text)
}

impl From<io::Error> for JournalError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnotherCertificate => {
                formatter.write_str("the outputs of this folder were signed with another certificate")
            }
            Self::Io(error) => error.fmt(formatter),
            Self::Locked => formatter.write_str("another process is writing to this folder"),
            Self::Malformed { line } => write!(formatter, "line {line} of the journal is damaged"),
            Self::Twice { line } => {
                write!(formatter, "line {line} of the journal names a path a second time")
            }
        }
    }
}

impl core::error::Error for JournalError {}

#[cfg(test)]
mod tests {
    use super::{Journal, JournalError, Release};
    use std::path::PathBuf;

    fn release(path: &str) -> Release {
        Release { path: path.into(), input_sha256: "aa".into(), output_sha256: "bb".into(), octets: 3 }
    }

    /// A journal with one release, and its path.
    fn journal(folder: &tempfile::TempDir) -> PathBuf {
        let path = folder.path().join("journal");
        Journal::open(&path, "c0").unwrap().note(&[release("a.pdf")]).unwrap();
        path
    }

    #[test]
    fn remembers_what_was_noted_and_cuts_a_torn_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = journal(&folder);
        let whole = std::fs::read(&path).unwrap();
        let second = [
            &whole[..],
            b"{\"path\":\"b.pdf\",\"input_sha256\":\"aa\",\"output_sha256\":\"bb\",\"octets\":3}\n",
        ]
        .concat();
        for cut in whole.len()..second.len() - 1 {
            std::fs::write(&path, &second[..cut]).unwrap();
            let mut opened = Journal::open(&path, "c0").unwrap();
            assert_eq!(opened.release("a.pdf"), Some(&release("a.pdf")));
            assert_eq!(opened.release("b.pdf"), None, "cut at {cut}");
            opened.note(&[release("b.pdf")]).unwrap();
            drop(opened);
            assert_eq!(std::fs::read(&path).unwrap(), second, "cut at {cut}");
        }
    }

    #[test]
    fn a_line_that_lacks_its_line_feed_alone_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let path = journal(&folder);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert!(Journal::open(&path, "c0").unwrap().release("a.pdf").is_some());
        assert_eq!(std::fs::read(&path).unwrap(), whole);
    }

    #[test]
    fn is_not_guessed_at() {
        let folder = tempfile::tempdir().unwrap();
        let path = journal(&folder);
        let whole = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
        let opened = |text: String| {
            std::fs::write(&path, text).unwrap();
            Journal::open(&path, "c0").unwrap_err()
        };
        assert!(matches!(opened(format!("{whole}x\n")), JournalError::Malformed { line: 3 }));
        let last = whole.lines().last().unwrap();
        assert!(matches!(opened(format!("{whole}{last}\n")), JournalError::Twice { line: 3 }));
        assert!(matches!(opened(whole.replace("\":1,", "\":2,")), JournalError::Malformed { line: 1 }));
        assert!(matches!(opened(whole.replace("c0", "c1")), JournalError::AnotherCertificate));
        for path in ["../a.pdf", "/a.pdf", "x/../a.pdf", "./a.pdf"] {
            assert!(
                matches!(opened(whole.replace("a.pdf", path)), JournalError::Malformed { line: 2 }),
                "{path}"
            );
        }
    }

    #[test]
    fn has_one_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = journal(&folder);
        let first = Journal::open(&path, "c0").unwrap();
        assert!(matches!(Journal::open(&path, "c0"), Err(JournalError::Locked)));
        drop(first);
        assert!(Journal::open(&path, "c0").is_ok());
    }
}
