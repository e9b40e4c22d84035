//! `array_fill` and `trim_array`.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, ListArray, NullBufferBuilder, UInt32Array};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::ScalarUDF;

use super::super::function::{Arguments, Function, Size, unchecked};
use super::{as_list, element_of, elements, list_of, takes};

/// What `array_fill(x, ARRAY[n])` is rewritten to.
pub(in super::super) const FILL: &str = "array fill";

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![
        Function {
            name: FILL,
            aliases: &[],
            coerce: |found| Ok(vec![found[0].clone(), DataType::Int64]),
            returns: |types| list_of(types[0].clone()),
            check: unchecked,
            run: fill,
        }
        .udf(),
        Function {
            name: "trim_array",
            aliases: &[],
            coerce: |found| {
                takes(found, 2, 2)?;
                match &found[1] {
                    n if n.is_integer() || n.is_null() => Ok(vec![list_of(element_of(&found[0], 1)?), DataType::Int64]),
                    _ => Err("takes a bigint as argument 2: how many elements to leave out at the end".into()),
                }
            },
            returns: |types| types[0].clone(),
            check: unchecked,
            run: trim,
        }
        .udf(),
    ]
}

fn fill(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (values, counts) = (arguments.array(0)?, arguments.integer(1, 0)?);
    // What a value takes, on average.
    let bytes = (values.get_array_memory_size() / values.len().max(1)).max(8);
    let (mut size, mut places, mut offsets) = (Size::default(), vec![], vec![0_i32]);
    for row in 0..arguments.rows {
        let count = match counts.get(row).map(usize::try_from) {
            Some(Ok(count)) => count,
            Some(Err(_)) => return exec_err!("the lengths of array_fill() are not negative"),
            None => return exec_err!("the lengths of array_fill() are not NULL"),
        };
        size.add("array_fill", count.saturating_mul(bytes))?;
        places.extend(std::iter::repeat_n(row as u32, count));
        offsets.push(places.len() as i32);
    }
    let values = take(&values, &UInt32Array::from(places), None)?;
    let field = Arc::new(Field::new_list_field(values.data_type().clone(), true));
    Ok(Arc::new(ListArray::try_new(field, OffsetBuffer::new(offsets.into()), values, None)?))
}

fn trim(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (lists, counts) = (arguments.array(0)?, arguments.integer(1, 0)?);
    let lists = as_list(&lists)?;
    let (mut places, mut offsets) = (vec![], vec![0_i32]);
    let mut nulls = NullBufferBuilder::new(arguments.rows);
    for row in 0..arguments.rows {
        let kept = match (elements(lists, row), counts.get(row)) {
            (Some(list), Some(count)) => match usize::try_from(count).ok().and_then(|n| list.len().checked_sub(n)) {
                Some(length) => Some(list.start..list.start + length),
                None => {
                    return exec_err!("trim_array() cannot leave out more elements than the list has, nor less than 0");
                }
            },
            _ => None,
        };
        nulls.append(kept.is_some());
        places.extend(kept.unwrap_or_default().map(|place| place as u32));
        offsets.push(places.len() as i32);
    }
    let values = take(lists.values(), &UInt32Array::from(places), None)?;
    let field = Arc::new(Field::new_list_field(values.data_type().clone(), true));
    Ok(Arc::new(ListArray::try_new(field, OffsetBuffer::new(offsets.into()), values, nulls.finish())?))
}
