//! Sums and statistics of doubles over a window frame that moves. DataFusion subtracts what leaves the frame; after 1e17 has
//! passed, what is left of the small numbers beside it is wrong for good, and infinity never goes away. Here the frame is added
//! up anew for each row, as in PostgreSQL; of a long frame in blocks, of which only the first and the last are.

use std::collections::VecDeque;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use datafusion::arrow::datatypes::{DataType, FieldRef, Float64Type, Schema};
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::{Accumulator, AggregateUDF};
use datafusion::physical_plan::PhysicalExpr;

use std::sync::Arc;

/// Rows of a block.
const BLOCK_ROWS: usize = 256;

/// A frame of so many rows is added up in the order of its rows.
const SHORT_FRAME_ROWS: usize = 1024;

/// Arguments of a function.
const ARGUMENTS_MAX: usize = 2;

type Row = [Option<f64>; ARGUMENTS_MAX];

/// What an accumulator is made of.
#[derive(Debug)]
struct Call {
    function: Arc<AggregateUDF>,
    return_field: FieldRef,
    schema: Schema,
    name: String,
    exprs: Vec<Arc<dyn PhysicalExpr>>,
    fields: Vec<FieldRef>,
}

impl Call {
    fn accumulator(&self) -> Result<Box<dyn Accumulator>> {
        self.function.accumulator(AccumulatorArgs {
            return_field: self.return_field.clone(),
            schema: &self.schema,
            ignore_nulls: false,
            order_bys: &[],
            is_reversed: false,
            name: &self.name,
            is_distinct: false,
            exprs: &self.exprs,
            expr_fields: &self.fields,
        })
    }

    fn add<'a>(&self, accumulator: &mut dyn Accumulator, rows: impl Iterator<Item = &'a Row> + Clone) -> Result<()> {
        let column =
            |index: usize| -> ArrayRef { Arc::new(rows.clone().map(|row| row[index]).collect::<Float64Array>()) };
        accumulator.update_batch(&(0..self.exprs.len()).map(column).collect::<Vec<_>>())
    }
}

/// For a call whose arguments are doubles.
pub(super) fn replay(function: &Arc<AggregateUDF>, args: &AccumulatorArgs) -> Option<Box<dyn Accumulator>> {
    let doubles = args.expr_fields.iter().all(|field| *field.data_type() == DataType::Float64);
    if !doubles || args.expr_fields.len() > ARGUMENTS_MAX || args.is_distinct || !args.order_bys.is_empty() {
        return None;
    }
    let call = Call {
        function: function.clone(),
        return_field: args.return_field.clone(),
        schema: args.schema.clone(),
        name: args.name.to_owned(),
        exprs: args.exprs.to_vec(),
        fields: args.expr_fields.to_vec(),
    };
    Some(Box::new(Replay { call, blocks: VecDeque::new(), gone: 0, rows: 0 }))
}

#[derive(Debug)]
struct Replay {
    call: Call,
    blocks: VecDeque<Block>,
    /// Rows of the first block that have left the frame.
    gone: usize,
    /// Those in the frame.
    rows: usize,
}

#[derive(Debug, Default)]
struct Block {
    rows: Vec<Row>,
    /// Of an accumulator that has all of them, once there are enough.
    state: Option<Vec<ScalarValue>>,
}

impl Accumulator for Replay {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let columns: Vec<_> = values.iter().map(AsArray::as_primitive::<Float64Type>).collect();
        for row in 0..values[0].len() {
            let mut added = Row::default();
            for (value, column) in added.iter_mut().zip(&columns) {
                *value = column.is_valid(row).then(|| column.value(row));
            }
            if self.blocks.back().is_none_or(|block| block.rows.len() >= BLOCK_ROWS) {
                self.blocks.push_back(Block { rows: Vec::with_capacity(BLOCK_ROWS), state: None });
            }
            if let Some(block) = self.blocks.back_mut() {
                block.rows.push(added);
                if block.rows.len() >= BLOCK_ROWS {
                    let mut all = self.call.accumulator()?;
                    self.call.add(all.as_mut(), block.rows.iter())?;
                    block.state = Some(all.state()?);
                }
            }
        }
        self.rows += values[0].len();
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let Some(rows) = self.rows.checked_sub(values[0].len()) else {
            return exec_err!("a value leaves a window frame that it is not in");
        };
        (self.rows, self.gone) = (rows, self.gone + values[0].len());
        while self.gone >= BLOCK_ROWS && self.blocks.pop_front().is_some() {
            self.gone -= BLOCK_ROWS;
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut all = self.call.accumulator()?;
        if self.rows <= SHORT_FRAME_ROWS {
            let rows = self.blocks.iter().flat_map(|block| &block.rows).skip(self.gone);
            self.call.add(all.as_mut(), rows)?;
            return all.evaluate();
        }
        let (mut states, mut ends) = (vec![], vec![]);
        for (place, block) in self.blocks.iter().enumerate() {
            let rows = if place == 0 { &block.rows[self.gone..] } else { &block.rows[..] };
            match &block.state {
                Some(state) if rows.len() == block.rows.len() => states.push(state),
                _ => ends.extend(rows),
            }
        }
        self.call.add(all.as_mut(), ends.into_iter())?;
        let width = states.first().map_or(0, |state| state.len());
        let column = |index: usize| ScalarValue::iter_to_array(states.iter().map(|state| state[index].clone()));
        if width > 0 {
            all.merge_batch(&(0..width).map(column).collect::<Result<Vec<_>>>()?)?;
        }
        all.evaluate()
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.blocks.len() * (size_of::<Block>() + BLOCK_ROWS * size_of::<Row>())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let mut all = self.call.accumulator()?;
        self.call.add(all.as_mut(), self.blocks.iter().flat_map(|block| &block.rows).skip(self.gone))?;
        all.state()
    }

    fn merge_batch(&mut self, _: &[ArrayRef]) -> Result<()> {
        exec_err!("a window frame is not merged")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::datatypes::Field;
    use datafusion::functions_aggregate::sum::sum_udaf;

    /// Whole numbers, so that the order of adding them makes no difference.
    fn array(values: &[Option<f64>]) -> Vec<ArrayRef> {
        vec![Arc::new(Float64Array::from(values.to_vec()))]
    }

    fn sum() -> Result<Box<dyn Accumulator>> {
        let field: FieldRef = Arc::new(Field::new("x", DataType::Float64, true));
        let (schema, fields) = (Schema::empty(), [field.clone()]);
        let expr: Arc<dyn PhysicalExpr> = Arc::new(datafusion::physical_expr::expressions::Column::new("x", 0));
        let args = AccumulatorArgs {
            return_field: field,
            schema: &schema,
            ignore_nulls: false,
            order_bys: &[],
            is_reversed: false,
            name: "sum(x)",
            is_distinct: false,
            exprs: &[expr],
            expr_fields: &fields,
        };
        replay(&sum_udaf(), &args).map_or_else(|| exec_err!("not replayed"), Ok)
    }

    #[test]
    fn frames_of_any_length_are_the_sum_of_their_rows() -> Result<()> {
        let values: Vec<Option<f64>> = (0..5000).map(|i| (i % 7 != 0).then(|| f64::from(i % 1000))).collect();
        for length in [1, 3, 256, 257, 1024, 1025, 2000, 4999] {
            let mut frame = sum()?;
            for end in 0..values.len() {
                frame.update_batch(&array(&values[end..=end]))?;
                if let Some(gone) = end.checked_sub(length) {
                    frame.retract_batch(&array(&values[gone..=gone]))?;
                }
                if end % 97 == 0 || end > 4990 {
                    let rows = &values[(end + 1).saturating_sub(length)..=end];
                    let expected = rows.iter().flatten().copied().reduce(|a, b| a + b);
                    assert_eq!(frame.evaluate()?, ScalarValue::Float64(expected), "{length} rows to {end}");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn a_frame_may_become_empty() -> Result<()> {
        let mut frame = sum()?;
        let values = array(&vec![Some(1e17); 3000]);
        frame.update_batch(&values)?;
        frame.retract_batch(&values)?;
        assert_eq!(frame.evaluate()?, ScalarValue::Float64(None));
        frame.update_batch(&array(&[Some(1.0)]))?;
        assert_eq!(frame.evaluate()?, ScalarValue::Float64(Some(1.0)));
        assert!(frame.retract_batch(&values).is_err());
        Ok(())
    }
}
