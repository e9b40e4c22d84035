//! Properties of times, with chrono as the oracle.

use chrono::{DateTime, Datelike, Duration, Months, NaiveDateTime, Timelike};
use proptest::prelude::*;

use super::fields::{Number, TimeField};
use super::interval::Interval;
use super::pattern;
use super::read::{TimeText, write_timestamp};

fn naive(micros: i64) -> NaiveDateTime {
    DateTime::from_timestamp_micros(micros).unwrap().naive_utc()
}

fn whole(field: TimeField, micros: i64) -> i64 {
    match field.of(micros) {
        Number::Whole(value) => value,
        Number::Fraction(value) => panic!("{field:?} has a fraction: {value}"),
    }
}

/// From the year 1 to 9999.
fn times() -> impl Strategy<Value = i64> {
    -62_135_596_800_000_000..253_402_300_800_000_000i64
}

fn intervals() -> impl Strategy<Value = Interval> {
    let nanos = (-1_000_000_000_000..1_000_000_000_000i64).prop_map(|micros| micros * 1000);
    (-5000..5000, -100_000..100_000, nanos).prop_map(|(months, days, nanos)| Interval { months, days, nanos })
}

proptest! {
    #[test]
    fn fields_are_those_of_the_calendar(micros in times()) {
        let time = naive(micros);
        for (field, expected) in [
            (TimeField::Year, i64::from(time.year())),
            (TimeField::Month, time.month().into()),
            (TimeField::Day, time.day().into()),
            (TimeField::Hour, time.hour().into()),
            (TimeField::Minute, time.minute().into()),
            (TimeField::DayOfYear, time.ordinal().into()),
            (TimeField::Week, time.iso_week().week().into()),
            (TimeField::DayOfWeek, time.weekday().num_days_from_sunday().into()),
            (TimeField::IsoDayOfWeek, time.weekday().number_from_monday().into()),
            (TimeField::Quarter, ((time.month() - 1) / 3 + 1).into()),
            (TimeField::Microseconds, i64::from(time.second()) * 1_000_000 + i64::from(time.nanosecond() / 1000)),
        ] {
            prop_assert_eq!(whole(field, micros), expected, "{:?} of {}", field, time);
        }
    }

    #[test]
    fn a_time_is_cut_to_the_latest_beginning(micros in times()) {
        for field in [TimeField::Second, TimeField::Minute, TimeField::Hour, TimeField::Day, TimeField::Week] {
            let cut = field.truncate(micros).unwrap();
            let unit = match field {
                TimeField::Second => Duration::seconds(1),
                TimeField::Minute => Duration::minutes(1),
                TimeField::Hour => Duration::hours(1),
                TimeField::Day => Duration::days(1),
                _ => Duration::weeks(1),
            };
            prop_assert_eq!(field.truncate(cut), Some(cut));
            prop_assert!(cut <= micros && naive(micros) - naive(cut) < unit, "{:?}", field);
        }
        for (field, months) in [(TimeField::Month, 1), (TimeField::Quarter, 3), (TimeField::Year, 12)] {
            let cut = naive(field.truncate(micros).unwrap());
            prop_assert_eq!((cut.day(), cut.num_seconds_from_midnight(), cut.nanosecond()), (1, 0, 0));
            let next = cut + Months::new(months);
            prop_assert!(cut <= naive(micros) && naive(micros) < next, "{:?}", field);
        }
    }

    #[test]
    fn a_timestamp_comes_back_from_its_text(micros in times(), has_zone: bool) {
        let mut text = String::new();
        write_timestamp(micros, has_zone, &mut text);
        let read = TimeText::read(&text).unwrap();
        prop_assert_eq!((read.clock, read.zone.is_some()), (micros, has_zone), "{}", text);
    }

    #[test]
    fn a_timestamp_comes_back_from_its_pattern(micros in times()) {
        for form in ["YYYY-MM-DD HH24:MI:SS.US", "YYYYMMDDHH24MISSUS", "DD Mon YYYY HH12:MI:SS.US AM", "YYYY DDD HH24 MI SS US"] {
            let pieces = pattern::postgres(form).unwrap();
            let mut text = String::new();
            pattern::write(&pieces, micros, false, &mut text);
            prop_assert_eq!(pattern::read(&pieces, &text), Some(micros), "{} as {}", text, form);
        }
        let expected = naive(micros).format("%Y-%m-%d %H:%M:%S").to_string();
        let mut text = String::new();
        pattern::write(&pattern::java("yyyy-MM-dd HH:mm:ss").unwrap(), micros, false, &mut text);
        prop_assert_eq!(text, expected);
    }

    #[test]
    fn an_interval_comes_back_from_its_text(interval in intervals()) {
        let mut text = String::new();
        interval.write(&mut text);
        prop_assert_eq!(Interval::parse(&text), Some(interval), "{}", text);
    }

    /// A month is as long as 30 days and a day as 24 hours, however they are mixed.
    #[test]
    fn intervals_are_ordered_by_length(a in intervals(), b in intervals()) {
        let length = |i: Interval| {
            Duration::days(30) * i.months + Duration::days(i.days.into()) + Duration::nanoseconds(i.nanos)
        };
        prop_assert_eq!(a.length().cmp(&b.length()), length(a).cmp(&length(b)));
        let justified = a.justify().unwrap();
        prop_assert_eq!(justified.length(), a.length());
        prop_assert!(justified.days.abs() < 30 && justified.nanos.abs() < 86_400_000_000_000);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,30}", form in "[YMDHISQTFymdhis0-9: '\"-]{0,20}") {
        _ = TimeText::read(&text);
        _ = Interval::parse(&text);
        _ = pattern::java(&form);
        if let Ok(pieces) = pattern::postgres(&form) {
            _ = pattern::read(&pieces, &text);
            pattern::write(&pieces, 0, true, &mut String::new());
        }
    }
}
