//! `percentile_cont` between two values as exactly as doubles go. DataFusion's knows the place between them to a millionth only.

use std::collections::HashMap;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array, ListArray};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::{Result, ScalarValue, exec_err, internal_err, plan_err};
use datafusion::functions_aggregate::percentile_cont::percentile_cont_udaf;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, ColumnarValue, Documentation, Signature};
use datafusion::physical_expr::expressions::Literal;

use std::sync::Arc;

/// As DataFusion's, with another accumulator.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PercentileCont {
    inner: Arc<AggregateUDF>,
}

pub(super) fn percentile_cont() -> AggregateUDF {
    AggregateUDF::new_from_impl(PercentileCont { inner: percentile_cont_udaf() })
}

impl AggregateUDFImpl for PercentileCont {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let item = Field::new_list_field(DataType::Float64, true);
        Ok(vec![Field::new_list(format_state_name(args.name, self.name()), item, true).into()])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let Some(literal) = args.exprs.get(1).and_then(|expr| expr.downcast_ref::<Literal>()) else {
            return plan_err!("{}() takes its percentile as a literal", self.name());
        };
        let fraction = match ColumnarValue::Scalar(literal.value().clone()).cast_to(&DataType::Float64, None)? {
            ColumnarValue::Scalar(ScalarValue::Float64(Some(fraction))) if (0.0..=1.0).contains(&fraction) => fraction,
            _ => return plan_err!("{}(): the percentile has to be from 0.0 to 1.0", self.name()),
        };
        let descending = args.order_bys.first().is_some_and(|order| order.options.descending);
        Ok(Box::new(Values { fraction, descending, distinct: args.is_distinct, values: Vec::new() }))
    }

    fn supports_within_group_clause(&self) -> bool {
        self.inner.supports_within_group_clause()
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }
}

/// The values of a group.
#[derive(Debug)]
struct Values {
    fraction: f64,
    descending: bool,
    distinct: bool,
    values: Vec<f64>,
}

impl Accumulator for Values {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let doubles = cast(&values[0], &DataType::Float64)?;
        self.values.extend(doubles.as_primitive::<Float64Type>().iter().flatten());
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let mut gone: HashMap<u64, usize> = HashMap::new();
        let doubles = cast(&values[0], &DataType::Float64)?;
        for value in doubles.as_primitive::<Float64Type>().iter().flatten() {
            *gone.entry(value.to_bits()).or_default() += 1;
        }
        self.values.retain(|value| match gone.get_mut(&value.to_bits()) {
            Some(times) if *times > 0 => {
                *times -= 1;
                false
            }
            _ => true,
        });
        match gone.values().all(|times| *times == 0) {
            true => Ok(()),
            false => exec_err!("a value leaves a window that it is not in"),
        }
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for list in states[0].as_list::<i32>().iter().flatten() {
            self.update_batch(&[list])?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values: ArrayRef = Arc::new(Float64Array::from(self.values.clone()));
        let item = Arc::new(Field::new_list_field(DataType::Float64, true));
        let list = ListArray::try_new(item, OffsetBuffer::from_lengths([values.len()]), values, None)?;
        Ok(vec![ScalarValue::List(Arc::new(list))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut sorted = self.values.clone();
        // NaN is larger than any number, and both zeros are one, as in PostgreSQL.
        sorted.sort_unstable_by(|a, b| (a + 0.0).abs_nan().total_cmp(&(b + 0.0).abs_nan()));
        if self.distinct {
            sorted.dedup();
        }
        if self.descending {
            sorted.reverse();
        }
        let Some(last) = sorted.len().checked_sub(1) else { return Ok(ScalarValue::Float64(None)) };
        let place = self.fraction * last as f64;
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        let (Some(low), Some(high)) = (sorted.get(below), sorted.get(above)) else {
            return internal_err!("a percentile beyond its values");
        };
        let value = if below == above { *low } else { low + (place - below as f64) * (high - low) };
        Ok(ScalarValue::Float64(Some(value)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * size_of::<f64>()
    }
}

trait AbsNan {
    /// Every NaN as the positive one, which is above all numbers in the total order.
    fn abs_nan(self) -> Self;
}

impl AbsNan for f64 {
    fn abs_nan(self) -> Self {
        if self.is_nan() { f64::NAN.abs() } else { self }
    }
}
