//! The characters of a stamp: glyphs of the caller's font, cut out of it, and the Type 0 font that shows them
//! (ISO 32000-1, 9.7).

use skrifa::charmap::MapVariant;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, MetadataProvider as _, Tag};
use subsetter::GlyphRemapper;

use super::{Rectangle, SealError, number};
use crate::limits::pdf as limits;
use crate::pdf::prepare::PrepareError;
use crate::pdf::update::Update;

/// Text with everything of the font that shows it.
#[derive(Debug, Clone)]
pub(super) struct Face {
    columns: Vec<Vec<Glyph>>,
    name: String,
    outlines: Outlines,
    bounds: [i32; 4],
    ascent: i32,
    descent: i32,
}

#[derive(Debug, Clone)]
struct Glyph {
    /// Number in the subset.
    number: u16,
    /// What it shows, a variation selector included.
    text: String,
    /// Thousandths of the size.
    width: i32,
}

#[derive(Debug, Clone)]
enum Outlines {
    /// A bare CFF font program.
    Cff(Vec<u8>),
    /// A whole TrueType font.
    TrueType(Vec<u8>),
}

impl Face {
    pub(super) fn new(text: &str, font: &[u8]) -> Result<Self, SealError> {
        let characters = text.chars().filter(|character| !character.is_whitespace()).count();
        if characters == 0 || characters > limits::SEAL_CHARACTERS {
            return Err(SealError::TextLength { characters, limit: limits::SEAL_CHARACTERS });
        }
        let face = FontRef::from_index(font, 0).map_err(|_| SealError::FontUnusable)?;
        // OpenType, OS/2 fsType: 2 alone is Restricted License embedding, 0x0200 is bitmaps only.
        let licence = face.os2().map_or(0, |os2| os2.fs_type());
        if licence & 0x000f == 2 || licence & 0x0200 != 0 {
            return Err(SealError::EmbeddingForbidden);
        }
        let units = face.head().map_err(|_| SealError::FontUnusable)?.units_per_em();
        let scale = 1000.0 / f32::from(units.max(1));
        let mut remapper = GlyphRemapper::new();
        let mut shown = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            shown.push(glyphs(&face, line, scale, &mut remapper)?);
        }
        let columns = match <[_; 1]>::try_from(shown) {
            Ok([one]) => square(one),
            Err(several) => several,
        };
        let subset = subsetter::subset(font, 0, &remapper).map_err(|_| SealError::FontUnusable)?;
        let cut = FontRef::new(&subset).map_err(|_| SealError::FontUnusable)?;
        let outlines = match cut.table_data(Tag::new(b"CFF ")) {
            Some(cff) => Outlines::Cff(cff.as_bytes().to_vec()),
            None if cut.table_data(Tag::new(b"glyf")).is_some() => Outlines::TrueType(subset),
            None => return Err(SealError::FontUnusable),
        };
        let metrics = face.metrics(Size::unscaled(), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let whole = |value: f32| thousandths(value * scale);
        Ok(Self {
            columns,
            name: name(&face),
            outlines,
            bounds: [whole(bounds.x_min), whole(bounds.y_min), whole(bounds.x_max), whole(bounds.y_max)],
            ascent: whole(metrics.ascent),
            descent: whole(metrics.descent),
        })
    }

    /// The operators that show the text inside a rectangle.
    pub(super) fn show(&self, inside: Rectangle) -> String {
        let rows = self.columns.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let cell_width = inside.width() / real(self.columns.len().max(1));
        let cell_height = inside.height() / real(rows);
        let size = cell_width.min(cell_height) * 0.94;
        let mut content = format!("BT /F1 {} Tf\n", number(size));
        for (column, glyphs) in self.columns.iter().enumerate() {
            let left = inside.right - cell_width * (real(column) + 1.0);
            // A short column stands in the middle.
            let above = (inside.height() - cell_height * real(glyphs.len())) / 2.0;
            for (row, glyph) in glyphs.iter().enumerate() {
                let bottom = inside.top - above - cell_height * (real(row) + 1.0);
                let x = left + (cell_width - f64::from(glyph.width) * size / 1000.0) / 2.0;
                // Ideographs stand from 0.12 below the baseline to 0.88 above it.
                let y = bottom + (cell_height - size) / 2.0 + 0.12 * size;
                content.push_str(&format!(
                    "1 0 0 1 {} {} Tm <{:04X}> Tj\n",
                    number(x),
                    number(y),
                    glyph.number
                ));
            }
        }
        content.push_str("ET\n");
        content
    }

    /// Adds the font; returns the number of the Type 0 dictionary.
    pub(super) fn add_to(&self, update: &mut Update<'_, '_>) -> Result<u32, PrepareError> {
        let (program, unicode) = (update.reserve()?, update.reserve()?);
        let (descriptor, descendant, font) = (update.reserve()?, update.reserve()?, update.reserve()?);
        let (octets, entries, file, subtype, map) = match &self.outlines {
            Outlines::Cff(octets) => {
                (octets, "/Subtype/CIDFontType0C".to_owned(), "FontFile3", "CIDFontType0", "")
            }
            Outlines::TrueType(octets) => (
                octets,
                format!("/Length1 {}", octets.len()),
                "FontFile2",
                "CIDFontType2",
                "/CIDToGIDMap/Identity",
            ),
        };
        update.add(program, flate(&entries, octets));
        update.add(unicode, flate("", self.to_unicode().as_bytes()));
        let [left, bottom, right, top] = self.bounds;
        let (name, ascent, descent) = (&self.name, self.ascent, self.descent);
        update.add(
            descriptor,
            format!(
                "<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{left} {bottom} {right} {top}]/ItalicAngle 0\
                 /Ascent {ascent}/Descent {descent}/CapHeight {ascent}/StemV 80/{file} {program} 0 R>>"
            )
            .into_bytes(),
        );
        let widths: String =
            self.glyphs().iter().map(|glyph| format!("{}[{}]", glyph.number, glyph.width)).collect();
        update.add(
            descendant,
            format!(
                "<</Type/Font/Subtype/{subtype}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
                 /Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 1000/W[{widths}]{map}>>"
            )
            .into_bytes(),
        );
        // 9.7.6.2: with CIDFontType0 the name carries the CMap.
        let base = if subtype == "CIDFontType0" { format!("{name}-Identity-H") } else { name.clone() };
        update.add(
            font,
            format!(
                "<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]\
                 /ToUnicode {unicode} 0 R>>"
            )
            .into_bytes(),
        );
        Ok(font)
    }

    /// Each glyph once, by number.
    fn glyphs(&self) -> Vec<&Glyph> {
        let mut glyphs: Vec<&Glyph> = self.columns.iter().flatten().collect();
        glyphs.sort_by_key(|glyph| glyph.number);
        glyphs.dedup_by_key(|glyph| glyph.number);
        glyphs
    }

    /// 9.10.3. A seal has fewer glyphs than the hundred that one section may have.
    fn to_unicode(&self) -> String {
        let glyphs = self.glyphs();
        let mut text = format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
             /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{} beginbfchar\n",
            glyphs.len()
        );
        for glyph in glyphs {
            let units: String = glyph.text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            text.push_str(&format!("<{:04X}> <{units}>\n", glyph.number));
        }
        text.push_str("endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        text
    }
}

fn glyphs(
    face: &FontRef<'_>,
    line: &str,
    scale: f32,
    remapper: &mut GlyphRemapper,
) -> Result<Vec<Glyph>, SealError> {
    let charmap = face.charmap();
    let metrics = face.glyph_metrics(Size::unscaled(), LocationRef::default());
    let mut glyphs = Vec::new();
    let mut characters = line.chars().filter(|character| !character.is_whitespace()).peekable();
    while let Some(character) = characters.next() {
        let missing = SealError::CharacterMissing { character };
        let mut text = character.to_string();
        let selector =
            characters.next_if(|next| matches!(next, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'));
        let nominal = charmap.map(character).filter(|glyph| glyph.to_u32() != 0);
        let glyph = match selector {
            None => nominal,
            Some(selector) => {
                text.push(selector);
                match charmap.map_variant(character, selector) {
                    Some(MapVariant::Variant(glyph)) => Some(glyph),
                    Some(MapVariant::UseDefault) => nominal,
                    None => None,
                }
            }
        };
        let glyph = glyph.ok_or(missing.clone())?;
        let width = metrics.advance_width(glyph).map_or(1000, |width| thousandths(width * scale));
        let number = remapper.remap(u16::try_from(glyph.to_u32()).map_err(|_| missing)?);
        glyphs.push(Glyph { number, text, width });
    }
    Ok(glyphs)
}

/// One line as columns of equal length, as few as make it no wider than high. Two characters stand below one another: side by
/// side, from right to left, nobody would read them so today.
fn square(line: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    if line.len() == 2 {
        return vec![line];
    }
    let columns = (1_usize..).find(|columns| columns.saturating_mul(*columns) >= line.len()).unwrap_or(1);
    let rows = line.len().div_ceil(columns.max(1)).max(1);
    line.chunks(rows).map(<[Glyph]>::to_vec).collect()
}

/// The font's PostScript name as a PDF name, with the tag of a subset (9.6.4).
fn name(face: &FontRef<'_>) -> String {
    let given = face.localized_strings(skrifa::string::StringId::POSTSCRIPT_NAME).english_or_first();
    let given: String = given.map(|name| name.chars().collect()).unwrap_or_default();
    let kept: String =
        given.chars().filter(|one| one.is_ascii_alphanumeric() || *one == '-').take(63).collect();
    format!("KOSEKI+{}", if kept.is_empty() { "Seal" } else { &kept })
}

fn flate(entries: &str, octets: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to a vector does not fail.
    let data = encoder.write_all(octets).and_then(|()| encoder.finish()).unwrap_or_default();
    let mut body = format!("<<{entries}/Filter/FlateDecode/Length {}>>stream\n", data.len()).into_bytes();
    body.extend(data);
    body.extend_from_slice(b"\nendstream");
    body
}

/// Rounded; a font's numbers have sixteen bits.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "clamped to what an i32 holds exactly"
)]
fn thousandths(value: f32) -> i32 {
    value.clamp(-1.0e6, 1.0e6).round() as i32
}

/// A count of columns, rows or glyphs: at most a hundred.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::{Glyph, square};

    /// 見本 side by side and from right to left would be read 本見.
    #[test]
    fn two_characters_stand_below_one_another_and_more_in_a_square() {
        let line = |count: u16| {
            (0..count).map(|number| Glyph { number, text: String::new(), width: 1000 }).collect()
        };
        let columns = |count| square(line(count)).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(
            [columns(1), columns(2), columns(3), columns(4), columns(5)],
            [vec![1], vec![2], vec![2, 1], vec![2, 2], vec![2, 2, 1]]
        );
    }
}
