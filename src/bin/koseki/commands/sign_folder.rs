//! `koseki sign` of a folder: many files, a journal, a summary.

use core::ops::ControlFlow;
use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressStyle};
use koseki::batch::{Input, NotSigned, Outbox, Outcome, Workers, sign_into};
use koseki::crypto::{DigestAlgorithm, Signer};
use koseki::report::Language;
use koseki::sign::{SigningIdentity, SigningRequest};

use crate::arguments::Sign;
use crate::trouble::spoken;
use crate::{Exit, Trouble, volume};

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
    let load = |input: &Input| {
        super::read(&input.path).map_err(|trouble| std::io::Error::other(trouble.words(spoken()).to_owned()))
    };

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
            bar.suspend(|| count.add(input, outcome, &command.out));
            bar.inc(1);
            ControlFlow::Continue(())
        },
    );
    let elapsed = bar.elapsed();
    bar.finish_and_clear();
    if let Err(error) = ended {
        return Err(Trouble::new(error.to_string()).with_lines([match spoken() {
            Language::Japanese => {
                format!("それまでに {} 件に署名しました。同じコマンドで続きから再開できます", count.signed)
            }
            Language::English => {
                format!("{} signed before that; the same command goes on from there", count.signed)
            }
        }]));
    }
    // Names that were taken while this run released; those of earlier runs were told with their inputs.
    for key in outbox.blocked() {
        if !count.occupied.contains(key) {
            count.signed = count.signed.saturating_sub(1);
            count.fail(&command.out.join(key), occupied());
        }
    }
    count.tell(elapsed);
    Ok(match (count.failed, count.refused) {
        (0, _) => Exit::Passed,
        (_, 0) => Exit::CouldNotWork,
        _ => Exit::Failed,
    })
}

/// All files below the folder with the names of their outputs.
fn inputs(folder: &Path, out: &Path, count: &mut Count) -> Result<Vec<Input>, Trouble> {
    // Outputs inside the folder of inputs would be signed again by the next run.
    let (inside, whole) = (absolute(out)?, absolute(folder)?);
    if inside.starts_with(&whole) {
        return Err(Trouble::at(out, "入力のフォルダーの中にあります", "lies inside the folder of inputs"));
    }
    let mut inputs = Vec::new();
    for path in crate::many::files(&[folder.to_owned()]) {
        match Outbox::key(path.strip_prefix(folder)?) {
            Ok(key) => inputs.push(Input { key, path }),
            Err(error) => count.fail(&path, Trouble::new(error.to_string())),
        }
    }
    if inputs.is_empty() && count.failed == 0 {
        return Err(Trouble::at(folder, "このフォルダーにファイルがありません", "no file in this folder"));
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
    if volume::is_quiet() {
        return ProgressBar::hidden();
    }
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
    /// Of those that failed, the ones refused for what they are or hold.
    refused: u64,
    /// Released before, and no longer in the folder of outputs.
    gone: u64,
    occupied: BTreeSet<String>,
}

fn occupied() -> Trouble {
    Trouble::said(
        "出力のフォルダーに同じ名前のファイルがあります。置き換えません",
        "a file of its name stands in the folder of outputs; it is not replaced",
    )
}

impl Count {
    fn add(&mut self, input: &Input, outcome: Outcome, out: &Path) {
        let trouble = match outcome {
            Outcome::Signed { octets } => {
                self.signed += 1;
                self.octets += u64::try_from(octets).unwrap_or(0);
                return;
            }
            Outcome::AlreadyReleased => {
                self.before += 1;
                self.gone += u64::from(!out.join(&input.key).exists());
                return;
            }
            Outcome::ChangedSinceRelease => Trouble::said(
                "署名済みとして出力した後に、ファイルが変わっています。改めて署名はしません",
                "its output was released before, but the file is another one now; it is not signed again",
            ),
            Outcome::Occupied => {
                self.occupied.insert(input.key.clone());
                occupied()
            }
            Outcome::NotReleased(reason) => Trouble::new(reason.to_string()),
            Outcome::NotSigned(NotSigned::Sign(error)) => Trouble::from(*error),
            Outcome::NotSigned(reason) => Trouble::new(reason.to_string()),
            other => Trouble::new(format!("{other:?}")),
        };
        self.fail(&input.path, trouble);
    }

    fn fail(&mut self, path: &Path, trouble: Trouble) {
        self.failed += 1;
        self.refused += u64::from(trouble.exit() == Exit::Failed);
        trouble.about(path).tell();
    }

    fn tell(&self, elapsed: Duration) {
        let seconds = elapsed.as_secs_f64().max(0.001);
        let signed = u32::try_from(self.signed).map_or(f64::INFINITY, f64::from);
        let Self { signed: count, before, failed, gone, .. } = self;
        let (octets, rate) = (HumanBytes(self.octets), signed / seconds);
        match spoken() {
            _ if volume::is_quiet() => {}
            Language::Japanese => anstream::println!(
                "署名 {count} 件（{octets}、毎秒 {rate:.1} 件、{seconds:.1} 秒）、署名済み {before} 件、失敗 {failed} 件"
            ),
            Language::English => anstream::println!(
                "{count} signed ({octets}, {rate:.1} per second, {}), {before} released before, {failed} failed",
                HumanDuration(elapsed)
            ),
        }
        if *gone > 0 {
            Trouble::said(
                format!("署名済みのうち {gone} 件は、出力のフォルダーにもうありません。改めて作成はしません"),
                format!("{gone} of those released before are no longer in the folder of outputs; they are not made again"),
            )
            .tell();
        }
    }
}
