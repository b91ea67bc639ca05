//! Filters, decoded and refused: the nearest of both.

use super::*;

#[test]
fn decodes_the_ascii_filters() {
    assert_eq!(ascii_hex(b"48 65 6c 6C 6f>").unwrap(), b"Hello");
    assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>").unwrap(), b"Hello World!");
    assert_eq!(ascii85(b"z87cURD]i,\"Ebo80z~>").unwrap(), b"\0\0\0\0Hello World!\0\0\0\0");
    // Four zeros are a group of their own.
    for bad in [b"8z~>".as_slice(), b"87cUz~>"] {
        assert_eq!(ascii85(bad), Err(FilterFault::Damaged), "{bad:?}");
    }
    for limit in [6, 7] {
        assert_eq!(run_length(b"\x02abc\xfed\x80", limit).unwrap(), b"abcddd");
    }
    assert_eq!(run_length(b"\x02abc\xfed\x80", 5), Err(FilterFault::TooLarge));
}

#[test]
fn rows_of_png_are_predicted_by_their_neighbours() {
    let rows = [[1, 1, 1, 1], [2, 1, 1, 1], [3, 10, 10, 10], [4, 1, 1, 1], [0, 7, 8, 9]];
    let octets = png(rows.as_flattened(), 3, 1).unwrap();
    assert_eq!(octets, [1, 2, 3, 2, 3, 4, 11, 17, 20, 12, 18, 21, 7, 8, 9]);
    assert_eq!(png(&[5, 1, 1, 1], 3, 1), Err(FilterFault::Damaged));
    // The nearest to left + up - corner, in this order where several are.
    for neighbours in 0..512_i16 {
        let [left, up, corner] = [neighbours % 8, neighbours / 8 % 8, neighbours / 64];
        let nearest = [left, up, corner].into_iter().min_by_key(|byte| (left + up - corner - byte).abs());
        let [left, up, corner] = [left, up, corner].map(|byte| u8::try_from(byte).unwrap());
        assert_eq!(Some(i16::from(paeth(left, up, corner))), nearest, "{left} {up} {corner}");
    }
}

#[test]
fn encoded_data_ends_as_its_filter_says() {
    type Decoder = fn(&[u8]) -> Result<Vec<u8>, FilterFault>;
    let (hex, base85): (Decoder, Decoder) = (ascii_hex, ascii85);
    let (runs, codes): (Decoder, Decoder) = (|data| run_length(data, 100), |data| lzw(data, None, 100));
    // (filter, data without its end, its end)
    for (decoder, data, end) in [
        (hex, b"48 65\r\n6c\t6C".as_slice(), b">".as_slice()),
        (base85, b"87cUR\r\nD]i,\"\tEb o80", b"~>"),
        (runs, b"\x02abc", b"\x80"),
        (codes, &[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85], &[0x01]),
    ] {
        let with = |behind: &[u8]| decoder(&[data, end, behind].concat());
        let whole = with(b"").unwrap();
        assert_eq!(with(b"\0\t\n\x0c\r "), Ok(whole));
        assert_eq!(with(b"x"), Err(FilterFault::Damaged), "{end:?}");
        assert_eq!(decoder(data), Err(FilterFault::Damaged), "{end:?}");
    }
    // White space that is some to one viewer and the end to another; the end in two parts.
    for bad in [b"48\x0065>".as_slice(), b"48\x0c65>", b"48x>"] {
        assert_eq!(ascii_hex(bad), Err(FilterFault::Damaged), "{bad:?}");
    }
    for bad in [b"87cUR\0~>".as_slice(), b"87cUR\x0c~>", b"87cUR~ >", b"87cUR~", b"87cUR8~>", b"<~87cUR~>"] {
        assert_eq!(ascii85(bad), Err(FilterFault::Damaged), "{bad:?}");
    }
}

/// Codes of twelve bits at most, as an encoder writes them that never clears its table before it has `most` codes.
fn codes(count: usize, clears_at: usize) -> Vec<u8> {
    codes_changing(count, clears_at, 1)
}

/// As [`codes`], with codes that get a bit more so many codes early.
fn codes_changing(count: usize, clears_at: usize, early: usize) -> Vec<u8> {
    let mut bits = String::from("100000000");
    let (mut next, mut width) = (258, 9);
    for index in 0..count {
        if next >= clears_at {
            bits.push_str(&format!("{:0width$b}", 256));
            (next, width) = (258, 9);
        }
        bits.push_str(&format!("{:0width$b}", index % 256));
        next += 1;
        // The decoder is one code behind the encoder.
        width = match next + early - 1 {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
    }
    bits.push_str(&format!("{:0width$b}", 257));
    let bits: Vec<u8> = bits.bytes().map(|bit| bit - b'0').collect();
    bits.chunks(8)
        .map(|octet| (0..8).fold(0, |value, bit| value << 1 | octet.get(bit).unwrap_or(&0)))
        .collect()
}

#[test]
fn codes_are_cleared_before_their_table_is_full() {
    let cleared = lzw(&codes(5_000, 4_094), None, 10_000).unwrap();
    assert_eq!(cleared.len(), 5_000);
    assert_eq!(lzw(&codes(3_838, 9_999), None, 10_000).unwrap().len(), 3_838);
    assert_eq!(lzw(&codes(3_840, 9_999), None, 10_000), Err(FilterFault::Damaged));
}

#[test]
fn codes_get_longer_early_or_late() {
    let octets: Vec<u8> = (0..=255).cycle().take(3_000).collect();
    for (early, parameters) in [(1, ""), (1, "/EarlyChange 1"), (0, "/EarlyChange 0")] {
        let parameters = dictionary(&format!("<<{parameters}>>"));
        let written = |early| lzw(&codes_changing(3_000, 4_094, early), Some(&parameters), 3_000);
        assert_eq!(written(early).as_ref(), Ok(&octets));
        assert_ne!(written(1 - early).as_ref(), Ok(&octets));
    }
    for bad in ["2", "-1", "true", "1.0", "null"] {
        let parameters = dictionary(&format!("<</EarlyChange {bad}>>"));
        assert_eq!(lzw(&codes(9, 4_094), Some(&parameters), 100), Err(FilterFault::Parameters), "{bad}");
    }
}

fn dictionary(text: &str) -> Dictionary {
    let mut budget = crate::limits::Budget::new(100_000);
    let object = super::super::lexer::Lexer::new(text.as_bytes(), 0).object(&mut budget).unwrap();
    object.as_dictionary().unwrap().clone()
}

#[test]
fn rows_of_predictors_are_whole() {
    let predicted = |parameters: &str, data: &[u8]| predict(data.to_vec(), Some(&dictionary(parameters)));
    let png = "<</Predictor 12/Columns 2>>";
    assert_eq!(predicted(png, &[0, 1, 2, 2, 1, 1]), Ok(vec![1, 2, 2, 3]));
    assert_eq!(predicted(png, &[]), Ok(vec![]));
    for count in [1, 2, 4, 5] {
        assert_eq!(predicted(png, &[0; 6][..count]), Err(FilterFault::Damaged), "{count}");
    }
    assert_eq!(predicted(png, &[5, 1, 2]), Err(FilterFault::Damaged));
    let tiff = "<</Predictor 2/Columns 2>>";
    assert_eq!(predicted(tiff, &[1, 2, 3, 4]), Ok(vec![1, 3, 3, 7]));
    assert_eq!(predicted(tiff, &[1, 2, 3]), Err(FilterFault::Damaged));
    assert_eq!(
        predicted("<</Predictor 2/Columns 2/BitsPerComponent 4>>", &[1]),
        Err(FilterFault::Parameters)
    );
    assert_eq!(predicted("<</Predictor 15/Columns 9999999999999>>", &[0]), Err(FilterFault::Damaged));
    assert_eq!(predicted("<</Predictor 1/Columns 2>>", &[1, 2, 3]), Ok(vec![1, 2, 3]));
}

#[test]
fn predictors_have_the_parameters_of_the_table() {
    let told = |parameters: &str| {
        Prediction::of(Some(&dictionary(parameters))).map(|found| found.map(|one| one.row))
    };
    assert_eq!(told("<<>>"), Ok(None));
    for predictor in [10, 15] {
        let entries = format!("<</Predictor {predictor}/Colors 32/BitsPerComponent 16/Columns 3>>");
        assert_eq!(told(&entries), Ok(Some(192)));
    }
    assert_eq!(told("<</Predictor 2/Colors 32/BitsPerComponent 8/Columns 3>>"), Ok(Some(96)));
    assert_eq!(told("<</Predictor 12/Columns 9/BitsPerComponent 1>>"), Ok(Some(2)));
    for bad in [
        "/Predictor 0",
        "/Predictor 3",
        "/Predictor 9",
        "/Predictor 16",
        "/Predictor 12.0",
        "/Colors 0",
        "/Colors 33",
        "/BitsPerComponent 0",
        "/BitsPerComponent 3",
        "/BitsPerComponent 24",
        "/BitsPerComponent 32",
        "/Predictor 2/BitsPerComponent 1",
        "/Predictor 2/BitsPerComponent 16",
        "/Columns 0",
        "/Columns -1",
        "/Columns 99999999999999999999",
    ] {
        assert_eq!(told(&format!("<<{bad}>>")), Err(FilterFault::Parameters), "{bad}");
    }
}

#[test]
fn lengths_are_counted_without_keeping_the_data() {
    use std::io::Write;
    let deflated = |data: &[u8]| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    };
    let counted = |data: &[u8], parameters: &str, limit: usize| {
        inflated_length(data, Some(&dictionary(parameters)), &mut { limit })
    };
    let large = deflated(&vec![0; 300_000]);
    assert_eq!(counted(&large, "<<>>", 300_000), Ok(300_000));
    assert_eq!(counted(&large, "<<>>", 299_999), Err(FilterFault::TooLarge));
    assert_eq!(counted(&[large.as_slice(), b"\n"].concat(), "<<>>", 300_000), Ok(300_000));
    assert_eq!(counted(&[large.as_slice(), b"x"].concat(), "<<>>", 300_000), Err(FilterFault::Damaged));
    assert_eq!(counted(&large[..large.len() - 1], "<<>>", 300_000), Err(FilterFault::Damaged));
    assert_eq!(counted(b"", "<<>>", 9), Ok(0));
    // What comes out is paid, also where it is damaged in the end.
    let mut left = 1_000_000;
    assert!(inflated_length(&large, None, &mut left).is_ok());
    assert!(inflated_length(&[large.as_slice(), b"x"].concat(), None, &mut left).is_err());
    assert_eq!(left, 400_000);
    // 3,000 rows of 99 octets and the one before each.
    assert_eq!(counted(&large, "<</Predictor 12/Columns 99>>", 300_000), Ok(297_000));
    assert_eq!(counted(&large, "<</Predictor 12/Columns 98>>", 300_000), Err(FilterFault::Damaged));
    assert_eq!(counted(&large, "<</Predictor 2/Columns 100>>", 300_000), Ok(300_000));
    for (at, kind, is_sound) in
        [(0, 4, true), (299_900, 4, true), (0, 5, false), (299_900, 5, false), (299_901, 5, true)]
    {
        let mut rows = vec![0; 300_000];
        rows[at] = kind;
        assert_eq!(
            counted(&deflated(&rows), "<</Predictor 12/Columns 99>>", 300_000).is_ok(),
            is_sound,
            "{at} {kind}"
        );
    }
}

/// The filters of a dictionary: their names, and whether each has parameters.
fn entries(dictionary: &str) -> Result<Vec<(String, bool)>, FilterFault> {
    let mut budget = crate::limits::Budget::new(100_000);
    let object = super::super::lexer::Lexer::new(dictionary.as_bytes(), 0).object(&mut budget).unwrap();
    let found = filters(object.as_dictionary().unwrap(), |object| object)?;
    Ok(found.into_iter().map(|(name, own)| (String::from_utf8_lossy(name).into(), own.is_some())).collect())
}

#[test]
fn takes_entries_that_can_be_read_in_one_way() {
    let one = |own| Ok(vec![("A".to_owned(), own)]);
    assert_eq!(entries("<<>>"), Ok(vec![]));
    assert_eq!(entries("<</F(file)>>"), Ok(vec![]));
    for without in ["<</Filter/A>>", "<</Filter/A/DP null>>", "<</Filter[/A]/DecodeParms[null]>>"] {
        assert_eq!(entries(without), one(false), "{without}");
    }
    for with in ["<</Filter/A/DecodeParms<<>>>>", "<</Filter[/A]/DecodeParms[<<>>]>>"] {
        assert_eq!(entries(with), one(true), "{with}");
    }
    for both in [
        "<</Filter/A/DP<<>>>>",
        "<</DP<<>>>>",
        "<</Filter/A/DecodeParms<<>>/DP<<>>>>",
        "<</Filter/A/DecodeParms[<<>>]>>",
        "<</Filter/A/DecodeParms 1>>",
        "<</Filter[/A]/DecodeParms<<>>>>",
        "<</Filter[/A/B]/DecodeParms[<<>>]>>",
        "<</Filter[/A]/DecodeParms[1]>>",
        "<</Filter[/A/B/C/D]>>",
        "<</Filter[(A)]>>",
        "<</Filter(A)>>",
        "<</Filter null>>",
        "<</Filter/A/DecodeParms null>>",
        "<</Filter[/A]/DecodeParms null>>",
        "<</DecodeParms null>>",
    ] {
        assert_eq!(entries(both), Err(FilterFault::Parameters), "{both}");
    }
}

#[test]
fn parameters_of_the_structure_stand_for_one_filter() {
    let sound = |entries: &str| of_structure(&dictionary(&format!("<<{entries}>>"))).is_ok();
    for good in ["", "/Filter/A/DecodeParms<<>>", "/Filter[/A/B]", "/Filter[/A]/DecodeParms[null]"] {
        assert!(sound(good), "{good}");
    }
    for bad in ["/Filter[/A]/DecodeParms[<<>>]", "/Filter[/A/B]/DecodeParms[null<<>>]", "/F/A"] {
        assert!(!sound(bad), "{bad}");
    }
}

#[test]
fn decodes_the_lzw_example_of_the_standard() {
    // ISO 32000-1, 7.4.4.2, EXAMPLE 1
    let encoded = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
    assert_eq!(lzw(&encoded, None, 100).unwrap(), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
}

#[test]
fn stops_an_inflate_bomb_one_octet_over_the_limit() {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&[0; 1000]).unwrap();
    let data = encoder.finish().unwrap();
    assert_eq!(inflate(&data, 1000).unwrap().0.len(), 1000);
    assert_eq!(inflate(&data, 999), Err(FilterFault::TooLarge));
}

#[test]
fn nothing_is_decoded_that_nothing_is_left_for() {
    let hex: [Filter<'_>; 1] = [(b"ASCIIHexDecode", None)];
    assert_eq!(decode(b"ab", &[], 2), Ok(b"ab".to_vec()));
    assert_eq!(decode(b"ab", &[], 1), Err(FilterFault::TooLarge));
    assert_eq!(decode(b"61>", &hex, 1), Ok(b"a".to_vec()));
    assert_eq!(decode(b"6162>", &hex, 1), Err(FilterFault::TooLarge));
    assert_eq!(decode(b">", &hex, 1), Ok(Vec::new()));
    assert_eq!(decode(b">", &hex, 0), Err(FilterFault::TooLarge));
    assert_eq!(decode(b"", &[], 0), Ok(Vec::new()));
}

#[test]
fn what_is_decoded_is_paid_for() {
    let (hex, base85): (Filter<'_>, Filter<'_>) = ((b"AHx", None), (b"A85", None));
    for (data, filters, before, counted, after) in [
        (b"abc".as_slice(), [].as_slice(), 2, Ok(3), 2),
        (b"616263>", &[hex], 100, Ok(3), 93),
        (b"6>", &[hex], 100, Ok(1), 98),
        (b"616263>", &[hex], 2, Err(FilterFault::TooLarge), 0),
        (b"x>", &[hex], 100, Err(FilterFault::Damaged), 0),
        (b"7a7e3e>", &[hex, base85], 100, Ok(4), 86),
        (b"7a7e3e>", &[hex, base85], 9, Ok(4), 0),
    ] {
        let mut left = before;
        assert_eq!(decoded_length(data, filters, &mut left), counted, "{data:?}");
        assert_eq!(left, after, "{data:?}");
    }
}

#[test]
fn inflates_to_the_end_of_the_data_and_its_checksum() {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(b"BT (a) Tj ET").unwrap();
    let data = encoder.finish().unwrap();
    let flate: [Filter<'_>; 1] = [(b"FlateDecode", None)];
    let decoded = |data: &[u8]| decode(data, &flate, 1000);
    assert_eq!(decoded(&data).unwrap(), b"BT (a) Tj ET");
    assert_eq!(decoded(&[data.as_slice(), b"\r\n"].concat()).unwrap(), b"BT (a) Tj ET");
    assert_eq!(decoded(b"").unwrap(), b"");
    for end in 1..data.len() {
        assert_eq!(decoded(&data[..end]), Err(FilterFault::Damaged), "{end}");
    }
    assert_eq!(decoded(&[data.as_slice(), b"x"].concat()), Err(FilterFault::Damaged));
    let mut damaged = data;
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(decoded(&damaged), Err(FilterFault::Damaged));
}
