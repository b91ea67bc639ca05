#!/usr/bin/env python3
"""Signs every file of a corpus and asks others what they make of it.

    run.py FOLDER --koseki target/release/koseki [--page docs/pdf-corpus.md] [--least N]

FOLDER is what make.py wrote. Each file is signed as it comes; where `koseki sign` refuses the input, its findings are
kept and the file is signed with --trusted-input. Then koseki verifies it (profile koseki, or signature where the
input was refused; undecided where viewers may show different content), pdfsig must call the signature valid and the total document signed, qpdf --check must find nothing
it did not find before, and every page must render to the same pixels before and after. Exit 1 when anything of a
signed file fails, or when fewer than N files were signed and passed.
"""

import argparse
import collections
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
AT = "2026-12-01T09:00:00+09:00"


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, timeout=300)


def sign(koseki, source, out, *options):
    return run(
        koseki, "sign", source, "--out", out, "--allow-readable-key", "--key", FIXTURES / "keys/minister.pem", "--cert", FIXTURES / "pki/signers/minister.cer",
        "--at", AT, *options,
    )


def verify(koseki, path, profile):
    done = run(
        koseki, "verify", path, "--trust", FIXTURES / "pki/anchors", "--certs", FIXTURES / "pki/certificates", "--crl",
        FIXTURES / "pki/crls", "--at", AT, "--profile", profile, "--format", "json",
    )
    document = json.loads(done.stdout)["documents"][0]
    failed = [check["id"] for section in ("signature", "certificate", "form", "standard") for check in document[section]["checks"]
              if check["outcome"] in ("fail", "unknown")]
    return document["verdict"], sorted(set(failed))


def pages(path, folder, name):
    """The pixels of every page."""
    done = run("pdftoppm", "-r", "60", path, folder / name)
    files = sorted(folder.glob(f"{name}-*.ppm"))
    pixels = [file.read_bytes() for file in files]
    for file in files:
        file.unlink()
    return done.returncode, pixels


def judge(koseki, source, folder):
    signed = folder / "signed.pdf"
    signed.unlink(missing_ok=True)
    done = sign(koseki, source, signed)
    refused = []
    if done.returncode != 0:
        text = done.stderr.decode(errors="replace")
        found = [line.strip() for line in text.splitlines() if line.startswith("  ") and "." in line.split(":")[0]]
        refused = sorted({line.split(":")[0] for line in found})
        if "this PDF cannot be signed" in text or not found:
            # The file breaks ISO 32000-1 itself: a signature would not verify either.
            return {"state": "malformed", "findings": [], "reason": "; ".join(found)[:200] or text.strip()[:200], "wrong": []}
        done = sign(koseki, source, signed, "--trusted-input")
        if done.returncode != 0:
            return {"state": "not signed", "findings": refused, "wrong": [done.stderr.decode(errors="replace").strip()[:200]]}
    wrong = []
    verdict, checks = verify(koseki, signed, "signature" if refused else "koseki")
    # What viewers may show differently keeps its verdict from being any better, whoever vouches for the input.
    undecided = refused and verdict == "indeterminate" and checks == ["pdf.readers.content"]
    if verdict != "passed" and not undecided:
        wrong.append(f"koseki: {verdict} {' '.join(checks)}")
    text = run("pdfsig", "-nocert", signed).stdout.decode(errors="replace")
    if "Signature is Valid." not in text or "Total document signed" not in text:
        wrong.append("pdfsig: not valid")
    before, after = run("qpdf", "--check", source), run("qpdf", "--check", signed)
    if after.returncode != 0 and after.returncode != before.returncode:
        wrong.append(f"qpdf: {after.returncode}, {before.returncode} before")
    first, second = pages(source, folder, "before"), pages(signed, folder, "after")
    if not first[1] or first != second:
        wrong.append(f"pdftoppm: {len(first[1])} and {len(second[1])} pages, not the same pixels")
    return {"state": "trusted" if refused else "checked", "findings": refused, "pages": len(first[1]), "wrong": wrong}


def page_of(results, versions):
    producers = collections.OrderedDict()
    findings = collections.Counter()
    for entry in results:
        row = producers.setdefault(entry["producer"], collections.Counter())
        row["files"] += 1
        row["pages"] += entry.get("pages", 0)
        row["wrong" if entry["wrong"] else entry["state"]] += 1
        findings.update(entry["findings"])
    total = sum(producers.values(), collections.Counter())
    lines = [
        "# PDF files of many producers, signed",
        "",
        "Each file is unsigned as its producer made it, signed by `koseki sign`, and then judged: koseki verifies it, `pdfsig` calls the",
        "signature valid and the total document signed, `qpdf --check` finds nothing new, and every page renders to the same pixels",
        "before and after (`pdftoppm -r 60`).",
        "",
        "- *checked*: signed with the input checked, and passed under profile `koseki`.",
        "- *trusted*: the input breaks a rule of form or could hide something, as told below; `koseki sign` refused it, it was signed",
        "  with `--trusted-input` and passed under profile `signature`, or was left undecided there by `pdf.readers.content` alone.",
        "- *malformed*: the file as its producer wrote it breaks ISO 32000-1; it is refused with the place and not signed.",
        "- *wrong*: could not be signed, or one of the four judges objects.",
        "",
        "```sh",
        "python3 tests/pdf_corpus/make.py target/pdf-corpus",
        "python3 tests/pdf_corpus/run.py target/pdf-corpus --koseki target/release/koseki --page docs/pdf-corpus.md --least 200",
        "```",
        "",
        f"Last run with {versions}.",
        "",
        "| producer | files | pages | checked | trusted | malformed | wrong |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in [*producers.items(), ("**all**", total)]:
        lines.append(f"| {name} | {row['files']} | {row['pages']} | {row['checked']} | {row['trusted']} | {row['malformed']} | {row['wrong']} |")
    lines += ["", "## Why inputs were refused", "", "| finding | files |", "|---|---|"]
    lines += [f"| `{name}` | {count} |" for name, count in sorted(findings.items(), key=lambda item: (-item[1], item[0]))]
    malformed = [entry for entry in results if entry["state"] == "malformed"]
    if malformed:
        lines += ["", "## Malformed as they came", "", "| file | reason |", "|---|---|"]
        lines += [f"| {entry['file']} | {entry['reason']} |" for entry in malformed]
    wrong = [entry for entry in results if entry["wrong"]]
    if wrong:
        lines += ["", "## What went wrong", "", "| file | |", "|---|---|"]
        lines += [f"| {entry['file']} | {'; '.join(entry['wrong'])} {' '.join(entry['findings'])} |".replace("\n", " ") for entry in wrong]
    return "\n".join(lines) + "\n"


def versions():
    def first(*command):
        done = run(*command)
        return (done.stdout or done.stderr).decode(errors="replace").splitlines()[0].strip()

    return ", ".join([first("pdfsig", "-v"), first("qpdf", "--version")])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--koseki", type=Path, required=True)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--least", type=int, default=1)
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for entry in json.loads((options.folder / "made.json").read_text()):
            result = judge(options.koseki, options.folder / entry["file"], Path(folder))
            results.append(entry | result)
            if result["wrong"] or result["findings"] or "reason" in result:
                told = [result["state"], *result["findings"], result.get("reason", ""), *result["wrong"]]
                print(f"{entry['file']}: {' '.join(told)}", flush=True)
    (options.folder / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    if options.page:
        options.page.write_text(page_of(results, versions()))
    states = collections.Counter("wrong" if entry["wrong"] else entry["state"] for entry in results)
    good = states["checked"] + states["trusted"]
    print(f"{len(results)} files: {good} signed and passed ({states['checked']} checked, {states['trusted']} trusted), "
          f"{states['malformed']} malformed, {states['wrong']} wrong")
    sys.exit(0 if not states["wrong"] and good >= options.least else 1)


if __name__ == "__main__":
    main()
