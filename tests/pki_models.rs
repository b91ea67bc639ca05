//! The path validator against literal readings of RFC 5280 over thousands of small models: the policy tree of 6.1 against
//! the graph of RFC 9618, subtrees label by label against name constraints. The fuzz targets `policy` and
//! `name_constraints` ask the same of any input.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/name_subtrees.rs"]
mod name_subtrees;
#[path = "support/policy_path.rs"]
mod policy_path;
#[path = "support/policy_tree.rs"]
mod policy_tree;

use koseki::test_pki::Key;
use policy_path::Issuer;
use policy_tree::Question;

/// SplitMix64, so that a failing model can be made again from its number.
fn octets(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = state;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) as u8
    };
    (0..count).map(|_| next()).collect()
}

fn keys() -> Vec<Key> {
    let names = [
        "bridge-ca",
        "impostor",
        "local-government-ca",
        "minister",
        "official-status-ca",
        "official-status-ca-next",
    ];
    let key = |name: &&str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/keys/{name}.pem"));
        let text = std::fs::read_to_string(path).unwrap();
        let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
        Key::from_pkcs8(&base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).unwrap())
            .unwrap()
    };
    names.iter().map(key).collect()
}

#[test]
fn the_policy_graph_answers_as_the_tree_of_rfc_5280() {
    let mut issuer = Issuer::new(keys());
    let (mut accepted, mut refused, mut with_policies) = (0, 0, 0);
    for seed in 0..3_000 {
        let question = Question::from_octets(&octets(seed, 32));
        let (expected, found) = (question.answer(), issuer.ask(&question));
        assert_eq!(found, expected, "model {seed}: {question:?}");
        match expected {
            None => refused += 1,
            Some(policies) if policies.is_empty() => accepted += 1,
            Some(_) => with_policies += 1,
        }
    }
    println!("{with_policies} valid for policies, {accepted} for none, {refused} refused");
    assert!(with_policies > 300 && accepted > 300 && refused > 300, "{with_policies} {accepted} {refused}");
}

#[test]
fn name_constraints_answer_as_a_comparison_of_labels_and_bits() {
    let keys = keys();
    let (mut accepted, mut refused) = (0, 0);
    for seed in 0..3_000 {
        let model = name_subtrees::Model::from_octets(&octets(seed, 64));
        let expected = model.allowed();
        assert_eq!(model.accepted(&keys), expected, "model {seed}: {model:?}");
        if expected { accepted += 1 } else { refused += 1 }
    }
    println!("{accepted} accepted, {refused} refused");
    assert!(accepted > 300 && refused > 300, "{accepted} {refused}");
}
