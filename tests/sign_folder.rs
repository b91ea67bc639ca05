//! `koseki sign` of a folder: killed at random moments and resumed, failures that stop nobody, names that are taken.
#![cfg(feature = "cli")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use support::fixture;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

fn sign(inputs: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
    command.arg("sign").arg(inputs).arg("--out").arg(out).args([
        "--at",
        "2026-12-01T09:00:00+09:00",
        "--jobs",
        "2",
    ]);
    command.args(["--allow-readable-key", "--key"]).arg(format!("{FIXTURES}/keys/minister.pem"));
    command.arg("--cert").arg(format!("{FIXTURES}/pki/signers/minister.cer"));
    command
}

fn run(command: &mut Command) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// Many small documents, some in sub-folders, each with a content of its own.
fn documents(folder: &Path, count: usize) {
    let xml = String::from_utf8(fixture("documents/adoption.xml")).unwrap();
    let pdf = fixture("documents/restored-surname.pdf");
    for number in 0..count {
        let below = folder.join(format!("{:02}", number % 3));
        fs::create_dir_all(&below).unwrap();
        if number % 10 == 9 {
            fs::write(below.join(format!("{number:03}.pdf")), &pdf).unwrap();
        } else {
            let text = xml.clone() + &format!("<!-- {number} -->\n");
            fs::write(below.join(format!("{number:03}.xml")), text).unwrap();
        }
    }
}

/// The visible files below a folder: path, octets, and when they were written.
fn files(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !entry.file_name().to_string_lossy().starts_with('.') {
                let written = entry.metadata().unwrap().modified().unwrap();
                found.insert(path.clone(), (fs::read(&path).unwrap(), written));
            }
        }
    }
    found
}

/// A fixed sequence that looks random enough for the moments of a kill, each within a quarter of what a whole run takes.
fn moments(whole: Duration) -> impl Iterator<Item = Duration> {
    let quarter = u64::try_from(whole.as_micros() / 4).unwrap();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    std::iter::from_fn(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        Some(Duration::from_micros(state % quarter))
    })
}

#[test]
fn a_run_killed_at_twenty_random_moments_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let (inputs, out, clean) =
        (folder.path().join("in"), folder.path().join("out"), folder.path().join("clean"));
    documents(&inputs, 300);
    let begun = std::time::Instant::now();
    let (code, text) = run(&mut sign(&inputs, &clean));
    let whole = begun.elapsed();
    assert_eq!(code, Some(0), "{text}");
    let expected: BTreeMap<_, _> = files(&clean)
        .into_iter()
        .map(|(path, (octets, _))| (path.strip_prefix(&clean).unwrap().to_owned(), octets))
        .collect();
    assert_eq!(expected.len(), 300);

    let mut released: BTreeMap<PathBuf, (Vec<u8>, SystemTime)> = BTreeMap::new();
    let mut taken_away: Vec<PathBuf> = Vec::new();
    let mut states = std::collections::BTreeSet::new();
    for (round, moment) in moments(whole).take(20).enumerate() {
        let mut child = sign(&inputs, &out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(moment);
        // SIGKILL: nothing of ours runs any more.
        let _ = child.kill();
        child.wait().unwrap();
        let found = if out.exists() { files(&out) } else { BTreeMap::new() };
        for (path, (octets, written)) in &found {
            let relative = path.strip_prefix(&out).unwrap();
            assert!(octets == &expected[relative], "{} is not whole", path.display());
            assert!(!taken_away.contains(path), "{} was released a second time", path.display());
            if let Some((_, before)) = released.get(path) {
                assert_eq!(before, written, "{} was written again", path.display());
            }
        }
        for path in released.keys().filter(|path| !taken_away.contains(path)) {
            assert!(found.contains_key(path), "{} was lost", path.display());
        }
        released.extend(found.clone());
        states.insert(released.len());
        // The next stage takes a file away while the batch is still going on.
        if round % 4 == 3
            && let Some(path) = found.keys().next()
        {
            fs::remove_file(path).unwrap();
            taken_away.push(path.clone());
        }
    }
    assert!(states.len() >= 4, "the kills came before or after the work, never in it: {states:?}");
    let (code, text) = run(&mut sign(&inputs, &out));
    assert_eq!(code, Some(0), "{text}");
    let found = files(&out);
    for relative in expected.keys() {
        let path = out.join(relative);
        assert_eq!(found.contains_key(&path), !taken_away.contains(&path), "{}", path.display());
    }
    for (path, (octets, written)) in &found {
        assert!(octets == &expected[path.strip_prefix(&out).unwrap()]);
        assert!(released.get(path).is_none_or(|(_, before)| before == written));
    }
    let (code, text) = run(&mut sign(&inputs, &out));
    assert_eq!(code, Some(0));
    assert!(text.contains("0 signed") && text.contains("300 released before, 0 failed"), "{text}");
    let parts = fs::read_dir(&out)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".koseki-part"));
    assert_eq!(parts.count(), 0);
}

#[test]
fn one_failure_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (inputs, out) = (folder.path().join("in"), folder.path().join("out"));
    documents(&inputs, 12);
    fs::write(inputs.join("00/broken.xml"), "<a>").unwrap();
    fs::write(inputs.join("00/neither.txt"), "neither").unwrap();
    fs::create_dir_all(out.join("01")).unwrap();
    fs::write(out.join("01/001.xml"), "theirs").unwrap();
    let (code, text) = run(&mut sign(&inputs, &out));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("11 signed") && text.contains("3 failed"), "{text}");
    for reason in ["broken.xml: ", "neither.txt: neither PDF nor XML", "001.xml: a file of its name stands"] {
        assert!(text.contains(reason), "{reason}: {text}");
    }
    assert_eq!(fs::read(out.join("01/001.xml")).unwrap(), b"theirs");

    // A file whose name cannot be written into the journal fails alone.
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        fs::write(inputs.join(std::ffi::OsStr::from_bytes(b"\xff.xml")), "<a/>").unwrap();
        let (code, text) = run(&mut sign(&inputs, &out));
        assert!(code == Some(1) && text.contains("0 signed") && text.contains("4 failed"), "{text}");
        fs::remove_file(inputs.join(std::ffi::OsStr::from_bytes(b"\xff.xml"))).unwrap();
    }

    // An input that was changed after its output was released is not signed a second time.
    fs::write(inputs.join("00/000.xml"), fixture("documents/divorce.xml")).unwrap();
    let (code, text) = run(&mut sign(&inputs, &out));
    assert_eq!(code, Some(1));
    assert!(text.contains("000.xml: its output was released before"), "{text}");
    assert!(text.contains("0 signed") && text.contains("10 released before, 4 failed"), "{text}");
    assert!(!text.contains("no longer in the folder"), "{text}");

    // What was released and is gone is counted, and not made again.
    let mut released = fs::read_dir(out.join("00")).unwrap().map(|entry| entry.unwrap().path());
    let gone = released.find(|path| !path.ends_with("000.xml")).unwrap();
    fs::remove_file(&gone).unwrap();
    let (_, text) = run(&mut sign(&inputs, &out));
    assert!(text.contains("1 of those released before are no longer in the folder of outputs"), "{text}");
    assert!(!gone.exists());
}

#[test]
fn says_what_cannot_be_begun() {
    let folder = tempfile::tempdir().unwrap();
    let (inputs, out) = (folder.path().join("in"), folder.path().join("out"));
    documents(&inputs, 2);
    let (code, text) = run(&mut sign(&inputs, &inputs.join("out")));
    assert!(code == Some(4) && text.contains("inside the folder of inputs"), "{text}");
    assert_eq!(run(&mut sign(&inputs, &out)).0, Some(0));
    let mut other = sign(&inputs, &out);
    other.args(["--cert", &format!("{FIXTURES}/pki/signers/other-office.cer")]);
    let (code, text) = run(&mut other);
    assert!(code != Some(0), "{text}");
    fs::write(out.join(".koseki-journal.jsonl"), "damaged\n").unwrap();
    let (code, text) = run(&mut sign(&inputs, &out));
    assert!(code == Some(4) && text.contains("line 1 of the journal is damaged"), "{text}");
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let (code, text) = run(&mut sign(&empty, &out));
    assert!(code == Some(4) && text.contains("no file in this folder"), "{text}");
}
