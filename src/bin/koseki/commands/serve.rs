//! `koseki serve`: the options, and what must hold before a socket is opened.

use core::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::arguments::Lang;
use crate::judging::Judging;
use crate::serve::{Ceilings, run as serve};
use crate::values::{host, socket_address};
use crate::{Exit, Trouble};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki serve --trust store/ --open
  koseki serve --trust anchors/ --crl crls/ --listen 127.0.0.1:8402 --lang ja

The page is at the address that is printed. It needs no network, and documents stay in memory: nothing is written unless --record is given. What --trust, --crl and the like name is read anew when it changes.

For other systems: POST documents to /v1/verify, as form-data with fields `file` or one as the body, and get the report that `verify --format json` writes. /v1/openapi.json describes everything, docs/guide/連携システム.md shows it in curl and Python.

Without TLS it listens on this machine alone. For an agency's network it needs --tls-cert, --tls-key, --client-trust and --client-crl, and lets in nobody but clients with a certificate of those authorities that is not revoked.

Ctrl-C, SIGTERM and SIGHUP finish what is at hand and end with 0.";

/// The heading of options about the connection.
const CONNECTION: &str = "Connection";

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port; port 0 takes a free one, which is printed.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8402", value_parser = socket_address, help_heading = CONNECTION)]
    pub(crate) listen: SocketAddr,
    /// Open the page in the browser of this machine.
    #[arg(long, help_heading = CONNECTION)]
    pub(crate) open: bool,
    /// A name under which clients reach this server, beside its address (and localhost); requests for other names are
    /// refused.
    #[arg(long, value_name = "NAME[:PORT]", action = clap::ArgAction::Append, value_parser = host, help_heading = CONNECTION)]
    pub(crate) host: Vec<String>,
    /// Certificates of this server, its own first (PEM or DER). TLS 1.3 alone is spoken.
    #[arg(long, num_args = 1, value_name = "FILE", help_heading = CONNECTION)]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Its private key (PEM or DER, without a passphrase).
    #[arg(long, value_name = "FILE", help_heading = CONNECTION)]
    pub(crate) tls_key: Option<PathBuf>,
    /// Authorities whose certificates clients must have.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append, help_heading = CONNECTION)]
    pub(crate) client_trust: Vec<PathBuf>,
    /// Current revocation lists of those authorities; a client about whom there is none is refused.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append, help_heading = CONNECTION)]
    pub(crate) client_crl: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) ceilings: Ceilings,
    #[command(flatten)]
    pub(crate) judging: Judging,
    /// Language of the page and of answers, where the browser or the request asks for none.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

impl Serve {
    /// What of mutual TLS is given, and what is not. Values of the configuration count as any.
    fn tls(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let parts = [
            ("--tls-cert", self.tls_cert.is_some()),
            ("--tls-key", self.tls_key.is_some()),
            ("--client-trust", !self.client_trust.is_empty()),
            ("--client-crl", !self.client_crl.is_empty()),
        ];
        let (given, missing): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, is_given)| *is_given);
        let names = |parts: Vec<(&'static str, bool)>| parts.into_iter().map(|(name, _)| name).collect();
        (names(given), names(missing))
    }
}

pub(crate) fn run(command: &Serve) -> Result<Exit, Trouble> {
    let (given, missing) = command.tls();
    if let (Some(given), false) = (given.first(), missing.is_empty()) {
        return Err(Trouble::usage(
            format!("{given} には {} も必要です", missing.join("、")),
            format!("{given} needs {} as well", missing.join(", ")),
        ));
    }
    if !command.listen.ip().is_loopback() && command.tls_cert.is_none() {
        return Err(Trouble::usage(
            format!(
                "{}: この計算機の外から接続できるアドレスでは、相互TLS認証が必要です。--tls-cert、--tls-key、--client-trust 及び --client-crl を指定してください（この計算機だけで使うときは --listen 127.0.0.1:8402）",
                command.listen
            ),
            format!(
                "{}: an address that other machines reach needs mutual TLS: --tls-cert, --tls-key, --client-trust and --client-crl (for this machine alone: --listen 127.0.0.1:8402)",
                command.listen
            ),
        ));
    }
    if command.listen.ip().is_unspecified() && command.host.is_empty() {
        return Err(Trouble::usage(
            format!("{}: 接続先として用いる名前を --host で指定してください", command.listen),
            format!("{}: say with --host under which name clients reach it", command.listen),
        ));
    }
    serve(command)
}
