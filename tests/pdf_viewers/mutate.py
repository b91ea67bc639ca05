#!/usr/bin/env python3
"""Writes files for compare.py that combine what makes readers of PDF part. The same seed writes the same files.

    mutate.py drafts N FOLDER [--seed S]            unsigned files (drafts.py); compare.py --drafts signs them
    mutate.py updates N FOLDER [--seed S] [FILES…]  signed files, the fixtures' if none is named, with a revision behind (updates.py)
"""

import argparse
import random
from pathlib import Path

import drafts
import updates

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kind", choices=["drafts", "updates"])
    arguments.add_argument("count", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    named = options.files or [FIXTURES / "signed/restored-surname.pdf", FIXTURES / "hostile/pdf/accepted.pdf", FIXTURES / "hostile/pdf/accepted-subsections.pdf"]
    signed = [updates.Signed(octets) for octets in (file.read_bytes() for file in named) if updates.Signed.usable(octets)]
    for index in range(options.count):
        source = random.Random(f"{options.kind} {options.seed} {index}")
        octets, name = drafts.draft(source) if options.kind == "drafts" else updates.update(source.choice(signed), source)
        (options.folder / f"{options.seed}-{index:05}-{name}.pdf").write_bytes(octets)


if __name__ == "__main__":
    main()
