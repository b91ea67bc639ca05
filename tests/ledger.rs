//! The ledger of clauses and the tables of rules name the same rules: none is forgotten on either side.

use std::collections::BTreeSet;

use koseki::profile::{findings, rules, standard};

#[test]
fn every_rule_stands_in_the_ledger_and_every_rule_of_the_ledger_exists() {
    let ledger = include_str!("../src/profile/CLAUSES.md");
    let tabled: BTreeSet<&str> = rules::RULES
        .iter()
        .chain(standard::RULES)
        .chain(findings::record::RULES)
        .map(|rule| rule.id.0)
        .collect();
    let headings = ["certificate.", "document.", "form.", "signature.", "standard."];
    let is_rule = |word: &&str| {
        headings.iter().any(|heading| word.starts_with(heading))
            && !word.ends_with(".rs")
            && !word.contains(' ')
    };
    let named: BTreeSet<&str> = ledger.split('`').skip(1).step_by(2).filter(is_rule).collect();
    assert_eq!(named, tabled);
}

#[test]
fn every_requirement_of_class_a_has_one_row() {
    let ledger = include_str!("../src/profile/CLAUSES.md");
    let rows: Vec<Vec<&str>> = ledger
        .lines()
        .filter(|line| line.starts_with("| A-"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let numbers: Vec<String> = rows.iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(numbers, (1..=23).map(|number| format!("A-{number:02}")).collect::<Vec<_>>());
    for row in rows {
        assert_eq!(row.len(), 7, "{}: seven columns", row[0]);
        assert!(["done", "partly", "planned"].contains(&row[3]), "{}: state {:?}", row[0], row[3]);
    }
}
