//! `koseki c14n`: the canonical form of an XML document, or of one element in it.

use std::io::Write as _;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, ValueEnum};
use koseki::profile::findings;
use koseki::report::{Check, Outcome};
use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{
    self, Comments, InclusivePrefixes, Method, PrefixRewrite, QNameAware, Subset, TextNodes,
    UnqualifiedAttribute, Version2,
};
use koseki::xml::{Document, NodeId, XML_NAMESPACE};

use crate::arguments::{Arguments, Lang};
use crate::{Exit, Trouble, language, render, written};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki c14n register.xml --method 1.0 | sha256sum
  koseki c14n notice.xml --method exclusive --inclusive-prefixes 'xs #default' \\
    --id DOCBODY --out body.c14n
  koseki c14n register.xml --method 2.0 --trim-text --prefix-rewrite sequential \\
    --qname-aware 'attribute:{http://www.w3.org/2001/XMLSchema-instance}type'

Exit codes: 0 written, 1 the document is refused, 2 usage, 3 the document is not read (encoding, ceiling), 4 other. Nothing is written unless all of it is.";

#[derive(Debug, Args)]
pub(crate) struct C14n {
    /// XML document: UTF-8, or UTF-16 with a byte-order mark; without DTD.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Canonical XML 1.0, 1.1 or 2.0, or Exclusive XML Canonicalization 1.0.
    #[arg(long, value_enum)]
    method: MethodName,
    /// Keep comments.
    #[arg(long)]
    with_comments: bool,
    /// Only with exclusive: PrefixList of InclusiveNamespaces, prefixes separated by spaces; #default is the default namespace.
    #[arg(long, value_name = "LIST")]
    inclusive_prefixes: Option<String>,
    /// Only with 2.0: TrimTextNodes.
    #[arg(long)]
    trim_text: bool,
    /// Only with 2.0: PrefixRewrite.
    #[arg(long, value_enum)]
    prefix_rewrite: Option<Rewrite>,
    /// Only with 2.0: QNameAware, where values hold names with prefixes. Each is one of element:{NS}NAME,
    /// xpath:{NS}NAME, attribute:{NS}NAME and attribute:NAME@{NS}PARENT; without {NS} it is a name in no namespace.
    #[arg(long, num_args = 1.., value_name = "WHERE", action = clap::ArgAction::Append, value_parser = holder)]
    qname_aware: Vec<Holder>,
    /// Only the subtree of the element that has this value in an attribute Id, ID, id or xml:id.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The file to write; standard output when absent.
    #[arg(long, value_name = "OUT")]
    out: Option<PathBuf>,
    /// Replace a file that is there already.
    #[arg(long, requires = "out")]
    force: bool,
    /// Language of messages; the locale's when absent.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MethodName {
    #[value(name = "1.0")]
    Version10,
    #[value(name = "1.1")]
    Version11,
    Exclusive,
    #[value(name = "2.0")]
    Version20,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rewrite {
    None,
    Sequential,
}

/// Where values hold names with prefixes.
#[derive(Debug, Clone)]
enum Holder {
    Attribute((String, String)),
    Element((String, String)),
    UnqualifiedAttribute(UnqualifiedAttribute),
    XPathElement((String, String)),
}

pub(crate) fn run(command: &C14n) -> Result<Exit, Trouble> {
    let method = method(command);
    if let Some(out) = &command.out
        && super::same_file(&command.file, out)
    {
        let (ja, en) = ("入力のファイルを置き換えることはできません", "the output would replace the input");
        return Err(Trouble::at(out, ja, en));
    }
    if let Some(out) = command.out.as_ref().filter(|out| out.exists() && !command.force) {
        return Err(Trouble::at(
            out,
            "既に存在します。置き換えるときは --force を指定してください",
            "is there already; it is replaced only with --force",
        ));
    }
    let source = super::read(&command.file)?;
    let mut octets = Vec::new();
    let made = match &command.id {
        None => canonicalize_while_scanning(&source, Region::DOCUMENT, &method, &mut octets),
        Some(id) => match Document::parse(&source) {
            Ok(document) => {
                let subset = Subset::element(element(&document, id, command)?);
                c14n::canonicalize(&document, subset, &method, &mut octets)
            }
            Err(error) => Err(error.into()),
        },
    };
    if let Err(error) = made {
        let check = Check::from(findings::xml::canonicalization_finding(&error));
        let mut stderr = anstream::stderr().lock();
        writeln!(stderr, "koseki: {}:", render::printable(&command.file.display().to_string()))?;
        render::check(&mut stderr, &check, language(command.lang))?;
        return Ok(if check.outcome() == Outcome::Unknown { Exit::Indeterminate } else { Exit::Failed });
    }
    match &command.out {
        Some(out) => super::write_whole(out, &[&octets])?,
        None => {
            // Octets, not text for a terminal.
            let mut stdout = std::io::stdout().lock();
            written(stdout.write_all(&octets).and_then(|()| stdout.flush()))?;
        }
    }
    Ok(Exit::Passed)
}

/// The method with its parameters; what does not belong to it is wrong usage.
fn method(command: &C14n) -> Method {
    let exclusive = command.method == MethodName::Exclusive;
    let version_2 = command.method == MethodName::Version20;
    let misplaced = [
        ("--inclusive-prefixes", command.inclusive_prefixes.is_some() && !exclusive, "exclusive"),
        ("--trim-text", command.trim_text && !version_2, "2.0"),
        ("--prefix-rewrite", command.prefix_rewrite.is_some() && !version_2, "2.0"),
        ("--qname-aware", !command.qname_aware.is_empty() && !version_2, "2.0"),
    ];
    if let Some((option, _, of)) = misplaced.iter().find(|(_, misplaced, _)| *misplaced) {
        let reason = format!("{option} is a parameter of --method {of} alone");
        wrong_usage(ErrorKind::ArgumentConflict, &reason);
    }
    let comments = if command.with_comments { Comments::Kept } else { Comments::Dropped };
    match command.method {
        MethodName::Version10 => Method::Inclusive10(comments),
        MethodName::Version11 => Method::Inclusive11(comments),
        MethodName::Exclusive => Method::Exclusive {
            comments,
            inclusive_prefixes: InclusivePrefixes::parse(command.inclusive_prefixes.as_deref().unwrap_or("")),
        },
        MethodName::Version20 => Method::Version2(Version2 {
            comments,
            text: if command.trim_text { TextNodes::Trimmed } else { TextNodes::Kept },
            prefix_rewrite: match command.prefix_rewrite {
                Some(Rewrite::Sequential) => PrefixRewrite::Sequential,
                Some(Rewrite::None) | None => PrefixRewrite::None,
            },
            qname_aware: qname_aware(&command.qname_aware),
        }),
    }
}

fn wrong_usage(kind: ErrorKind, reason: &str) -> ! {
    let mut command = Arguments::command();
    command.build();
    let usage = command.find_subcommand_mut("c14n").map(|found| found.error(kind, reason));
    usage.unwrap_or_else(|| clap::Error::raw(kind, reason)).exit()
}

fn qname_aware(holders: &[Holder]) -> QNameAware {
    let mut aware = QNameAware::default();
    for holder in holders.iter().cloned() {
        match holder {
            Holder::Attribute(name) => aware.qualified_attributes.push(name),
            Holder::Element(name) => aware.elements.push(name),
            Holder::UnqualifiedAttribute(attribute) => aware.unqualified_attributes.push(attribute),
            Holder::XPathElement(name) => aware.xpath_elements.push(name),
        }
    }
    aware
}

/// `element:{NS}NAME`, `xpath:{NS}NAME`, `attribute:{NS}NAME`, `attribute:NAME@{NS}PARENT`.
fn holder(text: &str) -> Result<Holder, String> {
    let (kind, name) =
        text.split_once(':').ok_or("begins with none of element:, xpath: and attribute:".to_owned())?;
    match kind {
        "element" => Ok(Holder::Element(expanded(name)?)),
        "xpath" => Ok(Holder::XPathElement(expanded(name)?)),
        "attribute" if name.starts_with('{') => Ok(Holder::Attribute(expanded(name)?)),
        "attribute" => {
            let (local, parent) = name.split_once('@').filter(|(local, _)| !local.is_empty()).ok_or(
                "an attribute in no namespace needs its element: attribute:NAME@{NS}PARENT".to_owned(),
            )?;
            let (parent_namespace, parent_local) = expanded(parent)?;
            Ok(Holder::UnqualifiedAttribute(UnqualifiedAttribute {
                local: local.to_owned(),
                parent_namespace,
                parent_local,
            }))
        }
        _ => Err("begins with none of element:, xpath: and attribute:".to_owned()),
    }
}

/// `{NS}NAME` or `NAME`.
fn expanded(name: &str) -> Result<(String, String), String> {
    let (namespace, local) = match name.strip_prefix('{') {
        Some(rest) => rest.split_once('}').ok_or("'{' without '}'".to_owned())?,
        None => ("", name),
    };
    if local.is_empty() || local.contains([':', '{', '}', '@', ' ']) {
        return Err("a local name is expected, with its namespace as {NS} before it".to_owned());
    }
    Ok((namespace.to_owned(), local.to_owned()))
}

/// The one element with this value in an attribute that is an identifier by its name.
fn element(document: &Document<'_>, id: &str, command: &C14n) -> Result<NodeId, Trouble> {
    let has_id = |node: &NodeId| {
        document.attributes(*node).any(|attribute| {
            let by_name = match attribute.name.namespace {
                None => matches!(attribute.name.local, "Id" | "ID" | "id"),
                Some(namespace) => namespace == XML_NAMESPACE && attribute.name.local == "id",
            };
            by_name && attribute.value == id
        })
    };
    let mut found = document.descendants(document.root()).filter(has_id);
    let trouble = |ja: &str, en: &str| Err(Trouble::at(&command.file, ja, en));
    match (found.next(), found.next()) {
        (Some(node), None) => Ok(node),
        (None, _) => trouble("指定された ID の要素がありません", "no element has the identifier given"),
        (Some(_), Some(_)) => {
            trouble("指定された ID の要素が複数あります", "several elements have the identifier given")
        }
    }
}
