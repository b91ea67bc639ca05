//! What we build, OpenSSL accepts; what OpenSSL builds, we accept; keys that OpenSSL writes, we open.
//!
//! Without `openssl` the tests say so and end, except when `KOSEKI_REQUIRE_PEERS=1`.

use std::path::Path;
use std::process::{Command, Output};

use koseki::cms::{Encoding, SignedData, SignerIdentity, Template};
use koseki::crypto::{DigestAlgorithm, Signer, SoftwareSigner};
use koseki::pki::Certificate;
use koseki::time::Time;

const CONTENT: &[u8] = b"%PDF-1.7\nthe octets that are signed\n";

fn openssl(folder: &Path, arguments: &str) -> Output {
    Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output().unwrap()
}

/// A folder with a key (plain and encrypted), a self-signed certificate and the content; `None` without OpenSSL.
fn prepared() -> Option<tempfile::TempDir> {
    if Command::new("openssl").arg("version").output().is_err() {
        assert!(
            std::env::var("KOSEKI_REQUIRE_PEERS").as_deref() != Ok("1"),
            "KOSEKI_REQUIRE_PEERS=1, but there is no openssl"
        );
        println!("skipped: no openssl");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("content"), CONTENT).unwrap();
    for arguments in [
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3650 -subj /CN=Test",
        "pkcs8 -topk8 -in key.pem -out encrypted.pem -v2 aes-256-cbc -passout pass:secret",
        "pkcs8 -topk8 -in key.pem -out scrypt.der -outform DER -scrypt -passout pass:secret",
        "rsa -in key.pem -out pkcs1.der -outform DER -traditional",
        "x509 -in cert.pem -out cert.der -outform DER",
        "pkcs12 -export -inkey key.pem -in cert.pem -out key.p12 -passout pass:secret",
    ] {
        let output = openssl(folder.path(), arguments);
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Some(folder)
}

fn certificate(folder: &Path) -> Certificate {
    Certificate::parse(&std::fs::read(folder.join("cert.der")).unwrap()).unwrap()
}

#[test]
fn openssl_accepts_what_we_build() {
    let Some(folder) = prepared() else { return };
    let folder = folder.path();
    let signer =
        SoftwareSigner::from_key_file(&std::fs::read(folder.join("key.pem")).unwrap(), None).unwrap();
    let certificate = certificate(folder);
    let identity = SignerIdentity {
        certificate: certificate.clone(),
        chain: vec![certificate],
        algorithm: signer.algorithm(),
    };
    let template = Template::new(&identity).unwrap();
    let digest = DigestAlgorithm::Sha256.digest(CONTENT);
    for time in ["2026-12-01T09:00:00+09:00", "2050-01-01T00:00:00Z"] {
        let time = Some(Time::parse_rfc3339(time).unwrap());
        let to_be_signed = template.signed_attributes(&digest, time).unwrap();
        let value = signer.sign(&to_be_signed.digest()).unwrap();
        let cms = to_be_signed.complete(&value).unwrap();
        assert_eq!(cms.len(), template.encoded_length(time));
        std::fs::write(folder.join("cms.der"), &cms).unwrap();
        let verify = "cms -verify -binary -inform DER -in cms.der -content content -CAfile cert.pem -purpose any \
                      -cades -no_check_time -out out";
        let output = openssl(folder, verify);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::write(folder.join("changed"), b"other").unwrap();
        let output = openssl(folder, &verify.replace("-content content", "-content changed"));
        assert!(!output.status.success(), "OpenSSL compares the content");
    }
}

#[test]
fn we_accept_what_openssl_builds() {
    let Some(folder) = prepared() else { return };
    let folder = folder.path();
    let sign = "cms -sign -binary -in content -signer cert.pem -inkey key.pem -outform DER -out cms.der";
    for (options, encoding) in [
        ("", Encoding::Der),
        (" -keyid", Encoding::Der),
        (" -noattr", Encoding::Der),
        (" -cades", Encoding::Der),
        (" -md sha512", Encoding::Der),
        (" -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32", Encoding::Der),
    ] {
        let output = openssl(folder, &format!("{sign}{options}"));
        assert!(output.status.success(), "{options}: {}", String::from_utf8_lossy(&output.stderr));
        let octets = std::fs::read(folder.join("cms.der")).unwrap();
        let signed_data = SignedData::parse(&octets).unwrap();
        assert_eq!(signed_data.encoding(), encoding, "{options}");
        let verification = signed_data.verify([CONTENT]);
        let signature = verification.into_verified().unwrap_or_else(|errors| panic!("{options}: {errors:?}"));
        assert_eq!(signature.signer_certificate(), &certificate(folder));
    }
}

#[test]
fn opens_the_keys_that_openssl_writes() {
    let Some(folder) = prepared() else { return };
    let open = |file: &str, passphrase: Option<&[u8]>| {
        let octets = std::fs::read(folder.path().join(file)).unwrap();
        SoftwareSigner::from_key_file(&octets, passphrase).map(|signer| signer.public_key_spki().unwrap())
    };
    let expected = certificate(folder.path()).subject_public_key_info().to_vec();
    for (file, passphrase) in [
        ("key.pem", None),
        ("pkcs1.der", None),
        ("encrypted.pem", Some(&b"secret"[..])),
        ("scrypt.der", Some(b"secret")),
        ("key.p12", Some(b"secret")),
    ] {
        assert_eq!(open(file, passphrase).as_ref(), Ok(&expected), "{file}");
    }
    assert!(open("encrypted.pem", Some(b"wrong")).is_err());
    assert!(open("scrypt.der", Some(b"wrong")).is_err());
    assert!(open("key.p12", Some(b"wrong")).is_err());
}
