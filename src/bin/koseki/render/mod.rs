//! A report in the form asked for. Every form says the same: [`sheet`] puts a document into the words and the order that a
//! clerk reads, [`text`] and [`html`] set them, [`csv`] lays them out in columns; JSON is the library's, on lines as [`indented`] has
//! them.

pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod indented;
pub(crate) mod layout;
pub(crate) mod options;
mod revisions;
mod sheet;
mod signatures;
pub(crate) mod text;
mod words;

pub(crate) use layout::terminal_width;
pub(crate) use sheet::{Manner, place};
pub(crate) use text::{check, paths_tried, report};
pub(crate) use words::{JAPAN, clause, clock, one_line, pick, printable, verdict_style, verdict_word};
