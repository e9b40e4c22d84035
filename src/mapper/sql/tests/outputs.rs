//! What statements give, as outputs take it.

use arrow::datatypes::TimeUnit;

use super::*;

fn error(sql: &str) -> String {
    TestJob::new().into("out", sql).error()
}

fn routed(sql: &str) -> TestJob {
    let mut job = TestJob::new();
    job.output("out", &["t1", "t2"], true, None);
    job.into("out", sql)
}

#[test]
fn metadata_columns_have_one_type_each() {
    let timestamp = MetaColumn::Timestamp.field().data_type().clone();
    for time in
        ["n", "_timestamp", "to_timestamp(n)", "to_timestamp_seconds(n)", "window_time()", "to_timestamp('2026-01-01')"]
    {
        assert_eq!(type_of(&format!("SELECT {time} AS _timestamp FROM events"), "_timestamp"), timestamp, "{time}");
    }
    let headers = MetaColumn::Headers.field().data_type().clone();
    for map in ["_headers", "map(['k'], [user_id])", "MAP {'a': 'b', user_id: ad_id}"] {
        assert_eq!(type_of(&format!("SELECT {map} AS _headers FROM events"), "_headers"), headers, "{map}");
    }
    assert_eq!(type_of("SELECT n > 1 AS _deleted FROM events", "_deleted"), DataType::Boolean);
    let topic = routed("SELECT 't1' AS _topic FROM events").plan().unwrap();
    assert_eq!(topic.statements[0].schema.field(0).data_type(), &DataType::Utf8View);
}

#[test]
fn metadata_columns_keep_their_values() {
    let sql =
        "SELECT n, n * 1000 AS _timestamp, map(['k', 'u'], ['v', user_id]) AS _headers, n = 2 AS _deleted FROM events";
    let rows = select(sql, &EVENTS[..3]);
    let expected = ["1|1970-01-01T00:00:01Z|{k: v, u: u1}|false", "2|1970-01-01T00:00:02Z|{k: v, u: u2}|true"];
    assert_eq!(rows[..2], expected);
    assert_eq!(rows[2], "-|-|{k: v, u: u3}|-");
    assert_eq!(
        select("SELECT to_timestamp_seconds(n) AS _timestamp FROM events", &EVENTS[..1]),
        ["1970-01-01T00:00:01Z"]
    );
}

#[test]
fn metadata_columns_of_another_type_are_refused() {
    let error = |sql: &str| error(sql).lines().next().unwrap().to_owned();
    let timestamp = "has to be timestamp or bigint (milliseconds), not varchar";
    assert_eq!(
        error("SELECT user_id AS _timestamp FROM events"),
        format!("job.yaml:10:25: column _timestamp of output out {timestamp}")
    );
    assert_eq!(
        error("SELECT tags AS _headers FROM events"),
        "job.yaml:10:22: column _headers of output out has to be map of varchar to varchar, not array<varchar>"
    );
    assert_eq!(
        error("SELECT map(['k'], [n]) AS _headers FROM events"),
        "job.yaml:10:33: column _headers of output out has to be map of varchar to varchar, not map<bigint>"
    );
    assert_eq!(
        error("SELECT n AS _deleted FROM events"),
        "job.yaml:10:19: column _deleted of output out has to be boolean, not bigint"
    );
    let topic = routed("SELECT n AS _topic FROM events").error();
    assert!(
        topic.starts_with("job.yaml:10:19: column _topic of output out has to be varchar, not bigint\n"),
        "{topic}"
    );
}

#[test]
fn unknown_metadata_columns_are_refused() {
    let near = "job.yaml:10:19: column _timestmp of output out is no metadata column; did you mean _timestamp?";
    assert_eq!(
        error("SELECT n AS _timestmp FROM events"),
        format!("{near}\n  10 | SELECT n AS _timestmp FROM events\n     |             ^")
    );
    let all = error("SELECT n AS _ttl FROM events");
    assert!(
        all.contains(
            "column _ttl of output out is no metadata column; there are _topic, _timestamp, _headers, _deleted"
        ),
        "{all}"
    );
}

#[test]
fn metadata_of_events_does_not_go_out_unnoticed() {
    let named = error("SELECT n, _offset FROM events");
    let why = "column _offset is metadata of events, not of outputs; leave it out, or rename it with AS";
    assert!(named.starts_with(&format!("job.yaml:10:17: {why}\n")), "{named}");
    let why = "output out has one topic, so its rows have no _topic to choose; leave it out";
    let star = error("SELECT * FROM events");
    assert_eq!(star, format!("job.yaml:10: {why}: SELECT * EXCLUDE (_topic, _partition, _offset, _key)"));
    let why = "column _partition is metadata of events, not of outputs; leave it out";
    let star = routed("SELECT * FROM events").error();
    assert_eq!(star, format!("job.yaml:10: {why}: SELECT * EXCLUDE (_partition, _offset, _key)"));
    let rest = plan_of("SELECT * EXCLUDE (_topic, _partition, _offset, _key) FROM events").statements.remove(0).schema;
    let names: Vec<_> = rest.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["user_id", "ad_id", "n", "tags", "_timestamp", "_headers"]);
}

#[test]
fn topic_stands_where_there_is_a_choice_and_only_there() {
    assert_eq!(routed("SELECT n, user_id AS _topic FROM events").rows(&EVENTS[..1]), ["out: 1|u1"]);
    let missing = "output out has several topics; the statement has to say which one a row goes to: … AS _topic";
    assert_eq!(routed("SELECT n FROM events").error(), format!("job.yaml:10: {missing}"));
    let superfluous = error("SELECT n, user_id AS _topic FROM events");
    let why = "output out has one topic, so its rows have no _topic to choose; leave it out, or rename it with AS";
    assert!(superfluous.starts_with(&format!("job.yaml:10:28: {why}\n")), "{superfluous}");
}

#[test]
fn the_key_is_one_of_the_columns() {
    let keyed = |sql: &str| {
        let mut job = TestJob::new();
        job.output("out", &["out"], false, Some("activation_id"));
        job.into("out", sql)
    };
    assert_eq!(keyed("SELECT n AS activation_id FROM events").rows(&EVENTS[..1]), ["out: 1"]);
    let why = "job.yaml:10: the key of output out, activation_id, is no column of the statement";
    assert_eq!(keyed("SELECT n AS activaton_id FROM events").error(), format!("{why}; did you mean activaton_id?"));
    assert_eq!(
        keyed("SELECT n, user_id, window_time() AS _timestamp FROM events").error(),
        format!("{why}; there are n, user_id")
    );
}

#[test]
fn every_column_has_a_name_and_a_type_of_its_own() {
    let twice = "the statement gives two columns ad_id; rename one with AS, or leave it out";
    assert_eq!(
        error("SELECT e.ad_id, a.ad_id FROM events e JOIN ads a ON a.ad_id = e.ad_id"),
        format!("job.yaml:10: {twice}")
    );
    let view = TestJob::new().view("v", "SELECT e.*, a.* FROM events e JOIN ads a ON a.ad_id = e.ad_id");
    assert_eq!(view.error(), format!("job.yaml:10: {twice}"));
    let twice = error("SELECT n, n FROM events");
    assert!(twice.contains("the statement gives two columns events.n; rename one with AS, or leave it out"), "{twice}");
    let nameless = "has no name of its own; give it one with AS";
    assert_eq!(error("SELECT count(*) FROM events"), format!("job.yaml:10: column count(*) of output out {nameless}"));
    assert!(error("SELECT n + 1 FROM events").ends_with(nameless));
    assert_eq!(select("SELECT n AS \"the (number)\" FROM events", &EVENTS[..1]), ["1"]);
    let null = error("SELECT NULL AS x FROM events");
    assert!(
        null.contains("column x of output out has no type; write CAST(NULL AS varchar), or what it is\n"),
        "{null}"
    );
}

#[test]
fn text_has_one_layout() {
    let sql = "SELECT 'x' AS literal, user_id AS view, CAST(n AS varchar) AS made, a.campaign_id AS of_table
               FROM events JOIN ads a USING (ad_id)";
    for column in ["literal", "view", "made", "of_table"] {
        assert_eq!(type_of(sql, column), DataType::Utf8View, "{column}");
    }
    assert_eq!(select(sql, &EVENTS[..1]), ["x|u1|1|c1"]);
}

#[test]
fn statements_that_share_an_output_have_the_same_columns() {
    let two = |second: &str| {
        let job = TestJob::new().into("out", "SELECT user_id AS a, n AS b FROM events");
        job.into("out", second)
    };
    let job = two("SELECT 7 AS b, 'x' AS a FROM events");
    assert_eq!(job.rows(&EVENTS[2..3]), ["out: u3|-", "out: x|7"]);
    let schemas: Vec<_> = job.mapper().outputs().into_iter().map(|output| output.schema).collect();
    assert_eq!(schemas[0], schemas[1]);
    assert!(schemas[0].field(1).is_nullable());
    let differs = "job.yaml:20: output out gets other columns here than at job.yaml:10";
    assert_eq!(
        two("SELECT 'x' AS a, 'y' AS b FROM events").error(),
        format!("{differs}: b is bigint there and varchar here")
    );
    assert_eq!(two("SELECT 'x' AS a FROM events").error(), format!("{differs}: b is missing"));
    assert_eq!(two("SELECT 'x' AS a, 1 AS b, 2 AS c FROM events").error(), format!("{differs}: there is no c"));
    let time = |unit: &str| format!("SELECT to_timestamp_{unit}(n) AS t FROM events");
    let job = TestJob::new().into("out", &time("seconds")).into("out", &time("micros"));
    assert_eq!(
        job.error(),
        "job.yaml:20: output out gets other columns here than at job.yaml:10: t is timestamp(0) there and timestamp(6) here"
    );
}

#[test]
fn a_plan_describes_itself() {
    let plan = plan_of("SELECT upper(user_id) AS u, _timestamp AS at FROM events WHERE n > 1");
    let [statement] = plan.statements.as_slice() else { panic!("one statement") };
    assert_eq!((statement.output.as_str(), statement.at.to_string()), ("out", "job.yaml:10".to_owned()));
    let lines: Vec<_> = statement.physical.lines().map(str::trim).collect();
    assert_eq!(lines.last(), Some(&"EventsExec: columns=[user_id, n, _timestamp]"));
    let timestamp = DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into()));
    let expected = [Field::new("u", DataType::Utf8View, true), Field::new("at", timestamp, true)];
    assert_eq!(statement.schema.fields().iter().map(|f| f.as_ref().clone()).collect::<Vec<_>>(), expected);
    assert_eq!(plan.projection(), &Projection { fields: vec![0, 2], meta: vec![MetaColumn::Timestamp] });
}
