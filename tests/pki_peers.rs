//! Paths in the Government's shape, judged by us, by OpenSSL and by pyhanko-certvalidator.
//!
//! Every case has the answer of RFC 5280 by its making, and ours must be that answer. Where a peer answers otherwise, the
//! difference belongs to a class of `docs/deviations.md`; an unexplained difference fails the test, and so does an
//! explanation that nothing needs any more. `KOSEKI_PATH_CASES` sets the number of cases, else a sample is judged.
//! pyhanko-certvalidator is looked for in the Python that `KOSEKI_PYTHON` names, else in `python3`.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "pki_peers/cases.rs"]
mod cases;
#[path = "pki_peers/issuing.rs"]
mod issuing;
#[path = "pki_peers/recipes.rs"]
mod recipes;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use cases::Case;
use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, ExplicitPolicy, ObjectIdentifier, PathOutcome, PathRequest,
    Permission, TrustAnchor, validate,
};
use recipes::{Expected, rolls_over};

const ALL: u64 = 2_000;

/// Enough for every recipe in several topologies, and for every class below.
const SAMPLE: u64 = 400;

/// A difference that is understood: its id and reason stand in `docs/deviations.md`.
struct Class {
    id: &'static str,
    peer: &'static str,
    /// What the peer answers, where we answer the opposite.
    accepts: bool,
    covers: fn(&Case, &str) -> bool,
}

const CLASSES: &[Class] = &[
    Class {
        id: "path-openssl-anchor-list",
        peer: "openssl",
        accepts: false,
        covers: |case, says| {
            let depth = format!("error 44 at {} depth", case.topology.authorities().len());
            says.contains(&depth) && accepted_alone(case)
        },
    },
    Class {
        id: "path-openssl-first-candidate",
        peer: "openssl",
        accepts: false,
        covers: |case, _| case.certificates.len() > case.path.len() && accepted_alone(case),
    },
    Class {
        id: "path-openssl-key-change",
        peer: "openssl",
        accepts: false,
        covers: |case, _| rolls_over(case.topology) && !case.key_identifiers,
    },
    Class {
        id: "path-openssl-no-next-update",
        peer: "openssl",
        accepts: true,
        covers: |case, _| case.recipe.name == "list-without-next-update",
    },
    Class {
        id: "path-openssl-repeated-extension",
        peer: "openssl",
        accepts: true,
        covers: |case, _| case.recipe.name == "extension-repeated",
    },
    Class {
        id: "path-certvalidator-repeated-extension",
        peer: "certvalidator",
        accepts: true,
        covers: |case, _| case.recipe.name == "extension-repeated",
    },
    Class {
        id: "path-certvalidator-another-list",
        peer: "certvalidator",
        accepts: true,
        covers: |case, _| {
            let revoked =
                ["target-revoked", "target-on-hold", "authority-revoked"].contains(&case.recipe.name);
            revoked && rolls_over(case.topology)
        },
    },
    Class {
        id: "path-certvalidator-anchor-terms",
        peer: "certvalidator",
        accepts: true,
        covers: |case, _| matches!(case.recipe.name, "anchor-expired" | "anchor-path-length-exceeded"),
    },
];

#[derive(Debug, Clone)]
struct Verdict {
    valid: bool,
    says: String,
}

/// Ours alone costs little: all of them, in every run.
#[test]
fn every_case_ends_as_rfc_5280_says() {
    let wrong: Vec<String> = cases::cases(ALL)
        .map(|case| (ask_ourselves(&case), case))
        .filter(|(ours, case)| ours.valid != (case.recipe.expected == Expected::Valid))
        .map(|(ours, case)| format!("{}: valid {}, {}", label(&case), ours.valid, ours.says))
        .collect();
    assert!(wrong.is_empty(), "{} of {ALL} not as RFC 5280 says:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_difference_from_two_other_validators_is_explained() {
    let count = std::env::var("KOSEKI_PATH_CASES").ok().map_or(SAMPLE, |count| count.parse().unwrap());
    let cases: Vec<Case> = cases::cases(count).collect();
    let ours: Vec<Verdict> = cases.iter().map(ask_ourselves).collect();
    let mut answers: Vec<(&str, Vec<Verdict>)> = Vec::new();
    if support::peer("openssl") {
        answers.push(("openssl", ask_openssl(&cases)));
    }
    if let Some(python) = certvalidator() {
        answers.push(("certvalidator", ask_certvalidator(&python, &cases)));
    }
    let mut unexplained = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (peer, verdicts) in &answers {
        assert_eq!(verdicts.len(), cases.len());
        let mut agreed = 0;
        for ((case, ours), theirs) in cases.iter().zip(&ours).zip(verdicts) {
            if ours.valid == theirs.valid {
                agreed += 1;
                continue;
            }
            let class = CLASSES.iter().find(|class| {
                class.peer == *peer && class.accepts == theirs.valid && (class.covers)(case, &theirs.says)
            });
            match class {
                Some(class) => *seen.entry(class.id).or_default() += 1,
                None => unexplained.push(format!(
                    "{peer}, {}: valid {}, {}",
                    label(case),
                    theirs.valid,
                    theirs.says
                )),
            }
        }
        println!("{peer}: {agreed} of {count} alike");
    }
    println!("{seen:?}");
    assert!(unexplained.is_empty(), "{} unexplained:\n{}", unexplained.len(), unexplained.join("\n"));
    // Fewer cases than the sample cannot show every class.
    let stale: Vec<&str> = CLASSES
        .iter()
        .filter(|_| count >= SAMPLE)
        .filter(|class| answers.iter().any(|(peer, _)| *peer == class.peer) && !seen.contains_key(class.id))
        .map(|class| class.id)
        .collect();
    assert!(stale.is_empty(), "explanations that nothing needs any more: {stale:?}");
}

#[test]
fn the_page_of_deviations_explains_exactly_these_classes() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deviations.md");
    let page = std::fs::read_to_string(page).unwrap();
    let ids = page.split('`').filter(|word| word.starts_with("path-")).collect::<BTreeSet<_>>();
    assert_eq!(ids, CLASSES.iter().map(|class| class.id).collect());
}

#[test]
fn the_same_number_makes_the_same_case() {
    let all = |case: Case| (case.anchor, case.target, case.certificates, case.lists);
    let (one, other) = (cases::cases(80).map(all), cases::cases(80).map(all));
    assert!(one.eq(other));
}

fn label(case: &Case) -> String {
    let asked = case
        .policies
        .as_ref()
        .map_or(String::new(), |policies| format!(", asked for {}", policies.join(" ")));
    format!("case {} {:?} {}{asked}", case.number, case.topology, case.recipe.name)
}

fn ask_ourselves(case: &Case) -> Verdict {
    let refused = |says: String| Verdict { valid: false, says };
    // A target or an anchor that is not read is refused; a certificate of the bag is left out, as the command line does.
    let target = match Certificate::parse(&case.target) {
        Ok(target) => target,
        Err(error) => return refused(error.to_string()),
    };
    let anchors = [TrustAnchor::from_certificate(Certificate::parse(&case.anchor).unwrap()).unwrap()];
    let certificates: Vec<_> =
        case.certificates.iter().filter_map(|der| Certificate::parse(der).ok()).collect();
    let lists: Vec<_> =
        case.lists.iter().filter_map(|der| CertificateRevocationList::parse(der).ok()).collect();
    let mut request = PathRequest::new(&target, &anchors, issuing::day(0));
    request.certificates = &certificates;
    request.revocation_lists = &lists;
    if let Some(policies) = &case.policies {
        request.policies.initial_policy_set =
            policies.iter().map(|policy| ObjectIdentifier::from_dotted(policy).unwrap()).collect();
    }
    if case.explicit {
        request.policies.explicit_policy = ExplicitPolicy::Required;
    }
    if case.inhibit_mapping {
        request.policies.policy_mapping = Permission::Inhibited;
    }
    match validate(&request, &mut Budget::new(PATH_STEPS)) {
        PathOutcome::Valid(_) => Verdict { valid: true, says: String::new() },
        PathOutcome::Invalid(failure) => {
            let errors = failure.paths.first().map_or_else(Vec::new, |path| path.errors.clone());
            refused(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        }
    }
}

/// What OpenSSL is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The whole question.
    Everything,
    /// The same with nothing in the bag but the certificates of the path, and no revocation of the anchor.
    PathAlone,
}

fn ask_openssl(cases: &[Case]) -> Vec<Verdict> {
    let folder = tempfile::tempdir().unwrap();
    let ask = |case: &Case, name: &str| openssl(case, Asked::Everything, &folder.path().join(name));
    // Two at a time: each is a process of its own.
    std::thread::scope(|scope| {
        let (left, right) = cases.split_at(cases.len() / 2);
        let other = scope.spawn(move || left.iter().map(|case| ask(case, "left")).collect::<Vec<_>>());
        let mine: Vec<Verdict> = right.iter().map(|case| ask(case, "right")).collect();
        let mut all = other.join().unwrap();
        all.extend(mine);
        all
    })
}

fn openssl(case: &Case, asked: Asked, folder: &Path) -> Verdict {
    std::fs::create_dir_all(folder).unwrap();
    let pem = |label: &str, list: &[Vec<u8>]| -> String {
        list.iter().map(|der| koseki::test_pki::pem(label, der)).collect()
    };
    let file = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let bag = if asked == Asked::Everything { &case.certificates } else { &case.path };
    let anchor = file("anchor", pem("CERTIFICATE", std::slice::from_ref(&case.anchor)));
    let target = file("target", pem("CERTIFICATE", std::slice::from_ref(&case.target)));
    let moment = issuing::day(0).unix().to_string();
    let mut command = Command::new("openssl");
    command.args(["verify", "-no-CAfile", "-no-CApath", "-no-CAstore", "-attime", &moment]);
    command.args(["-extended_crl", "-policy_check", "-trusted", &anchor, "-crl_check"]);
    if asked == Asked::Everything {
        command.arg("-crl_check_all");
    }
    if !bag.is_empty() {
        command.args(["-untrusted", &file("bag", pem("CERTIFICATE", bag))]);
    }
    if !case.lists.is_empty() {
        command.args(["-CRLfile", &file("lists", pem("X509 CRL", &case.lists))]);
    }
    // Nothing asked for is "any" in RFC 5280, 6.1.1 (c); here it would be an empty set.
    for policy in case.policies.as_deref().unwrap_or(&["2.5.29.32.0"]) {
        command.args(["-policy", policy]);
    }
    if case.explicit {
        command.arg("-explicit_policy");
    }
    if case.inhibit_mapping {
        command.arg("-inhibit_map");
    }
    let output = command.arg(&target).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    let says = text.lines().find(|line| line.contains("error ")).unwrap_or(text.trim()).to_owned();
    Verdict { valid: output.status.success(), says }
}

/// Whether OpenSSL itself accepts the path once nothing else is in the bag.
fn accepted_alone(case: &Case) -> bool {
    let folder = tempfile::tempdir().unwrap();
    openssl(case, Asked::PathAlone, folder.path()).valid
}

/// The Python that has pyhanko-certvalidator.
fn certvalidator() -> Option<String> {
    let python = std::env::var("KOSEKI_PYTHON").unwrap_or_else(|_| "python3".into());
    let found = Command::new(&python).args(["-c", "import pyhanko_certvalidator"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    let required = std::env::var_os("KOSEKI_REQUIRE_PEERS").is_some_and(|value| value == "1");
    assert!(!required, "pyhanko-certvalidator is required, but {python} does not have it");
    eprintln!("SKIPPED: {python} has no pyhanko-certvalidator");
    None
}

fn ask_certvalidator(python: &str, cases: &[Case]) -> Vec<Verdict> {
    let encoded = |der: &Vec<u8>| base64::engine::general_purpose::STANDARD.encode(der);
    let batch: Vec<serde_json::Value> = cases
        .iter()
        .map(|case| {
            serde_json::json!({
                "anchor": encoded(&case.anchor),
                "target": encoded(&case.target),
                "certificates": case.certificates.iter().map(encoded).collect::<Vec<_>>(),
                "lists": case.lists.iter().map(encoded).collect::<Vec<_>>(),
                "policies": case.policies,
                "explicit": case.explicit,
                "inhibit_mapping": case.inhibit_mapping,
            })
        })
        .collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pki_peers/certvalidator.py");
    let mut child = Command::new(python)
        .arg(script)
        .arg(issuing::day(0).unix().to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = serde_json::to_string(&batch).unwrap();
    // The script reads all of its input before it writes.
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the script failed");
    let verdicts: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let verdict = |one: &serde_json::Value| Verdict {
        valid: one["valid"] == true,
        says: one["says"].as_str().unwrap_or_default().to_owned(),
    };
    verdicts.iter().map(verdict).collect()
}
