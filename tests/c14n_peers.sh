#!/usr/bin/env bash
# The differential test of canonicalization at its full size: 20,000 random documents of each kind against xmllint and CPython,
# and their subtrees against xmlsec1. Arguments: how many (20000), which (a seed, 1). CI runs 500 with `cargo test`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export KOSEKI_REQUIRE_PEERS=1 KOSEKI_PEER_DOCUMENTS=${1:-20000} KOSEKI_PEER_SEED=${2:-1}
cargo test --test c14n_peers -- --nocapture
# The same number against the clear canonicalizer over roxmltree, tree and stream, whole documents and subtrees.
KOSEKI_RANDOM=$KOSEKI_PEER_DOCUMENTS cargo test --test c14n_agree
