//! A small job to try statements on: events with text, numbers and a list; the table `ads` with a repeated and a null
//! key; the table `partners` with a numeric key.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int32Array, Int64Array, RecordBatchOptions, StringArray, StringViewArray};
use arrow::array::{
    BooleanArray, ListBuilder, MapBuilder, StringBuilder, StringViewBuilder, TimestampMillisecondArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use super::{PlanInput, SqlMapper, SqlPlan};
use crate::codec::UTC;
use crate::codec::schema::Columns;
use crate::error::Result;
use crate::functions::Context;
use crate::job::{Format, Hidden, Location, Output, Statement, Target};
use crate::mapper::{Events, FailedEvent, FailedRow, MapError, MapResult, Mapper, MetaColumn, Projection};
use crate::table::{Table, Tables, index::KeyIndex};

mod bounds;
mod constants;
mod elsewhere;
mod failures;
mod guards;
mod joins;
mod messages;
mod mixed_types;
mod numbers;
mod oracle;
mod outputs;
mod properties;
mod refused;
mod rows;
mod subqueries;
mod text;
mod times;
mod windows;

/// An event: its user, its ad, a number.
type Event = (&'static str, Option<&'static str>, Option<i64>);

const EVENTS: [Event; 4] =
    [("u1", Some("a1"), Some(1)), ("u2", Some("a2"), Some(2)), ("u3", None, None), ("u1", Some("a9"), Some(4))];

struct TestJob {
    source: Columns,
    statements: Vec<Statement>,
    tables: Tables,
    outputs: BTreeMap<String, Output>,
}

impl TestJob {
    fn new() -> Self {
        let columns =
            [("user_id", "varchar not null"), ("ad_id", "varchar"), ("n", "bigint"), ("tags", "array<varchar>")];
        let columns = columns.map(|(name, inline)| (name.to_owned(), inline.to_owned()));
        let mut job = Self {
            source: Columns::from_inline(&columns).unwrap(),
            statements: vec![],
            tables: vec![ads(), partners()],
            outputs: BTreeMap::new(),
        };
        job.output("out", &["out"], false, None);
        job.output("other", &["other"], false, None);
        job
    }

    fn output(&mut self, name: &str, topics: &[&str], routed: bool, key: Option<&str>) {
        let output = Output {
            topics: topics.iter().map(ToString::to_string).collect(),
            routed,
            format: Format::Json,
            key: key.map(str::to_owned),
            schema: None,
            register: false,
        };
        self.outputs.insert(name.to_owned(), output);
    }

    /// The first statement stands at line 10, the next at line 20, and so on.
    fn statement(mut self, target: Target, sql: &str) -> Self {
        let at = Location { file: "job.yaml".into(), line: 10 * (self.statements.len() + 1), column: 7 };
        self.statements.push(Statement { target, sql: sql.to_owned(), at, hidden: Hidden::default() });
        self
    }

    fn view(self, name: &str, sql: &str) -> Self {
        self.statement(Target::View(name.to_owned()), sql)
    }

    fn into(self, output: &str, sql: &str) -> Self {
        self.statement(Target::Output(output.to_owned()), sql)
    }

    fn plan(&self) -> Result<SqlPlan> {
        let Self { source, statements, tables, outputs } = self;
        SqlMapper::plan(PlanInput { source, statements, tables, outputs, functions: &Context::default() })
    }

    fn error(&self) -> String {
        self.plan().err().expect("the job is refused").to_string()
    }

    fn mapper(&self) -> SqlMapper {
        self.plan().unwrap_or_else(|e| panic!("{e}")).into_mapper()
    }

    /// Maps one window with a new mapper: "output: column|column" for every row.
    fn rows(&self, events: &[Event]) -> Vec<String> {
        rows(&mut self.mapper(), events).unwrap()
    }
}

/// The rows of one statement that feeds the output `out`, without the output's name.
fn select(sql: &str, events: &[Event]) -> Vec<String> {
    let rows = TestJob::new().into("out", sql).rows(events);
    rows.into_iter().map(|row| row.strip_prefix("out: ").unwrap().to_owned()).collect()
}

fn plan_of(sql: &str) -> SqlPlan {
    TestJob::new().into("out", sql).plan().unwrap_or_else(|e| panic!("{e}"))
}

/// A line for every failed event, failed row and row of an output.
fn rows(mapper: &mut SqlMapper, events: &[Event]) -> Result<Vec<String>, MapError> {
    let outputs = mapper.outputs();
    let events = Events { batch: batch(events, &mapper.projection()), window_time: 1_700_000_000_000 };
    let mut text = vec![];
    let MapResult { rows, failed_events, failed_rows } = mapper.map(&events)?;
    text.extend(failed_events.into_iter().map(|FailedEvent { row, message }| format!("event {row}: {message}")));
    text.extend(failed_rows.into_iter().map(|FailedRow { message, values, events, .. }| {
        let events = events.map_or("?".to_owned(), |events| events.to_string());
        format!("row {values} of {events} events: {message}")
    }));
    for rows in rows {
        assert_eq!(rows.batch.schema(), outputs[rows.output].schema);
        text.extend(lines(&rows.batch).into_iter().map(|line| format!("{}: {line}", outputs[rows.output].output)));
    }
    Ok(text)
}

fn lines(batch: &RecordBatch) -> Vec<String> {
    let options = FormatOptions::default().with_null("-");
    let columns: Vec<_> = batch.columns().iter().map(|c| ArrayFormatter::try_new(c, &options).unwrap()).collect();
    let line = |row| columns.iter().map(|c| c.value(row).to_string()).collect::<Vec<_>>().join("|");
    (0..batch.num_rows()).map(line).collect()
}

/// The events of a window, as a decoder gives them: only what is projected. They stand on topic `t`, partition 0, from
/// offset 0, a second apart, with the user as key; the user is also the first tag, the ad the second.
fn batch(events: &[Event], projection: &Projection) -> RecordBatch {
    let rows = events.len();
    let users = || -> ArrayRef { Arc::new(StringViewArray::from_iter_values(events.iter().map(|e| e.0))) };
    let mut tags = ListBuilder::new(StringViewBuilder::new());
    events.iter().for_each(|(user, ad, _)| tags.append_value([Some(*user), *ad]));
    let fields: [ArrayRef; 4] = [
        users(),
        Arc::new(events.iter().map(|e| e.1).collect::<StringViewArray>()),
        Arc::new(events.iter().map(|e| e.2).collect::<Int64Array>()),
        Arc::new(tags.finish()),
    ];
    let meta = |meta: MetaColumn| -> ArrayRef {
        match meta {
            MetaColumn::Topic => Arc::new(StringViewArray::from(vec!["t"; rows])),
            MetaColumn::Partition => Arc::new(Int32Array::from(vec![0; rows])),
            MetaColumn::Offset => Arc::new(Int64Array::from_iter_values(0..rows as i64)),
            MetaColumn::Timestamp => {
                let times = (0..rows as i64).map(|offset| offset * 1000);
                Arc::new(TimestampMillisecondArray::from_iter_values(times).with_timezone(UTC))
            }
            MetaColumn::Key => users(),
            MetaColumn::Headers => {
                let mut headers = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
                for (user, ..) in events {
                    headers.keys().append_value("trace");
                    headers.values().append_value(user);
                    headers.append(true).unwrap();
                }
                cast(&headers.finish(), MetaColumn::Headers.field().data_type()).unwrap()
            }
        }
    };
    let names = ["user_id", "ad_id", "n", "tags"];
    let field = |i: &usize| (Field::new(names[*i], fields[*i].data_type().clone(), true), fields[*i].clone());
    let columns = projection.fields.iter().map(field).chain(projection.meta.iter().map(|m| (m.field(), meta(*m))));
    let (schema, columns): (Vec<Field>, Vec<ArrayRef>) = columns.unzip();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(schema)), columns, &options).unwrap()
}

fn table(name: &str, columns: Vec<(&str, ArrayRef)>) -> Arc<Table> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let index = KeyIndex::build(&batch, 0).unwrap();
    Arc::new(Table { name: name.to_owned(), batch, key: 0, index })
}

/// Text in another layout than that of events, `a2` twice, and a null key.
fn ads() -> Arc<Table> {
    let ids = StringArray::from(vec![Some("a1"), Some("a2"), None, Some("a2"), Some("a5")]);
    let campaigns = StringArray::from(vec!["c1", "c2", "c3", "c4", "c5"]);
    let active = BooleanArray::from(vec![true, true, true, false, true]);
    table("ads", vec![("ad_id", Arc::new(ids)), ("campaign_id", Arc::new(campaigns)), ("active", Arc::new(active))])
}

fn partners() -> Arc<Table> {
    let ids = Int32Array::from(vec![1, 2, 4]);
    let topics = StringViewArray::from(vec!["ids-meta", "ids-google", "ids-other"]);
    table("partners", vec![("partner_id", Arc::new(ids)), ("topic", Arc::new(topics))])
}

/// The data type of a column of a statement's output.
fn type_of(sql: &str, column: &str) -> DataType {
    plan_of(sql).statements[0].schema.field_with_name(column).unwrap().data_type().clone()
}
