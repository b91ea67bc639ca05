//! The instant a question is asked about. Only `main.rs` reads a clock; everything else is handed a [`Time`].

use core::fmt;

use ::time::format_description::well_known::Rfc3339;
use ::time::{OffsetDateTime, UtcOffset};

/// An instant, in whole seconds; UTC inside, whatever offset it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(OffsetDateTime);

/// The text is not a time of the form asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeError {
    /// Not RFC 3339, for example `2026-12-01T09:00:00+09:00`.
    NotRfc3339,
    /// Outside the years 1 to 9999.
    OutOfRange,
}

/// Civil fields of a [`Time`] at a given offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// 1 to 9999.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59; leap seconds do not exist here.
    pub second: u8,
}

impl Time {
    /// Seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] outside the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Result<Self, TimeError> {
        let instant = OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| TimeError::OutOfRange)?;
        if (1..=9999).contains(&instant.year()) { Ok(Self(instant)) } else { Err(TimeError::OutOfRange) }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// Reads RFC 3339; fractions of a second are dropped.
    ///
    /// # Errors
    /// [`TimeError::NotRfc3339`] for anything else, a missing offset included.
    pub fn parse_rfc3339(text: &str) -> Result<Self, TimeError> {
        let instant = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| TimeError::NotRfc3339)?;
        Self::from_unix(instant.unix_timestamp())
    }

    /// The instant of civil fields that were read at `offset_minutes` east of UTC.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] when the fields name no instant (31 April, minute 60, offset beyond a day).
    pub fn from_civil(civil: Civil, offset_minutes: i32) -> Result<Self, TimeError> {
        let out = |_| TimeError::OutOfRange;
        let month = ::time::Month::try_from(civil.month).map_err(out)?;
        let date = ::time::Date::from_calendar_date(civil.year, month, civil.day).map_err(out)?;
        let clock = ::time::Time::from_hms(civil.hour, civil.minute, civil.second).map_err(out)?;
        let seconds = offset_minutes.checked_mul(60).ok_or(TimeError::OutOfRange)?;
        let offset = UtcOffset::from_whole_seconds(seconds).map_err(out)?;
        Self::from_unix(OffsetDateTime::new_in_offset(date, clock, offset).unix_timestamp())
    }

    /// The civil fields at `offset_minutes` east of UTC (540 for Japan).
    pub fn civil(self, offset_minutes: i32) -> Civil {
        let seconds = offset_minutes.saturating_mul(60);
        let offset = UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC);
        let local = self.0.checked_to_offset(offset).unwrap_or(self.0);
        Civil {
            year: local.year(),
            month: local.month().into(),
            day: local.day(),
            hour: local.hour(),
            minute: local.minute(),
            second: local.second(),
        }
    }

    /// RFC 3339 at `offset_minutes` east of UTC, for example `2026-12-01T09:00:00+09:00`.
    pub fn rfc3339(self, offset_minutes: i32) -> String {
        let Civil { year, month, day, hour, minute, second } = self.civil(offset_minutes);
        let date = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if offset_minutes == 0 {
            return format!("{date}Z");
        }
        let sign = if offset_minutes < 0 { '-' } else { '+' };
        let minutes = offset_minutes.unsigned_abs();
        format!("{date}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.rfc3339(0))
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotRfc3339 => "not an RFC 3339 time such as 2026-12-01T09:00:00+09:00",
            Self::OutOfRange => "no such instant in the years 1 to 9999",
        })
    }
}

impl core::error::Error for TimeError {}

impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Civil, Time, TimeError};

    #[test]
    fn reads_and_writes_with_offset() {
        let time = Time::parse_rfc3339("2026-12-01T09:00:00+09:00").unwrap();
        assert_eq!(time.to_string(), "2026-12-01T00:00:00Z");
        assert_eq!(time.rfc3339(540), "2026-12-01T09:00:00+09:00");
        assert_eq!(time.rfc3339(-210), "2026-11-30T20:30:00-03:30");
        assert_eq!(Time::parse_rfc3339("2026-12-01T09:00:00"), Err(TimeError::NotRfc3339));
    }

    #[test]
    fn civil_fields_must_name_an_instant() {
        let day = |month, day| Civil { year: 2026, month, day, hour: 0, minute: 0, second: 0 };
        assert!(Time::from_civil(day(4, 30), 540).is_ok());
        assert_eq!(Time::from_civil(day(4, 31), 540), Err(TimeError::OutOfRange));
        assert_eq!(Time::from_civil(day(13, 1), 0), Err(TimeError::OutOfRange));
    }
}
