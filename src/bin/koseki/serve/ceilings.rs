//! Every ceiling of the server, each with the reason for its number.

use core::num::NonZeroUsize;
use core::time::Duration;

use clap::Args;

use crate::values::{at_least_one, mebibytes, patience};

const CEILINGS: &str = "Ceilings of the server";

/// Those that an operator may move.
#[derive(Debug, Clone, Args)]
pub(crate) struct Ceilings {
    /// Largest request in MiB, all its documents together.
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = mebibytes, help_heading = CEILINGS)]
    max_size: u32,
    /// Requests with documents that are received, wait or are worked on at once; further ones are told to come again (429).
    #[arg(long, value_name = "N", default_value = "32", value_parser = at_least_one, help_heading = CEILINGS)]
    pub(super) max_requests: NonZeroUsize,
    /// Connections at once; further ones are told to come again (503).
    #[arg(long, value_name = "N", default_value = "256", value_parser = at_least_one, help_heading = CEILINGS)]
    pub(super) max_connections: NonZeroUsize,
    /// Documents that are verified at once; as many as the machine has cores when absent.
    #[arg(long, value_name = "N", value_parser = at_least_one, help_heading = CEILINGS)]
    pub(super) jobs: Option<NonZeroUsize>,
    /// How long a client may be silent in the middle of a request, and how long it may take over the head of one.
    #[arg(long, value_name = "DURATION", default_value = "15s", value_parser = patience, help_heading = CEILINGS)]
    patience: u32,
}

impl Ceilings {
    /// Octets of one request.
    pub(super) const fn request_octets(&self) -> u64 {
        // At most 512 MiB, which the command line takes as well.
        (self.max_size as u64) << 20
    }

    /// KiB of requests in memory at once: four of the largest, or thousands of usual ones.
    pub(super) const fn memory(&self) -> usize {
        (self.max_size as usize) << 12
    }

    /// How long a client may be silent.
    pub(super) const fn patience(&self) -> Duration {
        Duration::from_secs(self.patience as u64)
    }
}

/// Of anything that is counted by an option: as many as there are ports.
pub(super) const MOST: usize = 65_536;

/// Threads that speak with clients. They compute nothing; documents have threads of their own.
pub(super) const SPEAKERS: usize = 2;

/// Octets of the head of a request, and of what is read at once. A browser's head has two thousand.
pub(super) const HEAD_OCTETS: usize = 32 * 1024;

/// Header fields of a request. A browser sends twenty.
pub(super) const HEADER_FIELDS: usize = 64;

/// Documents of one request of the API. The page sends one at a time.
pub(super) const DOCUMENTS: usize = 256;

/// Octets of a form in front of a document: what stands before the first one, and the head of each. A browser writes two hundred;
/// whoever reads them begins anew with every piece that arrives.
pub(super) const FORM_OCTETS: usize = 128 * 1024;

/// Octets of an answer that are handed on at once: what is not read yet stays on the account of its request.
pub(super) const ANSWER_PIECE: usize = 32 * 1024;

/// Octets of a file's name: no file system has longer ones than 255 characters.
pub(super) const NAME_OCTETS: usize = 1024;

/// How long a request's body may take in all, however steadily it drips: 64 MiB at two megabits a second.
pub(super) const BODY: Duration = Duration::from_secs(300);

/// Octets a second that a body must bring at least, after twice the patience: a quarter of a slow line. Whoever drips less keeps a place
/// from others.
pub(super) const SLOWEST: u64 = 64 * 1024;

/// How long what is left of a refused request is read and thrown away, so that its sender reads the answer instead of a
/// broken connection.
pub(super) const REFUSED: Duration = Duration::from_secs(5);

/// How long a TLS handshake may take.
pub(super) const HANDSHAKE: Duration = Duration::from_secs(5);

/// Handshakes at once. They have seats of their own: who has no certificate takes none from those who have.
pub(super) const HANDSHAKES: usize = 512;

/// Handshakes of one address at once: a quarter of all. Even a whole office behind one address begins fewer in the same moment.
pub(super) const HANDSHAKES_OF_ONE: usize = HANDSHAKES / 4;

/// How long a connection may last: a client whose certificate was revoked does not stay for ever.
pub(super) const CONNECTION: Duration = Duration::from_secs(600);

/// How long requests at hand may take when the server is asked to end. systemd waits for ninety seconds.
pub(super) const ENDING: Duration = Duration::from_secs(30);

/// How long a request may still take to begin when the server is asked to end: its octets may be on their way.
pub(super) const BEGINNING: Duration = Duration::from_secs(1);

/// How long an answer to what is no request may take to be written, and what the client still sends to be read and thrown away.
pub(super) const LAST_WORDS: Duration = Duration::from_secs(1);

/// How often it is looked at most whether a file has changed.
pub(super) const LOOK: Duration = Duration::from_secs(1);

/// How often the server looks by itself whether all is well. Files that change are seen sooner, when somebody asks.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Seconds after which a client that was sent away may come again.
pub(super) const COME_AGAIN: u32 = 1;
