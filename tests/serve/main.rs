//! `koseki serve` as its clients see it: the real binary on a free port of this machine, spoken to octet by octet.
#![cfg(all(feature = "cli", feature = "aws-lc", unix))]

#[path = "../support/json_schema.rs"]
mod json_schema;
#[path = "../support/mod.rs"]
mod support;

mod configured;
mod described;
mod documents;
mod ending;
mod guide;
mod heads;
mod limits;
mod load;
mod mutual_tls;
mod neighbours;
mod readiness;
mod server;
mod window;
