//! The folder of `koseki verify --attachments`: regular files that lie directly in it, and nothing else.

use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

use koseki::dsig::Unread;
use koseki::evidence::Attachments;

use crate::Trouble;

/// A folder of attachments.
#[derive(Debug)]
pub(crate) struct AttachmentFolder(PathBuf);

impl AttachmentFolder {
    pub(crate) fn open(path: &Path) -> Result<Self, Trouble> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Ok(Self(path.to_owned())),
            Ok(_) => Err(Trouble::at(path, "フォルダーではありません", "not a folder")),
            Err(error) => Err(Trouble::from(error).about(path)),
        }
    }
}

impl Attachments for AttachmentFolder {
    fn read(&self, name: &str, limit: u64) -> Option<Result<Vec<u8>, Unread>> {
        // The library asks by plain names alone; what a name is on this system, this system knows best.
        let mut components = Path::new(name).components();
        let (Some(Component::Normal(_)), None) = (components.next(), components.next()) else {
            return Some(Err(Unread::NotRegular));
        };
        let path = self.0.join(name);
        // Not followed: a link may lead anywhere.
        let listed = match fs::symlink_metadata(&path) {
            Ok(listed) => listed,
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(_) => return Some(Err(Unread::Failed)),
        };
        if !listed.is_file() {
            return Some(Err(Unread::NotRegular));
        }
        Some(read(&path, &listed, limit))
    }
}

fn read(path: &Path, listed: &Metadata, limit: u64) -> Result<Vec<u8>, Unread> {
    if listed.len() > limit {
        return Err(Unread::TooLarge { limit });
    }
    let file = File::open(path).map_err(|_| Unread::Failed)?;
    let opened = file.metadata().map_err(|_| Unread::Failed)?;
    // Somebody may have put a link there since.
    if !is_same(listed, &opened) {
        return Err(Unread::NotRegular);
    }
    let mut octets = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut octets).map_err(|_| Unread::Failed)?;
    match u64::try_from(octets.len()) {
        Ok(length) if length <= limit => Ok(octets),
        Ok(_) | Err(_) => Err(Unread::TooLarge { limit }),
    }
}

#[cfg(unix)]
fn is_same(listed: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (listed.dev(), listed.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}
