//! `koseki verify`.

use std::path::{Path, PathBuf};

use koseki::Verifier;
use koseki::crypto::DigestAlgorithm;
use koseki::profile::{Profile, RuleSet};
use koseki::report::Report;
use koseki::time::Time;

use super::attachments::AttachmentFolder;
use super::record::Keeper;
use super::sources::Sources;
use crate::arguments::Verify;
use crate::many::{self, Conditions, Form, Many, ReportFormat};
use crate::render::JAPAN;
use crate::render::text::Setting;
use crate::render::{Manner, terminal_width};
use crate::{Exit, Trouble, configuration, language, now, schema, time_of_report};

pub(crate) fn run(command: &Verify) -> Result<Exit, Trouble> {
    if let Some(folder) = &command.many.watch {
        let judged_by = || Prepared::at(command, instant(command, None)?);
        return many::watch(folder, &command.many, judged_by, |prepared| prepared.conditions(command));
    }
    if command.many.resume && command.attachments.is_some() {
        return Err(Trouble::usage(
            "--resume と --attachments は同時に指定できません（添付ファイルの変更は記録から分かりません）",
            "--resume cannot be used with --attachments: a journal does not tell that an attachment has changed",
        ));
    }
    refuse_overwriting(command)?;
    let prepared = Prepared::at(command, instant(command, many::interrupted_at(&command.many))?)?;
    many::run(&command.paths, &command.many, &prepared.conditions(command))
}

/// A report never replaces what it was judged by, nor anything in a folder of that.
fn refuse_overwriting(command: &Verify) -> Result<(), Trouble> {
    let Some(out) = command.many.out.as_ref().and_then(|out| out.canonicalize().ok()) else { return Ok(()) };
    let (trust, recording) = (&command.trust, &command.recording);
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
    let read = lists.into_iter().chain(records).flatten().chain(&command.schema).map(PathBuf::as_path);
    let read = read.chain(single.into_iter().flatten().map(PathBuf::as_path)).chain(configured);
    for path in read.chain([Path::new(&command.profile)]) {
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
    let (Some(interrupted), None) = (interrupted, command.trust.at) else {
        return command.trust.at.map_or_else(now, |moment| Ok(moment.time));
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

/// What is verified with, read once.
struct Prepared {
    verifier: Verifier,
    /// Over everything the verifier was made of.
    sha256: String,
    keeper: Option<Keeper>,
}

impl Prepared {
    fn at(command: &Verify, at: Time) -> Result<Self, Trouble> {
        let (profile, profile_sha256) = profile(&command.profile)?;
        let attachments = match &command.attachments {
            Some(folder) if profile.rules() == RuleSet::Kobunsho => Some(AttachmentFolder::open(folder)?),
            Some(_) => {
                return Err(Trouble::usage(
                    "--attachments は --profile kobunsho のときだけ指定できます",
                    "--attachments is for --profile kobunsho alone",
                ));
            }
            None => None,
        };
        let trust = &command.trust;
        let sources = Sources::read_at(trust, at)?;
        let keeper = command.recording.keeper(language(command.output.lang))?;
        let (records, record_anchors) = (command.recording.records()?, command.recording.anchors()?);
        let mut sha256 = format!("{} {profile_sha256} {:?}", sources.sha256(), command.attachments);
        // What proves a time decides as much as what is trusted.
        sha256
            .push_str(&record_anchors.iter().map(|one| const_hex::encode(one.sha256())).collect::<String>());
        sha256.push_str(&records.sha256());
        // A run that goes on keeps records of all its files or of none.
        sha256.push_str(&keeper.as_ref().map(Keeper::named).unwrap_or_default());
        let mut verifier = Verifier::new(sources.at)
            .with_records(records)
            .with_record_anchors(record_anchors)
            .with_anchors(sources.anchors)
            .with_certificates(sources.certificates)
            .with_revocation_lists(sources.revocation_lists)
            .with_ocsp_responses(sources.ocsp_responses)
            .with_time_stamp_anchors(sources.time_stamp_anchors)
            .with_freshness_grace(trust.crl_grace)
            .with_algorithm_policy(sources.algorithm_policy)
            .with_revocation(trust.revocation.into())
            .with_profile(profile)
            .with_clock(time_of_report()?);
        if let Some(found) = configuration::in_force() {
            verifier = verifier.with_configuration(found.named());
        }
        if let Some(receipt) = trust.received_at {
            verifier = verifier.with_receipt(receipt.time);
        }
        if let Some(request) = trust.requested_at {
            verifier = verifier.with_request(request.time);
        }
        if let Some(folder) = attachments {
            verifier = verifier.with_attachments(folder);
        }
        if !command.schema.is_empty() {
            let source = schema::source(&command.schema, &command.places)?;
            sha256.push_str(source.sha256());
            verifier = verifier.with_schema(source.with_scope(command.schema_scope.into()));
        }
        if command.all_paths {
            verifier = verifier.with_all_paths();
        }
        Ok(Self { verifier, sha256, keeper })
    }

    fn conditions(&self, command: &Verify) -> Conditions<'_> {
        let language = language(command.output.lang);
        let report = self.verifier.report();
        let asked = (command.output.format, command.output.explain, command.all_paths, command.schema_scope);
        // When a run goes on does not change what it judges by.
        let judged_by = Report { made_at: None, ..report.clone() };
        let words = format!("{} {judged_by:?} {asked:?} {language:?}", self.sha256);
        let sha256 = DigestAlgorithm::Sha256.digest([env!("CARGO_PKG_VERSION"), &words].concat().as_bytes());
        let manner = Manner { language, explained: command.output.explain };
        let shown = is_shown(&command.many, command.output.format);
        let setting = Setting {
            manner,
            width: shown.then(terminal_width).flatten(),
            coloured: shown
                && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
        };
        let form = Form { format: command.output.format, setting, report };
        let keeper = self.keeper.as_ref();
        Conditions { verifier: &self.verifier, keeper, form, sha256: sha256.to_hex() }
    }
}

/// Whether the report is text on standard output, which may be a terminal with its width and its colours. In a file, lines
/// stay as long as they are.
fn is_shown(many: &Many, format: ReportFormat) -> bool {
    format == ReportFormat::Text && many.out.is_none() && many.watch.is_none()
}

/// The profile, and what names it.
fn profile(name: &str) -> Result<(Profile, String), Trouble> {
    match name {
        "koseki" => Ok((Profile::koseki(), name.to_owned())),
        "signature" => Ok((Profile::signature(), name.to_owned())),
        "kobunsho" => Ok((Profile::kobunsho(), name.to_owned())),
        file if !Path::new(file).exists() => Err(Trouble::usage(
            format!(
                "{file}: このプロファイルはありません。koseki、signature、kobunsho 又はプロファイルのファイルを指定してください"
            ),
            format!("{file}: no such profile; use koseki, signature, kobunsho or a profile file"),
        )),
        file => {
            let octets = super::read(Path::new(file))?;
            let profile =
                Profile::from_json(&octets).map_err(|error| Trouble::new(format!("{file}: {error}")))?;
            Ok((profile, DigestAlgorithm::Sha256.digest(&octets).to_hex()))
        }
    }
}
