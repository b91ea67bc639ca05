# A token of SoftHSM: absent, then there.
# Run in an empty folder, with FIXTURES and MODULE in the environment.
set -eu
mkdir tokens
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' "$PWD" > softhsm2.conf
export SOFTHSM2_CONF="$PWD/softhsm2.conf"
examine() {
    koseki doctor --at 2026-12-01T00:00:00Z --trust "$FIXTURES/pki/anchors/official-status-ca.cer" \
        --key "pkcs11:token=office;object=minister?module-path=$MODULE" --cert "$FIXTURES/pki/signers/minister.cer" || true
}
examine | grep -A 2 doctor.token
softhsm2-util --init-token --free --label office --so-pin 5678 --pin 1234 > /dev/null
examine | grep -A 2 doctor.token
