//! JSON as people read it: what `serde_json` calls pretty, with the white space of a line written at once, from any depth.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Indents by two spaces.
pub(crate) struct Indented {
    depth: usize,
    has_value: bool,
}

/// A new line and as many spaces as reports are deep; deeper ones are written in several pieces.
const LINE: &[u8; 65] = b"\n                                                                ";

impl Indented {
    /// As it stands inside so many arrays or objects.
    pub(crate) const fn within(depth: usize) -> Self {
        Self { depth, has_value: false }
    }

    fn line(&self, out: &mut (impl ?Sized + Write)) -> io::Result<()> {
        let mut spaces = 2 * self.depth;
        let first = spaces.min(LINE.len() - 1);
        out.write_all(&LINE[..=first])?;
        spaces -= first;
        while spaces > 0 {
            let more = spaces.min(LINE.len() - 1);
            out.write_all(&LINE[1..=more])?;
            spaces -= more;
        }
        Ok(())
    }

    fn begin(&mut self, bracket: u8, out: &mut (impl ?Sized + Write)) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(&[bracket])
    }

    fn end(&mut self, bracket: u8, out: &mut (impl ?Sized + Write)) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(out)?;
        }
        out.write_all(&[bracket])
    }

    fn next(&self, first: bool, out: &mut (impl ?Sized + Write)) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.line(out)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(b'[', out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(b']', out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(first, out)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(b'{', out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(b'}', out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(first, out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::json;
    use serde_json::ser::Serializer;

    use super::Indented;

    #[test]
    fn it_is_what_serde_json_calls_pretty() {
        let mut deep = json!([]);
        for _ in 0..80 {
            deep = json!([deep, {}]);
        }
        let value =
            json!({ "a": [], "b": [1, "二", null], "c": { "d": {}, "e": { "f": "g\"" } }, "deep": deep });
        let mut out = Vec::new();
        value.serialize(&mut Serializer::with_formatter(&mut out, Indented::within(0))).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{value:#}"));
    }
}
