"""The viewers of this machine: each tells what it shows of a file, as a list with one thing per page.

Poppler, mupdf and Ghostscript are asked by their command lines, once per file; pdfium and pdf.js by a process that stays, because
starting them costs more than the page. What is shown is pixels, in grey, at RESOLUTION; of pdf.js it is the text, the view and
the operators of the page, which is what its canvas is painted from.
"""

import hashlib
import json
import os
import resource
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

RESOLUTION = 36
# A viewer that needs longer for a page of a test file hangs.
SECONDS = 40
# Of memory and of a picture, in octets: a page may say that it is as large as a house.
MEMORY, PICTURE = 3 << 30, 8 << 20
HERE = Path(__file__).resolve().parent


class Pages:
    """What a viewer shows: a digest and, of pixels, the picture of each page; or why there is nothing."""

    def __init__(self, digests, pictures=(), fault=None):
        self.digests, self.pictures, self.fault = list(digests), list(pictures), fault

    def same(self, other):
        return self.digests == other.digests and bool(self.fault) == bool(other.fault)

    def told(self):
        return f"nothing ({self.fault})" if self.fault else f"{len(self.digests)} page(s) {' '.join(digest[:6] for digest in self.digests[:4])}"


def of_pixels(pictures):
    return Pages([hashlib.sha256(repr(picture[:2]).encode() + picture[2]).hexdigest() for picture in pictures], pictures)


def grey_map(octets):
    """Width, height and octets of a binary PGM."""
    fields, at = [], 0
    while len(fields) < 4:
        while octets[at:at + 1].isspace():
            at += 1
        if octets[at:at + 1] == b"#":
            at = octets.index(b"\n", at)
            continue
        end = at
        while not octets[end:end + 1].isspace():
            end += 1
        fields.append(octets[at:end])
        at = end
    return int(fields[1]), int(fields[2]), octets[at + 1:]


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (PICTURE, PICTURE))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Command:
    """A viewer that writes a grey map for each page into a folder."""

    def __init__(self, name, program, arguments):
        self.name, self.program, self.arguments = name, program, arguments

    def present(self):
        return shutil.which(self.program) is not None

    def show(self, path):
        with tempfile.TemporaryDirectory() as folder:
            command = [part.format(path=path, folder=folder) for part in self.arguments]
            try:
                done = subprocess.run([self.program, *command], capture_output=True, timeout=SECONDS, preexec_fn=limited)
            except subprocess.TimeoutExpired:
                return Pages([], fault="time")
            if any(file.stat().st_size >= PICTURE for file in Path(folder).iterdir()):
                return Pages([], fault="large page")
            pages = [grey_map(file.read_bytes()) for file in sorted(Path(folder).iterdir()) if file.stat().st_size]
            return of_pixels(pages) if pages else Pages([], fault=f"exit {done.returncode}")

    def close(self):
        pass


class Process:
    """A viewer that stays: a path in, a line of JSON out."""

    def __init__(self, name, command, present):
        self.name, self.command, self.present, self.process = name, command, present, None

    def show(self, path):
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            self.process.stdin.write(f"{path}\n".encode())
            self.process.stdin.flush()
            ready, _, _ = select.select([self.process.stdout], [], [], SECONDS)
            line = self.process.stdout.readline() if ready else b""
        except BrokenPipeError:
            line = b""
        if not line:
            self.close()
            return Pages([], fault="died" if ready else "time")
        told = json.loads(line)
        if "fault" in told:
            return Pages([], fault=told["fault"])
        if "pictures" in told:
            return of_pixels([(width, height, bytes.fromhex(octets)) for width, height, octets in told["pictures"]])
        return Pages([hashlib.sha256(page.encode()).hexdigest() for page in told["pages"]])

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None


PDFIUM = """
import json, sys
import pypdfium2
for line in sys.stdin:
    try:
        document = pypdfium2.PdfDocument(line.strip())
        document.init_forms()
        pictures = []
        for page in document:
            if page.get_width() * page.get_height() * SCALE * SCALE > PICTURE:
                raise ValueError("large page")
            bitmap = page.render(scale=SCALE, grayscale=True, may_draw_forms=True)
            rows = bytes(bitmap.buffer)
            rows = b"".join(rows[y * bitmap.stride:y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
            pictures.append((bitmap.width, bitmap.height, rows.hex()))
        told = {"pictures": pictures} if pictures else {"fault": "no page"}
    except Exception as error:
        told = {"fault": str(error)[:80]}
    print(json.dumps(told), flush=True)
""".replace("SCALE", str(RESOLUTION / 72)).replace("PICTURE", str(PICTURE))


def all_viewers():
    python = os.environ.get("KOSEKI_PYTHON", sys.executable)
    modules = os.environ.get("KOSEKI_PDFJS", "")

    def answers(*command):
        return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True).returncode == 0

    resolution = str(RESOLUTION)
    return [
        Command("poppler", "pdftoppm", ["-q", "-r", resolution, "-gray", "{path}", "{folder}/page"]),
        Command("mupdf", "mutool", ["draw", "-q", "-r", resolution, "-c", "gray", "-F", "pgm", "-o", "{folder}/%04d.pgm", "{path}"]),
        Command("ghostscript", "gs", ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pgmraw", f"-r{resolution}", "-sOutputFile={folder}/%04d.pgm", "{path}"]),
        Process("pdfium", [python, "-c", PDFIUM], lambda: answers(python, "-c", "import pypdfium2")),
        Process("pdf.js", ["node", str(HERE / "pdfjs.mjs"), modules], lambda: bool(modules) and answers("node", str(HERE / "pdfjs.mjs"), modules, "--present")),
    ]
