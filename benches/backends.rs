//! Every backend beside its own floor: `cargo bench --features pure,test-pki --bench backends`.
//!
//! What `sign` measures for aws-lc in full, here for the key in Rust alone and the key in a token (SoftHSM2, when it is
//! installed) as well. A floor is one private-key operation straight through that backend, one check with the public key and
//! one SHA-256 pass; both through aws-lc, which verifies and digests in this build.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, ObjectHandle};
use cryptoki::session::{Session, UserType};
use koseki::crypto::{DigestAlgorithm, Pkcs11Signer, PureSoftwareSigner, Signer};
use koseki::sign::{InputTrust, SigningRequest, sign_document};
use rsa::Pkcs1v15Sign;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::SignatureScheme as _;
use support::documents;
use support::floor::Floor;
use support::issuer::{Issuer, SIZES, request};
use support::turns::{Contender, measure, print, print_head};
use zeroize::Zeroizing;

const PIN: &str = "koseki-1234";
/// Set for the process that has a token: SoftHSM2 reads its configuration from the environment.
const CONFIGURATION: &str = "SOFTHSM2_CONF";
const MODULES: [&str; 2] =
    ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];

fn main() {
    if std::env::var_os(CONFIGURATION).is_some() {
        return in_token();
    }
    print_head();
    for bits in SIZES {
        let issuer = Issuer::new(bits);
        let raw = Floor::new(&issuer.pkcs8);
        compare(&format!("aws-lc, RSA-{bits}"), &issuer, &issuer.signer, &|digest| {
            std::hint::black_box(raw.private(digest));
        });
        let key = rsa::RsaPrivateKey::from_pkcs8_der(&issuer.pkcs8).expect("the key");
        let signer = PureSoftwareSigner::from_der(&issuer.pkcs8).expect("the key");
        compare(&format!("pure, RSA-{bits}"), &issuer, &signer, &|digest| {
            let scheme = Pkcs1v15Sign::new::<sha2::Sha256>();
            let value = scheme.sign(Some(&mut getrandom::SysRng), &key, digest);
            std::hint::black_box(value.expect("a signature"));
        });
        token(bits, &issuer.pkcs8);
    }
}

/// A PDF and an XML document signed with one key, each beside the private-key operation alone and what goes with it.
fn compare(name: &str, issuer: &Issuer, signer: &dyn Signer, private: &dyn Fn(&[u8])) {
    let public = Floor::new(&issuer.pkcs8);
    for (kind, document) in [("PDF 50 KB", documents::pdf(50_000)), ("XML 20 KB", documents::xml(20_000))] {
        let sign = |input| {
            let (request, document) = (SigningRequest { input, ..request() }, &document);
            move || {
                let signed = sign_document(document, &issuer.identity, signer, &request);
                std::hint::black_box(signed.expect("it is signed"));
            }
        };
        let known = public.sign(&[b"known"]);
        let floor = || {
            let digest = DigestAlgorithm::Sha256.digest(&document);
            private(digest.as_bytes());
            public.verify(&[], (b"known", &known), &[]);
        };
        let contenders = vec![
            Contender::new("floor", floor),
            Contender::new("trusted input", sign(InputTrust::LeftToIssuer)),
            Contender::new("checked", sign(InputTrust::Checked)),
        ];
        print(&format!("{kind}, {name}"), &measure(contenders));
    }
}

/// Makes a token with the key and starts this program again inside it.
fn token(bits: u32, pkcs8: &[u8]) {
    if Command::new("softhsm2-util").arg("--version").output().is_err() {
        println!("| pkcs11, RSA-{bits} | softhsm2-util is not installed: not measured | | | |");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let configuration = folder.path().join("softhsm2.conf");
    let tokens = folder.path().join("tokens");
    std::fs::create_dir(&tokens).expect("a folder");
    std::fs::write(&configuration, format!("directories.tokendir = {}\n", tokens.display())).expect("a file");
    let (der, pem) = (folder.path().join("key.der"), folder.path().join("key.pem"));
    std::fs::write(&der, pkcs8).expect("a file");
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).env(CONFIGURATION, &configuration).output();
        let output = output.expect("a program");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let path = |path: &Path| path.display().to_string();
    run("openssl", &["pkey", "-inform", "DER", "-in", &path(&der), "-out", &path(&pem)]);
    run(
        "softhsm2-util",
        &["--init-token", "--free", "--label", "issuer", "--pin", PIN, "--so-pin", "so-1234"],
    );
    let key =
        ["--import", &path(&pem), "--token", "issuer", "--label", "minister", "--id", "a1", "--pin", PIN];
    run("softhsm2-util", &key);
    let child = Command::new(std::env::current_exe().expect("this program"))
        .env(CONFIGURATION, &configuration)
        .args([bits.to_string(), path(&der)])
        .status();
    assert!(child.expect("this program").success());
}

/// The child: its arguments are the size and the key, whose certificate is made anew.
fn in_token() {
    let mut arguments = std::env::args().skip(1);
    let bits = arguments.next().expect("a size");
    let pkcs8 = std::fs::read(arguments.next().expect("a key")).expect("the key");
    let issuer = Issuer::of(pkcs8);
    let module = MODULES.iter().map(PathBuf::from).find(|path| path.is_file()).expect("SoftHSM2's module");
    let uri = "pkcs11:token=issuer;object=minister".parse().expect("an address");
    let signer =
        Pkcs11Signer::open(&module, uri, &Zeroizing::new(PIN.to_owned())).expect("the key of the token");
    let (session, key) = raw_session(&module);
    compare(&format!("pkcs11, RSA-{bits}"), &issuer, &signer, &|digest| {
        // DigestInfo of SHA-256 (RFC 8017, 9.2, note 1).
        let mut info = const_hex::decode("3031300d060960864801650304020105000420").expect("digits");
        info.extend_from_slice(digest);
        std::hint::black_box(session.sign(&Mechanism::RsaPkcs, key, &info).expect("a signature"));
    });
}

fn raw_session(module: &Path) -> (Session, ObjectHandle) {
    let context = Pkcs11::new(module).expect("the module");
    // It may be initialized already, by the signer.
    let _ = context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK));
    let slot = context.get_slots_with_initialized_token().expect("slots")[0];
    let session = context.open_ro_session(slot).expect("a session");
    let _ = session.login(UserType::User, Some(&PIN.to_owned().into()));
    let wanted = [Attribute::Label(b"minister".to_vec()), Attribute::Sign(true)];
    let key = session.find_objects(&wanted).expect("objects")[0];
    (session, key)
}
