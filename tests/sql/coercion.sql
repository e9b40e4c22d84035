-- One type out of several: nothing is lost, and no number becomes another.

CASE WHEN ok THEN round(m, 1) ELSE m END
-- same: [0, 2.5, 1.5, -1.5, 19.99, 0, -0.01, null, 100000000, -99999999.99, 10, 3.3, 0.1, 0.2, 0.3, 2.45, 7.1, 100, 49.95, 1, 1.15, 33.3, 66.67, 0.05]

CASE WHEN ok THEN m ELSE round(m, 1) END
-- same: [0, 2.5, 1.5, -1.5, 20, 0.01, 0, null, 99999999.99, -100000000, 10, 3.33, 0.1, 0.2, 0.3, 2.5, 7.05, 100, 50, 0.99, 1.2, 33.33, 66.7, 0.1]

CASE WHEN ok THEN round(m) ELSE m END
-- same: [0, 2.5, 1.5, -2, 19.99, 0, -0.01, null, 100000000, -99999999.99, 10, 3, 0.1, 0, 0.3, 2.45, 7, 100, 49.95, 1, 1.15, 33, 66.67, 0.05]

CASE WHEN ok THEN m::numeric(20,0) ELSE m END
-- same: [0, 2.5, 1.5, -2, 19.99, 0, -0.01, null, 100000000, -99999999.99, 10, 3, 0.1, 0, 0.3, 2.45, 7, 100, 49.95, 1, 1.15, 33, 66.67, 0.05]

CASE WHEN ok THEN m::numeric(20,0) ELSE d4 END
-- same: [0, 0.5, 1.5, -2, -0.5, 0, null, 0.125, 100000000, 3.3333, 19.99, 3, -12345678901234.5678, 0, -0.0001, 1, 7, 100.005, 1234.5, 1, 0.025, 33, 10, -7]

CASE WHEN ok THEN i::numeric(38,0) ELSE m END
-- same: [0, 2.5, 1.5, 2147483647, 19.99, null, -0.01, null, -3, -99999999.99, 10, 10, 0.1, 42, 0.3, 2.45, 255, 100, 49.95, 1000, 1.15, -12345, 66.67, 0.05]

CASE WHEN ok THEN b::numeric ELSE m END
-- same: [0, 2.5, 1.5, 9223372036854775807, 19.99, null, -0.01, null, 4294967296, -99999999.99, 10, 3, 0.1, 10, 0.3, 2.45, 1000000007, 100, 49.95, 13, 1.15, 15, 66.67, 0.05]

coalesce(nullif(m::numeric(20,0), 0), m)
-- same: [0, 3, 2, -2, 20, 0.01, -0.01, null, 100000000, -100000000, 10, 3, 0.1, 0.2, 0.3, 2, 7, 100, 50, 1, 1, 33, 67, 0.05]

coalesce(m::numeric(20,0), d4)
-- same: [0, 3, 2, -2, 20, 0, 0, 0.125, 100000000, -100000000, 10, 3, 0, 0, 0, 2, 7, 100, 50, 1, 1, 33, 67, 0]

coalesce(NULL::numeric(20,0), m)
-- same: [0, 2.5, 1.5, -1.5, 19.99, 0.01, -0.01, null, 99999999.99, -99999999.99, 10, 3.33, 0.1, 0.2, 0.3, 2.45, 7.05, 100, 49.95, 0.99, 1.15, 33.33, 66.67, 0.05]

greatest(m::numeric(20,0), m)
-- same: [0, 3, 2, -1.5, 20, 0.01, 0, null, 100000000, -99999999.99, 10, 3.33, 0.1, 0.2, 0.3, 2.45, 7.05, 100, 50, 1, 1.15, 33.33, 67, 0.05]

least(m::numeric(20,0), m)
-- same: [0, 2.5, 1.5, -2, 19.99, 0, -0.01, null, 99999999.99, -100000000, 10, 3, 0, 0, 0, 2, 7, 100, 49.95, 0.99, 1, 33, 66.67, 0]

nullif(m::numeric(20,0), m)
-- same: [null, 3, 2, -2, 20, 0, 0, null, 100000000, -100000000, null, 3, 0, 0, 0, 2, 7, null, 50, 1, 1, 33, 67, 0]

m::numeric(20,0) = m
-- same: [true, false, false, false, false, false, false, null, false, false, true, false, false, false, false, false, false, true, false, false, false, false, false, false]

m::numeric(20,0) < m
-- same: [false, false, false, true, false, true, false, null, false, true, false, true, true, true, true, true, true, false, false, false, true, true, false, true]

m IN (m::numeric(20,0), 2.5)
-- same: [true, true, false, false, false, false, false, null, false, false, true, false, false, false, false, false, false, true, false, false, false, false, false, false]

ARRAY[m::numeric(20,0), m]
-- same: [[0, 0], [3, 2.5], [2, 1.5], [-2, -1.5], [20, 19.99], [0, 0.01], [0, -0.01], [null, null], [100000000, 99999999.99], [-100000000, -99999999.99], [10, 10], [3, 3.33], [0, 0.1], [0, 0.2], [0, 0.3], [2, 2.45], [7, 7.05], [100, 100], [50, 49.95], [1, 0.99], [1, 1.15], [33, 33.33], [67, 66.67], [0, 0.05]]

m BETWEEN m::numeric(20,0) AND 5
-- same: [true, false, false, true, false, true, false, null, false, true, false, true, true, true, true, true, false, false, false, false, true, false, false, true]

CASE m WHEN m::numeric(20,0) THEN 1 ELSE 2 END
-- same: [1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2]

m::numeric(20,0) + m
-- same: [0, 5.5, 3.5, -3.5, 39.99, 0.01, -0.01, null, 199999999.99, -199999999.99, 20, 6.33, 0.1, 0.2, 0.3, 4.45, 14.05, 200, 99.95, 1.99, 2.15, 66.33, 133.67, 0.05]

CASE WHEN ok THEN m ELSE i END
-- same: [0, 1, -1, -1.5, -2147483648, 0.01, 2, 3, 99999999.99, 7, -7, 3.33, -10, 0.2, 100, -100, 7.05, 256, 999, 0.99, 12345, 33.33, 5, 6]

CASE WHEN ok THEN m ELSE b END
-- same: [0, 1, -1, -1.5, -9223372036854775808, 0.01, 9007199254740993, -9007199254740993, 99999999.99, 1700000000, 1700000000123, 3.33, -3, 0.2, 86400, -86400, 7.05, 11, 12, 0.99, 14, 33.33, 16, 17]

coalesce(m, b)
-- same: [0, 2.5, 1.5, -1.5, 19.99, 0.01, -0.01, -9007199254740993, 99999999.99, -99999999.99, 10, 3.33, 0.1, 0.2, 0.3, 2.45, 7.05, 100, 49.95, 0.99, 1.15, 33.33, 66.67, 0.05]

CASE WHEN ok THEN d4 ELSE b END
-- same: [0, 1, -1, 2.5, -9223372036854775808, -2.5, 9007199254740993, -9007199254740993, 0.135, 1700000000, 1700000000123, 12345678901234.5678, -3, 0.0001, 86400, -86400, 7.75, 11, 12, 0.015, 14, 2, 16, 17]

CASE WHEN ok THEN w ELSE b END
-- same: [0, 1, -1, 0.3333333333, -9223372036854775808, 12345678901234567890.0123456789, 9007199254740993, -9007199254740993, null, 1700000000, 1700000000123, 2.5, -3, 1, 86400, -86400, 0.6666666667, 11, 12, 9999999999999999999999999999.9999999999, 14, 1e-10, 16, 17]

coalesce(NULL::numeric(5,2), b)
-- same: [0, 1, -1, 9223372036854775807, -9223372036854775808, null, 9007199254740993, -9007199254740993, 4294967296, 1700000000, 1700000000123, 3, -3, 10, 86400, -86400, 1000000007, 11, 12, 13, 14, 15, 16, 17]

CASE WHEN ok THEN 1.5 ELSE b END
-- same: [1.5, 1, -1, 1.5, -9223372036854775808, 1.5, 9007199254740993, -9007199254740993, 1.5, 1700000000, 1700000000123, 1.5, -3, 1.5, 86400, -86400, 1.5, 11, 12, 1.5, 14, 1.5, 16, 17]

CASE WHEN ok THEN m ELSE x END
-- same: [0, -0, 0.5, -1.5, 2.5, 0.01, -1.5, -2.5, 99999999.99, 0.1, 0.2, 3.33, 123456789.125, 0.2, 100000000000000000, 1e300, 7.05, 3, 19.99, 0.99, 1.005, 33.33, 9007199254740992, 1700000000.5]

coalesce(NULL::numeric(10,2), x)
-- same: [0, -0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0.0000001, 123456789.125, 1000000000000000, 100000000000000000, 1e300, -1e-300, 3, 19.99, 2.675, 1.005, -7.25, 9007199254740992, 1700000000.5]

CASE WHEN ok THEN r ELSE x END
-- same: [0, -0, 0.5, null, 2.5, 16777216, -1.5, -2.5, -0.75, 0.1, 0.2, 1.5, 123456789.125, -2.5, 100000000000000000, 1e300, 3.25, 3, 19.99, 0.10000000149011612, 1.005, null, 9007199254740992, 1700000000.5]

CASE WHEN ok THEN i ELSE b END
-- same: [0, 1, -1, 2147483647, -9223372036854775808, null, 9007199254740993, -9007199254740993, -3, 1700000000, 1700000000123, 10, -3, 42, 86400, -86400, 255, 11, 12, 1000, 14, -12345, 16, 17]

CASE WHEN ok THEN h ELSE i END
-- same: [0, 1, -1, 32767, -2147483648, null, 2, 3, 100, 7, -7, 3, -10, 1, 100, -100, -32768, 256, 999, -7, 12345, -100, 5, 6]

CASE WHEN ok THEN b ELSE x END
-- same: [0, -0, 0.5, 9223372036854776000, 2.5, null, -1.5, -2.5, 4294967296, 0.1, 0.2, 3, 123456789.125, 10, 100000000000000000, 1e300, 1000000007, 3, 19.99, 13, 1.005, 15, 9007199254740992, 1700000000.5]

CASE WHEN ok THEN b ELSE r END
-- same: [0, 0.1, 1.5, 9223372000000000000, -2.5, null, 0.3, 3.25, 4294967300, 0, 0.1, 3, null, 10, 16777216, 0.3, 1000000000, -0.75, 0, 13, 1.5, 15, -2.5, 16777216]

coalesce(i::real, b)
-- same: [0, 1, -1, 2147483600, -2147483600, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

CASE WHEN ok THEN d ELSE t END
-- same: ["2024-02-29T00:00:00Z", "2024-03-10T07:00:00Z", "2024-11-03T05:30:00Z", null, null, "1969-12-31T00:00:00Z", "2024-03-31T01:00:00Z", "2024-10-27T00:30:00Z", "2024-12-30T00:00:00Z", "1969-12-31T23:59:58.75Z", "2024-02-29T12:34:56.789012Z", "2016-01-03T00:00:00Z", "2024-12-31T23:59:59.999999Z", "2024-10-27T00:00:00Z", "2021-01-03T23:00:00Z", "2024-07-15T22:30:00Z", "2100-02-28T00:00:00Z", "2023-12-31T12:00:00.5Z", "2000-01-01T00:00:00Z", "2008-12-29T00:00:00Z", "2038-01-19T03:14:08Z", "2026-08-31T00:00:00Z", "2024-08-31T08:05:03.000001Z", "2025-04-05T16:00:00Z"]

CASE WHEN ok THEN s ELSE NULL END
-- same: ["Anna Schmidt", null, null, null, null, "naïve café", null, null, "back\\slash", null, null, "東京 tower", null, "line\nbreak", null, null, "x,y,,z", null, null, "null", null, "aaaa", null, null]

CASE WHEN ok THEN i ELSE s END
-- same: "error"

coalesce(i, s)
-- same: "error"

CASE WHEN ok THEN li ELSE ARRAY[0] END
-- same: [[1, 2, 3], [0], [0], [1, null, 3], [0], [null], [0], [0], [-1, -2], [0], [0], [], [0], [1, null, 3], [0], [0], [7, 7, 8], [0], [0], [10, 20, 30, 40, 50], [0], [], [0], [0]]

CASE WHEN ok THEN cardinality(li) ELSE -1 END
-- same: [3, -1, -1, 3, -1, 1, -1, -1, 2, -1, -1, 0, -1, 3, -1, -1, 3, -1, -1, 5, -1, 0, -1, -1]

coalesce(cardinality(li), -1)
-- same: [3, 0, -1, 3, 3, 1, 3, 1, 2, 5, 3, 0, -1, 3, 3, 1, 3, 1, 2, 5, 3, 0, -1, 3]

greatest(cardinality(li), -1)
-- same: [3, 0, -1, 3, 3, 1, 3, 1, 2, 5, 3, 0, -1, 3, 3, 1, 3, 1, 2, 5, 3, 0, -1, 3]

nullif(cardinality(li), -1)
-- same: [3, 0, null, 3, 3, 1, 3, 1, 2, 5, 3, 0, null, 3, 3, 1, 3, 1, 2, 5, 3, 0, null, 3]

cardinality(li) > -1
-- same: [true, true, null, true, true, true, true, true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, null, true]

cardinality(li) = -1
-- same: [false, false, null, false, false, false, false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, null, false]

cardinality(li) IN (-1, 3)
-- same: [true, false, null, true, true, false, true, false, false, false, true, false, null, true, true, false, true, false, false, false, true, false, null, true]

cardinality(li) BETWEEN -1 AND 2
-- same: [false, true, null, false, false, true, false, true, true, false, false, true, null, false, false, true, false, true, true, false, false, true, null, false]

cardinality(li) < i
-- same: [false, true, null, true, false, null, false, true, false, true, false, true, null, true, true, false, true, true, true, true, true, false, null, true]

cardinality(li) > x
-- same: [true, false, null, true, true, true, true, true, null, true, true, false, null, false, false, false, true, false, false, true, true, true, null, false]

cardinality(li) + 1
-- same: [4, 1, null, 4, 4, 2, 4, 2, 3, 6, 4, 1, null, 4, 4, 2, 4, 2, 3, 6, 4, 1, null, 4]

cardinality(li) - 1
-- same: [2, -1, null, 2, 2, 0, 2, 0, 1, 4, 2, -1, null, 2, 2, 0, 2, 0, 1, 4, 2, -1, null, 2]

cardinality(li) * 2.5
-- same: [7.5, 0, null, 7.5, 7.5, 2.5, 7.5, 2.5, 5, 12.5, 7.5, 0, null, 7.5, 7.5, 2.5, 7.5, 2.5, 5, 12.5, 7.5, 0, null, 7.5]

cardinality(li) / 2.0
-- same: [1.5, 0, null, 1.5, 1.5, 0.5, 1.5, 0.5, 1, 2.5, 1.5, 0, null, 1.5, 1.5, 0.5, 1.5, 0.5, 1, 2.5, 1.5, 0, null, 1.5]

cardinality(li)::text
-- same: ["3", "0", null, "3", "3", "1", "3", "1", "2", "5", "3", "0", null, "3", "3", "1", "3", "1", "2", "5", "3", "0", null, "3"]

cardinality(li) - cardinality(ls) < 0
-- same: [false, false, null, false, false, false, false, true, false, false, false, false, null, false, false, false, false, true, false, false, false, false, null, false]

abs(cardinality(li) - cardinality(ls))
-- same: [0, 0, null, 0, 1, 0, 0, 1, 0, 1, 0, 0, null, 0, 1, 0, 0, 1, 0, 1, 0, 0, null, 0]

cardinality(li) * cardinality(ls)
-- same: [9, 0, null, 9, 6, 1, 9, 2, 4, 20, 9, 0, null, 9, 6, 1, 9, 2, 4, 20, 9, 0, null, 9]

cardinality(li) / cardinality(ls)
-- same: [1, "error", null, 1, 1, 1, 1, 0, 1, 1, 1, "error", null, 1, 1, 1, 1, 0, 1, 1, 1, "error", null, 1]

(cardinality(li) - 5) * 2
-- same: [-4, -10, null, -4, -4, -8, -4, -8, -6, 0, -4, -10, null, -4, -4, -8, -4, -8, -6, 0, -4, -10, null, -4]

round(cardinality(li) / 2)
-- same: [1, 0, null, 1, 1, 0, 1, 0, 1, 2, 1, 0, null, 1, 1, 0, 1, 0, 1, 2, 1, 0, null, 1]

SELECT m::numeric(20,0) AS v FROM events WHERE id < 6 UNION ALL SELECT m FROM events WHERE id < 6
-- same: [{"v": -1.5}, {"v": -2}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 19.99}, {"v": 2.5}, {"v": 20}, {"v": 2}, {"v": 3}]

SELECT m AS v FROM events WHERE id < 6 UNION ALL SELECT m::numeric(20,0) FROM events WHERE id < 6
-- same: [{"v": -1.5}, {"v": -2}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 19.99}, {"v": 2.5}, {"v": 20}, {"v": 2}, {"v": 3}]

SELECT m AS v FROM events WHERE id < 6 UNION ALL SELECT i FROM events WHERE id < 6
-- same: [{"v": -1.5}, {"v": -1}, {"v": -2147483648}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 19.99}, {"v": 1}, {"v": 2.5}, {"v": 2147483647}]

SELECT m AS v FROM events WHERE id < 6 UNION ALL SELECT b FROM events WHERE id < 6
-- same: [{"v": -1.5}, {"v": -1}, {"v": -9223372036854775808}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 19.99}, {"v": 1}, {"v": 2.5}, {"v": 9223372036854775807}]

SELECT m AS v FROM events WHERE id < 6 UNION ALL SELECT w FROM events WHERE id < 6
-- same: [{"v": -1.5}, {"v": -1}, {"v": 0.3333333333}, {"v": 0.6666666667}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 19.99}, {"v": 1}, {"v": 2.5}]

SELECT m AS v FROM events WHERE id < 6 UNION ALL SELECT x FROM events WHERE id < 6
-- same: [{"v": -0}, {"v": -1.5}, {"v": 0.5}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 1.5}, {"v": 19.99}, {"v": 2.5}, {"v": 2.5}]

SELECT v FROM (VALUES (1.5), (12345678901::numeric(20,0)), (0.25)) AS q(v)
-- same: [{"v": 0.25}, {"v": 1.5}, {"v": 12345678901}]

SELECT v FROM (VALUES (1::numeric(20,0)), (2.55::numeric(10,2))) AS q(v)
-- same: [{"v": 1}, {"v": 2.55}]

SELECT x FROM (VALUES (1), (2.5)) AS q(x) ORDER BY x
-- same: [{"x": 1}, {"x": 2.5}]

SELECT n, CASE WHEN n > 1 THEN sum(m) ELSE sum(d4) END AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": -12345678899986.7344}, {"n": 2, "v": 100000041.67}, {"n": 3, "v": 5.46}, {"n": null, "v": 112.495}]

SELECT n, coalesce(sum(m) FILTER (WHERE n > 1), sum(d4)) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": -12345678899986.7344}, {"n": 2, "v": 100000041.67}, {"n": 3, "v": 5.46}, {"n": null, "v": 112.495}]

SELECT n, CASE WHEN n > 1 THEN sum(w) ELSE sum(m) END AS v FROM events GROUP BY n
-- postgres: [{"n": 1, "v": -99999879.11}, {"n": 2, "v": 1.0000000001}, {"n": 3, "v": 10000000000000000000000000002.4999999999}, {"n": null, "v": 130.04}]
-- mubatch: "error"
-- differs: decimals have 38 digits: what needs more is an error

SELECT n, CASE WHEN n > 1 THEN sum(k) ELSE avg(m) END AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": -11111097.678888888889}, {"n": 2, "v": 30}, {"n": 3, "v": 88}, {"n": null, "v": 32.51}]

SELECT sum(CASE WHEN ok THEN m::numeric(20,0) ELSE m END) AS v FROM events
-- same: [{"v": 296.66}]

SELECT sum(CASE WHEN ok THEN m ELSE 0 END) AS v FROM events
-- same: [{"v": 100000043.4}]

SELECT sum(coalesce(m, 0)) AS v FROM events
-- same: [{"v": 298.06}]

SELECT a.id FROM events a JOIN events b ON a.m = b.m::numeric(20,0) AND a.id = b.id ORDER BY a.id
-- same: [{"id": 1}, {"id": 11}, {"id": 18}]

SELECT id FROM events WHERE m IN (SELECT m::numeric(20,0) FROM events) ORDER BY id
-- same: [{"id": 1}, {"id": 11}, {"id": 18}]

SELECT m FROM events WHERE id < 9 INTERSECT SELECT m::numeric(20,0) FROM events
-- same: [{"m": 0}, {"m": null}]

SELECT m FROM events WHERE id < 9 EXCEPT SELECT m::numeric(20,0) FROM events
-- same: [{"m": -0.01}, {"m": -1.5}, {"m": 0.01}, {"m": 1.5}, {"m": 19.99}, {"m": 2.5}]

SELECT id, lag(m, 1, 0) OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": 99999999.99}, {"id": 11, "v": -99999999.99}, {"id": 12, "v": 10}, {"id": 13, "v": 3.33}, {"id": 14, "v": 0.1}, {"id": 15, "v": 0.2}, {"id": 16, "v": 0.3}, {"id": 17, "v": 2.45}, {"id": 18, "v": 7.05}, {"id": 19, "v": 100}, {"id": 2, "v": 0}, {"id": 20, "v": 49.95}, {"id": 21, "v": 0.99}, {"id": 22, "v": 1.15}, {"id": 23, "v": 33.33}, {"id": 24, "v": 66.67}, {"id": 3, "v": 2.5}, {"id": 4, "v": 1.5}, {"id": 5, "v": -1.5}, {"id": 6, "v": 19.99}, {"id": 7, "v": 0.01}, {"id": 8, "v": -0.01}, {"id": 9, "v": null}]

SELECT id, lag(i, 1, 2.5) OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": 2.5}, {"id": 10, "v": -3}, {"id": 11, "v": 7}, {"id": 12, "v": -7}, {"id": 13, "v": 10}, {"id": 14, "v": -10}, {"id": 15, "v": 42}, {"id": 16, "v": 100}, {"id": 17, "v": -100}, {"id": 18, "v": 255}, {"id": 19, "v": 256}, {"id": 2, "v": 0}, {"id": 20, "v": 999}, {"id": 21, "v": 1000}, {"id": 22, "v": 12345}, {"id": 23, "v": -12345}, {"id": 24, "v": 5}, {"id": 3, "v": 1}, {"id": 4, "v": -1}, {"id": 5, "v": 2147483647}, {"id": 6, "v": -2147483648}, {"id": 7, "v": null}, {"id": 8, "v": 2}, {"id": 9, "v": 3}]

SELECT id, lead(m, 1, -1.005) OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": 2.5}, {"id": 10, "v": 10}, {"id": 11, "v": 3.33}, {"id": 12, "v": 0.1}, {"id": 13, "v": 0.2}, {"id": 14, "v": 0.3}, {"id": 15, "v": 2.45}, {"id": 16, "v": 7.05}, {"id": 17, "v": 100}, {"id": 18, "v": 49.95}, {"id": 19, "v": 0.99}, {"id": 2, "v": 1.5}, {"id": 20, "v": 1.15}, {"id": 21, "v": 33.33}, {"id": 22, "v": 66.67}, {"id": 23, "v": 0.05}, {"id": 24, "v": -1.005}, {"id": 3, "v": -1.5}, {"id": 4, "v": 19.99}, {"id": 5, "v": 0.01}, {"id": 6, "v": -0.01}, {"id": 7, "v": null}, {"id": 8, "v": 99999999.99}, {"id": 9, "v": -99999999.99}]

SELECT count(*) - 30 AS v FROM events
-- same: [{"v": -6}]

SELECT -count(*) AS v FROM events
-- same: [{"v": -24}]

SELECT count(DISTINCT n) - 30 AS v FROM events
-- same: [{"v": -27}]

SELECT regr_count(i, k) - 30 AS v FROM events
-- same: [{"v": -8}]

SELECT bit_and(cardinality(li)) - 5 AS v FROM events
-- same: [{"v": -5}]
