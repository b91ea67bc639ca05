#!/usr/bin/env bash
# Writes the software bill of materials of the binary (CycloneDX 1.5, JSON) to target/package/koseki.cdx.json: everything that
# is linked into it, by the lock file. Needs cargo-cyclonedx (cargo install). Made at every release, beside the package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=target/package
mkdir -p "$out"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) cargo cyclonedx --format json --spec-version 1.5 --no-build-deps \
    --target x86_64-unknown-linux-gnu --override-filename koseki.cdx
# Where the sources lay on the machine that built it is nobody's concern.
sed "s,path+file://$PWD#,,g" koseki.cdx.json >"$out/koseki.cdx.json"
rm koseki.cdx.json
rm -f fixtures/gen/koseki.cdx.json
python3 - "$out/koseki.cdx.json" <<'CHECK'
import json, sys

bom = json.load(open(sys.argv[1]))
names = {one["name"] for one in bom["components"]}
missing = {"aws-lc-rs", "axum", "lopdf", "rustls", "xsd-schema"} - names
assert bom["bomFormat"] == "CycloneDX" and not missing, missing
print(len(names), "components")
CHECK
