use super::*;

fn read<T: FromText>(text: &str) -> Option<T> {
    T::from_text(text)
}

#[test]
fn durations_need_a_unit() {
    let ms = |text| read::<Age>(text).map(|age| age.0.as_millis());
    assert_eq!(ms("100ms"), Some(100));
    assert_eq!(ms("10s"), Some(10_000));
    assert_eq!(ms("5 m"), Some(300_000));
    assert_eq!(ms("1h"), Some(3_600_000));
    assert_eq!(ms("7d"), Some(604_800_000));
    for bad in
        ["", "100", "ms", "1.5s", "-1s", "10S", "10 sec", "1h30m", "5  m", "99999999999999999999d", "99999999999999d"]
    {
        assert_eq!(ms(bad), None, "{bad:?}");
    }
}

#[test]
fn sizes_tell_powers_of_two_from_powers_of_ten() {
    let bytes = |text| read::<Size>(text).map(|size| size.0);
    assert_eq!(bytes("16MiB"), Some(16 << 20));
    assert_eq!(bytes("64KiB"), Some(64 << 10));
    assert_eq!(bytes("10MB"), Some(10_000_000));
    assert_eq!(bytes("1 GiB"), Some(1 << 30));
    assert_eq!(bytes("512B"), Some(512));
    for bad in ["16", "16M", "16mib", "MiB", "18446744073709551615GiB"] {
        assert_eq!(bytes(bad), None, "{bad:?}");
    }
}

#[test]
fn shares_are_parts_of_one() {
    let share = |text| read::<Share>(text).map(|share| share.0);
    assert_eq!(share("50%"), Some(0.5));
    assert_eq!(share("0.5"), Some(0.5));
    assert_eq!(share("100%"), Some(1.0));
    assert_eq!(share("0"), Some(0.0));
    for bad in ["50", "101%", "-1%", "NaN", "inf", "half", ""] {
        assert_eq!(share(bad), None, "{bad:?}");
    }
}

#[test]
fn a_start_time_needs_its_zone() {
    let start = |text| read::<StartAt>(text).map(|start| start.0);
    assert_eq!(start("earliest"), Some(Start::Earliest));
    assert_eq!(start("latest"), Some(Start::Latest));
    assert_eq!(start("2026-01-31T12:30:00Z"), Some(Start::Time(1_769_862_600_000)));
    assert_eq!(start("2026-01-31T12:30:00.250+01:00"), Some(Start::Time(1_769_859_000_250)));
    assert_eq!(start("1969-12-31T23:59:59.999Z"), Some(Start::Time(-1)));
    for bad in [
        "first",
        "2026-01-31",
        "2026-01-31T12:30:00",
        "2026-13-31T12:30:00Z",
        "2026-01-31T12:30:00ZZ",
        "ééééééééééééééééééé",
    ] {
        assert_eq!(start(bad), None, "{bad:?}");
    }
}

#[test]
fn messages_show_the_largest_exact_unit() {
    assert_eq!(show_duration(Duration::from_millis(1)), "1ms");
    assert_eq!(show_duration(Duration::from_millis(1500)), "1500ms");
    assert_eq!(show_duration(Duration::from_secs(300)), "5m");
    assert_eq!(show_duration(Duration::ZERO), "0ms");
    assert_eq!(show_size(64 << 10), "64KiB");
    assert_eq!(show_size(1500), "1500B");
}
