//! The command line, as issue-stable contract: names and defaults here are what scripts rely on.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use koseki::pki::ObjectIdentifier;

use crate::commands::c14n;
use crate::judging::Judging;
use crate::many::{Many, ReportOutput};
use crate::schema::SchemaPlaces;
use crate::trust_arguments::TrustCommand;
use crate::values::{Moment, SealRectangle, at_least_one, duration, object_identifier};

/// Sign and verify 戸籍電子証明書 (electronic certificates of Japan's family register).
#[derive(Debug, Parser)]
#[command(name = "koseki", version, about, long_about = None, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Everywhere {
    /// Configuration file; else that of the environment variable KOSEKI_CONFIG (empty: none), else
    /// /etc/koseki/koseki.toml where there is one. Options on the command line override it. See docs/configuration.md.
    #[arg(long, global = true, value_name = "FILE", help_heading = EVERYWHERE)]
    pub(crate) config: Option<PathBuf>,
    /// No progress, no remarks, no report in text: the exit code answers. Trouble is still told.
    #[arg(long, short, global = true, conflicts_with = "verbose", help_heading = EVERYWHERE)]
    pub(crate) quiet: bool,
    /// Say on standard error what is used: configuration, anchors, lists, schema.
    #[arg(long, short, global = true, help_heading = EVERYWHERE)]
    pub(crate) verbose: bool,
}

const EVERYWHERE: &str = "Everywhere";

const EXIT_CODES: &str = "\
Example:
  koseki verify certificate.pdf --trust anchors/ --crl crls/

Options that take several values (--trust, --crl, --schema, ...) take everything up to the next option: write documents before them, or after `--`.

Exit codes: 0 all passed, 1 a document failed, 2 usage, 3 a document is indeterminate (none failed), 4 the tool could not do its work (unreadable file, bad key).

This tool is not the Ministry's system. Anchors, CRLs, schema and profile are always your own input.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Verify signed PDF and XML documents against your trust anchors.
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Box<Verify>),
    /// Sign a PDF or XML document.
    #[command(after_help = SIGN_EXAMPLES)]
    Sign(Sign),
    /// Validate the certification path of one certificate.
    #[command(after_help = PATH_EXAMPLES)]
    Path(PathCommand),
    /// Show signatures and certificates of a file, and whether digest and signature value are right; decides no trust.
    #[command(after_help = "Example:\n  koseki inspect certificate.pdf")]
    Inspect(Inspect),
    /// Write the canonical form of an XML document, or of one element in it.
    #[command(after_help = c14n::EXAMPLES)]
    C14n(c14n::C14n),
    /// Validate XML documents against an XSD 1.1 schema, or check the schema alone; decides nothing about signatures.
    #[command(after_help = crate::commands::validate::EXAMPLES)]
    Validate(crate::commands::validate::Validate),
    /// Keep schemas in a directory, pinned by SHA-256, with where they come from.
    #[command(subcommand, after_help = crate::commands::schema::EXAMPLES)]
    Schema(crate::commands::schema::SchemaCommand),
    /// The schema engine, for this program's own use.
    #[command(name = crate::worker::COMMAND, hide = true)]
    SchemaWorker,
    /// Check kept records of verification.
    #[command(subcommand, after_help = crate::commands::record::EXAMPLES)]
    Record(crate::commands::record::RecordCommand),
    /// Offer a page in the browser, and an API for other systems, that verify what is handed to them.
    #[command(after_help = crate::commands::serve::EXAMPLES)]
    Serve(Box<crate::commands::serve::Serve>),
    /// Keep the trust store of a receiving agency: anchors, companions, revocation lists, bundles.
    #[command(after_help = crate::trust_arguments::EXAMPLES)]
    Trust(TrustCommand),
    /// Look at configuration files.
    #[command(subcommand, after_help = crate::commands::config::EXAMPLES)]
    Config(crate::commands::config::ConfigCommand),
    /// Examine this installation: anchors, lists, clock, schema, keys, permissions; names each finding with its remedy.
    #[command(after_help = crate::commands::doctor::EXAMPLES)]
    Doctor(Box<crate::commands::doctor::Doctor>),
    /// Write the completion script of a shell.
    #[command(after_help = crate::commands::completions::EXAMPLES)]
    Completions(crate::commands::completions::Completions),
    /// Write the manual pages.
    #[command(after_help = crate::commands::man::EXAMPLES)]
    Man(crate::commands::man::Man),
    /// Make a test PKI and sample documents; sign, verify, tamper and verify again.
    #[command(after_help = "Example:\n  koseki demo --out demo")]
    Demo(Demo),
}

const VERIFY_EXAMPLES: &str = "\
Examples:
  koseki verify certificate.pdf --trust anchors/ --crl crls/
  koseki verify certificate.pdf --trust anchors/ --crl crls/ --explain
  koseki verify received/ --trust store/ --format html --out report.html
  koseki verify received/ --trust store/ --format csv --out report.csv --jobs 2 --resume
  find received -name '*.xml' -print0 | koseki verify --files-from - --trust store/ --format ndjson
  koseki verify --watch inbox/ --once --trust store/ --format html
  koseki verify received/ --trust store/ --schema register.xsd --format json
  koseki verify old.pdf --trust ca.cer --crl crls/ --at 2026-12-01T09:00:00+09:00
  koseki verify notice.xml --profile kobunsho --attachments attachments/ --trust store/
  koseki verify certificate.pdf --trust store/ \\
    --record records/ --record-key agency.pem --record-cert agency.cer
  koseki verify received.pdf --trust store/ --evidence records/ --record-trust agency.cer

Of several files the worst decides the exit code: 1 when one failed, else 4 when one could not be read or the run was interrupted, else 3 when one is indeterminate, else 0. A broken file never stops the others. Ctrl-C ends after the files at hand: what was verified is reported, or with --resume kept for the next run.

`--revocation require` is the default: missing or stale revocation data leaves the verdict indeterminate; `available` and `off` stay visible in the report.

`--at` moves the clock and proves nothing; a PDF whose claimed signing time lies after it is indeterminate. What proves that the signature is older than an expiry or a revocation: `--received-at` (the agency vouches for it), a time-stamp (`--timestamp-trust`), a kept record (`--evidence`).";

const SIGN_EXAMPLES: &str = "\
Examples:
  koseki sign register.pdf --out signed.pdf --key minister.pem --cert minister.cer --chain ca.cer
  koseki sign register.pdf --out signed.pdf --key minister.pem --cert minister.cer \\
    --seal-rect 440,60,520,140 --seal-text 見本 --seal-font font.otf
  koseki sign register.xml --out signed.xml --key minister.p8 --passphrase-file pin.txt \\
    --cert minister.cer
  koseki sign drafts/ --out signed/ --jobs 4 --cert minister.cer --passphrase-file pin.txt \\
    --key 'pkcs11:token=issuer;object=minister?module-path=/usr/lib/softhsm/libsofthsm2.so'

A folder is signed file by file into the folder OUT, which keeps a journal: run the same command again after an interruption, and it goes on where it stopped. What was released is never made again.

What the verifier would refuse about the document is not signed, unless `--trusted-input` leaves that to the issuer; whether the signer is the right one only the verifier asks. Before signing a PDF is also searched for hidden or replaceable content (`pdf.shadow.…`), which the verifier does not look for: where `--trusted-input` passes over it, nobody finds it later. Found is what the structure of the file tells, not text in the colour of the paper, in invisible mode, too small, off the page or covered by something else. An input is never overwritten, another file only with `--force`; OUT appears whole or not at all.

Exit codes: 0 signed, 1 a document was refused for what it is or holds, 2 usage, 4 the tool could not do its work (key, certificate, a file that cannot be read or written).";

const PATH_EXAMPLES: &str = "\
Example:
  koseki path minister.cer --trust ca.cer --certs cross/ --crl crls/ \\
    --policy 1.3.6.1.4.1.99999.1.1 --require-explicit-policy";

/// Where trust comes from and what time it is asked about.
#[derive(Debug, Clone, Args)]
pub(crate) struct Trust {
    /// Trust anchors: certificate files (DER or PEM), directories of them, or a trust store (see `koseki trust`), which
    /// brings its companions and revocation lists along.
    #[arg(long, required = true, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    pub(crate) trust: Vec<PathBuf>,
    /// Cross, link and intermediate certificates; they are hints and never trusted by themselves.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    pub(crate) certs: Vec<PathBuf>,
    /// Certificate revocation lists (CRL and ARL).
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    pub(crate) crl: Vec<PathBuf>,
    /// OCSP responses.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    pub(crate) ocsp: Vec<PathBuf>,
    /// Trust anchors of time-stamp authorities. Without one a time-stamp in a document proves nothing.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    pub(crate) timestamp_trust: Vec<PathBuf>,
    /// The instant the judgement is about (検証基準時刻), RFC 3339; now when absent. It moves the clock and proves nothing.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<Moment>,
    /// The time of receipt, which your agency vouches for: the signature existed then. A later expiry, or a later
    /// revocation, leaves the document as it was.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) received_at: Option<Moment>,
    /// The time at which your agency asked for the document, which was made afterwards.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) requested_at: Option<Moment>,
    /// How long after its nextUpdate a CRL or OCSP response still counts: a number with s, m, h or d.
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration)]
    pub(crate) crl_grace: u32,
    /// Algorithms and key sizes that are good enough, instead of the built-in table (JSON; see docs/algorithm-policy.md).
    #[arg(long, value_name = "FILE")]
    pub(crate) algorithm_policy: Option<PathBuf>,
    /// What to do about revocation.
    #[arg(long, value_enum, default_value_t = Revocation::Require)]
    pub(crate) revocation: Revocation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Revocation {
    /// Missing or stale revocation data leaves the verdict indeterminate.
    Require,
    /// Missing data is a warning; what is known still counts.
    Available,
    /// Missing data is not looked for; a revocation that is known still counts.
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Form of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Language of the report; the locale's when absent.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs; described by the JSON schemas in schemas/
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// 日本語
    Ja,
    /// English
    En,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Documents to verify; of a folder, all files in it and its sub-folders but hidden ones. A quoted pattern such as
    /// 'inbox/**/*.pdf' stands for the files it fits.
    #[arg(required_unless_present_any = ["files_from", "watch"], value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) judging: Judging,
    /// Folder of the files that the signature of an official document covers as well (profiles with the rules of
    /// `kobunsho`). Only files that lie directly in it are read, by the plain names that the signature gives.
    #[arg(long, value_name = "DIR")]
    pub(crate) attachments: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) many: Many,
    #[command(flatten)]
    pub(crate) output: ReportOutput,
}

#[derive(Debug, Args)]
pub(crate) struct Sign {
    /// Document to sign; PDF or XML by its content, never by its name. Of a folder, all files in it and its sub-folders but
    /// hidden ones.
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// The signed document; appears whole or not at all, and never replaces IN or any other file named here. For a folder
    /// IN, the folder of the signed documents, in which nothing is replaced.
    #[arg(long, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Private key: PKCS#8 or PKCS#1, PEM or DER, optionally encrypted, or PKCS#12; or the RFC 7512 URI of a key in a token, with
    /// module-path.
    #[arg(long, value_name = "FILE|pkcs11:URI")]
    pub(crate) key: PathBuf,
    /// Certificate of that key.
    #[arg(long)]
    pub(crate) cert: PathBuf,
    /// Certificates to put beside the signer's.
    #[arg(long, num_args = 1.., value_name = "FILE", action = clap::ArgAction::Append)]
    pub(crate) chain: Vec<PathBuf>,
    /// Signing time, RFC 3339, whose offset is written to the PDF; now at +09:00 when absent.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<Moment>,
    /// Value of /Filter in a PDF; Adobe.PPKLite when absent.
    #[arg(long, value_name = "NAME")]
    pub(crate) filter: Option<String>,
    /// Syntax of an XML signature: that of XML Signature 1.x, or the mode that version 2.0 added. The former when absent.
    #[arg(long, value_enum)]
    pub(crate) xml_mode: Option<XmlMode>,
    /// Canonicalization of an XML signature in compatibility mode; Canonical XML 1.0 when absent. The 2.0 mode has its
    /// own, Canonical XML 2.0.
    #[arg(long, value_enum, value_name = "VERSION")]
    pub(crate) c14n: Option<Canonicalization>,
    /// XSD 1.1 schema an XML input must be valid against: a file, or `sha256:DIGITS` of a pinned one.
    #[arg(long, value_name = "XSD")]
    pub(crate) schema: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) places: SchemaPlaces,
    /// File or descriptor (/dev/fd/N) holding the key's passphrase or the token's PIN (its first line); asked for on the
    /// terminal when absent.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Use a key or passphrase file that other users of this machine can read or write: for public test keys alone.
    #[arg(long)]
    pub(crate) allow_readable_key: bool,
    /// Documents of a folder that are signed at once; as many as the machine has cores when absent.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) jobs: Option<core::num::NonZeroUsize>,
    /// Leave the check of the input to the issuer, that for hidden content included, which nobody makes later; it is not
    /// recorded. The signature is still checked with the public key.
    #[arg(long)]
    pub(crate) trusted_input: bool,
    /// Sign a PDF although it was found to carry hidden or replaceable content of this kind (`pdf.shadow.…`, as the refusal
    /// names it). What was accepted is printed, and recorded in the signature.
    #[arg(long, num_args = 1.., value_name = "ID", action = clap::ArgAction::Append, conflicts_with = "trusted_input")]
    pub(crate) accept_finding: Vec<String>,
    /// Sign a PDF that is signed already; the earlier signatures stay as they are, and have to hold. The 戸籍 profile refuses
    /// the result.
    #[arg(long)]
    pub(crate) further_signature: bool,
    /// Page of a visible stamp in a PDF, counted from 1.
    #[arg(long, value_name = "N", requires = "seal_rect")]
    pub(crate) seal_page: Option<usize>,
    /// Rectangle of the stamp: x0,y0,x1,y1 from the lower left corner, in units of 1/72 inch. On page 1 without --seal-page.
    #[arg(long, value_name = "X0,Y0,X1,Y1", allow_hyphen_values = true)]
    pub(crate) seal_rect: Option<SealRectangle>,
    /// Characters in the stamp, set from top to bottom in columns from right to left: two in one column, more in as near to a
    /// square as it goes, or as the text's own lines say.
    #[arg(long, value_name = "TEXT", requires_all = ["seal_rect", "seal_font"])]
    pub(crate) seal_text: Option<String>,
    /// OpenType or TrueType font with these characters; only their glyphs are embedded.
    #[arg(long, value_name = "FILE", requires = "seal_text")]
    pub(crate) seal_font: Option<PathBuf>,
    /// Replace OUT when it is there already (of a folder, nothing is ever replaced).
    #[arg(long)]
    pub(crate) force: bool,
    /// Language of messages; the locale's when absent.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum XmlMode {
    /// Syntax of XML Signature 1.x, which every product reads.
    Compatibility,
    /// XML Signature 2.0's own mode; hardly any product reads it.
    V2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Canonicalization {
    /// Canonical XML 1.0
    #[value(name = "1.0")]
    CanonicalXml10,
    /// Canonical XML 1.1
    #[value(name = "1.1")]
    CanonicalXml11,
    /// Exclusive XML Canonicalization 1.0
    #[value(name = "exclusive")]
    Exclusive10,
}

#[derive(Debug, Args)]
pub(crate) struct PathCommand {
    /// The certificate to validate.
    #[arg(value_name = "CERT")]
    pub(crate) certificate: PathBuf,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Acceptable certificate policies (user-initial-policy-set of RFC 5280 6.1.1); any when absent. A path without one
    /// of them fails only where a policy is required: by a certificate, or by --require-explicit-policy.
    #[arg(long, num_args = 1.., value_name = "OID", action = clap::ArgAction::Append, value_parser = object_identifier)]
    pub(crate) policy: Vec<ObjectIdentifier>,
    /// The path must be valid for an acceptable policy (initial-explicit-policy of RFC 5280 6.1.1).
    #[arg(long)]
    pub(crate) require_explicit_policy: bool,
    /// initial-policy-mapping-inhibit of RFC 5280 6.1.1.
    #[arg(long)]
    pub(crate) inhibit_policy_mapping: bool,
    /// initial-any-policy-inhibit of RFC 5280 6.1.1.
    #[arg(long)]
    pub(crate) inhibit_any_policy: bool,
    /// Name every path that was tried in the text too, and why it failed; JSON always has them.
    #[arg(long)]
    pub(crate) all_paths: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The file to look at.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Where the files go; made when absent.
    #[arg(long, default_value = "demo", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Language of the story; the locale's when absent.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}
