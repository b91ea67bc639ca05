//! Dates (ISO 32000-1, 7.9.4): `D:YYYYMMDDHHmmSSOHH'mm`.

/// A date as it is written: civil fields and, where stated, the distance to Universal Time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Four digits.
    pub year: u16,
    /// 1 to 12; 1 where not written.
    pub month: u8,
    /// 1 to 31; 1 where not written.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Minutes that local time is later than UT; `None` where the relation to UT is unknown.
    pub offset: Option<i16>,
}

impl Date {
    /// Reads a date string; `None` when it is not one.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let mut rest = text.strip_prefix(b"D:")?;
        let year = u16::try_from(digits(&mut rest, 4)?).ok()?;
        let mut date = Self { year, month: 1, day: 1, hour: 0, minute: 0, second: 0, offset: None };
        let fields: [(&mut u8, u8, u8); 5] = [
            (&mut date.month, 1, 12),
            (&mut date.day, 1, 31),
            (&mut date.hour, 0, 23),
            (&mut date.minute, 0, 59),
            (&mut date.second, 0, 59),
        ];
        for (field, least, most) in fields {
            if !rest.first().is_some_and(u8::is_ascii_digit) {
                break;
            }
            *field =
                u8::try_from(digits(&mut rest, 2)?).ok().filter(|value| (least..=most).contains(value))?;
        }
        if date.day > days_of(date.year, date.month) {
            return None;
        }
        date.offset = offset(rest)?;
        Some(date)
    }

    /// Seconds since 1970-01-01T00:00:00Z; `None` where the relation to UT is unknown.
    pub fn unix_seconds(&self) -> Option<i64> {
        let offset = i64::from(self.offset?).checked_mul(60)?;
        let days = days_from_epoch(i64::from(self.year), i64::from(self.month), i64::from(self.day))?;
        let seconds = i64::from(self.hour)
            .checked_mul(3600)?
            .checked_add(i64::from(self.minute).checked_mul(60)?)?
            .checked_add(i64::from(self.second))?;
        days.checked_mul(86_400)?.checked_add(seconds)?.checked_sub(offset)
    }
}

fn digits(rest: &mut &[u8], count: usize) -> Option<u32> {
    let (text, after) = rest.split_at_checked(count)?;
    if !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    *rest = after;
    core::str::from_utf8(text).ok()?.parse().ok()
}

/// The outer `None` is a malformed rest, the inner one an absent offset.
#[allow(clippy::option_option)]
fn offset(rest: &[u8]) -> Option<Option<i16>> {
    let (sign, mut rest) = match rest.split_first() {
        None => return Some(None),
        Some((sign, rest)) => (*sign, rest),
    };
    if sign == b'Z' && rest.is_empty() {
        return Some(Some(0));
    }
    let hours = i16::try_from(digits(&mut rest, 2)?).ok().filter(|hours| *hours <= 23)?;
    let mut minutes = 0;
    if let Some(after) = rest.strip_prefix(b"'") {
        rest = after;
        if !rest.is_empty() {
            minutes = i16::try_from(digits(&mut rest, 2)?).ok().filter(|minutes| *minutes <= 59)?;
            // Adobe's PDF Reference closes the minutes with an apostrophe, ISO 32000-1 does not.
            rest = rest.strip_prefix(b"'").unwrap_or(rest);
        }
    }
    if !rest.is_empty() {
        return None;
    }
    let total = hours.checked_mul(60)?.checked_add(minutes)?;
    match sign {
        b'+' => Some(Some(total)),
        b'-' => Some(Some(total.checked_neg()?)),
        b'Z' if total == 0 => Some(Some(0)),
        _ => None,
    }
}

const fn days_of(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days of the proleptic Gregorian calendar, counted in years that begin in March.
fn days_from_epoch(year: i64, month: i64, day: i64) -> Option<i64> {
    let (year, month) =
        if month > 2 { (year, month.checked_sub(3)?) } else { (year.checked_sub(1)?, month.checked_add(9)?) };
    let leaps = year.div_euclid(4).checked_sub(year.div_euclid(100))?.checked_add(year.div_euclid(400))?;
    let of_year = month.checked_mul(153)?.checked_add(2)?.div_euclid(5);
    year.checked_mul(365)?.checked_add(leaps)?.checked_add(of_year)?.checked_add(day)?.checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_of_the_standard() {
        let date = Date::parse(b"D:199812231952-08'00").unwrap();
        assert_eq!((date.year, date.month, date.day, date.hour, date.minute), (1998, 12, 23, 19, 52));
        assert_eq!(date.offset, Some(-480));
        assert_eq!(Date::parse(b"D:20180809092110+02'00'").unwrap().unix_seconds(), Some(1_533_799_270));
        assert_eq!(Date::parse(b"D:20261122010000Z").unwrap().unix_seconds(), Some(1_795_309_200));
        assert_eq!(Date::parse(b"D:20240229").unwrap().offset, None);
        assert_eq!(Date::parse(b"D:19700101000000Z").unwrap().unix_seconds(), Some(0));
    }

    #[test]
    fn rejects_what_is_no_date() {
        for bad in [
            "20261122",
            "D:2026112",
            "D:20261322",
            "D:20230229",
            "D:20261122010000z",
            "D:20261122010000+0900x",
            "D:202611220100009",
        ] {
            assert_eq!(Date::parse(bad.as_bytes()), None, "{bad}");
        }
    }
}
