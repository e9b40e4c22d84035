-- Found by scripts/sql-generate: each the smallest form of what differed.

nullif(w, 0.005)
-- same: [0, 1, -1, 0.3333333333, 0.6666666667, 12345678901234567890.0123456789, -9999999999999999999999999999.9999999999, 9999999999999999999999999999.9999999999, null, 1e-10, 0.5, 2.5, 0, 1, -1, 0.3333333333, 0.6666666667, 12345678901234567890.0123456789, -9999999999999999999999999999.9999999999, 9999999999999999999999999999.9999999999, null, 1e-10, 0.5, 2.5]

w BETWEEN 1.19 AND w
-- same: [false, false, false, false, false, true, false, true, null, false, false, true, false, false, false, false, false, true, false, true, null, false, false, true]

w > x
-- same: [false, true, false, false, false, true, false, true, null, false, true, true, false, false, false, false, true, true, false, true, null, true, false, false]

ceil(w) > x
-- same: [false, true, false, false, false, true, false, true, null, true, true, true, false, false, false, false, true, true, false, true, null, true, false, false]

d4 > x
-- same: [false, true, true, true, false, false, null, true, null, true, true, true, false, false, false, false, true, true, true, false, false, true, false, false]

m <= x
-- same: [true, false, false, true, false, false, false, null, null, true, false, false, true, true, true, true, false, false, false, true, false, false, true, true]

greatest(d4, x)
-- same: [0, 0.5, 1.5, 2.5, 2.5, -0.5, -1.5, 0.125, 0.135, 3.3333, 19.99, 12345678901234.568, 123456789.125, 1000000000000000, 100000000000000000, 1e300, 7.75, 100.005, 1234.5, 2.675, 1.005, 2, 9007199254740992, 1700000000.5]

greatest(round(d4, 2), d4)
-- same: [0, 0.5, 1.5, 2.5, -0.5, -2.5, null, 0.13, 0.14, 3.3333, 19.99, 12345678901234.57, -12345678901234.5678, 0.0001, 0, 1, 7.75, 100.01, 1234.5, 0.02, 0.03, 2, 10, -7]

least(round(d4, 2), d4)
-- same: [0, 0.5, 1.5, 2.5, -0.5, -2.5, null, 0.125, 0.135, 3.33, 19.99, 12345678901234.5678, -12345678901234.57, 0, -0.0001, 1, 7.75, 100.005, 1234.5, 0.015, 0.025, 2, 10, -7]

nullif(-m, round(m, 1))
-- same: [null, -2.5, -1.5, 1.5, -19.99, -0.01, 0.01, null, -99999999.99, 99999999.99, -10, -3.33, -0.1, -0.2, -0.3, -2.45, -7.05, -100, -49.95, -0.99, -1.15, -33.33, -66.67, -0.05]

nullif(m, d4)
-- same: [null, 2.5, null, -1.5, 19.99, 0.01, -0.01, null, 99999999.99, -99999999.99, 10, 3.33, 0.1, 0.2, 0.3, 2.45, 7.05, 100, 49.95, 0.99, 1.15, 33.33, 66.67, 0.05]

nullif(floor(m), m)
-- same: [null, 2, 1, -2, 19, 0, -1, null, 99999999, -100000000, null, 3, 0, 0, 0, 2, 7, null, 49, 0, 1, 33, 66, 0]

coalesce(round(m, 1), m)
-- same: [0, 2.5, 1.5, -1.5, 20, 0, 0, null, 100000000, -100000000, 10, 3.3, 0.1, 0.2, 0.3, 2.5, 7.1, 100, 50, 1, 1.2, 33.3, 66.7, 0.1]

CASE WHEN ok THEN round(m, 1) ELSE m END
-- same: [0, 2.5, 1.5, -1.5, 19.99, 0, -0.01, null, 100000000, -99999999.99, 10, 3.3, 0.1, 0.2, 0.3, 2.45, 7.1, 100, 49.95, 1, 1.15, 33.3, 66.67, 0.05]

round(m, 1) IN (m, d4)
-- same: [true, true, true, true, false, false, null, null, false, false, true, false, true, true, true, false, false, true, false, false, false, false, false, false]

(i, k) = (k, i)
-- same: [false, false, false, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true]

(i, k) = (1, 0) OR ok
-- same: [true, true, null, true, false, true, null, false, true, false, null, true, false, true, null, false, true, false, null, true, false, true, null, false]

(i, k) <> (k, i)
-- same: [true, true, true, true, true, null, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false]

(i + 1, k) = (1, 2)
-- postgres: [true, false, false, "error", false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- mubatch: [true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

i & cardinality(ls)
-- same: [0, 0, null, 3, 0, null, 2, 2, 0, 4, 1, 0, null, 2, 0, 0, 3, 0, 2, 0, 1, 0, null, 2]

cardinality(li) | i
-- same: [3, 1, null, 2147483647, -2147483645, null, 3, 3, -1, 7, -5, 10, null, 43, 103, -99, 255, 257, 999, 1005, 12347, -12345, null, 7]

-cardinality(li)
-- same: [-3, 0, null, -3, -3, -1, -3, -1, -2, -5, -3, 0, null, -3, -3, -1, -3, -1, -2, -5, -3, 0, null, -3]

-length(s)
-- same: [-12, 0, -13, null, -5, -10, -8, -5, -10, -13, -6, -8, -7, -10, -8, -5, -6, -10, -19, -4, -1, -4, -1, -2]

-array_position(ls, 'b')
-- same: [-2, null, null, null, null, null, -1, null, null, -4, -2, null, null, null, null, null, -1, null, null, -4, -2, null, null, null]

-strpos(s, 'a')
-- same: [-4, 0, -9, null, 0, -2, 0, -1, -2, 0, 0, 0, 0, -9, -2, -1, 0, 0, -15, 0, 0, -1, 0, 0]

-ascii(s)
-- same: [-65, 0, -32, null, -71, -110, -197, -97, -98, -105, -917, -26481, -128512, -108, -116, -97, -120, -77, -119, -110, -48, -97, -223, -101]

-octet_length(s)
-- same: [-12, 0, -13, null, -7, -12, -10, -5, -10, -13, -12, -12, -10, -10, -8, -5, -6, -10, -19, -4, -1, -4, -2, -3]

cardinality(li) - 5
-- same: [-2, -5, null, -2, -2, -4, -2, -4, -3, 0, -2, -5, null, -2, -2, -4, -2, -4, -3, 0, -2, -5, null, -2]

5 - cardinality(li)
-- same: [2, 5, null, 2, 2, 4, 2, 4, 3, 0, 2, 5, null, 2, 2, 4, 2, 4, 3, 0, 2, 5, null, 2]

cardinality(li) * -1
-- same: [-3, 0, null, -3, -3, -1, -3, -1, -2, -5, -3, 0, null, -3, -3, -1, -3, -1, -2, -5, -3, 0, null, -3]

cardinality(li) % 2
-- same: [1, 0, null, 1, 1, 1, 1, 1, 0, 1, 1, 0, null, 1, 1, 1, 1, 1, 0, 1, 1, 0, null, 1]

cardinality(li) - cardinality(ls)
-- same: [0, 0, null, 0, 1, 0, 0, -1, 0, 1, 0, 0, null, 0, 1, 0, 0, -1, 0, 1, 0, 0, null, 0]

length(s) - 20
-- same: [-8, -20, -7, null, -15, -10, -12, -15, -10, -7, -14, -12, -13, -10, -12, -15, -14, -10, -1, -16, -19, -16, -19, -18]

strpos(s, 'a') - 5
-- same: [-1, -5, 4, null, -5, -3, -5, -4, -3, -5, -5, -5, -5, 4, -3, -4, -5, -5, 10, -5, -5, -4, -5, -5]

chr(greatest(cardinality(li), 65))
-- same: all "A"

greatest(cardinality(li), i)
-- same: [3, 1, -1, 2147483647, 3, 1, 3, 3, 2, 7, 3, 10, -10, 42, 100, 1, 255, 256, 999, 1000, 12345, 0, 5, 6]

cardinality(li) / i
-- same: ["error", 0, null, 0, 0, null, 1, 0, 0, 0, 0, 0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, 0]

i / cardinality(ls)
-- same: [0, "error", null, 715827882, -1073741824, null, 0, 1, -1, 1, -2, "error", null, 14, 50, -100, 85, 128, 499, 250, 4115, "error", null, 2]

i % cardinality(ls)
-- same: [0, "error", null, 1, 0, null, 2, 1, -1, 3, -1, "error", null, 0, 0, 0, 0, 0, 1, 0, 0, "error", null, 0]

i <> cardinality(ls) / 7
-- same: [false, true, null, true, true, null, true, true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, null, true]

abs(cardinality(li) - 3)
-- same: [0, 3, null, 0, 0, 2, 0, 2, 1, 2, 0, 3, null, 0, 0, 2, 0, 2, 1, 2, 0, 3, null, 0]

cardinality(li) = ANY (li)
-- same: [true, false, null, true, true, null, false, false, false, false, true, false, null, true, true, null, false, false, false, false, true, false, null, true]

substr(s, cardinality(li))
-- same: ["na Schmidt", "", null, null, "öße", "naïve café", "GSTRÖM", "a_b%c", "ack\\slash", " \"quoted\"", "λάδα", "東京 tower", null, "ne\nbreak", "b\there", "a-b-c", "y,,z", "MiXeD cAsE", "ww.Shop-24.example", "", "", "aaaa", null, ""]

repeat('x', cardinality(li))
-- same: ["xxx", "", null, "xxx", "xxx", "x", "xxx", "x", "xx", "xxxxx", "xxx", "", null, "xxx", "xxx", "x", "xxx", "x", "xx", "xxxxx", "xxx", "", null, "xxx"]

li[cardinality(li)]
-- same: [3, null, null, 3, 2, null, 8, 0, -2, 50, 3, null, null, 3, 2, null, 8, 0, -2, 50, 3, null, null, 3]

array_position(ls, 'b') - 3
-- same: [-1, null, null, null, null, null, -2, null, null, 1, -1, null, null, null, null, null, -2, null, null, 1, -1, null, null, null]

li[2:-1]
-- same: [[], [], null, [], [], [], [], [], [], [], [], [], null, [], [], [], [], [], [], [], [], [], null, []]

li[1:-1]
-- same: [[], [], null, [], [], [], [], [], [], [], [], [], null, [], [], [], [], [], [], [], [], [], null, []]

li[k:3]
-- same: [[2, 3], [], null, [1, null, 3], [], [], null, [0], [-2], [30], [1, 2, 3], [], null, [], [], [null], [], [], [], [10, 20, 30], [], [], null, []]

li[-1:2]
-- same: [[1, 2], [], null, [1, null], [3, 1], [null], [7, 7], [0], [-1, -2], [10, 20], [1, 2], [], null, [1, null], [3, 1], [null], [7, 7], [0], [-1, -2], [10, 20], [1, 2], [], null, [1, null]]

li[3:k]
-- same: [[], [], null, [], [2], [], null, [], [], [30], [], [], null, [3], [2], [], [8], [], [], [], [3], [], null, [3]]

rpad(s, k)
-- same: ["An", "", "  t", null, "Größe  ", "naïv", null, "", "ba", "it'", "", "", "😀 sm", "line\n", "tab\the", "", "x,y,,z          ", "MiXeD cA", "www.Shop-2", "", "0                                                                                                   ", "aaaa   ", "", "é    "]

lpad(s, k, 'x')
-- same: ["An", "", "  t", null, "xxGröße", "naïv", null, "", "ba", "it'", "", "", "😀 sm", "line\n", "tab\the", "", "xxxxxxxxxxx,y,,z", "MiXeD cA", "www.Shop-2", "", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx0", "xxxaaaa", "", "xxxxé"]

left(s, k)
-- same: ["An", "", "  t", null, "Größe", "naïv", null, "a_b", "ba", "it'", "Ελλ", "", "😀 sm", "line\n", "tab\the", "", "x,y,,z", "MiXeD cA", "www.Shop-2", "", "0", "aaaa", "", "é"]

right(s, k)
-- same: ["dt", "", "es ", null, "Größe", "café", null, "b%c", "sh", "ed\"", "άδα", "", "mile", "break", "b\there", "", "x,y,,z", "XeD cAsE", "24.example", "", "0", "aaaa", "", "é"]

substr(s, k)
-- same: ["nna Schmidt", "", "two spaces ", null, "", "ve café", null, "a_b%c", "ack\\slash", "'s \"quoted\"", "Ελλάδα", "東京 tower", "mile", "\nbreak", "ere", "a-b-c", "", "AsE", "24.example", "null", "", "", "ß", ""]

substr(s, k, 2)
-- same: ["nn", "", "tw", null, "", "ve", null, "", "ac", "'s", "", "東", "mi", "\nb", "er", "", "", "As", "24", "", "", "", "", ""]

repeat(s, k)
-- same: ["Anna SchmidtAnna Schmidt", "", "  two spaces   two spaces   two spaces ", null, "GrößeGrößeGrößeGrößeGrößeGrößeGröße", "naïve cafénaïve cafénaïve cafénaïve café", null, "", "back\\slashback\\slash", "it's \"quoted\"it's \"quoted\"it's \"quoted\"", "", "", "😀 smile😀 smile😀 smile😀 smile", "line\nbreakline\nbreakline\nbreakline\nbreakline\nbreak", "tab\theretab\theretab\theretab\theretab\theretab\there", "", "x,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,zx,y,,z", "MiXeD cAsEMiXeD cAsEMiXeD cAsEMiXeD cAsEMiXeD cAsEMiXeD cAsEMiXeD cAsEMiXeD cAsE", "www.Shop-24.examplewww.Shop-24.examplewww.Shop-24.examplewww.Shop-24.examplewww.Shop-24.examplewww.Shop-24.examplewww.Shop-24.examplewww.Shop-24.examplewww.Shop-24.examplewww.Shop-24.example", "", "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", "éééééé"]

split_part(s, 'a', k)
-- same: [" Schmidt", "error", "", null, "", "", null, "", "ck\\sl", "", "", "error", "", "", "", "", "", "", "", "", "", "", "", ""]

chr(k)
-- postgres: ["\u0002", "error", "\u0003", "error", "\u0007", "\u0004", null, "error", "\u0002", "\u0003", "error", "error", "\u0004", "\u0005", "\u0006", "error", "\u0010", "\b", "\n", "error", "d", "\u0007", "error", "\u0006"]
-- mubatch: ["\u0002", "\u0000", "\u0003", "error", "\u0007", "\u0004", null, "error", "\u0002", "\u0003", "error", "\u0000", "\u0004", "\u0005", "\u0006", "error", "\u0010", "\b", "\n", "error", "d", "\u0007", "error", "\u0006"]
-- differs: text is bytes as they are: no escapes with a backslash

100.00 % w
-- same: ["error", 0, 0, 1e-8, 0.6666666617, 100, 100, 100, null, 0, 0, 0, "error", 0, 0, 1e-8, 0.6666666617, 100, 100, 100, null, 0, 0, 0]

w / 0.1
-- postgres: [0, 10, -10, 3.333333333, 6.666666667, 123456789012345678900.123456789, -99999999999999999999999999999.999999999, 99999999999999999999999999999.999999999, null, 1e-9, 5, 25, 0, 10, -10, 3.333333333, 6.666666667, 123456789012345678900.123456789, -99999999999999999999999999999.999999999, 99999999999999999999999999999.999999999, null, 1e-9, 5, 25]
-- mubatch: [0, 10, -10, 3.333333333, 6.666666667, 123456789012345678900.123456789, "error", "error", null, 1e-9, 5, 25, 0, 10, -10, 3.333333333, 6.666666667, 123456789012345678900.123456789, "error", "error", null, 1e-9, 5, 25]
-- differs: decimals have 38 digits: what needs more is an error

w / 100.00
-- postgres: [0, 0.01, -0.01, 0.003333333333, 0.006666666667, 123456789012345678.9001234568, -100000000000000000000000000, 100000000000000000000000000, null, 1e-12, 0.005, 0.025, 0, 0.01, -0.01, 0.003333333333, 0.006666666667, 123456789012345678.9001234568, -100000000000000000000000000, 100000000000000000000000000, null, 1e-12, 0.005, 0.025]
-- mubatch: [0, 0.01, -0.01, 0.003333333333, 0.006666666667, 123456789012345678.900123456789, "error", "error", null, 1e-12, 0.005, 0.025, 0, 0.01, -0.01, 0.003333333333, 0.006666666667, 123456789012345678.900123456789, "error", "error", null, 1e-12, 0.005, 0.025]
-- differs: decimals have 38 digits: what needs more is an error

trunc(w / 100.00, 1)
-- postgres: [0, 0, 0, 0, 0, 123456789012345678.9, -100000000000000000000000000, 100000000000000000000000000, null, 0, 0, 0, 0, 0, 0, 0, 0, 123456789012345678.9, -100000000000000000000000000, 100000000000000000000000000, null, 0, 0, 0]
-- mubatch: [0, 0, 0, 0, 0, 123456789012345678.9, "error", "error", null, 0, 0, 0, 0, 0, 0, 0, 0, 123456789012345678.9, "error", "error", null, 0, 0, 0]
-- differs: decimals have 38 digits: what needs more is an error

m / 3.0
-- same: [0, 0.83333333333333333333, 0.5, -0.5, 6.6633333333333333, 0.00333333333333333333, -0.00333333333333333333, null, 33333333.33, -33333333.33, 3.3333333333333333, 1.11, 0.03333333333333333333, 0.06666666666666666667, 0.1, 0.81666666666666666667, 2.35, 33.3333333333333333, 16.65, 0.33, 0.38333333333333333333, 11.11, 22.2233333333333333, 0.01666666666666666667]

0.1 * n
-- same: [0.1, 0.2, 0.1, 0.2, null, 0.1, 0.3, 0.3, 0.2, 0.1, null, 0.3, 0.1, 0.1, 0.2, 0.1, 0.2, null, 0.1, 0.3, 0.3, 0.2, 0.1, null]

m + 0.1
-- same: [0.1, 2.6, 1.6, -1.4, 20.09, 0.11, 0.09, null, 100000000.09, -99999999.89, 10.1, 3.43, 0.2, 0.3, 0.4, 2.55, 7.15, 100.1, 50.05, 1.09, 1.25, 33.43, 66.77, 0.15]

greatest(d4, extract(epoch from t))
-- same: [1710053999.999999, 1710054000, 1730611800, 1730615400, -0.5, 1711846799, 1711846800, 1729989000, 1729992600, 3.3333, 1709210096.789012, 12345678901234.5678, 1735689599.999999, 1704067200, 1609714800, 1721082600, 1706696430, 1704024000.5, 946684800, 0.015, 2147483648, 1715778429.123, 1725091503.000001, 1743868800]

nullif(k::double precision, x)
-- same: [2, null, 3, -1, 7, 4, null, -2, 2, 3, -3, 0, 4, 5, 6, -6, 16, 8, 10, -10, 100, 7, -5, 6]

floor(extract(epoch from timestamptz '2024-03-10 07:00:00+00' - u))
-- same: [86401, 3600, -20471400, -20557800, 889200, 802801, null, -17343000, -19938600, 1710054000, 32466304, 763369200, 5986801, 3394800, 100681200, -11023201, 11302770, 5943599, 758271600, 1724236940, 2341206000, -5720828, -15037503, -49539600]

extract(epoch from to_timestamp(k) - t)
-- same: [-1710053997.999999, -1710054000, -1730611797, -1730615401, null, -1711846795, null, -1729989002, -1729992598, 4.25, -1709210099.789012, 2195942400, -1735689595.999999, -1704067195, -1609714794, -1721082606, -1706696414, -1704023992.5, -946684790, -10, -2147483548, -1715778422.123, -1725091508.000001, -1743868794]

to_timestamp(i - 3)
-- postgres: ["1969-12-31T23:59:57Z", "1969-12-31T23:59:58Z", "1969-12-31T23:59:56Z", "2038-01-19T03:14:04Z", "error", null, "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:54Z", "1970-01-01T00:00:04Z", "1969-12-31T23:59:50Z", "1970-01-01T00:00:07Z", "1969-12-31T23:59:47Z", "1970-01-01T00:00:39Z", "1970-01-01T00:01:37Z", "1969-12-31T23:58:17Z", "1970-01-01T00:04:12Z", "1970-01-01T00:04:13Z", "1970-01-01T00:16:36Z", "1970-01-01T00:16:37Z", "1970-01-01T03:25:42Z", "1969-12-31T20:34:12Z", "1970-01-01T00:00:02Z", "1970-01-01T00:00:03Z"]
-- mubatch: ["1969-12-31T23:59:57Z", "1969-12-31T23:59:58Z", "1969-12-31T23:59:56Z", "2038-01-19T03:14:04Z", "1901-12-13T20:45:49Z", null, "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:54Z", "1970-01-01T00:00:04Z", "1969-12-31T23:59:50Z", "1970-01-01T00:00:07Z", "1969-12-31T23:59:47Z", "1970-01-01T00:00:39Z", "1970-01-01T00:01:37Z", "1969-12-31T23:58:17Z", "1970-01-01T00:04:12Z", "1970-01-01T00:04:13Z", "1970-01-01T00:16:36Z", "1970-01-01T00:16:37Z", "1970-01-01T03:25:42Z", "1969-12-31T20:34:12Z", "1970-01-01T00:00:02Z", "1970-01-01T00:00:03Z"]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

(i + 2) % 3 = 0
-- postgres: [false, true, false, "error", true, null, false, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, false, false]
-- mubatch: [false, true, false, true, true, null, false, false, false, true, false, true, false, false, true, false, false, true, false, true, false, false, false, false]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

i * 3 > 0
-- postgres: [false, true, false, "error", "error", null, true, true, false, true, false, true, false, true, true, false, true, true, true, true, true, false, true, true]
-- mubatch: [false, true, false, true, false, null, true, true, false, true, false, true, false, true, true, false, true, true, true, true, true, false, true, true]
-- differs: a whole number without a cast is a bigint, so the result does not overflow at int

ls @> ls
-- same: [true, true, null, false, true, false, true, true, true, true, true, true, null, false, true, false, true, true, true, true, true, true, null, false]

li @> li
-- same: [true, true, null, false, true, false, true, true, true, true, true, true, null, false, true, false, true, true, true, true, true, true, null, false]

array_remove(li, i)
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

array_remove(ls, p)
-- same: [["a", "b", "c"], [], null, ["a", "c"], ["", "x"], [null], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", null, "c"], ["", "x"], [null], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", null, "c"]]

date_trunc('week', ed)::date
-- same: ["9999-12-27", "2024-05-27", "1582-10-11", null, "2262-04-07", "0001-01-01", "2500-06-28", "9999-12-27", "2024-05-27", "1582-10-11", null, "2262-04-07", "0001-01-01", "2500-06-28", "9999-12-27", "2024-05-27", "1582-10-11", null, "2262-04-07", "0001-01-01", "2500-06-28", "9999-12-27", "2024-05-27", "1582-10-11"]

date_trunc('day', ed)::date - d
-- same: [2913114, 122, -161149, null, 106752, -719161, 182744, 2958404, -212, -160057, null, 89949, -738975, 173737, 2913104, -155, -188967, null, 93968, -733404, 173506, 2912200, 5263, -161335]

d::timestamptz AT TIME ZONE 'UTC'
-- same: ["2024-02-29T00:00:00", "2024-01-31T00:00:00", "2023-12-31T00:00:00", null, "1970-01-01T00:00:00", "1969-12-31T00:00:00", "2000-02-29T00:00:00", "1900-03-01T00:00:00", "2024-12-30T00:00:00", "2021-01-03T00:00:00", "2021-01-04T00:00:00", "2016-01-03T00:00:00", "2024-03-31T00:00:00", "2024-10-27T00:00:00", "2024-03-10T00:00:00", "2024-11-03T00:00:00", "2100-02-28T00:00:00", "1999-12-31T00:00:00", "2005-01-01T00:00:00", "2008-12-29T00:00:00", "2025-06-15T00:00:00", "2026-08-31T00:00:00", "2010-01-03T00:00:00", "2024-07-04T00:00:00"]

(d + interval '90 seconds')::date = d
-- same: [true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

'2024-03-10'::date + interval '1 day' > t
-- same: [true, true, false, false, null, false, false, false, false, true, true, true, false, true, true, false, true, true, true, true, false, false, false, false]

ex + interval '1 month 2 days'
-- postgres: ["10000-02-02T23:59:59+00:00", "2024-07-03T00:00:00Z", "1582-11-17T00:00:00Z", null, "2262-05-13T23:47:16Z", "2262-05-14T00:00:00Z", "0001-02-03T00:00:00Z", "2500-08-03T12:00:00.123456Z", "1677-10-23T00:12:43Z", "1677-10-23T00:12:44Z", "10000-02-02T23:59:59+00:00", "2024-07-03T00:00:00Z", "1582-11-17T00:00:00Z", null, "2262-05-13T23:47:16Z", "2262-05-14T00:00:00Z", "0001-02-03T00:00:00Z", "2500-08-03T12:00:00.123456Z", "1677-10-23T00:12:43Z", "1677-10-23T00:12:44Z", "10000-02-02T23:59:59+00:00", "2024-07-03T00:00:00Z", "1582-11-17T00:00:00Z", null]
-- mubatch: [253405151999000000, "2024-07-03T00:00:00Z", "1582-11-17T00:00:00Z", null, "2262-05-13T23:47:16Z", "2262-05-14T00:00:00Z", "0001-02-03T00:00:00Z", "2500-08-03T12:00:00.123456Z", "1677-10-23T00:12:43Z", "1677-10-23T00:12:44Z", 253405151999000000, "2024-07-03T00:00:00Z", "1582-11-17T00:00:00Z", null, "2262-05-13T23:47:16Z", "2262-05-14T00:00:00Z", "0001-02-03T00:00:00Z", "2500-08-03T12:00:00.123456Z", "1677-10-23T00:12:43Z", "1677-10-23T00:12:44Z", 253405151999000000, "2024-07-03T00:00:00Z", "1582-11-17T00:00:00Z", null]
-- differs: years before 1 and after 9999 are written as numbers

coalesce(ex, timestamptz '1970-01-01 00:00:00+00')
-- same: ["9999-12-31T23:59:59Z", "2024-06-01T00:00:00Z", "1582-10-15T00:00:00Z", "1970-01-01T00:00:00Z", "2262-04-11T23:47:16Z", "2262-04-12T00:00:00Z", "0001-01-01T00:00:00Z", "2500-07-01T12:00:00.123456Z", "1677-09-21T00:12:43Z", "1677-09-21T00:12:44Z", "9999-12-31T23:59:59Z", "2024-06-01T00:00:00Z", "1582-10-15T00:00:00Z", "1970-01-01T00:00:00Z", "2262-04-11T23:47:16Z", "2262-04-12T00:00:00Z", "0001-01-01T00:00:00Z", "2500-07-01T12:00:00.123456Z", "1677-09-21T00:12:43Z", "1677-09-21T00:12:44Z", "9999-12-31T23:59:59Z", "2024-06-01T00:00:00Z", "1582-10-15T00:00:00Z", "1970-01-01T00:00:00Z"]

CASE WHEN ok THEN timestamptz '2024-03-10 07:00:00+00' ELSE ex END
-- same: ["2024-03-10T07:00:00Z", "2024-06-01T00:00:00Z", "1582-10-15T00:00:00Z", "2024-03-10T07:00:00Z", "2262-04-11T23:47:16Z", "2024-03-10T07:00:00Z", "0001-01-01T00:00:00Z", "2500-07-01T12:00:00.123456Z", "2024-03-10T07:00:00Z", "1677-09-21T00:12:44Z", "9999-12-31T23:59:59Z", "2024-03-10T07:00:00Z", "1582-10-15T00:00:00Z", "2024-03-10T07:00:00Z", "2262-04-11T23:47:16Z", "2262-04-12T00:00:00Z", "2024-03-10T07:00:00Z", "2500-07-01T12:00:00.123456Z", "1677-09-21T00:12:43Z", "2024-03-10T07:00:00Z", "9999-12-31T23:59:59Z", "2024-03-10T07:00:00Z", "1582-10-15T00:00:00Z", null]

greatest(ex, timestamptz '2024-03-10 07:00:00+00')
-- same: ["9999-12-31T23:59:59Z", "2024-06-01T00:00:00Z", "2024-03-10T07:00:00Z", "2024-03-10T07:00:00Z", "2262-04-11T23:47:16Z", "2262-04-12T00:00:00Z", "2024-03-10T07:00:00Z", "2500-07-01T12:00:00.123456Z", "2024-03-10T07:00:00Z", "2024-03-10T07:00:00Z", "9999-12-31T23:59:59Z", "2024-06-01T00:00:00Z", "2024-03-10T07:00:00Z", "2024-03-10T07:00:00Z", "2262-04-11T23:47:16Z", "2262-04-12T00:00:00Z", "2024-03-10T07:00:00Z", "2500-07-01T12:00:00.123456Z", "2024-03-10T07:00:00Z", "2024-03-10T07:00:00Z", "9999-12-31T23:59:59Z", "2024-06-01T00:00:00Z", "2024-03-10T07:00:00Z", "2024-03-10T07:00:00Z"]

t > ed
-- same: [false, false, true, null, null, true, false, false, true, true, null, false, true, false, false, true, true, null, false, true, false, false, true, true]

SELECT (ls @> ls) AS v, count(*) AS c FROM events GROUP BY 1
-- same: [{"v": false, "c": 5}, {"v": null, "c": 3}, {"v": true, "c": 16}]

SELECT n, count(i / 0) FILTER (WHERE false) AS v FROM events GROUP BY n
-- postgres: [{"n": 1, "v": 0}, {"n": 2, "v": 0}, {"n": 3, "v": 0}, {"n": null, "v": 0}]
-- mubatch: "error"
-- differs: a constant that fails for every event is refused, also where nothing needs it

SELECT id, v FROM (SELECT id, -h AS v FROM events WHERE u > ex) q WHERE v > 0
-- same: "error"

SELECT -cardinality(ls) AS v FROM events UNION SELECT h FROM events
-- same: [{"v": -100}, {"v": -1}, {"v": -2}, {"v": -32768}, {"v": -3}, {"v": -4}, {"v": -7}, {"v": 0}, {"v": 100}, {"v": 12}, {"v": 1}, {"v": 32767}, {"v": 3}, {"v": 7}, {"v": null}]

SELECT cardinality(ls) AS v FROM events UNION SELECT h FROM events
-- same: [{"v": -100}, {"v": -1}, {"v": -32768}, {"v": -7}, {"v": 0}, {"v": 100}, {"v": 12}, {"v": 1}, {"v": 2}, {"v": 32767}, {"v": 3}, {"v": 4}, {"v": 7}, {"v": null}]

SELECT cardinality(ls) AS v FROM events UNION ALL SELECT b FROM events
-- same: [{"v": -1}, {"v": -3}, {"v": -86400}, {"v": -9007199254740993}, {"v": -9223372036854775808}, {"v": 0}, {"v": 0}, {"v": 0}, {"v": 0}, {"v": 1000000007}, {"v": 10}, {"v": 11}, {"v": 12}, {"v": 13}, {"v": 14}, {"v": 15}, {"v": 16}, {"v": 1700000000123}, {"v": 1700000000}, {"v": 17}, {"v": 1}, {"v": 1}, {"v": 1}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 2}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 3}, {"v": 4294967296}, {"v": 4}, {"v": 4}, {"v": 86400}, {"v": 9007199254740993}, {"v": 9223372036854775807}, {"v": null}, {"v": null}, {"v": null}, {"v": null}]

SELECT sum(cardinality(ls)) AS a, avg(cardinality(ls)) AS b, min(cardinality(ls)) - 5 AS c FROM events
-- same: [{"a": 46, "b": 2.1904761904761905, "c": -5}]

SELECT sum(cardinality(ls) - 2) AS v FROM events
-- same: [{"v": 4}]

SELECT id FROM events ORDER BY cardinality(li) - 3, id
-- same: [{"id": 2}, {"id": 12}, {"id": 22}, {"id": 6}, {"id": 8}, {"id": 16}, {"id": 18}, {"id": 9}, {"id": 19}, {"id": 1}, {"id": 4}, {"id": 5}, {"id": 7}, {"id": 11}, {"id": 14}, {"id": 15}, {"id": 17}, {"id": 21}, {"id": 24}, {"id": 10}, {"id": 20}, {"id": 3}, {"id": 13}, {"id": 23}]

SELECT id, row_number() OVER (ORDER BY id) - 5 AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": -4}, {"id": 2, "v": -3}, {"id": 3, "v": -2}, {"id": 4, "v": -1}, {"id": 5, "v": 0}, {"id": 6, "v": 1}, {"id": 7, "v": 2}, {"id": 8, "v": 3}, {"id": 9, "v": 4}, {"id": 10, "v": 5}, {"id": 11, "v": 6}, {"id": 12, "v": 7}, {"id": 13, "v": 8}, {"id": 14, "v": 9}, {"id": 15, "v": 10}, {"id": 16, "v": 11}, {"id": 17, "v": 12}, {"id": 18, "v": 13}, {"id": 19, "v": 14}, {"id": 20, "v": 15}, {"id": 21, "v": 16}, {"id": 22, "v": 17}, {"id": 23, "v": 18}, {"id": 24, "v": 19}]

SELECT id, rank() OVER (ORDER BY n) / 2 AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": 5}, {"id": 3, "v": 0}, {"id": 4, "v": 5}, {"id": 5, "v": 10}, {"id": 6, "v": 0}, {"id": 7, "v": 8}, {"id": 8, "v": 8}, {"id": 9, "v": 5}, {"id": 10, "v": 0}, {"id": 11, "v": 10}, {"id": 12, "v": 8}, {"id": 13, "v": 0}, {"id": 14, "v": 0}, {"id": 15, "v": 5}, {"id": 16, "v": 0}, {"id": 17, "v": 5}, {"id": 18, "v": 10}, {"id": 19, "v": 0}, {"id": 20, "v": 8}, {"id": 21, "v": 8}, {"id": 22, "v": 5}, {"id": 23, "v": 0}, {"id": 24, "v": 10}]

SELECT id, ntile(4) OVER (ORDER BY id) / 2 AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 0}, {"id": 2, "v": 0}, {"id": 3, "v": 0}, {"id": 4, "v": 0}, {"id": 5, "v": 0}, {"id": 6, "v": 0}, {"id": 7, "v": 1}, {"id": 8, "v": 1}, {"id": 9, "v": 1}, {"id": 10, "v": 1}, {"id": 11, "v": 1}, {"id": 12, "v": 1}, {"id": 13, "v": 1}, {"id": 14, "v": 1}, {"id": 15, "v": 1}, {"id": 16, "v": 1}, {"id": 17, "v": 1}, {"id": 18, "v": 1}, {"id": 19, "v": 2}, {"id": 20, "v": 2}, {"id": 21, "v": 2}, {"id": 22, "v": 2}, {"id": 23, "v": 2}, {"id": 24, "v": 2}]

SELECT id, 3 - dense_rank() OVER (ORDER BY n) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 2}, {"id": 2, "v": 1}, {"id": 3, "v": 2}, {"id": 4, "v": 1}, {"id": 5, "v": -1}, {"id": 6, "v": 2}, {"id": 7, "v": 0}, {"id": 8, "v": 0}, {"id": 9, "v": 1}, {"id": 10, "v": 2}, {"id": 11, "v": -1}, {"id": 12, "v": 0}, {"id": 13, "v": 2}, {"id": 14, "v": 2}, {"id": 15, "v": 1}, {"id": 16, "v": 2}, {"id": 17, "v": 1}, {"id": 18, "v": -1}, {"id": 19, "v": 2}, {"id": 20, "v": 0}, {"id": 21, "v": 0}, {"id": 22, "v": 1}, {"id": 23, "v": 2}, {"id": 24, "v": -1}]

SELECT id, -row_number() OVER (ORDER BY id) AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": -1}, {"id": 2, "v": -2}, {"id": 3, "v": -3}, {"id": 4, "v": -4}, {"id": 5, "v": -5}, {"id": 6, "v": -6}, {"id": 7, "v": -7}, {"id": 8, "v": -8}, {"id": 9, "v": -9}, {"id": 10, "v": -10}, {"id": 11, "v": -11}, {"id": 12, "v": -12}, {"id": 13, "v": -13}, {"id": 14, "v": -14}, {"id": 15, "v": -15}, {"id": 16, "v": -16}, {"id": 17, "v": -17}, {"id": 18, "v": -18}, {"id": 19, "v": -19}, {"id": 20, "v": -20}, {"id": 21, "v": -21}, {"id": 22, "v": -22}, {"id": 23, "v": -23}, {"id": 24, "v": -24}]

round(m, 1) = m
-- same: [true, true, true, true, false, false, false, null, false, false, true, false, true, true, true, false, false, true, false, false, false, false, false, false]

round(m, 1) < m
-- same: [false, false, false, false, false, true, false, null, false, true, false, true, false, false, false, false, false, false, false, false, false, true, false, false]

round(m, 2) = m
-- same: [true, true, true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

m = round(m, 1)
-- same: [true, true, true, true, false, false, false, null, false, false, true, false, true, true, true, false, false, true, false, false, false, false, false, false]

CASE WHEN i > 0 THEN round(m, 1) ELSE m END
-- same: [0, 2.5, 1.5, -1.5, 19.99, 0.01, 0, null, 99999999.99, -100000000, 10, 3.3, 0.1, 0.2, 0.3, 2.45, 7.1, 100, 50, 1, 1.2, 33.33, 66.7, 0.1]

CASE WHEN ok THEN round(d4, 1) WHEN i > 0 THEN m END
-- same: [0, 2.5, null, 2.5, null, -2.5, -0.01, null, 0.1, -99999999.99, null, 12345678901234.6, null, 0, 0.3, null, 7.8, 100, 49.95, 0, 1.15, 2, 66.67, 0.05]

coalesce(nullif(round(m, 1), 1.5), m)
-- same: [0, 2.5, 1.5, -1.5, 20, 0, 0, null, 100000000, -100000000, 10, 3.3, 0.1, 0.2, 0.3, 2.5, 7.1, 100, 50, 1, 1.2, 33.3, 66.7, 0.1]

m BETWEEN round(m, 1) AND 50
-- same: [true, true, true, true, false, true, false, null, false, true, true, true, true, true, true, false, false, false, false, false, false, true, false, false]

round(m, 1) > 2
-- same: [false, true, false, false, true, false, false, null, true, false, true, true, false, false, false, true, true, true, true, false, false, true, true, false]

round(m, 1) > x
-- same: [false, true, true, false, true, true, true, null, null, false, true, true, false, false, false, false, true, true, true, false, true, true, false, false]

round(m, 1) + round(d4, 3)
-- same: [0, 3, 3, 1, 19.5, -2.5, null, null, 100000000.135, -99999996.667, 29.99, 12345678901237.868, -12345678901234.468, 0.2, 0.3, 3.5, 14.85, 200.005, 1284.5, 1.015, 1.225, 35.3, 76.7, -6.9]

round(m, k) > m
-- same: [false, true, false, true, false, false, null, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

SELECT id FROM events WHERE round(m, 1) <> m ORDER BY id
-- same: [{"id": 5}, {"id": 6}, {"id": 7}, {"id": 9}, {"id": 10}, {"id": 12}, {"id": 16}, {"id": 17}, {"id": 19}, {"id": 20}, {"id": 21}, {"id": 22}, {"id": 23}, {"id": 24}]

SELECT a.id FROM events a JOIN events b ON round(a.m, 1) = b.m AND a.id = b.id
-- same: [{"id": 11}, {"id": 13}, {"id": 14}, {"id": 15}, {"id": 18}, {"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}]

SELECT round(m, 1) AS v FROM events WHERE id < 6 UNION ALL SELECT m FROM events WHERE id < 6
-- same: [{"v": -1.5}, {"v": -1.5}, {"v": 0}, {"v": 0}, {"v": 1.5}, {"v": 1.5}, {"v": 19.99}, {"v": 2.5}, {"v": 2.5}, {"v": 20}]

SELECT sum(round(m, 1)) - sum(m) AS v FROM events
-- same: [{"v": 0.24}]
