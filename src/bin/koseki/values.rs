//! What the values of options are read as, and why one cannot be read, in both languages.

use core::error::Error;
use core::fmt;
use core::net::SocketAddr;
use core::num::NonZeroUsize;
use std::str::FromStr;

use koseki::pdf::Rectangle;
use koseki::pki::ObjectIdentifier;
use koseki::report::Text;
use koseki::time::Time;

/// Why a value is none. clap prints it in English; [`crate::usage`] finds it behind clap's error.
#[derive(Debug, Clone)]
pub(crate) struct Misread(pub(crate) Text);

impl Misread {
    fn new(ja: &'static str, en: &'static str) -> Self {
        Self(Text::new(ja, en))
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.en)
    }
}

impl Error for Misread {}

/// An instant with the offset it was written with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) time: Time,
    pub(crate) offset_minutes: i32,
}

impl FromStr for Moment {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = Time::parse_rfc3339(text).map_err(|error| {
            let ja = "時刻は、2026-12-01T09:00:00+09:00 のように、日付、時刻及び時差で指定してください（RFC 3339）";
            Misread(Text::owned(ja.to_owned(), error.to_string()))
        })?;
        // RFC 3339 ends in Z or ±hh:mm, which the line above has proved.
        let offset_minutes = match text.len().checked_sub(6).and_then(|start| text.get(start..)) {
            Some(offset) if offset.starts_with(['+', '-']) => {
                let digits = |range| offset.get(range).and_then(|digits: &str| digits.parse::<i32>().ok());
                let minutes = digits(1..3).unwrap_or(0) * 60 + digits(4..6).unwrap_or(0);
                if offset.starts_with('-') { -minutes } else { minutes }
            }
            _ => 0,
        };
        Ok(Self { time, offset_minutes })
    }
}

/// Seconds from `90s`, `15m`, `6h` or `2d`; a plain number is seconds.
pub(crate) fn duration(text: &str) -> Result<u32, Misread> {
    let (digits, unit) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(digits) => (digits, &text[digits.len()..]),
        None => (text, "s"),
    };
    let seconds = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 1,
    };
    digits.parse::<u32>().ok().and_then(|count| count.checked_mul(seconds)).ok_or_else(|| {
        Misread::new(
            "長さは、90s（秒）、15m（分）、6h（時間）、2d（日）のように指定してください",
            "not a duration such as 90s, 15m, 6h or 2d",
        )
    })
}

/// The same, a second at least.
pub(crate) fn patience(text: &str) -> Result<u32, Misread> {
    match duration(text)? {
        0 => Err(Misread::new("1秒以上の長さを指定してください", "a second is the least")),
        seconds => Ok(seconds),
    }
}

/// A count of threads.
pub(crate) fn at_least_one(text: &str) -> Result<NonZeroUsize, Misread> {
    text.parse().map_err(|_| Misread::new("1以上の数を指定してください", "a number of 1 or more is needed"))
}

/// Where a server listens.
pub(crate) fn socket_address(text: &str) -> Result<SocketAddr, Misread> {
    text.parse().map_err(|_| {
        Misread::new(
            "アドレスとポートを、127.0.0.1:8402 又は [::1]:8402 のように指定してください",
            "not an address with a port such as 127.0.0.1:8402 or [::1]:8402",
        )
    })
}

/// A name under which a server is reached, with a port where it is another one than that it listens on.
pub(crate) fn host(text: &str) -> Result<String, Misread> {
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let is_name =
        !name.is_empty() && name.bytes().all(|one| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'.'));
    if is_name && port.is_none_or(|port| port.parse::<u16>().is_ok()) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(Misread::new(
        "名前だけを、verify.example.jp 又は verify.example.jp:443 のように指定してください",
        "a name alone is needed, such as verify.example.jp or verify.example.jp:443",
    ))
}

/// A size in MiB: no larger than the largest document that is read.
pub(crate) fn mebibytes(text: &str) -> Result<u32, Misread> {
    text.parse().ok().filter(|size| (1..=512).contains(size)).ok_or_else(|| {
        Misread::new("1から512までの数（MiB）を指定してください", "a number of MiB from 1 to 512 is needed")
    })
}

/// Four numbers with commas between.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SealRectangle(pub(crate) Rectangle);

impl FromStr for SealRectangle {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let sides: Result<Vec<f64>, _> = text.split(',').map(|side| side.trim().parse()).collect();
        match sides.as_deref() {
            Ok(&[left, bottom, right, top]) if left >= right || bottom >= top => Err(Misread::new(
                "x0 は x1 より、y0 は y1 より小さくしてください",
                "x0 must be less than x1, and y0 less than y1",
            )),
            Ok(&[left, bottom, right, top]) => Ok(Self(Rectangle { left, bottom, right, top })),
            _ => Err(Misread::new(
                "4つの数を、x0,y0,x1,y1 のようにコンマで区切って指定してください",
                "four numbers with commas between, x0,y0,x1,y1",
            )),
        }
    }
}

/// In dotted form.
pub(crate) fn object_identifier(text: &str) -> Result<ObjectIdentifier, Misread> {
    ObjectIdentifier::from_dotted(text).ok_or_else(|| {
        Misread::new(
            "オブジェクト識別子は、2.5.29.32.0 のように指定してください",
            "not a dotted object identifier such as 2.5.29.32.0",
        )
    })
}

/// SHA-256, with colons and spaces or without, in lower case.
pub(crate) fn fingerprint(text: &str) -> Result<String, Misread> {
    hexadecimal(text).filter(|digits| digits.len() == 64).ok_or_else(|| {
        Misread::new(
            "SHA-256のフィンガープリント（16進数64桁）を指定してください",
            "not a SHA-256 fingerprint (64 hexadecimal digits)",
        )
    })
}

/// The beginning of one.
pub(crate) fn prefix(text: &str) -> Result<String, Misread> {
    hexadecimal(text).filter(|digits| (8..=64).contains(&digits.len())).ok_or_else(|| {
        Misread::new(
            "SHA-256のフィンガープリントの初めの8桁以上を指定してください",
            "not the beginning of a SHA-256 fingerprint (8 to 64 hexadecimal digits)",
        )
    })
}

/// The beginning of a fingerprint, or the name of a file.
pub(crate) fn prefix_or_name(text: &str) -> Result<String, Misread> {
    match prefix(text) {
        Err(_) if text.contains('.') => Ok(text.to_owned()),
        other => other,
    }
}

fn hexadecimal(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|one| !matches!(one, ':' | ' ')).collect();
    digits.bytes().all(|one| one.is_ascii_hexdigit()).then(|| digits.to_ascii_lowercase())
}
