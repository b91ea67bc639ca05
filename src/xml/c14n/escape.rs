//! Character data and attribute values in canonical form (Canonical XML 1.0, 2.3).

use super::output::{Output, Sink};
use crate::xml::reader::{Form, Normalised, normalise};

/// A text node: `&`, `<`, `>` and CR are written as references.
#[inline]
pub(super) fn text<S: Sink>(output: &mut Output<'_, '_, S>, text: &str) {
    escape(output, text, |octet| match octet {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#xD;"),
        _ => None,
    });
}

/// One character of a text node.
pub(super) fn character<S: Sink>(output: &mut Output<'_, '_, S>, character: char) {
    text(output, character.encode_utf8(&mut [0; 4]));
}

/// An attribute value that is normalised already: `&`, `<`, `"` and white space but spaces are written as references.
#[inline]
pub(super) fn attribute<S: Sink>(output: &mut Output<'_, '_, S>, value: &str) {
    escape(output, value, |octet| match octet {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'"' => Some("&quot;"),
        b'\t' => Some("&#x9;"),
        b'\n' => Some("&#xA;"),
        b'\r' => Some("&#xD;"),
        _ => None,
    });
}

/// An attribute value as the source has it.
#[inline]
pub(super) fn raw_attribute<S: Sink>(output: &mut Output<'_, '_, S>, raw: &str, form: Form) {
    match form {
        Form::Plain => output.put(raw),
        Form::WithQuotationMark => attribute(output, raw),
        Form::ToNormalise => normalise(raw, |piece| match piece {
            Normalised::Text(text) => attribute(output, text),
            Normalised::Character(character) => attribute(output, character.encode_utf8(&mut [0; 4])),
        }),
    }
}

/// The content of a comment or processing instruction: line ends alone are normalised (XML 1.0, 2.11).
pub(super) fn line_ends<S: Sink>(output: &mut Output<'_, '_, S>, content: &str) {
    let mut rest = content;
    while let Some((before, behind)) = rest.split_once('\r') {
        output.put(before);
        output.put("\n");
        rest = behind.strip_prefix('\n').unwrap_or(behind);
    }
    output.put(rest);
}

#[inline]
fn escape<S: Sink>(
    output: &mut Output<'_, '_, S>,
    text: &str,
    reference: impl Fn(u8) -> Option<&'static str>,
) {
    let mut rest = text;
    while let Some((stop, reference)) =
        rest.bytes().enumerate().find_map(|(stop, octet)| reference(octet).map(|reference| (stop, reference)))
    {
        let (before, behind) = rest.split_at_checked(stop).unwrap_or((rest, ""));
        output.put(before);
        output.put(reference);
        rest = behind.get(1..).unwrap_or_default();
    }
    output.put(rest);
}
