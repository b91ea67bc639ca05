//! Every command that help, README and guides show, run as it stands; and that help, manual pages and completions leave nothing
//! out.
//!
//! The commands run in a folder in which every name they use is there: a test PKI of now, documents signed now, a trust
//! store, kept records. Each example of a help text runs alone, each block of a document in one folder after the other.
#![cfg(all(feature = "cli", feature = "aws-lc", unix))]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm};
use koseki::pki::Certificate;
use koseki::sign::{SigningIdentity, SigningRequest, sign_pdf, sign_xml};
use koseki::test_pki::{Gpki, Key, Keys};
use koseki::time::Time;
use support::{fixture, peer};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KOSEKI: &str = env!("CARGO_BIN_EXE_koseki");

/// A server would run for ever: it is asked to end after two seconds, which it must do with 0. Without an address of its own it
/// gets a free port.
const SERVES_FOR_A_WHILE: &str = r#"koseki() {
    if [ "$1" != serve ]; then command koseki "$@"; return; fi
    case "$*" in *--listen*) ;; *) set -- "$@" --listen 127.0.0.1:0 ;; esac
    timeout --preserve-status --signal TERM 2 koseki "$@"
}"#;

/// The folder in which commands run.
struct Stage {
    folder: tempfile::TempDir,
    /// What stands in documents for what is different each time.
    real: BTreeMap<&'static str, String>,
}

impl Stage {
    fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = Self { folder, real: BTreeMap::new() };
        let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
        let now = Time::from_unix(now - 60).unwrap();
        let keys = Keys::from_names(|name| Ok::<_, koseki::test_pki::Error>(key(name))).unwrap();
        let gpki = Gpki::new(&keys, now).unwrap();
        stage.pki(&gpki);
        stage.documents(&gpki, &keys, now);
        stage.schemas();
        stage.agency();
        stage.stores();
        // Whatever umask this runs under: `doctor` speaks of what others may write.
        assert!(
            Command::new("chmod").args(["-R", "go-w"]).arg(stage.folder.path()).status().unwrap().success()
        );
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, octets: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, octets).unwrap();
        let mode = if name.ends_with(".pem") || name.ends_with(".p8") || name.ends_with("pin.txt") {
            0o600
        } else {
            0o644
        };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Authorities with their lists of now; those of the fixtures, whose time is fixed, beside them.
    fn pki(&self, gpki: &Gpki) {
        self.put("anchors/official-status-ca.cer", &gpki.official_status_ca);
        self.put("ca.cer", &gpki.official_status_ca);
        self.put("root.cer", &gpki.official_status_ca);
        self.put("bridge.cer", &gpki.bridge_to_official_status);
        self.put("link.cer", &gpki.link_next_with_present);
        self.put("cross/bridge.cer", &gpki.bridge_to_official_status);
        for (name, list) in [
            ("official-status", &gpki.official_status_crl),
            ("official-status-arl", &gpki.official_status_arl),
        ] {
            self.put(&format!("crls/{name}.crl"), list);
            self.put(&format!("crls/{name}-of-the-fixtures.crl"), fixture(&format!("pki/crls/{name}.crl")));
            self.put(&format!("{name}.crl"), list);
        }
        self.put("minister.cer", &gpki.minister);
        self.put("signer.cer", &gpki.minister);
        for name in ["minister.pem", "key.pem"] {
            self.put(name, fixture("keys/minister.pem"));
        }
    }

    fn documents(&self, gpki: &Gpki, keys: &Keys, now: Time) {
        let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        let certificate = Certificate::parse(&gpki.minister).unwrap();
        let identity = SigningIdentity::new(certificate, Vec::new(), algorithm).unwrap();
        let request = SigningRequest::new(now);
        let pdf = |name: &str| sign_pdf(&fixture(name), &identity, keys.minister.signer(), &request).unwrap();
        let xml = |name: &str| sign_xml(&fixture(name), &identity, keys.minister.signer(), &request).unwrap();
        let (couple, divorce) = (pdf("documents/couple-and-child.pdf"), pdf("documents/divorce.pdf"));
        let register = xml("documents/couple-and-child.xml");
        for name in
            ["certificate.pdf", "received/certificate.pdf", "inbox/certificate.pdf", "受領/証明書.pdf"]
        {
            self.put(name, &couple);
        }
        self.put("received.pdf", &divorce);
        self.put("受領/証明書2.pdf", &divorce);
        for name in
            ["certificate.xml", "received/certificate.xml", "inbox/certificate.xml", "受領/証明書.xml"]
        {
            self.put(name, &register);
        }
        self.put("old.pdf", fixture("signed/couple-and-child.pdf"));
        for name in ["register.pdf", "draft.pdf", "drafts/one.pdf", "原稿/1.pdf"] {
            self.put(name, fixture("documents/couple-and-child.pdf"));
        }
        for name in ["register.xml", "registers/one.xml", "drafts/two.xml", "原稿/2.xml"] {
            self.put(name, fixture("documents/couple-and-child.xml"));
        }
        self.put("font.otf", fixture("fonts/NotoSerifCJKjp-Regular-koseki.otf"));
        let notice = r#"<DOC><BODY ID="DOCBODY"><P>notice</P></BODY></DOC>"#;
        self.put(
            "notice.xml",
            sign_xml(notice.as_bytes(), &identity, keys.minister.signer(), &request).unwrap(),
        );
        fs::create_dir(self.path("attachments")).unwrap();
    }

    fn schemas(&self) {
        let sample = fs::read_to_string(Path::new(ROOT).join("schemas/koseki-sample-1.xsd")).unwrap();
        self.put("koseki.xsd", &sample);
        let other = format!("{sample}<!-- another digest -->\n");
        self.put("register.xsd", &other);
        let common = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://example.jp/common.xsd">
            <xs:element name="common"/></xs:schema>"#;
        self.put("common.xsd", common);
    }

    /// The agency: its key, its certificate, its authority.
    fn agency(&self) {
        for (name, from) in
            [("agency.pem", "agency"), ("sender.pem", "agency"), ("agency-next.pem", "agency")]
        {
            self.put(name, fixture(&format!("keys/{from}.pem")));
        }
        for name in ["agency.cer", "sender.cer", "agency-next.cer"] {
            self.put(name, fixture("records/agency.cer"));
        }
        self.put("agency-ca.cer", fixture("records/agency-ca.cer"));
        self.put("agency.crl", fixture("records/agency-ca.crl"));
    }

    /// What koseki itself keeps: a trust store, pinned schemas, records, a configuration.
    fn stores(&mut self) {
        let by = ["--by", "Test Office"];
        let sha256 =
            |name: &str| DigestAlgorithm::Sha256.digest(&fs::read(self.path(name)).unwrap()).to_hex();
        let (ca, root) = (sha256("ca.cer"), sha256("root.cer"));
        let add = |arguments: &[&str]| self.must(&[&["trust", "add", "store"], arguments, &by[..]].concat());
        add(&["ca.cer", "--sha256", &ca]);
        add(&["official-status.crl", "official-status-arl.crl"]);
        self.must(&[
            "schema",
            "add",
            "register.xsd",
            "--store",
            "schemas",
            "--by",
            "Test",
            "--source",
            "test",
        ]);
        let pinned = self.must(&["schema", "list", "--store", "schemas", "--format", "json"]);
        let pinned: serde_json::Value = serde_json::from_slice(&pinned.stdout).unwrap();
        let pinned = pinned["schemas"][0]["sha256"].as_str().unwrap().to_owned();
        let record = |folder: &str, document: &str| {
            let keys = ["--record-key", "agency.pem", "--record-cert", "agency.cer", "--quiet"];
            self.must(&[&["verify", document, "--trust", "store", "--record", folder], &keys[..]].concat());
        };
        record("records", "received.pdf");
        record("one", "certificate.pdf");
        let one = fs::read_dir(self.path("one")).unwrap().next().unwrap().unwrap().path();
        fs::rename(one, self.path("record.p7m")).unwrap();
        self.must(
            &[
                &["trust", "bundle", "make", "store", "--out", "bundle-2027-01", "--key", "sender.pem"][..],
                &["--cert", "sender.cer"],
                &by[..],
            ]
            .concat(),
        );
        let configuration = format!(
            "[trust]\nanchors = [\"store\"]\n[schema]\nstore = \"schemas\"\ndocuments = \"sha256:{pinned}\"\n"
        );
        self.put("koseki.toml", configuration);
        self.real = BTreeMap::from([
            ("7F:83:B1:65:…", root.clone()),
            ("7F:83:B1:…", root),
            ("7f83b165", ca[..8].to_owned()),
            ("sha256:0a1b2c3d", format!("sha256:{}", &pinned[..8])),
            ("0a1b2c3d", pinned[..8].to_owned()),
            ("cargo run --release -- demo", "koseki demo".to_owned()),
            // Two tests would want the same port.
            ("127.0.0.1:8402", "127.0.0.1:0".to_owned()),
        ]);
    }

    #[track_caller]
    fn must(&self, arguments: &[&str]) -> Output {
        let output = self.environment(Command::new(KOSEKI)).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
        output
    }

    fn environment(&self, mut command: Command) -> Command {
        let folder = Path::new(KOSEKI).parent().unwrap().display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .current_dir(self.folder.path())
            .env("PATH", format!("{folder}:{path}"))
            .env("KOSEKI_CONFIG", "")
            .env("LC_ALL", "C.UTF-8")
            // `--open` opens nothing here.
            .env("BROWSER", "true")
            .stdin(std::process::Stdio::null());
        command
    }

    /// A shell runs it, as it stands but for what is different each time.
    fn shell(&self, script: &str) -> Output {
        // The longest first: one may begin another.
        let mut real: Vec<_> = self.real.iter().collect();
        real.sort_by_key(|(shown, _)| std::cmp::Reverse(shown.len()));
        let script =
            real.into_iter().fold(script.to_owned(), |script, (shown, real)| script.replace(shown, real));
        let script = format!("{SERVES_FOR_A_WHILE}\n{script}");
        self.environment(Command::new("bash")).args(["-euo", "pipefail", "-c", &script]).output().unwrap()
    }

    /// A copy in which another command runs.
    fn again(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let from = format!("{}/.", self.folder.path().display());
        assert!(Command::new("cp").arg("-a").arg(from).arg(folder.path()).status().unwrap().success());
        Self { folder, real: self.real.clone() }
    }

    /// The key with a passphrase.
    fn with_passphrase(&self) -> bool {
        if !peer("openssl") {
            return false;
        }
        let script = "set -e
            printf '123456\\n' > pin.txt; chmod 600 pin.txt; cp -p pin.txt pass.txt
            openssl pkcs8 -topk8 -in minister.pem -out minister.p8 -passout file:pin.txt; chmod 600 minister.p8
            cp -p minister.p8 key.p8";
        let output = self.shell(script);
        assert!(output.status.success(), "{}", told(&output));
        true
    }

    /// The same, and a token that has the key.
    fn with_token(&self) -> bool {
        if !(self.with_passphrase() && peer("softhsm2-util")) {
            return false;
        }
        let script = "printf '%s/tokens' \"$PWD\" > /dev/null; mkdir tokens
            printf 'directories.tokendir = %s/tokens\\nlog.level = ERROR\\n' \"$PWD\" > softhsm2.conf
            export SOFTHSM2_CONF=\"$PWD/softhsm2.conf\"
            softhsm2-util --init-token --free --label issuer --pin 123456 --so-pin 567890
            softhsm2-util --import minister.pem --token issuer --label minister --id a1 --pin 123456";
        let output = self.shell(script);
        assert!(output.status.success(), "{}", told(&output));
        true
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn key(name: &str) -> Key {
    use base64::Engine as _;
    let text = String::from_utf8(fixture(&format!("keys/{name}.pem"))).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    Key::from_pkcs8(&base64::engine::general_purpose::STANDARD.decode(body).unwrap()).unwrap()
}

/// Help of a command and of every one below it, by its words.
fn helps() -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let mut open = vec![Vec::<String>::new()];
    while let Some(words) = open.pop() {
        let output = Command::new(KOSEKI)
            .args(&words)
            .args(["--help", "--lang", "en"])
            .env("KOSEKI_CONFIG", "")
            .output()
            .unwrap();
        assert!(output.status.success(), "{words:?}");
        let help = String::from_utf8(output.stdout).unwrap();
        let commands =
            help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
        for line in commands.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
            let name = line.split_whitespace().next().unwrap();
            if name != "help" {
                open.push([&words[..], &[name.to_owned()]].concat());
            }
        }
        found.push((words, help));
    }
    found.sort();
    found
}

/// The commands of a help text, continuation lines joined.
fn examples(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| !line.starts_with("Example"));
    let mut found: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in lines.skip(1).take_while(|line| line.starts_with("  ")) {
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => *last = format!("{last}\n{line}"),
            None => found.push(line.trim_start().to_owned()),
        }
        goes_on = line.ends_with('\\');
    }
    found
}

#[test]
fn every_command_has_examples_and_each_of_them_runs() {
    let stage = Stage::set();
    let has_token = stage.with_token();
    let mut count = 0;
    for (words, help) in helps() {
        let examples = examples(&help);
        assert!(!examples.is_empty(), "koseki {} --help shows no example:\n{help}", words.join(" "));
        for example in examples {
            assert!(example.contains("koseki "), "{words:?}: {example}");
            if !has_token && example.contains("--passphrase-file") {
                eprintln!("SKIPPED: {example}");
                continue;
            }
            let place = stage.again();
            if has_token {
                // The token's folder moved with the copy.
                let conf = fs::read_to_string(place.path("softhsm2.conf")).unwrap();
                let moved = conf
                    .replace(&*stage.folder.path().to_string_lossy(), &place.folder.path().to_string_lossy());
                fs::write(place.path("softhsm2.conf"), moved).unwrap();
            }
            let output = place.shell(&format!("export SOFTHSM2_CONF=\"$PWD/softhsm2.conf\"\n{example}"));
            assert!(
                output.status.success(),
                "{example}\nends with {:?}:\n{}",
                output.status.code(),
                told(&output)
            );
            count += 1;
        }
    }
    assert!(count > 40, "{count} examples");
}

/// What stands between ```sh and ```.
fn blocks(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside: Option<String> = None;
    for line in text.lines() {
        match (&mut inside, line) {
            (None, "```sh") => inside = Some(String::new()),
            (Some(block), "```") => {
                found.push(std::mem::take(block));
                inside = None;
            }
            (Some(block), line) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, _) => {}
        }
    }
    found
}

/// Documents whose commands are run.
const DOCUMENTS: [&str; 6] = [
    "README.md",
    "README.ja.md",
    "docs/guide/発行事務.md",
    "docs/guide/検証機関.md",
    "docs/records.md",
    "docs/trust-store.md",
];

#[test]
fn every_command_of_readme_and_guides_runs() {
    let stage = Stage::set();
    let has_passphrase = stage.with_passphrase();
    let mut count = 0;
    for document in DOCUMENTS {
        let text = fs::read_to_string(Path::new(ROOT).join(document)).unwrap();
        let blocks = blocks(&text);
        assert!(!blocks.is_empty(), "{document} shows no command");
        for block in blocks.iter().filter(|block| *block != "cargo test\n") {
            if !has_passphrase && block.contains("--passphrase-file") {
                eprintln!("SKIPPED: {block}");
                continue;
            }
            let place = stage.again();
            if block.contains("--out bundle-2027-01") {
                fs::remove_dir_all(place.path("bundle-2027-01")).unwrap();
            }
            let output = place.shell(block);
            assert!(
                output.status.success(),
                "{document}:\n{block}ends with {:?}:\n{}",
                output.status.code(),
                told(&output)
            );
            count += block.lines().filter(|line| line.starts_with("koseki ")).count();
        }
    }
    assert!(count > 30, "{count} commands");
}

/// What is shown in code stands in both, word for word; headings and tables have the same shape.
#[test]
fn the_japanese_readme_is_equal_to_the_english_one() {
    let read = |name: &str| fs::read_to_string(Path::new(ROOT).join(name)).unwrap();
    let shape = |text: &str| {
        let mut inside = false;
        let mut code = Vec::new();
        let (mut headings, mut rows) = (Vec::new(), Vec::new());
        for line in text.lines() {
            if line.starts_with("```") {
                inside = !inside;
                code.push(line.to_owned());
            } else if inside {
                code.push(line.to_owned());
            } else if line.starts_with('#') {
                headings.push(line.chars().take_while(|one| *one == '#').count());
            } else if line.starts_with('|') {
                // The first cell of each row that is code: commands, features.
                rows.push(line.split('|').nth(1).unwrap().trim().to_owned());
            }
        }
        rows.retain(|row| row.starts_with('`'));
        (headings, code, rows)
    };
    let (english, japanese) = (shape(&read("README.md")), shape(&read("README.ja.md")));
    assert_eq!(english.0, japanese.0, "headings");
    assert_eq!(english.1, japanese.1, "code");
    assert_eq!(english.2, japanese.2, "rows of tables");
    // What was measured is the same in both: whoever writes the table anew copies it.
    let measured = |text: &str| {
        text.split("<!-- peers -->")
            .nth(1)
            .and_then(|rest| rest.split("<!-- /peers -->").next())
            .map(str::to_owned)
    };
    assert_eq!(measured(&read("README.md")), measured(&read("README.ja.md")));
    // Every file that one of them leads to, the other leads to as well.
    let links = |text: &str| {
        let mut found: Vec<String> = text
            .split("](")
            .skip(1)
            .map(|rest| rest.split(')').next().unwrap().to_owned())
            .filter(|link| !link.starts_with("README"))
            .collect();
        found.sort();
        found.dedup();
        found
    };
    assert_eq!(links(&read("README.md")), links(&read("README.ja.md")));
}

#[test]
fn every_command_is_in_the_table_of_readme() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    for (words, _) in helps().iter().filter(|(words, _)| words.len() == 1) {
        let listed = readme.lines().any(|line| line.starts_with(&format!("| `{}", words[0])));
        assert!(listed, "README's table has no row for {}", words[0]);
    }
}

/// Long options of a help text.
fn options(help: &str) -> Vec<String> {
    // Descriptions stand further in.
    let outer = help.lines().filter(|line| line.len() - line.trim_start().len() <= 6);
    let starts = outer.map(str::trim_start).filter(|line| line.starts_with('-'));
    let words = starts.flat_map(|line| line.split([' ', ',', '=']).take(4).collect::<Vec<_>>());
    let mut found: Vec<String> = words.filter(|word| word.starts_with("--")).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn manual_pages_and_completions_leave_nothing_out() {
    let folder = tempfile::tempdir().unwrap();
    let koseki = |arguments: &[&str]| {
        let output = Command::new(KOSEKI)
            .args(arguments)
            .current_dir(folder.path())
            .env("KOSEKI_CONFIG", "")
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    koseki(&["man", "--out", "man1", "--lang", "en"]);
    let scripts: Vec<(&str, String)> = ["bash", "elvish", "fish", "powershell", "zsh"]
        .map(|shell| (shell, koseki(&["completions", shell])))
        .into();
    let helps = helps();
    assert!(helps.len() > 20);
    for (words, help) in &helps {
        let name = [&["koseki".to_owned()], &words[..]].concat().join("-");
        let page = fs::read_to_string(folder.path().join(format!("man1/{name}.1")))
            .unwrap_or_else(|_| panic!("no page {name}.1"));
        let page = page.replace('\\', "");
        for option in options(help) {
            // clap_complete's fish script completes options two commands deep.
            let scripts = scripts.iter().filter(|(shell, _)| *shell != "fish" || words.len() < 3);
            assert!(page.contains(&option), "{name}.1 has no {option}");
            for (shell, script) in scripts {
                let in_script =
                    if *shell == "fish" { format!("-l {}", &option[2..]) } else { option.clone() };
                assert!(script.contains(&in_script), "{shell} does not complete {option} of {name}");
            }
        }
        for (shell, script) in &scripts {
            let last = words.last().map_or("koseki", String::as_str);
            assert!(script.contains(last), "{shell} does not complete {last}");
        }
    }
    let pages = fs::read_dir(folder.path().join("man1")).unwrap().count();
    assert_eq!(pages, helps.len(), "one page for each command, none for hidden ones");
}

/// The scripts are taken by their shells.
#[test]
fn shells_take_the_completions() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, check) in [("bash", vec!["-n"]), ("zsh", vec!["-n"]), ("fish", vec!["--no-execute"])] {
        if Command::new(shell).arg("--version").output().is_err() {
            eprintln!("SKIPPED: {shell} is not installed");
            continue;
        }
        let script =
            Command::new(KOSEKI).args(["completions", shell]).env("KOSEKI_CONFIG", "").output().unwrap();
        let file = folder.path().join(shell);
        fs::write(&file, &script.stdout).unwrap();
        let output = Command::new(shell).args(check).arg(&file).output().unwrap();
        assert!(output.status.success(), "{shell}: {}", told(&output));
    }
    // One completion as bash makes it.
    let script = "source ./bash; COMP_WORDS=(koseki ver); COMP_CWORD=1; _koseki koseki ver koseki; echo \"${COMPREPLY[@]}\"";
    let output = Command::new("bash").args(["-c", script]).current_dir(folder.path()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("verify"), "{}", told(&output));
}

/// Nothing is coloured where nobody asked for it: no terminal, or NO_COLOR; and CLICOLOR_FORCE asks.
#[test]
fn colour_is_left_out_where_it_is_not_wanted() {
    let verify =
        ["verify", "fixtures/signed/divorce.pdf", "--trust", "fixtures/pki/anchors/official-status-ca.cer"];
    let commands: [&[&str]; 6] = [
        &verify,
        &["doctor"],
        &["config", "check", "tests/cli_cases/config/unknown.toml"],
        &["record", "verify", "fixtures/records/good.p7m"],
        &["verify", "--no-such-option"],
        &["--help"],
    ];
    for arguments in commands {
        let coloured = |set: &[(&str, &str)]| {
            let mut command = Command::new(KOSEKI);
            command.args(arguments).current_dir(ROOT).env("KOSEKI_CONFIG", "").env("TERM", "xterm-256color");
            for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
                command.env_remove(name);
            }
            let output = command.envs(set.iter().copied()).output().unwrap();
            told(&output).contains('\u{1b}')
        };
        assert!(!coloured(&[]), "{arguments:?}: not to a terminal");
        assert!(coloured(&[("CLICOLOR_FORCE", "1")]), "{arguments:?}: asked for");
        assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "{arguments:?}: NO_COLOR");
    }
}
