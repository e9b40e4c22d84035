//! Functions of other systems: what a message says to write can be written.

use super::messages::{accepted, refused};
use crate::mapper::sql::errors::ELSEWHERE;

#[test]
fn every_suggestion_plans() {
    for entry in ELSEWHERE {
        accepted(entry.here);
    }
}

#[test]
fn a_function_of_another_system_is_answered_with_the_way_to_write_it() {
    refused(
        "countif(condition)",
        "function countif (BigQuery, Snowflake and Spark) does not exist; write count(*) FILTER \
             (WHERE condition)",
        "countif",
    );
    refused("pmod(a, b)", "function pmod (Spark) does not exist; write ((a % b) + b) % b", "pmod");
    refused("len(text)", "function len (Snowflake) does not exist; write length(text)", "len");
    refused(
        "JSON_EXTRACT_SCALAR(json, '$.user')",
        "function json_extract_scalar (BigQuery, PostgreSQL, Snowflake and Spark) \
             does not exist; write json_text(json, 'user', 'id')",
        "JSON_EXTRACT_SCALAR",
    );
    refused(
        "DATE_DIFF(t, earlier, DAY)",
        "function date_diff (BigQuery, Snowflake and Spark) does not exist; write CAST(t AS \
             date) - CAST(earlier AS date), in days",
        "DATE_DIFF",
    );
    refused(
        "SAFE.PARSE_DATE('%Y', text)",
        "the prefix SAFE. of BigQuery does not exist; TRY_CAST(text AS bigint) is null \
             where a cast fails; for PARSE_DATE, write to_date(text, '%Y-%m-%d')",
        "SAFE",
    );
}

#[test]
fn what_differs_from_run_to_run_is_said_to() {
    let why = "differs from run to run, so a window that is mapped again would give other rows";
    for function in ["generate_uuid()", "uuid_string()", "newid()"] {
        refused(function, &format!("{function} {why}"), function);
    }
    for function in ["getdate()", "current_datetime()", "systimestamp()"] {
        refused(function, &format!("{function} {why}; use window_time()"), function);
    }
}
