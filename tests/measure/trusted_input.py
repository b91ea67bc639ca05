#!/usr/bin/env python3
"""What `koseki sign --trusted-input` costs for a small and a large file of the same structure.

Usage: trusted_input.py KOSEKI
Writes nothing but a temporary folder. Needs /usr/bin/time (GNU) and valgrind.
"""
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2] / "fixtures"
PAGES = 10


def document(octets):
    """PAGES pages, each with a Flate image of noise, so that the file has about so many octets."""
    out = bytearray(b"%PDF-1.7\n")
    starts = []

    def add(body):
        starts.append(len(out))
        out.extend(b"%d 0 obj\n" % len(starts) + body + b"\nendobj\n")

    add(b"<</Type/Catalog/Pages 2 0 R>>")
    kids = b" ".join(b"%d 0 R" % (3 + 3 * page) for page in range(PAGES))
    add(b"<</Type/Pages/Count %d/MediaBox[0 0 595 842]/Kids[%s]>>" % (PAGES, kids))
    noise = random.Random(1)
    for page in range(PAGES):
        first = 3 + 3 * page
        add(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>" % (first + 1, first + 2))
        add(b"<</Length 24>>stream\nq 500 0 0 500 9 9 cm/I Do\nendstream")
        side = int((octets / PAGES) ** 0.5)
        data = zlib.compress(noise.randbytes(side * side), 1)
        add(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray"
            b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (side, side, len(data), data)
        )
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(starts) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(starts) + 1, table)
    return bytes(out)


def main(koseki):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, octets in (("small", 5_000_000), ("large", 50_000_000)):
            pathlib.Path(f"{name}.pdf").write_bytes(document(octets))
            size = os.path.getsize(f"{name}.pdf")
            sign = [
                koseki, "sign", f"{name}.pdf", "--out", f"{name}-signed.pdf", "--trusted-input",
                "--allow-readable-key", "--key", str(ROOT / "keys/minister.pem"), "--cert", str(ROOT / "pki/signers/minister.cer"),
                "--at", "2026-12-01T09:00:00+09:00",
            ]  # fmt: skip
            timed = subprocess.run(["/usr/bin/time", "-v", *sign], capture_output=True, text=True, check=True)
            peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", timed.stderr)[1]) * 1024
            grind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=out", *sign]
            subprocess.run(grind, capture_output=True, check=True)
            listing = subprocess.run(
                ["callgrind_annotate", "--inclusive=yes", "--threshold=100", "out"], capture_output=True, text=True
            ).stdout
            prepare = re.search(r"^\s*([\d,]+).*koseki::pdf::prepare::prepare_with", listing, re.MULTILINE)
            print(
                f"{name}: {size:,} octets; peak memory {peak:,}, without the file itself {peak - size:,}; "
                f"instructions of pdf::prepare_with {prepare[1] if prepare else 'not found'}"
            )


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
