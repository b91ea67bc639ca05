#!/usr/bin/env bash
# Draws the pictures of the reports in the guides anew (needs chromium, pngquant and a Japanese font): docs/guide/pictures.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH KOSEKI_CONFIG=

# picture NAME HEIGHT INSTANT DOCUMENTS…
picture() {
    local name=$1 height=$2 at=$3
    shift 3
    SOURCE_DATE_EPOCH=$(date --date="$at" +%s)
    # The verdict decides the exit code; any of the three is a picture.
    cargo run --quiet -- verify "$@" --at "$at" --trust fixtures/pki/anchors/official-status-ca.cer --crl fixtures/pki/crls \
        --lang ja --format html --out "$work/$name.html" > /dev/null || [[ $? == [13] ]]
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size="900,$height" \
        --screenshot="$work/$name.png" "file://$work/$name.html" 2> /dev/null
    pngquant --force --speed 1 --output "docs/guide/pictures/$name.png" 48 "$work/$name.png"
}

now=2026-12-01T09:00:00+09:00
picture 報告-有効 1250 "$now" fixtures/signed/couple-and-child.pdf
picture 報告-無効 760 "$now" fixtures/signed/changed-after-signing.pdf
picture 報告-判定不能 760 2027-02-01T09:00:00+09:00 fixtures/signed/couple-and-child.xml
picture 報告-一覧 700 "$now" fixtures/signed/couple-and-child.pdf fixtures/signed/divorce.xml \
    fixtures/signed/changed-after-signing.xml fixtures/signed/signer-revoked.pdf fixtures/signed/adoption.pdf
