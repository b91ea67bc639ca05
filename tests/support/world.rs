//! The test PKI as most tests of certification paths ask about it: fresh keys, and all certificates and lists of one day.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::sync::OnceLock;

use koseki::test_pki::{Gpki, Keys};
use koseki::time::Time;

pub struct World {
    pub keys: Keys,
    pub gpki: Gpki,
}

/// Made once in each test binary.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let keys = Keys::generate().unwrap();
        let gpki = Gpki::new(&keys, days(0)).unwrap();
        World { keys, gpki }
    })
}

/// Days counted from the day that the test PKI was made for, which is the day most questions are asked about.
pub fn days(count: i64) -> Time {
    seconds(count * 86_400)
}

/// Seconds counted from the same instant.
pub fn seconds(count: i64) -> Time {
    let base = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
    Time::from_unix(base.unix() + count).unwrap()
}
