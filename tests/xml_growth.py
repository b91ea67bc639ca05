#!/usr/bin/env python3
"""Attack files against the binary: how each ends, how long it takes, and whether work grows with the file and no faster.

    tests/xml_growth.py target/release/koseki                     the table of docs/performance.md
    tests/xml_growth.py target/debug/koseki --sizes 25,50,100 --check    what tests/xml_growth.rs runs

Instructions are counted by valgrind (callgrind); seconds and octets of memory are those of a run without it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile


def repeated(size, piece, head="", tail=""):
    """`piece(number)` until the file has so many octets."""
    parts, length, number = [head], len(head.encode()) + len(tail.encode()), 0
    while length < size:
        parts.append(piece(number))
        length += len(parts[-1].encode())
        number += 1
    return "".join([*parts, tail])


def references(size):
    one = (
        '<Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
        '</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        "<DigestValue>AAAA</DigestValue></Reference>"
    )
    head = (
        '<a><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod '
        'Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod '
        'Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
    )
    tail = "</SignedInfo><SignatureValue>AAAA</SignatureValue></Signature></a>"
    return repeated(size, lambda _: one, head, tail)


def empty_references(size):
    head = '<a><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>'
    return repeated(size, lambda _: "<Reference/>", head, "</SignedInfo></Signature></a>")


def entities(size):
    head = "<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>"
    piece = lambda n: f"<!ENTITY e{n + 1} '&e{n};&e{n};&e{n};&e{n};&e{n};&e{n};&e{n};&e{n};'>"
    return repeated(size, piece, head, "]><a>&e9;</a>")


ATTACKS = {
    "nested prefixes": lambda size: repeated(size, lambda n: f"<p{n}:a xmlns:p{n}='u:'>"),
    "attributes": lambda size: repeated(size, lambda n: f" a{n:x}=''", "<a", "/>"),
    "declarations": lambda size: repeated(size, lambda n: f" xmlns:a{n:x}='u:'", "<a", "/>"),
    "depth": lambda size: repeated(size, lambda n: "<a>"),
    "references": references,
    "empty references": empty_references,
    "entities": entities,
    "declaring siblings": lambda size: repeated(size, lambda n: f"<p{n}:a xmlns:p{n}='u:{n}'/>", "<a>", "</a>"),
    "elements of 500 attributes": lambda size: repeated(
        size, lambda n: "<b" + "".join(f" a{i}=''" for i in range(500, 0, -1)) + "/>", "<a>", "</a>"
    ),
    "1,000 declarations in scope": lambda size: repeated(
        size,
        lambda n: f"<p{n % 500}:b q{n % 500}:c=''/>",
        *(
            "<a" + "".join(f" xmlns:p{i}='u:'" for i in range(500)) + "><a"
            + "".join(f" xmlns:q{i}='v:'" for i in range(500)) + ">",
            "</a></a>",
        ),
    ),
    "repeated namespace": lambda size: repeated(
        size, lambda n: "<p:a/>", f"<a xmlns:p='u:{'u' * 2000}'>", "</a>"
    ),
    "small texts": lambda size: repeated(size, lambda n: "&amp;<![CDATA[]]>x\r<![CDATA[\r\n]]>>", "<a>", "</a>"),
    "comments": lambda size: repeated(size, lambda n: " <!-- - -->", "<a>", "</a>"),
    "unclosed comments": lambda size: repeated(size, lambda n: "<!- ", "<a><!--", ""),
    "brackets": lambda size: repeated(size, lambda n: "]]", "<a>", "</a>"),
}

COMMANDS = {
    "verify": ["verify", "FILE", "--trust", "fixtures/pki/anchors/official-status-ca.cer", "--revocation", "off",
               "--profile", "signature"],
    "c14n exclusive": ["c14n", "FILE", "--method", "exclusive"],
    "c14n 2.0": ["c14n", "FILE", "--method", "2.0", "--trim-text", "--prefix-rewrite", "sequential"],
}


def run(binary, command, path):
    arguments = [binary] + [path if part == "FILE" else part for part in COMMANDS[command]]
    with open(os.devnull, "wb") as null:
        child = subprocess.Popen(arguments, stdout=null, stderr=null)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def instructions(binary, command, path):
    arguments = [binary] + [path if part == "FILE" else part for part in COMMANDS[command]]
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *arguments]
    told = subprocess.run(valgrind, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False).stderr
    return int(re.search(rb"Collected : (\d+)", told).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--sizes", default="100,200,400", help="in KB, each twice the one before")
    parser.add_argument("--check", action="store_true", help="fail where work grows faster than the file")
    parser.add_argument("--only", help="attacks whose name contains this")
    parser.add_argument("--command", help="commands whose name contains this")
    options = parser.parse_args()
    sizes = [int(size) * 1000 for size in options.sizes.split(",")]
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    print("| attack | command | ends | ms | MiB | million instructions at " + options.sizes + " KB |")
    print("|---|---|---|---|---|---|")
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for attack, make in ATTACKS.items():
            if options.only and options.only not in attack:
                continue
            paths = []
            for size in sizes:
                paths.append(os.path.join(folder, f"{size}.xml"))
                with open(paths[-1], "w", encoding="utf-8", newline="") as file:
                    file.write(make(size))
            for command in (name for name in COMMANDS if (options.command or "") in name):
                code, seconds, memory = min((run(options.binary, command, paths[0]) for _ in range(3)), key=lambda r: r[1])
                counts = [instructions(options.binary, command, path) for path in paths]
                shown = ", ".join(f"{count / 1e6:.1f}" for count in counts)
                print(f"| {attack} | {command} | {code} | {seconds * 1e3:.0f} | {memory:.0f} | {shown} |", flush=True)
                if command == "verify" and code not in (1, 3):
                    wrong.append(f"{attack}: verify ended with {code}")
                if code not in (0, 1, 3):
                    wrong.append(f"{attack}: {command} ended with {code}")
                # What starting the program costs is no part of the growth.
                steps = [later - earlier for earlier, later in zip(counts, counts[1:])]
                if any(later > 2.5 * earlier + 1_000_000 for earlier, later in zip(steps, steps[1:])):
                    wrong.append(f"{attack}: {command} grows faster than the file: {shown}")
    if options.check and wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
