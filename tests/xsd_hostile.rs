//! Hostile schemas and documents: `koseki validate` ends soon, in little memory, and says why.
//!
//! Time is processor time of the command and its worker together, memory the larger of the two, both as the system
//! counts them. `docs/hostile-schema.md` holds the outcome of each case; `KOSEKI_WRITE_DOCS=1` writes it anew.
#![cfg(all(feature = "cli", unix))]

#[path = "xsd_hostile/cases.rs"]
mod cases;

use std::path::Path;
use std::process::Command;

use cases::Case;
use serde_json::Value;

/// Processor seconds of the command and its worker, optimised or not.
const SECONDS: f64 = 2.0;
const MEBIBYTES: f64 = 256.0;

#[test]
fn every_hostile_case_ends_soon_in_little_memory_and_as_the_table_says() {
    let cases = cases::all();
    assert!(cases.len() >= 40, "{}", cases.len());
    let mut rows = Vec::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let Some(measured) = measured(case) else {
            return;
        };
        println!(
            "{}: {}, {:.2} s, {:.0} MiB",
            case.name, measured.outcome, measured.seconds, measured.mebibytes
        );
        if measured.seconds > SECONDS || measured.mebibytes > MEBIBYTES {
            wrong.push(format!("{}: {:.2} s, {:.0} MiB", case.name, measured.seconds, measured.mebibytes));
        }
        rows.push((
            format!("| `{}` | {} | {} |", case.name, case.attack, measured.outcome),
            format!(" {:.1} s, {:.0} MiB |", measured.seconds, measured.mebibytes),
        ));
    }
    assert!(wrong.is_empty(), "too long or too large: {wrong:#?}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/hostile-schema.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let (before, _) = page.split_once(BEGIN).expect("the mark before the table");
    if std::env::var("KOSEKI_WRITE_DOCS").as_deref() == Ok("1") {
        let table: String = rows.iter().map(|(row, figures)| format!("{row}{figures}\n")).collect();
        std::fs::write(&path, format!("{before}{BEGIN}\n{HEADING}\n{table}"))
            .expect("the page can be written");
        return;
    }
    // The figures vary from machine to machine; what is compared is everything before them.
    let written: Vec<_> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.trim_end_matches(" |").rsplit_once('|').map(|(row, _)| format!("{row}|")))
        .collect();
    let found: Vec<_> = rows.into_iter().map(|(row, _)| row).collect();
    assert_eq!(written, found, "docs/hostile-schema.md; KOSEKI_WRITE_DOCS=1 writes it");
}

const BEGIN: &str = "<!-- table -->";
const HEADING: &str = "| case | what it does | outcome | measured |\n|---|---|---|---|";

struct Measured {
    outcome: String,
    seconds: f64,
    mebibytes: f64,
}

/// Runs the command and asks the system what it and its worker used.
const MEASURE: &str = "
import json, resource, subprocess, sys
run = subprocess.run(sys.argv[1:], capture_output=True, text=True, timeout=120)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'code': run.returncode, 'out': run.stdout, 'seconds': used.ru_utime + used.ru_stime, 'kib': used.ru_maxrss}))
";

fn measured(case: &Case) -> Option<Measured> {
    let folder = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in &case.schemas {
        std::fs::write(folder.path().join(name), text).expect("a schema document");
    }
    let mut command = Command::new("python3");
    command.current_dir(folder.path()).env("LC_ALL", "C.UTF-8").args(["-c", MEASURE]);
    command.arg(env!("CARGO_BIN_EXE_koseki")).arg("validate");
    if let Some(instance) = &case.instance {
        std::fs::write(folder.path().join("document.xml"), instance).expect("a document");
        command.arg("document.xml");
    }
    let output = match command.args(["--schema", "main.xsd", "--format", "json"]).output() {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var("KOSEKI_REQUIRE_PEERS").as_deref() != Ok("1"), "python3: {error}");
            println!("SKIPPED: no python3 to measure with");
            return None;
        }
    };
    assert!(output.status.success(), "{}: {}", case.name, String::from_utf8_lossy(&output.stderr));
    let result: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let told: Value =
        serde_json::from_str(result["out"].as_str().expect("a text")).expect("the command's JSON");
    Some(Measured {
        outcome: outcome(case, result["code"].as_i64().expect("a code"), &told),
        seconds: result["seconds"].as_f64().expect("seconds"),
        mebibytes: result["kib"].as_f64().expect("memory") / 1024.0,
    })
}

/// The outcome in a word, and the first reason that the command gives.
fn outcome(case: &Case, code: i64, told: &Value) -> String {
    let word = match (code, told["documents"][0]["outcome"].as_str()) {
        (0, None) => "schema in order",
        (0, Some(_)) => "valid",
        (1, _) => "invalid",
        (3, _) => "stopped",
        (4, _) => "schema refused",
        _ => panic!("{}: ended with {code}: {told:#}", case.name),
    };
    format!("{word}{}", reason(told).map_or_else(String::new, |reason| format!(": {reason}")))
}

fn reason(told: &Value) -> Option<String> {
    let document = &told["documents"][0];
    let places = [
        &document["violations"][0]["code"],
        &document["checks"][0]["id"],
        &told["schema"]["checks"][0]["id"],
    ];
    places.iter().find_map(|place| place.as_str().map(str::to_owned))
}
