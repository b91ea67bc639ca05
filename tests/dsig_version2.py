"""A second computation of XML Signature 2.0's own mode, sharing nothing with koseki: CPython's C14N 2.0 and openssl.

    dsig_version2.py verify SIGNED
    dsig_version2.py sign UNSIGNED SIGNED KEY.pem CERTIFICATE.der WRAPPER [OPTION ...]

WRAPPER is the element around the Verification elements: Verifications, Verification or none. OPTION is one of
    trim  rewrite  qname-element={NS}NAME  qname-attribute={NS}NAME     parameters of Canonical XML 2.0, of the content
    uri=#ID                                                             the root element instead of the document
    length=N  position=PATH  id-attribute=NAME,PARENT,NS                Verification; length alone is right when absent
    no-length                                                           no DigestDataLength

CPython canonicalises a whole text only, so the Signature is cut out of (or SignedInfo put alone under) the source text.
That is right because exclusive canonicalization makes a subtree's form depend on what it uses alone, and because what
stands in a namespace declared further out is declared again here. Three flaws of CPython are kept out of its way: of two
prefixes that siblings bind to one namespace it writes the first for both, so each namespace has one prefix here; it
sorts an attribute without namespace by its name against "{uri}name", right only for names in ASCII; and rewriting
prefixes it declares one (xmlns:n0="") for attributes that are in no namespace, so that there are none then.
"""

import base64
import hashlib
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

DSIG = "http://www.w3.org/2000/09/xmldsig#"
DSIG2 = "http://www.w3.org/2010/xmldsig2#"
C14N2 = "http://www.w3.org/2010/xml-c14n2"


def canonical(text, **parameters):
    return ElementTree.canonicalize(text, **parameters).encode("utf-8")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


def root_alone(text):
    """The root element without what stands around it."""
    outside = r"(?:\s|<\?.*?\?>|<!--.*?-->)*"
    return re.fullmatch(rf"\ufeff?{outside}(<.*>){outside}", text, re.S).group(1).rstrip()


def parameters_of(method):
    """CPython's arguments for a CanonicalizationMethod element."""
    found = {}
    for child in method:
        name = child.tag.removeprefix(f"{{{C14N2}}}")
        if name == "TrimTextNodes":
            found["strip_text"] = child.text == "true"
        elif name == "PrefixRewrite":
            found["rewrite_prefixes"] = child.text == "sequential"
        elif name == "QNameAware":
            clark = lambda kind: [
                f"{{{one.get('NS')}}}{one.get('Name')}" for one in child.findall(f"{{{C14N2}}}{kind}")
            ]
            found["qname_aware_tags"] = clark("Element")
            found["qname_aware_attrs"] = clark("QualifiedAttr")
        else:
            raise AssertionError(f"parameter {name}")
    return found


def assertions_hold(tree, text, content, uri):
    """PositionAssertion and IDAttributes, as far as they speak of the document or its root."""
    root = ElementTree.fromstring(root_alone(text))
    stated = tree.find(f".//{{{DSIG2}}}DigestDataLength")
    assert stated is None or int(stated.text) == len(content), "length"
    position = tree.find(f".//{{{DSIG2}}}PositionAssertion")
    if position is not None:
        local = root.tag.rpartition("}")[2]
        assert re.fullmatch(rf"/(\w+:)?{local}(\[1\])?" if uri else "/", position.text.strip()), "position"
    for declared in tree.findall(f".//{{{DSIG2}}}IDAttributes/{{{DSIG2}}}UnqualifiedAttr"):
        parent = f"{{{declared.get('ParentNS')}}}{declared.get('ParentName')}"
        assert root.tag == parent and root.get(declared.get("Name")) == uri.removeprefix("#"), "identifier"


def verify(path):
    text = read(path)
    start, end = text.index(f'<Signature xmlns="{DSIG}">'), text.index("</Signature>") + len("</Signature>")
    signature, rest = text[start:end], text[:start] + text[end:]
    # The Signature's own prefixes may be declared further out.
    tree = ElementTree.fromstring(signature)
    name = lambda local: f".//{{{DSIG}}}{local}"
    transform = tree.find(name("Transform"))
    uri = transform.find(f"{{{DSIG2}}}Selection").get("URI")
    parameters = parameters_of(transform.find(f"{{{DSIG}}}CanonicalizationMethod"))
    content = canonical(root_alone(rest) if uri else rest, **parameters)
    digest = base64.b64decode(tree.find(name("DigestValue")).text)
    assert hashlib.sha256(content).digest() == digest, "digest"
    assertions_hold(tree, rest, content, uri)
    signed_info = re.search("<SignedInfo.*</SignedInfo>", signature, re.S).group()
    signed_info = canonical(signed_info.replace("<SignedInfo>", f'<SignedInfo xmlns="{DSIG}">'))
    value = base64.b64decode(tree.find(name("SignatureValue")).text)
    certificate = base64.b64decode(tree.find(name("X509Certificate")).text)
    with tempfile.NamedTemporaryFile() as key, tempfile.NamedTemporaryFile() as raw:
        key.write(openssl("x509", "-inform", "DER", "-pubkey", "-noout", data=certificate))
        key.flush()
        raw.write(value)
        raw.flush()
        openssl("dgst", "-sha256", "-verify", key.name, "-signature", raw.name, data=signed_info)


def parameter_elements(options):
    """CanonicalizationMethod's children, and CPython's arguments for them."""
    written, found = "", {}
    if "trim" in options:
        written += f'<TrimTextNodes xmlns="{C14N2}">true</TrimTextNodes>'
        found["strip_text"] = True
    if "rewrite" in options:
        written += f'<PrefixRewrite xmlns="{C14N2}">sequential</PrefixRewrite>'
        found["rewrite_prefixes"] = True
    aware = ""
    for option, element, argument in [
        ("qname-element=", "Element", "qname_aware_tags"),
        ("qname-attribute=", "QualifiedAttr", "qname_aware_attrs"),
    ]:
        for clark in (one.removeprefix(option) for one in options if one.startswith(option)):
            namespace, local = clark[1:].split("}")
            aware += f'<{element} Name="{local}" NS="{namespace}"/>'
            found.setdefault(argument, []).append(clark)
    if aware:
        written += f'<QNameAware xmlns="{C14N2}">{aware}</QNameAware>'
    return written, found


def verifications(options, wrapper, length):
    value = lambda name: next((one.partition("=")[2] for one in options if one.startswith(name + "=")), None)
    one = lambda kind, inside: f'<v:Verification xmlns:v="{DSIG2}" Type="{DSIG2}{kind}">{inside}</v:Verification>'
    all_of_them = ""
    if "no-length" not in options:
        inside = f"<v:DigestDataLength>{value('length') or length}</v:DigestDataLength>"
        all_of_them += one("DigestDataLength", inside)
    if position := value("position"):
        all_of_them += one("PositionAssertion", f"<v:PositionAssertion>{position}</v:PositionAssertion>")
    if attribute := value("id-attribute"):
        name, parent, namespace = attribute.split(",")
        inside = f'<v:UnqualifiedAttr Name="{name}" ParentName="{parent}" ParentNS="{namespace}"/>'
        all_of_them += one("IDAttributes", f"<v:IDAttributes>{inside}</v:IDAttributes>")
    if wrapper == "none" or not all_of_them:
        return all_of_them
    return f'<v:{wrapper} xmlns:v="{DSIG2}">{all_of_them}</v:{wrapper}>'


def sign(unsigned, signed, key, certificate, wrapper, *options):
    text = read(unsigned)
    uri = next((one.removeprefix("uri=") for one in options if one.startswith("uri=")), "")
    written, parameters = parameter_elements(options)
    content = canonical(root_alone(text) if uri else text, **parameters)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    signed_info = (
        f'<SignedInfo xmlns="{DSIG}">\n <CanonicalizationMethod Algorithm="{C14N2}"/>'
        f'<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        f'<Reference><Transforms><Transform Algorithm="{DSIG2}transform">'
        f'<v:Selection xmlns:v="{DSIG2}" Algorithm="{DSIG2}xml" URI="{uri}"/>'
        f'<CanonicalizationMethod Algorithm="{C14N2}">{written}</CanonicalizationMethod>'
        f"{verifications(options, wrapper, len(content))}</Transform></Transforms>"
        f'<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<DigestValue>{digest}</DigestValue></Reference>\n</SignedInfo>"
    )
    value = openssl("dgst", "-sha256", "-sign", key, data=canonical(signed_info))
    with open(certificate, "rb") as file:
        certificate = base64.b64encode(file.read()).decode()
    element = (
        f'<Signature xmlns="{DSIG}">{signed_info}<SignatureValue>{base64.encodebytes(value).decode()}</SignatureValue>'
        f"<KeyInfo><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo></Signature>"
    )
    end = re.search(r"</[^<>]*>(?:\s|<\?.*?\?>|<!--.*?-->)*\Z", text, re.S).start()
    with open(signed, "w", encoding="utf-8", newline="") as file:
        file.write(text[:end] + element + text[end:])


if __name__ == "__main__":
    {"verify": verify, "sign": sign}[sys.argv[1]](*sys.argv[2:])
