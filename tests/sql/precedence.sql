-- IS [NOT] DISTINCT FROM binds as tightly as other comparisons.

i IS NOT DISTINCT FROM k AND i > 0
-- postgres: [false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]
-- mubatch: "error"
-- open: IS [NOT] DISTINCT FROM takes the AND or OR behind it as its right side

i IS DISTINCT FROM k OR i > 0
-- postgres: all true
-- mubatch: "error"
-- open: IS [NOT] DISTINCT FROM takes the AND or OR behind it as its right side

ok IS NOT DISTINCT FROM true AND i > 0
-- postgres: [false, false, false, true, false, null, false, false, false, false, false, true, false, true, false, false, true, false, false, true, false, false, false, false]
-- mubatch: [false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, true, true, false, false, true, false, false, false, false]
-- open: IS [NOT] DISTINCT FROM takes the AND or OR behind it as its right side

ok IS DISTINCT FROM true AND i > 0
-- postgres: [false, true, false, false, false, false, true, true, false, true, false, false, false, false, true, false, false, true, true, false, true, false, true, true]
-- mubatch: [true, true, true, false, false, true, true, true, true, true, true, false, false, false, true, false, false, true, true, false, true, true, true, true]
-- open: IS [NOT] DISTINCT FROM takes the AND or OR behind it as its right side

ok IS DISTINCT FROM true OR k > 0
-- postgres: [true, true, true, false, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, false, true, true, true, true]
-- mubatch: [false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true]
-- open: IS [NOT] DISTINCT FROM takes the AND or OR behind it as its right side

ok IS NOT DISTINCT FROM NULL AND i > 0
-- postgres: [false, false, false, false, false, false, true, false, false, false, false, false, false, false, true, false, false, false, true, false, false, false, true, false]
-- mubatch: [false, false, false, false, true, false, true, false, false, false, false, false, true, false, true, true, false, false, true, false, false, false, true, false]
-- open: IS [NOT] DISTINCT FROM takes the AND or OR behind it as its right side

NOT ok IS DISTINCT FROM true
-- same: [true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false]

ok IS NOT DISTINCT FROM (i > 0)
-- same: [false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, true, true, false, false, true, false, false, false, false]

ok IS NOT DISTINCT FROM i > 0
-- same: [false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, true, true, false, false, true, false, false, false, false]

i + 1 IS DISTINCT FROM k
-- postgres: [true, true, true, "error", true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]
-- mubatch: all true
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

ok = true AND i > 0
-- same: [false, false, false, true, false, null, null, false, false, false, false, true, false, true, null, false, true, false, null, true, false, false, null, false]

ok IS TRUE AND i > 0
-- same: [false, false, false, true, false, null, false, false, false, false, false, true, false, true, false, false, true, false, false, true, false, false, false, false]

NOT ok IS TRUE
-- same: [false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true, false, true, true, false, true, false, true, true]

NOT i = 1
-- same: [true, false, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT i IN (1, 2)
-- same: [true, false, true, true, true, null, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT i BETWEEN 0 AND 5
-- same: [false, false, true, true, true, null, false, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false, true]

- i ^ 2
-- same: [0, 1, 1, 4611686014132420600, "error", null, 4, 9, 9, 49, 49, 100, 100, 1764, 10000, 10000, 65025, 65536, 998001, 1000000, 152399025, 152399025, 25, 36]

-2 ^ 2
-- same: all 4

2 ^ 3 ^ 2
-- same: all 64

2 + 3 * 4 ^ 2
-- same: all 50

2 * 3 % 4
-- same: all 2

10 - 4 - 3
-- same: all 3

100 / 10 / 5
-- same: all 2

i & 3 = 1
-- same: [false, true, false, false, false, null, false, false, true, false, true, false, false, false, false, false, false, false, false, false, true, false, true, false]

i | 1 > 5
-- same: [false, false, false, true, false, null, false, false, false, true, false, true, false, true, true, false, true, true, true, true, true, false, false, true]

i << 1 + 1
-- postgres: [0, 4, -4, -4, 0, null, 8, 12, -12, 28, -28, 40, -40, 168, 400, -400, 1020, 1024, 3996, 4000, 49380, -49380, 20, 24]
-- mubatch: [0, 4, -4, 8589934588, -8589934592, null, 8, 12, -12, 28, -28, 40, -40, 168, 400, -400, 1020, 1024, 3996, 4000, 49380, -49380, 20, 24]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

1 + 2 || 'a'
-- postgres: all "3a"
-- mubatch: "error"
-- open: || binds tighter than + and -; in PostgreSQL it is the other way round

'a' || 1 + 2
-- postgres: all "a3"
-- mubatch: "error"
-- open: || binds tighter than + and -; in PostgreSQL it is the other way round

s || p = p || s
-- same: [false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, true, false, false]

s LIKE 'A' || '%'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i BETWEEN 0 AND 5 AND ok
-- same: [true, false, false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, null, false]

i NOT BETWEEN 0 AND 5 OR ok
-- same: [true, false, true, true, true, true, null, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, null, true]

i IN (1, 2) = true
-- same: [false, true, false, false, false, null, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i > 0 = true
-- postgres: "error"
-- mubatch: [false, true, false, true, false, null, true, true, false, true, false, true, false, true, true, false, true, true, true, true, true, false, true, true]
-- differs: PostgreSQL refuses it

i IS NULL = false
-- same: [true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i::text || 'x' = '0x'
-- same: [true, false, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

-i::text = '-1'
-- same: "error"

- i % 3
-- same: [0, -1, 1, -1, "error", null, -2, 0, 0, -1, 1, -1, 1, 0, -1, 1, 0, -1, 0, -1, 0, 0, -2, 0]

(-7) % 3
-- same: all -1

-7 % 3
-- same: all -1

ok AND i > 0 OR k > 0
-- same: [true, false, true, true, true, true, null, false, true, true, false, true, true, true, true, false, true, true, true, true, true, true, null, true]

ok OR i > 0 AND k > 0
-- same: [true, false, null, true, false, true, null, false, true, true, null, true, false, true, true, false, true, true, true, true, true, true, null, true]

NOT ok AND i > 0
-- same: [false, true, false, false, false, false, null, true, false, true, false, false, false, false, null, false, false, true, null, false, true, false, null, true]

NOT ok OR i > 0
-- same: [false, true, null, true, true, null, true, true, false, true, null, true, true, true, true, true, true, true, true, true, true, false, true, true]

i < k IS NULL
-- same: [false, false, false, false, false, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i = k IS TRUE
-- same: [false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

s ~ 'a' AND ok
-- same: [true, false, null, null, false, true, false, false, true, false, false, false, false, true, null, false, false, false, null, false, false, true, false, false]

s ~ 'a' || 'n'
-- postgres: ["truen", "falsen", "truen", null, "falsen", "truen", "falsen", "truen", "truen", "falsen", "falsen", "falsen", "falsen", "truen", "truen", "truen", "falsen", "falsen", "truen", "falsen", "falsen", "truen", "falsen", "falsen"]
-- mubatch: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- differs: || binds tighter than ~, which makes of two texts one pattern

s LIKE '%a%' = ok
-- postgres: [true, true, null, null, true, true, null, false, true, true, null, false, true, true, null, false, false, true, null, false, true, true, null, true]
-- mubatch: "error"
-- open: LIKE binds as tightly as =; in PostgreSQL it is tighter

CASE WHEN ok THEN 1 ELSE 0 END + 1
-- same: [2, 1, 1, 2, 1, 2, 1, 1, 2, 1, 1, 2, 1, 2, 1, 1, 2, 1, 1, 2, 1, 2, 1, 1]
