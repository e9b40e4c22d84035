//! Windows of several messages: where they lie, what lies between and behind them, and what was learned from others.

use arrow::array::AsArray;
use arrow::datatypes::{DataType, Int64Type};

use super::random::Random;
use super::*;
use crate::codec::reason;

fn texts(decoded: &Decoded) -> Vec<&str> {
    decoded.columns[0].as_string_view().iter().map(Option::unwrap).collect()
}

#[test]
fn an_empty_window_gives_empty_columns() {
    let decoded = decode(&mut decoder(vec![required("u", DataType::Utf8View)]), &[] as &[&str]);
    assert_eq!(decoded.columns[0].len(), 0);
}

#[test]
fn without_columns_messages_are_still_checked() {
    let decoded = decode(&mut decoder(vec![]), &["{}", "{", r#"{"a":[1]}"#]);
    assert_eq!((decoded.columns.len(), decoded.rows, decoded.bad.len()), (0, vec![0, 2], 1));
}

#[test]
fn spans_may_lie_anywhere_in_any_order() {
    let mut random = Random::new(1);
    let mut decoder = decoder(vec![required("u", DataType::Utf8View)]);
    for _ in 0..200 {
        let messages: Vec<_> =
            (0..random.below(12)).map(|i| format!(r#"{{"u":"{i}{}"}}"#, "x".repeat(i * 3))).collect();
        let (mut arena, mut spans) = (Vec::new(), Vec::new());
        for message in &messages {
            arena.extend((0..=random.below(9)).map(|_| random.pick(b"\"\\{}[]:,0123 \n")));
            spans.push(Span { start: arena.len() as u32, len: message.len() as u32 });
            arena.extend_from_slice(message.as_bytes());
        }
        arena.extend((0..ARENA_PADDING).map(|_| random.pick(b"\"\\{}[]:,0123 \n")));
        let mut order: Vec<usize> = (0..messages.len()).collect();
        random.shuffle(&mut order);
        let spans: Vec<_> = order.iter().map(|&i| spans[i]).collect();
        let decoded = decode_window(&mut decoder, &Buffer::from_vec(arena), &spans);
        let expected: Vec<_> = order.iter().map(|&i| format!("{i}{}", "x".repeat(i * 3))).collect();
        assert_eq!(texts(&decoded), expected);
    }
}

/// What stands behind a message must never complete it.
#[test]
fn a_cut_message_stays_cut_whatever_follows_it() {
    let whole = br#"{"u":"a\u00e9b","t":-12345678901234,"x":[true,{"y":1.5e3}]}"#;
    let mut decoder = decoder(vec![required("u", DataType::Utf8View), required("t", DataType::Int64)]);
    decode(&mut decoder, &[whole]);
    for len in 0..whole.len() {
        let mut arena = whole.to_vec();
        arena.resize(len + whole.len() + ARENA_PADDING, b'7');
        let span = Span { start: 0, len: len as u32 };
        let decoded = decode_window(&mut decoder, &Buffer::from_vec(arena), &[span]);
        assert_eq!(decoded.bad[0].reason, reason::JSON_SYNTAX, "{len} bytes of the message");
    }
}

#[test]
fn an_arena_without_enough_padding_is_read_all_the_same() {
    for padding in 0..=ARENA_PADDING {
        for message in
            [r#"{"u":"text","t":12345678}"#, r#"{"u":"te\u0078t","t":12345678} "#, r#"{"u":"text","t":12345678"#]
        {
            let mut decoder = decoder(vec![required("u", DataType::Utf8View), required("t", DataType::Int64)]);
            let mut arena = message.as_bytes().to_vec();
            arena.resize(message.len() + padding, b'8');
            let spans = [Span { start: 0, len: message.len() as u32 }; 2];
            let decoded = decode_window(&mut decoder, &Buffer::from_vec(arena), &spans);
            let expected: &[&str] = if message.contains('}') { &["text", "text"] } else { &[] };
            assert_eq!(texts(&decoded), expected, "{padding} bytes of padding");
        }
    }
}

#[test]
fn a_character_that_is_cut_between_two_values_spoils_both_and_no_other() {
    let mut decoder = decoder(vec![required("u", DataType::Utf8View)]);
    let messages: [&[u8]; 5] = [
        br#"{"u":"a"}"#,
        b"{\"u\":\"\xe2\x82",
        b"\xac\"}",
        "{\"u\":\"é, and a longer text\"}".as_bytes(),
        br#"{"u":"\n"}"#,
    ];
    let decoded = decode(&mut decoder, &messages);
    assert_eq!(texts(&decoded), ["a", "é, and a longer text", "\n"]);
    assert_eq!(
        decoded.bad.iter().map(|bad| (bad.index, bad.reason)).collect::<Vec<_>>(),
        [(1, reason::UTF8), (2, reason::UTF8)]
    );
}

#[test]
fn a_value_beyond_what_arrow_can_address_is_refused() {
    let mut decoder = decoder(vec![required("u", DataType::Utf8View)]);
    let (arena, mut spans) = window(&[r#"{"u":"a"}"#]);
    spans.push(Span { start: i32::MAX as u32 - 3, len: 4 });
    let decoded = decode_window(&mut decoder, &arena, &spans);
    assert_eq!((texts(&decoded), decoded.bad[0].reason), (vec!["a"], reason::TOO_LARGE));
}

#[test]
fn text_is_not_copied() {
    let (arena, spans) = window(&[r#"{"u":"longer than twelve bytes"}"#]);
    let decoded = decode_window(&mut decoder(vec![required("u", DataType::Utf8View)]), &arena, &spans);
    let text = decoded.columns[0].as_string_view().value(0).as_ptr();
    assert_eq!(text, arena[6..].as_ptr());
}

#[test]
fn escapes_may_stand_at_every_place_of_a_string() {
    let mut decoder = decoder(vec![required("u", DataType::Utf8View)]);
    for before in 0..40 {
        for after in [0, 1, 15, 16, 17] {
            let message = format!(r#"{{"u":"{}\\{}"}}"#, "a".repeat(before), "b".repeat(after));
            let expected = format!("{}\\{}", "a".repeat(before), "b".repeat(after));
            assert_eq!(texts(&decode(&mut decoder, &[&message, &message])), [&expected, &expected]);
        }
    }
}

#[test]
fn learned_keys_come_in_any_order_and_number() {
    let mut random = Random::new(2);
    // Names up to what can be learned and beyond; more columns than bits in a word, and than gaps that are kept.
    let names: Vec<_> = (0..150).map(|i| format!("{}{i}", "k".repeat(i % 75))).collect();
    let fields = names.iter().map(|name| field(name, DataType::Int64)).collect();
    let mut decoder = decoder(fields);
    for round in 0..60 {
        let mut order: Vec<usize> = (0..names.len()).collect();
        match round % 3 {
            0 => {}
            1 => order.rotate_left(round),
            _ => random.shuffle(&mut order),
        }
        let keep = random.pick(&[100, 90, 10]);
        order.retain(|_| random.percent(keep));
        let space = random.pick(&["", " ", "\n\t"]);
        let members: Vec<_> = order.iter().map(|&i| format!(r#""{}":{space}{}"#, names[i], i + round)).collect();
        let message = format!("{{{}}}", members.join(&format!(",{space}")));
        let decoded = decode(&mut decoder, &[&message, "{", &message]);
        assert_eq!(decoded.rows, [0, 2], "round {round}");
        for (i, column) in decoded.columns.iter().enumerate() {
            let expected = order.contains(&i).then_some((i + round) as i64);
            assert_eq!(
                column.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(),
                [expected; 2],
                "column {i}, round {round}"
            );
        }
    }
}

#[test]
fn a_bad_message_leaves_nothing_behind() {
    let list = DataType::new_list(DataType::Utf8View, true);
    let mut decoder = decoder(vec![required("u", DataType::Utf8View), field("l", list), field("n", DataType::Int64)]);
    let decoded = decode(
        &mut decoder,
        &[
            r#"{"u":"first\t","l":["a\t"],"n":1}"#,
            r#"{"u":"bad\t","l":["b\t",["c"]],"n":2}"#,
            r#"{"l":["bad\t"],"n":3,"u":"bad\t","n":true}"#,
            r#"{"u":"second\t"}"#,
            r#"{"u":"bad\t","l":["last"],"n":4"#,
        ],
    );
    assert_eq!(decoded.rows, [0, 3]);
    assert_eq!(texts(&decoded), ["first\t", "second\t"]);
    let lists = decoded.columns[1].as_list::<i32>();
    assert_eq!((lists.value(0).as_string_view().value(0), lists.is_null(1), lists.values().len()), ("a\t", true, 1));
    assert_eq!(decoded.columns[2].as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [Some(1), None]);
}
