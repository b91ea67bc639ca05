//! By what documents are judged: the options that name it, and everything they name, read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use koseki::Verifier;
use koseki::crypto::DigestAlgorithm;
use koseki::profile::{Profile, RuleSet};
use koseki::report::{Language, Report};
use koseki::time::Time;

use crate::arguments::Trust;
use crate::commands::attachments::AttachmentFolder;
use crate::commands::record::{Keeper, Recording};
use crate::commands::sources::Sources;
use crate::many::{Conditions, Form};
use crate::schema::{self, SchemaPlaces, SchemaScope};
use crate::{Trouble, commands, configuration, time_of_report};

/// The options by which documents are judged, whoever hands them in.
#[derive(Debug, Clone, Args)]
pub(crate) struct Judging {
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// `koseki` (the rules of the technical standard), `signature` (signature and path alone), `kobunsho` (電子公文書), or
    /// a profile file (JSON; see docs/profile.md).
    #[arg(long, default_value = "koseki", value_name = "koseki|signature|kobunsho|FILE")]
    pub(crate) profile: String,
    /// XSD 1.1 schema for XML documents: its documents, or `sha256:DIGITS` of a pinned one.
    #[arg(long, num_args = 1.., value_name = "XSD", action = clap::ArgAction::Append)]
    pub(crate) schema: Vec<PathBuf>,
    /// What of a document the schema is asked about.
    #[arg(long, value_enum, default_value_t = SchemaScope::Signed)]
    pub(crate) schema_scope: SchemaScope,
    #[command(flatten)]
    pub(crate) places: SchemaPlaces,
    /// Name every certification path that was tried, and why it failed.
    #[arg(long)]
    pub(crate) all_paths: bool,
    #[command(flatten)]
    pub(crate) recording: Recording,
}

impl Judging {
    /// Every file and folder that a judgement rests on. What is written to, and the configuration, are none of them.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        let Trust { trust, certs, crl, ocsp, timestamp_trust, algorithm_policy, .. } = &self.trust;
        let lists = [trust, certs, crl, ocsp, timestamp_trust, &self.schema];
        let records = [&self.recording.evidence, &self.recording.record_trust];
        let mut paths: Vec<PathBuf> = lists.into_iter().chain(records).flatten().cloned().collect();
        paths.extend(algorithm_policy.clone());
        paths.push(self.profile.clone().into());
        paths.extend(self.places.schema_catalog.iter().map(|one| one.file().to_owned()));
        paths.extend(self.places.schema_store.clone());
        paths
    }
}

/// What is verified with, read once.
pub(crate) struct Prepared {
    pub(crate) verifier: Verifier,
    /// Over everything the verifier was made of.
    sha256: String,
    pub(crate) keeper: Option<Arc<Keeper>>,
    /// Files of the schema, those among them that nobody named but its other documents.
    pub(crate) schema_files: Vec<PathBuf>,
}

impl Prepared {
    /// Reads everything that is named, for judging at an instant.
    pub(crate) fn at(
        judging: &Judging,
        attachments: Option<&Path>,
        language: Language,
        at: Time,
    ) -> Result<Self, Trouble> {
        let keeper = judging.recording.keeper(language)?.map(Arc::new);
        Self::kept_by(keeper, judging, attachments, at)
    }

    /// The same with a keeper of records whose key is open already.
    pub(crate) fn kept_by(
        keeper: Option<Arc<Keeper>>,
        judging: &Judging,
        attachments: Option<&Path>,
        at: Time,
    ) -> Result<Self, Trouble> {
        let (profile, profile_sha256) = profile(&judging.profile)?;
        let folder = match attachments {
            Some(folder) if profile.rules() == RuleSet::Kobunsho => Some(AttachmentFolder::open(folder)?),
            Some(_) => {
                return Err(Trouble::usage(
                    "--attachments は --profile kobunsho のときだけ指定できます",
                    "--attachments is for --profile kobunsho alone",
                ));
            }
            None => None,
        };
        let trust = &judging.trust;
        let sources = Sources::read_at(trust, at)?;
        let (records, record_anchors) = (judging.recording.records()?, judging.recording.anchors()?);
        let mut schema_files = Vec::new();
        let asked = (attachments, judging.all_paths, judging.schema_scope);
        let mut sha256 = format!("{} {profile_sha256} {asked:?}", sources.sha256());
        // What proves a time decides as much as what is trusted.
        sha256
            .push_str(&record_anchors.iter().map(|one| const_hex::encode(one.sha256())).collect::<String>());
        sha256.push_str(&records.sha256());
        // A run that goes on keeps records of all its files or of none.
        sha256.push_str(&keeper.as_ref().map(|keeper| keeper.named()).unwrap_or_default());
        let mut verifier = Verifier::new(sources.at)
            .with_records(records)
            .with_record_anchors(record_anchors)
            .with_anchors(sources.anchors)
            .with_certificates(sources.certificates)
            .with_revocation_lists(sources.revocation_lists)
            .with_ocsp_responses(sources.ocsp_responses)
            .with_kept_since(sources.kept_since)
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
        if let Some(folder) = folder {
            verifier = verifier.with_attachments(folder);
        }
        if !judging.schema.is_empty() {
            let (source, files) = schema::source(&judging.schema, &judging.places)?;
            schema_files = files;
            sha256.push_str(source.sha256());
            verifier = verifier.with_schema(source.with_scope(judging.schema_scope.into()));
        }
        if judging.all_paths {
            verifier = verifier.with_all_paths();
        }
        Ok(Self { verifier, sha256, keeper, schema_files })
    }

    /// Everything a document is judged by and reported in. Its digest names it.
    pub(crate) fn conditions(&self, form: Form) -> Conditions<'_> {
        // When a run goes on does not change what it judges by.
        let judged_by = Report { made_at: None, ..form.report.clone() };
        let words = format!("{} {judged_by:?} {:?} {:?}", self.sha256, form.format, form.setting.manner);
        let sha256 = DigestAlgorithm::Sha256.digest([env!("CARGO_PKG_VERSION"), &words].concat().as_bytes());
        Conditions { verifier: &self.verifier, keeper: self.keeper.as_deref(), form, sha256: sha256.to_hex() }
    }
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
            let octets = commands::read(Path::new(file))?;
            let profile =
                Profile::from_json(&octets).map_err(|error| Trouble::new(format!("{file}: {error}")))?;
            Ok((profile, DigestAlgorithm::Sha256.digest(&octets).to_hex()))
        }
    }
}
