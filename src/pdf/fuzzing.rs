//! Doors for the fuzz targets in `tests/fuzz` to what this room keeps private: the lexer and the cross-reference.
//!
//! Feature `fuzzing`, which nothing else turns on; no part of the public API. Each function asserts what must hold
//! of whatever was read, so that a target is one call.
#![allow(clippy::panic, reason = "a broken invariant ends the fuzz run")]

use std::collections::HashSet;

use super::cross_reference::Section;
use super::lexer::Lexer;
use super::object::Span;
use super::tail::Tail;
use super::walk;
use crate::limits::{self, Budget};

/// Reads one value after the other: each lies in the source behind the one before, holds what is inside it, and
/// reads the same when it stands alone.
pub fn lexer(octets: &[u8]) {
    let mut lexer = Lexer::new(octets, 0);
    let mut budget = Budget::new(limits::pdf::VALUE_OCTETS);
    while lexer.skip_gap().is_ok() && !lexer.is_at_end() {
        let start = lexer.position();
        let Ok(object) = lexer.object(&mut budget) else { return };
        let end = lexer.position();
        assert!(object.span == Span::new(start, end) && start < end && end <= octets.len());
        walk::values(&object, &mut |value| {
            assert!(start <= value.span.start && value.span.start < value.span.end && value.span.end <= end);
        });
        let mut alone = Lexer::new(object.span.of(octets), 0);
        // What follows a number may have made a reference of it; a reference alone is still one.
        let again = alone.object(&mut Budget::new(limits::pdf::VALUE_OCTETS));
        assert!(again.is_ok_and(|again| again == object), "{:?}", object.span);
        assert!(alone.is_at_end());
    }
}

/// Follows the chain of cross-reference sections: each lies in the file, none comes twice, and looking an object up
/// gives what reading all entries gives.
pub fn cross_reference(octets: &[u8]) {
    let Ok(tail) = Tail::read(octets) else { return };
    assert!(tail.sections().len() <= limits::pdf::SECTIONS);
    let mut starts = HashSet::new();
    for section in tail.sections() {
        assert!(starts.insert(section.span.start));
        agrees(section, octets);
        if let Some(supplement) = &section.supplement {
            agrees(supplement, octets);
        }
    }
}

fn agrees(section: &Section, octets: &[u8]) {
    assert!(section.span.start < section.span.end && section.span.end <= octets.len());
    let mut entries = Vec::new();
    let read = section.for_each(octets, |number, entry, _| {
        if entries.len() < 100_000 {
            entries.push((number, entry));
            Ok(())
        } else {
            Err(super::error::Error::TooManyObjects { offset: section.span.start })
        }
    });
    // A section that is refused, because two subsections have one number or an entry is none, has no one answer.
    let is_refused =
        matches!(section.find(octets, 0), Err(super::error::Error::CrossReferenceDuplicate { .. }));
    if read.is_ok() && !is_refused {
        // Looking up walks the subsections: enough of them is asked for.
        for (number, entry) in entries.into_iter().take(1_000) {
            assert!(section.find(octets, number) == Ok(Some(entry)), "object {number}");
        }
    }
}
