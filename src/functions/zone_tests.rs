use super::*;

fn micros(text: &str) -> i64 {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap().and_utc().timestamp_micros()
}

/// Values of PostgreSQL 15: `timestamptz '…+00' AT TIME ZONE '…'`.
#[test]
fn the_clock_of_a_zone() {
    for (utc, zone, local) in [
        ("2026-07-01 22:30", "Europe/Berlin", "2026-07-02 00:30"),
        ("2099-07-01 12:00", "Europe/Berlin", "2099-07-01 14:00"),
        ("2100-01-01 12:00", "Europe/Berlin", "2100-01-01 13:00"),
        ("2100-07-01 12:00", "Europe/Berlin", "2100-07-01 14:00"),
        ("2100-03-28 00:59", "Europe/Berlin", "2100-03-28 01:59"),
        ("2100-03-28 01:00", "Europe/Berlin", "2100-03-28 03:00"),
        ("9999-07-01 12:00", "America/New_York", "9999-07-01 08:00"),
        ("2400-07-01 12:00", "Australia/Sydney", "2400-07-01 22:00"),
        ("2400-01-01 12:00", "Australia/Sydney", "2400-01-01 23:00"),
        ("2100-07-01 12:00", "Africa/Casablanca", "2100-07-01 13:00"),
        ("0001-01-01 12:00", "UTC", "0001-01-01 12:00"),
    ] {
        assert_eq!(Zone::parse(zone).unwrap().local(micros(utc)), Some(micros(local)), "{utc} in {zone}");
    }
}

/// Values of PostgreSQL 15: `timestamp '…' AT TIME ZONE '…'`.
#[test]
fn the_instant_of_a_clock_that_skips_or_repeats() {
    for (local, zone, utc) in [
        ("2024-03-31 01:30", "Europe/Berlin", "2024-03-31 00:30"),
        ("2024-03-31 02:30", "Europe/Berlin", "2024-03-31 01:30"),
        ("2024-03-31 03:30", "Europe/Berlin", "2024-03-31 01:30"),
        ("2024-10-27 02:30", "Europe/Berlin", "2024-10-27 01:30"),
        ("2024-11-03 01:30", "America/New_York", "2024-11-03 06:30"),
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 22:00"),
        ("2100-03-28 02:30", "Europe/Berlin", "2100-03-28 01:30"),
        ("2100-10-31 02:30", "Europe/Berlin", "2100-10-31 01:30"),
    ] {
        assert_eq!(Zone::parse(zone).unwrap().instant(micros(local)), Some(micros(utc)), "{local} in {zone}");
    }
}

#[test]
fn every_instant_comes_back_but_for_the_hours_that_repeat() {
    for name in ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"] {
        let zone = Zone::parse(name).unwrap();
        let mut repeated = 0;
        for hour in 0..24 * 366 * 3 {
            let utc = micros("2099-01-01 00:10") + hour * 3_600_000_000;
            let back = zone.instant(zone.local(utc).unwrap()).unwrap();
            assert!(back == utc || (back > utc && back - utc <= 3_600_000_000), "{name}: {utc} gives {back}");
            repeated += i32::from(back != utc);
        }
        assert!(repeated <= 3, "{name}: an hour repeats once a year, not {repeated} times in three");
    }
}

#[test]
fn names_are_known_in_any_case_and_others_refused() {
    assert_eq!(Zone::parse("europe/berlin"), Zone::parse("Europe/Berlin"));
    assert_eq!(
        Zone::parse("Europe/Berln").unwrap_err(),
        "'Europe/Berln' is not a time zone; did you mean 'Europe/Berlin'?"
    );
}
