#![no_main]
//! Subtrees of one or two CAs and the names below them, made from the input: the library answers as a comparison of
//! labels and bits does.

#[path = "parts/elliptic.rs"]
mod elliptic;
#[path = "../../support/name_subtrees.rs"]
mod name_subtrees;

use std::sync::LazyLock;

use koseki::test_pki::Key;
use libfuzzer_sys::fuzz_target;
use name_subtrees::Model;

static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| elliptic::keys(4));

fuzz_target!(|octets: &[u8]| {
    let model = Model::from_octets(octets);
    assert_eq!(model.accepted(&KEYS), model.allowed(), "{model:?}");
});
