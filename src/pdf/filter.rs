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
mod tests;
