//! `x = ANY (list)` and `x = ALL (list)` with the other comparisons, `@>`, `<@` and `&&`.

use std::cmp::Ordering;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, BooleanArray, make_comparator};
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::ScalarUDF;
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::super::function::{Arguments, Function, unchecked};
use super::{as_list, common, comparator, element_of, elements, list_and_element, list_of, takes};
use crate::codec::schema::sql_type;

/// The functions of a list and a value, by [`Comparison`].
pub(in super::super) const ANY: [&str; 6] = ["= any", "<> any", "< any", "<= any", "> any", ">= any"];
pub(in super::super) const ALL: [&str; 6] = ["= all", "<> all", "< all", "<= all", "> all", ">= all"];

#[derive(Clone, Copy)]
pub(in super::super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(in super::super) fn of(op: &BinaryOperator) -> Option<Self> {
        Some(match op {
            BinaryOperator::Eq => Self::Equal,
            BinaryOperator::NotEq => Self::NotEqual,
            BinaryOperator::Lt => Self::Less,
            BinaryOperator::LtEq => Self::LessOrEqual,
            BinaryOperator::Gt => Self::Greater,
            BinaryOperator::GtEq => Self::GreaterOrEqual,
            _ => return None,
        })
    }
}

pub(super) fn all() -> Vec<ScalarUDF> {
    // In the order of `Comparison`; an element is compared with the value, so the sides are the other way round.
    type Runs = [fn(&Arguments<'_>) -> Result<ArrayRef>; 6];
    let any: Runs = [
        |a| quantified(a, true, Ordering::is_eq),
        |a| quantified(a, true, Ordering::is_ne),
        |a| quantified(a, true, Ordering::is_gt),
        |a| quantified(a, true, Ordering::is_ge),
        |a| quantified(a, true, Ordering::is_lt),
        |a| quantified(a, true, Ordering::is_le),
    ];
    let all: Runs = [
        |a| quantified(a, false, Ordering::is_eq),
        |a| quantified(a, false, Ordering::is_ne),
        |a| quantified(a, false, Ordering::is_gt),
        |a| quantified(a, false, Ordering::is_ge),
        |a| quantified(a, false, Ordering::is_lt),
        |a| quantified(a, false, Ordering::is_le),
    ];
    let quantified = ANY.into_iter().zip(any).chain(ALL.into_iter().zip(all)).map(|(name, run)| {
        Function { name, aliases: &[], coerce: list_and_value, returns: |_| DataType::Boolean, check: unchecked, run }
            .udf()
    });
    quantified.chain([contains(), overlaps()]).collect()
}

/// As the standard has it: ANY is a chain of OR, ALL a chain of AND.
fn quantified(arguments: &Arguments<'_>, any: bool, holds: fn(Ordering) -> bool) -> Result<ArrayRef> {
    let (lists, values) = (arguments.array(0)?, arguments.array(1)?);
    let lists = as_list(&lists)?;
    let compare = comparator(lists.values(), &values)?;
    let row = |row: usize| {
        let mut elements = elements(lists, row)?;
        if elements.is_empty() {
            return Some(!any);
        }
        if values.is_null(row) {
            return None;
        }
        let mut nulls = false;
        let decided = elements.any(|element| {
            let is_null = lists.values().is_null(element);
            nulls |= is_null;
            !is_null && holds(compare(element, row)) == any
        });
        if decided {
            return Some(any);
        }
        (!nulls).then_some(!any)
    };
    Ok(Arc::new((0..arguments.rows).map(row).collect::<BooleanArray>()))
}

fn list_and_value(found: &[DataType]) -> Result<Vec<DataType>, String> {
    element_of(&found[0], 1).map_err(|_| format!("takes a list or a subquery, not {}", sql_type(&found[0])))?;
    list_and_element(found)
}

fn two_lists(found: &[DataType]) -> Result<Vec<DataType>, String> {
    takes(found, 2, 2)?;
    let list = list_of(common(&element_of(&found[0], 1)?, &element_of(&found[1], 2)?)?);
    Ok(vec![list.clone(), list])
}

/// `left @> right`: each element of the right list is one of the left; a NULL is nowhere.
pub(super) fn contains() -> ScalarUDF {
    Function {
        name: "list @>",
        aliases: &[],
        coerce: two_lists,
        returns: |_| DataType::Boolean,
        check: unchecked,
        run: |arguments| of_two_lists(arguments, |mut right, is_in_left| right.all(is_in_left)),
    }
    .udf()
}

/// `left && right`: an element of the right list is one of the left; a NULL is nowhere.
pub(super) fn overlaps() -> ScalarUDF {
    Function {
        name: "list &&",
        aliases: &[],
        coerce: two_lists,
        returns: |_| DataType::Boolean,
        check: unchecked,
        run: |arguments| of_two_lists(arguments, |mut right, is_in_left| right.any(is_in_left)),
    }
    .udf()
}

/// `left < right` and the like: element by element, NULL above everything, and the shorter list below the longer one.
pub(super) fn ordered(op: &BinaryOperator) -> Option<ScalarUDF> {
    type Run = fn(&Arguments<'_>) -> Result<ArrayRef>;
    let (name, run): (&'static str, Run) = match op {
        BinaryOperator::Lt => ("list <", |arguments| compared(arguments, Ordering::is_lt)),
        BinaryOperator::LtEq => ("list <=", |arguments| compared(arguments, Ordering::is_le)),
        BinaryOperator::Gt => ("list >", |arguments| compared(arguments, Ordering::is_gt)),
        BinaryOperator::GtEq => ("list >=", |arguments| compared(arguments, Ordering::is_ge)),
        _ => return None,
    };
    let (aliases, returns): (&[_], fn(&[DataType]) -> DataType) = (&[], |_| DataType::Boolean);
    Some(Function { name, aliases, coerce: two_lists, returns, check: unchecked, run }.udf())
}

fn compared(arguments: &Arguments<'_>, holds: fn(Ordering) -> bool) -> Result<ArrayRef> {
    let (left, right) = (arguments.array(0)?, arguments.array(1)?);
    let options = SortOptions { descending: false, nulls_first: false };
    let compare = make_comparator(&left, &right, options)?;
    let row = |row: usize| (left.is_valid(row) && right.is_valid(row)).then(|| holds(compare(row, row)));
    Ok(Arc::new((0..arguments.rows).map(row).collect::<BooleanArray>()))
}

fn of_two_lists(
    arguments: &Arguments<'_>,
    decide: fn(std::ops::Range<usize>, &dyn Fn(usize) -> bool) -> bool,
) -> Result<ArrayRef> {
    let (left, right) = (arguments.array(0)?, arguments.array(1)?);
    let (left, right) = (as_list(&left)?, as_list(&right)?);
    let compare = comparator(left.values(), right.values())?;
    let row = |row: usize| {
        let (within, wanted) = (elements(left, row)?, elements(right, row)?);
        let is_in_left = |wanted: usize| {
            right.values().is_valid(wanted)
                && within.clone().any(|i| left.values().is_valid(i) && compare(i, wanted) == Ordering::Equal)
        };
        Some(decide(wanted, &is_in_left))
    };
    Ok(Arc::new((0..arguments.rows).map(row).collect::<BooleanArray>()))
}
