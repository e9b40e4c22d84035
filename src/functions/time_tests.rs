use super::super::Context;
use super::super::tests::{eval, query, session, try_eval};

/// The rows of the device-clock rule: true, created, sent, collector, and what comes out.
#[test]
fn the_clock_of_a_device_is_corrected_where_that_can_be() {
    let time = |time: &str| match time {
        "" => "CAST(NULL AS timestamp)".to_owned(),
        time => format!("TIMESTAMP '2026-01-01T{time}Z'"),
    };
    for (case, [true_time, created, sent, collector], expected) in [
        ("the tag knows the time", ["01:00:00", "02:00:00", "02:00:09", "12:00:00"], "01:00:00"),
        ("sent nine seconds after it was created", ["", "02:00:00", "02:00:09", "12:00:10"], "12:00:01"),
        ("sent at once", ["", "02:00:00", "02:00:00", "12:00:10"], "12:00:10"),
        ("sent before it was created", ["", "02:00:09", "02:00:00", "12:00:10"], "12:00:10"),
        ("no creation", ["", "", "02:00:00", "12:00:10"], "12:00:10"),
        ("no sending", ["", "02:00:00", "", "12:00:10"], "12:00:10"),
    ] {
        let sql = format!("event_time({}, {}, {}, {})", time(true_time), time(created), time(sent), time(collector));
        assert_eq!(eval(&sql), Some(format!("2026-01-01T{expected}Z")), "{case}");
    }
    assert_eq!(eval(&format!("event_time({}, NULL, NULL, NULL)", time("01:00:00"))), None);
    assert_eq!(
        eval(
            "event_time(NULL, arrow_cast(-9000000000000000000, 'Timestamp(Microsecond, None)'), arrow_cast(9000000000000000000, 'Timestamp(Microsecond, None)'), TIMESTAMP '2026-01-01')"
        ),
        None
    );
}

#[test]
fn a_zone_has_its_summer_time_and_its_history() {
    let local = |time: &str, zone: &str| eval(&format!("local_time(TIMESTAMP '{time}', '{zone}')"));
    // The hour that summer time takes, and the one that it gives back.
    assert_eq!(local("2026-03-29T00:59:59Z", "Europe/Berlin").as_deref(), Some("2026-03-29T01:59:59"));
    assert_eq!(local("2026-03-29T01:00:00Z", "Europe/Berlin").as_deref(), Some("2026-03-29T03:00:00"));
    assert_eq!(local("2026-10-25T00:30:00Z", "Europe/Berlin").as_deref(), Some("2026-10-25T02:30:00"));
    assert_eq!(local("2026-10-25T01:30:00Z", "Europe/Berlin").as_deref(), Some("2026-10-25T02:30:00"));
    assert_eq!(local("2026-01-01T00:00:00Z", "Asia/Kathmandu").as_deref(), Some("2026-01-01T05:45:00"));
    assert_eq!(local("2011-12-30T12:00:00Z", "Pacific/Apia").as_deref(), Some("2011-12-31T02:00:00"));
    // The database's tables end with 2099, the rules do not.
    assert_eq!(local("2100-07-01T12:00:00Z", "Europe/Berlin").as_deref(), Some("2100-07-01T14:00:00"));
    assert_eq!(local("2261-12-31T12:00:00Z", "Europe/Berlin").as_deref(), Some("2261-12-31T13:00:00"));
}

#[test]
fn an_unknown_zone_is_an_error_as_a_literal_and_null_in_a_column() {
    let error = try_eval("local_time(TIMESTAMP '2026-01-01', 'Europe/Berln')").unwrap_err();
    assert!(
        error.contains("local_time(): 'Europe/Berln' is not a time zone; did you mean 'Europe/Berlin'?"),
        "{error}"
    );
    let zones = "(VALUES ('Europe/Nowhere'), ('UTC'), ('')) AS zones(zone)";
    let sql = format!("SELECT local_time(TIMESTAMP '2026-01-01', zone) FROM {zones}");
    let rows = query(&session(&Context::default()), &sql).unwrap();
    assert_eq!(rows, [None, Some("2026-01-01T00:00:00".to_owned()), None]);
}
