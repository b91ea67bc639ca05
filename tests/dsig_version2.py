"""A second computation of XML Signature 2.0's own mode, sharing nothing with koseki: CPython's C14N 2.0 and openssl.

    dsig_version2.py verify SIGNED
    dsig_version2.py sign UNSIGNED SIGNED KEY.pem CERTIFICATE.der {Verifications|Verification|none}

CPython canonicalises a whole text only, so the Signature is cut out of (or SignedInfo put alone under) the source text.
That is right because exclusive canonicalization makes a subtree's form depend on what it uses alone, and because what
stands in a namespace declared further out is declared again here. Two flaws of CPython are kept out of its way: of two
prefixes that siblings bind to one namespace it writes the first for both, so each namespace has one prefix here; and it
sorts an attribute without namespace by its name against "{uri}name", right only for names in ASCII.
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


def canonical(text):
    return ElementTree.canonicalize(text).encode("utf-8")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


def verify(path):
    text = read(path)
    start, end = text.index(f'<Signature xmlns="{DSIG}">'), text.index("</Signature>") + len("</Signature>")
    signature, content = text[start:end], canonical(text[:start] + text[end:])
    tree = ElementTree.fromstring(signature)
    name = lambda local: f".//{{{DSIG}}}{local}"
    digest = base64.b64decode(tree.find(name("DigestValue")).text)
    assert hashlib.sha256(content).digest() == digest, "digest"
    stated = tree.find(f".//{{{DSIG2}}}DigestDataLength")
    assert stated is None or int(stated.text) == len(content), "length"
    signed_info = re.search("<SignedInfo>.*</SignedInfo>", signature, re.S).group()
    signed_info = canonical(signed_info.replace("<SignedInfo>", f'<SignedInfo xmlns="{DSIG}">'))
    value = base64.b64decode(tree.find(name("SignatureValue")).text)
    certificate = base64.b64decode(tree.find(name("X509Certificate")).text)
    with tempfile.NamedTemporaryFile() as key, tempfile.NamedTemporaryFile() as raw:
        key.write(openssl("x509", "-inform", "DER", "-pubkey", "-noout", data=certificate))
        key.flush()
        raw.write(value)
        raw.flush()
        openssl("dgst", "-sha256", "-verify", key.name, "-signature", raw.name, data=signed_info)


def sign(unsigned, signed, key, certificate, wrapper):
    text = read(unsigned)
    content = canonical(text)
    length = (
        f'<v:Verification Type="{DSIG2}DigestDataLength">'
        f"<v:DigestDataLength>{len(content)}</v:DigestDataLength></v:Verification>"
    )
    if wrapper != "none":
        length = f'<v:{wrapper} xmlns:v="{DSIG2}">{length}</v:{wrapper}>'
    else:
        length = length.replace("<v:Verification ", f'<v:Verification xmlns:v="{DSIG2}" ', 1)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    signed_info = (
        f'<SignedInfo xmlns="{DSIG}">\n <CanonicalizationMethod Algorithm="{C14N2}"/>'
        f'<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        f'<Reference><Transforms><Transform Algorithm="{DSIG2}transform">'
        f'<v:Selection xmlns:v="{DSIG2}" Algorithm="{DSIG2}xml" URI=""/>'
        f'<CanonicalizationMethod Algorithm="{C14N2}"/>{length}</Transform></Transforms>'
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
