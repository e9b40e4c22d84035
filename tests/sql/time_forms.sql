-- Texts that are dates and times, and times of different types that meet.

SELECT d AS v FROM events WHERE id = 1 UNION SELECT t FROM events WHERE id = 1
-- same: [{"v": "2024-02-29T00:00:00Z"}, {"v": "2024-03-10T06:59:59.999999Z"}]

SELECT t AS v FROM events WHERE id = 1 UNION ALL SELECT d FROM events WHERE id = 1
-- same: [{"v": "2024-02-29T00:00:00Z"}, {"v": "2024-03-10T06:59:59.999999Z"}]

SELECT d AS v FROM events WHERE id = 1 UNION ALL SELECT timestamp '2024-01-01 10:00:00' FROM events WHERE id = 1
-- same: [{"v": "2024-01-01T10:00:00"}, {"v": "2024-02-29T00:00:00"}]

SELECT timestamp '2024-01-01 10:00:00' AS v FROM events WHERE id = 1 UNION ALL SELECT t FROM events WHERE id = 1
-- same: [{"v": "2024-01-01T10:00:00Z"}, {"v": "2024-03-10T06:59:59.999999Z"}]

SELECT d AS v FROM events WHERE id = 1 UNION ALL SELECT NULL FROM events WHERE id = 1 UNION ALL SELECT t FROM events WHERE id = 1
-- same: [{"v": "2024-02-29T00:00:00Z"}, {"v": "2024-03-10T06:59:59.999999Z"}, {"v": null}]

SELECT d AS v FROM events WHERE id < 4 EXCEPT SELECT t FROM events
-- same: [{"v": "2023-12-31T00:00:00Z"}, {"v": "2024-01-31T00:00:00Z"}, {"v": "2024-02-29T00:00:00Z"}]

SELECT t AS v FROM events WHERE id < 4 EXCEPT SELECT d FROM events
-- same: [{"v": "2024-03-10T06:59:59.999999Z"}, {"v": "2024-03-10T07:00:00Z"}, {"v": "2024-11-03T05:30:00Z"}]

SELECT d AS v FROM events WHERE id < 4 INTERSECT SELECT date_trunc('day', d) FROM events
-- same: [{"v": "2023-12-31T00:00:00Z"}, {"v": "2024-01-31T00:00:00Z"}, {"v": "2024-02-29T00:00:00Z"}]

SELECT v FROM (VALUES (date '2024-01-01'), (timestamp '2024-01-02 10:00:00')) AS q(v)
-- same: [{"v": "2024-01-01T00:00:00"}, {"v": "2024-01-02T10:00:00"}]

SELECT v FROM (VALUES (date '2024-01-01'), (timestamptz '2024-01-02 10:00:00+00')) AS q(v)
-- same: [{"v": "2024-01-01T00:00:00Z"}, {"v": "2024-01-02T10:00:00Z"}]

SELECT v FROM (VALUES (timestamp '2024-01-01 00:00:00'), (timestamptz '2024-01-02 10:00:00+00')) AS q(v)
-- same: [{"v": "2024-01-01T00:00:00Z"}, {"v": "2024-01-02T10:00:00Z"}]

SELECT d AS v FROM events WHERE id = 1 UNION ALL SELECT '2024-05-01' FROM events WHERE id = 1
-- postgres: [{"v": "2024-02-29"}, {"v": "2024-05-01"}]
-- mubatch: "error"
-- differs: refused: write date '2024-05-01'

SELECT id FROM events WHERE d IN (SELECT date_trunc('day', d) FROM events WHERE id < 4)
-- same: [{"id": 1}, {"id": 2}, {"id": 3}]

SELECT a.id FROM events a JOIN events b ON a.d = date_trunc('day', b.d) AND a.id = b.id WHERE a.id < 4
-- same: [{"id": 1}, {"id": 2}, {"id": 3}]

SELECT id, lag(d, 1, date '2000-01-01') OVER (ORDER BY id) AS v FROM events WHERE id < 4
-- same: [{"id": 1, "v": "2000-01-01"}, {"id": 2, "v": "2024-02-29"}, {"id": 3, "v": "2024-01-31"}]

SELECT id, lag(t, 1, timestamp '2000-01-01 00:00:00') OVER (ORDER BY id) AS v FROM events WHERE id < 4
-- same: [{"id": 1, "v": "2000-01-01T00:00:00Z"}, {"id": 2, "v": "2024-03-10T06:59:59.999999Z"}, {"id": 3, "v": "2024-03-10T07:00:00Z"}]

SELECT ARRAY[d, t] AS v FROM events WHERE id = 1
-- same: [{"v": ["2024-02-29T00:00:00Z", "2024-03-10T06:59:59.999999Z"]}]

SELECT ARRAY[d, timestamp '2024-01-01 10:00:00'] AS v FROM events WHERE id = 1
-- same: [{"v": ["2024-02-29T00:00:00", "2024-01-01T10:00:00"]}]

CASE WHEN ok THEN t ELSE d END
-- same: ["2024-03-10T06:59:59.999999Z", "2024-01-31T00:00:00Z", "2023-12-31T00:00:00Z", "2024-11-03T06:30:00Z", "1970-01-01T00:00:00Z", "2024-03-31T00:59:59Z", "2000-02-29T00:00:00Z", "1900-03-01T00:00:00Z", "2024-10-27T01:30:00Z", "2021-01-03T00:00:00Z", "2021-01-04T00:00:00Z", "1900-06-01T00:00:00Z", "2024-03-31T00:00:00Z", "2024-01-01T00:00:00Z", "2024-03-10T00:00:00Z", "2024-11-03T00:00:00Z", "2024-01-31T10:20:30Z", "1999-12-31T00:00:00Z", "2005-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2025-06-15T00:00:00Z", "2024-05-15T13:07:09.123Z", "2010-01-03T00:00:00Z", "2024-07-04T00:00:00Z"]

CASE WHEN ok THEN d ELSE t AT TIME ZONE 'Europe/Berlin' END
-- same: ["2024-02-29T00:00:00", "2024-03-10T08:00:00", "2024-11-03T06:30:00", null, null, "1969-12-31T00:00:00", "2024-03-31T03:00:00", "2024-10-27T02:30:00", "2024-12-30T00:00:00", "1970-01-01T00:59:58.75", "2024-02-29T13:34:56.789012", "2016-01-03T00:00:00", "2025-01-01T00:59:59.999999", "2024-10-27T00:00:00", "2021-01-04T00:00:00", "2024-07-16T00:30:00", "2100-02-28T00:00:00", "2023-12-31T13:00:00.5", "2000-01-01T01:00:00", "2008-12-29T00:00:00", "2038-01-19T04:14:08", "2026-08-31T00:00:00", "2024-08-31T10:05:03.000001", "2025-04-05T18:00:00"]

coalesce(NULL, d, t)
-- same: ["2024-02-29T00:00:00Z", "2024-01-31T00:00:00Z", "2023-12-31T00:00:00Z", "2024-11-03T06:30:00Z", "1970-01-01T00:00:00Z", "1969-12-31T00:00:00Z", "2000-02-29T00:00:00Z", "1900-03-01T00:00:00Z", "2024-12-30T00:00:00Z", "2021-01-03T00:00:00Z", "2021-01-04T00:00:00Z", "2016-01-03T00:00:00Z", "2024-03-31T00:00:00Z", "2024-10-27T00:00:00Z", "2024-03-10T00:00:00Z", "2024-11-03T00:00:00Z", "2100-02-28T00:00:00Z", "1999-12-31T00:00:00Z", "2005-01-01T00:00:00Z", "2008-12-29T00:00:00Z", "2025-06-15T00:00:00Z", "2026-08-31T00:00:00Z", "2010-01-03T00:00:00Z", "2024-07-04T00:00:00Z"]

greatest(d, t)
-- same: ["2024-03-10T06:59:59.999999Z", "2024-03-10T07:00:00Z", "2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z", "1970-01-01T00:00:00Z", "2024-03-31T00:59:59Z", "2024-03-31T01:00:00Z", "2024-10-27T00:30:00Z", "2024-12-30T00:00:00Z", "2021-01-03T00:00:00Z", "2024-02-29T12:34:56.789012Z", "2016-01-03T00:00:00Z", "2024-12-31T23:59:59.999999Z", "2024-10-27T00:00:00Z", "2024-03-10T00:00:00Z", "2024-11-03T00:00:00Z", "2100-02-28T00:00:00Z", "2023-12-31T12:00:00.5Z", "2005-01-01T00:00:00Z", "2008-12-29T00:00:00Z", "2038-01-19T03:14:08Z", "2026-08-31T00:00:00Z", "2024-08-31T08:05:03.000001Z", "2025-04-05T16:00:00Z"]

least(d, t, u)
-- same: ["2024-02-29T00:00:00Z", "2024-01-31T00:00:00Z", "2023-12-31T00:00:00Z", "2024-11-03T05:30:00Z", "1970-01-01T00:00:00Z", "1969-12-31T00:00:00Z", "2000-02-29T00:00:00Z", "1900-03-01T00:00:00Z", "2024-10-27T01:29:59.5Z", "1969-12-31T23:59:58.75Z", "2021-01-04T00:00:00Z", "1900-06-01T00:00:00Z", "2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z", "2020-12-31T00:00:00Z", "2024-07-15T21:00:00.25Z", "2023-10-31T11:20:30Z", "1999-12-31T00:00:00Z", "2000-01-01T00:00:00Z", "1969-07-20T20:17:40Z", "1950-01-01T00:00:00Z", "2024-05-15T12:07:08Z", "2010-01-03T00:00:00Z", "2024-07-04T00:00:00Z"]

greatest(d, t AT TIME ZONE 'Europe/Berlin')
-- same: ["2024-03-10T07:59:59.999999", "2024-03-10T08:00:00", "2024-11-03T06:30:00", "2024-11-03T07:30:00", "1970-01-01T00:00:00", "2024-03-31T01:59:59", "2024-03-31T03:00:00", "2024-10-27T02:30:00", "2024-12-30T00:00:00", "2021-01-03T00:00:00", "2024-02-29T13:34:56.789012", "2016-01-03T00:00:00", "2025-01-01T00:59:59.999999", "2024-10-27T00:00:00", "2024-03-10T00:00:00", "2024-11-03T00:00:00", "2100-02-28T00:00:00", "2023-12-31T13:00:00.5", "2005-01-01T00:00:00", "2008-12-29T00:00:00", "2038-01-19T04:14:08", "2026-08-31T00:00:00", "2024-08-31T10:05:03.000001", "2025-04-05T18:00:00"]

nullif(t, d)
-- same: ["2024-03-10T06:59:59.999999Z", "2024-03-10T07:00:00Z", "2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z", null, "2024-03-31T00:59:59Z", "2024-03-31T01:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z", "1969-12-31T23:59:58.75Z", "2024-02-29T12:34:56.789012Z", "1900-06-01T00:00:00Z", "2024-12-31T23:59:59.999999Z", "2024-01-01T00:00:00Z", "2021-01-03T23:00:00Z", "2024-07-15T22:30:00Z", "2024-01-31T10:20:30Z", "2023-12-31T12:00:00.5Z", "2000-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "2024-05-15T13:07:09.123Z", "2024-08-31T08:05:03.000001Z", "2025-04-05T16:00:00Z"]

nullif(d, t)
-- same: ["2024-02-29", "2024-01-31", "2023-12-31", null, "1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "2024-12-30", "2021-01-03", "2021-01-04", "2016-01-03", "2024-03-31", "2024-10-27", "2024-03-10", "2024-11-03", "2100-02-28", "1999-12-31", "2005-01-01", "2008-12-29", "2025-06-15", "2026-08-31", "2010-01-03", "2024-07-04"]

d IN (t, u)
-- same: [false, false, false, null, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

t IN (d, u)
-- same: [false, false, false, null, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

d BETWEEN t AND u
-- same: [false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

t BETWEEN d AND d + 1
-- same: [false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

t BETWEEN d AND d + interval '1 day'
-- same: [false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

d = date_trunc('day', t)
-- same: [false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

CASE d WHEN t THEN 1 ELSE 0 END
-- same: all 0

t = ANY (ARRAY[d, u])
-- same: [false, false, false, null, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

d = ANY (ARRAY[t, u])
-- same: [false, false, false, null, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

array_append(ARRAY[t], d)
-- same: [["2024-03-10T06:59:59.999999Z", "2024-02-29T00:00:00Z"], ["2024-03-10T07:00:00Z", "2024-01-31T00:00:00Z"], ["2024-11-03T05:30:00Z", "2023-12-31T00:00:00Z"], ["2024-11-03T06:30:00Z", null], [null, "1970-01-01T00:00:00Z"], ["2024-03-31T00:59:59Z", "1969-12-31T00:00:00Z"], ["2024-03-31T01:00:00Z", "2000-02-29T00:00:00Z"], ["2024-10-27T00:30:00Z", "1900-03-01T00:00:00Z"], ["2024-10-27T01:30:00Z", "2024-12-30T00:00:00Z"], ["1969-12-31T23:59:58.75Z", "2021-01-03T00:00:00Z"], ["2024-02-29T12:34:56.789012Z", "2021-01-04T00:00:00Z"], ["1900-06-01T00:00:00Z", "2016-01-03T00:00:00Z"], ["2024-12-31T23:59:59.999999Z", "2024-03-31T00:00:00Z"], ["2024-01-01T00:00:00Z", "2024-10-27T00:00:00Z"], ["2021-01-03T23:00:00Z", "2024-03-10T00:00:00Z"], ["2024-07-15T22:30:00Z", "2024-11-03T00:00:00Z"], ["2024-01-31T10:20:30Z", "2100-02-28T00:00:00Z"], ["2023-12-31T12:00:00.5Z", "1999-12-31T00:00:00Z"], ["2000-01-01T00:00:00Z", "2005-01-01T00:00:00Z"], ["1970-01-01T00:00:00Z", "2008-12-29T00:00:00Z"], ["2038-01-19T03:14:08Z", "2025-06-15T00:00:00Z"], ["2024-05-15T13:07:09.123Z", "2026-08-31T00:00:00Z"], ["2024-08-31T08:05:03.000001Z", "2010-01-03T00:00:00Z"], ["2025-04-05T16:00:00Z", "2024-07-04T00:00:00Z"]]

array_position(ARRAY[d], t::date)
-- same: all null

t - u > - interval '1 day'
-- same: [true, true, true, true, null, true, null, true, true, true, true, false, true, false, true, true, true, false, false, true, true, true, true, false]

- interval '1 month 2 days' = interval '-1 month -2 days'
-- same: all true

- (interval '1 day') < interval '0'
-- same: all true

- - interval '1 day' > interval '0'
-- same: all true

(- interval '1 day 2 hours')::text
-- same: all "-1 days -02:00:00"

(-interval '1 day 2 hours' + interval '3 hours')::text
-- same: all "-1 days +01:00:00"

t + - interval '1 day'
-- same: ["2024-03-09T06:59:59.999999Z", "2024-03-09T07:00:00Z", "2024-11-02T05:30:00Z", "2024-11-02T06:30:00Z", null, "2024-03-30T00:59:59Z", "2024-03-30T01:00:00Z", "2024-10-26T00:30:00Z", "2024-10-26T01:30:00Z", "1969-12-30T23:59:58.75Z", "2024-02-28T12:34:56.789012Z", "1900-05-31T00:00:00Z", "2024-12-30T23:59:59.999999Z", "2023-12-31T00:00:00Z", "2021-01-02T23:00:00Z", "2024-07-14T22:30:00Z", "2024-01-30T10:20:30Z", "2023-12-30T12:00:00.5Z", "1999-12-31T00:00:00Z", "1969-12-31T00:00:00Z", "2038-01-18T03:14:08Z", "2024-05-14T13:07:09.123Z", "2024-08-30T08:05:03.000001Z", "2025-04-04T16:00:00Z"]

d + (- interval '1 day')
-- same: ["2024-02-28T00:00:00", "2024-01-30T00:00:00", "2023-12-30T00:00:00", null, "1969-12-31T00:00:00", "1969-12-30T00:00:00", "2000-02-28T00:00:00", "1900-02-28T00:00:00", "2024-12-29T00:00:00", "2021-01-02T00:00:00", "2021-01-03T00:00:00", "2016-01-02T00:00:00", "2024-03-30T00:00:00", "2024-10-26T00:00:00", "2024-03-09T00:00:00", "2024-11-02T00:00:00", "2100-02-27T00:00:00", "1999-12-30T00:00:00", "2004-12-31T00:00:00", "2008-12-28T00:00:00", "2025-06-14T00:00:00", "2026-08-30T00:00:00", "2010-01-02T00:00:00", "2024-07-03T00:00:00"]

t BETWEEN u - interval '1 hour' AND u + interval '1 day'
-- same: [false, true, true, true, null, false, null, false, true, true, false, false, false, false, false, true, false, false, false, false, false, true, true, false]

t - u BETWEEN - interval '1 day' AND interval '1 day'
-- same: [false, true, true, true, null, false, null, false, true, true, false, false, false, false, false, true, false, true, false, false, false, true, true, false]

(t - u) IN (- interval '1 hour', interval '1 day')
-- same: [false, false, true, false, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

extract(epoch from - interval '1 hour')
-- same: all -3600

(-(t - u))::text
-- postgres: ["-1 days -00:00:00.999999", "-01:00:00", "-1 days", "-01:00:00", null, "-30 days -01:00:00", null, "-30 days", "-00:00:00.5", "00:00:01.25", "-366 days -00:00:00.789012", "36373 days", "-366 days -00:00:00.999999", "30 days", "-3 days -23:00:00", "-01:29:59.75", "-91 days -23:00:00", "1 day", "59 days", "-164 days -03:42:20", "-32160 days -03:14:08", "-01:00:01.123", "-00:00:00.000001", "182 days"]
-- mubatch: "error"
-- differs: refused: write u - t

(interval '1 day' * -1)::text
-- same: all "-1 days"

(- interval '1' day)::text
-- same: all "-1 days"

interval '-1 day' < - interval '1 hour'
-- same: all true

least(interval '1 day', interval '25 hours')::text
-- same: all "1 day"

nullif(interval '24 hours', interval '1 day') IS NULL
-- same: all true

greatest(t - u, interval '25 hours') = interval '25 hours'
-- same: [true, true, true, true, true, false, true, false, true, true, false, true, false, true, false, true, false, true, true, false, false, true, true, true]

coalesce(t - u, interval '25 hours')::text
-- same: ["1 day 00:00:00.999999", "01:00:00", "1 day", "01:00:00", "25:00:00", "30 days 01:00:00", "25:00:00", "30 days", "00:00:00.5", "-00:00:01.25", "366 days 00:00:00.789012", "-36373 days", "366 days 00:00:00.999999", "-30 days", "3 days 23:00:00", "01:29:59.75", "91 days 23:00:00", "-1 days", "-59 days", "164 days 03:42:20", "32160 days 03:14:08", "01:00:01.123", "00:00:00.000001", "-182 days"]

greatest(t - u, u - t)::text
-- same: ["1 day 00:00:00.999999", "01:00:00", "1 day", "01:00:00", null, "30 days 01:00:00", null, "30 days", "00:00:00.5", "00:00:01.25", "366 days 00:00:00.789012", "36373 days", "366 days 00:00:00.999999", "30 days", "3 days 23:00:00", "01:29:59.75", "91 days 23:00:00", "1 day", "59 days", "164 days 03:42:20", "32160 days 03:14:08", "01:00:01.123", "00:00:00.000001", "182 days"]

'02/09/2024'::date
-- postgres: all "2024-02-09"
-- mubatch: "error"
-- differs: refused: day and month stand in either order

'2/9/2024'::date
-- postgres: all "2024-02-09"
-- mubatch: "error"
-- differs: refused: day and month stand in either order

'2024/02/09'::date
-- same: all "2024-02-09"

'2024.02.09'::date
-- same: all "2024-02-09"

'09.02.2024'::date
-- postgres: all "2024-09-02"
-- mubatch: "error"
-- differs: refused: day and month stand in either order

'09-02-2024'::date
-- postgres: all "2024-09-02"
-- mubatch: "error"
-- differs: refused: day and month stand in either order

'2024060'::date
-- same: "error"

'2024.060'::date
-- same: all "2024-02-29"

'2024-366'::date
-- same: all "2024-12-31"

'2023-366'::date
-- postgres: all "2024-01-01"
-- mubatch: "error"
-- differs: refused: 2023 has no day 366; PostgreSQL goes on into the next year

'2024-Feb-09'::date
-- same: all "2024-02-09"

'09-Feb-2024'::date
-- same: all "2024-02-09"

'9 Feb 2024'::date
-- same: all "2024-02-09"

'9 February 2024'::date
-- same: all "2024-02-09"

'February 9, 2024'::date
-- same: all "2024-02-09"

'Feb 9, 2024 10:20:30'::timestamp
-- same: all "2024-02-09T10:20:30"

'Feb. 9, 2024'::date
-- postgres: "error"
-- mubatch: all "2024-02-09"
-- differs: a point behind the name of a month is taken

'Sept 9 2024'::date
-- same: all "2024-09-09"

'9 Feb 24'::date
-- postgres: all "2024-02-09"
-- mubatch: "error"
-- differs: refused: a year has four digits

'240209'::date
-- postgres: all "2024-02-09"
-- mubatch: "error"
-- differs: refused: a year has four digits

'2024'::date
-- same: "error"

'2024-02'::date
-- same: "error"

'Feb 2024'::date
-- same: "error"

'Friday, February 9, 2024'::date
-- same: all "2024-02-09"

'Fri, 09 Feb 2024 10:20:30 +0000'::timestamptz
-- same: all "2024-02-09T10:20:30Z"

'Fri, 09 Feb 2024 10:20:30 +0200'::timestamptz
-- same: all "2024-02-09T08:20:30Z"

'Fri, 9 Feb 2024 10:20:30 GMT'::timestamptz
-- same: all "2024-02-09T10:20:30Z"

'09 Feb 2024 10:20:30 -0500'::timestamptz
-- same: all "2024-02-09T15:20:30Z"

'Fri Feb 9 10:20:30 2024'::timestamp
-- same: all "2024-02-09T10:20:30"

'Fri Feb  9 10:20:30 UTC 2024'::timestamptz
-- same: all "2024-02-09T10:20:30Z"

'Fri, 09 Feb 2024 10:20:30 EST'::timestamptz
-- same: all "2024-02-09T15:20:30Z"

'Mon, 09 Feb 2024'::date
-- same: all "2024-02-09"

'2024-02-09 10:20:30 PM'::timestamp
-- same: all "2024-02-09T22:20:30"

'2024-02-09 10:20 am'::timestamp
-- same: all "2024-02-09T10:20:00"

'2024-02-09 12:00 AM'::timestamp
-- same: all "2024-02-09T00:00:00"

'2024-02-09 12:00 PM'::timestamp
-- same: all "2024-02-09T12:00:00"

'2024-02-09 13:00 PM'::timestamp
-- same: "error"

'2024-02-09 0:30 AM'::timestamp
-- same: all "2024-02-09T00:30:00"

'2024-02-09 10PM'::timestamp
-- same: "error"

'2024-02-09T10:20:30.123456789Z'::timestamptz
-- same: all "2024-02-09T10:20:30.123457Z"

'2024-02-09T10:20Z'::timestamptz
-- same: all "2024-02-09T10:20:00Z"

'2024-02-09T10Z'::timestamptz
-- same: "error"

'20240209T102030Z'::timestamptz
-- same: all "2024-02-09T10:20:30Z"

'20240209T102030+0200'::timestamptz
-- same: all "2024-02-09T08:20:30Z"

'20240209102030'::timestamp
-- same: "error"

'20240209 102030'::timestamp
-- same: all "2024-02-09T10:20:30"

'2024-02-09 10:20:30 +02:00'::timestamptz
-- same: all "2024-02-09T08:20:30Z"

'2024-02-09 10:20:30 Europe/Berlin'::timestamptz
-- same: all "2024-02-09T09:20:30Z"

'2024-02-09 10:20:30 CET'::timestamptz
-- postgres: all "2024-02-09T09:20:30Z"
-- mubatch: "error"
-- differs: refused: in one system CET has daylight saving, in another it has not

'2024-02-09 10:20:30 PST'::timestamptz
-- same: all "2024-02-09T18:20:30Z"

'2024-02-09 10:20:30 America/New_York'::timestamptz
-- same: all "2024-02-09T15:20:30Z"

'2024-02-09 10:20:30-08'::timestamptz::date
-- same: all "2024-02-09"

'2024-02-09 23:30:00-08'::timestamptz::date
-- same: all "2024-02-10"

'2024-02-09 23:30:00-08'::date
-- same: all "2024-02-09"

'2024-02-09 23:30:00-08'::timestamp::date
-- same: all "2024-02-09"

'2024-02-09 24:00:00'::date
-- same: all "2024-02-09"

'2024-02-09 23:59:60'::date
-- same: all "2024-02-09"

'2024-W06-5'::date
-- same: "error"

'infinity'::date
-- postgres: all "infinity"
-- mubatch: "error"
-- differs: refused: there is no infinity

'-infinity'::timestamp
-- postgres: all "-infinity"
-- mubatch: "error"
-- differs: refused: there is no infinity

'J2451187'::date
-- postgres: all "1999-01-08"
-- mubatch: "error"
-- differs: refused: the year is not one of four digits

'0044-03-15 BC'::date
-- postgres: all "0044-03-15 BC"
-- mubatch: "error"
-- differs: refused: the year is not one of four digits

'2024-02-09 AD'::date
-- postgres: all "2024-02-09"
-- mubatch: "error"
-- differs: refused: the year is not one of four digits

'12024-02-09'::date
-- postgres: all "12024-02-09"
-- mubatch: all 3672187
-- differs: JSON has no form for years of five digits: a number of days

'99-01-01'::date
-- same: "error"

'1-1-1'::date
-- postgres: all "2001-01-01"
-- mubatch: "error"
-- differs: refused: a year has four digits

'2024-02-30'::date
-- same: "error"

'2024-00-10'::date
-- same: "error"

'0000-01-01'::date
-- same: "error"

'2024-2-9 1:2:3'::timestamp
-- same: all "2024-02-09T01:02:03"

'2024-02-09 10:20:30.5.5'::timestamp
-- same: "error"

'2024-02-09 10:20:30 foo'::timestamp
-- same: "error"

'2024-02-09x'::date
-- same: "error"

'2024-02-09,10:20'::timestamp
-- same: all "2024-02-09T10:20:00"

'10:20'::timestamp
-- same: "error"

TRY_CAST(dx AS date)
-- postgres: "error"
-- mubatch: ["2024-02-29", null, "2024-02-09", "2024-02-09", null, "2024-02-09", "2024-02-09", "2024-02-09", "2024-02-09", null, null, "2024-02-09", "2024-02-09", null, "2024-02-09", "2024-02-09", null, "1970-01-01", null, "2024-02-09", "2024-02-09", "0001-01-01", "9999-12-31", "2024-02-09"]
-- differs: PostgreSQL does not have it

TRY_CAST(dx AS timestamp)
-- postgres: "error"
-- mubatch: ["2024-02-29T00:00:00", null, "2024-02-09T00:00:00", "2024-02-09T00:00:00", null, "2024-02-09T00:00:00", "2024-02-09T10:20:30", "2024-02-09T10:20:30", "2024-02-09T10:20:30", null, null, "2024-02-09T00:00:00", "2024-02-09T10:20:30.123457", null, "2024-02-10T00:00:00", "2024-02-10T00:00:00", null, "1970-01-01T00:00:00", null, "2024-02-09T10:20:00", "2024-02-09T10:20:30", "0001-01-01T00:00:00", "9999-12-31T00:00:00", "2024-02-09T22:20:30"]
-- differs: PostgreSQL does not have it

to_date(dx)
-- postgres: "error"
-- mubatch: ["2024-02-29", "error", "2024-02-09", "2024-02-09", "error", "2024-02-09", "2024-02-09", "2024-02-09", "2024-02-09", null, "error", "2024-02-09", "2024-02-09", "error", "2024-02-09", "2024-02-09", "error", "1970-01-01", "error", "2024-02-09", "2024-02-09", "0001-01-01", "9999-12-31", "2024-02-09"]
-- differs: PostgreSQL does not have it

to_timestamp(dx)
-- postgres: "error"
-- mubatch: ["2024-02-29T00:00:00Z", "error", "2024-02-09T00:00:00Z", "2024-02-09T00:00:00Z", "error", "2024-02-09T00:00:00Z", "2024-02-09T10:20:30Z", "2024-02-09T10:20:30Z", "2024-02-09T08:20:30Z", null, "error", "2024-02-09T00:00:00Z", "2024-02-09T10:20:30.123457Z", "error", "2024-02-10T00:00:00Z", "2024-02-10T00:00:00Z", "error", "1970-01-01T00:00:00Z", "error", "2024-02-09T10:20:00Z", "2024-02-09T04:50:30Z", "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "2024-02-09T22:20:30Z"]
-- differs: PostgreSQL does not have it

d = '02/09/2024'
-- postgres: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- mubatch: "error"
-- differs: refused: day and month stand in either order

d > '2024-060'
-- same: [false, false, false, null, false, false, false, false, true, false, false, false, true, true, true, true, true, false, false, false, true, true, false, true]

d = 'Feb 29 2024'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

t > 'Fri, 09 Feb 2024 10:20:30 GMT'
-- same: [true, true, true, true, null, true, true, true, true, false, true, false, true, false, false, true, false, false, false, false, true, true, true, true]

make_date(2024, 2, 30)
-- same: "error"

make_date(2024, 2, 9)
-- same: all "2024-02-09"

'10:20:30.123456789'::time
-- same: all "10:20:30.123457"

'10:20:30 AM'::time
-- same: all "10:20:30"

'12:30 am'::time
-- same: all "00:30:00"

'12:30 pm'::time
-- same: all "12:30:00"

'1:2'::time
-- same: all "01:02:00"

'Feb 29 2024'::timestamp::date
-- same: all "2024-02-29"

TRY_CAST('31/12/2024' AS date)
-- postgres: "error"
-- mubatch: all null
-- differs: PostgreSQL does not have it

TRY_CAST('2024-060' AS date)
-- postgres: "error"
-- mubatch: all "2024-02-29"
-- differs: PostgreSQL does not have it

TRY_CAST(s AS date)
-- postgres: "error"
-- mubatch: all null
-- differs: PostgreSQL does not have it

'Fri Feb 09 2024 10:20:30 GMT+0100'::timestamptz
-- postgres: all "2024-02-13T14:20:30Z"
-- mubatch: "error"
-- differs: refused: in PostgreSQL this is west of Greenwich, in ISO 8601 east

'2024-02-09T10:20:30+0100'::timestamptz
-- same: all "2024-02-09T09:20:30Z"

'Feb 9 2024 10:20 PM'::timestamp
-- same: all "2024-02-09T22:20:00"

'9-February-2024 1:02:03.5 Europe/Berlin'::timestamptz
-- same: all "2024-02-09T00:02:03.5Z"

'Feb 30 2024'::date
-- same: "error"

'Feb 9 2024 Feb'::date
-- same: "error"

'9 9 2024'::date
-- postgres: all "2024-09-09"
-- mubatch: "error"
-- differs: refused: day and month stand in either order

'May 2024 3'::date
-- same: all "2024-05-03"

'Mayday 3 2024'::date
-- same: "error"

'Mar 1st 2024'::date
-- same: "error"

'2024-Feb-9'::date
-- same: all "2024-02-09"

'10:20 Feb 9 2024'::timestamp
-- same: all "2024-02-09T10:20:00"

'2024 Feb 9'::date
-- same: all "2024-02-09"

'20240230'::date
-- same: "error"

'2024-2-30'::date
-- same: "error"

'2024-02-09 1:02'::timestamp
-- same: all "2024-02-09T01:02:00"

'2024-02-09 10:20:30.'::timestamp
-- same: all "2024-02-09T10:20:30"

'2024-02-09T'::timestamp
-- same: "error"

'2024-02-09 Z'::timestamptz
-- same: all "2024-02-09T00:00:00Z"

'2024-02-09+02'::timestamptz
-- same: all "2024-02-08T22:00:00Z"

'2024-02-09 10:20:30 +2'::timestamptz
-- same: all "2024-02-09T08:20:30Z"

'2024-02-09 10:20:30 UTC+2'::timestamptz
-- postgres: all "2024-02-09T12:20:30Z"
-- mubatch: "error"
-- differs: refused: in PostgreSQL this is west of Greenwich, in ISO 8601 east
