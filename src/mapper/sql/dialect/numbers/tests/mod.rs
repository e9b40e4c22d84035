//! Numbers against PostgreSQL 15: `agreement` has its values, `choices` what is done otherwise on purpose, `properties` exact
//! arithmetic against a calculation by hand.

use std::fmt::Write;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::Result;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::context::SessionContext;
use datafusion::optimizer::Analyzer;
use datafusion::prelude::SessionConfig;
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::parser::Parser;

use crate::mapper::sql::grammar::Grammar;

mod agreement;
mod choices;
mod properties;

/// The table `numbers`, also of the PostgreSQL that the expected values come from.
const NUMBERS: &str = "SELECT CAST(id AS INT) AS id, CAST(n AS INT) AS n, CAST(b AS BIGINT) AS b, CAST(s AS SMALLINT) AS s, CAST(f AS DOUBLE) AS f, CAST(r AS REAL) AS r, CAST(d AS DECIMAL(10,2)) AS d, CAST(w AS DECIMAL(38,18)) AS w, CAST(z AS DECIMAL(5,0)) AS z, CAST(t AS VARCHAR) AS t \
FROM (VALUES
    ('1', '7', '9223372036854775807', '32767', '0.5', '0.1', '19.99', '0.333333333333333333', '0', ' 42 '),
    ('2', '-7', '-9223372036854775808', '-32768', '2.5', '2.5', '-2.50', '-0.666666666666666667', '1', '1e3'),
    ('3', '0', '0', '0', '-0.5', '-1.5', '0.00', '1.500000000000000000', '15', '-.5'),
    ('4', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('5', '2147483647', '9007199254740993', '100', '1e300', '16777216', '99999999.99', '12345678901234567890.123456789012345678', '99999', '+7'),
    ('6', '12', '100', '12', '123456.789', '0.3', '2.45', '0.000000000000000001', '-5', '007'),
    ('7', '-3', '-86400', '-1', '1e-7', '3.25', '0.05', '2.5', '25', '3.70'),
    ('8', '5', '42', '5', '3.5', '7', '100.00', '1', '5', '12345')
) AS v (id, n, b, s, f, r, d, w, z, t)";

/// A session with the numbers of this module, and the table.
struct Numbers {
    context: SessionContext,
    runtime: tokio::runtime::Runtime,
}

impl Numbers {
    fn new() -> Self {
        let dialect = super::dialect();
        let mut rules = dialect.before_coercion;
        rules.extend(Analyzer::new().rules);
        rules.extend(dialect.after_coercion);
        let mut config = SessionConfig::new().with_target_partitions(1);
        config.options_mut().sql_parser.parse_float_as_decimal = true;
        let mut state =
            SessionStateBuilder::new().with_config(config).with_default_features().with_analyzer_rules(rules);
        let planners = dialect.planners.into_iter().chain(state.expr_planners().clone().unwrap_or_default()).collect();
        let context = SessionContext::new_with_state(state.with_expr_planners(planners).build());
        dialect.scalars.into_iter().for_each(|function| context.register_udf(function));
        dialect.aggregates.into_iter().for_each(|function| context.register_udaf(function));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let numbers = Self { context, runtime };
        let rows = numbers.run(NUMBERS).unwrap();
        let table = concat_batches(&rows[0].schema(), &rows).unwrap();
        numbers.context.register_batch("numbers", table).unwrap();
        numbers
    }

    fn run(&self, sql: &str) -> Result<Vec<RecordBatch>> {
        let mut statement = Parser::parse_sql(&Grammar, sql).unwrap_or_else(|e| panic!("{sql}: {e}")).remove(0);
        name_columns(&mut statement);
        super::dialect().rewrites.iter().for_each(|rewrite| rewrite(&mut statement));
        self.runtime.block_on(async {
            let plan = self.context.state().statement_to_plan(Statement::Statement(Box::new(statement))).await?;
            self.context.execute_logical_plan(plan).await?.collect().await
        })
    }

    /// The rows of a statement, or of an expression for every row of `numbers`: columns between bars, rows between semicolons.
    fn rows(&self, sql: &str) -> Result<String> {
        let batches = self.run(&statement(sql))?;
        let options = FormatOptions::default().with_null("-");
        let mut text = String::new();
        for batch in &batches {
            let columns: Vec<_> =
                batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap()).collect();
            for row in 0..batch.num_rows() {
                text.push_str(if text.is_empty() { "" } else { "; " });
                for (index, column) in columns.iter().enumerate() {
                    write!(text, "{}{}", if index == 0 { "" } else { "|" }, column.value(row)).unwrap();
                }
            }
        }
        Ok(text)
    }

    /// The types of a statement's columns.
    fn types(&self, sql: &str) -> String {
        let batches = self.run(&statement(sql)).unwrap_or_else(|e| panic!("{sql}: {e}"));
        let schema = batches[0].schema();
        let types: Vec<_> =
            schema.fields().iter().map(|field| crate::codec::schema::sql_type(field.data_type())).collect();
        types.join("|")
    }
}

/// The whole statement: an expression is evaluated for every row.
fn statement(sql: &str) -> String {
    match sql.starts_with("SELECT") || sql.starts_with("WITH") {
        true => sql.to_owned(),
        false => format!("SELECT {sql} FROM numbers ORDER BY id"),
    }
}

/// Gives the columns of a statement names of their own: DataFusion would name several alike.
fn name_columns(statement: &mut ast::Statement) {
    if let ast::Statement::Query(query) = statement
        && let ast::SetExpr::Select(select) = query.body.as_mut()
    {
        for (index, item) in select.projection.iter_mut().enumerate() {
            if let ast::SelectItem::UnnamedExpr(expr) = item {
                *item =
                    ast::SelectItem::ExprWithAlias { expr: expr.clone(), alias: format!("c{index}").as_str().into() };
            }
        }
    }
}

/// Every statement gives this.
fn agree(cases: &[(&str, &str)]) {
    let numbers = Numbers::new();
    for (sql, expected) in cases {
        let found = numbers.rows(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
        let split =
            |text: &str| text.split(['|', ';']).map(|cell| cell.trim_start_matches(' ').to_owned()).collect::<Vec<_>>();
        let (found_cells, expected_cells) = (split(&found), split(expected));
        let same = found_cells.len() == expected_cells.len()
            && found_cells.iter().zip(&expected_cells).all(|(found, expected)| is_same(found, expected));
        assert!(same, "{sql}\n   found {found}\nexpected {expected}");
    }
}

/// No statement gives a result.
fn fail(statements: &[&str]) {
    let numbers = Numbers::new();
    for sql in statements {
        if let Ok(found) = numbers.rows(sql) {
            panic!("{sql} gives {found}");
        }
    }
}

/// Whether two cells are the same text, or the same number to the digits that both have, at least 15 of them.
fn is_same(found: &str, expected: &str) -> bool {
    let [found, expected] = [found, expected].map(|cell| match cell {
        "t" => "true",
        "f" => "false",
        cell if cell.contains('.') && !cell.contains(['e', 'E']) => cell.trim_end_matches('0').trim_end_matches('.'),
        cell => cell,
    });
    if found == expected {
        return true;
    }
    let digits = |cell: &str| {
        let written = cell.trim_start_matches(['-', '0', '.']).split(['e', 'E']).next().unwrap_or_default();
        written.bytes().filter(u8::is_ascii_digit).count()
    };
    // Fewer than 15 digits are one double only.
    match (found.parse::<f64>(), expected.parse::<f64>()) {
        (Ok(x), Ok(y)) if digits(found).min(digits(expected)) >= 15 => (x - y).abs() <= y.abs() * 1e-14,
        (Ok(x), Ok(y)) => x == y,
        _ => false,
    }
}
