//! What we sign must verify elsewhere: with xmlsec1, and in 2.0 mode with a second computation in Python.
//!
//! A missing peer is said and passed over, unless `KOSEKI_REQUIRE_PEERS=1`.

mod dsig_support;

use std::path::Path;
use std::process::Command;

use dsig_support::{AWKWARD, MODES, certificate, fixtures, minister, sign, sign_with};
use koseki::dsig::{self, ReferencePolicy, SigningMode};
use koseki::xml::Document;

fn peer(program: &str) -> bool {
    let version = if program == "openssl" { "version" } else { "--version" };
    let found = Command::new(program).arg(version).output().is_ok_and(|output| output.status.success());
    assert!(found || std::env::var("KOSEKI_REQUIRE_PEERS").as_deref() != Ok("1"), "{program} is required");
    if !found {
        println!("skipped: no {program} here");
    }
    found
}

fn xmlsec1_verifies(path: &Path, anchor: &Path) -> Result<(), String> {
    let output = Command::new("xmlsec1")
        .args(["--verify", "--verification-time", "2026-12-01 00:00:00", "--trusted-der"])
        .arg(anchor)
        .arg(path)
        .output()
        .unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn what_we_sign_verifies_with_xmlsec1() {
    if !peer("xmlsec1") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let anchor = fixtures().join("pki/anchors/official-status-ca.cer");
    let chain = [minister(), certificate("anchors/official-status-ca.cer")];
    let documents = [AWKWARD, "<a>x</a>", "<a></a>", "<p:a xmlns:p='urn:a' p:b='1'>x<p:c/></p:a>"];
    for (number, source) in documents.into_iter().enumerate() {
        for mode in MODES.into_iter().filter(|mode| *mode != SigningMode::Version2) {
            let path = folder.path().join(format!("{number}.xml"));
            for certificates in [&chain[..1], &chain] {
                let signed = sign_with(source, mode, certificates);
                std::fs::write(&path, &signed).unwrap();
                xmlsec1_verifies(&path, &anchor).unwrap_or_else(|said| panic!("{number} {mode:?}: {said}"));
                let document = Document::parse(signed.as_bytes()).unwrap();
                let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
                assert_eq!(verification.errors().next(), None);

                // The peer sees what we see: a changed document is refused.
                std::fs::write(&path, signed.replacen("</", "y</", 1)).unwrap();
                assert!(xmlsec1_verifies(&path, &anchor).is_err());
            }
        }
    }
}

#[test]
fn version_2_agrees_with_an_independent_computation() {
    if !peer("python3") || !peer("openssl") {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dsig_version2.py");
    let folder = tempfile::tempdir().unwrap();
    let python = |arguments: &[&std::ffi::OsStr]| {
        let output = Command::new("python3").arg(&script).args(arguments).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let awkward = AWKWARD.trim_start_matches('\u{feff}').replace(" 見本=", " a=");
    let documents = [
        "<a>x</a>",
        "<?xml version=\"1.0\"?>\n<?p i?><!-- c --><k:a xmlns:k=\"urn:k\" xmlns:u=\"urn:u\" k:b='1' a=\"2\">\r\n <c xmlns=\"urn:c\"><k:d u:e=\"&lt;&#9;\"/></c>&#13;</k:a>\n<?q?>\n",
        &awkward,
    ];
    for (number, source) in documents.into_iter().enumerate() {
        // We sign, Python verifies.
        let signed = folder.path().join(format!("{number}-ours.xml"));
        std::fs::write(&signed, sign(source, SigningMode::Version2)).unwrap();
        let (holds, said) = python(&["verify".as_ref(), signed.as_os_str()]);
        assert!(holds, "{number}: {said}");
        let changed = sign(source, SigningMode::Version2).replacen("</", "y</", 1);
        std::fs::write(&signed, changed).unwrap();
        assert!(!python(&["verify".as_ref(), signed.as_os_str()]).0);

        // Python signs, we verify.
        let unsigned = folder.path().join(format!("{number}.xml"));
        let theirs = folder.path().join(format!("{number}-theirs.xml"));
        std::fs::write(&unsigned, source).unwrap();
        for wrapper in ["Verifications", "Verification", "none"] {
            let (made, said) = python(&[
                "sign".as_ref(),
                unsigned.as_os_str(),
                theirs.as_os_str(),
                fixtures().join("keys/minister.pem").as_os_str(),
                fixtures().join("pki/signers/minister.cer").as_os_str(),
                wrapper.as_ref(),
            ]);
            assert!(made, "{number}: {said}");
            let octets = std::fs::read(&theirs).unwrap();
            let document = Document::parse(&octets).unwrap();
            let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
            assert_eq!(verification.errors().next(), None, "{number} {wrapper}");
            assert_eq!(verification.verified().unwrap().mode(), dsig::Mode::Version2);
        }
    }
}

/// Signatures by keys that live elsewhere: openssl signs the digest, xmlsec1 and we verify.
#[test]
fn elliptic_and_pss_signatures_verify() {
    use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm};
    use koseki::pki::Certificate;
    if !peer("openssl") || !peer("xmlsec1") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let openssl = |arguments: &[&str]| {
        let output = Command::new("openssl").args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    std::fs::write(path("empty.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n").unwrap();
    for (kind, algorithm) in [
        ("EC:P-256", SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)),
        ("EC:P-384", SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384)),
        ("RSA:2048", SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256)),
        ("RSA:2048", SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512)),
    ] {
        let (name, parameter) = kind.split_once(':').unwrap();
        let parameter = match name {
            "EC" => format!("ec_paramgen_curve:{parameter}"),
            _ => format!("rsa_keygen_bits:{parameter}"),
        };
        openssl(&["genpkey", "-algorithm", name, "-pkeyopt", &parameter, "-out", "key.pem"]);
        openssl(&[
            "req",
            "-x509",
            "-key",
            "key.pem",
            "-subj",
            "/CN=test",
            "-config",
            "empty.cnf",
            "-outform",
            "DER",
            "-out",
            "certificate.der",
        ]);
        let certificates = [Certificate::parse(&std::fs::read(path("certificate.der")).unwrap()).unwrap()];
        let mode = SigningMode::Compatibility(dsig::CompatibilityCanonicalization::CanonicalXml10);
        let request = dsig::SigningRequest { mode, algorithm, certificates: &certificates };
        let source = b"<a>x</a>";
        let document = Document::parse(source).unwrap();
        let prepared = dsig::prepare(source, &document, &request).unwrap();
        std::fs::write(path("digest"), prepared.digest().as_bytes()).unwrap();
        let digest = match algorithm.digest() {
            DigestAlgorithm::Sha384 => "digest:sha384",
            DigestAlgorithm::Sha512 => "digest:sha512",
            _ => "digest:sha256",
        };
        let pss = ["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:digest"];
        let padding = if matches!(algorithm, SignatureAlgorithm::RsaPss(_)) { &pss[..] } else { &[] };
        let arguments =
            ["pkeyutl", "-sign", "-inkey", "key.pem", "-in", "digest", "-out", "value", "-pkeyopt", digest];
        openssl(&[&arguments[..], padding].concat());
        let signed = prepared.complete(&std::fs::read(path("value")).unwrap()).unwrap();
        let document = Document::parse(&signed).unwrap();
        let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
        assert_eq!(verification.errors().next(), None, "{algorithm}");
        // A bare key beside the certificate must be the same key.
        let curve = match kind {
            "EC:P-256" => Some(("1.2.840.10045.3.1.7", 65)),
            "EC:P-384" => Some(("1.3.132.0.34", 97)),
            _ => None,
        };
        if let Some((oid, length)) = curve {
            use base64::Engine as _;
            let spki = certificates[0].subject_public_key_info();
            let mut point = spki[spki.len() - length..].to_vec();
            for same in [true, false] {
                let encoded = base64::engine::general_purpose::STANDARD.encode(&point);
                let key_value = format!(
                    "<KeyInfo><KeyValue><ECKeyValue xmlns=\"http://www.w3.org/2009/xmldsig11#\">\
                     <NamedCurve URI=\"urn:oid:{oid}\"/><PublicKey>{encoded}</PublicKey></ECKeyValue></KeyValue>"
                );
                let with = String::from_utf8(signed.clone()).unwrap().replacen("<KeyInfo>", &key_value, 1);
                let document = Document::parse(with.as_bytes()).unwrap();
                let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
                let found = verification.errors().next().map(|error| error.defect().clone());
                assert_eq!(found, (!same).then_some(dsig::Defect::KeyValueDiffers), "{algorithm}");
                point[1] ^= 1;
            }
        }
        // xmlsec1 knows no RSASSA-PSS before 1.3.
        if !matches!(algorithm, SignatureAlgorithm::RsaPss(_)) {
            std::fs::write(path("signed.xml"), &signed).unwrap();
            let output = Command::new("xmlsec1")
                .args(["--verify", "--pubkey-cert-der"])
                .arg(path("certificate.der"))
                .arg(path("signed.xml"))
                .output()
                .unwrap();
            assert!(output.status.success(), "{algorithm}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

/// Parameters of the content's canonicalization and every kind of Verification, computed by Python: what is right is
/// verified, and what the signer's own statement contradicts is refused by its name.
#[test]
fn version_2_parameters_and_verifications_agree_with_an_independent_computation() {
    use koseki::dsig::Defect;
    if !peer("python3") || !peer("openssl") {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dsig_version2.py");
    let folder = tempfile::tempdir().unwrap();
    let (unsigned, signed) = (folder.path().join("unsigned.xml"), folder.path().join("signed.xml"));
    let source = "<?xml version=\"1.0\"?>\n<?p i?>\n<k:a xmlns:k=\"urn:k\" xmlns:u=\"urn:u\" ID=\"R\" k:b=\"u:x\">\r\n  <k:q> u:name </k:q>\n\
                  <u:c xml:space=\"preserve\"> 辻\u{e0100} 𠮷 </u:c> <d xmlns=\"urn:d\" u:e=\"&lt;&#9;\"/></k:a>\n";
    std::fs::write(&unsigned, source).unwrap();
    let python = |arguments: &[&str]| {
        let output = Command::new("python3").arg(&script).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let (key, certificate) =
        (fixtures().join("keys/minister.pem"), fixtures().join("pki/signers/minister.cer"));
    let found = |wrapper: &str, options: &[&str]| {
        let paths = [&unsigned, &signed, &key, &certificate].map(|path| path.to_str().unwrap());
        python(&[&["sign"], &paths[..], &[wrapper], options].concat());
        let octets = std::fs::read(&signed).unwrap();
        let document = Document::parse(&octets).unwrap();
        let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
        verification.errors().next().map(|error| error.defect().clone())
    };
    // Digest and value agree with the peer's; that white space was trimmed is said all the same.
    let trimmed = |options: &[&str]| options.contains(&"trim").then_some(Defect::WhiteSpaceUnsigned);
    let aware = ["qname-element={urn:k}q", "qname-attribute={urn:k}b"];
    let position = ["uri=#R", "position=/k:a[1]"];
    let identifier = ["uri=#R", "id-attribute=ID,a,urn:k"];
    for wrapper in ["Verifications", "Verification", "none"] {
        for options in
            [&[][..], &["no-length"], &["trim"], &aware, &[&aware[..], &["trim"]].concat(), &["position=/"]]
        {
            assert_eq!(found(wrapper, options), trimmed(options), "{wrapper} {options:?}");
        }
        // CPython declares a prefix for the attribute without namespace (see the script).
        std::fs::write(&unsigned, source.replacen(" ID=\"R\"", "", 1)).unwrap();
        for options in [&["rewrite"][..], &[&aware[..], &["rewrite", "trim"]].concat()] {
            assert_eq!(found(wrapper, options), trimmed(options), "{wrapper} {options:?}");
        }
        // `#R` leaves the processing instruction outside the root unsigned.
        std::fs::write(&unsigned, source.replacen("<?p i?>\n", "", 1)).unwrap();
        for options in [
            &["uri=#R"][..],
            &position,
            &identifier,
            &["uri=#R", "position=/k:a", "id-attribute=ID,a,urn:k", "trim"],
        ] {
            assert_eq!(found(wrapper, options), trimmed(options), "{wrapper} {options:?}");
        }
        for (options, defect) in [
            (&["uri=#R", "position=/k:b"][..], Defect::PositionAssertion),
            (&["uri=#R", "position=/k:a/k:q"], Defect::PositionAssertion),
            (&["position=/k:a"], Defect::PositionAssertion),
            (&["uri=#R", "id-attribute=Id,a,urn:k"], Defect::IdAttributes),
            (&["uri=#R", "id-attribute=ID,a,urn:u"], Defect::IdAttributes),
            (&["uri=#R", "id-attribute=ID,q,urn:k"], Defect::IdAttributes),
        ] {
            assert_eq!(found(wrapper, options), Some(defect), "{wrapper} {options:?}");
        }
        assert!(matches!(
            found(wrapper, &["length=1"]),
            Some(Defect::DigestDataLength { stated: Some(1), .. })
        ));
        std::fs::write(&unsigned, source).unwrap();
    }
}
