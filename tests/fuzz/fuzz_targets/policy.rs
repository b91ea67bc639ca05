#![no_main]
//! Policies of a path of one to four certificates, made from the input: the library answers as the tree of RFC 5280.

#[path = "parts/elliptic.rs"]
mod elliptic;
#[path = "../../support/policy_path.rs"]
mod policy_path;
#[path = "../../support/policy_tree.rs"]
mod policy_tree;

use std::sync::{LazyLock, Mutex};

use libfuzzer_sys::fuzz_target;
use policy_path::Issuer;
use policy_tree::{MOST_STEPS, Question};

static ISSUER: LazyLock<Mutex<Issuer>> =
    LazyLock::new(|| Mutex::new(Issuer::new(elliptic::keys(MOST_STEPS + 1))));

fuzz_target!(|octets: &[u8]| {
    let question = Question::from_octets(octets);
    let found = ISSUER.lock().expect("one thread").ask(&question);
    assert_eq!(found, question.answer(), "{question:?}");
});
