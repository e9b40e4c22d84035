//! `array_remove` and `array_replace`: they treat all elements that are alike, and NULL as a value.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, ListArray, MutableArrayData, NullBufferBuilder, make_array};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::Result;
use datafusion::logical_expr::ScalarUDF;

use super::super::function::{Arguments, Function, unchecked};
use super::{as_list, common, comparator, element_of, elements, list_and_element, list_of, same, takes};

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![
        Function {
            name: "array_remove",
            aliases: &["list_remove"],
            coerce: |found| {
                takes(found, 2, 2)?;
                list_and_element(found)
            },
            returns: |types| types[0].clone(),
            check: unchecked,
            run: |arguments| edit(arguments, None),
        }
        .udf(),
        Function {
            name: "array_replace",
            aliases: &["list_replace"],
            coerce: |found| {
                takes(found, 3, 3)?;
                let element = common(&common(&element_of(&found[0], 1)?, &found[1])?, &found[2])?;
                Ok(vec![list_of(element.clone()), element.clone(), element])
            },
            returns: |types| types[0].clone(),
            check: unchecked,
            run: |arguments| edit(arguments, Some(2)),
        }
        .udf(),
    ]
}

/// The lists without the elements that are like the second argument, or with that argument in their place.
fn edit(arguments: &Arguments<'_>, replacement: Option<usize>) -> Result<ArrayRef> {
    let (lists, wanted) = (arguments.array(0)?, arguments.array(1)?);
    let replacement = replacement.map(|index| arguments.array(index)).transpose()?;
    let lists = as_list(&lists)?;
    let values = lists.values();
    let compare = comparator(values, &wanted)?;
    let data: Vec<_> = [values].into_iter().chain(&replacement).map(|array| array.to_data()).collect();
    let mut edited = MutableArrayData::new(data.iter().collect(), true, values.len());
    let (mut offsets, mut nulls) = (Vec::with_capacity(arguments.rows + 1), NullBufferBuilder::new(arguments.rows));
    offsets.push(0_i32);
    for row in 0..arguments.rows {
        let list = elements(lists, row);
        nulls.append(list.is_some());
        // What is kept is copied in stretches.
        let list = list.unwrap_or_default();
        let (mut kept, end) = (list.start, list.end);
        for element in list {
            if same(&compare, (values, element), (&wanted, row)) {
                edited.try_extend(0, kept, element)?;
                kept = element + 1;
                if replacement.is_some() {
                    edited.try_extend(1, row, row + 1)?;
                }
            }
        }
        edited.try_extend(0, kept, end)?;
        offsets.push(edited.len() as i32);
    }
    let field = match lists.data_type() {
        DataType::List(field) => field.clone(),
        other => Arc::new(Field::new_list_field(other.clone(), true)),
    };
    let offsets = OffsetBuffer::new(offsets.into());
    Ok(Arc::new(ListArray::try_new(field, offsets, make_array(edited.freeze()), nulls.finish())?))
}
