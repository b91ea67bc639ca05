#!/usr/bin/env bash
# Builds the Debian package into target/package. Needs cargo-deb (cargo install).
# PROFILE is the cargo profile (release), REVISION the revision of the package (1).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
profile=${PROFILE:-release}
folder=$profile
[[ "$profile" != dev ]] || folder=debug
out=target/package

cargo build --locked --profile "$profile" --bin koseki
rm -rf "$out/man" "$out/completions"
mkdir -p "$out/man" "$out/completions"
program=target/$folder/koseki
KOSEKI_CONFIG='' "$program" man --out "$out/man" --lang en
KOSEKI_CONFIG='' "$program" man --out "$out/man/ja" --lang ja
gzip --no-name --best "$out"/man/*.1 "$out"/man/ja/*.1
for shell in bash zsh fish; do
    KOSEKI_CONFIG='' "$program" completions "$shell" >"$out/completions/koseki.$shell"
done
install -m 755 "$program" "$out/koseki"
[[ "$profile" == dev ]] || strip --strip-debug "$out/koseki"
cargo deb --locked --no-build --no-strip --deb-revision "${REVISION:-1}" --output "$out/"
ls -l "$out"
