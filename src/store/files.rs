//! Reading with a ceiling, and writing so that a file appears whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;

/// The octets of a regular file of at most `limit` octets.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let failed = |error| StoreError::Read { path: path.to_owned(), error };
    let too_large = || StoreError::TooLarge { path: path.to_owned(), limit };
    let found = fs::metadata(path).map_err(failed)?;
    // A pipe or a device would never end.
    if !found.is_file() {
        return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
    }
    if found.len() > limit {
        return Err(too_large());
    }
    let mut octets = Vec::new();
    // The file may grow between the two looks.
    let read = File::open(path).map_err(failed)?.take(limit.saturating_add(1)).read_to_end(&mut octets);
    let read = u64::try_from(read.map_err(failed)?).unwrap_or(u64::MAX);
    if read > limit { Err(too_large()) } else { Ok(octets) }
}

/// Writes beside `path`, on disk, and renames: whoever reads the folder sees the file whole or not at all.
pub(super) fn write_whole(path: &Path, octets: &[u8]) -> Result<(), StoreError> {
    let failed = |error| StoreError::Write { path: path.to_owned(), error };
    let (folder, name) = split(path).ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written =
        write_new(&beside, octets).and_then(|()| fs::rename(&beside, path)).and_then(|()| sync(&folder));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)
}

/// Adds one line to a file that only grows.
pub(super) fn append_line(path: &Path, line: &str) -> Result<(), StoreError> {
    let append = || {
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_all()
    };
    append().map_err(|error| StoreError::Write { path: path.to_owned(), error })
}

/// Makes a file vanish for good.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::Write { path: path.to_owned(), error };
    fs::remove_file(path).map_err(failed)?;
    split(path).map_or(Ok(()), |(folder, _)| sync(&folder)).map_err(failed)
}

/// Names of the files of a folder that are not hidden, sorted; none when the folder is not there.
pub(super) fn names(folder: &Path, limit: usize) -> Result<Vec<String>, StoreError> {
    let failed = |error| StoreError::Read { path: folder.to_owned(), error };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if names.len() >= limit {
            return Err(StoreError::TooMany { path: folder.to_owned(), limit });
        }
        names.push(name);
    }
    names.sort();
    Ok(names)
}

fn write_new(path: &Path, octets: &[u8]) -> io::Result<()> {
    // What a crash of a process with the same number left behind.
    let _ = fs::remove_file(path);
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(octets)?;
    file.sync_all()
}

fn split(path: &Path) -> Option<(PathBuf, String)> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some((folder.unwrap_or(Path::new(".")).to_owned(), name))
}

/// A rename is on disk when its folder is. Not every system lets a folder be opened; there it is on disk soon.
fn sync(folder: &Path) -> io::Result<()> {
    match File::open(folder) {
        Ok(folder) => folder.sync_all().or(Ok(())),
        Err(_) => Ok(()),
    }
}
