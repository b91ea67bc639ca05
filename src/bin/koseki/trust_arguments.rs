//! The command line of `koseki trust`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::arguments::Output;
use crate::values::{Moment, duration, fingerprint, prefix, prefix_or_name};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki trust add store/ root.cer --by 'Yamada, Information Systems' --sha256 7F:83:B1:65:…
  koseki trust check store/
  koseki trust bundle make store/ --out bundle/ --key agency.pem --cert agency.cer --by Yamada

docs/trust-store.md tells the whole story.";

#[derive(Debug, Args)]
pub(crate) struct TrustCommand {
    #[command(subcommand)]
    pub(crate) action: TrustAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TrustAction {
    /// Add anchors, companions or revocation lists; makes the store when it is not there.
    #[command(after_help = TRUST_ADD_EXAMPLES)]
    Add(TrustAdd),
    /// List what the store holds.
    #[command(after_help = "Example:\n  koseki trust list store/")]
    List(TrustList),
    /// Show one object and who put it there.
    #[command(after_help = "Example:\n  koseki trust show store/ 7f83b165")]
    Show(TrustShow),
    /// Remove one object; the log keeps who, when and why.
    #[command(
        after_help = "Example:\n  koseki trust remove store/ 7f83b165 --by Yamada --reason 'replaced by its successor'"
    )]
    Remove(TrustRemove),
    /// Show what has expired, is stale, is missing or ends soon. Ends with 0 when all is current, 3 when something is not,
    /// 1 when the store is damaged.
    #[command(after_help = "Example:\n  koseki trust check store/ --soon 7d")]
    Check(TrustCheck),
    /// Carry companions and lists to another store.
    #[command(after_help = BUNDLE_EXAMPLES)]
    Bundle(TrustBundle),
}

const BUNDLE_EXAMPLES: &str = "\
Examples:
  koseki trust bundle make store/ --out bundle/ --key sender.pem --cert sender.cer --by Head
  koseki trust bundle verify bundle-2027-01 --signer sender.cer
  koseki trust bundle install bundle-2027-01 store/ --signer sender.cer --by Branch";

const TRUST_ADD_EXAMPLES: &str = "\
Examples:
  koseki trust add store/ root.cer --by 'Yamada, Information Systems' --sha256 7F:83:B1:65:…
  koseki trust add store/ bridge.cer link.cer --as companion --by 'Yamada, Information Systems'
  koseki trust add store/ *.crl --by 'Yamada, Information Systems'

The fingerprint is read from what the authority publishes on paper or on its own page, never from the file. Without --sha256 it is shown on the terminal and must be confirmed there.";

#[derive(Debug, Args)]
pub(crate) struct TrustAdd {
    /// The store.
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    /// Certificates or revocation lists, DER or PEM, told apart by content.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Who adds them, for the record.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// SHA-256 fingerprint of each anchor, as published; colons and spaces do not matter.
    #[arg(long, num_args = 1.., value_name = "HEX", action = clap::ArgAction::Append, value_parser = fingerprint)]
    pub(crate) sha256: Vec<String>,
    /// What a certificate is: an anchor is trusted, a companion (cross, link or intermediate certificate) is a hint.
    #[arg(long = "as", value_enum, default_value_t = CertificateRole::Anchor)]
    pub(crate) role: CertificateRole,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CertificateRole {
    /// Trusted, once its fingerprint was confirmed.
    Anchor,
    /// A hint.
    Companion,
}

#[derive(Debug, Args)]
pub(crate) struct TrustList {
    /// The store.
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct TrustShow {
    /// The store.
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    /// The object's fingerprint, or its first eight digits or more.
    #[arg(value_name = "SHA256", value_parser = prefix)]
    pub(crate) sha256: String,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct TrustRemove {
    /// The store.
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    /// The object's fingerprint, or its first eight digits or more; of a file without a record, its name.
    #[arg(value_name = "SHA256|NAME", value_parser = prefix_or_name)]
    pub(crate) sha256: String,
    /// Who removes it, for the log.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// Why, for the log.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct TrustCheck {
    /// The store.
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    /// The instant asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<Moment>,
    /// What ends within this time is named as ending soon: a number with s, m, h or d.
    #[arg(long, value_name = "DURATION", default_value = "2d", value_parser = duration)]
    pub(crate) soon: u32,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct TrustBundle {
    #[command(subcommand)]
    pub(crate) action: BundleAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BundleAction {
    /// Make a signed bundle of everything in the store but its anchors.
    #[command(
        after_help = "Example:\n  koseki trust bundle make store/ --out bundle/ --key sender.pem --cert sender.cer --by Head"
    )]
    Make(BundleMake),
    /// Verify a bundle: signature, digests, and that nothing else lies in it.
    #[command(after_help = "Example:\n  koseki trust bundle verify bundle-2027-01 --signer sender.cer")]
    Verify(BundleVerify),
    /// Verify a bundle and put what is in it into a store.
    #[command(
        after_help = "Example:\n  koseki trust bundle install bundle-2027-01 store/ --signer sender.cer --by Branch"
    )]
    Install(BundleInstall),
}

#[derive(Debug, Args)]
pub(crate) struct BundleMake {
    /// The store.
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    /// The bundle, a folder; appears whole or not at all.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Private key that signs the manifest.
    #[arg(long)]
    pub(crate) key: PathBuf,
    /// Certificate of that key.
    #[arg(long)]
    pub(crate) cert: PathBuf,
    /// File holding the key's passphrase (its first line).
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Use a key or passphrase file that other users of this machine can read or write: for public test keys alone.
    #[arg(long)]
    pub(crate) allow_readable_key: bool,
    /// Who makes it, for the manifest.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// When it is made, RFC 3339; now when absent.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<Moment>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct BundleVerify {
    /// The bundle.
    #[arg(value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    /// Certificates of those who may sign bundles, which you were given beforehand. A certificate in the bundle is none.
    #[arg(long, required = true, num_args = 1.., value_name = "CERT", action = clap::ArgAction::Append)]
    pub(crate) signer: Vec<PathBuf>,
    /// The instant asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<Moment>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct BundleInstall {
    /// The bundle.
    #[arg(value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    /// The store it goes into; made when it is not there.
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    /// Certificates of those who may sign bundles, which you were given beforehand. A certificate in the bundle is none.
    #[arg(long, required = true, num_args = 1.., value_name = "CERT", action = clap::ArgAction::Append)]
    pub(crate) signer: Vec<PathBuf>,
    /// Who installs it, for the record.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// The instant asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<Moment>,
    #[command(flatten)]
    pub(crate) output: Output,
}
