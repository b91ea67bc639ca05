//! The visible appearance of a signature: a stamp in the manner of a seal, as the form XObject of the field's widget
//! (ISO 32000-1, 12.5.5 and 12.7.4.5).
//!
//! A red double frame and, with feature `seal`, characters in columns from right to left. The font is the caller's: the
//! glyphs that are shown are cut out of it and embedded, so that every viewer shows the same. The stamp says nothing that
//! a verifier believes.

use core::fmt;

use super::prepare::PrepareError;
use super::update::Update;

#[cfg(feature = "seal")]
mod face;

#[cfg(feature = "seal")]
use face::Face;

/// A stamp and where it goes.
#[derive(Debug, Clone)]
pub struct Seal {
    page: usize,
    rectangle: Rectangle,
    #[cfg(feature = "seal")]
    face: Option<Face>,
}

/// A rectangle in the page's default user space (8.3.2.3), in units of 1/72 inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rectangle {
    /// Smaller x.
    pub left: f64,
    /// Smaller y.
    pub bottom: f64,
    /// Larger x.
    pub right: f64,
    /// Larger y.
    pub top: f64,
}

/// Why a stamp cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// The font has no glyph for a character.
    CharacterMissing {
        /// The character.
        character: char,
    },
    /// The font's licence forbids embedding (OS/2 fsType).
    EmbeddingForbidden,
    /// The font cannot be read, or no subset of it can be made.
    FontUnusable,
    /// Pages are counted from 1.
    PageZero,
    /// The rectangle is empty, smaller than a seal can be (8 units), or beyond any page.
    RectangleUnusable,
    /// The text is empty or longer than a seal holds.
    TextLength {
        /// Characters in it.
        characters: usize,
        /// Characters allowed.
        limit: usize,
    },
}

impl Rectangle {
    fn width(self) -> f64 {
        self.right - self.left
    }

    fn height(self) -> f64 {
        self.top - self.bottom
    }

    /// Whether `other` lies inside.
    pub(super) fn contains(self, other: Self) -> bool {
        self.left <= other.left
            && self.bottom <= other.bottom
            && other.right <= self.right
            && other.top <= self.top
    }

    /// As an array of numbers.
    pub(super) fn array(self) -> String {
        format!("[{} {} {} {}]", number(self.left), number(self.bottom), number(self.right), number(self.top))
    }
}

impl Seal {
    /// A stamp without text on a page, counted from 1.
    ///
    /// # Errors
    /// [`SealError::PageZero`] or [`SealError::RectangleUnusable`].
    pub fn new(page: usize, rectangle: Rectangle) -> Result<Self, SealError> {
        if page == 0 {
            return Err(SealError::PageZero);
        }
        // ISO 32000-1, Annex C.2: a page is at most 14,400 units wide and high.
        let sides = [rectangle.left, rectangle.bottom, rectangle.right, rectangle.top];
        let sound = sides.iter().all(|side| side.is_finite() && side.abs() <= 14_400.0);
        if !sound || rectangle.width() < 8.0 || rectangle.height() < 8.0 {
            return Err(SealError::RectangleUnusable);
        }
        Ok(Self {
            page,
            rectangle,
            #[cfg(feature = "seal")]
            face: None,
        })
    }

    /// The same with text, in columns from right to left: one for each line of it, or as near to a square as it goes.
    ///
    /// `font` is an OpenType or TrueType font; variation selectors are followed.
    ///
    /// # Errors
    /// [`SealError`] when the font has not the characters, or may not be embedded.
    #[cfg(feature = "seal")]
    pub fn with_text(mut self, text: &str, font: &[u8]) -> Result<Self, SealError> {
        self.face = Some(Face::new(text, font)?);
        Ok(self)
    }

    /// The page, counted from 1.
    pub const fn page(&self) -> usize {
        self.page
    }

    /// Where on the page.
    pub const fn rectangle(&self) -> Rectangle {
        self.rectangle
    }

    /// Adds the form XObject and what it needs; returns its number.
    pub(super) fn add_to(&self, update: &mut Update<'_, '_>) -> Result<u32, PrepareError> {
        let (width, height) = (self.rectangle.width(), self.rectangle.height());
        let line = (width.min(height) / 40.0).max(0.4);
        let frame = |inset: f64, line: f64| {
            format!(
                "{} w {} {} {} {} re S\n",
                number(line),
                number(inset),
                number(inset),
                number(width - 2.0 * inset),
                number(height - 2.0 * inset)
            )
        };
        let mut content = String::from("q 0.78 0.1 0.13 RG 0.78 0.1 0.13 rg\n");
        content.push_str(&frame(line, 2.0 * line));
        content.push_str(&frame(3.5 * line, line * 0.6));
        #[cfg(feature = "seal")]
        let resources = match &self.face {
            None => String::from("<<>>"),
            Some(face) => {
                let inset = 5.0 * line;
                let inside =
                    Rectangle { left: inset, bottom: inset, right: width - inset, top: height - inset };
                content.push_str(&face.show(inside));
                let font = face.add_to(update)?;
                format!("<</Font<</F1 {font} 0 R>>>>")
            }
        };
        #[cfg(not(feature = "seal"))]
        let resources = String::from("<<>>");
        content.push_str("Q\n");
        let form = update.reserve()?;
        update.add(
            form,
            format!(
                "<</Type/XObject/Subtype/Form/BBox[0 0 {} {}]/Resources{resources}/Length {}>>stream\n{content}\nendstream",
                number(width),
                number(height),
                content.len()
            )
            .into_bytes(),
        );
        Ok(form)
    }
}

/// A real number as 7.3.3 writes it, to a hundredth of a unit.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

impl fmt::Display for SealError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CharacterMissing { character } => {
                write!(formatter, "the font has no glyph for {character} (U+{:04X})", u32::from(*character))
            }
            Self::EmbeddingForbidden => formatter.write_str("the font's licence bits forbid embedding"),
            Self::FontUnusable => formatter.write_str("the font cannot be read or cut down"),
            Self::PageZero => formatter.write_str("pages are counted from 1"),
            Self::RectangleUnusable => formatter.write_str(
                "the rectangle is not x0,y0,x1,y1 with x0 < x1 and y0 < y1, at least 8 units wide and high",
            ),
            Self::TextLength { characters, limit } => {
                write!(formatter, "the text has {characters} characters; 1 to {limit} are possible")
            }
        }
    }
}

impl core::error::Error for SealError {}
