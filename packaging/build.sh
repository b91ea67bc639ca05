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
[[ "$profile" == dev ]] || strip --strip-unneeded "$out/koseki"
# Debian's own form says which revision of the package this is; what changed stands in the project's.
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
maintainer=$(sed -n 's/^maintainer = "\(.*\)"/\1/p' Cargo.toml)
printf 'koseki (%s-%s) unstable; urgency=medium\n\n  * Release %s; see changelog.gz.\n\n -- %s  %s\n' "$version" \
    "${REVISION:-1}" "$version" "$maintainer" "$(git log -1 --format=%cD)" >"$out/changelog"
gzip --no-name --best --stdout CHANGELOG.md >"$out/changelog-of-releases.gz"
cargo deb --locked --no-build --no-strip --deb-revision "${REVISION:-1}" --output "$out/"
ls -l "$out"
