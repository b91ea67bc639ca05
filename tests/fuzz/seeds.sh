#!/usr/bin/env bash
# Fills tests/fuzz/corpus (not committed) for the path targets from the fixtures: run it once before fuzzing. Needs openssl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pki=fixtures/pki corpus=tests/fuzz/corpus

mkdir -p "$corpus"/{certificate,crl,ocsp,policy,name_constraints}
find "$pki" -name '*.cer' -exec cp --target-directory="$corpus/certificate" {} +
find "$pki" -name '*.crl' -exec cp --target-directory="$corpus/crl" {} +

# Models are read from any octets; pieces of the signatures give them variety.
tail --quiet --bytes=64 "$pki"/signers/*.cer | split --bytes=32 - "$corpus/policy/piece-"
tail --quiet --bytes=128 "$pki"/signers/*.cer | split --bytes=64 - "$corpus/name_constraints/piece-"

# Responses about the Minister's certificate: good, revoked, unknown. Signed by another office, which is no responder.
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
pem() { openssl x509 -inform DER -in "$pki/$1" -out "$work/$2"; }
pem anchors/official-status-ca.cer issuer.pem
pem signers/minister.cer signer.pem
pem signers/other-office.cer responder.pem
serial=$(openssl x509 -in "$work/signer.pem" -noout -serial | cut -d= -f2)
status() {
    printf '%s\n' "$2" >"$work/index"
    for extra in -resp_key_id -resp_no_certs "-nrequest 1"; do
        # shellcheck disable=SC2086 # an option and its value
        openssl ocsp -index "$work/index" -CA "$work/issuer.pem" -issuer "$work/issuer.pem" -cert "$work/signer.pem" \
            -rsigner "$work/responder.pem" -rkey fixtures/keys/other-office.pem -ndays 7 $extra -noverify \
            -respout "$corpus/ocsp/$1${extra// /}.der" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    done
}
status good "$(printf 'V\t300101000000Z\t\t%s\tunknown\t/C=JP' "$serial")"
status revoked "$(printf 'R\t300101000000Z\t261110000000Z,superseded\t%s\tunknown\t/C=JP' "$serial")"
status unknown "$(printf 'V\t300101000000Z\t\t0999\tunknown\t/C=JP')"
printf '%s\n' "$(find "$corpus" -type f | wc -l) files in $corpus"
