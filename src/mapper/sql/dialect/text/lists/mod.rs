//! Lists, with PostgreSQL's rules for NULL and for places outside of a list.

use std::cmp::Ordering;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, DynComparator, ListArray, make_array, make_comparator};
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::ScalarUDF;
use datafusion::logical_expr::type_coercion::binary::comparison_coercion;

use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::numbers::one_zero;

mod access;
pub(super) mod compare;
mod edit;
mod find;
pub(super) mod literal;
pub(super) mod shape;

pub(super) use access::ListAccess;

pub(super) fn all() -> impl Iterator<Item = ScalarUDF> {
    compare::all().into_iter().chain(edit::all()).chain(find::all()).chain(shape::all())
}

/// The type of a list of these.
fn list_of(element: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(element, true)))
}

/// The type of a list's elements.
fn element_of(list: &DataType, argument: usize) -> Result<DataType, String> {
    match list {
        DataType::List(field) | DataType::LargeList(field) | DataType::FixedSizeList(field, _) => {
            Ok(field.data_type().clone())
        }
        DataType::Null => Ok(DataType::Null),
        other => Err(format!("takes a list as argument {argument}, not {}", sql_type(other))),
    }
}

/// The type in which two can be compared.
fn common(left: &DataType, right: &DataType) -> Result<DataType, String> {
    match (left, right) {
        (DataType::Null, other) | (other, DataType::Null) => Ok(other.clone()),
        (left, right) if left == right => Ok(left.clone()),
        (left, right) if is_text(left) && is_text(right) => Ok(DataType::Utf8View),
        (left, right) if is_text(left) == is_text(right) && comparison_coercion(left, right).is_some() => {
            Ok(comparison_coercion(left, right).unwrap_or_else(|| left.clone()))
        }
        _ => {
            let (left, right) = (sql_type(left), sql_type(right));
            Err(format!(
                "compares elements that are {left} with what is {right}; bring them to one type with CAST(… AS …)"
            ))
        }
    }
}

/// The types of a list and an element.
fn list_and_element(found: &[DataType]) -> Result<Vec<DataType>, String> {
    let element = common(&element_of(&found[0], 1)?, &found[1])?;
    Ok(vec![list_of(element.clone()), element])
}

fn takes(found: &[DataType], least: usize, most: usize) -> Result<(), String> {
    match (least..=most).contains(&found.len()) {
        true => Ok(()),
        false if least == most => Err(format!("takes {least} arguments, not {}", found.len())),
        false => Err(format!("takes {least} to {most} arguments, not {}", found.len())),
    }
}

fn as_list(array: &ArrayRef) -> Result<&ListArray> {
    match array.as_any().downcast_ref() {
        Some(list) => Ok(list),
        None => exec_err!("a list is expected, not {}", array.data_type()),
    }
}

/// The elements of a row, by their place among all elements. `None` if the list is NULL.
fn elements(list: &ListArray, row: usize) -> Option<std::ops::Range<usize>> {
    let offsets = list.value_offsets();
    list.is_valid(row).then(|| offsets[row] as usize..offsets[row + 1] as usize)
}

/// Compares values of one array with those of another, by their places.
fn comparator(left: &dyn Array, right: &dyn Array) -> Result<DynComparator> {
    let [left, right] = [left, right].map(|array| one_zero(&make_array(array.to_data())));
    Ok(make_comparator(left?.as_ref(), right?.as_ref(), SortOptions::default())?)
}

/// Whether two values are the same, or both NULL.
fn same(compare: &DynComparator, left: (&dyn Array, usize), right: (&dyn Array, usize)) -> bool {
    match (left.0.is_null(left.1), right.0.is_null(right.1)) {
        (false, false) => compare(left.1, right.1) == Ordering::Equal,
        (left, right) => left && right,
    }
}
