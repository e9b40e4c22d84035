//! What a call of each SQL function costs, on its own: no Kafka, no plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::{Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::common::config::ConfigOptions;
use datafusion::logical_expr::{ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs};
use datafusion::prelude::SessionContext;
use mubatch::functions::{Context, Function, all};
use mubatch::job::DataFiles;
use mubatch::{Error, Result};

use crate::process::thread_cpu;

/// Rows of a call.
const ROWS: [usize; 2] = [1_000, 10_000];

#[derive(clap::Args, Clone)]
pub struct Options {
    /// Calls of each function
    #[arg(long, default_value_t = 50)]
    pub calls: usize,
}

/// Prints a table: each function's first example, as a column of so many equal rows, and in a call of one row by a function that has seen
/// nothing yet.
pub fn run(options: &Options) -> Result<()> {
    println!("| function | {} rows | {} rows | one row, never seen |", ROWS[0], ROWS[1]);
    println!("| --- | --- | --- | --- |");
    let context = context();
    for function in all(&context) {
        let Some(arguments) = arguments(&context, &function)? else { continue };
        let mut figures = Vec::new();
        for rows in ROWS {
            let values = arguments.iter().map(|argument| argument.repeated(rows)).collect::<Result<Vec<_>>>()?;
            call(&function, &values, rows)?;
            let before = thread_cpu()?;
            for _ in 0..options.calls {
                call(&function, &values, rows)?;
            }
            figures.push((thread_cpu()? - before).as_nanos() as f64 / (options.calls * rows) as f64);
        }
        let values = arguments.iter().map(|argument| argument.repeated(1)).collect::<Result<Vec<_>>>()?;
        let fresh: Vec<_> = (0..options.calls)
            .filter_map(|_| all(&context).into_iter().find(|fresh| fresh.name() == function.name()))
            .collect();
        // What is prepared once for a statement does not count.
        fresh.iter().try_for_each(|fresh| plan(fresh, &values).map(drop))?;
        let before = thread_cpu()?;
        fresh.iter().try_for_each(|fresh| call(fresh, &values, 1).map(drop))?;
        let first = (thread_cpu()? - before).as_nanos() as f64 / options.calls as f64;
        println!("| `{}` | {:.0} ns | {:.0} ns | {first:.0} ns |", function.signature(), figures[0], figures[1]);
    }
    Ok(())
}

/// What functions know: the database of places that the tests use, and a secret.
fn context() -> Context {
    let geo = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/GeoIP2-City-Test.mmdb");
    let files = DataFiles { geo: Some(geo.into()), ..DataFiles::default() };
    Context::new(files, BTreeMap::from([("EXAMPLE_KEY".to_owned(), "Jefe".to_owned())]))
}

/// An argument of an example.
struct Argument {
    value: ScalarValue,
    constant: bool,
}

impl Argument {
    fn repeated(&self, rows: usize) -> Result<ColumnarValue> {
        if self.constant {
            return Ok(ColumnarValue::Scalar(self.value.clone()));
        }
        let array: ArrayRef = self.value.to_array_of_size(rows).map_err(failed)?;
        Ok(ColumnarValue::Array(array))
    }
}

/// The arguments of the function's first example; `None` for a function without arguments.
fn arguments(context: &Context, function: &Function) -> Result<Option<Vec<Argument>>> {
    let example = function.examples.first().filter(|example| !example.arguments.is_empty());
    let Some(example) = example else { return Ok(None) };
    let session = SessionContext::new();
    all(context).into_iter().for_each(|function| session.register_udf(function.udf));
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(failed)?;
    let mut values = Vec::new();
    for sql in example.arguments {
        let batches = runtime.block_on(async { session.sql(&format!("SELECT {sql}")).await?.collect().await });
        values.push(ScalarValue::try_from_array(batches.map_err(failed)?[0].column(0), 0).map_err(failed)?);
    }
    let types: Vec<_> = values.iter().map(ScalarValue::data_type).collect();
    let types = function.udf.inner().coerce_types(&types).map_err(failed)?;
    let argument = |(at, (value, to)): (usize, (ScalarValue, _))| {
        Ok(Argument { value: value.cast_to(&to).map_err(failed)?, constant: function.is_constant(at) })
    };
    values.into_iter().zip(types).enumerate().map(argument).collect::<Result<_>>().map(Some)
}

/// Plans a call: what can be prepared is.
fn plan(function: &Function, values: &[ColumnarValue]) -> Result<(Vec<FieldRef>, FieldRef)> {
    let fields: Vec<FieldRef> = values.iter().map(|value| Field::new("a", value.data_type(), true).into()).collect();
    let literals: Vec<_> = values
        .iter()
        .map(|value| match value {
            ColumnarValue::Scalar(literal) => Some(literal),
            ColumnarValue::Array(_) => None,
        })
        .collect();
    let field = function
        .udf
        .return_field_from_args(ReturnFieldArgs { arg_fields: &fields, scalar_arguments: &literals })
        .map_err(failed)?;
    Ok((fields, field))
}

fn call(function: &Function, values: &[ColumnarValue], number_rows: usize) -> Result<ColumnarValue> {
    let (arg_fields, return_field) = plan(function, values)?;
    let config_options = Arc::new(ConfigOptions::default());
    let args = values.to_vec();
    let args = ScalarFunctionArgs { args, arg_fields, number_rows, return_field, config_options };
    function.udf.invoke_with_args(args).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::environment(format!("measure functions: {error}"))
}
