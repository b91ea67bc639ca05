//! What the benches of signing and verifying share: documents of a size, keys with their certificates, the floor, and
//! measuring in turns.
#![allow(dead_code, unreachable_pub, reason = "each bench uses its own part")]

pub mod documents;
pub mod floor;
pub mod issuer;
pub mod turns;
