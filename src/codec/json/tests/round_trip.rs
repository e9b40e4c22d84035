//! What is written is read back as the same array, for every type that can be read.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, ListArray, MapArray, PrimitiveArray, RecordBatch, StructArray};
use arrow::array::{BinaryArray, BinaryViewArray, StringArray, StringViewArray};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::*;

use super::random::Random;
use super::*;
use crate::codec::Encoder;
use crate::codec::json::JsonEncoder;

fn types() -> Vec<DataType> {
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
    let entries = |value| {
        let fields = vec![required("keys", DataType::Utf8View), field("values", value)];
        DataType::Map(required("entries", DataType::Struct(fields.into())).into(), false)
    };
    let object = DataType::Struct(
        vec![
            required("id \"quoted\"", DataType::Int64),
            field("text", DataType::Utf8View),
            field("list", DataType::new_list(DataType::Decimal128(20, 3), true)),
        ]
        .into(),
    );
    let mut types = vec![
        DataType::Boolean,
        DataType::Int8,
        DataType::Int16,
        DataType::Int32,
        DataType::Int64,
        DataType::UInt8,
        DataType::UInt16,
        DataType::UInt32,
        DataType::UInt64,
        DataType::Float32,
        DataType::Float64,
        DataType::Utf8,
        DataType::Utf8View,
        DataType::Binary,
        DataType::BinaryView,
        DataType::Date32,
        DataType::Time32(Second),
        DataType::Time32(Millisecond),
        DataType::Time64(Microsecond),
        DataType::Time64(Nanosecond),
        DataType::Decimal128(38, 0),
        DataType::Decimal128(38, 10),
        DataType::Decimal128(3, -2),
        DataType::Decimal128(5, 5),
        DataType::new_list(DataType::Utf8View, true),
        DataType::new_list(DataType::new_list(DataType::Int32, false), true),
        entries(DataType::Timestamp(Nanosecond, None)),
        entries(object.clone()),
        DataType::new_list(object.clone(), true),
        object,
    ];
    for unit in [Second, Millisecond, Microsecond, Nanosecond] {
        types.push(DataType::Timestamp(unit, None));
        types.push(DataType::Timestamp(unit, Some("UTC".into())));
    }
    types
}

fn primitive<T: ArrowPrimitiveType>(
    data_type: &DataType,
    nulls: Option<NullBuffer>,
    len: usize,
    value: impl FnMut() -> T::Native,
) -> ArrayRef {
    let values = std::iter::repeat_with(value).take(len).collect();
    Arc::new(PrimitiveArray::<T>::new(values, nulls).with_data_type(data_type.clone()))
}

/// An array of random values, with nulls if they are allowed.
fn array(random: &mut Random, field: &Field, len: usize) -> ArrayRef {
    use DataType as T;
    let nulls = field.is_nullable().then(|| (0..len).map(|_| random.percent(80)).collect::<NullBuffer>());
    let t = field.data_type();
    match t {
        T::Boolean => Arc::new(BooleanArray::new((0..len).map(|_| random.percent(50)).collect(), nulls)),
        T::Int8 => primitive::<Int8Type>(t, nulls, len, || random.integer() as i8),
        T::Int16 => primitive::<Int16Type>(t, nulls, len, || random.integer() as i16),
        T::Int32 => primitive::<Int32Type>(t, nulls, len, || random.integer() as i32),
        T::Int64 => primitive::<Int64Type>(t, nulls, len, || random.integer()),
        T::UInt8 => primitive::<UInt8Type>(t, nulls, len, || random.integer() as u8),
        T::UInt16 => primitive::<UInt16Type>(t, nulls, len, || random.integer() as u16),
        T::UInt32 => primitive::<UInt32Type>(t, nulls, len, || random.integer() as u32),
        T::UInt64 => primitive::<UInt64Type>(t, nulls, len, || random.integer() as u64),
        T::Float32 => {
            primitive::<Float32Type>(t, nulls, len, || finite(f32::from_bits(random.bits() as u32).into()) as f32)
        }
        T::Float64 => primitive::<Float64Type>(t, nulls, len, || finite(f64::from_bits(random.bits()))),
        T::Utf8 => {
            let texts: Vec<_> = (0..len).map(|_| random.text()).collect();
            let (offsets, values, _) = StringArray::from_iter_values(texts).into_parts();
            Arc::new(StringArray::new(offsets, values, nulls))
        }
        T::Utf8View => {
            let texts: Vec<_> = (0..len).map(|_| random.text()).collect();
            let (views, buffers, _) = StringViewArray::from_iter_values(texts).into_parts();
            Arc::new(StringViewArray::new(views, buffers, nulls))
        }
        T::Binary => {
            let (offsets, values, _) = BinaryArray::from_iter_values(bytes(random, len)).into_parts();
            Arc::new(BinaryArray::new(offsets, values, nulls))
        }
        T::BinaryView => {
            let (views, buffers, _) = BinaryViewArray::from_iter_values(bytes(random, len)).into_parts();
            Arc::new(BinaryViewArray::new(views, buffers, nulls))
        }
        T::Date32 => primitive::<Date32Type>(t, nulls, len, || random.integer() as i32),
        T::Time32(TimeUnit::Second) => primitive::<Time32SecondType>(t, nulls, len, || random.below(86_400) as i32),
        T::Time32(_) => primitive::<Time32MillisecondType>(t, nulls, len, || random.below(86_400_000) as i32),
        T::Time64(TimeUnit::Microsecond) => {
            primitive::<Time64MicrosecondType>(t, nulls, len, || random.below(86_400_000_000) as i64)
        }
        T::Time64(_) => primitive::<Time64NanosecondType>(t, nulls, len, || random.below(86_400_000_000_000) as i64),
        T::Timestamp(TimeUnit::Second, _) => primitive::<TimestampSecondType>(t, nulls, len, || random.integer()),
        T::Timestamp(TimeUnit::Millisecond, _) => {
            primitive::<TimestampMillisecondType>(t, nulls, len, || random.integer())
        }
        T::Timestamp(TimeUnit::Microsecond, _) => {
            primitive::<TimestampMicrosecondType>(t, nulls, len, || random.integer())
        }
        T::Timestamp(TimeUnit::Nanosecond, _) => {
            primitive::<TimestampNanosecondType>(t, nulls, len, || random.integer())
        }
        T::Decimal128(precision, _) => primitive::<Decimal128Type>(t, nulls, len, || {
            let wide = i128::from(random.integer()) * i128::from(random.integer());
            wide % 10i128.pow(u32::from(*precision))
        }),
        T::List(item) => {
            let offsets = OffsetBuffer::from_lengths((0..len).map(|_| random.pick(&[0, 1, 3])));
            let items = array(random, item, offsets[len] as usize);
            Arc::new(ListArray::new(item.clone(), offsets, items, nulls))
        }
        T::Map(entry, _) => {
            let offsets = OffsetBuffer::from_lengths((0..len).map(|_| random.pick(&[0, 1, 3])));
            let T::Struct(fields) = entry.data_type() else { unreachable!() };
            let count = offsets[len] as usize;
            let keys = StringViewArray::from_iter_values((0..count).map(|i| format!("{i}{}", random.text())));
            let entries = vec![Arc::new(keys) as ArrayRef, array(random, &fields[1], count)];
            let entries = StructArray::new(fields.clone(), entries, None);
            Arc::new(MapArray::new(entry.clone(), offsets, entries, nulls, false))
        }
        T::Struct(fields) => {
            let children = fields.iter().map(|field| array(random, field, len)).collect();
            Arc::new(StructArray::new(fields.clone(), children, nulls))
        }
        other => unreachable!("{other} is not among the types"),
    }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { -0.0 }
}

fn bytes(random: &mut Random, len: usize) -> Vec<Vec<u8>> {
    (0..len).map(|_| (0..random.below(20)).map(|_| random.bits() as u8).collect()).collect()
}

#[test]
fn every_type_comes_back() {
    let mut random = Random::new(3);
    // Twice each: a column that may be null, and one that may not.
    let fields: Vec<_> = types().into_iter().flat_map(|t| [field("", t.clone()), required("", t)]).collect();
    let named = fields.into_iter().enumerate().map(|(i, field)| field.with_name(format!("column {i} \"é\"")));
    let fields: Vec<_> = named.collect();
    let schema = Arc::new(Schema::new(fields.clone()));
    let (mut encoder, mut decoder) = (JsonEncoder::new(&schema).unwrap(), decoder(fields.clone()));
    for len in [0, 1, 2, 7, 64, 150] {
        let arrays: Vec<_> = fields.iter().map(|field| array(&mut random, field, len)).collect();
        let batch = RecordBatch::try_new(schema.clone(), arrays).unwrap();
        let (mut out, mut ends) = (b"what was there before".to_vec(), vec![7]);
        encoder.encode(&batch, &mut out, &mut ends).unwrap();
        assert_eq!((ends.len(), ends[0]), (len + 1, 7));
        let mut starts = vec![21];
        starts.extend(&ends[1..]);
        let messages: Vec<_> =
            starts.iter().zip(&ends[1..]).map(|(&start, &end)| &out[start as usize..end as usize]).collect();
        for message in &messages {
            serde_json::from_slice::<serde_json::Value>(message).unwrap();
        }
        let decoded = decode(&mut decoder, &messages);
        assert_eq!(decoded.bad, []);
        for (index, field) in fields.iter().enumerate() {
            assert_eq!(&decoded.columns[index], batch.column(index), "{field}");
        }
    }
}

#[test]
fn a_slice_of_a_batch_is_written_as_its_rows_are() {
    let mut random = Random::new(4);
    let fields: Vec<_> = types().into_iter().enumerate().map(|(i, t)| field(&format!("c{i}"), t)).collect();
    let arrays = fields.iter().map(|field| array(&mut random, field, 30)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).unwrap();
    let write = |batch: &RecordBatch| {
        let (mut out, mut ends) = (Vec::new(), Vec::new());
        JsonEncoder::new(&schema).unwrap().encode(batch, &mut out, &mut ends).unwrap();
        (out, ends)
    };
    let (whole, ends) = write(&batch);
    let (part, _) = write(&batch.slice(11, 7));
    assert_eq!(part, whole[ends[10] as usize..ends[17] as usize]);
}
