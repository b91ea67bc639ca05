//! Keys in a token, end to end against SoftHSM2: signing through the library from several threads, sessions lost and
//! regained, keys that must not sign, and the command line.
//!
//! SoftHSM2 reads its configuration from the environment, so each test starts itself again as a child that has it.
#![cfg(feature = "pkcs11")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use cryptoki::context::Pkcs11;
use cryptoki::object::{Attribute, KeyType, ObjectClass};
use cryptoki::session::UserType;
use koseki::crypto::{
    DigestAlgorithm, Pkcs11Signer, Pkcs11Uri, PublicKey, Signer, SigningError, SoftwareSigner,
};
use koseki::pki::Certificate;
use koseki::sign::{SigningIdentity, SigningRequest, sign_pdf, sign_xml};
use koseki::time::Time;
use support::{fixture, peer};
use zeroize::Zeroizing;

const PIN: &str = "koseki-1234";

/// Where Debian and others install the module.
const MODULES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
];

fn module() -> PathBuf {
    let found = MODULES.iter().map(Path::new).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("softhsm2-util is there but none of {MODULES:?}")).to_owned()
}

/// Whether this process is the child, in which the test itself runs; the parent makes a token, starts the child with it
/// and holds that it passed.
fn inside_a_token(name: &str) -> bool {
    if std::env::var_os("SOFTHSM2_CONF").is_some_and(|path| path.to_string_lossy().contains("koseki-token")) {
        return true;
    }
    if !peer("softhsm2-util") {
        return false;
    }
    let folder = tempfile::Builder::new().prefix("koseki-token-").tempdir().unwrap();
    let configuration = token(folder.path());
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env("SOFTHSM2_CONF", &configuration)
        .output()
        .unwrap();
    let text =
        format!("{}{}", String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr));
    assert!(child.status.success() && text.contains("1 passed"), "{text}");
    false
}

/// A token with the Minister's test key, and the path of its configuration.
fn token(folder: &Path) -> PathBuf {
    let configuration = folder.join("softhsm2.conf");
    std::fs::create_dir(folder.join("tokens")).unwrap();
    let text = format!("directories.tokendir = {}\nlog.level = ERROR\n", folder.join("tokens").display());
    std::fs::write(&configuration, text).unwrap();
    let key = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keys/minister.pem");
    let run = |arguments: &[&str]| {
        let output = Command::new("softhsm2-util")
            .args(arguments)
            .env("SOFTHSM2_CONF", &configuration)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["--init-token", "--free", "--label", "issuer", "--pin", PIN, "--so-pin", "so-pin-5678"]);
    let import =
        ["--import", key.to_str().unwrap(), "--token", "issuer", "--label", "minister", "--id", "a1"];
    run(&[&import[..], &["--pin", PIN]].concat());
    configuration
}

fn open(uri: &str, pin: &str) -> Result<Pkcs11Signer, SigningError> {
    Pkcs11Signer::open(&module(), uri.parse::<Pkcs11Uri>().unwrap(), &Zeroizing::new(pin.to_owned()))
}

fn minister() -> Certificate {
    Certificate::parse(&fixture("pki/signers/minister.cer")).unwrap()
}

/// The key's own public half says whether a value is its signature.
fn is_signature(digest: &koseki::crypto::Digest, value: &[u8], signer: &dyn Signer) -> bool {
    let file = SoftwareSigner::from_key_file(&fixture("keys/minister.pem"), None).unwrap();
    let key = PublicKey::from_spki(&file.public_key_spki().unwrap()).unwrap();
    key.verify(signer.algorithm(), digest, value).is_ok()
}

#[test]
fn signs_the_same_octets_as_the_key_file() {
    if !inside_a_token("signs_the_same_octets_as_the_key_file") {
        return;
    }
    let token = open("pkcs11:token=issuer;object=minister;id=%a1;type=private", PIN).unwrap();
    let file = SoftwareSigner::from_key_file(&fixture("keys/minister.pem"), None).unwrap();
    let identity = SigningIdentity::new(minister(), Vec::new(), token.algorithm()).unwrap();
    let request = SigningRequest::new(Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap());
    for name in ["documents/divorce.pdf", "documents/adoption.pdf"] {
        let input = fixture(name);
        let by_token = sign_pdf(&input, &identity, &token, &request).unwrap();
        assert!(by_token == sign_pdf(&input, &identity, &file, &request).unwrap(), "{name}");
    }
    let input = fixture("documents/divorce.xml");
    let by_token = sign_xml(&input, &identity, &token, &request).unwrap();
    assert!(by_token == sign_xml(&input, &identity, &file, &request).unwrap());
}

#[test]
fn signs_from_many_threads() {
    if !inside_a_token("signs_from_many_threads") {
        return;
    }
    let signer = open("pkcs11:object=minister", PIN).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..6_u8 {
            let signer = &signer;
            scope.spawn(move || {
                for round in 0..10_u8 {
                    let digest = DigestAlgorithm::Sha256.digest(&[thread, round]);
                    assert!(is_signature(&digest, &signer.sign(&digest).unwrap(), signer));
                }
            });
        }
    });
}

#[test]
fn regains_sessions_that_the_token_lost() {
    if !inside_a_token("regains_sessions_that_the_token_lost") {
        return;
    }
    let signer = open("pkcs11:token=issuer;object=minister", PIN).unwrap();
    let digest = DigestAlgorithm::Sha256.digest(b"before");
    signer.sign(&digest).unwrap();
    // Somebody logs the application out: sessions live on, the key is out of reach.
    let other = Pkcs11::new(module()).unwrap();
    let slot = other.get_slots_with_initialized_token().unwrap()[0];
    other.open_ro_session(slot).unwrap().logout().unwrap();
    let digest = DigestAlgorithm::Sha256.digest(b"after the log-out");
    assert!(is_signature(&digest, &signer.sign(&digest).unwrap(), &signer));
    // The module is shut down: every session is gone.
    other.finalize().unwrap();
    let digest = DigestAlgorithm::Sha256.digest(b"after the shut-down");
    assert!(is_signature(&digest, &signer.sign(&digest).unwrap(), &signer));
    // Lost under several threads that sign: none of them sees it.
    std::thread::scope(|scope| {
        for thread in 0..4_u8 {
            let signer = &signer;
            scope.spawn(move || {
                for round in 0..20_u8 {
                    let digest = DigestAlgorithm::Sha256.digest(&[thread, round]);
                    assert!(is_signature(&digest, &signer.sign(&digest).unwrap(), signer));
                    if thread == 0 && round % 5 == 4 {
                        let other = Pkcs11::new(module()).unwrap();
                        let slot = other.get_slots_with_initialized_token().unwrap()[0];
                        // Two log-outs may follow each other before anybody logs in again.
                        let _ = other.open_ro_session(slot).unwrap().logout();
                    }
                }
            });
        }
    });
}

#[test]
fn a_refused_pin_is_tried_once() {
    if !inside_a_token("a_refused_pin_is_tried_once") {
        return;
    }
    let refused = |result: Result<Pkcs11Signer, SigningError>| match result {
        Err(SigningError::Unavailable(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(open("pkcs11:object=minister", "wrong-pin")), "the token refused the PIN");
    assert_eq!(refused(open("pkcs11:token=other;object=minister", PIN)), "no token matches the URI");
    // The PIN is changed behind the signer's back, and the log-in lost.
    let signer = open("pkcs11:object=minister", PIN).unwrap();
    let other = Pkcs11::new(module()).unwrap();
    let slot = other.get_slots_with_initialized_token().unwrap()[0];
    let session = other.open_rw_session(slot).unwrap();
    session.set_pin(&PIN.to_owned().into(), &"another-pin".to_owned().into()).unwrap();
    session.logout().unwrap();
    let digest = DigestAlgorithm::Sha256.digest(b"x");
    let reason = |result: Result<Vec<u8>, SigningError>| result.unwrap_err().to_string();
    assert!(reason(signer.sign(&digest)).ends_with("the token refused the PIN"));
    assert!(reason(signer.sign(&digest)).ends_with("it is not tried again"));
}

#[test]
fn refuses_keys_that_are_not_fit() {
    if !inside_a_token("refuses_keys_that_are_not_fit") {
        return;
    }
    let good = open("pkcs11:object=minister", PIN).unwrap();
    let other = Pkcs11::new(module()).unwrap();
    let slot = other.get_slots_with_initialized_token().unwrap()[0];
    let session = other.open_rw_session(slot).unwrap();
    let _ = session.login(UserType::User, Some(&PIN.to_owned().into()));
    let make = |label: &str, bits: u64, extractable: bool, sign: bool| {
        let public = [Attribute::ModulusBits(bits.into()), Attribute::Token(false)];
        let private = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Label(label.into()),
            Attribute::Sensitive(true),
            Attribute::Extractable(extractable),
            Attribute::Sign(sign),
        ];
        session
            .generate_key_pair(&cryptoki::mechanism::Mechanism::RsaPkcsKeyPairGen, &public, &private)
            .unwrap();
    };
    make("fit", 2048, false, true);
    make("may-leave", 2048, true, true);
    make("cannot-sign", 2048, false, false);
    make("short", 1024, false, true);
    make("twice", 2048, false, true);
    make("twice", 2048, false, true);
    let secret = [
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::GENERIC_SECRET),
        Attribute::Token(true),
        Attribute::Label(b"secret".to_vec()),
        Attribute::Value(vec![1; 32]),
    ];
    session.create_object(&secret).unwrap();
    let rejected = |label: &str| match open(&format!("pkcs11:object={label}"), PIN) {
        Err(SigningError::KeyRejected(reason)) => reason,
        other => panic!("{label}: {other:?}"),
    };
    assert!(open("pkcs11:object=fit", PIN).is_ok());
    assert!(rejected("may-leave").contains("CKA_EXTRACTABLE"));
    assert!(rejected("cannot-sign").contains("CKA_SIGN"));
    assert!(rejected("short").contains("2048"));
    assert!(rejected("twice").contains("several keys"));
    assert!(rejected("secret").contains("no private RSA key"));
    assert!(rejected("absent").contains("no private RSA key"));
    assert_eq!(
        good.sign(&DigestAlgorithm::Sha512.digest(b"x")),
        Err(SigningError::DigestAlgorithm),
        "the key signs SHA-256 alone"
    );
}

#[cfg(all(feature = "cli", unix))]
#[test]
fn the_command_line_takes_the_pin_from_a_file_or_asks_for_it() {
    use std::os::unix::fs::PermissionsExt as _;
    if !inside_a_token("the_command_line_takes_the_pin_from_a_file_or_asks_for_it") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let uri = format!("pkcs11:token=issuer;object=minister?module-path={}", module().display());
    let sign = |key: &str| {
        let _ = std::fs::remove_file(path("signed.pdf"));
        [
            env!("CARGO_BIN_EXE_koseki").to_owned(),
            "sign".to_owned(),
            format!("{fixtures}/documents/adoption.pdf"),
            "--out".to_owned(),
            path("signed.pdf"),
            "--cert".to_owned(),
            format!("{fixtures}/pki/signers/minister.cer"),
            "--at".to_owned(),
            "2026-12-01T09:00:00+09:00".to_owned(),
            "--lang".to_owned(),
            "en".to_owned(),
            "--key".to_owned(),
            key.to_owned(),
        ]
    };
    let is_signed =
        || std::fs::read(path("signed.pdf")).is_ok_and(|octets| octets == fixture("signed/adoption.pdf"));
    let run = |arguments: &[String]| {
        let mut command = Command::new(&arguments[0]);
        let output = command.args(&arguments[1..]).stdin(std::process::Stdio::null()).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let put = |name: &str, pin: &str| {
        std::fs::write(path(name), pin).unwrap();
        std::fs::set_permissions(path(name), std::fs::Permissions::from_mode(0o600)).unwrap();
    };
    put("pin", &format!("{PIN}\n"));
    put("wrong", "wrong-pin\n");
    // From the file that the URI names, and from the one that an option names.
    let (code, said) = run(&sign(&format!("{uri}&pin-source=file:{}", path("pin"))));
    assert!(code == 0 && is_signed(), "{code} {said}");
    let with_file = |name: &str| [&sign(&uri)[..], &["--passphrase-file".to_owned(), path(name)]].concat();
    let (code, said) = run(&with_file("pin"));
    assert!(code == 0 && is_signed(), "{code} {said}");
    let (code, said) = run(&with_file("wrong"));
    assert!(code == 4 && said.contains("refused the PIN") && !said.contains("wrong-pin"), "{code} {said}");
    assert!(!Path::new(&path("signed.pdf")).exists());
    // Nobody to ask.
    let (code, said) = run(&sign(&uri));
    assert!(code == 4 && said.contains("--passphrase-file"), "{code} {said}");
    // Asked for on a terminal, and not shown.
    let line = sign(&uri).map(|word| format!("'{word}'")).join(" ");
    let Some((code, screen)) = support::on_terminal(&line, "PIN of the token", &format!("{PIN}\n")) else {
        return;
    };
    assert!(code == 0 && is_signed() && !screen.contains(PIN), "{code} {screen}");
    let _ = sign(&uri);
    let (code, screen) = support::on_terminal(&line, "PIN of the token", "wrong-pin\n").unwrap();
    assert!(
        code == 4 && screen.contains("refused the PIN") && !screen.contains("wrong-pin"),
        "{code} {screen}"
    );
    assert!(!Path::new(&path("signed.pdf")).exists());
}
