//! A folder that signed documents are released into: whole, once, and so that a killed run can go on.
//!
//! A release has three steps, each on disk before the next: the whole output under a name nobody looks at; the line of
//! the journal; the name. What a kill leaves behind says by itself how far it came: a part without a line was never
//! released and is made again; a part with a line gets its name now; a line without a part has been released, wherever
//! the file is by now, and is never made again.

use core::fmt;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use super::journal::{Journal, JournalError, Release};
use crate::crypto::DigestAlgorithm;

/// Name of the journal in the folder.
pub(super) const JOURNAL: &str = ".koseki-journal.jsonl";

/// Beginning of the names of parts.
const PART: &str = ".koseki-part-";

/// Releases that share one flush to disk: one at first, then twice as many each time up to this. A flush costs some
/// milliseconds whatever its size; a kill costs at most so many signatures that are made again.
const TOGETHER: usize = 64;

/// Octets of outputs that wait for a flush. Beyond it they are flushed at once, so that memory stays bounded.
const OCTETS_TOGETHER: usize = 64 << 20;

/// Folders inside one another that are looked into.
const FOLDERS: usize = 64;

/// A folder of outputs with its journal.
#[derive(Debug)]
pub struct Outbox {
    folder: PathBuf,
    journal: Journal,
    pending: Vec<Pending>,
    pending_octets: usize,
    together: usize,
    blocked: BTreeSet<String>,
}

#[derive(Debug)]
struct Pending {
    release: Release,
    octets: Vec<u8>,
}

/// Why the folder could not be used, or a document could not be released.
#[derive(Debug)]
#[non_exhaustive]
pub enum OutboxError {
    /// A part does not have the digest that the journal says.
    Damaged {
        /// Path of the output below the folder.
        path: String,
    },
    /// A file of this name stands there that this journal knows nothing of; it is not replaced.
    Exists {
        /// Path of the output below the folder.
        path: String,
    },
    /// The operating system refused.
    Io {
        /// Path of the file or folder.
        path: PathBuf,
        /// Its reason.
        error: io::Error,
    },
    /// The journal could not be used.
    Journal(JournalError),
    /// A path that is absolute, empty, leaves the folder, is no Unicode or names a file of ours.
    Path(PathBuf),
}

impl Outbox {
    /// Opens a folder, making it when it is absent, and finishes what a killed run had begun to release.
    ///
    /// # Errors
    /// [`OutboxError`]: the folder is left as it is then.
    pub fn open(folder: &Path, certificate_sha256: &str) -> Result<Self, OutboxError> {
        fs::create_dir_all(folder).map_err(at(folder))?;
        let journal = Journal::open(&folder.join(JOURNAL), certificate_sha256)?;
        let mut outbox = Self {
            folder: folder.to_owned(),
            journal,
            pending: Vec::new(),
            pending_octets: 0,
            together: 1,
            blocked: BTreeSet::new(),
        };
        let noted: Vec<Release> = outbox.journal.releases().cloned().collect();
        for release in &noted {
            outbox.finish(release)?;
        }
        // The journal is locked, so what is left of parts is nobody's, but for those that wait for a name that is taken.
        let kept: BTreeSet<PathBuf> = outbox.blocked.iter().map(|key| outbox.part(key)).collect();
        remove_parts(folder, FOLDERS, &kept)?;
        Ok(outbox)
    }

    /// Gives a part its name, when the run that noted its release was killed before it did.
    fn finish(&mut self, release: &Release) -> Result<(), OutboxError> {
        self.stays_inside(&release.path)?;
        let part = self.part(&release.path);
        let octets = match fs::read(&part) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(at(&part))?,
        };
        if sha256(&octets) != release.output_sha256 {
            return Err(OutboxError::Damaged { path: release.path.clone() });
        }
        self.name(&release.path)
    }

    /// The path of an output as the journal writes it: the input's path below its folder.
    ///
    /// # Errors
    /// [`OutboxError::Path`].
    pub fn key(relative: &Path) -> Result<String, OutboxError> {
        let refused = || OutboxError::Path(relative.to_owned());
        let mut parts = Vec::new();
        for component in relative.components() {
            match component {
                Component::Normal(part) => parts.push(part.to_str().ok_or_else(refused)?),
                Component::CurDir => {}
                Component::Prefix(_) | Component::RootDir | Component::ParentDir => return Err(refused()),
            }
        }
        match parts.last() {
            Some(last) if *last != JOURNAL && !last.starts_with(PART) => Ok(parts.join("/")),
            _ => Err(refused()),
        }
    }

    /// Outputs that are signed and noted but could not get their names, because somebody else's file has it. They wait
    /// in the folder until that is taken away and the folder is opened again.
    pub fn blocked(&self) -> impl Iterator<Item = &str> {
        self.blocked.iter().map(String::as_str)
    }

    /// What the journal says of everything so far.
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Takes a signed document for release. It has its name when [`Outbox::flush`] has returned, at the latest.
    ///
    /// # Errors
    /// [`OutboxError::Exists`] when something of this name stands there already: this document alone is not released. Any other
    /// error is the folder's.
    pub fn release(&mut self, key: &str, input_sha256: &str, octets: Vec<u8>) -> Result<(), OutboxError> {
        self.stays_inside(key)?;
        let target = self.folder.join(key);
        let known =
            self.journal.release(key).is_some() || self.pending.iter().any(|one| one.release.path == key);
        if known || target.symlink_metadata().is_ok() {
            return Err(OutboxError::Exists { path: key.to_owned() });
        }
        self.pending_octets = self.pending_octets.saturating_add(octets.len());
        let release = Release {
            path: key.to_owned(),
            input_sha256: input_sha256.to_owned(),
            output_sha256: sha256(&octets),
            octets: u64::try_from(octets.len()).unwrap_or(u64::MAX),
        };
        self.pending.push(Pending { release, octets });
        if self.pending.len() >= self.together || self.pending_octets >= OCTETS_TOGETHER {
            self.flush()?;
        }
        Ok(())
    }

    /// Releases everything that was taken.
    ///
    /// # Errors
    /// [`OutboxError`]: what was not released is not in the journal, or is finished when the folder is opened again.
    pub fn flush(&mut self) -> Result<(), OutboxError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.pending_octets = 0;
        self.together = self.together.saturating_mul(2).min(TOGETHER);
        let pending = core::mem::take(&mut self.pending);
        for one in &pending {
            let part = self.part(&one.release.path);
            if let Some(folder) = part.parent() {
                fs::create_dir_all(folder).map_err(at(folder))?;
            }
            // What a killed run left, or a link that somebody planted: never written through.
            match fs::remove_file(&part) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&part)(error)),
                _ => {}
            }
            let mut file = OpenOptions::new().write(true).create_new(true).open(&part).map_err(at(&part))?;
            file.write_all(&one.octets).map_err(at(&part))?;
        }
        self.sync_folder()?;
        let releases: Vec<Release> = pending.into_iter().map(|one| one.release).collect();
        self.journal.note(&releases)?;
        releases.iter().try_for_each(|release| self.name(&release.path))
    }

    /// Gives a part its name, unless something of that name appeared meanwhile.
    fn name(&mut self, key: &str) -> Result<(), OutboxError> {
        let (part, target) = (self.part(key), self.folder.join(key));
        // A hard link fails where a rename would replace.
        match fs::hard_link(&part, &target) {
            Ok(()) => {}
            // The kill came between link and removal: both names are of one file.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && same_file(&part, &target) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.blocked.insert(key.to_owned());
                return Ok(());
            }
            Err(error) => return Err(OutboxError::Io { path: target, error }),
        }
        fs::remove_file(&part).map_err(at(&part))
    }

    /// Whether the folders between this one and an output are folders: a link would lead the output out of here.
    fn stays_inside(&self, key: &str) -> Result<(), OutboxError> {
        let mut folder = self.folder.clone();
        let between = Path::new(key).parent().into_iter().flat_map(Path::components);
        for component in between {
            folder.push(component);
            if folder.symlink_metadata().is_ok_and(|found| !found.is_dir()) {
                return Err(OutboxError::Path(folder));
            }
        }
        Ok(())
    }

    /// Where the octets of an output wait for their name: in its own folder, under a name made from its own.
    fn part(&self, key: &str) -> PathBuf {
        let name: String = sha256(key.as_bytes()).chars().take(32).collect();
        self.folder.join(key).with_file_name(format!("{PART}{name}"))
    }

    /// Everything that was written to the file system of the folder is on disk.
    #[cfg(unix)]
    fn sync_folder(&self) -> Result<(), OutboxError> {
        let folder = File::open(&self.folder).map_err(at(&self.folder))?;
        rustix::fs::syncfs(&folder).map_err(|error| at(&self.folder)(error.into()))
    }

    #[cfg(not(unix))]
    fn sync_folder(&self) -> Result<(), OutboxError> {
        Ok(())
    }
}

/// Removes parts of releases that did not take place.
fn remove_parts(folder: &Path, depth: usize, kept: &BTreeSet<PathBuf>) -> Result<(), OutboxError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(at(&path))?;
        let is_part = !kind.is_dir() && entry.file_name().to_string_lossy().starts_with(PART);
        if is_part && !kept.contains(&path) {
            fs::remove_file(&path).map_err(at(&path))?;
        } else if let (true, Some(depth)) = (kind.is_dir(), depth.checked_sub(1)) {
            remove_parts(&path, depth, kept)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |path: &Path| fs::symlink_metadata(path).map(|file| (file.dev(), file.ino())).ok();
    identity(one).is_some() && identity(one) == identity(other)
}

#[cfg(not(unix))]
fn same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

fn sha256(octets: &[u8]) -> String {
    const_hex::encode(DigestAlgorithm::Sha256.digest(octets).as_bytes())
}

fn at(path: &Path) -> impl Fn(io::Error) -> OutboxError {
    let path = path.to_owned();
    move |error| OutboxError::Io { path: path.clone(), error }
}

impl From<JournalError> for OutboxError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl fmt::Display for OutboxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged { path } => {
                write!(formatter, "{path}: what was to be released is not what the journal says")
            }
            Self::Exists { path } => {
                write!(
                    formatter,
                    "{path}: stands there already, but was not released by this batch; it is not replaced"
                )
            }
            Self::Io { path, error } => write!(formatter, "{}: {error}", path.display()),
            Self::Journal(error) => error.fmt(formatter),
            Self::Path(path) => write!(formatter, "{}: no name for an output", path.display()),
        }
    }
}

impl core::error::Error for OutboxError {}

#[cfg(test)]
mod tests {
    use super::{Journal, Outbox, OutboxError, Release, sha256};
    use std::fs;
    use std::path::Path;

    #[test]
    fn releases_once_and_never_replaces() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("there.pdf"), "theirs").unwrap();
        let mut outbox = Outbox::open(folder.path(), "c0").unwrap();
        outbox.release("sub/a.pdf", "11", b"octets".to_vec()).unwrap();
        assert!(matches!(outbox.release("sub/a.pdf", "11", vec![]), Err(OutboxError::Exists { .. })));
        assert!(matches!(outbox.release("there.pdf", "11", vec![]), Err(OutboxError::Exists { .. })));
        outbox.flush().unwrap();
        assert!(matches!(outbox.release("sub/a.pdf", "11", vec![]), Err(OutboxError::Exists { .. })));
        assert_eq!(fs::read(folder.path().join("sub/a.pdf")).unwrap(), b"octets");
        assert_eq!(fs::read(folder.path().join("there.pdf")).unwrap(), b"theirs");
        assert_eq!(fs::read_dir(folder.path().join("sub")).unwrap().count(), 1, "no part is left");
        drop(outbox);
        // Taken away by the next stage: released all the same.
        fs::remove_file(folder.path().join("sub/a.pdf")).unwrap();
        let outbox = Outbox::open(folder.path(), "c0").unwrap();
        assert_eq!(outbox.journal().release("sub/a.pdf").unwrap().input_sha256, "11");
        assert_eq!(outbox.journal().release("sub/b.pdf"), None);
        assert!(!folder.path().join("sub/a.pdf").exists());
    }

    /// A folder as a kill after each step leaves it.
    #[test]
    fn finishes_what_a_kill_interrupted() {
        for step in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name);
            let outbox = Outbox::open(folder.path(), "c0").unwrap();
            let part = outbox.part("a.pdf");
            drop(outbox);
            let release = |octets: &[u8]| Release {
                path: "a.pdf".into(),
                input_sha256: "11".into(),
                output_sha256: sha256(octets),
                octets: 6,
            };
            fs::write(&part, if step == 0 { &b"oct"[..] } else { b"octets" }).unwrap();
            if step >= 2 {
                Journal::open(&at(super::JOURNAL), "c0").unwrap().note(&[release(b"octets")]).unwrap();
            }
            if step == 3 {
                fs::hard_link(&part, at("a.pdf")).unwrap();
            }
            let mut outbox = Outbox::open(folder.path(), "c0").unwrap();
            if step >= 2 {
                assert!(outbox.journal().release("a.pdf").is_some(), "step {step}");
            } else {
                assert!(outbox.journal().release("a.pdf").is_none(), "step {step}");
                assert!(!at("a.pdf").exists() && !part.exists());
                outbox.release("a.pdf", "11", b"octets".to_vec()).unwrap();
                outbox.flush().unwrap();
            }
            assert_eq!(fs::read(at("a.pdf")).unwrap(), b"octets", "step {step}");
            assert!(!part.exists(), "step {step}");
        }
    }

    #[test]
    fn a_part_that_is_not_what_was_noted_is_not_released() {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(folder.path(), "c0").unwrap();
        outbox.release("a.pdf", "11", b"octets".to_vec()).unwrap();
        outbox.flush().unwrap();
        let part = outbox.part("a.pdf");
        drop(outbox);
        fs::write(part, "others").unwrap();
        assert!(matches!(Outbox::open(folder.path(), "c0"), Err(OutboxError::Damaged { .. })));
    }

    #[test]
    fn a_name_that_was_taken_blocks_its_own_output_alone_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let outbox = Outbox::open(folder.path(), "c0").unwrap();
        fs::write(outbox.part("a.pdf"), "octets").unwrap();
        drop(outbox);
        let release = Release {
            path: "a.pdf".into(),
            input_sha256: "11".into(),
            output_sha256: sha256(b"octets"),
            octets: 6,
        };
        Journal::open(&at(super::JOURNAL), "c0").unwrap().note(&[release]).unwrap();
        fs::write(at("a.pdf"), "theirs").unwrap();
        for _ in 0..2 {
            let mut outbox = Outbox::open(folder.path(), "c0").unwrap();
            assert_eq!(outbox.blocked().collect::<Vec<_>>(), ["a.pdf"]);
            let _ = outbox.release("b.pdf", "22", b"others".to_vec());
            outbox.flush().unwrap();
            assert_eq!(fs::read(at("a.pdf")).unwrap(), b"theirs");
            assert_eq!(fs::read(at("b.pdf")).unwrap(), b"others");
        }
        fs::remove_file(at("a.pdf")).unwrap();
        assert_eq!(Outbox::open(folder.path(), "c0").unwrap().blocked().count(), 0);
        assert_eq!(fs::read(at("a.pdf")).unwrap(), b"octets");
    }

    #[cfg(unix)]
    #[test]
    fn planted_links_lead_nowhere() {
        use std::os::unix::fs::symlink;
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let victim = outside.path().join("victim");
        fs::write(&victim, "theirs").unwrap();
        let mut outbox = Outbox::open(folder.path(), "c0").unwrap();
        symlink(&victim, outbox.part("a.pdf")).unwrap();
        symlink(outside.path(), folder.path().join("sub")).unwrap();
        outbox.release("a.pdf", "11", b"octets".to_vec()).unwrap();
        outbox.flush().unwrap();
        assert_eq!(fs::read(&victim).unwrap(), b"theirs");
        assert!(folder.path().join("a.pdf").symlink_metadata().unwrap().is_file());
        assert!(matches!(outbox.release("sub/b.pdf", "11", vec![]), Err(OutboxError::Path(_))));
        let part = outbox.part("c.pdf");
        drop(outbox);
        symlink(&victim, &part).unwrap();
        Outbox::open(folder.path(), "c0").unwrap();
        assert!(part.symlink_metadata().is_err() && victim.exists());
    }

    #[test]
    fn names_stay_inside_the_folder() {
        let key = |path: &str| Outbox::key(Path::new(path)).ok();
        assert_eq!(key("a/./b.pdf").as_deref(), Some("a/b.pdf"));
        for refused in
            ["", ".", "../a.pdf", "a/../../b.pdf", "/a.pdf", ".koseki-journal.jsonl", "a/.koseki-part-1"]
        {
            assert_eq!(key(refused), None, "{refused}");
        }
    }
}
