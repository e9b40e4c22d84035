//! DataFusion's aggregates with something changed: `Signed` makes bigints of unsigned results; the others are calculated otherwise
//! over a window frame that moves, from which values leave again.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray};
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::functions_aggregate::{
    average, bit_and_or_xor, bool_and_or, correlation, covariance, regr, stddev, string_agg, sum, variance,
};
use datafusion::logical_expr::function::{AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, EmitTo, GroupsAccumulator, ReversedUDAF, Signature,
};

use super::replay::replay;
use super::signed;
use super::sliding;

/// What is different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Then {
    Signed,
    /// Texts that are strung together.
    Joined,
    /// Whether one is true, or all are.
    Truth,
    /// The bits of whole numbers.
    Bits,
    /// Sums and statistics, which are not taken back from doubles but calculated anew.
    Replayed,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Wrapped {
    inner: Arc<AggregateUDF>,
    then: Then,
}

pub(super) fn wrapped_aggregate(inner: Arc<AggregateUDF>, then: Then) -> AggregateUDF {
    AggregateUDF::new_from_impl(Wrapped { inner, then })
}

/// Aggregates that DataFusion has for frames that begin at the first row only, or not well for others.
pub(super) fn sliding() -> Vec<AggregateUDF> {
    let replayed = [
        sum::sum_udaf(),
        average::avg_udaf(),
        Arc::new(variance::var_samp_udaf().as_ref().clone().with_aliases(["variance"])),
        variance::var_pop_udaf(),
        stddev::stddev_udaf(),
        stddev::stddev_pop_udaf(),
        covariance::covar_samp_udaf(),
        covariance::covar_pop_udaf(),
        correlation::corr_udaf(),
        regr::regr_slope_udaf(),
        regr::regr_intercept_udaf(),
        regr::regr_r2_udaf(),
        regr::regr_avgx_udaf(),
        regr::regr_avgy_udaf(),
        regr::regr_sxx_udaf(),
        regr::regr_syy_udaf(),
        regr::regr_sxy_udaf(),
    ];
    let every = bool_and_or::bool_and_udaf().as_ref().clone().with_aliases(["every"]);
    let replayed = replayed.into_iter().map(|inner| wrapped_aggregate(inner, Then::Replayed));
    let others = [
        wrapped_aggregate(string_agg::string_agg_udaf(), Then::Joined),
        wrapped_aggregate(Arc::new(every), Then::Truth),
        wrapped_aggregate(bool_and_or::bool_or_udaf(), Then::Truth),
        wrapped_aggregate(bit_and_or_xor::bit_and_udaf(), Then::Bits),
        wrapped_aggregate(bit_and_or_xor::bit_or_udaf(), Then::Bits),
    ];
    replayed.chain(others).collect()
}

impl AggregateUDFImpl for Wrapped {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(signed::type_of(self.inner.return_type(arg_types)?))
    }

    fn is_nullable(&self) -> bool {
        self.inner.is_nullable()
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(arg_types)
    }

    fn default_value(&self, data_type: &DataType) -> Result<ScalarValue> {
        signed::value(self.inner.default_value(data_type)?)
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.inner.order_sensitivity()
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        match self.then {
            Then::Joined if args.is_distinct => sliding::distinct_state(&args),
            _ => self.inner.state_fields(args),
        }
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        match self.then {
            Then::Signed => Ok(Box::new(Signed(self.inner.accumulator(args)?))),
            Then::Joined if args.is_distinct => sliding::distinct_texts(&args),
            _ => self.inner.accumulator(args),
        }
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        match self.then {
            Then::Joined if !args.is_distinct && args.order_bys.is_empty() => sliding::texts(&args),
            Then::Truth if !args.is_distinct => Ok(sliding::truth(self.name() == "bool_and")),
            Then::Bits if !args.is_distinct => Ok(sliding::bits(&args, self.name() == "bit_and")),
            Then::Replayed => match replay(&self.inner, &args) {
                Some(replay) => Ok(replay),
                None => self.inner.create_sliding_accumulator(args),
            },
            _ => self.accumulator(args),
        }
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        match self.inner.reverse_udf() {
            ReversedUDAF::Identical => ReversedUDAF::Identical,
            _ => ReversedUDAF::NotSupported,
        }
    }

    fn simplify(&self) -> Option<AggregateFunctionSimplification> {
        self.inner.simplify()
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        self.inner.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        let inner = self.inner.create_groups_accumulator(args)?;
        Ok(if self.then == Then::Signed { Box::new(SignedGroups(inner)) } else { inner })
    }
}

#[derive(Debug)]
struct Signed(Box<dyn Accumulator>);

impl Accumulator for Signed {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.update_batch(values)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        signed::value(self.0.evaluate()?)
    }

    fn size(&self) -> usize {
        self.0.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.0.state()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.0.merge_batch(states)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.retract_batch(values)
    }

    fn supports_retract_batch(&self) -> bool {
        self.0.supports_retract_batch()
    }
}

struct SignedGroups(Box<dyn GroupsAccumulator>);

impl GroupsAccumulator for SignedGroups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        count: usize,
    ) -> Result<()> {
        self.0.update_batch(values, groups, filter, count)
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        signed::array(&self.0.evaluate(emit)?)
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        self.0.state(emit)
    }

    fn merge_batch(&mut self, values: &[ArrayRef], groups: &[usize], count: usize) -> Result<()> {
        self.0.merge_batch(values, groups, count)
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.0.convert_to_state(values, filter)
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}
