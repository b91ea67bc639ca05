//! Key files at the command line: encrypted ones, their passphrases, and who may read them.
#![cfg(all(feature = "cli", unix))]

mod support;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use support::{fixture, peer};
use tempfile::TempDir;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
const PASSPHRASE: &str = "ひみつ-secret";

/// A folder of its own for keys, with the Minister's test key closed to others.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("plain.pem", &fixture("keys/minister.pem"), 0o600);
        folder.put("passphrase", format!("{PASSPHRASE}\nnot part of it\n").as_bytes(), 0o600);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, octets: &[u8], mode: u32) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, octets).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    /// Has OpenSSL write a file; it is closed to others then.
    fn openssl(&self, name: &str, arguments: &[&str]) -> PathBuf {
        let passphrase = format!("pass:{PASSPHRASE}");
        let certificate = format!("{FIXTURES}/pki/signers/minister.cer");
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| match *argument {
                "KEY" => self.path("plain.pem").display().to_string(),
                "CERTIFICATE" => certificate.clone(),
                "PASS" => passphrase.clone(),
                other => other.to_owned(),
            })
            .collect();
        let path = self.path(name);
        let output = Command::new("openssl").args(&arguments).arg("-out").arg(&path).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Every encrypted form that is opened.
    fn encrypted(&self) -> Vec<PathBuf> {
        self.put("minister.pem", &pem_of_certificate(), 0o600);
        let certificate = self.path("minister.pem").display().to_string();
        let pkcs8 = ["pkcs8", "-topk8", "-in", "KEY", "-passout", "PASS", "-v2", "aes-256-cbc"];
        let pkcs12 = ["pkcs12", "-export", "-inkey", "KEY", "-in", &certificate, "-passout", "PASS"];
        let with = |base: &[&'static str], more: &[&'static str]| [base, more].concat();
        vec![
            self.openssl("pbkdf2.pem", &with(&pkcs8, &["-v2prf", "hmacWithSHA256"])),
            self.openssl(
                "scrypt.der",
                &["pkcs8", "-topk8", "-in", "KEY", "-passout", "PASS", "-scrypt", "-outform", "DER"],
            ),
            self.openssl("key.p12", &pkcs12),
            self.openssl("sha512.p12", &[&pkcs12[..], &["-macalg", "sha512", "-iter", "10000"]].concat()),
            self.openssl("sha1.p12", &[&pkcs12[..], &["-macalg", "sha1"]].concat()),
        ]
    }

    fn sign(&self, key: &Path) -> Command {
        self.sign_in("en", key)
    }

    fn sign_in(&self, language: &str, key: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
        let out = self.path("signed.pdf");
        let _ = fs::remove_file(&out);
        command.arg("sign").arg(format!("{FIXTURES}/documents/adoption.pdf")).arg("--out").arg(out);
        command.arg("--key").arg(key).args(["--at", "2026-12-01T09:00:00+09:00", "--lang", language]);
        command.arg("--cert").arg(format!("{FIXTURES}/pki/signers/minister.cer"));
        command.stdin(Stdio::null());
        command
    }

    /// The exit code and what was said; a file was made exactly when the code is 0.
    fn run(&self, command: &mut Command) -> (i32, String) {
        let Output { status, stderr, .. } = command.output().unwrap();
        let code = status.code().unwrap();
        assert_eq!(self.path("signed.pdf").exists(), code == 0);
        if code == 0 {
            assert!(fs::read(self.path("signed.pdf")).unwrap() == fixture("signed/adoption.pdf"));
        }
        (code, String::from_utf8_lossy(&stderr).into_owned())
    }
}

fn pem_of_certificate() -> Vec<u8> {
    use base64::Engine as _;
    let der = fixture("pki/signers/minister.cer");
    let body = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> =
        body.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n")).into_bytes()
}

#[test]
fn opens_what_openssl_encrypts() {
    if !peer("openssl") {
        return;
    }
    let folder = Folder::new();
    for key in folder.encrypted() {
        let name = key.file_name().unwrap().to_string_lossy().into_owned();
        let from_file = folder.run(folder.sign(&key).arg("--passphrase-file").arg(folder.path("passphrase")));
        assert_eq!(from_file.0, 0, "{name}: {}", from_file.1);
        // A descriptor: what a caller hands over without a file.
        let mut child = folder
            .sign(&key)
            .args(["--passphrase-file", "/dev/stdin"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(PASSPHRASE.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{name} from a descriptor");
        // Without a passphrase, and with a wrong one.
        let (code, said) = folder.run(&mut folder.sign(&key));
        assert!(code == 4 && said.contains("--passphrase-file"), "{name}: {said}");
        let wrong = folder.put("wrong", b"Secret\n", 0o600);
        let (code, said) = folder.run(folder.sign(&key).arg("--passphrase-file").arg(wrong));
        assert_eq!(code, 4, "{name}: {said}");
        assert!(!said.contains("Secret"), "a passphrase is not repeated: {said}");
    }
}

#[test]
fn a_changed_pkcs12_file_is_not_opened() {
    if !peer("openssl") {
        return;
    }
    let folder = Folder::new();
    let good = fs::read(&folder.encrypted()[2]).unwrap();
    let passphrase = folder.path("passphrase");
    let code = |octets: &[u8]| {
        let key = folder.put("changed.p12", octets, 0o600);
        folder.run(folder.sign(&key).arg("--passphrase-file").arg(&passphrase)).0
    };
    assert_eq!(code(&good), 0);
    for at in [0, 4, good.len() / 3, good.len() / 2, good.len() - 60, good.len() - 1] {
        let mut changed = good.clone();
        changed[at] ^= 1;
        assert_eq!(code(&changed), 4, "octet {at}");
    }
    assert_eq!(code(&good[..good.len() - 1]), 4);
}

#[test]
fn weak_encryption_is_refused_by_name() {
    if !peer("openssl") {
        return;
    }
    let folder = Folder::new();
    folder.encrypted();
    let certificate = folder.path("minister.pem").display().to_string();
    let arguments = [
        "pkcs12",
        "-export",
        "-inkey",
        "KEY",
        "-in",
        &certificate,
        "-passout",
        "PASS",
        "-keypbe",
        "PBE-SHA1-3DES",
    ];
    let key = folder.openssl("legacy.p12", &arguments);
    let (code, said) = folder.run(folder.sign(&key).arg("--passphrase-file").arg(folder.path("passphrase")));
    assert!(code == 4 && said.contains("PBES2"), "{said}");
}

#[test]
fn a_key_that_others_can_read_or_write_is_refused() {
    let folder = Folder::new();
    let octets = fixture("keys/minister.pem");
    for mode in [0o600, 0o400, 0o700] {
        let key = folder.put("key.pem", &octets, mode);
        let (code, said) = folder.run(&mut folder.sign(&key));
        assert_eq!(code, 0, "mode {mode:o}: {said}");
        fs::remove_file(key).unwrap();
    }
    for mode in [0o640, 0o604, 0o620, 0o602, 0o601, 0o644] {
        let key = folder.put("key.pem", &octets, mode);
        let (code, said) = folder.run(&mut folder.sign(&key));
        assert_eq!(code, 4, "mode {mode:o}: {said}");
        assert!(said.contains("chmod 600") && said.contains("--allow-readable-key"), "{said}");
        let (code, said) = folder.run(&mut folder.sign_in("ja", &key));
        assert!(code == 4 && said.contains("chmod 600") && said.contains("ほかの利用者"), "{said}");
        assert_eq!(folder.run(folder.sign(&key).arg("--allow-readable-key")).0, 0, "mode {mode:o}");
    }
}

#[test]
fn a_passphrase_that_others_can_read_is_refused() {
    if !peer("openssl") {
        return;
    }
    let folder = Folder::new();
    let key = &folder.encrypted()[0];
    let passphrase = folder.put("open", PASSPHRASE.as_bytes(), 0o644);
    let mut sign = folder.sign(key);
    let (code, said) = folder.run(sign.arg("--passphrase-file").arg(&passphrase));
    assert!(code == 4 && said.contains("open") && said.contains("chmod 600"), "{said}");
    assert_eq!(folder.run(sign.arg("--allow-readable-key")).0, 0);
}

#[test]
fn a_passphrase_is_never_an_argument() {
    let folder = Folder::new();
    for argument in ["--passphrase", "--password", "--pin"] {
        let (code, _) = folder.run(folder.sign(&folder.path("plain.pem")).args([argument, PASSPHRASE]));
        assert_eq!(code, 2, "{argument}");
    }
}

#[test]
fn a_passphrase_is_asked_for_on_a_terminal_and_not_shown() {
    if !peer("openssl") {
        return;
    }
    let folder = Folder::new();
    let key = folder
        .openssl("asked.pem", &["pkcs8", "-topk8", "-in", "KEY", "-passout", "PASS", "-v2", "aes-256-cbc"]);
    let command = folder.sign(&key);
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line: Vec<String> = words.map(|word| format!("'{}'", word.to_str().unwrap())).collect();
    let typed = |answer: &str| {
        let _ = fs::remove_file(folder.path("signed.pdf"));
        support::on_terminal(&line.join(" "), "Passphrase of", answer)
    };
    let Some((code, screen)) = typed(&format!("{PASSPHRASE}\n")) else { return };
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains(PASSPHRASE), "{screen}");
    assert!(fs::read(folder.path("signed.pdf")).unwrap() == fixture("signed/adoption.pdf"));
    for wrong in ["Secret\n", "\n", "\u{3}"] {
        let (code, screen) = typed(wrong).unwrap();
        assert!(code != 0 && !folder.path("signed.pdf").exists(), "{code} {screen}");
        assert!(!screen.contains("Secret"), "{screen}");
    }
}
