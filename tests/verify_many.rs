//! `koseki verify` over many files: which files, in which order, what an interruption leaves, what a watched folder becomes.
#![cfg(all(feature = "cli", unix))]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const GOOD: &str = "fixtures/signed/couple-and-child.pdf";
const GOOD_XML: &str = "fixtures/signed/couple-and-child.xml";
const CHANGED: &str = "fixtures/signed/changed-after-signing.pdf";
const REVOKED: &str = "fixtures/signed/signer-revoked.xml";
const TRUST: [&str; 6] = [
    "--trust",
    "fixtures/pki/anchors/official-status-ca.cer",
    "--crl",
    "fixtures/pki/crls",
    "--at",
    "2026-12-01T09:00:00+09:00",
];

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
    command
        .arg("verify")
        .args(arguments)
        .args(TRUST)
        .args(["--lang", "ja"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1796083212")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn verify(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let told = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let (out, err) = (told(&output.stdout), told(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    out
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A folder of many files: mostly good, every tenth changed after signing, every seventh revoked, and a broken one.
fn mixed(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..count {
        let (source, ending) = match number {
            3 => ("fixtures/README.md", "txt"),
            _ if number % 10 == 9 => (CHANGED, "pdf"),
            _ if number % 7 == 5 => (REVOKED, "xml"),
            _ if number % 2 == 1 => (GOOD_XML, "xml"),
            _ => (GOOD, "pdf"),
        };
        let below = folder.path().join(format!("{}", number % 3));
        fs::create_dir_all(&below).unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(source);
        fs::copy(source, below.join(format!("{number:04}.{ending}"))).unwrap();
    }
    folder
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn paths(out: &str) -> Vec<String> {
    let path = |report: &Value| {
        let found = report["documents"][0]["path"].as_str().or(report["unreadable"][0]["path"].as_str());
        found.unwrap().to_owned()
    };
    lines(out).iter().map(path).collect()
}

#[test]
fn folders_patterns_and_lists_name_files_and_their_order_stays() {
    let folder = mixed(20);
    fs::write(folder.path().join(".hidden.pdf"), "").unwrap();
    let whole = ends(&verify(&[text(folder.path()), "--format", "ndjson", "--jobs", "4"]), 1);
    let mut sorted = paths(&whole);
    sorted.sort();
    assert_eq!((paths(&whole).len(), paths(&whole)), (20, sorted));
    let one_by_one = ends(&verify(&[text(folder.path()), "--format", "ndjson", "--jobs", "1"]), 1);
    assert_eq!(whole, one_by_one);

    let pattern = format!("{}/**/*.xml", text(folder.path()));
    let by_pattern = paths(&ends(&verify(&[&pattern, "--format", "ndjson"]), 3));
    let expected: Vec<String> = paths(&whole).into_iter().filter(|path| path.ends_with(".xml")).collect();
    assert_eq!(by_pattern, expected);

    let mut backwards: Vec<String> = paths(&whole);
    backwards.reverse();
    for (by, name) in [("\n", "lines"), ("\0", "nul"), ("\r\n", "crlf")] {
        let list = folder.path().join(format!(".{name}"));
        fs::write(&list, backwards.join(by)).unwrap();
        let listed = ends(&verify(&["--files-from", text(&list), "--format", "ndjson"]), 1);
        assert_eq!(paths(&listed), backwards, "{name}");
    }
    // What looks like something else may be a name.
    let odd = folder.path().join("one\r");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(GOOD), &odd).unwrap();
    let list = folder.path().join(".odd");
    fs::write(&list, format!("{}\n", text(&odd))).unwrap();
    let listed = ends(&verify(&["--files-from", text(&list), "--format", "ndjson"]), 0);
    assert_eq!(lines(&listed)[0]["summary"]["passed"], 1);
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(GOOD), folder.path().join("one1.pdf")).unwrap();
    let absent = ends(&verify(&[text(&folder.path().join("one[1].pdf")), "--format", "ndjson"]), 4);
    assert_eq!(lines(&absent)[0]["summary"]["unreadable"], 1);

    let mut child =
        command(&["--files-from", "-", "--format", "ndjson"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(backwards.join("\n").as_bytes()).unwrap();
    assert_eq!(paths(&ends(&child.wait_with_output().unwrap(), 1)), backwards);
}

#[test]
fn one_broken_file_stops_nobody_and_the_summary_is_right() {
    let folder = mixed(30);
    std::os::unix::fs::symlink("/nowhere/at/all", folder.path().join("1/broken-link.pdf")).unwrap();
    let out = ends(&verify(&[text(folder.path())]), 1);
    // 3 is no document, 9, 19 and 29 were changed; 5, 12 and 26 are revoked (19 is changed).
    let last = out.lines().last().unwrap();
    assert_eq!(last, "合計 31 件: 有効 23 件、無効 4 件、判定不能 3 件、読取不能 1 件");
    let list = out.split("有効でなかったファイル:\n").nth(1).unwrap();
    for (word, count) in [("  無効  ", 4), ("  判定不能  ", 3), ("  読取不能  ", 1)] {
        assert_eq!(list.matches(word).count(), count, "{word} in {list}");
    }
    let json = verify(&[text(folder.path()), "--format", "json"]);
    let json: Value = serde_json::from_str(&ends(&json, 1)).unwrap();
    assert_eq!(json["summary"]["documents"], 31);
    assert_eq!(json["documents"].as_array().unwrap().len(), 30);
    assert_eq!(json["unreadable"].as_array().unwrap().len(), 1);
}

#[test]
fn a_report_is_no_document_of_the_folder_it_lies_in() {
    let folder = mixed(6);
    let out = folder.path().join("report.csv");
    let arguments = [text(folder.path()), "--format", "csv", "--out", text(&out)];
    ends(&verify(&arguments), 1);
    let first = fs::read(&out).unwrap();
    ends(&verify(&arguments), 4);
    assert_eq!(fs::read(&out).unwrap(), first);
    ends(&verify(&[&arguments[..], &["--force", "--resume"]].concat()), 1);
    assert_eq!(fs::read(&out).unwrap(), first);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "three folders and the report: {left:?}");
}

/// Milliseconds that differ from run to run of the loop, but not from test to test.
/// A page's table of all files comes first and is known last: room is left for it, and where that was too small the page is written once more.
#[test]
fn a_page_is_the_same_with_room_to_spare_and_without() {
    let usual = mixed(12);
    let wide = tempfile::tempdir().unwrap();
    for number in 0..12 {
        // Each of these characters takes five in HTML.
        let name = format!("{}{number:02}.pdf", "&".repeat(200));
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(GOOD), wide.path().join(name)).unwrap();
    }
    for (folder, code, has_room) in [(&usual, 1, true), (&wide, 0, false)] {
        let out = folder.path().join("report.html");
        let shown = ends(&verify(&[text(folder.path()), "--format", "html"]), code);
        ends(&verify(&[text(folder.path()), "--format", "html", "--out", text(&out)]), code);
        let kept = fs::read_to_string(&out).unwrap();
        let without_empty_lines =
            |page: &str| page.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        assert_eq!(without_empty_lines(&kept), without_empty_lines(&shown));
        assert_eq!(kept.contains(&"\n".repeat(100)), has_room);
        fs::remove_file(&out).unwrap();
        ends(&verify(&[text(folder.path()), "--format", "html", "--out", text(&out), "--resume"]), code);
        assert_eq!(fs::read_to_string(&out).unwrap(), kept);
    }
}

fn moments() -> impl Iterator<Item = u64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % 120
    })
}

/// `KOSEKI_MANY_FILES` sets how many; the run over 10,000 is in `tests/measure/verify_folder.py`.
#[test]
fn a_run_that_was_killed_at_any_moment_goes_on() {
    let count = std::env::var("KOSEKI_MANY_FILES").ok().and_then(|count| count.parse().ok()).unwrap_or(300);
    let folder = mixed(count);
    let mut killed = 0;
    for format in ["csv", "html", "json", "text"] {
        let aside = tempfile::tempdir().unwrap();
        let (out, expected) = (aside.path().join("report"), aside.path().join("expected"));
        let run = |out: &Path, more: &[&str]| {
            let form = ["--format", format, "--out", text(out), "--jobs", "2"];
            command(&[&[text(folder.path())], &form[..], more].concat())
        };
        ends(&run(&expected, &[]).output().unwrap(), 1);
        let journal = aside.path().join("report.koseki-journal");
        let noted = || fs::read(&journal).map_or(0, |text| text.iter().filter(|one| **one == b'\n').count());
        let (mut kills, mut before) = (0, 0);
        for moment in moments() {
            let mut child = run(&out, &["--resume"]).spawn().unwrap();
            // Wherever it is: when it has begun, a little after it has noted something new, or never.
            let begun = Instant::now();
            while child.try_wait().unwrap().is_none()
                && (kills >= 8 || noted() <= before)
                && begun.elapsed() < Duration::from_secs(120)
            {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_micros(moment * 100));
            if let Some(status) = child.try_wait().unwrap() {
                assert_eq!(status.code(), Some(1));
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            if out.exists() {
                break;
            }
            kills += 1;
            assert!(noted() >= before, "nothing that was verified is lost");
            before = noted();
        }
        assert_eq!(fs::read_to_string(&out).unwrap(), fs::read_to_string(&expected).unwrap(), "{format}");
        // A kill between the release of the report and the end leaves a journal, which says nothing new.
        if journal.exists() {
            ends(&run(&out, &["--resume", "--force"]).output().unwrap(), 1);
        }
        assert!(!journal.exists());
        killed += kills;
    }
    assert!(killed >= 1, "some run was killed");
}

#[test]
fn a_resumed_run_keeps_its_instant_verifies_what_changed_and_refuses_other_conditions() {
    let folder = mixed(8);
    let aside = tempfile::tempdir().unwrap();
    let out = aside.path().join("report.ndjson");
    let journal = aside.path().join("report.ndjson.koseki-journal");
    let arguments = [text(folder.path()), "--format", "ndjson", "--out", text(&out), "--resume"];
    // The journal of a run that was killed before it wrote its report: the report cannot be written, then it can.
    fs::create_dir(&out).unwrap();
    ends(&verify(&[&arguments[..], &["--force"]].concat()), 4);
    fs::remove_dir(&out).unwrap();
    let kept = fs::read(&journal).unwrap();
    assert_eq!(kept.iter().filter(|one| **one == b'\n').count(), 9);

    let other = verify(&[&arguments[..], &["--revocation", "off"]].concat());
    ends(&other, 2);
    assert!(String::from_utf8_lossy(&other.stderr).contains("条件"), "{other:?}");
    assert_eq!(fs::read(&journal).unwrap(), kept);

    let changed = folder.path().join("0/0000.pdf");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(CHANGED), &changed).unwrap();
    ends(&verify(&arguments), 1);
    let report = fs::read_to_string(&out).unwrap();
    let verdict = |name: &str| {
        let found = lines(&report).into_iter().map(|line| line["documents"][0].clone());
        let found: Vec<Value> = found.filter(|one| one["path"].as_str().unwrap().ends_with(name)).collect();
        found[0]["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!((verdict("0000.pdf").as_str(), verdict("0002.pdf").as_str()), ("failed", "passed"));
    assert!(!journal.exists());
}

#[test]
fn a_report_never_replaces_what_it_was_judged_by() {
    let folder = tempfile::tempdir().unwrap();
    let anchors = folder.path().join("anchors");
    fs::create_dir(&anchors).unwrap();
    let (anchor, free) = (anchors.join("one.cer"), folder.path().join("report.txt"));
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(TRUST[1]), &anchor).unwrap();
    fs::write(&free, "an older report").unwrap();
    let before = fs::read(&anchor).unwrap();
    for (named, kept) in [(text(&anchors), true), (text(&anchor), true), (text(&anchors), false)] {
        let out = if kept { &anchor } else { &free };
        let asked = verify(&[GOOD, "--out", text(out), "--force", "--certs", named]);
        ends(&asked, if kept { 2 } else { 0 });
        assert!(fs::read(&anchor).unwrap() == before, "{asked:?}");
    }
    assert_ne!(fs::read_to_string(&free).unwrap(), "an older report");
}

/// What a verdict comes from is part of the journal's conditions, or the run does not go on.
#[test]
fn a_journal_does_not_outlive_what_it_was_judged_by() {
    let folder = mixed(2);
    let aside = tempfile::tempdir().unwrap();
    let (out, policy) = (aside.path().join("report.ndjson"), aside.path().join("policy.json"));
    let built_in = include_str!("../src/crypto/algorithms.json");
    fs::write(&policy, built_in).unwrap();
    let arguments = [text(folder.path()), "--format", "ndjson", "--out", text(&out), "--resume"];
    let by = |policy: &Path| verify(&[&arguments[..], &["--algorithm-policy", text(policy)]].concat());
    fs::create_dir(&out).unwrap();
    ends(&verify(&[&arguments[..], &["--force", "--algorithm-policy", text(&policy)]].concat()), 4);
    fs::remove_dir(&out).unwrap();

    // Of the same version, and another policy.
    let stricter = aside.path().join("stricter.json");
    fs::write(
        &stricter,
        built_in.replace("\"verify_now\": \"2030-12-31T23:59:59Z\"", "\"verify_now\": \"never\""),
    )
    .unwrap();
    assert_ne!(fs::read(&stricter).unwrap(), fs::read(&policy).unwrap());
    let refused = by(&stricter);
    ends(&refused, 2);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("条件"), "{refused:?}");

    // Nobody says that it goes on about an instant that is long past.
    let heading = fs::read_to_string(aside.path().join("report.ndjson.koseki-journal")).unwrap();
    let old = heading.replacen("2026-12-01T00:00:00Z", "2020-12-01T00:00:00Z", 1);
    assert_ne!(old, heading);
    let other = aside.path().join("old.ndjson");
    fs::write(aside.path().join("old.ndjson.koseki-journal"), old).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
    command.args(["verify", text(folder.path()), "--format", "ndjson", "--resume", "--lang", "ja", "--out"]);
    command.arg(&other).arg("--trust").arg("fixtures/pki/anchors/official-status-ca.cer");
    let asked = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    ends(&asked, 2);
    assert!(String::from_utf8_lossy(&asked.stderr).contains("--at 2020-12-01"), "{asked:?}");

    // Records are kept of all files or of none.
    let records = aside.path().join("records");
    let keeping = [
        "--record",
        text(&records),
        "--record-key",
        "fixtures/keys/agency.pem",
        "--record-cert",
        "fixtures/records/agency.cer",
        "--allow-readable-key",
        "--algorithm-policy",
        text(&policy),
    ];
    let refused = verify(&[&arguments[..], &keeping].concat());
    ends(&refused, 2);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("条件"), "{refused:?}");

    let attachments = ["--profile", "kobunsho", "--attachments", text(aside.path())];
    ends(&verify(&[&arguments[..], &attachments].concat()), 2);
    let code = by(&policy).status.code();
    assert!(code.is_some_and(|code| code != 2) && out.exists(), "the same conditions go on: {code:?}");
}

fn interrupt(child: &Child) {
    let process = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
}

#[test]
fn an_interruption_ends_with_what_was_done() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..200 {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(GOOD);
        fs::copy(source, folder.path().join(format!("{number:03}.pdf"))).unwrap();
    }
    // What is not read stops the run by itself, long before its end: it is interrupted in the middle for certain.
    let mut child = command(&[text(folder.path()), "--jobs", "1"]).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut told = String::new();
    out.read_line(&mut told).unwrap();
    interrupt(&child);
    out.read_to_string(&mut told).unwrap();
    let status = child.wait().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(status.code(), Some(4), "{told}\n{err}");
    assert!(err.contains("中断します"), "{err}");
    let last = told.lines().last().unwrap();
    let done = told.matches("ファイル: ").count();
    assert!(done < 200, "{last}");
    assert_eq!(
        last,
        format!(
            "合計 {done} 件: 有効 {done} 件、無効 0 件、判定不能 0 件（中断したため検証していないもの {} 件）",
            200 - done
        )
    );
}

/// As a terminal does it: every process of the group is asked to end.
#[test]
fn an_interruption_leaves_no_document_undecided_for_want_of_its_schema() {
    use std::os::unix::process::CommandExt as _;
    let folder = tempfile::tempdir().unwrap();
    for number in 0..200 {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(GOOD_XML);
        fs::copy(source, folder.path().join(format!("{number:03}.xml"))).unwrap();
    }
    let schema = ["--schema", "schemas/koseki-sample-1.xsd", "--format", "ndjson", "--jobs", "2"];
    let arguments = [&[text(folder.path())], &schema[..]].concat();
    let mut child = command(&arguments).process_group(0).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut told = String::new();
    out.read_line(&mut told).unwrap();
    let group = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process_group(group, rustix::process::Signal::INT).unwrap();
    out.read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(4));
    let reports = lines(&told);
    assert!(reports.len() < 200, "{}", reports.len());
    for report in reports {
        assert_eq!(report["documents"][0]["verdict"], "passed", "{report:#}");
    }
}

/// A folder with these files.
fn inbox(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, source) in files {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(source), folder.path().join(name)).unwrap();
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_watched_folder_sorts_its_files_and_replaces_nothing() {
    let folder = inbox(&[
        ("good.pdf", GOOD),
        ("good.xml", GOOD_XML),
        ("changed.pdf", CHANGED),
        ("revoked.xml", REVOKED),
        ("arriving.pdf.part", GOOD),
        (".hidden.pdf", GOOD),
    ]);
    let at = |path: &str| folder.path().join(path);
    fs::create_dir(at("有効")).unwrap();
    fs::write(at("有効/good.pdf"), "of yesterday").unwrap();
    fs::write(at("有効/good.xml.report.html"), "of yesterday").unwrap();
    let octets = fs::read(at("changed.pdf")).unwrap();
    let arguments = ["--watch", text(folder.path()), "--once", "--settle", "1", "--format", "html"];
    let absent = verify(&["--watch", text(&at("absent")), "--once"]);
    assert!(
        absent.status.code() == Some(4) && !at("absent").exists(),
        "a folder that is not there is not made"
    );
    fs::create_dir(at("below")).unwrap();
    let output = verify(&arguments);
    let told = ends(&output, 1);
    assert_eq!(told.lines().count(), 5, "{told}");
    assert!(told.ends_with("合計: 有効 2 件、無効 1 件、判定不能 1 件、読取不能 0 件\n"), "{told}");
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("1 件は対象外です"),
        "folders are left alone, aloud"
    );
    fs::remove_dir(at("below")).unwrap();
    assert_eq!(names(folder.path()), [".hidden.pdf", "arriving.pdf.part", "判定不能", "有効", "無効"]);
    let good = ["good (2).pdf", "good (2).pdf.report.html", "good (2).xml", "good (2).xml.report.html"];
    assert_eq!(names(&at("有効")), [&good[..], &["good.pdf", "good.xml.report.html"]].concat());
    assert_eq!(names(&at("無効")), ["changed.pdf", "changed.pdf.report.html"]);
    assert_eq!(names(&at("判定不能")), ["revoked.xml", "revoked.xml.report.html"]);
    assert_eq!(fs::read(at("有効/good.pdf")).unwrap(), b"of yesterday");
    assert_eq!(fs::read(at("有効/good.xml.report.html")).unwrap(), b"of yesterday");
    assert_eq!(fs::read(at("無効/changed.pdf")).unwrap(), octets);
    let report = fs::read_to_string(at("無効/changed.pdf.report.html")).unwrap();
    assert!(report.contains("改ざん又は破損") && report.ends_with("</html>\n"));
}

#[test]
fn a_file_is_taken_when_it_is_whole_and_an_interruption_ends_the_watch() {
    let folder = inbox(&[]);
    let mut child = command(&["--watch", text(folder.path()), "--settle", "2"]).spawn().unwrap();
    let octets = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(GOOD)).unwrap();
    let arriving = folder.path().join("arriving.pdf");
    for part in octets.chunks(octets.len() / 6 + 1) {
        let mut file = fs::OpenOptions::new().append(true).create(true).open(&arriving).unwrap();
        file.write_all(part).unwrap();
        drop(file);
        std::thread::sleep(Duration::from_millis(600));
    }
    let moved: PathBuf = folder.path().join("有効/arriving.pdf");
    let begun = Instant::now();
    while !moved.exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", names(folder.path()));
        std::thread::sleep(Duration::from_millis(100));
    }
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(fs::read(&moved).unwrap(), octets);
    assert!(folder.path().join("有効/arriving.pdf.report.txt").exists());
}
