#!/usr/bin/env bash
# Installs, runs, upgrades and removes the package on this machine, which has none of koseki's files yet, as root:
#
#   PROFILE=dev packaging/build.sh && PROFILE=dev REVISION=2 packaging/build.sh && packaging/test.sh
#
# Everything it put there is gone at the end, also when it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ $EUID -eq 0 ]] || { echo "it needs root, for dpkg" >&2; exit 1; }
if dpkg-query --show koseki >/dev/null 2>&1 || [[ -e /etc/default/koseki || -e /usr/bin/koseki ]]; then
    echo "koseki is installed here; this test would remove it" >&2
    exit 1
fi
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
architecture=$(dpkg --print-architecture)
first=target/package/koseki_$version-1_$architecture.deb
second=target/package/koseki_$version-2_$architecture.deb
server=
finish() {
    [[ -z "$server" ]] || kill "$server" 2>/dev/null || true
    dpkg --purge koseki >/dev/null 2>&1 || true
}
trap finish EXIT

step() { printf -- '-- %s\n' "$*"; }
is_there() { for path in "$@"; do [[ -e "$path" ]] || { echo "$path is missing" >&2; exit 1; }; done; }
is_gone() { for path in "$@"; do [[ ! -e "$path" ]] || { echo "$path is still there" >&2; exit 1; }; done; }
files=(/usr/bin/koseki /usr/share/man/man1/koseki.1.gz /usr/share/man/man1/koseki-serve.1.gz
    /usr/share/man/ja/man1/koseki.1.gz /usr/share/man/ja/man1/koseki-serve.1.gz
    /usr/share/bash-completion/completions/koseki /usr/share/zsh/vendor-completions/_koseki
    /usr/share/fish/vendor_completions.d/koseki.fish /usr/share/doc/koseki/copyright)
unit=$(dpkg-deb --contents "$first" | sed -n 's,.* \./\(.*/koseki\.service\)$,/\1,p')

step "installs"
dpkg --install "$first" >/dev/null
is_there "${files[@]}" "$unit" /etc/default/koseki
[[ "$(koseki --version)" == "koseki $version" ]]
systemd-analyze verify "$unit"

step "runs, as nobody, by the options of the service"
address=127.0.0.1:18402
folder=$(mktemp -d)
cp -r fixtures/pki fixtures/signed "$folder"
chmod -R a+rX "$folder"
KOSEKI_CONFIG='' setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs \
    koseki serve --quiet --listen "$address" --trust "$folder/pki/anchors/official-status-ca.cer" \
    --crl "$folder/pki/crls" --at 2026-12-01T00:05:00Z &
server=$!
for _ in {1..100}; do
    curl --silent --fail "http://$address/readyz" >/dev/null && break
    sleep 0.1
done
answer=$(curl --silent --fail --form "file=@$folder/signed/couple-and-child.pdf" "http://$address/v1/verify")
[[ "$answer" == *'"verdict": "passed"'* ]]

step "upgrades under a running server, and keeps what the operator wrote"
echo 'KOSEKI_SERVE_OPTIONS="--trust /etc/koseki/store"' >/etc/default/koseki
dpkg --install "$second" >/dev/null
[[ "$(dpkg-query --show --showformat='${Version}' koseki)" == "$version-2" ]]
grep -q '/etc/koseki/store' /etc/default/koseki
curl --silent --fail "http://$address/healthz" >/dev/null
kill -TERM "$server"
wait "$server"
server=
rm -r "$folder"

step "removes, and keeps what the operator wrote"
dpkg --remove koseki >/dev/null
is_gone "${files[@]}" "$unit"
is_there /etc/default/koseki

step "purges"
dpkg --purge koseki >/dev/null
is_gone /etc/default/koseki /usr/share/doc/koseki
! dpkg-query --show koseki >/dev/null 2>&1
echo "the package installs, runs, upgrades and removes"
