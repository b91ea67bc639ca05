//! Operators and their operands: the nearest that all viewers take alike beside the nearest that they do not.

use super::super::super::lexer::Lexer;
use super::super::super::object::Span;
use super::*;
use crate::limits::Budget;

/// What is wrong first, on a page.
fn told(content: &str) -> Option<FactKind> {
    told_from(Start::Page, content)
}

fn told_from(start: Start, content: &str) -> Option<FactKind> {
    let mut operators = Operators::of(start);
    let mut lexer = Lexer::new(content.as_bytes(), 0);
    loop {
        lexer.skip_white_space();
        let rest = lexer.rest();
        let length = rest.iter().take_while(|byte| !is_white_space(**byte)).count();
        let found = match rest.first()? {
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'"' => {
                lexer.advance(length);
                operators.operator(&rest[..length], None)
            }
            _ => operators.operand(&lexer.object(&mut Budget::new(1 << 20)).unwrap()),
        };
        if found.is_some() {
            return found;
        }
    }
}

const UNSOUND: Option<FactKind> = Some(FactKind::ContentOperators);
const BEYOND: Option<FactKind> = Some(FactKind::ContentLimit);

#[test]
fn operators_take_the_operands_that_the_standard_says() {
    // (all operands but the last, the last, operators)
    for (before, last, words) in [
        ("", "", "B B* BT BX EMC ET EX F S T* b b* f f* n q s"),
        ("", "0", "G M TL Tc Ts Tw Tz g i J j Tr w"),
        ("", "/N", "BMC CS Do MP cs gs ri sh"),
        ("", "(s)", "Tj '"),
        ("", "[(s) 1 <73> -.5]", "TJ"),
        ("/N", "0", "Tf"),
        ("/N", "/N", "BDC DP"),
        ("/N", "<</MCID 0>>", "BDC DP"),
        ("[]", "0", "d"),
        ("0", "-.5", "TD Td m"),
        ("0 0", "(s)", "\""),
        ("0 0", ".5", "RG rg"),
        ("0 0 0", "1", "K k re"),
        ("0 0 0 0 0", "1", "Tm cm"),
    ] {
        for word in words.split(' ') {
            assert_eq!(told(&format!("{before} {last} {word}")), None, "{word}");
            assert_eq!(told(&format!("{before} {last} 0 {word}")), UNSOUND, "{word}");
            assert_eq!(told(&format!("{before} {last} {word} {before} {word}")).is_some(), !last.is_empty());
            let other = if word == "BDC" || word == "DP" { "0" } else { "<</K /N>>" };
            for other in [other, "[/N]"] {
                assert_eq!(told(&format!("{before} {other} {word}")), UNSOUND, "{other} {word}");
            }
            if !before.is_empty() {
                let others = before.split(' ').map(|_| "<<>>").collect::<Vec<_>>();
                assert_eq!(told(&format!("{} {last} {word}", others.join(" "))), UNSOUND, "{word}");
            }
        }
    }
    for (operands, words) in [("", "W W* h"), ("0 0", "l"), ("0 0 0 0", "v y"), ("0 0 0 0 0 0", "c")] {
        for word in words.split(' ') {
            assert_eq!(
                told(&format!("0 0 m {operands} {word} 0 0 1 1 re {operands} {word}")),
                None,
                "{word}"
            );
            assert_eq!(told(&format!("{operands} {word}")), UNSOUND, "{word}");
            assert_eq!(told(&format!("0 0 m n {operands} {word}")), UNSOUND, "{word}");
        }
    }
}

#[test]
fn values_are_those_that_the_standard_has_a_meaning_for() {
    for (good, bad) in [
        ("7 Tr", "8 Tr"),
        ("0 Tr", "-1 Tr"),
        ("3 Tr", "3.0 Tr"),
        ("2 J", "3 J"),
        ("2 j", "9 j"),
        ("0 w", "-100 w"),
        (".5 w", "-.5 w"),
        ("[.001] 0 d", "[.0001] 0 d"),
        ("[] 0 d", "[0 0] 0 d"),
        ("[1 1] 0 d", "[1 -1] 0 d"),
        ("[200] 0 d", "[200] -1 d"),
        ("[1] 0 d", "[(1)] 0 d"),
        ("[(s)] TJ", "[[(s)]] TJ"),
        ("/N (s) pop", "pop"),
    ] {
        let is_operator = !good.ends_with("pop");
        assert_eq!(told(good), if is_operator { None } else { UNSOUND }, "{good}");
        assert_eq!(told(bad), UNSOUND, "{bad}");
    }
}

#[test]
fn dots_are_painted_by_lines_with_caps() {
    let line = "0 0 m 9 9 l S";
    for good in [
        "[0 3] 0 d 1 J",
        "1 J [0 3] 0 d",
        "[1 0] 0 d",
        "[0 3 1 3] 0 d",
        "q [0 3] 0 d Q",
        "[0 3 1] 0 d",
        "[0 3 0] 0 d",
    ] {
        assert_eq!(told(&format!("{good} {line}")), None, "{good}");
    }
    for bad in ["[0 3] 0 d", "1 J [0 3] 0 d 0 J", "[0 3 0 1] 0 d", "q 1 J Q [0 3] 0 d"] {
        assert_eq!(told(&format!("{bad} {line}")), UNSOUND, "{bad}");
        assert_eq!(told(&format!("{bad} /Fm Do")), UNSOUND, "{bad}");
        assert_eq!(told(&format!("{bad} (a) Tj")), UNSOUND, "{bad}");
    }
}

#[test]
fn words_that_are_no_operators_are_told() {
    for good in ["f", "(GENUINE) Tj", "BX f EX"] {
        assert_eq!(told(good), None, "{good}");
    }
    for bad in [
        "fz",
        "(GENUINE) Tjx",
        "f**",
        "f'",
        "fQ",
        "f\\",
        "f\u{b}",
        "endstream",
        "true",
        "BX foo EX",
        "EI",
        "ID",
    ] {
        assert_eq!(told(bad), UNSOUND, "{bad}");
    }
}

#[test]
fn numbers_are_those_that_viewers_can_hold() {
    for good in
        ["2147483647 w", "-2147483648 g", "2147483647.0 w", "[2147483647] 0 d", "/N <</K 2147483647>> DP"]
    {
        assert_eq!(told(good), None, "{good}");
    }
    for bad in [
        "2147483648 w",
        "-2147483649 g",
        "4294967297 g",
        "2147483648.0 w",
        "99999999999999999999 w",
        "[2147483648] 0 d",
        "/N <</K [2147483648]>> DP",
    ] {
        assert_eq!(told(bad), BEYOND, "{bad}");
    }
    let most = limits::pdf::CONTENT_STRING_OCTETS;
    for string in
        [|octets| format!("({}) Tj", "a".repeat(octets)), |octets| format!("<{}> Tj", "61".repeat(octets))]
    {
        assert_eq!(told(&string(most)), None);
        assert_eq!(told(&string(most + 1)), BEYOND);
    }
}

#[test]
fn colors_have_as_many_components_as_their_space() {
    for good in [
        "1 sc",
        "1 scn",
        "1 SC",
        "0 0 0 rg 1 0 0 sc",
        "0 0 0 1 K 0 0 0 1 SCN 1 sc",
        "q 0 0 0 rg Q 1 sc",
        "0 0 0 rg q 0 g 1 sc Q 0 0 0 sc",
    ] {
        assert_eq!(told(good), None, "{good}");
    }
    for bad in [
        "sc",
        "1 1 sc",
        "1 1 1 1 rg",
        "0 0 0 rg 1 1 1 0 sc",
        "0 0 0 RG 1 0 0 sc",
        "q 0 0 0 rg Q 1 0 0 sc",
        "1 /X scn",
        "/X scn",
        "/X sc",
    ] {
        assert_eq!(told(bad), UNSOUND, "{bad}");
    }
    for (gray, rgb, cmyk, set) in [("G", "RG", "K", "SC"), ("g", "rg", "k", "sc")] {
        let spaces = [format!("0 {gray}"), format!("0 0 0 {rgb}"), format!("0 0 0 0 {cmyk}")];
        for (space, components) in spaces.iter().zip([1, 3, 4]) {
            for before in &spaces {
                let color = |count: usize| format!("{before} {space} {}{set}", "0 ".repeat(count));
                assert_eq!(told(&color(components)), None, "{before} {space}");
                assert_eq!(told(&color(components + 1)), UNSOUND, "{before} {space}");
            }
        }
    }
    // Of what paints it a form does not know the space.
    assert_eq!(told_from(Start::Form, "0 g 1 sc"), None);
    assert_eq!(told_from(Start::Form, "1 sc"), UNSOUND);
    assert_eq!(told_from(Start::Form, "0 G 1 SC"), None);
    assert_eq!(told_from(Start::Form, "1 SC"), UNSOUND);
    let painted = |space: Space, content: &str, painted: Painted| {
        let mut operators = Operators::of(Start::Page);
        operators.set_space(b"cs", space);
        let mut lexer = Lexer::new(content.as_bytes(), 0);
        while lexer.peek().is_some() {
            operators.operand(&lexer.object(&mut Budget::new(1 << 20)).unwrap());
            lexer.skip_white_space();
        }
        operators.operator(b"scn", Some(painted)).is_none()
    };
    let gray = Space::Pattern(Some(1));
    for (space, content, kind, sound) in [
        (Space::Pattern(None), "/P", Painted::Colored, true),
        (Space::Pattern(None), "0 /P", Painted::Colored, false),
        (Space::Pattern(None), "/P", Painted::Uncolored, false),
        (gray, "/P", Painted::Colored, true),
        (gray, "0 /P", Painted::Uncolored, true),
        (gray, "0 0 /P", Painted::Uncolored, false),
        (gray, "/P 0", Painted::Uncolored, false),
        (gray, "/P", Painted::Uncolored, false),
        (gray, "0 0 /P", Painted::Missing, true),
        (Space::Components(1), "/P", Painted::Colored, false),
        (Space::Missing, "/P", Painted::Colored, true),
    ] {
        assert_eq!(painted(space, content, kind), sound, "{space:?} {content} {kind:?}");
    }
    let many = |count: usize| {
        let mut operators = Operators::of(Start::Page);
        operators.set_space(b"cs", Space::Missing);
        let number = Object { value: Value::Integer(0), span: Span::new(0, 1) };
        (0..count).find_map(|_| operators.operand(&number)).or_else(|| operators.operator(b"scn", None))
    };
    assert_eq!(many(limits::pdf::CONTENT_OPERANDS), None);
    assert_eq!(many(limits::pdf::CONTENT_OPERANDS + 1), UNSOUND);
}

#[test]
fn glyphs_of_type_3_are_shown_as_they_are_painted() {
    let shown = |is_type3: bool, mode: &str| {
        let mut operators = Operators::of(Start::Page);
        operators.set_type3(is_type3);
        let mut lexer = Lexer::new(mode.as_bytes(), 0);
        operators.operand(&lexer.object(&mut Budget::new(1 << 20)).unwrap());
        assert_eq!(operators.operator(b"Tr", None), None);
        let text = Object { value: Value::LiteralString(b"a".to_vec()), span: Span::new(0, 1) };
        operators.operand(&text);
        operators.operator(b"Tj", None)
    };
    assert_eq!(
        [shown(true, "2"), shown(false, "3"), shown(true, "3"), shown(true, "7")],
        [None, None, UNSOUND, UNSOUND]
    );
}

#[test]
fn glyphs_say_first_of_what_kind_they_are() {
    for good in ["9 0 d0 1 g 0 0 9 9 re f", "9 0 0 0 9 9 d1 0 0 9 9 re f", ""] {
        assert_eq!(told_from(Start::Glyph, good), None, "{good}");
    }
    for bad in [
        "0 0 9 9 re f",
        "q Q 9 0 d0",
        "9 0 d0 9 0 0 0 9 9 d1",
        "9 d0",
        "9 0 0 0 9 d1",
        "9 0 0 0 9 9 d1 1 g",
        "9 0 0 0 9 9 d1 /DeviceRGB cs",
    ] {
        assert_eq!(told_from(Start::Glyph, bad), UNSOUND, "{bad}");
    }
    assert_eq!(told("9 0 d0"), UNSOUND);
    assert_eq!(told_from(Start::Form, "9 0 0 0 9 9 d1"), UNSOUND);
    assert_eq!(told_from(Start::Uncolored, "0 0 9 9 re f"), None);
    for colors in ["1 g", "1 G", "0 0 0 rg", "0 0 0 0 K", "/DeviceGray cs", "/Sh sh", "/Perceptual ri"] {
        assert_eq!(told_from(Start::Uncolored, colors), UNSOUND, "{colors}");
    }
}

#[test]
fn numbers_of_other_languages_are_no_longer_either() {
    let number = |length: usize| "0".repeat(length);
    for good in [number(64), format!("{{ {} mul }}", number(64)), format!("<{}>", number(65)), "a".repeat(99)]
    {
        assert!(!has_long_number(good.as_bytes()), "{good}");
    }
    for bad in [
        number(65),
        format!("{{ -{} mul }}", number(64)),
        format!("<20> <7e> {}", number(65)),
        format!("[{}", number(65)),
    ] {
        assert!(has_long_number(bad.as_bytes()), "{bad}");
    }
}

#[test]
fn what_is_restored_was_saved() {
    for good in ["q Q", "q q Q Q q", "q"] {
        assert_eq!(told(good), None, "{good}");
    }
    for bad in ["Q", "q Q Q q"] {
        assert_eq!(told(bad), Some(FactKind::ContentOperators), "{bad}");
    }
    let most = limits::pdf::SAVED_STATES;
    assert_eq!(told(&"q ".repeat(most)), None);
    assert_eq!(told(&"q ".repeat(most + 1)), Some(FactKind::ContentLimit));
    assert_eq!(told(&"q Q ".repeat(most + 1)), None);
}
