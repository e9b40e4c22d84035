//! What the codec promises, from the outside.

mod cases;
mod encoding;
mod oracle;
mod random;
mod round_trip;
mod types;
mod windows;

use arrow::array::{Array, ArrayRef};
use arrow::buffer::Buffer;
use arrow::datatypes::{DataType, Field, Schema};

use super::JsonDecoder;
use crate::codec::{ARENA_PADDING, Decoded, Decoder, Span};

fn field(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, true)
}

fn required(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, false)
}

fn decoder(fields: Vec<Field>) -> JsonDecoder {
    let defaults = vec![None; fields.len()];
    JsonDecoder::new(&Schema::new(fields), &defaults).unwrap()
}

/// Messages as a window lays them out.
fn window<M: AsRef<[u8]>>(messages: &[M]) -> (Buffer, Vec<Span>) {
    let (mut arena, mut spans) = (Vec::new(), Vec::new());
    for message in messages {
        let message = message.as_ref();
        spans.push(Span { start: arena.len() as u32, len: message.len() as u32 });
        arena.extend_from_slice(message);
        arena.push(b' ');
    }
    arena.resize(arena.len() + ARENA_PADDING, b' ');
    (Buffer::from_vec(arena), spans)
}

/// Decodes a window, and checks what holds of every result.
fn decode_window(decoder: &mut JsonDecoder, arena: &Buffer, spans: &[Span]) -> Decoded {
    let decoded = decoder.decode(arena, spans).unwrap();
    assert!(decoded.rows.is_sorted() && decoded.bad.is_sorted_by_key(|bad| bad.index));
    let mut indices: Vec<_> = decoded.rows.iter().copied().chain(decoded.bad.iter().map(|bad| bad.index)).collect();
    indices.sort_unstable();
    assert!(indices.into_iter().eq(0..spans.len() as u32), "every value is a row or bad, and not both");
    for column in &decoded.columns {
        assert_eq!(column.len(), decoded.rows.len());
        column.to_data().validate_full().unwrap();
    }
    decoded
}

fn decode<M: AsRef<[u8]>>(decoder: &mut JsonDecoder, messages: &[M]) -> Decoded {
    let (arena, spans) = window(messages);
    decode_window(decoder, &arena, &spans)
}

/// The one column of messages that are all good.
fn column(field: Field, messages: &[&str]) -> ArrayRef {
    let decoded = decode(&mut decoder(vec![field]), messages);
    assert_eq!(decoded.bad, []);
    decoded.columns[0].clone()
}

/// Reason and text of the one bad message.
fn refusal(fields: Vec<Field>, message: impl AsRef<[u8]>) -> (&'static str, String) {
    let decoded = decode(&mut decoder(fields), &[message]);
    let [bad] = &decoded.bad[..] else { panic!("the message was accepted") };
    (bad.reason, bad.message.clone())
}
