-- Joins with a table and of events with events.

SELECT id, campaign FROM events JOIN campaigns ON events.uid = campaigns.uid
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 12, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 5, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}]

SELECT id, campaign FROM events JOIN campaigns USING (uid)
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 12, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 5, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}]

SELECT id, campaign FROM events LEFT JOIN campaigns ON events.uid = campaigns.uid
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}]

SELECT id, campaign FROM events RIGHT JOIN campaigns ON events.uid = campaigns.uid
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 12, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 5, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}, {"id": null, "campaign": "never"}]

SELECT id, campaign FROM events FULL JOIN campaigns ON events.uid = campaigns.uid
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}, {"id": null, "campaign": "never"}]

SELECT id, campaign FROM events LEFT JOIN campaigns ON events.uid = campaigns.uid AND budget > 1
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": null}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": null}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 2, "campaign": null}, {"id": 20, "campaign": null}, {"id": 21, "campaign": null}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": null}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": null}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": null}]

SELECT id, campaign FROM events LEFT JOIN campaigns ON events.uid = campaigns.uid WHERE budget > 1
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}]

SELECT id, campaign FROM events LEFT JOIN campaigns ON events.uid = campaigns.uid WHERE campaign IS NULL
-- same: [{"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 20, "campaign": null}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}]

SELECT id FROM events WHERE uid IN (SELECT uid FROM campaigns)
-- same: [{"id": 10}, {"id": 12}, {"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 19}, {"id": 1}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}, {"id": 2}, {"id": 3}, {"id": 5}, {"id": 7}, {"id": 8}, {"id": 9}]

SELECT id FROM events WHERE uid NOT IN (SELECT uid FROM campaigns)
-- same: [{"id": 13}, {"id": 20}, {"id": 6}]

SELECT id FROM events WHERE NOT EXISTS (SELECT 1 FROM campaigns WHERE campaigns.uid = events.uid)
-- same: [{"id": 11}, {"id": 13}, {"id": 18}, {"id": 20}, {"id": 4}, {"id": 6}]

SELECT id FROM events WHERE EXISTS (SELECT 1 FROM campaigns WHERE campaigns.uid = events.uid AND since < d)
-- same: [{"id": 14}, {"id": 15}, {"id": 16}, {"id": 17}, {"id": 1}, {"id": 21}, {"id": 22}, {"id": 24}, {"id": 9}]

SELECT id, campaign FROM events JOIN campaigns ON events.uid = campaigns.uid AND campaigns.since <= events.d
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 9, "campaign": "Sommer"}]

SELECT id, campaign FROM events JOIN campaigns ON events.uid = campaigns.uid AND campaigns.since <= events.t
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}]

SELECT id, m, budget, m * budget AS v FROM events JOIN campaigns ON events.uid = campaigns.uid
-- same: [{"id": 1, "m": 0, "budget": 100, "v": 0}, {"id": 1, "m": 0, "budget": 19.99, "v": 0}, {"id": 10, "m": -99999999.99, "budget": 100, "v": -9999999999}, {"id": 10, "m": -99999999.99, "budget": 19.99, "v": -1998999999.8001}, {"id": 12, "m": 3.33, "budget": null, "v": null}, {"id": 14, "m": 0.2, "budget": 0.1, "v": 0.02}, {"id": 15, "m": 0.3, "budget": 100, "v": 30}, {"id": 15, "m": 0.3, "budget": 19.99, "v": 5.997}, {"id": 16, "m": 2.45, "budget": 0.1, "v": 0.245}, {"id": 17, "m": 7.05, "budget": 100, "v": 705}, {"id": 17, "m": 7.05, "budget": 19.99, "v": 140.9295}, {"id": 19, "m": 49.95, "budget": null, "v": null}, {"id": 2, "m": 2.5, "budget": 0.1, "v": 0.25}, {"id": 21, "m": 1.15, "budget": 0.1, "v": 0.115}, {"id": 22, "m": 33.33, "budget": 100, "v": 3333}, {"id": 22, "m": 33.33, "budget": 19.99, "v": 666.2667}, {"id": 23, "m": 66.67, "budget": 0.1, "v": 6.667}, {"id": 24, "m": 0.05, "budget": 100, "v": 5}, {"id": 24, "m": 0.05, "budget": 19.99, "v": 0.9995}, {"id": 3, "m": 1.5, "budget": 100, "v": 150}, {"id": 3, "m": 1.5, "budget": 19.99, "v": 29.985}, {"id": 5, "m": 19.99, "budget": null, "v": null}, {"id": 7, "m": -0.01, "budget": 0.1, "v": -0.001}, {"id": 8, "m": null, "budget": 100, "v": null}, {"id": 8, "m": null, "budget": 19.99, "v": null}, {"id": 9, "m": 99999999.99, "budget": 0.1, "v": 9999999.999}]

SELECT id, coalesce(campaign, 'none') AS v FROM events LEFT JOIN campaigns ON events.uid = campaigns.uid
-- same: [{"id": 1, "v": "Größe"}, {"id": 1, "v": "spring"}, {"id": 10, "v": "Größe"}, {"id": 10, "v": "spring"}, {"id": 11, "v": "none"}, {"id": 12, "v": "none"}, {"id": 13, "v": "none"}, {"id": 14, "v": "Sommer"}, {"id": 15, "v": "Größe"}, {"id": 15, "v": "spring"}, {"id": 16, "v": "Sommer"}, {"id": 17, "v": "Größe"}, {"id": 17, "v": "spring"}, {"id": 18, "v": "none"}, {"id": 19, "v": "none"}, {"id": 2, "v": "Sommer"}, {"id": 20, "v": "none"}, {"id": 21, "v": "Sommer"}, {"id": 22, "v": "Größe"}, {"id": 22, "v": "spring"}, {"id": 23, "v": "Sommer"}, {"id": 24, "v": "Größe"}, {"id": 24, "v": "spring"}, {"id": 3, "v": "Größe"}, {"id": 3, "v": "spring"}, {"id": 4, "v": "none"}, {"id": 5, "v": "none"}, {"id": 6, "v": "none"}, {"id": 7, "v": "Sommer"}, {"id": 8, "v": "Größe"}, {"id": 8, "v": "spring"}, {"id": 9, "v": "Sommer"}]

SELECT campaign, count(*) AS c, sum(m) AS v FROM events JOIN campaigns USING (uid) GROUP BY campaign
-- same: [{"campaign": "Größe", "c": 8, "v": -99999957.76}, {"campaign": "Sommer", "c": 7, "v": 100000072.95}, {"campaign": "spring", "c": 8, "v": -99999957.76}, {"campaign": null, "c": 3, "v": 73.27}]

SELECT campaign, count(id) AS c FROM campaigns LEFT JOIN events USING (uid) GROUP BY campaign
-- same: [{"campaign": "Größe", "c": 8}, {"campaign": "Sommer", "c": 7}, {"campaign": "never", "c": 0}, {"campaign": "spring", "c": 8}, {"campaign": null, "c": 3}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.i = b.k
-- same: [{"id": 1, "other": 12}, {"id": 1, "other": 2}, {"id": 10, "other": 22}, {"id": 10, "other": 5}, {"id": 12, "other": 19}, {"id": 13, "other": 20}, {"id": 15, "other": 21}, {"id": 23, "other": 14}, {"id": 24, "other": 15}, {"id": 24, "other": 24}, {"id": 3, "other": 4}, {"id": 7, "other": 1}, {"id": 7, "other": 9}, {"id": 8, "other": 10}, {"id": 8, "other": 3}, {"id": 9, "other": 11}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.i = b.k AND a.id < b.id
-- same: [{"id": 1, "other": 12}, {"id": 1, "other": 2}, {"id": 10, "other": 22}, {"id": 12, "other": 19}, {"id": 13, "other": 20}, {"id": 15, "other": 21}, {"id": 3, "other": 4}, {"id": 7, "other": 9}, {"id": 8, "other": 10}, {"id": 9, "other": 11}]

SELECT a.id, b.id AS other FROM events a LEFT JOIN events b ON a.i = b.k
-- same: [{"id": 1, "other": 12}, {"id": 1, "other": 2}, {"id": 10, "other": 22}, {"id": 10, "other": 5}, {"id": 11, "other": null}, {"id": 12, "other": 19}, {"id": 13, "other": 20}, {"id": 14, "other": null}, {"id": 15, "other": 21}, {"id": 16, "other": null}, {"id": 17, "other": null}, {"id": 18, "other": null}, {"id": 19, "other": null}, {"id": 2, "other": null}, {"id": 20, "other": null}, {"id": 21, "other": null}, {"id": 22, "other": null}, {"id": 23, "other": 14}, {"id": 24, "other": 15}, {"id": 24, "other": 24}, {"id": 3, "other": 4}, {"id": 4, "other": null}, {"id": 5, "other": null}, {"id": 6, "other": null}, {"id": 7, "other": 1}, {"id": 7, "other": 9}, {"id": 8, "other": 10}, {"id": 8, "other": 3}, {"id": 9, "other": 11}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.id = b.id + 1
-- same: [{"id": 10, "other": 9}, {"id": 11, "other": 10}, {"id": 12, "other": 11}, {"id": 13, "other": 12}, {"id": 14, "other": 13}, {"id": 15, "other": 14}, {"id": 16, "other": 15}, {"id": 17, "other": 16}, {"id": 18, "other": 17}, {"id": 19, "other": 18}, {"id": 2, "other": 1}, {"id": 20, "other": 19}, {"id": 21, "other": 20}, {"id": 22, "other": 21}, {"id": 23, "other": 22}, {"id": 24, "other": 23}, {"id": 3, "other": 2}, {"id": 4, "other": 3}, {"id": 5, "other": 4}, {"id": 6, "other": 5}, {"id": 7, "other": 6}, {"id": 8, "other": 7}, {"id": 9, "other": 8}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.i < b.i WHERE a.id < 4 AND b.id < 4
-- same: [{"id": 1, "other": 2}, {"id": 3, "other": 1}, {"id": 3, "other": 2}]

SELECT a.id, b.id AS other FROM events a CROSS JOIN events b WHERE a.id < 3 AND b.id < 3
-- same: [{"id": 1, "other": 1}, {"id": 1, "other": 2}, {"id": 2, "other": 1}, {"id": 2, "other": 2}]

SELECT a.id, b.id AS other FROM events a, events b WHERE a.g = b.g AND a.id < b.id AND b.id < 9
-- same: [{"id": 1, "other": 4}, {"id": 1, "other": 7}, {"id": 2, "other": 6}, {"id": 4, "other": 7}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.g IS NOT DISTINCT FROM b.g AND a.id < b.id WHERE b.id < 9
-- same: [{"id": 1, "other": 4}, {"id": 1, "other": 7}, {"id": 2, "other": 6}, {"id": 3, "other": 8}, {"id": 4, "other": 7}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON lower(a.g) = lower(b.g) AND a.id < b.id WHERE b.id < 9
-- same: [{"id": 1, "other": 4}, {"id": 1, "other": 7}, {"id": 2, "other": 5}, {"id": 2, "other": 6}, {"id": 4, "other": 7}, {"id": 5, "other": 6}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.x = b.x AND a.id <> b.id
-- same: [{"id": 1, "other": 2}, {"id": 2, "other": 1}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.m = b.d4
-- same: [{"id": 1, "other": 1}, {"id": 11, "other": 23}, {"id": 2, "other": 4}, {"id": 3, "other": 3}, {"id": 5, "other": 11}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.i = b.x
-- same: [{"id": 1, "other": 1}, {"id": 1, "other": 2}, {"id": 8, "other": 18}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.i = b.m
-- same: [{"id": 1, "other": 1}, {"id": 12, "other": 11}, {"id": 15, "other": 18}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.d = b.t::date
-- same: [{"id": 1, "other": 11}, {"id": 10, "other": 15}, {"id": 13, "other": 6}, {"id": 13, "other": 7}, {"id": 14, "other": 8}, {"id": 14, "other": 9}, {"id": 15, "other": 1}, {"id": 15, "other": 2}, {"id": 16, "other": 3}, {"id": 16, "other": 4}, {"id": 2, "other": 17}, {"id": 3, "other": 18}, {"id": 5, "other": 20}, {"id": 6, "other": 10}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.t = b.u
-- same: [{"id": 19, "other": 12}, {"id": 20, "other": 10}, {"id": 3, "other": 4}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.i = b.b
-- same: [{"id": 1, "other": 1}, {"id": 12, "other": 14}, {"id": 2, "other": 2}, {"id": 3, "other": 3}, {"id": 8, "other": 12}, {"id": 9, "other": 13}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.li = b.li AND a.id < b.id
-- same: [{"id": 1, "other": 11}, {"id": 1, "other": 21}, {"id": 10, "other": 20}, {"id": 11, "other": 21}, {"id": 12, "other": 22}, {"id": 14, "other": 24}, {"id": 2, "other": 12}, {"id": 2, "other": 22}, {"id": 4, "other": 14}, {"id": 4, "other": 24}, {"id": 5, "other": 15}, {"id": 6, "other": 16}, {"id": 7, "other": 17}, {"id": 8, "other": 18}, {"id": 9, "other": 19}]

SELECT a.id, q.c FROM events a JOIN (SELECT n, count(*) AS c FROM events GROUP BY n) q ON a.n = q.n
-- same: [{"id": 1, "c": 9}, {"id": 10, "c": 9}, {"id": 12, "c": 5}, {"id": 13, "c": 9}, {"id": 14, "c": 9}, {"id": 15, "c": 6}, {"id": 16, "c": 9}, {"id": 17, "c": 6}, {"id": 19, "c": 9}, {"id": 2, "c": 6}, {"id": 20, "c": 5}, {"id": 21, "c": 5}, {"id": 22, "c": 6}, {"id": 23, "c": 9}, {"id": 3, "c": 9}, {"id": 4, "c": 6}, {"id": 6, "c": 9}, {"id": 7, "c": 5}, {"id": 8, "c": 5}, {"id": 9, "c": 6}]

SELECT id, (SELECT campaign FROM campaigns WHERE campaigns.uid = 'u2') AS v FROM events WHERE id < 4
-- same: [{"id": 1, "v": "Sommer"}, {"id": 2, "v": "Sommer"}, {"id": 3, "v": "Sommer"}]

SELECT id, (SELECT max(campaign) FROM campaigns WHERE campaigns.uid = events.uid) AS v FROM events
-- same: [{"id": 1, "v": "spring"}, {"id": 10, "v": "spring"}, {"id": 11, "v": null}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": "Sommer"}, {"id": 15, "v": "spring"}, {"id": 16, "v": "Sommer"}, {"id": 17, "v": "spring"}, {"id": 18, "v": null}, {"id": 19, "v": null}, {"id": 2, "v": "Sommer"}, {"id": 20, "v": null}, {"id": 21, "v": "Sommer"}, {"id": 22, "v": "spring"}, {"id": 23, "v": "Sommer"}, {"id": 24, "v": "spring"}, {"id": 3, "v": "spring"}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": "Sommer"}, {"id": 8, "v": "spring"}, {"id": 9, "v": "Sommer"}]

SELECT id, (SELECT count(*) FROM campaigns WHERE campaigns.uid = events.uid) AS v FROM events
-- same: [{"id": 1, "v": 2}, {"id": 10, "v": 2}, {"id": 11, "v": 0}, {"id": 12, "v": 1}, {"id": 13, "v": 0}, {"id": 14, "v": 1}, {"id": 15, "v": 2}, {"id": 16, "v": 1}, {"id": 17, "v": 2}, {"id": 18, "v": 0}, {"id": 19, "v": 1}, {"id": 2, "v": 1}, {"id": 20, "v": 0}, {"id": 21, "v": 1}, {"id": 22, "v": 2}, {"id": 23, "v": 1}, {"id": 24, "v": 2}, {"id": 3, "v": 2}, {"id": 4, "v": 0}, {"id": 5, "v": 1}, {"id": 6, "v": 0}, {"id": 7, "v": 1}, {"id": 8, "v": 2}, {"id": 9, "v": 1}]

SELECT id, (SELECT campaign FROM campaigns WHERE campaigns.uid = events.uid ORDER BY campaign LIMIT 1) AS v FROM events
-- same: [{"id": 1, "v": "Größe"}, {"id": 10, "v": "Größe"}, {"id": 11, "v": null}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": "Sommer"}, {"id": 15, "v": "Größe"}, {"id": 16, "v": "Sommer"}, {"id": 17, "v": "Größe"}, {"id": 18, "v": null}, {"id": 19, "v": null}, {"id": 2, "v": "Sommer"}, {"id": 20, "v": null}, {"id": 21, "v": "Sommer"}, {"id": 22, "v": "Größe"}, {"id": 23, "v": "Sommer"}, {"id": 24, "v": "Größe"}, {"id": 3, "v": "Größe"}, {"id": 4, "v": null}, {"id": 5, "v": null}, {"id": 6, "v": null}, {"id": 7, "v": "Sommer"}, {"id": 8, "v": "Größe"}, {"id": 9, "v": "Sommer"}]

SELECT id, q.campaign FROM events LEFT JOIN LATERAL (SELECT campaign FROM campaigns WHERE campaigns.uid = events.uid ORDER BY budget DESC LIMIT 1) q ON true
-- postgres: [{"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "spring"}, {"id": 11, "campaign": null}, {"id": 12, "campaign": null}, {"id": 13, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "spring"}, {"id": 18, "campaign": null}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 20, "campaign": null}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "spring"}, {"id": 4, "campaign": null}, {"id": 5, "campaign": null}, {"id": 6, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}]
-- mubatch: "error"
-- differs: LATERAL is refused: write a join, or a window function

SELECT id, campaign FROM events NATURAL JOIN campaigns
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 12, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 5, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}]

SELECT id FROM events WHERE uid = ANY (SELECT uid FROM campaigns WHERE budget > 50)
-- same: [{"id": 10}, {"id": 15}, {"id": 17}, {"id": 1}, {"id": 22}, {"id": 24}, {"id": 3}, {"id": 8}]

SELECT id FROM events WHERE m > (SELECT avg(m) FROM events)
-- same: [{"id": 18}, {"id": 19}, {"id": 22}, {"id": 23}, {"id": 5}, {"id": 9}]

SELECT id FROM events WHERE m > (SELECT avg(e.m) FROM events e WHERE e.n = events.n)
-- same: [{"id": 12}, {"id": 13}, {"id": 14}, {"id": 16}, {"id": 19}, {"id": 1}, {"id": 23}, {"id": 3}, {"id": 6}, {"id": 9}]

SELECT id FROM events WHERE (n, g) IN (SELECT n, g FROM events WHERE id < 3)
-- same: [{"id": 14}, {"id": 1}, {"id": 2}]

SELECT id FROM events WHERE uid NOT IN (SELECT uid FROM campaigns WHERE uid IS NOT NULL)
-- same: [{"id": 13}, {"id": 20}, {"id": 6}]

WITH best AS (SELECT uid, max(budget) AS budget FROM campaigns GROUP BY uid) SELECT id, best.budget FROM events LEFT JOIN best USING (uid)
-- same: [{"id": 1, "budget": 100}, {"id": 10, "budget": 100}, {"id": 11, "budget": null}, {"id": 12, "budget": null}, {"id": 13, "budget": null}, {"id": 14, "budget": 0.1}, {"id": 15, "budget": 100}, {"id": 16, "budget": 0.1}, {"id": 17, "budget": 100}, {"id": 18, "budget": null}, {"id": 19, "budget": null}, {"id": 2, "budget": 0.1}, {"id": 20, "budget": null}, {"id": 21, "budget": 0.1}, {"id": 22, "budget": 100}, {"id": 23, "budget": 0.1}, {"id": 24, "budget": 100}, {"id": 3, "budget": 100}, {"id": 4, "budget": null}, {"id": 5, "budget": null}, {"id": 6, "budget": null}, {"id": 7, "budget": 0.1}, {"id": 8, "budget": 100}, {"id": 9, "budget": 0.1}]

WITH a AS (SELECT id, i FROM events WHERE i > 0), b AS (SELECT id, k FROM events WHERE k > 0) SELECT a.id, a.i, b.k FROM a JOIN b USING (id)
-- same: [{"id": 10, "i": 7, "k": 3}, {"id": 14, "i": 42, "k": 5}, {"id": 15, "i": 100, "k": 6}, {"id": 17, "i": 255, "k": 16}, {"id": 18, "i": 256, "k": 8}, {"id": 19, "i": 999, "k": 10}, {"id": 21, "i": 12345, "k": 100}, {"id": 24, "i": 6, "k": 6}]

SELECT a.id FROM events a JOIN events b USING (id) WHERE b.i IS NULL
-- same: [{"id": 6}]

SELECT count(*) AS c FROM events a JOIN events b ON true
-- same: [{"c": 576}]

SELECT id, v FROM events JOIN (VALUES ('a', 1), ('b', 2)) AS q(g, v) USING (g)
-- same: [{"id": 1, "v": 1}, {"id": 14, "v": 1}, {"id": 15, "v": 1}, {"id": 16, "v": 2}, {"id": 18, "v": 1}, {"id": 2, "v": 2}, {"id": 20, "v": 2}, {"id": 21, "v": 1}, {"id": 4, "v": 1}, {"id": 6, "v": 2}, {"id": 7, "v": 1}]

SELECT id, campaign FROM events JOIN campaigns ON upper(events.uid) = upper(campaigns.uid)
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 1, "campaign": null}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 10, "campaign": null}, {"id": 12, "campaign": "Größe"}, {"id": 12, "campaign": "spring"}, {"id": 12, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 15, "campaign": null}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 17, "campaign": null}, {"id": 19, "campaign": "Größe"}, {"id": 19, "campaign": "spring"}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 22, "campaign": null}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 24, "campaign": null}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 3, "campaign": null}, {"id": 5, "campaign": "Größe"}, {"id": 5, "campaign": "spring"}, {"id": 5, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 8, "campaign": null}, {"id": 9, "campaign": "Sommer"}]

SELECT id, campaign FROM events JOIN campaigns ON events.uid = campaigns.uid OR events.g = campaigns.uid
-- same: [{"id": 1, "campaign": "Größe"}, {"id": 1, "campaign": "spring"}, {"id": 10, "campaign": "Größe"}, {"id": 10, "campaign": "spring"}, {"id": 12, "campaign": null}, {"id": 14, "campaign": "Sommer"}, {"id": 15, "campaign": "Größe"}, {"id": 15, "campaign": "spring"}, {"id": 16, "campaign": "Sommer"}, {"id": 17, "campaign": "Größe"}, {"id": 17, "campaign": "spring"}, {"id": 19, "campaign": null}, {"id": 2, "campaign": "Sommer"}, {"id": 21, "campaign": "Sommer"}, {"id": 22, "campaign": "Größe"}, {"id": 22, "campaign": "spring"}, {"id": 23, "campaign": "Sommer"}, {"id": 24, "campaign": "Größe"}, {"id": 24, "campaign": "spring"}, {"id": 3, "campaign": "Größe"}, {"id": 3, "campaign": "spring"}, {"id": 5, "campaign": null}, {"id": 7, "campaign": "Sommer"}, {"id": 8, "campaign": "Größe"}, {"id": 8, "campaign": "spring"}, {"id": 9, "campaign": "Sommer"}]

-- Sets.

SELECT n FROM events UNION SELECT k FROM events
-- same: [{"n": -10}, {"n": -1}, {"n": -2}, {"n": -3}, {"n": -5}, {"n": -6}, {"n": 0}, {"n": 100}, {"n": 10}, {"n": 16}, {"n": 1}, {"n": 2}, {"n": 3}, {"n": 4}, {"n": 5}, {"n": 6}, {"n": 7}, {"n": 8}, {"n": null}]

SELECT n FROM events UNION ALL SELECT n FROM events WHERE id < 3
-- same: [{"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": null}, {"n": null}, {"n": null}, {"n": null}]

SELECT n FROM events INTERSECT SELECT k FROM events
-- same: [{"n": 2}, {"n": 3}, {"n": null}]

SELECT n FROM events EXCEPT SELECT k FROM events
-- same: [{"n": 1}]

SELECT x FROM (VALUES (1), (1), (2)) AS a(x) EXCEPT ALL SELECT x FROM (VALUES (1)) AS b(x)
-- same: [{"x": 1}, {"x": 2}]

SELECT x FROM (VALUES (1), (1), (1), (2)) AS a(x) INTERSECT ALL SELECT x FROM (VALUES (1), (1), (3)) AS b(x)
-- same: [{"x": 1}, {"x": 1}]

SELECT n FROM events EXCEPT ALL SELECT n FROM events WHERE id < 10
-- same: [{"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": null}, {"n": null}, {"n": null}]

SELECT n FROM events INTERSECT ALL SELECT n FROM events WHERE id < 10
-- same: [{"n": 1}, {"n": 1}, {"n": 1}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 3}, {"n": 3}, {"n": null}]

SELECT g FROM events EXCEPT SELECT g FROM events WHERE g = 'a'
-- same: [{"g": ""}, {"g": "B"}, {"g": "Z"}, {"g": "b"}, {"g": "e"}, {"g": "z"}, {"g": "é"}, {"g": null}]

SELECT n, g FROM events EXCEPT SELECT n, g FROM events WHERE id > 5
-- same: [{"n": 1, "g": null}, {"n": 2, "g": "b"}, {"n": null, "g": "B"}]

SELECT i AS v FROM events WHERE id < 3 UNION ALL SELECT x FROM events WHERE id < 3
-- same: [{"v": -0}, {"v": 0}, {"v": 0}, {"v": 1}]

SELECT i AS v FROM events WHERE id < 3 UNION ALL SELECT m FROM events WHERE id < 3
-- same: [{"v": 0}, {"v": 0}, {"v": 1}, {"v": 2.5}]

SELECT 1 AS v UNION SELECT 1.0
-- same: [{"v": 1}]

SELECT 1 AS v UNION ALL SELECT 2.5
-- same: [{"v": 1}, {"v": 2.5}]

SELECT NULL AS v UNION ALL SELECT 1
-- same: [{"v": 1}, {"v": null}]

SELECT s AS v FROM events WHERE id = 1 UNION ALL SELECT NULL
-- same: [{"v": "Anna Schmidt"}, {"v": null}]

SELECT d AS v FROM events WHERE id = 1 UNION ALL SELECT t FROM events WHERE id = 1
-- same: [{"v": "2024-02-29T00:00:00Z"}, {"v": "2024-03-10T06:59:59.999999Z"}]

SELECT i AS v FROM events WHERE id = 1 UNION ALL SELECT s FROM events WHERE id = 1
-- same: "error"

SELECT n FROM events WHERE id < 5 UNION SELECT n FROM events WHERE id > 5 ORDER BY n DESC NULLS LAST
-- same: [{"n": 3}, {"n": 2}, {"n": 1}, {"n": null}]

(SELECT n FROM events ORDER BY id LIMIT 2) UNION ALL (SELECT k FROM events ORDER BY id LIMIT 2)
-- same: "error"

SELECT DISTINCT n FROM events
-- same: [{"n": 1}, {"n": 2}, {"n": 3}, {"n": null}]

SELECT DISTINCT n, g FROM events
-- same: [{"n": 1, "g": ""}, {"n": 1, "g": "B"}, {"n": 1, "g": "a"}, {"n": 1, "g": "b"}, {"n": 1, "g": "e"}, {"n": 1, "g": "é"}, {"n": 1, "g": null}, {"n": 2, "g": "a"}, {"n": 2, "g": "b"}, {"n": 2, "g": "é"}, {"n": 2, "g": null}, {"n": 3, "g": "a"}, {"n": 3, "g": "b"}, {"n": 3, "g": "z"}, {"n": 3, "g": null}, {"n": null, "g": "B"}, {"n": null, "g": "Z"}, {"n": null, "g": "a"}, {"n": null, "g": "e"}]

SELECT DISTINCT x FROM events WHERE id < 3
-- same: [{"x": 0}]

SELECT DISTINCT m FROM (SELECT m FROM events UNION ALL SELECT d4 FROM events) q WHERE m = 2.5
-- same: [{"m": 2.5}]

VALUES (1, 'a'), (2, 'b')
-- same: [{"column1": 1, "column2": "a"}, {"column1": 2, "column2": "b"}]

SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS q(n, t)
-- same: [{"n": 1, "t": "a"}, {"n": 2, "t": null}]

SELECT x FROM (VALUES (1), (2.5), (NULL)) AS q(x)
-- same: [{"x": 1}, {"x": 2.5}, {"x": null}]

SELECT n FROM events ORDER BY n, id
-- same: [{"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": null}, {"n": null}, {"n": null}, {"n": null}]

SELECT n FROM events ORDER BY n DESC, id
-- same: [{"n": null}, {"n": null}, {"n": null}, {"n": null}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": 3}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 2}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}, {"n": 1}]

SELECT id FROM events ORDER BY s, id
-- same: [{"id": 2}, {"id": 3}, {"id": 21}, {"id": 1}, {"id": 5}, {"id": 18}, {"id": 16}, {"id": 8}, {"id": 22}, {"id": 9}, {"id": 24}, {"id": 10}, {"id": 14}, {"id": 6}, {"id": 20}, {"id": 15}, {"id": 19}, {"id": 17}, {"id": 7}, {"id": 23}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 4}]

SELECT id FROM events ORDER BY s DESC, id
-- same: [{"id": 4}, {"id": 13}, {"id": 12}, {"id": 11}, {"id": 23}, {"id": 7}, {"id": 17}, {"id": 19}, {"id": 15}, {"id": 20}, {"id": 6}, {"id": 14}, {"id": 10}, {"id": 24}, {"id": 9}, {"id": 22}, {"id": 8}, {"id": 16}, {"id": 18}, {"id": 5}, {"id": 1}, {"id": 21}, {"id": 3}, {"id": 2}]

SELECT id FROM events ORDER BY lower(s), id
-- same: [{"id": 2}, {"id": 3}, {"id": 21}, {"id": 16}, {"id": 8}, {"id": 22}, {"id": 1}, {"id": 9}, {"id": 24}, {"id": 5}, {"id": 10}, {"id": 14}, {"id": 18}, {"id": 6}, {"id": 20}, {"id": 15}, {"id": 19}, {"id": 17}, {"id": 23}, {"id": 7}, {"id": 11}, {"id": 12}, {"id": 13}, {"id": 4}]

SELECT id FROM events ORDER BY x, id
-- same: [{"id": 22}, {"id": 8}, {"id": 7}, {"id": 6}, {"id": 17}, {"id": 1}, {"id": 2}, {"id": 12}, {"id": 10}, {"id": 11}, {"id": 3}, {"id": 21}, {"id": 4}, {"id": 5}, {"id": 20}, {"id": 18}, {"id": 19}, {"id": 13}, {"id": 24}, {"id": 14}, {"id": 23}, {"id": 15}, {"id": 16}, {"id": 9}]

SELECT id FROM events ORDER BY m DESC NULLS LAST, id
-- same: [{"id": 9}, {"id": 18}, {"id": 23}, {"id": 19}, {"id": 22}, {"id": 5}, {"id": 11}, {"id": 17}, {"id": 12}, {"id": 2}, {"id": 16}, {"id": 3}, {"id": 21}, {"id": 20}, {"id": 15}, {"id": 14}, {"id": 13}, {"id": 24}, {"id": 6}, {"id": 1}, {"id": 7}, {"id": 4}, {"id": 10}, {"id": 8}]

SELECT id FROM events ORDER BY ok, id
-- same: [{"id": 2}, {"id": 5}, {"id": 8}, {"id": 10}, {"id": 13}, {"id": 16}, {"id": 18}, {"id": 21}, {"id": 24}, {"id": 1}, {"id": 4}, {"id": 6}, {"id": 9}, {"id": 12}, {"id": 14}, {"id": 17}, {"id": 20}, {"id": 22}, {"id": 3}, {"id": 7}, {"id": 11}, {"id": 15}, {"id": 19}, {"id": 23}]

SELECT id FROM events ORDER BY t NULLS FIRST, id LIMIT 5
-- same: [{"id": 5}, {"id": 12}, {"id": 10}, {"id": 20}, {"id": 19}]

SELECT id FROM events ORDER BY li, id
-- same: [{"id": 2}, {"id": 12}, {"id": 22}, {"id": 9}, {"id": 19}, {"id": 8}, {"id": 18}, {"id": 1}, {"id": 11}, {"id": 21}, {"id": 4}, {"id": 14}, {"id": 24}, {"id": 5}, {"id": 15}, {"id": 7}, {"id": 17}, {"id": 10}, {"id": 20}, {"id": 6}, {"id": 16}, {"id": 3}, {"id": 13}, {"id": 23}]

SELECT id FROM events ORDER BY id LIMIT 3 OFFSET 2
-- same: [{"id": 3}, {"id": 4}, {"id": 5}]

SELECT id FROM events ORDER BY id OFFSET 20
-- same: [{"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT id FROM events ORDER BY id FETCH FIRST 3 ROWS ONLY
-- same: [{"id": 1}, {"id": 2}, {"id": 3}]

SELECT id FROM events ORDER BY id DESC LIMIT 1
-- same: [{"id": 24}]

SELECT id, i + k AS v FROM events WHERE abs(i) < 1000 ORDER BY v DESC NULLS LAST, id
-- same: "error"

SELECT id FROM events ORDER BY g COLLATE "C", id
-- same: [{"id": 13}, {"id": 5}, {"id": 19}, {"id": 11}, {"id": 1}, {"id": 4}, {"id": 7}, {"id": 14}, {"id": 15}, {"id": 18}, {"id": 21}, {"id": 2}, {"id": 6}, {"id": 16}, {"id": 20}, {"id": 10}, {"id": 24}, {"id": 12}, {"id": 9}, {"id": 23}, {"id": 3}, {"id": 8}, {"id": 17}, {"id": 22}]

WITH RECURSIVE q(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM q WHERE v < 3) SELECT v FROM q
-- postgres: [{"v": 1}, {"v": 2}, {"v": 3}]
-- mubatch: "error"
-- differs: recursive queries are refused: a window is mapped in bounded time

-- Names of columns.

SELECT cast(n AS text) FROM events WHERE id = 2
-- same: [{"n": "2"}]

SELECT n::text FROM events WHERE id = 2
-- same: [{"n": "2"}]

SELECT upper(g) FROM events WHERE id = 2
-- postgres: [{"upper": "B"}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT count(*) FROM events
-- postgres: [{"count": 24}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT sum(n) FROM events
-- postgres: [{"sum": 36}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT max(n), min(n) FROM events
-- postgres: [{"max": 3, "min": 1}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT n + 1 FROM events WHERE id = 2
-- postgres: [{"?column?": 3}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT coalesce(n, 0) FROM events WHERE id = 2
-- postgres: [{"coalesce": 2}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT CASE WHEN n > 1 THEN 1 END FROM events WHERE id = 2
-- postgres: [{"case": 1}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT extract(year from t) FROM events WHERE id = 2
-- postgres: [{"extract": 2024}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT e.n FROM events e WHERE id = 2
-- same: [{"n": 2}]

SELECT events.n FROM events WHERE id = 2
-- same: [{"n": 2}]

SELECT n AS "N" FROM events WHERE id = 2
-- same: [{"N": 2}]

SELECT N FROM events WHERE ID = 2
-- same: [{"n": 2}]

SELECT n AS N FROM events WHERE id = 2
-- same: [{"n": 2}]

SELECT n "x y" FROM events WHERE id = 2
-- same: [{"x y": 2}]

SELECT li[1] FROM events WHERE id = 1
-- same: [{"li": 1}]

SELECT (items[1]).sku FROM events WHERE id = 1
-- same: [{"sku": "A1"}]

SELECT 1 AS "select"
-- same: [{"select": 1}]

SELECT date_trunc('day', t) FROM events WHERE id = 1
-- postgres: [{"date_trunc": "2024-03-10T00:00:00Z"}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT row_number() OVER (ORDER BY id) FROM events WHERE id = 1
-- postgres: [{"row_number": 1}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT (SELECT max(n) FROM events) FROM events WHERE id = 1
-- postgres: [{"max": 3}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT ARRAY[1, 2]
-- postgres: [{"array": [1, 2]}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT true
-- postgres: [{"?column?": true}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS

SELECT interval '1 day' > interval '1 hour'
-- postgres: [{"?column?": true}]
-- mubatch: "error"
-- differs: a computed column needs a name: write AS
