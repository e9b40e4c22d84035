-- Lengths, places and ranks are bigints; frames that move.

cardinality(li) - 5
-- same: [-2, -5, null, -2, -2, -4, -2, -4, -3, 0, -2, -5, null, -2, -2, -4, -2, -4, -3, 0, -2, -5, null, -2]

-array_length(ls, 1)
-- same: [-3, null, null, -3, -2, -1, -3, -2, -2, -4, -3, null, null, -3, -2, -1, -3, -2, -2, -4, -3, null, null, -3]

-array_ndims(li)
-- same: [-1, null, null, -1, -1, -1, -1, -1, -1, -1, -1, null, null, -1, -1, -1, -1, -1, -1, -1, -1, null, null, -1]

left(s, cardinality(li))
-- same: ["Ann", "", null, null, "Grö", "n", "ÅNG", "a", "ba", "it's ", "Ελλ", "", null, "lin", "tab", "a", "x,y", "M", "ww", "null", "0", "", null, "é"]

lpad(s, cardinality(li))
-- same: ["Ann", "", null, null, "Grö", "n", "ÅNG", "a", "ba", "it's ", "Ελλ", "", null, "lin", "tab", "a", "x,y", "M", "ww", " null", "  0", "", null, " é"]

abs(-cardinality(li))
-- same: [3, 0, null, 3, 3, 1, 3, 1, 2, 5, 3, 0, null, 3, 3, 1, 3, 1, 2, 5, 3, 0, null, 3]

CASE WHEN ok THEN cardinality(li) ELSE -1 END
-- same: [3, -1, -1, 3, -1, 1, -1, -1, 2, -1, -1, 0, -1, 3, -1, -1, 3, -1, -1, 5, -1, 0, -1, -1]

greatest(cardinality(li), -1)
-- same: [3, 0, -1, 3, 3, 1, 3, 1, 2, 5, 3, 0, -1, 3, 3, 1, 3, 1, 2, 5, 3, 0, -1, 3]

array_append(li, cardinality(li))
-- same: [[1, 2, 3, 3], [0], [null], [1, null, 3, 3], [3, 1, 2, 3], [null, 1], [7, 7, 8, 3], [0, 1], [-1, -2, 2], [10, 20, 30, 40, 50, 5], [1, 2, 3, 3], [0], [null], [1, null, 3, 3], [3, 1, 2, 3], [null, 1], [7, 7, 8, 3], [0, 1], [-1, -2, 2], [10, 20, 30, 40, 50, 5], [1, 2, 3, 3], [0], [null], [1, null, 3, 3]]

array_positions(li, 7)
-- same: [[], [], null, [], [], [], [1, 2], [], [], [], [], [], null, [], [], [], [1, 2], [], [], [], [], [], null, []]

-strpos(s, 'a')
-- same: [-4, 0, -9, null, 0, -2, 0, -1, -2, 0, 0, 0, 0, -9, -2, -1, 0, 0, -15, 0, 0, -1, 0, 0]

cardinality(li) & 1
-- same: [1, 0, null, 1, 1, 1, 1, 1, 0, 1, 1, 0, null, 1, 1, 1, 1, 1, 0, 1, 1, 0, null, 1]

date '2024-01-01' + cardinality(li)
-- same: ["2024-01-04", "2024-01-01", null, "2024-01-04", "2024-01-04", "2024-01-02", "2024-01-04", "2024-01-02", "2024-01-03", "2024-01-06", "2024-01-04", "2024-01-01", null, "2024-01-04", "2024-01-04", "2024-01-02", "2024-01-04", "2024-01-02", "2024-01-03", "2024-01-06", "2024-01-04", "2024-01-01", null, "2024-01-04"]

SELECT id, -rank() OVER (ORDER BY id) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": -1}, {"id": 2, "v": -2}, {"id": 3, "v": -3}, {"id": 4, "v": -4}, {"id": 5, "v": -5}, {"id": 6, "v": -6}, {"id": 7, "v": -7}, {"id": 8, "v": -8}, {"id": 9, "v": -9}, {"id": 10, "v": -10}, {"id": 11, "v": -11}, {"id": 12, "v": -12}, {"id": 13, "v": -13}, {"id": 14, "v": -14}, {"id": 15, "v": -15}, {"id": 16, "v": -16}, {"id": 17, "v": -17}, {"id": 18, "v": -18}, {"id": 19, "v": -19}, {"id": 20, "v": -20}, {"id": 21, "v": -21}, {"id": 22, "v": -22}, {"id": 23, "v": -23}, {"id": 24, "v": -24}]

SELECT id, 1 - dense_rank() OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": -9}, {"id": 11, "v": -10}, {"id": 12, "v": -11}, {"id": 13, "v": -12}, {"id": 14, "v": -13}, {"id": 15, "v": -14}, {"id": 16, "v": -15}, {"id": 17, "v": -16}, {"id": 18, "v": -17}, {"id": 19, "v": -18}, {"id": 2, "v": -1}, {"id": 20, "v": -19}, {"id": 21, "v": -20}, {"id": 22, "v": -21}, {"id": 23, "v": -22}, {"id": 24, "v": -23}, {"id": 3, "v": -2}, {"id": 4, "v": -3}, {"id": 5, "v": -4}, {"id": 6, "v": -5}, {"id": 7, "v": -6}, {"id": 8, "v": -7}, {"id": 9, "v": -8}]

SELECT id, -ntile(4) OVER (ORDER BY id) AS v FROM events
-- same: [{"id": 1, "v": -1}, {"id": 10, "v": -2}, {"id": 11, "v": -2}, {"id": 12, "v": -2}, {"id": 13, "v": -3}, {"id": 14, "v": -3}, {"id": 15, "v": -3}, {"id": 16, "v": -3}, {"id": 17, "v": -3}, {"id": 18, "v": -3}, {"id": 19, "v": -4}, {"id": 2, "v": -1}, {"id": 20, "v": -4}, {"id": 21, "v": -4}, {"id": 22, "v": -4}, {"id": 23, "v": -4}, {"id": 24, "v": -4}, {"id": 3, "v": -1}, {"id": 4, "v": -1}, {"id": 5, "v": -1}, {"id": 6, "v": -1}, {"id": 7, "v": -2}, {"id": 8, "v": -2}, {"id": 9, "v": -2}]

SELECT id, row_number() OVER (ORDER BY id) * 100.0 / count(*) OVER () AS v FROM events
-- same: [{"id": 1, "v": 4.1666666666666667}, {"id": 10, "v": 41.6666666666666667}, {"id": 11, "v": 45.8333333333333333}, {"id": 12, "v": 50}, {"id": 13, "v": 54.1666666666666667}, {"id": 14, "v": 58.3333333333333333}, {"id": 15, "v": 62.5}, {"id": 16, "v": 66.6666666666666667}, {"id": 17, "v": 70.8333333333333333}, {"id": 18, "v": 75}, {"id": 19, "v": 79.1666666666666667}, {"id": 2, "v": 8.3333333333333333}, {"id": 20, "v": 83.3333333333333333}, {"id": 21, "v": 87.5}, {"id": 22, "v": 91.6666666666666667}, {"id": 23, "v": 95.8333333333333333}, {"id": 24, "v": 100}, {"id": 3, "v": 12.5}, {"id": 4, "v": 16.6666666666666667}, {"id": 5, "v": 20.8333333333333333}, {"id": 6, "v": 25}, {"id": 7, "v": 29.1666666666666667}, {"id": 8, "v": 33.3333333333333333}, {"id": 9, "v": 37.5}]

SELECT id, sum(-rn) OVER () AS v FROM (SELECT id, row_number() OVER (ORDER BY id) AS rn FROM events) q
-- same: [{"id": 1, "v": -300}, {"id": 10, "v": -300}, {"id": 11, "v": -300}, {"id": 12, "v": -300}, {"id": 13, "v": -300}, {"id": 14, "v": -300}, {"id": 15, "v": -300}, {"id": 16, "v": -300}, {"id": 17, "v": -300}, {"id": 18, "v": -300}, {"id": 19, "v": -300}, {"id": 2, "v": -300}, {"id": 20, "v": -300}, {"id": 21, "v": -300}, {"id": 22, "v": -300}, {"id": 23, "v": -300}, {"id": 24, "v": -300}, {"id": 3, "v": -300}, {"id": 4, "v": -300}, {"id": 5, "v": -300}, {"id": 6, "v": -300}, {"id": 7, "v": -300}, {"id": 8, "v": -300}, {"id": 9, "v": -300}]

SELECT g, row_number() OVER (ORDER BY count(*) DESC, g) - 1 AS v FROM events GROUP BY g
-- same: [{"g": "", "v": 6}, {"g": "B", "v": 3}, {"g": "Z", "v": 7}, {"g": "a", "v": 0}, {"g": "b", "v": 1}, {"g": "e", "v": 4}, {"g": "z", "v": 8}, {"g": "é", "v": 5}, {"g": null, "v": 2}]

SELECT id, rank() OVER (ORDER BY n) / 2 AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": 0}, {"id": 11, "v": 10}, {"id": 12, "v": 8}, {"id": 13, "v": 0}, {"id": 14, "v": 0}, {"id": 15, "v": 5}, {"id": 16, "v": 0}, {"id": 17, "v": 5}, {"id": 18, "v": 10}, {"id": 19, "v": 0}, {"id": 2, "v": 5}, {"id": 20, "v": 8}, {"id": 21, "v": 8}, {"id": 22, "v": 5}, {"id": 23, "v": 0}, {"id": 24, "v": 10}, {"id": 3, "v": 0}, {"id": 4, "v": 5}, {"id": 5, "v": 10}, {"id": 6, "v": 0}, {"id": 7, "v": 8}, {"id": 8, "v": 8}, {"id": 9, "v": 5}]

SELECT -regr_count(x, i) AS v FROM events
-- same: [{"v": -22}]

SELECT sum(cardinality(li)) / 2 AS v FROM events
-- same: [{"v": 24}]

SELECT sum(length(s)) / 7 AS v FROM events
-- same: [{"v": 23}]

SELECT max(cardinality(li)) / 2 AS v FROM events
-- same: [{"v": 2}]

SELECT cardinality(ls) AS v FROM events UNION ALL SELECT m FROM events
-- same: [{"v": -0.01}, {"v": -1.5}, {"v": -99999999.99}, {"v": 0.01}, {"v": 0.05}, {"v": 0.1}, {"v": 0.2}, {"v": 0.3}, {"v": 0.99}, {"v": 0}, {"v": 0}, {"v": 0}, {"v": 0}, {"v": 1.15}, {"v": 1.5}, {"v": 100}, {"v": 10}, {"v": 19.99}, {"v": 1}, {"v": 1}, {"v": 2.45}, {"v": 2.5}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 3.33}, {"v": 33.33}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 49.95}, {"v": 4}, {"v": 4}, {"v": 66.67}, {"v": 7.05}, {"v": 99999999.99}, {"v": null}, {"v": null}, {"v": null}, {"v": null}]

SELECT string_agg(DISTINCT g, ',' ORDER BY g DESC) AS v FROM events
-- same: [{"v": "é,z,e,b,a,Z,B,"}]

SELECT n, string_agg(DISTINCT g, '; ' ORDER BY g) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": "; B; a; b; e; é"}, {"n": 2, "v": "a; b; é"}, {"n": 3, "v": "a; b; z"}, {"n": null, "v": "B; Z; a; e"}]

SELECT string_agg(DISTINCT lower(g), ' ' ORDER BY lower(g) DESC) AS v FROM events
-- same: [{"v": "é z e b a "}]

SELECT string_agg(DISTINCT g, ',' ORDER BY id) AS v FROM events
-- same: "error"

SELECT id, string_agg(g, ',') OVER (PARTITION BY n ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS v FROM events
-- same: [{"id": 1, "v": "a"}, {"id": 10, "v": "b,e,"}, {"id": 11, "v": "B,Z,a"}, {"id": 12, "v": "z,b"}, {"id": 13, "v": "e,,a"}, {"id": 14, "v": ",a,b"}, {"id": 15, "v": "é,a"}, {"id": 16, "v": "a,b,B"}, {"id": 17, "v": "a"}, {"id": 18, "v": "Z,a,e"}, {"id": 19, "v": "b,B,é"}, {"id": 2, "v": "b,a"}, {"id": 20, "v": "z,b,a"}, {"id": 21, "v": "b,a"}, {"id": 22, "v": null}, {"id": 23, "v": "B,é"}, {"id": 24, "v": "a,e"}, {"id": 3, "v": "a,b"}, {"id": 4, "v": "b,a,é"}, {"id": 5, "v": "B,Z"}, {"id": 6, "v": "b,e"}, {"id": 7, "v": "a"}, {"id": 8, "v": "a,z"}, {"id": 9, "v": "a,é,a"}]

SELECT id, string_agg(g, ',') OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) AS v FROM events
-- same: [{"id": 1, "v": "a"}, {"id": 10, "v": "z,"}, {"id": 11, "v": ",a"}, {"id": 12, "v": "a,a"}, {"id": 13, "v": "a,b"}, {"id": 14, "v": "b"}, {"id": 15, "v": "a"}, {"id": 16, "v": "a,B"}, {"id": 17, "v": "B,b"}, {"id": 18, "v": "b,a"}, {"id": 19, "v": "a"}, {"id": 2, "v": "a,B"}, {"id": 20, "v": "é"}, {"id": 21, "v": "é,e"}, {"id": 22, "v": "e"}, {"id": 23, "v": null}, {"id": 24, "v": null}, {"id": 3, "v": "B,b"}, {"id": 4, "v": "b,a"}, {"id": 5, "v": "a"}, {"id": 6, "v": "é"}, {"id": 7, "v": "é,e"}, {"id": 8, "v": "e,Z"}, {"id": 9, "v": "Z,z"}]

SELECT id, bool_or(ok) OVER (PARTITION BY n ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS v FROM events
-- same: [{"id": 1, "v": true}, {"id": 10, "v": true}, {"id": 11, "v": false}, {"id": 12, "v": true}, {"id": 13, "v": true}, {"id": 14, "v": true}, {"id": 15, "v": true}, {"id": 16, "v": true}, {"id": 17, "v": true}, {"id": 18, "v": false}, {"id": 19, "v": false}, {"id": 2, "v": true}, {"id": 20, "v": true}, {"id": 21, "v": true}, {"id": 22, "v": true}, {"id": 23, "v": null}, {"id": 24, "v": false}, {"id": 3, "v": true}, {"id": 4, "v": true}, {"id": 5, "v": false}, {"id": 6, "v": true}, {"id": 7, "v": false}, {"id": 8, "v": true}, {"id": 9, "v": true}]

SELECT id, every(ok) OVER (ORDER BY id ROWS 1 PRECEDING) AS v FROM events
-- same: [{"id": 1, "v": true}, {"id": 10, "v": false}, {"id": 11, "v": false}, {"id": 12, "v": true}, {"id": 13, "v": false}, {"id": 14, "v": false}, {"id": 15, "v": true}, {"id": 16, "v": false}, {"id": 17, "v": false}, {"id": 18, "v": false}, {"id": 19, "v": false}, {"id": 2, "v": false}, {"id": 20, "v": true}, {"id": 21, "v": false}, {"id": 22, "v": false}, {"id": 23, "v": true}, {"id": 24, "v": false}, {"id": 3, "v": false}, {"id": 4, "v": true}, {"id": 5, "v": false}, {"id": 6, "v": false}, {"id": 7, "v": true}, {"id": 8, "v": false}, {"id": 9, "v": false}]

SELECT id, bit_or(i) OVER (ORDER BY id ROWS 1 PRECEDING) AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": -1}, {"id": 11, "v": -1}, {"id": 12, "v": -5}, {"id": 13, "v": -2}, {"id": 14, "v": -2}, {"id": 15, "v": 110}, {"id": 16, "v": -4}, {"id": 17, "v": -1}, {"id": 18, "v": 511}, {"id": 19, "v": 999}, {"id": 2, "v": 1}, {"id": 20, "v": 1007}, {"id": 21, "v": 13305}, {"id": 22, "v": -1}, {"id": 23, "v": -12345}, {"id": 24, "v": 7}, {"id": 3, "v": -1}, {"id": 4, "v": -1}, {"id": 5, "v": -1}, {"id": 6, "v": -2147483648}, {"id": 7, "v": 2}, {"id": 8, "v": 3}, {"id": 9, "v": -1}]

SELECT id, bit_and(b) OVER (ORDER BY id ROWS 1 PRECEDING) AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": 0}, {"id": 11, "v": 1161912320}, {"id": 12, "v": 3}, {"id": 13, "v": 1}, {"id": 14, "v": 8}, {"id": 15, "v": 0}, {"id": 16, "v": 128}, {"id": 17, "v": 999983616}, {"id": 18, "v": 3}, {"id": 19, "v": 8}, {"id": 2, "v": 0}, {"id": 20, "v": 12}, {"id": 21, "v": 12}, {"id": 22, "v": 14}, {"id": 23, "v": 0}, {"id": 24, "v": 16}, {"id": 3, "v": 1}, {"id": 4, "v": 9223372036854775807}, {"id": 5, "v": 0}, {"id": 6, "v": -9223372036854775808}, {"id": 7, "v": 9007199254740993}, {"id": 8, "v": 1}, {"id": 9, "v": 4294967296}]

SELECT id, round(sum(x) OVER (ORDER BY id ROWS 2 PRECEDING)::numeric, 6) AS v FROM events WHERE x < 1e18
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": -3.9}, {"id": 11, "v": -2.2}, {"id": 12, "v": 0.3}, {"id": 13, "v": 123456789.325}, {"id": 14, "v": 1000000123456790}, {"id": 15, "v": 101000000123457000}, {"id": 17, "v": 101000000000000000}, {"id": 18, "v": 100000000000000000}, {"id": 19, "v": 22.99}, {"id": 2, "v": 0}, {"id": 20, "v": 25.665}, {"id": 21, "v": 23.67}, {"id": 22, "v": -3.57}, {"id": 23, "v": 9007199254740990}, {"id": 24, "v": 9007200954740990}, {"id": 3, "v": 0.5}, {"id": 4, "v": 2}, {"id": 5, "v": 4.5}, {"id": 6, "v": 3.5}, {"id": 7, "v": 0.5}, {"id": 8, "v": -4.5}]

SELECT id, corr(x, i) OVER (ORDER BY id ROWS 3 PRECEDING) AS v FROM events WHERE x < 1e10
-- same: [{"id": 1, "v": null}, {"id": 10, "v": 0.8357661056711408}, {"id": 11, "v": -0.2837042925121548}, {"id": 12, "v": -0.0362591327505622}, {"id": 13, "v": -0.668900063011726}, {"id": 17, "v": -0.37218622577321625}, {"id": 18, "v": -0.6215901831575547}, {"id": 19, "v": -0.5908260775012469}, {"id": 2, "v": null}, {"id": 20, "v": 0.6199120311617831}, {"id": 21, "v": -0.39571090187777525}, {"id": 22, "v": 0.3356483510912908}, {"id": 24, "v": -0.016217470229156362}, {"id": 3, "v": -0.8660254037844387}, {"id": 4, "v": 0.9428090413625485}, {"id": 5, "v": -0.3682298473951012}, {"id": 6, "v": -0.4999999998835847}, {"id": 7, "v": -0.24019223136007872}, {"id": 8, "v": -0.9819805061381774}]

SELECT id, sum(i) OVER (ORDER BY id ROWS BETWEEN 9223372036854775807 PRECEDING AND CURRENT ROW) AS v FROM events
-- same: [{"id": 1, "v": 0}, {"id": 10, "v": 8}, {"id": 11, "v": 1}, {"id": 12, "v": 11}, {"id": 13, "v": 1}, {"id": 14, "v": 43}, {"id": 15, "v": 143}, {"id": 16, "v": 43}, {"id": 17, "v": 298}, {"id": 18, "v": 554}, {"id": 19, "v": 1553}, {"id": 2, "v": 1}, {"id": 20, "v": 2553}, {"id": 21, "v": 14898}, {"id": 22, "v": 2553}, {"id": 23, "v": 2558}, {"id": 24, "v": 2564}, {"id": 3, "v": 0}, {"id": 4, "v": 2147483647}, {"id": 5, "v": -1}, {"id": 6, "v": -1}, {"id": 7, "v": 1}, {"id": 8, "v": 4}, {"id": 9, "v": 1}]

SELECT id, sum(i) OVER (ORDER BY id ROWS BETWEEN 9223372036854775807 FOLLOWING AND 9223372036854775807 FOLLOWING) AS v FROM events
-- same: [{"id": 1, "v": null}, {"id": 10, "v": null}, {"id": 11, "v": null}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": null}, {"id": 15, "v": null}, {"id": 16, "v": null}, {"id": 17, "v": null}, {"id": 18, "v": null}, {"id": 19, "v": null}, {"id": 2, "v": null}, {"id": 20, "v": null}, {"id": 21, "v": null}, {"id": 22, "v": null}, {"id": 23, "v": null}, {"id": 24, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": null}, {"id": 8, "v": null}, {"id": 9, "v": null}]

SELECT id, approx_distinct(g) OVER (ORDER BY id ROWS 2 PRECEDING) AS v FROM events
-- same: "error"
