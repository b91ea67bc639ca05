//! Where a schema comes from on the command line, and who validates with it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};
use koseki::evidence::SchemaSource;
use koseki::report::Text;
use koseki::store::schemas::SchemaStore;
use koseki::xsd::worker::{Launcher as _, Unusable, Worker};
use koseki::xsd::{CheckedSchema, Defect, LocalFiles, Resolution, SchemaError};

use crate::Trouble;
use crate::trouble::spoken;
use crate::worker::OwnProcess;

/// Where the documents of a schema are found.
#[derive(Debug, Clone, Args)]
pub(crate) struct SchemaPlaces {
    /// A local file for a schemaLocation or namespace that schema documents refer to; nothing is ever fetched.
    #[arg(long, value_name = "URI=FILE", action = clap::ArgAction::Append)]
    pub(crate) schema_catalog: Vec<Mapping>,
    /// The directory of pinned schemas that `--schema sha256:DIGITS` names one of.
    #[arg(long, value_name = "DIR")]
    pub(crate) schema_store: Option<PathBuf>,
}

/// `URI=FILE`. The last equals sign divides, because a URI may contain some.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    uri: String,
    file: PathBuf,
}

impl Mapping {
    /// The local file.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// As it was given.
    pub(crate) fn as_written(&self) -> String {
        format!("{}={}", self.uri, self.file.display())
    }
}

impl FromStr for Mapping {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.rsplit_once('=') {
            Some((uri, file)) if !uri.is_empty() && !file.is_empty() => {
                Ok(Self { uri: uri.to_owned(), file: file.into() })
            }
            _ => Err("not URI=FILE"),
        }
    }
}

/// What of a document is validated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaScope {
    /// What was signed, without the ds:Signature.
    Signed,
    /// The whole document, for a schema that declares ds:Signature.
    Document,
}

impl From<SchemaScope> for koseki::evidence::SchemaScope {
    fn from(asked: SchemaScope) -> Self {
        match asked {
            SchemaScope::Signed => Self::Signed,
            SchemaScope::Document => Self::Document,
        }
    }
}

/// Why there is no schema to work with.
pub(crate) enum NoSchema {
    /// Its documents are not in order.
    Defects(Vec<SchemaError>),
    /// A file or the store could not be used.
    Trouble(Trouble),
}

impl From<NoSchema> for Trouble {
    fn from(reason: NoSchema) -> Self {
        match reason {
            NoSchema::Trouble(trouble) => trouble,
            NoSchema::Defects(errors) => {
                let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
                let trouble = Self::said("スキーマを使用できません", "the schema does not compile:");
                let hint = document_instead(&errors).map(|hint| hint.in_language(spoken()).to_owned());
                trouble.with_lines(lines.into_iter().chain(hint))
            }
        }
    }
}

/// A "schema" whose root is none is most often a document that `--schema` took along.
pub(crate) fn document_instead(errors: &[SchemaError]) -> Option<Text> {
    let document = |error: &&SchemaError| matches!(&error.defect, Defect::NotASchema { found } if !found.ends_with("}schema"));
    let name = &errors.iter().find(document)?.document;
    Some(Text::owned(
        format!(
            "文書がスキーマとして指定されていませんか（{name}）。文書は --schema より前か「--」の後に書いてください"
        ),
        format!("Was a document named as a schema ({name})? Write documents before --schema, or after `--`"),
    ))
}

/// What `--schema sha256:DIGITS` begins with.
const PINNED: &str = "sha256:";

/// Gathers and checks the schema that was named: files, or one that is pinned.
pub(crate) fn checked(named: &[PathBuf], places: &SchemaPlaces) -> Result<CheckedSchema, NoSchema> {
    let usage = |ja: &str, en: &str| NoSchema::Trouble(Trouble::usage(ja, en));
    let pinned = |path: &PathBuf| path.to_str().and_then(|text| text.strip_prefix(PINNED)).map(str::to_owned);
    match named {
        [one] if pinned(one).is_some() => {
            let Some(store) = &places.schema_store else {
                return Err(usage(
                    "SHA-256で指定したスキーマには --schema-store DIR が必要です",
                    "a schema named by its digest needs --schema-store DIR",
                ));
            };
            let store = SchemaStore::new(store);
            let entry = store.find(&pinned(one).unwrap_or_default());
            let schema = entry.and_then(|entry| store.load(&entry));
            schema.map_err(|error| NoSchema::Trouble(error.into()))
        }
        several if several.iter().any(|path| pinned(path).is_some()) => Err(usage(
            "登録されたスキーマには、ほかのファイルを加えられません",
            "a pinned schema stands alone; files cannot be added to it",
        )),
        files => from_files(files, &places.schema_catalog),
    }
}

/// Gathers and checks a schema of files.
pub(crate) fn from_files(files: &[PathBuf], catalog: &[Mapping]) -> Result<CheckedSchema, NoSchema> {
    let mut known = LocalFiles::anywhere();
    for mapping in catalog {
        match known.read(&mapping.file) {
            Resolution::Document(document) => known = known.with_entry(mapping.uri.clone(), document),
            _ => {
                let (ja, en) = ("スキーマの文書として読み取れません", "cannot be read as a schema document");
                return Err(NoSchema::Trouble(Trouble::at(&mapping.file, ja, en)));
            }
        }
    }
    if let Some(file) = files.iter().find(|file| !file.is_file()) {
        let (ja, en) = if file.exists() {
            ("通常のファイルではありません", "not a regular file")
        } else {
            ("ファイルがありません", "no such file")
        };
        return Err(NoSchema::Trouble(Trouble::at(file, ja, en)));
    }
    CheckedSchema::from_files(files.iter().map(|path| -> &Path { path }), &known).map_err(NoSchema::Defects)
}

/// Whether a process for the engine can be begun at all.
pub(crate) fn can_begin() -> bool {
    OwnProcess::new().launch().is_ok()
}

/// A schema whose engine runs in processes that can be stopped.
pub(crate) fn worker(schema: CheckedSchema) -> Worker {
    Worker::new(schema, OwnProcess::new())
}

/// The same, with the schema compiled. One that the engine refuses is no schema; one that stopped a worker leaves every form undecided,
/// with the reason in the report.
pub(crate) fn prepared(schema: CheckedSchema) -> Result<Worker, Trouble> {
    let worker = worker(schema);
    match worker.prepare() {
        Err(Unusable::Refused(errors)) => Err(NoSchema::Defects(errors).into()),
        Err(Unusable::Interrupted(_)) | Ok(()) => Ok(worker),
    }
}

/// What `verify` asks.
/// With the files its documents came from, those among them that others refer to.
pub(crate) fn source(
    named: &[PathBuf],
    places: &SchemaPlaces,
) -> Result<(SchemaSource, Vec<PathBuf>), Trouble> {
    let schema = checked(named, places)?;
    let files = schema.documents().iter().filter(|one| !one.is_built_in()).map(|one| one.name().into());
    let files: Vec<PathBuf> = files.filter(|path: &PathBuf| path.is_file()).collect();
    Ok((SchemaSource::new(prepared(schema)?), files))
}
