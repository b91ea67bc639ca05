//! `koseki schema`: pinned schemas in a plain directory.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use koseki::report::Language;
use koseki::store::schemas::{Provenance, SchemaEntry, SchemaStore, document_files};
use koseki::xsd::worker::Unusable;
use serde_json::json;

use crate::arguments::{Format, Lang, Output};
use crate::render::{JAPAN, one_line, pick};
use crate::schema::{Mapping, NoSchema};
use crate::values::Moment;
use crate::{Exit, Trouble, language, now, schema, written};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki schema add koseki.xsd --store schemas/ --by 'Tanaka, citizens section' \\
    --source 'letter of 2026-11-02, digest confirmed by telephone'
  koseki schema list --store schemas/
  koseki verify certificate.xml --trust anchors/ --crl crls/ --schema-store schemas/ \\
    --schema sha256:0a1b2c3d";

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Check a schema and pin it with everything it refers to.
    #[command(
        after_help = "Example:\n  koseki schema add koseki.xsd --store schemas/ --by Tanaka --source 'letter of 2026-11-02'"
    )]
    Add(Add),
    /// List what is pinned.
    #[command(after_help = "Example:\n  koseki schema list --store schemas/")]
    List(List),
    /// Show one pinned schema, checked again.
    #[command(after_help = "Example:\n  koseki schema show 0a1b2c3d --store schemas/")]
    Show(Show),
    /// Remove one pinned schema, and its documents where no other needs them.
    #[command(after_help = "Example:\n  koseki schema remove 0a1b2c3d --store schemas/")]
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The documents of one schema.
    #[arg(required = true, value_name = "XSD")]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    store: Store,
    /// Who adds it.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Where it was obtained and how its digest was confirmed.
    #[arg(long, value_name = "TEXT")]
    source: String,
    /// When it is added, RFC 3339; now when absent.
    #[arg(long, value_name = "RFC3339")]
    at: Option<Moment>,
    /// A local file for a schemaLocation or namespace that the documents refer to.
    #[arg(long, value_name = "URI=FILE", action = clap::ArgAction::Append)]
    schema_catalog: Vec<Mapping>,
    /// Language of messages; the locale's when absent.
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

#[derive(Debug, Args)]
pub(crate) struct Store {
    /// The directory of pinned schemas.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// SHA-256 of the schema, or its first digits (eight or more).
    #[arg(value_name = "DIGITS")]
    digest: String,
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// SHA-256 of the schema, or its first digits (eight or more).
    #[arg(value_name = "DIGITS")]
    digest: String,
    #[command(flatten)]
    store: Store,
    /// Language of messages; the locale's when absent.
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

impl SchemaCommand {
    /// The language asked for.
    pub(crate) fn lang(&self) -> Option<Lang> {
        match self {
            Self::Add(command) => command.lang,
            Self::List(command) => command.output.lang,
            Self::Show(command) => command.output.lang,
            Self::Remove(command) => command.lang,
        }
    }
}

pub(crate) fn run(command: &SchemaCommand) -> Result<Exit, Trouble> {
    match command {
        SchemaCommand::Add(command) => add(command),
        SchemaCommand::List(command) => {
            let (mut entries, mut broken) = (Vec::new(), Exit::Passed);
            for entry in SchemaStore::new(&command.store.store).each_entry()? {
                match entry {
                    Ok(entry) => entries.push(entry),
                    Err(error) => {
                        let trouble = Trouble::from(error);
                        broken = trouble.exit();
                        trouble.tell();
                    }
                }
            }
            print(&entries, &command.output).map(|_| broken)
        }
        SchemaCommand::Show(command) => {
            let store = SchemaStore::new(&command.store.store);
            let entry = store.find(&command.digest)?;
            store.load(&entry)?;
            print(&[entry], &command.output)
        }
        SchemaCommand::Remove(command) => remove(command),
    }
}

/// Nothing that does not compile is pinned. The documents appear before the entry that names them.
fn add(command: &Add) -> Result<Exit, Trouble> {
    let at = match command.at {
        Some(moment) => moment.time,
        None => now()?,
    };
    let checked = schema::from_files(&command.documents, &command.schema_catalog)?;
    match schema::worker(checked.clone()).prepare() {
        Ok(()) => {}
        Err(Unusable::Refused(errors)) => return Err(NoSchema::Defects(errors).into()),
        Err(Unusable::Interrupted(why)) => {
            return Err(Trouble::new(format!("the schema could not be compiled: {}", why.as_str())));
        }
    }
    let provenance =
        Provenance { added_at: at, added_by: command.by.clone(), source: command.source.clone() };
    let entry = SchemaEntry::new(&checked, provenance);
    let directory = &command.store.store;
    fs::create_dir_all(directory).map_err(|error| Trouble::from(error).about(directory))?;
    let (name, record) = entry.file()?;
    if directory.join(&name).exists() {
        return Err(Trouble::said(
            format!("{}: このスキーマは登録済みです", entry.sha256),
            format!("{}: this schema is pinned already", entry.sha256),
        ));
    }
    for (name, octets) in document_files(&checked) {
        super::write_whole(&directory.join(name), &[octets])?;
    }
    super::write_whole(&directory.join(name), &[&record])?;
    written(writeln!(anstream::stdout(), "{}", entry.sha256))?;
    Ok(Exit::Passed)
}

/// The entry goes first: what is left behind by an interruption is a document without an entry, never the reverse.
fn remove(command: &Remove) -> Result<Exit, Trouble> {
    let store = SchemaStore::new(&command.store.store);
    let entry = store.find(&command.digest)?;
    let files = store.needed_by_none_but(&entry)?;
    let gone = |name: &str| {
        let path = store.directory().join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Trouble::from(error).about(&path)),
            _ => Ok(()),
        }
    };
    gone(&format!("{}.json", entry.sha256))?;
    files.iter().try_for_each(|name| gone(name))?;
    written(writeln!(anstream::stdout(), "{}", entry.sha256))?;
    Ok(Exit::Passed)
}

fn print(entries: &[SchemaEntry], output: &Output) -> Result<Exit, Trouble> {
    let language = language(output.lang);
    let mut out = anstream::stdout().lock();
    match output.format {
        Format::Text => written(entries.iter().try_for_each(|entry| text(&mut out, entry, language)))?,
        Format::Json => {
            let schemas: Vec<_> = entries.iter().map(json).collect();
            let json = serde_json::to_string_pretty(&json!({ "format_version": 1, "schemas": schemas }))?;
            written(writeln!(out, "{json}"))?;
        }
    }
    Ok(Exit::Passed)
}

fn text(out: &mut impl Write, entry: &SchemaEntry, language: Language) -> io::Result<()> {
    let provenance = &entry.provenance;
    writeln!(out, "{}", entry.sha256)?;
    let added = pick(language, "登録: ", "added: ");
    let at = provenance.added_at.rfc3339(JAPAN);
    writeln!(out, "    {added}{at}  {}", one_line(&provenance.added_by))?;
    let source = pick(language, "入手元: ", "source: ");
    writeln!(out, "    {source}{}", one_line(&provenance.source))?;
    for document in &entry.outline.documents {
        let built_in = pick(language, "（koseki に内蔵）", "(part of koseki)");
        let sha256 = document.sha256.as_deref().unwrap_or(built_in);
        writeln!(out, "    {sha256}  {}", one_line(&document.name))?;
    }
    Ok(())
}

fn json(entry: &SchemaEntry) -> serde_json::Value {
    json!({
        "sha256": entry.sha256,
        "added_at": entry.provenance.added_at.to_string(),
        "added_by": entry.provenance.added_by,
        "source": entry.provenance.source,
        "documents": entry.outline.documents.iter().map(|document| json!({
            "name": document.name,
            "sha256": document.sha256,
        })).collect::<Vec<_>>(),
    })
}
