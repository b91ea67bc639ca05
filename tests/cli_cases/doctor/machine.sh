# What only a machine shows: permissions, a damaged store, a pinned schema, a program that cannot start itself, a token.
# Run in an empty folder, with FIXTURES and SCHEMA in the environment.
set -eu
at=2026-12-01T00:00:00Z
umask 022
say() { printf '== %s\n' "$*"; }
# The folder's name is another one each time.
examine() {
    koseki doctor --at "$at" "$@" > found && code=0 || code=$?
    sed "s|$PWD|.|g" found
    say "exit $code"
}

cp "$FIXTURES/pki/anchors/official-status-ca.cer" anchor.cer
cp "$FIXTURES/pki/crls/official-status.crl" "$FIXTURES/pki/crls/official-status-arl.crl" .
chmod 644 ./*.cer ./*.crl

say "an anchor that others may replace"
chmod 666 anchor.cer
examine --trust anchor.cer --crl official-status.crl official-status-arl.crl
chmod 644 anchor.cer

say "a trust store into which somebody put an anchor"
sha256=$(sha256sum anchor.cer | cut -d ' ' -f 1)
koseki trust add store anchor.cer ./*.crl --by Test --sha256 "$sha256" --quiet
cp "$FIXTURES/pki/anchors/bridge-ca.cer" store/anchors/planted.cer
examine --trust store
rm store/anchors/planted.cer
examine --trust store

say "a schema that is pinned"
koseki schema add "$SCHEMA" --store schemas --by Test --source test > digest
examine --trust store --schema "sha256:$(cat digest)" --schema-store schemas

say "a schema that others may write"
cp "$SCHEMA" register.xsd
chmod 666 register.xsd
examine --trust store --schema register.xsd

say "a key whose passphrase is not given"
# Of no use to anybody: it is never opened.
cat > encrypted.pem << 'END'
-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAij46pE/B+hWgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDwSP+uoPrz8hWxmzDSNQTQEgZD/
j63+61RqDuZ2optkIs6oop1Va4DafUys2oLfAKjpPf2v8s9MTHl3vNkfOGuDMvJ/
npSFb7adK7XF0gp85gHulgpm2Wzk4TXpm6cGW+AnDOCn71jrXF6p+NUfE197E/4G
KlKo1mDUfUeC3EViHGruenPVmqRbO+jSJ7pQG2+KmUEvm0zBFrVTRdt+TY0joqY=
-----END ENCRYPTED PRIVATE KEY-----
END
chmod 600 encrypted.pem
examine --trust store --key encrypted.pem --cert "$FIXTURES/pki/signers/minister.cer"

say "a key that nobody else may read, and a key that others may"
cp "$FIXTURES/keys/minister.pem" key.pem
cp "$FIXTURES/pki/signers/minister.cer" signer.cer
chmod 600 key.pem
examine --trust store --key key.pem --cert signer.cer
chmod 644 key.pem
examine --trust store --key key.pem --cert signer.cer

say "a configuration that others may write"
printf 'language = "en"\n[trust]\nanchors = ["store"]\n' > koseki.toml
chmod 646 koseki.toml
export KOSEKI_CONFIG=koseki.toml
examine
export KOSEKI_CONFIG=
chmod 644 koseki.toml

say "a program that was taken away"
cp "$(command -v koseki)" gone
exec 3< gone
rm gone
/proc/self/fd/3 doctor --at "$at" --trust store || say "exit $?"

say "a process that may not begin another"
(ulimit -n 8; koseki doctor --at "$at" --trust store) || say "exit $?"
