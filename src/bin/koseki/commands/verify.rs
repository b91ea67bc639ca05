//! `koseki verify`.

use std::fs;
use std::path::{Path, PathBuf};

use koseki::profile::{Profile, RuleSet};
use koseki::report::Unreadable;
use koseki::{Verifier, verify_document};

use super::attachments::AttachmentFolder;
use super::sources::Sources;
use crate::arguments::{Trust, Verify};
use crate::{Exit, Trouble, configuration, language, schema};

pub(crate) fn run(command: &Verify) -> Result<Exit, Trouble> {
    let language = language(command.output.lang);
    let profile = profile(&command.profile)?;
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
    let keeper = command.recording.keeper(language)?;
    let mut verifier = verifier(&command.trust)?
        .with_profile(profile)
        .with_records(command.recording.records()?)
        .with_record_anchors(command.recording.anchors()?);
    if let Some(configuration) = configuration::in_force() {
        verifier = verifier.with_configuration(configuration.named());
    }
    if let Some(folder) = attachments {
        verifier = verifier.with_attachments(folder);
    }
    if !command.schema.is_empty() {
        let source = schema::source(&command.schema, &command.places)?;
        verifier = verifier.with_schema(source.with_scope(command.schema_scope.into()));
    }
    if command.all_paths {
        verifier = verifier.with_all_paths();
    }
    let mut report = verifier.report();
    let judged = report.clone();
    let mut unrecorded = 0_usize;
    let files = files(&command.paths);
    if files.is_empty() {
        return Err(Trouble::said(
            "指定されたフォルダーに検証するファイルがありません",
            "there is no file to verify in the folders given",
        ));
    }
    for path in files {
        match super::octets(&path) {
            Ok(octets) => {
                let mut document = verify_document(&octets, &verifier);
                document.path = path.display().to_string();
                if let Some(Err(trouble)) = keeper.as_ref().map(|keeper| keeper.keep(&judged, &document)) {
                    trouble.tell();
                    unrecorded += 1;
                }
                report.documents.push(document);
            }
            Err(reason) => {
                Trouble::said(reason.ja.clone(), reason.en.clone()).about(&path).tell();
                let path = path.display().to_string();
                report.unreadable.push(Unreadable { path, reason });
            }
        }
    }
    super::print(&report, command.output.format, language)?;
    // A verdict whose record is missing is work undone.
    Ok(match Exit::of(&report) {
        Exit::Passed | Exit::Indeterminate if unrecorded > 0 => Exit::CouldNotWork,
        other => other,
    })
}

/// A verifier with everything that the options about trust and time say.
fn verifier(trust: &Trust) -> Result<Verifier, Trouble> {
    let sources = Sources::read(trust)?;
    let mut verifier = Verifier::new(sources.at)
        .with_anchors(sources.anchors)
        .with_certificates(sources.certificates)
        .with_revocation_lists(sources.revocation_lists)
        .with_ocsp_responses(sources.ocsp_responses)
        .with_time_stamp_anchors(sources.time_stamp_anchors)
        .with_freshness_grace(trust.crl_grace)
        .with_algorithm_policy(sources.algorithm_policy)
        .with_revocation(trust.revocation.into());
    if let Some(receipt) = trust.received_at {
        verifier = verifier.with_receipt(receipt.time);
    }
    if let Some(request) = trust.requested_at {
        verifier = verifier.with_request(request.time);
    }
    Ok(verifier)
}

fn profile(name: &str) -> Result<Profile, Trouble> {
    match name {
        "koseki" => Ok(Profile::koseki()),
        "signature" => Ok(Profile::signature()),
        "kobunsho" => Ok(Profile::kobunsho()),
        file if !Path::new(file).exists() => Err(Trouble::usage(
            format!(
                "{file}: このプロファイルはありません。koseki、signature、kobunsho 又はプロファイルのファイルを指定してください"
            ),
            format!("{file}: no such profile; use koseki, signature, kobunsho or a profile file"),
        )),
        file => Profile::from_json(&super::read(Path::new(file))?)
            .map_err(|error| Trouble::new(format!("{file}: {error}"))),
    }
}

/// Folders inside one another that are followed.
const MAX_FOLDERS: usize = 64;

/// The paths themselves; of a folder all files in it and its sub-folders, in the order of their names. Hidden ones are
/// left out, links to folders are not followed.
pub(crate) fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, MAX_FOLDERS, &mut all);
        } else {
            all.push(path.clone());
        }
    }
    all
}

/// What cannot be listed is handed on as a file, so that reading it says why.
fn walk(folder: &Path, depth: usize, all: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        all.push(folder.to_owned());
        return;
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    for path in found {
        if path.is_dir() && !path.is_symlink() && depth > 0 {
            walk(&path, depth - 1, all);
        } else {
            all.push(path);
        }
    }
}
