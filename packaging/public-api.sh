#!/usr/bin/env bash
# Writes docs/public-api.txt, the public items of the library with every feature but `fuzzing`; with --check it only compares,
# so that a change of the public API is seen by whoever reads the commit. Needs Rust 1.95: the JSON of rustdoc, which is not
# stable yet, has one form for each version of Rust, and packaging/public-api reads this one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
listing=docs/public-api.txt
out=target/public-api
mkdir -p "$out"

# The permission to write JSON goes to rustdoc alone: for all of cargo it would have dependencies compiled anew.
printf '#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc "$@"\n' >"$out/rustdoc"
chmod +x "$out/rustdoc"
RUSTDOC="$PWD/$out/rustdoc" cargo rustdoc --quiet --locked --lib --features pure -- -Z unstable-options --output-format json
cp "${CARGO_TARGET_DIR:-target}/doc/koseki.json" "$out/"
CARGO_TARGET_DIR="$out" cargo run --quiet --locked --manifest-path packaging/public-api/Cargo.toml -- "$out/koseki.json" >"$out/now.txt"

if [[ "${1:-}" != --check ]]; then
    cp "$out/now.txt" "$listing"
elif ! diff --unified=0 "$listing" "$out/now.txt" >&2; then
    echo "the public API is not what $listing says: if it is meant, run packaging/public-api.sh and tell CHANGELOG.md" >&2
    exit 1
fi
printf '%s public items\n' "$(wc -l <"$out/now.txt")"
