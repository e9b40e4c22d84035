SELECT id, n, price FROM events WHERE price > 0
SELECT id, sha256_hex(id) AS hash, window_time() AS at FROM events
SELECT e.id, u.country FROM events e JOIN users u ON u.user_id = e.id
SELECT e.id, u.country FROM events e LEFT JOIN users u ON u.user_id = e.id WHERE e.n BETWEEN 1 AND 10
SELECT id, count(*) AS times, sum(n) AS n, max(at) AS at FROM events GROUP BY id HAVING count(*) > 1
SELECT id, n FROM (SELECT id, n, row_number() OVER (PARTITION BY id ORDER BY n DESC) AS r FROM events) AS t WHERE r = 1
WITH a AS (SELECT id, n FROM events WHERE n > 5), b AS (SELECT id FROM events) SELECT a.id, a.n FROM a JOIN b ON a.id = b.id
SELECT id, unnest(tags) AS tag, attributes['a'] AS a, object['b'] AS b FROM events
SELECT id, CASE WHEN n > 5 THEN 'many' WHEN n IS NULL THEN NULL ELSE 'few' END AS kind FROM events
SELECT id FROM events UNION ALL SELECT user_id FROM users
SELECT DISTINCT id, CAST(n AS double) / 3 AS third, n::varchar AS text, 100 / m AS share FROM events ORDER BY id LIMIT 5
SELECT id, at + INTERVAL '1 day' AS later, date_trunc('hour', at) AS hour, extract(year FROM at) AS year FROM events
SELECT id, _headers, _key AS key, _offset AS o FROM events WHERE id IN ('a', 'b') OR id LIKE 'c%' OR NOT EXISTS (SELECT 1 FROM users WHERE user_id = id)
SELECT upper(id) AS u, concat(id, '-', n) AS c, regexp_replace(id, 'a(b)?', 'x') AS r, coalesce(id, 'none') AS d, substr(id, 1, 3) AS s FROM events
