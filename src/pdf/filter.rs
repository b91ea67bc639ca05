//! Decoding of stream data (ISO 32000-1, 7.4), as far as the structure and the content of a file need it.
//!
//! Flate with predictors for cross-reference and object streams; ASCIIHex, ASCII85, LZW and RunLength besides for
//! content streams. Of images the octets that come out are counted alone.
//!
//! Data ends where its filter says (the end-of-data marker of 7.4.2 to 7.4.5), and white space alone stands behind: viewers
//! part over what is missing there, and nobody shows what is too much.

use super::lexer::is_white_space;
use super::object::{Dictionary, Object, Value};
use crate::limits;

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
/// More than three are read by some alone (ISO 32000-1 sets no number). `resolve` follows references; where none can be resolved it returns its argument.
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
        Value::Array(names) if names.len() > limits::pdf::FILTERS => Err(FilterFault::Parameters),
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
/// Parameters stand there for a filter that is none of an array: Ghostscript opens no file where they are themselves in one.
///
/// # Errors
/// As [`filters`], and where there is `/F`, or parameters are in an array.
pub(super) fn of_structure(dictionary: &Dictionary) -> Result<Vec<Filter<'_>>, FilterFault> {
    // 7.3.7: `null` is as if it were not there; Ghostscript does not read such a stream.
    if dictionary.get("F").is_some() {
        return Err(FilterFault::Parameters);
    }
    let parameters = dictionary.get("DecodeParms").and_then(Object::as_array).unwrap_or_default();
    if parameters.iter().any(|parameters| !parameters.is_null()) {
        return Err(FilterFault::Parameters);
    }
    filters(dictionary, |object| object)
}

/// Decodes through all `filters`, never beyond `limit` octets at any step.
pub(super) fn decode(data: &[u8], filters: &[Filter<'_>], limit: usize) -> Result<Vec<u8>, FilterFault> {
    if filters.len() > limits::pdf::FILTERS {
        return Err(FilterFault::Unsupported);
    }
    // Where nothing is left to pay with, nothing is copied either.
    if data.len() > limit && (filters.is_empty() || limit == 0) {
        return Err(FilterFault::TooLarge);
    }
    let mut current = data.to_vec();
    for (name, parameters) in filters {
        current = match *name {
            b"FlateDecode" | b"Fl" => {
                let (inflated, used) = inflate(&current, limit)?;
                ends_at(&current, used)?;
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

/// Nothing but white space behind encoded data that took `used` octets. 7.3.8.1: an end of line may stand before `endstream`,
/// and producers count it in.
fn ends_at(data: &[u8], used: usize) -> Result<(), FilterFault> {
    let rest = data.get(used..).unwrap_or_default();
    if rest.iter().all(|byte| is_white_space(*byte)) { Ok(()) } else { Err(FilterFault::Damaged) }
}

/// The white space that may stand in ASCIIHex and ASCII85 data: at a NUL or a form feed some viewers end.
const fn is_text_white_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' ')
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

/// Whether a filter takes a predictor (7.4.4).
pub(super) fn has_prediction(filter: &[u8]) -> bool {
    matches!(filter, b"FlateDecode" | b"Fl" | b"LZWDecode" | b"LZW")
}

/// A predictor and the rows it works on (7.4.4.4, Table 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prediction {
    /// Whether each row begins with an octet that names its prediction (PNG).
    pub(super) is_png: bool,
    colors: usize,
    bits: usize,
    /// Octets of a row, without the one that names its prediction.
    pub(super) row: usize,
}

impl Prediction {
    /// What the parameters say; `None` where nothing is predicted.
    ///
    /// # Errors
    /// [`FilterFault::Parameters`] where they are outside the table, or larger than viewers take.
    pub(super) fn of(parameters: Option<&Dictionary>) -> Result<Option<Self>, FilterFault> {
        let integer = |key: &str, default: usize| match parameters.and_then(|dictionary| dictionary.get(key))
        {
            None => Ok(default),
            Some(object) => object.as_offset().ok_or(FilterFault::Parameters),
        };
        let predictor = integer("Predictor", 1)?;
        let colors = integer("Colors", 1)?;
        let bits = integer("BitsPerComponent", 8)?;
        let columns = integer("Columns", 1)?;
        // mupdf and Poppler take 32 colors and show nothing, or the data as it is, beyond.
        let is_sound = matches!(predictor, 1 | 2 | 10..=15)
            && (1..=32).contains(&colors)
            && matches!(bits, 1 | 2 | 4 | 8 | 16)
            // Of other samples than octets Poppler and pdfium undo the difference each in its way.
            && (predictor != 2 || bits == 8)
            && columns > 0;
        if !is_sound {
            return Err(FilterFault::Parameters);
        }
        let row =
            colors.saturating_mul(bits).checked_mul(columns).ok_or(FilterFault::Parameters)?.div_ceil(8);
        let prediction = Self { is_png: predictor != 2, colors, bits, row };
        Ok((predictor != 1).then_some(prediction))
    }

    /// Octets of a row as it is encoded.
    pub(super) const fn encoded_row(self) -> usize {
        if self.is_png { self.row.saturating_add(1) } else { self.row }
    }
}

/// Whether the filter is one that is decoded here. Viewers decode others in data that is no image, each its own.
pub(super) fn is_known(filter: &[u8]) -> bool {
    has_prediction(filter)
        || matches!(
            filter,
            b"A85" | b"AHx" | b"ASCII85Decode" | b"ASCIIHexDecode" | b"RL" | b"RunLengthDecode"
        )
}

/// How many octets come out of all `filters`; `left` pays for them, and for what a failure may have made.
pub(super) fn decoded_length(
    data: &[u8],
    filters: &[Filter<'_>],
    left: &mut usize,
) -> Result<usize, FilterFault> {
    match filters {
        [] => Ok(data.len()),
        [(b"FlateDecode" | b"Fl", parameters)] => inflated_length(data, *parameters, left),
        _ => {
            let most = limits::pdf::CONTENT_STREAM_OCTETS.min(*left);
            let counted = decode(data, filters, most).map(|decoded| decoded.len());
            let made = counted.as_ref().map_or(most, |counted| data.len().max(*counted));
            *left = left.saturating_sub(made.saturating_mul(filters.len()));
            counted
        }
    }
}

/// How many octets zlib data and its predictor make, without keeping them; `left` pays for all that comes out. Rows are whole, and each names its
/// prediction.
pub(super) fn inflated_length(
    data: &[u8],
    parameters: Option<&Dictionary>,
    left: &mut usize,
) -> Result<usize, FilterFault> {
    let prediction = Prediction::of(parameters)?;
    if data.is_empty() {
        return Ok(0);
    }
    let encoded_row = prediction.filter(|prediction| prediction.is_png).map(Prediction::encoded_row);
    let mut state = flate2::Decompress::new(true);
    let mut part = vec![0_u8; 1 << 16];
    let mut made = 0_usize;
    // Where the next row begins, counted from the end of what was made.
    let mut next_row = 0_usize;
    loop {
        let before = (state.total_in(), state.total_out());
        let used = usize::try_from(before.0).unwrap_or(data.len());
        let input = data.get(used..).unwrap_or_default();
        let status = state
            .decompress(input, &mut part, flate2::FlushDecompress::None)
            .map_err(|_| FilterFault::Damaged)?;
        let count = usize::try_from(state.total_out().saturating_sub(before.1)).unwrap_or(part.len());
        if let Some(row) = encoded_row {
            while let Some(kind) = part.get(..count).and_then(|made| made.get(next_row)) {
                if *kind > 4 {
                    return Err(FilterFault::Damaged);
                }
                next_row = next_row.saturating_add(row);
            }
            next_row = next_row.saturating_sub(count);
        }
        made = made.saturating_add(count);
        *left = left.checked_sub(count).ok_or(FilterFault::TooLarge)?;
        match status {
            flate2::Status::StreamEnd => break,
            _ if before == (state.total_in(), state.total_out()) => return Err(FilterFault::Damaged),
            _ => {}
        }
    }
    ends_at(data, usize::try_from(state.total_in()).unwrap_or(data.len()))?;
    let Some(prediction) = prediction else { return Ok(made) };
    match (made.checked_rem(prediction.encoded_row()), made.checked_div(prediction.encoded_row())) {
        (Some(0), Some(rows)) => Ok(rows.saturating_mul(prediction.row)),
        _ => Err(FilterFault::Damaged),
    }
}

/// Undoes a PNG or TIFF predictor. Rows are whole: of one that is cut off some viewers show a part, some nothing.
fn predict(data: Vec<u8>, parameters: Option<&Dictionary>) -> Result<Vec<u8>, FilterFault> {
    let Some(prediction) = Prediction::of(parameters)? else { return Ok(data) };
    if data.len().checked_rem(prediction.encoded_row()) != Some(0) {
        return Err(FilterFault::Damaged);
    }
    if prediction.is_png {
        let pixel = prediction.colors.saturating_mul(prediction.bits).div_ceil(8);
        png(&data, prediction.row, pixel)
    } else {
        Ok(tiff(data, prediction.row, prediction.colors))
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
    // Rows longer than the data are none at all.
    let mut above = vec![0_u8; row.min(data.len())];
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
    for (index, byte) in data.iter().enumerate().filter(|(_, byte)| !is_text_white_space(**byte)) {
        if *byte == b'>' {
            output.extend(high);
            return ends_at(data, index.saturating_add(1)).map(|()| output);
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
    Err(FilterFault::Damaged)
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
    for (index, byte) in data.iter().copied().enumerate().filter(|(_, byte)| !is_text_white_space(*byte)) {
        match byte {
            b'~' => {
                let end = data
                    .get(index..)
                    .and_then(|rest| rest.strip_prefix(b"~>"))
                    .ok_or(FilterFault::Damaged)?;
                ends_at(end, 0)?;
                return match group.len() {
                    0 => Ok(output),
                    1 => Err(FilterFault::Damaged),
                    _ => flush(&group, &mut output).map(|()| output),
                };
            }
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
    Err(FilterFault::Damaged)
}

fn run_length(data: &[u8], limit: usize) -> Result<Vec<u8>, FilterFault> {
    let mut output = Vec::new();
    let mut rest = data;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        if length == 128 {
            return ends_at(after, 0).map(|()| output);
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
    Err(FilterFault::Damaged)
}

/// Codes of a full table: twelve bits name no more (7.4.4.2). Viewers part over data that goes on without a clear-table code.
const LZW_CODES: usize = 4_096;

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
    for (index, byte) in data.iter().enumerate() {
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
            257 => return ends_at(data, index.saturating_add(1)).map(|()| output),
            _ if table.len().saturating_add(258) >= LZW_CODES => return Err(FilterFault::Damaged),
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
    Err(FilterFault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_the_ascii_filters() {
        assert_eq!(ascii_hex(b"48 65 6c 6C 6f>").unwrap(), b"Hello");
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>").unwrap(), b"Hello World!");
        assert_eq!(ascii85(b"z87cURD]i,\"Ebo80z~>").unwrap(), b"\0\0\0\0Hello World!\0\0\0\0");
        // Four zeros are a group of their own; one digit is none.
        for bad in [b"8z~>".as_slice(), b"87cUz~>", b"87cUR8~>"] {
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
        for bad in
            [b"87cUR\0~>".as_slice(), b"87cUR\x0c~>", b"87cUR~ >", b"87cUR~", b"87cUR8~>", b"<~87cUR~>"]
        {
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
}
