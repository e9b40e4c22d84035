//! From a declared function to one that DataFusion calls: types, nulls, literals, counting.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use datafusion::arrow::array::{ArrayRef, StringViewBuilder};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::context::Context;
use super::declare::{Argument, Constants, Kind};
use super::function::{Example, Function};
use super::memo::Memo;
use super::output::{FieldType, Given, LocalMicros, Micros, Output, Record, local_micros, micros, record_type};
use super::row::{Row, Rows};
use crate::codec::schema::sql_type;
use crate::metrics::FunctionNulls;

/// A function under declaration.
pub(super) struct Call {
    family: &'static str,
    name: &'static str,
    arguments: Vec<Argument>,
    about: &'static str,
    source: &'static str,
    examples: Vec<Example>,
    memoised: bool,
}

/// What a call does with rows, its literals known.
trait Batch: Send {
    /// The results, and how many of them bad values made null.
    fn run(&mut self, rows: &Rows) -> (ArrayRef, u64);
}

type Prepare = dyn Fn(&Constants<'_>) -> Result<Box<dyn Batch>, String> + Send + Sync;

impl Call {
    pub(super) fn new(family: &'static str, name: &'static str, arguments: &[Argument]) -> Self {
        let arguments = arguments.to_vec();
        Self { family, name, arguments, about: "", source: "", examples: vec![], memoised: false }
    }

    /// What it does, and for which inputs it gives null. Markdown.
    pub(super) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// The public document that it follows, and where that leaves room, what was chosen. Markdown.
    pub(super) fn source(self, source: &'static str) -> Self {
        Self { source, ..self }
    }

    /// A call with these arguments, as SQL, gives this.
    pub(super) fn example(self, arguments: &'static [&'static str], gives: &'static str) -> Self {
        self.with(Example { arguments, field: None, gives: Some(gives) })
    }

    /// A call with these arguments gives null.
    pub(super) fn null_example(self, arguments: &'static [&'static str]) -> Self {
        self.with(Example { arguments, field: None, gives: None })
    }

    /// A call with these arguments gives a struct with this in that field.
    pub(super) fn field_example(
        self,
        arguments: &'static [&'static str],
        field: &'static str,
        gives: &'static str,
    ) -> Self {
        self.with(Example { arguments, field: Some(field), gives: Some(gives) })
    }

    fn with(mut self, example: Example) -> Self {
        self.examples.push(example);
        self
    }

    /// What it gives is kept for the rows of late: for work that takes more than a microsecond.
    pub(super) fn memoised(self) -> Self {
        Self { memoised: true, ..self }
    }

    /// Gives text: what is written into the (empty) string, if that is `Some`.
    pub(super) fn text<K>(
        self,
        context: &Context,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>, &mut String) -> Given<()> + Send + 'static,
    {
        if self.memoised {
            return self.given(context, DataType::Utf8View, None, move |constants| {
                let work = prepare(constants)?;
                Ok(move |row: Row<'_>| {
                    let mut text = String::new();
                    Ok(work(row, &mut text)?.map(|()| text))
                })
            });
        }
        self.build(context, DataType::Utf8View, true, move |constants| Ok(Box::new(EachText(prepare(constants)?))))
    }

    /// Gives a boolean.
    pub(super) fn boolean<K>(
        self,
        context: &Context,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>) -> Given<bool> + Send + 'static,
    {
        self.given(context, DataType::Boolean, None, prepare)
    }

    /// Gives a boolean that is false where others would give null.
    pub(super) fn gate<K>(
        self,
        context: &Context,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>) -> Given<bool> + Send + 'static,
    {
        self.given(context, DataType::Boolean, Some(false), prepare)
    }

    /// Gives a bigint.
    pub(super) fn bigint<K>(
        self,
        context: &Context,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>) -> Given<i64> + Send + 'static,
    {
        self.given(context, DataType::Int64, None, prepare)
    }

    /// Gives a double.
    pub(super) fn double<K>(
        self,
        context: &Context,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>) -> Given<f64> + Send + 'static,
    {
        self.given(context, DataType::Float64, None, prepare)
    }

    /// Gives a timestamp in microseconds without a time zone.
    pub(super) fn local_timestamp<K>(
        self,
        context: &Context,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>) -> Given<LocalMicros> + Send + 'static,
    {
        self.given(context, local_micros(), None, prepare)
    }

    /// Gives a timestamp in microseconds, UTC.
    pub(super) fn timestamp<K>(
        self,
        context: &Context,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>) -> Given<Micros> + Send + 'static,
    {
        self.given(context, micros(), None, prepare)
    }

    /// Gives a struct with these fields.
    pub(super) fn record<K>(
        self,
        context: &Context,
        fields: &[(&str, FieldType)],
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        K: Fn(Row<'_>) -> Given<Record> + Send + 'static,
    {
        self.given(context, record_type(fields), None, prepare)
    }

    fn given<T, K>(
        self,
        context: &Context,
        returns: DataType,
        otherwise: Option<T>,
        prepare: impl Fn(&Constants<'_>) -> Result<K, String> + Send + Sync + 'static,
    ) -> Function
    where
        T: Output + Clone + Sync,
        K: Fn(Row<'_>) -> Given<T> + Send + 'static,
    {
        let (memoised, data_type) = (self.memoised, returns.clone());
        self.build(context, returns, otherwise.is_none(), move |constants| {
            let memo = memoised.then(|| (Memo::default(), vec![]));
            Ok(Box::new(Each {
                data_type: data_type.clone(),
                otherwise: otherwise.clone(),
                memo,
                work: prepare(constants)?,
            }))
        })
    }

    fn build(
        self,
        context: &Context,
        returns: DataType,
        nullable: bool,
        prepare: impl Fn(&Constants<'_>) -> Result<Box<dyn Batch>, String> + Send + Sync + 'static,
    ) -> Function {
        let Self { family, name, arguments, about, source, examples, memoised } = self;
        debug_assert!(!(memoised && arguments.iter().any(|argument| matches!(argument.kind, Kind::Any(_)))));
        let shown = sql_type(&returns);
        let udf = ScalarUDF::from(Declared {
            name,
            arguments: arguments.clone(),
            returns: Field::new(name, returns, nullable).into(),
            nulls: context.nulls.clone(),
            prepare: Arc::new(prepare),
            prepared: Mutex::new(vec![]),
            signature: Signature::user_defined(Volatility::Immutable),
        });
        Function { family, returns: shown, about, source, examples, arguments, udf }
    }
}

/// Works row by row.
struct Each<T: Output, K> {
    data_type: DataType,
    /// What stands in the place of null.
    otherwise: Option<T>,
    /// What was given, and space for a row's key.
    memo: Option<(Memo<T>, Vec<u8>)>,
    work: K,
}

impl<T: Output, K: Fn(Row<'_>) -> Given<T> + Send> Batch for Each<T, K> {
    fn run(&mut self, rows: &Rows) -> (ArrayRef, u64) {
        let iter = rows.iter();
        let (mut results, mut bad) = (T::builder(&self.data_type, iter.len()), 0);
        let (work, otherwise) = (&self.work, self.otherwise.as_ref());
        let mut add = |given: &Given<T>| {
            bad += u64::from(given.is_err());
            T::append(&mut results, given.as_ref().ok().and_then(Option::as_ref).or(otherwise));
        };
        for row in iter {
            match (row, &mut self.memo) {
                (None, _) => add(&Ok(None)),
                (Some(row), None) => add(&work(row)),
                (Some(row), Some((memo, key))) => {
                    row.key(key);
                    memo.with(key, || work(row), &mut add);
                }
            }
        }
        (T::finish(results), bad)
    }
}

/// Works row by row, and writes text without a string for each.
struct EachText<K>(K);

impl<K: Fn(Row<'_>, &mut String) -> Given<()> + Send> Batch for EachText<K> {
    fn run(&mut self, rows: &Rows) -> (ArrayRef, u64) {
        let iter = rows.iter();
        let (mut results, mut bad) = (StringViewBuilder::with_capacity(iter.len()), 0);
        let mut text = String::new();
        for row in iter {
            text.clear();
            match row.map(|row| (self.0)(row, &mut text)) {
                Some(Ok(Some(()))) => results.append_value(&text),
                given => {
                    bad += u64::from(matches!(given, Some(Err(_))));
                    results.append_null();
                }
            }
        }
        (Arc::new(results.finish()), bad)
    }
}

/// The literals of a call, at their places.
type Literals = Vec<Option<ScalarValue>>;

/// A declared function, as DataFusion knows it.
struct Declared {
    name: &'static str,
    arguments: Vec<Argument>,
    returns: FieldRef,
    nulls: Arc<FunctionNulls>,
    prepare: Arc<Prepare>,
    /// What was prepared, by the literals of the calls.
    prepared: Mutex<Vec<(Literals, Box<dyn Batch>)>>,
    signature: Signature,
}

impl Declared {
    /// What does the work of a call with these literals.
    fn prepared<R>(&self, literals: Vec<Option<&ScalarValue>>, then: impl FnOnce(&mut dyn Batch) -> R) -> Result<R> {
        // A panic of a function's is caught further up, and leaves nothing half done here.
        let mut prepared: MutexGuard<'_, Vec<_>> = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |(known, _): &(Vec<Option<ScalarValue>>, _)| known.iter().map(Option::as_ref).eq(literals.iter().copied());
        let at = match prepared.iter().position(same) {
            Some(at) => at,
            None => {
                let key = literals.iter().map(|literal| literal.cloned()).collect();
                match (self.prepare)(&Constants { values: literals }) {
                    Ok(batch) => prepared.push((key, batch)),
                    Err(why) => return plan_err!("{}(): {why}", self.name),
                }
                prepared.len() - 1
            }
        };
        Ok(then(&mut *prepared[at].1))
    }

    /// The arguments of a call with so many, which are as many as may be: the last one as often as it stands there.
    fn arguments(&self, given: usize) -> impl Iterator<Item = Argument> {
        let last = self.arguments.last().copied();
        self.arguments.iter().copied().chain(std::iter::from_fn(move || last)).take(given)
    }

    fn check_count(&self, given: usize) -> Result<()> {
        let least = self.arguments.iter().filter(|argument| !argument.optional).count();
        let repeated = self.arguments.last().is_some_and(|last| last.repeated);
        if given >= least && (repeated || given <= self.arguments.len()) {
            return Ok(());
        }
        let names: Vec<_> = self.arguments.iter().map(|argument| argument.name).collect();
        plan_err!("{}() takes ({}), found {given} arguments", self.name, names.join(", "))
    }
}

impl ScalarUDFImpl for Declared {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.data_type().clone())
    }

    fn coerce_types(&self, found: &[DataType]) -> Result<Vec<DataType>> {
        self.check_count(found.len())?;
        let accepted = self.arguments(found.len()).zip(found).map(|(argument, found)| {
            let shown = sql_type(found);
            argument.accept(found).or_else(|why| plan_err!("{}(): {why}, found {shown}", self.name))
        });
        accepted.collect()
    }

    /// Looks at the literals: what is wrong with them is an error of the statement.
    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let mut literals = vec![];
        for (argument, literal) in self.arguments(args.scalar_arguments.len()).zip(args.scalar_arguments) {
            let Argument { name, constant, optional, check, .. } = argument;
            let text = literal.and_then(|literal| literal.try_as_str().flatten());
            if let Some(Err(why)) = check.and_then(|check| text.map(check)) {
                return plan_err!("{}(): {why}", self.name);
            }
            literals.push(match literal {
                _ if !constant => None,
                Some(literal) if optional || !literal.is_null() => Some(*literal),
                Some(_) => return plan_err!("{}(): {name} may not be null", self.name),
                None => return plan_err!("{}(): {name} has to be a literal", self.name),
            });
        }
        self.prepared(literals, |_| ())?;
        Ok(self.returns.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments: Vec<_> = self.arguments(args.args.len()).collect();
        let (rows, same) = Rows::new(&arguments, &args.args, args.number_rows)?;
        let literals = arguments.iter().zip(&args.args).map(|(argument, value)| match value {
            ColumnarValue::Scalar(literal) if argument.constant => Some(literal),
            _ => None,
        });
        let (results, bad) = self.prepared(literals.collect(), |batch| batch.run(&rows))?;
        self.nulls.add(self.name, bad);
        Ok(match same {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&results, 0)?),
            false => ColumnarValue::Array(results),
        })
    }
}

impl fmt::Debug for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The same function: by where its preparation stands, which is made once for each planner.
impl PartialEq for Declared {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && Arc::ptr_eq(&self.prepare, &other.prepare)
    }
}

impl Eq for Declared {}

impl Hash for Declared {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}
