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
journalctl --no-pager --output=cat --unit=koseki | grep -q -- --trust || failed "the journal names no --trust"
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
for document in signed/couple-and-child.pdf signed/*.xml; do
    answer=$(curl --silent --fail --form "file=@$document" "http://$at/v1/verify")
    printf '%s: %s\n' "$document" "$(grep -o '"verdict": "[a-z_]*"' <<<"$answer" | head -n 1)"
done
curl --silent --fail --form "file=@signed/couple-and-child.pdf" "http://$at/v1/verify" | grep -q '"verdict": "passed"'

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

step "another machine's address is refused"
ip link add trial0 type dummy 2>/dev/null && ip address add 192.0.2.1/24 dev trial0 && ip link set trial0 up || echo "no second interface here"
journalctl --no-pager --output=cat _PID=1 --grep 'SocketBind|IPAddress|BPF|bpf|firewall' || echo "systemd complains of nothing"

step "the upgrade restarts it with the new program, and keeps what the operator wrote"
dpkg --install koseki_"$version"-2_*.deb >/dev/null
ready
[[ "$(property MainPID)" != "$process" ]] || failed "the old process still runs"
grep -q official-status-ca /etc/default/koseki

step "killed, it comes back"
process=$(property MainPID)
kill -SEGV "$process"
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
