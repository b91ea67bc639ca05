//! Chains that mix algorithms, made by OpenSSL: RSASSA-PSS with a key of its own kind, ECDSA on both curves, RSA PKCS#1
//! v1.5 with each digest. Each is valid as it is and not when the last certificate's signature is another's.
#![cfg(feature = "aws-lc")]

mod support;

use std::path::Path;
use std::process::Command;

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{Certificate, PathDefect, PathOutcome, PathRequest, RevocationMode, TrustAnchor, validate};
use koseki::time::Time;

/// How a key is made, and how it signs.
struct Kind {
    key: &'static [&'static str],
    sign: &'static [&'static str],
}

const PSS_KEY: Kind = Kind {
    key: &[
        "-algorithm",
        "RSA-PSS",
        "-pkeyopt",
        "rsa_keygen_bits:2048",
        "-pkeyopt",
        "rsa_pss_keygen_md:sha256",
        "-pkeyopt",
        "rsa_pss_keygen_mgf1_md:sha256",
        "-pkeyopt",
        "rsa_pss_keygen_saltlen:32",
    ],
    sign: &["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"],
};
const PSS: Kind = Kind {
    key: &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"],
    sign: &["-sha384", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:48"],
};
const PKCS1: Kind =
    Kind { key: &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], sign: &["-sha512"] };
const P256: Kind =
    Kind { key: &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], sign: &["-sha256"] };
const P384: Kind =
    Kind { key: &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], sign: &["-sha384"] };

#[test]
fn chains_of_mixed_algorithms_are_valid() {
    if !support::peer("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (number, kinds) in
        [[&PSS_KEY, &P384, &P256], [&P256, &PSS, &PKCS1], [&PKCS1, &PSS_KEY, &P384]].iter().enumerate()
    {
        let folder = folder.path().join(number.to_string());
        std::fs::create_dir(&folder).unwrap();
        let [root, middle, leaf] = make(&folder, kinds);
        let defect = |anchor: &Certificate, middle: &Certificate, leaf: &Certificate| {
            let anchors = [TrustAnchor::from_certificate(anchor.clone()).unwrap()];
            let certificates = [middle.clone()];
            let at = Time::from_unix(leaf.not_before().unix() + 1).unwrap();
            let request = PathRequest {
                certificates: &certificates,
                revocation: RevocationMode::Off,
                ..PathRequest::new(leaf, &anchors, at)
            };
            match validate(&request, &mut Budget::new(PATH_STEPS)) {
                PathOutcome::Valid(path) => {
                    assert_eq!(path.certificates().len(), 2);
                    None
                }
                PathOutcome::Invalid(failure) => Some(failure.paths[0].errors[0].defect.clone()),
            }
        };
        assert_eq!(defect(&root, &middle, &leaf), None, "chain {number}");
        let mut octets = leaf.der().to_vec();
        *octets.last_mut().unwrap() ^= 1;
        let changed = Certificate::parse(&octets).unwrap();
        assert_eq!(defect(&root, &middle, &changed), Some(PathDefect::SignatureMismatch), "chain {number}");
    }
}

/// A key that is for PSS alone signs nothing else: the signature holds, the key does not allow it.
#[test]
fn a_key_for_pss_alone_is_read_as_such() {
    if !support::peer("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let [root, ..] = make(folder.path(), &[&PSS_KEY, &P256, &P256]);
    let key = root.public_key().unwrap();
    use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm, VerifyError};
    let value = vec![1; 256];
    let refused =
        |algorithm: SignatureAlgorithm| key.verify(algorithm, &algorithm.digest().digest(b""), &value);
    assert_eq!(refused(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)), Err(VerifyError::KeyKind));
    assert_eq!(refused(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha384)), Err(VerifyError::KeyKind));
    assert_eq!(refused(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256)), Err(VerifyError::Mismatch));
}

/// Root, CA and end entity, each with a key of its kind.
fn make(folder: &Path, [root, middle, leaf]: &[&Kind; 3]) -> [Certificate; 3] {
    let openssl = |arguments: &[&str]| {
        let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
    };
    let ca = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
    std::fs::write(folder.join("ca.cnf"), ca).unwrap();
    std::fs::write(folder.join("leaf.cnf"), "keyUsage=critical,digitalSignature\n").unwrap();
    for (name, kind) in [("root", root), ("middle", middle), ("leaf", leaf)] {
        let out = format!("{name}.key");
        openssl(&[&["genpkey", "-out", &out], kind.key].concat());
    }
    let request = |name: &str, kind: &Kind| {
        let (key, out, subject) =
            (format!("{name}.key"), format!("{name}.csr"), format!("/C=JP/O=TEST/CN={name}"));
        openssl(&[&["req", "-new", "-key", &key, "-out", &out, "-subj", &subject], kind.sign].concat());
    };
    let issue = |name: &str, (issuer, kind): (&str, &Kind), extensions: &str| {
        let (csr, out) = (format!("{name}.csr"), format!("{name}.cer"));
        let (key, ca) = (format!("{issuer}.key"), format!("{issuer}.cer"));
        let common = [
            "x509",
            "-req",
            "-in",
            &csr,
            "-out",
            &out,
            "-outform",
            "DER",
            "-days",
            "30",
            "-extfile",
            extensions,
            "-set_serial",
            "7",
        ];
        let signer: Vec<&str> = if name == issuer {
            vec!["-signkey", &key]
        } else {
            vec!["-CA", &ca, "-CAform", "DER", "-CAkey", &key]
        };
        openssl(&[&common[..], &signer, kind.sign].concat());
    };
    request("root", root);
    issue("root", ("root", root), "ca.cnf");
    request("middle", middle);
    issue("middle", ("root", root), "ca.cnf");
    request("leaf", leaf);
    issue("leaf", ("middle", middle), "leaf.cnf");
    ["root", "middle", "leaf"]
        .map(|name| Certificate::parse(&std::fs::read(folder.join(format!("{name}.cer"))).unwrap()).unwrap())
}

/// RSA-2048 makes its last signature in 2030.
#[cfg(feature = "test-pki")]
#[test]
fn nothing_new_is_signed_with_a_key_past_its_end() {
    use koseki::sign::{SignError, SigningIdentity, SigningRequest, prepare_xml};
    use koseki::test_pki::{CertificateBuilder, Key, KeyUsage, Validity, names};
    let time = |text| Time::parse_rfc3339(text).unwrap();
    let key = Key::generate().unwrap();
    let validity =
        Validity { not_before: time("2029-01-01T00:00:00Z"), not_after: time("2033-01-01T00:00:00Z") };
    let builder =
        CertificateBuilder::new(&names::minister(), key.spki(), &names::official_status_ca(), 7, validity);
    let der = builder.key_usage(&[KeyUsage::DigitalSignature]).sign(key.signer()).unwrap();
    let algorithm = key.signer().algorithm();
    let identity = SigningIdentity::new(Certificate::parse(&der).unwrap(), Vec::new(), algorithm).unwrap();
    let input = support::fixture("documents/divorce.xml");
    let prepare = |at| prepare_xml(&input, &identity, &SigningRequest::new(time(at))).map(|_| ());
    assert!(prepare("2030-12-31T23:59:59Z").is_ok());
    assert!(matches!(prepare("2031-01-01T00:00:00Z"), Err(SignError::AlgorithmPolicy(_))));
}
