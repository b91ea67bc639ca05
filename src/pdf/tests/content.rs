//! Content beside the resources it uses and the catalog above it: the nearest that all viewers show alike beside the nearest that
//! they do not.

use super::super::form::FactKind;
use super::resources::told;
use super::*;

#[test]
fn catalogs_state_what_the_format_may_not_have() {
    let told = |entries: &str| -> Vec<FactKind> {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R{entries}>>");
        facts_of(&[&catalog, PAGES[1], PAGES[2]])
    };
    for (around, entry, kind) in [
        ("", "/OCProperties", FactKind::OptionalContent),
        ("", "/Requirements", FactKind::Requirements),
        ("/AcroForm", "/XFA", FactKind::Xfa),
        ("/Names", "/JavaScript", FactKind::JavaScript),
        ("/Names", "/EmbeddedFiles", FactKind::EmbeddedFile),
        ("/Names", "/AlternatePresentations", FactKind::Multimedia),
    ] {
        for (value, expected) in [("<<>>", vec![kind]), ("null", vec![])] {
            let entry = format!("{entry} {value}");
            let entries = if around.is_empty() { entry } else { format!("{around}<<{entry}>>") };
            assert_eq!(told(&entries), expected, "{entries}");
        }
    }
}

#[test]
fn actions_are_told_alone_and_in_lists() {
    let told = |action: &str| -> Vec<FactKind> {
        let catalog =
            format!("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next {action}>>>>");
        facts_of(&[&catalog, PAGES[1], PAGES[2]])
    };
    for (action, kinds) in [
        ("<</S/GoTo/D[3 0 R/Fit]>>", vec![]),
        ("<</S/Launch/F(a)>>", vec![FactKind::LaunchAction]),
        ("<</S/URI/URI(a)>>", vec![FactKind::OtherAction]),
        ("<</S/Rendition>>", vec![FactKind::OtherAction]),
    ] {
        assert_eq!(told(action), kinds, "{action}");
        assert_eq!(told(&format!("[{action}]")), kinds, "{action}");
        assert_eq!(told(&format!("[<</S/GoTo/D[3 0 R/Fit]>>{action}{action}]")), kinds, "{action}");
    }
}

#[test]
fn uncolored_patterns_have_the_color_they_are_painted_in() {
    let with = |content: &str| {
        let entries = "/PatternType 1/PaintType 2/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>";
        let tile = stream(entries, content);
        let resources = "/ColorSpace<</C[/Pattern/DeviceGray]>>/Pattern<</P 5 0 R>>";
        told("/C cs 1 /P scn 0 0 9 9 re f", resources, &[&tile])
    };
    assert_eq!(with("0 0 9 9 re f"), []);
    assert_eq!(with("0 g 0 0 9 9 re f"), [FactKind::ContentOperators]);
    let image =
        |colors: &str| with(&format!("BI {colors} /W 1 /H 1 /F /CCF /DP <</K -1/Columns 1>> ID X EI"));
    assert_eq!(image("/IM true"), []);
    assert_eq!(image("/CS /G /BPC 1"), [FactKind::ContentOperators]);
}

#[test]
fn graphics_states_have_the_caps_of_dots() {
    let line = "0 0 m 9 9 l S";
    let with = |before: &str, entries: &str| {
        told(&format!("[0 3] 0 d {before} /G gs {line}"), &format!("/ExtGState<</G<<{entries}>>>>"), &[])
    };
    assert_eq!(with("", "/LC 1"), []);
    assert_eq!(with("1 J", "/LW 1"), []);
    for (before, entries) in [("", "/LW 1"), ("", "/LC 0"), ("1 J", "/LC 0")] {
        assert_eq!(with(before, entries), [FactKind::ContentOperators], "{before} {entries}");
    }
}

#[test]
fn inline_images_name_spaces_that_all_viewers_measure_alike() {
    let with = |space: &str| {
        let image = "BI /CS /S /W 1 /H 1 /BPC 1 /F /CCF /DP << /K -1 /Columns 1 >> ID X EI";
        told(image, &format!("/ColorSpace<</S {space}>>"), &[])
    };
    let calibrated = "[/CalGray<</WhitePoint[.95 1 1.09]>>]";
    assert_eq!(with(calibrated), []);
    assert!(with(&calibrated.replace(".95 1 1.09", ".95 2 1.09")).contains(&FactKind::ResourceUnsound));
}

#[test]
fn text_of_type_3_is_shown_as_its_glyphs_are_painted() {
    let with = |mode: u8, subtype: &str| {
        let font = format!("<</Type/Font/Subtype/{subtype}/BaseFont/Helvetica>>");
        told(&format!("BT {mode} Tr /F 9 Tf (a) Tj ET"), "/Font<</F 5 0 R>>", &[&font])
    };
    assert_eq!([with(0, "Type3"), with(3, "Type1")], [[], []]);
    assert_eq!(with(3, "Type3"), [FactKind::ContentOperators]);
}

#[test]
fn glyphs_of_many_fonts_are_looked_at_as_far_as_they_can() {
    let glyphs = format!("<<{}>>", (0..1_000).map(|glyph| format!("/a{glyph} 6 0 R")).collect::<String>());
    let with = |fonts: usize| {
        let font = "<</Type/Font/Subtype/Type3/CharProcs 5 0 R/Resources<<>>>>";
        let objects: Vec<&str> =
            [glyphs.as_str(), "null"].into_iter().chain(std::iter::repeat_n(font, fonts)).collect();
        told("n", "", &objects)
    };
    let most = crate::limits::pdf::TREE_NODES / 1_000;
    // The first costs nothing.
    assert_eq!(with(most + 1), []);
    assert_eq!(with(most + 2), [FactKind::DataLimit]);
}
