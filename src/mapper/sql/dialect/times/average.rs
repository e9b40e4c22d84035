//! `avg()` of differences of timestamps, rounded as PostgreSQL does it: DataFusion drops what is behind the unit.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility};

/// Sums of differences in their unit.
const SUM: DataType = DataType::Decimal128(38, 0);

/// Takes one difference of timestamps, and gives one.
pub(super) fn average() -> Arc<AggregateUDF> {
    Arc::new(AggregateUDF::from(Average { signature: Signature::any(1, Volatility::Immutable) }))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Average {
    signature: Signature,
}

impl AggregateUDFImpl for Average {
    fn name(&self) -> &str {
        "average_difference"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types[0].clone())
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Mean { sum: 0, count: 0, of: args.return_field.data_type().clone() }))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = |part: &str| format!("{}[{part}]", args.name);
        Ok(vec![
            Arc::new(Field::new(name("sum"), SUM, true)),
            Arc::new(Field::new(name("count"), DataType::Int64, true)),
        ])
    }
}

#[derive(Debug)]
struct Mean {
    sum: i128,
    count: i64,
    of: DataType,
}

impl Mean {
    fn each(&mut self, values: &[ArrayRef], mut change: impl FnMut(&mut Self, i64)) -> Result<()> {
        let values = cast(&values[0], &DataType::Int64)?;
        values.as_primitive::<Int64Type>().iter().flatten().for_each(|value| change(self, value));
        Ok(())
    }
}

impl Accumulator for Mean {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.each(values, |mean, value| {
            mean.sum += i128::from(value);
            mean.count += 1;
        })
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.each(values, |mean, value| {
            mean.sum -= i128::from(value);
            mean.count -= 1;
        })
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let sums = states[0].as_primitive::<Decimal128Type>();
        let counts = states[1].as_primitive::<Int64Type>();
        self.sum += sums.iter().flatten().sum::<i128>();
        self.count += counts.iter().flatten().sum::<i64>();
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Decimal128(Some(self.sum), 38, 0), ScalarValue::Int64(Some(self.count))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        if self.count == 0 {
            return ScalarValue::try_from(&self.of);
        }
        // A mean is not larger than the largest of its values.
        match i64::try_from(mean(self.sum, self.count)) {
            Ok(mean) => ScalarValue::Int64(Some(mean)).cast_to(&self.of),
            Err(_) => exec_err!("the average of differences is out of range"),
        }
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}

/// To the nearest whole number; of two, the even one.
fn mean(sum: i128, count: i64) -> i128 {
    let count = i128::from(count);
    let (whole, rest) = (sum.div_euclid(count), sum.rem_euclid(count));
    match (2 * rest).cmp(&count) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Equal => whole + whole.rem_euclid(2),
        std::cmp::Ordering::Greater => whole + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::mean;

    #[test]
    fn means_are_rounded_to_even() {
        let means = [(1, 2), (3, 2), (2, 3), (1, 3), (-1, 2), (-3, 2), (-2, 3), (-1, 3), (6, 3)];
        assert_eq!(means.map(|(sum, count)| mean(sum, count)), [0, 2, 1, 0, 0, -2, -1, 0, 2]);
    }
}
