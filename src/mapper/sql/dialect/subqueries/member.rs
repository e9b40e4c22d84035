//! `x = ANY (SELECT …)`, `x > ALL (SELECT …)` and the like, of a value and the list of a subquery's rows: true, false or NULL
//! as the standard has it. `IN` is `= ANY`, `NOT IN` is `<> ALL`.
//!
//! A list that all rows share is looked up by its values, its smallest and its largest; one of each row is searched. Rows of
//! several fields are compared pair by pair where a NULL is among them.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float32Array, Float64Array, ListArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float32Type, Float64Type};
use datafusion::arrow::row::{Row, RowConverter, Rows, SortField};
use datafusion::common::{Result, internal_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, Operator, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::peel::Part;
use super::summary::is_summary_test;

/// Whether a function is such a comparison, which has a value for all values of its arguments.
pub(in crate::mapper::sql) fn is_member_test(function: &ScalarUDF) -> bool {
    function.inner().is::<Member>() || is_summary_test(function)
}

/// Compares the fields of a value with the rows of a list.
pub(super) fn member(test: Test, rows: Expr, fields: Vec<Expr>) -> Expr {
    let function = Member { test, signature: Signature::variadic_any(Volatility::Immutable) };
    let args = std::iter::once(rows).chain(fields).collect();
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), args))
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Test {
    pub(super) op: Operator,
    /// Of any row, or of all.
    pub(super) any: bool,
    /// The rows that count.
    pub(super) part: Part,
}

impl Test {
    /// Whether the smallest or the largest row decides the test, as far as these are enough to know: how the value compares
    /// with them.
    pub(super) fn decided(&self, smallest: Ordering, largest: Ordering) -> bool {
        let decides = |found: Ordering| self.holds(found) == self.any;
        match (self.op, self.any) {
            (Operator::Lt | Operator::LtEq, true) | (Operator::Gt | Operator::GtEq, false) => decides(largest),
            (Operator::Eq | Operator::NotEq, _) => decides(smallest) || decides(largest),
            _ => decides(smallest),
        }
    }

    /// Whether only the row that equals the value decides: `IN` and `NOT IN`.
    pub(super) fn is_in(&self) -> bool {
        matches!((self.op, self.any), (Operator::Eq, true) | (Operator::NotEq, false))
    }

    fn holds(&self, found: Ordering) -> bool {
        match self.op {
            Operator::Eq => found.is_eq(),
            Operator::NotEq => found.is_ne(),
            Operator::Lt => found.is_lt(),
            Operator::LtEq => found.is_le(),
            Operator::Gt => found.is_gt(),
            _ => found.is_ge(),
        }
    }

    /// `value op row`, of fields that may be null.
    fn compare(&self, value: &[NullableField<'_>], row: &[NullableField<'_>]) -> Option<bool> {
        let mut unknown = false;
        for (value, row) in value.iter().zip(row) {
            match (value, row) {
                (Some(value), Some(row)) => match (value.cmp(row), self.op) {
                    (Ordering::Equal, _) => {}
                    // A field that differs decides, whatever stands before it.
                    (_, Operator::Eq) => return Some(false),
                    (_, Operator::NotEq) => return Some(true),
                    (found, _) => return (!unknown).then(|| self.holds(found)),
                },
                _ => unknown = true,
            }
        }
        (!unknown).then(|| self.holds(Ordering::Equal))
    }
}

/// A field of a row in a form that sorts as its value does, or NULL.
type NullableField<'a> = Option<Row<'a>>;

#[derive(Debug, PartialEq, Eq)]
struct Member {
    test: Test,
    signature: Signature,
}

impl Hash for Member {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.test.hash(state);
    }
}

impl ScalarUDFImpl for Member {
    fn name(&self) -> &str {
        "is member"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(self.name(), DataType::Boolean, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some((list, values)) = args.args.split_first() else { return internal_err!("a list is searched") };
        let values = values.iter().map(|value| value.to_array(args.number_rows)).collect::<Result<Vec<_>>>()?;
        let shared = matches!(list, ColumnarValue::Scalar(_));
        let lists = list.to_array(if shared { 1 } else { args.number_rows })?;
        let Some(lists) = lists.as_list_opt::<i32>() else { return internal_err!("the rows are not a list") };
        let found: BooleanArray = match shared {
            true => {
                let set = Set::of(self.test, lists, &values)?;
                (0..args.number_rows).map(|row| set.answer(row)).collect()
            }
            false => {
                let both = Both::of(lists, &values)?;
                (0..args.number_rows)
                    .map(|row| both.answer(self.test, row, self.test.part.of_list(lists, row)))
                    .collect()
            }
        };
        Ok(ColumnarValue::Array(Arc::new(found)))
    }
}

impl Part {
    /// The places of a list's rows that count, among the rows of all lists.
    fn of_list(&self, lists: &ListArray, row: usize) -> std::ops::Range<usize> {
        if lists.is_null(row) {
            return 0..0;
        }
        let offsets = lists.value_offsets();
        let (start, end) = (offsets[row] as usize, offsets[row + 1] as usize);
        let within = self.of(end - start);
        start + within.start..start + within.end
    }
}

/// The values and the rows of all lists, field by field.
struct Both {
    values: Vec<Column>,
    rows: Vec<Column>,
}

fn fields(columns: &[Column], at: usize) -> Vec<NullableField<'_>> {
    columns.iter().map(|column| column.get(at)).collect()
}

struct Column {
    array: ArrayRef,
    rows: Rows,
}

impl Column {
    fn get(&self, at: usize) -> NullableField<'_> {
        self.array.is_valid(at).then(|| self.rows.row(at))
    }
}

impl Both {
    fn of(lists: &ListArray, values: &[ArrayRef]) -> Result<Self> {
        let rows: Vec<ArrayRef> = match (values.len(), lists.values().as_struct_opt()) {
            (2.., Some(fields)) => fields.columns().to_vec(),
            _ => vec![lists.values().clone()],
        };
        if rows.len() != values.len() {
            return internal_err!("rows of {} fields are compared with {}", rows.len(), values.len());
        }
        let mut both = Self { values: vec![], rows: vec![] };
        for (values, rows) in values.iter().zip(rows) {
            let (values, rows) = (plain(values)?, plain(&rows)?);
            let values = if values.data_type() == rows.data_type() { values } else { cast(&values, rows.data_type())? };
            let converter = RowConverter::new(vec![SortField::new(rows.data_type().clone())])?;
            both.values.push(Column { rows: converter.convert_columns(std::slice::from_ref(&values))?, array: values });
            both.rows.push(Column { rows: converter.convert_columns(std::slice::from_ref(&rows))?, array: rows });
        }
        Ok(both)
    }

    fn answer(&self, test: Test, row: usize, rows: impl Iterator<Item = usize>) -> Option<bool> {
        let value = fields(&self.values, row);
        let mut unknown = false;
        for at in rows {
            match test.compare(&value, &fields(&self.rows, at)) {
                Some(holds) if holds == test.any => return Some(test.any),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(!test.any)
    }
}

/// Zero has one sign, and what is not a number one form: as sorted, two forms would be two values.
pub(super) fn plain(array: &ArrayRef) -> Result<ArrayRef> {
    Ok(match array.data_type() {
        DataType::Float64 => {
            let plain: Float64Array =
                array.as_primitive::<Float64Type>().unary(|v| if v.is_nan() { f64::NAN } else { v + 0.0 });
            Arc::new(plain)
        }
        DataType::Float32 => {
            let plain: Float32Array =
                array.as_primitive::<Float32Type>().unary(|v| if v.is_nan() { f32::NAN } else { v + 0.0 });
            Arc::new(plain)
        }
        _ => array.clone(),
    })
}

/// One list for all values.
struct Set {
    test: Test,
    both: Both,
    /// The rows without a NULL, by what they sort as; of rows with several fields, by all of these.
    known: HashSet<Vec<u8>>,
    smallest: Option<Vec<u8>>,
    largest: Option<Vec<u8>>,
    /// The rows that have a NULL.
    with_null: Vec<usize>,
    all: std::ops::Range<usize>,
}

impl Set {
    fn of(test: Test, lists: &ListArray, values: &[ArrayRef]) -> Result<Self> {
        let both = Both::of(lists, values)?;
        let all = test.part.of_list(lists, 0);
        let (mut known, mut with_null) = (HashSet::new(), vec![]);
        for at in all.clone() {
            match key(&both.rows, at) {
                Some(key) => _ = known.insert(key),
                None => with_null.push(at),
            }
        }
        let (smallest, largest) = (known.iter().min().cloned(), known.iter().max().cloned());
        Ok(Self { test, both, known, smallest, largest, with_null, all })
    }

    fn answer(&self, row: usize) -> Option<bool> {
        let any = self.test.any;
        if self.all.is_empty() {
            return Some(!any);
        }
        let Some(value) = key(&self.both.values, row) else {
            return match self.both.values.len() {
                1 => None,
                _ => self.both.answer(self.test, row, self.all.clone()),
            };
        };
        let decided = match (&self.smallest, &self.largest) {
            _ if self.test.is_in() => self.known.contains(&value),
            (Some(smallest), Some(largest)) => self.test.decided(value.cmp(smallest), value.cmp(largest)),
            _ => false,
        };
        if decided {
            return Some(any);
        }
        match self.both.values.len() {
            1 => self.with_null.is_empty().then_some(!any),
            _ => self.both.answer(self.test, row, self.with_null.iter().copied()),
        }
    }
}

/// All fields of a row one behind the other, if none of them is NULL: equal, and sorted, as the row is.
fn key(columns: &[Column], at: usize) -> Option<Vec<u8>> {
    let mut key = vec![];
    for column in columns {
        key.extend_from_slice(column.get(at)?.as_ref());
    }
    Some(key)
}
