-- There is one zero.

x = 0.0
-- same: [true, true, false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

nullif(x, 0)
-- same: [null, null, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0.0000001, 123456789.125, 1000000000000000, 100000000000000000, 1e300, -1e-300, 3, 19.99, 2.675, 1.005, -7.25, 9007199254740992, 1700000000.5]

CASE x WHEN 0 THEN 'zero' ELSE 'other' END
-- same: ["zero", "zero", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other", "other"]

CASE -x WHEN 0.0 THEN 1 ELSE 2 END
-- same: [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]

CASE k WHEN x THEN 1 ELSE 2 END
-- same: [2, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]

x IN (0.0, 1.5, 2.5, 19.99, 3.0, 4, 5, 6, 7, 8, 9)
-- same: [true, true, false, true, true, false, false, false, null, false, false, false, false, false, false, false, false, true, true, false, false, false, false, false]

greatest(x, 0)
-- postgres: [0, -0, 0.5, 1.5, 2.5, 0, 0, 0, 0, 0.1, 0.2, 0.0000001, 123456789.125, 1000000000000000, 100000000000000000, 1e300, 0, 3, 19.99, 2.675, 1.005, 0, 9007199254740992, 1700000000.5]
-- mubatch: [0, 0, 0.5, 1.5, 2.5, 0, 0, 0, 0, 0.1, 0.2, 0.0000001, 123456789.125, 1000000000000000, 100000000000000000, 1e300, 0, 3, 19.99, 2.675, 1.005, 0, 9007199254740992, 1700000000.5]
-- differs: -0.0 and 0.0 are equal; which of them is shown is not defined

x IS DISTINCT FROM 0
-- same: [false, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

x = ANY (ARRAY[0.0::double precision])
-- same: [true, true, false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

ARRAY[x] = ARRAY[0.0::double precision]
-- same: [true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

array_position(ARRAY[0.0::double precision], x)
-- same: [1, 1, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

(ARRAY[x, 0.0::double precision]) @> ARRAY[-0.0::double precision]
-- same: all true

ARRAY[x] && ARRAY[0.0::double precision]
-- same: [true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

cardinality(array_remove(ARRAY[x], 0.0::double precision))
-- same: [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]

trunc(x)
-- same: [0, -0, 0, 1, 2, -0, -1, -2, null, 0, 0, 0, 123456789, 1000000000000000, 100000000000000000, 1e300, -0, 3, 19, 2, 1, -7, 9007199254740992, 1700000000]

SELECT x AS v, count(*) AS c FROM events WHERE id < 3 GROUP BY x
-- same: [{"v": 0, "c": 2}]

SELECT count(DISTINCT x * -1) AS c FROM events
-- same: [{"c": 22}]

SELECT id, rank() OVER (ORDER BY x) AS v FROM events
-- same: [{"id": 1, "v": 6}, {"id": 10, "v": 9}, {"id": 11, "v": 10}, {"id": 12, "v": 8}, {"id": 13, "v": 18}, {"id": 14, "v": 20}, {"id": 15, "v": 22}, {"id": 16, "v": 23}, {"id": 17, "v": 5}, {"id": 18, "v": 16}, {"id": 19, "v": 17}, {"id": 2, "v": 6}, {"id": 20, "v": 15}, {"id": 21, "v": 12}, {"id": 22, "v": 1}, {"id": 23, "v": 21}, {"id": 24, "v": 19}, {"id": 3, "v": 11}, {"id": 4, "v": 13}, {"id": 5, "v": 14}, {"id": 6, "v": 4}, {"id": 7, "v": 3}, {"id": 8, "v": 2}, {"id": 9, "v": 24}]

SELECT id, dense_rank() OVER (ORDER BY x DESC) AS v FROM events
-- same: [{"id": 1, "v": 18}, {"id": 10, "v": 16}, {"id": 11, "v": 15}, {"id": 12, "v": 17}, {"id": 13, "v": 7}, {"id": 14, "v": 5}, {"id": 15, "v": 3}, {"id": 16, "v": 2}, {"id": 17, "v": 19}, {"id": 18, "v": 9}, {"id": 19, "v": 8}, {"id": 2, "v": 18}, {"id": 20, "v": 10}, {"id": 21, "v": 13}, {"id": 22, "v": 23}, {"id": 23, "v": 4}, {"id": 24, "v": 6}, {"id": 3, "v": 14}, {"id": 4, "v": 12}, {"id": 5, "v": 11}, {"id": 6, "v": 20}, {"id": 7, "v": 21}, {"id": 8, "v": 22}, {"id": 9, "v": 1}]

SELECT id, percent_rank() OVER (ORDER BY x) AS v FROM events
-- same: [{"id": 1, "v": 0.21739130434782608}, {"id": 10, "v": 0.34782608695652173}, {"id": 11, "v": 0.391304347826087}, {"id": 12, "v": 0.30434782608695654}, {"id": 13, "v": 0.7391304347826086}, {"id": 14, "v": 0.8260869565217391}, {"id": 15, "v": 0.9130434782608695}, {"id": 16, "v": 0.9565217391304348}, {"id": 17, "v": 0.17391304347826086}, {"id": 18, "v": 0.6521739130434783}, {"id": 19, "v": 0.6956521739130435}, {"id": 2, "v": 0.21739130434782608}, {"id": 20, "v": 0.6086956521739131}, {"id": 21, "v": 0.4782608695652174}, {"id": 22, "v": 0}, {"id": 23, "v": 0.8695652173913043}, {"id": 24, "v": 0.782608695652174}, {"id": 3, "v": 0.43478260869565216}, {"id": 4, "v": 0.5217391304347826}, {"id": 5, "v": 0.5652173913043478}, {"id": 6, "v": 0.13043478260869565}, {"id": 7, "v": 0.08695652173913043}, {"id": 8, "v": 0.043478260869565216}, {"id": 9, "v": 1}]

SELECT id, cume_dist() OVER (ORDER BY x) AS v FROM events
-- same: [{"id": 1, "v": 0.2916666666666667}, {"id": 10, "v": 0.375}, {"id": 11, "v": 0.4166666666666667}, {"id": 12, "v": 0.3333333333333333}, {"id": 13, "v": 0.75}, {"id": 14, "v": 0.8333333333333334}, {"id": 15, "v": 0.9166666666666666}, {"id": 16, "v": 0.9583333333333334}, {"id": 17, "v": 0.20833333333333334}, {"id": 18, "v": 0.6666666666666666}, {"id": 19, "v": 0.7083333333333334}, {"id": 2, "v": 0.2916666666666667}, {"id": 20, "v": 0.625}, {"id": 21, "v": 0.5}, {"id": 22, "v": 0.041666666666666664}, {"id": 23, "v": 0.875}, {"id": 24, "v": 0.7916666666666666}, {"id": 3, "v": 0.4583333333333333}, {"id": 4, "v": 0.5416666666666666}, {"id": 5, "v": 0.5833333333333334}, {"id": 6, "v": 0.16666666666666666}, {"id": 7, "v": 0.125}, {"id": 8, "v": 0.08333333333333333}, {"id": 9, "v": 1}]

SELECT id, count(*) OVER (PARTITION BY x) AS v FROM events
-- same: [{"id": 1, "v": 2}, {"id": 10, "v": 1}, {"id": 11, "v": 1}, {"id": 12, "v": 1}, {"id": 13, "v": 1}, {"id": 14, "v": 1}, {"id": 15, "v": 1}, {"id": 16, "v": 1}, {"id": 17, "v": 1}, {"id": 18, "v": 1}, {"id": 19, "v": 1}, {"id": 2, "v": 2}, {"id": 20, "v": 1}, {"id": 21, "v": 1}, {"id": 22, "v": 1}, {"id": 23, "v": 1}, {"id": 24, "v": 1}, {"id": 3, "v": 1}, {"id": 4, "v": 1}, {"id": 5, "v": 1}, {"id": 6, "v": 1}, {"id": 7, "v": 1}, {"id": 8, "v": 1}, {"id": 9, "v": 1}]

SELECT id, count(*) OVER (ORDER BY x GROUPS 1 PRECEDING) AS v FROM events
-- same: [{"id": 1, "v": 3}, {"id": 10, "v": 2}, {"id": 11, "v": 2}, {"id": 12, "v": 3}, {"id": 13, "v": 2}, {"id": 14, "v": 2}, {"id": 15, "v": 2}, {"id": 16, "v": 2}, {"id": 17, "v": 2}, {"id": 18, "v": 2}, {"id": 19, "v": 2}, {"id": 2, "v": 3}, {"id": 20, "v": 2}, {"id": 21, "v": 2}, {"id": 22, "v": 1}, {"id": 23, "v": 2}, {"id": 24, "v": 2}, {"id": 3, "v": 2}, {"id": 4, "v": 2}, {"id": 5, "v": 2}, {"id": 6, "v": 2}, {"id": 7, "v": 2}, {"id": 8, "v": 2}, {"id": 9, "v": 2}]

SELECT id, sum(i) OVER (ORDER BY x RANGE BETWEEN 0 PRECEDING AND CURRENT ROW) AS v FROM events
-- same: [{"id": 1, "v": 1}, {"id": 10, "v": 7}, {"id": 11, "v": -7}, {"id": 12, "v": 10}, {"id": 13, "v": -10}, {"id": 14, "v": 42}, {"id": 15, "v": 100}, {"id": 16, "v": -100}, {"id": 17, "v": 255}, {"id": 18, "v": 256}, {"id": 19, "v": 999}, {"id": 2, "v": 1}, {"id": 20, "v": 1000}, {"id": 21, "v": 12345}, {"id": 22, "v": -12345}, {"id": 23, "v": 5}, {"id": 24, "v": 6}, {"id": 3, "v": -1}, {"id": 4, "v": 2147483647}, {"id": 5, "v": -2147483648}, {"id": 6, "v": null}, {"id": 7, "v": 2}, {"id": 8, "v": 3}, {"id": 9, "v": -3}]

SELECT id FROM events ORDER BY x DESC, id
-- same: [{"id": 9}, {"id": 16}, {"id": 15}, {"id": 23}, {"id": 14}, {"id": 24}, {"id": 13}, {"id": 19}, {"id": 18}, {"id": 20}, {"id": 5}, {"id": 4}, {"id": 21}, {"id": 3}, {"id": 11}, {"id": 10}, {"id": 12}, {"id": 1}, {"id": 2}, {"id": 17}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 22}]

SELECT id FROM events ORDER BY -x, id
-- same: [{"id": 16}, {"id": 15}, {"id": 23}, {"id": 14}, {"id": 24}, {"id": 13}, {"id": 19}, {"id": 18}, {"id": 20}, {"id": 5}, {"id": 4}, {"id": 21}, {"id": 3}, {"id": 11}, {"id": 10}, {"id": 12}, {"id": 1}, {"id": 2}, {"id": 17}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 22}, {"id": 9}]

SELECT array_agg(id ORDER BY x, id) AS v FROM events WHERE id < 6
-- same: [{"v": [1, 2, 3, 4, 5]}]

SELECT array_agg(DISTINCT x ORDER BY x) AS v FROM events WHERE id < 6
-- same: [{"v": [0, 0.5, 1.5, 2.5]}]

SELECT min(x) AS a, max(x) AS b FROM events WHERE id < 3
-- postgres: [{"a": -0, "b": -0}]
-- mubatch: [{"a": -0, "b": 0}]
-- differs: -0.0 and 0.0 are equal; which of them is shown is not defined

SELECT DISTINCT ON (x) x = 0 AS z, id FROM events ORDER BY x, id
-- same: [{"z": false, "id": 22}, {"z": false, "id": 8}, {"z": false, "id": 7}, {"z": false, "id": 6}, {"z": false, "id": 17}, {"z": true, "id": 1}, {"z": false, "id": 12}, {"z": false, "id": 10}, {"z": false, "id": 11}, {"z": false, "id": 3}, {"z": false, "id": 21}, {"z": false, "id": 4}, {"z": false, "id": 5}, {"z": false, "id": 20}, {"z": false, "id": 18}, {"z": false, "id": 19}, {"z": false, "id": 13}, {"z": false, "id": 24}, {"z": false, "id": 14}, {"z": false, "id": 23}, {"z": false, "id": 15}, {"z": false, "id": 16}, {"z": null, "id": 9}]

SELECT x AS v FROM events WHERE id = 1 UNION SELECT x FROM events WHERE id = 2
-- same: [{"v": 0}]

SELECT x AS v FROM events WHERE id = 1 EXCEPT SELECT x FROM events WHERE id = 2
-- same: []

SELECT id FROM events WHERE x NOT IN (SELECT x FROM events WHERE id = 1)
-- same: [{"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON a.x = b.x AND a.id < b.id
-- same: [{"id": 1, "o": 2}]

SELECT a.id, b.id AS o FROM events a JOIN events b ON a.x = -b.x AND a.id < b.id
-- same: [{"id": 1, "o": 2}, {"id": 3, "o": 6}, {"id": 4, "o": 7}, {"id": 5, "o": 8}]
