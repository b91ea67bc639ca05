#!/usr/bin/env python3
"""Prints the table of docs/performance.md, and what README.md shows of it: signing and verifying here and with others, side by side.

    benches/peers/signing.py [--rounds 5] [--seconds 0.5] [--write]

Needs gcc, pkg-config, libxmlsec1-dev, libssl-dev and poppler-utils (Debian), and Python with pyHanko (KOSEKI_PYTHON, or the
one that runs this). What is missing is left out with a line on standard error. --write puts the table between the markers in
both files.

Each contender is a process of its own that works on octets in memory and measures its own processor time; pdfsig alone is a
whole process, and so is this project's command beside it, by the processor time the system gives for both. In every round all of them run once, one after the other; a figure is the median of
the rounds, each round's the median of its runs.
"""

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
HERE = PROJECT / "benches/peers"
PYTHON = os.environ.get("KOSEKI_PYTHON", sys.executable)
NAMES = {"pdf-50k": "PDF 50 KB", "pdf-2m": "PDF 2 MB", "xml-20k": "XML 20 KB", "xml-2m": "XML 2 MB"}
PDF, XML = ["pdf-50k", "pdf-2m"], ["xml-20k", "xml-2m"]


def built(folder):
    """The programs there are: a name and the command that takes work, folder, document and seconds."""
    output = subprocess.run(
        # The library alone: without the binary the build is half as long.
        ["cargo", "bench", "--no-default-features", "--features", "aws-lc,test-pki", "--bench", "peers", "--no-run"], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    own = PROJECT / re.search(r"Executable .*\((.*)\)", output.stderr).group(1)
    subprocess.run([own, "--write", folder], cwd=PROJECT, check=True)
    programs = {"koseki": [own, "--time"]}
    for name, package in (("xmlsec", "xmlsec1"), ("openssl", "libcrypto")):
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", package], capture_output=True, text=True)
        program = Path(folder) / f"{name}-peer"
        command = ["gcc", "-O2", "-o", program, HERE / f"{name}.c", *flags.stdout.split()]
        if flags.returncode == 0 and subprocess.run(command, check=False).returncode == 0:
            programs[name] = [program]
        else:
            print(f"left out: {name} (no {package} to build with)", file=sys.stderr)
    if subprocess.run([PYTHON, "-c", "import pyhanko"], check=False, capture_output=True).returncode == 0:
        programs["pyhanko"] = [PYTHON, HERE / "pyhanko_once.py"]
    else:
        print("left out: pyHanko (not installed for KOSEKI_PYTHON)", file=sys.stderr)
    return programs


def contenders(programs, document):
    """Work, label, and what runs it."""
    extension = "pdf" if document in PDF else "xml"
    for work, file in (("sign", f"{document}.{extension}"), ("verify", f"{document}.signed.{extension}")):
        kinds = [("koseki", f"{work}-trusted", "koseki, trusted input"), ("koseki", f"{work}-checked", "koseki, checked")]
        if work == "verify":
            kinds = [("koseki", "verify", "koseki")]
        if document in PDF:
            kinds += [("openssl", work, "OpenSSL CMS (no PDF)"), ("pyhanko", work, "pyHanko")]
        else:
            kinds += [("xmlsec", work, "xmlsec1")]
        yield work, [
            (label, [*programs[name], task], file) for name, task, label in kinds if name in programs
        ]


def measure(programs, folder, rounds, seconds):
    for document in NAMES:
        for work, who in contenders(programs, document):
            times = {label: [] for label, _, _ in who}
            for _ in range(rounds):
                for label, command, file in who:
                    done = subprocess.run(
                        [*command, folder, file, str(seconds)], cwd=PROJECT, capture_output=True, text=True, check=False
                    )
                    if done.returncode != 0:
                        sys.exit(f"{label}, {file}: {done.stderr}")
                    times[label].append(float(done.stdout))
            first = times[who[0][0]]
            for label, measured in times.items():
                ratio = statistics.median(mine / base for mine, base in zip(measured, first))
                yield NAMES[document], work, label, statistics.median(measured), ratio


def processes(folder, rounds):
    """Whole processes: what pdfsig can be compared with."""
    own = PROJECT / "target/release/koseki"
    if not own.exists() or subprocess.run(["which", "pdfsig"], capture_output=True, check=False).returncode != 0:
        print("left out: pdfsig beside the command (pdfsig or target/release/koseki is missing)", file=sys.stderr)
        return
    trust = ["--trust", f"{folder}/authority.pem", "--crl", f"{folder}/list.crl", "--at", "2026-12-01T00:00:00Z"]
    for document in PDF:
        file = f"{folder}/{document}.signed.pdf"
        commands = {
            "koseki verify (process)": [own, "verify", file, *trust],
            "pdfsig -nocert (process)": ["pdfsig", "-nocert", file],
        }
        times = {label: [] for label in commands}
        for _ in range(rounds):
            for label, command in commands.items():
                runs = []
                for _ in range(11):
                    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
                    done = subprocess.run(command, capture_output=True, check=False)
                    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
                    taken = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
                    runs.append(taken * 1e6)
                    if done.returncode != 0:
                        sys.exit(f"{label}: {done.stdout.decode()}{done.stderr.decode()}")
                times[label].append(statistics.median(runs))
        first = times["koseki verify (process)"]
        for label, measured in times.items():
            ratio = statistics.median(mine / base for mine, base in zip(measured, first))
            yield NAMES[document], "verify", label, statistics.median(measured), ratio


def table(lines):
    yield "| document | work | who | median | × koseki |"
    yield "|---|---|---|---|---|"
    for document, work, label, micros, ratio in lines:
        shown = f"{micros / 1000:.2f} ms" if micros < 100_000 else f"{micros / 1000:.0f} ms"
        yield f"| {document} | {work} | {label} | {shown} | {ratio:.2f} |"


def short(lines):
    """One line for each document and work, for README."""
    yield "| | koseki | others, the same run |"
    yield "|---|---|---|"
    rows = {}
    for document, work, label, micros, ratio in lines:
        if "(process)" not in label:
            rows.setdefault((document, work), []).append((label, micros, ratio))
    for (document, work), who in rows.items():
        own = [f"{micros / 1000:.2f} ms{label.removeprefix('koseki')}" for label, micros, _ in who if label.startswith("koseki")]
        others = [
            f"{label} {micros / 1000:.{2 if micros < 10_000 else 0}f} ms (×{ratio:.1f})"
            for label, micros, ratio in who
            if not label.startswith("koseki")
        ]
        yield f"| {work} {document} | {'; '.join(own).replace('ms, ', 'ms ')} | {'; '.join(others)} |"


def write(lines):
    pages = (("README.md", short(lines)), ("README.ja.md", short(lines)), ("docs/performance.md", table(lines)))
    for page, text in pages:
        path = PROJECT / page
        begin, end = "<!-- peers -->", "<!-- /peers -->"
        before, marker, rest = path.read_text().partition(begin)
        if not marker:
            sys.exit(f"{page} has no {begin}")
        body = "\n".join(text)
        path.write_text(f"{before}{begin}\n{body}\n{end}{rest.partition(end)[2]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programs = built(folder)
        lines = [*measure(programs, folder, arguments.rounds, arguments.seconds), *processes(folder, arguments.rounds)]
    print("\n".join(table(lines)))
    if arguments.write:
        write(lines)


main()
