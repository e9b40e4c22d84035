//! Functions whose result can be much larger than their arguments, with a bound on it.
//!
//! The size of every result is calculated from the arguments first. A row whose result would be too large is an error, which
//! costs its event; nothing is allocated before. Otherwise DataFusion's own function is called.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_err, plan_err};
use datafusion::config::ConfigOptions;
use datafusion::execution::context::SessionContext;

use datafusion::logical_expr::interval_arithmetic::Interval;
use datafusion::logical_expr::preimage::PreimageResult;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::sort_properties::{ExprProperties, SortProperties};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ExpressionPlacement, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF,
    ScalarUDFImpl, Signature, StructFieldMapping,
};

use super::bytes;
pub(in crate::mapper::sql::bounds) use argument::Argument;

mod argument;
mod lists;
mod series;
mod text;

/// What one value may take: the default of `window.bytes`, so whatever an event can hold fits, and more than any record that
/// Kafka takes.
pub(super) const VALUE_BYTES_MAX: u64 = 16 << 20;

/// What the values of one call may take: those of a batch are in memory at the same time.
pub(super) const BATCH_BYTES_MAX: u64 = 256 << 20;

/// What a call with nothing but literals may return: it is written out for every row of a batch, which holds 8192.
const LITERAL_BYTES_MAX: u64 = 128 << 10;

/// A calculation of what a call returns for a row.
#[derive(Clone, Copy)]
enum Bound {
    /// The bytes of the result of a row, which may be an upper limit.
    Bytes(fn(&[Argument], usize) -> u64),
    /// The result is not larger than so many times the arguments together.
    Times(u64),
    /// The steps that a row takes, the most that it may take, and what to say of longer ones.
    Steps(fn(&[Argument], usize) -> u64, u64, &'static str),
}

/// The bound of a function, by DataFusion's name.
fn bound(name: &str) -> Option<Bound> {
    Some(match name {
        "repeat" => Bound::Bytes(text::repeat),
        "lpad" | "rpad" => Bound::Bytes(text::pad),
        "replace" => Bound::Bytes(text::replace),
        "string_to_array" => Bound::Bytes(text::string_to_array),
        "array_to_string" => Bound::Bytes(text::array_to_string),
        "to_char" => Bound::Bytes(text::to_char),
        "concat_ws" => Bound::Bytes(text::concat_ws),
        "levenshtein" => Bound::Steps(text::levenshtein, text::LEVENSHTEIN_STEPS_MAX, text::LEVENSHTEIN),
        "translate" => Bound::Times(4),
        "encode" => Bound::Times(2),
        "concat" | "overlay" | "array_concat" | "array_append" | "array_prepend" | "array_union" | "make_array"
        | "named_struct" | "struct" | "map" | "arrays_zip" => Bound::Times(1),
        "array_repeat" => Bound::Bytes(lists::repeat),
        "array_resize" => Bound::Bytes(lists::resize),
        "range" => Bound::Bytes(series::range),
        "generate_series" => Bound::Bytes(series::range),
        _ => return None,
    })
}

/// Puts bounded functions in the place of those that a session has under the same names.
pub(in crate::mapper::sql) fn register(context: &SessionContext) {
    let state = context.state();
    for (name, function) in state.scalar_functions() {
        // Once for a function and its aliases.
        if name == function.name()
            && let Some(bounded) = bounded(function)
        {
            context.register_udf(bounded);
        }
    }
}

/// The function with its bound, if it has one that is not applied yet.
pub(super) fn bounded(function: &Arc<ScalarUDF>) -> Option<ScalarUDF> {
    if function.inner().downcast_ref::<Bounded>().is_some() {
        return None;
    }
    let bound = bound(function.name())?;
    Some(ScalarUDF::new_from_impl(Bounded { inner: function.clone(), bound }))
}

/// Puts bounded functions in the place of the others.
fn bind(expr: Expr) -> Result<Expr> {
    let bound = |expr: Expr| match expr {
        Expr::ScalarFunction(mut call) => match bounded(&call.func) {
            Some(bounded) => {
                call.func = Arc::new(bounded);
                Transformed::yes(Expr::ScalarFunction(call))
            }
            None => Transformed::no(Expr::ScalarFunction(call)),
        },
        other => Transformed::no(other),
    };
    expr.transform_up(|expr| Ok(bound(expr))).data()
}

/// Refuses results of a function whose sizes are these.
pub(super) fn check_sizes(name: &str, sizes: impl IntoIterator<Item = u64>) -> Result<()> {
    let mut total = 0_u64;
    for size in sizes {
        if size > VALUE_BYTES_MAX {
            return exec_err!("{name} would return a value of more than sixteen MiB");
        }
        total += size;
        if total > BATCH_BYTES_MAX {
            return Err(too_much_together(name));
        }
    }
    Ok(())
}

/// The values of some rows are too large together: no event is to blame.
pub(in crate::mapper::sql) fn too_much_together(name: &str) -> DataFusionError {
    let message = format!("{name} would return more than a quarter of a GiB for the rows of a window");
    DataFusionError::ResourcesExhausted(message)
}

/// A function that checks the size of its results before it calculates them.
struct Bounded {
    inner: Arc<ScalarUDF>,
    bound: Bound,
}

impl Bounded {
    /// Refuses arguments whose result would be too large.
    fn check(&self, args: &[Argument], rows: usize) -> Result<()> {
        let name = format!("{}()", self.name());
        match self.bound {
            Bound::Bytes(of_row) => check_sizes(&name, (0..rows).map(|row| of_row(args, row))),
            Bound::Times(factor) => {
                // Mostly all values together are smaller than one may be.
                let all: u64 = args.iter().map(|arg| arg.bytes_of_all(rows)).sum();
                if all.saturating_mul(factor) <= VALUE_BYTES_MAX {
                    return Ok(());
                }
                let of_row = |row| args.iter().map(|arg| arg.bytes(row)).sum::<u64>().saturating_mul(factor);
                check_sizes(&name, (0..rows).map(of_row))
            }
            Bound::Steps(of_row, max, message) => {
                if (0..rows).any(|row| of_row(args, row) > max) {
                    return exec_err!("{message}");
                }
                Ok(())
            }
        }
    }

    /// Refuses literals with which the result is too large whatever the columns hold.
    fn check_literals(&self, args: &ReturnFieldArgs) -> Result<()> {
        let known = args.scalar_arguments.iter().zip(args.arg_fields).map(|(literal, field)| match literal {
            Some(literal) => literal.to_array().ok(),
            None => smallest(field.data_type()).and_then(|value| value.to_array().ok()),
        });
        let Some(known) = known.collect::<Option<Vec<_>>>() else { return Ok(()) };
        if args.scalar_arguments.iter().all(Option::is_none) {
            return Ok(());
        }
        let known: Vec<_> = known.into_iter().map(Argument::literal).collect();
        let name = self.name();
        match self.bound {
            Bound::Steps(..) => {
                self.check(&known, 1).or_else(|_| plan_err!("'{name}()' is called with texts that are too long"))
            }
            _ if self.check(&known, 1).is_err() => {
                plan_err!("'{name}()' with these literals returns values of more than {} MiB", VALUE_BYTES_MAX >> 20)
            }
            Bound::Bytes(of_row)
                if args.scalar_arguments.iter().all(Option::is_some) && of_row(&known, 0) > LITERAL_BYTES_MAX =>
            {
                plan_err!(
                    "'{name}()' of literals returns more than {} KiB, for every row again",
                    LITERAL_BYTES_MAX >> 10
                )
            }
            _ => Ok(()),
        }
    }
}

/// A value of a column that makes the result small. Of a number there is none: it may be what the size depends on.
fn smallest(data_type: &DataType) -> Option<ScalarValue> {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => ScalarValue::new_utf8("x").cast_to(data_type).ok(),
        DataType::List(_) => ScalarValue::try_from(data_type).ok(),
        _ => None,
    }
}

impl std::fmt::Debug for Bounded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Bounded").field(&self.inner).finish()
    }
}

impl PartialEq for Bounded {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Eq for Bounded {}

impl Hash for Bounded {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash(state);
    }
}

/// Everything but the call is the function's own.
impl ScalarUDFImpl for Bounded {
    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if matches!(self.name(), "lpad" | "rpad") {
            text::without_negative_length(&mut args.args)?;
        }
        let scalars = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let known = args.args.iter().map(Argument::new).collect::<Result<Vec<_>>>()?;
        self.check(&known, if scalars { args.number_rows.min(1) } else { args.number_rows })?;
        self.inner.invoke_with_args(args)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        self.check_literals(&args)?;
        self.inner.inner().return_field_from_args(args)
    }

    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn display_name(&self, args: &[Expr]) -> Result<String> {
        #[expect(deprecated)]
        self.inner.inner().display_name(args)
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        self.inner.inner().schema_name(args)
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.inner.inner().return_type(arg_types)
    }

    fn is_strict(&self) -> bool {
        self.inner.inner().is_strict()
    }

    fn with_updated_config(&self, config: &ConfigOptions) -> Option<ScalarUDF> {
        let inner = Arc::new(self.inner.inner().with_updated_config(config)?);
        Some(ScalarUDF::new_from_impl(Self { inner, bound: self.bound }))
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        // What a call is simplified to may be another function.
        Ok(match self.inner.inner().simplify(args, info)? {
            ExprSimplifyResult::Simplified(expr) => ExprSimplifyResult::Simplified(bind(expr)?),
            original @ ExprSimplifyResult::Original(_) => original,
        })
    }

    fn preimage(&self, args: &[Expr], literal: &Expr, info: &SimplifyContext) -> Result<PreimageResult> {
        self.inner.inner().preimage(args, literal, info)
    }

    fn conditional_arguments<'a>(&self, args: &'a [Expr]) -> Option<(Vec<&'a Expr>, Vec<&'a Expr>)> {
        self.inner.inner().conditional_arguments(args)
    }

    fn short_circuits(&self) -> bool {
        self.inner.inner().short_circuits()
    }

    fn evaluate_bounds(&self, input: &[&Interval]) -> Result<Interval> {
        self.inner.inner().evaluate_bounds(input)
    }

    fn propagate_constraints(&self, interval: &Interval, inputs: &[&Interval]) -> Result<Option<Vec<Interval>>> {
        self.inner.inner().propagate_constraints(interval, inputs)
    }

    fn struct_field_mapping(&self, literal_args: &[Option<ScalarValue>]) -> Option<StructFieldMapping> {
        self.inner.inner().struct_field_mapping(literal_args)
    }

    fn output_ordering(&self, inputs: &[ExprProperties]) -> Result<SortProperties> {
        self.inner.inner().output_ordering(inputs)
    }

    fn preserves_lex_ordering(&self, inputs: &[ExprProperties]) -> Result<bool> {
        self.inner.inner().preserves_lex_ordering(inputs)
    }

    fn strictly_order_preserving(&self, inputs: &[ExprProperties]) -> Result<bool> {
        self.inner.inner().strictly_order_preserving(inputs)
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.inner().coerce_types(arg_types)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.inner().documentation()
    }

    fn placement(&self, args: &[ExpressionPlacement]) -> ExpressionPlacement {
        self.inner.inner().placement(args)
    }
}

#[cfg(test)]
mod tests;
