#!/usr/bin/env python3
"""All mutants of some files in one build: cargo-mutants lists them, each becomes a branch of its function that a variable chooses, and
every test binary runs once for each until one fails. Takes minutes where a build for each mutant takes hours.

    git worktree add --detach ../mutants && tests/measure/all_mutants.py ../mutants --source src/pki/policy.rs … --test pki_paths --test pkits … [--lib FILTER] [--names SURVIVORS]

Works in a checkout that may be spoiled. Mutants that do not compile are left out, build by build; what is told at the end are the survivors, and
mutants that no test ended within a minute. Exit 1 where there is a survivor. Needs cargo-mutants.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

CHOSEN = """
pub(crate) mod mutant {
    pub(crate) fn number() -> usize {
        static NUMBER: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
        *NUMBER.get_or_init(|| std::env::var("KOSEKI_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(usize::MAX))
    }
}
"""
# Words are judged by people.
WORDS = "impl (core::)?fmt::(Display|Debug) for|impl fmt"
# Seconds for one test binary.
PATIENCE = 60


def listed(root, sources):
    for source in sources:
        (root / source).write_text(original(root, source))
    command = ["cargo", "mutants", "--no-config", "--list", "--json", "--exclude-re", WORDS]
    command += [part for source in sources for part in ("--file", source)]
    return json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout)


def original(root, source):
    return subprocess.run(["git", "show", f"HEAD:{source}"], cwd=root, capture_output=True, text=True, check=True).stdout


def mutated(lines, first, span, replacement):
    """The lines of a body, which begin at line `first`, with one span replaced."""
    begin, end = span["start"], span["end"]
    top, bottom = begin["line"] - first, end["line"] - first
    joined = lines[top][:begin["column"] - 1] + replacement + lines[bottom][end["column"] - 1:]
    return lines[:top] + [joined] + lines[bottom + 1:]


def write(root, sources, mutants, left_out):
    """Writes every function with all its mutants; returns which lines of which file belong to which."""
    places = {}
    for source in sources:
        lines = original(root, source).split("\n")
        functions = {}
        for number, mutant in enumerate(mutants):
            if mutant["file"] == source and number not in left_out:
                span = mutant["function"]["span"]
                functions.setdefault((span["start"]["line"], span["end"]["line"]), []).append((number, mutant))
        # A function inside of another is a part of it.
        for inner in list(functions):
            for outer in list(functions):
                if inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1] and {inner, outer} <= functions.keys():
                    functions[outer] += functions.pop(inner)
        out, position = [], 1
        for (start, end), those in sorted(functions.items()):
            opens = start
            while not (lines[opens - 1].endswith("{") and not lines[opens - 1].lstrip().startswith(("//", "#"))):
                opens += 1
            body = lines[opens:end - 1]
            # What a variable chooses is not constant.
            head = [line.replace("const fn ", "fn ") for line in lines[start - 1:opens]]
            out += lines[position - 1:start - 1] + head + ["match crate::mutant::number() {"]
            for number, mutant in those:
                out.append(f"{number} => {{")
                begins = len(out) + 1
                out += mutated(body, opens + 1, mutant["span"], mutant["replacement"]) + ["}"]
                places.setdefault(source, []).append((begins, len(out), number))
            out += ["_ => {", *body, "} }"]
            position = end
        (root / source).write_text("\n".join(out + lines[position - 1:]))
    library = root / "src/lib.rs"
    library.write_text(original(root, "src/lib.rs") + CHOSEN)
    return places


def build(root, tests, places):
    """The test binaries by name, or the mutants that do not compile."""
    command = ["cargo", "test", "--no-run", "--message-format=json", *(part for test in tests for part in (["--lib"] if test == "lib" else ["--test", test]))]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    binaries, wrong = {}, set()
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable"):
            target = message["target"]
            binaries["lib" if target["kind"] == ["lib"] else target["name"]] = message["executable"]
        for span in message.get("message", {}).get("spans", []) if message.get("message", {}).get("level") == "error" else []:
            for begins, ends, number in places.get(span["file_name"], []):
                if begins <= span["line_start"] <= ends:
                    wrong.add(number)
    if done.returncode and not wrong:
        sys.exit(done.stderr[-3000:])
    return binaries, wrong


def killer(root, binaries, steps, number):
    environment = {**os.environ, "KOSEKI_MUTANT": str(number), "KOSEKI_PATH_CASES": "1", "RUST_MIN_STACK": str(256 << 20)}
    for name, *filters in steps:
        try:
            done = subprocess.run([binaries[name], *filters], cwd=root, env=environment, capture_output=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return f"no end of {name}"
        if done.returncode:
            return name
    return None


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("root", type=Path)
    arguments.add_argument("--source", action="append", required=True)
    arguments.add_argument("--test", action="append", default=[])
    arguments.add_argument("--lib", action="append", default=[])
    arguments.add_argument("--names", type=Path, help="a file: only mutants whose names stand in it, such as what an earlier run told")
    options = arguments.parse_args()
    root = options.root.resolve()
    # Mutants of an earlier run have the same numbers.
    subprocess.run(["git", "checkout", "--quiet", "HEAD", "--", "src"], cwd=root, check=True)
    tests = options.test + (["lib"] if options.lib else [])
    mutants, left_out = listed(root, options.source), set()
    if options.names:
        # Lines move with what is mended.
        without_place = lambda name: re.sub(r":\d+:\d+:", ":", name)
        told = without_place(options.names.read_text())
        mutants = [mutant for mutant in mutants if without_place(mutant["name"]) in told]
    while True:
        binaries, wrong = build(root, tests, write(root, options.source, mutants, left_out))
        if not wrong:
            break
        left_out |= wrong
        print(f"{len(left_out)} of {len(mutants)} do not compile", flush=True)
    # In the order they were named, the quick ones first; those of the library before the others.
    steps = [("lib", part) for part in options.lib] + [(test,) for test in options.test]
    if (name := killer(root, binaries, steps, len(mutants))) is not None:
        sys.exit(f"{name} fails without a mutant")
    survivors = 0
    for number, mutant in enumerate(mutants):
        if number in left_out:
            continue
        found = killer(root, binaries, steps, number)
        if found is None or found.startswith("no end"):
            survivors += found is None
            print(f"{found or 'SURVIVED'}: {mutant['name']}", flush=True)
    print(f"{len(mutants)} mutants, {len(left_out)} do not compile, {survivors} survived")
    return survivors > 0


if __name__ == "__main__":
    sys.exit(main())
