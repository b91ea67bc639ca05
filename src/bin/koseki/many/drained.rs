//! A file that is brought to disk while it is still being written, so that the end of a long report waits for no more than its
//! last part.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

/// Octets that are written to the file at once.
const GATHERED: usize = 256 * 1024;

/// Octets after which the file is brought to disk once more.
const DRAINED: usize = 8 * 1024 * 1024;

/// Writes to a file while a thread brings to disk what is written.
pub(super) struct Drained {
    out: BufWriter<File>,
    /// Octets since the thread was last called.
    waiting: usize,
    thread: Option<Drain>,
}

struct Drain {
    call: SyncSender<()>,
    handle: JoinHandle<io::Result<()>>,
}

impl Drained {
    /// Writes to `file` from where it stands. Without a thread to be had, all is left to the end.
    pub(super) fn new(file: File) -> Self {
        Self { thread: Drain::begin(&file), out: BufWriter::with_capacity(GATHERED, file), waiting: 0 }
    }

    /// Hands all to the operating system and ends the thread. Whoever releases the file brings the rest to disk.
    ///
    /// # Errors
    /// Those of writing, and those that the thread met: the operating system tells such a one only once.
    pub(super) fn finish(mut self) -> io::Result<File> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        self.thread.take().map_or(Ok(()), Drain::end)?;
        Ok(file)
    }
}

impl Write for Drained {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let written = self.out.write(octets)?;
        self.waiting = self.waiting.saturating_add(written);
        if self.waiting >= DRAINED {
            self.waiting = 0;
            if let Some(drain) = &self.thread {
                // One that is still at work, or has ended with an error, is not called.
                let _ = drain.call.try_send(());
            }
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drain {
    fn begin(file: &File) -> Option<Self> {
        let file = file.try_clone().ok()?;
        let (call, called) = sync_channel(0);
        let work = move || called.iter().try_for_each(|()| file.sync_data());
        let handle = Builder::new().name("koseki-drain".into()).spawn(work).ok()?;
        Some(Self { call, handle })
    }

    fn end(self) -> io::Result<()> {
        drop(self.call);
        self.handle.join().unwrap_or_else(|_| Err(io::Error::other("the thread that brings to disk")))
    }
}
