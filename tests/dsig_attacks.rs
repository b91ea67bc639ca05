//! Every line under XML in the list of what must be refused that the signature decides: the nearest accepted document
//! and the nearest refused one, each with its own defect.

mod dsig_support;

use dsig_support::{MODES, certificate, key, minister, sign, sign_with};
use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm, Signer as _};
use koseki::dsig::{
    self, Attachment, CompatibilityCanonicalization, Coverage, Defect, PrepareError, ReferencePolicy,
    SigningMode, SigningRequest,
};
use koseki::xml::Document;
use koseki::xml::c14n::{self, Method, Subset};

const DOCUMENT: &str = "<r ID=\"R\" Id=\"R\"><b>山田</b> </r>";
const COMPATIBILITY: SigningMode = SigningMode::Compatibility(CompatibilityCanonicalization::CanonicalXml10);

/// What is found first, if anything.
fn defect(source: &str, policy: ReferencePolicy) -> Option<Defect> {
    let document = Document::parse(source.as_bytes()).unwrap_or_else(|error| panic!("{error}: {source}"));
    match dsig::verify(&document, policy, &[]) {
        Err(error) => Some(error.defect().clone()),
        Ok(verification) => {
            assert_eq!(verification.verified().is_some(), verification.errors().next().is_none());
            let told = usize::from(verification.content().is_err())
                + usize::from(verification.value().is_err())
                + verification.constraints().len();
            assert_eq!(verification.errors().count(), told, "{source}");
            verification.errors().next().map(|error| error.defect().clone())
        }
    }
}

/// The defect of the signed document with `from` replaced once by `to`.
fn after(signed: &str, from: &str, to: &str) -> Option<Defect> {
    assert!(signed.contains(from), "{from} is not in {signed}");
    defect(&signed.replacen(from, to, 1), ReferencePolicy::WholeDocument)
}

/// Signs a whole document with `DIGEST` and `VALUE` in it, whatever it breaks: digest over `apex` without the Signature.
fn sign_by_hand(template: &str, apex: &str) -> String {
    use base64::Engine as _;
    let base64 = |octets: &[u8]| base64::engine::general_purpose::STANDARD.encode(octets);
    let certificate = base64(minister().der());
    let method = Method::from_algorithm("http://www.w3.org/TR/2001/REC-xml-c14n-20010315").unwrap();
    let template = template.replace("CERTIFICATE", &certificate);
    let octets = {
        let document = Document::parse(template.as_bytes()).unwrap();
        let named = |local: &str| {
            document
                .descendants(document.root())
                .find(|node| document.name(*node).is_some_and(|name| name.local == local))
        };
        let apex = if apex.is_empty() { document.root() } else { named(apex).unwrap() };
        let subset = Subset { apex, excluded: named("Signature") };
        c14n::to_vec(&document, subset, &method).unwrap()
    };
    let digest = base64(DigestAlgorithm::Sha256.digest(&octets).as_bytes());
    let template = template.replace("DIGEST", &digest);
    let document = Document::parse(template.as_bytes()).unwrap();
    let signed_info = document
        .descendants(document.root())
        .find(|node| document.name(*node).is_some_and(|name| name.local == "SignedInfo"))
        .unwrap();
    let octets = c14n::to_vec(&document, Subset::element(signed_info), &method).unwrap();
    let value = key("minister.pem").sign(&DigestAlgorithm::Sha256.digest(&octets)).unwrap();
    template.replace("VALUE", &base64(&value))
}

/// A Signature to be signed by hand.
fn template(uri: &str, transforms: &str, more: &str) -> String {
    format!(
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo>\
         <CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>\
         <SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>\
         <Reference{uri}>{transforms}<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
         <DigestValue>DIGEST</DigestValue></Reference>{more}</SignedInfo><SignatureValue>VALUE</SignatureValue>\
         <KeyInfo><X509Data><X509Certificate>CERTIFICATE</X509Certificate></X509Data></KeyInfo></Signature>"
    )
}

const ENVELOPED: &str = "<Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/></Transforms>";

#[test]
fn accepts_what_we_sign_in_every_mode() {
    for mode in MODES {
        assert_eq!(defect(&sign(DOCUMENT, mode), ReferencePolicy::WholeDocument), None, "{mode:?}");
    }
}

/// What a caller reads of a signature is what was verified.
#[test]
fn a_verified_signature_tells_what_was_verified() {
    for mode in MODES {
        let signed = sign(DOCUMENT, mode);
        let document = Document::parse(signed.as_bytes()).unwrap();
        let signature = dsig::Signature::locate(&document, ReferencePolicy::WholeDocument).unwrap();
        let verification = signature.verify(&document, &[]);
        let is_version_2 = mode == SigningMode::Version2;
        let [reference] = signature.references() else { panic!("one reference") };
        let nodes = verification.content().unwrap();
        let octets = nodes.canonical_octets(&document).unwrap();
        assert_eq!(reference.digest_method(), dsig::DigestMethod::Computable(DigestAlgorithm::Sha256));
        assert_eq!(reference.digest_value(), DigestAlgorithm::Sha256.digest(&octets).as_bytes());
        assert_eq!(reference.target(), &dsig::Target::WholeDocument);
        assert!(verification.value().is_ok() && verification.constraints().is_empty());
        assert!(signature.value_holds(&document));
        assert_eq!(verification.signer().unwrap().der(), minister().der());
        assert_eq!(verification.certificates().len(), 1);
        let value = signature.signature_value().to_vec();
        let node = signature.node();
        // Whether the value holds is asked before the content is read, and hangs on SignedInfo alone.
        let value_holds = |source: &str| {
            let document = Document::parse(source.as_bytes()).unwrap();
            let signature = dsig::Signature::locate(&document, ReferencePolicy::WholeDocument).unwrap();
            signature.value_holds(&document)
        };
        assert!(value_holds(&signed.replacen("山田", "山本", 1)));
        let (before, after) = signed.split_once("DigestValue>").unwrap();
        let first = if after.starts_with('A') { 'B' } else { 'A' };
        assert!(!value_holds(&format!("{before}DigestValue>{first}{}", &after[1..])));
        let verified = verification.into_verified().unwrap();
        assert_eq!(verified.signer().der(), minister().der());
        assert!(verified.other_certificates().is_empty());
        assert_eq!(verified.signature_value(), value);
        assert_eq!(value.len(), 256);
        assert_eq!(verified.signature_node(), node);
        assert_eq!(document.name(node).unwrap().local, "Signature");
        assert_eq!(verified.mode() == dsig::Mode::Version2, is_version_2);
        assert_eq!(verified.canonicalization_method(), signature.canonicalization_method());
        assert!(signed.contains(verified.canonicalization_method()), "{mode:?}");
        assert_eq!(verified.signature_algorithm(), SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256));
    }
}

#[test]
fn signing_changes_no_octet_outside_the_signature() {
    for mode in MODES {
        let signed = sign(dsig_support::AWKWARD, mode);
        let start = signed.find("<Signature xmlns").unwrap();
        let end = signed.find("</Signature>").unwrap() + "</Signature>".len();
        assert_eq!(format!("{}{}", &signed[..start], &signed[end..]), dsig_support::AWKWARD);
        assert!(!signed[start..end].contains('\n'));
    }
}

#[test]
fn rejects_each_defect_under_its_own_name() {
    let signed = sign(DOCUMENT, COMPATIBILITY);
    let exclusive = sign(DOCUMENT, SigningMode::Compatibility(CompatibilityCanonicalization::Exclusive10));
    let cases: &[(&str, &str, Defect)] = &[
        (
            "</r>",
            "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></r>",
            Defect::SignatureSeveral { count: 2 },
        ),
        ("<b>", "<b x=\"\">", Defect::DigestMismatch),
        ("<b>山田</b>", "<b>山田<?p?></b>", Defect::DigestMismatch),
        ("<r ", "<?p?><r ", Defect::DigestMismatch),
        ("<b>", "<b xmlns:n=\"urn:n\">", Defect::DigestMismatch),
        ("</b> ", "</b>  ", Defect::DigestMismatch),
        ("<SignedInfo>", "<SignedInfo Id=\"a\">", Defect::SignatureMismatch),
        ("<SignedInfo>", "<SignedInfo ID=\"a\">", Defect::AttributeUnknown { element: "SignedInfo" }),
        ("<SignedInfo>", "x<SignedInfo>", Defect::Text { parent: "Signature" }),
        ("<SignedInfo>", "<?p?><SignedInfo>", Defect::ProcessingInstruction { parent: "Signature" }),
        ("<SignedInfo>", "<x/><SignedInfo>", Defect::ChildMisordered { parent: "Signature" }),
        ("<KeyInfo>", "<KeyInfo><x/>", Defect::ChildUnknown { parent: "KeyInfo" }),
        ("<X509Data>", "<X509Data><x/>", Defect::ChildUnknown { parent: "X509Data" }),
        ("</KeyInfo>", "</KeyInfo><KeyInfo/>", Defect::ChildDuplicate { element: "KeyInfo" }),
        ("</KeyInfo>", "</KeyInfo><Object/>", Defect::Object),
        ("</KeyInfo>", "</KeyInfo><x/>", Defect::ChildUnknown { parent: "Signature" }),
        (
            "</SignatureValue>",
            "</SignatureValue><SignatureValue/>",
            Defect::ChildDuplicate { element: "SignatureValue" },
        ),
        (
            "<SignatureValue>",
            "<SignatureValue><!--x-->",
            Defect::CommentInValue { element: "SignatureValue" },
        ),
        ("<SignatureValue>", "<SignatureValue><x/>", Defect::ElementInValue { element: "SignatureValue" }),
        (
            "<SignatureValue>",
            "<SignatureValue><?x?>",
            Defect::ProcessingInstructionInValue { element: "SignatureValue" },
        ),
        ("<SignatureValue>", "<SignatureValue>-", Defect::Base64Character { element: "SignatureValue" }),
        ("<SignatureValue>", "<SignatureValue>AAAA", Defect::SignatureLength { expected: 256, found: 259 }),
        ("<SignatureValue>", "<SignatureValue>A", Defect::Base64Length { element: "SignatureValue" }),
        ("==</SignatureValue>", "</SignatureValue>", Defect::Base64Length { element: "SignatureValue" }),
        ("<DigestValue>", "<DigestValue><!--x-->", Defect::CommentInValue { element: "DigestValue" }),
        ("<DigestValue>", "<DigestValue>AAAA", Defect::DigestLength { expected: 32, found: 35 }),
        (
            "<X509Certificate>",
            "<X509Certificate><!--x-->",
            Defect::CommentInValue { element: "X509Certificate" },
        ),
        ("<X509Certificate>", "<X509Certificate>AAAA", Defect::CertificateMalformed { index: 1 }),
        ("Reference URI=\"\"", "Reference", Defect::UriMissing),
        ("URI=\"\"", "URI=\"http://example.test/\"", Defect::UriExternal),
        ("URI=\"\"", "URI=\"file:///etc/passwd\"", Defect::UriFile),
        ("URI=\"\"", "URI=\"a.xml\"", Defect::UriRelative),
        ("URI=\"\"", "URI=\"#xpointer(/)\"", Defect::UriXPointer),
        ("URI=\"\"", "URI=\"#none\"", Defect::IdNotFound),
        ("URI=\"\"", "URI=\"#\"", Defect::IdNotFound),
        ("URI=\"\"", "URI=\"\" Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\"", Defect::Manifest),
        ("URI=\"\"", "URI=\"\" Type=\"http://www.w3.org/2000/09/xmldsig#Object\"", Defect::ReferenceType),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/>",
            Defect::TransformBase64,
        ),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath>1</XPath></Transform>",
            Defect::TransformXPath,
        ),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"/>",
            Defect::TransformXPathFilter2,
        ),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>",
            Defect::TransformXslt,
        ),
        ("<Transforms>", "<Transforms><Transform Algorithm=\"urn:x\"/>", Defect::TransformUnknown),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11#WithComments\"/>",
            Defect::TransformWithComments,
        ),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"/>",
            Defect::EnvelopedNotFirst,
        ),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2010/xml-c14n2\"/>",
            Defect::ModesMixed,
        ),
        (
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>",
            Defect::EnvelopedRepeated,
        ),
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
            Defect::SignatureMethodHmac,
        ),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "urn:x", Defect::SignatureMethodUnknown),
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
            Defect::SignatureMethodMd5,
        ),
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            Defect::KeyKind,
        ),
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            Defect::SignatureMismatch,
        ),
        ("http://www.w3.org/2001/04/xmlenc#sha256", "urn:x", Defect::DigestMethodUnknown),
        (
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmldsig-more#md5",
            Defect::DigestLength { expected: 16, found: 32 },
        ),
        ("REC-xml-c14n-20010315", "REC-xml-c14n-20010315#WithComments", Defect::CanonicalizationWithComments),
        ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "urn:x", Defect::CanonicalizationUnknown),
        (
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/2010/xml-c14n2",
            Defect::ModesMixed,
        ),
        (
            "<X509Data>",
            "<KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue><X509Data>",
            Defect::KeyValueDiffers,
        ),
        ("<X509Data>", "<X509Data><X509SKI>AAAA</X509SKI>", Defect::SubjectKeyIdentifierDiffers),
        (
            "<X509Data>",
            "<X509Data><X509IssuerSerial><X509IssuerName>CN=x</X509IssuerName><X509SerialNumber>77777</X509SerialNumber></X509IssuerSerial>",
            Defect::SerialDiffers,
        ),
        ("<X509Data>", "<RetrievalMethod URI=\"#x\"/><X509Data>", Defect::RetrievalMethod),
        (
            "<X509Data>",
            "<KeyInfoReference xmlns=\"http://www.w3.org/2009/xmldsig11#\" URI=\"#x\"/><X509Data>",
            Defect::KeyInfoReference,
        ),
    ];
    for (from, to, expected) in cases {
        assert_eq!(after(&signed, from, to).as_ref(), Some(expected), "{from} → {to}");
    }
    let many = "<InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
    let cases: &[(&str, String, Defect)] = &[
        (
            "xml-exc-c14n#\"/>",
            format!("xml-exc-c14n#\">{many}</CanonicalizationMethod>"),
            Defect::AttributeMissing { attribute: "PrefixList", element: "InclusiveNamespaces" },
        ),
        (
            "xml-exc-c14n#\"/>",
            "xml-exc-c14n#\"><x/></CanonicalizationMethod>".into(),
            Defect::CanonicalizationParameters,
        ),
    ];
    for (from, to, expected) in cases {
        assert_eq!(after(&exclusive, from, to).as_ref(), Some(expected), "{from} → {to}");
    }
    let (start, end) = (signed.find("<KeyInfo>").unwrap(), signed.find("</Signature>").unwrap());
    let key_info = &signed[start..end];
    assert_eq!(after(&signed, key_info, ""), Some(Defect::KeyInfoMissing));
    assert_eq!(after(&signed, key_info, "<KeyInfo/>"), Some(Defect::NoCertificate));
    assert_eq!(
        after(&signed, key_info, "<KeyInfo><KeyName>x</KeyName></KeyInfo>"),
        Some(Defect::KeyNameOnly)
    );
    assert_eq!(
        after(&signed, key_info, "<KeyInfo><KeyValue><DSAKeyValue/></KeyValue></KeyInfo>"),
        Some(Defect::KeyValueOnly)
    );
    assert_eq!(defect(DOCUMENT, ReferencePolicy::WholeDocument), Some(Defect::NoSignature));
}

#[test]
fn accepts_what_changes_nothing() {
    let signed = sign(DOCUMENT, COMPATIBILITY);
    for (from, to) in [
        ("<b>", "<b >"),
        ("<b>", "<b><!-- x -->"),
        ("<r ", "<!-- x --><r "),
        ("ID=\"R\" Id=\"R\"", "Id='R'\n ID='R'"),
        ("<SignedInfo>", "<SignedInfo><!-- x -->"),
        ("<KeyInfo>", "\n<!-- x --><KeyInfo>\n"),
        ("<SignatureValue>", "<SignatureValue>\n "),
        ("<X509Certificate>", "<X509Certificate>\r\n"),
        ("<X509Data>", "<KeyName>x</KeyName><X509Data><X509SubjectName>CN=x</X509SubjectName>"),
    ] {
        assert_eq!(after(&signed, from, to), None, "{from} → {to}");
    }
}

#[test]
fn rejects_pad_bits_that_are_not_zero() {
    let signed = sign(DOCUMENT, COMPATIBILITY);
    let end = signed.find("==</SignatureValue>").unwrap();
    let last = signed.as_bytes()[end - 1];
    // 256 octets leave four pad bits in the last character.
    let next = char::from(last + 1);
    let changed = format!("{}{next}{}", &signed[..end - 1], &signed[end..]);
    assert_eq!(
        defect(&changed, ReferencePolicy::WholeDocument),
        Some(Defect::Base64PadBits { element: "SignatureValue" })
    );
}

#[test]
fn an_identifier_covers_the_root_alone_and_only_when_it_is_unique() {
    let whole = ReferencePolicy::WholeDocument;
    let reference = template(" URI=\"#R\"", ENVELOPED, "");
    let good = sign_by_hand(&format!("<r ID=\"R\"><b/>{reference}</r>"), "r");
    assert_eq!(defect(&good, whole), None);
    let document = Document::parse(good.as_bytes()).unwrap();
    let verified = dsig::verify(&document, whole, &[]).unwrap().into_verified().unwrap();
    assert_eq!(verified.coverage(), &Coverage::RootElement);
    assert_eq!(defect(&format!("<?p?>{good}"), whole), Some(Defect::ProcessingInstructionUnsigned));
    assert_eq!(defect(&format!("{good}<!-- x -->"), whole), None);
    for attribute in ["ID", "Id", "id", "xml:id"] {
        for place in ["<b/>", "<Signature xmlns"] {
            if place != "<b/>" && attribute != "Id" {
                continue;
            }
            let split = place.find(['/', ' ']).unwrap();
            let twice = format!("{} {attribute}=\"R\" {}", &place[..split], &place[split..]);
            assert_eq!(
                after(&good, place, &twice),
                Some(Defect::IdDuplicate { count: 2 }),
                "{attribute} {place}"
            );
        }
    }
    // The same signed element, no longer the root: wrapped, as sibling, inside another.
    let evil = good.replacen("<r ID=\"R\">", "<e><r ID=\"R\">", 1) + "</e>";
    assert_eq!(defect(&evil, whole), Some(Defect::SignedElementWrapped));
    let (start, end) = (good.find("<Signature").unwrap(), good.find("</Signature>").unwrap() + 12);
    let moved = format!("<e><r ID=\"R\"><b/></r>{}</e>", &good[start..end]);
    assert_eq!(defect(&moved, whole), Some(Defect::IdNotRoot));
    let in_key_info = moved.replacen("<r ID=\"R\"><b/></r>", "", 1).replacen(
        "<KeyInfo>",
        "<KeyInfo><r xmlns=\"\" ID=\"R\"><b/></r>",
        1,
    );
    assert_eq!(defect(&in_key_info, whole), Some(Defect::ReferencedInsideSignature));
}

#[test]
fn rejects_a_document_signed_without_the_enveloped_transform() {
    // Digest and value are right for a verifier that leaves the Signature out by itself.
    let signed = sign_by_hand(&format!("<r>{}</r>", template(" URI=\"\"", "", "")), "");
    assert_eq!(defect(&signed, ReferencePolicy::WholeDocument), Some(Defect::EnvelopedMissing));
}

#[test]
fn rejects_several_references_and_counts_no_further_than_the_ceiling() {
    let second = "<Reference URI=\"\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
                  <DigestValue>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</DigestValue></Reference>";
    let signed = sign_by_hand(&format!("<r>{}</r>", template(" URI=\"\"", ENVELOPED, second)), "");
    assert_eq!(defect(&signed, ReferencePolicy::WholeDocument), Some(Defect::ReferenceSeveral { count: 2 }));
    let many = template(" URI=\"\"", ENVELOPED, &second.repeat(300));
    let signed = sign_by_hand(&format!("<r>{many}</r>"), "");
    assert_eq!(
        defect(&signed, ReferencePolicy::WholeDocument),
        Some(Defect::ReferencesTooMany { limit: 256 })
    );
}

#[test]
fn an_official_document_has_its_body_and_attachments_signed() {
    use base64::Engine as _;
    let kobunsho = ReferencePolicy::Kobunsho;
    let digest =
        base64::engine::general_purpose::STANDARD.encode(DigestAlgorithm::Sha256.digest(b"PDF").as_bytes());
    let attached = |uri: &str| {
        format!(
            "<Reference URI=\"{uri}\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
             <DigestValue>{digest}</DigestValue></Reference>"
        )
    };
    let made = |uri: &str| {
        let signature = template(" URI=\"#DOCBODY\"", "", &attached(uri));
        let document = format!(
            "<?xml-stylesheet href=\"k.xsl\"?><DOC><FRONT/><BODY ID=\"DOCBODY\">x</BODY>{signature}</DOC>"
        );
        sign_by_hand(&document, "BODY")
    };
    let verify = |source: &str, attachments: &[Attachment<'_>]| {
        let document = Document::parse(source.as_bytes()).unwrap();
        let verified = dsig::verify(&document, kobunsho, attachments)?.into_verified()?;
        let Coverage::Body { unsigned, attachments, .. } = verified.coverage() else { panic!("not BODY") };
        assert_eq!(unsigned.len(), 2, "FRONT and the stylesheet");
        assert_eq!(
            verified.signed_nodes().canonical_octets(&document).unwrap(),
            b"<BODY ID=\"DOCBODY\">x</BODY>"
        );
        Ok::<_, dsig::Error>(attachments.clone())
    };
    let found = |source: &str, attachments: &[Attachment<'_>]| {
        verify(source, attachments).map_err(|error| error.defect().clone())
    };
    let good = made("%E6%B7%BB%E4%BB%98.pdf");
    let right = Attachment { name: "添付.pdf", octets: Ok(b"PDF") };
    assert_eq!(found(&good, &[right]), Ok(vec!["添付.pdf".into()]));
    assert_eq!(found(&good, &[]), Err(Defect::AttachmentMissing { reference: 2 }));
    let wrong = Attachment { name: "添付.pdf", octets: Ok(b"PDX") };
    assert_eq!(found(&good, &[wrong]), Err(Defect::AttachmentDigest { reference: 2 }));
    for uri in ["../a.pdf", "a/b.pdf", "%2e%2e%2fa.pdf", ".a", "a%00.pdf"] {
        assert_eq!(found(&made(uri), &[]), Err(Defect::AttachmentName { reference: 2 }), "{uri}");
    }
    assert_eq!(found(&made("http://example.test/a.pdf"), &[]), Err(Defect::UriExternal));
    assert_eq!(found(&made("file:a.pdf"), &[]), Err(Defect::UriFile));
    assert_eq!(found(&made("#DOCBODY"), &[]), Err(Defect::ReferenceSeveral { count: 2 }));
    // Whoever signs the whole document has no attachments: nothing would read them.
    for (uri, apex) in [("", ""), ("#ALL", "DOC")] {
        let signature = template(&format!(" URI=\"{uri}\""), ENVELOPED, &attached("a.pdf"));
        let document = format!("<DOC ID=\"ALL\"><BODY>x</BODY>{signature}</DOC>");
        let signed = sign_by_hand(&document, apex);
        let attachment = Attachment { name: "a.pdf", octets: Ok(b"PDF") };
        assert_eq!(found(&signed, &[attachment]), Err(Defect::ReferenceSeveral { count: 2 }), "{uri}");
    }

    // The Signature stands beside BODY, never inside it, whatever leaves it out of the digest.
    for transforms in [ENVELOPED, ""] {
        let signature = template(" URI=\"#DOCBODY\"", transforms, "");
        let signed = sign_by_hand(&format!("<DOC><BODY ID=\"DOCBODY\">x{signature}</BODY></DOC>"), "BODY");
        assert_eq!(defect(&signed, kobunsho), Some(Defect::SignedElementWrapped), "{transforms}");
    }

    for (from, to, expected) in [
        ("<FRONT/>", "<FRONT/><FRONT/>", Defect::UnsignedSibling),
        ("<FRONT/>", "<BODY>evil</BODY>", Defect::UnsignedSibling),
        ("<FRONT/>", "evil", Defect::UnsignedSibling),
        ("<FRONT/>", "<?evil?>", Defect::UnsignedSibling),
        ("<FRONT/>", "<FRONT><x><BODY>evil</BODY></x></FRONT>", Defect::FrontHidesBody),
        ("<FRONT/>", "<FRONT><k:body xmlns:k='urn:k'/></FRONT>", Defect::FrontHidesBody),
        ("<FRONT/>", "<FRONT id=\"DOCBODY\"/>", Defect::IdDuplicate { count: 2 }),
        (">x<", ">y<", Defect::DigestMismatch),
    ] {
        assert_eq!(found(&good.replacen(from, to, 1), &[right]), Err(expected), "{to}");
    }
    let deeper = good.replacen("<BODY", "<FRONT><BODY", 1).replacen("</BODY>", "</BODY></FRONT>", 1);
    assert_eq!(found(&deeper.replacen("<FRONT/>", "", 1), &[right]), Err(Defect::BodyNotChildOfRoot));
    // Outside this profile the same document is not wholly signed.
    assert_eq!(defect(&good, ReferencePolicy::WholeDocument), Some(Defect::ReferenceSeveral { count: 2 }));
}

#[test]
fn the_signer_is_whose_key_verifies_wherever_the_certificate_stands() {
    let authority = certificate("anchors/official-status-ca.cer");
    let other = certificate("signers/other-office.cer");
    let signed = sign_with(DOCUMENT, COMPATIBILITY, &[minister(), authority.clone(), other.clone()]);
    // KeyInfo is not signed: anybody may put another certificate first.
    let start = signed.find("<X509Certificate>").unwrap();
    let end = signed.find("</X509Certificate>").unwrap() + "</X509Certificate>".len();
    let first = &signed[start..end];
    let reordered = signed.replacen(first, "", 1).replacen("</X509Data>", &format!("{first}</X509Data>"), 1);
    for source in [&signed, &reordered] {
        let document = Document::parse(source.as_bytes()).unwrap();
        let verified =
            dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap().into_verified().unwrap();
        assert_eq!(verified.signer().der(), minister().der());
        let others: Vec<_> = verified.other_certificates().iter().map(|other| other.der()).collect();
        assert_eq!(others, [authority.der(), other.der()]);
    }
    // Two certificates of end entities with one key: nothing says which of them signed.
    let twins =
        sign_with(DOCUMENT, COMPATIBILITY, &[minister(), certificate("signers/minister-expired.cer")]);
    assert_eq!(defect(&twins, ReferencePolicy::WholeDocument), Some(Defect::AmbiguousSigner { matching: 2 }));
    // Of one that holds with nobody's key the signer is whoever can have been meant: an authority signs no documents.
    let with_authority = sign_with(DOCUMENT, COMPATIBILITY, &[minister(), authority.clone()]);
    for (source, holds) in [(with_authority.clone(), true), (other_value(&with_authority), false)] {
        let document = Document::parse(source.as_bytes()).unwrap();
        let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
        assert_eq!(verification.value().is_ok(), holds);
        assert_eq!(verification.signer().unwrap().der(), minister().der());
    }
    // The same certificate twice is one certificate.
    let same = sign_with(DOCUMENT, COMPATIBILITY, &[minister(), minister()]);
    assert_eq!(defect(&same, ReferencePolicy::WholeDocument), None);
    // Somebody else's certificate alone.
    let end = signed.find("</X509Data>").unwrap();
    let start_all = signed.find("<X509Data>").unwrap() + "<X509Data>".len();
    let inside = &signed[start_all..end];
    let last = inside.rfind("<X509Certificate>").unwrap();
    assert_eq!(after(&signed, inside, &inside[last..]), Some(Defect::SignatureMismatch));
}

/// Another value of the same length.
fn other_value(signed: &str) -> String {
    let (before, after) = signed.split_once("<SignatureValue>").unwrap();
    let first = if after.starts_with('A') { 'B' } else { 'A' };
    format!("{before}<SignatureValue>{first}{}", &after[1..])
}

/// The key of an end entity may have been certified for an authority as well: that twin is nobody's certificate here.
#[cfg(feature = "test-pki")]
#[test]
fn of_two_certificates_with_one_key_the_end_entitys_is_the_signers() {
    use koseki::test_pki::{CertificateBuilder, Validity, names};
    let spki = key("minister.pem").public_key_spki().unwrap();
    let validity = Validity { not_before: minister().not_before(), not_after: minister().not_after() };
    let name = names::official_status_ca();
    let twin = CertificateBuilder::new(&name, &spki, &name, 7, validity).authority(None);
    let twin = koseki::pki::Certificate::parse(&twin.sign(&key("minister.pem")).unwrap()).unwrap();
    for certificates in [[minister(), twin.clone()], [twin, minister()]] {
        let signed = sign_with(DOCUMENT, COMPATIBILITY, &certificates);
        let document = Document::parse(signed.as_bytes()).unwrap();
        let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
        assert_eq!(verification.signer().unwrap().der(), minister().der());
        assert!(verification.verified().is_some());
    }
}

#[test]
fn rejects_an_authority_that_signs_documents() {
    let key = key("official-status-ca.pem");
    let certificates = [certificate("anchors/official-status-ca.cer")];
    let request =
        SigningRequest { mode: COMPATIBILITY, algorithm: key.algorithm(), certificates: &certificates };
    let document = Document::parse(DOCUMENT.as_bytes()).unwrap();
    let prepared = dsig::prepare(DOCUMENT.as_bytes(), &document, &request).unwrap();
    let value = key.sign(&prepared.digest()).unwrap();
    let signed = String::from_utf8(prepared.complete(&value).unwrap()).unwrap();
    assert_eq!(defect(&signed, ReferencePolicy::WholeDocument), Some(Defect::SignerIsAuthority));
}

#[test]
fn the_two_dot_zero_mode_is_held_to_its_own_grammar() {
    let signed = sign(DOCUMENT, SigningMode::Version2);
    let octets = signed.split("DigestDataLength>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let found: u64 = octets.parse().unwrap();
    let length = format!("DigestDataLength>{octets}<");
    let selection = "xmldsig2#xml\" URI=\"\"/>";
    let verification = "<dsig2:Verification Type=\"http://www.w3.org/2010/xmldsig2#DigestDataLength\">";
    for (from, to, expected) in [
        ("<Reference>", "<Reference URI=\"\">", Defect::ModesMixed),
        ("<Reference>", "<Reference Type=\"urn:x\">", Defect::ModesMixed),
        (
            "</Transform></Transforms>",
            "</Transform><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/></Transforms>",
            Defect::ModesMixed,
        ),
        (
            "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2010/xml-c14n2\"/><SignatureMethod",
            "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/><SignatureMethod",
            Defect::ModesMixed,
        ),
        (
            "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2010/xml-c14n2\"/><dsig2",
            "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/><dsig2",
            Defect::ModesMixed,
        ),
        (
            "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2010/xml-c14n2\"/><dsig2",
            "<dsig2",
            Defect::ChildMissing { element: "CanonicalizationMethod" },
        ),
        (
            "xml-c14n2\"/><SignatureMethod",
            "xml-c14n2\"><IgnoreComments xmlns=\"http://www.w3.org/2010/xml-c14n2\">false</IgnoreComments></CanonicalizationMethod><SignatureMethod",
            Defect::CanonicalizationWithComments,
        ),
        (
            "xml-c14n2\"/><SignatureMethod",
            "xml-c14n2\"><PrefixRewrite xmlns=\"http://www.w3.org/2010/xml-c14n2\">x</PrefixRewrite></CanonicalizationMethod><SignatureMethod",
            Defect::CanonicalizationParameters,
        ),
        (selection, "xmldsig2#binaryExternal\" URI=\"\"/>", Defect::SelectionAlgorithm),
        (selection, "xmldsig2#xml\"/>", Defect::UriMissing),
        (selection, "xmldsig2#xml\" URI=\"a.xml\"/>", Defect::UriRelative),
        (
            selection,
            "xmldsig2#xml\" URI=\"\"><dsig2:ExcludedXPath>/r/b</dsig2:ExcludedXPath></dsig2:Selection>",
            Defect::SelectionXPath,
        ),
        (verification, "<dsig2:Verification Type=\"urn:x\">", Defect::VerificationUnknown),
        (
            "</dsig2:Verification></dsig2:Verifications>",
            "</dsig2:Verification><dsig2:Verification Type=\"http://www.w3.org/2010/xmldsig2#DigestDataLength\"><dsig2:DigestDataLength>1</dsig2:DigestDataLength></dsig2:Verification></dsig2:Verifications>",
            Defect::VerificationUnknown,
        ),
        (&length, "DigestDataLength>1<", Defect::DigestDataLength { found, stated: Some(1) }),
        (&length, "DigestDataLength>x<", Defect::DigestDataLength { found, stated: None }),
    ] {
        assert_eq!(after(&signed, from, to), Some(expected), "{from} → {to}");
    }
}

/// The digest holds in all of these; what is asserted about the selection is compared first, the value after it.
#[test]
fn position_and_identifier_assertions_are_compared() {
    let signed = sign("<k:r xmlns:k=\"urn:k\" ID=\"R\"><k:b/></k:r>", SigningMode::Version2);
    let found = |uri: &str, kind: &str, content: &str| {
        let octets = signed.split("DigestDataLength>").nth(1).unwrap().split('<').next().unwrap();
        let changed = signed
            .replacen("xmldsig2#xml\" URI=\"\"/>", &format!("xmldsig2#xml\" URI=\"{uri}\"/>"), 1)
            .replacen(&format!("<dsig2:DigestDataLength>{octets}</dsig2:DigestDataLength>"), content, 1)
            .replacen(
                "Type=\"http://www.w3.org/2010/xmldsig2#DigestDataLength\"",
                &format!("Type=\"http://www.w3.org/2010/xmldsig2#{kind}\""),
                1,
            );
        defect(&changed, ReferencePolicy::WholeDocument)
    };
    let position = |uri: &str, path: &str| {
        found(uri, "PositionAssertion", &format!("<dsig2:PositionAssertion>{path}</dsig2:PositionAssertion>"))
    };
    // SignedInfo is changed, so the value cannot hold: that the comparison was passed shows in what is found next.
    for (uri, path) in [("", "/"), ("#R", "/k:r"), ("#R", " /k:r[1]\n")] {
        assert_eq!(position(uri, path), Some(Defect::SignatureMismatch), "{path}");
    }
    for (uri, path) in [
        ("", "/k:r"),
        ("#R", "/"),
        ("#R", "/r"),
        ("#R", "/k:r/k:b"),
        ("#R", "//k:r"),
        ("#R", "/k:r[2]"),
        ("#R", "/x:r"),
        ("#R", ""),
    ] {
        assert_eq!(position(uri, path), Some(Defect::PositionAssertion), "{path}");
    }
    let identifiers = |uri: &str, inside: &str| {
        found(uri, "IDAttributes", &format!("<dsig2:IDAttributes>{inside}</dsig2:IDAttributes>"))
    };
    let declared = "<dsig2:UnqualifiedAttr Name=\"ID\" ParentName=\"r\" ParentNS=\"urn:k\"/>";
    assert_eq!(identifiers("#R", declared), Some(Defect::SignatureMismatch));
    assert_eq!(identifiers("", declared), Some(Defect::IdAttributes));
    assert_eq!(identifiers("#R", &declared.replace("\"ID\"", "\"Id\"")), Some(Defect::IdAttributes));
    assert_eq!(identifiers("#R", &declared.replace("urn:k", "urn:x")), Some(Defect::IdAttributes));
    assert_eq!(identifiers("#R", ""), Some(Defect::IdAttributes));
}

#[test]
fn refuses_to_sign_what_cannot_be_signed_unchanged() {
    let signer = key("minister.pem");
    let certificates = [minister()];
    let prepare = |source: &[u8], request: &SigningRequest<'_>| {
        let document = Document::parse(source).unwrap();
        dsig::prepare(source, &document, request).map(|_| ()).unwrap_err()
    };
    let request =
        SigningRequest { mode: COMPATIBILITY, algorithm: signer.algorithm(), certificates: &certificates };
    assert_eq!(prepare(b"<r/>", &request), PrepareError::RootEmpty);
    assert_eq!(prepare(b"<r a='>' />", &request), PrepareError::RootEmpty);
    let signed = sign(DOCUMENT, COMPATIBILITY);
    assert_eq!(prepare(signed.as_bytes(), &request), PrepareError::AlreadySigned);
    let utf16: Vec<u8> = "\u{feff}<r>x</r>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(prepare(&utf16, &request), PrepareError::Encoding);
    let none = SigningRequest { certificates: &[], ..request };
    assert_eq!(prepare(b"<r></r>", &none), PrepareError::CertificateMissing);
    let sha1 = SigningRequest { algorithm: SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1), ..request };
    assert_eq!(prepare(b"<r></r>", &sha1), PrepareError::Algorithm);
    let ecdsa = SigningRequest { algorithm: SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256), ..request };
    assert_eq!(prepare(b"<r></r>", &ecdsa), PrepareError::KeyKind);

    // The name in text and in comments is no Signature; what follows the root may look like its end.
    let source = "<!-- </r> --><r><b>Signature</b></r\n><?p </r><?q ?><!-- </r> -->\r\n";
    let prepared = dsig::prepare_source(source.as_bytes(), &request).unwrap();
    let signed =
        String::from_utf8(prepared.clone().complete(&signer.sign(&prepared.digest()).unwrap()).unwrap())
            .unwrap();
    assert_eq!(defect(&signed, ReferencePolicy::WholeDocument), None);
    assert!(signed.contains("</b><Signature xmlns"), "{signed}");
    for refused in ["<!DOCTYPE r><r></r>", "<r>", "<r></r><r></r>", "<r xmlns:p=''></r>"] {
        let error = dsig::prepare_source(refused.as_bytes(), &request).unwrap_err();
        assert!(
            matches!(error, PrepareError::Canonicalization(c14n::Error::Document(_))),
            "{refused}: {error}"
        );
    }

    // A value by another key, or over something else, is not released.
    let document = Document::parse(b"<r></r>").unwrap();
    let prepared = dsig::prepare(b"<r></r>", &document, &request).unwrap();
    let wrong = key("other-office.pem").sign(&prepared.digest()).unwrap();
    assert!(matches!(prepared.clone().complete(&wrong), Err(PrepareError::SignatureValue(_))));
    let other = signer.sign(&DigestAlgorithm::Sha256.digest(b"x")).unwrap();
    assert!(matches!(prepared.complete(&other), Err(PrepareError::SignatureValue(_))));
}

#[test]
fn reads_a_signed_document_in_utf_16() {
    let signed = sign(DOCUMENT, COMPATIBILITY);
    let utf16: Vec<u8> = format!("\u{feff}{signed}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let document = Document::parse(&utf16).unwrap();
    let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
    assert_eq!(verification.errors().next(), None);
}

#[test]
fn hostile_numbers_are_refused_in_time_linear_in_the_file() {
    let signed = sign(DOCUMENT, COMPATIBILITY);
    let reference = {
        let start = signed.find("<Reference").unwrap();
        let end = signed.find("</Reference>").unwrap() + "</Reference>".len();
        signed[start..end].to_owned()
    };
    let references = format!("{}</SignedInfo>", reference.repeat(20_000));
    assert_eq!(after(&signed, "</SignedInfo>", &references), Some(Defect::ReferencesTooMany { limit: 256 }));
    let names = format!("{}<X509Data>", "<KeyName/>".repeat(20_000));
    assert_eq!(
        after(&signed, "<X509Data>", &names),
        Some(Defect::ChildTooMany { limit: 512, parent: "KeyInfo" })
    );
    let certificate = {
        let start = signed.find("<X509Certificate>").unwrap();
        &signed[start..signed.find("</X509Data>").unwrap()]
    };
    assert_eq!(
        after(&signed, "</X509Data>", &format!("{}</X509Data>", certificate.repeat(16))),
        Some(Defect::CertificatesTooMany { limit: 16 })
    );
    assert_eq!(after(&signed, "</X509Data>", &format!("{}</X509Data>", certificate.repeat(15))), None);
    let value = format!("<SignatureValue>{}", "AAAA".repeat(30_000));
    assert_eq!(
        after(&signed, "<SignatureValue>", &value),
        Some(Defect::Base64Length { element: "SignatureValue" })
    );
    let signatures = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>".repeat(2_000);
    let source = format!("<r>{signatures}</r>");
    assert_eq!(
        defect(&source, ReferencePolicy::WholeDocument),
        Some(Defect::SignatureSeveral { count: 2_000 })
    );
    let inspection = dsig::inspect(&Document::parse(source.as_bytes()).unwrap());
    assert_eq!((inspection.signatures.len(), inspection.more), (8, 1_992));
    // Each Reference into the document costs a pass over it; inspection follows a fixed number of them.
    let references = format!("{}</SignedInfo>", reference.repeat(200));
    let many = signed.replacen("</SignedInfo>", &references, 1);
    let inspection = dsig::inspect(&Document::parse(many.as_bytes()).unwrap());
    let content = inspection.signatures[0].content.as_ref().unwrap();
    assert_eq!(content.references.iter().filter(|reference| reference.digest.is_ok()).count(), 32);
    assert!(!inspection.is_intact());
}
