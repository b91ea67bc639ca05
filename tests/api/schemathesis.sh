#!/usr/bin/env bash
# Exercises the API by its own OpenAPI document: schemathesis makes requests in and out of line with it and compares the
# answers. Takes the number of examples for each operation (50), and needs schemathesis (PyPI, in a virtual environment):
#
#   python3 -m venv target/schemathesis && target/schemathesis/bin/pip install schemathesis==4.32.5
#   tests/api/schemathesis.sh 200
#
# SCHEMATHESIS and KOSEKI name the programs where they are elsewhere. Without schemathesis it says so and ends with 0,
# with KOSEKI_REQUIRE_PEERS=1 with 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
schemathesis=${SCHEMATHESIS:-target/schemathesis/bin/schemathesis}
koseki=${KOSEKI:-target/debug/koseki}
if ! [[ -x "$schemathesis" ]]; then
    echo "SKIPPED: schemathesis is not installed" >&2
    [[ "${KOSEKI_REQUIRE_PEERS:-}" != 1 ]] || exit 1
    exit 0
fi
folder=$(mktemp -d)
KOSEKI_CONFIG= "$koseki" serve --listen 127.0.0.1:0 --lang en --trust fixtures/pki/anchors/official-status-ca.cer \
    --crl fixtures/pki/crls --at 2026-12-01T00:05:00Z >"$folder/address" 2>"$folder/log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -r "$folder"' EXIT
for _ in {1..100}; do
    [[ -s "$folder/address" ]] && break
    sleep 0.1
done
address=$(sed 's/^koseki: //; s,/$,,' "$folder/address")
"$schemathesis" run "$address/v1/openapi.json" --checks all --mode all --max-examples "${1:-50}" \
    --workers 1 --seed 20261201 --no-color
if grep -q 'a fault of this tool' "$folder/log"; then
    echo "the server told of a fault of its own" >&2
    exit 1
fi
