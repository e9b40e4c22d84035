//! Functions of PostgreSQL, BigQuery, Snowflake and Spark that do not exist here, with the way to write them.

/// A function of another system.
pub(in crate::mapper::sql) struct Elsewhere {
    /// What it is called there; all of these are written in the same way here.
    pub(in crate::mapper::sql) names: &'static [&'static str],
    /// The systems that have it.
    of: &'static str,
    /// An expression that does the same. Its columns say what they are: `text`, `json`, `pattern`, `list`, `condition`,
    /// the whole numbers `a` and `b`, the fraction `x`, the timestamps `t` and `earlier`, the date `d`.
    pub(in crate::mapper::sql) here: &'static str,
    /// How it differs.
    but: &'static str,
}

const fn entry(names: &'static [&'static str], of: &'static str, here: &'static str) -> Elsewhere {
    Elsewhere { names, of, here, but: "" }
}

const fn but(names: &'static [&'static str], of: &'static str, here: &'static str, but: &'static str) -> Elsewhere {
    Elsewhere { names, of, here, but }
}

const PG: &str = "PostgreSQL";
const BQ: &str = "BigQuery";
const SF: &str = "Snowflake";
const SP: &str = "Spark";
const MY: &str = "MySQL";

/// One entry for each way to write something here.
pub(in crate::mapper::sql) const ELSEWHERE: &[Elsewhere] = &[
    // Conditions and nulls.
    entry(&["if", "iff"], "BigQuery, Snowflake and Spark", "CASE WHEN condition THEN a ELSE b END"),
    entry(&["zeroifnull"], SF, "coalesce(a, 0)"),
    entry(&["nullifzero"], SF, "nullif(a, 0)"),
    entry(&["isnull"], SP, "text IS NULL"),
    entry(&["isnotnull"], SP, "text IS NOT NULL"),
    entry(&["equal_null", "null_safe_equal"], SF, "a IS NOT DISTINCT FROM b"),
    // Numbers.
    entry(&["pmod"], SP, "((a % b) + b) % b"),
    entry(&["int_div"], BQ, "a / b"),
    entry(&["safe_divide", "ieee_divide", "try_divide"], "BigQuery and Spark", "x / nullif(b, 0)"),
    entry(&["div0", "div0null"], SF, "coalesce(x / nullif(b, 0), 0)"),
    entry(&["truncate"], SF, "trunc(x, 2)"),
    but(
        &["width_bucket"],
        "PostgreSQL and Snowflake",
        "least(greatest(floor((x - 0) * 5 / (10 - 0)) + 1, 0), 6)",
        "for five buckets from 0 to 10",
    ),
    entry(&["scale", "min_scale"], PG, "length(split_part(CAST(x AS varchar), '.', 2))"),
    entry(&["trim_scale"], PG, "rtrim(rtrim(CAST(x AS varchar), '0'), '.')"),
    entry(&["sind"], PG, "sin(radians(x))"),
    entry(&["cosd"], PG, "cos(radians(x))"),
    entry(&["tand"], PG, "tan(radians(x))"),
    but(&["pg_typeof", "typeof"], "PostgreSQL, Snowflake and Spark", "arrow_typeof(x)", "which names Arrow's type"),
    entry(&["square"], SF, "x * x"),
    entry(&["bitand"], SF, "a & b"),
    entry(&["bitor"], SF, "a | b"),
    entry(&["bitxor"], SF, "(a | b) - (a & b)"),
    entry(&["bitshiftleft", "shiftleft"], "Snowflake and Spark", "a << b"),
    entry(&["bitshiftright", "shiftright"], "Snowflake and Spark", "a >> b"),
    entry(&["to_number", "to_decimal", "to_numeric"], "PostgreSQL and Snowflake", "CAST(text AS decimal(18, 2))"),
    entry(&["try_to_number", "try_to_decimal", "try_to_numeric"], SF, "TRY_CAST(text AS decimal(18, 2))"),
    entry(&["to_double", "try_to_double"], SF, "TRY_CAST(text AS double)"),
    entry(&["to_boolean", "try_to_boolean"], SF, "TRY_CAST(text AS boolean)"),
    entry(&["int", "int64", "bigint"], "BigQuery and Spark", "CAST(text AS bigint)"),
    entry(&["float64", "double"], "BigQuery and Spark", "CAST(text AS double)"),
    // Text.
    entry(&["len", "lengthb"], SF, "length(text)"),
    entry(&["byte_length"], BQ, "octet_length(text)"),
    entry(&["charindex", "locate"], "Snowflake and Spark", "strpos(text, 'part')"),
    entry(&["startswith"], "Snowflake and Spark", "starts_with(text, 'part')"),
    entry(&["endswith"], "Snowflake and Spark", "ends_with(text, 'part')"),
    entry(&["contains_substr"], BQ, "contains(lower(text), 'part')"),
    entry(&["ucase"], "Spark and MySQL", "upper(text)"),
    entry(&["lcase"], "Spark and MySQL", "lower(text)"),
    entry(&["mid"], MY, "substr(text, 1, 3)"),
    entry(&["space"], "Snowflake and Spark", "repeat(' ', a)"),
    entry(&["strtok"], SF, "split_part(text, ' ', 1)"),
    entry(&["split"], "BigQuery, Snowflake and Spark", "string_to_array(text, ',')"),
    entry(
        &["regexp_split_to_array", "string_to_table", "split_to_table"],
        "PostgreSQL and Snowflake",
        "string_to_array(text, ',')",
    ),
    entry(&["editdistance", "edit_distance"], "Snowflake and BigQuery", "levenshtein(text, 'other')"),
    entry(&["format_string", "printf"], SP, "format('user %s', text)"),
    entry(&["to_varchar", "to_text", "string"], "Snowflake and BigQuery", "CAST(a AS varchar)"),
    entry(
        &["regexp_extract", "regexp_substr"],
        "BigQuery, Snowflake and Spark",
        "regexp_match(text, 'id=([0-9]+)')[1]",
    ),
    entry(&["regexp_contains", "rlike", "regexp"], "BigQuery, Snowflake and Spark", "regexp_like(text, 'id=[0-9]+')"),
    but(&["regexp_matches"], PG, "regexp_match(text, 'id=([0-9]+)')", "which finds the first match"),
    // Bytes and hashes.
    entry(&["to_base64", "base64", "base64_encode"], "BigQuery, Snowflake and Spark", "encode(sha256(text), 'base64')"),
    entry(
        &["from_base64", "unbase64", "base64_decode_string", "base64_decode_binary"],
        "BigQuery, Snowflake and Spark",
        "decode(text, 'base64')",
    ),
    entry(&["hex", "hex_encode"], "Snowflake and Spark", "encode(sha256(text), 'hex')"),
    entry(
        &["unhex", "from_hex", "hex_decode_string", "hex_decode_binary"],
        "BigQuery, Snowflake and Spark",
        "decode(text, 'hex')",
    ),
    but(
        &["sha", "sha1", "sha1_hex"],
        "BigQuery, Snowflake and Spark",
        "sha256_hex(text)",
        "since SHA-1 is not supported",
    ),
    entry(&["unistr"], PG, "chr(233)"),
    entry(&["md5_hex"], SF, "md5(text)"),
    entry(&["sha2", "sha2_hex"], "BigQuery, Snowflake and Spark", "sha256_hex(text)"),
    but(
        &["farm_fingerprint", "hash", "xxhash64", "crc32", "murmur3", "hashtext"],
        "BigQuery, Snowflake and Spark",
        "bucket(text, 100, 'salt')",
        "which gives other numbers",
    ),
    // JSON and URLs.
    entry(
        &[
            "json_extract_scalar",
            "json_value",
            "json_query",
            "json_extract",
            "json_extract_path_text",
            "get_json_object",
            "jsonb_extract_path_text",
            "json_extract_path",
            "get_path",
            "lax_string",
            "json_extract_string",
        ],
        "BigQuery, PostgreSQL, Snowflake and Spark",
        "json_text(json, 'user', 'id')",
    ),
    entry(
        &["parse_json", "try_parse_json", "from_json", "to_variant", "as_varchar"],
        "BigQuery, Snowflake and Spark",
        "json_text(json, 'key')",
    ),
    entry(
        &["lax_float64", "lax_int64", "as_double", "as_number"],
        "BigQuery and Snowflake",
        "json_number(json, 'price')",
    ),
    entry(
        &[
            "object_construct",
            "json_build_object",
            "jsonb_build_object",
            "json_object",
            "to_json",
            "to_jsonb",
            "to_json_string",
            "row_to_json",
        ],
        "Snowflake, PostgreSQL, BigQuery and Spark",
        "named_struct('id', a, 'name', text)",
    ),
    entry(&["json_agg", "jsonb_agg"], PG, "array_agg(text)"),
    entry(&["parse_url"], "Snowflake and Spark", "url_param(text, 'utm_source')"),
    entry(&["net.host"], BQ, "url_host(text)"),
    entry(&["net.reg_domain", "net.public_suffix"], BQ, "registrable_domain(url_host(text))"),
    // Times.
    entry(&["parse_date", "str_to_date", "try_to_date"], "BigQuery, Snowflake and MySQL", "to_date(text, '%Y-%m-%d')"),
    entry(
        &[
            "parse_timestamp",
            "parse_datetime",
            "to_timestamp_ntz",
            "to_timestamp_ltz",
            "to_timestamp_tz",
            "try_to_timestamp",
            "to_timestamp_s",
        ],
        "BigQuery and Snowflake",
        "to_timestamp(text, '%Y-%m-%d %H:%M:%S')",
    ),
    entry(&["format_date", "format_timestamp", "format_datetime", "strftime"], BQ, "to_char(t, '%Y-%m-%d %H:%M:%S')"),
    entry(&["dayname"], SF, "to_char(t, '%A')"),
    entry(&["monthname"], SF, "to_char(t, '%B')"),
    but(
        &["date_diff", "datediff"],
        "BigQuery, Snowflake and Spark",
        "CAST(t AS date) - CAST(earlier AS date)",
        "in days",
    ),
    but(
        &["timestamp_diff", "datetime_diff", "timestampdiff", "timediff", "age"],
        "BigQuery, Snowflake and PostgreSQL",
        "extract(epoch FROM t) - extract(epoch FROM earlier)",
        "in seconds",
    ),
    entry(
        &["date_add", "dateadd", "timestamp_add", "datetime_add", "timestampadd", "timeadd", "adddate"],
        "BigQuery, Snowflake and Spark",
        "t + INTERVAL '1 day'",
    ),
    entry(
        &["date_sub", "datesub", "timestamp_sub", "datetime_sub", "subdate"],
        "BigQuery and Spark",
        "t - INTERVAL '1 day'",
    ),
    entry(&["add_months"], "Snowflake and Spark", "d + INTERVAL '1 month'"),
    but(
        &["months_between"],
        "Snowflake and Spark",
        "12 * (date_part('year', t) - date_part('year', earlier)) + date_part('month', t) - date_part('month', earlier)",
        "in months that have begun",
    ),
    entry(
        &["last_day"],
        "BigQuery, Snowflake and Spark",
        "CAST(date_trunc('month', d) + INTERVAL '1 month' - INTERVAL '1 day' AS date)",
    ),
    entry(&["timestamp_trunc", "datetime_trunc"], BQ, "date_trunc('day', t)"),
    entry(
        &["time_slice", "window", "tumble", "time_bucket"],
        "Snowflake and Spark",
        "date_bin(INTERVAL '15 minutes', t)",
    ),
    entry(&["year", "yearofweek"], "Snowflake and Spark", "date_part('year', t)"),
    entry(&["quarter"], "Snowflake and Spark", "date_part('quarter', t)"),
    entry(&["month"], "Snowflake and Spark", "date_part('month', t)"),
    entry(&["week", "weekofyear", "weekiso"], "Snowflake and Spark", "date_part('week', t)"),
    entry(&["day", "dayofmonth"], "Snowflake and Spark", "date_part('day', t)"),
    but(&["dayofweek"], "BigQuery, Snowflake and Spark", "date_part('dow', t)", "where 0 is Sunday"),
    entry(&["weekday"], SP, "date_part('isodow', t) - 1"),
    entry(&["dayofweekiso"], SF, "date_part('isodow', t)"),
    entry(&["dayofyear"], "Snowflake and Spark", "date_part('doy', t)"),
    entry(&["hour"], "Snowflake and Spark", "date_part('hour', t)"),
    entry(&["minute"], "Snowflake and Spark", "date_part('minute', t)"),
    entry(&["second"], "Snowflake and Spark", "date_part('second', t)"),
    entry(
        &["date_from_parts", "datefromparts", "timestamp_from_parts", "make_timestamp"],
        "Snowflake and PostgreSQL",
        "make_date(2024, a, b)",
    ),
    entry(&["unix_timestamp", "unix_seconds", "to_epoch"], "Spark and BigQuery", "to_unixtime(t)"),
    entry(&["unix_millis"], "BigQuery and Spark", "CAST(to_unixtime(t) AS bigint) * 1000"),
    entry(&["timestamp_seconds"], "BigQuery and Spark", "to_timestamp_seconds(a)"),
    entry(&["timestamp_millis"], "BigQuery and Spark", "to_timestamp_millis(a)"),
    entry(&["timestamp_micros"], "BigQuery and Spark", "to_timestamp_micros(a)"),
    entry(
        &["convert_timezone", "from_utc_timestamp", "to_utc_timestamp", "timezone"],
        "Snowflake, Spark and PostgreSQL",
        "t AT TIME ZONE 'Europe/Berlin'",
    ),
    entry(&["isfinite"], PG, "t IS NOT NULL"),
    entry(&["timestamp", "datetime"], BQ, "CAST(text AS timestamp)"),
    entry(&["date"], "BigQuery, Snowflake and Spark", "CAST(t AS date)"),
    // Lists.
    entry(&["size", "array_size"], "Spark and Snowflake", "cardinality(list)"),
    entry(&["array_construct", "array"], "Snowflake and Spark", "make_array(a, b)"),
    entry(
        &["explode", "explode_outer", "posexplode", "json_array_elements", "jsonb_array_elements"],
        "Spark and PostgreSQL",
        "unnest(list)",
    ),
    entry(&["sort_array"], SP, "array_sort(list)"),
    entry(&["slice"], SP, "array_slice(list, 1, 2)"),
    entry(
        &["sequence", "generate_array", "array_generate_range"],
        "Spark, BigQuery and Snowflake",
        "generate_series(a, b)",
    ),
    entry(&["object_keys", "json_object_keys"], "Snowflake and PostgreSQL", "map_keys(map(['key'], [a]))"),
    // Aggregates.
    entry(&["countif", "count_if"], "BigQuery, Snowflake and Spark", "count(*) FILTER (WHERE condition)"),
    entry(&["sumif", "sum_if"], BQ, "sum(a) FILTER (WHERE condition)"),
    entry(&["listagg", "group_concat"], "Snowflake and MySQL", "string_agg(text, ',')"),
    entry(&["collect_list"], SP, "array_agg(a)"),
    entry(&["collect_set", "array_unique_agg"], "Spark and Snowflake", "array_agg(DISTINCT a)"),
    entry(&["approx_count_distinct", "hll"], "BigQuery, Snowflake and Spark", "approx_distinct(text)"),
    entry(
        &["approx_quantiles", "percentile_approx", "approx_percentile"],
        "BigQuery, Spark and Snowflake",
        "approx_percentile_cont(x, 0.5)",
    ),
    but(
        &["percentile", "percentile_disc"],
        "Spark and PostgreSQL",
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY x)",
        "which interpolates",
    ),
    entry(&["max_by", "arg_max", "argmax"], "Snowflake and Spark", "last_value(text ORDER BY a)"),
    entry(&["min_by", "arg_min", "argmin"], "Snowflake and Spark", "first_value(text ORDER BY a)"),
    but(
        &["mode"],
        "PostgreSQL, Snowflake and Spark",
        "first_value(text ORDER BY a DESC)",
        "over a subquery that counts: SELECT text, count(*) AS a FROM events GROUP BY text",
    ),
    entry(&["first"], SP, "first_value(text ORDER BY a)"),
    entry(&["last"], SP, "last_value(text ORDER BY a)"),
    entry(
        &["every", "logical_and", "booland_agg", "bool_all"],
        "PostgreSQL, BigQuery and Snowflake",
        "bool_and(condition)",
    ),
    entry(&["some", "any", "logical_or", "boolor_agg"], "PostgreSQL, BigQuery and Snowflake", "bool_or(condition)"),
    entry(&["std"], SP, "stddev(x)"),
    entry(&["ratio_to_report"], SF, "x / sum(x) OVER ()"),
    entry(&["monotonically_increasing_id"], SP, "_offset"),
];

/// The function of that name elsewhere.
pub(super) fn find(name: &str) -> Option<&'static Elsewhere> {
    ELSEWHERE.iter().find(|entry| entry.names.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// What to say of a function that does not exist here, but elsewhere. `SAFE.` before a function of BigQuery makes it null
/// where it fails.
pub(super) fn message(name: &str) -> Option<String> {
    if let Some(entry) = find(name) {
        let but = if entry.but.is_empty() { String::new() } else { format!(", {}", entry.but) };
        return Some(format!("function {name} ({}) does not exist; write {}{but}", entry.of, entry.here));
    }
    let (prefix, function) = name.split_once('.')?;
    if !prefix.eq_ignore_ascii_case("safe") {
        return None;
    }
    let hint = find(function).map(|entry| format!("; for {function}, write {}", entry.here)).unwrap_or_default();
    Some(format!(
        "the prefix SAFE. of BigQuery does not exist; TRY_CAST(text AS bigint) is null where a cast fails{hint}"
    ))
}

#[cfg(test)]
mod tests {
    use super::ELSEWHERE;

    #[test]
    fn no_name_stands_twice() {
        let mut names: Vec<_> = ELSEWHERE.iter().flat_map(|entry| entry.names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn there_are_more_than_a_hundred() {
        assert!(ELSEWHERE.iter().map(|entry| entry.names.len()).sum::<usize>() > 100);
    }
}
