-- Numbers of several types together, and decimals that are compared.

CASE WHEN ok THEN r ELSE i END
-- same: [0, 1, -1, null, -2147483600, 16777216, 2, 3, -0.75, 7, -7, 1.5, -10, -2.5, 100, -100, 3.25, 256, 999, 0.1, 12345, null, 5, 6]

CASE WHEN ok THEN r ELSE m END
-- same: [0, 2.5, 1.5, null, 19.99, 16777216, -0.01, null, -0.75, -100000000, 10, 1.5, 0.1, -2.5, 0.3, 2.45, 3.25, 100, 49.95, 0.1, 1.15, null, 66.67, 0.05]

CASE WHEN ok THEN r ELSE 0.5 END
-- same: [0, 0.5, 0.5, null, 0.5, 16777216, 0.5, 0.5, -0.75, 0.5, 0.5, 1.5, 0.5, -2.5, 0.5, 0.5, 3.25, 0.5, 0.5, 0.1, 0.5, null, 0.5, 0.5]

CASE WHEN ok THEN m ELSE x END
-- same: [0, -0, 0.5, -1.5, 2.5, 0.01, -1.5, -2.5, 99999999.99, 0.1, 0.2, 3.33, 123456789.125, 0.2, 100000000000000000, 1e300, 7.05, 3, 19.99, 0.99, 1.005, 33.33, 9007199254740992, 1700000000.5]

coalesce(r, b)
-- same: [0, 0.1, 1.5, 9223372000000000000, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, -3, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, 15, -2.5, 16777216]

coalesce(r, 0.1)
-- same: [0, 0.1, 1.5, 0.1, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, 0.1, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, 0.1, -2.5, 16777216]

coalesce(r, x)
-- same: [0, 0.10000000149011612, 1.5, 1.5, -2.5, 16777216, 0.30000001192092896, 3.25, -0.75, 0, 0.10000000149011612, 1.5, 123456789.125, -2.5, 16777216, 0.30000001192092896, 3.25, -0.75, 0, 0.10000000149011612, 1.5, -7.25, -2.5, 16777216]

greatest(r, i)
-- same: [0, 1, 1.5, 2147483600, -2.5, 16777216, 2, 3.25, -0.75, 7, 0.1, 10, -10, 42, 16777216, 0.3, 255, 256, 999, 1000, 12345, -12345, 5, 16777216]

least(r, m)
-- same: [0, 0.1, 1.5, -1.5, -2.5, 0.01, -0.01, 3.25, -0.75, -100000000, 0.1, 1.5, 0.1, -2.5, 0.3, 0.3, 3.25, -0.75, 0, 0.1, 1.15, 33.33, -2.5, 0.05]

nullif(r, i)
-- same: [null, 0.1, 1.5, null, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, null, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, null, -2.5, 16777216]

nullif(r, 0.5)
-- same: [0, 0.1, 1.5, null, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, null, -2.5, 16777216, 0.3, 3.25, -0.75, 0, 0.1, 1.5, null, -2.5, 16777216]

r + i
-- same: [0, 1.1000000014901161, 0.5, null, -2147483650.5, null, 2.300000011920929, 6.25, -3.75, 7, -6.899999998509884, 11.5, null, 39.5, 16777316, -99.69999998807907, 258.25, 255.25, 999, 1000.1000000014901, 12346.5, null, 2.5, 16777222]

r * m
-- same: [0, 0.2500000037252903, 2.25, null, -49.974999999999994, 167772.16, -0.0030000001192092896, null, -74999999.99249999, -0, 1.0000000149011612, 4.995, null, -0.5, 5033164.8, 0.7350000292062759, 22.912499999999998, -75, 0, 0.09900000147521495, 1.7249999999999999, null, -166.675, 838860.8]

r = 0.1
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, null, false, false]

r IN (0.1, 0.3)
-- same: [false, true, false, null, false, false, true, false, false, false, true, false, null, false, false, true, false, false, false, true, false, null, false, false]

r BETWEEN 0.1 AND 3
-- same: [false, true, true, null, false, false, true, false, false, false, true, true, null, false, false, true, false, false, false, true, true, null, false, false]

sum(r) OVER ()
-- postgres: all 50331648
-- mubatch: all 50331650.90000003
-- differs: the sum of reals is a double

SELECT r AS v FROM events UNION SELECT i FROM events
-- same: [{"v": -0.75}, {"v": -100}, {"v": -10}, {"v": -12345}, {"v": -1}, {"v": -2.5}, {"v": -2147483600}, {"v": -3}, {"v": -7}, {"v": 0.1}, {"v": 0.3}, {"v": 0}, {"v": 1.5}, {"v": 1000}, {"v": 100}, {"v": 10}, {"v": 12345}, {"v": 16777216}, {"v": 1}, {"v": 2147483600}, {"v": 255}, {"v": 256}, {"v": 2}, {"v": 3.25}, {"v": 3}, {"v": 42}, {"v": 5}, {"v": 6}, {"v": 7}, {"v": 999}, {"v": null}]

SELECT i AS v FROM events WHERE id < 4 UNION ALL SELECT r FROM events WHERE id < 4 UNION ALL SELECT m FROM events WHERE id < 4
-- same: [{"v": -1}, {"v": 0.1}, {"v": 0}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 1.5}, {"v": 1}, {"v": 2.5}]

SELECT r AS v FROM events EXCEPT SELECT m FROM events
-- same: [{"v": -0.75}, {"v": -2.5}, {"v": 16777216}, {"v": 3.25}]

m::numeric(20, 0) = 2
-- same: [false, false, true, false, false, false, false, null, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false]

m::numeric(10, 1) < 0.1
-- same: [true, false, false, true, false, true, true, null, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

m::numeric(10, 1) IN (0.1, 2.5)
-- same: [false, true, false, false, false, false, false, null, false, false, false, false, true, false, false, true, false, false, false, false, false, false, false, true]

m::numeric(12, 1) BETWEEN 0.1 AND 0.3
-- same: [false, false, false, false, false, false, false, null, false, false, false, false, true, true, true, false, false, false, false, false, false, false, false, true]

d4::numeric(18, 2) = 0.01
-- same: [false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

d4::int = 1
-- same: [false, true, false, false, false, false, null, false, false, false, false, "error", "error", false, false, true, false, false, false, false, false, false, false, false]

SELECT id FROM events WHERE m::numeric(20, 0) = 2
-- same: [{"id": 16}, {"id": 3}]

SELECT id FROM (SELECT id, m::numeric(20, 0) AS c FROM events) q WHERE c = 2
-- same: [{"id": 16}, {"id": 3}]

SELECT id FROM events WHERE m::bigint = 2
-- same: [{"id": 16}, {"id": 3}]

SELECT id FROM events WHERE d4::bigint > 1
-- same: [{"id": 10}, {"id": 11}, {"id": 12}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 23}, {"id": 3}, {"id": 4}]

SELECT id FROM events WHERE h::int < 100000
-- same: [{"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 19}, {"id": 1}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 7}, {"id": 8}, {"id": 9}]

SELECT id FROM events WHERE i = 2.5
-- same: []

nullif(m, 0)::text
-- same: [null, "2.50", "1.50", "-1.50", "19.99", "0.01", "-0.01", null, "99999999.99", "-99999999.99", "10.00", "3.33", "0.10", "0.20", "0.30", "2.45", "7.05", "100.00", "49.95", "0.99", "1.15", "33.33", "66.67", "0.05"]

nullif(i, 2.0)
-- same: [0, 1, -1, 2147483647, -2147483648, null, null, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

nullif(w, m / 3)
-- same: [null, 1, -1, 0.3333333333, 0.6666666667, 12345678901234567890.0123456789, -9999999999999999999999999999.9999999999, 9999999999999999999999999999.9999999999, null, 1e-10, 0.5, 2.5, 0, 1, -1, 0.3333333333, 0.6666666667, 12345678901234567890.0123456789, -9999999999999999999999999999.9999999999, 9999999999999999999999999999.9999999999, null, 1e-10, 0.5, 2.5]

nullif(k, x)
-- same: [2, null, 3, -1, 7, 4, null, -2, 2, 3, -3, 0, 4, 5, 6, -6, 16, 8, 10, -10, 100, 7, -5, 6]

nullif(2.5, m)
-- same: [2.5, null, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5]

nullif(i / nullif(k, 0), 0)
-- same: [null, null, null, -2147483647, -306783378, null, null, -1, -1, 2, 2, null, -2, 8, 16, 16, 15, 32, 99, -100, 123, -1763, -1, 1]

w IN (m / 3)
-- same: [true, false, false, false, false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, null, false, false, false]

w BETWEEN m / 3 AND 5
-- same: [true, true, false, true, false, false, false, false, null, true, false, true, false, true, false, false, false, false, false, false, null, false, false, true]

CASE w WHEN m / 3 THEN 1 ELSE 0 END
-- same: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

CASE WHEN ok THEN w ELSE m / 3 END
-- postgres: [0, 0.83333333333333333333, 0.5, 0.3333333333, 6.6633333333333333, 12345678901234567890.0123456789, -0.00333333333333333333, null, null, -33333333.33, 3.3333333333333333, 2.5, 0.03333333333333333333, 1, 0.1, 0.81666666666666666667, 0.6666666667, 33.3333333333333333, 16.65, 9999999999999999999999999999.9999999999, 0.38333333333333333333, 1e-10, 22.2233333333333333, 0.01666666666666666667]
-- mubatch: [0, 0.83333333333333333333, 0.5, 0.3333333333, 6.66333333333333333333, "error", -0.00333333333333333333, null, null, -33333333.33, 3.33333333333333333333, 2.5, 0.03333333333333333333, 1, 0.1, 0.81666666666666666667, 0.6666666667, 33.33333333333333333333, 16.65, "error", 0.38333333333333333333, 1e-10, 22.22333333333333333333, 0.01666666666666666667]
-- differs: decimals have 38 digits: what needs more is an error

m * 1e2
-- same: [0, 250, 150, -150, 1999, 1, -1, null, 9999999999, -9999999999, 1000, 333, 10, 20, 30, 245, 705, 10000, 4995, 99, 115, 3333, 6667, 5]

m * 1e-2
-- same: [0, 0.025, 0.015, -0.015, 0.1999, 0.0001, -0.0001, null, 999999.9999, -999999.9999, 0.1, 0.0333, 0.001, 0.002, 0.003, 0.0245, 0.0705, 1, 0.4995, 0.0099, 0.0115, 0.3333, 0.6667, 0.0005]

1e3::text
-- same: all "1000"

1e-7::text
-- same: all "0.0000001"

1.50e1::text
-- same: all "15.0"

1e2 / 3
-- same: all 33.3333333333333333

1e3 % 7
-- same: all 6

i / 1e3
-- same: [0, 0.001, -0.001, 2147483.647, -2147483.648, null, 0.002, 0.003, -0.003, 0.007, -0.007, 0.01, -0.01, 0.042, 0.1, -0.1, 0.255, 0.256, 0.999, 1, 12.345, -12.345, 0.005, 0.006]

1e39
-- same: all 1000000000000000000000000000000000000000

123456789e30
-- same: all 123456789000000000000000000000000000000

SELECT id FROM events WHERE b > 1e18
-- same: [{"id": 4}]

SELECT id, lag(h, 1, 100000) OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": 100000}, {"id": 10, "v": 100}, {"id": 11, "v": -100}, {"id": 12, "v": 12}, {"id": 13, "v": 3}, {"id": 14, "v": 0}, {"id": 15, "v": 1}, {"id": 16, "v": -1}, {"id": 17, "v": 32767}, {"id": 18, "v": -32768}, {"id": 19, "v": null}, {"id": 2, "v": 0}, {"id": 20, "v": 7}, {"id": 21, "v": -7}, {"id": 22, "v": 100}, {"id": 23, "v": -100}, {"id": 24, "v": 12}, {"id": 3, "v": 1}, {"id": 4, "v": -1}, {"id": 5, "v": 32767}, {"id": 6, "v": -32768}, {"id": 7, "v": null}, {"id": 8, "v": 7}, {"id": 9, "v": -7}]

SELECT id, lag(m, 1, 0) OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": 99999999.99}, {"id": 11, "v": -99999999.99}, {"id": 12, "v": 10}, {"id": 13, "v": 3.33}, {"id": 14, "v": 0.1}, {"id": 15, "v": 0.2}, {"id": 16, "v": 0.3}, {"id": 17, "v": 2.45}, {"id": 18, "v": 7.05}, {"id": 19, "v": 100}, {"id": 2, "v": 0}, {"id": 20, "v": 49.95}, {"id": 21, "v": 0.99}, {"id": 22, "v": 1.15}, {"id": 23, "v": 33.33}, {"id": 24, "v": 66.67}, {"id": 3, "v": 2.5}, {"id": 4, "v": 1.5}, {"id": 5, "v": -1.5}, {"id": 6, "v": 19.99}, {"id": 7, "v": 0.01}, {"id": 8, "v": -0.01}, {"id": 9, "v": null}]

SELECT id, lag(r, 1, 0) OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": -0.75}, {"id": 11, "v": 0}, {"id": 12, "v": 0.1}, {"id": 13, "v": 1.5}, {"id": 14, "v": null}, {"id": 15, "v": -2.5}, {"id": 16, "v": 16777216}, {"id": 17, "v": 0.3}, {"id": 18, "v": 3.25}, {"id": 19, "v": -0.75}, {"id": 2, "v": 0}, {"id": 20, "v": 0}, {"id": 21, "v": 0.1}, {"id": 22, "v": 1.5}, {"id": 23, "v": null}, {"id": 24, "v": -2.5}, {"id": 3, "v": 0.1}, {"id": 4, "v": 1.5}, {"id": 5, "v": null}, {"id": 6, "v": -2.5}, {"id": 7, "v": 16777216}, {"id": 8, "v": 0.3}, {"id": 9, "v": 3.25}]

SELECT id, lag(b, 1, m) OVER (ORDER BY id) AS v FROM events
-- postgres: [{"id": 1, "v": 0}, {"id": 10, "v": 4294967296}, {"id": 11, "v": 1700000000}, {"id": 12, "v": 1700000000123}, {"id": 13, "v": 3}, {"id": 14, "v": -3}, {"id": 15, "v": 10}, {"id": 16, "v": 86400}, {"id": 17, "v": -86400}, {"id": 18, "v": 1000000007}, {"id": 19, "v": 11}, {"id": 2, "v": 0}, {"id": 20, "v": 12}, {"id": 21, "v": 13}, {"id": 22, "v": 14}, {"id": 23, "v": 15}, {"id": 24, "v": 16}, {"id": 3, "v": 1}, {"id": 4, "v": -1}, {"id": 5, "v": 9223372036854775807}, {"id": 6, "v": -9223372036854775808}, {"id": 7, "v": null}, {"id": 8, "v": 9007199254740993}, {"id": 9, "v": -9007199254740993}]
-- mubatch: "error"
-- differs: the default of lag and lead is a literal: CASE with row_number()

SELECT n, count(DISTINCT id) AS c, sum(m) AS s, sum(m) / count(*) AS a FROM events GROUP BY n
-- same: [{"n": 1, "c": 9, "s": -99999879.11, "a": -11111097.678888888889}, {"n": 2, "c": 6, "s": 100000041.67, "a": 16666673.611666666667}, {"n": 3, "c": 5, "s": 5.46, "a": 1.092}, {"n": null, "c": 4, "s": 130.04, "a": 32.51}]

SELECT n, round(100.0 * sum(m) / nullif(sum(sum(m)) OVER (), 0), 2) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": -33550251.33}, {"n": 2, "v": 33550305.87}, {"n": 3, "v": 1.83}, {"n": null, "v": 43.63}]

SELECT campaign, round((sum(m) - max(budget)) / nullif(max(budget), 0) * 100, 1) AS roi FROM events JOIN campaigns USING (uid) GROUP BY campaign
-- same: [{"campaign": "Größe", "roi": -500250013.8}, {"campaign": "Sommer", "roi": 100000072850}, {"campaign": "spring", "roi": -100000057.8}, {"campaign": null, "roi": null}]

SELECT n, round(sum(m) / lag(sum(m)) OVER (ORDER BY n) - 1, 4) AS growth FROM events GROUP BY n
-- same: [{"n": 1, "growth": null}, {"n": 2, "growth": -2}, {"n": 3, "growth": -1}, {"n": null, "growth": 22.8168}]

SELECT sum(m * d4 * 1.19) / nullif(sum(m), 0) AS v FROM events
-- same: [{"v": 159205211975.51219942}]

SELECT nullif(sum(n), 0) / 5 AS v FROM events
-- same: [{"v": 7}]

SELECT nullif(sum(b) FILTER (WHERE id > 12), 0) / 7 AS v FROM events
-- same: [{"v": 142857158.85714286}]

100.0 * i / nullif(b, 0)
-- postgres: [null, 100, 100, 2.3283064354544941e-8, 2.3283064365386963e-8, null, 2.220446049250312834e-14, -3.330669073875469251e-14, -6.9849193096160889e-8, 0.000000411764705882352941, -4.117647058525605536e-10, 333.3333333333333333, 333.3333333333333333, 420, 0.11574074074074074074, 0.11574074074074074074, 0.000025499999821500001249, 2327.2727272727272727, 8325, 7692.3076923076923077, 88178.571428571429, -82300, 31.25, 35.2941176470588235]
-- mubatch: [null, 100, 100, 2.328306435454e-8, 2.328306436539e-8, null, 2.220446e-14, -3.330669e-14, -6.984919309616e-8, 0.00000041176470588235, -4.1176470585e-10, 333.33333333333333333333, 333.33333333333333333333, 420, 0.11574074074074074074, 0.11574074074074074074, 0.0000254999998215, 2327.27272727272727272727, 8325, 7692.30769230769230769231, 88178.57142857142857142857, -82300, 31.25, 35.29411764705882352941]
-- differs: a quotient has 20 digits after the point; PostgreSQL's depend on the values

width_bucket(m, 0, 10, 5)
-- postgres: [1, 2, 1, 0, 6, 1, 0, null, 6, 0, 6, 2, 1, 1, 1, 2, 4, 6, 6, 1, 1, 6, 6, 1]
-- mubatch: "error"
-- differs: not in DataFusion: floor((m - 0) * 5 / (10 - 0)) + 1

scale(m)
-- postgres: [2, 2, 2, 2, 2, 2, 2, null, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]
-- mubatch: "error"
-- differs: not in DataFusion

to_char(m, '999.99')
-- postgres: ["    .00", "   2.50", "   1.50", "  -1.50", "  19.99", "    .01", "   -.01", null, " ###.##", "-###.##", "  10.00", "   3.33", "    .10", "    .20", "    .30", "   2.45", "   7.05", " 100.00", "  49.95", "    .99", "   1.15", "  33.33", "  66.67", "    .05"]
-- mubatch: "error"
-- differs: numbers as text: CAST(round(m, 2) AS varchar)

variance(i) OVER ()
-- postgres: all 419244183312112338
-- mubatch: all 419244183312112260
-- differs: sums and functions of doubles: the last digits depend on the order

ceiling(m)
-- same: [0, 3, 2, -1, 20, 1, 0, null, 100000000, -99999999, 10, 4, 1, 1, 1, 3, 8, 100, 50, 1, 2, 34, 67, 1]

SELECT b AS v FROM events INTERSECT SELECT x FROM events
-- same: [{"v": 0}, {"v": 3}, {"v": 9007199254740992}, {"v": null}]

SELECT i AS v FROM events WHERE id < 6 EXCEPT SELECT x FROM events
-- same: [{"v": -1}, {"v": -2147483648}, {"v": 1}, {"v": 2147483647}]

SELECT r AS v FROM events EXCEPT ALL SELECT i FROM events
-- same: [{"v": -0.75}, {"v": -0.75}, {"v": -2.5}, {"v": -2.5}, {"v": -2.5}, {"v": 0.1}, {"v": 0.1}, {"v": 0.1}, {"v": 0.3}, {"v": 0.3}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 1.5}, {"v": 1.5}, {"v": 16777216}, {"v": 16777216}, {"v": 16777216}, {"v": 3.25}, {"v": 3.25}, {"v": null}, {"v": null}]

SELECT percentile_cont(1e0) WITHIN GROUP (ORDER BY i) AS v FROM events
-- same: [{"v": 2147483647}]

SELECT id, sum(i) OVER (ORDER BY h RANGE BETWEEN 100000 PRECEDING AND CURRENT ROW) AS v FROM events
-- same: [{"id": 1, "v": -2147494639}, {"id": 10, "v": -2147495731}, {"id": 11, "v": -2147493581}, {"id": 12, "v": -2147494580}, {"id": 13, "v": -2147494639}, {"id": 14, "v": -2147494596}, {"id": 15, "v": -2147494629}, {"id": 16, "v": 2308}, {"id": 17, "v": -2147483393}, {"id": 18, "v": 256}, {"id": 19, "v": -2147493579}, {"id": 2, "v": -2147494596}, {"id": 20, "v": -2147494728}, {"id": 21, "v": -2147481239}, {"id": 22, "v": -2147495731}, {"id": 23, "v": -2147493581}, {"id": 24, "v": -2147494580}, {"id": 3, "v": -2147494629}, {"id": 4, "v": 2308}, {"id": 5, "v": -2147483393}, {"id": 6, "v": 256}, {"id": 7, "v": -2147493579}, {"id": 8, "v": -2147494728}, {"id": 9, "v": -2147481239}]

SELECT id, round(m / nullif(budget, 0) * 100, 2) AS v FROM events LEFT JOIN campaigns USING (uid)
-- same: [{"id": 1, "v": 0}, {"id": 1, "v": 0}, {"id": 10, "v": -500250125.01}, {"id": 10, "v": -99999999.99}, {"id": 11, "v": null}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": 200}, {"id": 15, "v": 0.3}, {"id": 15, "v": 1.5}, {"id": 16, "v": 2450}, {"id": 17, "v": 35.27}, {"id": 17, "v": 7.05}, {"id": 18, "v": null}, {"id": 19, "v": null}, {"id": 2, "v": 2500}, {"id": 20, "v": null}, {"id": 21, "v": 1150}, {"id": 22, "v": 166.73}, {"id": 22, "v": 33.33}, {"id": 23, "v": 66670}, {"id": 24, "v": 0.05}, {"id": 24, "v": 0.25}, {"id": 3, "v": 1.5}, {"id": 3, "v": 7.5}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": -10}, {"id": 8, "v": null}, {"id": 8, "v": null}, {"id": 9, "v": 99999999990}]

SELECT id, coalesce(budget, m, 0.005) AS v FROM events LEFT JOIN campaigns USING (uid)
-- same: [{"id": 1, "v": 100}, {"id": 1, "v": 19.99}, {"id": 10, "v": 100}, {"id": 10, "v": 19.99}, {"id": 11, "v": 10}, {"id": 12, "v": 3.33}, {"id": 13, "v": 0.1}, {"id": 14, "v": 0.1}, {"id": 15, "v": 100}, {"id": 15, "v": 19.99}, {"id": 16, "v": 0.1}, {"id": 17, "v": 100}, {"id": 17, "v": 19.99}, {"id": 18, "v": 100}, {"id": 19, "v": 49.95}, {"id": 2, "v": 0.1}, {"id": 20, "v": 0.99}, {"id": 21, "v": 0.1}, {"id": 22, "v": 100}, {"id": 22, "v": 19.99}, {"id": 23, "v": 0.1}, {"id": 24, "v": 100}, {"id": 24, "v": 19.99}, {"id": 3, "v": 100}, {"id": 3, "v": 19.99}, {"id": 4, "v": -1.5}, {"id": 5, "v": 19.99}, {"id": 6, "v": 0.01}, {"id": 7, "v": 0.1}, {"id": 8, "v": 100}, {"id": 8, "v": 19.99}, {"id": 9, "v": 0.1}]

SELECT id, campaign FROM events JOIN campaigns ON budget = x
-- same: [{"id": 10, "campaign": "Sommer"}, {"id": 19, "campaign": "Größe"}]

SELECT campaign, count(DISTINCT g) AS c, avg(m) AS a, sum(m) AS s, max(budget) AS b FROM events JOIN campaigns USING (uid) GROUP BY campaign
-- same: [{"campaign": "Größe", "c": 2, "a": -14285708.251428571429, "s": -99999957.76, "b": 19.99}, {"campaign": "Sommer", "c": 3, "a": 14285724.707142857143, "s": 100000072.95, "b": 0.1}, {"campaign": "spring", "c": 2, "a": -14285708.251428571429, "s": -99999957.76, "b": 100}, {"campaign": null, "c": 2, "a": 24.4233333333333333, "s": 73.27, "b": null}]

SELECT n, count(DISTINCT uid) AS u, count(DISTINCT g) AS c, sum(m) AS s FROM events GROUP BY n
-- same: [{"n": 1, "u": 4, "c": 6, "s": -99999879.11}, {"n": 2, "u": 2, "c": 3, "s": 100000041.67}, {"n": 3, "u": 4, "c": 3, "s": 5.46}, {"n": null, "u": 2, "c": 4, "s": 130.04}]

SELECT round(sum(m) / nullif(count(DISTINCT uid), 0), 2) AS arpu FROM events
-- same: [{"arpu": 74.52}]

SELECT round(count(*) FILTER (WHERE ok)::numeric / nullif(count(*), 0), 4) AS rate FROM events
-- same: [{"rate": 0.375}]

SELECT n, round(count(*) * 100.0 / sum(count(*)) OVER (), 2) AS share FROM events GROUP BY n
-- same: [{"n": 1, "share": 37.5}, {"n": 2, "share": 25}, {"n": 3, "share": 20.83}, {"n": null, "share": 16.67}]

SELECT id, round((m - lag(m) OVER (ORDER BY id)) / nullif(lag(m) OVER (ORDER BY id), 0) * 100, 1) AS v FROM events
-- same: [{"id": 1, "v": null}, {"id": 10, "v": -200}, {"id": 11, "v": -100}, {"id": 12, "v": -66.7}, {"id": 13, "v": -97}, {"id": 14, "v": 100}, {"id": 15, "v": 50}, {"id": 16, "v": 716.7}, {"id": 17, "v": 187.8}, {"id": 18, "v": 1318.4}, {"id": 19, "v": -50.1}, {"id": 2, "v": null}, {"id": 20, "v": -98}, {"id": 21, "v": 16.2}, {"id": 22, "v": 2798.3}, {"id": 23, "v": 100}, {"id": 24, "v": -99.9}, {"id": 3, "v": -40}, {"id": 4, "v": -200}, {"id": 5, "v": -1432.7}, {"id": 6, "v": -99.9}, {"id": 7, "v": -200}, {"id": 8, "v": null}, {"id": 9, "v": null}]

SELECT round(percentile_cont(0.95) WITHIN GROUP (ORDER BY m)::numeric, 2) AS v FROM events
-- same: [{"v": 96.67}]

SELECT id, sum((item).price * (item).qty) AS v FROM (SELECT id, unnest(items) AS item FROM events) q GROUP BY id
-- same: [{"id": 1, "v": 24.98}, {"id": 10, "v": null}, {"id": 11, "v": 100}, {"id": 12, "v": 0}, {"id": 13, "v": 24.98}, {"id": 16, "v": null}, {"id": 17, "v": 100}, {"id": 18, "v": 0}, {"id": 19, "v": 24.98}, {"id": 22, "v": null}, {"id": 23, "v": 100}, {"id": 24, "v": 0}, {"id": 4, "v": null}, {"id": 5, "v": 100}, {"id": 6, "v": 0}, {"id": 7, "v": 24.98}]

CASE WHEN m > 100 THEN m * 0.9 WHEN m > 10 THEN m * 0.95 ELSE m END
-- same: [0, 2.5, 1.5, -1.5, 18.9905, 0.01, -0.01, null, 89999999.991, -99999999.99, 10, 3.33, 0.1, 0.2, 0.3, 2.45, 7.05, 95, 47.4525, 0.99, 1.15, 31.6635, 63.3365, 0.05]

CASE WHEN ok THEN i ELSE 3000000000 END
-- same: [0, 3000000000, 3000000000, 2147483647, 3000000000, null, 3000000000, 3000000000, -3, 3000000000, 3000000000, 10, 3000000000, 42, 3000000000, 3000000000, 255, 3000000000, 3000000000, 1000, 3000000000, -12345, 3000000000, 3000000000]

CASE m WHEN x THEN 1 ELSE 0 END
-- same: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

i IN (1, 2.5, 7)
-- same: [false, true, false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

m IN (2.5, 10, 1e2)
-- same: [false, true, false, false, false, false, false, null, false, false, true, false, false, false, false, false, false, true, false, false, false, false, false, false]

b IN (9223372036854775807, 0.5)
-- same: [false, false, false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

b > 9223372036854775806.5
-- same: [false, false, false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

SELECT i AS v FROM events WHERE id < 4 UNION ALL SELECT 0.5 UNION ALL SELECT 3000000000
-- same: [{"v": -1}, {"v": 0.5}, {"v": 0}, {"v": 1}, {"v": 3000000000}]

SELECT m::int AS v, count(*) AS c FROM events GROUP BY m::int
-- same: [{"v": -100000000, "c": 1}, {"v": -2, "c": 1}, {"v": 0, "c": 7}, {"v": 1, "c": 2}, {"v": 10, "c": 1}, {"v": 100, "c": 1}, {"v": 100000000, "c": 1}, {"v": 2, "c": 2}, {"v": 20, "c": 1}, {"v": 3, "c": 2}, {"v": 33, "c": 1}, {"v": 50, "c": 1}, {"v": 67, "c": 1}, {"v": 7, "c": 1}, {"v": null, "c": 1}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON a.m::numeric(10, 0) = b.i
-- same: [{"id": 1, "o": 1}, {"id": 11, "o": 12}, {"id": 12, "o": 8}, {"id": 13, "o": 1}, {"id": 14, "o": 1}, {"id": 15, "o": 1}, {"id": 16, "o": 7}, {"id": 17, "o": 10}, {"id": 18, "o": 15}, {"id": 2, "o": 8}, {"id": 20, "o": 2}, {"id": 21, "o": 2}, {"id": 24, "o": 1}, {"id": 3, "o": 7}, {"id": 6, "o": 1}, {"id": 7, "o": 1}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON a.w = b.m / 3
-- same: [{"id": 1, "o": 1}, {"id": 11, "o": 3}, {"id": 13, "o": 1}, {"id": 23, "o": 3}]
