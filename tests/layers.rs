//! The drawing of the architecture and the test of it: which module may import which, who may name a cryptographic
//! backend, who may ask the machine for time, environment or network, and how long a file may grow.
//!
//! To change the drawing, change [`TABLE`] and `docs/architecture.md` in one commit and say why. The sources are read
//! as tokens, not compiled: every `crate::X`, `koseki::X` and `super::X` that reaches the crate root counts, in test
//! code too. `src/lib.rs` only declares and re-exports and is exempt; `src/bin` uses the library's public face.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Module and what it may import. A row names only rows above it, so imports point one way.
const TABLE: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("time", &[]),
    ("report", &["time"]),
    ("crypto", &["time"]),
    ("xml", &["limits"]),
    ("xsd", &["limits", "crypto", "xml"]),
    ("pdf", &["limits"]),
    ("pki", &["limits", "time", "crypto"]),
    ("cms", &["limits", "time", "crypto", "pki"]),
    ("dsig", &["limits", "crypto", "xml", "pki"]),
    ("test_pki", &["limits", "time", "crypto", "pki"]),
    ("record", &["limits", "time", "crypto", "pki", "cms"]),
    ("evidence", &["limits", "time", "crypto", "xml", "xsd", "pdf", "pki", "cms", "dsig", "record"]),
    (
        "profile",
        &[
            "limits", "time", "report", "crypto", "xml", "xsd", "pdf", "pki", "cms", "dsig", "record",
            "evidence",
        ],
    ),
    (
        "verify",
        &[
            "limits", "time", "report", "crypto", "xml", "xsd", "pdf", "pki", "cms", "dsig", "evidence",
            "profile",
        ],
    ),
    (
        "sign",
        &[
            "limits", "time", "report", "crypto", "xml", "xsd", "pdf", "pki", "cms", "dsig", "evidence",
            "profile",
        ],
    ),
    ("store", &["limits", "time", "crypto", "pki", "cms", "xsd"]),
    ("batch", &["limits", "report", "crypto", "verify", "sign"]),
];

/// Crates that only one folder may name, and that folder.
const CONFINED: &[(&str, &str)] = &[
    ("aws_lc_rs", "crypto/backend/"),
    ("p256", "crypto/backend/"),
    ("p384", "crypto/backend/"),
    ("rsa", "crypto/backend/"),
    ("sha1", "crypto/"),
    ("sha2", "crypto/"),
];

/// Names by which code reads a clock.
const CLOCKS: &[&str] = &["Instant", "SystemTime", "now_local", "now_utc"];

/// Modules of `std` that reach out of the process. (`core::net` holds only the types of addresses.)
const DOORS: &[&str] = &["env", "net"];

/// A file someone can hold in the head.
const LINES: usize = 700;

/// Files that are longer all the same, each with the reason. An entry whose file has shrunk well below fails the test.
const LONG: &[(&str, &str)] = &[("xml/reader.rs", "it is one pass over one grammar")];

/// Lists, which nobody has to hold in the head: one entry for each defect, looked up and never read through.
fn is_a_list(path: &str) -> bool {
    path.starts_with("profile/findings/") || path.ends_with("/error.rs") || path == "report/topics.rs"
}

#[test]
fn imports_point_down() {
    let mut complaints = String::new();
    for source in sources() {
        let Some(module) = source.module() else { continue };
        let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == module) else {
            let _ = writeln!(complaints, "src/{}: module `{module}` is not in the table", source.path);
            continue;
        };
        for import in imports(&source.tokens, source.depth()) {
            if import.name != module && !allowed.contains(&import.name.as_str()) {
                let Import { name, line } = import;
                let _ =
                    writeln!(complaints, "src/{}:{line}: `{module}` may not import `{name}`", source.path);
            }
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

#[test]
fn every_row_names_only_rows_above_it() {
    for (index, (module, allowed)) in TABLE.iter().enumerate() {
        for import in *allowed {
            assert!(TABLE[..index].iter().any(|(above, _)| above == import), "`{module}` names `{import}`");
        }
    }
}

#[test]
fn every_module_is_in_the_table() {
    let known = |module: &&str| TABLE.iter().any(|(name, _)| name == module);
    let missing: Vec<_> =
        sources().iter().filter_map(Source::module).filter(|module| !known(module)).collect();
    assert!(missing.is_empty(), "modules of src without a row: {missing:?}");
}

#[test]
fn the_page_shows_the_same_table() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    let rows: Vec<(String, Vec<String>)> = page
        .lines()
        .skip_while(|line| !line.starts_with("| module | holds | may import |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            let imports =
                cells[2].split_whitespace().filter(|word| *word != "–").map(str::to_owned).collect();
            (cells[0].trim_matches('`').to_owned(), imports)
        })
        .filter(|(module, _)| module != "bin/koseki")
        .collect();
    let expected: Vec<(String, Vec<String>)> = TABLE
        .iter()
        .map(|(module, imports)| {
            ((*module).to_owned(), imports.iter().map(|name| (*name).to_owned()).collect())
        })
        .collect();
    assert_eq!(rows, expected, "docs/architecture.md and this file draw different houses");
}

#[test]
fn only_the_backends_name_a_cryptographic_crate() {
    let mut complaints = String::new();
    for source in sources() {
        for (name, folder) in CONFINED {
            if source.path.starts_with(folder) {
                continue;
            }
            for line in crate_names(&source.tokens, name) {
                let _ =
                    writeln!(complaints, "src/{}:{line}: only src/{folder} may name `{name}`", source.path);
            }
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

/// Time, trust and keys come in through the door; test code may read the environment (it finds the vectors by it).
#[test]
fn only_the_binary_asks_the_machine() {
    let mut complaints = String::new();
    for source in sources().iter().filter(|source| !source.path.starts_with("bin/") && !source.only_tests) {
        let tokens = without_tests(&source.tokens);
        let clocks = tokens.iter().filter(|token| CLOCKS.contains(&token.text.as_str()));
        let clocks = clocks.map(|token| (token.text.clone(), token.line));
        let doors = members_of_std(&tokens).into_iter().filter(|found| DOORS.contains(&found.name.as_str()));
        for (name, line) in clocks.chain(doors.map(|found| (format!("std::{}", found.name), found.line))) {
            let _ = writeln!(complaints, "src/{}:{line}: only src/bin may name `{name}`", source.path);
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

#[test]
fn no_file_outgrows_the_head() {
    let mut complaints = String::new();
    for source in sources().iter().filter(|source| !source.only_tests && !is_a_list(&source.path)) {
        let length = source.lines.saturating_sub(lines_of_tests(&source.tokens));
        match LONG.iter().find(|(path, _)| *path == source.path) {
            None if length > LINES => {
                let _ =
                    writeln!(complaints, "src/{}: {length} lines without tests, over {LINES}", source.path);
            }
            Some((path, _)) if length < LINES - 100 => {
                let _ = writeln!(complaints, "src/{path}: {length} lines, no longer needs its entry");
            }
            Some((path, reason)) => println!("src/{path}: {length} lines without tests, because {reason}"),
            None => {}
        }
    }
    for (path, _) in LONG.iter().filter(|(path, _)| !root().join("src").join(path).exists()) {
        let _ = writeln!(complaints, "src/{path}: listed as long, but there is no such file");
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

/// One file below `src`.
struct Source {
    /// Below `src`, with `/`.
    path: String,
    tokens: Vec<Token>,
    lines: usize,
    /// Declared by `#[cfg(test)] mod name;`.
    only_tests: bool,
}

impl Source {
    /// The top-level module the file belongs to; none for `lib.rs` and the binary.
    fn module(&self) -> Option<&str> {
        let first = self.path.split('/').next().unwrap_or_default();
        match first.strip_suffix(".rs").unwrap_or(first) {
            "bin" | "lib" => None,
            module => Some(module),
        }
    }

    /// Modules between the crate root and the file: 1 for `time.rs` and `xml/mod.rs`, 2 for `xml/c14n/mod.rs`.
    fn depth(&self) -> usize {
        self.path.split('/').count() - usize::from(self.path.ends_with("/mod.rs"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_sources);
    &SOURCES
}

fn read_sources() -> Vec<Source> {
    let folder = root().join("src");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let mut sources = Vec::new();
    let mut declared: Vec<PathBuf> = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let tokens = tokens(&text);
        let beside = file.parent().expect("a file lies in a folder");
        let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("UTF-8 file names");
        let folder_of_children =
            if matches!(stem, "mod" | "lib" | "main") { beside.to_owned() } else { beside.join(stem) };
        declared.extend(test_files(&tokens).iter().map(|name| folder_of_children.join(name)));
        let path =
            file.strip_prefix(&folder).expect("below src").to_str().expect("UTF-8 file names").to_owned();
        sources.push(Source { path, tokens, lines: text.lines().count(), only_tests: false });
    }
    for source in &mut sources {
        let file = folder.join(&source.path);
        source.only_tests =
            declared.iter().any(|module| file == module.with_extension("rs") || file.starts_with(module));
    }
    assert!(sources.len() > 10, "src was not found");
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("readable folder").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// A name that follows the crate root (or `std`) in a path.
#[derive(Debug, PartialEq, Eq)]
struct Import {
    name: String,
    line: usize,
}

/// What a file whose module lies `depth` below the root takes from the root.
fn imports(tokens: &[Token], depth: usize) -> Vec<Import> {
    let mut found = Vec::new();
    // One entry for every open brace: whether it is an inline module's.
    let mut braces: Vec<bool> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        let starts_a_path = index == 0 || text(index - 1) != "::";
        match token.text.as_str() {
            "{" => braces.push(index >= 2 && text(index - 2) == "mod"),
            "}" => drop(braces.pop()),
            "crate" | "koseki" if starts_a_path && text(index + 1) == "::" => {
                heads(tokens, index + 2, 0, &mut found)
            }
            "crate" if matches!(text(index + 1), "as" | ";") => {
                found.push(Import { name: "the whole crate".into(), line: token.line });
            }
            "self" | "super" if starts_a_path && text(index + 1) == "::" => {
                let inline = braces.iter().filter(|module| **module).count();
                heads(tokens, index, depth + inline, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The first names of the use tree at `index`, which begins `above` modules below the root.
fn heads(tokens: &[Token], index: usize, above: usize, found: &mut Vec<Import>) {
    let Some(token) = tokens.get(index) else { return };
    match token.text.as_str() {
        "super" => heads(tokens, index + 2, above.saturating_sub(1), found),
        "self" => heads(tokens, index + 2, above, found),
        "{" => {
            let mut depth = 0_usize;
            for (at, inner) in tokens.iter().enumerate().skip(index) {
                match inner.text.as_str() {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                let begins = matches!(inner.text.as_str(), "{" | ",");
                if depth == 1 && begins && tokens.get(at + 1).is_some_and(|next| next.text != "}") {
                    heads(tokens, at + 1, above, found);
                }
            }
        }
        name if above == 0 => found.push(Import { name: name.to_owned(), line: token.line }),
        _ => {}
    }
}

fn members_of_std(tokens: &[Token]) -> Vec<Import> {
    let mut found = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        if pair[0].text == "std" && pair[1].text == "::" {
            heads(tokens, index + 2, 0, &mut found);
        }
    }
    found
}

/// Lines on which `name` is the first name of a path: `name::…`, `use name;`, `use name as …`.
fn crate_names(tokens: &[Token], name: &str) -> Vec<usize> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let named = |index: usize| {
        let before = if index == 0 { "" } else { text(index - 1) };
        let after = text(index + 1);
        let leads_from_nowhere = before == "::" && (index < 2 || !is_word(text(index - 2)));
        let begins = !matches!(before, "::" | ".") || leads_from_nowhere;
        text(index) == name
            && begins
            && (after == "::" || matches!(before, "use" | "crate") || leads_from_nowhere)
    };
    (0..tokens.len()).filter(|index| named(*index)).map(|index| tokens[index].line).collect()
}

/// Token ranges of items under `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn test_items(tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let begins_with = |index: usize, words: &[&str]| {
        words
            .iter()
            .enumerate()
            .all(|(at, word)| tokens.get(index + at).is_some_and(|token| token.text == *word))
    };
    let mut items: Vec<std::ops::Range<usize>> = Vec::new();
    for index in 0..tokens.len() {
        let attribute = begins_with(index, &["#", "[", "cfg", "(", "test", ")", "]"])
            || begins_with(index, &["#", "[", "cfg", "(", "all", "(", "test", ","]);
        if !attribute || items.last().is_some_and(|item| item.contains(&index)) {
            continue;
        }
        let mut depth = 0_usize;
        let mut end = tokens.len();
        for (at, token) in tokens.iter().enumerate().skip(index) {
            match token.text.as_str() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(token.text.as_str(), "}" | ";") {
                end = at + 1;
                break;
            }
        }
        items.push(index..end);
    }
    items
}

fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let items = test_items(tokens);
    let outside = |index: usize| !items.iter().any(|item| item.contains(&index));
    tokens.iter().enumerate().filter(|(index, _)| outside(*index)).map(|(_, token)| token.clone()).collect()
}

fn lines_of_tests(tokens: &[Token]) -> usize {
    test_items(tokens)
        .iter()
        .filter_map(|item| Some((tokens.get(item.start)?, tokens.get(item.end.checked_sub(1)?)?)))
        .map(|(first, last)| last.line - first.line + 1)
        .sum()
}

/// Names of `#[cfg(test)] mod name;`.
fn test_files(tokens: &[Token]) -> Vec<String> {
    test_items(tokens)
        .iter()
        .filter_map(|item| match &tokens[item.clone()] {
            [.., keyword, name, end] if keyword.text == "mod" && end.text == ";" => Some(name.text.clone()),
            _ => None,
        })
        .collect()
}

/// A word, `::`, or one other sign; comments, literals' contents and lifetimes are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
}

fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '_')
}

fn tokens(source: &str) -> Vec<Token> {
    let text: Vec<char> = source.chars().collect();
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let word = |index: usize| at(index).is_alphanumeric() || at(index) == '_';
    let mut tokens = Vec::new();
    let (mut index, mut line, mut counted) = (0, 1, 0);
    while index < text.len() {
        line += text[counted..index].iter().filter(|sign| **sign == '\n').count();
        counted = index;
        let mut push = |text: String| tokens.push(Token { text, line });
        match (at(index), at(index + 1)) {
            ('/', '/') => {
                while index < text.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            ('/', '*') => index = end_of_block_comment(&text, index),
            ('"', _) => {
                index = end_of_string(&text, index);
                push("\"".into());
            }
            ('\'', '\\') => {
                index += 3;
                while index < text.len() && at(index) != '\'' {
                    index += 1;
                }
                index += 1;
            }
            ('\'', _) if at(index + 2) == '\'' => index += 3,
            ('\'', _) => {
                index += 1;
                while word(index) {
                    index += 1;
                }
            }
            ('r', '#') if word(index + 2) => index += 2,
            (sign, _) if sign.is_alphanumeric() || sign == '_' => {
                let start = index;
                while word(index) {
                    index += 1;
                }
                let name: String = text[start..index].iter().collect();
                let raw = matches!(name.as_str(), "r" | "br" | "cr") && matches!(at(index), '"' | '#');
                if raw {
                    index = end_of_raw_string(&text, index);
                    push("\"".into());
                } else {
                    push(name);
                }
            }
            (':', ':') => {
                index += 2;
                push("::".into());
            }
            (sign, _) => {
                index += 1;
                if !sign.is_whitespace() {
                    push(sign.into());
                }
            }
        }
    }
    tokens
}

fn end_of_block_comment(text: &[char], start: usize) -> usize {
    let (mut index, mut depth) = (start, 0_usize);
    while index < text.len() {
        match text.get(index..index + 2) {
            Some(['/', '*']) => (depth, index) = (depth + 1, index + 2),
            Some(['*', '/']) if depth == 1 => return index + 2,
            Some(['*', '/']) => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
    }
    index
}

fn end_of_string(text: &[char], start: usize) -> usize {
    let mut index = start + 1;
    while index < text.len() && text[index] != '"' {
        index += if text[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

/// `start` is at the first `#` or at the quote.
fn end_of_raw_string(text: &[char], start: usize) -> usize {
    let hashes = text[start..].iter().take_while(|sign| **sign == '#').count();
    let closes = |index: usize| {
        text[index] == '"'
            && text.get(index + 1..=index + hashes).is_some_and(|tail| tail.iter().all(|sign| *sign == '#'))
    };
    let mut index = start + hashes + 1;
    while index < text.len() && !closes(index) {
        index += 1;
    }
    index + 1 + hashes
}

/// The reader of sources is itself a check: it must see each way to write an import, and nothing else.
mod reader {
    use super::{crate_names, imports, lines_of_tests, members_of_std, test_files, tokens, without_tests};

    fn names(source: &str, depth: usize) -> Vec<String> {
        imports(&tokens(source), depth).into_iter().map(|import| import.name).collect()
    }

    #[test]
    fn sees_plain_nested_and_inline_paths() {
        assert_eq!(names("use crate::time::Time;", 1), ["time"]);
        assert_eq!(
            names("use crate::{pdf, xml::{self, c14n}, r#limits::{a, b}};", 1),
            ["pdf", "xml", "limits"]
        );
        assert_eq!(
            names("fn f() -> crate::pki::Name { koseki::cms::f::<crate::dsig::A>() }", 1),
            ["pki", "cms", "dsig"]
        );
        assert_eq!(names("macro_rules! m { () => { $crate::report::Text } }", 1), ["report"]);
        assert_eq!(names("use crate::*; use crate as all;", 1), ["*", "the whole crate"]);
        assert_eq!(imports(&tokens("\n\nuse crate::{\n pdf,\n xml};"), 1)[1].line, 5);
    }

    #[test]
    fn sees_super_only_where_it_reaches_the_root() {
        assert_eq!(names("use super::time;", 1), ["time"]);
        assert_eq!(names("use super::time;", 2), [""; 0]);
        assert_eq!(names("use super::super::{time, xml::A};", 2), ["time", "xml"]);
        assert_eq!(names("use self::super::time;", 1), ["time"]);
        assert_eq!(names("mod tests { use super::Own; }", 1), [""; 0]);
        assert_eq!(names("mod tests { use super::super::time; } use super::pki;", 1), ["time", "pki"]);
    }

    #[test]
    fn passes_over_comments_literals_and_visibility() {
        let source = "//! use crate::a\n/* crate::b /* crate::c */ */ pub(crate) fn f<'a>() { \
                      let _ = (\"crate::d \\\" crate::e\", r#\"crate::f \" \"#, 'c', '\\'', b'\"'); }";
        assert_eq!(names(source, 1), [""; 0]);
        assert_eq!(names(&format!("{source} use crate::time;"), 1), ["time"]);
    }

    #[test]
    fn tells_a_crate_from_a_word_of_the_same_name() {
        let lines = |source| crate_names(&tokens(source), "rsa");
        assert_eq!(
            lines("use rsa::RsaPublicKey;\nuse rsa;\nuse rsa as r;\nlet a = ::rsa::f();"),
            [1, 2, 3, 4]
        );
        assert_eq!(
            lines("let rsa = |digest| rsa(digest); policy.rsa.iter(); S { rsa: 1 }; a::rsa::b()"),
            [0; 0]
        );
    }

    #[test]
    fn finds_doors_outside_tests_only() {
        let found = |source| {
            let tokens = without_tests(&tokens(source));
            members_of_std(&tokens).into_iter().map(|import| import.name).collect::<Vec<_>>()
        };
        assert_eq!(found("use std::{env, net::{self, IpAddr}};"), ["env", "net"]);
        assert_eq!(found("fn f() { std::env::var(\"A\"); }"), ["env"]);
        assert_eq!(found("env!(\"CARGO_PKG_NAME\"); name.parse::<core::net::Ipv4Addr>()"), [""; 0]);
        assert_eq!(found("#[cfg(test)]\nmod tests { fn f() { std::env::var(\"A\"); } }"), [""; 0]);
        assert_eq!(found("#[cfg(test)]\nmod tests {}\nfn f() { std::env::var(\"A\"); }"), ["env"]);
    }

    #[test]
    fn counts_the_lines_of_tests_and_finds_their_files() {
        let source = tokens("fn f() {}\n#[cfg(test)]\nmod tests {\n  fn g() {}\n}\nfn h() {}\n");
        assert_eq!(lines_of_tests(&source), 4);
        assert_eq!(
            test_files(&tokens("#[cfg(test)] mod tests; mod code; #[cfg(all(test, unix))] mod more;")),
            ["tests", "more"]
        );
    }
}
