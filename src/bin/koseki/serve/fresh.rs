//! A value made of files, made anew when one of them has changed. While they cannot be used there is no value: a server
//! that went on with an anchor its operator has taken away would say 有効 for it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use koseki::report::Text;

use super::ceilings::LOOK;
use crate::Trouble;
use crate::many::{State, files};

/// A value and the files it was made of.
pub(super) struct Fresh<T> {
    paths: Vec<PathBuf>,
    make: Box<dyn Fn() -> Result<T, Trouble> + Send + Sync>,
    held: Mutex<Held<T>>,
}

struct Held<T> {
    value: Result<Arc<T>, Text>,
    seen: Vec<(PathBuf, Option<State>)>,
    looked: Instant,
}

impl<T> Fresh<T> {
    /// Makes it for the first time, by `first`, which may ask for what `make` cannot.
    pub(super) fn new(
        paths: Vec<PathBuf>,
        first: impl FnOnce() -> Result<T, Trouble>,
        make: impl Fn() -> Result<T, Trouble> + Send + Sync + 'static,
    ) -> Result<Self, Trouble> {
        // Looked at before it is read: a change in between is seen the next time.
        let seen = look(&paths);
        let held = Held { value: Ok(Arc::new(first()?)), seen, looked: Instant::now() };
        Ok(Self { paths, make: Box::new(make), held: Mutex::new(held) })
    }

    /// The value of the files as they are, or why there is none. Reads files; not for threads that speak with clients.
    pub(super) fn current(&self) -> Result<Arc<T>, Text> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.looked.elapsed() >= LOOK {
            let seen = look(&self.paths);
            if seen != held.seen || held.value.is_err() {
                held.value = (self.make)().map(Arc::new).map_err(|trouble| {
                    trouble.tell();
                    trouble.into_text()
                });
                held.seen = seen;
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::thread::sleep;

    use super::Fresh;
    use crate::Trouble;
    use crate::serve::ceilings::LOOK;

    #[test]
    fn a_changed_file_is_read_anew_and_a_broken_one_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("number");
        fs::write(&path, "1").unwrap();
        let read = move |path: &PathBuf| -> Result<u32, Trouble> {
            let text = fs::read_to_string(path)?;
            text.parse().map_err(|_| Trouble::new("no number"))
        };
        let (first, again) = (path.clone(), path.clone());
        let fresh =
            Fresh::new(vec![folder.path().to_owned()], || read(&first), move || read(&again)).ok().unwrap();
        for (text, found) in [("1", Some(1)), ("20", Some(20)), ("none", None), ("300", Some(300))] {
            fs::write(&path, text).unwrap();
            sleep(LOOK);
            assert_eq!(fresh.current().ok().map(|one| *one), found, "{text}");
        }
    }
}
