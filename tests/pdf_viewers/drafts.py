"""Unsigned files of two pages, each with a few tricks that make readers part: one function per trick.

A trick changes a Draft in place; what it draws comes from the random source of its file. Combinations need not make sense:
koseki may refuse to sign, and what it signs must look the same everywhere.
"""

import re
import zlib


def text(words):
    return b"BT /F1 60 Tf 50 400 Td (%s) Tj ET\n" % words


COVER = b"q 1 g 0 0 595 842 re f Q "


def pack(rows, widths=(1, 4, 2)):
    return b"".join(b"".join(value.to_bytes(width, "big") for value, width in zip(row, widths)) for row in rows)


class Draft:
    """Objects as dictionaries of written values, and how the file around them is written."""

    def __init__(self):
        self.nodes = {
            1: {"Type": b"/Catalog", "Pages": b"2 0 R"},
            2: {"Type": b"/Pages", "Kids": b"[3 0 R 6 0 R]", "Count": b"2"},
            3: {"Type": b"/Page", "Parent": b"2 0 R", "MediaBox": b"[0 0 595 842]", "Contents": b"4 0 R", "Resources": b"<</Font<</F1 5 0 R>>>>"},
            4: {},
            5: {"Type": b"/Font", "Subtype": b"/Type1", "BaseFont": b"/Helvetica"},
            6: {"Type": b"/Page", "Parent": b"2 0 R", "MediaBox": b"[0 0 595 842]", "Contents": b"7 0 R", "Resources": b"<</Font<</F1 5 0 R>>>>"},
            7: {},
        }
        self.data = {4: text(b"ONE"), 7: text(b"TWO")}
        self.raw = {}
        self.generations = {}
        self.written = {}
        self.header, self.first, self.last, self.tail = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", [], [], b""
        self.layout = "table"
        self.compressed = []
        self.stream_fields = {}
        self.subsections = None
        self.extra_entries = []
        self.size = None
        self.trailer = {"Root": b"1 0 R"}
        self.holders = []
        self.hidden_in_supplement = []
        self.supplement = {}
        self.linearized = False
        self.gap = b""
        self.end = b"startxref\n%d\n%%%%EOF\n"

    def new(self):
        used = set(self.nodes) | set(self.raw)
        return max(used) + 1

    def node(self, **entries):
        number = self.new()
        self.nodes[number] = {key: value for key, value in entries.items()}
        return number

    def value(self, written):
        number = self.new()
        self.raw[number] = written
        return number

    def stream(self, data, **entries):
        number = self.node(**entries)
        self.data[number] = data
        return number

    def dictionary(self, number, extra=b""):
        return b"<<" + b"".join(b"/%s %s" % (key.encode(), value) for key, value in self.nodes[number].items()) + extra + b">>"

    def body(self, number, place=0):
        if number in self.raw:
            return self.raw[number]
        if number not in self.data:
            return self.dictionary(number)
        data = self.data[number]
        if callable(data):
            data = data(place + len(self.dictionary(number, b"/Length 000000")) + len(b"stream\n"))
        length = b"" if "Length" in self.nodes[number] else b"/Length %06d" % len(data)
        return self.dictionary(number, length) + b"stream\n" + data + b"\nendstream"

    def put(self, out, number, places):
        places[number] = len(out)
        generation = self.generations.get(number, 0)
        start, finish = self.written.get(number, (b"%d %d obj\n", b"\nendobj\n"))
        head = start % (number, generation)
        out += head + self.body(number, len(out) + len(head)) + finish + self.gap

    def prune(self):
        """Values that were offered and not taken."""
        while True:
            written = b" ".join([value for node in self.nodes.values() for value in node.values()] + list(self.raw.values()))
            unused = [number for number in self.raw if not re.search(rb"(?<!\d)%d \d+ R" % number, written) and number != self.linearized]
            if not unused:
                return
            for number in unused:
                del self.raw[number]

    def file(self):
        self.prune()
        length = 0
        # The linearization dictionary tells the length; a signature makes the file longer, by what nobody knows here.
        for _ in range(2):
            octets = self.once(length)
            length = len(octets)
        return octets

    def once(self, length):
        out, places, contained = bytearray(self.header), {}, {}
        if self.linearized:
            number = self.linearized
            self.raw[number] = b"<</Linearized 1/L %06d/H[0 0]/O 3/E 0/N 2/T 0>>" % (length + 5165)
        order = [number for number in self.first if number in self.nodes or number in self.raw]
        order += [number for number in sorted(set(self.nodes) | set(self.raw)) if number not in order]
        container = None
        if self.compressed:
            members = [number for number in self.compressed if number not in self.data and (number in self.nodes or number in self.raw)]
            container = max(order) + 1
            contained = {number: index for index, number in enumerate(members)}
        for number in order:
            if number not in contained:
                self.put(out, number, places)
        if contained:
            bodies = [self.body(number) for number in contained]
            offsets, at = [], 0
            for body in bodies:
                offsets.append(at)
                at += len(body) + 1
            head = b" ".join(b"%d %d" % (number, offset) for number, offset in zip(contained, offsets)) + self.stream_fields.get("gap", b" ")
            data = head + b" ".join(bodies)
            entries = self.stream_fields.get("entries", b"")
            places[container] = len(out)
            out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d%s/Length %d>>stream\n" % (container, len(bodies), len(head), entries, len(data)) + data + b"\nendstream\nendobj\n"
        numbers = max([*places, *contained, 0])
        for extra in self.last:
            out += extra(len(out)) if callable(extra) else extra
        if self.layout == "stream" or contained:
            self.cross_reference_stream(out, places, contained, container, numbers + 1)
        else:
            self.cross_reference_table(out, places, numbers + 1)
        return bytes(out + self.tail)

    def ends(self, size):
        size = self.size(size) if self.size else size
        return b"/Size %d" % size + b"".join(b"/%s %s" % (key.encode(), value) for key, value in self.trailer.items())

    def cross_reference_stream(self, out, places, contained, container, number):
        start = len(out)
        rows = [(0, 0, 65535)]
        for index in range(1, number + 1):
            if index in contained:
                rows.append((2, container, contained[index]))
            elif index in places or index == number:
                rows.append((1, places.get(index, start), self.generations.get(index, 0)))
            else:
                rows.append((0, 0, 0))
        widths = self.stream_fields.get("widths", (1, 4, 2))
        index = b"/Index[0 %d%s]" % (number + 1, b"".join(b" %d 1" % extra for extra, _ in self.extra_entries))
        rows += [(0, 0, 65535) for _ in self.extra_entries]
        data = pack(rows, widths)
        out += b"%d 0 obj\n<</Type/XRef%s/W[%d %d %d]%s%s/Length %d>>stream\n" % (number, index, *widths, self.ends(number + 1), self.stream_fields.get("trailer", b""), len(data))
        out += data + b"\nendstream\nendobj\n" + self.end % start

    def cross_reference_table(self, out, places, size):
        supplement = b""
        hidden = {}
        if self.supplement:
            hidden = {number: places[number] for number in self.hidden_in_supplement if number in places}
            start = len(out)
            rows = [(1, place, 0) for place in hidden.values()] + [(1, start, 0)]
            index = b"".join(b"%d 1 " % number for number in [*hidden, size])
            data = pack(rows)
            extra = self.supplement["entries"]
            extra = extra(start) if callable(extra) else extra
            out += b"%d 0 obj\n<</Type/XRef/Size %d/Index[%s]/W[1 4 2]/Root 1 0 R%s/Length %d>>stream\n" % (size, size + 1, index, extra, len(data)) + data + b"\nendstream\nendobj\n"
            supplement = b"/XRefStm %d" % start if "written" not in self.supplement else self.supplement["written"] % start
            size += 1
        start = len(out)
        out += b"xref\n"
        lines = {0: b"0000000000 65535 f \n"}
        for number in range(1, size):
            if number in hidden and self.supplement.get("absent"):
                continue
            free = b"0000000000 %05d f \n" % self.supplement.get("freed", 0)
            used = number in places and number not in hidden
            lines[number] = b"%010d %05d n \n" % (places[number], self.generations.get(number, 0)) if used else free
        runs = []
        for number in sorted(lines):
            if runs and runs[-1][-1] + 1 == number and self.subsections != "each":
                runs[-1].append(number)
            else:
                runs.append([number])
        for run in runs:
            first = run[0] + 1 if self.subsections == "from one" and run[0] == 0 else run[0]
            if self.subsections == "without zero" and run[0] == 0:
                run, first = run[1:], 1
            out += b"%d %d\n" % (first, len(run)) + b"".join(lines[number] for number in run)
        for number, written in self.extra_entries:
            out += b"%d 1\n" % number + written
        out += b"trailer\n<<" + self.ends(size) + supplement + b">>\n" + self.end % start


def payload(words=b"FORGED", with_trailer=True):
    """Objects that lie where koseki sees none, numbered as those of the page."""
    hidden = b"\n4 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (len(COVER + text(words)), COVER + text(words))
    hidden += b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n"
    return hidden + (b"trailer\n<</Root 1 0 R/Size 99>>\n" if with_trailer else b"")


# Where the payload lies.

def hide_in_metadata(draft, random):
    number = draft.stream(payload(with_trailer=random.random() < 0.7), Type=b"/Metadata", Subtype=b"/XML")
    draft.nodes[1]["Metadata"] = b"%d 0 R" % number


def hide_behind_indirect_length(draft, random):
    data = b"x\nendstream\nendobj\n" + payload() + b"77 0 obj\n<</Length 1>>stream\nx"
    number = draft.stream(data, Type=b"/Metadata", Subtype=b"/XML")
    draft.nodes[number]["Length"] = b"%d 0 R" % draft.value(b"%d" % len(data))
    draft.nodes[1]["Metadata"] = b"%d 0 R" % number


def hide_in_string(draft, random):
    draft.nodes[1]["Lang"] = b"(" + payload().replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def hide_in_comment(draft, random):
    draft.last.append(b"%" + payload().replace(b"\n", random.choice([b" ", b"\x0c"])) + b"\n")


def hide_in_old_sections(draft, random):
    kind = random.choice([b"/XRef", b"/ObjStm", b"/XObject"])
    number = draft.stream(payload(), Type=kind)
    if random.random() < 0.5:
        draft.nodes[1]["Private"] = b"%d 0 R" % number


def hide_with_table(draft, random):
    """A whole table of cross-references in the data of a stream, that a /Prev may name."""
    place = []

    def data(start):
        hidden = payload(with_trailer=False)
        at = [start + hidden.index(b"\n3 0 obj") + 1, start + 1]
        place[:] = [start + len(hidden)]
        return hidden + b"xref\n3 2\n%010d 00000 n \n%010d 00000 n \ntrailer\n<</Size 8/Root 1 0 R>>\n" % tuple(at)

    number = draft.stream(data, Type=b"/Metadata", Subtype=b"/XML")
    draft.nodes[1]["Metadata"] = b"%d 0 R" % number
    draft.supplement = {"entries": lambda start: b"/Prev %d" % place[0]}


def hide_behind_linearization(draft, random):
    """A dictionary that says the file is linearized, and a decoy of cross-references behind it."""
    number = draft.new()
    draft.raw[number] = b""
    draft.linearized = number
    places = {}

    def hidden(start):
        octets = payload(with_trailer=False)
        places["objects"] = (start + octets.index(b"\n3 0 obj") + 1, start + 1)
        return octets

    holder = draft.stream(hidden, Type=b"/Metadata", Subtype=b"/XML")
    draft.nodes[1]["Metadata"] = b"%d 0 R" % holder
    decoy = draft.node(Type=b"/XRef", Size=b"9", Index=b"[3 2]", W=b"[1 4 2]", Root=b"1 0 R")
    draft.data[decoy] = lambda start: pack([(1, place, 0) for place in places.get("objects", (0, 0))])
    draft.first = [number, holder, decoy]
    if random.random() < 0.5:
        draft.first = [number, decoy, holder]


HIDING = [hide_in_metadata, hide_behind_indirect_length, hide_in_string, hide_in_comment, hide_in_old_sections, hide_with_table, hide_behind_linearization]


# Cross-references.

def section_from_one(draft, random):
    draft.subsections = "from one"


def section_without_zero(draft, random):
    draft.subsections = "without zero"


def section_each(draft, random):
    draft.subsections = "each"


def free_large(draft, random):
    number = random.choice([1_000_000, 5_000_000, 8_388_607, 8_388_608, 9_000_000, 2**31 - 1, 2**31, 4_294_967_290])
    draft.extra_entries.append((number, random.choice([b"0000000000 65535 f \n", b"0000000000 00000 f \n", b"0000000000 00001 f\r\n"])))


def free_in_the_middle(draft, random):
    draft.extra_entries.append((random.choice([20, 50]), random.choice([b"0000000000 65535 f \n", b"0000000003 00000 f \n", b"9999999999 99999 f \n", b"0000000020 00000 f \n"])))


def used_at_nothing(draft, random):
    draft.extra_entries.append((random.choice([20, 50]), random.choice([b"0000000000 00000 n \n", b"0000000000 65535 n \n", b"9999999999 00000 n \n", b"0000000017 00000 n \n"])))


def size_wrong(draft, random):
    change = random.choice([lambda size: 1, lambda size: size - 2, lambda size: size + 50, lambda size: 10_000_000, lambda size: 2**31])
    draft.size = change


def section_stream(draft, random):
    draft.layout = "stream"
    draft.stream_fields["widths"] = random.choice([(1, 4, 2), (1, 8, 2), (1, 3, 2), (2, 4, 4), (1, 4, 8), (4, 4, 4), (8, 8, 8), (1, 6, 2)])
    draft.stream_fields["trailer"] = random.choice([b"", b"/XRefStm 15", b"/XRefStm 15.0", b"/Prev null", b"/Encrypt null"])


def object_stream(draft, random):
    draft.layout = "stream"
    draft.compressed = random.choice([[1, 2, 3, 5, 6], [2, 3], [6, 3, 5], [5]])
    draft.stream_fields["gap"] = random.choice([b" ", b"\n", b" %x\n", b" " * 9, b"\0\x0c "])
    draft.stream_fields["entries"] = random.choice([b"", b"/Extends 4 0 R", b"/Extends 99 0 R", b"/Filter[]", b"/Filter null", b"/DecodeParms null", b"/F null"])


def supplement_names(draft, random):
    number = draft.stream(COVER + text(b"OVERLAY"))
    draft.nodes[3]["Contents"] = b"[4 0 R %d 0 R]" % number
    draft.hidden_in_supplement = [number]
    draft.supplement = {"entries": b"", "absent": random.random() < 0.5, "freed": random.choice([0, 1, 65535])}


def supplement_entries(draft, random):
    entries = random.choice([b"/Prev 15", b"/Encrypt null", b"/Encrypt<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>", b"/XRefStm 15", b"/Info 4 0 R"])
    draft.supplement = {"entries": entries}
    if random.random() < 0.3:
        draft.supplement["written"] = random.choice([b"/XRefStm %d.0", b"/XRefStm %d/XRefStm 15", b"/XRefStm(%d)", b"/XRefSt#6d %d"])


def trailer_odd(draft, random):
    draft.trailer.update(random.choice([
        {"Prev": b"0"}, {"Prev": b"null"}, {"Encrypt": b"null"}, {"Encrypt": b"99 0 R"}, {"R#6fot": b"2 0 R"}, {"Root ": b"1 0 R%x\n"},
        {"Info": b"<</Title(x)>>"}, {"Info": b"4 0 R"}, {"ID": b"[(a)]"}, {"Linearized": b"1"}, {"Type": b"/XRef"}, {"XRefStm": b"0"}, {"XRefStm": b"15"}, {"Root/Root": b"1 0 R"},
    ]))


def end_odd(draft, random):
    draft.end = random.choice([
        b"startxref\n%d\n%%%%EOF\n\0\0", b"startxref\n%d\n%%%%EOF" + b" " * 1500, b"startxref\n%d\n%%%%EOF\n%%x\n", b"startxref\n%010d\n%%%%EOF\n", b"startxref %d %%%%EOF\n",
        b"startxref\n%d\n%%startxref 15\n%%%%EOF\n", b"%%startxref\n%%15\n%%%%EOF\nstartxref\n%d\n%%%%EOF\n", b"startxref\r%d\r%%%%EOF\r", b"startxref\n%d\n%%%%EOF%%%%EOF\n",
    ])


def header_odd(draft, random):
    draft.header = random.choice([
        b"%PDF-1.7 \n", b"%PDF-1.7\r", b"%PDF-1.7\n%PDF-1.4\n", b"%PDF-1.0\n", b"%PDF-1.7%PDF-1.3\n", b"%PDF-1.7\n%" + b"x" * 1200 + b"\n", b"%PDF-1.7\n%xref\n%0 1\n",
        b"%PDF-1.7\n%trailer <</Root 2 0 R>>\n", b"%PDF-1.7\n\x00\x00\n", b"%PDF-1.7\n" + b"\n" * 1100,
    ])


CROSS_REFERENCES = [section_from_one, section_without_zero, section_each, free_large, free_large, free_in_the_middle, used_at_nothing, size_wrong, section_stream, object_stream,
                    supplement_names, supplement_entries, trailer_odd, end_odd, header_odd]


# The tree of pages.

def count_odd(draft, random):
    node = draft.nodes[2]
    value = random.choice([b"0", b"1", b"-1", b"3", b"2.0", b"null", b"100000", b"(2)", None, "reference"])
    node["Count"] = b"%d 0 R" % draft.value(b"2") if value == "reference" else value
    if value is None:
        del node["Count"]


def node_between(draft, random):
    extra = random.choice([{}, {"CropBox": b"[0 0 100 100]"}, {"Rotate": b"90"}, {"MediaBox": b"[0 0 300 300]"}, {"Resources": b"<<>>"}])
    count = random.choice([b"1", b"1", b"0", b"2", b"-1"])
    number = draft.node(Type=b"/Pages", Parent=b"2 0 R", Kids=b"[3 0 R]", Count=count, **extra)
    draft.nodes[2]["Kids"] = b"[%d 0 R 6 0 R]" % number
    draft.nodes[3]["Parent"] = random.choice([b"%d 0 R" % number, b"2 0 R"])
    if random.random() < 0.5:
        draft.nodes[3].pop("MediaBox")
        draft.nodes[2]["MediaBox"] = b"[0 0 595 842]"


def parent_odd(draft, random):
    other = draft.node(Type=b"/Pages", Kids=b"[]", Count=b"0", **random.choice([{"CropBox": b"[0 0 60 60]"}, {"Rotate": b"180"}, {"Resources": b"<<>>"}]))
    draft.nodes[3]["Parent"] = random.choice([b"%d 0 R" % other, b"6 0 R", b"3 0 R", b"null", b"2 1 R", b"1 0 R", b"%d 0 R" % draft.value(b"2 0 R")])


def kids_odd(draft, random):
    draft.nodes[2]["Kids"] = random.choice([
        b"[3 0 R null 6 0 R]", b"[3 0 R 99 0 R 6 0 R]", b"[3 0 R 6 1 R]", b"[3 0 R 6 0 R 3 0 R]", b"[3 0 R 6 0 R 4 0 R]", b"[3 0 R 6 0 R 5 0 R]", b"%d 0 R" % draft.value(b"[3 0 R 6 0 R]"),
        b"[%d 0 R 6 0 R]" % draft.value(b"3 0 R"), b"[[3 0 R]6 0 R]", b"[3 0 R 2 0 R]", b"[%s 6 0 R]" % draft.dictionary(3),
    ])


def kids_in_page(draft, random):
    draft.nodes[3]["Kids"] = random.choice([b"[6 0 R]", b"[]", b"null", b"[3 0 R]"])
    if random.random() < 0.5:
        draft.nodes[3]["Count"] = b"1"


def type_odd(draft, random):
    number = random.choice([2, 3])
    draft.nodes[number]["Type"] = random.choice([b"/Pages", b"/Page", b"/P#61ge", b"/page", b"/Template", b"null", b"(Page)", b"%d 0 R" % draft.value(draft.nodes[number]["Type"])])


def catalog_odd(draft, random):
    draft.nodes[1].update(random.choice([
        {"Pages": b"%d 0 R" % draft.value(b"2 0 R")}, {"Pages": b"2 1 R"}, {"Pages": b"3 0 R"}, {"Version": b"/1.4"}, {"Version": b"/2.0"}, {"Pages ": b"2 0 R/Pages 3 0 R"},
        {"P#61ges": b"3 0 R"}, {"PageMode": b"/UseOC"}, {"Extensions": b"<<>>"}, {"Collection": b"<</View/H>>"}, {"ViewerPreferences": b"<</PrintPageRange[1 1]/ViewArea/CropBox>>"}, {"Type": b"/C#61talog"},
    ]))


TREE = [count_odd, count_odd, node_between, node_between, parent_odd, kids_odd, kids_in_page, type_odd, catalog_odd]


# A page.

def boxes_odd(draft, random):
    page = draft.nodes[3]
    key = random.choice(["MediaBox", "CropBox", "TrimBox"])
    page[key] = random.choice([
        b"[595 842 0 0]", b"[0 0 595 842 99]", b"[0 0 595]", b"[0 0 0 0]", b"[0 0 595.0 842.]", b"[-50 -50 545 792]", b"[0 0 %d 0 R 842]" % draft.value(b"595"), b"%d 0 R" % draft.value(b"[0 0 300 842]"),
        b"null", b"[0 0 1e2 842]", b"[300 300 900 900]", b"[0 0(595)842]", b"[1000 1000 2000 2000]", b"[0 0 --300 842]", b"[0 0 +300 842]", b"[0 0 3-00 842]",
    ])


def rotate_odd(draft, random):
    number = random.choice([2, 3])
    draft.nodes[number]["Rotate"] = random.choice([b"90", b"450", b"-90", b"45", b"90.0", b"(90)", b"%d 0 R" % draft.value(b"90"), b"4294967386", b"null", b"+90", b"90.5"])


def unit_odd(draft, random):
    draft.nodes[3]["UserUnit"] = random.choice([b"2", b"0", b"-1", b"2.0", b"%d 0 R" % draft.value(b"2")])


def contents_odd(draft, random):
    overlay = draft.stream(COVER + text(b"OVERLAY"))
    draft.generations[overlay] = random.choice([0, 0, 1])
    draft.nodes[3]["Contents"] = random.choice([
        b"[4 0 R %d 0 R]" % overlay, b"[4 0 R %d 1 R]" % overlay, b"[4 0 R null %d 0 R]" % overlay, b"[4 0 R[%d 0 R]]" % overlay, b"%d 0 R" % draft.value(b"[4 0 R %d 0 R]" % overlay),
        b"[4 0 R %d 0 R]" % draft.value(b"%d 0 R" % overlay), b"[]", b"[4 0 R 99 0 R]", b"[4 0 R 5 0 R]", b"4 0 R/Contents %d 0 R" % overlay, b"4 0 R/C#6fntents %d 0 R" % overlay,
        b"[4 0 R 4 0 R]", b"[%d 0 R]" % draft.value(b"[4 0 R]"), b"%d 0 R" % draft.value(b"4 0 R"), b"null", b"[4 0 R 00%d 0 R]" % overlay, b"[4 0 R +%d 0 R]" % overlay, b"[4 0 R %d 00 R]" % overlay, b"[4 0 R %d 65536 R]" % overlay,
    ])


def contents_split(draft, random):
    data = draft.data[4]
    at = random.randrange(1, len(data) - 1)
    draft.data[4] = data[:at]
    draft.nodes[3]["Contents"] = b"[4 0 R %d 0 R]" % draft.stream(data[at:])


def resources_odd(draft, random):
    page, node = draft.nodes[3], draft.nodes[2]
    choice = random.randrange(8)
    if choice == 0:
        node["Resources"] = page.pop("Resources")
    elif choice == 1:
        page["Resources"], node["Resources"] = b"null", b"<</Font<</F1 5 0 R>>>>"
    elif choice == 2:
        page["Resources"] = b"%d 0 R" % draft.value(b"%d 0 R" % draft.value(b"<</Font<</F1 5 0 R>>>>"))
    elif choice == 3:
        page["Resources"] = b"<</Font<</F1 5 1 R>>>>"
    elif choice == 4:
        page["Resources"] = b"<</Font<</F1 %d 0 R/F#31 5 0 R>>>>" % draft.node(Type=b"/Font", Subtype=b"/Type1", BaseFont=b"/Courier-Bold")
    elif choice == 5:
        page["Resources"], node["Resources"] = b"99 0 R", b"<</Font<</F1 5 0 R>>>>"
    elif choice == 6:
        page["Resources"] = b"<</Font %d 0 R>>" % draft.value(b"<</F1 %d 0 R>>" % draft.value(b"5 0 R"))
    else:
        page["Resources"], node["Resources"] = b"<<>>", b"<</Font<</F1 5 0 R>>>>"


def generation_odd(draft, random):
    number = random.choice([3, 4, 5])
    draft.generations[number] = random.choice([1, 7, 65534, 65535])
    if random.random() < 0.6:
        for node in draft.nodes.values():
            for key, value in node.items():
                node[key] = value.replace(b"%d 0 R" % number, b"%d %d R" % (number, draft.generations[number]))


def form_object(draft, random):
    """A form that the page paints, with something odd in how it is named."""
    extra = random.choice([{}, {"Matrix": b"[2 0 0 2 0 0]"}, {"Matrix": b"[1 0 0 1]"}, {"BBox": b"[0 0 50 50]"}, {"BBox": b"null"}, {"Group": b"<</S/Transparency>>"}, {"FormType": b"2"}, {"Length1": b"3"}])
    form = draft.stream(COVER + text(b"STAMP"), Type=b"/XObject", Subtype=b"/Form", **{"BBox": b"[0 0 595 842]", "Resources": b"<</Font<</F1 5 0 R>>>>", **extra})
    named = random.choice([b"%d 0 R" % form, b"%d 1 R" % form, b"%d 0 R" % draft.value(b"%d 0 R" % form)])
    draft.nodes[3]["Resources"] = b"<</Font<</F1 5 0 R>>/XObject<</X %s>>>>" % named
    draft.data[4] = draft.data[4] + b"/X Do\n"


def annotation_odd(draft, random):
    """A stamp whose appearance some viewers show and others do not."""
    look = draft.stream(COVER + text(b"STAMP"), Type=b"/XObject", Subtype=b"/Form", BBox=b"[0 0 595 842]", Resources=b"<</Font<</F1 5 0 R>>>>")
    states = random.choice([b"/AP<</N %d 0 R>>", b"/AP<</N<</On %d 0 R>>>>", b"/AP<</N<</On %d 0 R>>>>/AS/On", b"/AP<</N<</On %d 0 R>>>>/AS/Off", b"/AP<</D %d 0 R>>", b"/AP<</R %d 0 R>>", b"/AP<</N %d 1 R>>", b"/Other %d 0 R"]) % look
    flags = random.choice([b"/F 4", b"/F 4", b"", b"/F 2", b"/F 2.0", b"/F 0", b"/F 36", b"/F 260", b"/F %d 0 R" % draft.value(b"2"), b"/F -1", b"/F 4294967300", b"/F(2)", b"/OC null"])
    kind = random.choice([b"/Stamp", b"/Stamp", b"/FreeText/DA(/F1 60 Tf)/Contents(NOTE)", b"/Square", b"/Widget/FT/Tx/T(x)", b"/Popup", b"/Unknown", b"/Link/Border[0 0 9]", b"/Highlight/QuadPoints[50 400 300 400 50 450 300 450]/C[1 0 0]"])
    written = b"<</Type/Annot/Subtype%s/Rect[0 0 595 842]%s%s>>" % (kind, states, flags)
    named = random.choice([b"[%s]" % written, b"[%d 0 R]" % draft.value(written), b"%d 0 R" % draft.value(b"[%s]" % written), b"[%d 1 R]" % draft.value(written), b"[null %s]" % written, written])
    draft.nodes[random.choice([3, 3, 3, 2])]["Annots"] = named


PAGE = [annotation_odd, annotation_odd, boxes_odd, rotate_odd, unit_odd, contents_odd, contents_odd, contents_split, resources_odd, resources_odd, generation_odd, form_object]


# Filters.

def predicted(data, columns=5):
    data += b" " * (-len(data) % columns)
    return b"".join(b"\0" + data[at:at + columns] for at in range(0, len(data), columns))


def filter_odd(draft, random):
    node, data = draft.nodes[4], draft.data[4]
    if callable(data):
        return
    other = COVER + text(b"OTHER")
    parameters = b"<</Predictor 12/Columns 5>>"
    flate = zlib.compress(data)
    entries, data = random.choice([
        ({"F": b"/Fl"}, flate), ({"F": b"/FlateDecode"}, flate), ({"Filter": b"/Fl"}, flate), ({"Filter": b"[/Fl]"}, flate), ({"Filter": b"/AHx"}, data.hex().encode() + b">"),
        ({"Filter": b"/FlateDecode", "DP": parameters}, zlib.compress(predicted(data))), ({"Filter": b"/FlateDecode", "DecodeParms": parameters}, zlib.compress(predicted(data))),
        ({"Filter": b"/FlateDecode", "DecodeParms": b"[%s]" % parameters}, zlib.compress(predicted(data))), ({"Filter": b"[/FlateDecode]", "DecodeParms": parameters}, zlib.compress(predicted(data))),
        ({"Filter": b"[/FlateDecode]", "DecodeParms": b"[%d 0 R]" % draft.value(parameters)}, zlib.compress(predicted(data))), ({"Filter": b"[/FlateDecode]", "DecodeParms": b"[null %s]" % parameters}, zlib.compress(data)),
        ({"Filter": b"/FlateDecode", "DecodeParms": b"<</Predictor 1>>"}, flate), ({"Filter": b"/FlateDecode", "DecodeParms": b"<</Predictor 12>>"}, flate), ({"Filter": b"/FlateDecode", "DecodeParms": b"<</Predictor 15/Columns %d 0 R>>" % draft.value(b"5")}, zlib.compress(predicted(data))),
        ({"Filter": b"/FlateDecode"}, flate + b"garbage"), ({"Filter": b"/FlateDecode"}, flate[:-4]), ({"Filter": b"/FlateDecode"}, flate[:-4] + b"\0\0\0\0"), ({"Filter": b"/FlateDecode"}, flate + zlib.compress(other)),
        ({"Filter": b"/FlateDecode"}, zlib.compress(data[:20]) + b""), ({"Filter": b"/FlateDecode"}, flate[:len(flate) // 2]), ({"Filter": b"/ASCIIHexDecode"}, data.hex().encode() + b">" + other.hex().encode()),
        ({"Filter": b"/ASCIIHexDecode"}, data.hex().encode()), ({"Filter": b"/ASCIIHexDecode"}, data.hex().encode()[:-1] + b">"), ({"Filter": b"/ASCIIHexDecode"}, b"<" + data.hex().encode() + b">"),
        ({"Filter": b"[/ASCIIHexDecode/FlateDecode]"}, flate.hex().encode() + b">"), ({"Filter": b"[/FlateDecode/FlateDecode]"}, zlib.compress(flate)), ({"Filter": b"[/Crypt/FlateDecode]"}, flate),
        ({"Filter": b"/Crypt", "DecodeParms": b"<</Name/Identity>>"}, data), ({"Filter": b"[]"}, data), ({"Filter": b"null"}, data), ({"Filter": b"%d 0 R" % draft.value(b"/FlateDecode")}, flate), ({"Filter": b"/Flate#44ecode"}, flate),
        ({"Filter": b"/FlateDecode", "Filter ": b"null"}, flate), ({"Filter": b"/RunLengthDecode"}, b"".join(bytes([0, octet]) for octet in data) + b"\x80" + bytes([0, 65])), ({"Filter": b"/RunLengthDecode"}, b"".join(bytes([0, octet]) for octet in data)),
        ({"Filter": b"/FlateDecode", "DL": b"3"}, flate), ({"Filter": b"/Unknown"}, data), ({"Filter": b"/FlateDecode", "F": b"(x)"}, flate), ({"Filter": b"(FlateDecode)"}, flate), ({"Filter": b"/LZWDecode", "DecodeParms": b"<</EarlyChange 0>>"}, data),
        ({"Filter": b"/ASCII85Decode"}, b"<~" + data.hex().encode() + b"~>"), ({}, data + b"\r"), ({}, b"\n" + data), ({}, data + b"endstream "), ({}, data + b"\nendstream\nendobj\n8 0 obj\nnull"),
    ])
    node.update(entries)
    draft.data[4] = data


def length_odd(draft, random):
    data = draft.data[4]
    if callable(data):
        return
    number = draft.value(b"%d" % len(data))
    draft.nodes[4]["Length"] = random.choice([b"%d 0 R" % number, b"%d.0" % len(data), b"+%d" % len(data), b"%d 1 R" % number, b"%d 0 R" % draft.value(b"%d 0 R" % number), b"%d" % (len(data) - 3), b"%d" % (len(data) + 1), b"0%d" % len(data), b"%d/Length 5" % len(data)])


# How things are written.

def spelling(draft, random):
    choice = random.randrange(10)
    target = random.choice([3, 4, 5, 6])
    written = [
        (b"%d %d obj ", b" endobj\n"), (b"%d\n%d\nobj\n", b"\nendobj\n"), (b"%d %d obj%%x\n", b"%%x\nendobj\n"), (b"000%d 0%d obj\n", b"\nendobj\n"), (b"%d %d obj\n", b"\nendobj "),
        (b"%d\0%d\x0cobj\n", b"\nendobj\r"), (b"+%d %d obj\n", b"\nendobj\n"), (b"%d %d obj", b"endobj\n"), (b"%%9 0 obj\n%d %d obj\n", b"\nendobj\n"), (b"%d %d obj\n\n\n", b"\nendobj\n%%%%EOF\n"),
    ][choice]
    draft.written[target] = (written[0].replace(b"%%", b"%%"), written[1].replace(b"%%", b"%"))


def names_spelled(draft, random):
    node = draft.nodes[random.choice([2, 3, 5])]
    key = random.choice(list(node))
    value = node.pop(key)
    choice = random.randrange(5)
    if choice == 0:
        node["#%02x%s" % (ord(key[0]), key[1:])] = value
    elif choice == 1:
        node[key] = b"%c\n" % 37 + value
    elif choice == 2:
        node[key], node["#%02X%s" % (ord(key[0]), key[1:])] = value, random.choice([b"null", value, b"99 0 R"])
    elif choice == 3:
        node[key] = value + b"/ null/#00 null"
    else:
        node[key + "\0"] = value


WRITING = [filter_odd, filter_odd, filter_odd, length_odd, spelling, names_spelled]


def draft(random):
    """A file, and the names of its tricks."""
    made = Draft()
    chosen = []
    if random.random() < 0.5:
        chosen.append(random.choice(HIDING))
        chosen.append(random.choice(CROSS_REFERENCES))
    if random.random() < 0.25 and chosen:
        chosen.append(random.choice(CROSS_REFERENCES))
    if random.random() < 0.5 or not chosen:
        chosen.append(random.choice(random.choice([CROSS_REFERENCES, TREE, PAGE, WRITING])))
    if random.random() < 0.4:
        chosen.append(random.choice(random.choice([TREE, PAGE, WRITING])))
    for trick in chosen:
        trick(made, random)
    return made.file(), "+".join(trick.__name__.replace("_", "-") for trick in chosen)
