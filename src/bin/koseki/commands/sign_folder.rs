//! `koseki sign` of a folder: many files, a journal, a summary.

use core::ops::ControlFlow;
use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressStyle};
use koseki::batch::{Input, Outbox, Outcome, Workers, sign_into};
use koseki::crypto::{DigestAlgorithm, Signer};
use koseki::sign::{SigningIdentity, SigningRequest};

use crate::arguments::Sign;
use crate::{Exit, Trouble, render};

pub(crate) fn run(
    command: &Sign,
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
) -> Result<Exit, Trouble> {
    let mut count = Count::default();
    let inputs = inputs(&command.input, &command.out, &mut count)?;
    let certificate = DigestAlgorithm::Sha256.digest(identity.certificate().der());
    let mut outbox = Outbox::open(&command.out, &const_hex::encode(certificate.as_bytes()))?;
    let threads =
        command.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let load =
        |input: &Input| super::read(&input.path).map_err(|Trouble(reason)| std::io::Error::other(reason));

    let bar = progress(inputs.len());
    let ended = sign_into(
        &mut outbox,
        inputs,
        Workers::new(threads),
        load,
        identity,
        signer,
        request,
        |input, outcome| {
            bar.suspend(|| count.add(input, &outcome));
            bar.inc(1);
            ControlFlow::Continue(())
        },
    );
    let elapsed = bar.elapsed();
    bar.finish_and_clear();
    if let Err(error) = ended {
        return Err(Trouble(format!(
            "{error}\n{} signed before that; the same command goes on from there",
            count.signed
        )));
    }
    // Names that were taken while this run released; those of earlier runs were told with their inputs.
    for key in outbox.blocked() {
        if !count.occupied.contains(key) {
            count.signed = count.signed.saturating_sub(1);
            count.fail(&command.out.join(key), OCCUPIED);
        }
    }
    count.tell(elapsed);
    Ok(if count.failed == 0 { Exit::Passed } else { Exit::CouldNotWork })
}

/// All files below the folder with the names of their outputs.
fn inputs(folder: &Path, out: &Path, count: &mut Count) -> Result<Vec<Input>, Trouble> {
    // Outputs inside the folder of inputs would be signed again by the next run.
    let (inside, whole) = (absolute(out)?, absolute(folder)?);
    if inside.starts_with(&whole) {
        return Err(Trouble(format!("{}: lies inside the folder of inputs", out.display())));
    }
    let mut inputs = Vec::new();
    for path in super::verify::files(&[folder.to_owned()]) {
        match Outbox::key(path.strip_prefix(folder)?) {
            Ok(key) => inputs.push(Input { key, path }),
            Err(error) => count.fail(&path, &error.to_string()),
        }
    }
    if inputs.is_empty() && count.failed == 0 {
        return Err(Trouble(format!("{}: no file in this folder", folder.display())));
    }
    Ok(inputs)
}

/// The path with links resolved as far as it exists.
fn absolute(path: &Path) -> Result<PathBuf, Trouble> {
    let path = std::path::absolute(path)?;
    let mut rest = Vec::new();
    for above in path.ancestors() {
        if let Ok(found) = above.canonicalize() {
            return Ok(rest.iter().rev().fold(found, |found, part| found.join(part)));
        }
        rest.extend(above.file_name());
    }
    Ok(path)
}

/// On a terminal a bar with rate and remaining time, else nothing.
fn progress(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    let template = "{bar:30} {pos}/{len}  {per_sec}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

#[derive(Default)]
struct Count {
    signed: u64,
    octets: u64,
    before: u64,
    failed: u64,
    occupied: BTreeSet<String>,
}

const OCCUPIED: &str = "a file of its name stands in the folder of outputs; it is not replaced";

impl Count {
    fn add(&mut self, input: &Input, outcome: &Outcome) {
        let reason = match outcome {
            Outcome::Signed { octets } => {
                self.signed += 1;
                self.octets += u64::try_from(*octets).unwrap_or(0);
                return;
            }
            Outcome::AlreadyReleased => {
                self.before += 1;
                return;
            }
            Outcome::ChangedSinceRelease => {
                "its output was released before, but the file is another one now; it is not signed again"
                    .to_owned()
            }
            Outcome::Occupied => {
                self.occupied.insert(input.key.clone());
                OCCUPIED.to_owned()
            }
            Outcome::NotReleased(reason) => reason.to_string(),
            Outcome::NotSigned(reason) => reason.to_string(),
            other => format!("{other:?}"),
        };
        self.fail(&input.path, &reason);
    }

    fn fail(&mut self, path: &Path, reason: &str) {
        self.failed += 1;
        anstream::eprintln!("koseki: {}", render::printable(&format!("{}: {reason}", path.display())));
    }

    fn tell(&self, elapsed: Duration) {
        let seconds = elapsed.as_secs_f64().max(0.001);
        let signed = u32::try_from(self.signed).map_or(f64::INFINITY, f64::from);
        anstream::println!(
            "{} signed ({}, {:.1} per second, {}), {} released before, {} failed",
            self.signed,
            HumanBytes(self.octets),
            signed / seconds,
            HumanDuration(elapsed),
            self.before,
            self.failed
        );
    }
}
