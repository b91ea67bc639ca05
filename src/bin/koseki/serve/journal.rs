//! What the server says while it runs: one line on standard error for each request, and for each client that was not let in.
//! Neither addresses nor names of files or people are in it; a request is named by its identifier, which its answer has too.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::sync::LazyLock;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use koseki::report::{Summary, Text};

use super::readiness::Reason;

use crate::render::{JAPAN, one_line, pick};
use crate::trouble::spoken;
use crate::{Trouble, now, volume, written};

/// Where it is reached, on standard output: scripts read this line.
pub(super) fn started(address: &str) -> Result<(), Trouble> {
    let mut out = anstream::stdout().lock();
    written(writeln!(out, "koseki: {address}").and_then(|()| out.flush()))?;
    drop(out);
    line(pick(spoken(), "受付を開始しました（終了は Ctrl-C）", "ready (Ctrl-C ends it)"));
    Ok(())
}

/// Whether a browser could be opened.
pub(super) fn opened(result: io::Result<()>) {
    if let Err(error) = result {
        Trouble::said(
            format!("ブラウザーを起動できません。表示されたアドレスを開いてください（{error}）"),
            format!("no browser could be opened, open the address yourself: {error}"),
        )
        .tell();
    }
}

/// A request was answered.
pub(super) fn answered(
    id: &str,
    method: &str,
    route: &str,
    status: u16,
    took: Duration,
    summary: Option<&Summary>,
) {
    let mut words = format!("id={id} {method} {route} {status} {}ms", took.as_millis());
    if let Some(Summary { passed, failed, indeterminate, unreadable, .. }) = summary {
        words.push_str(&format!(
            " passed={passed} failed={failed} indeterminate={indeterminate} unreadable={unreadable}"
        ));
    }
    line(&words);
}

/// A client was not let in.
pub(super) fn refused(why: impl Display) {
    line(&format!("connection refused: {why}"));
}

/// It was asked to end.
pub(super) fn ending() {
    line(pick(
        spoken(),
        "終了します。処理中の検証が終わるまでお待ちください（もう一度で直ちに終了）",
        "ending after what is at hand (once more ends at once)",
    ));
}

/// Something the operator has to know, while requests go on.
pub(super) fn trouble(text: &Text) {
    line(text.in_language(spoken()));
}

/// The same, about one request.
pub(super) fn trouble_about(id: &str, text: &Text) {
    line(&format!("id={id} {}", text.in_language(spoken())));
}

/// Whether all is well has changed.
pub(super) fn readiness(reasons: &[Reason]) {
    if reasons.is_empty() {
        return line(pick(spoken(), "検証できる状態になりました", "all is well again"));
    }
    for reason in reasons {
        let text = reason.text();
        let what = text.in_language(spoken());
        line(&format!("{}{}: {what}", pick(spoken(), "検証できない状態です: ", "not ready: "), reason.id()));
    }
}

/// A fault of this program: where, not what, because the message may quote a document.
pub(super) fn tell_of_faults() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        line(&format!("{}{place}", pick(spoken(), "内部の誤り: ", "a fault of this tool: ")));
    }));
}

/// Lines that wait for whoever reads them.
const WAITING: usize = 1024;

/// Hands a line to the thread that writes. A reader that stalls, or a disk that is full, costs lines and no requests.
fn line(words: &str) {
    static LINES: LazyLock<Option<SyncSender<String>>> = LazyLock::new(|| {
        let (lines, written) = sync_channel::<String>(WAITING);
        let writing = move || {
            while let Ok(line) = written.recv() {
                let _ = writeln!(anstream::stderr(), "{line}");
            }
        };
        std::thread::Builder::new().name("koseki-journal".into()).spawn(writing).ok().map(|_| lines)
    });
    if volume::is_quiet() {
        return;
    }
    let time = now().map(|time| time.rfc3339(JAPAN)).unwrap_or_default();
    if let Some(lines) = &*LINES {
        let _ = lines.try_send(format!("koseki: {time} {}", one_line(words)));
    }
}
