//! Which files: paths, whole folders, patterns that no shell expanded, lists.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use glob::MatchOptions;

use crate::Trouble;

/// One file to verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) path: PathBuf,
    /// The path as it is written in reports, and how many times it was named before.
    pub(crate) key: String,
}

/// The path of a key.
pub(super) fn named(key: &str) -> &str {
    key.split('\u{0}').next().unwrap_or_default()
}

/// All files named, in order.
pub(super) fn inputs(paths: &[PathBuf], list: Option<&Path>) -> Result<Vec<Input>, Trouble> {
    let mut all = files(&paths.iter().flat_map(|path| expanded(path)).collect::<Vec<_>>());
    if let Some(list) = list {
        all.extend(files(&listed(list)?));
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let numbered = all.into_iter().map(|path| {
        let name = path.display().to_string();
        let times = seen.entry(name.clone()).or_default();
        let key = if *times == 0 { name } else { format!("{name}\u{0}{times}") };
        *times += 1;
        Input { path, key }
    });
    Ok(numbered.collect())
}

/// A pattern that the shell left alone, because it was quoted or there is no such shell. Where nothing fits it stays what
/// it is, and reading it says that there is no such file.
fn expanded(path: &Path) -> Vec<PathBuf> {
    let as_it_is = || vec![path.to_owned()];
    // Brackets alone are part of a name: browsers call a second download `one[1].pdf`.
    let Some(pattern) = path.to_str().filter(|text| text.contains(['*', '?'])) else {
        return as_it_is();
    };
    if path.symlink_metadata().is_ok() {
        return as_it_is();
    }
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
    let found: Vec<PathBuf> = glob::glob_with(pattern, options)
        .map(|found| found.filter_map(Result::ok).collect())
        .unwrap_or_default();
    if found.is_empty() { as_it_is() } else { found }
}

/// Octets of a list: a million long paths.
const LONGEST_LIST: u64 = 256 * 1024 * 1024;

fn listed(list: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut octets = Vec::new();
    let read = if list.as_os_str() == "-" {
        io::stdin().lock().take(LONGEST_LIST + 1).read_to_end(&mut octets)
    } else {
        fs::File::open(list).and_then(|file| file.take(LONGEST_LIST + 1).read_to_end(&mut octets))
    };
    read.map_err(|error| Trouble::from(error).about(list))?;
    if !u64::try_from(octets.len()).is_ok_and(|length| length <= LONGEST_LIST) {
        return Err(Trouble::at(list, "ファイルの一覧が大きすぎます", "the list of files is too long"));
    }
    let by = if octets.contains(&0) { 0 } else { b'\n' };
    let names = octets.split(|octet| *octet == by).map(|name| match by {
        // A list from another system ends its lines with CR LF; a name may end with CR all the same.
        b'\n' => match name.strip_suffix(b"\r") {
            Some(shorter) if as_path(name).symlink_metadata().is_err() => shorter,
            _ => name,
        },
        _ => name,
    });
    Ok(names.filter(|name| !name.is_empty()).map(as_path).collect())
}

#[cfg(unix)]
fn as_path(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn as_path(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

/// Folders inside one another that are followed.
const MAX_FOLDERS: usize = 64;

/// The paths themselves; of a folder all files in it and its sub-folders, in the order of their names. Hidden ones are
/// left out, links to folders are not followed.
pub(crate) fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, MAX_FOLDERS, &mut all);
        } else {
            all.push(path.clone());
        }
    }
    all
}

/// What cannot be listed is handed on as a file, so that reading it says why.
fn walk(folder: &Path, depth: usize, all: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        all.push(folder.to_owned());
        return;
    };
    // The type of a link is that of a link.
    let mut found: Vec<(OsString, bool)> = entries
        .filter_map(Result::ok)
        .map(|entry| (entry.file_name(), entry.file_type().is_ok_and(|found| found.is_dir())))
        .filter(|(name, _)| !name.as_encoded_bytes().starts_with(b"."))
        .collect();
    found.sort();
    for (name, is_folder) in found {
        let path = folder.join(name);
        if is_folder && depth > 0 {
            walk(&path, depth - 1, all);
        } else {
            all.push(path);
        }
    }
}
