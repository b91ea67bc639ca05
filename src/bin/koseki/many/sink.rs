//! Where the parts of a report go as they come, and how they become one report.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::Path;

use koseki::report::Summary;

use super::ReportFormat;
use super::drained::Drained;
use super::form::Form;
use super::run::Tally;
use crate::commands::Beside;
use crate::{Trouble, volume};

/// A report in the making.
pub(super) struct Sink<'a> {
    form: &'a Form,
    place: Place,
    begun: bool,
}

enum Place {
    /// On, as they come.
    Stream(Box<dyn Write>),
    /// Into the report's file, behind the room for a head that must know them all.
    File { beside: Beside, out: Drained, room: u64 },
    /// Into a file that nobody sees, because the head must know them all. It has no name and goes with the process.
    Kept(BufWriter<File>),
}

impl<'a> Sink<'a> {
    /// To standard output.
    pub(super) fn to_standard_output(form: &'a Form) -> Result<Self, Trouble> {
        let stream = |out: Box<dyn Write>| Place::Stream(out);
        let place = match form.format {
            _ if form.is_headed_by_a_summary() => Place::Kept(BufWriter::new(tempfile::tempfile()?)),
            ReportFormat::Text if volume::is_quiet() => stream(Box::new(io::sink())),
            _ if form.setting.coloured => stream(Box::new(anstream::stdout())),
            _ => stream(Box::new(BufWriter::new(io::stdout()))),
        };
        Ok(Self { form, place, begun: false })
    }

    /// To a file that will be at `out`, about the inputs of these keys.
    pub(super) fn to_file<'k>(
        form: &'a Form,
        out: &Path,
        keys: impl Iterator<Item = &'k str>,
    ) -> Result<Self, Trouble> {
        let (beside, room) = (Beside::begin(out)?, form.room(&keys.collect::<Vec<_>>()));
        let mut file = beside.file()?;
        file.seek(SeekFrom::Start(room))?;
        Ok(Self { form, place: Place::File { out: Drained::new(file), beside, room }, begun: false })
    }

    /// What comes first, unless it must know what follows. `Break`: nobody reads on.
    pub(super) fn head(&mut self) -> Result<ControlFlow<()>, Trouble> {
        if self.form.is_headed_by_a_summary() {
            return Ok(ControlFlow::Continue(()));
        }
        self.write(self.form.head(&Summary::default(), &[]).as_bytes())
    }

    /// One file's part. `Break`: nobody reads on.
    pub(super) fn put(&mut self, part: &[u8]) -> Result<ControlFlow<()>, Trouble> {
        // A file of which the form says nothing in its place.
        if part.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let between = if core::mem::replace(&mut self.begun, true) { self.form.between() } else { "" };
        if self.write(between.as_bytes())?.is_break() || self.write(part)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        // Whoever looks on sees each file as it is done.
        if let Place::Stream(out) = &mut self.place {
            read_on(out.flush())
        } else {
            Ok(ControlFlow::Continue(()))
        }
    }

    /// What comes last, and the head where it had to wait; the file, to be released, where the report is one.
    pub(super) fn end(mut self, tally: &Tally) -> Result<Option<Beside>, Trouble> {
        let Tally { summary, rows } = tally;
        // A reader who has had enough is no trouble.
        let _ = self.write(self.form.tail(summary, rows).as_bytes())?;
        let headed_last = self.form.is_headed_by_a_summary();
        let head = if headed_last { self.form.head(summary, rows) } else { String::new() };
        match self.place {
            Place::Stream(mut out) => {
                let _ = read_on(out.flush())?;
                Ok(None)
            }
            Place::Kept(parts) => {
                let mut parts = parts.into_inner().map_err(io::IntoInnerError::into_error)?;
                let _ = read_on(copied(&head, &mut parts, 0, &mut io::stdout().lock()))?;
                Ok(None)
            }
            Place::File { out, beside, room } => {
                let mut file = out.finish()?;
                match room.checked_sub(u64::try_from(head.len())?) {
                    Some(left) => {
                        file.seek(SeekFrom::Start(0))?;
                        file.write_all(head.as_bytes())?;
                        io::copy(&mut io::repeat(b'\n').take(left), &mut file)?;
                        Ok(Some(beside))
                    }
                    // The room was too small: all of it once more, behind the head.
                    None => {
                        let wider = beside.another()?;
                        copied(&head, &mut file, room, &mut wider.as_file())?;
                        Ok(Some(wider))
                    }
                }
            }
        }
    }

    fn write(&mut self, octets: &[u8]) -> Result<ControlFlow<()>, Trouble> {
        read_on(match &mut self.place {
            Place::Stream(out) => out.write_all(octets),
            Place::File { out, .. } => out.write_all(octets),
            Place::Kept(out) => out.write_all(octets),
        })
    }
}

/// From file to file the operating system copies by itself, so nothing may stand between the two.
fn copied(head: &str, parts: &mut File, from: u64, out: &mut impl Write) -> io::Result<()> {
    out.write_all(head.as_bytes())?;
    parts.seek(SeekFrom::Start(from))?;
    io::copy(parts, out)?;
    out.flush()
}

/// Standard output was closed by whoever reads it: nothing more is wanted.
fn read_on(result: io::Result<()>) -> Result<ControlFlow<()>, Trouble> {
    match result {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(error) => Err(error.into()),
    }
}
