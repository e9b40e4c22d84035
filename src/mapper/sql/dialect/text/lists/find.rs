//! `array_position`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::ScalarUDF;

use super::super::function::{Arguments, Function, unchecked};
use super::{as_list, comparator, elements, list_and_element, same, takes};

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![
        Function {
            name: "array_position",
            aliases: &["list_position", "array_indexof", "list_indexof"],
            coerce: |found| {
                takes(found, 2, 3)?;
                let mut types = list_and_element(found)?;
                match found.get(2) {
                    Some(start) if start.is_integer() || start.is_null() => types.push(DataType::Int64),
                    Some(_) => return Err("takes a bigint as argument 3: the place from which it looks".into()),
                    None => {}
                }
                Ok(types)
            },
            returns: |_| DataType::Int64,
            check: unchecked,
            run: position,
        }
        .udf(),
    ]
}

/// The place of the first element that is like the value, from 1, or NULL. A NULL is found.
fn position(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (lists, wanted) = (arguments.array(0)?, arguments.array(1)?);
    let (lists, starts) = (as_list(&lists)?, arguments.integer(2, 1)?);
    let compare = comparator(lists.values(), &wanted)?;
    let row = |row: usize| {
        let (list, start) = (elements(lists, row)?, starts.get(row)?);
        let skipped = usize::try_from(start.max(1) - 1).unwrap_or(usize::MAX);
        let mut places = list.enumerate().skip(skipped);
        let found = places.find(|(_, element)| same(&compare, (lists.values(), *element), (&wanted, row)));
        found.map(|(place, _)| place as i64 + 1)
    };
    Ok(Arc::new((0..arguments.rows).map(row).collect::<Int64Array>()))
}
