//! A value made of files, made anew when one of them has changed. While they cannot be used there is no value: a server
//! that went on with an anchor its operator has taken away would say 有効 for it.

use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use koseki::report::Text;

use super::ceilings::LOOK;
use super::journal;
use crate::Trouble;
use crate::many::{State, files};

/// A value and the files it was made of.
pub(super) struct Fresh<T> {
    named: Vec<PathBuf>,
    make: Box<dyn Fn() -> Result<T, Trouble> + Send + Sync>,
    /// Files that it was found to rest on while it was made.
    found: fn(&T) -> &[PathBuf],
    held: Mutex<Held<T>>,
}

struct Held<T> {
    value: Result<Arc<T>, Text>,
    named: Vec<(PathBuf, Option<State>)>,
    found: Vec<(PathBuf, Option<State>)>,
    /// Whether nothing that was found can have changed while it was read.
    is_certain: bool,
    looked: Instant,
}

impl<T> Fresh<T> {
    /// Makes it for the first time.
    pub(super) fn new(
        named: Vec<PathBuf>,
        make: impl Fn() -> Result<T, Trouble> + Send + Sync + 'static,
        found: fn(&T) -> &[PathBuf],
    ) -> Result<Self, Trouble> {
        let (begun, seen) = (SystemTime::now(), look(&named));
        let value = make()?;
        let held = Held {
            named: seen,
            found: look(found(&value)),
            is_certain: are_older(found(&value), begun),
            value: Ok(Arc::new(value)),
            looked: Instant::now(),
        };
        Ok(Self { named, make: Box::new(make), found, held: Mutex::new(held) })
    }

    /// The value of the files as they are, or why there is none. Reads files; not for threads that speak with clients.
    pub(super) fn current(&self) -> Result<Arc<T>, Text> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.looked.elapsed() >= LOOK {
            // Looked at before it is read: a change in between is seen the next time.
            let (begun, named) = (SystemTime::now(), look(&self.named));
            let found: Vec<PathBuf> = held.found.iter().map(|(path, _)| path.clone()).collect();
            let is_changed = named != held.named || look(&found) != held.found;
            if is_changed || !held.is_certain || held.value.is_err() {
                let made = (self.make)();
                if let Ok(value) = &made {
                    held.found = look((self.found)(value));
                    held.is_certain = are_older((self.found)(value), begun);
                }
                held.named = named;
                held.value = made.map(Arc::new).map_err(|trouble| {
                    let text = trouble.into_text();
                    // While nothing changes, once is enough.
                    if held.value.as_ref().err().is_none_or(|told| told.ja != text.ja) {
                        journal::trouble(&text);
                    }
                    text
                });
            }
            held.looked = Instant::now();
        }
        held.value.clone()
    }
}

/// What can be seen of files without reading them.
fn look(paths: &[PathBuf]) -> Vec<(PathBuf, Option<State>)> {
    let state = |path: PathBuf| {
        let state = path.metadata().ok().map(|metadata| State::of(&metadata));
        (path, state)
    };
    files(paths).into_iter().map(state).collect()
}

/// Whether files that are known only now that they were read have rested since before that. While one has not, all is read once more.
fn are_older(paths: &[PathBuf], begun: SystemTime) -> bool {
    const COARSE: Duration = Duration::from_secs(2);
    paths.iter().all(|path| {
        let changed = path.metadata().and_then(|found| changed(&found));
        changed.is_ok_and(|changed| changed.checked_add(COARSE).is_some_and(|changed| changed < begun))
    })
}

/// When anything about a file was changed last: nobody sets that, as they may the time of its content.
#[cfg(unix)]
fn changed(found: &Metadata) -> std::io::Result<SystemTime> {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(found.ctime()).unwrap_or(0);
    Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

#[cfg(not(unix))]
fn changed(found: &Metadata) -> std::io::Result<SystemTime> {
    found.modified()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::thread::sleep;

    use super::Fresh;
    use crate::Trouble;
    use crate::serve::ceilings::LOOK;

    /// A number in a file, and the file.
    type Number = (u32, Vec<PathBuf>);

    fn read(path: &Path) -> Result<Number, Trouble> {
        let number = fs::read_to_string(path)?.parse().map_err(|_| Trouble::new("no number"))?;
        Ok((number, vec![path.to_owned()]))
    }

    #[test]
    fn a_changed_file_is_read_anew_and_a_broken_one_leaves_nothing() {
        // Named, or found while the value was made.
        for is_named in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("number");
            fs::write(&path, "1").unwrap();
            let (named, again) =
                (if is_named { vec![folder.path().to_owned()] } else { Vec::new() }, path.clone());
            let found: fn(&Number) -> &[PathBuf] = if is_named { |_| &[] } else { |one| &one.1 };
            let fresh = Fresh::new(named, move || read(&again), found).ok().unwrap();
            for (text, expected) in [("1", Some(1)), ("20", Some(20)), ("none", None), ("300", Some(300))] {
                fs::write(&path, text).unwrap();
                sleep(LOOK);
                assert_eq!(fresh.current().ok().map(|one| one.0), expected, "{text}");
            }
        }
    }
}
