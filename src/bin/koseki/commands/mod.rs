//! One file for each subcommand; what several of them need stands here.

pub(crate) mod attachments;
pub(crate) mod c14n;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod man;
pub(crate) mod mixed_up;
pub(crate) mod path;
pub(crate) mod record;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod sign;
pub(crate) mod sign_folder;
pub(crate) mod sources;
pub(crate) mod trust;
pub(crate) mod validate;
pub(crate) mod verify;

use std::fs;
use std::io::{ErrorKind, Read as _, Write};
use std::path::Path;

use koseki::pki::RevocationMode;
use koseki::report::{Language, Text};

use crate::Trouble;
use crate::arguments::Revocation;

/// Largest document read into memory, in octets: well above anything an issuer makes.
const MAX_DOCUMENT: u64 = 512 * 1024 * 1024;

/// Reads one file, or says which and why not.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    octets(path).map_err(|reason| Trouble::said(reason.ja, reason.en).about(path))
}

/// The same, with the reason alone, for reports.
pub(crate) fn octets(path: &Path) -> Result<Vec<u8>, Text> {
    octets_of(opened(path, Links::Followed).map_err(unreadable)?)
}

/// Why a file cannot be read.
pub(crate) fn unreadable(error: std::io::Error) -> Text {
    let ja = match error.kind() {
        ErrorKind::NotFound => "ファイルが見つかりません。".to_owned(),
        ErrorKind::PermissionDenied => "ファイルを読み取る権限がありません。".to_owned(),
        _ => format!("ファイルを読み取ることができません（{error}）。"),
    };
    Text::owned(ja, error.to_string())
}

/// What a name may lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    Followed,
    /// A symbolic link is an error.
    Refused,
}

/// Opens for reading without ever waiting for the other end of a pipe or for a device.
pub(crate) fn opened(path: &Path, links: Links) -> std::io::Result<fs::File> {
    opened_as(path, links, fs::OpenOptions::new().read(true))
}

/// The same, with options of the caller's.
pub(crate) fn opened_as(
    path: &Path,
    links: Links,
    options: &mut fs::OpenOptions,
) -> std::io::Result<fs::File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        let kept = if links == Links::Refused { OFlags::NOFOLLOW } else { OFlags::empty() };
        options.custom_flags((OFlags::NONBLOCK | kept).bits().cast_signed());
    }
    #[cfg(not(unix))]
    if links == Links::Refused && fs::symlink_metadata(path)?.is_symlink() {
        return Err(ErrorKind::InvalidInput.into());
    }
    options.open(path)
}

/// The octets of an open file, or why there are none.
pub(crate) fn octets_of(file: fs::File) -> Result<Vec<u8>, Text> {
    let metadata = file.metadata().map_err(unreadable)?;
    // A pipe or a device would never end.
    if !metadata.is_file() {
        return Err(Text::new("通常のファイルではありません。", "not a regular file"));
    }
    let length = metadata.len().min(MAX_DOCUMENT);
    // As large as the file and one octet, so that reading its end does not double the space.
    let mut octets = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
    file.take(MAX_DOCUMENT + 1).read_to_end(&mut octets).map_err(unreadable)?;
    if !u64::try_from(octets.len()).is_ok_and(|length| length <= MAX_DOCUMENT) {
        return Err(Text::owned(
            format!("{MAX_DOCUMENT} バイトを超える大きさのファイルです。"),
            format!("larger than {MAX_DOCUMENT} octets"),
        ));
    }
    Ok(octets)
}

/// Whether two paths lead to the same file, by whatever name it is called.
pub(crate) fn same_file(one: &Path, other: &Path) -> bool {
    is_one_of([one], other)
}

/// Whether a path leads to one of several files, by whatever name it is called.
pub(crate) fn is_one_of<'p>(files: impl IntoIterator<Item = &'p Path>, path: &Path) -> bool {
    let searched = identity(path);
    files.into_iter().any(|file| match &searched {
        Some(searched) => identity(file).is_some_and(|found| found == *searched),
        None => file == path,
    })
}

/// What the system knows a file by, whatever its name.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    path.metadata().ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<std::path::PathBuf> {
    path.canonicalize().ok()
}

/// Writes parts one after the other beside `path` and renames: the file appears whole or not at all.
pub(crate) fn write_whole(path: &Path, parts: &[&[u8]]) -> Result<(), Trouble> {
    let mut beside = Beside::begin(path)?;
    parts
        .iter()
        .try_for_each(|part| beside.write_all(part))
        .map_err(|error| Trouble::from(error).about(path))?;
    beside.release(true)
}

/// The same for a file that must not be there yet.
pub(crate) fn write_new(path: &Path, octets: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".koseki-").tempfile_in(folder)?;
    beside.write_all(octets)?;
    beside.as_file().sync_all()?;
    readable_as_usual(beside.as_file())?;
    beside.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

/// The same for a private key: only its owner may read it.
pub(crate) fn write_private(path: &Path, octets: &[u8]) -> Result<(), Trouble> {
    let failed = |error: std::io::Error| Trouble::from(error).about(path);
    let mut beside = Beside::begin(path)?;
    beside.write_all(octets).and_then(|()| beside.file.as_file().sync_all()).map_err(failed)?;
    beside.file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A file that is being written beside its place, private until it is released.
pub(crate) struct Beside {
    file: tempfile::NamedTempFile,
    path: std::path::PathBuf,
}

impl Beside {
    /// A temporary file in the folder of `path`.
    pub(crate) fn begin(path: &Path) -> Result<Self, Trouble> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new().prefix(".koseki-").tempfile_in(folder).map_err(|error| {
            let en = format!("cannot write there: {}", error.kind());
            let ja = format!("書き込めません（{}）", Trouble::from(error).words(Language::Japanese));
            Trouble::said(ja, en).about(folder)
        })?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// One more for the same place; this one goes.
    pub(crate) fn another(self) -> Result<Self, Trouble> {
        Self::begin(&self.path)
    }

    /// The file as it is.
    pub(crate) fn as_file(&self) -> &fs::File {
        self.file.as_file()
    }

    /// The same file once more, to be written to.
    pub(crate) fn file(&self) -> Result<fs::File, Trouble> {
        self.file.as_file().try_clone().map_err(|error| Trouble::from(error).about(&self.path))
    }

    /// Gives it its name, when it is on disk; without `replacing`, only where nothing has that name.
    pub(crate) fn release(self, replacing: bool) -> Result<(), Trouble> {
        let Self { file, path } = self;
        let failed = |error: std::io::Error| Trouble::from(error).about(&path);
        file.as_file().sync_all().and_then(|()| readable_as_usual(file.as_file())).map_err(failed)?;
        let named = if replacing { file.persist(&path) } else { file.persist_noclobber(&path) };
        named.map_err(|error| failed(error.error))?;
        Ok(())
    }
}

impl Write for Beside {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        self.file.write(octets)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// A temporary file is private to its owner; a released document has the mode a new file usually has.
#[cfg(unix)]
fn readable_as_usual(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_as_usual(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

impl From<Revocation> for RevocationMode {
    fn from(asked: Revocation) -> Self {
        match asked {
            Revocation::Require => Self::Required,
            Revocation::Available => Self::Available,
            Revocation::Off => Self::Off,
        }
    }
}
