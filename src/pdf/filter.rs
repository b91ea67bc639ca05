//! Decoding of stream data (ISO 32000-1, 7.4), as far as the structure and the content of a file need it.
//!
//! Flate with predictors for cross-reference and object streams; ASCIIHex, ASCII85, LZW and RunLength besides for
//! content streams. Images are never decoded.

use super::object::{Dictionary, Object, Value};

/// Why stream data cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterFault {
    /// The compressed data is damaged.
    Damaged,
    /// `/DecodeParms` is not what the filter needs.
    Parameters,
    /// More octets come out than the limit allows.
    TooLarge,
    /// The filter is not one that structure or content may have here.
    Unsupported,
}

/// The name of a filter and its parameters.
pub(super) type Filter<'d> = (&'d [u8], Option<&'d Dictionary>);

/// The filters of a stream with their parameters, in the order they are applied for decoding (7.3.8.2, Table 5).
///
/// Viewers part where the entries are not as the table has them: some know the abbreviations of inline images (`/DP`)
/// in streams too, some take the first of an array of parameters for a filter that is no array, some take none.
/// `resolve` follows references; where none can be resolved it returns its argument.
///
/// # Errors
/// [`FilterFault::Parameters`] where there is more than one way to read the entries.
pub(super) fn filters<'d>(
    dictionary: &'d Dictionary,
    resolve: impl Fn(&'d Object) -> &'d Object,
) -> Result<Vec<Filter<'d>>, FilterFault> {
    let find = |key: &str| dictionary.get(key).map(&resolve).filter(|value| !value.is_null());
    // `/F` is a file specification, which is for `form` to tell.
    if find("DP").is_some() {
        return Err(FilterFault::Parameters);
    }
    // By 7.3.9 an entry that is `null` is none; some show nothing of a stream whose filter is `null`, or a reference to nothing.
    let is_null = |key: &str| dictionary.get(key).map(&resolve).is_some_and(Object::is_null);
    if is_null("Filter") || is_null("DecodeParms") {
        return Err(FilterFault::Parameters);
    }
    let parameters = find("DecodeParms");
    let of_one = |object: &'d Object| match &resolve(object).value {
        Value::Dictionary(parameters) => Ok(Some(parameters)),
        Value::Null => Ok(None),
        _ => Err(FilterFault::Parameters),
    };
    let Some(filter) = find("Filter") else { return Ok(Vec::new()) };
    match &filter.value {
        Value::Name(name) => Ok(vec![(name.as_slice(), parameters.map_or(Ok(None), of_one)?)]),
        Value::Array(names) => {
            let parameters = match parameters.map(|parameters| &parameters.value) {
                None => &[],
                Some(Value::Array(parameters)) if parameters.len() == names.len() => parameters.as_slice(),
                Some(_) => return Err(FilterFault::Parameters),
            };
            names
                .iter()
                .enumerate()
                .map(|(index, name)| {
                    let name = resolve(name).as_name().ok_or(FilterFault::Parameters)?;
                    Ok((name, parameters.get(index).map_or(Ok(None), of_one)?))
                })
                .collect()
        }
        _ => Err(FilterFault::Parameters),
    }
}

/// The filters of a cross-reference or object stream: as [`filters`], without references.
///
/// Such a stream lies in the file. To most viewers `/F` is another name for `/Filter`, to some it even goes before it: what is raw
/// data to one reader would be another table, or other objects, to the next.
///
/// # Errors
/// As [`filters`], and where `/F` is not `null`.
pub(super) fn of_structure(dictionary: &Dictionary) -> Result<Vec<Filter<'_>>, FilterFault> {
    if dictionary.get("F").is_some_and(|object| !object.is_null()) {
        return Err(FilterFault::Parameters);
    }
    filters(dictionary, |object| object)
}

/// Decodes through all `filters`, never beyond `limit` octets at any step.
pub(super) fn decode(data: &[u8], filters: &[Filter<'_>], limit: usize) -> Result<Vec<u8>, FilterFault> {
    // ISO 32000-1 sets no number; more than a handful is an amplifier.
    if filters.len() > 8 {
        return Err(FilterFault::Unsupported);
    }
    let mut current = data.to_vec();
    if filters.is_empty() && current.len() > limit {
        return Err(FilterFault::TooLarge);
    }
    for (name, parameters) in filters {
        current = match *name {
            b"FlateDecode" | b"Fl" => {
                let (inflated, used) = inflate(&current, limit)?;
                let rest = current.get(used..).unwrap_or_default();
                // 7.3.8.1: an end of line may stand before `endstream`, and producers count it in.
                if !rest.iter().all(|byte| super::lexer::is_white_space(*byte)) {
                    return Err(FilterFault::Damaged);
                }
                predict(inflated, *parameters)?
            }
            b"ASCIIHexDecode" | b"AHx" => ascii_hex(&current)?,
            b"ASCII85Decode" | b"A85" => ascii85(&current)?,
            b"LZWDecode" | b"LZW" => predict(lzw(&current, *parameters, limit)?, *parameters)?,
            b"RunLengthDecode" | b"RL" => run_length(&current, limit)?,
            _ => return Err(FilterFault::Unsupported),
        };
        if current.len() > limit {
            return Err(FilterFault::TooLarge);
        }
    }
    Ok(current)
}

/// Inflates zlib data; returns the octets and how many of the input were used. Data that ends before its end is damaged:
/// some viewers show the part that is there, some nothing. No data at all is no octets.
pub(super) fn inflate(data: &[u8], limit: usize) -> Result<(Vec<u8>, usize), FilterFault> {
    let mut output = Vec::new();
    if data.is_empty() {
        return Ok((output, 0));
    }
    let mut state = flate2::Decompress::new(true);
    loop {
        let used = usize::try_from(state.total_in()).unwrap_or(data.len());
        let made = output.len();
        output.reserve(made.clamp(1 << 12, 1 << 20));
        let input = data.get(used..).unwrap_or_default();
        let status = state.decompress_vec(input, &mut output, flate2::FlushDecompress::None);
        let status = status.map_err(|_| FilterFault::Damaged)?;
        if output.len() > limit {
            return Err(FilterFault::TooLarge);
        }
        let used_now = usize::try_from(state.total_in()).unwrap_or(data.len());
        match status {
            flate2::Status::StreamEnd => return Ok((output, used_now)),
            _ if used_now == used && output.len() == made => return Err(FilterFault::Damaged),
            _ => {}
        }
    }
}

/// Undoes a PNG or TIFF predictor (7.4.4.4).
fn predict(data: Vec<u8>, parameters: Option<&Dictionary>) -> Result<Vec<u8>, FilterFault> {
    let integer = |key: &str, default: usize| match parameters.and_then(|dictionary| dictionary.get(key)) {
        None => Ok(default),
        Some(object) => object.as_offset().ok_or(FilterFault::Parameters),
    };
    let predictor = integer("Predictor", 1)?;
    if predictor == 1 {
        return Ok(data);
    }
    let colors = integer("Colors", 1)?;
    let bits = integer("BitsPerComponent", 8)?;
    let columns = integer("Columns", 1)?;
    let pixel_bits = colors.checked_mul(bits).ok_or(FilterFault::Parameters)?;
    let row = pixel_bits.checked_mul(columns).ok_or(FilterFault::Parameters)?.div_ceil(8);
    let pixel = pixel_bits.div_ceil(8);
    if row == 0 || row > data.len().max(1) || pixel > 32 {
        return if data.is_empty() { Ok(data) } else { Err(FilterFault::Parameters) };
    }
    match predictor {
        2 if bits == 8 => Ok(tiff(data, row, colors)),
        10..=15 => png(&data, row, pixel),
        _ => Err(FilterFault::Unsupported),
    }
}

fn tiff(mut data: Vec<u8>, row: usize, colors: usize) -> Vec<u8> {
    for line in data.chunks_mut(row) {
        for index in colors..line.len() {
            let left = index.checked_sub(colors).and_then(|left| line.get(left)).copied().unwrap_or_default();
            if let Some(byte) = line.get_mut(index) {
                *byte = byte.wrapping_add(left);
            }
        }
    }
    data
}

fn png(data: &[u8], row: usize, pixel: usize) -> Result<Vec<u8>, FilterFault> {
    let mut output = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; row];
    for line in data.chunks(row.saturating_add(1)) {
        let (kind, encoded) = line.split_first().ok_or(FilterFault::Damaged)?;
        let mut current = vec![0_u8; encoded.len()];
        for (index, byte) in encoded.iter().enumerate() {
            let at = |line: &[u8], back: usize| {
                index.checked_sub(back).and_then(|index| line.get(index)).copied().unwrap_or_default()
            };
            let (left, up, corner) = (at(&current, pixel), at(&above, 0), at(&above, pixel));
            let prediction = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => u8::try_from(u16::from(left).saturating_add(u16::from(up)) >> 1).unwrap_or_default(),
                4 => paeth(left, up, corner),
                _ => return Err(FilterFault::Damaged),
            };
            if let Some(slot) = current.get_mut(index) {
                *slot = byte.wrapping_add(prediction);
            }
        }
        output.extend_from_slice(&current);
        current.resize(row, 0);
        above = current;
    }
    Ok(output)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left).saturating_add(i16::from(up)).saturating_sub(i16::from(corner));
    let distance = |byte: u8| estimate.saturating_sub(i16::from(byte)).saturating_abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

fn ascii_hex(data: &[u8]) -> Result<Vec<u8>, FilterFault> {
    let mut output = Vec::with_capacity(data.len().div_ceil(2));
    let mut high = None;
    for byte in data.iter().filter(|byte| !super::lexer::is_white_space(**byte)) {
        if *byte == b'>' {
            break;
        }
        let digit = char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let digit = digit.ok_or(FilterFault::Damaged)?;
        high = match high {
            None => Some(digit << 4),
            Some(high) => {
                output.push(high | digit);
                None
            }
        };
    }
    output.extend(high);
    Ok(output)
}

fn ascii85(data: &[u8]) -> Result<Vec<u8>, FilterFault> {
    let mut output = Vec::with_capacity(data.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let flush = |group: &[u8], output: &mut Vec<u8>| -> Result<(), FilterFault> {
        let mut value = 0_u32;
        for index in 0..5 {
            let digit = u32::from(group.get(index).copied().unwrap_or(84));
            value = value
                .checked_mul(85)
                .and_then(|value| value.checked_add(digit))
                .ok_or(FilterFault::Damaged)?;
        }
        output.extend(value.to_be_bytes().iter().take(group.len().saturating_sub(1)));
        Ok(())
    };
    for byte in data.iter().copied().filter(|byte| !super::lexer::is_white_space(*byte)) {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => output.extend([0; 4]),
            b'!'..=b'u' => {
                group.push(byte.saturating_sub(b'!'));
                if group.len() == 5 {
                    flush(&group, &mut output)?;
                    group.clear();
                }
            }
            _ => return Err(FilterFault::Damaged),
        }
    }
    match group.len() {
        0 => Ok(output),
        1 => Err(FilterFault::Damaged),
        _ => flush(&group, &mut output).map(|()| output),
    }
}

fn run_length(data: &[u8], limit: usize) -> Result<Vec<u8>, FilterFault> {
    let mut output = Vec::new();
    let mut rest = data;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        if length == 128 {
            break;
        }
        if length < 128 {
            let count = length.saturating_add(1);
            output.extend_from_slice(after.get(..count).ok_or(FilterFault::Damaged)?);
            rest = after.get(count..).unwrap_or_default();
        } else {
            let (byte, after) = after.split_first().ok_or(FilterFault::Damaged)?;
            output.resize(output.len().saturating_add(257_usize.saturating_sub(length)), *byte);
            rest = after;
        }
        if output.len() > limit {
            return Err(FilterFault::TooLarge);
        }
    }
    Ok(output)
}

fn lzw(data: &[u8], parameters: Option<&Dictionary>, limit: usize) -> Result<Vec<u8>, FilterFault> {
    let early = match parameters.and_then(|dictionary| dictionary.get("EarlyChange")) {
        None => 1,
        Some(object) => object.as_offset().filter(|value| *value <= 1).ok_or(FilterFault::Parameters)?,
    };
    // Each code above 257 is the output of the code before it and one octet more: (start in output, length).
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut output: Vec<u8> = Vec::new();
    let mut previous: Option<(usize, usize)> = None;
    let (mut bits, mut bit_count, mut width) = (0_u32, 0_u32, 9_u32);
    for byte in data {
        bits = ((bits & 0xff_ffff) << 8) | u32::from(*byte);
        bit_count = bit_count.saturating_add(8);
        if bit_count < width {
            continue;
        }
        bit_count = bit_count.saturating_sub(width);
        let mask = 1_u32.checked_shl(width).unwrap_or(0).wrapping_sub(1);
        let code = usize::try_from((bits >> bit_count) & mask).map_err(|_| FilterFault::Damaged)?;
        match code {
            256 => {
                table.clear();
                previous = None;
                width = 9;
                continue;
            }
            257 => return Ok(output),
            _ => {}
        }
        let start = output.len();
        if let Some((from, length)) = previous {
            table.push((from, length.saturating_add(1)));
        }
        if let Ok(literal) = u8::try_from(code) {
            output.push(literal);
        } else {
            let index = code.checked_sub(258).ok_or(FilterFault::Damaged)?;
            let (from, length) = *table.get(index).ok_or(FilterFault::Damaged)?;
            for offset in 0..length {
                let byte = *output.get(from.saturating_add(offset)).ok_or(FilterFault::Damaged)?;
                output.push(byte);
            }
        }
        if output.len() > limit {
            return Err(FilterFault::TooLarge);
        }
        previous = Some((start, output.len().saturating_sub(start)));
        let next = table.len().saturating_add(259).saturating_add(early);
        width = match next {
            0..=512 => 9,
            513..=1024 => 10,
            1025..=2048 => 11,
            _ => 12,
        };
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_the_ascii_filters() {
        assert_eq!(ascii_hex(b"48 65 6c 6C 6f>").unwrap(), b"Hello");
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>").unwrap(), b"Hello World!");
        assert_eq!(run_length(b"\x02abc\xfed\x80", 100).unwrap(), b"abcddd");
    }

    /// The filters of a dictionary: their names, and whether each has parameters.
    fn entries(dictionary: &str) -> Result<Vec<(String, bool)>, FilterFault> {
        let mut budget = crate::limits::Budget::new(100_000);
        let object = super::super::lexer::Lexer::new(dictionary.as_bytes(), 0).object(&mut budget).unwrap();
        let found = filters(object.as_dictionary().unwrap(), |object| object)?;
        Ok(found
            .into_iter()
            .map(|(name, own)| (String::from_utf8_lossy(name).into(), own.is_some()))
            .collect())
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
}
