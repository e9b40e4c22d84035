//! Accumulators of window frames that move: a value that leaves the frame is taken back.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use crate::mapper::metadata::is_text;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, LargeStringArray, ListArray};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::Accumulator;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::physical_expr::expressions::{CastExpr, Literal};
use datafusion::physical_plan::PhysicalExpr;

fn gone<T>() -> Result<T> {
    exec_err!("a value leaves a window frame that it is not in")
}

/// What stands between the texts of `string_agg`.
fn separator(args: &AccumulatorArgs) -> Result<String> {
    match args.exprs.get(1).and_then(|expr| expr.downcast_ref::<Literal>()) {
        Some(literal) if literal.value().is_null() => Ok(String::new()),
        Some(literal) => match literal.value().try_as_str().flatten() {
            Some(text) => Ok(text.to_owned()),
            None => plan_err!("string_agg takes a separator that is text"),
        },
        None => plan_err!("string_agg takes a separator that is the same for all rows"),
    }
}

fn each_text(array: &ArrayRef, mut each: impl FnMut(&str)) -> Result<()> {
    let texts = cast(array, &DataType::LargeUtf8)?;
    texts.as_string::<i64>().iter().flatten().for_each(&mut each);
    Ok(())
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>, separator: &str) -> ScalarValue {
    let texts: Vec<&str> = texts.collect();
    ScalarValue::LargeUtf8((!texts.is_empty()).then(|| texts.join(separator)))
}

/// `string_agg` over a frame.
pub(super) fn texts(args: &AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
    Ok(Box::new(Texts { separator: separator(args)?, texts: VecDeque::new(), bytes: 0 }))
}

#[derive(Debug)]
struct Texts {
    separator: String,
    /// Those in the frame that are not null.
    texts: VecDeque<String>,
    bytes: usize,
}

impl Accumulator for Texts {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        each_text(&values[0], |text| {
            self.bytes += text.len();
            self.texts.push_back(text.to_owned());
        })
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for _ in 0..values[0].len() - values[0].null_count() {
            let Some(text) = self.texts.pop_front() else { return gone() };
            self.bytes -= text.len();
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(joined(self.texts.iter().map(String::as_str), &self.separator))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.bytes + self.texts.capacity() * size_of::<String>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}

/// `string_agg(DISTINCT …)`: the texts in their order.
pub(super) fn distinct_texts(args: &AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
    let descending = match args.order_bys {
        [] => false,
        [order] if same(&order.expr, &args.exprs[0]) => order.options.descending,
        _ => return plan_err!("string_agg(DISTINCT …) is ordered by its first argument, or not at all"),
    };
    Ok(Box::new(DistinctTexts { separator: separator(args)?, descending, texts: BTreeSet::new(), bytes: 0 }))
}

/// Whether two expressions are the same but for the type of text.
fn same(a: &Arc<dyn PhysicalExpr>, b: &Arc<dyn PhysicalExpr>) -> bool {
    fn plain(expr: &Arc<dyn PhysicalExpr>) -> &Arc<dyn PhysicalExpr> {
        match expr.downcast_ref::<CastExpr>() {
            Some(cast) if is_text(cast.cast_type()) => plain(cast.expr()),
            _ => expr,
        }
    }
    plain(a) == plain(b)
}

pub(super) fn distinct_state(args: &StateFieldsArgs) -> Result<Vec<FieldRef>> {
    let item = Field::new_list_field(DataType::LargeUtf8, true);
    Ok(vec![Field::new_list(format_state_name(args.name, "string_agg"), item, true).into()])
}

#[derive(Debug)]
struct DistinctTexts {
    separator: String,
    descending: bool,
    texts: BTreeSet<String>,
    bytes: usize,
}

impl Accumulator for DistinctTexts {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        each_text(&values[0], |text| {
            if !self.texts.contains(text) {
                self.bytes += text.len() + size_of::<String>();
                self.texts.insert(text.to_owned());
            }
        })
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let texts = self.texts.iter().map(String::as_str);
        Ok(if self.descending { joined(texts.rev(), &self.separator) } else { joined(texts, &self.separator) })
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.bytes
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values: ArrayRef = Arc::new(LargeStringArray::from_iter_values(&self.texts));
        let item = Arc::new(Field::new_list_field(DataType::LargeUtf8, true));
        let list = ListArray::try_new(item, OffsetBuffer::from_lengths([values.len()]), values, None)?;
        Ok(vec![ScalarValue::List(Arc::new(list))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        states[0].as_list::<i32>().iter().flatten().try_for_each(|list| self.update_batch(&[list]))
    }
}

/// `bool_and` and `bool_or` over a frame.
pub(super) fn truth(all: bool) -> Box<dyn Accumulator> {
    Box::new(Truth { all, yes: 0, no: 0 })
}

#[derive(Debug)]
struct Truth {
    /// Whether all have to be true.
    all: bool,
    yes: usize,
    no: usize,
}

fn counts(array: &ArrayRef) -> (usize, usize) {
    let values = array.as_boolean();
    (values.true_count(), values.false_count())
}

impl Accumulator for Truth {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let (yes, no) = counts(&values[0]);
        (self.yes, self.no) = (self.yes + yes, self.no + no);
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let (yes, no) = counts(&values[0]);
        match (self.yes.checked_sub(yes), self.no.checked_sub(no)) {
            (Some(yes), Some(no)) => (self.yes, self.no) = (yes, no),
            _ => return gone(),
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let value = if self.all { self.no == 0 } else { self.yes > 0 };
        Ok(ScalarValue::Boolean((self.yes + self.no > 0).then_some(value)))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}

/// `bit_and` and `bit_or` over a frame.
pub(super) fn bits(args: &AccumulatorArgs, all: bool) -> Box<dyn Accumulator> {
    Box::new(Bits { data_type: args.return_field.data_type().clone(), all, set: [0; 64], values: 0 })
}

#[derive(Debug)]
struct Bits {
    data_type: DataType,
    /// Whether a bit has to be set in all.
    all: bool,
    /// In how many values each bit is set.
    set: [usize; 64],
    values: usize,
}

impl Bits {
    fn each(&mut self, values: &ArrayRef, mut count: impl FnMut(&mut usize, usize) -> Result<()>) -> Result<()> {
        let integers = cast(values, &DataType::Int64)?;
        for value in integers.as_primitive::<Int64Type>().iter().flatten() {
            count(&mut self.values, 1)?;
            for (bit, set) in self.set.iter_mut().enumerate() {
                count(set, (value >> bit & 1) as usize)?;
            }
        }
        Ok(())
    }
}

impl Accumulator for Bits {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.each(&values[0], |count, more| {
            *count += more;
            Ok(())
        })
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.each(&values[0], |count, less| match count.checked_sub(less) {
            Some(rest) => {
                *count = rest;
                Ok(())
            }
            None => gone(),
        })
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        if self.values == 0 {
            return ScalarValue::try_from(&self.data_type);
        }
        let enough = if self.all { self.values } else { 1 };
        let set = self.set.iter().enumerate().filter(|(_, count)| **count >= enough);
        let value = set.fold(0, |value, (bit, _)| value | 1 << bit);
        ScalarValue::Int64(Some(value)).cast_to(&self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}
