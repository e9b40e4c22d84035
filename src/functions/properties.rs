//! What holds for every function, whatever it is given: each is called with its examples' arguments, with nulls and hostile texts
//! in their places, in every layout that a column can have.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef};
use datafusion::arrow::compute::{cast, concat};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::common::config::ConfigOptions;
use datafusion::logical_expr::{ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs};

use super::declare::Kind;
use super::tests::{context, session};
use super::*;

/// What comes over the network in the place of what was meant.
fn hostile_texts() -> Vec<String> {
    let texts = [
        "",
        " ",
        "\0",
        "a\0b",
        "\u{feff}",
        "\u{202e}abc",
        "\u{1f469}\u{200d}\u{1f680}",
        "é",
        "e\u{301}",
        "ß",
        "İ",
        "ﬁ",
        "\u{fffd}",
        "\u{10ffff}",
        "null",
        "NULL",
        "undefined",
        "NaN",
        "-1",
        "0",
        "1e999",
        "99999999999999999999999999",
        "+",
        "-",
        "--",
        "%",
        "%%",
        "%zz",
        "%00",
        "%c3%28",
        "@",
        "a@",
        "@b",
        "a@b",
        "a@b@c",
        "\"a b\"@c.de",
        "a..b@c.de",
        "http://",
        "http://[",
        "http://[::1",
        "http://a:99999/",
        "//",
        "://",
        "?",
        "#",
        "&&==",
        "http://user:pass@example.com:80/a/../b?x=1&x=2&=&y#z",
        "http://xn--a/",
        "http://xn--80ak6aa92e.com/",
        "http://./",
        "http://com/",
        "http://a..b/",
        "http://食狮.公司.cn/?q=%ff&q=+",
        "https://www.google.com./search?q=%zz%00",
        "android-app://com.google.android.gm",
        "about:blank",
        ".com",
        "xn--a.com",
        "食狮.公司.cn.",
        "javascript:alert(1)",
        "data:,",
        "1.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "::",
        "::ffff:1.2.3.4",
        "fe80::1%eth0",
        "10.0.0.0/33",
        "::/129",
        "unknown",
        ", ,",
        "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA",
        "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA.",
        // All vendors, in one range: more than memory holds, if many send it.
        "CP__________AAHABBENAjFgAP____-AAAYgH__AAEADP_-_-AAMAAA",
        "CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA",
        "CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.I",
        "CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAA____",
        "DBABLA~CAAaAAAAAABA.YA",
        "DBB_____~1YNN",
        "C",
        ".",
        "..",
        "DBABMA~CPXxRfA",
        "DBABMA~",
        "~",
        "1YNN",
        "1YN",
        "9YNN",
        "1ynn",
        "{",
        "}",
        "[]",
        "{\"a\":",
        "{\"a\":{\"a\":1}}",
        "[[[[[[[[",
        "\\u0000",
        "'",
        "\"",
        "`",
        "$1",
        "(?i)(",
        "<script>",
        "../../etc/passwd",
        "Mozilla/5.0 (",
        "Googlebot",
        "UTC",
        "Europe/Nowhere",
        "00000000-0000-0000-0000-000000000000",
        "(650) 555-1212",
        "tel:+1-650-555-1212",
        "+1 650 555 1212 ext. 3",
        "+49 (0)30 1234567",
        "+٤٩ ٣٠ ١٢٣٤٥٦٧",
        "0049",
        "+0",
        "+1",
        "++49",
        "٠١٢",
        "０１２",
    ];
    let long = ["a", "%41", "é", "(", "[", "{\"a\":", "x@", ".", "1", "A~"].map(|unit| unit.repeat(3_000 / unit.len()));
    texts.iter().map(ToString::to_string).chain(long).collect()
}

/// The rows of a test: for each argument a column, or a literal.
struct Case {
    function: Function,
    /// As the function declares that it reads them; for constants one value.
    arguments: Vec<ArrayRef>,
    rows: usize,
    /// Rows with a null in an argument that may not be null.
    null_rows: Vec<usize>,
}

/// An example's arguments, and variations on them.
fn cases() -> Vec<Case> {
    let context = context();
    let session = session(&context);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let literal = |sql: &str| {
        let batches = runtime.block_on(async { session.sql(&format!("SELECT {sql}")).await.unwrap().collect().await });
        ScalarValue::try_from_array(batches.unwrap()[0].column(0), 0).unwrap()
    };
    let texts = hostile_texts();
    let mut cases = vec![];
    for function in all(&context).into_iter().filter(|function| !function.arguments.is_empty()) {
        for example in &function.examples {
            let base: Vec<_> = example.arguments.iter().map(|sql| literal(sql)).collect();
            let types: Vec<_> = base.iter().map(ScalarValue::data_type).collect();
            let types = function.udf.inner().coerce_types(&types).unwrap();
            let base: Vec<_> = base.iter().zip(&types).map(|(value, to)| value.cast_to(to).unwrap()).collect();
            let (mut rows, mut null_rows) = (vec![base.clone()], vec![]);
            for (at, argument) in (0..base.len()).map(|at| (at, function.argument(at))).filter(|(_, a)| !a.constant) {
                let with = |value: ScalarValue| {
                    let mut row = base.clone();
                    row[at] = value;
                    row
                };
                if !argument.nullable {
                    null_rows.push(rows.len());
                }
                rows.push(with(ScalarValue::try_from(&types[at]).unwrap()));
                if matches!(argument.kind, Kind::Text) {
                    rows.extend(texts.iter().map(|text| with(ScalarValue::Utf8View(Some(text.clone())))));
                }
            }
            rows.push(base.clone());
            let column = |at: usize| match function.argument(at).constant {
                true => base[at].to_array().unwrap(),
                false => ScalarValue::iter_to_array(rows.iter().map(|row| row[at].clone())).unwrap(),
            };
            let arguments = (0..base.len()).map(column).collect();
            cases.push(Case { function: function.clone(), arguments, rows: rows.len(), null_rows });
        }
    }
    cases
}

impl Case {
    /// Calls the function, with its columns changed by `change`, and columns of one row as scalars if `scalar`.
    fn call(&self, rows: usize, scalar: bool, change: impl Fn(&ArrayRef) -> ArrayRef) -> ArrayRef {
        let values = self.arguments.iter().enumerate().map(|(at, array)| match self.function.argument(at).constant {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(array, 0).unwrap()),
            false if scalar => ColumnarValue::Scalar(ScalarValue::try_from_array(&change(array), 0).unwrap()),
            false => ColumnarValue::Array(change(array)),
        });
        invoke(&self.function, values.collect(), rows).into_array(rows).unwrap()
    }
}

/// Calls a function as a plan does. Only constants are known when it is planned.
fn invoke(function: &Function, args: Vec<ColumnarValue>, number_rows: usize) -> ColumnarValue {
    let udf = &function.udf;
    let arg_fields: Vec<FieldRef> = args.iter().map(|value| Field::new("a", value.data_type(), true).into()).collect();
    let literal = |(at, value): (usize, &ColumnarValue)| match value {
        ColumnarValue::Scalar(scalar) if function.argument(at).constant => Some(scalar.clone()),
        _ => None,
    };
    let literals: Vec<_> = args.iter().enumerate().map(literal).collect();
    let scalar_arguments: Vec<_> = literals.iter().map(Option::as_ref).collect();
    let planned = ReturnFieldArgs { arg_fields: &arg_fields, scalar_arguments: &scalar_arguments };
    let return_field = udf.return_field_from_args(planned).unwrap();
    let config_options = Arc::new(ConfigOptions::default());
    let args = ScalarFunctionArgs { args, arg_fields, number_rows, return_field, config_options };
    udf.invoke_with_args(args).unwrap_or_else(|error| panic!("{}: {error}", udf.name()))
}

#[test]
fn a_null_gives_null_and_a_gate_says_no() {
    for case in cases() {
        let results = case.call(case.rows, false, ArrayRef::clone);
        let gate = results.data_type() == &DataType::Boolean && results.null_count() == 0;
        for row in &case.null_rows {
            let name = case.function.name();
            match gate {
                true => {
                    assert_eq!(ScalarValue::try_from_array(&results, *row).unwrap(), false.into(), "{name}, row {row}")
                }
                false => assert!(results.is_null(*row), "{name}, row {row}"),
            }
        }
    }
}

#[test]
fn hostile_texts_are_no_errors_and_the_same_whatever_the_layout() {
    for case in cases() {
        let name = case.function.name();
        let whole = case.call(case.rows, false, ArrayRef::clone);
        assert_eq!(whole.len(), case.rows, "{name}");
        let check = |what: &str, results: ArrayRef| {
            for row in 0..case.rows {
                let of = |array| ScalarValue::try_from_array(array, row).unwrap();
                assert_eq!(of(&results), of(&whole), "{name}: {what}, row {row} of {:?}", case.arguments);
            }
        };
        let texts = [
            DataType::Utf8,
            DataType::LargeUtf8,
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        ];
        for to in texts {
            let relaid = |array: &ArrayRef| match array.data_type() {
                DataType::Utf8View => cast(array, &to).unwrap(),
                _ => array.clone(),
            };
            check(&to.to_string(), case.call(case.rows, false, relaid));
        }
        // In the middle of a larger array.
        let sliced = |array: &ArrayRef| concat(&[array, array, array]).unwrap().slice(case.rows, case.rows);
        check("sliced", case.call(case.rows, false, sliced));
        // Row by row, and in pieces: as if windows were cut elsewhere.
        for (piece, scalar) in [(1, true), (1, false), (7, false)] {
            let pieces: Vec<_> = (0..case.rows)
                .step_by(piece)
                .map(|start| {
                    let rows = piece.min(case.rows - start);
                    case.call(rows, scalar, |array| array.slice(start, rows))
                })
                .collect();
            let pieces: Vec<&dyn Array> = pieces.iter().map(AsRef::as_ref).collect();
            check(&format!("pieces of {piece}, scalar {scalar}"), concat(&pieces).unwrap());
        }
    }
}

/// Every result that became null though nothing was null is counted, and nothing else is.
#[test]
fn what_is_counted_as_bad_is_null() {
    for case in cases() {
        let context = context();
        let function = all(&context).into_iter().find(|function| function.name() == case.function.name()).unwrap();
        let case = Case { function, ..case };
        let results = case.call(case.rows, false, ArrayRef::clone);
        let bad = context.nulls.of(case.function.name());
        let refused = match results.data_type() {
            DataType::Boolean if results.null_count() == 0 => case.rows as u64,
            _ => results.null_count() as u64,
        };
        assert!(bad + case.null_rows.len() as u64 <= refused, "{}: {bad} of {refused}", case.function.name());
    }
}
