#!/usr/bin/env python3
"""Verifies a folder of many mixed files with `koseki verify` and with the library's own loop (examples/verify_folder.rs):
throughput on the wall and by processor time (which counts where others work on the same cores), peak memory, summary; then kills runs with --resume at random moments until the report is there.

    cargo build --release --bin koseki --example verify_folder
    tests/measure/verify_folder.py target/release [FILES [THREADS]]
"""
import os, random, resource, shutil, subprocess, sys, tempfile, time

target = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
threads = sys.argv[3] if len(sys.argv) > 3 else "2"
# The time of a report is not what is compared.
os.environ["SOURCE_DATE_EPOCH"] = "1796083212"
os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
ANCHOR, LISTS, AT = "fixtures/pki/anchors/official-status-ca.cer", "fixtures/pki/crls", "2026-12-01T09:00:00+09:00"
SIGNED = "fixtures/signed"
GOOD = ["adoption", "couple-and-child", "divorce", "presumed-death", "restored-surname", "variant-characters"]
BAD = {"changed-after-signing": "failed", "signer-revoked": "indeterminate", "signer-other-office": "failed",
       "signer-of-unrelated-ca": "indeterminate"}


def fill(folder):
    expected = {"passed": 0, "failed": 0, "indeterminate": 0}
    for number in range(count):
        below = os.path.join(folder, f"{number % 100:02}")
        os.makedirs(below, exist_ok=True)
        ending = "pdf" if number % 2 else "xml"
        if number % 5 == 4:
            name = list(BAD)[number // 5 % len(BAD)]
            expected[BAD[name]] += 1
        else:
            name = GOOD[number // 5 % len(GOOD)]
            expected["passed"] += 1
        source = f"{SIGNED}/{name}.{ending}"
        if number % 1000 == 999:
            source = "fixtures/README.md"
            expected[BAD[name] if number % 5 == 4 else "passed"] -= 1
            expected["failed"] += 1
        shutil.copyfile(source, os.path.join(below, f"{number:06}.{ending}"))
    return expected


def koseki(folder, out, form, *more):
    return [f"{target}/koseki", "verify", folder, "--trust", ANCHOR, "--crl", LISTS, "--at", AT, "--jobs", threads, "--lang", "ja",
            "--format", form, "--out", out, "--force", *more]


def timed(command):
    """Seconds on the wall and of the processor, exit code, standard output and standard error. The report of the run before, whose
    blocks the file system would give back meanwhile, is gone by then."""
    if "--out" in command and os.path.exists(command[command.index("--out") + 1]):
        os.remove(command[command.index("--out") + 1])
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate()
    elapsed, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (elapsed, worked), process.returncode, out.decode(), err.decode()


def least(before, now):
    return now if before is None else tuple(map(min, before, now))


def peak(command):
    """Peak resident memory in KiB, as GNU time has it."""
    run = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True)
    return int(run.stderr.decode().strip().splitlines()[-1])


with tempfile.TemporaryDirectory() as place:
    folder, out = os.path.join(place, "files"), os.path.join(place, "report")
    expected = fill(folder)
    octets = sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder) for name in names)
    print(f"{count} files, {octets / 1e6:.0f} MB, {threads} threads; expected {expected}")
    library = [f"{target}/examples/verify_folder", folder, ANCHOR, LISTS, AT, threads]
    timed(library)
    best = {}
    # Taken in turns, so that what else the machine does weighs on all alike.
    for _ in range(5):
        elapsed, _, told, _ = timed(library)
        assert all(f'"{word}": {number}' in told for word, number in expected.items()), told
        best["library"] = least(best.get("library"), elapsed)
        for form in ["ndjson", "csv", "text", "json", "html"]:
            elapsed, code, told, err = timed(koseki(folder, out, form))
            assert code == 1, (code, err)
            words = [expected[word] for word in ("passed", "failed", "indeterminate")]
            assert "有効 {} 件、無効 {} 件、判定不能 {} 件".format(*words) in told, told[-300:]
            best[form] = least(best.get(form), elapsed)
    for form, (elapsed, worked) in best.items():
        shares = [100 * mine / other for mine, other in zip(best["library"], (elapsed, worked))]
        print(f"{form:8} {elapsed:7.3f} s, {count / elapsed:6.0f} files/s, {shares[0]:5.1f} % of the library's loop; "
              f"processor {worked:7.3f} s, {shares[1]:5.1f} %")
    if os.path.exists("/usr/bin/time"):
        tenth = os.path.join(folder, "0[0-9]")
        for form in ["ndjson", "html"]:
            few = koseki(tenth, out, form)
            print(f"{form}: peak memory {peak(few)} KiB for a tenth, {peak(koseki(folder, out, form))} KiB for all")
    for form in ["csv", "html"]:
        timed(koseki(folder, out, form))
        expected_report = open(out).read()
        kills, resumed = 0, out + ".resumed"
        while True:
            command = koseki(folder, resumed, form, "--resume")
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                # As long as the whole would take at most: what is done already is digested anew each time.
                process.wait(timeout=random.uniform(0.05, max(0.2, best[form][0])))
                assert process.returncode == 1
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
        assert open(resumed).read() == expected_report, "the same report"
        print(f"{form}: killed {kills} times, then the same report, {len(expected_report)} characters")
        os.remove(resumed)
