//! The messages: each says where, what, and the way out.

use super::*;

/// Edits of [`GOOD`], and the whole message each must give.
const BAD: &[(&str, &str, &str)] = &[
    ("window: {age", "windw: {age", "job.yaml:12:1: unknown key \"windw\" in the job; did you mean \"window\"?"),
    (
        "  topics: [tag-events]\n",
        "  topic: [tag-events]\n",
        "job.yaml:7:3: unknown key \"topic\" in source; did you mean \"topics\"?",
    ),
    (
        "  format: json\n  schema",
        "  colour: json\n  schema",
        "job.yaml:8:3: unknown key \"colour\" in source; the known keys are: topics, format, schema, columns, key, event_time, start",
    ),
    ("job: retargeting\n", "", "job.yaml:1:1: the job needs the key \"job\"; add it"),
    ("  topics: [tag-events]\n", "", "job.yaml:6:1: source needs the key \"topics\"; add it"),
    (
        "source:\n  topics: [tag-events]\n  format: json\n  schema: event.avsc\n  key: user_id\n  event_time: event_time\n",
        "",
        "job.yaml:1:1: the job needs the key \"source\"; add it",
    ),
    (
        "    sql: SELECT event_id FROM matched\n",
        "    sq: SELECT event_id FROM matched\n",
        "job.yaml:21:5: unknown key \"sq\" in mapper 2; did you mean \"sql\"?",
    ),
    (
        "topics: [ids-meta, ids-google], format: json, key: event_id",
        "topics: [ids-meta, ids-google], key: event_id",
        "job.yaml:23:3: outputs.activations needs the key \"format\"; add it",
    ),
    (
        "  topics: [tag-events]\n",
        "  topics: tag-events\n",
        "job.yaml:7:11: source.topics: expected a list: [a, b], found a single value",
    ),
    (
        "  topics: [tag-events]\n",
        "  topics: [[tag-events]]\n",
        "job.yaml:7:12: source.topics 1: expected text, found a list",
    ),
    ("job: retargeting", "job: [retargeting]", "job.yaml:1:1: job: expected text, found a list"),
    ("job: retargeting", "job:", "job.yaml:1:1: job: expected text, found nothing"),
    (
        "dead_letters: {topic: tag-events-dead}",
        "dead_letters: tag-events-dead",
        "job.yaml:24:15: dead_letters: expected a section of keys: {key: value}, found a single value",
    ),
    ("events: 50000", "events: many", "job.yaml:12:30: window.events: expected a whole number, found \"many\""),
    (
        "events: 50000",
        "events: '50000'",
        "job.yaml:12:31: window.events: expected a whole number without quotes, found \"50000\"",
    ),
    ("events: 50000", "events: -1", "job.yaml:12:30: window.events: expected a whole number, found \"-1\""),
    (
        "  format: json\n  schema",
        "  format: jsn\n  schema",
        "job.yaml:8:11: source.format: expected json, avro or raw, found \"jsn\"",
    ),
    (
        "  bootstrap.servers: localhost:9092",
        "  bootstrap:\n    servers: localhost:9092",
        "job.yaml:3:3: kafka.bootstrap: expected text, found a section of keys",
    ),
    (
        "age: 100ms",
        "age: 100",
        "job.yaml:12:15: window.age: expected a whole number with a unit (ms, s, m, h or d), such as 100ms, found \"100\"",
    ),
    (
        "age: 100ms",
        "age: 100 millis",
        "job.yaml:12:15: window.age: expected a whole number with a unit (ms, s, m, h or d), such as 100ms, found \"100 millis\"",
    ),
    ("age: 100ms", "age: 10m", "job.yaml:12:15: window.age goes from 1ms to 5m, found 10m"),
    ("age: 100ms", "age: 0ms", "job.yaml:12:15: window.age goes from 1ms to 5m, found 0ms"),
    (
        "bytes: 16MiB",
        "bytes: 16777216",
        "job.yaml:12:44: window.bytes: expected a whole number with a unit (B, KiB, MiB, GiB, KB, MB or GB), such as 16MiB, found \"16777216\"",
    ),
    ("bytes: 16MiB", "bytes: 2GiB", "job.yaml:12:44: window.bytes goes from 4KiB to 1GiB, found 2GiB"),
    ("bytes: 16MiB", "bytes: 1B", "job.yaml:12:44: window.bytes goes from 4KiB to 1GiB, found 1B"),
    ("events: 50000", "events: 0", "job.yaml:12:30: window.events goes from 1 to 1000000, found 0"),
    ("window: {age", "workers: 1000\nwindow: {age", "job.yaml:12:10: workers goes from 1 to 128, found 1000"),
    (
        "  key: user_id",
        "  start: yesterday\n  key: user_id",
        "job.yaml:10:10: source.start: expected earliest, latest or a time with its zone, such as 2026-01-31T00:00:00Z, found \"yesterday\"",
    ),
    (
        "{topic: tag-events-dead}",
        "{topic: tag-events-dead, stop_above: {share: 50}}",
        "job.yaml:24:60: dead_letters.stop_above.share: expected a share from 0 to 1 or in percent, such as 0.5 or 50%, found \"50\"",
    ),
    (
        "{topic: tag-events-dead}",
        "{topic: tag-events-dead, stop_above: {within: 60}}",
        "job.yaml:24:61: dead_letters.stop_above.within: expected a whole number with a unit (ms, s, m, h or d), such as 100ms, found \"60\"",
    ),
    (
        "{topic: tag-events-dead}",
        "{topic: tag-events-dead, stop_above: {of_last: 0}}",
        "job.yaml:24:62: dead_letters.stop_above.of_last goes from 1 to 1000000, found 0",
    ),
    (
        "{listen: 127.0.0.1:9464}",
        "{listen: localhost:9464}",
        "job.yaml:26:17: \"localhost:9464\" is no IP address with a port; write 127.0.0.1:9464, or 0.0.0.0:9464 for all interfaces",
    ),
    (
        "{listen: 127.0.0.1:9464}",
        "{listen: 127.0.0.1:9464, commit_within: 10ms}",
        "job.yaml:26:48: admin.commit_within goes from 1s to 1d, found 10ms",
    ),
    (
        "job: retargeting",
        "job: Re targeting",
        "job.yaml:1:6: \"Re targeting\" cannot be a job's name: 1 to 100 characters, of a to z, 0 to 9, \".\", \"_\" and \"-\"",
    ),
    (
        "[tag-events]",
        "[tag events]",
        "job.yaml:7:12: \"tag events\" cannot be a topic's name: 1 to 249 characters, of letters, digits, \".\", \"_\" and \"-\", and neither \".\" nor \"..\"",
    ),
    (
        "[tag-events]",
        "[..]",
        "job.yaml:7:12: \"..\" cannot be a topic's name: 1 to 249 characters, of letters, digits, \".\", \"_\" and \"-\", and neither \".\" nor \"..\"",
    ),
    ("[tag-events]", "[]", "job.yaml:7:3: the list of topics is empty; name at least one"),
    (
        "[tag-events]",
        "[tag-events, tag-events]",
        "job.yaml:7:24: the topic \"tag-events\" stands in the list twice; remove one",
    ),
    (
        "  ads: {file",
        "  Ads: {file",
        "job.yaml:14:3: \"Ads\" cannot be the name of a table: a letter, then letters, digits and _, all in lower case, 100 characters at most",
    ),
    (
        "  ads: {file",
        "  events: {file",
        "job.yaml:14:3: \"events\" is the window's own table; give this one another name",
    ),
    (
        "  activations: {topics",
        "  1st: {topics",
        "job.yaml:23:3: \"1st\" cannot be the name of an output: a letter, then letters, digits and _, all in lower case, 100 characters at most",
    ),
    (
        "  - view: matched",
        "  - view: my-view",
        "job.yaml:16:11: \"my-view\" cannot be the name of a view: a letter, then letters, digits and _, all in lower case, 100 characters at most",
    ),
    (
        "kafka:\n  bootstrap.servers: localhost:9092\n",
        "",
        "job.yaml:1:1: kafka needs the key \"bootstrap.servers\"; add it: kafka: {bootstrap.servers: \"host:9092\"}",
    ),
    (
        "  bootstrap.servers: localhost:9092\n",
        "  client.rack: r1\n",
        "job.yaml:2:1: kafka needs the key \"bootstrap.servers\"; add it: kafka: {bootstrap.servers: \"host:9092\"}",
    ),
    (
        "  bootstrap.servers: localhost:9092\n",
        "  bootstrap.servers: ''\n",
        "job.yaml:3:23: bootstrap.servers is empty; write host:port, several with commas between them",
    ),
    (
        "  bootstrap.servers: localhost:9092\n",
        "  bootstrap.servers: localhost:9092\n  group.id: mine\n",
        "job.yaml:4:3: \"group.id\" cannot be set: it is the job's name; change that",
    ),
    (
        "  bootstrap.servers: localhost:9092\n",
        "  bootstrap.servers: localhost:9092\n  enable.auto.commit: true\n",
        "job.yaml:4:3: \"enable.auto.commit\" must be false: offsets are committed in the transaction that carries the results",
    ),
    (
        "  bootstrap.servers: localhost:9092\n",
        "  bootstrap.servers: localhost:9092\n  isolation.level: read_uncommitted\n",
        "job.yaml:4:3: \"isolation.level\" must be read_committed: read_uncommitted would read what is later taken back",
    ),
    (
        "  url: http://localhost:8081",
        "  url: localhost:8081",
        "job.yaml:5:8: the address of a schema registry begins with http:// or https://; write http://host:8081",
    ),
    (
        "  url: http://localhost:8081",
        "  url: http://user:hunter2@localhost:8081",
        "job.yaml:5:8: the address of the schema registry holds a user or password; write them as schema_registry.user and schema_registry.password",
    ),
    (
        "  url: http://localhost:8081",
        "  url: http://user:hun/ter2@localhost:8081",
        "job.yaml:5:8: the address of the schema registry holds a user or password; write them as schema_registry.user and schema_registry.password",
    ),
    (
        "  url: http://localhost:8081",
        "  url: http://:8081",
        "job.yaml:5:8: the address of the schema registry has no host; write http://host:8081",
    ),
    (
        "  url: http://localhost:8081",
        "  url: http://localhost:8081\n  user: me",
        "job.yaml:6:9: schema_registry.user needs schema_registry.password; add it",
    ),
    (
        "  url: http://localhost:8081",
        "  url: http://localhost:8081\n  password: hunter2",
        "job.yaml:6:13: schema_registry.password needs schema_registry.user; add it",
    ),
    (
        "  schema: event.avsc\n",
        "",
        "job.yaml:6:1: source needs the key \"schema\" (an .avsc file) or \"columns\" ({name: type, …}); add one",
    ),
    (
        "  schema: event.avsc\n",
        "  schema: event.avsc\n  columns: {event_id: varchar}\n",
        "job.yaml:10:3: both \"schema\" and \"columns\" say what the columns are; keep one",
    ),
    (
        "  schema: event.avsc\n",
        "  schema: evnt.avsc\n",
        "job.yaml:9:11: cannot read evnt.avsc: there is no such file; paths are relative to the file they stand in",
    ),
    (
        "  schema: event.avsc\n",
        "  schema: .\n",
        "job.yaml:9:11: cannot read .: it is a directory; paths are relative to the file they stand in",
    ),
    (
        "  schema: event.avsc\n",
        "  schema: ads.csv\n",
        "job.yaml:9:11: ads.csv: parse Avro schema: not JSON: expected value at line 1 column 1",
    ),
    (
        "  schema: event.avsc\n",
        "  columns: {}\n",
        "job.yaml:9:3: there are no columns; name at least one: {event_id: varchar}",
    ),
    (
        "  schema: event.avsc\n",
        "  columns: {user_id: text}\n",
        "job.yaml:9:22: column user_id: unknown type \"text\", did you mean \"varchar\"?",
    ),
    (
        "  schema: event.avsc\n",
        "  columns: {user_id: varchar, price: decimal(18,4)}\n",
        "job.yaml:9:49: the column \"4)\" has no type; put quotes around a type with a comma in it: \"decimal(18, 4)\"",
    ),
    (
        "  schema: event.avsc\n",
        "  columns: {user_id: varchar, _offset: bigint}\n",
        "job.yaml:9:3: the column \"_offset\" has the name of Kafka's own; leave it out, events have it anyway",
    ),
    (
        "  key: user_id",
        "  key: userid",
        "job.yaml:10:8: source.key names the column \"userid\", which is not there; did you mean \"user_id\"?",
    ),
    (
        "  event_time: event_time",
        "  event_time: at",
        "job.yaml:11:15: source.event_time names the column \"at\", which is not there; the columns are: event_id, user_id, event_time",
    ),
    (
        "  event_time: event_time",
        "  event_time: user_id",
        "job.yaml:11:15: source.event_time names the column \"user_id\", which is no timestamp; give it that type or name another",
    ),
    (
        "  format: json\n  schema",
        "  format: raw\n  schema",
        "job.yaml:9:11: the format raw has one column, \"value\"; remove this, or choose json or avro",
    ),
    (
        "schema_registry:\n  url: http://localhost:8081\nsource:\n  topics: [tag-events]\n  format: json",
        "source:\n  topics: [tag-events]\n  format: avro",
        "job.yaml:6:11: the format avro needs a schema registry; add schema_registry: {url: \"http://host:8081\"}",
    ),
    (
        "{file: ads.csv, key: ad_id, columns: {ad_id: varchar}}",
        "{broadcast: ads, format: json, schema: event.avsc, key: ad_id}",
        "job.yaml:14:20: table \"ads\": broadcast tables are not available yet in this version; a file table is: ads: {file: ads.csv, key: …}",
    ),
    (
        "{file: ads.csv, key: ad_id, columns: {ad_id: varchar}}",
        "{partitioned: ads, key: ad_id}",
        "job.yaml:14:22: table \"ads\": partitioned tables are not available yet in this version; a file table is: ads: {file: ads.csv, key: …}",
    ),
    (
        "{file: ads.csv, key: ad_id, columns: {ad_id: varchar}}",
        "{state: ads, key: ad_id, ttl: 90d, merge: {views: sum}}",
        "job.yaml:14:16: table \"ads\": state tables are not available yet in this version; a file table is: ads: {file: ads.csv, key: …}",
    ),
    (
        "{file: ads.csv, key: ad_id,",
        "{file: ads.csv, key: ad_id, ttl: 90d,",
        "job.yaml:14:41: table \"ads\": ttl is not available yet in this version; remove it",
    ),
    (
        "{file: ads.csv, key: ad_id,",
        "{file: ads.csv, key: ad_id, format: csv,",
        "job.yaml:14:44: table \"ads\": the format of a file follows from its name; remove \"format\"",
    ),
    (
        "{file: ads.csv, key: ad_id,",
        "{file: ads.csv, kee: ad_id,",
        "job.yaml:14:24: unknown key \"kee\" in tables.ads; did you mean \"key\"?",
    ),
    ("{file: ads.csv, key: ad_id,", "{file: ads.csv,", "job.yaml:14:3: tables.ads needs the key \"key\"; add it"),
    ("{file: ads.csv, key: ad_id,", "{key: ad_id,", "job.yaml:14:3: tables.ads needs the key \"file\"; add it"),
    (
        "{file: ads.csv, key: ad_id,",
        "{file: ad.csv, key: ad_id,",
        "job.yaml:14:15: cannot read ad.csv: there is no such file; paths are relative to the file they stand in",
    ),
    (
        "{file: ads.csv, key: ad_id,",
        "{file: ., key: ad_id,",
        "job.yaml:14:15: cannot read .: it is a directory; paths are relative to the file they stand in",
    ),
    (
        "{file: ads.csv, key: ad_id,",
        "{file: ads.csv, key: add_id,",
        "job.yaml:14:29: tables.ads.key names the column \"add_id\", which is not there; did you mean \"ad_id\"?",
    ),
    (
        "  - into: activations",
        "  - into: activatons",
        "job.yaml:20:11: mapper 2 goes into \"activatons\", which is no output; did you mean \"activations\"?",
    ),
    (
        "  - into: activations",
        "  - into: results",
        "job.yaml:20:11: mapper 2 goes into \"results\", which is no output; the outputs are: activations",
    ),
    (
        "  - into: activations",
        "  - into: ads",
        "job.yaml:20:11: mapper 2 goes into the table \"ads\", which is read from a file; only outputs can be written",
    ),
    (
        "  - into: activations",
        "  - view: other\n    into: activations",
        "job.yaml:21:11: mapper 2 has both \"view\" and \"into\"; define the view, then feed the output from it",
    ),
    (
        "  - into: activations\n    sql: SELECT event_id FROM matched",
        "  - sql: SELECT event_id FROM matched",
        "job.yaml:20:5: mapper 2 needs the key \"view\" or \"into\"; add one",
    ),
    (
        "    sql: SELECT event_id FROM matched",
        "    sql: ' '",
        "job.yaml:21:11: the SQL of mapper 2 is empty; write a query",
    ),
    (
        "  - into: activations\n    sql: SELECT event_id FROM matched\n",
        "",
        "job.yaml:21:3: nothing feeds the output \"activations\"; add a statement with \"into: activations\" or remove it",
    ),
    (
        "  - into: activations",
        "  - view: matched\n    sql: SELECT 1\n  - into: activations",
        "job.yaml:20:11: the view \"matched\" is defined twice, first at job.yaml:16:11; give one of them another name",
    ),
    (
        "  - view: matched",
        "  - view: events",
        "job.yaml:16:11: \"events\" is the window's own table; give the view another name",
    ),
    (
        "  - view: matched",
        "  - view: ads",
        "job.yaml:16:11: the view \"ads\" would hide the table at job.yaml:14:3; give it another name",
    ),
    (
        "mapper:\n  - view: matched\n    sql: |\n      SELECT *\n      FROM events\n  - into: activations\n    sql: SELECT event_id FROM matched\n",
        "",
        "job.yaml:1:1: the job needs the key \"mapper\" with at least one statement; add it",
    ),
    (
        "topics: [ids-meta, ids-google],",
        "",
        "job.yaml:23:3: outputs.activations needs the key \"topic\" or \"topics\"; add one",
    ),
    (
        "topics: [ids-meta, ids-google],",
        "topic: ids, topics: [ids-meta],",
        "job.yaml:23:29: outputs.activations has both \"topic\" and \"topics\"; keep \"topic\" for one topic, or \"topics\" and let the column _topic choose",
    ),
    (
        "topics: [ids-meta, ids-google], format: json,",
        "topic: ids, format: json, schema: event.avsc,",
        "job.yaml:23:51: \"schema\" is for the format avro only; remove it, or write format: avro",
    ),
    (
        "topics: [ids-meta, ids-google], format: json,",
        "topic: ids, format: json, register: false,",
        "job.yaml:23:53: \"register\" is for the format avro only; remove it, or write format: avro",
    ),
    (
        "topics: [ids-meta, ids-google], format: json,",
        "topic: ids, format: avro, schema: event.json,",
        "job.yaml:23:51: cannot read event.json: there is no such file; paths are relative to the file they stand in",
    ),
    (
        "topics: [ids-meta, ids-google], format: json,",
        "topic: ids, format: avro, register: 'no',",
        "job.yaml:23:54: outputs.activations.register: expected true or false without quotes, found \"no\"",
    ),
    (
        "key: event_id}",
        "key: ''}",
        "job.yaml:23:69: the name of the key column is empty; name a column, or remove \"key\"",
    ),
    (
        "topics: [ids-meta, ids-google]",
        "topics: [ids-meta, tag-events]",
        "job.yaml:23:36: output topic \"tag-events\" is also the source topic at job.yaml:7:12; the job would read what it writes; use another topic",
    ),
    (
        "  activations: {topics: [ids-meta, ids-google], format: json, key: event_id}\n",
        "",
        "job.yaml:22:1: the job has no outputs; add one: outputs: {name: {topic: …, format: json}}",
    ),
    (
        "  activations: {topics",
        "  ads: {topics",
        "job.yaml:23:3: \"ads\" is also a table, at job.yaml:14:3; give one of them another name",
    ),
    (
        "{topic: tag-events-dead}",
        "{topic: tag-events}",
        "job.yaml:24:23: dead-letter topic \"tag-events\" is also the source topic at job.yaml:7:12; use another topic",
    ),
    (
        "{topic: tag-events-dead}",
        "{topic: ids-google}",
        "job.yaml:24:23: dead-letter topic \"ids-google\" is also the output topic at job.yaml:23:36; use another topic",
    ),
    (
        "{topic: retargeting-receipts}",
        "{topic: tag-events-dead}",
        "job.yaml:25:19: receipt topic \"tag-events-dead\" is also the dead-letter topic at job.yaml:24:23; use another topic",
    ),
    (
        "kafka:\n",
        "kafka: {}\nkafka:\n",
        "job.yaml:3:1: the key \"kafka\" stands twice, first at job.yaml:2:1; keep one of them",
    ),
    ("  - into: activations", "\t- into: activations", "job.yaml:20:1: a tab indents this line; indent with spaces"),
    (
        "  bootstrap.servers: localhost:9092\n",
        "\tbootstrap.servers: localhost:9092\n",
        "job.yaml:3:1: a tab indents this line; indent with spaces",
    ),
    (
        "admin: {",
        "---\nadmin: {",
        "job.yaml:26:1: a second document begins here; a job file holds one: remove this ---",
    ),
    (
        "job: retargeting",
        "job: !!str retargeting",
        "job.yaml:1:6: tags (!…) are not used in a job file; remove it, and put quotes around what is meant as text",
    ),
    (
        "job: retargeting",
        "job: *name",
        "job.yaml:1:6: this alias (*) names nothing; put quotes around a value that begins with *",
    ),
    ("job: retargeting", "job: 'retargeting", "job.yaml:1:6: the quotes that open here are not closed"),
    (
        "admin: {listen: 127.0.0.1:9464}",
        "admin: {listen: ${ADMIN}}",
        "job.yaml:26:18: not YAML: while parsing a flow mapping, did not find expected ',' or '}'; put quotes around a value that holds ${…}",
    ),
    (
        "admin: {listen: 127.0.0.1:9464}",
        "admin: &a {listen: *a}",
        "job.yaml:26:20: this alias stands inside the value that it names; write the value out",
    ),
    (
        "admin: {listen: 127.0.0.1:9464}",
        "admin: {? {a: b} : c}",
        "job.yaml:26:11: a key must be a name; if this is a value that holds ${…} or {…}, put quotes around it",
    ),
    ("job: retargeting", "job: retarget\u{1}ing", "job.yaml:1:14: the control character U+0001 stands here; remove it"),
    (
        "job: retargeting",
        "job: a: b",
        "job.yaml:1:7: a colon stands where none can; put quotes around a value with \": \" in it, or check the indentation",
    ),
    (
        "localhost:9092",
        "${KAFKA}",
        "job.yaml:3:22: the variable KAFKA is not set; set it, or give a default: ${KAFKA:default}",
    ),
    (
        "localhost:9092",
        "a,${KAFKA}",
        "job.yaml:3:24: the variable KAFKA is not set; set it, or give a default: ${KAFKA:default}",
    ),
    (
        "localhost:9092",
        "${1KAFKA}",
        "job.yaml:3:22: the name of a variable has letters, digits and _ only: ${NAME} or ${NAME:default}; write $${ where the two characters are meant",
    ),
    (
        "localhost:9092",
        "${KAFKA",
        "job.yaml:3:22: \"${\" without its \"}\"; write $${ where the two characters are meant",
    ),
    (
        "age: 100ms",
        "age: '${AGE:5}'",
        "job.yaml:12:16: window.age: expected a whole number with a unit (ms, s, m, h or d), such as 100ms, found \"${AGE:5}\"",
    ),
    ("job: retargeting", "${JOB}: retargeting", "job.yaml:1:1: a variable cannot stand in a key; write the key out"),
    (
        "      FROM events\n",
        "      FROM ${TABLE}\n",
        "job.yaml:19:12: the variable TABLE is not set; set it, or give a default: ${TABLE:default}",
    ),
    (
        "job: retargeting",
        "extends: base.yaml\njob: retargeting",
        "job.yaml:1:10: cannot read base.yaml: there is no such file; the path is relative to this file",
    ),
    (
        "job: retargeting",
        "extends: job.yaml\njob: retargeting",
        "job.yaml:1:10: job.yaml extends itself in a circle; remove this line",
    ),
    (
        "job: retargeting",
        "extends: [base.yaml]\njob: retargeting",
        "job.yaml:1:10: extends takes the path of one job file",
    ),
];

#[test]
fn bad_jobs_say_where_what_and_the_way_out() {
    let folder = Folder::new();
    for (from, to, expected) in BAD {
        let e = folder.job(&edited(from, to), &LoadOptions::default()).expect_err(to);
        assert_eq!(folder.message(&e), *expected, "{from:?} became {to:?}");
    }
}
