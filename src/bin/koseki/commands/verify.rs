//! `koseki verify`.

use std::path::{Path, PathBuf};

use koseki::time::Time;

use crate::arguments::Verify;
use crate::judging::Prepared;
use crate::many::{self, Conditions, Form, Many, ReportFormat, ReportOutput};
use crate::render::JAPAN;
use crate::render::text::Setting;
use crate::render::{Manner, terminal_width};
use crate::{Exit, Trouble, configuration, language, now};

pub(crate) fn run(command: &Verify) -> Result<Exit, Trouble> {
    if let Some(folder) = &command.many.watch {
        let judged_by = || prepared(command, instant(command, None)?);
        return many::watch(folder, &command.many, judged_by, |prepared| conditions(command, prepared));
    }
    if command.many.resume && command.attachments.is_some() {
        return Err(Trouble::usage(
            "--resume と --attachments は同時に指定できません（添付ファイルの変更は記録から分かりません）",
            "--resume cannot be used with --attachments: a journal does not tell that an attachment has changed",
        ));
    }
    refuse_overwriting(command)?;
    let prepared = prepared(command, instant(command, many::interrupted_at(&command.many))?)?;
    many::run(&command.paths, &command.many, &conditions(command, &prepared))
}

/// A report never replaces what it was judged by, nor anything in a folder of that.
fn refuse_overwriting(command: &Verify) -> Result<(), Trouble> {
    let Some(out) = command.many.out.as_ref().and_then(|out| out.canonicalize().ok()) else { return Ok(()) };
    let (trust, recording) = (&command.judging.trust, &command.judging.recording);
    let lists = [&trust.trust, &trust.certs, &trust.crl, &trust.ocsp, &trust.timestamp_trust];
    let records = [&recording.evidence, &recording.record_trust];
    let single = [
        &trust.algorithm_policy,
        &command.attachments,
        &recording.record,
        &recording.record_key,
        &recording.record_cert,
        &recording.record_passphrase_file,
        &command.many.files_from,
    ];
    let configured = configuration::in_force().map(|found| found.path.as_path());
    let read =
        lists.into_iter().chain(records).flatten().chain(&command.judging.schema).map(PathBuf::as_path);
    let read = read.chain(single.into_iter().flatten().map(PathBuf::as_path)).chain(configured);
    for path in read.chain([Path::new(&command.judging.profile)]) {
        if path.canonicalize().is_ok_and(|path| out.starts_with(path)) {
            return Err(Trouble::usage(
                format!("検証に使用する {} の内容です。報告で置き換えることはできません", path.display()),
                format!("is what {} holds, by which is judged; a report never replaces it", path.display()),
            )
            .about(&out));
        }
    }
    Ok(())
}

/// The instant asked about: as given, else that of the run which is gone on with, else now.
fn instant(command: &Verify, interrupted: Option<Time>) -> Result<Time, Trouble> {
    let (Some(interrupted), None) = (interrupted, command.judging.trust.at) else {
        return command.judging.trust.at.map_or_else(now, |moment| Ok(moment.time));
    };
    // What arrived since would be judged by the data and at the time of then.
    if now()?.unix().abs_diff(interrupted.unix()) > RESUMED_WITHIN {
        let at = interrupted.rfc3339(JAPAN);
        return Err(Trouble::usage(
            format!(
                "中断した検証の検証基準時刻（{at}）は1日以上前です。その時点で続けるときは --at {at} を指定してください。現在の時点で検証するときは、記録（.koseki-journal）を削除してください"
            ),
            format!(
                "the run that was interrupted is about {at}, more than a day from now: say --at {at} to go on, or remove its journal (.koseki-journal) to judge by now"
            ),
        ));
    }
    Ok(interrupted)
}

/// Seconds from the instant of an interrupted run within which it goes on without being asked for that instant.
const RESUMED_WITHIN: u64 = 24 * 60 * 60;

fn prepared(command: &Verify, at: Time) -> Result<Prepared, Trouble> {
    Prepared::at(&command.judging, command.attachments.as_deref(), language(command.output.lang), at)
}

fn conditions<'p>(command: &Verify, prepared: &'p Prepared) -> Conditions<'p> {
    let ReportOutput { format, explain, lang } = command.output;
    let manner = Manner { language: language(lang), explained: explain };
    let shown = is_shown(&command.many, format);
    let setting = Setting {
        manner,
        width: shown.then(terminal_width).flatten(),
        coloured: shown && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    };
    prepared.conditions(Form { format, setting, report: prepared.verifier.report() })
}

/// Whether the report is text on standard output, which may be a terminal with its width and its colours. In a file, lines
/// stay as long as they are.
fn is_shown(many: &Many, format: ReportFormat) -> bool {
    format == ReportFormat::Text && many.out.is_none() && many.watch.is_none()
}
