//! Lengths, places, ranks and numbers of things are bigints, as SQL has no unsigned numbers. DataFusion's functions that give
//! unsigned ones are wrapped here, so that none is left when a statement is planned: `-cardinality(l)`, `1 - rank() OVER (…)`.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::functions_aggregate::approx_distinct::approx_distinct_udaf;
use datafusion::functions_aggregate::regr::regr_count_udaf;
use datafusion::functions_nested::{cardinality, dimension, length, position};
use datafusion::functions_window::{ntile, rank, row_number};
use datafusion::logical_expr::function::{ExpressionArgs, PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::{
    AggregateUDF, ColumnarValue, Documentation, LimitEffect, PartitionEvaluator, ReversedUDWF, ScalarFunctionArgs,
    ScalarUDF, Signature, WindowUDF, WindowUDFImpl,
};
use datafusion::physical_plan::PhysicalExpr;

use super::aggregates::{self, wrapped_aggregate};
use super::types::signed_type;
use super::wrapped::{Then, wrapped};

pub(super) fn scalars() -> Vec<ScalarUDF> {
    let functions = [
        cardinality::cardinality_udf(),
        length::array_length_udf(),
        dimension::array_dims_udf(),
        dimension::array_ndims_udf(),
        position::array_positions_udf(),
    ];
    functions.into_iter().map(|inner| wrapped(inner, Then::Signed)).collect()
}

pub(super) fn aggregates() -> Vec<AggregateUDF> {
    let functions = [approx_distinct_udaf(), regr_count_udaf()];
    functions.into_iter().map(|inner| wrapped_aggregate(inner, aggregates::Then::Signed)).collect()
}

pub(super) fn windows() -> Vec<WindowUDF> {
    let functions = [row_number::row_number_udwf(), rank::rank_udwf(), rank::dense_rank_udwf(), ntile::ntile_udwf()];
    functions.into_iter().map(|inner| WindowUDF::new_from_impl(Ranks { inner })).collect()
}

/// The type of what a function gives, signed.
pub(super) fn type_of(data_type: DataType) -> DataType {
    signed_type(&data_type).unwrap_or(data_type)
}

pub(super) fn field_of(field: &FieldRef) -> FieldRef {
    match signed_type(field.data_type()) {
        Some(signed) => Arc::new(field.as_ref().clone().with_data_type(signed)),
        None => field.clone(),
    }
}

/// Lengths and places are far below the end of bigint.
pub(super) fn array(array: &ArrayRef) -> Result<ArrayRef> {
    Ok(match signed_type(array.data_type()) {
        Some(signed) => cast(array, &signed)?,
        None => array.clone(),
    })
}

pub(super) fn value(value: ScalarValue) -> Result<ScalarValue> {
    match signed_type(&value.data_type()) {
        Some(signed) => value.cast_to(&signed),
        None => Ok(value),
    }
}

pub(super) fn invoke(function: &ScalarUDF, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
    let types: Vec<DataType> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
    // The function may look at the type that it promises.
    let promised = function.return_type(&types)?;
    args.return_field = Arc::new(args.return_field.as_ref().clone().with_data_type(promised));
    Ok(match function.invoke_with_args(args)? {
        ColumnarValue::Array(unsigned) => ColumnarValue::Array(array(&unsigned)?),
        ColumnarValue::Scalar(unsigned) => ColumnarValue::Scalar(value(unsigned)?),
    })
}

/// A window function that gives ranks.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Ranks {
    inner: Arc<WindowUDF>,
}

impl WindowUDFImpl for Ranks {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn expressions(&self, args: ExpressionArgs) -> Vec<Arc<dyn PhysicalExpr>> {
        self.inner.expressions(args)
    }

    fn partition_evaluator(&self, args: PartitionEvaluatorArgs) -> Result<Box<dyn PartitionEvaluator>> {
        Ok(Box::new(SignedRanks(self.inner.partition_evaluator_factory(args)?)))
    }

    fn field(&self, args: WindowUDFFieldArgs) -> Result<FieldRef> {
        Ok(field_of(&self.inner.field(args)?))
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(arg_types)
    }

    fn reverse_expr(&self) -> ReversedUDWF {
        ReversedUDWF::NotSupported
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }

    fn limit_effect(&self, args: &[Arc<dyn PhysicalExpr>]) -> LimitEffect {
        self.inner.inner().limit_effect(args)
    }
}

#[derive(Debug)]
struct SignedRanks(Box<dyn PartitionEvaluator>);

impl PartitionEvaluator for SignedRanks {
    fn memoize(&mut self, state: &mut datafusion::logical_expr::window_state::WindowAggState) -> Result<()> {
        self.0.memoize(state)
    }

    fn get_range(&self, index: usize, rows: usize) -> Result<Range<usize>> {
        self.0.get_range(index, rows)
    }

    fn is_causal(&self) -> bool {
        self.0.is_causal()
    }

    fn evaluate_all(&mut self, values: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
        array(&self.0.evaluate_all(values, rows)?)
    }

    fn evaluate(&mut self, values: &[ArrayRef], range: &Range<usize>) -> Result<ScalarValue> {
        value(self.0.evaluate(values, range)?)
    }

    fn evaluate_all_with_rank(&self, rows: usize, ranks: &[Range<usize>]) -> Result<ArrayRef> {
        array(&self.0.evaluate_all_with_rank(rows, ranks)?)
    }

    fn supports_bounded_execution(&self) -> bool {
        self.0.supports_bounded_execution()
    }

    fn uses_window_frame(&self) -> bool {
        self.0.uses_window_frame()
    }

    fn include_rank(&self) -> bool {
        self.0.include_rank()
    }
}
