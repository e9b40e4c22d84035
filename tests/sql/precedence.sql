-- IS [NOT] DISTINCT FROM binds as tightly as other comparisons.

i IS NOT DISTINCT FROM k AND i > 0
-- same: [false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

i IS DISTINCT FROM k OR i > 0
-- same: all true

ok IS NOT DISTINCT FROM true AND i > 0
-- same: [false, false, false, true, false, null, false, false, false, false, false, true, false, true, false, false, true, false, false, true, false, false, false, false]

ok IS DISTINCT FROM true AND i > 0
-- same: [false, true, false, false, false, false, true, true, false, true, false, false, false, false, true, false, false, true, true, false, true, false, true, true]

ok IS DISTINCT FROM true OR k > 0
-- same: [true, true, true, false, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, false, true, true, true, true]

ok IS NOT DISTINCT FROM NULL AND i > 0
-- same: [false, false, false, false, false, false, true, false, false, false, false, false, false, false, true, false, false, false, true, false, false, false, true, false]

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
-- same: all "3a"

'a' || 1 + 2
-- same: all "a3"

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
-- same: ["truen", "falsen", "truen", null, "falsen", "truen", "falsen", "truen", "truen", "falsen", "falsen", "falsen", "falsen", "truen", "truen", "truen", "falsen", "falsen", "truen", "falsen", "falsen", "truen", "falsen", "falsen"]

s LIKE '%a%' = ok
-- same: [true, true, null, null, true, true, null, false, true, true, null, false, true, true, null, false, false, true, null, false, true, true, null, true]

CASE WHEN ok THEN 1 ELSE 0 END + 1
-- same: [2, 1, 1, 2, 1, 2, 1, 1, 2, 1, 1, 2, 1, 2, 1, 1, 2, 1, 1, 2, 1, 2, 1, 1]

i IS DISTINCT FROM k AND i > 0
-- same: [false, true, false, true, false, null, true, true, false, true, false, true, false, true, true, false, true, true, true, true, true, false, true, false]

i IS NOT DISTINCT FROM k OR ok
-- same: [true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, true]

i = 1 IS NOT DISTINCT FROM ok
-- same: [false, false, false, false, true, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, true, false, false, true]

1 + 2 || 'a'
-- same: all "3a"

'a' || 1 + 2
-- same: all "a3"

- 2 ^ 2
-- same: all 4

2 * 3 ^ 2
-- same: all 18

- i ^ 2
-- same: [0, 1, 1, 4611686014132420600, "error", null, 4, 9, 9, 49, 49, 100, 100, 1764, 10000, 10000, 65025, 65536, 998001, 1000000, 152399025, 152399025, 25, 36]

i BETWEEN SYMMETRIC 5 AND 0
-- same: [true, true, false, false, false, null, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false]

i NOT BETWEEN SYMMETRIC 5 AND k
-- same: [true, false, true, true, true, null, null, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false, false]

i BETWEEN SYMMETRIC NULL AND 3
-- same: all null

i ISNULL
-- same: [false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i NOTNULL
-- same: [true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i ISNULL = ok
-- same: [false, true, null, false, true, true, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]

i # 3
-- same: [3, 2, -4, 2147483644, -2147483645, null, 1, 0, -2, 4, -6, 9, -11, 41, 103, -97, 252, 259, 996, 1003, 12346, -12348, 6, 5]

~ i
-- same: [-1, -2, 0, -2147483648, 2147483647, null, -3, -4, 2, -8, 6, -11, 9, -43, -101, 99, -256, -257, -1000, -1001, -12346, 12344, -6, -7]

~ i # 3
-- same: [-4, -3, 3, -2147483645, 2147483644, null, -2, -1, 1, -5, 5, -10, 10, -42, -104, 96, -253, -260, -997, -1004, -12347, 12347, -7, -6]

-i # k
-- same: [2, -1, 2, 2147483646, "error", null, null, 3, 1, -6, -6, -10, 14, -45, -102, -98, -239, -248, -1005, 1006, -12381, 12350, 0, -4]

s LIKE '%a%' = ok
-- same: [true, true, null, null, true, true, null, false, true, true, null, false, true, true, null, false, false, true, null, false, true, true, null, true]

s ~ 'a' || 'n'
-- same: ["truen", "falsen", "truen", null, "falsen", "truen", "falsen", "truen", "truen", "falsen", "falsen", "falsen", "falsen", "truen", "truen", "truen", "falsen", "falsen", "truen", "falsen", "falsen", "truen", "falsen", "falsen"]

s ~ 'a' = ok
-- same: [true, true, null, null, true, true, null, false, true, true, null, false, true, true, null, false, false, true, null, false, true, true, null, true]

i & 3 = 1
-- same: [false, true, false, false, false, null, false, false, true, false, true, false, false, false, false, false, false, false, false, false, true, false, true, false]

i & 3 + 1
-- same: [0, 0, 4, 4, 0, null, 0, 0, 4, 4, 0, 0, 4, 0, 4, 4, 4, 0, 4, 0, 0, 4, 4, 4]

i | 1 # 2
-- same: [3, 3, -3, 2147483645, -2147483645, null, 1, 1, -1, 5, -5, 9, -11, 41, 103, -97, 253, 259, 997, 1003, 12347, -12347, 7, 5]

i << 1 + 1
-- postgres: [0, 4, -4, -4, 0, null, 8, 12, -12, 28, -28, 40, -40, 168, 400, -400, 1020, 1024, 3996, 4000, 49380, -49380, 20, 24]
-- mubatch: [0, 4, -4, 8589934588, -8589934592, null, 8, 12, -12, 28, -28, 40, -40, 168, 400, -400, 1020, 1024, 3996, 4000, 49380, -49380, 20, 24]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

i << 1 & 2
-- same: [0, 2, 2, 2, 0, null, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 2, 0, 2, 0, 2, 2, 2, 0]

li[1] + 1
-- same: [2, null, null, 2, 4, null, 8, 1, 0, 11, 2, null, null, 2, 4, null, 8, 1, 0, 11, 2, null, null, 2]

li[1]::text || 'x'
-- same: ["1x", null, null, "1x", "3x", null, "7x", "0x", "-1x", "10x", "1x", null, null, "1x", "3x", null, "7x", "0x", "-1x", "10x", "1x", null, null, "1x"]

- li[1]
-- same: [-1, null, null, -1, -3, null, -7, 0, 1, -10, -1, null, null, -1, -3, null, -7, 0, 1, -10, -1, null, null, -1]

-i::text
-- same: "error"

i % 3 * 2
-- same: [0, 2, -2, 2, -4, null, 4, 0, 0, 2, -2, 2, -2, 0, 2, -2, 0, 2, 0, 2, 0, 0, 4, 0]

NOT i = 1 IS NULL
-- same: [true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

NOT ok AND i IS NOT NULL OR k IS NULL
-- same: [false, true, null, false, true, false, true, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]

i + 1 BETWEEN 0 AND 5 = ok
-- postgres: [true, false, null, "error", true, null, null, false, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]
-- mubatch: [true, false, null, false, true, null, null, false, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

ok = i BETWEEN 0 AND 5
-- same: [true, false, null, false, true, null, null, false, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]

i IN (1, 2) = ok
-- same: [false, false, null, false, true, null, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true]

t AT TIME ZONE 'Europe/Berlin' > u AT TIME ZONE 'Europe/Berlin'
-- same: [true, true, true, true, null, true, null, true, true, false, true, false, true, false, true, true, true, false, false, true, true, true, true, false]

i * - 3
-- postgres: [0, -3, 3, "error", "error", null, -6, -9, 9, -21, 21, -30, 30, -126, -300, 300, -765, -768, -2997, -3000, -37035, 37035, -15, -18]
-- mubatch: [0, -3, 3, -6442450941, 6442450944, null, -6, -9, 9, -21, 21, -30, 30, -126, -300, 300, -765, -768, -2997, -3000, -37035, 37035, -15, -18]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

i - - 3
-- postgres: [3, 4, 2, "error", -2147483645, null, 5, 6, 0, 10, -4, 13, -7, 45, 103, -97, 258, 259, 1002, 1003, 12348, -12342, 8, 9]
-- mubatch: [3, 4, 2, 2147483650, -2147483645, null, 5, 6, 0, 10, -4, 13, -7, 45, 103, -97, 258, 259, 1002, 1003, 12348, -12342, 8, 9]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

i - -k
-- same: [2, 1, 2, 2147483646, -2147483641, null, null, 1, -1, 10, -10, 10, -6, 47, 106, -106, 271, 264, 1009, 990, 12445, -12338, 0, 12]

- - i
-- same: [0, 1, -1, 2147483647, "error", null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

+ i
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

+ - i
-- same: [0, -1, 1, -2147483647, "error", null, -2, -3, 3, -7, 7, -10, 10, -42, -100, 100, -255, -256, -999, -1000, -12345, 12345, -5, -6]

- m * 2
-- same: [0, -5, -3, 3, -39.98, -0.02, 0.02, null, -199999999.98, 199999999.98, -20, -6.66, -0.2, -0.4, -0.6, -4.9, -14.1, -200, -99.9, -1.98, -2.3, -66.66, -133.34, -0.1]

2 ^ - 1
-- same: all 0.5

s || i * 2
-- postgres: ["Anna Schmidt0", "2", "  two spaces -2", "error", "error", null, "ÅNGSTRÖM4", "a_b%c6", "back\\slash-6", "it's \"quoted\"14", "Ελλάδα-14", "東京 tower20", "😀 smile-20", "line\nbreak84", "tab\there200", "a-b-c-200", "x,y,,z510", "MiXeD cAsE512", "www.Shop-24.example1998", "null2000", "024690", "aaaa-24690", "ß10", "é12"]
-- mubatch: ["Anna Schmidt0", "2", "  two spaces -2", null, "Größe-4294967296", null, "ÅNGSTRÖM4", "a_b%c6", "back\\slash-6", "it's \"quoted\"14", "Ελλάδα-14", "東京 tower20", "😀 smile-20", "line\nbreak84", "tab\there200", "a-b-c-200", "x,y,,z510", "MiXeD cAsE512", "www.Shop-24.example1998", "null2000", "024690", "aaaa-24690", "ß10", "é12"]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

s || -i
-- same: ["Anna Schmidt0", "-1", "  two spaces 1", null, "error", null, "ÅNGSTRÖM-2", "a_b%c-3", "back\\slash3", "it's \"quoted\"-7", "Ελλάδα7", "東京 tower-10", "😀 smile10", "line\nbreak-42", "tab\there-100", "a-b-c100", "x,y,,z-255", "MiXeD cAsE-256", "www.Shop-24.example-999", "null-1000", "0-12345", "aaaa12345", "ß-5", "é-6"]

i = - 1
-- same: [false, false, true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

CASE WHEN i IS DISTINCT FROM k AND ok THEN 1 ELSE 0 END
-- same: [1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0]

SELECT id FROM events ORDER BY id FETCH FIRST 3 ROWS ONLY
-- same: [{"id": 1}, {"id": 2}, {"id": 3}]

SELECT id FROM events ORDER BY id OFFSET 2 FETCH FIRST 2 ROWS WITH TIES
-- postgres: [{"id": 3}, {"id": 4}]
-- mubatch: "error"
-- differs: WITH TIES is refused: write rank() and compare it in a WHERE

SELECT count(*) AS c FROM events GROUP BY ()
-- same: [{"c": 24}]

SELECT 1 AS c FROM events GROUP BY ()
-- same: [{"c": 1}]

SELECT sum(i) AS c FROM events WHERE false GROUP BY ()
-- same: [{"c": null}]

SELECT a.id, b.id AS other FROM events a JOIN events b ON a.g IS NOT DISTINCT FROM b.g AND a.id < b.id WHERE b.id < 9
-- same: [{"id": 1, "other": 4}, {"id": 1, "other": 7}, {"id": 2, "other": 6}, {"id": 3, "other": 8}, {"id": 4, "other": 7}]
