#!/usr/bin/env bash
# Copies the fixtures that a fuzz target reads into its corpus: tests/fuzz/seeds.sh TARGET…
# The corpus is not committed; running this again changes nothing that the fuzzer has found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fixtures=../../fixtures
# Responses about the Minister's certificate: good, revoked, unknown, made with openssl. Another office signs them, which is no
# responder: the target asserts that none of them moves a path.
responses() {
    local work serial status line option
    work=$(mktemp -d)
    pem() { openssl x509 -inform DER -in "$fixtures/pki/$1" -out "$work/$2"; }
    pem anchors/official-status-ca.cer issuer.pem
    pem signers/minister.cer signer.pem
    pem signers/other-office.cer responder.pem
    serial=$(openssl x509 -in "$work/signer.pem" -noout -serial | cut -d= -f2)
    for status in good revoked unknown; do
        case $status in
            good) line=$(printf 'V\t300101000000Z\t\t%s\tunknown\t/C=JP' "$serial") ;;
            revoked) line=$(printf 'R\t300101000000Z\t261110000000Z,superseded\t%s\tunknown\t/C=JP' "$serial") ;;
            unknown) line=$(printf 'V\t300101000000Z\t\t0999\tunknown\t/C=JP') ;;
        esac
        printf '%s\n' "$line" >"$work/index"
        for option in -resp_key_id -resp_no_certs -badsig; do
            openssl ocsp -index "$work/index" -CA "$work/issuer.pem" -issuer "$work/issuer.pem" -cert "$work/signer.pem" \
                -rsigner "$work/responder.pem" -rkey "$fixtures/keys/other-office.pem" -ndays 7 "$option" -noverify \
                -respout "$1/$status$option.der" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
        done
    done
    rm -r "$work"
}

# XML documents, and one in which values hold names.
xml() {
    local folder file
    for folder in documents signed hostile/xml; do
        while IFS= read -r -d '' file; do
            cp "$file" "$1/${folder//\//-}-$(basename "$file")"
        done < <(find "$fixtures/$folder" -maxdepth 1 -name '*.xml' -size -64k -print0)
    done
    printf '%s' '<q xmlns:a="urn:a" a:t="a:b" t="a:b"><q>a:b</q><x>a:b/a:c</x><q>a<!-- -->:b</q></q>' >"$1/names.xml"
}

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
        dsig | verify)
            # Large files teach a fuzzer nothing and cost it time.
            find "$fixtures/hostile/xml" "$fixtures/signed" -maxdepth 1 -name '*.xml' -size -64k -exec cp -t "$corpus" {} +
            ;;&
        verify)
            find "$fixtures/signed" -maxdepth 1 -name '*.pdf' -size -256k -exec cp -t "$corpus" {} +
            ;;
        dsig) ;;
        xml_document) xml "$corpus" ;;
        # Three octets before the document choose the method, the apex and the element left out.
        c14n)
            documents=$(mktemp -d)
            xml "$documents"
            number=0
            methods=(0 1 2 4 12 6 14 22 38 46 54 62 63)
            for file in "$documents"/*; do
                number=$((number + 1))
                printf -v choice '\\x%02x' "${methods[number % ${#methods[@]}]}" $((number % 7)) $((number % 5 * 3))
                { printf '%b' "$choice"; cat "$file"; } >"$corpus/$(basename "$file")"
            done
            rm -r "$documents"
            ;;
        certificate) cp "$fixtures"/pki/*/*.cer "$corpus" ;;
        crl) cp "$fixtures"/pki/*/*.crl "$corpus" ;;
        ocsp) responses "$corpus" ;;
        record) cp "$fixtures"/records/*.p7m "$corpus" ;;
        # Models are read from any octets; pieces of signatures give them variety.
        policy) tail --quiet --bytes=64 "$fixtures"/pki/signers/*.cer | split --bytes=32 - "$corpus/piece-" ;;
        name_constraints) tail --quiet --bytes=128 "$fixtures"/pki/signers/*.cer | split --bytes=64 - "$corpus/piece-" ;;
        *)
            echo "no seeds are known for $target" >&2
            exit 2
            ;;
    esac
    echo "$target: $(find "$corpus" -type f | wc -l) files"
done
