-- Subqueries as values, compared with all their rows, and correlated; rows in parentheses.

i IN (SELECT k FROM events)
-- same: [true, null, true, null, null, null, true, true, true, true, null, true, true, null, true, null, null, null, null, null, null, null, true, true]

i NOT IN (SELECT k FROM events)
-- same: [false, null, false, null, null, null, false, false, false, false, null, false, false, null, false, null, null, null, null, null, null, null, false, false]

(i IN (SELECT k FROM events)) IS NULL
-- same: [false, true, false, true, true, true, false, false, false, false, true, false, false, true, false, true, true, true, true, true, true, true, false, false]

EXISTS (SELECT 1 FROM events e WHERE e.k = events.i)
-- same: [true, false, true, false, false, false, true, true, true, true, false, true, true, false, true, false, false, false, false, false, false, false, true, true]

NOT EXISTS (SELECT 1 FROM events e WHERE e.k = events.i)
-- same: [false, true, false, true, true, true, false, false, false, false, true, false, false, true, false, true, true, true, true, true, true, true, false, false]

EXISTS (SELECT 1 FROM events e WHERE e.k > events.i)
-- same: [true, true, true, false, true, false, true, true, true, true, true, true, true, true, false, true, false, false, false, false, false, true, true, true]

i = ANY (SELECT k FROM events)
-- same: [true, null, true, null, null, null, true, true, true, true, null, true, true, null, true, null, null, null, null, null, null, null, true, true]

i > ALL (SELECT k FROM events WHERE k < 0)
-- same: [true, true, false, true, false, null, true, true, false, true, false, true, false, true, true, false, true, true, true, true, true, false, true, true]

i > ANY (SELECT k FROM events)
-- same: [true, true, true, true, null, null, true, true, true, true, true, true, null, true, true, null, true, true, true, true, true, null, true, true]

i <> ALL (SELECT k FROM events WHERE k > 5)
-- same: [true, true, true, true, true, null, true, true, true, false, true, false, true, true, false, true, true, true, true, true, true, true, true, false]

i <= ALL (SELECT e.k FROM events e WHERE e.n = events.n)
-- same: [false, false, false, false, true, null, false, false, true, false, true, false, true, false, false, true, false, true, false, false, false, true, false, true]

i < ANY (SELECT e.k FROM events e WHERE e.id < events.id)
-- same: [false, true, true, false, true, null, true, true, true, null, true, null, true, null, null, true, null, null, null, null, null, true, true, true]

i IN (SELECT e.k FROM events e WHERE e.n = events.n)
-- same: [false, false, false, false, false, null, null, null, false, false, false, null, false, false, false, false, false, false, false, null, null, false, true, false]

i NOT IN (SELECT e.k FROM events e WHERE e.id > events.id)
-- same: [false, null, false, null, null, null, false, false, false, false, true, false, false, true, false, true, true, true, true, true, true, true, true, true]

i IN (SELECT max(e.i) FROM events e WHERE e.n = events.n)
-- same: [false, false, false, true, null, null, false, false, false, false, null, false, false, false, false, false, false, null, true, false, true, false, false, null]

(SELECT max(e.i) FROM events e WHERE e.uid = events.uid AND e.id < events.id)
-- same: [null, null, 0, null, null, null, 1, 0, 2, 3, null, -2147483648, null, 2, 7, 42, 100, null, 10, -10, 42, 255, 12345, 255]

(SELECT e.i FROM events e WHERE e.id = events.id)
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

(SELECT campaign FROM campaigns WHERE campaigns.uid = events.uid ORDER BY campaign LIMIT 1)
-- same: ["Größe", "Sommer", "Größe", null, null, null, "Sommer", "Größe", "Sommer", "Größe", null, null, null, "Sommer", "Größe", "Sommer", "Größe", null, null, null, "Sommer", "Größe", "Sommer", "Größe"]

(SELECT campaign FROM campaigns WHERE campaigns.uid = events.uid)
-- same: ["error", "Sommer", "error", null, null, null, "Sommer", "error", "Sommer", "error", null, null, null, "Sommer", "error", "Sommer", "error", null, null, null, "Sommer", "error", "Sommer", "error"]

(SELECT e.i FROM events e WHERE e.id < events.id ORDER BY e.id DESC LIMIT 1)
-- same: [null, 0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5]

(SELECT e.i FROM events e WHERE e.id < events.id ORDER BY e.id DESC LIMIT 1 OFFSET 2)
-- same: [null, null, null, 0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345]

(SELECT count(*) FROM events e WHERE e.id < events.id)
-- same: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]

(SELECT sum(e.i) + events.i FROM events e WHERE e.id <= events.id AND e.n = events.n)
-- same: [0, 2, -2, 4294967295, null, null, 4, 8, 2147483642, 13, null, 25, -14, 80, 2147483845, -162, 2147484255, null, 1936, 2015, 25705, 2147459310, 947, null]

(SELECT array_agg(e.id ORDER BY e.id DESC) FROM events e WHERE e.k < events.k)
-- same: [[23, 20, 16, 12, 11, 8, 4, 2], [23, 20, 16, 11, 8, 4], [23, 20, 16, 12, 11, 9, 8, 4, 2, 1], [23, 20, 16, 11, 8], [24, 23, 20, 16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 4, 3, 2, 1], [23, 20, 16, 12, 11, 10, 9, 8, 4, 3, 2, 1], null, [23, 20, 16, 11], [23, 20, 16, 12, 11, 8, 4, 2], [23, 20, 16, 12, 11, 9, 8, 4, 2, 1], [23, 20, 16], [23, 20, 16, 11, 8, 4], [23, 20, 16, 12, 11, 10, 9, 8, 4, 3, 2, 1], [23, 20, 16, 13, 12, 11, 10, 9, 8, 6, 4, 3, 2, 1], [23, 20, 16, 14, 13, 12, 11, 10, 9, 8, 6, 4, 3, 2, 1], [20], [24, 23, 22, 20, 19, 18, 16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1], [24, 23, 22, 20, 16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1], [24, 23, 22, 20, 18, 16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1], null, [24, 23, 22, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1], [24, 23, 20, 16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 4, 3, 2, 1], [20, 16], [23, 20, 16, 14, 13, 12, 11, 10, 9, 8, 6, 4, 3, 2, 1]]

(SELECT string_agg(e.g, ',' ORDER BY e.id) FROM events e WHERE e.k < events.k)
-- same: ["b,a,Z,z,b,b,é", "a,Z,b,b,é", "a,b,a,é,Z,z,b,b,é", "Z,b,b,é", "a,b,a,b,é,e,Z,z,,a,a,b,b,é,e", "a,b,a,é,e,Z,z,b,b,é", null, "Z,b,b,é", "b,a,Z,z,b,b,é", "a,b,a,é,Z,z,b,b,é", "b,b,é", "a,Z,b,b,é", "a,b,a,é,e,Z,z,b,b,é", "a,b,a,b,é,e,Z,z,,b,b,é", "a,b,a,b,é,e,Z,z,,a,b,b,é", "b", "a,b,a,B,b,é,e,Z,z,,a,a,b,a,B,b,é,e", "a,b,a,B,b,é,e,Z,z,,a,a,b,b,é,e", "a,b,a,B,b,é,e,Z,z,,a,a,b,a,b,é,e", null, "a,b,a,B,b,é,e,Z,z,,a,a,b,a,B,b,é,e", "a,b,a,b,é,e,Z,z,,a,a,b,b,é,e", "b,b", "a,b,a,b,é,e,Z,z,,a,b,b,é"]

(SELECT count(DISTINCT e.g) FROM events e WHERE e.id <= events.id)
-- same: [1, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8]

(i, k) = (k, i)
-- same: [false, false, false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

(i, k) < (1, 5)
-- same: [true, true, true, false, true, null, false, false, true, false, true, false, true, false, false, true, false, false, false, false, false, true, false, false]

(i, k) IN ((1, 0), (2, 2))
-- same: [false, true, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

(i, k) NOT IN ((1, 0), (2, 2))
-- same: [true, false, true, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(i, k) IN (SELECT k, i FROM events)
-- same: [null, false, false, false, false, null, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

(i, k) NOT IN (SELECT i, k FROM events WHERE id > 5)
-- same: [true, true, true, true, true, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

(n, g) IN (SELECT e.n, e.g FROM events e WHERE e.id < events.id)
-- same: [false, false, null, false, null, null, false, null, false, null, null, null, null, true, true, true, null, null, null, null, true, null, null, null]

(i, k) = (SELECT e.i, e.k FROM events e WHERE e.id = events.id)
-- same: [true, true, true, true, true, null, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(i, k) IS NULL
-- same: all false

(i, k) IS NOT NULL
-- same: [true, true, true, true, true, false, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(i, k) IS DISTINCT FROM (k, i)
-- same: [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false]

(i, k) BETWEEN (0, 0) AND (5, 5)
-- same: [true, true, false, false, false, null, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false]

ROW(i + 1, k) >= ROW(k * 2, i)
-- postgres: [false, true, false, "error", false, null, null, true, false, true, true, true, false, true, true, false, true, true, true, true, true, false, true, false]
-- mubatch: [false, true, false, true, false, null, null, true, false, true, true, true, false, true, true, false, true, true, true, true, true, false, true, false]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

CASE WHEN k <> 0 THEN i / k IN (SELECT k FROM events) END
-- same: [true, null, true, null, null, null, null, true, true, true, true, null, true, true, true, true, null, null, null, null, null, null, true, null]

(SELECT count(*) FROM (SELECT DISTINCT e.g FROM events e WHERE e.n = events.n) q)
-- same: [7, 4, 7, 4, 0, 7, 4, 4, 4, 7, 0, 4, 7, 7, 4, 7, 4, 0, 7, 4, 4, 4, 7, 0]

(SELECT count(*) FROM (SELECT DISTINCT e.g FROM events e WHERE e.id < events.id) q)
-- postgres: [0, 1, 2, 3, 3, 4, 4, 4, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]
-- mubatch: "error"
-- differs: a correlated subquery with DISTINCT or GROUP BY takes = only: refused

(SELECT max(c) FROM (SELECT count(*) AS c FROM events e WHERE e.n = events.n GROUP BY e.g) q)
-- same: [2, 2, 2, 2, null, 2, 2, 2, 2, 2, null, 2, 2, 2, 2, 2, 2, null, 2, 2, 2, 2, 2, null]

x IN (SELECT m FROM events)
-- same: [true, true, null, true, true, null, true, null, null, true, true, null, null, null, null, null, null, null, true, null, null, null, null, null]

m IN (SELECT x FROM events)
-- same: [true, true, true, true, true, null, null, null, null, null, null, null, true, true, null, null, null, null, null, null, null, null, null, null]

d IN (SELECT t FROM events)
-- same: [null, null, null, null, true, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

t IN (SELECT d FROM events)
-- same: [null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, true, null, null, null, null]

x IN (SELECT -x FROM events)
-- same: [true, true, true, true, true, true, true, true, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

i IN (SELECT b FROM events)
-- same: [true, true, true, null, null, null, null, true, true, null, null, true, null, null, null, null, null, null, null, null, null, null, null, null]

NULL IN (SELECT k FROM events)
-- same: all null

NULL IN (SELECT k FROM events WHERE false)
-- same: all false

(t - u) IN (SELECT interval '1 day' FROM events)
-- same: [false, false, true, false, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

SELECT id FROM events WHERE i NOT IN (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 24}]

SELECT n, count(*) AS c FROM events GROUP BY n HAVING max(i) IN (SELECT i FROM events) ORDER BY n
-- same: [{"n": 1, "c": 9}, {"n": 2, "c": 6}, {"n": 3, "c": 5}, {"n": null, "c": 4}]

SELECT n, count(*) FILTER (WHERE i IN (SELECT k FROM events)) AS c FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "c": 5}, {"n": 2, "c": 2}, {"n": 3, "c": 3}, {"n": null, "c": 1}]

SELECT i IN (SELECT k FROM events) AS v, count(*) AS c FROM events GROUP BY 1 ORDER BY 1
-- same: [{"v": true, "c": 11}, {"v": null, "c": 13}]

SELECT EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid) AS v, count(*) AS c FROM events GROUP BY 1 ORDER BY 1
-- same: [{"v": false, "c": 6}, {"v": true, "c": 18}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON a.id = b.id AND a.i NOT IN (SELECT k FROM events WHERE k IS NOT NULL) ORDER BY 1
-- same: [{"id": 2, "o": 2}, {"id": 4, "o": 4}, {"id": 5, "o": 5}, {"id": 11, "o": 11}, {"id": 14, "o": 14}, {"id": 16, "o": 16}, {"id": 17, "o": 17}, {"id": 18, "o": 18}, {"id": 19, "o": 19}, {"id": 20, "o": 20}, {"id": 21, "o": 21}, {"id": 22, "o": 22}]

SELECT a.id, b.id AS o FROM events a LEFT JOIN events b ON a.id = b.id AND a.i IN (SELECT e.k FROM events e WHERE e.n = a.n) ORDER BY 1
-- same: [{"id": 1, "o": null}, {"id": 2, "o": null}, {"id": 3, "o": null}, {"id": 4, "o": null}, {"id": 5, "o": null}, {"id": 6, "o": null}, {"id": 7, "o": null}, {"id": 8, "o": null}, {"id": 9, "o": null}, {"id": 10, "o": null}, {"id": 11, "o": null}, {"id": 12, "o": null}, {"id": 13, "o": null}, {"id": 14, "o": null}, {"id": 15, "o": null}, {"id": 16, "o": null}, {"id": 17, "o": null}, {"id": 18, "o": null}, {"id": 19, "o": null}, {"id": 20, "o": null}, {"id": 21, "o": null}, {"id": 22, "o": null}, {"id": 23, "o": 23}, {"id": 24, "o": null}]

SELECT n, sum((SELECT count(*) FROM campaigns c WHERE c.uid = events.uid)) AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 10}, {"n": 2, "v": 8}, {"n": 3, "v": 5}, {"n": null, "v": 3}]

SELECT id FROM events ORDER BY (SELECT count(*) FROM events e WHERE e.i < events.i), id
-- same: [{"id": 5}, {"id": 6}, {"id": 22}, {"id": 16}, {"id": 13}, {"id": 11}, {"id": 9}, {"id": 3}, {"id": 1}, {"id": 2}, {"id": 7}, {"id": 8}, {"id": 23}, {"id": 24}, {"id": 10}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 4}]

SELECT id, (SELECT count(*) FROM events e WHERE e.n = events.n AND EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = e.uid)) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 7}, {"id": 2, "v": 5}, {"id": 3, "v": 7}, {"id": 4, "v": 5}, {"id": 5, "v": 0}, {"id": 6, "v": 7}, {"id": 7, "v": 4}, {"id": 8, "v": 4}, {"id": 9, "v": 5}, {"id": 10, "v": 7}, {"id": 11, "v": 0}, {"id": 12, "v": 4}, {"id": 13, "v": 7}, {"id": 14, "v": 7}, {"id": 15, "v": 5}, {"id": 16, "v": 7}, {"id": 17, "v": 5}, {"id": 18, "v": 0}, {"id": 19, "v": 7}, {"id": 20, "v": 4}, {"id": 21, "v": 4}, {"id": 22, "v": 5}, {"id": 23, "v": 7}, {"id": 24, "v": 0}]

SELECT id, (SELECT count(*) FROM events e WHERE e.n = events.n AND EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid)) AS v FROM events ORDER BY id
-- postgres: [{"id": 1, "v": 9}, {"id": 2, "v": 6}, {"id": 3, "v": 9}, {"id": 4, "v": 0}, {"id": 5, "v": 0}, {"id": 6, "v": 0}, {"id": 7, "v": 5}, {"id": 8, "v": 5}, {"id": 9, "v": 6}, {"id": 10, "v": 9}, {"id": 11, "v": 0}, {"id": 12, "v": 5}, {"id": 13, "v": 0}, {"id": 14, "v": 9}, {"id": 15, "v": 6}, {"id": 16, "v": 9}, {"id": 17, "v": 6}, {"id": 18, "v": 0}, {"id": 19, "v": 9}, {"id": 20, "v": 0}, {"id": 21, "v": 5}, {"id": 22, "v": 6}, {"id": 23, "v": 9}, {"id": 24, "v": 0}]
-- mubatch: "error"
-- differs: a subquery in a subquery that reads columns of the outermost statement is refused

CASE WHEN k <> 0 THEN i::bigint / k IN (SELECT k FROM events) END
-- same: [true, null, true, null, null, null, null, true, true, true, true, null, true, true, true, true, null, null, null, null, null, null, true, null]

CASE WHEN k <> 0 THEN i::bigint / k NOT IN (SELECT e.k FROM events e WHERE e.n = events.n) END
-- same: [true, null, true, true, true, null, null, null, false, false, true, null, true, true, false, true, true, true, true, null, null, true, true, true]

CASE WHEN k <> 0 THEN i::bigint / k > ALL (SELECT e.k FROM events e WHERE e.n = events.n AND e.id < events.id) END
-- same: [true, null, false, false, true, null, null, null, false, false, true, null, false, true, true, true, true, true, true, false, null, false, false, true]

k <> 0 AND i::bigint / k IN (SELECT k FROM events)
-- same: [true, false, true, null, null, null, null, true, true, true, true, false, true, true, true, true, null, null, null, null, null, null, true, null]

CASE WHEN EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid) THEN 'known' ELSE 'new' END
-- same: ["known", "known", "known", "new", "known", "new", "known", "known", "known", "known", "new", "known", "new", "known", "known", "known", "known", "new", "known", "new", "known", "known", "known", "known"]

CASE WHEN n = 1 THEN (SELECT e.i FROM events e WHERE e.n = events.n) ELSE 0 END
-- same: ["error", 0, "error", 0, 0, "error", 0, 0, 0, "error", 0, 0, "error", "error", 0, "error", 0, 0, "error", 0, 0, 0, "error", 0]

CASE WHEN n = 99 THEN (SELECT e.i FROM events e WHERE e.n = events.n) ELSE 0 END
-- same: all 0

coalesce((SELECT campaign FROM campaigns c WHERE c.uid = events.uid AND budget > 50), 'none')
-- same: ["spring", "none", "spring", "none", "none", "none", "none", "spring", "none", "spring", "none", "none", "none", "none", "spring", "none", "spring", "none", "none", "none", "none", "spring", "none", "spring"]

(SELECT c.budget FROM campaigns c WHERE c.uid = events.uid ORDER BY c.budget DESC NULLS LAST LIMIT 1)
-- same: [100, 0.1, 100, null, null, null, 0.1, 100, 0.1, 100, null, null, null, 0.1, 100, 0.1, 100, null, null, null, 0.1, 100, 0.1, 100]

(SELECT c.budget FROM campaigns c WHERE c.uid = events.uid ORDER BY c.budget DESC NULLS FIRST LIMIT 1)
-- same: [100, 0.1, 100, null, null, null, 0.1, 100, 0.1, 100, null, null, null, 0.1, 100, 0.1, 100, null, null, null, 0.1, 100, 0.1, 100]

(SELECT c.campaign FROM campaigns c WHERE c.since <= events.d ORDER BY c.since DESC LIMIT 1)
-- same: ["spring", "spring", "Größe", null, null, null, null, null, "Sommer", null, null, null, "spring", "Sommer", "spring", "Sommer", "Sommer", null, null, null, "Sommer", "Sommer", null, "Sommer"]

(SELECT c.campaign FROM campaigns c WHERE c.since <= events.t ORDER BY c.since DESC, c.campaign LIMIT 1)
-- same: ["spring", "spring", "Sommer", "Sommer", null, "spring", "spring", "Sommer", "Sommer", null, "spring", null, "Sommer", "spring", null, "Sommer", "spring", "Größe", null, null, "Sommer", "spring", "Sommer", "Sommer"]

(SELECT c.campaign || '!' FROM campaigns c WHERE c.uid = events.uid ORDER BY c.budget LIMIT 1)
-- same: ["Größe!", "Sommer!", "Größe!", null, null, null, "Sommer!", "Größe!", "Sommer!", "Größe!", null, null, null, "Sommer!", "Größe!", "Sommer!", "Größe!", null, null, null, "Sommer!", "Größe!", "Sommer!", "Größe!"]

(SELECT e.i + events.i FROM events e WHERE e.id = events.id - 1)
-- same: [null, 1, 0, 2147483646, -1, null, null, 5, 0, 4, 0, 3, 0, 32, 142, 0, 155, 511, 1255, 1999, 13345, 0, -12340, 11]

(SELECT events.i + 1)
-- postgres: [1, 2, 0, "error", -2147483647, null, 3, 4, -2, 8, -6, 11, -9, 43, 101, -99, 256, 257, 1000, 1001, 12346, -12344, 6, 7]
-- mubatch: [1, 2, 0, 2147483648, -2147483647, null, 3, 4, -2, 8, -6, 11, -9, 43, 101, -99, 256, 257, 1000, 1001, 12346, -12344, 6, 7]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

(SELECT max(e.i) + events.i FROM events e WHERE e.id < events.id)
-- same: [null, 1, 0, "error", -1, null, "error", "error", 2147483644, "error", 2147483640, "error", 2147483637, "error", "error", 2147483547, "error", "error", "error", "error", "error", 2147471302, "error", "error"]

(SELECT count(*) FROM events e WHERE e.id < events.id HAVING count(*) > 3)
-- same: [null, null, null, null, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]

(SELECT count(*) FROM events e WHERE e.n = events.n HAVING count(*) > 5)
-- same: [9, 6, 9, 6, null, 9, null, null, 6, 9, null, null, 9, 9, 6, 9, 6, null, 9, null, null, 6, 9, null]

EXISTS (SELECT max(e.i) FROM events e WHERE e.n = events.n)
-- same: all true

EXISTS (SELECT count(*) FROM events e WHERE e.n = events.n HAVING count(*) > 5)
-- same: [true, true, true, true, false, true, false, false, true, true, false, false, true, true, true, true, true, false, true, false, false, true, true, false]

NOT EXISTS (SELECT count(*) FROM events e WHERE e.n = events.n HAVING count(*) > 5)
-- same: [false, false, false, false, true, false, true, true, false, false, true, true, false, false, false, false, false, true, false, true, true, false, false, true]

EXISTS (SELECT 1 FROM events e WHERE e.n = events.n GROUP BY e.g HAVING count(*) > 1)
-- same: [true, true, true, true, false, true, true, true, true, true, false, true, true, true, true, true, true, false, true, true, true, true, true, false]

EXISTS (SELECT 1 FROM events e WHERE e.n = events.n LIMIT 0)
-- same: all false

EXISTS (SELECT 1 FROM events e WHERE e.n = events.n OFFSET 5)
-- same: [true, true, true, true, false, true, false, false, true, true, false, false, true, true, true, true, true, false, true, false, false, true, true, false]

EXISTS (SELECT 1 FROM events WHERE false)
-- same: all false

EXISTS (SELECT 1 / 0 FROM events e WHERE e.n = events.n)
-- postgres: [true, true, true, true, false, true, true, true, true, true, false, true, true, true, true, true, true, false, true, true, true, true, true, false]
-- mubatch: "error"
-- differs: a constant that fails for every event is refused, also where nothing needs it

i IN (SELECT e.i FROM events e WHERE e.n = events.n ORDER BY e.id LIMIT 2)
-- same: [true, true, true, true, false, null, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i IN (SELECT e.i FROM events e WHERE e.n = events.n ORDER BY e.id DESC LIMIT 2 OFFSET 1)
-- same: [false, false, false, false, false, null, false, false, false, false, false, true, false, false, true, true, true, false, true, true, false, false, false, false]

i IN (SELECT DISTINCT e.k FROM events e WHERE e.id <> events.id)
-- same: [true, null, true, null, null, null, true, true, true, true, null, true, true, null, true, null, null, null, null, null, null, null, true, true]

i IN (SELECT k FROM events UNION SELECT i FROM events WHERE id > 10)
-- same: [true, null, true, null, null, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i IN (SELECT e.k + events.k FROM events e)
-- same: [true, null, null, null, null, null, null, true, true, true, null, true, null, null, null, null, null, null, null, null, null, null, true, true]

i IN (SELECT events.i)
-- same: [true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(i IN (SELECT k FROM events)) = (k IN (SELECT i FROM events))
-- same: [true, null, true, null, null, null, null, null, true, true, null, true, null, null, true, null, null, null, null, null, null, null, null, true]

(i IN (SELECT k FROM events)) IN (SELECT ok FROM events WHERE ok IS NOT NULL)
-- same: [true, null, true, null, null, null, true, true, true, true, null, true, true, null, true, null, null, null, null, null, null, null, true, true]

NOT (i IN (SELECT k FROM events) OR k IN (SELECT i FROM events))
-- same: [false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, null, null, null, false, false, false, false, false, false]

(SELECT count(*) FROM events e WHERE e.i IN (SELECT e2.k FROM events e2 WHERE e2.n = e.n))
-- same: all 1

(SELECT count(*) FROM events e WHERE e.n = events.n AND e.i IN (SELECT e2.k FROM events e2 WHERE e2.n = e.n))
-- same: [1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0]

(SELECT count(*) FROM events e WHERE e.n = events.n AND e.i NOT IN (SELECT e2.k FROM events e2 WHERE e2.id < e.id))
-- same: [2, 2, 2, 2, 0, 2, 0, 0, 2, 2, 0, 0, 2, 2, 2, 2, 2, 0, 2, 0, 0, 2, 2, 0]

(SELECT count(*) FROM events e WHERE e.id < events.id AND e.i > (SELECT avg(e2.k) FROM events e2 WHERE e2.n = e.n))
-- same: [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 4, 5, 5, 6, 7, 8, 8, 9]

(SELECT max(e.i) FROM events e JOIN campaigns c ON c.uid = e.uid WHERE e.id < events.id)
-- same: [null, 0, 1, 1, 1, 1, 1, 2, 3, 3, 7, 7, 10, 10, 42, 100, 100, 255, 255, 999, 999, 12345, 12345, 12345]

(SELECT max(e.i) FROM events e JOIN campaigns c ON c.uid = e.uid AND e.id < events.id)
-- same: [null, 0, 1, 1, 1, 1, 1, 2, 3, 3, 7, 7, 10, 10, 42, 100, 100, 255, 255, 999, 999, 12345, 12345, 12345]

(SELECT max(e.i) FROM events e LEFT JOIN campaigns c ON c.uid = e.uid WHERE e.id < events.id)
-- same: [null, 0, 1, 1, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647]

(SELECT sum(q.i) FROM (SELECT e.i, e.id FROM events e) q WHERE q.id > events.id)
-- same: [2564, 2563, 2564, -2147481083, 2565, 2565, 2563, 2560, 2563, 2556, 2563, 2553, 2563, 2521, 2421, 2521, 2266, 2010, 1011, 11, -12334, 11, 6, null]

(SELECT sum(q.v) FROM (SELECT e.i::bigint * 2 AS v FROM events e WHERE e.id > events.id) q)
-- same: [5128, 5126, 5128, -4294962166, 5130, 5130, 5126, 5120, 5126, 5112, 5126, 5106, 5126, 5042, 4842, 5042, 4532, 4020, 2022, 22, -24668, 22, 12, null]

(SELECT sum(e.m) FROM events e WHERE e.uid = events.uid AND e.t <= events.t)
-- same: [-99999992.64, 2.7, -99999957.81, null, null, 1, 2.69, -99999959.31, 100000071.8, -99999999.99, null, 3.33, 1.1, 0.2, -99999999.69, 5.14, -99999992.64, null, 53.28, 0.99, 100000072.95, -99999959.31, 71.81, -99999957.76]

(SELECT avg(e.m) FROM events e WHERE e.n = events.n AND e.id <= events.id)
-- same: [0, 2.5, 0.75, 0.5, null, 0.50333333333333333333, -0.01, -0.01, 33333333.663333333333, -24999999.62, null, 1.66, -19999999.676, -16666666.363333333333, 25000000.3225, -14285713.675714285714, 20000001.668, null, -12499993.2225, 1.4366666666666667, 1.365, 16666673.611666666667, -11111097.678888888889, null]

(SELECT min(e.s) FROM events e WHERE e.s > events.s)
-- same: ["Größe", "  two spaces ", "0", null, "MiXeD cAsE", "null", "ß", "aaaa", "é", "line\nbreak", "東京 tower", "😀 smile", null, "naïve café", "www.Shop-24.example", "a_b%c", "ÅNGSTRÖM", "a-b-c", "x,y,,z", "tab\there", "Anna Schmidt", "back\\slash", "Ελλάδα", "it's \"quoted\""]

(SELECT bool_or(e.ok) FROM events e WHERE e.id < events.id)
-- same: [null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(SELECT count(e.i) FILTER (WHERE e.ok) FROM events e WHERE e.id <= events.id)
-- same: [1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 8, 8, 8]

(SELECT e.li FROM events e WHERE e.id = events.id)
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

(SELECT e.t FROM events e WHERE e.id < events.id ORDER BY e.t DESC LIMIT 1)
-- same: [null, "2024-03-10T06:59:59.999999Z", "2024-03-10T07:00:00Z", "2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z", null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

(SELECT count(*) FROM events e WHERE e.t BETWEEN events.t - interval '30 days' AND events.t)
-- same: [2, 3, 3, 4, 0, 3, 4, 1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]

li IN (SELECT li FROM events WHERE id < 5)
-- same: [true, true, null, true, null, null, null, null, null, null, true, true, null, true, null, null, null, null, null, null, true, true, null, true]

s IN (SELECT p FROM events)
-- same: [null, true, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, true, null, null, null]

s NOT IN (SELECT campaign FROM campaigns)
-- same: [null, null, null, null, false, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

uid NOT IN (SELECT uid FROM campaigns)
-- same: [false, false, false, null, false, true, false, false, false, false, null, false, true, false, false, false, false, null, false, true, false, false, false, false]

upper(uid) IN (SELECT uid FROM campaigns)
-- same: [true, false, true, null, true, false, false, true, false, true, null, true, false, false, true, false, true, null, true, false, false, true, false, true]

m = ANY (SELECT budget FROM campaigns)
-- same: [null, null, null, null, true, null, null, null, null, null, null, null, true, null, null, null, null, true, null, null, null, null, null, null]

m > ALL (SELECT budget FROM campaigns)
-- same: [false, false, false, false, false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

m > ALL (SELECT budget FROM campaigns WHERE budget IS NOT NULL)
-- same: [false, false, false, false, false, false, false, null, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

m >= ANY (SELECT budget FROM campaigns)
-- same: [null, true, true, null, true, null, null, null, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, null]

x > ALL (SELECT budget FROM campaigns WHERE budget < 50)
-- same: [false, false, false, false, false, false, false, false, null, false, false, false, true, true, true, true, false, false, false, false, false, false, true, true]

d < ALL (SELECT since FROM campaigns)
-- same: [false, false, false, null, null, null, null, null, false, null, null, null, false, false, false, false, false, null, null, null, false, false, null, false]

t >= ANY (SELECT since FROM campaigns)
-- same: [true, true, true, true, null, true, true, true, true, null, true, null, true, true, null, true, true, true, null, null, true, true, true, true]

ok = ANY (SELECT ok FROM events)
-- same: [true, true, null, true, true, true, null, true, true, true, null, true, true, true, null, true, true, true, null, true, true, true, null, true]

ok <> ALL (SELECT ok FROM events)
-- same: [false, false, null, false, false, false, null, false, false, false, null, false, false, false, null, false, false, false, null, false, false, false, null, false]

ok <> ANY (SELECT ok FROM events)
-- same: [true, true, null, true, true, true, null, true, true, true, null, true, true, true, null, true, true, true, null, true, true, true, null, true]

i = ALL (SELECT 1)
-- same: [false, true, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i = ALL (SELECT i FROM events WHERE false)
-- same: all true

i <> ANY (SELECT 1 UNION ALL SELECT NULL)
-- same: [true, null, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(i, k) = ANY (SELECT k, i FROM events)
-- same: [null, false, false, false, false, null, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

(i, k) <> ALL (SELECT k, i FROM events)
-- same: [null, true, true, true, true, null, null, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false]

(i, k) > ANY (SELECT 0, 0 UNION ALL SELECT NULL, 5)
-- same: [true, true, null, true, null, null, true, true, null, true, null, true, null, true, true, null, true, true, true, true, true, null, true, true]

(i, k) <= ALL (SELECT e.i, e.k FROM events e WHERE e.n = events.n)
-- same: [false, false, false, false, true, null, null, false, false, false, true, false, false, false, false, null, false, true, false, false, false, true, false, true]

(g, n) IN (SELECT g, n FROM events WHERE g IS NULL)
-- same: all null

(g, n) NOT IN (SELECT 'a', 1 UNION ALL SELECT 'b', NULL)
-- same: [false, null, null, true, true, null, true, null, true, true, true, true, true, false, true, null, null, null, true, null, true, null, true, true]

(uid, m > 1) IN (SELECT uid, true FROM campaigns)
-- same: [false, true, true, false, true, false, false, null, true, false, null, true, false, false, false, true, true, null, true, false, true, true, true, false]

(i + 1, lower(g)) = (1, 'a')
-- postgres: [true, false, false, "error", false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- mubatch: [true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

(i, k) > (SELECT max(i), min(k) FROM events)
-- same: [false, false, false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

(i, k) = (1, 2, 3)
-- same: "error"

(i, k) IN (SELECT 1, 2, 3)
-- same: "error"

(i, k) = 5
-- same: "error"

((i, k), n) = ((0, 2), 1)
-- same: [true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

CASE (i, k) WHEN (0, 2) THEN 'a' WHEN (1, 0) THEN 'b' ELSE 'c' END
-- same: ["a", "b", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c", "c"]

(i, k) NOT BETWEEN (0, 0) AND (5, NULL)
-- same: [false, false, true, true, true, null, false, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, null, true]

(i, k) IS NOT DISTINCT FROM (NULL, 4)
-- same: [false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

NOT ((i, k) IN ((1, 0), (2, NULL)))
-- same: [true, false, true, true, true, null, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

(t, u) < (u, t)
-- same: [false, false, false, false, null, false, null, false, false, true, false, true, false, true, false, false, false, true, true, false, false, false, false, true]

(1, NULL) = (2, NULL)
-- same: all false

(1, 2) <> (1, NULL)
-- same: all null

(d, n) >= ('2024-01-01', 2)
-- same: [true, true, false, null, false, false, false, false, true, false, false, false, true, true, true, true, true, false, false, false, true, true, false, true]

(m, x) = (0, 0)
-- same: [true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

(SELECT i FROM events)
-- same: "error"

(SELECT e.i FROM events e WHERE e.n = events.n)
-- same: ["error", "error", "error", "error", null, "error", "error", "error", "error", "error", null, "error", "error", "error", "error", "error", "error", null, "error", "error", "error", "error", "error", null]

(SELECT e.i FROM events e WHERE e.id = events.id GROUP BY e.i)
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

(SELECT e.n FROM events e WHERE e.n = events.n GROUP BY e.n)
-- same: [1, 2, 1, 2, null, 1, 3, 3, 2, 1, null, 3, 1, 1, 2, 1, 2, null, 1, 3, 3, 2, 1, null]

(SELECT DISTINCT e.n FROM events e WHERE e.n = events.n)
-- same: [1, 2, 1, 2, null, 1, 3, 3, 2, 1, null, 3, 1, 1, 2, 1, 2, null, 1, 3, 3, 2, 1, null]

(SELECT e.g FROM events e WHERE e.n = events.n GROUP BY e.g ORDER BY count(*) DESC, e.g LIMIT 1)
-- same: ["a", "a", "a", "a", null, "a", "a", "a", "a", "a", null, "a", "a", "a", "a", "a", "a", null, "a", "a", "a", "a", "a", null]

(SELECT row_number() OVER (ORDER BY e.id) FROM events e WHERE e.n = events.n ORDER BY e.id LIMIT 1)
-- postgres: [1, 1, 1, 1, null, 1, 1, 1, 1, 1, null, 1, 1, 1, 1, 1, 1, null, 1, 1, 1, 1, 1, null]
-- mubatch: "error"
-- differs: a correlated subquery with a window function, UNION or unnest() is refused

(SELECT unnest(e.li) FROM events e WHERE e.id = events.id LIMIT 1)
-- postgres: [1, null, null, 1, 3, null, 7, 0, -1, 10, 1, null, null, 1, 3, null, 7, 0, -1, 10, 1, null, null, 1]
-- mubatch: "error"
-- differs: a correlated subquery with a window function, UNION or unnest() is refused

(SELECT i FROM events e WHERE e.id = events.id UNION ALL SELECT k FROM events e WHERE e.id = events.id LIMIT 1)
-- postgres: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]
-- mubatch: "error"
-- differs: a correlated subquery with a window function, UNION or unnest() is refused

(SELECT e.i / 0 FROM events e WHERE e.id = events.id)
-- same: ["error", "error", "error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]

(SELECT e.i::bigint / e.k FROM events e WHERE e.id = events.id)
-- same: [0, "error", 0, -2147483647, -306783378, null, null, -1, -1, 2, 2, "error", -2, 8, 16, 16, 15, 32, 99, -100, 123, -1763, -1, 1]

(SELECT sum(e.i::bigint / e.k) FROM events e WHERE e.id <= events.id AND e.k <> 0)
-- same: [0, 0, 0, -2147483647, -2454267025, -2454267025, -2454267025, -2454267026, -2454267027, -2454267025, -2454267023, -2454267023, -2454267025, -2454267017, -2454267001, -2454266985, -2454266970, -2454266938, -2454266839, -2454266939, -2454266816, -2454268579, -2454268580, -2454268579]

(SELECT max(e.i::bigint / events.k) FROM events e WHERE e.id <= events.id)
-- postgres: [0, "error", 0, 1, 306783378, 536870911, null, 1073741824, 1073741823, 715827882, 715827882, "error", 536870911, 429496729, 357913941, 357913941, 134217727, 268435455, 214748364, 214748364, 21474836, 306783378, 429496729, 357913941]
-- mubatch: "error"
-- differs: an error in an aggregate stops the job

i IN (SELECT e.i::bigint / e.k FROM events e WHERE e.k <> 0)
-- same: [true, true, true, null, null, null, true, null, null, null, null, null, null, null, null, true, null, null, null, null, null, null, null, null]

i IN (SELECT e.i::bigint / e.k FROM events e WHERE e.k <> 0 AND e.n = events.n)
-- same: [true, false, true, false, false, null, false, false, false, null, false, false, null, null, false, null, false, false, null, false, false, false, null, false]

SELECT id FROM events WHERE (i, k) IN ((1, 0), (2, 2), (NULL, 4)) ORDER BY id
-- same: [{"id": 2}]

SELECT id FROM events WHERE (i, k) NOT IN (SELECT k, i FROM events) ORDER BY id
-- same: [{"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 8}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}]

SELECT id FROM events WHERE i > ALL (SELECT k FROM events WHERE k IS NOT NULL) ORDER BY id
-- same: [{"id": 4}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}]

SELECT id FROM events WHERE i < ANY (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 13}, {"id": 16}, {"id": 22}, {"id": 23}]

SELECT id FROM events WHERE i IN (SELECT k FROM events) IS NOT TRUE ORDER BY id
-- same: [{"id": 2}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]

SELECT id FROM events WHERE (i IN (SELECT k FROM events)) IS DISTINCT FROM true ORDER BY id
-- same: [{"id": 2}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]

SELECT id FROM events WHERE coalesce(i NOT IN (SELECT k FROM events), true) ORDER BY id
-- same: [{"id": 2}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]

SELECT id FROM events WHERE EXISTS (SELECT 1 FROM events e WHERE e.id < events.id AND e.g = events.g) OR i IS NULL ORDER BY id
-- same: [{"id": 4}, {"id": 6}, {"id": 7}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.id < events.id AND e.g = events.g) AND i NOT IN (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 5}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 17}, {"id": 22}]

SELECT id FROM events WHERE k <> 0 AND i::bigint / k NOT IN (SELECT k FROM events WHERE k IS NOT NULL) ORDER BY id
-- same: [{"id": 4}, {"id": 5}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 24}]

SELECT id FROM events WHERE k <> 0 AND i::bigint / k IN (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 9}, {"id": 10}, {"id": 15}]

SELECT id FROM events WHERE k = 0 OR i::bigint / k IN (SELECT k FROM events) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 23}]

SELECT id FROM events WHERE i = (SELECT max(e.i) FROM events e WHERE e.n = events.n AND e.id <= events.id) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 4}, {"id": 7}, {"id": 8}, {"id": 10}, {"id": 12}, {"id": 14}, {"id": 19}, {"id": 20}, {"id": 21}]

SELECT id FROM events WHERE (SELECT count(*) FROM events e WHERE e.id < events.id) % 5 = 0 ORDER BY id
-- same: [{"id": 1}, {"id": 6}, {"id": 11}, {"id": 16}, {"id": 21}]

SELECT n, (SELECT count(*) FROM events e WHERE e.n = events.n) AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 9}, {"n": 2, "v": 6}, {"n": 3, "v": 5}, {"n": null, "v": 0}]

SELECT n, (SELECT count(*) FROM events e WHERE e.n > events.n) AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 11}, {"n": 2, "v": 5}, {"n": 3, "v": 0}, {"n": null, "v": 0}]

SELECT n, max(i) AS top, (SELECT min(e.id) FROM events e WHERE e.i = max(events.i)) AS v FROM events GROUP BY n ORDER BY n
-- postgres: [{"n": 1, "top": 999, "v": 19}, {"n": 2, "top": 2147483647, "v": 4}, {"n": 3, "top": 12345, "v": 21}, {"n": null, "top": 256, "v": 18}]
-- mubatch: "error"
-- differs: an aggregate of the statement around is refused in a subquery: select from a subquery with GROUP BY

SELECT n, count(*) AS c FROM events GROUP BY n HAVING count(*) NOT IN (SELECT k FROM events WHERE k IS NOT NULL) ORDER BY n
-- same: [{"n": 1, "c": 9}]

SELECT n, count(*) AS c FROM events GROUP BY n HAVING n NOT IN (SELECT k FROM events) ORDER BY n
-- same: []

SELECT n, count(*) AS c FROM events GROUP BY n HAVING EXISTS (SELECT 1 FROM events e WHERE e.n > events.n) ORDER BY n
-- same: [{"n": 1, "c": 9}, {"n": 2, "c": 6}]

SELECT n, count(*) AS c FROM events GROUP BY n HAVING count(*) > (SELECT count(*) FROM events e WHERE e.n < events.n) ORDER BY n
-- same: [{"n": 1, "c": 9}, {"n": null, "c": 4}]

SELECT n, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid)) AS c FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "c": 7}, {"n": 2, "c": 5}, {"n": 3, "c": 4}, {"n": null, "c": 2}]

SELECT n, count(*) FILTER (WHERE i NOT IN (SELECT e.k FROM events e WHERE e.n = events.n)) AS c FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "c": 7}, {"n": 2, "c": 6}, {"n": 3, "c": 0}, {"n": null, "c": 4}]

SELECT n, sum(CASE WHEN uid IN (SELECT uid FROM campaigns) THEN 1 ELSE 0 END) AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 7}, {"n": 2, "v": 5}, {"n": 3, "v": 4}, {"n": null, "v": 2}]

SELECT n, bool_and(i IN (SELECT k FROM events)) AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": true}, {"n": 2, "v": true}, {"n": 3, "v": true}, {"n": null, "v": true}]

SELECT id, sum((SELECT count(*) FROM campaigns c WHERE c.uid = events.uid)) OVER (ORDER BY id) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 2}, {"id": 2, "v": 3}, {"id": 3, "v": 5}, {"id": 4, "v": 5}, {"id": 5, "v": 6}, {"id": 6, "v": 6}, {"id": 7, "v": 7}, {"id": 8, "v": 9}, {"id": 9, "v": 10}, {"id": 10, "v": 12}, {"id": 11, "v": 12}, {"id": 12, "v": 13}, {"id": 13, "v": 13}, {"id": 14, "v": 14}, {"id": 15, "v": 16}, {"id": 16, "v": 17}, {"id": 17, "v": 19}, {"id": 18, "v": 19}, {"id": 19, "v": 20}, {"id": 20, "v": 20}, {"id": 21, "v": 21}, {"id": 22, "v": 23}, {"id": 23, "v": 24}, {"id": 24, "v": 26}]

SELECT id, row_number() OVER (PARTITION BY uid IN (SELECT uid FROM campaigns) ORDER BY id) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 2, "v": 2}, {"id": 3, "v": 3}, {"id": 4, "v": 1}, {"id": 5, "v": 4}, {"id": 6, "v": 1}, {"id": 7, "v": 5}, {"id": 8, "v": 6}, {"id": 9, "v": 7}, {"id": 10, "v": 8}, {"id": 11, "v": 2}, {"id": 12, "v": 9}, {"id": 13, "v": 2}, {"id": 14, "v": 10}, {"id": 15, "v": 11}, {"id": 16, "v": 12}, {"id": 17, "v": 13}, {"id": 18, "v": 3}, {"id": 19, "v": 14}, {"id": 20, "v": 3}, {"id": 21, "v": 15}, {"id": 22, "v": 16}, {"id": 23, "v": 17}, {"id": 24, "v": 18}]

SELECT DISTINCT i IN (SELECT k FROM events) AS v FROM events ORDER BY v
-- same: [{"v": true}, {"v": null}]

SELECT (SELECT count(*) FROM events e WHERE e.id < events.id) AS v, count(*) AS c FROM events GROUP BY 1 ORDER BY 1 LIMIT 3
-- same: [{"v": 0, "c": 1}, {"v": 1, "c": 1}, {"v": 2, "c": 1}]

SELECT id FROM events ORDER BY i IN (SELECT k FROM events), id
-- same: [{"id": 1}, {"id": 3}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 13}, {"id": 15}, {"id": 23}, {"id": 24}, {"id": 2}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]

SELECT id FROM events ORDER BY EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid) DESC, id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 5}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 19}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}, {"id": 4}, {"id": 6}, {"id": 11}, {"id": 13}, {"id": 18}, {"id": 20}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON a.id < b.id AND b.id < 5 AND EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = a.uid AND c.uid = b.uid) ORDER BY 1, 2
-- same: [{"id": 1, "o": 3}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON a.n = b.n AND b.id NOT IN (SELECT e.id FROM events e WHERE e.id > a.id) WHERE a.id < 6 ORDER BY 1, 2
-- same: [{"id": 1, "o": 1}, {"id": 2, "o": 2}, {"id": 3, "o": 1}, {"id": 3, "o": 3}, {"id": 4, "o": 2}, {"id": 4, "o": 4}]

SELECT a.id, b.id AS o FROM events a LEFT JOIN events b ON a.id = b.id AND EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = b.uid) ORDER BY 1, 2
-- same: [{"id": 1, "o": 1}, {"id": 2, "o": 2}, {"id": 3, "o": 3}, {"id": 4, "o": null}, {"id": 5, "o": 5}, {"id": 6, "o": null}, {"id": 7, "o": 7}, {"id": 8, "o": 8}, {"id": 9, "o": 9}, {"id": 10, "o": 10}, {"id": 11, "o": null}, {"id": 12, "o": 12}, {"id": 13, "o": null}, {"id": 14, "o": 14}, {"id": 15, "o": 15}, {"id": 16, "o": 16}, {"id": 17, "o": 17}, {"id": 18, "o": null}, {"id": 19, "o": 19}, {"id": 20, "o": null}, {"id": 21, "o": 21}, {"id": 22, "o": 22}, {"id": 23, "o": 23}, {"id": 24, "o": 24}]

SELECT a.id, c.campaign FROM events a LEFT JOIN campaigns c ON c.uid = a.uid AND c.budget = (SELECT max(d.budget) FROM campaigns d WHERE d.uid = c.uid) ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "spring"}]

SELECT a.id, c.campaign FROM events a JOIN campaigns c ON c.uid = a.uid AND c.budget NOT IN (SELECT m FROM events WHERE m IS NOT NULL) ORDER BY 1, 2
-- same: []

SELECT a.id, b.id AS o FROM events a FULL JOIN events b ON a.id = b.id AND a.i IN (SELECT k FROM events) WHERE coalesce(a.id, b.id) < 5 ORDER BY 1, 2
-- same: [{"id": 1, "o": 1}, {"id": 2, "o": null}, {"id": 3, "o": 3}, {"id": 4, "o": null}, {"id": null, "o": 2}, {"id": null, "o": 4}]

SELECT id, v FROM (SELECT id, i IN (SELECT k FROM events) AS v FROM events) q WHERE v IS NULL ORDER BY id
-- same: [{"id": 2, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 11, "v": null}, {"id": 14, "v": null}, {"id": 16, "v": null}, {"id": 17, "v": null}, {"id": 18, "v": null}, {"id": 19, "v": null}, {"id": 20, "v": null}, {"id": 21, "v": null}, {"id": 22, "v": null}]

SELECT id, v FROM (SELECT id, (SELECT max(e.i) FROM events e WHERE e.id < events.id) AS v FROM events) q WHERE v > 10 ORDER BY id
-- same: [{"id": 5, "v": 2147483647}, {"id": 6, "v": 2147483647}, {"id": 7, "v": 2147483647}, {"id": 8, "v": 2147483647}, {"id": 9, "v": 2147483647}, {"id": 10, "v": 2147483647}, {"id": 11, "v": 2147483647}, {"id": 12, "v": 2147483647}, {"id": 13, "v": 2147483647}, {"id": 14, "v": 2147483647}, {"id": 15, "v": 2147483647}, {"id": 16, "v": 2147483647}, {"id": 17, "v": 2147483647}, {"id": 18, "v": 2147483647}, {"id": 19, "v": 2147483647}, {"id": 20, "v": 2147483647}, {"id": 21, "v": 2147483647}, {"id": 22, "v": 2147483647}, {"id": 23, "v": 2147483647}, {"id": 24, "v": 2147483647}]

WITH q AS (SELECT id, EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid) AS known, n FROM events) SELECT n, count(*) FILTER (WHERE known) AS v FROM q GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 7}, {"n": 2, "v": 5}, {"n": 3, "v": 4}, {"n": null, "v": 2}]

WITH q AS (SELECT k FROM events WHERE k IS NOT NULL) SELECT id, i NOT IN (SELECT k FROM q) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": false}, {"id": 2, "v": true}, {"id": 3, "v": false}, {"id": 4, "v": true}, {"id": 5, "v": true}, {"id": 6, "v": null}, {"id": 7, "v": false}, {"id": 8, "v": false}, {"id": 9, "v": false}, {"id": 10, "v": false}, {"id": 11, "v": true}, {"id": 12, "v": false}, {"id": 13, "v": false}, {"id": 14, "v": true}, {"id": 15, "v": false}, {"id": 16, "v": true}, {"id": 17, "v": true}, {"id": 18, "v": true}, {"id": 19, "v": true}, {"id": 20, "v": true}, {"id": 21, "v": true}, {"id": 22, "v": true}, {"id": 23, "v": false}, {"id": 24, "v": false}]

WITH q AS (SELECT id, i FROM events) SELECT a.id, (SELECT q.i FROM q WHERE q.id < a.id ORDER BY q.id DESC LIMIT 1) AS v FROM q a ORDER BY a.id
-- same: [{"id": 1, "v": null}, {"id": 2, "v": 0}, {"id": 3, "v": 1}, {"id": 4, "v": -1}, {"id": 5, "v": 2147483647}, {"id": 6, "v": -2147483648}, {"id": 7, "v": null}, {"id": 8, "v": 2}, {"id": 9, "v": 3}, {"id": 10, "v": -3}, {"id": 11, "v": 7}, {"id": 12, "v": -7}, {"id": 13, "v": 10}, {"id": 14, "v": -10}, {"id": 15, "v": 42}, {"id": 16, "v": 100}, {"id": 17, "v": -100}, {"id": 18, "v": 255}, {"id": 19, "v": 256}, {"id": 20, "v": 999}, {"id": 21, "v": 1000}, {"id": 22, "v": 12345}, {"id": 23, "v": -12345}, {"id": 24, "v": 5}]

SELECT uid, campaign FROM campaigns WHERE uid NOT IN (SELECT uid FROM events) ORDER BY 1, 2
-- same: []

SELECT uid, campaign FROM campaigns WHERE uid NOT IN (SELECT uid FROM events WHERE uid IS NOT NULL) ORDER BY 1, 2
-- same: [{"uid": "u9", "campaign": "never"}]

SELECT uid, (SELECT count(*) FROM events e WHERE e.t >= campaigns.since) AS v FROM campaigns ORDER BY 1, 2
-- same: [{"uid": "U1", "v": 0}, {"uid": "u1", "v": 17}, {"uid": "u1", "v": 18}, {"uid": "u2", "v": 9}, {"uid": "u9", "v": 0}]

SELECT uid, campaign, (SELECT e.id FROM events e WHERE e.uid = campaigns.uid ORDER BY e.id LIMIT 1) AS v FROM campaigns ORDER BY 1, 2
-- same: [{"uid": "U1", "campaign": null, "v": 5}, {"uid": "u1", "campaign": "Größe", "v": 1}, {"uid": "u1", "campaign": "spring", "v": 1}, {"uid": "u2", "campaign": "Sommer", "v": 2}, {"uid": "u9", "campaign": "never", "v": null}]

SELECT id, (SELECT count(*) FROM events e WHERE e.id < events.id) AS a, (SELECT count(*) FROM events e WHERE e.id > events.id) AS b, i IN (SELECT k FROM events) AS c FROM events ORDER BY id
-- same: [{"id": 1, "a": 0, "b": 23, "c": true}, {"id": 2, "a": 1, "b": 22, "c": null}, {"id": 3, "a": 2, "b": 21, "c": true}, {"id": 4, "a": 3, "b": 20, "c": null}, {"id": 5, "a": 4, "b": 19, "c": null}, {"id": 6, "a": 5, "b": 18, "c": null}, {"id": 7, "a": 6, "b": 17, "c": true}, {"id": 8, "a": 7, "b": 16, "c": true}, {"id": 9, "a": 8, "b": 15, "c": true}, {"id": 10, "a": 9, "b": 14, "c": true}, {"id": 11, "a": 10, "b": 13, "c": null}, {"id": 12, "a": 11, "b": 12, "c": true}, {"id": 13, "a": 12, "b": 11, "c": true}, {"id": 14, "a": 13, "b": 10, "c": null}, {"id": 15, "a": 14, "b": 9, "c": true}, {"id": 16, "a": 15, "b": 8, "c": null}, {"id": 17, "a": 16, "b": 7, "c": null}, {"id": 18, "a": 17, "b": 6, "c": null}, {"id": 19, "a": 18, "b": 5, "c": null}, {"id": 20, "a": 19, "b": 4, "c": null}, {"id": 21, "a": 20, "b": 3, "c": null}, {"id": 22, "a": 21, "b": 2, "c": null}, {"id": 23, "a": 22, "b": 1, "c": true}, {"id": 24, "a": 23, "b": 0, "c": true}]

SELECT id, (SELECT string_agg(q.g, ',' ORDER BY q.g) FROM (SELECT DISTINCT e.g FROM events e WHERE e.n = events.n) q) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": ",B,a,b,e,é"}, {"id": 2, "v": "a,b,é"}, {"id": 3, "v": ",B,a,b,e,é"}, {"id": 4, "v": "a,b,é"}, {"id": 5, "v": null}, {"id": 6, "v": ",B,a,b,e,é"}, {"id": 7, "v": "a,b,z"}, {"id": 8, "v": "a,b,z"}, {"id": 9, "v": "a,b,é"}, {"id": 10, "v": ",B,a,b,e,é"}, {"id": 11, "v": null}, {"id": 12, "v": "a,b,z"}, {"id": 13, "v": ",B,a,b,e,é"}, {"id": 14, "v": ",B,a,b,e,é"}, {"id": 15, "v": "a,b,é"}, {"id": 16, "v": ",B,a,b,e,é"}, {"id": 17, "v": "a,b,é"}, {"id": 18, "v": null}, {"id": 19, "v": ",B,a,b,e,é"}, {"id": 20, "v": "a,b,z"}, {"id": 21, "v": "a,b,z"}, {"id": 22, "v": "a,b,é"}, {"id": 23, "v": ",B,a,b,e,é"}, {"id": 24, "v": null}]

SELECT id FROM events WHERE id IN (SELECT e.id FROM events e WHERE e.m > (SELECT avg(e2.m) FROM events e2 WHERE e2.n = e.n)) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 9}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 16}, {"id": 19}, {"id": 23}]

SELECT id FROM events WHERE id NOT IN (SELECT e.id FROM events e WHERE e.m > (SELECT avg(e2.m) FROM events e2 WHERE e2.n = e.n AND e2.id <> e.id)) ORDER BY id
-- same: [{"id": 2}, {"id": 4}, {"id": 5}, {"id": 7}, {"id": 8}, {"id": 10}, {"id": 11}, {"id": 15}, {"id": 17}, {"id": 18}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 24}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.n = o.n AND e.id > o.id AND NOT EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = e.uid)) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 10}, {"id": 12}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.n = o.n AND EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = o.uid)) ORDER BY id
-- postgres: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 19}, {"id": 21}, {"id": 22}, {"id": 23}]
-- mubatch: "error"
-- differs: a subquery in a subquery that reads columns of the outermost statement is refused

SELECT id FROM events o WHERE i IN (SELECT e.k FROM events e WHERE e.n = o.n GROUP BY e.k HAVING count(*) > 1) ORDER BY id
-- same: []

SELECT id FROM events o WHERE i NOT IN (SELECT max(e.i) FROM events e WHERE e.n = o.n GROUP BY e.g) ORDER BY id
-- same: [{"id": 1}, {"id": 5}, {"id": 7}, {"id": 11}, {"id": 15}, {"id": 18}, {"id": 22}, {"id": 24}]

SELECT id FROM events WHERE id = ANY (SELECT max(id) FROM events GROUP BY n) ORDER BY id
-- same: [{"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE (n, id) IN (SELECT n, max(id) FROM events GROUP BY n) ORDER BY id
-- same: [{"id": 21}, {"id": 22}, {"id": 23}]

SELECT id FROM events WHERE (n, id) = (SELECT n, max(id) FROM events GROUP BY n ORDER BY n LIMIT 1) ORDER BY id
-- same: [{"id": 23}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON (a.n, a.g) = (b.n, b.g) WHERE a.id < b.id ORDER BY 1, 2
-- same: [{"id": 1, "o": 14}, {"id": 4, "o": 15}, {"id": 6, "o": 16}, {"id": 7, "o": 21}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON (a.n, a.id) < (b.n, b.id) WHERE b.id < 5 ORDER BY 1, 2
-- same: [{"id": 1, "o": 2}, {"id": 1, "o": 3}, {"id": 1, "o": 4}, {"id": 2, "o": 4}, {"id": 3, "o": 2}, {"id": 3, "o": 4}, {"id": 6, "o": 2}, {"id": 6, "o": 4}, {"id": 10, "o": 2}, {"id": 10, "o": 4}, {"id": 13, "o": 2}, {"id": 13, "o": 4}, {"id": 14, "o": 2}, {"id": 14, "o": 4}, {"id": 16, "o": 2}, {"id": 16, "o": 4}, {"id": 19, "o": 2}, {"id": 19, "o": 4}, {"id": 23, "o": 2}, {"id": 23, "o": 4}]

SELECT n, g, count(*) AS c FROM events GROUP BY n, g HAVING (n, g) IN ((1, 'a'), (2, 'b')) ORDER BY 1, 2
-- same: [{"n": 1, "g": "a", "c": 2}, {"n": 2, "g": "b", "c": 1}]

SELECT count(*) AS c FROM events WHERE i IN (SELECT NULL)
-- postgres: "error"
-- mubatch: [{"c": 0}]
-- differs: PostgreSQL refuses it

SELECT count(*) AS c FROM events WHERE i NOT IN (SELECT NULL)
-- postgres: "error"
-- mubatch: [{"c": 0}]
-- differs: PostgreSQL refuses it

SELECT count(*) AS c FROM events WHERE i NOT IN (SELECT NULL WHERE false)
-- postgres: "error"
-- mubatch: [{"c": 24}]
-- differs: PostgreSQL refuses it

SELECT count(*) AS c FROM events WHERE NULL IN (SELECT i FROM events)
-- same: [{"c": 0}]

SELECT (SELECT 1 WHERE false) IN (SELECT i FROM events) AS v
-- same: [{"v": null}]

SELECT 5 IN (SELECT i FROM events) AS v, 5 NOT IN (SELECT i FROM events WHERE i > 100) AS w
-- same: [{"v": true, "w": true}]

SELECT id FROM events WHERE i NOT IN (SELECT k FROM events WHERE k > 5) UNION SELECT id FROM events WHERE k IN (SELECT i FROM events) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, CASE WHEN i IN (SELECT k FROM events) THEN 1 WHEN i NOT IN (SELECT k FROM events) THEN 2 ELSE 3 END AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 2, "v": 3}, {"id": 3, "v": 1}, {"id": 4, "v": 3}, {"id": 5, "v": 3}, {"id": 6, "v": 3}, {"id": 7, "v": 1}, {"id": 8, "v": 1}, {"id": 9, "v": 1}, {"id": 10, "v": 1}, {"id": 11, "v": 3}, {"id": 12, "v": 1}, {"id": 13, "v": 1}, {"id": 14, "v": 3}, {"id": 15, "v": 1}, {"id": 16, "v": 3}, {"id": 17, "v": 3}, {"id": 18, "v": 3}, {"id": 19, "v": 3}, {"id": 20, "v": 3}, {"id": 21, "v": 3}, {"id": 22, "v": 3}, {"id": 23, "v": 1}, {"id": 24, "v": 1}]

EXISTS (SELECT e.i::bigint / e.k FROM events e WHERE e.n = events.n)
-- same: [true, true, true, true, false, true, true, true, true, true, false, true, true, true, true, true, true, false, true, true, true, true, true, false]

EXISTS (SELECT e.i::bigint / e.k FROM events e)
-- same: all true

NOT EXISTS (SELECT e.i::bigint / e.k FROM events e WHERE e.id < events.id)
-- same: [true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i NOT IN (SELECT e.i::bigint / e.k FROM events e WHERE e.n = events.n)
-- postgres: [false, "error", false, "error", true, null, "error", "error", "error", null, true, "error", null, null, "error", null, "error", true, null, "error", "error", "error", null, true]
-- mubatch: [false, "error", false, true, true, null, null, null, true, null, true, "error", null, null, true, null, true, true, null, null, null, true, null, true]
-- differs: an event that fails is a dead letter, and the others do not see it

SELECT id FROM events WHERE EXISTS (SELECT e.i::bigint / e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}]

SELECT id FROM events WHERE i IN (SELECT e.i::bigint / e.k FROM events e WHERE e.n = events.n AND e.k <> 0) ORDER BY id
-- same: [{"id": 1}, {"id": 3}]

SELECT id, row_number() OVER (PARTITION BY EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid) ORDER BY id) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 2, "v": 2}, {"id": 3, "v": 3}, {"id": 4, "v": 1}, {"id": 5, "v": 4}, {"id": 6, "v": 2}, {"id": 7, "v": 5}, {"id": 8, "v": 6}, {"id": 9, "v": 7}, {"id": 10, "v": 8}, {"id": 11, "v": 3}, {"id": 12, "v": 9}, {"id": 13, "v": 4}, {"id": 14, "v": 10}, {"id": 15, "v": 11}, {"id": 16, "v": 12}, {"id": 17, "v": 13}, {"id": 18, "v": 5}, {"id": 19, "v": 14}, {"id": 20, "v": 6}, {"id": 21, "v": 15}, {"id": 22, "v": 16}, {"id": 23, "v": 17}, {"id": 24, "v": 18}]

SELECT id, sum(CASE WHEN i IN (SELECT k FROM events) THEN 1 END) OVER (PARTITION BY n ORDER BY (SELECT count(*) FROM events e WHERE e.id < events.id)) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 2, "v": null}, {"id": 3, "v": 2}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": 2}, {"id": 7, "v": 1}, {"id": 8, "v": 2}, {"id": 9, "v": 1}, {"id": 10, "v": 3}, {"id": 11, "v": null}, {"id": 12, "v": 3}, {"id": 13, "v": 4}, {"id": 14, "v": 4}, {"id": 15, "v": 2}, {"id": 16, "v": 4}, {"id": 17, "v": 2}, {"id": 18, "v": null}, {"id": 19, "v": 4}, {"id": 20, "v": 3}, {"id": 21, "v": 3}, {"id": 22, "v": 2}, {"id": 23, "v": 5}, {"id": 24, "v": 1}]

(SELECT e.i FROM events e WHERE e.k = events.k AND e.id <= events.id ORDER BY e.id LIMIT 1)
-- same: [0, 1, -1, 2147483647, -2147483648, null, null, 3, 0, -1, -7, 1, null, 42, 100, -100, 255, 256, 999, 1000, 12345, -2147483648, 5, 100]

(SELECT max(e.id) FROM events e WHERE (e.n, e.g) = (events.n, events.g))
-- same: [14, 2, null, 15, null, 16, 21, null, 9, 10, null, 12, 13, 14, 15, 16, null, null, 19, 20, 21, null, 23, null]

(SELECT max(e.id) FROM events e WHERE (e.n, e.id) < (events.n, events.id))
-- same: [null, 23, 1, 23, null, 3, 23, 23, 23, 6, null, 23, 10, 13, 23, 14, 23, null, 16, 23, 23, 23, 19, null]

(SELECT count(*) FROM events e WHERE e.n IS NOT DISTINCT FROM events.n)
-- same: [9, 6, 9, 6, 4, 9, 5, 5, 6, 9, 4, 5, 9, 9, 6, 9, 6, 4, 9, 5, 5, 6, 9, 4]

(SELECT count(*) FROM events e WHERE e.n = events.n OR e.g = events.g)
-- same: [14, 9, 9, 11, 2, 11, 10, 5, 7, 10, 1, 5, 9, 14, 11, 11, 6, 7, 10, 8, 10, 6, 10, 2]

(SELECT count(*) FROM events e WHERE e.s LIKE '%' || events.p || '%')
-- same: [4, 23, 7, 0, 1, 1, 1, 22, 0, 1, 1, 1, 1, 1, 1, 2, 1, 7, 1, 0, 1, 1, 0, 11]

(SELECT count(*) FROM events e WHERE e.i + 1 = events.i)
-- postgres: "error"
-- mubatch: [1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

(SELECT count(*) FROM events e WHERE e.i = events.i + 1)
-- postgres: [1, 1, 1, "error", 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1]
-- mubatch: [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

(SELECT count(*) FROM events e WHERE e.i::bigint / 2 = events.k)
-- same: [1, 3, 2, 1, 0, 0, 0, 0, 1, 2, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]

(SELECT max(e.i) FROM events e WHERE e.k <> 0 AND e.i::bigint / e.k > events.i)
-- same: [12345, 12345, 12345, null, 2147483647, null, 12345, 12345, 12345, 12345, 12345, 12345, 12345, 12345, 12345, 12345, null, null, null, null, null, 12345, 12345, 12345]

(SELECT count(*) FROM events e, campaigns c WHERE e.uid = c.uid AND c.budget > events.m)
-- same: [23, 16, 16, 23, 8, 23, 23, 0, 0, 23, 16, 16, 16, 16, 16, 16, 16, 0, 8, 16, 16, 8, 8, 23]

(SELECT count(*) FROM events e WHERE e.x > events.x)
-- same: [16, 16, 12, 10, 9, 19, 20, 21, 0, 14, 13, 15, 5, 3, 1, 0, 18, 7, 6, 8, 11, 22, 2, 4]

(SELECT count(*) FROM events e WHERE e.m > events.x)
-- same: [19, 19, 14, 11, 9, 21, 21, 22, 0, 16, 15, 19, 0, 0, 0, 0, 20, 9, 5, 9, 13, 22, 0, 0]

(SELECT count(*) FROM events e WHERE e.d > events.t)
-- same: [8, 8, 4, 4, 0, 7, 7, 5, 5, 21, 9, 22, 3, 11, 13, 6, 10, 11, 19, 20, 1, 7, 6, 3]

(SELECT sum(i) FROM events e WHERE e.id < events.id GROUP BY e.ok HAVING count(*) > 100)
-- postgres: all null
-- mubatch: "error"
-- differs: a correlated subquery with DISTINCT or GROUP BY takes = only: refused

(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY e.i) FROM events e WHERE e.id <= events.id)
-- same: [0, 0.5, 0, 0.5, 0, 0, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 1.5, 1, 1.5, 2, 2.5, 3, 5, 3, 4, 5]

(SELECT count(*) FROM campaigns c WHERE c.uid = events.uid) > 0
-- same: [true, true, true, false, true, false, true, true, true, true, false, true, false, true, true, true, true, false, true, false, true, true, true, true]

(SELECT count(*) FROM events e WHERE e.n = events.n) IN (SELECT k FROM events)
-- same: [null, true, null, true, true, null, true, true, true, null, true, true, null, null, true, null, true, true, null, true, true, true, null, true]

(SELECT max(i) FROM events) IN (SELECT i FROM events)
-- same: all true

1 IN (SELECT e.k FROM events e WHERE e.n = events.n)
-- same: [false, false, false, false, false, false, null, null, false, false, false, null, false, false, false, false, false, false, false, null, null, false, false, false]

NULL NOT IN (SELECT e.k FROM events e WHERE e.n = events.n)
-- same: [null, null, null, null, true, null, null, null, null, null, true, null, null, null, null, null, null, true, null, null, null, null, null, true]

EXISTS (SELECT 1 FROM events e WHERE e.n = events.n AND e.id = (SELECT max(e2.id) FROM events e2 WHERE e2.n = e.n))
-- same: [true, true, true, true, false, true, true, true, true, true, false, true, true, true, true, true, true, false, true, true, true, true, true, false]

i IN (SELECT e.i FROM events e WHERE e.id = (SELECT min(e2.id) FROM events e2 WHERE e2.n = e.n))
-- same: [true, true, false, false, false, null, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i IN (SELECT e.i FROM events e WHERE e.n = events.n AND e.id IN (SELECT e2.id FROM events e2 WHERE e2.g = e.g AND e2.id > e.id))
-- same: all false

(SELECT c.campaign FROM campaigns c WHERE c.uid = events.uid AND c.budget = (SELECT max(d.budget) FROM campaigns d WHERE d.uid = c.uid))
-- same: ["spring", "Sommer", "spring", null, null, null, "Sommer", "spring", "Sommer", "spring", null, null, null, "Sommer", "spring", "Sommer", "spring", null, null, null, "Sommer", "spring", "Sommer", "spring"]

items IN (SELECT items FROM events WHERE id < 5)
-- same: [true, true, null, true, null, null, true, true, null, true, null, null, true, true, null, true, null, null, true, true, null, true, null, null]

js IN (SELECT js FROM events WHERE id > 3)
-- same: [false, false, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

ed NOT IN (SELECT ed FROM events WHERE ed IS NOT NULL AND id > 12)
-- same: [false, false, false, null, false, false, false, false, false, false, null, false, false, false, false, false, false, null, false, false, false, false, false, false]

b IN (SELECT m FROM events)
-- same: [true, null, null, null, null, null, null, null, null, null, null, null, null, true, null, null, null, null, null, null, null, null, null, null]

w IN (SELECT b FROM events)
-- same: [true, true, true, null, null, null, null, null, null, null, null, null, true, true, true, null, null, null, null, null, null, null, null, null]

h NOT IN (SELECT r FROM events)
-- same: [false, null, null, null, null, null, null, null, null, null, null, null, false, null, null, null, null, null, null, null, null, null, null, null]

(u, d) IN (SELECT t, ed FROM events)
-- same: [false, false, false, null, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

SELECT (SELECT max(i) FROM events e WHERE e.n = q.n AND e.id < q.top) AS v, q.n FROM (SELECT n, max(id) AS top FROM events GROUP BY n) q ORDER BY q.n
-- same: [{"v": 999, "n": 1}, {"v": 2147483647, "n": 2}, {"v": 1000, "n": 3}, {"v": null, "n": null}]

SELECT q.n, q.c IN (SELECT k FROM events) AS v FROM (SELECT n, count(*) AS c FROM events GROUP BY n) q ORDER BY q.n
-- same: [{"n": 1, "v": null}, {"n": 2, "v": true}, {"n": 3, "v": true}, {"n": null, "v": true}]

SELECT n, i IN (SELECT k FROM events) AS v, count(*) AS c FROM events GROUP BY GROUPING SETS ((n), (i)) HAVING count(*) > 3 ORDER BY 1
-- same: [{"n": 1, "v": null, "c": 9}, {"n": 2, "v": null, "c": 6}, {"n": 3, "v": null, "c": 5}, {"n": null, "v": null, "c": 4}]

SELECT id FROM events WHERE id IN (SELECT max(e.id) FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 21}, {"id": 22}, {"id": 23}]

SELECT id FROM events WHERE id = (SELECT e.id FROM events e WHERE e.n = events.n ORDER BY e.id DESC LIMIT 1) ORDER BY id
-- same: [{"id": 21}, {"id": 22}, {"id": 23}]

SELECT id FROM events WHERE n = 1 AND i < (SELECT e.i FROM events e WHERE e.id > events.id ORDER BY e.id LIMIT 1) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 13}, {"id": 14}, {"id": 16}, {"id": 19}, {"id": 23}]

SELECT * FROM (SELECT id, n, (SELECT count(*) FROM events e WHERE e.id < events.id) AS v FROM events) q WHERE v < 3 ORDER BY id
-- same: [{"id": 1, "n": 1, "v": 0}, {"id": 2, "n": 2, "v": 1}, {"id": 3, "n": 1, "v": 2}]

SELECT (SELECT (e.li)[1] FROM events e WHERE e.id = events.id) AS v FROM events WHERE id < 4 ORDER BY id
-- same: [{"v": 1}, {"v": null}, {"v": null}]

SELECT DISTINCT ON (n) n, id, i IN (SELECT k FROM events) AS v FROM events ORDER BY n, (SELECT count(*) FROM campaigns c WHERE c.uid = events.uid) DESC, id
-- postgres: [{"n": 1, "id": 1, "v": true}, {"n": 2, "id": 15, "v": true}, {"n": 3, "id": 8, "v": true}, {"n": null, "id": 24, "v": true}]
-- mubatch: "error"
-- differs: a correlated subquery in the ORDER BY of DISTINCT ON is refused

SELECT id FROM events e1 WHERE NOT EXISTS (SELECT 1 FROM events e2 WHERE e2.id > e1.id AND e2.n = e1.n) ORDER BY id
-- same: [{"id": 5}, {"id": 11}, {"id": 18}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, i > SOME (SELECT k FROM events WHERE k > 3) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": false}, {"id": 2, "v": false}, {"id": 3, "v": false}, {"id": 4, "v": true}, {"id": 5, "v": false}, {"id": 6, "v": null}, {"id": 7, "v": false}, {"id": 8, "v": false}, {"id": 9, "v": false}, {"id": 10, "v": true}, {"id": 11, "v": false}, {"id": 12, "v": true}, {"id": 13, "v": false}, {"id": 14, "v": true}, {"id": 15, "v": true}, {"id": 16, "v": false}, {"id": 17, "v": true}, {"id": 18, "v": true}, {"id": 19, "v": true}, {"id": 20, "v": true}, {"id": 21, "v": true}, {"id": 22, "v": false}, {"id": 23, "v": true}, {"id": 24, "v": true}]

SELECT id FROM events WHERE NOT (i > ANY (SELECT k FROM events)) ORDER BY id
-- same: []

SELECT id FROM events WHERE (i > ALL (SELECT k FROM events)) IS NULL ORDER BY id
-- same: [{"id": 4}, {"id": 6}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}]

SELECT id, v FROM (SELECT id, i IN (SELECT k FROM events) AS v FROM events UNION ALL SELECT id, EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid) FROM events) q WHERE v ORDER BY id, v
-- same: [{"id": 1, "v": true}, {"id": 1, "v": true}, {"id": 2, "v": true}, {"id": 3, "v": true}, {"id": 3, "v": true}, {"id": 5, "v": true}, {"id": 7, "v": true}, {"id": 7, "v": true}, {"id": 8, "v": true}, {"id": 8, "v": true}, {"id": 9, "v": true}, {"id": 9, "v": true}, {"id": 10, "v": true}, {"id": 10, "v": true}, {"id": 12, "v": true}, {"id": 12, "v": true}, {"id": 13, "v": true}, {"id": 14, "v": true}, {"id": 15, "v": true}, {"id": 15, "v": true}, {"id": 16, "v": true}, {"id": 17, "v": true}, {"id": 19, "v": true}, {"id": 21, "v": true}, {"id": 22, "v": true}, {"id": 23, "v": true}, {"id": 23, "v": true}, {"id": 24, "v": true}, {"id": 24, "v": true}]

(SELECT count(*) FROM campaigns c WHERE c.since = events.t)
-- same: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

(SELECT count(*) FROM campaigns c WHERE c.budget = events.x)
-- same: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]

(SELECT count(*) FROM events e WHERE e.nt::int = events.id)
-- postgres: "error"
-- mubatch: [0, 0, 0, 0, "error", "error", "error", 1, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", 0, 0]
-- differs: an event that fails is a dead letter, and the others do not see it

(SELECT count(*) FROM events e WHERE e.id = 42 / events.k)
-- postgres: [1, "error", 1, 0, 1, 1, 0, 0, 1, 1, 0, "error", 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1]
-- mubatch: [1, "error", 1, 0, 1, 1, 0, 0, 1, 1, 0, "error", 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1]
-- differs: an event that fails is a dead letter, and the others do not see it

(SELECT max(e.id) FROM events e WHERE e.ok = (events.i > 3))
-- same: [24, 24, 24, 22, 24, null, 24, 24, 24, 22, 24, 22, 24, 22, 22, 24, 22, 22, 22, 22, 22, 24, 22, 22]

(SELECT max(e.id) FROM events e WHERE e.n = 1 AND events.n = 2)
-- same: [null, 23, null, 23, null, null, null, null, 23, null, null, null, null, null, 23, null, 23, null, null, null, null, 23, null, null]

CASE WHEN k <> 0 THEN i::bigint / k IN (SELECT e.k FROM events e WHERE e.n = events.n) END
-- same: [false, null, false, false, false, null, null, null, true, true, false, null, false, false, true, false, false, false, false, null, null, false, false, false]

CASE WHEN k <> 0 THEN i::bigint / k NOT IN (SELECT e.k FROM events e WHERE e.n = events.n AND e.k IS NOT NULL) END
-- same: [true, null, true, true, true, null, null, true, false, false, true, null, true, true, false, true, true, true, true, true, true, true, true, true]

CASE WHEN k <> 0 THEN i::bigint / k NOT IN (SELECT e.k FROM events e WHERE e.id < events.id) END
-- same: [true, null, false, true, true, null, null, false, false, false, false, null, false, null, null, null, null, null, null, null, null, null, false, null]

i::bigint / k IN (SELECT e.k FROM events e WHERE e.n = events.n)
-- same: [false, "error", false, false, false, null, null, null, true, true, false, "error", false, false, true, false, false, false, false, null, null, false, false, false]

nt::int IN (SELECT e.k FROM events e WHERE e.n = events.n)
-- postgres: [false, false, false, true, false, "error", "error", null, "error", "error", false, "error", "error", "error", "error", "error", "error", false, "error", "error", "error", "error", false, false]
-- mubatch: [false, false, false, true, "error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", false, false]
-- differs: the value is calculated also where the subquery has no rows

TRY_CAST(nt AS int) IN (SELECT e.k FROM events e WHERE e.n = events.n)
-- postgres: "error"
-- mubatch: [false, false, false, true, false, null, null, null, null, null, false, null, null, null, null, null, null, false, null, null, null, null, false, false]
-- differs: PostgreSQL refuses it

i + 1::bigint IN (SELECT e.k FROM events e WHERE e.n = events.n)
-- same: [false, true, false, false, false, null, null, null, false, false, false, null, false, false, false, false, false, false, false, null, null, false, false, false]

upper(uid) IN (SELECT c.uid FROM campaigns c WHERE c.budget IS NULL OR c.budget > events.m)
-- same: [true, false, true, null, true, false, false, true, false, true, null, true, false, false, true, false, true, null, true, false, false, true, false, true]

CASE WHEN k <> 0 THEN i::bigint / k > ALL (SELECT e.k FROM events e WHERE e.n = events.n AND e.k < 3) END
-- same: [false, null, false, false, true, null, null, false, false, false, true, null, false, true, true, true, true, true, true, false, true, false, false, true]

CASE WHEN k <> 0 THEN i::bigint / k = ALL (SELECT e.k FROM events e WHERE e.id = events.id) END
-- same: [false, null, false, false, false, null, null, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false]

i <> ANY (SELECT e.k FROM events e WHERE e.n = events.n)
-- same: [true, true, true, true, false, null, true, true, true, true, false, true, true, true, true, true, true, false, true, true, true, true, true, false]

i >= ANY (SELECT e.k FROM events e WHERE e.n = events.n AND e.id <> events.id)
-- same: [true, true, true, true, false, null, true, true, false, true, false, true, false, true, true, false, true, false, true, true, true, false, true, false]

(t - u) < ANY (SELECT e.t - e.u FROM events e WHERE e.n = events.n)
-- same: [true, true, true, true, false, true, null, true, true, true, false, true, false, true, true, true, false, false, true, true, null, true, true, false]

d IN (SELECT e.t FROM events e WHERE e.n = events.n)
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

x < ALL (SELECT e.m FROM events e WHERE e.n = events.n)
-- same: [false, false, false, false, true, false, null, null, null, false, true, false, false, false, false, false, false, true, false, false, false, true, false, true]

s > ANY (SELECT e.s FROM events e WHERE e.n = events.n)
-- same: [true, null, false, null, false, true, true, true, true, true, false, true, true, true, true, true, true, false, true, true, false, true, true, false]

ok = ANY (SELECT e.ok FROM events e WHERE e.n = events.n)
-- same: [true, true, null, true, false, true, null, true, true, true, false, true, true, true, null, true, true, false, null, true, true, true, null, false]

li IN (SELECT e.li FROM events e WHERE e.n = events.n)
-- same: [true, true, null, true, false, true, true, true, true, true, false, true, null, true, true, true, true, false, true, true, true, true, null, false]

(SELECT count(*) FROM events e WHERE events.k <> 0 AND e.id < 42 / events.k)
-- same: [20, 0, 13, 0, 5, 9, 0, 0, 20, 13, 0, 0, 9, 7, 6, 0, 1, 4, 3, 0, 0, 5, 0, 6]

CASE WHEN k <> 0 THEN (SELECT count(*) FROM events e WHERE events.k <> 0 AND e.id > events.i::bigint / events.k) END
-- same: [24, null, 24, 24, 24, 0, null, 24, 24, 22, 22, null, 24, 16, 8, 8, 9, 0, 0, 24, 0, 24, 24, 23]

(SELECT e.li FROM events e WHERE e.n = events.n AND e.id = events.id)
-- same: [[1, 2, 3], [], null, [1, null, 3], null, [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], null, [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], null, [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, null]

(SELECT e.items FROM events e WHERE e.id = events.id)
-- same: [[{"sku": "A1", "price": 9.99, "qty": 2}, {"sku": "B2", "price": 0.5, "qty": 10}], [], null, [{"sku": null, "price": null, "qty": null}], [{"sku": "C3", "price": 100, "qty": 1}, null], [{"sku": "D4", "price": 1.1, "qty": 0}], [{"sku": "A1", "price": 9.99, "qty": 2}, {"sku": "B2", "price": 0.5, "qty": 10}], [], null, [{"sku": null, "price": null, "qty": null}], [{"sku": "C3", "price": 100, "qty": 1}, null], [{"sku": "D4", "price": 1.1, "qty": 0}], [{"sku": "A1", "price": 9.99, "qty": 2}, {"sku": "B2", "price": 0.5, "qty": 10}], [], null, [{"sku": null, "price": null, "qty": null}], [{"sku": "C3", "price": 100, "qty": 1}, null], [{"sku": "D4", "price": 1.1, "qty": 0}], [{"sku": "A1", "price": 9.99, "qty": 2}, {"sku": "B2", "price": 0.5, "qty": 10}], [], null, [{"sku": null, "price": null, "qty": null}], [{"sku": "C3", "price": 100, "qty": 1}, null], [{"sku": "D4", "price": 1.1, "qty": 0}]]

SELECT id FROM events WHERE k <> 0 AND i::bigint / k NOT IN (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE k = 0 OR i::bigint / k IN (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 2}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 15}]

SELECT n, count(*) FILTER (WHERE k <> 0 AND i::bigint / k IN (SELECT e.k FROM events e WHERE e.n = events.n)) AS c FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "c": 1}, {"n": 2, "c": 2}, {"n": 3, "c": 0}, {"n": null, "c": 0}]
