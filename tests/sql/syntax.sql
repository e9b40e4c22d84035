-- Ways of writing.

E'a\nb'
-- same: all "a\nb"

E'a\tb\\c'
-- same: all "a\tb\\c"

E'\u00e9'
-- same: all "é"

E'it\'s'
-- same: all "it's"

'it''s'
-- same: all "it's"

'a\nb'
-- same: all "a\\nb"

$$it's$$
-- same: all "it's"

$x$a$$b$x$
-- same: all "a$$b"

U&'\00e9'
-- same: all "é"

'a' 'b'
-- same: "error"

x'1F'
-- postgres: all "00011111"
-- mubatch: all "Hw=="
-- differs: x'1F' is bytes; b'101' is refused

b'101'
-- postgres: all "101"
-- mubatch: "error"
-- differs: x'1F' is bytes; b'101' is refused

0x1F
-- postgres: "error"
-- mubatch: all "Hw=="
-- differs: PostgreSQL refuses it

1_000
-- same: "error"

.5
-- same: all 0.5

5.
-- same: all 5

1e3
-- same: all 1000

1E-2
-- same: all 0.01

+1
-- same: all 1

- -1
-- same: all 1

-(-1)
-- same: all 1

1 + +1
-- same: all 2

1 - -1
-- same: all 2

1--1
-- same: all 1

(1)
-- same: all 1

((i))
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

/* a */ i /* b */
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

i -- a comment
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

"i"
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

events.i
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

"events"."i"
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

i::int::bigint
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

cast(i AS bigint)::text
-- same: ["0", "1", "-1", "2147483647", "-2147483648", null, "2", "3", "-3", "7", "-7", "10", "-10", "42", "100", "-100", "255", "256", "999", "1000", "12345", "-12345", "5", "6"]

CAST(i AS BIGINT)
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

int '42'
-- same: all 42

integer '42'
-- same: all 42

bigint '42'
-- same: all 42

numeric '1.50'
-- same: all 1.5

double precision '1.5'
-- same: all 1.5

boolean 'true'
-- same: all true

text 'a'
-- same: all "a"

varchar 'a'
-- same: all "a"

date '2024-02-29'
-- same: all "2024-02-29"

timestamp '2024-02-29 10:00:00'
-- same: all "2024-02-29T10:00:00"

timestamp with time zone '2024-02-29 10:00:00+01'
-- same: all "2024-02-29T09:00:00Z"

timestamp without time zone '2024-02-29 10:00:00'
-- same: all "2024-02-29T10:00:00"

time '10:20:30'
-- same: all "10:20:30"

interval '1 day 02:03:04'
-- postgres: all "1 day 02:03:04"
-- mubatch: "error"
-- differs: outputs have no type for intervals: extract(epoch from …), or a cast to varchar

interval '3' hour
-- postgres: all "03:00:00"
-- mubatch: "error"
-- differs: outputs have no type for intervals: extract(epoch from …), or a cast to varchar

interval '-1 day -02:00'
-- postgres: all "-1 days -02:00:00"
-- mubatch: "error"
-- differs: outputs have no type for intervals: extract(epoch from …), or a cast to varchar

interval '1 year 2 months 3 days 4 hours 5 minutes 6.7 seconds' > interval '1 year'
-- same: all true

i = ALL (ARRAY[1])
-- same: [false, true, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i <> ANY (ARRAY[1, 2])
-- same: [true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i = SOME (ARRAY[1, 2])
-- same: [false, true, false, false, false, null, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i != 1
-- same: [true, false, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i <> 1
-- same: [true, false, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT i = 1
-- same: [true, false, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i IS NOT NULL
-- same: [true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i ISNULL
-- same: [false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i NOTNULL
-- same: [true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

ok IS NOT UNKNOWN
-- same: [true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true]

i BETWEEN 1 AND 5 AND k BETWEEN 1 AND 5
-- same: [false, false, false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE ANY (ARRAY['A%', '%e'])
-- same: [true, false, false, null, true, false, false, false, false, false, false, false, true, false, true, false, false, false, true, false, false, false, false, false]

s LIKE ALL (ARRAY['%a%', '%n%'])
-- same: [true, false, false, null, false, true, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false]

s ILIKE ANY (ARRAY['a%'])
-- same: [true, false, false, null, false, false, false, true, false, false, false, false, false, false, false, true, false, false, false, false, false, true, false, false]

s NOT LIKE ALL (ARRAY['A%', '%e'])
-- same: [false, true, true, null, false, true, true, true, true, true, true, true, false, true, false, true, true, true, false, true, true, true, true, true]

CASE WHEN i > 0 THEN 'p' ELSE NULL END
-- same: [null, "p", null, "p", null, null, "p", "p", null, "p", null, "p", null, "p", "p", null, "p", "p", "p", "p", "p", null, "p", "p"]

CASE i > 0 WHEN true THEN 1 END
-- same: [null, 1, null, 1, null, null, 1, 1, null, 1, null, 1, null, 1, 1, null, 1, 1, 1, 1, 1, null, 1, 1]

case when i>0 then 1 end
-- same: [null, 1, null, 1, null, null, 1, 1, null, 1, null, 1, null, 1, 1, null, 1, 1, 1, 1, 1, null, 1, 1]

COALESCE(i,k,0)
-- same: [0, 1, -1, 2147483647, -2147483648, 4, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

nullif (i, 1)
-- same: [0, null, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

substring('abcdef' from 2 for 3)
-- same: all "bcd"

substring('abcdef', 2, 3)
-- same: all "bcd"

position('c' in 'abc')
-- same: all 3

overlay('abcdef' placing 'X' from 2 for 3)
-- same: all "aXef"

trim(both 'x' from 'xxaxx')
-- same: all "a"

trim('x' from 'xxaxx')
-- same: all "a"

trim(leading 'x' from 'xxaxx')
-- same: all "axx"

trim(trailing from 'a  ')
-- same: all "a"

trim(both from '  a  ')
-- same: all "a"

trim(leading from '  a  ')
-- same: all "a  "

extract(epoch from interval '1 hour')
-- same: all 3600

extract(YEAR from d)
-- same: [2024, 2024, 2023, null, 1970, 1969, 2000, 1900, 2024, 2021, 2021, 2016, 2024, 2024, 2024, 2024, 2100, 1999, 2005, 2008, 2025, 2026, 2010, 2024]

extract('year' from d)
-- same: [2024, 2024, 2023, null, 1970, 1969, 2000, 1900, 2024, 2021, 2021, 2016, 2024, 2024, 2024, 2024, 2100, 1999, 2005, 2008, 2025, 2026, 2010, 2024]

d::date + 1
-- same: ["2024-03-01", "2024-02-01", "2024-01-01", null, "1970-01-02", "1970-01-01", "2000-03-01", "1900-03-02", "2024-12-31", "2021-01-04", "2021-01-05", "2016-01-04", "2024-04-01", "2024-10-28", "2024-03-11", "2024-11-04", "2100-03-01", "2000-01-01", "2005-01-02", "2008-12-30", "2025-06-16", "2026-09-01", "2010-01-04", "2024-07-05"]

array[1,2,3]
-- same: all [1, 2, 3]

ARRAY[1,2,3][2]
-- postgres: "error"
-- mubatch: all 2
-- differs: PostgreSQL refuses it

(ARRAY[1,2,3])[1:2]
-- same: all [1, 2]

ARRAY[[1,2],[3,4]]
-- same: all [[1, 2], [3, 4]]

(ARRAY[[1,2],[3,4]])[1][2]
-- same: all 2

'{1,2,3}'::int[]
-- same: all [1, 2, 3]

'{a,b}'::text[]
-- same: all ["a", "b"]

'{}'::int[]
-- same: all []

ROW(1, 'a')
-- postgres: [{"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}]
-- mubatch: [{"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}]
-- differs: the fields of a row without names are c0, c1; PostgreSQL has f1, f2

(1, 'a')
-- postgres: [{"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}, {"f1": 1, "f2": "a"}]
-- mubatch: [{"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}, {"c0": 1, "c1": "a"}]
-- differs: the fields of a row without names are c0, c1; PostgreSQL has f1, f2

i % 2 = 0 AND NOT ok
-- same: [false, false, false, false, true, false, null, false, false, false, false, false, true, false, null, true, false, true, false, false, false, false, false, true]

2 + 3 * 4
-- same: all 14

(2 + 3) * 4
-- same: all 20

10 / 3 * 3
-- same: all 9

10 % 4 * 2
-- same: all 4

- 2 * 3
-- same: all -6

2 - 3 - 4
-- same: all -5

1 < 2 = true
-- postgres: "error"
-- mubatch: all true
-- differs: PostgreSQL refuses it

s || s || s
-- same: ["Anna SchmidtAnna SchmidtAnna Schmidt", "", "  two spaces   two spaces   two spaces ", null, "GrößeGrößeGröße", "naïve cafénaïve cafénaïve café", "ÅNGSTRÖMÅNGSTRÖMÅNGSTRÖM", "a_b%ca_b%ca_b%c", "back\\slashback\\slashback\\slash", "it's \"quoted\"it's \"quoted\"it's \"quoted\"", "ΕλλάδαΕλλάδαΕλλάδα", "東京 tower東京 tower東京 tower", "😀 smile😀 smile😀 smile", "line\nbreakline\nbreakline\nbreak", "tab\theretab\theretab\there", "a-b-ca-b-ca-b-c", "x,y,,zx,y,,zx,y,,z", "MiXeD cAsEMiXeD cAsEMiXeD cAsE", "www.Shop-24.examplewww.Shop-24.examplewww.Shop-24.example", "nullnullnull", "000", "aaaaaaaaaaaa", "ßßß", "ééé"]

'a' || i
-- same: ["a0", "a1", "a-1", "a2147483647", "a-2147483648", null, "a2", "a3", "a-3", "a7", "a-7", "a10", "a-10", "a42", "a100", "a-100", "a255", "a256", "a999", "a1000", "a12345", "a-12345", "a5", "a6"]

i || 'a'
-- same: ["0a", "1a", "-1a", "2147483647a", "-2147483648a", null, "2a", "3a", "-3a", "7a", "-7a", "10a", "-10a", "42a", "100a", "-100a", "255a", "256a", "999a", "1000a", "12345a", "-12345a", "5a", "6a"]

i::text || k::text
-- same: ["02", "10", "-13", "2147483647-1", "-21474836487", null, null, "3-2", "-32", "73", "-7-3", "100", "-104", "425", "1006", "-100-6", "25516", "2568", "99910", "1000-10", "12345100", "-123457", "5-5", "66"]

5 & 3 | 8
-- same: all 9

5 # 3
-- same: all 6

~5
-- same: all -6

|/ 16.0
-- postgres: all 4
-- mubatch: "error"
-- differs: write sqrt(x), abs(x)

@ -5
-- postgres: all 5
-- mubatch: "error"
-- differs: write sqrt(x), abs(x)

5 !~ '4'
-- same: "error"

'a' ~~ 'a%'
-- same: all true

'A' ~~* 'a'
-- same: all true

i IS DISTINCT FROM NULL
-- same: [true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(i IS NULL) = (k IS NULL)
-- same: [true, true, true, true, true, false, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

greatest(1, 2, 3)
-- same: all 3

least('b', 'a')
-- same: all "a"

current_catalog IS NULL
-- postgres: all false
-- mubatch: "error"
-- differs: of databases, not of streams: refused

pg_typeof(i)
-- postgres: all "integer"
-- mubatch: "error"
-- differs: of databases, not of streams: refused

SELECT i, k FROM events WHERE id = 1
-- same: [{"i": 0, "k": 2}]

SELECT i AS "Größe", k "b c" FROM events WHERE id = 1
-- same: [{"Größe": 0, "b c": 2}]

SELECT i a FROM events WHERE id = 1
-- same: [{"a": 0}]

SELECT events.* FROM (SELECT i, k FROM events WHERE id = 1) events
-- same: [{"i": 0, "k": 2}]

SELECT e.i FROM events AS e WHERE e.id = 1
-- same: [{"i": 0}]

SELECT e.i FROM events e (id2) WHERE id2 = 1
-- postgres: [{"i": 0}]
-- mubatch: "error"
-- differs: of databases, not of streams: refused

SELECT * FROM (SELECT 1 AS a, 2 AS b) q
-- same: [{"a": 1, "b": 2}]

SELECT q.a + q.b AS v FROM (SELECT 1 AS a, 2 AS b) AS q
-- same: [{"v": 3}]

SELECT a, b FROM (VALUES (1, 2), (3, 4)) AS q (a, b) ORDER BY a DESC
-- same: [{"a": 3, "b": 4}, {"a": 1, "b": 2}]

SELECT * FROM (VALUES (1, 2)) q
-- same: [{"column1": 1, "column2": 2}]

SELECT count(*) c FROM events
-- same: [{"c": 24}]

SELECT count(1) AS c, count(NULL) AS d FROM events
-- same: [{"c": 24, "d": 0}]

SELECT i AS v FROM events ORDER BY 1 NULLS LAST LIMIT 3
-- same: [{"v": -2147483648}, {"v": -12345}, {"v": -100}]

SELECT i AS v FROM events ORDER BY v NULLS FIRST LIMIT 3
-- same: [{"v": null}, {"v": -2147483648}, {"v": -12345}]

SELECT i AS v FROM events ORDER BY -i NULLS LAST, id LIMIT 3
-- same: "error"

SELECT i AS v FROM events ORDER BY i ASC, id DESC LIMIT 3
-- same: [{"v": -2147483648}, {"v": -12345}, {"v": -100}]

SELECT i AS v FROM events ORDER BY id LIMIT ALL OFFSET 22
-- same: [{"v": 5}, {"v": 6}]

SELECT i AS v FROM events ORDER BY id LIMIT 2 + 1
-- same: [{"v": 0}, {"v": 1}, {"v": -1}]

SELECT i AS v FROM events ORDER BY id LIMIT NULL OFFSET 22
-- same: [{"v": 5}, {"v": 6}]

SELECT DISTINCT n AS v FROM events ORDER BY v DESC NULLS LAST
-- same: [{"v": 3}, {"v": 2}, {"v": 1}, {"v": null}]

SELECT n FROM events GROUP BY n ORDER BY count(*) DESC, n LIMIT 2
-- same: [{"n": 1}, {"n": 2}]

SELECT n, count(*) FROM events GROUP BY n ORDER BY 2, 1
-- postgres: [{"n": null, "count": 4}, {"n": 3, "count": 5}, {"n": 2, "count": 6}, {"n": 1, "count": 9}]
-- mubatch: "error"
-- differs: a computed column needs a name, and no two have the same: write AS

SELECT n AS v, sum(i) AS s FROM events GROUP BY v HAVING sum(i) > 0
-- same: [{"v": 1, "s": 942}, {"v": 2, "s": 2147471655}, {"v": 3, "s": 13360}]

SELECT n FROM events GROUP BY n HAVING n > 1
-- same: [{"n": 2}, {"n": 3}]

SELECT n + 1 AS v FROM events GROUP BY n + 1
-- same: [{"v": 2}, {"v": 3}, {"v": 4}, {"v": null}]

SELECT n + 1 AS v FROM events GROUP BY n
-- same: [{"v": 2}, {"v": 3}, {"v": 4}, {"v": null}]

SELECT n, g FROM events GROUP BY n
-- same: "error"

SELECT i FROM events WHERE v > 1
-- same: "error"

SELECT i AS v FROM events WHERE v > 1
-- same: "error"

SELECT max(i) AS v FROM events WHERE max(i) > 1
-- same: "error"

SELECT nosuch FROM events
-- same: "error"

SELECT 1 FROM nosuch
-- same: "error"

SELECT nosuch(1) AS v
-- same: "error"

SELECT id FROM events e, events f
-- same: "error"

SELECT id, id FROM events
-- postgres: [{"id": 1, "id": 1}, {"id": 10, "id": 10}, {"id": 11, "id": 11}, {"id": 12, "id": 12}, {"id": 13, "id": 13}, {"id": 14, "id": 14}, {"id": 15, "id": 15}, {"id": 16, "id": 16}, {"id": 17, "id": 17}, {"id": 18, "id": 18}, {"id": 19, "id": 19}, {"id": 2, "id": 2}, {"id": 20, "id": 20}, {"id": 21, "id": 21}, {"id": 22, "id": 22}, {"id": 23, "id": 23}, {"id": 24, "id": 24}, {"id": 3, "id": 3}, {"id": 4, "id": 4}, {"id": 5, "id": 5}, {"id": 6, "id": 6}, {"id": 7, "id": 7}, {"id": 8, "id": 8}, {"id": 9, "id": 9}]
-- mubatch: "error"
-- differs: a computed column needs a name, and no two have the same: write AS

SELECT a.id FROM events a JOIN events b ON a.id = b.id JOIN events c ON b.id = c.id WHERE a.id < 3
-- same: [{"id": 1}, {"id": 2}]

SELECT a.id FROM events a JOIN events b USING (id, n) WHERE a.id < 3
-- same: [{"id": 1}, {"id": 2}]

SELECT id FROM events WHERE id IN (1, 2, 3) AND id NOT IN (2) ORDER BY id
-- same: [{"id": 1}, {"id": 3}]

SELECT id FROM events WHERE (id, n) IN ((1, 1), (2, 2)) ORDER BY id
-- same: [{"id": 1}, {"id": 2}]

SELECT id FROM events TABLESAMPLE SYSTEM (100) WHERE id = 1
-- postgres: [{"id": 1}]
-- mubatch: "error"
-- differs: of databases, not of streams: refused

SELECT id FROM events FOR UPDATE
-- same: [{"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 1}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}]

WITH q AS (SELECT 1 AS a), r AS (SELECT a + 1 AS b FROM q) SELECT a, b FROM q, r
-- same: [{"a": 1, "b": 2}]

WITH q (x, y) AS (SELECT 1, 2) SELECT x, y FROM q
-- same: [{"x": 1, "y": 2}]

WITH q AS MATERIALIZED (SELECT 1 AS a) SELECT a FROM q
-- postgres: [{"a": 1}]
-- mubatch: "error"
-- differs: of databases, not of streams: refused

WITH events AS (SELECT 7 AS id) SELECT id FROM events
-- same: [{"id": 7}]

SELECT * FROM (SELECT id FROM events ORDER BY id LIMIT 2) q UNION ALL SELECT 100
-- same: [{"id": 100}, {"id": 1}, {"id": 2}]

SELECT id FROM events WHERE id < 3 UNION ALL (SELECT id FROM events WHERE id < 2) ORDER BY id
-- same: [{"id": 1}, {"id": 1}, {"id": 2}]

SELECT 1 AS v UNION SELECT 2 UNION ALL SELECT 2 EXCEPT SELECT 1
-- same: [{"v": 2}]

SELECT 1 AS v UNION SELECT 2 INTERSECT SELECT 2
-- same: [{"v": 1}, {"v": 2}]

TABLE campaigns
-- same: "error"

SELECT count(*) AS c FROM events WHERE false GROUP BY ROLLUP (n)
-- same: [{"c": 0}]

SELECT sum(i) FILTER (WHERE i < 100) OVER () AS v FROM events WHERE id < 3
-- same: [{"v": 1}, {"v": 1}]

SELECT sum(k) OVER q AS v, id FROM events WINDOW q AS (ORDER BY id)
-- same: [{"v": 11, "id": 5}, {"v": 13, "id": 8}, {"v": 148, "id": 21}, {"v": 15, "id": 11}, {"v": 15, "id": 12}, {"v": 15, "id": 6}, {"v": 15, "id": 7}, {"v": 15, "id": 9}, {"v": 150, "id": 23}, {"v": 155, "id": 22}, {"v": 156, "id": 24}, {"v": 18, "id": 10}, {"v": 19, "id": 13}, {"v": 2, "id": 1}, {"v": 2, "id": 2}, {"v": 24, "id": 14}, {"v": 24, "id": 16}, {"v": 30, "id": 15}, {"v": 4, "id": 4}, {"v": 40, "id": 17}, {"v": 48, "id": 18}, {"v": 48, "id": 20}, {"v": 5, "id": 3}, {"v": 58, "id": 19}]

SELECT id, rank() OVER (ORDER BY count(*)) AS v FROM events GROUP BY id
-- same: [{"id": 1, "v": 1}, {"id": 10, "v": 1}, {"id": 11, "v": 1}, {"id": 12, "v": 1}, {"id": 13, "v": 1}, {"id": 14, "v": 1}, {"id": 15, "v": 1}, {"id": 16, "v": 1}, {"id": 17, "v": 1}, {"id": 18, "v": 1}, {"id": 19, "v": 1}, {"id": 2, "v": 1}, {"id": 20, "v": 1}, {"id": 21, "v": 1}, {"id": 22, "v": 1}, {"id": 23, "v": 1}, {"id": 24, "v": 1}, {"id": 3, "v": 1}, {"id": 4, "v": 1}, {"id": 5, "v": 1}, {"id": 6, "v": 1}, {"id": 7, "v": 1}, {"id": 8, "v": 1}, {"id": 9, "v": 1}]

SELECT any_value(n) IS NOT NULL AS v FROM events
-- postgres: "error"
-- mubatch: [{"v": true}]
-- differs: PostgreSQL refuses it

SELECT array_agg(DISTINCT g) AS v FROM events WHERE g IN ('a')
-- same: [{"v": ["a"]}]

SELECT string_agg(g, ',') FILTER (WHERE g = 'a') AS v FROM events
-- same: [{"v": "a,a,a,a,a,a,a"}]

SELECT count(*) FILTER (WHERE g = 'a') AS a, count(*) FILTER (WHERE g <> 'a') AS b FROM events
-- same: [{"a": 7, "b": 13}]

SELECT json_agg(g) AS v FROM events WHERE id < 3
-- postgres: [{"v": ["a", "b"]}]
-- mubatch: "error"
-- differs: of databases, not of streams: refused

SELECT coalesce(sum(i), 0) AS v FROM events WHERE false
-- same: [{"v": 0}]

SELECT CASE WHEN count(*) > 0 THEN sum(k) / count(*) END AS v FROM events
-- same: [{"v": 6}]
