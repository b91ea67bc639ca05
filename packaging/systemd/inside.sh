#!/usr/bin/env bash
# What packaging/systemd.sh tries inside its container, where systemd is the first process and nothing else runs.
set -euo pipefail
cd /opt/trial
export SYSTEMD_PAGER='' SYSTEMD_COLORS=0
version=$(dpkg-deb --field koseki_*-1_*.deb Version)
version=${version%-*}
at=127.0.0.1:8402

step() { printf -- '-- %s\n' "$*"; }
failed() {
    printf 'failed: %s\n' "$*"
    systemctl status --no-pager --lines=30 koseki || true
    exit 1
}
trap 'failed "line $LINENO"' ERR
property() { systemctl show --value --property="$1" koseki; }
ready() {
    for _ in {1..100}; do
        curl --silent --fail "http://$at/readyz" >/dev/null && return
        sleep 0.2
    done
    failed "it is not ready"
}

step "installed, and neither started nor enabled"
dpkg --install koseki_"$version"-1_*.deb >/dev/null
[[ "$(systemctl is-active koseki)" == inactive ]] || failed "it runs"
[[ "$(systemctl is-enabled koseki)" == disabled ]] || failed "it is enabled"

step "without anchors it does not start, and says why"
! systemctl start koseki 2>/dev/null || sleep 2
[[ "$(property ActiveState)" != active ]] || failed "it runs without anchors"
[[ "$(journalctl --no-pager --output=cat --unit=koseki)" == *--trust* ]] || failed "the journal names no --trust"
systemctl stop koseki
systemctl reset-failed koseki 2>/dev/null || true

step "with anchors it verifies"
mkdir -p /etc/koseki
cp -r pki /etc/koseki/
chmod -R a+rX /etc/koseki
echo 'KOSEKI_SERVE_OPTIONS="--trust /etc/koseki/pki/anchors/official-status-ca.cer --crl /etc/koseki/pki/crls --at 2026-12-01T00:05:00Z"' \
    >/etc/default/koseki
systemctl enable --now --quiet koseki
ready
verdict() { curl --silent --fail --form "file=@signed/$1" "http://$at/v1/verify" | sed -n 's/.*"verdict": "\([a-z]*\)".*/\1/p' | sed -n 1p; }
while read -r document expected; do
    answer=$(verdict "$document")
    [[ "$answer" == "$expected" ]] || failed "$document: $answer"
done <<'DOCUMENTS'
couple-and-child.pdf passed
couple-and-child.xml passed
changed-after-signing.xml failed
signer-other-office.xml failed
signer-revoked.xml indeterminate
DOCUMENTS

step "what its process may"
process=$(property MainPID)
printf 'user %s\n' "$(ps -o user= -p "$process")"
[[ "$(stat --format=%u "/proc/$process")" -ne 0 ]] || failed "it is root"
for line in 'CapEff:	0000000000000000' 'CapBnd:	0000000000000000' 'NoNewPrivs:	1' 'Seccomp:	2'; do
    grep -qxF "$line" "/proc/$process/status" || failed "$line"
done
inside() { nsenter --target "$process" --mount --setuid "$(stat --format=%u "/proc/$process")" "$@"; }
for folder in / /etc /usr/bin /var /var/lib/koseki; do
    ! inside touch "$folder/written" 2>/dev/null || failed "$folder can be written to"
done
[[ -z "$(inside ls /home /root 2>/dev/null | grep -v :)" ]] || failed "it sees /home or /root"
curl --silent --fail --max-time 5 "http://$at/healthz" >/dev/null

step "what the network of its control group may"
# A process of ours that steps into the service's group is held by the same filters.
group=$(property ControlGroup)
for root in /sys/fs/cgroup/unified /sys/fs/cgroup; do
    [[ ! -w "$root$group/cgroup.procs" ]] || break
done
within() { (echo "$BASHPID" >"$root$group/cgroup.procs" && exec "$@"); }
ip address add 192.0.2.1/32 dev lo
python3 -m http.server --bind 192.0.2.1 8500 >/dev/null 2>&1 &
python3 -m http.server --bind 127.0.0.1 8501 >/dev/null 2>&1 &
sleep 2
curl --silent --fail --max-time 5 http://192.0.2.1:8500/ >/dev/null || failed "the other address does not answer at all"
within curl --silent --fail --max-time 5 http://127.0.0.1:8501/ >/dev/null || failed "loopback is refused"
if within curl --silent --max-time 3 http://192.0.2.1:8500/ >/dev/null; then
    failed "IPAddressDeny: another address can be reached"
fi
if within python3 -c 'import socket; socket.socket().bind(("127.0.0.1", 8599))' 2>/dev/null; then
    [[ "$(systemctl --version)" == *-BPF_FRAMEWORK* ]] || failed "SocketBindDeny: another port can be bound"
    echo "SocketBindDeny does nothing here: this systemd is built without BPF_FRAMEWORK"
fi
kill %1 %2

step "the upgrade restarts it with the new program, and keeps what the operator wrote"
dpkg --install koseki_"$version"-2_*.deb >/dev/null
ready
[[ "$(property MainPID)" != "$process" ]] || failed "the old process still runs"
grep -q official-status-ca /etc/default/koseki

step "killed, it comes back"
process=$(property MainPID)
kill -KILL "$process"
sleep 4
ready
[[ "$(property MainPID)" != "$process" ]] || failed "it did not come back"

step "stops in peace"
systemctl stop koseki
[[ "$(property Result)" == success ]] || failed "it stopped with $(property Result)"

step "removed, it is gone"
systemctl start koseki
dpkg --purge koseki >/dev/null
! pgrep -x koseki >/dev/null || failed "it still runs"
! systemctl cat koseki >/dev/null 2>&1 || failed "systemd still knows it"
echo "koseki.service starts, works, is held back, upgrades, comes back, stops and goes"
