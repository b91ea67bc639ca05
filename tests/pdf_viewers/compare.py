#!/usr/bin/env python3
"""Looks for files that koseki passes and a viewer shows otherwise than koseki read them.

    compare.py [--koseki PROGRAM] [--rewriter PROGRAM] [--profile koseki|signature] [--drafts] [--among] [--repair] [--viewers NAMES] [--list] [--keep FOLDER] FILES…

Each file that `koseki verify` passes is written anew from what koseki read (examples/rewrite_pdf.rs: the signed revision, in a
form that nobody can read in two ways) and both are shown by every viewer of the machine. A difference is one between
what was judged and what a citizen sees. `--drafts` signs the files with the fixtures' key first. `--among` compares the viewers with each
other too, coarsely. `--repair` also shows each file with its last startxref pointing nowhere: viewers then search the octets for objects, and there must
be no others than koseki read. KOSEKI_PYTHON names a Python with pypdfium2, KOSEKI_PDFJS a folder with node_modules/pdfjs-dist.
`--viewers` names those that must be there, comma between;
`--list` tells the files that passed. Exit 1 on any difference. Without a viewer or a file that passes nothing is compared: said, and exit 0, or 2 with KOSEKI_REQUIRE_PEERS=1.
"""

import argparse
import collections
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from viewers import all_viewers

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
AT = "2026-12-01T09:00:00+09:00"
# How much of its ink a viewer may put elsewhere than poppler, measured on the fixtures.
SHARES = {"pdfium": 0.18, "mupdf": 0.5, "ghostscript": 0.5}
# Files for one `koseki verify`.
BATCH = 200


def sign(koseki, source, target):
    done = subprocess.run(
        [koseki, "sign", source, "--out", target, "--allow-readable-key", "--key", FIXTURES / "keys/minister.pem", "--cert", FIXTURES / "pki/signers/minister.cer", "--at", "2026-11-30T09:00:00+09:00"],
        capture_output=True, timeout=120,
    )
    return done.returncode == 0


# The rules of the built-in profiles, with the data of images and fonts decoded.
PROFILES = {
    "koseki": {"rules": "koseki", "signer": {"common_name": "Minister of Justice"}},
    "signature": {"rules": "signature"},
}


def passed(koseki, profile, files):
    """Those that koseki passes."""
    good = []
    rules = tempfile.NamedTemporaryFile("w", suffix=".json")
    json.dump({"format_version": 1, "name": profile, "pdf_data": "decoded", **PROFILES[profile]}, rules)
    rules.flush()
    for start in range(0, len(files), BATCH):
        batch = files[start:start + BATCH]
        done = subprocess.run(
            [koseki, "verify", *batch, "--trust", FIXTURES / "pki/anchors", "--certs", FIXTURES / "pki/certificates", "--crl", FIXTURES / "pki/crls",
             "--at", AT, "--profile", rules.name, "--format", "json"], capture_output=True, timeout=600)
        told = {document["path"]: document["verdict"] for document in json.loads(done.stdout)["documents"]}
        good.extend(file for file in batch if told.get(str(file)) == "passed")
    return good


def rewritten(rewriter, files, folder):
    """What koseki read of each, as a file named by its digest: revisions of one document need to be shown once."""
    pairs, found = [], {}
    for index, file in enumerate(files):
        pairs += [file, folder / f"{index}.pdf"]
    for start in range(0, len(pairs), 2 * BATCH):
        subprocess.run([rewriter, *pairs[start:start + 2 * BATCH]], check=True, timeout=600)
    for index, file in enumerate(files):
        written = folder / f"{index}.pdf"
        if written.exists():
            target = folder / f"{hashlib.sha256(written.read_bytes()).hexdigest()}.pdf"
            written.replace(target)
            found[file] = target
    return found


def without_start(file, folder):
    """The file as a viewer sees it that found something wrong with it, and searches it for objects."""
    octets = file.read_bytes()
    at = octets.rindex(b"startxref")
    broken = folder / "broken.pdf"
    broken.write_bytes(octets[:at] + re.sub(rb"\d", b"0", octets[at:], count=20))
    return broken


def coarse(picture):
    """The darkness of sixteen by sixteen fields: fonts may differ, what is written may not."""
    width, height, octets = picture
    sums, counts = [0] * 256, [0] * 256
    for y in range(height):
        row, line = octets[y * width:(y + 1) * width], y * 16 // height * 16
        for x in range(width):
            field = line + x * 16 // width
            sums[field] += 255 - row[x]
            counts[field] += 1
    return [total / max(count, 1) for total, count in zip(sums, counts)]


def alike(one, other, share):
    """Whether two viewers show pages of one size with ink in the same fields, but for a share of it: some draw thin strokes fat."""
    if bool(one.fault) != bool(other.fault) or len(one.digests) != len(other.digests):
        return False
    for mine, theirs in zip(one.pictures, other.pictures):
        if abs(mine[0] - theirs[0]) > 2 or abs(mine[1] - theirs[1]) > 2:
            return False
        distance = sum(abs(a - b) for a, b in zip(coarse(mine), coarse(theirs)))
        ink = max(sum(coarse(mine)), sum(coarse(theirs)), 64.0)
        if distance > ink * share:
            return False
    return True


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--koseki", default=ROOT / "target/debug/koseki")
    arguments.add_argument("--rewriter", default=ROOT / "target/debug/examples/rewrite_pdf")
    arguments.add_argument("--profile", default="koseki", choices=PROFILES)
    arguments.add_argument("--drafts", action="store_true")
    arguments.add_argument("--among", action="store_true")
    arguments.add_argument("--viewers")
    arguments.add_argument("--repair", action="store_true")
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--list", action="store_true")
    options = arguments.parse_args()
    wanted = options.viewers.split(",") if options.viewers else []
    viewers = [viewer for viewer in all_viewers() if (not wanted or viewer.name in wanted) and viewer.present()]
    nothing = 2 if os.environ.get("KOSEKI_REQUIRE_PEERS") == "1" else 0
    if not viewers or len(viewers) < len(wanted):
        print(f"SKIPPED: not on this machine: {options.viewers or 'any viewer'}", file=sys.stderr)
        return nothing
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        files = options.files
        if options.drafts:
            (folder / "signed").mkdir()
            targets = [(file, folder / "signed" / file.name) for file in files]
            files = [target for file, target in targets if sign(options.koseki, file, target)]
            print(f"signed: {len(files)} of {len(targets)}")
        good = passed(options.koseki, options.profile, files)
        clean = rewritten(options.rewriter, good, folder)
        if options.list:
            print(*(file.name for file in good), sep="\n")
        print(f"passed: {len(good)} of {len(files)}; viewers: {', '.join(viewer.name for viewer in viewers)}", flush=True)
        shown, tally = {}, collections.Counter()
        differing = 0
        for file in good:
            if file not in clean:
                # The rewriter is of another build than the koseki that passed it, and reads more strictly.
                tally["not read by the rewriter"] += 1
                continue
            wrong, originals = [], {}
            for viewer in viewers:
                key = (viewer.name, clean[file])
                if key not in shown:
                    shown[key] = viewer.show(clean[file])
                original = originals[viewer.name] = viewer.show(file)
                if not original.same(shown[key]):
                    # Once more, each in a fresh process: fonts and failures of the file before stay in some viewers.
                    viewer.close()
                    shown[key] = viewer.show(clean[file])
                    viewer.close()
                    original = originals[viewer.name] = viewer.show(file)
                if not original.same(shown[key]):
                    wrong.append(f"{viewer.name}: {original.told()}, read: {shown[key].told()}")
                    tally[viewer.name] += 1
                if options.repair:
                    repaired = viewer.show(without_start(file, folder))
                    if not repaired.fault and not repaired.same(shown[key]):
                        wrong.append(f"{viewer.name}, repairing: {repaired.told()}, read: {shown[key].told()}")
                        tally[f"{viewer.name}, repairing"] += 1
            if options.among:
                for name, share in SHARES.items():
                    if "poppler" in originals and name in originals and not alike(originals["poppler"], originals[name], share):
                        wrong.append(f"poppler and {name} differ")
                        tally["among themselves"] += 1
                        break
            if wrong:
                differing += 1
                print(f"DIFFERENT {file.name}", *wrong, sep="\n    ", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, options.keep / file.name)
                    shutil.copy(clean[file], options.keep / f"{file.stem}.read.pdf")
        for viewer in viewers:
            viewer.close()
    print(f"compared: {len(good) - tally['not read by the rewriter']}; different: {differing}; by viewer: {dict(tally)}")
    return 1 if differing else (0 if good else nothing)


if __name__ == "__main__":
    sys.exit(main())
