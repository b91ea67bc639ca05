//! Verifies all files of a folder on several threads, in order, with no more than a few in memory, and counts the verdicts.
//!
//! ```sh
//! cargo run --release --example verify_folder -- FOLDER ANCHOR.cer CRL-FOLDER RFC3339 THREADS
//! ```

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use koseki::batch::{Workers, in_order};
use koseki::store;
use koseki::time::Time;
use koseki::{Verifier, verify_document};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, anchor, lists, at, threads] = arguments.as_slice() else {
        return Err("FOLDER ANCHOR CRL-FOLDER RFC3339 THREADS".into());
    };
    // Read, parsed and checked once, whatever the number of documents.
    let verifier = Verifier::new(Time::parse_rfc3339(at)?)
        .with_anchors(store::certificates(&[anchor.into()])?)
        .with_revocation_lists(store::revocation_lists(&[lists.into()])?);
    let threads: NonZeroUsize = threads.parse()?;
    let mut files = Vec::new();
    list(Path::new(folder), &mut files)?;

    let begun = Instant::now();
    let work =
        |path: &PathBuf| std::fs::read(path).map(|octets| verify_document(&octets, &verifier).verdict());
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    in_order(files.into_iter(), Workers::new(threads), work, |_, verdict| {
        let word = verdict.map_or("unreadable", |verdict| verdict.as_str());
        *counts.entry(word).or_default() += 1;
        ControlFlow::Continue(())
    })?;
    println!("{counts:?} in {:.3} s", begun.elapsed().as_secs_f64());
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { list(&path, files)? } else { files.push(path) }
    }
    files.sort();
    Ok(())
}
