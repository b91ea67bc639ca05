#!/usr/bin/env bash
# Fills the corpora of the XML targets from the fixtures: `c14n` wants three octets before the document, which choose the
# method, the apex and the element left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

mkdir -p corpus/xml_document corpus/c14n
number=0
while IFS= read -r -d '' file; do
    number=$((number + 1))
    cp "$file" "corpus/xml_document/seed-$number.xml"
    for choice in 0 1 2 4 12 6 14 22 62 63; do
        {
            printf "\\x$(printf %02x "$choice")\\x$(printf %02x $((number % 7)))\\x$(printf %02x $((number % 5 * 3)))"
            cat "$file"
        } >"corpus/c14n/seed-$number-$choice"
    done
done < <(find ../../fixtures -name '*.xml' -print0 | sort -z)
printf '<q xmlns:a="urn:a" a:t="a:b" t="a:b"><q>a:b</q><x>a:b/a:c</x><q>a<!-- -->:b</q></q>' >corpus/xml_document/names
for choice in 38 46 54 62; do
    { printf "\\x$(printf %02x "$choice")\\x00\\x00"; cat corpus/xml_document/names; } >"corpus/c14n/names-$choice"
done
