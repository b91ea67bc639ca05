#!/usr/bin/env bash
# Copies the fixtures that a fuzz target of the PDF room reads into its corpus: tests/fuzz/seeds.sh TARGET…
# The corpus is not committed; running this again changes nothing that the fuzzer has found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fixtures=../../fixtures
for target in "$@"; do
    corpus=corpus/$target
    mkdir -p "$corpus"
    case $target in
        pdf_lexer | pdf_xref | pdf_document | pdf_signature_field | pdf_prepare | verify_pdf)
            for folder in documents inputs signed hostile/pdf; do
                for file in "$fixtures/$folder"/*.pdf; do
                    [[ -f $file ]] && cp "$file" "$corpus/${folder//\//-}-$(basename "$file")"
                done
            done
            ;;
        *)
            echo "no seeds are known for $target" >&2
            exit 2
            ;;
    esac
    echo "$target: $(find "$corpus" -type f | wc -l) files"
done
