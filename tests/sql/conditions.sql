-- Subqueries in conditions, and what an optimizer may simplify.

SELECT id FROM events WHERE 10 NOT IN (SELECT k FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE 999 NOT IN (SELECT k FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE 999 NOT IN (SELECT k FROM events WHERE k IS NOT NULL) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE 10 IN (SELECT k FROM events) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE NULL NOT IN (SELECT k FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE NULL NOT IN (SELECT k FROM events WHERE false) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i NOT IN (SELECT k FROM events WHERE false) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i NOT IN (SELECT k FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE i + 1000000 NOT IN (SELECT k FROM events) ORDER BY id
-- postgres: "error"
-- mubatch: []
-- differs: constants are only evaluated where they are needed

SELECT id FROM events WHERE i % 10 NOT IN (SELECT k + 1000 FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE NOT (i IN (SELECT k FROM events)) ORDER BY id
-- same: []

SELECT id FROM events WHERE NOT (999 IN (SELECT k FROM events)) ORDER BY id
-- same: []

SELECT id FROM events WHERE i NOT IN (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 24}]

SELECT id FROM events WHERE 999 NOT IN (SELECT e.k FROM events e WHERE e.n = events.n) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE s NOT IN (SELECT g FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE s NOT IN (SELECT g FROM events WHERE g IS NOT NULL) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i IN (SELECT k FROM events) OR ok ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 4}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 17}, {"id": 20}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i NOT IN (SELECT k FROM events) OR ok ORDER BY id
-- same: [{"id": 1}, {"id": 4}, {"id": 6}, {"id": 9}, {"id": 12}, {"id": 14}, {"id": 17}, {"id": 20}, {"id": 22}]

SELECT id FROM events WHERE i NOT IN (SELECT k FROM events WHERE k IS NOT NULL) AND ok ORDER BY id
-- same: [{"id": 4}, {"id": 14}, {"id": 17}, {"id": 20}, {"id": 22}]

SELECT id FROM events WHERE (i IN (SELECT k FROM events)) IS NULL ORDER BY id
-- same: [{"id": 2}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]

SELECT id FROM events WHERE (i IN (SELECT k FROM events)) IS NOT TRUE ORDER BY id
-- same: [{"id": 2}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]

SELECT id FROM events WHERE i > ALL (SELECT k FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE i > ALL (SELECT k FROM events WHERE k < 0) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 4}, {"id": 7}, {"id": 8}, {"id": 10}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i >= ANY (SELECT k FROM events WHERE k > 50) ORDER BY id
-- same: [{"id": 4}, {"id": 15}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}]

SELECT id FROM events WHERE i <> ANY (SELECT k FROM events WHERE k = 2) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i = ALL (SELECT k FROM events WHERE false) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE EXISTS (SELECT 1 FROM events WHERE false) ORDER BY id
-- same: []

SELECT id FROM events WHERE EXISTS (SELECT NULL FROM events e WHERE e.k = events.i) OR i IS NULL ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 13}, {"id": 15}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i = (SELECT max(k) FROM events) ORDER BY id
-- same: [{"id": 15}]

SELECT id FROM events WHERE i > (SELECT k FROM events WHERE id = 300) ORDER BY id
-- same: []

SELECT id FROM events WHERE i = (SELECT k FROM events) ORDER BY id
-- same: "error"

SELECT id FROM events WHERE uid NOT IN ('u1', NULL) ORDER BY id
-- same: []

SELECT id FROM events WHERE uid NOT IN (SELECT uid FROM campaigns WHERE budget > 10) ORDER BY id
-- same: [{"id": 2}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 9}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 16}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}]

SELECT id FROM events WHERE 'u7' NOT IN (SELECT uid FROM events) ORDER BY id
-- same: []

SELECT id FROM events WHERE (SELECT count(*) FROM campaigns c WHERE c.uid = events.uid) > 1 ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 8}, {"id": 10}, {"id": 15}, {"id": 17}, {"id": 22}, {"id": 24}]

SELECT id FROM events WHERE (SELECT count(*) FROM campaigns c WHERE c.uid = events.uid) = 0 ORDER BY id
-- same: [{"id": 4}, {"id": 6}, {"id": 11}, {"id": 13}, {"id": 18}, {"id": 20}]

SELECT id FROM events WHERE (SELECT sum(budget) FROM campaigns c WHERE c.uid = events.uid) IS NULL ORDER BY id
-- same: [{"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 18}, {"id": 19}, {"id": 20}]

SELECT id FROM events WHERE coalesce((SELECT sum(budget) FROM campaigns c WHERE c.uid = events.uid), 0) = 0 ORDER BY id
-- same: [{"id": 4}, {"id": 5}, {"id": 6}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 18}, {"id": 19}, {"id": 20}]

SELECT id FROM events WHERE NOT EXISTS (SELECT 1 FROM campaigns c WHERE c.uid = events.uid AND c.budget > 10) AND ok ORDER BY id
-- same: [{"id": 4}, {"id": 6}, {"id": 9}, {"id": 12}, {"id": 14}, {"id": 20}]

SELECT DISTINCT (ok IS UNKNOWN) AS v FROM events
-- same: [{"v": false}, {"v": true}]

SELECT DISTINCT (ok IS TRUE) AS v FROM events
-- same: [{"v": false}, {"v": true}]

SELECT DISTINCT (ok IS NOT FALSE) AS v FROM events
-- same: [{"v": false}, {"v": true}]

SELECT DISTINCT ok IS NULL AS v FROM events
-- same: [{"v": false}, {"v": true}]

SELECT ok IS UNKNOWN AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 18}, {"v": true, "c": 6}]

SELECT ok IS NOT UNKNOWN AS v, count(*) AS c FROM events GROUP BY ok IS NOT UNKNOWN
-- same: [{"v": false, "c": 6}, {"v": true, "c": 18}]

SELECT (i > 0) IS UNKNOWN AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 23}, {"v": true, "c": 1}]

SELECT (i > 0) IS TRUE AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 9}, {"v": true, "c": 15}]

SELECT i BETWEEN 0 AND 5 AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 18}, {"v": null, "c": 1}, {"v": true, "c": 5}]

SELECT i NOT BETWEEN 0 AND 5 AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 5}, {"v": null, "c": 1}, {"v": true, "c": 18}]

SELECT s LIKE 'a%' AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 20}, {"v": null, "c": 1}, {"v": true, "c": 3}]

SELECT s ~ 'a' AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 13}, {"v": null, "c": 1}, {"v": true, "c": 10}]

SELECT s ILIKE 'a%' AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 19}, {"v": null, "c": 1}, {"v": true, "c": 4}]

SELECT i IN (1, 2, NULL) AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": null, "c": 22}, {"v": true, "c": 2}]

SELECT i IS DISTINCT FROM k AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 1}, {"v": true, "c": 23}]

SELECT CASE WHEN i > 0 THEN 'p' END AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": "p", "c": 15}, {"v": null, "c": 9}]

SELECT coalesce(i, 0) > 0 AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 9}, {"v": true, "c": 15}]

SELECT d + 1 AS v, count(*) AS c FROM events WHERE id < 4 GROUP BY 1
-- same: [{"v": "2024-01-01", "c": 1}, {"v": "2024-02-01", "c": 1}, {"v": "2024-03-01", "c": 1}]

SELECT date_trunc('month', t) = date_trunc('month', u) AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 13}, {"v": null, "c": 2}, {"v": true, "c": 9}]

SELECT 'b' = ANY (ls) AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 9}, {"v": null, "c": 8}, {"v": true, "c": 7}]

SELECT (i = 1) = ok AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 9}, {"v": null, "c": 7}, {"v": true, "c": 8}]

SELECT true AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": true, "c": 24}]

SELECT NULL AS v, count(*) AS c FROM events GROUP BY 1
-- postgres: [{"v": null, "c": 24}]
-- mubatch: "error"
-- differs: a column needs a type: write CAST(NULL AS varchar)

SELECT 1 + 1 AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": 2, "c": 24}]

SELECT DISTINCT 1 AS v FROM events
-- same: [{"v": 1}]

SELECT DISTINCT NOT ok AS v FROM events
-- same: [{"v": false}, {"v": null}, {"v": true}]

SELECT DISTINCT ok AND NULL AS v FROM events
-- same: [{"v": false}, {"v": null}]

SELECT DISTINCT ok OR NOT ok AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT i = i AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT i - i AS v FROM events
-- same: [{"v": 0}, {"v": null}]

SELECT DISTINCT i * 0 AS v FROM events
-- same: [{"v": 0}, {"v": null}]

SELECT DISTINCT x - x AS v FROM events
-- same: [{"v": 0}, {"v": null}]

SELECT DISTINCT s = s AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT k / k AS v FROM events WHERE k <> 0
-- same: [{"v": 1}]

SELECT DISTINCT k % 1 AS v FROM events
-- same: [{"v": 0}, {"v": null}]

SELECT DISTINCT i & 0 AS v FROM events
-- same: [{"v": 0}, {"v": null}]

SELECT DISTINCT CASE WHEN ok THEN true ELSE ok END AS v FROM events
-- same: [{"v": false}, {"v": null}, {"v": true}]

SELECT DISTINCT CASE WHEN ok THEN 1 ELSE 1 END AS v FROM events
-- same: [{"v": 1}]

SELECT DISTINCT concat(s, NULL) = s AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT i > 0 AND i <= 0 AS v FROM events
-- same: [{"v": false}, {"v": null}]

SELECT DISTINCT i > 0 OR i <= 0 AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT i IN (1) OR i NOT IN (1) AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT s LIKE '%' AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT s LIKE s AS v FROM events WHERE s NOT LIKE '%\\%'
-- same: [{"v": true}]

SELECT DISTINCT s ~ '' AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT s IS NOT NULL AND s IS NULL AS v FROM events
-- same: [{"v": false}]

SELECT DISTINCT i BETWEEN 5 AND 1 AS v FROM events
-- same: [{"v": false}, {"v": null}]

SELECT DISTINCT power(k, 0) AS v FROM events
-- same: [{"v": 1}, {"v": null}]

SELECT DISTINCT coalesce(i, i) = i AS v FROM events
-- same: [{"v": null}, {"v": true}]

SELECT DISTINCT nullif(i, i) AS v FROM events
-- same: [{"v": null}]

SELECT id FROM events WHERE NOT (i > 0 AND k > 0) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 8}, {"id": 9}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 16}, {"id": 20}, {"id": 22}, {"id": 23}]

SELECT id FROM events WHERE NOT (i > 0 OR k > 0) ORDER BY id
-- same: [{"id": 11}, {"id": 16}]

SELECT id FROM events WHERE NOT (i BETWEEN 0 AND 10) ORDER BY id
-- same: [{"id": 3}, {"id": 4}, {"id": 5}, {"id": 9}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]

SELECT id FROM events WHERE NOT (s LIKE '%a%') ORDER BY id
-- same: [{"id": 2}, {"id": 5}, {"id": 7}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 17}, {"id": 18}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE NOT (s ~ 'a') ORDER BY id
-- same: [{"id": 2}, {"id": 5}, {"id": 7}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 17}, {"id": 18}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE NOT ok IS TRUE ORDER BY id
-- same: [{"id": 2}, {"id": 3}, {"id": 5}, {"id": 7}, {"id": 8}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 15}, {"id": 16}, {"id": 18}, {"id": 19}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i = 1 OR i = 2 OR i = 3 OR i IS NULL ORDER BY id
-- same: [{"id": 2}, {"id": 6}, {"id": 7}, {"id": 8}]

SELECT id FROM events WHERE i <> 1 AND i <> 2 AND i <> 3 ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i IN (1, 2, 3) AND i IN (2, 3, 4) ORDER BY id
-- same: [{"id": 7}, {"id": 8}]

SELECT id FROM events WHERE i IN (1, 2, 3) AND i NOT IN (2) ORDER BY id
-- same: [{"id": 2}, {"id": 8}]

SELECT id FROM events WHERE i > 0 AND i > 5 AND i < 100 ORDER BY id
-- same: [{"id": 10}, {"id": 12}, {"id": 14}, {"id": 24}]

SELECT id FROM events WHERE i > 5 AND i < 3 ORDER BY id
-- same: []

SELECT id FROM events WHERE i = 1 AND i = 2 ORDER BY id
-- same: []

SELECT id FROM events WHERE (i = 1 AND k = 0) OR (i = 1 AND k = 2) ORDER BY id
-- same: [{"id": 2}]

SELECT id FROM events WHERE i::bigint > 2147483648 ORDER BY id
-- same: []

SELECT id FROM events WHERE i > 2147483648 ORDER BY id
-- same: []

SELECT id FROM events WHERE i < 2147483648 ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE h > 40000 ORDER BY id
-- same: []

SELECT id FROM events WHERE h::int = 32767 ORDER BY id
-- same: [{"id": 4}, {"id": 16}]

SELECT id FROM events WHERE i = 2.5 ORDER BY id
-- same: []

SELECT id FROM events WHERE i > 2.5 ORDER BY id
-- same: [{"id": 4}, {"id": 8}, {"id": 10}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE i::double precision > 2.5 ORDER BY id
-- same: [{"id": 4}, {"id": 8}, {"id": 10}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE b = 9007199254740993 ORDER BY id
-- same: [{"id": 7}]

SELECT id FROM events WHERE b::double precision = 9007199254740993 ORDER BY id
-- same: [{"id": 7}]

SELECT id FROM events WHERE x = 0.1 ORDER BY id
-- same: [{"id": 10}]

SELECT id FROM events WHERE r = 0.1 ORDER BY id
-- same: []

SELECT id FROM events WHERE r::double precision = 0.1 ORDER BY id
-- same: []

SELECT id FROM events WHERE m::double precision = 19.99 ORDER BY id
-- same: [{"id": 5}]

SELECT id FROM events WHERE d::text = '2024-02-29' ORDER BY id
-- same: [{"id": 1}]

SELECT id FROM events WHERE t::date = '2024-03-10' ORDER BY id
-- same: [{"id": 1}, {"id": 2}]

SELECT id FROM events WHERE date_trunc('day', t) = '2024-03-10' ORDER BY id
-- same: [{"id": 1}, {"id": 2}]

SELECT id FROM events WHERE date_trunc('month', t) >= '2024-03-05' ORDER BY id
-- same: [{"id": 3}, {"id": 4}, {"id": 8}, {"id": 9}, {"id": 13}, {"id": 16}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE date_trunc('year', d) = '2024-01-01' ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 9}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 24}]

SELECT id FROM events WHERE extract(year from d) = 2024 ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 9}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 24}]

SELECT id FROM events WHERE extract(year from t) >= 2024 AND extract(month from t) < 4 ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 6}, {"id": 7}, {"id": 11}, {"id": 14}, {"id": 17}, {"id": 21}]

SELECT id FROM events WHERE i::text LIKE '1%' ORDER BY id
-- same: [{"id": 2}, {"id": 12}, {"id": 15}, {"id": 20}, {"id": 21}]

SELECT id FROM events WHERE i::text = '7' ORDER BY id
-- same: [{"id": 10}]

SELECT id FROM events WHERE cast(m AS int) = 2 ORDER BY id
-- same: [{"id": 3}, {"id": 16}]

SELECT id FROM events WHERE upper(g) = 'A' ORDER BY id
-- same: [{"id": 1}, {"id": 4}, {"id": 7}, {"id": 14}, {"id": 15}, {"id": 18}, {"id": 21}]

SELECT id FROM events WHERE coalesce(g, '') = '' ORDER BY id
-- same: [{"id": 3}, {"id": 8}, {"id": 13}, {"id": 17}, {"id": 22}]

SELECT id FROM events WHERE nullif(g, '') IS NULL ORDER BY id
-- same: [{"id": 3}, {"id": 8}, {"id": 13}, {"id": 17}, {"id": 22}]

SELECT id FROM events WHERE g || 'x' = 'ax' ORDER BY id
-- same: [{"id": 1}, {"id": 4}, {"id": 7}, {"id": 14}, {"id": 15}, {"id": 18}, {"id": 21}]

SELECT id FROM events WHERE length(g) = 1 ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE trim(s) = '' ORDER BY id
-- same: [{"id": 2}]

SELECT id FROM events WHERE ok ORDER BY id
-- same: [{"id": 1}, {"id": 4}, {"id": 6}, {"id": 9}, {"id": 12}, {"id": 14}, {"id": 17}, {"id": 20}, {"id": 22}]

SELECT id FROM events WHERE NOT ok ORDER BY id
-- same: [{"id": 2}, {"id": 5}, {"id": 8}, {"id": 10}, {"id": 13}, {"id": 16}, {"id": 18}, {"id": 21}, {"id": 24}]

SELECT id FROM events WHERE NULL ORDER BY id
-- same: []

SELECT id FROM events WHERE true ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE 1 = 2 ORDER BY id
-- same: []
