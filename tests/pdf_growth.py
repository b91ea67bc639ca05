#!/usr/bin/env python3
"""PDF files in which thousands of dictionaries name one of thousands of entries: whether work grows with the file and no faster.

    tests/pdf_growth.py target/debug/koseki --sizes 200,400,800
    tests/pdf_growth.py target/debug/koseki --sizes 25,50,100 --check      what tests/pdf_growth.rs runs

`sign` is run, which asks all that `verify` asks of the content and the lint besides; `verify` of what later revisions changed.
Instructions are counted by valgrind (callgrind), by a build that knows the names of its functions; seconds and octets of memory
are those of a run without it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

SIGN = ["--force", "--allow-readable-key", "--key", "fixtures/keys/minister.pem", "--cert", "fixtures/pki/signers/minister.cer",
        "--at", "2026-11-30T09:00:00+09:00"]

VERIFY = ["--trust", "fixtures/pki/anchors", "--certs", "fixtures/pki/certificates", "--crl", "fixtures/pki/crls",
          "--at", "2026-12-01T09:00:00+09:00", "--profile", "signature"]
# One page: object 3 under the node 2. Its table has nine numbers besides 0.
SIGNED = "fixtures/hostile/pdf/accepted-image.pdf"


def pdf(objects):
    """A file of these objects, by number; a stream is (entries, data)."""
    octets, places = b"%PDF-1.7\n", {}
    for number, value in sorted(objects.items()):
        places[number] = len(octets)
        if isinstance(value, tuple):
            value = b"<<%s/Length %d>>stream\n%s\nendstream" % (value[0], len(value[1]), value[1])
        octets += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = len(octets)
    octets += b"xref\n0 %d\n0000000000 65535 f \n" % (max(places) + 1)
    octets += b"".join(b"%010d 00000 n \n" % places[number] for number in range(1, max(places) + 1))
    return octets + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(places) + 1, table)


def one_page(kept, more, resources=b"<<>>", contents=(b"", b"q Q")):
    return pdf({
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources %s/Contents 4 0 R/Kept 5 0 R>>" % resources,
        4: contents,
        5: kept,
        **more,
    })


def names(count):
    return b"".join(b"/a%d 7 0 R" % number for number in range(count))


def of_half(size, shared, one, **more):
    """Half of the file is object 6, which the other half names again and again."""
    return one_page(b"[" + one * (size // 2 // len(one)) + b"]", {6: shared, 7: b"null", **more})


def glyphs_of_fonts(size):
    fonts = {8 + number: b"<</Subtype/Type3/CharProcs 6 0 R>>" for number in range(size // 200)}
    kept = b"[" + b"".join(b"%d 0 R " % number for number in fonts) + b"]"
    return one_page(kept, {6: b"<<%s>>" % names(size // 20), 7: b"null", **fonts})


def glyphs_of_forms(size):
    count = size // 250
    forms = {8 + n: (b"/Subtype/Form/BBox[0 0 9 9]/Resources 7 0 R", b"BT /F 1 Tf ET") for n in range(count)}
    glyphs = {8 + count + n: (b"", b"1 0 d0 n") for n in range(count)}
    named = b"".join(b"/g%d %d 0 R" % (number, number) for number in glyphs)
    return one_page(
        b"<</Subtype/Type3/Resources<<>>/CharProcs<<%s>>>>" % named,
        {6: b"<<%s>>" % b"".join(b"/X%d %d 0 R" % (n, n) for n in forms), 7: b"<</Font<</F 5 0 R>>>>", **forms, **glyphs},
        b"<</XObject 6 0 R>>",
        (b"", b"".join(b"/X%d Do\n" % number for number in forms)),
    )


def streams_of_pages(size):
    count = size // 250
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 3 0 R>>"
    pages = {4 + number: page for number in range(count)}
    kids = b"".join(b"%d 0 R " % number for number in pages)
    return pdf({
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        # Different numbers: how long a table looks for one is chance.
        3: b"[%s]" % b"".join(b"%d 0 R " % (9_000_000 + number) for number in range(size // 24)),
        **pages,
    })


def revised(objects, trailer=b""):
    """The signed file with one revision of these objects, and one of nothing behind it."""
    with open(SIGNED, "rb") as file:
        octets = file.read()
    previous = int(re.findall(rb"startxref\n(\d+)", octets)[-1])
    for written in (objects, {}):
        rows = b""
        for number, value in sorted(written.items()):
            rows += b"%d 1\n%010d 00000 n \n" % (number, len(octets))
            octets += b"%d 0 obj\n%s\nendobj\n" % (number, value)
        table = len(octets)
        entries = b"/Size %d/Root 1 0 R/ID[<01><01>]%s/Prev %d" % (max([9, *objects]) + 1, trailer, previous)
        octets += b"xref\n%strailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (rows or b"0 0\n", entries, table)
        previous = table
    return octets


def pages_that_inherit(size):
    count = size // 200
    pages = {10 + number: b"<</Type/Page/Parent 2 0 R>>" for number in range(count)}
    kids = b"3 0 R " + b"".join(b"%d 0 R " % number for number in pages)
    values = b"1 " * (size // 6)
    node = b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 9 9]/Resources<</X[%s]>>>>" % (kids, count + 1, values)
    return revised({2: node, **pages})


def entries_of_trailers(size):
    return revised({}, b"".join(b"/A%06d 1" % number for number in range(size // 20)))


ATTACKS = {
    "states of appearances": lambda size: of_half(
        size, b"<<%s>>" % names(size // 24), b"<</Subtype/Stamp/Rect[0 0 1 1]/F 4/AP<</N 6 0 R>>>>"
    ),
    "appearances": lambda size: of_half(
        size, b"<</N[%s]/D[%s]>>" % (b"0 " * (size // 8), b"0 " * (size // 8)), b"<</AP 6 0 R>>"
    ),
    "keys": lambda size: of_half(size, b"<<%s>>" % names(size // 24), b"<</AP 6 0 R/A 6 0 R>>"),
    "actions": lambda size: of_half(size, b"[%s]" % (b"<<>>" * (size // 8)), b"<</A 6 0 R>>"),
    "glyphs of fonts": glyphs_of_fonts,
    "glyphs of forms": glyphs_of_forms,
    "streams of pages": streams_of_pages,
}

LATER = {"pages that inherit, later": pages_that_inherit, "entries of trailers, later": entries_of_trailers}


def command(binary, path):
    if path.endswith("-later.pdf"):
        return [binary, "verify", path, *VERIFY]
    return [binary, "sign", path, "--out", path + ".signed", *SIGN]


def run(binary, path):
    with open(os.devnull, "wb") as null:
        child = subprocess.Popen(command(binary, path), stdout=null, stderr=null)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


# Where `sign` looks at its input. Outside of it the key is examined and used: by chance, a tenth of all instructions more or less.
LOOKING = "--toggle-collect=koseki::sign::pdf::prepare"


def instructions(binary, path):
    counted = [] if path.endswith("-later.pdf") else [LOOKING]
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *counted, *command(binary, path)]
    told = subprocess.run(valgrind, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False).stderr
    count = int(re.search(rb"Collected : (\d+)", told).group(1))
    return count or sys.exit(f"{binary} has no function that valgrind knows as {LOOKING}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--sizes", default="200,400,800", help="in KB, each twice the one before")
    parser.add_argument("--check", action="store_true", help="fail where work grows faster than the file")
    parser.add_argument("--only", help="attacks whose name contains this")
    options = parser.parse_args()
    sizes = [int(size) * 1000 for size in options.sizes.split(",")]
    binary = os.path.abspath(options.binary)
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    print("| attack | ends | ms | MiB | million instructions at " + options.sizes + " KB |")
    print("|---|---|---|---|---|")
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for attack, make in {**ATTACKS, **LATER}.items():
            if options.only and options.only not in attack:
                continue
            paths = []
            for size in sizes:
                paths.append(os.path.join(folder, f"{size}{'-later' if attack in LATER else ''}.pdf"))
                with open(paths[-1], "wb") as file:
                    file.write(make(size))
            code, seconds, memory = run(binary, paths[-1])
            counts = [instructions(binary, path) for path in paths]
            shown = ", ".join(f"{count / 1e6:.1f}" for count in counts)
            print(f"| {attack} | {code} | {seconds * 1e3:.0f} | {memory:.0f} | {shown} |", flush=True)
            # What does not grow is no part of the growth. Twice the file is twice the work, four times is too much; the rest is for
            # tables that hash by chance.
            steps = [later - earlier for earlier, later in zip(counts, counts[1:])]
            if any(later > 3 * earlier + 10_000_000 for earlier, later in zip(steps, steps[1:])):
                wrong.append(f"{attack}: grows faster than the file: {shown}")
    if options.check and wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
