-- What stands before an expression that can fail protects it: of every type, in every place.

CASE WHEN m <> 0 THEN 100 / m END
-- same: [null, 40, 66.6666666666666667, -66.6666666666666667, 5.0025012506253127, 10000, -10000, null, 0.0000010000000001, -0.0000010000000001, 10, 30.03003003003003, 1000, 500, 333.3333333333333333, 40.8163265306122449, 14.1843971631205674, 1, 2.002002002002002, 101.0101010101010101, 86.9565217391304348, 3.0003000300030003, 1.4999250037498125, 2000]

(m <> 0) AND (100 / m) IS NOT NULL
-- same: [false, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT (m <> 0) OR (100 / m) IS NULL
-- same: [true, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

SELECT id, ln(m) AS v FROM (SELECT * FROM events WHERE m > 0) q ORDER BY id
-- same: [{"id": 2, "v": 0.9162907318741551}, {"id": 3, "v": 0.4054651081081644}, {"id": 5, "v": 2.9952321485123087}, {"id": 6, "v": -4.6051701859880914}, {"id": 9, "v": 18.420680743852365}, {"id": 11, "v": 2.3025850929940457}, {"id": 12, "v": 1.2029723039923525}, {"id": 13, "v": -2.3025850929940457}, {"id": 14, "v": -1.6094379124341004}, {"id": 15, "v": -1.203972804325936}, {"id": 16, "v": 0.8960880245566356}, {"id": 17, "v": 1.9530276168241773}, {"id": 18, "v": 4.6051701859880914}, {"id": 19, "v": 3.9110225050945625}, {"id": 20, "v": -0.010050335853501441}, {"id": 21, "v": 0.1397619423751587}, {"id": 22, "v": 3.5064578923196483}, {"id": 23, "v": 4.1997550766299687}, {"id": 24, "v": -2.995732273553991}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, m > 0 AS c, ln(m) AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": null}, {"id": 2, "v": 0.9162907318741551}, {"id": 3, "v": 0.4054651081081644}, {"id": 4, "v": null}, {"id": 5, "v": 2.9952321485123087}, {"id": 6, "v": -4.6051701859880914}, {"id": 7, "v": null}, {"id": 8, "v": null}, {"id": 9, "v": 18.420680743852365}, {"id": 10, "v": null}, {"id": 11, "v": 2.3025850929940457}, {"id": 12, "v": 1.2029723039923525}, {"id": 13, "v": -2.3025850929940457}, {"id": 14, "v": -1.6094379124341004}, {"id": 15, "v": -1.203972804325936}, {"id": 16, "v": 0.8960880245566356}, {"id": 17, "v": 1.9530276168241773}, {"id": 18, "v": 4.6051701859880914}, {"id": 19, "v": 3.9110225050945625}, {"id": 20, "v": -0.010050335853501441}, {"id": 21, "v": 0.1397619423751587}, {"id": 22, "v": 3.5064578923196483}, {"id": 23, "v": 4.1997550766299687}, {"id": 24, "v": -2.995732273553991}]

SELECT count(CASE WHEN m > 0 THEN ln(m) END) AS v FROM events
-- same: [{"v": 19}]

SELECT n, count(ln(x)) FILTER (WHERE x > 0) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 7}, {"n": 2, "v": 2}, {"n": 3, "v": 3}, {"n": null, "v": 4}]

SELECT id FROM events WHERE (x > 0) AND (ln(x)) IS NOT NULL ORDER BY id
-- same: [{"id": 3}, {"id": 4}, {"id": 5}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE CASE WHEN x > 0 THEN (ln(x)) IS NOT NULL ELSE true END ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, v FROM (SELECT id, sqrt(m) AS v FROM events WHERE m >= 0) q WHERE v IS NOT NULL ORDER BY id
-- postgres: [{"id": 1, "v": 0}, {"id": 2, "v": 1.58113883008419}, {"id": 3, "v": 1.224744871391589}, {"id": 5, "v": 4.471017781221631}, {"id": 6, "v": 0.1}, {"id": 9, "v": 9999.9999995}, {"id": 11, "v": 3.162277660168379}, {"id": 12, "v": 1.824828759089466}, {"id": 13, "v": 0.31622776601683793}, {"id": 14, "v": 0.44721359549995794}, {"id": 15, "v": 0.54772255750516611}, {"id": 16, "v": 1.565247584249853}, {"id": 17, "v": 2.655183609470351}, {"id": 18, "v": 10}, {"id": 19, "v": 7.067531393633848}, {"id": 20, "v": 0.99498743710661995}, {"id": 21, "v": 1.072380529476361}, {"id": 22, "v": 5.773214009544424}, {"id": 23, "v": 8.165169930871004}, {"id": 24, "v": 0.22360679774997897}]
-- mubatch: [{"id": 1, "v": 0}, {"id": 2, "v": 1.5811388300841898}, {"id": 3, "v": 1.224744871391589}, {"id": 5, "v": 4.471017781221631}, {"id": 6, "v": 0.1}, {"id": 9, "v": 9999.9999995}, {"id": 11, "v": 3.1622776601683795}, {"id": 12, "v": 1.8248287590894658}, {"id": 13, "v": 0.31622776601683794}, {"id": 14, "v": 0.4472135954999579}, {"id": 15, "v": 0.5477225575051661}, {"id": 16, "v": 1.5652475842498528}, {"id": 17, "v": 2.6551836094703507}, {"id": 18, "v": 10}, {"id": 19, "v": 7.067531393633848}, {"id": 20, "v": 0.99498743710662}, {"id": 21, "v": 1.0723805294763609}, {"id": 22, "v": 5.773214009544423}, {"id": 23, "v": 8.165169930871004}, {"id": 24, "v": 0.22360679774997896}]
-- differs: sqrt of a decimal is a double

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND m >= 0 AND (sqrt(m)) IS NOT NULL ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": null}, {"id": 9, "campaign": "Sommer"}, {"id": 10, "campaign": null}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]

WITH q AS (SELECT *, CASE WHEN m >= 0 THEN sqrt(m) END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- postgres: [{"id": 1, "v": 0}, {"id": 2, "v": 1.58113883008419}, {"id": 3, "v": 1.224744871391589}, {"id": 5, "v": 4.471017781221631}, {"id": 6, "v": 0.1}, {"id": 9, "v": 9999.9999995}, {"id": 11, "v": 3.162277660168379}, {"id": 12, "v": 1.824828759089466}, {"id": 13, "v": 0.31622776601683793}, {"id": 14, "v": 0.44721359549995794}, {"id": 15, "v": 0.54772255750516611}, {"id": 16, "v": 1.565247584249853}, {"id": 17, "v": 2.655183609470351}, {"id": 18, "v": 10}, {"id": 19, "v": 7.067531393633848}, {"id": 20, "v": 0.99498743710661995}, {"id": 21, "v": 1.072380529476361}, {"id": 22, "v": 5.773214009544424}, {"id": 23, "v": 8.165169930871004}, {"id": 24, "v": 0.22360679774997897}]
-- mubatch: [{"id": 1, "v": 0}, {"id": 2, "v": 1.5811388300841898}, {"id": 3, "v": 1.224744871391589}, {"id": 5, "v": 4.471017781221631}, {"id": 6, "v": 0.1}, {"id": 9, "v": 9999.9999995}, {"id": 11, "v": 3.1622776601683795}, {"id": 12, "v": 1.8248287590894658}, {"id": 13, "v": 0.31622776601683794}, {"id": 14, "v": 0.4472135954999579}, {"id": 15, "v": 0.5477225575051661}, {"id": 16, "v": 1.5652475842498528}, {"id": 17, "v": 2.6551836094703507}, {"id": 18, "v": 10}, {"id": 19, "v": 7.067531393633848}, {"id": 20, "v": 0.99498743710662}, {"id": 21, "v": 1.0723805294763609}, {"id": 22, "v": 5.773214009544423}, {"id": 23, "v": 8.165169930871004}, {"id": 24, "v": 0.22360679774997896}]
-- differs: sqrt of a decimal is a double

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND x >= 0 AND (sqrt(x)) IS NOT NULL) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 23}, {"id": 24}]

coalesce(CASE WHEN x >= 0 THEN (sqrt(x))::text END, 'none')
-- same: ["0", "-0", "0.7071067811865476", "1.224744871391589", "1.5811388300841898", "none", "none", "none", "none", "0.31622776601683794", "0.4472135954999579", "0.00031622776601683794", "11111.111066180556", "31622776.60168379", "316227766.01683795", "1e+150", "none", "1.7320508075688772", "4.471017781221631", "1.6355427233796125", "1.002496882788171", "none", "94906265.62425156", "41231.056262239996"]

CASE WHEN x >= 0 THEN sqrt(x) END
-- same: [0, -0, 0.7071067811865476, 1.224744871391589, 1.5811388300841898, null, null, null, null, 0.31622776601683794, 0.4472135954999579, 0.00031622776601683794, 11111.111066180556, 31622776.60168379, 316227766.01683795, 1e150, null, 1.7320508075688772, 4.471017781221631, 1.6355427233796125, 1.002496882788171, null, 94906265.62425156, 41231.056262239996]

(x <> 0) AND (1 / x) IS NOT NULL
-- same: [false, false, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT (x <> 0) OR (1 / x) IS NULL
-- same: [true, true, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

SELECT id, 1 / x AS v FROM (SELECT * FROM events WHERE x <> 0) q ORDER BY id
-- same: [{"id": 3, "v": 2}, {"id": 4, "v": 0.6666666666666666}, {"id": 5, "v": 0.4}, {"id": 6, "v": -2}, {"id": 7, "v": -0.6666666666666666}, {"id": 8, "v": -0.4}, {"id": 10, "v": 10}, {"id": 11, "v": 5}, {"id": 12, "v": 10000000}, {"id": 13, "v": 8.10000006550875e-9}, {"id": 14, "v": 1e-15}, {"id": 15, "v": 1e-17}, {"id": 16, "v": 1e-300}, {"id": 17, "v": -9.999999999999999e299}, {"id": 18, "v": 0.3333333333333333}, {"id": 19, "v": 0.05002501250625313}, {"id": 20, "v": 0.3738317757009346}, {"id": 21, "v": 0.9950248756218907}, {"id": 22, "v": -0.13793103448275862}, {"id": 23, "v": 1.1102230246251565e-16}, {"id": 24, "v": 5.882352939446367e-10}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, k <> 0 AS c, i::bigint % k AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": null}, {"id": 3, "v": -1}, {"id": 4, "v": 0}, {"id": 5, "v": -2}, {"id": 6, "v": null}, {"id": 7, "v": null}, {"id": 8, "v": 1}, {"id": 9, "v": -1}, {"id": 10, "v": 1}, {"id": 11, "v": -1}, {"id": 12, "v": null}, {"id": 13, "v": -2}, {"id": 14, "v": 2}, {"id": 15, "v": 4}, {"id": 16, "v": -4}, {"id": 17, "v": 15}, {"id": 18, "v": 0}, {"id": 19, "v": 9}, {"id": 20, "v": 0}, {"id": 21, "v": 45}, {"id": 22, "v": -4}, {"id": 23, "v": 0}, {"id": 24, "v": 0}]

SELECT count(CASE WHEN k <> 0 THEN i::bigint % k END) AS v FROM events
-- same: [{"v": 20}]

SELECT n, count(i::bigint % k) FILTER (WHERE k <> 0) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 8}, {"n": 2, "v": 5}, {"n": 3, "v": 3}, {"n": null, "v": 4}]

SELECT id FROM events WHERE (k <> 0) AND (m / k) IS NOT NULL ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE CASE WHEN k <> 0 THEN (m / k) IS NOT NULL ELSE true END ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, v FROM (SELECT id, m / k AS v FROM events WHERE k <> 0) q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 3, "v": 0.5}, {"id": 4, "v": 1.5}, {"id": 5, "v": 2.8557142857142857}, {"id": 6, "v": 0.0025}, {"id": 9, "v": 49999999.995}, {"id": 10, "v": -33333333.33}, {"id": 11, "v": -3.3333333333333333}, {"id": 13, "v": 0.025}, {"id": 14, "v": 0.04}, {"id": 15, "v": 0.05}, {"id": 16, "v": -0.40833333333333333333}, {"id": 17, "v": 0.440625}, {"id": 18, "v": 12.5}, {"id": 19, "v": 4.995}, {"id": 20, "v": -0.099}, {"id": 21, "v": 0.0115}, {"id": 22, "v": 4.7614285714285714}, {"id": 23, "v": -13.334}, {"id": 24, "v": 0.00833333333333333333}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND k <> 0 AND (d - k / k) IS NOT NULL ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": null}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]

WITH q AS (SELECT *, CASE WHEN k <> 0 THEN d - k / k END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": "2024-02-28"}, {"id": 3, "v": "2023-12-30"}, {"id": 5, "v": "1969-12-31"}, {"id": 6, "v": "1969-12-30"}, {"id": 8, "v": "1900-02-28"}, {"id": 9, "v": "2024-12-29"}, {"id": 10, "v": "2021-01-02"}, {"id": 11, "v": "2021-01-03"}, {"id": 13, "v": "2024-03-30"}, {"id": 14, "v": "2024-10-26"}, {"id": 15, "v": "2024-03-09"}, {"id": 16, "v": "2024-11-02"}, {"id": 17, "v": "2100-02-27"}, {"id": 18, "v": "1999-12-30"}, {"id": 19, "v": "2004-12-31"}, {"id": 20, "v": "2008-12-28"}, {"id": 21, "v": "2025-06-14"}, {"id": 22, "v": "2026-08-30"}, {"id": 23, "v": "2010-01-02"}, {"id": 24, "v": "2024-07-03"}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND k <> 0 AND (d - k / k) IS NOT NULL) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 5}, {"id": 6}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

coalesce(CASE WHEN abs(b) < 2000000000 THEN (b::int)::text END, 'none')
-- same: ["0", "1", "-1", "none", "error", "none", "none", "none", "none", "1700000000", "none", "3", "-3", "10", "86400", "-86400", "1000000007", "11", "12", "13", "14", "15", "16", "17"]

CASE WHEN abs(b) < 2000000000 THEN b::int END
-- same: [0, 1, -1, null, "error", null, null, null, null, 1700000000, null, 3, -3, 10, 86400, -86400, 1000000007, 11, 12, 13, 14, 15, 16, 17]

(abs(b) < 2000000000) AND (b::int) IS NOT NULL
-- same: [true, true, true, false, "error", false, false, false, false, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT (abs(i::bigint) < 30000) OR (i::smallint) IS NULL
-- same: [false, false, false, true, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

SELECT id, i::smallint AS v FROM (SELECT * FROM events WHERE abs(i::bigint) < 30000) q ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": 1}, {"id": 3, "v": -1}, {"id": 7, "v": 2}, {"id": 8, "v": 3}, {"id": 9, "v": -3}, {"id": 10, "v": 7}, {"id": 11, "v": -7}, {"id": 12, "v": 10}, {"id": 13, "v": -10}, {"id": 14, "v": 42}, {"id": 15, "v": 100}, {"id": 16, "v": -100}, {"id": 17, "v": 255}, {"id": 18, "v": 256}, {"id": 19, "v": 999}, {"id": 20, "v": 1000}, {"id": 21, "v": 12345}, {"id": 22, "v": -12345}, {"id": 23, "v": 5}, {"id": 24, "v": 6}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, abs(i::bigint) < 30000 AS c, i::smallint AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": 1}, {"id": 3, "v": -1}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": 2}, {"id": 8, "v": 3}, {"id": 9, "v": -3}, {"id": 10, "v": 7}, {"id": 11, "v": -7}, {"id": 12, "v": 10}, {"id": 13, "v": -10}, {"id": 14, "v": 42}, {"id": 15, "v": 100}, {"id": 16, "v": -100}, {"id": 17, "v": 255}, {"id": 18, "v": 256}, {"id": 19, "v": 999}, {"id": 20, "v": 1000}, {"id": 21, "v": 12345}, {"id": 22, "v": -12345}, {"id": 23, "v": 5}, {"id": 24, "v": 6}]

SELECT count(CASE WHEN abs(x) < 1e9 THEN x::int END) AS v FROM events
-- same: [{"v": 18}]

SELECT n, count(x::int) FILTER (WHERE abs(x) < 1e9) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 6}, {"n": 2, "v": 4}, {"n": 3, "v": 5}, {"n": null, "v": 3}]

SELECT id FROM events WHERE (abs(x) < 1e9) AND (x::int) IS NOT NULL ORDER BY id
-- postgres: "error"
-- mubatch: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

SELECT id FROM events WHERE CASE WHEN abs(w) < 100000 THEN (w::numeric(10, 2)) IS NOT NULL ELSE true END ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, v FROM (SELECT id, w::numeric(10, 2) AS v FROM events WHERE abs(w) < 100000) q WHERE v IS NOT NULL ORDER BY id
-- postgres: "error"
-- mubatch: [{"id": 1, "v": 0}, {"id": 2, "v": 1}, {"id": 3, "v": -1}, {"id": 4, "v": 0.33}, {"id": 5, "v": 0.67}, {"id": 10, "v": 0}, {"id": 11, "v": 0.5}, {"id": 12, "v": 2.5}, {"id": 13, "v": 0}, {"id": 14, "v": 1}, {"id": 15, "v": -1}, {"id": 16, "v": 0.33}, {"id": 17, "v": 0.67}, {"id": 22, "v": 0}, {"id": 23, "v": 0.5}, {"id": 24, "v": 2.5}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND abs(w) < 100000 AND (w::numeric(10, 2)) IS NOT NULL ORDER BY 1, 2
-- postgres: "error"
-- mubatch: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": null}, {"id": 9, "campaign": null}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

WITH q AS (SELECT *, CASE WHEN nt ~ '^ *[-+]?[0-9]{1,9} *$' THEN nt::int END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": 42}, {"id": 2, "v": 42}, {"id": 3, "v": 7}, {"id": 4, "v": 0}, {"id": 24, "v": 7}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND nt ~ '^ *[-+]?[0-9]{1,9} *$' AND (nt::int) IS NOT NULL) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 24}]

coalesce(CASE WHEN nt ~ '^ *[-+]?[0-9]{1,9} *$' THEN (nt::int)::text END, 'none')
-- same: ["42", "42", "7", "0", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "7"]

CASE WHEN nt ~ '^[0-9]+\.?[0-9]*$' THEN nt::numeric(12, 2) END
-- same: [42, null, null, null, null, null, null, null, null, null, null, null, null, 9999999999, 3.7, null, null, 5, null, null, 2.5, "error", null, 7]

(nt ~ '^[0-9]+\.?[0-9]*$') AND (nt::numeric(12, 2)) IS NOT NULL
-- same: [true, false, false, false, false, false, false, false, false, false, false, false, false, true, true, false, false, true, false, false, true, "error", false, true]

NOT (nt ~ '^[0-9]+\.?[0-9]*$') OR (nt::numeric(12, 2)) IS NULL
-- same: [false, true, true, true, true, true, true, true, true, true, true, true, true, false, false, true, true, false, true, true, false, "error", true, false]

SELECT id, nt::double precision AS v FROM (SELECT * FROM events WHERE nt ~ '^[0-9]+$') q ORDER BY id
-- same: [{"id": 1, "v": 42}, {"id": 14, "v": 9999999999}, {"id": 22, "v": 100000000000000000000}, {"id": 24, "v": 7}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, nt ~ '^[0-9]+$' AS c, nt::double precision AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": 42}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": null}, {"id": 8, "v": null}, {"id": 9, "v": null}, {"id": 10, "v": null}, {"id": 11, "v": null}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": 9999999999}, {"id": 15, "v": null}, {"id": 16, "v": null}, {"id": 17, "v": null}, {"id": 18, "v": null}, {"id": 19, "v": null}, {"id": 20, "v": null}, {"id": 21, "v": null}, {"id": 22, "v": 100000000000000000000}, {"id": 23, "v": null}, {"id": 24, "v": 7}]

SELECT count(CASE WHEN nt ~ '^[0-9]+$' THEN nt::double precision END) AS v FROM events
-- same: [{"v": 4}]

SELECT n, count(dx::date) FILTER (WHERE dx ~ '^2024-02-29$') AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 1}, {"n": 2, "v": 0}, {"n": 3, "v": 0}, {"n": null, "v": 0}]

SELECT id FROM events WHERE (dx ~ '^2024-02-29$') AND (dx::date) IS NOT NULL ORDER BY id
-- same: [{"id": 1}]

SELECT id FROM events WHERE CASE WHEN dx ~ '^2024-02-29$' THEN (dx::date) IS NOT NULL ELSE true END ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, v FROM (SELECT id, dx::timestamptz AS v FROM events WHERE dx ~ '^2024-02-09T') q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 8, "v": "2024-02-09T10:20:30Z"}, {"id": 13, "v": "2024-02-09T10:20:30.123457Z"}, {"id": 21, "v": "2024-02-09T04:50:30Z"}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND dx ~ '^2024-02-09T' AND (dx::timestamptz) IS NOT NULL ORDER BY 1, 2
-- same: [{"id": 1, "campaign": null}, {"id": 2, "campaign": null}, {"id": 3, "campaign": null}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": null}, {"id": 10, "campaign": null}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": null}, {"id": 15, "campaign": null}, {"id": 16, "campaign": null}, {"id": 17, "campaign": null}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": null}, {"id": 23, "campaign": null}, {"id": 24, "campaign": null}]

WITH q AS (SELECT *, CASE WHEN dx ~ '^2024-02-09T' THEN dx::timestamptz END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 8, "v": "2024-02-09T10:20:30Z"}, {"id": 13, "v": "2024-02-09T10:20:30.123457Z"}, {"id": 21, "v": "2024-02-09T04:50:30Z"}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND bt IN ('true', 'false', 't', 'f') AND (bt::boolean) IS NOT NULL) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 15}]

coalesce(CASE WHEN bt IN ('true', 'false', 't', 'f') THEN (bt::boolean)::text END, 'none')
-- same: ["true", "true", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "false", "none", "none", "none", "none", "none", "none", "none", "none", "none"]

CASE WHEN bt IN ('true', 'false', 't', 'f') THEN bt::boolean END
-- same: [true, true, null, null, null, null, null, null, null, null, null, null, null, null, false, null, null, null, null, null, null, null, null, null]

(cardinality(li) > 0) AND (10 / cardinality(li)) IS NOT NULL
-- same: [true, false, false, true, true, true, true, true, true, true, true, false, false, true, true, true, true, true, true, true, true, false, false, true]

NOT (cardinality(li) > 0) OR (10 / cardinality(li)) IS NULL
-- same: [false, true, true, false, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, false, true, true, false]

SELECT id, 10 / cardinality(li) AS v FROM (SELECT * FROM events WHERE cardinality(li) > 0) q ORDER BY id
-- same: [{"id": 1, "v": 3}, {"id": 4, "v": 3}, {"id": 5, "v": 3}, {"id": 6, "v": 10}, {"id": 7, "v": 3}, {"id": 8, "v": 10}, {"id": 9, "v": 5}, {"id": 10, "v": 2}, {"id": 11, "v": 3}, {"id": 14, "v": 3}, {"id": 15, "v": 3}, {"id": 16, "v": 10}, {"id": 17, "v": 3}, {"id": 18, "v": 10}, {"id": 19, "v": 5}, {"id": 20, "v": 2}, {"id": 21, "v": 3}, {"id": 24, "v": 3}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, length(s) > 0 AS c, 10 / length(s) AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": null}, {"id": 3, "v": 0}, {"id": 4, "v": null}, {"id": 5, "v": 2}, {"id": 6, "v": 1}, {"id": 7, "v": 1}, {"id": 8, "v": 2}, {"id": 9, "v": 1}, {"id": 10, "v": 0}, {"id": 11, "v": 1}, {"id": 12, "v": 1}, {"id": 13, "v": 1}, {"id": 14, "v": 1}, {"id": 15, "v": 1}, {"id": 16, "v": 2}, {"id": 17, "v": 1}, {"id": 18, "v": 1}, {"id": 19, "v": 0}, {"id": 20, "v": 2}, {"id": 21, "v": 10}, {"id": 22, "v": 2}, {"id": 23, "v": 10}, {"id": 24, "v": 5}]

SELECT count(CASE WHEN length(s) > 0 THEN 10 / length(s) END) AS v FROM events
-- same: [{"v": 22}]

SELECT n, count(10 / length(s)) FILTER (WHERE length(s) > 0) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 9}, {"n": 2, "v": 4}, {"n": 3, "v": 5}, {"n": null, "v": 4}]

SELECT id FROM events WHERE (strpos(s, 'a') > 0) AND (10 / strpos(s, 'a')) IS NOT NULL ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 8}, {"id": 9}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 19}, {"id": 22}]

SELECT id FROM events WHERE CASE WHEN strpos(s, 'a') > 0 THEN (10 / strpos(s, 'a')) IS NOT NULL ELSE true END ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, v FROM (SELECT id, 10 / strpos(s, 'a') AS v FROM events WHERE strpos(s, 'a') > 0) q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": 2}, {"id": 3, "v": 1}, {"id": 6, "v": 5}, {"id": 8, "v": 10}, {"id": 9, "v": 5}, {"id": 14, "v": 1}, {"id": 15, "v": 5}, {"id": 16, "v": 10}, {"id": 19, "v": 0}, {"id": 22, "v": 10}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND length(e.s) >= 3 AND (substr(s, 1, length(s) - 3)) IS NOT NULL ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": null}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": null}, {"id": 24, "campaign": null}]

WITH q AS (SELECT *, CASE WHEN length(s) >= 3 THEN substr(s, 1, length(s) - 3) END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": "Anna Schm"}, {"id": 3, "v": "  two spac"}, {"id": 5, "v": "Gr"}, {"id": 6, "v": "naïve c"}, {"id": 7, "v": "ÅNGST"}, {"id": 8, "v": "a_"}, {"id": 9, "v": "back\\sl"}, {"id": 10, "v": "it's \"quot"}, {"id": 11, "v": "Ελλ"}, {"id": 12, "v": "東京 to"}, {"id": 13, "v": "😀 sm"}, {"id": 14, "v": "line\nbr"}, {"id": 15, "v": "tab\th"}, {"id": 16, "v": "a-"}, {"id": 17, "v": "x,y"}, {"id": 18, "v": "MiXeD c"}, {"id": 19, "v": "www.Shop-24.exam"}, {"id": 20, "v": "n"}, {"id": 22, "v": "a"}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND length(s) >= 3 AND (substr(s, 1, length(s) - 3)) IS NOT NULL) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 22}]

coalesce(CASE WHEN length(p) > 0 THEN (split_part(s, p, length(p)))::text END, 'none')
-- same: ["A", "none", "", "none", "Gr", "naïve caf", "", "a", "back", "it's ", "Ε", "東", "", "line", "tab", "a", "x", "MiXeD ", "www", "", "", "", "", ""]

CASE WHEN length(p) > 0 THEN split_part(s, p, length(p)) END
-- same: ["A", null, "", null, "Gr", "naïve caf", "", "a", "back", "it's ", "Ε", "東", "", "line", "tab", "a", "x", "MiXeD ", "www", "", "", "", "", ""]

(length(p) > 0) AND (split_part(s, p, length(p))) IS NOT NULL
-- same: [true, false, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT (i BETWEEN 1 AND 12) OR (make_date(2024, i, 1)) IS NULL
-- same: [true, false, true, true, true, true, false, false, true, false, true, false, true, true, true, true, true, true, true, true, true, true, false, false]

SELECT id, make_date(2024, i, 1) AS v FROM (SELECT * FROM events WHERE i BETWEEN 1 AND 12) q ORDER BY id
-- same: [{"id": 2, "v": "2024-01-01"}, {"id": 7, "v": "2024-02-01"}, {"id": 8, "v": "2024-03-01"}, {"id": 10, "v": "2024-07-01"}, {"id": 12, "v": "2024-10-01"}, {"id": 23, "v": "2024-05-01"}, {"id": 24, "v": "2024-06-01"}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, i BETWEEN 1 AND 12 AS c, make_date(2024, i, 1) AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": null}, {"id": 2, "v": "2024-01-01"}, {"id": 3, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": "2024-02-01"}, {"id": 8, "v": "2024-03-01"}, {"id": 9, "v": null}, {"id": 10, "v": "2024-07-01"}, {"id": 11, "v": null}, {"id": 12, "v": "2024-10-01"}, {"id": 13, "v": null}, {"id": 14, "v": null}, {"id": 15, "v": null}, {"id": 16, "v": null}, {"id": 17, "v": null}, {"id": 18, "v": null}, {"id": 19, "v": null}, {"id": 20, "v": null}, {"id": 21, "v": null}, {"id": 22, "v": null}, {"id": 23, "v": "2024-05-01"}, {"id": 24, "v": "2024-06-01"}]

SELECT count(CASE WHEN k BETWEEN 1 AND 12 THEN make_date(2024, k, 28) END) AS v FROM events
-- same: [{"v": 13}]

SELECT n, count(make_date(2024, k, 28)) FILTER (WHERE k BETWEEN 1 AND 12) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 7}, {"n": 2, "v": 3}, {"n": 3, "v": 0}, {"n": null, "v": 3}]

SELECT id FROM events WHERE (k BETWEEN 1 AND 12) AND (make_date(2024, k, 28)) IS NOT NULL ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 5}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 24}]

SELECT id FROM events WHERE CASE WHEN i BETWEEN 0 AND 100 THEN (repeat('x', i)) IS NOT NULL ELSE true END ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, v FROM (SELECT id, repeat('x', i) AS v FROM events WHERE i BETWEEN 0 AND 100) q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": ""}, {"id": 2, "v": "x"}, {"id": 7, "v": "xx"}, {"id": 8, "v": "xxx"}, {"id": 10, "v": "xxxxxxx"}, {"id": 12, "v": "xxxxxxxxxx"}, {"id": 14, "v": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}, {"id": 15, "v": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}, {"id": 23, "v": "xxxxx"}, {"id": 24, "v": "xxxxxx"}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND i BETWEEN 0 AND 100 AND (repeat('x', i)) IS NOT NULL ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": null}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": null}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": null}, {"id": 17, "campaign": null}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": null}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]

WITH q AS (SELECT *, CASE WHEN i BETWEEN 65 AND 1000 THEN chr(i) END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 15, "v": "d"}, {"id": 17, "v": "ÿ"}, {"id": 18, "v": "Ā"}, {"id": 19, "v": "ϧ"}, {"id": 20, "v": "Ϩ"}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND i BETWEEN 65 AND 1000 AND (chr(i)) IS NOT NULL) ORDER BY id
-- same: [{"id": 15}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}]

coalesce(CASE WHEN i BETWEEN 65 AND 1000 THEN (chr(i))::text END, 'none')
-- same: ["none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "d", "none", "ÿ", "Ā", "ϧ", "Ϩ", "none", "none", "none", "none"]

CASE WHEN k <> 0 AND i > 0 THEN (i / k) + ln(i) END
-- same: [null, null, null, -2147483625.5124373, null, null, null, 0.09861228866810978, null, 3.9459101490553135, null, null, null, 11.737669618283368, 20.605170185988094, null, 20.541263545158426, 37.54517744447956, 105.90675477864855, -93.09224472101786, 132.42100640177927, null, 0.6094379124341003, 2.791759469228055]

(k <> 0 AND i > 0) AND ((i / k) + ln(i)) IS NOT NULL
-- same: [false, false, false, true, false, false, false, true, false, true, false, false, false, true, true, false, true, true, true, true, true, false, true, true]

NOT (k <> 0 AND i > 0) OR ((i / k) + ln(i)) IS NULL
-- same: [true, true, true, false, true, true, true, false, true, false, true, true, true, false, false, true, false, false, false, false, false, true, false, false]

SELECT id, 100 / (extract(day FROM t)::int - 10) AS v FROM (SELECT * FROM events WHERE extract(day FROM t) > 10) q ORDER BY id
-- same: [{"id": 6, "v": 4}, {"id": 7, "v": 4}, {"id": 8, "v": 5}, {"id": 9, "v": 5}, {"id": 10, "v": 4}, {"id": 11, "v": 5}, {"id": 13, "v": 4}, {"id": 16, "v": 20}, {"id": 17, "v": 4}, {"id": 18, "v": 4}, {"id": 21, "v": 11}, {"id": 22, "v": 20}, {"id": 23, "v": 4}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, extract(day FROM t) > 10 AS c, 100 / (extract(day FROM t)::int - 10) AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": null}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": 4}, {"id": 7, "v": 4}, {"id": 8, "v": 5}, {"id": 9, "v": 5}, {"id": 10, "v": 4}, {"id": 11, "v": 5}, {"id": 12, "v": null}, {"id": 13, "v": 4}, {"id": 14, "v": null}, {"id": 15, "v": null}, {"id": 16, "v": 20}, {"id": 17, "v": 4}, {"id": 18, "v": 4}, {"id": 19, "v": null}, {"id": 20, "v": null}, {"id": 21, "v": 11}, {"id": 22, "v": 20}, {"id": 23, "v": 4}, {"id": 24, "v": null}]

SELECT count(CASE WHEN extract(day FROM t) > 10 THEN 100 / (extract(day FROM t)::int - 10) END) AS v FROM events
-- same: [{"v": 13}]

SELECT n, count(1000 / (extract(epoch FROM t)::bigint - extract(epoch FROM u)::bigint)) FILTER (WHERE t > u) AS v FROM events GROUP BY n
-- same: "error"

SELECT id FROM events WHERE (t > u) AND (1000 / (extract(epoch FROM t)::bigint - extract(epoch FROM u)::bigint)) IS NOT NULL ORDER BY id
-- same: "error"

SELECT id FROM events WHERE CASE WHEN t > u THEN (1000 / (extract(epoch FROM t)::bigint - extract(epoch FROM u)::bigint)) IS NOT NULL ELSE true END ORDER BY id
-- same: "error"

SELECT id, v FROM (SELECT id, 100 / (d - date '2000-01-01') AS v FROM events WHERE d > date '2000-01-01') q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": 0}, {"id": 3, "v": 0}, {"id": 7, "v": 1}, {"id": 9, "v": 0}, {"id": 10, "v": 0}, {"id": 11, "v": 0}, {"id": 12, "v": 0}, {"id": 13, "v": 0}, {"id": 14, "v": 0}, {"id": 15, "v": 0}, {"id": 16, "v": 0}, {"id": 17, "v": 0}, {"id": 19, "v": 0}, {"id": 20, "v": 0}, {"id": 21, "v": 0}, {"id": 22, "v": 0}, {"id": 23, "v": 0}, {"id": 24, "v": 0}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND d > date '2000-01-01' AND (100 / (d - date '2000-01-01')) IS NOT NULL ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": null}, {"id": 9, "campaign": "Sommer"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]

WITH q AS (SELECT *, CASE WHEN d > date '2000-01-01' THEN 100 / (d - date '2000-01-01') END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": 0}, {"id": 3, "v": 0}, {"id": 7, "v": 1}, {"id": 9, "v": 0}, {"id": 10, "v": 0}, {"id": 11, "v": 0}, {"id": 12, "v": 0}, {"id": 13, "v": 0}, {"id": 14, "v": 0}, {"id": 15, "v": 0}, {"id": 16, "v": 0}, {"id": 17, "v": 0}, {"id": 19, "v": 0}, {"id": 20, "v": 0}, {"id": 21, "v": 0}, {"id": 22, "v": 0}, {"id": 23, "v": 0}, {"id": 24, "v": 0}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND js ~ '^\{"a": 1,' AND ((js ->> 'a')::int) IS NOT NULL) ORDER BY id
-- postgres: "error"
-- mubatch: [{"id": 1}, {"id": 14}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

coalesce(CASE WHEN js ~ '^\{"a": 1,' THEN ((js ->> 'a')::int)::text END, 'none')
-- postgres: "error"
-- mubatch: ["1", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none", "2", "none", "none", "none", "none", "none", "none", "none", "none", "none", "none"]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

CASE WHEN js ~ '^\{"a": 1,' THEN (js ->> 'a')::int END
-- postgres: "error"
-- mubatch: [1, null, null, null, null, null, null, null, null, null, null, null, null, 2, null, null, null, null, null, null, null, null, null, null]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

(ok) AND (1 / ok::int) IS NOT NULL
-- same: [true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false]

NOT (ok) OR (1 / ok::int) IS NULL
-- same: [false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true]

SELECT id, 1 / ok::int AS v FROM (SELECT * FROM events WHERE ok) q ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 4, "v": 1}, {"id": 6, "v": 1}, {"id": 9, "v": 1}, {"id": 12, "v": 1}, {"id": 14, "v": 1}, {"id": 17, "v": 1}, {"id": 20, "v": 1}, {"id": 22, "v": 1}]

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, i > k AND k > 0 AS c, power(i - k, k::double precision / 2) AS v FROM events) q ORDER BY id
-- same: [{"id": 1, "v": null}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": null}, {"id": 8, "v": null}, {"id": 9, "v": null}, {"id": 10, "v": 8}, {"id": 11, "v": null}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": 8327.301903978263}, {"id": 15, "v": 830584}, {"id": 16, "v": null}, {"id": 17, "v": 10645920227784268000}, {"id": 18, "v": 3782742016}, {"id": 19, "v": 946196763043949}, {"id": 20, "v": null}, {"id": 21, "v": 2.4999969166367292e204}, {"id": 22, "v": null}, {"id": 23, "v": null}, {"id": 24, "v": null}]

SELECT count(CASE WHEN i > k AND k > 0 THEN power(i - k, k::double precision / 2) END) AS v FROM events
-- same: [{"v": 7}]

SELECT n, count(power(i - k, k::double precision / 2)) FILTER (WHERE i > k AND k > 0) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": 3}, {"n": 2, "v": 2}, {"n": 3, "v": 1}, {"n": null, "v": 1}]

SELECT id FROM events WHERE (abs(x) < 1) AND (asin(x)) IS NOT NULL ORDER BY id
-- postgres: "error"
-- mubatch: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 6}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 17}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

SELECT id FROM events WHERE CASE WHEN abs(x) < 1 THEN (asin(x)) IS NOT NULL ELSE true END ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id, v FROM (SELECT id, asin(x) AS v FROM events WHERE abs(x) < 1) q WHERE v IS NOT NULL ORDER BY id
-- postgres: "error"
-- mubatch: [{"id": 1, "v": 0}, {"id": 2, "v": -0}, {"id": 3, "v": 0.5235987755982989}, {"id": 6, "v": -0.5235987755982989}, {"id": 10, "v": 0.1001674211615598}, {"id": 11, "v": 0.2013579207903308}, {"id": 12, "v": 0.00000010000000000000017}, {"id": 17, "v": -1e-300}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND abs(x) <= 1 AND (acos(x)) IS NOT NULL ORDER BY 1, 2
-- postgres: "error"
-- mubatch: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": null}, {"id": 9, "campaign": null}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": null}, {"id": 15, "campaign": null}, {"id": 16, "campaign": null}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": null}, {"id": 23, "campaign": null}, {"id": 24, "campaign": null}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

WITH q AS (SELECT *, CASE WHEN abs(x) <= 1 THEN acos(x) END AS v FROM events) SELECT id, v FROM q WHERE v IS NOT NULL ORDER BY id
-- same: [{"id": 1, "v": 1.5707963267948966}, {"id": 2, "v": 1.5707963267948966}, {"id": 3, "v": 1.0471975511965979}, {"id": 6, "v": 2.0943951023931957}, {"id": 10, "v": 1.4706289056333368}, {"id": 11, "v": 1.369438406004566}, {"id": 12, "v": 1.5707962267948967}, {"id": 17, "v": 1.5707963267948966}]

SELECT id FROM events o WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = o.id AND abs(x) <= 1 AND (acos(x)) IS NOT NULL) ORDER BY id
-- postgres: "error"
-- mubatch: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 6}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 17}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

coalesce(CASE WHEN b < 1000000 THEN (b * 1000000000)::text END, 'none')
-- same: ["0", "1000000000", "-1000000000", "none", "error", "none", "none", "error", "none", "none", "none", "3000000000", "-3000000000", "10000000000", "86400000000000", "-86400000000000", "none", "11000000000", "12000000000", "13000000000", "14000000000", "15000000000", "16000000000", "17000000000"]

CASE WHEN b < 1000000 THEN b * 1000000000 END
-- same: [0, 1000000000, -1000000000, null, "error", null, null, "error", null, null, null, 3000000000, -3000000000, 10000000000, 86400000000000, -86400000000000, null, 11000000000, 12000000000, 13000000000, 14000000000, 15000000000, 16000000000, 17000000000]

(b < 1000000) AND (b * 1000000000) IS NOT NULL
-- same: [true, true, true, false, "error", false, false, "error", false, false, false, true, true, true, true, true, false, true, true, true, true, true, true, true]

NOT (abs(i) < 1000) OR (i * i) IS NULL
-- same: [false, false, false, true, "error", true, false, false, false, false, false, false, false, false, false, false, false, false, false, true, true, true, false, false]

SELECT id, i * i AS v FROM (SELECT * FROM events WHERE abs(i) < 1000) q ORDER BY id
-- same: "error"

SELECT id, CASE WHEN c THEN v END AS v FROM (SELECT id, abs(i) < 1000 AS c, i * i AS v FROM events) q ORDER BY id
-- same: "error"

SELECT count(CASE WHEN h < 100 THEN (h * 100)::smallint END) AS v FROM events
-- same: "error"

SELECT n, count((h * 100)::smallint) FILTER (WHERE h < 100) AS v FROM events GROUP BY n
-- same: "error"

SELECT id FROM events WHERE (h < 100) AND ((h * 100)::smallint) IS NOT NULL ORDER BY id
-- same: "error"

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND c.budget <> 0.10 AND e.m / (c.budget - 0.10) > 0.01 ORDER BY 1, 2
-- same: [{"id": 1, "campaign": null}, {"id": 2, "campaign": null}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": null}, {"id": 9, "campaign": null}, {"id": 10, "campaign": null}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": null}, {"id": 15, "campaign": "Größe"}, {"id": 16, "campaign": null}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": null}, {"id": 24, "campaign": null}]

SELECT e.id, c.campaign FROM events e RIGHT JOIN campaigns c ON c.uid = e.uid AND c.budget <> 0.10 AND e.m / (c.budget - 0.10) > 0.01 ORDER BY 1, 2
-- same: [{"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 15, "campaign": "Größe"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": null, "campaign": "Sommer"}, {"id": null, "campaign": "never"}, {"id": null, "campaign": null}]

SELECT e.id, c.campaign FROM events e FULL JOIN campaigns c ON c.uid = e.uid AND c.budget <> 0.10 AND e.m / (c.budget - 0.10) > 0.01 ORDER BY 1, 2
-- same: [{"id": 1, "campaign": null}, {"id": 2, "campaign": null}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": null}, {"id": 9, "campaign": null}, {"id": 10, "campaign": null}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": null}, {"id": 15, "campaign": "Größe"}, {"id": 16, "campaign": null}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": null}, {"id": 24, "campaign": null}, {"id": null, "campaign": "Sommer"}, {"id": null, "campaign": "never"}, {"id": null, "campaign": null}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND (e.k = 0 OR c.budget / e.k > 1) ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": null}, {"id": 9, "campaign": null}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": null}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": null}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": null}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid AND CASE WHEN e.k <> 0 THEN c.budget / e.k > 1 ELSE c.budget > 50 END ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": null}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": null}, {"id": 9, "campaign": null}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": null}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": null}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": null}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]

SELECT e.id, c.campaign FROM events e LEFT JOIN campaigns c ON c.uid = e.uid WHERE e.k = 0 OR c.budget / e.k > 1 ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 2, "campaign": "Sommer"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 12, "campaign": null}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}]

SELECT e.id, c.campaign, CASE WHEN e.k <> 0 THEN c.budget / e.k END AS v FROM events e LEFT JOIN campaigns c ON c.uid = e.uid ORDER BY 1, 2
-- same: [{"id": 1, "campaign": "Größe", "v": 9.995}, {"id": 1, "campaign": "spring", "v": 50}, {"id": 2, "campaign": "Sommer", "v": null}, {"id": 3, "campaign": "Größe", "v": 6.6633333333333333}, {"id": 3, "campaign": "spring", "v": 33.3333333333333333}, {"id": 4, "campaign": null, "v": null}, {"id": 5, "campaign": null, "v": null}, {"id": 6, "campaign": null, "v": null}, {"id": 7, "campaign": "Sommer", "v": null}, {"id": 8, "campaign": "Größe", "v": -9.995}, {"id": 8, "campaign": "spring", "v": -50}, {"id": 9, "campaign": "Sommer", "v": 0.05}, {"id": 10, "campaign": "Größe", "v": 6.6633333333333333}, {"id": 10, "campaign": "spring", "v": 33.3333333333333333}, {"id": 11, "campaign": null, "v": null}, {"id": 12, "campaign": null, "v": null}, {"id": 13, "campaign": null, "v": null}, {"id": 14, "campaign": "Sommer", "v": 0.02}, {"id": 15, "campaign": "Größe", "v": 3.3316666666666667}, {"id": 15, "campaign": "spring", "v": 16.6666666666666667}, {"id": 16, "campaign": "Sommer", "v": -0.01666666666666666667}, {"id": 17, "campaign": "Größe", "v": 1.249375}, {"id": 17, "campaign": "spring", "v": 6.25}, {"id": 18, "campaign": null, "v": null}, {"id": 19, "campaign": null, "v": null}, {"id": 20, "campaign": null, "v": null}, {"id": 21, "campaign": "Sommer", "v": 0.001}, {"id": 22, "campaign": "Größe", "v": 2.8557142857142857}, {"id": 22, "campaign": "spring", "v": 14.2857142857142857}, {"id": 23, "campaign": "Sommer", "v": -0.02}, {"id": 24, "campaign": "Größe", "v": 3.3316666666666667}, {"id": 24, "campaign": "spring", "v": 16.6666666666666667}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.n = b.n AND a.k <> 0 AND b.k <> 0 AND a.i::bigint / a.k > b.i::bigint / b.k WHERE a.id < 9 AND b.id < 9 ORDER BY 1, 2
-- same: []

SELECT a.id, b.id AS other FROM events a LEFT JOIN events b ON a.n = b.n AND a.k <> 0 AND b.k <> 0 AND a.i::bigint / a.k > b.i::bigint / b.k WHERE a.id < 9 ORDER BY 1, 2
-- same: [{"id": 1, "other": 13}, {"id": 1, "other": 23}, {"id": 2, "other": null}, {"id": 3, "other": 13}, {"id": 3, "other": 23}, {"id": 4, "other": null}, {"id": 5, "other": null}, {"id": 6, "other": null}, {"id": 7, "other": null}, {"id": 8, "other": 20}]

SELECT a.id, b.id AS other FROM events a FULL JOIN events b ON a.id = b.id + 1 AND a.k <> 0 AND 10 / a.k > 1 ORDER BY 1, 2
-- same: [{"id": 1, "other": null}, {"id": 2, "other": null}, {"id": 3, "other": 2}, {"id": 4, "other": null}, {"id": 5, "other": null}, {"id": 6, "other": 5}, {"id": 7, "other": null}, {"id": 8, "other": null}, {"id": 9, "other": 8}, {"id": 10, "other": 9}, {"id": 11, "other": null}, {"id": 12, "other": null}, {"id": 13, "other": 12}, {"id": 14, "other": 13}, {"id": 15, "other": null}, {"id": 16, "other": null}, {"id": 17, "other": null}, {"id": 18, "other": null}, {"id": 19, "other": null}, {"id": 20, "other": null}, {"id": 21, "other": null}, {"id": 22, "other": null}, {"id": 23, "other": null}, {"id": 24, "other": null}, {"id": null, "other": 1}, {"id": null, "other": 3}, {"id": null, "other": 4}, {"id": null, "other": 6}, {"id": null, "other": 7}, {"id": null, "other": 10}, {"id": null, "other": 11}, {"id": null, "other": 14}, {"id": null, "other": 15}, {"id": null, "other": 16}, {"id": null, "other": 17}, {"id": null, "other": 18}, {"id": null, "other": 19}, {"id": null, "other": 20}, {"id": null, "other": 21}, {"id": null, "other": 22}, {"id": null, "other": 23}, {"id": null, "other": 24}]

SELECT a.id FROM events a WHERE NOT EXISTS (SELECT 1 FROM events b WHERE b.id = a.id + 1 AND b.k <> 0 AND 10 / b.k > 1) ORDER BY 1
-- same: [{"id": 1}, {"id": 3}, {"id": 4}, {"id": 6}, {"id": 7}, {"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT a.id FROM events a WHERE a.k <> 0 AND EXISTS (SELECT 1 FROM events b WHERE b.id = a.id + 1 AND b.i > 10 / a.k) ORDER BY 1
-- same: [{"id": 3}, {"id": 8}, {"id": 9}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 22}, {"id": 23}]

SELECT a.id FROM events a WHERE a.k <> 0 AND 10 / a.k IN (SELECT b.k FROM events b) ORDER BY 1
-- same: [{"id": 1}, {"id": 3}, {"id": 4}, {"id": 6}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 16}, {"id": 17}, {"id": 20}, {"id": 21}, {"id": 23}]

SELECT a.id FROM events a WHERE a.nt ~ '^[0-9]{1,5}$' AND a.nt::int IN (SELECT b.i FROM events b) ORDER BY 1
-- same: [{"id": 1}, {"id": 24}]

SELECT a.id FROM events a WHERE a.i IN (SELECT b.nt::int FROM events b WHERE b.nt ~ '^[0-9]{1,5}$') ORDER BY 1
-- same: [{"id": 10}, {"id": 14}]

SELECT a.id FROM events a WHERE a.i NOT IN (SELECT 10 / b.k FROM events b WHERE b.k <> 0) ORDER BY 1
-- same: [{"id": 4}, {"id": 5}, {"id": 10}, {"id": 11}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 24}]

SELECT a.id, (SELECT max(10 / b.k) FROM events b WHERE b.k <> 0 AND b.n = a.n) AS v FROM events a ORDER BY 1
-- same: [{"id": 1, "v": 5}, {"id": 2, "v": 5}, {"id": 3, "v": 5}, {"id": 4, "v": 5}, {"id": 5, "v": null}, {"id": 6, "v": 5}, {"id": 7, "v": 0}, {"id": 8, "v": 0}, {"id": 9, "v": 5}, {"id": 10, "v": 5}, {"id": 11, "v": null}, {"id": 12, "v": 0}, {"id": 13, "v": 5}, {"id": 14, "v": 5}, {"id": 15, "v": 5}, {"id": 16, "v": 5}, {"id": 17, "v": 5}, {"id": 18, "v": null}, {"id": 19, "v": 5}, {"id": 20, "v": 0}, {"id": 21, "v": 0}, {"id": 22, "v": 5}, {"id": 23, "v": 5}, {"id": 24, "v": null}]

SELECT a.id, CASE WHEN a.k <> 0 THEN (SELECT max(b.i) FROM events b WHERE b.n = 10 / a.k) END AS v FROM events a WHERE a.k <> 0 ORDER BY 1
-- same: [{"id": 1, "v": null}, {"id": 3, "v": 12345}, {"id": 4, "v": null}, {"id": 5, "v": 999}, {"id": 6, "v": 2147483647}, {"id": 8, "v": null}, {"id": 9, "v": null}, {"id": 10, "v": 12345}, {"id": 11, "v": null}, {"id": 13, "v": 2147483647}, {"id": 14, "v": 2147483647}, {"id": 15, "v": 999}, {"id": 16, "v": null}, {"id": 17, "v": null}, {"id": 18, "v": 999}, {"id": 19, "v": 999}, {"id": 20, "v": null}, {"id": 21, "v": null}, {"id": 22, "v": 999}, {"id": 23, "v": null}, {"id": 24, "v": 999}]

SELECT n, CASE WHEN sum(k) <> 0 THEN sum(i::bigint) / sum(k) END AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 47.1}, {"n": 2, "v": 71582388.5}, {"n": 3, "v": 151.8181818181818182}, {"n": null, "v": -119304632.94444444}]

SELECT n, sum(i::bigint) / NULLIF(sum(k), 0) AS v FROM events GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 47.1}, {"n": 2, "v": 71582388.5}, {"n": 3, "v": 151.8181818181818182}, {"n": null, "v": -119304632.94444444}]

SELECT n FROM events GROUP BY n HAVING sum(k) <> 0 AND sum(i::bigint) / sum(k) > 1 ORDER BY n
-- same: [{"n": 1}, {"n": 2}, {"n": 3}]

SELECT n FROM events GROUP BY n HAVING sum(k) = 0 OR sum(i::bigint) / sum(k) > 1 ORDER BY n
-- same: [{"n": 1}, {"n": 2}, {"n": 3}]

SELECT n, v FROM (SELECT n, sum(k) AS s, 100 / sum(CASE WHEN k > 0 THEN 1 ELSE 0 END) AS v FROM events GROUP BY n) q WHERE s <> 0 ORDER BY n
-- same: [{"n": 1, "v": 14}, {"n": 2, "v": 25}, {"n": 3, "v": 100}, {"n": null, "v": 33}]

SELECT n, CASE WHEN c > 0 THEN r END AS v FROM (SELECT n, count(*) FILTER (WHERE k = 0) AS c, 100 / count(*) FILTER (WHERE k = 0) AS r FROM events GROUP BY n) q ORDER BY n
-- postgres: "error"
-- mubatch: [{"n": 1, "v": null}, {"n": 2, "v": 100}, {"n": 3, "v": 100}, {"n": null, "v": null}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back

SELECT CASE WHEN k <> 0 THEN 10 / k ELSE 0 END AS v, count(*) AS c FROM events GROUP BY CASE WHEN k <> 0 THEN 10 / k ELSE 0 END ORDER BY 1
-- same: [{"v": -10, "c": 1}, {"v": -5, "c": 1}, {"v": -3, "c": 1}, {"v": -2, "c": 1}, {"v": -1, "c": 2}, {"v": 0, "c": 5}, {"v": 1, "c": 6}, {"v": 2, "c": 3}, {"v": 3, "c": 2}, {"v": 5, "c": 2}]

SELECT CASE WHEN k <> 0 THEN 10 / k ELSE 0 END AS v, count(*) AS c FROM events GROUP BY 1 ORDER BY 1
-- same: [{"v": -10, "c": 1}, {"v": -5, "c": 1}, {"v": -3, "c": 1}, {"v": -2, "c": 1}, {"v": -1, "c": 2}, {"v": 0, "c": 5}, {"v": 1, "c": 6}, {"v": 2, "c": 3}, {"v": 3, "c": 2}, {"v": 5, "c": 2}]

SELECT id FROM events WHERE k <> 0 ORDER BY 10 / k, id
-- same: [{"id": 4}, {"id": 8}, {"id": 11}, {"id": 23}, {"id": 16}, {"id": 20}, {"id": 17}, {"id": 21}, {"id": 5}, {"id": 15}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 24}, {"id": 6}, {"id": 13}, {"id": 14}, {"id": 3}, {"id": 10}, {"id": 1}, {"id": 9}]

SELECT id FROM events ORDER BY CASE WHEN k <> 0 THEN 10 / k END NULLS FIRST, id
-- same: [{"id": 2}, {"id": 7}, {"id": 12}, {"id": 4}, {"id": 8}, {"id": 11}, {"id": 23}, {"id": 16}, {"id": 20}, {"id": 17}, {"id": 21}, {"id": 5}, {"id": 15}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 24}, {"id": 6}, {"id": 13}, {"id": 14}, {"id": 3}, {"id": 10}, {"id": 1}, {"id": 9}]

SELECT id, CASE WHEN k <> 0 THEN rank() OVER (ORDER BY CASE WHEN k <> 0 THEN 10 / k END, id) END AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 20}, {"id": 2, "v": null}, {"id": 3, "v": 18}, {"id": 4, "v": 1}, {"id": 5, "v": 9}, {"id": 6, "v": 15}, {"id": 7, "v": null}, {"id": 8, "v": 2}, {"id": 9, "v": 21}, {"id": 10, "v": 19}, {"id": 11, "v": 3}, {"id": 12, "v": null}, {"id": 13, "v": 16}, {"id": 14, "v": 17}, {"id": 15, "v": 10}, {"id": 16, "v": 5}, {"id": 17, "v": 7}, {"id": 18, "v": 11}, {"id": 19, "v": 12}, {"id": 20, "v": 6}, {"id": 21, "v": 8}, {"id": 22, "v": 13}, {"id": 23, "v": 4}, {"id": 24, "v": 14}]

SELECT id, sum(CASE WHEN k <> 0 THEN 10 / k END) OVER (PARTITION BY n ORDER BY id) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 5}, {"id": 2, "v": null}, {"id": 3, "v": 8}, {"id": 4, "v": -10}, {"id": 5, "v": 1}, {"id": 6, "v": 10}, {"id": 7, "v": null}, {"id": 8, "v": -5}, {"id": 9, "v": -5}, {"id": 10, "v": 13}, {"id": 11, "v": -2}, {"id": 12, "v": -5}, {"id": 13, "v": 15}, {"id": 14, "v": 17}, {"id": 15, "v": -4}, {"id": 16, "v": 16}, {"id": 17, "v": -4}, {"id": 18, "v": -1}, {"id": 19, "v": 17}, {"id": 20, "v": -6}, {"id": 21, "v": -6}, {"id": 22, "v": -3}, {"id": 23, "v": 15}, {"id": 24, "v": 0}]

SELECT id, sum(10 / k) OVER (PARTITION BY n ORDER BY id) AS v FROM events WHERE k <> 0 ORDER BY id
-- same: [{"id": 1, "v": 5}, {"id": 3, "v": 8}, {"id": 4, "v": -10}, {"id": 5, "v": 1}, {"id": 6, "v": 10}, {"id": 8, "v": -5}, {"id": 9, "v": -5}, {"id": 10, "v": 13}, {"id": 11, "v": -2}, {"id": 13, "v": 15}, {"id": 14, "v": 17}, {"id": 15, "v": -4}, {"id": 16, "v": 16}, {"id": 17, "v": -4}, {"id": 18, "v": -1}, {"id": 19, "v": 17}, {"id": 20, "v": -6}, {"id": 21, "v": -6}, {"id": 22, "v": -3}, {"id": 23, "v": 15}, {"id": 24, "v": 0}]

SELECT id, sum(10 / k) FILTER (WHERE k <> 0) OVER (PARTITION BY n ORDER BY id) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 5}, {"id": 2, "v": null}, {"id": 3, "v": 8}, {"id": 4, "v": -10}, {"id": 5, "v": 1}, {"id": 6, "v": 10}, {"id": 7, "v": null}, {"id": 8, "v": -5}, {"id": 9, "v": -5}, {"id": 10, "v": 13}, {"id": 11, "v": -2}, {"id": 12, "v": -5}, {"id": 13, "v": 15}, {"id": 14, "v": 17}, {"id": 15, "v": -4}, {"id": 16, "v": 16}, {"id": 17, "v": -4}, {"id": 18, "v": -1}, {"id": 19, "v": 17}, {"id": 20, "v": -6}, {"id": 21, "v": -6}, {"id": 22, "v": -3}, {"id": 23, "v": 15}, {"id": 24, "v": 0}]

SELECT DISTINCT CASE WHEN k <> 0 THEN 10 / k END AS v FROM events ORDER BY 1
-- same: [{"v": -10}, {"v": -5}, {"v": -3}, {"v": -2}, {"v": -1}, {"v": 0}, {"v": 1}, {"v": 2}, {"v": 3}, {"v": 5}, {"v": null}]

SELECT DISTINCT ON (n) n, CASE WHEN k <> 0 THEN 10 / k END AS v FROM events ORDER BY n, id
-- same: [{"n": 1, "v": 5}, {"n": 2, "v": null}, {"n": 3, "v": null}, {"n": null, "v": 1}]

SELECT CASE WHEN k <> 0 THEN 10 / k END AS v FROM events UNION SELECT CASE WHEN i > 0 THEN 100 / i END FROM events ORDER BY 1
-- same: [{"v": -10}, {"v": -5}, {"v": -3}, {"v": -2}, {"v": -1}, {"v": 0}, {"v": 1}, {"v": 2}, {"v": 3}, {"v": 5}, {"v": 10}, {"v": 14}, {"v": 16}, {"v": 20}, {"v": 33}, {"v": 50}, {"v": 100}, {"v": null}]

SELECT id FROM events WHERE k <> 0 AND i <> 0 AND 100 / i / k > 0 ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 24}]

SELECT id FROM events WHERE (k <> 0 AND 10 / k > 1) OR (i > 0 AND 10 / i > 1) ORDER BY id
-- same: [{"id": 1}, {"id": 2}, {"id": 3}, {"id": 6}, {"id": 7}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}, {"id": 23}]

SELECT id FROM events WHERE NOT (k = 0 OR 10 / k <= 1) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}]

SELECT id FROM events WHERE k IS NOT NULL AND k <> 0 AND (10 / k > 1) IS TRUE ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}]

SELECT id FROM events WHERE k <> 0 AND 10 / k BETWEEN 1 AND 5 ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 5}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 24}]

SELECT id FROM events WHERE k <> 0 AND 5 BETWEEN 10 / k AND 100 ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 8}, {"id": 9}, {"id": 10}, {"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events WHERE k <> 0 AND 10 / k IN (1, 2, 3, 5) ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 5}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 18}, {"id": 19}, {"id": 22}, {"id": 24}]

SELECT id FROM events WHERE k <> 0 AND coalesce(10 / k, 0) > 1 ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}]

SELECT id FROM events WHERE nullif(k, 0) IS NOT NULL AND 10 / k > 1 ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}]

SELECT id FROM events WHERE coalesce(k, 0) <> 0 AND 10 / k > 1 ORDER BY id
-- same: [{"id": 1}, {"id": 3}, {"id": 6}, {"id": 9}, {"id": 10}, {"id": 13}, {"id": 14}]

SELECT id FROM events WHERE k > 0 AND ln(k) > 1 AND sqrt(k - 1) > 1 ORDER BY id
-- same: [{"id": 3}, {"id": 5}, {"id": 6}, {"id": 10}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}, {"id": 22}, {"id": 24}]

SELECT id FROM (SELECT id, k, i FROM events WHERE k <> 0 LIMIT 100) q WHERE i::bigint / k > 1 ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

SELECT id FROM (SELECT DISTINCT id, k, i FROM events WHERE k <> 0) q WHERE i::bigint / k > 1 ORDER BY id
-- same: [{"id": 10}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 18}, {"id": 19}, {"id": 21}]

WITH a AS (SELECT id, k, i FROM events WHERE k <> 0), b AS (SELECT id, i::bigint / k AS ratio FROM a), c AS (SELECT id, 100 / nullif(ratio, 0) AS z FROM b) SELECT id, z FROM c WHERE z > 1 ORDER BY id
-- same: [{"id": 10, "z": 50}, {"id": 11, "z": 50}, {"id": 14, "z": 12}, {"id": 15, "z": 6}, {"id": 16, "z": 6}, {"id": 17, "z": 6}, {"id": 18, "z": 3}, {"id": 24, "z": 100}]

WITH a AS (SELECT *, i::bigint / k AS ratio FROM events), b AS (SELECT *, 100 / ratio AS z FROM a) SELECT id, CASE WHEN k <> 0 AND ratio <> 0 THEN z END AS v FROM b ORDER BY id
-- same: [{"id": 1, "v": null}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": 0}, {"id": 5, "v": 0}, {"id": 6, "v": null}, {"id": 7, "v": null}, {"id": 8, "v": -100}, {"id": 9, "v": -100}, {"id": 10, "v": 50}, {"id": 11, "v": 50}, {"id": 12, "v": null}, {"id": 13, "v": -50}, {"id": 14, "v": 12}, {"id": 15, "v": 6}, {"id": 16, "v": 6}, {"id": 17, "v": 6}, {"id": 18, "v": 3}, {"id": 19, "v": 1}, {"id": 20, "v": -1}, {"id": 21, "v": 0}, {"id": 22, "v": 0}, {"id": 23, "v": -100}, {"id": 24, "v": 100}]

WITH a AS (SELECT *, i::bigint / k AS ratio FROM events) SELECT id, ratio FROM a WHERE k <> 0 AND ratio > 1 AND 100 / ratio > 2 ORDER BY id
-- same: [{"id": 10, "ratio": 2}, {"id": 11, "ratio": 2}, {"id": 14, "ratio": 8}, {"id": 15, "ratio": 16}, {"id": 16, "ratio": 16}, {"id": 17, "ratio": 15}, {"id": 18, "ratio": 32}]

WITH a AS (SELECT *, nt::int AS num FROM events) SELECT sum(num) AS v FROM a WHERE nt ~ '^[0-9]{1,5}$'
-- same: [{"v": 49}]

WITH a AS (SELECT *, nt::int AS num FROM events) SELECT n, max(CASE WHEN nt ~ '^[0-9]{1,5}$' THEN num END) AS v FROM a GROUP BY n ORDER BY n
-- same: [{"n": 1, "v": 42}, {"n": 2, "v": null}, {"n": 3, "v": null}, {"n": null, "v": 7}]

WITH a AS (SELECT *, dx::date AS day FROM events) SELECT id, day FROM a WHERE dx ~ '^2024-02-29$' AND day > date '2024-01-01' ORDER BY id
-- same: [{"id": 1, "day": "2024-02-29"}]

WITH a AS (SELECT id, k, 10 / k AS ratio FROM events) SELECT a.id, b.ratio FROM a JOIN a b ON a.id = b.id WHERE a.k <> 0 AND b.k <> 0 AND b.ratio > 1 ORDER BY 1
-- postgres: "error"
-- mubatch: [{"id": 1, "ratio": 5}, {"id": 3, "ratio": 3}, {"id": 6, "ratio": 2}, {"id": 9, "ratio": 5}, {"id": 10, "ratio": 3}, {"id": 13, "ratio": 2}, {"id": 14, "ratio": 2}]
-- differs: PostgreSQL asks the conditions in another order, or does not hold the calculation back
