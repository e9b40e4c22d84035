-- Sums, averages, overflow.

SELECT sum(i) AS v FROM events
-- same: [{"v": 2564}]

SELECT sum(b) AS v FROM events
-- same: [{"v": 1706994967533}]

SELECT sum(h) AS v FROM events
-- same: [{"v": 28}]

SELECT sum(x) AS v FROM events WHERE x < 1000
-- postgres: [{"v": 19.7200001}]
-- mubatch: [{"v": 19.720000099999996}]
-- differs: sums and functions of doubles: the last digits depend on the order

SELECT sum(m) AS v FROM events
-- same: [{"v": 298.06}]

SELECT sum(d4) AS v FROM events
-- same: [{"v": 1373.3783}]

SELECT sum(w) AS v FROM events
-- same: [{"v": 24691357802469135788.024691358}]

SELECT sum(i) AS v FROM events WHERE false
-- same: [{"v": null}]

SELECT sum(b) / 2 AS v FROM events
-- same: [{"v": 853497483766.5}]

SELECT sum(i) / 2 AS v FROM events
-- same: [{"v": 1282}]

SELECT sum(i) / count(*) AS v FROM events
-- same: [{"v": 106}]

SELECT sum(b) / count(*) AS v FROM events
-- same: [{"v": 71124790313.875}]

SELECT sum(b)::bigint AS v FROM events
-- same: [{"v": 1706994967533}]

SELECT sum(x) AS v FROM (VALUES (9223372036854775807), (1)) AS q(x)
-- postgres: [{"v": 9223372036854775808}]
-- mubatch: "error"
-- differs: sum(bigint) is a bigint and fails beyond it: sum(x::numeric)

SELECT sum(x) AS v FROM (VALUES (2147483647), (1)) AS q(x)
-- same: [{"v": 2147483648}]

SELECT sum(x) AS v FROM (VALUES (0.1), (0.2)) AS q(x)
-- same: [{"v": 0.3}]

SELECT sum(x) = 0.3 AS v FROM (VALUES (0.1), (0.2)) AS q(x)
-- same: [{"v": true}]

SELECT avg(i) AS v FROM events
-- same: [{"v": 111.4782608695652174}]

SELECT avg(b) AS v FROM events
-- postgres: [{"v": 74217172501.43478261}]
-- mubatch: [{"v": 74217172502.26086}]
-- differs: the mean of whole numbers is a double

SELECT avg(h) AS v FROM events
-- same: [{"v": 1.2727272727272727}]

SELECT avg(k) AS v FROM events
-- same: [{"v": 6.7826086956521739}]

SELECT avg(x) AS v FROM events WHERE x < 1000
-- same: [{"v": 1.160000005882353}]

SELECT avg(m) AS v FROM events
-- same: [{"v": 12.9591304347826087}]

SELECT avg(d4) AS v FROM events
-- same: [{"v": 59.7121}]

SELECT avg(w) AS v FROM events
-- same: [{"v": 1122334445566778899.455667789}]

SELECT avg(n) AS v FROM events
-- same: [{"v": 1.8}]

SELECT avg(x) AS v FROM (VALUES (1), (2), (2)) AS q(x)
-- same: [{"v": 1.6666666666666667}]

SELECT round(avg(m), 2) AS v FROM events
-- same: [{"v": 12.96}]

SELECT round(avg(k), 2) AS v FROM events
-- same: [{"v": 6.78}]

SELECT min(i) AS a, max(i) AS b, min(x) AS c, max(x) AS d, min(m) AS e, max(m) AS f FROM events
-- same: [{"a": -2147483648, "b": 2147483647, "c": -7.25, "d": 1e300, "e": -99999999.99, "f": 99999999.99}]

SELECT min(s) AS a, max(s) AS b, min(g) AS c, max(g) AS d FROM events
-- same: [{"a": "", "b": "😀 smile", "c": "", "d": "é"}]

SELECT min(ok::int) AS a, max(ok::int) AS b FROM events
-- same: [{"a": 0, "b": 1}]

SELECT min(li) AS v FROM events
-- same: [{"v": []}]

SELECT count(*) AS a, count(i) AS b, count(DISTINCT n) AS c, count(DISTINCT g) AS d, count(ok) AS e FROM events
-- same: [{"a": 24, "b": 23, "c": 3, "d": 8, "e": 18}]

SELECT count(DISTINCT (n, g)) AS v FROM events
-- same: [{"v": 19}]

SELECT count(*) FILTER (WHERE i > 0) AS v FROM events
-- same: [{"v": 15}]

SELECT count(*) / 5 AS v FROM events
-- same: [{"v": 4}]

SELECT count(*) * 100 / 7 AS v FROM events
-- same: [{"v": 342}]

SELECT count(*) * 100.0 / 7 AS v FROM events
-- same: [{"v": 342.8571428571428571}]

SELECT count(i) * 1.0 / count(*) AS v FROM events
-- same: [{"v": 0.95833333333333333333}]

SELECT count(i) / count(*) AS v FROM events
-- same: [{"v": 0}]

SELECT sum(CASE WHEN i > 0 THEN 1 ELSE 0 END) AS v FROM events
-- same: [{"v": 15}]

SELECT sum(CASE WHEN i > 0 THEN 1 END) / count(*) AS v FROM events
-- same: [{"v": 0}]

SELECT sum(m) / sum(k) AS v FROM events
-- same: [{"v": 1.9106410256410256}]

SELECT sum(m * 1.19) AS v FROM events
-- same: [{"v": 354.6914}]

SELECT round(sum(m * 1.19), 2) AS v FROM events
-- same: [{"v": 354.69}]

SELECT sum(round(m * 1.19, 2)) AS v FROM events
-- same: [{"v": 354.71}]

SELECT sum(m * k) AS v FROM events
-- same: [{"v": -99998477.86}]

SELECT sum(m) FILTER (WHERE m > 0) AS v FROM events
-- same: [{"v": 100000299.56}]

SELECT sum(DISTINCT n) AS v FROM events
-- same: [{"v": 6}]

SELECT avg(DISTINCT n) AS v FROM events
-- same: [{"v": 2}]

SELECT sum(m) * 0.19 AS v FROM events
-- same: [{"v": 56.6314}]

SELECT sum(d4) / 3 AS v FROM events
-- same: [{"v": 457.7927666666666667}]

-- Statistics.

SELECT stddev(k) AS a, stddev_pop(k) AS b, stddev_samp(k) AS c, variance(k) AS d, var_pop(k) AS e, var_samp(k) AS f FROM events
-- postgres: [{"a": 21.0949294246468158, "b": 20.6312479795747449, "c": 21.0949294246468158, "d": 444.9960474308300395, "e": 425.6483931947069943, "f": 444.9960474308300395}]
-- mubatch: [{"a": 21.094929424646814, "b": 20.631247979574745, "c": 21.094929424646814, "d": 444.99604743083, "e": 425.64839319470696, "f": 444.99604743083}]
-- differs: sums and functions of doubles: the last digits depend on the order

SELECT stddev(m) AS v FROM events
-- postgres: [{"v": 30151134.4548}]
-- mubatch: [{"v": 30151134.45477238}]
-- differs: sums and functions of doubles: the last digits depend on the order

SELECT var_pop(x) AS v FROM events WHERE x < 100
-- same: [{"v": 27.29429704517647}]

SELECT stddev(k) AS v FROM events WHERE id = 1
-- same: [{"v": null}]

SELECT stddev_pop(k) AS v FROM events WHERE id = 1
-- same: [{"v": 0}]

SELECT corr(i, k) AS v FROM events WHERE i < 20000
-- same: [{"v": 0.0029756403740808356}]

SELECT covar_pop(i, k) AS a, covar_samp(i, k) AS b FROM events WHERE i < 20000
-- same: [{"a": 29271604.489796013, "b": 30735184.714285813}]

SELECT regr_slope(i, k) AS a, regr_intercept(i, k) AS b, regr_r2(i, k) AS c, regr_count(i, k) AS d FROM events WHERE i < 20000
-- postgres: [{"a": 63265.29626253439, "b": -102721936.92038895, "c": 0.000008854435635859938, "d": 21}]
-- mubatch: [{"a": 63265.296262533964, "b": -102721936.92038894, "c": 0.000008854435635859817, "d": 21}]
-- differs: sums and functions of doubles: the last digits depend on the order

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i) AS v FROM events
-- same: [{"v": 5}]

SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY i) AS v FROM events
-- same: [{"v": 11210.499999999984}]

SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY x) AS v FROM events WHERE x < 1000
-- same: [{"v": 2.805}]

SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY m) AS v FROM events
-- same: [{"v": 0.07500000000000001}]

SELECT percentile_cont(0) WITHIN GROUP (ORDER BY i) AS v FROM events
-- same: [{"v": -2147483648}]

SELECT percentile_cont(1) WITHIN GROUP (ORDER BY i) AS v FROM events
-- same: [{"v": 2147483647}]

SELECT percentile_cont(2) WITHIN GROUP (ORDER BY i) AS v FROM events
-- same: "error"

SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY i DESC) AS v FROM events
-- same: [{"v": -11120.499999999982}]

SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY i) AS v FROM events
-- postgres: [{"v": 5}]
-- mubatch: "error"
-- differs: not in DataFusion

SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY s) AS v FROM events
-- postgres: [{"v": "東京 tower"}]
-- mubatch: "error"
-- differs: not in DataFusion

SELECT mode() WITHIN GROUP (ORDER BY n) AS v FROM events
-- postgres: [{"v": 1}]
-- mubatch: "error"
-- differs: not in DataFusion

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS v FROM (VALUES (0), (1)) AS q(x)
-- same: [{"v": 0.5}]

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS v FROM (VALUES (0.0), (1.0)) AS q(x)
-- same: [{"v": 0.5}]

SELECT n, percentile_cont(0.5) WITHIN GROUP (ORDER BY k) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 3}, {"n": 2, "v": 4}, {"n": 3, "v": -1}, {"n": null, "v": 6.5}]

-- Booleans and bits.

SELECT bool_and(ok) AS a, bool_or(ok) AS b, every(ok) AS c FROM events
-- same: [{"a": false, "b": true, "c": false}]

SELECT bool_and(i > 0) AS a, bool_or(i > 0) AS b FROM events
-- same: [{"a": false, "b": true}]

SELECT bool_and(ok) AS v FROM events WHERE false
-- same: [{"v": null}]

SELECT bit_and(i) AS a, bit_or(i) AS b, bit_xor(i) AS c FROM events WHERE i > 0
-- same: [{"a": 0, "b": 2147483647, "c": 2147470966}]

-- Groups.

SELECT g, count(*) AS c, sum(m) AS v FROM events GROUP BY g
-- same: [{"g": "", "c": 1, "v": 0.1}, {"g": "B", "c": 2, "v": 69.94}, {"g": "Z", "c": 1, "v": 10}, {"g": "a", "c": 7, "v": 100.14}, {"g": "b", "c": 4, "v": 5.95}, {"g": "e", "c": 2, "v": -99999999.94}, {"g": "z", "c": 1, "v": 3.33}, {"g": "é", "c": 2, "v": 100000066.66}, {"g": null, "c": 4, "v": 41.88}]

SELECT n, g, count(*) AS c FROM events GROUP BY n, g
-- same: [{"n": 1, "g": "", "c": 1}, {"n": 1, "g": "B", "c": 1}, {"n": 1, "g": "a", "c": 2}, {"n": 1, "g": "b", "c": 2}, {"n": 1, "g": "e", "c": 1}, {"n": 1, "g": "é", "c": 1}, {"n": 1, "g": null, "c": 1}, {"n": 2, "g": "a", "c": 2}, {"n": 2, "g": "b", "c": 1}, {"n": 2, "g": "é", "c": 1}, {"n": 2, "g": null, "c": 2}, {"n": 3, "g": "a", "c": 2}, {"n": 3, "g": "b", "c": 1}, {"n": 3, "g": "z", "c": 1}, {"n": 3, "g": null, "c": 1}, {"n": null, "g": "B", "c": 1}, {"n": null, "g": "Z", "c": 1}, {"n": null, "g": "a", "c": 1}, {"n": null, "g": "e", "c": 1}]

SELECT n, count(*) AS c FROM events GROUP BY n HAVING count(*) > 4
-- same: [{"n": 1, "c": 9}, {"n": 2, "c": 6}, {"n": 3, "c": 5}]

SELECT n, sum(i) AS v FROM events GROUP BY n HAVING sum(i) > 0
-- same: [{"n": 1, "v": 942}, {"n": 2, "v": 2147471655}, {"n": 3, "v": 13360}]

SELECT n, max(i) - min(i) AS v FROM events GROUP BY n
-- same: "error"

SELECT i % 3 AS r, count(*) AS c FROM events GROUP BY i % 3
-- same: [{"r": -1, "c": 4}, {"r": -2, "c": 1}, {"r": 0, "c": 9}, {"r": 1, "c": 7}, {"r": 2, "c": 2}, {"r": null, "c": 1}]

SELECT i % 3 AS r, count(*) AS c FROM events GROUP BY r
-- same: "error"

SELECT i % 3 AS r, count(*) AS c FROM events GROUP BY 1
-- same: [{"r": -1, "c": 4}, {"r": -2, "c": 1}, {"r": 0, "c": 9}, {"r": 1, "c": 7}, {"r": 2, "c": 2}, {"r": null, "c": 1}]

SELECT lower(g) AS v, count(*) AS c FROM events GROUP BY lower(g)
-- same: [{"v": "", "c": 1}, {"v": "a", "c": 7}, {"v": "b", "c": 6}, {"v": "e", "c": 2}, {"v": "z", "c": 2}, {"v": "é", "c": 2}, {"v": null, "c": 4}]

SELECT ok, count(*) AS c FROM events GROUP BY ok
-- same: [{"ok": false, "c": 9}, {"ok": null, "c": 6}, {"ok": true, "c": 9}]

SELECT x, count(*) AS c FROM events WHERE id < 3 GROUP BY x
-- same: [{"x": 0, "c": 2}]

SELECT count(*) AS c FROM events GROUP BY ()
-- same: [{"c": 24}]

SELECT n, g, count(*) AS c FROM events WHERE id < 8 GROUP BY ROLLUP (n, g)
-- same: [{"n": 1, "g": "a", "c": 1}, {"n": 1, "g": "b", "c": 1}, {"n": 1, "g": null, "c": 1}, {"n": 1, "g": null, "c": 3}, {"n": 2, "g": "a", "c": 1}, {"n": 2, "g": "b", "c": 1}, {"n": 2, "g": null, "c": 2}, {"n": 3, "g": "a", "c": 1}, {"n": 3, "g": null, "c": 1}, {"n": null, "g": "B", "c": 1}, {"n": null, "g": null, "c": 1}, {"n": null, "g": null, "c": 7}]

SELECT n, g, count(*) AS c FROM events WHERE id < 8 GROUP BY CUBE (n, g)
-- same: [{"n": 1, "g": "a", "c": 1}, {"n": 1, "g": "b", "c": 1}, {"n": 1, "g": null, "c": 1}, {"n": 1, "g": null, "c": 3}, {"n": 2, "g": "a", "c": 1}, {"n": 2, "g": "b", "c": 1}, {"n": 2, "g": null, "c": 2}, {"n": 3, "g": "a", "c": 1}, {"n": 3, "g": null, "c": 1}, {"n": null, "g": "B", "c": 1}, {"n": null, "g": "B", "c": 1}, {"n": null, "g": "a", "c": 3}, {"n": null, "g": "b", "c": 2}, {"n": null, "g": null, "c": 1}, {"n": null, "g": null, "c": 1}, {"n": null, "g": null, "c": 7}]

SELECT n, g, count(*) AS c, grouping(n) AS gn FROM events WHERE id < 8 GROUP BY GROUPING SETS ((n), (g), ())
-- same: [{"n": 1, "g": null, "c": 3, "gn": 0}, {"n": 2, "g": null, "c": 2, "gn": 0}, {"n": 3, "g": null, "c": 1, "gn": 0}, {"n": null, "g": "B", "c": 1, "gn": 1}, {"n": null, "g": "a", "c": 3, "gn": 1}, {"n": null, "g": "b", "c": 2, "gn": 1}, {"n": null, "g": null, "c": 1, "gn": 0}, {"n": null, "g": null, "c": 1, "gn": 1}, {"n": null, "g": null, "c": 7, "gn": 1}]

SELECT count(*) AS c FROM events HAVING count(*) > 100
-- same: []

SELECT count(*) AS c FROM events WHERE false
-- same: [{"c": 0}]

SELECT n, count(*) AS c FROM events WHERE false GROUP BY n
-- same: []

SELECT g, count(*) / sum(count(*)) OVER () AS share FROM events GROUP BY g
-- same: [{"g": "", "share": 0.04166666666666666667}, {"g": "B", "share": 0.08333333333333333333}, {"g": "Z", "share": 0.04166666666666666667}, {"g": "a", "share": 0.29166666666666666667}, {"g": "b", "share": 0.16666666666666666667}, {"g": "e", "share": 0.08333333333333333333}, {"g": "z", "share": 0.04166666666666666667}, {"g": "é", "share": 0.08333333333333333333}, {"g": null, "share": 0.16666666666666666667}]

SELECT g, count(*) * 100.0 / sum(count(*)) OVER () AS share FROM events GROUP BY g
-- same: [{"g": "", "share": 4.1666666666666667}, {"g": "B", "share": 8.3333333333333333}, {"g": "Z", "share": 4.1666666666666667}, {"g": "a", "share": 29.1666666666666667}, {"g": "b", "share": 16.6666666666666667}, {"g": "e", "share": 8.3333333333333333}, {"g": "z", "share": 4.1666666666666667}, {"g": "é", "share": 8.3333333333333333}, {"g": null, "share": 16.6666666666666667}]

SELECT g, round(count(*) * 100.0 / sum(count(*)) OVER (), 2) AS share FROM events GROUP BY g
-- same: [{"g": "", "share": 4.17}, {"g": "B", "share": 8.33}, {"g": "Z", "share": 4.17}, {"g": "a", "share": 29.17}, {"g": "b", "share": 16.67}, {"g": "e", "share": 8.33}, {"g": "z", "share": 4.17}, {"g": "é", "share": 8.33}, {"g": null, "share": 16.67}]

SELECT g, sum(m) / sum(sum(m)) OVER () AS share FROM events GROUP BY g
-- same: [{"g": "", "share": 0.00033550291887539422}, {"g": "B", "share": 0.23465074146145071462}, {"g": "Z", "share": 0.03355029188753942159}, {"g": "a", "share": 0.33597262296181976783}, {"g": "b", "share": 0.01996242367308595585}, {"g": "e", "share": -335502.918674092465}, {"g": "z", "share": 0.01117224719855062739}, {"g": "é", "share": 335503.142521639938}, {"g": null, "share": 0.14050862242501509763}]

SELECT g, count(*)::float / count(k) AS v FROM events GROUP BY g HAVING count(k) > 0
-- same: [{"g": "", "v": 1}, {"g": "B", "v": 1}, {"g": "Z", "v": 1}, {"g": "a", "v": 1.1666666666666667}, {"g": "b", "v": 1}, {"g": "e", "v": 1}, {"g": "z", "v": 1}, {"g": "é", "v": 1}, {"g": null, "v": 1}]

SELECT n, count(*) FILTER (WHERE ok) * 1.0 / count(*) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 0.33333333333333333333}, {"n": 2, "v": 0.66666666666666666667}, {"n": 3, "v": 0.4}, {"n": null, "v": 0}]

SELECT n, sum(m) / nullif(sum(k), 0) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": -4999993.9555}, {"n": 2, "v": 3333334.722333333333}, {"n": 3, "v": 0.06204545454545454545}, {"n": null, "v": 7.2244444444444444}]

SELECT max(i) AS v FROM events GROUP BY n ORDER BY v DESC NULLS LAST
-- same: [{"v": 2147483647}, {"v": 12345}, {"v": 999}, {"v": 256}]

SELECT n, avg(m) AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": -11111097.678888888889}, {"n": 2, "v": 16666673.611666666667}, {"n": 3, "v": 1.365}, {"n": null, "v": 32.51}]

SELECT n, (array_agg(s ORDER BY id))[1] AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": "Anna Schmidt"}, {"n": 2, "v": ""}, {"n": 3, "v": "ÅNGSTRÖM"}, {"n": null, "v": "Größe"}]

SELECT count(*) AS c, sum(v) AS s FROM (SELECT n, sum(m) AS v FROM events GROUP BY n) q
-- same: [{"c": 4, "s": 298.06}]

SELECT sum(i) + 1 AS a, sum(i + 1) AS b FROM events WHERE id < 4
-- same: [{"a": 1, "b": 3}]

SELECT count(*) + count(*) FILTER (WHERE i IS NULL) AS v FROM events
-- same: [{"v": 25}]
