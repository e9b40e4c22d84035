-- Three values.

ok AND NULL
-- same: [null, false, null, null, false, null, null, false, null, false, null, null, false, null, null, false, null, false, null, null, false, null, null, false]

ok OR NULL
-- same: [true, null, null, true, null, true, null, null, true, null, null, true, null, true, null, null, true, null, null, true, null, true, null, null]

NOT ok
-- same: [false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]

NOT NULL::boolean
-- same: all null

ok AND i > 0
-- same: [false, false, false, true, false, null, null, false, false, false, false, true, false, true, null, false, true, false, null, true, false, false, null, false]

ok OR i > 0
-- same: [true, true, null, true, false, true, true, true, true, true, null, true, false, true, true, false, true, true, true, true, true, true, true, true]

ok = true
-- same: [true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, false]

ok <> true
-- same: [false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]

ok IS TRUE
-- same: [true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false]

ok IS NOT TRUE
-- same: [false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true]

ok IS FALSE
-- same: [false, true, false, false, true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, true, false, false, true]

ok IS NOT FALSE
-- same: [true, false, true, true, false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true, false, true, true, false]

ok IS UNKNOWN
-- same: [false, false, true, false, false, false, true, false, false, false, true, false, false, false, true, false, false, false, true, false, false, false, true, false]

ok IS NOT UNKNOWN
-- same: [true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true]

ok IS NULL
-- same: [false, false, true, false, false, false, true, false, false, false, true, false, false, false, true, false, false, false, true, false, false, false, true, false]

ok = NULL
-- same: all null

ok IS DISTINCT FROM NULL
-- same: [true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true, true, true, false, true]

ok < true
-- same: [false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]

NOT (ok AND i > 0)
-- same: [true, true, true, false, true, null, null, true, true, true, true, false, true, false, null, true, false, true, null, false, true, true, null, true]

NOT (ok OR i > 0)
-- same: [false, false, null, false, true, false, false, false, false, false, null, false, true, false, false, true, false, false, false, false, false, false, false, false]

(i > 0) IS NULL
-- same: [false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

(i > 0) IS NOT TRUE
-- same: [true, false, true, false, true, true, false, false, true, false, true, false, true, false, false, true, false, false, false, false, false, true, false, false]

i > 0 AND k > 0
-- same: [false, false, false, false, false, null, null, false, false, true, false, false, false, true, true, false, true, true, true, false, true, false, false, true]

i > 0 OR k > 0
-- same: [true, true, true, true, true, true, true, true, true, true, false, true, true, true, true, false, true, true, true, true, true, true, true, true]

NULL AND false
-- same: all false

NULL OR true
-- same: all true

NULL = NULL
-- same: all null

NULL IS NULL
-- same: all true

NULL <> 1
-- same: all null

1 = 1
-- same: all true

coalesce(ok, false)
-- same: [true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false]

CASE WHEN ok THEN 'y' ELSE 'n' END
-- same: ["y", "n", "n", "y", "n", "y", "n", "n", "y", "n", "n", "y", "n", "y", "n", "n", "y", "n", "n", "y", "n", "y", "n", "n"]

CASE WHEN NOT ok THEN 'n' ELSE 'y' END
-- same: ["y", "n", "y", "y", "n", "y", "y", "n", "y", "n", "y", "y", "n", "y", "y", "n", "y", "n", "y", "y", "n", "y", "y", "n"]

CASE WHEN ok IS NULL THEN 'u' WHEN ok THEN 'y' ELSE 'n' END
-- same: ["y", "n", "u", "y", "n", "y", "u", "n", "y", "n", "u", "y", "n", "y", "u", "n", "y", "n", "u", "y", "n", "y", "u", "n"]

CASE ok WHEN true THEN 1 WHEN false THEN 0 END
-- same: [1, 0, null, 1, 0, 1, null, 0, 1, 0, null, 1, 0, 1, null, 0, 1, 0, null, 1, 0, 1, null, 0]

CASE WHEN NULL THEN 1 ELSE 2 END
-- same: all 2

CASE NULL WHEN NULL THEN 1 ELSE 2 END
-- same: all 2

CASE WHEN i > 0 THEN ok END
-- same: [null, false, null, true, null, null, null, false, null, false, null, true, null, true, null, null, true, false, null, true, false, null, null, false]

CASE WHEN i > 0 THEN true ELSE NULL END
-- same: [null, true, null, true, null, null, true, true, null, true, null, true, null, true, true, null, true, true, true, true, true, null, true, true]

CASE WHEN i > 0 THEN NULL ELSE false END
-- same: [false, null, false, null, false, false, null, null, false, null, false, null, false, null, null, false, null, null, null, null, null, false, null, null]

CASE WHEN i > 0 THEN NULL WHEN i < 0 THEN 1 END
-- same: [null, null, 1, null, 1, null, null, null, 1, null, 1, null, 1, null, null, 1, null, null, null, null, null, 1, null, null]

(i, k) = (1, 0)
-- same: [false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

(i, k) < (1, 5)
-- same: [true, true, true, false, true, null, false, false, true, false, true, false, true, false, false, true, false, false, false, false, false, true, false, false]

(i, k) IN ((1, 0), (2, 2))
-- same: [false, true, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i IN (SELECT k FROM events)
-- same: [true, null, true, null, null, null, true, true, true, true, null, true, true, null, true, null, null, null, null, null, null, null, true, true]

i NOT IN (SELECT k FROM events)
-- same: [false, null, false, null, null, null, false, false, false, false, null, false, false, null, false, null, null, null, null, null, null, null, false, false]

i NOT IN (SELECT k FROM events WHERE k IS NOT NULL)
-- same: [false, true, false, true, true, null, false, false, false, false, true, false, false, true, false, true, true, true, true, true, true, true, false, false]

EXISTS (SELECT 1 FROM events e WHERE e.k = events.i)
-- same: [true, false, true, false, false, false, true, true, true, true, false, true, true, false, true, false, false, false, false, false, false, false, true, true]

NOT EXISTS (SELECT 1 FROM events e WHERE e.k = events.i)
-- same: [false, true, false, true, true, true, false, false, false, false, true, false, false, true, false, true, true, true, true, true, true, true, false, false]

i = ANY (SELECT k FROM events)
-- same: [true, null, true, null, null, null, true, true, true, true, null, true, true, null, true, null, null, null, null, null, null, null, true, true]

i > ALL (SELECT k FROM events WHERE k < 0)
-- same: [true, true, false, true, false, null, true, true, false, true, false, true, false, true, true, false, true, true, true, true, true, false, true, true]

i = ANY (ARRAY[1, 2, NULL])
-- same: [null, true, null, null, null, null, true, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

i <> ALL (ARRAY[1, 2])
-- same: [true, false, true, true, true, null, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i <> ALL (ARRAY[1, NULL])
-- same: [null, false, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

(SELECT max(k) FROM events)
-- same: all 100

(SELECT k FROM events WHERE id = 3)
-- same: all 3

(SELECT k FROM events WHERE id = 300)
-- same: all null

(SELECT count(*) FROM events e WHERE e.n = events.n)
-- same: [9, 6, 9, 6, 0, 9, 5, 5, 6, 9, 0, 5, 9, 9, 6, 9, 6, 0, 9, 5, 5, 6, 9, 0]

(SELECT max(e.i) FROM events e WHERE e.uid = events.uid AND e.id < events.id)
-- same: [null, null, 0, null, null, null, 1, 0, 2, 3, null, -2147483648, null, 2, 7, 42, 100, null, 10, -10, 42, 255, 12345, 255]

(SELECT e.i FROM events e WHERE e.id = events.id)
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

coalesce((SELECT k FROM events WHERE id = 300), 0)
-- same: all 0

-- Guards: what must not be evaluated where it would fail.

CASE WHEN k <> 0 THEN i / k END
-- same: [0, null, 0, -2147483647, -306783378, null, null, -1, -1, 2, 2, null, -2, 8, 16, 16, 15, 32, 99, -100, 123, -1763, -1, 1]

CASE WHEN k = 0 THEN 0 ELSE i / k END
-- same: [0, 0, 0, -2147483647, -306783378, null, null, -1, -1, 2, 2, 0, -2, 8, 16, 16, 15, 32, 99, -100, 123, -1763, -1, 1]

CASE WHEN k = 0 THEN false ELSE i::bigint / k > 1 END
-- same: [false, false, false, false, false, null, null, false, false, true, true, false, false, true, true, true, true, true, true, false, true, false, false, false]

CASE WHEN k <> 0 THEN i::bigint / k > 1 ELSE false END
-- same: [false, false, false, false, false, null, false, false, false, true, true, false, false, true, true, true, true, true, true, false, true, false, false, false]

k <> 0 AND i::bigint / k > 1
-- same: [false, false, false, false, false, null, null, false, false, true, true, false, false, true, true, true, true, true, true, false, true, false, false, false]

k = 0 OR i::bigint / k > 1
-- same: [false, true, false, false, false, null, null, false, false, true, true, true, false, true, true, true, true, true, true, false, true, false, false, false]

coalesce(k, 0) <> 0 AND i::bigint / k > 1
-- same: [false, false, false, false, false, null, false, false, false, true, true, false, false, true, true, true, true, true, true, false, true, false, false, false]

NOT (k = 0) AND i::bigint / k > 1
-- same: [false, false, false, false, false, null, null, false, false, true, true, false, false, true, true, true, true, true, true, false, true, false, false, false]

CASE WHEN nt ~ '^[0-9]{1,9}$' THEN nt::int > 5 ELSE false END
-- same: [true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

nt ~ '^[0-9]{1,9}$' AND nt::int > 5
-- same: [true, false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

CASE WHEN cardinality(li) > 0 THEN 10 / cardinality(li) END
-- same: [3, null, null, 3, 3, 10, 3, 10, 5, 2, 3, null, null, 3, 3, 10, 3, 10, 5, 2, 3, null, null, 3]

cardinality(li) > 0 AND 10 / cardinality(li) > 2
-- same: [true, false, null, true, true, true, true, true, true, false, true, false, null, true, true, true, true, true, true, false, true, false, null, true]

CASE WHEN i > 0 THEN ln(i) END
-- same: [null, 0, null, 21.487562596892644, null, null, 0.6931471805599453, 1.0986122886681098, null, 1.9459101490553132, null, 2.302585092994046, null, 3.7376696182833684, 4.605170185988092, null, 5.541263545158426, 5.545177444479562, 6.906754778648554, 6.907755278982137, 9.42100640177928, null, 1.6094379124341003, 1.791759469228055]

CASE WHEN i IS NULL THEN 1/0 ELSE i END
-- same: "error"

CASE WHEN false THEN 1/0 ELSE i END
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

coalesce(i, 1/0)
-- same: "error"

coalesce(1, 1/0)
-- same: all 1

coalesce(i, i / k)
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

nullif(i / nullif(k, 0), 1)
-- same: [0, null, 0, -2147483647, -306783378, null, null, -1, -1, 2, 2, null, -2, 8, 16, 16, 15, 32, 99, -100, 123, -1763, -1, null]

CASE WHEN k > 0 THEN i / k WHEN k < 0 THEN -(i::bigint / k) ELSE 0 END
-- same: [0, 0, 0, 2147483647, -306783378, null, 0, 1, -1, 2, -2, 0, -2, 8, 16, -16, 15, 32, 99, 100, 123, -1763, 1, 1]

CASE WHEN k <> 0 AND i / k > 1 THEN 'a' ELSE 'b' END
-- same: ["b", "b", "b", "b", "b", "b", "b", "b", "b", "a", "a", "b", "b", "a", "a", "a", "a", "a", "a", "b", "a", "b", "b", "b"]

CASE k WHEN 0 THEN NULL ELSE i / k END
-- same: [0, null, 0, -2147483647, -306783378, null, null, -1, -1, 2, 2, null, -2, 8, 16, 16, 15, 32, 99, -100, 123, -1763, -1, 1]

CASE WHEN bt IN ('true', 'false') THEN bt::boolean END
-- same: [true, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

CASE WHEN dx ~ '^2024-02-29$' THEN dx::date END
-- same: ["2024-02-29", null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

SELECT id FROM events WHERE k <> 0 AND i::bigint / k > 1 ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

SELECT id FROM events WHERE i::bigint / k > 1 AND k <> 0 ORDER BY id
-- postgres: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]
-- mubatch: "error"
-- differs: AND goes from left to right; PostgreSQL happens to evaluate the cheaper condition first

SELECT id FROM events WHERE k = 0 OR i::bigint / k > 1 ORDER BY id
-- same: [{"id": 2}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

SELECT id FROM events WHERE CASE WHEN k <> 0 THEN i::bigint / k > 1 ELSE false END ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

SELECT id FROM events WHERE nt ~ '^[0-9]{1,9}$' AND cast(nt AS int) > 5 ORDER BY id
-- same: [{"id": 1}, {"id": 24}]

SELECT id FROM (SELECT * FROM events WHERE k <> 0) q WHERE i::bigint / k > 1 ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

WITH q AS (SELECT * FROM events WHERE k <> 0) SELECT id FROM q WHERE i::bigint / k > 1 ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

SELECT id, i::bigint / k AS v FROM (SELECT * FROM events WHERE k <> 0) q ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 3, "v": 0}, {"id": 4, "v": -2147483647}, {"id": 5, "v": -306783378}, {"id": 6, "v": null}, {"id": 8, "v": -1}, {"id": 9, "v": -1}, {"id": 10, "v": 2}, {"id": 11, "v": 2}, {"id": 13, "v": -2}, {"id": 14, "v": 8}, {"id": 15, "v": 16}, {"id": 16, "v": 16}, {"id": 17, "v": 15}, {"id": 18, "v": 32}, {"id": 19, "v": 99}, {"id": 20, "v": -100}, {"id": 21, "v": 123}, {"id": 22, "v": -1763}, {"id": 23, "v": -1}, {"id": 24, "v": 1}]

SELECT id, i::bigint / k AS v FROM events WHERE k <> 0 ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 3, "v": 0}, {"id": 4, "v": -2147483647}, {"id": 5, "v": -306783378}, {"id": 6, "v": null}, {"id": 8, "v": -1}, {"id": 9, "v": -1}, {"id": 10, "v": 2}, {"id": 11, "v": 2}, {"id": 13, "v": -2}, {"id": 14, "v": 8}, {"id": 15, "v": 16}, {"id": 16, "v": 16}, {"id": 17, "v": 15}, {"id": 18, "v": 32}, {"id": 19, "v": 99}, {"id": 20, "v": -100}, {"id": 21, "v": 123}, {"id": 22, "v": -1763}, {"id": 23, "v": -1}, {"id": 24, "v": 1}]

SELECT id FROM events WHERE k <> 0 AND i::bigint / k IN (1, 2, 3) ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 24}]

SELECT id FROM events WHERE cardinality(li) > 0 AND 10 / cardinality(li) > 2 ORDER BY id
-- same: [{"id": 1}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}, {"id": 24}]

SELECT count(*) FILTER (WHERE k <> 0 AND i::bigint / k > 1) AS c FROM events
-- same: [{"c": 9}]

SELECT sum(CASE WHEN k <> 0 THEN i::bigint / k END) AS v FROM events
-- same: [{"v": -2454268579}]

SELECT sum(i::bigint / k) FILTER (WHERE k <> 0) AS v FROM events
-- same: [{"v": -2454268579}]

SELECT a.id, b.id AS bid FROM events a JOIN events b ON a.id = b.id AND b.k <> 0 AND a.i::bigint / b.k > 1 ORDER BY a.id
-- same: [{"id": 10, "bid": 10}, {"id": 11, "bid": 11}, {"id": 14, "bid": 14}, {"id": 15, "bid": 15}, {"id": 16, "bid": 16}, {"id": 17, "bid": 17}, {"id": 18, "bid": 18}, {"id": 19, "bid": 19}, {"id": 21, "bid": 21}]

SELECT g, sum(m) / count(i) AS v FROM events GROUP BY g HAVING count(i) > 0 AND sum(m) / count(i) > 1
-- same: [{"g": "B", "v": 34.97}, {"g": "Z", "v": 10}, {"g": "a", "v": 14.3057142857142857}, {"g": "b", "v": 1.9833333333333333}, {"g": "z", "v": 3.33}, {"g": "é", "v": 50000033.33}, {"g": null, "v": 10.47}]

SELECT id FROM events WHERE k IS NOT NULL AND k <> 0 AND (i::bigint % k) = 0 ORDER BY id
-- same: [{"id": 1}, {"id": 4}, {"id": 18}, {"id": 20}, {"id": 23}, {"id": 24}]

SELECT id, CASE WHEN k <> 0 THEN m / k ELSE 0 END AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": 0}, {"id": 3, "v": 0.5}, {"id": 4, "v": 1.5}, {"id": 5, "v": 2.8557142857142857}, {"id": 6, "v": 0.0025}, {"id": 7, "v": 0}, {"id": 8, "v": null}, {"id": 9, "v": 49999999.995}, {"id": 10, "v": -33333333.33}, {"id": 11, "v": -3.3333333333333333}, {"id": 12, "v": 0}, {"id": 13, "v": 0.025}, {"id": 14, "v": 0.04}, {"id": 15, "v": 0.05}, {"id": 16, "v": -0.40833333333333333333}, {"id": 17, "v": 0.440625}, {"id": 18, "v": 12.5}, {"id": 19, "v": 4.995}, {"id": 20, "v": -0.099}, {"id": 21, "v": 0.0115}, {"id": 22, "v": 4.7614285714285714}, {"id": 23, "v": -13.334}, {"id": 24, "v": 0.00833333333333333333}]

SELECT id FROM events WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = events.id AND e.k <> 0 AND e.i::bigint / e.k > 1) ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

SELECT id FROM events WHERE s IS NOT NULL AND length(s) > 0 AND 100 / length(s) > 10 ORDER BY id
-- same: [{"id": 5}, {"id": 7}, {"id": 8}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE (k <> 0 AND i::bigint / k > 1) OR (k = 0 AND i > 0) ORDER BY id
-- same: [{"id": 2}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

SELECT DISTINCT i::bigint / k AS v FROM events WHERE k > 3
-- same: [{"v": -1763}, {"v": -2}, {"v": -306783378}, {"v": 123}, {"v": 15}, {"v": 16}, {"v": 1}, {"v": 32}, {"v": 8}, {"v": 99}, {"v": null}]

SELECT i::bigint / k AS v, count(*) AS c FROM events WHERE k <> 0 GROUP BY 1
-- same: [{"v": -1, "c": 3}, {"v": -100, "c": 1}, {"v": -1763, "c": 1}, {"v": -2, "c": 1}, {"v": -2147483647, "c": 1}, {"v": -306783378, "c": 1}, {"v": 0, "c": 2}, {"v": 1, "c": 1}, {"v": 123, "c": 1}, {"v": 15, "c": 1}, {"v": 16, "c": 2}, {"v": 2, "c": 2}, {"v": 32, "c": 1}, {"v": 8, "c": 1}, {"v": 99, "c": 1}, {"v": null, "c": 1}]

SELECT id, row_number() OVER (ORDER BY i::bigint / k, id) AS v FROM events WHERE k <> 0 ORDER BY id
-- same: [{"id": 1, "v": 9}, {"id": 3, "v": 10}, {"id": 4, "v": 1}, {"id": 5, "v": 2}, {"id": 6, "v": 21}, {"id": 8, "v": 6}, {"id": 9, "v": 7}, {"id": 10, "v": 12}, {"id": 11, "v": 13}, {"id": 13, "v": 5}, {"id": 14, "v": 14}, {"id": 15, "v": 16}, {"id": 16, "v": 17}, {"id": 17, "v": 15}, {"id": 18, "v": 18}, {"id": 19, "v": 19}, {"id": 20, "v": 4}, {"id": 21, "v": 20}, {"id": 22, "v": 3}, {"id": 23, "v": 8}, {"id": 24, "v": 11}]

SELECT id, v FROM (SELECT id, i::bigint / nullif(k, 0) AS v FROM events) q WHERE v > 1 ORDER BY id
-- same: [{"id": 10, "v": 2}, {"id": 11, "v": 2}, {"id": 14, "v": 8}, {"id": 15, "v": 16}, {"id": 16, "v": 16}, {"id": 17, "v": 15}, {"id": 18, "v": 32}, {"id": 19, "v": 99}, {"id": 21, "v": 123}]

SELECT (SELECT id FROM events WHERE id > 1000) AS x
-- same: [{"x": null}]

SELECT id FROM events WHERE k <> 0 LIMIT 0
-- same: []
