"""Mutates schemas and instances and writes down what Python's xmlschema (class XMLSchema11) says about each.

    python3 peer.py OUT --schemas 2000 --instances 2000 [--vectors FOLDER] [--also FILE]

FOLDER is an unpacked W3C suite; FILE lists identifiers of cases to be made besides, one at the start of a line.
OUT receives the files and cases.jsonl. Every case is made from its own identifier alone: asking for fewer cases gives
a part of the same cases, and nothing depends on time or order. Seeds are seeds/*.xsd, each with a valid instance beside
it, the sample schema with its documents, and, when there, small cases of the W3C suite that both sides accept unchanged.
"""

import argparse
import hashlib
import json
import multiprocessing
import random
import re
import shutil
import signal
import sys
import warnings
from pathlib import Path
from xml.dom import minidom

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
XSD = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# A mutant on which the peer works longer than this has no verdict.
SECONDS_FOR_ONE_CASE = 10
LONGEST_SEED_OF_THE_SUITE = 6_000

ELEMENTS = """all alternative annotation any anyAttribute appinfo assert assertion attribute attributeGroup choice
complexContent complexType defaultOpenContent documentation element enumeration explicitTimezone extension field
fractionDigits group import include key keyref length list maxExclusive maxInclusive maxLength minExclusive minInclusive
minLength notation openContent override pattern redefine restriction selector sequence simpleContent simpleType
totalDigits union unique whiteSpace""".split()
BOUNDS = ["0", "1", "2", "3", "5", "unbounded", "-1", "", "x", "1.0", " 2 ", "+1"]
BOOLEANS = ["true", "false", "0", "1", "True", "", "yes"]
DERIVATIONS = ["#all", "extension", "restriction", "substitution", "list", "union", "extension restriction", "", "x"]
NAMESPACES = ["##any", "##other", "##local", "##targetNamespace", "urn:t", "urn:o ##local", "", "##x", "urn:t urn:o"]
NAMES = ["a", "b", "x", "root", "", "1a", "a b", "t:a", "nix:a", "あ", "a:", "-"]
TYPES = [
    "string", "int", "decimal", "date", "anyType", "anySimpleType", "anyAtomicType", "error", "ID", "QName", "NOTATION",
    "IDREFS", "double", "boolean", "token", "nothing", "dateTimeStamp", "duration", "ENTITY", "positiveInteger",
]  # fmt: skip
VALUES = ["0", "1", "-1", "5", "", "x", "a b", "2026-04-01", "1.5", "true", "INF", "NaN", "P1D", "12:00:00", "[", " 1 "]
EXPRESSIONS = [
    "@a", ".", "a", "a/b", ".//a", "*", "@*", "a|b", "", "1 +", "true()", "$value", "$value gt 1", "not(a)", "t:a",
    "nix:a", "foo()", "count(*) le 2", "@kind = 'x'", "a[1]", "../a", "child::a", "attribute::a", "//a", "a/@b/c",
    ".//a/@b", "xs:int(.) gt 1", "for $i in * return $i", "position() = 1", "doc('x')", "(", "a(:c:)", "1 eq 'a'",
]  # fmt: skip
WORDS = {
    "minOccurs": BOUNDS, "maxOccurs": BOUNDS, "nillable": BOOLEANS, "abstract": BOOLEANS, "mixed": BOOLEANS,
    "fixed": VALUES + BOOLEANS, "default": VALUES, "value": VALUES + ["preserve", "collapse", "required", "optional"],
    "final": DERIVATIONS, "block": DERIVATIONS, "finalDefault": DERIVATIONS, "blockDefault": DERIVATIONS,
    "namespace": NAMESPACES, "notNamespace": NAMESPACES, "targetNamespace": ["urn:t", "urn:o", ""],
    "notQName": ["##defined", "##definedSibling", "a", "t:bad", "nix:a", "", "##x", "a b"],
    "processContents": ["lax", "skip", "strict", "", "x"], "use": ["optional", "required", "prohibited", "x"],
    "form": ["qualified", "unqualified", "x"], "mode": ["none", "interleave", "suffix", "x"],
    "elementFormDefault": ["qualified", "unqualified", "x"], "attributeFormDefault": ["qualified", "unqualified"],
    "test": EXPRESSIONS, "xpath": EXPRESSIONS, "inheritable": BOOLEANS, "appliesToEmpty": BOOLEANS,
    "defaultAttributesApply": BOOLEANS, "name": NAMES, "ref": NAMES, "id": ["a", "b", "1", "a b", ""],
    "xpathDefaultNamespace": ["##local", "##targetNamespace", "##defaultNamespace", "##x", "urn:t"],
    "substitutionGroup": NAMES, "refer": NAMES, "defaultAttributes": NAMES,
    "type": [], "base": [], "itemType": [], "memberTypes": [],
}  # fmt: skip
SNIPPETS = """<xs:annotation/>|<xs:any/>|<xs:anyAttribute/>|<xs:assert test="true()"/>|<xs:assert/>|<xs:assertion test="$value"/>
<xs:attribute name="a"/>|<xs:attribute name="a" type="xs:ID"/>|<xs:attribute ref="a"/>|<xs:attributeGroup ref="common"/>
<xs:element name="a"/>|<xs:element name="a" type="xs:int" minOccurs="0" maxOccurs="unbounded"/>|<xs:element ref="root"/>
<xs:sequence/>|<xs:choice/>|<xs:all/>|<xs:sequence><xs:element name="b"/></xs:sequence>|<xs:complexType/>
<xs:choice><xs:element name="a"/><xs:element name="a"/></xs:choice>|<xs:all><xs:element name="a" maxOccurs="3"/></xs:all>
<xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType>|<xs:minLength value="3"/>|<xs:maxLength value="1"/>
<xs:length value="2"/>|<xs:minInclusive value="5"/>|<xs:maxInclusive value="1"/>|<xs:minExclusive value="1"/>
<xs:maxExclusive value="1"/>|<xs:totalDigits value="1"/>|<xs:fractionDigits value="3"/>|<xs:pattern value="[a"/>
<xs:pattern value="a*"/>|<xs:enumeration value="a"/>|<xs:enumeration value="1"/>|<xs:whiteSpace value="replace"/>
<xs:explicitTimezone value="required"/>|<xs:alternative type="xs:string"/>|<xs:alternative test="@a" type="xs:int"/>
<xs:openContent><xs:any/></xs:openContent>|<xs:openContent mode="none"/>|<xs:openContent/>
<xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="@b"/></xs:key>|<xs:unique name="k"/>
<xs:keyref name="r" refer="k"><xs:selector xpath="*"/><xs:field xpath="."/></xs:keyref>|<xs:group ref="pair"/>
<xs:extension base="xs:string"/>|<xs:restriction base="xs:anyType"/>|<xs:simpleContent/>|<xs:notation name="n" public="p"/>
<xs:complexContent><xs:extension base="base"/></xs:complexContent>|<xs:list itemType="xs:int"/>|<xs:union memberTypes="xs:int"/>
<xs:union/>|<xs:list/>|<xs:import/>|<xs:import namespace="urn:x"/>|<foreign/>""".replace("\n", "|").split("|")


class Seed:
    """A schema, the folder its references lead to, and valid instances."""

    def __init__(self, name, schema, instances, parts=None):
        self.name, self.schema, self.instances, self.parts = name, Path(schema), instances, parts


def own_seeds():
    seeds = [
        Seed(path.stem, path, [path.with_suffix(".xml")], HERE / "seeds/parts")
        for path in sorted((HERE / "seeds").glob("*.xsd"))
    ]
    documents = sorted((PROJECT / "fixtures/documents").glob("*.xml"))
    return [*seeds, Seed("sample", PROJECT / "schemas/koseki-sample-1.xsd", documents)]


def suite_seeds(folder):
    """Small cases of the suite that stand alone, in an order that only their names decide."""
    seeds = {}
    for line in (folder / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["expect"] != "valid" or len(case["schema"]) != 1:
            continue
        seed = seeds.setdefault(case["schema"][0], Seed("suite/" + case["schema"][0], folder / case["schema"][0], []))
        if case["instance"]:
            seed.instances.append(folder / case["instance"])
    order = sorted(seeds.values(), key=lambda seed: hashlib.sha256(seed.name.encode()).digest())
    return [seed for seed in order if stands_alone(seed.schema)]


def stands_alone(path):
    octets = path.read_bytes()
    if len(octets) > LONGEST_SEED_OF_THE_SUITE or b"<!DOCTYPE" in octets or b"schemaLocation" in octets:
        return False
    return octets.startswith((b"<?xml version=\"1.0\"", b"<xs", b"<!--")) and b"import" not in octets


def elements(document):
    return [node for node in document.getElementsByTagName("*")]


def plain_attributes(element):
    return [name for name in element.attributes.keys() if not name.startswith("xmlns")]


def text_changed(chance, text):
    """One change of a string: of one character, of its numbers, or of the whole."""
    at = chance.randrange(len(text) + 1)
    ways = ["drop", "repeat", "insert", "number", "empty", "space", "cut"]
    match chance.choice(ways):
        case "drop":
            return text[:at] + text[at + 1 :]
        case "repeat":
            return text[:at] + text[at : at + 1] + text[at:]
        case "insert":
            return text[:at] + chance.choice("0 9a-+.:,/*?[](){}|\\^$あZ'\"") + text[at:]
        case "number":
            change = chance.choice([-1, 1, 10, 100])
            return re.sub(r"\d+", lambda found: str(abs(int(found[0]) + change)), text, count=1)
        case "empty":
            return ""
        case "space":
            return chance.choice([" ", "\u3000", "\u00a0", "  "]) + text
        case _:
            return text[:at]


def moved(chance, element, others):
    target = chance.choice(others)
    inside = target
    while inside is not None:
        if inside is element:
            return False
        inside = inside.parentNode
    target.insertBefore(element, chance.choice([*[each for each in target.childNodes if each is not element], None]))
    return True


def shape_changed(chance, document):
    """Removes, repeats, swaps or moves one element below the document element."""
    everything = elements(document)
    below = everything[1:]
    if not below:
        return False
    element = chance.choice(below)
    match chance.choice(["remove", "repeat", "swap", "move", "unwrap"]):
        case "remove":
            element.parentNode.removeChild(element)
        case "repeat":
            element.parentNode.insertBefore(element.cloneNode(True), element)
        case "swap":
            after = element.nextSibling
            while after is not None and after.nodeType != after.ELEMENT_NODE:
                after = after.nextSibling
            if after is None:
                return False
            element.parentNode.insertBefore(after, element)
        case "move":
            return moved(chance, element, everything)
        case _:
            for child in list(element.childNodes):
                element.parentNode.insertBefore(child, element)
            element.parentNode.removeChild(element)
    return True


def schema_mutated(chance, document):
    prefix = document.documentElement.prefix
    qualified = (lambda name: f"{prefix}:{name}") if prefix else (lambda name: name)
    everything = elements(document)
    element = chance.choice(everything)
    names = plain_attributes(element)
    match chance.choice(["shape", "shape", "value", "value", "value", "remove", "add", "rename", "snippet", "text", "edit", "edit"]):
        case "shape":
            return shape_changed(chance, document)
        case "value" | "edit" if not names:
            return False
        case "value":
            name = chance.choice(names)
            same = [other.getAttribute(name) for other in everything if other.hasAttribute(name)]
            words = WORDS.get(name.split(":")[-1], VALUES) or [qualified(each) for each in TYPES]
            element.setAttribute(name, chance.choice([*same, *words] if chance.random() < 0.7 else words))
        case "edit":
            name = chance.choice(names)
            element.setAttribute(name, text_changed(chance, element.getAttribute(name)))
        case "remove":
            if not names:
                return False
            element.removeAttribute(chance.choice(names))
        case "add":
            name = chance.choice(sorted(WORDS))
            element.setAttribute(name, chance.choice(WORDS[name] or [qualified(each) for each in TYPES]))
        case "rename":
            if element is document.documentElement:
                return False
            element.tagName = element.nodeName = qualified(chance.choice(ELEMENTS))
        case "snippet":
            text = f'<w xmlns:xs="{XSD}">{chance.choice(SNIPPETS)}</w>'
            child = document.importNode(minidom.parseString(text).documentElement.firstChild, True)
            for each in [child, *child.getElementsByTagName("*")]:
                if each.prefix == "xs":
                    each.tagName = each.nodeName = qualified(each.localName)
                for name in list(each.attributes.keys()):
                    each.setAttribute(name, each.getAttribute(name).replace("xs:", qualified("")))
            element.insertBefore(child, chance.choice([*element.childNodes, None]))
        case _:
            element.appendChild(document.createTextNode(chance.choice(["x", "1", "\u3000"])))
    return True


def instance_mutated(chance, document):
    everything = elements(document)
    element = chance.choice(everything)
    names = plain_attributes(element)
    texts = [each for each in everything if [1 for child in each.childNodes if child.nodeType == 3 and child.data.strip()]]
    match chance.choice(["shape", "shape", "text", "text", "text", "text", "value", "value", "other", "add", "rename", "type", "mixed"]):
        case "shape":
            return shape_changed(chance, document)
        case "text" if texts:
            node = next(child for child in chance.choice(texts).childNodes if child.nodeType == 3 and child.data.strip())
            others = [each.firstChild.data for each in texts if each.firstChild.nodeType == 3]
            node.data = text_changed(chance, node.data) if chance.random() < 0.7 else chance.choice([*VALUES, *others])
        case "value" if names:
            name = chance.choice(names)
            element.setAttribute(name, text_changed(chance, element.getAttribute(name)))
        case "other" if names:
            name = chance.choice(names)
            if chance.random() < 0.5:
                element.removeAttribute(name)
            else:
                element.setAttribute(name, chance.choice(VALUES))
        case "add":
            used = sorted({name for each in everything for name in plain_attributes(each)})
            element.setAttribute(chance.choice([*used, "a", "xml:lang"]), chance.choice(VALUES))
        case "rename":
            element.tagName = element.nodeName = chance.choice(everything).tagName
        case "type":
            element.setAttribute("xmlns:xsi", XSI)
            element.setAttribute("xmlns:xs", XSD)
            used = [each.getAttributeNS(XSI, "type") for each in everything if each.hasAttributeNS(XSI, "type")]
            name = chance.choice(["xsi:type", "xsi:nil"])
            words = [*used, "xs:string", "xs:int", "xs:anyType", "xs:error", "nothing"]
            element.setAttribute(name, chance.choice(words if name == "xsi:type" else BOOLEANS))
        case "mixed":
            element.insertBefore(document.createTextNode(chance.choice(["x", "\u3000", "1"])), element.firstChild)
        case _:
            return False
    return True


def mutant(identifier, path, mutated):
    """The text of the mutant; the same identifier gives the same text wherever it is made."""
    chance = random.Random(identifier)
    document = minidom.parse(str(path))
    wanted = chance.choice([1, 1, 1, 2])
    tries = 0
    while wanted and tries < 50:
        tries += 1
        wanted -= bool(mutated(chance, document))
    return document.documentElement.toxml()


class TooLong(BaseException):
    pass


def expired(*_):
    raise TooLong


def verdict(work):
    """True, False or None, and what the peer said. A crash of the peer or its silence is no verdict."""
    import xmlschema

    signal.signal(signal.SIGALRM, expired)
    signal.alarm(SECONDS_FOR_ONE_CASE)
    try:
        said = work()
        return said is None, said
    except TooLong:
        return None, f"longer than {SECONDS_FOR_ONE_CASE} s"
    except (xmlschema.XMLSchemaException, xmlschema.XMLResourceError) as error:
        return False, str(error)
    except Exception as error:
        # Expat's complaint about what is not well-formed with namespaces is a verdict, anything else a crash.
        return (False if type(error).__name__ == "ParseError" else None), f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)


COMPILED = {}


def compiled(path):
    import xmlschema

    return xmlschema.XMLSchema11(str(path), allow="local")


def judged(case):
    warnings.simplefilter("ignore")

    def work():
        if case["instance"] is None:
            compiled(case["schema"])
            return None
        if case["schema"] not in COMPILED:
            COMPILED.clear()
            COMPILED[case["schema"]] = compiled(case["schema"])
        first = next(COMPILED[case["schema"]].iter_errors(case["instance"], use_location_hints=False), None)
        return None if first is None else f"{first.reason} at {first.path}"

    accepts, said = verdict(work)
    return {**case, "accepts": accepts, "says": " ".join((said or "").split())[:300]}


def usable(seed):
    """Whether the peer accepts the seed as it is; without that its refusals mean nothing."""
    plain = {"schema": str(seed.schema), "instance": None}
    if judged(plain)["accepts"] is not True:
        return False
    seed.instances = [
        path
        for path in seed.instances
        if path.stat().st_size < 60_000
        and b"<!DOCTYPE" not in path.read_bytes()
        and judged({**plain, "instance": str(path)})["accepts"] is True
    ]
    return True


def write(out, identifier, seed, text, suffix):
    folder = out / hashlib.sha256(seed.name.encode()).hexdigest()[:12]
    if not folder.exists():
        folder.mkdir()
        if seed.parts:
            shutil.copytree(seed.parts, folder / "parts")
    path = folder / (re.sub(r"[^a-z0-9]+", "-", identifier) + suffix)
    path.write_text(text, encoding="utf-8")
    return str(path)


def make(out, identifier, seed):
    kind, _, number = identifier.split(":")
    if kind == "schema":
        return {
            "id": identifier,
            "schema": write(out, identifier, seed, mutant(identifier, seed.schema, schema_mutated), ".xsd"),
            "instance": None,
        }
    source = seed.instances[int(number) % len(seed.instances)]
    text = mutant(identifier, source, instance_mutated)
    return {"id": identifier, "schema": str(seed.schema), "instance": write(out, identifier, seed, text, ".xml")}


def identifiers(kind, count, own, suite):
    """Half of the cases from our own seeds and half from the suite, as far as there is one."""
    fit = [seed for seed in own if kind == "schema" or seed.instances]
    of_suite = count // 2 if suite else 0
    for index in range(count - of_suite):
        seed = fit[index % len(fit)]
        yield f"{kind}:{seed.name}:{index // len(fit)}"
    for seed in [seed for seed in suite if kind == "schema" or seed.instances][:of_suite]:
        yield f"{kind}:{seed.name}:0"


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("out", type=Path)
    reader.add_argument("--schemas", type=int, required=True)
    reader.add_argument("--instances", type=int, required=True)
    reader.add_argument("--vectors", type=Path)
    reader.add_argument("--also", type=Path)
    reader.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    asked = reader.parse_args()
    also = [line.split()[0] for line in asked.also.read_text().splitlines() if line.startswith(("schema:", "instance:"))] if asked.also else []
    own = own_seeds()
    named = {identifier.split(":")[1] for identifier in also}
    with multiprocessing.Pool(asked.jobs) as pool:
        for seed, fit in zip(own, pool.map(usable_with_instances, own)):
            if fit is None:
                sys.exit(f"the peer refuses the seed {seed.name}")
            seed.instances = fit
        suite = []
        if asked.vectors:
            half = max(asked.schemas, asked.instances) // 2
            candidates = suite_seeds(asked.vectors)
            for seed, fit in zip(candidates, pool.imap(usable_with_instances, candidates, chunksize=8)):
                seed.instances = fit or []
                if fit is not None:
                    suite.append(seed)
                enough = len([seed for seed in suite if seed.instances]) >= half and len(suite) >= half
                if enough and named <= {seed.name for seed in [*own, *suite]}:
                    break
            pool.terminate()
    seeds = {seed.name: seed for seed in [*own, *suite]}
    wanted = [*identifiers("schema", asked.schemas, own, suite), *identifiers("instance", asked.instances, own, suite)]
    wanted += [each for each in also if each.split(":")[1] in seeds]
    cases = [make(asked.out, each, seeds[each.split(":")[1]]) for each in dict.fromkeys(wanted)]
    cases.sort(key=lambda case: (case["schema"], case["id"]))
    with multiprocessing.Pool(asked.jobs) as pool, (asked.out / "cases.jsonl").open("w", encoding="utf-8") as lines:
        for case in pool.imap(judged, cases, chunksize=16):
            lines.write(json.dumps(case, ensure_ascii=False) + "\n")


def usable_with_instances(seed):
    return seed.instances if usable(seed) else None


if __name__ == "__main__":
    main()
