"""Prints the table of docs/performance.md: koseki, the engine alone, libxml2 and Python's xmlschema in one run.

    python3 benches/peers/schema.py        (needs lxml and xmlschema from PyPI; --quick leaves out xmlschema on 10 MB)

Every figure is the best and the median of several validations of octets in memory, with the schema compiled before.
libxml2 knows XML Schema 1.0, so it has no figure for assertions.
"""

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
SIZES = ["100 KB", "10 MB"]


def own(folder):
    """Lines of the bench of this project: who, schema, size, best, median."""
    command = ["cargo", "bench", "--quiet", "--bench", "schema"]
    lines = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, "KOSEKI_BENCH_TABLE": folder}, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for line in lines:
        who, schema, size, best, median = line.split("\t")
        yield who, schema, size, float(best), float(median)


def timed(work, runs):
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        assert work(), "the document is valid"
        times.append(time.perf_counter() - begun)
    return min(times), statistics.median(times)


def libxml2(folder):
    from lxml import etree

    schema = etree.XMLSchema(file=str(folder / "structure.xsd"))
    for size in SIZES:
        octets = (folder / f"{size}.xml").read_bytes()
        parser = etree.XMLParser(huge_tree=True)
        yield "libxml2", "structure", size, *timed(lambda: schema.validate(etree.fromstring(octets, parser)), 5)


def xmlschema(folder, sizes):
    import xmlschema as library

    for name, kind in [("structure", library.XMLSchema10), ("assertions", library.XMLSchema11)]:
        schema = kind(str(folder / f"{name}.xsd"))
        for size in sizes:
            path = str(folder / f"{size}.xml")
            runs = 5 if size == SIZES[0] else 1
            yield "xmlschema (Python)", name, size, *timed(lambda: schema.is_valid(path), runs)


def rate(octets_per_second):
    megabytes = octets_per_second / 1e6
    return f"{megabytes:.{0 if megabytes >= 10 else 1 if megabytes >= 1 else 2}f} MB/s"


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = SIZES[:1] if "--quick" in sys.argv else SIZES
        figures = []
        for figure in itertools.chain(own(name), libxml2(folder), xmlschema(folder, sizes)):
            print(*figure, file=sys.stderr, flush=True)
            figures.append(figure)
        octets = {size: (folder / f"{size}.xml").stat().st_size for size in SIZES}
    print("| engine | schema | register | best | median |\n|---|---|---|---|---|")
    for who, schema, size, best, median in sorted(figures, key=lambda row: (row[1] != "structure", SIZES.index(row[2]))):
        print(f"| {who} | {schema} | {size} | {rate(octets[size] / best)} | {rate(octets[size] / median)} |")


if __name__ == "__main__":
    main()
