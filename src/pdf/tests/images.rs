//! What images may say of their colors and masks: the nearest that viewers show alike beside the nearest that they do not.

use super::*;
use form::FactKind::{self, FilterEntries, ImageData};

/// A page that shows object 4, with an object of its own choice behind it.
fn facts(entries: &str, data: &str, more: &str) -> Vec<FactKind> {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>>>";
    let image = stream(&format!("/Subtype/Image{entries}"), data);
    let octets = file(&[PAGES[0], PAGES[1], page, &image, more]).octets;
    let facts = content_facts(&Document::parse(&octets).unwrap());
    facts.iter().map(|fact| fact.kind).filter(|kind| *kind != FactKind::ImageUnfiltered).collect()
}

/// Two pixels of eight bits.
const GRAY: &str = "/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray";
const STENCIL: &str = "/Width 8/Height 1/ImageMask true";

#[track_caller]
fn pairs(good: &[(String, &str)], bad: &[(String, &str)]) {
    for (entries, more) in good {
        assert_eq!(facts(entries, "12", more), [], "{entries} {more}");
    }
    for (entries, more) in bad {
        assert_eq!(facts(entries, "12", more), [ImageData], "{entries} {more}");
    }
}

#[test]
fn masks_paint_zeros_or_ones() {
    let mask = |range: &str| facts(&format!("{STENCIL}{range}"), "1", &stream("", ""));
    for good in ["", "/Decode[0 1]", "/Decode[1 0]", "/Decode[1.0 0.0]"] {
        assert_eq!(mask(good), [], "{good}");
    }
    for bad in ["[0 0]", "[1 1]", "[.6 .4]", "[0 -1]", "[2 0]", "[0 1 0 1]"] {
        assert_eq!(mask(&format!("/Decode{bad}")), [ImageData], "{bad}");
    }
    for bad in ["/Mask[0 0]", "/Mask 5 0 R", "/SMask 5 0 R"] {
        assert!(mask(bad).contains(&ImageData), "{bad}");
    }
    let of = |range: &str| (format!("{GRAY}/Decode{range}"), "null");
    pairs(&["[1 0]", "[-1 1]", "[0 255]"].map(of), &["[0 256]", "[0 99999]", "[0 -256]"].map(of));
}

#[test]
fn colors_that_are_left_out_are_samples() {
    let of = |ranges: &str| (format!("{GRAY}/Mask{ranges}"), "null");
    pairs(
        &["[255 255]", "[0 255]", "[7 9]"].map(of),
        &["[]", "[255]", "[0 0 0 0]", "[9 7]", "[254.5 255]", "[255 256]", "[-1 5]", "/None"].map(of),
    );
}

#[test]
fn a_mask_is_of_the_kind_its_key_asks_for() {
    let stencil = stream(&format!("/Subtype/Image{STENCIL}"), "1");
    let gray = stream(&format!("/Subtype/Image{GRAY}"), "12");
    let with = |key: &str, mask: &str| facts(&format!("{GRAY}{key}"), "12", mask);
    assert_eq!(with("/Mask 5 0 R", &stencil), []);
    assert_eq!(with("/Mask 5 0 R", &gray), [ImageData]);
    assert_eq!(with("/SMask 5 0 R", &gray), []);
    assert_eq!(with("/SMask 5 0 R", &stencil), [ImageData]);
    assert_eq!(with("/SMask 5 0 R/Mask[0 0]", &gray), [ImageData]);
    assert_eq!(with("/SMask[0 0]", "null"), [ImageData]);
    // What says all that a stream would, and is none.
    assert_eq!(with("/Mask 5 0 R", &format!("<</Subtype/Image{STENCIL}>>")), [ImageData]);
    assert_eq!(with("/SMask 5 0 R", &format!("<</Subtype/Image{GRAY}>>")), [ImageData]);
    for (from, to) in [
        ("/DeviceGray", "[/CalGray<<>>]"),
        ("/DeviceGray", "[/Indexed/DeviceGray 255 6 0 R]"),
        ("/DeviceGray", "/DeviceGray/SMask 4 0 R"),
        ("/DeviceGray", "/DeviceGray/Mask[0 0]"),
    ] {
        let mask = stream(&format!("/Subtype/Image{}", GRAY.replace(from, to)), "12");
        assert!(with("/SMask 5 0 R", &mask).contains(&ImageData), "{to}");
    }
    let rgb = stream(&format!("/Subtype/Image{}", GRAY.replace("Gray", "RGB")), "123456");
    assert_eq!(with("/SMask 5 0 R", &rgb), [ImageData]);
    // An image that says in its data what colors it has is asked all the same.
    let coded = |key: &str, mask: &str| facts(&format!("/Filter/JPXDecode{key}"), "x", mask);
    assert!(!coded("/SMask 5 0 R", &gray).contains(&ImageData));
    assert!(coded("/SMask 5 0 R", &stencil).contains(&ImageData));
}

#[test]
fn tables_have_all_colors_that_pixels_name() {
    // The pixels are 49 and 50.
    let all = "00".repeat(256);
    let of = |space: &str| (GRAY.replace("/DeviceGray", &format!("[/Indexed{space}]")), "null");
    let table = |last: usize, octets: usize| format!("/DeviceGray {last}<{}>", "00".repeat(octets));
    pairs(
        &[
            of(&table(50, 51)),
            of(&table(50, 60)),
            of(&table(255, 256)),
            of(&format!("[/CalRGB<<>>] 50({})", "x".repeat(153))),
        ],
        &[
            of(&table(50, 50)),
            of(&table(49, 50)),
            of(&table(256, 300)),
            of("/DeviceGray -1<00>"),
            of(&format!("/DeviceRGB 255<{all}>")),
            of(&format!("/Pattern 255<{all}>")),
            of(&format!("[/Indexed/DeviceGray 255<{all}>] 255<{all}>")),
            of(&format!("/DeviceGray 255<{all}> 0")),
            of("/DeviceGray 255"),
            of("/DeviceGray 255 5 0 R"),
        ],
    );
    let behind =
        |length: usize| facts(&of("/DeviceGray 255 5 0 R").0, "12", &stream("", &"x".repeat(length)));
    assert_eq!((behind(256), behind(255)), (vec![], vec![ImageData]));
    let ranged =
        |last: usize, range: &str| (format!("{}/Decode{range}", of(&table(last, last + 1)).0), "null");
    pairs(
        &[ranged(255, "[0 255]"), ranged(255, "[255 0]"), ranged(50, "[0 255]")],
        &[ranged(255, "[0 1]"), ranged(255, "[0 254]"), ranged(50, "[255 0]")],
    );
    let wide = |bits: &str| of(&table(255, 256)).0.replace("Component 8", bits).replace("Width 2", "Width 1");
    assert_eq!(facts(&wide("Component 16"), "12", "null"), [ImageData]);
}

#[test]
fn color_spaces_are_such_as_all_viewers_paint() {
    let of = |space: &str| GRAY.replace("/DeviceGray", space);
    let data = |space: &str, octets: usize, more: &str| facts(&of(space), &"1".repeat(octets), more);
    let colorants = |count: usize| format!("[/DeviceN[{}]/DeviceGray<<>>]", "/A".repeat(count));
    assert_eq!(data(&colorants(32), 64, "null"), []);
    assert_eq!(data(&colorants(33), 66, "null"), [ImageData]);
    for (good, bad) in [
        ("[/Separation/Black/DeviceGray<<>>]", "[/Separation/None/DeviceGray<<>>]"),
        ("[/Separation/A/DeviceGray<<>>]", "[/Separation/All/DeviceGray<<>>]"),
        ("[/DeviceN[/None/A]/DeviceGray<<>>]", "[/DeviceN[/None/None]/DeviceGray<<>>]"),
        ("[/Lab<</Range[0 1 0 1]>>]", "[/Lab<<>>]"),
    ] {
        let octets = if good.contains("Lab") {
            6
        } else if good.contains("DeviceN") {
            4
        } else {
            2
        };
        assert_eq!(data(good, octets, "null"), [], "{good}");
        assert_eq!(data(bad, octets, "null"), [ImageData], "{bad}");
    }
    let profile = |entries: &str| data("[/ICCBased 5 0 R]", 6, &stream(&format!("/N 3{entries}"), "x"));
    for good in ["", "/Alternate/DeviceRGB", "/Alternate[/Lab<<>>]"] {
        assert_eq!(profile(good), [], "{good}");
    }
    for bad in ["/DeviceGray", "[/DeviceN[/A/B/C]/DeviceGray<<>>]", "[/Indexed/DeviceGray 0<00>]"] {
        assert_eq!(profile(&format!("/Alternate{bad}")), [ImageData], "{bad}");
    }
}

#[test]
fn streams_have_three_filters_at_most() {
    let of = |count: usize| {
        let data = (0..count).fold("12".to_owned(), |data, _| {
            data.bytes().map(|octet| format!("{octet:02x}")).collect::<String>() + ">"
        });
        facts(&format!("{GRAY}/Filter[{}]", "/ASCIIHexDecode".repeat(count)), &data, "null")
    };
    assert_eq!(of(3), [FactKind::ImageFilterArrayForbidden]);
    assert_eq!(of(4), [FilterEntries, FactKind::ImageFilterArrayForbidden]);
}

#[test]
fn short_names_are_for_inline_images() {
    let told = |space: &str, data: &str| {
        facts(&format!("/Width 2/Height 1/BitsPerComponent 8/ColorSpace {space}"), data, "null")
    };
    for (data, good, bad) in [
        ("12", "/DeviceGray", "/G"),
        ("123456", "/DeviceRGB", "/RGB"),
        ("12345678", "/DeviceCMYK", "/CMYK"),
        ("\0\0", "[/Indexed/DeviceGray 0<00>]", "[/I/DeviceGray 0<00>]"),
        ("\0\0", "[/Indexed/DeviceRGB 0<000000>]", "[/Indexed/RGB 0<000000>]"),
    ] {
        assert_eq!(told(good, data), [], "{good}");
        assert_eq!(told(bad, data), [ImageData], "{bad}");
    }
}
