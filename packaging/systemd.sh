#!/usr/bin/env bash
# Runs koseki.service under systemd, from the package, as root:
#
#   packaging/build.sh && REVISION=2 packaging/build.sh && packaging/systemd.sh
#
# systemd is the first process of a container (systemd-nspawn, of Debian's systemd-container) whose root is this machine's, with
# everything written to it kept in memory, and with no network but its own loopback. packaging/systemd/inside.sh is what is tried there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ $EUID -ne 0 ]] || ! command -v systemd-nspawn >/dev/null || ! grep -q overlay /proc/filesystems; then
    echo "skipped: it needs root, systemd-nspawn (apt-get install systemd-container) and overlay file systems" >&2
    [[ -z "${KOSEKI_REQUIRE_SYSTEMD:-}" ]] || exit 1
    exit 0
fi
if [[ "${1:-}" != --in-own-mounts ]]; then
    exec unshare --mount --propagation private "$PWD/packaging/systemd.sh" --in-own-mounts
fi

place=target/systemd
mkdir -p "$place/memory" "$place/root"
mount -t tmpfs -o size=2G tmpfs "$place/memory"
mkdir "$place/memory/written" "$place/memory/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$PWD/$place/memory/written,workdir=$PWD/$place/memory/work" "$place/root"
install -D -t "$place/root/opt/trial" packaging/systemd/inside.sh target/package/koseki_*.deb
cp -r fixtures/pki fixtures/signed "$place/root/opt/trial/"
cp packaging/systemd/trial.service "$place/root/etc/systemd/system/"
# A machine image may forbid packages to start services; a clerk's machine does not.
rm -f "$place/root/usr/sbin/policy-rc.d"
# Its filters of addresses are programs of bpf(2). The container's first process ends with the status of the trial.
timeout --foreground "${KOSEKI_SYSTEMD_SECONDS:-300}" systemd-nspawn --quiet --register=no --keep-unit --private-network \
    --link-journal=no --system-call-filter=bpf --capability=CAP_BPF --machine=koseki-trial --directory="$place/root" --boot systemd.unit=trial.service \
    systemd.log_level=warning systemd.show_status=no </dev/null 2>&1 | grep -v '^Attempted to remove disk file system'
