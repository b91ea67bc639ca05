//! One run over many files: worked through by several threads, reported in the order they were named, with no more than a
//! few documents in memory.

use core::num::NonZeroUsize;
use core::ops::ControlFlow;
use std::collections::HashMap;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use koseki::batch::{Workers, in_order};
use koseki::crypto::DigestAlgorithm;
use koseki::report::{Language, Obstacle, Summary, Text, Unreadable, Verdict};
use koseki::{Verifier, verify_document};

use super::form::{Form, not_passed};
use super::inputs::{Input, inputs, named};
use super::ledger::{self, Entry, Heading, Ledger};
use super::sink::Sink;
use super::{Many, interruption};
use crate::commands;
use crate::commands::record::Keeper;
use crate::render::html::Row;
use crate::render::text;
use crate::{Exit, Trouble, volume, written};

/// By what everything is judged.
pub(crate) struct Conditions<'a> {
    pub(crate) verifier: &'a Verifier,
    /// Who keeps a record of each verification, where records are wanted.
    pub(crate) keeper: Option<&'a Keeper>,
    pub(crate) form: Form,
    /// Over everything that the verifier was made of, and the form.
    pub(crate) sha256: String,
}

/// Verifies the files named and reports.
pub(crate) fn run(paths: &[PathBuf], many: &Many, conditions: &Conditions<'_>) -> Result<Exit, Trouble> {
    let mut inputs = inputs(paths, many.files_from.as_deref())?;
    if let Some(out) = &many.out {
        // A report that lies in the folder it is about is none of its documents.
        let journal = ledger::beside(out);
        let named = |path: &Path| paths.iter().any(|one| one == path);
        let ours = |path: &Path| {
            let alike = |ours: &Path| path.file_name() == ours.file_name() && commands::same_file(path, ours);
            alike(out) || alike(&journal)
        };
        inputs.retain(|input| !ours(&input.path) || named(&input.path));
        refuse_to_replace(out, many, &inputs)?;
    }
    if inputs.is_empty() {
        return Err(Trouble::said(
            "検証するファイルがありません（指定されたフォルダー又は一覧が空です）",
            "there is no file to verify in the folders or lists given",
        ));
    }
    if inputs.len() > 1 || many.out.is_some() {
        interruption::listen();
    }
    quiet_panics();
    let bar = progress(inputs.len(), many.out.as_deref());
    let ended = match (&many.out, many.resume) {
        (Some(out), true) => with_journal(inputs, many, conditions, out, &bar),
        (out, _) => at_once(inputs, many, conditions, out.as_deref(), &bar),
    };
    bar.finish_and_clear();
    ended
}

fn refuse_to_replace(out: &Path, many: &Many, inputs: &[Input]) -> Result<(), Trouble> {
    if out.symlink_metadata().is_err() {
        return Ok(());
    }
    if commands::is_one_of(inputs.iter().map(|input| input.path.as_path()), out) {
        return Err(Trouble::usage(
            "検証するファイルと同じです。報告で置き換えることはできません",
            "is one of the files to verify; a report never replaces it",
        )
        .about(out));
    }
    if !many.force {
        return Err(Trouble::at(
            out,
            "既にあります。置き換えるときは --force を指定してください",
            "is there already; --force replaces it",
        ));
    }
    Ok(())
}

/// What a worker hands over: no more than is kept, for what one thread allocates another frees at a price.
struct Done {
    row: Row,
    /// Why there is no verdict.
    unreadable: Option<Text>,
    sha256: Option<String>,
    part: Vec<u8>,
}

/// What became of the rest of the run.
pub(super) struct Tally {
    pub(super) summary: Summary,
    /// Of all files where the form needs them, else of those that did not pass.
    pub(super) rows: Vec<Row>,
}

impl Tally {
    const fn new() -> Self {
        Self {
            summary: Summary { passed: 0, failed: 0, indeterminate: 0, unreadable: 0, not_reached: 0 },
            rows: Vec::new(),
        }
    }

    fn count(&mut self, row: Row, keeps_all: bool) {
        self.summary.count(row.file.verdict);
        if keeps_all || row.file.verdict != Some(Verdict::Passed) {
            self.rows.push(row);
        }
    }
}

/// Without a journal.
fn at_once(
    inputs: Vec<Input>,
    many: &Many,
    conditions: &Conditions<'_>,
    out: Option<&Path>,
    bar: &ProgressBar,
) -> Result<Exit, Trouble> {
    let form = &conditions.form;
    let mut sink = match out {
        Some(out) => Sink::to_file(form, out, inputs.iter().map(|input| input.key.as_str()))?,
        None => Sink::to_standard_output(form)?,
    };
    if sink.head()?.is_break() {
        return Ok(Exit::Passed);
    }
    let mut tally = Tally::new();
    let count = inputs.len();
    let mut failed = None;
    work(inputs, many, conditions, &HashMap::new(), bar, |_, done| {
        let Some(done) = done else { return ControlFlow::Continue(()) };
        tally.count(done.row, form.is_headed_by_a_summary());
        match bar.suspend(|| sink.put(&done.part)) {
            Ok(flow) => flow,
            Err(trouble) => {
                failed = Some(trouble);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(trouble) = failed {
        return Err(trouble);
    }
    tally.summary.not_reached = u64::try_from(count)?.saturating_sub(tally.summary.all());
    if let Some(beside) = sink.end(&tally)? {
        beside.release(many.force)?;
        bar.finish_and_clear();
        told(&tally, form)?;
    }
    Ok(exit(&tally.summary))
}

/// With one: whatever ends this process, the next goes on.
fn with_journal(
    inputs: Vec<Input>,
    many: &Many,
    conditions: &Conditions<'_>,
    out: &Path,
    bar: &ProgressBar,
) -> Result<Exit, Trouble> {
    let form = &conditions.form;
    let heading = Heading {
        format_version: ledger::FORMAT_VERSION,
        at: form.report.at.to_string(),
        conditions_sha256: conditions.sha256.clone(),
    };
    let path = ledger::beside(out);
    let mut ledger = Ledger::open(&path, &heading)?;
    let known = ledger.known();
    let keys: Vec<String> = inputs.iter().map(|input| input.key.clone()).collect();
    let mut reached = 0_usize;
    let mut failed = None;
    work(inputs, many, conditions, &known, bar, |input, done| {
        reached += 1;
        let Some(done) = done else { return ControlFlow::Continue(()) };
        let file = done.row.file;
        let entry = Entry {
            key: input.key.clone(),
            sha256: done.sha256,
            verdict: file.verdict.map(|verdict| verdict.as_str().to_owned()),
            reason: file.reason,
            part: String::from_utf8_lossy(&done.part).into_owned(),
        };
        match ledger.note(&entry) {
            Ok(()) => ControlFlow::Continue(()),
            Err(trouble) => {
                failed = Some(trouble);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(trouble) = failed {
        return Err(trouble);
    }
    if reached < keys.len() {
        let (done, all) = (reached, keys.len());
        return Err(Trouble::said(
            format!(
                "{all} 件のうち {done} 件を検証したところで中断しました。同じコマンドで続きから再開できます"
            ),
            format!("interrupted after {done} of {all} files; the same command goes on from there"),
        ));
    }
    let mut sink = Sink::to_file(form, out, keys.iter().map(String::as_str))?;
    let tally = assemble(&mut ledger, &keys, form, &mut sink)?;
    if let Some(beside) = sink.end(&tally)? {
        beside.release(many.force)?;
    }
    ledger.remove()?;
    bar.finish_and_clear();
    told(&tally, form)?;
    Ok(exit(&tally.summary))
}

/// Puts the parts together from the lines of the journal, in the order the files were named.
fn assemble(
    ledger: &mut Ledger,
    keys: &[String],
    form: &Form,
    sink: &mut Sink<'_>,
) -> Result<Tally, Trouble> {
    let mut tally = Tally::new();
    let _ = sink.head()?;
    for key in keys {
        let Entry { verdict, reason, part, .. } =
            ledger.entry(key)?.ok_or_else(|| Trouble::new(format!("{key}: not in the journal")))?;
        let verdict = [Verdict::Passed, Verdict::Failed, Verdict::Indeterminate]
            .into_iter()
            .find(|one| Some(one.as_str()) == verdict.as_deref());
        let file = text::NotPassed { path: named(key).to_owned(), verdict, reason };
        tally.count(Row { anchor: anchor(key), file }, form.is_headed_by_a_summary());
        let _ = sink.put(part.as_bytes())?;
    }
    Ok(tally)
}

/// Works through the inputs; `receive` gets each in order, without a result where the journal has one already.
fn work(
    inputs: Vec<Input>,
    many: &Many,
    conditions: &Conditions<'_>,
    known: &HashMap<String, String>,
    bar: &ProgressBar,
    mut receive: impl FnMut(&Input, Option<Done>) -> ControlFlow<()>,
) -> Result<(), Trouble> {
    let workers =
        Workers::new(threads(many.jobs).min(NonZeroUsize::new(inputs.len()).unwrap_or(NonZeroUsize::MIN)));
    let one = |input: &Input| judge(input, conditions, known.get(&input.key));
    in_order(inputs.into_iter(), workers, one, |input, done| {
        bar.inc(1);
        if let Some(Done { unreadable: Some(Text { ja, en }), .. }) = &done {
            bar.suspend(|| Trouble::said(ja.clone(), en.clone()).about(&input.path).tell());
        }
        let flow = receive(&input, done);
        if interruption::asked() { ControlFlow::Break(()) } else { flow }
    })?;
    Ok(())
}

/// As many as were asked for, or as the machine has cores.
pub(crate) fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// One file, on a worker's thread; `None` when it is the one that is known already.
fn judge(input: &Input, conditions: &Conditions<'_>, known: Option<&String>) -> Option<Done> {
    let form = &conditions.form;
    let anchor = anchor(&input.key);
    let name = input.path.display().to_string();
    let unreadable = |reason, obstacle| Err(Unreadable { path: name.clone(), reason, obstacle });
    let (judged, sha256) = match commands::octets(&input.path) {
        Err(reason) => (unreadable(reason, Obstacle::File), None),
        Ok(octets) => {
            if let Some(known) = known
                && *known == DigestAlgorithm::Sha256.digest(&octets).to_hex()
            {
                return None;
            }
            match verified(&octets, conditions, &name) {
                Ok(document) => {
                    let sha256 = document.sha256.clone();
                    (Ok(document), Some(sha256))
                }
                Err(reason) => (unreadable(reason, Obstacle::Tool), None),
            }
        }
    };
    let part = form.part(&judged, &anchor);
    Some(Done {
        row: form.row(&judged, anchor),
        unreadable: judged.err().map(|one| one.reason),
        sha256,
        part,
    })
}

/// Verifies octets. A fault of this program is that file's alone.
pub(crate) fn verified(
    octets: &[u8],
    conditions: &Conditions<'_>,
    name: &str,
) -> Result<koseki::report::DocumentReport, Text> {
    let verified = catch_unwind(AssertUnwindSafe(|| verify_document(octets, conditions.verifier)));
    let mut document = verified.map_err(|_| {
        Text::new(
            "検証ツールの内部の誤りにより検証できませんでした。検証システムの管理者に連絡してください。",
            "not verified because of a fault of this tool; tell the operator of this system",
        )
    })?;
    // A verdict whose record is missing is work undone.
    if let Some(keeper) = conditions.keeper {
        keeper.keep(&conditions.form.report, &document).map_err(|trouble| {
            let Text { ja, en } = trouble.into_text();
            Text::owned(
                format!("検証の記録を残せませんでした（{ja}）"),
                format!("no record was kept of it: {en}"),
            )
        })?;
    }
    name.clone_into(&mut document.path);
    Ok(document)
}

/// The message of a panic may quote a document; where it happened is enough.
pub(super) fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        Trouble::said(format!("内部の誤り（{place}）"), format!("a fault of this tool ({place})")).tell();
    }));
}

/// The name of a file's part in an HTML report.
pub(crate) fn anchor(key: &str) -> String {
    let digest = DigestAlgorithm::Sha256.digest(key.as_bytes()).to_hex();
    format!("d-{}", digest.get(..16).unwrap_or_default())
}

/// What the process ends with: 1 if any document failed, else 4 if one could not be worked on, else 3 if any is
/// indeterminate, else 0.
pub(super) const fn exit(summary: &Summary) -> Exit {
    if summary.failed > 0 {
        Exit::Failed
    } else if summary.unreadable > 0 || summary.not_reached > 0 {
        Exit::CouldNotWork
    } else if summary.indeterminate > 0 {
        Exit::Indeterminate
    } else {
        Exit::Passed
    }
}

/// When the report is in a file, standard output has what matters of it.
fn told(tally: &Tally, form: &Form) -> Result<(), Trouble> {
    if volume::is_quiet() {
        return Ok(());
    }
    // Lines by the thousand are not written one by one.
    let mut out = BufWriter::new(anstream::stdout().lock());
    let told = text::summary(&mut out, &tally.summary, &not_passed(&tally.rows), form.setting);
    written(told.and_then(|()| out.flush()))
}

/// On a terminal a bar with rate and remaining time, else nothing.
fn progress(length: usize, out: Option<&Path>) -> ProgressBar {
    // A report that scrolls by is its own progress.
    let scrolls = out.is_none() && io::stdout().is_terminal();
    if length < 2 || scrolls || volume::is_quiet() || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    let template = match crate::trouble::spoken() {
        Language::Japanese => "{bar:30} {pos}/{len} 件  {per_sec}  残り {eta}",
        Language::English => "{bar:30} {pos}/{len}  {per_sec}  {eta} left",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
