"""Revisions put behind a signed file without a key, so that a viewer might show another page than the one that was signed.

Each is made of a holder (objects that an update may add, with others in their octets), of a payload (what lies there),
and of things that may lead a viewer to it. Whatever koseki passes must look as the signed revision did.
"""

import re
import zlib

from drafts import COVER, pack, predicted, text


class Signed:
    """What an update must repeat of the file it is put behind."""

    def __init__(self, octets):
        self.octets = octets
        self.start = int(re.findall(rb"startxref\s+(\d+)", octets)[-1])
        trailers = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref", octets, re.S)
        self.trailer = trailers[-1] if trailers else b""
        self.size = int(re.search(rb"/Size (\d+)", self.trailer).group(1))
        self.root = int(re.search(rb"/Root (\d+) 0 R", self.trailer).group(1))
        self.keep = re.sub(rb"/(Size|Prev) \d+|/Root \d+ 0 R", b"", self.trailer)
        self.catalog = self.object(self.root)
        # The page that is shown first, its contents, and its font.
        kids = int(re.search(rb"/Pages\s+(\d+) 0 R", self.catalog).group(1))
        self.tree = kids
        self.page = int(re.search(rb"/Kids\s*\[\s*(\d+) 0 R", self.object(kids)).group(1))

    def object(self, number):
        return re.findall(rb"(?<!\d)%d 0 obj\s*(.*?)\s*endobj" % number, self.octets, re.S)[-1]

    @staticmethod
    def usable(octets):
        try:
            Signed(octets)
        except (AttributeError, IndexError, ValueError):
            return False
        return True


class Update:
    def __init__(self, signed):
        self.signed = signed
        self.out = bytearray(signed.octets)
        self.places, self.extra, self.contained = {}, [], {}
        self.next = signed.size
        self.trailer = b""
        self.supplement = b""
        self.previous = b"%d" % signed.start
        self.end = b"startxref\n%d\n%%%%EOF\n"
        self.tail = b""
        self.stream = False
        self.section_filter = (b"", lambda rows: rows)
        self.size = None
        self.keyword = b"xref\n"
        self.eol = b" \n"

    def number(self):
        self.next += 1
        return self.next - 1

    def put(self, number, body, named=True):
        if named:
            self.places[number] = len(self.out)
        self.out += b"%d 0 obj\n" % number + body(len(self.out) + len(b"%d 0 obj\n" % number)) + b"\nendobj\n"

    def finish(self):
        size = self.size(self.next + self.stream) if self.size else self.next + self.stream
        ends = b"/Size %d/Root %d 0 R/Prev %s%s%s%s" % (size, self.signed.root, self.previous, self.signed.keep, self.trailer, self.supplement)
        start = len(self.out)
        if self.stream:
            number = self.next
            rows = sorted({**{number: (1, place, 0) for number, place in self.places.items()}, **self.contained, number: (1, start, 0)}.items())
            rows += [(extra, (0, 0, 65535)) for extra, _ in self.extra]
            entries, encode = self.section_filter
            data = encode(pack([row for _, row in rows]))
            index = b" ".join(b"%d 1" % number for number, _ in rows)
            self.out += b"%d 0 obj\n<</Type/XRef/Index[%s]/W[1 4 2]%s%s/Length %d>>stream\n" % (number, index, ends, entries, len(data)) + data + b"\nendstream\nendobj\n" + self.end % start + self.tail
        else:
            self.out += self.keyword
            for number, place in sorted(self.places.items()):
                self.out += b"%d 1\n%010d 00000 n" % (number, place) + self.eol
            for number, written in self.extra:
                self.out += b"%d 1\n" % number + written
            if not self.places and not self.extra:
                self.out += b"0 1\n0000000000 65535 f" + self.eol
            self.out += b"trailer\n<<" + ends + b">>\n" + self.end % start + self.tail
        return bytes(self.out)


def stream(entries, data):
    """A stream whose data may depend on where it lies."""
    def body(start):
        made = data(start + len(entries) + len(b"<</Length 00000>>stream\n")) if callable(data) else data
        return b"<<" + entries + b"/Length %05d>>stream\n" % len(made) + made + b"\nendstream"
    return body


# How an object may begin and end for who searches the octets for it.
SPELLINGS = [
    b"%d 0 obj", b"%d\n0\nobj\n", b"%d\x000\x00obj\n", b"%d%%x\n0 obj\n", b"%d 0%%x\nobj\n", b"+%d 0 obj\n", b"%d.0 0 obj\n", b"0000000%d 0 obj\n", b"%d 00000 obj\n", b"%d 0obj\n", b"%d  0  obj\n", b"%d\t0\tobj\n",
    b"%d\x0c0\x0cobj\n", b"%d\r0\robj\r", b"1 %d 0 obj\n", b"x %d 0 obj\n", b"x%d 0 obj\n", b"(%d 0 obj\n", b"%d 0 objx\n", b"%d 1 obj\n", b"%d 65535 obj\n", b"%d -0 obj\n", b"%d 0 obj<", b"%d 0 o\nbj\n", b"\0%d 0 obj\n",
]
ENDINGS = [b"\nendobj\n", b" ", b"endobj", b"\n", b" endobj x", b"\nendobj%x\n"]


# What lies in the octets of a holder: objects under the numbers of the signed page or under new ones, with a table or a trailer.

def payload(update, random):
    signed = update.signed
    base = random.choice([5001, 5001, signed.size + 50])
    shown = COVER + text(b"FORGED")
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>>>" % (signed.tree, base + 3, base + 4)
    objects = {signed.page: page, base + 3: b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown), base + 4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    if random.random() < 0.5:
        objects[signed.root] = b"<</Type/Catalog/Pages %d 0 R>>" % (base + 1)
        objects[base + 1] = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % signed.page
        objects[signed.page] = page.replace(b"/Parent %d" % signed.tree, b"/Parent %d" % (base + 1))
    kind = random.choice(["bare", "trailer", "trailer", "table", "stream", "end", "harmless"])
    spelled, ended = (random.choice(SPELLINGS), random.choice(ENDINGS)) if random.random() < 0.6 else (b"%d 0 obj\n", b"\nendobj\n")

    random_end = random.choice([b"\nendstream", b"\nendstream", b"endstream", b""])
    before = random.choice([b"\n", b"", b" ", b"x", b"endobj ", b">", b")"])

    def octets(start):
        out, places = bytearray(before), {}
        if kind == "harmless":
            # What honest certificates are to a reader; the update must stand and look the same.
            return b"0\x82" * 40
        for number, body in objects.items():
            places[number] = start + len(out)
            out += spelled % number + body.replace(b"\nendstream", random_end) + ended
        update.hidden = start + len(out)
        root = b"/Size 9999/Root %d 0 R/Prev %d" % (signed.root, signed.start)
        if kind == "trailer":
            out += b"trailer\n<<" + root + b">>\n"
        if kind in ("table", "end"):
            out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in sorted(places.items())) + b"trailer\n<<" + root + b">>\n"
        if kind == "end":
            out += b"startxref\n%d\n%%%%EOF\n" % update.hidden
        if kind == "stream":
            rows = sorted(places.items())
            data = pack([(1, place, 0) for _, place in rows])
            out += b"9998 0 obj\n<</Type/XRef%s/Index[%s]/W[1 4 2]/Length %d>>stream\n" % (root, b" ".join(b"%d 1" % number for number, _ in rows), len(data)) + data + b"\nendstream\nendobj\n"
        return bytes(out)

    return octets, kind


# Holders.

def nothing(update, octets, random):
    pass


def old_section(update, octets, random):
    kind = random.choice([b"/Type/XRef", b"/Type/XRef", b"/Type/ObjStm/N 0/First 0", b"/Type/Metadata/Subtype/XML", b"/Type/XRef/W[1 1 1]/Size 1"])
    update.put(update.number(), stream(kind, octets))


def unnamed_section(update, octets, random):
    update.put(update.number(), stream(b"/Type/XRef/W[1 1 1]/Size 1", octets), named=False)


def store(update, octets, random):
    """A document security store, whose certificate is the holder."""
    holder, dictionary = update.number(), update.number()
    if random.random() < 0.5:
        length = update.number()
        behind = lambda start: b"x\nendstream\nendobj\n" + octets(start + 19) + b"5999 0 obj\n<</Length 1>>stream\nx"
        update.put(length, lambda start: b"%d" % len(behind(0)))
        update.put(holder, lambda start: b"<</Length %d 0 R>>stream\n" % length + behind(start + len(b"<</Length %d 0 R>>stream\n" % length)) + b"\nendstream")
    else:
        update.put(holder, stream(b"", octets))
    kind = random.choice([b"Certs", b"CRLs", b"OCSPs"])
    odd = random.choice([b""] * 8 + [b"/P#61ges 5002 0 R", b"/Version/1.4", b"/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>", b"/DSS null", b"/Lang(x)", b"/NeedsRendering true"])
    store_body, catalog = b"<</Type/DSS/%s[%d 0 R]>>" % (kind, holder), update.signed.catalog[:-2] + b"/DSS %d 0 R%s>>" % (dictionary, odd)
    if random.random() < 0.25:
        contained(update, {dictionary: store_body, update.signed.root: catalog}, random)
        return
    update.put(dictionary, lambda start: store_body)
    update.put(update.signed.root, lambda start: catalog)


def contained(update, bodies, random):
    """Objects in an object stream that is not quite like others."""
    container = update.number()
    hidden = b"%d 0 " % update.signed.page if random.random() < 0.1 else b""
    head, data = hidden, b""
    for index, (number, body) in enumerate(bodies.items()):
        head += b"%d %d " % (number, len(data))
        data += body + b" "
        update.contained[number] = (2, container, index + bool(hidden))
    gap = random.choice([b"", b"", b" " * 9, b"%x\n", b"\0"])
    entries = random.choice([b""] * 4 + [b"/Extends %d 0 R" % container, b"/F/Fl", b"/DP<</Predictor 12/Columns 5>>", b"/Filter[]"])
    count = len(bodies) + bool(hidden) + random.choice([0] * 8 + [1, -1])
    update.put(container, stream(b"/Type/ObjStm/N %d/First %d%s" % (count, len(head + gap), entries), head + gap + data))
    update.stream = True


def comment(update, octets, random):
    update.out += b"%" + octets(len(update.out) + 1).replace(b"\n", random.choice([b" ", b"\0", b"\x0c"])) + b"\n"


def string(update, octets, random):
    written = lambda start: octets(start + 8).replace(b"(", b"\\(").replace(b")", b"\\)")
    update.put(update.number(), lambda start: b"<</Type/DSS/VRI<</X(" + written(start) + b")>>>>")


HOLDERS = [nothing, old_section, old_section, unnamed_section, store, store, comment, string]


# What leads a viewer there.

def large_free(update, random):
    number = random.choice([5_000_000, 8_388_607, 8_388_608, 9_000_000, 2**31 - 1, 2**31, 4_294_967_290])
    update.extra.append((number, random.choice([b"0000000000 65535 f \n", b"0000000000 00000 f \n"])))


def large_used(update, random):
    if update.places:
        number = random.choice([5_000_000, 8_388_607, 2**31 - 1, 4_294_967_290])
        update.extra.append((number, b"%010d 00000 n \n" % random.choice(list(update.places.values()))))


def small_free(update, random):
    signed = update.signed
    number = random.choice([signed.page, signed.root, signed.tree, 0, update.next + 3])
    update.extra.append((number, random.choice([b"0000000000 65535 f \n", b"0000000000 00000 f \n", b"0000000000 00001 f \n"])))


def bad_entry(update, random):
    update.extra.append((update.next + random.choice([0, 5]), random.choice([b"0000000000 00000 n \n", b"9999999999 00000 n \n", b"0000000000 65535 n \n", b"0000000015 00001 n \n"])))


def section_from_one(update, random):
    update.extra.append((1, b"0000000000 65535 f \n"))


def previous_odd(update, random):
    start = update.signed.start
    hidden = getattr(update, "hidden", start)
    update.previous = random.choice([b"%d.0" % start, b"+%d" % start, b"000%d" % start, b"%d/Prev %d" % (start, hidden), b"%d/Pre#76 %d" % (start, hidden), b"%d%%x\n" % start, b"%d" % hidden, b"[%d]" % start, b"%d.9" % start])


def supplement(update, random):
    """A stream beside the table, or the name of one."""
    hidden = getattr(update, "hidden", 15)
    if random.random() < 0.5:
        update.supplement = random.choice([b"/XRefStm %d", b"/XRefStm %d.0", b"/XRefSt#6d %d", b"/XRefStm(%d)"]) % hidden
        return
    start, number = len(update.out), update.number()
    entries = random.choice([b"", b"/Prev %d" % hidden, b"/XRefStm %d" % hidden, b"/Root %d 0 R/Prev %d" % (update.signed.root, hidden), b"/Encrypt null", b"/Encrypt<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>", b"/Prev %d.0" % hidden])
    update.put(number, stream(b"/Type/XRef/Size %d/Index[%d 1]/W[1 4 2]%s" % (number + 1, number, entries), pack([(1, start, 0)])), named=random.random() < 0.4)
    update.supplement = b"/XRefStm %d" % start


def stream_section(update, random):
    update.stream = True


def section_filter_odd(update, random):
    update.stream = True
    parameters = b"<</Predictor 12/Columns 7>>"
    flate = lambda rows: zlib.compress(rows)
    png = lambda rows: zlib.compress(predicted(rows, 7))
    update.section_filter = random.choice([
        (b"/F/FlateDecode", flate), (b"/Filter/Fl", flate), (b"/Filter/FlateDecode/DP" + parameters, png), (b"/Filter/FlateDecode/DecodeParms" + parameters, png), (b"/Filter[/FlateDecode]/DecodeParms" + parameters, png),
        (b"/Filter/FlateDecode/DecodeParms[%s]" % parameters, png), (b"/Filter[/FlateDecode]/DecodeParms[null %s]" % parameters, flate), (b"/Filter/FlateDecode", lambda rows: flate(rows) + b"xx"), (b"/Filter/FlateDecode", lambda rows: flate(rows)[:-4]),
        (b"/Filter/ASCIIHexDecode", lambda rows: rows.hex().encode() + b">"), (b"/Filter[/ASCIIHexDecode/FlateDecode]", lambda rows: flate(rows).hex().encode() + b">"), (b"/Filter[]", lambda rows: rows), (b"", lambda rows: rows + b"\1" * 7), (b"/Filter/Crypt", lambda rows: rows),
        (b"/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 7>>", lambda rows: flate(b"".join(bytes([row[0]] + [(b - a) % 256 for a, b in zip(row, row[1:])]) for row in (rows[at:at + 7] for at in range(0, len(rows), 7))))),
        (b"/F(x)", lambda rows: rows), (b"/Filter/FlateDecode/DecodeParms<</Predictor 12>>", flate), (b"/Filter/RunLengthDecode", lambda rows: b"".join(bytes([0, octet]) for octet in rows) + b"\x80"),
    ])


def size_odd(update, random):
    update.size = random.choice([lambda size: 1, lambda size: size - 1, lambda size: size + 100_000, lambda size: 8_388_608, lambda size: 2**31])


def trailer_odd(update, random):
    root = update.signed.root
    update.trailer = random.choice([b"/R#6fot 5001 0 R", b"/Root %d 0 R" % root, b"/Encrypt null", b"/Encrypt 9999 0 R", b"/Type/XRef", b"/Linearized 1", b"/Index[0 1]", b"%%x\n", b"/Extends 1 0 R", b"/W[1 1 1]", b"/Prev null"])


def end_odd(update, random):
    hidden = getattr(update, "hidden", 15)
    update.end = random.choice([
        b"startxref\n00000%d\n%%%%EOF\n", b"startxref %d %%%%EOF\n", b"startxref\n%d\n%%%%EOF", b"%%startxref\nstartxref\n%d\n%%%%EOF\n", b"startxref\n%d\n%%" + b"startxref %d\n%%%%%%%%EOF\n" % hidden,
        b"startxref\r%d\r%%%%EOF\r", b"startxref\n%d%%x\n%%%%EOF\n", b"startxref\n+%d\n%%%%EOF\n", b"startxref\n%d.0\n%%%%EOF\n",
    ])


def tail_odd(update, random):
    hidden = getattr(update, "hidden", 15)
    update.tail = random.choice([b"\0" * 1500, b" " * 1100, b"\n\n\n", b"startxref\n%d\n%%%%EOF\n" % hidden, b"%%startxref\n%%%d\n" % hidden, b"\x1a"])


def keyword_odd(update, random):
    update.keyword = random.choice([b"xref \n", b"xref\r", b"xref\r\n", b"xref %x\n", b"xref\n0 0\n", b"xref\n\n", b"xref "])


def entries_odd(update, random):
    update.eol = random.choice([b"\r\n", b" \r", b"\n", b"  \n", b"\n\n"])


def linearized(update, random):
    update.put(update.number(), lambda start: b"<</Linearized 1/L %d/H[0 0]/O %d/E 0/N 1/T 0>>" % (len(update.out) + random.randrange(600), update.signed.page))


def second_update(update, random):
    """Another, empty revision behind the first."""
    again = Update(Signed(update.finish()))
    again.trailer, again.stream = b"", random.random() < 0.3
    again.hidden = getattr(update, "hidden", 15)
    return again


LURES = [large_free, large_free, large_used, small_free, bad_entry, section_from_one, previous_odd, supplement, supplement, stream_section, section_filter_odd, section_filter_odd, size_odd, trailer_odd, end_odd, tail_odd, keyword_odd, entries_odd, linearized, second_update]


def update(signed, random):
    """The file with another revision, and the names of its tricks."""
    made = Update(signed)
    octets, kind = payload(made, random)
    holder = random.choice(HOLDERS)
    holder(made, octets, random)
    lures = [random.choice(LURES) for _ in range(random.choice([0, 0, 1, 1, 2, 3]))]
    for lure in lures:
        try:
            made = lure(made, random) or made
        except (AttributeError, IndexError, ValueError):
            # What the tricks before made of the trailer is nothing to put a revision behind.
            break
    return made.finish(), "+".join([holder.__name__, kind, *(lure.__name__ for lure in lures)]).replace("_", "-")
