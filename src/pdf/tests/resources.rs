//! What the names of resources stand for: the nearest that all viewers take for the same beside the nearest that they do not.

use super::super::form::FactKind;
use super::*;

/// A function of two numbers.
const SAMPLED: &str = "<</FunctionType 0/Domain[0 1 0 1]/Range[0 1]/Size[2 2]/BitsPerSample 8/Length 4>>stream\nabcd\nendstream";
const GRAY_TINT: &str = "<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[0]>>";

/// What is found on a page whose resources have these entries, where the content uses them.
pub(super) fn told(content: &str, resources: &str, more: &[&str]) -> Vec<FactKind> {
    let page =
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<{resources}>>/Contents 4 0 R>>");
    let content = stream("", content);
    let mut objects = vec![PAGES[0], PAGES[1], &page, &content];
    objects.extend(more);
    facts_of(&objects)
}

/// Holds the sound one against each change of it.
fn each(content: &str, sound: &str, changes: &[(&str, &str)], more: &[&str]) {
    assert_eq!(told(content, sound, more), [], "{sound}");
    for (from, to) in changes {
        let other = sound.replacen(from, to, 1);
        assert_ne!(sound, other, "{from}");
        assert_eq!(told(content, &other, more), [FactKind::ResourceUnsound], "{other}");
    }
}

#[test]
fn separations_paint_their_alternate_in_every_viewer() {
    let sound = format!("/ColorSpace<</S[/Separation/Spot/DeviceGray{GRAY_TINT}]>>");
    let changes = [
        ("/Spot", "/None"),
        ("/Spot", "/All"),
        ("/Spot", "/Black"),
        ("/DeviceGray", "/DeviceRGB"),
        ("/DeviceGray", "/Pattern"),
        ("/DeviceGray", "[/Indexed/DeviceGray 0<00>]"),
        ("/Domain[0 1]", ""),
        ("/Domain[0 1]", "/Domain[1 0]"),
        ("/Domain[0 1]", "/Domain[1 1]"),
        ("/Domain[0 1]", "/Domain[-1 1]"),
        ("/Domain[0 1]", "/Domain[0 1 0 1]"),
        ("/N 1", "/N -1"),
        ("/N 1", "/N 0"),
        ("/C1[0]", "/C1[0 0]"),
        ("/C1[0]", "/C1[(0)]"),
        ("/N 1", "/N 1/Range[0 1 0 1]"),
        ("/FunctionType 2", "/FunctionType 9"),
        (GRAY_TINT, "/Identity"),
        (GRAY_TINT, "[5 0 R]"),
        (GRAY_TINT, ""),
    ];
    each("/S cs 1 scn 0 0 9 9 re f", &sound, &changes, &["null"]);
    let black = sound
        .replace("/Spot/DeviceGray", "/Black/DeviceCMYK")
        .replace("/C0[1]/C1[0]", "/C0[0 0 0 0]/C1[0 0 0 1]");
    assert_eq!(told("/S cs 1 scn", &black, &[]), []);
    // What nobody uses shows nothing.
    assert_eq!(told("0 g", &sound.replace("/Spot", "/None"), &[]), []);
}

#[test]
fn stitched_functions_change_inside_their_domain() {
    let function = "<</FunctionType 3/Domain[0 1]/Functions[5 0 R 5 0 R]/Bounds[.5]/Encode[0 1 0 1]>>";
    let sound = format!("/ColorSpace<</S[/Separation/Spot/DeviceGray{function}]>>");
    let changes = [
        ("/Bounds[.5]", "/Bounds[1]"),
        ("/Bounds[.5]", "/Bounds[0]"),
        ("/Bounds[.5]", "/Bounds[2]"),
        ("/Bounds[.5]", "/Bounds[]"),
        ("/Encode[0 1 0 1]", "/Encode[0 1]"),
        ("[5 0 R 5 0 R]", "[5 0 R]"),
        ("[5 0 R 5 0 R]", "[]"),
        ("[5 0 R 5 0 R]", "[5 0 R 6 0 R]"),
        ("/Domain[0 1]", "/Domain[0 1 0 1]"),
        ("[5 0 R 5 0 R]/Bounds[.5]/Encode[0 1 0 1]", "[5 0 R 5 0 R 5 0 R]/Bounds[.5 .5]/Encode[0 1 0 1 0 1]"),
        ("[5 0 R 5 0 R]/Bounds[.5]/Encode[0 1 0 1]", "[5 0 R 5 0 R 5 0 R]/Bounds[.6 .5]/Encode[0 1 0 1 0 1]"),
    ];
    let colors = GRAY_TINT.replace("[1]", "[1 1 1]").replace("[0]", "[0 0 0]");
    each("/S cs 1 scn 0 0 9 9 re f", &sound, &changes, &[GRAY_TINT, &colors]);
    // A step inside of a part is one of the whole, whichever part it is.
    let part =
        "<</FunctionType 3/Domain[0 1]/Functions[5 0 R 5 0 R 5 0 R]/Bounds[.4 .5]/Encode[0 1 0 1 0 1]>>";
    for (part, expected) in [(part, vec![]), (&part.replace(".4", ".5"), vec![FactKind::ResourceUnsound])] {
        for parts in ["5 0 R 6 0 R", "6 0 R 5 0 R"] {
            let whole = sound.replace("5 0 R 5 0 R", parts);
            assert_eq!(told("/S cs 1 scn", &whole, &[GRAY_TINT, part]), expected, "{parts} {part}");
        }
    }
    // A gradient may change its color at once.
    let shading = |bounds: &str| {
        let function = format!(
            "<</FunctionType 3/Domain[0 1]/Functions[5 0 R 5 0 R 5 0 R]/Bounds[{bounds}]/Encode[0 1 0 1 0 1]>>"
        );
        format!("/Shading<</H<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 0]/Function{function}>>>>")
    };
    assert_eq!(told("/H sh", &shading(".5 .5"), &[GRAY_TINT]), []);
    assert_eq!(told("/H sh", &shading(".5 .4"), &[GRAY_TINT]), [FactKind::ResourceUnsound]);
    // It stitches itself.
    let circle = "<</FunctionType 3/Domain[0 1]/Functions[5 0 R]/Bounds[]/Encode[0 1]>>";
    let resources = "/ColorSpace<</S[/Separation/Spot/DeviceGray 5 0 R]>>";
    assert_eq!(told("/S cs 1 scn", resources, &[circle]), [FactKind::ResourceUnsound]);
    assert_eq!(told("/S cs 1 scn", resources, &[&circle.replace("5 0 R", GRAY_TINT)]), []);
}

#[test]
fn dictionaries_of_resources_have_few_entries() {
    let more = |wanted: usize, there: usize| {
        (there..wanted).map(|number| format!("/K{number} 0")).collect::<String>()
    };
    let most = crate::limits::pdf::ENTRIES_OF_RESOURCES;
    let tint =
        |entries: usize| format!("<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[0]{}>>", more(entries, 5));
    for (entries, expected) in [(most, vec![]), (most + 1, vec![FactKind::ResourceUnsound])] {
        let resources = "/ColorSpace<</S[/Separation/Spot/DeviceGray 5 0 R]>>";
        assert_eq!(told("/S cs 1 scn", resources, &[&tint(entries)]), expected, "{entries}");
        let group = format!("<</S/Transparency{}>>", more(entries, 1));
        let form = stream(&format!("/Subtype/Form/BBox[0 0 9 9]/Group{group}"), "n");
        assert_eq!(told("/X Do", "/XObject<</X 5 0 R>>", &[&form]), expected, "{entries}");
    }
}

#[test]
fn functions_are_sampled_or_computed_without_a_program() {
    let with = |dictionary: &str, data: &str| {
        let function = format!("<<{dictionary}/Length {}>>stream\n{data}\nendstream", data.len());
        told("/S cs 1 scn", "/ColorSpace<</S[/Separation/Spot/DeviceGray 5 0 R]>>", &[&function])
    };
    let sampled = "/FunctionType 0/Domain[0 1]/Range[0 1]/Size[2]/BitsPerSample 8";
    assert_eq!(with(sampled, "ab"), []);
    for (from, to) in [
        ("/Range[0 1]", ""),
        ("/Range[0 1]", "/Range[0 1 0]"),
        ("/Size[2]", ""),
        ("/Size[2]", "/Size[2 2]"),
        ("/Size[2]", "/Size[0]"),
        ("/BitsPerSample 8", "/BitsPerSample 3"),
        ("/FunctionType 0", "/FunctionType 4"),
    ] {
        assert_eq!(with(&sampled.replace(from, to), "ab"), [FactKind::ResourceUnsound], "{to}");
    }
    assert_eq!(with("/FunctionType 4/Domain[0 1]/Range[0 1]", "{pop 1}"), [FactKind::ResourceUnsound]);
}

#[test]
fn spaces_of_colors_are_measured_alike() {
    let space = |space: &str, color: &str| {
        told(&format!("/S cs {color} scn"), &format!("/ColorSpace<</S {space}>>"), &["<</N 3>>", "<</N 2>>"])
    };
    for (color, good, bad) in [
        ("1", "/DeviceGray", "/Foo"),
        ("1", "[/DeviceGray]", "[/Foo]"),
        ("1", "[/CalGray<</WhitePoint[.95 1 1.09]/Gamma 2.2>>]", "[/CalGray<<>>]"),
        ("1", "[/CalGray<</WhitePoint[.95 1 1.09]>>]", "[/CalGray<</WhitePoint[.95 1 1.09]/Gamma .0001>>]"),
        ("1", "[/CalGray<</WhitePoint[.95 1 1.09]>>]", "[/CalGray<</WhitePoint[.95 2 1.09]>>]"),
        (
            "1 1 1",
            "[/CalRGB<</WhitePoint[.95 1 1.09]/Gamma[2.2 2.2 2.2]>>]",
            "[/CalRGB<</WhitePoint[.95 1 1.09]/Gamma[2.2 2.2]>>]",
        ),
        (
            "99 0 0",
            "[/Lab<</WhitePoint[.95 1 1.09]/Range[-99 99 -99 99]>>]",
            "[/Lab<</WhitePoint[.95 1 1.09]>>]",
        ),
        ("1 1 1", "[/ICCBased 5 0 R]", "[/ICCBased<</N 3/Alternate/DeviceGray>>]"),
        (
            "1 1 1",
            "[/ICCBased<</N 3/Alternate/DeviceRGB>>]",
            "[/ICCBased<</N 3/Alternate[/ICCBased 5 0 R]>>]",
        ),
        ("1 1", "[/DeviceN[/A/B]/DeviceGray 7 0 R]", "[/DeviceN[/None/None]/DeviceGray 7 0 R]"),
        ("0", "[/Indexed/DeviceGray 1<00ff>]", "[/Indexed/DeviceGray 1<ff>]"),
        ("0", "[/Indexed/DeviceRGB 0<000000>]", "[/Indexed/DeviceRGB 0<0000>]"),
        ("0", "[/Indexed/DeviceRGB 0<00000000>]", "[/Indexed/DeviceRGB 1<0000000000>]"),
        ("0", "[/Indexed/DeviceGray 0<00>]", "[/Indexed/Pattern 0<00>]"),
        ("0", "[/Indexed/DeviceGray 0<00>]", "[/Indexed[/Indexed/DeviceGray 0<00>]0<00>]"),
        ("0", "[/Indexed/DeviceGray 0<00>]", "[/Indexed[/Pattern/DeviceGray]0<00>]"),
        ("0", "[/Indexed[/Separation/A/DeviceGray 8 0 R]0<00>]", "[/Indexed/DeviceGray 256<00>]"),
        ("1", "[/Separation/A/DeviceGray 8 0 R]", "[/Separation/A[/Separation/A/DeviceGray 8 0 R]8 0 R]"),
        ("1", "[/DeviceN[/A]/DeviceGray 8 0 R]", "[/Separation/A[/DeviceN[/A]/DeviceGray 8 0 R]8 0 R]"),
        ("1", "[/DeviceN[/A]/DeviceGray 8 0 R]", "[/DeviceN[/A][/Separation/A/DeviceGray 8 0 R]8 0 R]"),
        ("0 0 0 0", "/DeviceCMYK", "[/DeviceCMYK 0]"),
    ] {
        let space = |space: &str, color: &str| {
            let resources = format!("/ColorSpace<</S {space}>>");
            told(&format!("/S cs {color} scn"), &resources, &["<</N 3>>", "<</N 2>>", SAMPLED, GRAY_TINT])
        };
        assert_eq!(space(good, color), [], "{good}");
        assert!(space(bad, color).contains(&FactKind::ResourceUnsound), "{bad}");
    }
    assert!(space("[/ICCBased 6 0 R]", "1 1").contains(&FactKind::ResourceUnsound));
    // Those that need no resources.
    for (space, color) in [("DeviceGray", "0"), ("DeviceRGB", "0 0 0"), ("DeviceCMYK", "0 0 0 0")] {
        assert_eq!(told(&format!("/{space} cs {color} scn"), "", &[]), []);
        assert_eq!(told(&format!("/{space} cs {color} 0 scn"), "", &[]), [FactKind::ContentOperators]);
    }
    // Those of patterns are for patterns.
    let tile = "<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>/Length 1>>stream\nn\nendstream";
    let painted = |space: &str| {
        told("/S cs /P scn", &format!("/ColorSpace<</S {space}>>/Pattern<</P 5 0 R>>"), &[tile])
    };
    for good in ["/Pattern", "[/Pattern]", "[/Pattern/DeviceGray]"] {
        assert_eq!(painted(good), [], "{good}");
    }
    for bad in ["[/Pattern/Pattern]", "[/Pattern[/Pattern/DeviceGray]]", "[/Pattern/DeviceGray/DeviceGray]"] {
        assert_eq!(painted(bad), [FactKind::ResourceUnsound], "{bad}");
    }
}

#[test]
fn spaces_of_devices_are_replaced_by_measured_ones_alone() {
    let sound = "/ColorSpace<</DefaultGray[/CalGray<</WhitePoint[.95 1 1.09]/Gamma 2.2>>]>>";
    let separation = format!("[/Separation/Spot/DeviceGray{GRAY_TINT}]");
    let calibrated = "[/CalGray<</WhitePoint[.95 1 1.09]/Gamma 2.2>>]";
    let changes = [
        (calibrated, separation.as_str()),
        (calibrated, "/DeviceGray"),
        ("2.2", ".0001"),
        ("DefaultGray", "DefaultRGB"),
        ("DefaultGray", "DefaultCMYK"),
        ("DefaultGray", "DeviceGray"),
        ("DefaultGray", "G"),
        ("DefaultGray", "Pattern"),
    ];
    each("0 g 0 0 9 9 re f", sound, &changes, &[]);
    assert_eq!(told("0 g", &sound.replace("DefaultGray", "Gray"), &[]), []);
    for (name, components) in [("DefaultGray", 1), ("DefaultRGB", 3), ("DefaultCMYK", 4)] {
        let profile = format!("<</N {components}>>");
        assert_eq!(told("0 g", &format!("/ColorSpace<</{name}[/ICCBased 5 0 R]>>"), &[&profile]), []);
    }
}

#[test]
fn graphics_states_say_what_all_viewers_do() {
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency/CS/DeviceGray>>/Length 1>>stream\nn\nendstream";
    let bare = form.replace("/CS/DeviceGray", "");
    let sound = "/ExtGState<</G<</ca .5/CA 1/D[[3 1]0]/LW 1/LC 1/LJ 2/BM/Multiply/TR/Identity/TR2/Default/OP false/op false/SMask<</S/Luminosity/G 5 0 R/BC[1]/TR/Identity>>>>>>";
    let function = format!("/TR{GRAY_TINT}");
    let before = format!("{function}/TR2");
    let changes = [
        ("/TR/Identity/TR2", before.as_str()),
        ("/TR2/Default", "/TR2/Foo"),
        ("/OP false", "/OP true"),
        ("/op false", "/op true"),
        ("/ca .5", "/ca 2"),
        ("/CA 1", "/CA -1"),
        ("/LW 1", "/LW -1"),
        ("/D[[3 1]0]", "/D[[0]0]"),
        ("/D[[3 1]0]", "/D[[0 1]0]"),
        ("/D[[3 1]0]", "/D[[3 1]-1]"),
        ("/D[[3 1]0]", "/D[3 1]"),
        ("/LC 1", "/LC 9"),
        ("/LJ 2", "/LJ 9"),
        ("/BM/Multiply", "/BM/Foo"),
        ("/BM/Multiply", "/BM[/Multiply/Normal]"),
        ("/BM/Multiply", "/BM[]"),
        ("/S/Luminosity", "/S/Foo"),
        ("/G 5 0 R", "/G 9 0 R"),
        ("/G 5 0 R", "/G 6 0 R"),
        ("/BC[1]", "/BC[1 1 1]"),
        ("/TR/Identity>>>>", &format!("{function}>>>>")),
    ];
    each("/G gs 0 0 9 9 re f", sound, &changes, &[form, &bare, "null"]);
    for good in [("/BM/Multiply", "/BM[/Multiply]"), ("/SMask", "/SMask/None/PieceInfo")] {
        assert_eq!(
            told("/G gs", &sound.replacen(good.0, good.1, 1), &[form, &bare, "null"]),
            [],
            "{}",
            good.1
        );
    }
}

#[test]
fn patterns_and_shadings_are_whole() {
    let tile = |entries: &str| {
        let tile =
            format!("<</Type/Pattern{entries}/Resources<<>>/Length 12>>stream\n0 0 9 9 re f\nendstream");
        told("/Pattern cs /P scn 0 0 9 9 re f", "/Pattern<</P 5 0 R>>", &[&tile])
    };
    let sound = "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9";
    assert_eq!(tile(sound), []);
    assert_eq!(tile(&sound.replace("/XStep 9", "/XStep .6")), []);
    let elsewhere = "/BBox[100 100 109 109]/XStep .6/YStep .6";
    assert_eq!(tile(&sound.replace("/BBox[0 0 9 9]/XStep 9/YStep 9", elsewhere)), []);
    for (from, to) in [
        ("/XStep 9", "/XStep -9"),
        ("/XStep 9", "/XStep .5"),
        ("/YStep 9", "/YStep 0"),
        ("/XStep 9", ""),
        ("/TilingType 1", ""),
        ("/PaintType 1", "/PaintType 3"),
        ("/BBox[0 0 9 9]", "/BBox[0 0 0 9]"),
        ("/BBox[0 0 9 9]", "/BBox[0 0 9 0]"),
        ("/BBox[0 0 9 9]/XStep 9", "/BBox[100 100 109 109]/XStep .5"),
        ("/BBox[0 0 9 9]/XStep 9/YStep 9", "/BBox[100 100 109 109]/XStep 9/YStep .5"),
    ] {
        assert!(tile(&sound.replace(from, to)).contains(&FactKind::ResourceUnsound), "{to}");
    }
    assert_eq!(tile(&sound.replace("/PaintType 1", "/PaintType 2")), [FactKind::ContentOperators]);
    let sound =
        format!("/Shading<</H<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 0]/Function{GRAY_TINT}>>>>");
    let several = format!("/Function[{GRAY_TINT}{GRAY_TINT}]");
    let one = format!("/Function{GRAY_TINT}");
    let changes = [
        ("/ShadingType 2", "/ShadingType 3"),
        ("/ShadingType 2", "/ShadingType 4"),
        ("/ShadingType 2", "/ShadingType 1"),
        ("/ColorSpace/DeviceGray", "/ColorSpace/DeviceRGB"),
        ("/ColorSpace/DeviceGray", "/ColorSpace/Pattern"),
        ("/ColorSpace/DeviceGray", "/ColorSpace[/Pattern/DeviceGray]"),
        ("/ColorSpace/DeviceGray", ""),
        ("/Coords[0 0 9 0]", "/Coords[0 0 9]"),
        ("/Coords[0 0 9 0]", "/Coords[9 0 9 0]"),
        (one.as_str(), ""),
        (one.as_str(), several.as_str()),
    ];
    each("/H sh", &sound, &changes, &[]);
    // A function for each component.
    let colored = |functions: &str| {
        let shading = "/ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 9 0]";
        let color = GRAY_TINT.replace("[1]", "[1 1 1]").replace("[0]", "[0 0 0]");
        let resources = format!("/Shading<</H<<{shading}/Function {functions}>>>>");
        told("/H sh", &resources, &[GRAY_TINT, &color, SAMPLED])
    };
    for good in ["6 0 R", "[5 0 R 5 0 R 5 0 R]"] {
        assert_eq!(colored(good), [], "{good}");
    }
    for bad in [
        "5 0 R",
        "[5 0 R 5 0 R]",
        "[6 0 R]",
        "[5 0 R 5 0 R 6 0 R]",
        "[5 0 R 7 0 R 5 0 R]",
        "[5 0 R 5 0 R null]",
    ] {
        assert_eq!(colored(bad), [FactKind::ResourceUnsound], "{bad}");
    }
    // A color for each place.
    let places = |function: &str| {
        let resources = format!("/Shading<</H<</ShadingType 1/ColorSpace/DeviceGray/Function {function}>>>>");
        told("/H sh", &resources, &[GRAY_TINT, SAMPLED])
    };
    assert_eq!(places("6 0 R"), []);
    assert_eq!(places("5 0 R"), [FactKind::ResourceUnsound]);
    let radial = sound.replace("/ShadingType 2", "/ShadingType 3").replace("[0 0 9 0]", "[0 0 0 0 0 9]");
    let changes = [
        ("[0 0 0 0 0 9]", "[0 0 -1 0 0 9]"),
        ("[0 0 0 0 0 9]", "[0 0 0 0 0 -9]"),
        ("[0 0 0 0 0 9]", "[0 0 9 0 0 9]"),
    ];
    each("/H sh", &radial, &changes, &[]);
    let pattern =
        sound.replace("/Shading<</H<<", "/Pattern<</H<</PatternType 2/Shading<<").replace(">>>>", ">>>>>>");
    let changes =
        [("/PatternType 2", "/PatternType 2/ExtGState<</ca 2>>"), ("/ShadingType 2", "/ShadingType 7")];
    each("/Pattern cs /H scn 0 0 9 9 re f", &pattern, &changes, &[]);
}

#[test]
fn external_objects_say_what_they_are() {
    let form = |entries: &str| {
        let form = format!("<</Type/XObject{entries}/BBox[0 0 9 9]/Length 1>>stream\nn\nendstream");
        told("/X Do", "/XObject<</X 5 0 R>>", &[&form])
    };
    assert_eq!(form("/Subtype/Form/Group<</S/Transparency/CS/DeviceRGB>>"), []);
    for bad in ["", "/Subtype/Foo", "/Subtype/Form/Group<</S/Transparency/CS/Pattern>>"] {
        assert!(form(bad).contains(&FactKind::ResourceUnsound), "{bad}");
    }
}

#[test]
fn shared_functions_are_read_once() {
    // Many separations, one function of many parts.
    let parts = "6 0 R ".repeat(256);
    let bounds: String = (1..256).map(|part| format!("{} ", f64::from(part) / 256.0)).collect();
    let function = format!(
        "<</FunctionType 3/Domain[0 1]/Functions[{parts}]/Bounds[{bounds}]/Encode[{}]>>",
        "0 1 ".repeat(256)
    );
    let spaces: String =
        (0..2_000).map(|index| format!("/S{index}[/Separation/Spot/DeviceGray 5 0 R]")).collect();
    assert_eq!(told("/S7 cs 1 scn", &format!("/ColorSpace<<{spaces}>>"), &[&function, GRAY_TINT]), []);
    let more = function
        .replacen("[6 0 R", "[6 0 R 6 0 R", 1)
        .replacen("/Bounds[", "/Bounds[.001 ", 1)
        .replacen("[0 1 0 1", "[0 1 0 1 0 1", 1);
    let found = told("/S7 cs 1 scn", &format!("/ColorSpace<<{spaces}>>"), &[&more, GRAY_TINT]);
    assert_eq!(found, [FactKind::ResourceUnsound]);
}

#[test]
fn glyphs_that_are_stencils_paint_no_colors() {
    let glyph = |lead: &str, image: &str, text: &str| {
        let font = "<</Type/Font/Subtype/Type3/CharProcs<</a 6 0 R>>/Resources<</XObject<</I 7 0 R>>>>>>";
        let content = format!("{lead} /I Do");
        let glyph = format!("<</Length {}>>stream\n{content}\nendstream", content.len());
        // A row of T.6 that is white as the one before: one bit.
        let image = format!(
            "<</Subtype/Image/Width 1/Height 1{image}/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1/EndOfBlock false>>/Length 1>>stream\n\u{7f}\nendstream"
        );
        told(text, "/Font<</F 5 0 R>>", &[font, &glyph, &image])
            .into_iter()
            .filter(|kind| *kind == FactKind::ContentOperators)
            .count()
    };
    let (mask, gray) = ("/ImageMask true", "/BitsPerComponent 1/ColorSpace/DeviceGray");
    let shown = "BT /F 9 Tf (a) Tj ET";
    assert_eq!(glyph("9 0 0 0 9 9 d1", mask, shown), 0);
    assert_eq!(glyph("9 0 d0", gray, shown), 0);
    assert_eq!(glyph("9 0 0 0 9 9 d1", gray, shown), 1);
    // In no mode but those that paint.
    assert_eq!(glyph("9 0 d0", gray, "BT 2 Tr /F 9 Tf (a) Tj ET"), 0);
    assert_eq!(glyph("9 0 d0", gray, "BT 3 Tr /F 9 Tf (a) Tj ET"), 1);
}

#[test]
fn what_has_to_be_a_stream_is_one() {
    let stream = |entries: &str| format!("<<{entries}/Length 4>>stream\nabcd\nendstream");
    let sampled = "/FunctionType 0/Domain[0 1]/Range[0 1]/Size[2]/BitsPerSample 8";
    let group = "/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency>>";
    for (content, resources, entries) in [
        ("/S cs 1 scn", "/ColorSpace<</S[/Separation/Spot/DeviceGray 5 0 R]>>", sampled),
        ("/S cs 0 scn", "/ColorSpace<</S[/Indexed/DeviceGray 1 5 0 R]>>", ""),
        ("/G gs", "/ExtGState<</G<</SMask<</S/Alpha/G 5 0 R>>>>>>", group),
    ] {
        let streamed =
            if entries == group { stream(entries).replace("abcd", "q Q ") } else { stream(entries) };
        assert_eq!(told(content, resources, &[&streamed]), [], "{resources}");
        let bare = format!("<<{entries}/Length 4>>");
        assert_eq!(told(content, resources, &[&bare]), [FactKind::ResourceUnsound], "{resources}");
    }
}

#[test]
fn paths_end_where_their_content_does() {
    let form = |content: &str| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length {}>>stream\n{content}\nendstream",
            content.len()
        )
    };
    let with = |page: &str, inner: &str| told(page, "/XObject<</X 5 0 R>>", &[&form(inner)]);
    let bad = [FactKind::ContentOperators];
    assert_eq!(with("/X Do 0 0 9 9 re f", "0 0 9 9 re f"), []);
    assert_eq!(with("0 0 9 9 re n /X Do", "0 0 9 9 re W n"), []);
    assert_eq!(with("0 0 9 9 re /X Do f", "q Q"), bad);
    assert_eq!(with("/X Do", "0 0 9 9 re"), bad);
    assert_eq!(with("0 0 m 9 9 l", "q Q"), bad);
    // Dots with caps, which the form may take away.
    assert_eq!(with("1 J [1 9] 0 d /X Do", "0 J 0 0 m 9 9 l S"), []);
    assert_eq!(with("1 J [0 9] 0 d /X Do", "0 J 0 0 m 9 9 l S"), bad);
}

#[test]
fn glyphs_have_the_resources_of_their_font_and_no_colors_of_others() {
    let font = "<</Type/Font/Subtype/Type3/CharProcs<</a 6 0 R>>/Resources<</XObject<</X 7 0 R>>>>>>";
    let form =
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 21>>stream\n1 0 0 rg 0 0 9 9 re f\nendstream";
    let glyph = |entries: &str, content: &str| {
        let glyph = format!("<<{entries}/Length {}>>stream\n{content}\nendstream", content.len());
        let found = told("BT /F 9 Tf (a) Tj ET", "/Font<</F 5 0 R>>", &[font, &glyph, form]);
        let two = [FactKind::ContentOperators, FactKind::ResourceUnsound];
        found.into_iter().filter(|kind| two.contains(kind)).collect::<Vec<_>>()
    };
    assert_eq!(glyph("", "9 0 d0 /X Do"), []);
    assert_eq!(glyph("", "9 0 0 0 9 9 d1 /X Do"), [FactKind::ContentOperators]);
    assert_eq!(glyph("/Resources<<>>", "9 0 d0 0 0 9 9 re f"), [FactKind::ResourceUnsound]);
    let form = "/Subtype/Form/BBox[0 0 9 9]";
    assert!(glyph(form, "0 0 9 9 re f").contains(&FactKind::ResourceUnsound));
    // Dots under glyphs of its own lines.
    let nothing = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\nn\nendstream";
    let dotted = |caps: &str| {
        let glyph = "<</Length 14>>stream\n9 0 d0 0 0 m n\nendstream";
        told(&format!("{caps} d BT /F 9 Tf (a) Tj ET"), "/Font<</F 5 0 R>>", &[font, glyph, nothing])
    };
    assert!(!dotted("1 J [1 9] 0").contains(&FactKind::ContentOperators));
    assert!(dotted("1 J [0 9] 0").contains(&FactKind::ContentOperators));
}

#[test]
fn dictionaries_of_resources_are_small() {
    let most = crate::limits::pdf::ENTRIES_OF_RESOURCES;
    let with = |entries: usize, content: &str, before: &str, after: &str| {
        let own: String = (0..entries).map(|index| format!("/K{index} 0")).collect();
        told(content, &format!("{before}{own}{after}"), &[])
    };
    let profile = "/ColorSpace<</S[/ICCBased<</N 1";
    for (content, before, after, entries) in [
        ("/G gs", "/ExtGState<</G<<", ">>>>", 0),
        ("/S cs 1 scn", profile, ">>]>>", 1),
        ("/S cs 1 scn", "/ColorSpace<</S[/CalGray<</WhitePoint[1 1 1]", ">>]>>", 1),
    ] {
        assert_eq!(with(most - entries, content, before, after), [], "{before}");
        assert_eq!(with(most + 1 - entries, content, before, after), [FactKind::ResourceUnsound], "{before}");
    }
}
