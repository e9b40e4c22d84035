-- To whole numbers.

2.5::int
-- same: all 3

3.5::int
-- same: all 4

-2.5::int
-- same: all -3

2.7::int
-- same: all 3

-2.7::int
-- same: all -3

0.5::int
-- same: all 1

1.5::int
-- same: all 2

2.5::double precision::int
-- same: all 2

3.5::double precision::int
-- same: all 4

-0.5::double precision::int
-- same: all 0

x::int
-- same: [0, 0, 0, 2, 2, 0, -2, -2, null, 0, 0, 0, 123456789, "error", "error", "error", 0, 3, 20, 3, 1, -7, "error", 1700000000]

x::bigint
-- same: [0, 0, 0, 2, 2, 0, -2, -2, null, 0, 0, 0, 123456789, 1000000000000000, 100000000000000000, "error", 0, 3, 20, 3, 1, -7, 9007199254740992, 1700000000]

x::smallint
-- same: [0, 0, 0, 2, 2, 0, -2, -2, null, 0, 0, 0, "error", "error", "error", "error", 0, 3, 20, 3, 1, -7, "error", "error"]

cast(19.99 * 100 AS int)
-- same: all 1999

cast(19.99 * 100 AS bigint)
-- same: all 1999

cast(x * 100 AS bigint)
-- same: [0, 0, 50, 150, 250, -50, -150, -250, null, 10, 20, 0, 12345678912, 100000000000000000, "error", "error", 0, 300, 1999, 268, 100, -725, 900719925474099200, 170000000050]

r::int
-- same: [0, 0, 2, null, -2, 16777216, 0, 3, -1, 0, 0, 2, null, -2, 16777216, 0, 3, -1, 0, 0, 2, null, -2, 16777216]

i::smallint
-- same: [0, 1, -1, "error", "error", null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

b::int
-- same: [0, 1, -1, "error", "error", null, "error", "error", "error", 1700000000, "error", 3, -3, 10, 86400, -86400, 1000000007, 11, 12, 13, 14, 15, 16, 17]

b::smallint
-- same: [0, 1, -1, "error", "error", null, "error", "error", "error", "error", "error", 3, -3, 10, "error", "error", "error", 11, 12, 13, 14, 15, 16, 17]

h::int
-- same: [0, 1, -1, 32767, -32768, null, 7, -7, 100, -100, 12, 3, 0, 1, -1, 32767, -32768, null, 7, -7, 100, -100, 12, 3]

i::bigint
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

32768::smallint
-- same: "error"

2147483648::int
-- same: "error"

1e10::int
-- same: "error"

1e10::bigint
-- same: all 10000000000

ok::int
-- same: [1, 0, null, 1, 0, 1, null, 0, 1, 0, null, 1, 0, 1, null, 0, 1, 0, null, 1, 0, 1, null, 0]

ok::text
-- same: ["true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false"]

1::boolean
-- same: all true

0::boolean
-- same: all false

i::boolean
-- same: [false, true, true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

-- Text to numbers.

'42'::int
-- same: all 42

' 42 '::int
-- same: all 42

'+7'::int
-- same: all 7

'-0'::int
-- same: all 0

'1e3'::int
-- same: "error"

'1e3'::numeric
-- same: all 1000

'1e3'::double precision
-- same: all 1000

'3.7'::int
-- same: "error"

'3.7'::numeric
-- same: all 3.7

'.5'::numeric
-- same: all 0.5

'5.'::numeric
-- same: all 5

'.5'::double precision
-- same: all 0.5

''::int
-- same: "error"

'abc'::int
-- same: "error"

'0x10'::int
-- same: "error"

'1_000'::int
-- same: "error"

'1,234'::int
-- same: "error"

'9999999999'::int
-- same: "error"

'9999999999'::bigint
-- same: all 9999999999

'99999999999999999999'::bigint
-- same: "error"

'99999999999999999999'::numeric
-- same: all 99999999999999999999

'NaN'::double precision
-- postgres: all "NaN"
-- mubatch: all null
-- differs: NaN and Infinity are null in JSON

'Infinity'::double precision
-- postgres: all "Infinity"
-- mubatch: all null
-- differs: NaN and Infinity are null in JSON

'-inf'::double precision
-- postgres: all "-Infinity"
-- mubatch: all null
-- differs: NaN and Infinity are null in JSON

'nan'::numeric
-- postgres: all "NaN"
-- mubatch: "error"
-- differs: decimals have no NaN and no Infinity: an error of the event

nt::int
-- same: [42, 42, 7, 0, "error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", 8, 7]

nt::bigint
-- same: [42, 42, 7, 0, "error", "error", "error", null, "error", "error", "error", "error", "error", 9999999999, "error", "error", "error", "error", "error", "error", "error", "error", 8, 7]

nt::numeric
-- postgres: [42, 42, 7, 0, 1000, "error", "error", null, "Infinity", "-Infinity", "NaN", "error", "error", 9999999999, 3.7, -3.5, 0.5, 5, "error", "error", 2.5, 99999999999999999999, 8, 7]
-- mubatch: [42, 42, 7, 0, 1000, "error", "error", null, "error", "error", "error", "error", "error", 9999999999, 3.7, -3.5, 0.5, 5, "error", "error", 2.5, 99999999999999999999, 8, 7]
-- differs: decimals have no NaN and no Infinity: an error of the event

nt::numeric(10,2)
-- postgres: [42, 42, 7, 0, 1000, "error", "error", null, "error", "error", "NaN", "error", "error", "error", 3.7, -3.5, 0.5, 5, "error", "error", 2.5, "error", 8, 7]
-- mubatch: [42, 42, 7, 0, 1000, "error", "error", null, "error", "error", "error", "error", "error", "error", 3.7, -3.5, 0.5, 5, "error", "error", 2.5, "error", 8, 7]
-- differs: decimals have no NaN and no Infinity: an error of the event

nt::double precision
-- postgres: [42, 42, 7, -0, 1000, "error", "error", null, "Infinity", "-Infinity", "NaN", 16, "error", 9999999999, 3.7, -3.5, 0.5, 5, "error", "error", 2.5, 100000000000000000000, 8, 7]
-- mubatch: [42, 42, 7, -0, 1000, "error", "error", null, null, null, null, "error", "error", 9999999999, 3.7, -3.5, 0.5, 5, "error", "error", 2.5, 100000000000000000000, 8, 7]
-- differs: NaN and Infinity are null in JSON

nt::real
-- postgres: [42, 42, 7, -0, 1000, "error", "error", null, "Infinity", "-Infinity", "NaN", 16, "error", 10000000000, 3.7, -3.5, 0.5, 5, "error", "error", 2.5, 100000000000000000000, 8, 7]
-- mubatch: [42, 42, 7, -0, 1000, "error", "error", null, null, null, null, "error", "error", 10000000000, 3.7, -3.5, 0.5, 5, "error", "error", 2.5, 100000000000000000000, 8, 7]
-- differs: NaN and Infinity are null in JSON

nt::smallint
-- same: [42, 42, 7, 0, "error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", 8, 7]

'007'::int
-- same: all 7

' -3.50 '::numeric(5,1)
-- same: all -3.5

'12345.678'::numeric(6,2)
-- same: "error"

'123456.78'::numeric(6,2)
-- same: "error"

CASE WHEN nt ~ '^[0-9]+$' THEN nt::bigint END
-- same: [42, null, null, null, null, null, null, null, null, null, null, null, null, 9999999999, null, null, null, null, null, null, null, "error", null, 7]

-- To text.

i::text
-- same: ["0", "1", "-1", "2147483647", "-2147483648", null, "2", "3", "-3", "7", "-7", "10", "-10", "42", "100", "-100", "255", "256", "999", "1000", "12345", "-12345", "5", "6"]

b::text
-- same: ["0", "1", "-1", "9223372036854775807", "-9223372036854775808", null, "9007199254740993", "-9007199254740993", "4294967296", "1700000000", "1700000000123", "3", "-3", "10", "86400", "-86400", "1000000007", "11", "12", "13", "14", "15", "16", "17"]

h::text
-- same: ["0", "1", "-1", "32767", "-32768", null, "7", "-7", "100", "-100", "12", "3", "0", "1", "-1", "32767", "-32768", null, "7", "-7", "100", "-100", "12", "3"]

x::text
-- same: ["0", "-0", "0.5", "1.5", "2.5", "-0.5", "-1.5", "-2.5", null, "0.1", "0.2", "1e-07", "123456789.125", "1e+15", "1e+17", "1e+300", "-1e-300", "3", "19.99", "2.675", "1.005", "-7.25", "9.007199254740992e+15", "1700000000.5"]

r::text
-- same: ["0", "0.1", "1.5", null, "-2.5", "1.6777216e+07", "0.3", "3.25", "-0.75", "0", "0.1", "1.5", null, "-2.5", "1.6777216e+07", "0.3", "3.25", "-0.75", "0", "0.1", "1.5", null, "-2.5", "1.6777216e+07"]

m::text
-- same: ["0.00", "2.50", "1.50", "-1.50", "19.99", "0.01", "-0.01", null, "99999999.99", "-99999999.99", "10.00", "3.33", "0.10", "0.20", "0.30", "2.45", "7.05", "100.00", "49.95", "0.99", "1.15", "33.33", "66.67", "0.05"]

d4::text
-- same: ["0.0000", "0.5000", "1.5000", "2.5000", "-0.5000", "-2.5000", null, "0.1250", "0.1350", "3.3333", "19.9900", "12345678901234.5678", "-12345678901234.5678", "0.0001", "-0.0001", "1.0000", "7.7500", "100.0050", "1234.5000", "0.0150", "0.0250", "2.0000", "10.0000", "-7.0000"]

(m * 2)::text
-- same: ["0.00", "5.00", "3.00", "-3.00", "39.98", "0.02", "-0.02", null, "199999999.98", "-199999999.98", "20.00", "6.66", "0.20", "0.40", "0.60", "4.90", "14.10", "200.00", "99.90", "1.98", "2.30", "66.66", "133.34", "0.10"]

(m / 3)::text
-- postgres: ["0.00000000000000000000", "0.83333333333333333333", "0.50000000000000000000", "-0.50000000000000000000", "6.6633333333333333", "0.00333333333333333333", "-0.00333333333333333333", null, "33333333.330000000000", "-33333333.330000000000", "3.3333333333333333", "1.11000000000000000000", "0.03333333333333333333", "0.06666666666666666667", "0.10000000000000000000", "0.81666666666666666667", "2.3500000000000000", "33.3333333333333333", "16.6500000000000000", "0.33000000000000000000", "0.38333333333333333333", "11.1100000000000000", "22.2233333333333333", "0.01666666666666666667"]
-- mubatch: ["0.00000000000000000000", "0.83333333333333333333", "0.50000000000000000000", "-0.50000000000000000000", "6.66333333333333333333", "0.00333333333333333333", "-0.00333333333333333333", null, "33333333.33000000000000000000", "-33333333.33000000000000000000", "3.33333333333333333333", "1.11000000000000000000", "0.03333333333333333333", "0.06666666666666666667", "0.10000000000000000000", "0.81666666666666666667", "2.35000000000000000000", "33.33333333333333333333", "16.65000000000000000000", "0.33000000000000000000", "0.38333333333333333333", "11.11000000000000000000", "22.22333333333333333333", "0.01666666666666666667"]
-- differs: a quotient has 20 digits after the point; PostgreSQL's depend on the values

d::text
-- same: ["2024-02-29", "2024-01-31", "2023-12-31", null, "1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "2024-12-30", "2021-01-03", "2021-01-04", "2016-01-03", "2024-03-31", "2024-10-27", "2024-03-10", "2024-11-03", "2100-02-28", "1999-12-31", "2005-01-01", "2008-12-29", "2025-06-15", "2026-08-31", "2010-01-03", "2024-07-04"]

t::text
-- same: ["2024-03-10 06:59:59.999999+00", "2024-03-10 07:00:00+00", "2024-11-03 05:30:00+00", "2024-11-03 06:30:00+00", null, "2024-03-31 00:59:59+00", "2024-03-31 01:00:00+00", "2024-10-27 00:30:00+00", "2024-10-27 01:30:00+00", "1969-12-31 23:59:58.75+00", "2024-02-29 12:34:56.789012+00", "1900-06-01 00:00:00+00", "2024-12-31 23:59:59.999999+00", "2024-01-01 00:00:00+00", "2021-01-03 23:00:00+00", "2024-07-15 22:30:00+00", "2024-01-31 10:20:30+00", "2023-12-31 12:00:00.5+00", "2000-01-01 00:00:00+00", "1970-01-01 00:00:00+00", "2038-01-19 03:14:08+00", "2024-05-15 13:07:09.123+00", "2024-08-31 08:05:03.000001+00", "2025-04-05 16:00:00+00"]

u::text
-- same: ["2024-03-09 06:59:59+00", "2024-03-10 06:00:00+00", "2024-11-02 05:30:00+00", "2024-11-03 05:30:00+00", "2024-02-29 00:00:00+00", "2024-02-29 23:59:59+00", null, "2024-09-27 00:30:00+00", "2024-10-27 01:29:59.5+00", "1970-01-01 00:00:00+00", "2023-02-28 12:34:56+00", "2000-01-01 00:00:00+00", "2023-12-31 23:59:59+00", "2024-01-31 00:00:00+00", "2020-12-31 00:00:00+00", "2024-07-15 21:00:00.25+00", "2023-10-31 11:20:30+00", "2024-01-01 12:00:00.5+00", "2000-02-29 00:00:00+00", "1969-07-20 20:17:40+00", "1950-01-01 00:00:00+00", "2024-05-15 12:07:08+00", "2024-08-31 08:05:03+00", "2025-10-04 16:00:00+00"]

ex::text
-- same: ["9999-12-31 23:59:59+00", "2024-06-01 00:00:00+00", "1582-10-15 00:00:00+00", null, "2262-04-11 23:47:16+00", "2262-04-12 00:00:00+00", "0001-01-01 00:00:00+00", "2500-07-01 12:00:00.123456+00", "1677-09-21 00:12:43+00", "1677-09-21 00:12:44+00", "9999-12-31 23:59:59+00", "2024-06-01 00:00:00+00", "1582-10-15 00:00:00+00", null, "2262-04-11 23:47:16+00", "2262-04-12 00:00:00+00", "0001-01-01 00:00:00+00", "2500-07-01 12:00:00.123456+00", "1677-09-21 00:12:43+00", "1677-09-21 00:12:44+00", "9999-12-31 23:59:59+00", "2024-06-01 00:00:00+00", "1582-10-15 00:00:00+00", null]

ed::text
-- same: ["9999-12-31", "2024-06-01", "1582-10-15", null, "2262-04-12", "0001-01-01", "2500-07-01", "9999-12-31", "2024-06-01", "1582-10-15", null, "2262-04-12", "0001-01-01", "2500-07-01", "9999-12-31", "2024-06-01", "1582-10-15", null, "2262-04-12", "0001-01-01", "2500-07-01", "9999-12-31", "2024-06-01", "1582-10-15"]

ok::text
-- same: ["true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false"]

cast(ok AS varchar)
-- same: ["true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false"]

1.0::text
-- same: all "1.0"

1.50::text
-- same: all "1.50"

100::text
-- same: all "100"

1e20::text
-- same: all "100000000000000000000"

1e-10::double precision::text
-- same: all "1e-10"

1e15::double precision::text
-- same: all "1e+15"

1e16::double precision::text
-- same: all "1e+16"

0.1::double precision::text
-- same: all "0.1"

(-0.0)::double precision::text
-- same: all "0"

123456789.0::double precision::text
-- same: all "123456789"

(1.0/3)::text
-- same: all "0.33333333333333333333"

(1/3.0::double precision)::text
-- same: all "0.3333333333333333"

true::text
-- same: all "true"

'a'::text
-- same: all "a"

NULL::text
-- same: all null

li::text
-- same: ["{1,2,3}", "{}", null, "{1,NULL,3}", "{3,1,2}", "{NULL}", "{7,7,8}", "{0}", "{-1,-2}", "{10,20,30,40,50}", "{1,2,3}", "{}", null, "{1,NULL,3}", "{3,1,2}", "{NULL}", "{7,7,8}", "{0}", "{-1,-2}", "{10,20,30,40,50}", "{1,2,3}", "{}", null, "{1,NULL,3}"]

ls::text
-- same: ["{a,b,c}", "{}", null, "{a,NULL,c}", "{\"\",x}", "{NULL}", "{b,a,b}", "{\"x,y\",z}", "{É,e}", "{B,a,C,b}", "{a,b,c}", "{}", null, "{a,NULL,c}", "{\"\",x}", "{NULL}", "{b,a,b}", "{\"x,y\",z}", "{É,e}", "{B,a,C,b}", "{a,b,c}", "{}", null, "{a,NULL,c}"]

s::varchar(3)
-- same: ["Ann", "", "  t", null, "Grö", "naï", "ÅNG", "a_b", "bac", "it'", "Ελλ", "東京 ", "😀 s", "lin", "tab", "a-b", "x,y", "MiX", "www", "nul", "0", "aaa", "ß", "é"]

cast(s AS varchar(3))
-- same: ["Ann", "", "  t", null, "Grö", "naï", "ÅNG", "a_b", "bac", "it'", "Ελλ", "東京 ", "😀 s", "lin", "tab", "a-b", "x,y", "MiX", "www", "nul", "0", "aaa", "ß", "é"]

cast(s AS char(3))
-- postgres: ["Ann", "   ", "  t", null, "Grö", "naï", "ÅNG", "a_b", "bac", "it'", "Ελλ", "東京 ", "😀 s", "lin", "tab", "a-b", "x,y", "MiX", "www", "nul", "0  ", "aaa", "ß  ", "é "]
-- mubatch: "error"
-- differs: char(n) is refused: varchar(n) cuts, rpad(s, n) pads

s::char(2)
-- postgres: ["An", "  ", "  ", null, "Gr", "na", "ÅN", "a_", "ba", "it", "Ελ", "東京", "😀 ", "li", "ta", "a-", "x,", "Mi", "ww", "nu", "0 ", "aa", "ß ", "é"]
-- mubatch: "error"
-- differs: char(n) is refused: varchar(n) cuts, rpad(s, n) pads

s::text
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

cast(i AS varchar(3))
-- same: ["0", "1", "-1", "214", "-21", null, "2", "3", "-3", "7", "-7", "10", "-10", "42", "100", "-10", "255", "256", "999", "100", "123", "-12", "5", "6"]

'abcdef'::varchar(4)
-- same: all "abcd"

'abc'::varchar(10)
-- same: all "abc"

-- Booleans.

bt::boolean
-- same: [true, true, true, true, true, false, true, true, true, false, "error", "error", null, false, false, false, false, true, "error", false, "error", true, false, false]

'true'::boolean
-- same: all true

't'::boolean
-- same: all true

'yes'::boolean
-- same: all true

'on'::boolean
-- same: all true

'1'::boolean
-- same: all true

'off'::boolean
-- same: all false

'0'::boolean
-- same: all false

' true '::boolean
-- same: all true

'tr'::boolean
-- same: all true

'2'::boolean
-- same: "error"

'TRUE'::boolean
-- same: all true

''::boolean
-- same: "error"

CASE WHEN bt IN ('true','false') THEN bt::boolean END
-- same: [true, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null]

-- Floats.

123456789::float
-- same: all 123456789

123456789::real
-- same: all 123456790

0.1::float
-- same: all 0.1

0.1::real
-- same: all 0.1

0.1::float4
-- same: all 0.1

0.1::float8
-- same: all 0.1

i::float
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

i::real
-- same: [0, 1, -1, 2147483600, -2147483600, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

b::double precision
-- same: [0, 1, -1, 9223372036854776000, -9223372036854776000, null, 9007199254740992, -9007199254740992, 4294967296, 1700000000, 1700000000123, 3, -3, 10, 86400, -86400, 1000000007, 11, 12, 13, 14, 15, 16, 17]

b::float
-- same: [0, 1, -1, 9223372036854776000, -9223372036854776000, null, 9007199254740992, -9007199254740992, 4294967296, 1700000000, 1700000000123, 3, -3, 10, 86400, -86400, 1000000007, 11, 12, 13, 14, 15, 16, 17]

m::float
-- same: [0, 2.5, 1.5, -1.5, 19.99, 0.01, -0.01, null, 99999999.99, -99999999.99, 10, 3.33, 0.1, 0.2, 0.3, 2.45, 7.05, 100, 49.95, 0.99, 1.15, 33.33, 66.67, 0.05]

x::real
-- postgres: [0, -0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0.0000001, 123456790, 1000000000000000, 100000000000000000, "error", "error", 3, 19.99, 2.675, 1.005, -7.25, 9007199000000000, 1700000000]
-- mubatch: [0, -0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0.0000001, 123456790, 1000000000000000, 100000000000000000, "error", -0, 3, 19.99, 2.675, 1.005, -7.25, 9007199000000000, 1700000000]
-- differs: a double that becomes too small is 0

x::float
-- same: [0, -0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0.0000001, 123456789.125, 1000000000000000, 100000000000000000, 1e300, -1e-300, 3, 19.99, 2.675, 1.005, -7.25, 9007199254740992, 1700000000.5]

1e300::real
-- same: "error"

16777217::real
-- same: all 16777216

k::float / 3
-- same: [0.6666666666666666, 0, 1, -0.3333333333333333, 2.3333333333333335, 1.3333333333333333, null, -0.6666666666666666, 0.6666666666666666, 1, -1, 0, 1.3333333333333333, 1.6666666666666667, 2, -2, 5.333333333333333, 2.6666666666666665, 3.3333333333333335, -3.3333333333333335, 33.333333333333336, 2.3333333333333335, -1.6666666666666667, 2]

k::real / 3
-- same: [0.6666666666666666, 0, 1, -0.3333333333333333, 2.3333333333333335, 1.3333333333333333, null, -0.6666666666666666, 0.6666666666666666, 1, -1, 0, 1.3333333333333333, 1.6666666666666667, 2, -2, 5.333333333333333, 2.6666666666666665, 3.3333333333333335, -3.3333333333333335, 33.333333333333336, 2.3333333333333335, -1.6666666666666667, 2]

cast(1 AS float) / 3
-- same: all 0.3333333333333333

cast(1 AS real) / 3
-- same: all 0.3333333333333333

cast(1 AS double precision) / 3
-- same: all 0.3333333333333333

-- Decimals.

x::numeric
-- postgres: [0, 0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0.0000001, 123456789.125, 1000000000000000, 100000000000000000, 1e300, -1e-300, 3, 19.99, 2.675, 1.005, -7.25, 9007199254740990, 1700000000.5]
-- mubatch: [0, 0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0.0000001, 123456789.125, 1000000000000000, 100000000000000000, "error", 0, 3, 19.99, 2.675, 1.005, -7.25, 9007199254740990, 1700000000.5]
-- differs: a double as a decimal has the digits that it has in single or double precision, and 38 at most

x::numeric(10,2)
-- same: [0, 0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0, "error", "error", "error", "error", 0, 3, 19.99, 2.68, 1.01, -7.25, "error", "error"]

x::numeric(18,4)
-- same: [0, 0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, null, 0.1, 0.2, 0, 123456789.125, "error", "error", "error", 0, 3, 19.99, 2.675, 1.005, -7.25, "error", 1700000000.5]

2.675::double precision::numeric(10,2)
-- same: all 2.68

0.1::double precision::numeric
-- same: all 0.1

r::numeric
-- postgres: [0, 0.1, 1.5, null, -2.5, 16777200, 0.3, 3.25, -0.75, 0, 0.1, 1.5, null, -2.5, 16777200, 0.3, 3.25, -0.75, 0, 0.1, 1.5, null, -2.5, 16777200]
-- mubatch: [0, 0.100000001490116, 1.5, null, -2.5, 16777216, 0.300000011920929, 3.25, -0.75, 0, 0.100000001490116, 1.5, null, -2.5, 16777216, 0.300000011920929, 3.25, -0.75, 0, 0.100000001490116, 1.5, null, -2.5, 16777216]
-- differs: a double as a decimal has the digits that it has in single or double precision, and 38 at most

i::numeric
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

i::numeric(12,2)
-- same: [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]

b::numeric(20,1)
-- same: [0, 1, -1, 9223372036854775807, -9223372036854775808, null, 9007199254740993, -9007199254740993, 4294967296, 1700000000, 1700000000123, 3, -3, 10, 86400, -86400, 1000000007, 11, 12, 13, 14, 15, 16, 17]

b::numeric
-- same: [0, 1, -1, 9223372036854775807, -9223372036854775808, null, 9007199254740993, -9007199254740993, 4294967296, 1700000000, 1700000000123, 3, -3, 10, 86400, -86400, 1000000007, 11, 12, 13, 14, 15, 16, 17]

1.005::numeric(5,2)
-- same: all 1.01

1.015::numeric(5,2)
-- same: all 1.02

-1.005::numeric(5,2)
-- same: all -1.01

0.005::numeric(5,2)
-- same: all 0.01

12345.6::numeric(4,1)
-- same: "error"

12345.6::numeric(6,0)
-- same: all 12346

99.995::numeric(4,2)
-- same: "error"

cast('1.005' AS numeric(5,2))
-- same: all 1.01

cast(2.5 AS decimal)
-- same: all 2.5

cast(2.5 AS numeric)
-- same: all 2.5

cast(2.5 AS decimal(5))
-- same: all 3

cast(i AS decimal(3,0))
-- same: [0, 1, -1, "error", "error", null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, "error", "error", "error", 5, 6]

-- Comparison with a cast.

i::text = '1'
-- same: [false, true, false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

nt = i::text
-- same: [false, false, false, false, false, null, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

x::int = i
-- same: [true, false, false, false, false, null, false, false, null, false, false, false, false, "error", "error", "error", false, false, false, false, false, false, "error", false]

m::int > 0
-- same: [false, true, true, false, true, false, false, null, true, false, true, true, false, false, false, true, true, true, true, true, true, true, true, false]

(x > 1)::int
-- same: [0, 0, 0, 1, 1, 0, 0, 0, null, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1]

(i > 0)::int + 1
-- same: [1, 2, 1, 2, 1, null, 2, 2, 1, 2, 1, 2, 1, 2, 2, 1, 2, 2, 2, 2, 2, 1, 2, 2]

-i::text
-- same: "error"

'5'::int + '6'::int
-- same: all 11

'1' || 1
-- same: all "11"

1 || 'a'
-- same: all "1a"

i || '-' || k
-- same: ["0-2", "1-0", "-1-3", "2147483647--1", "-2147483648-7", null, null, "3--2", "-3-2", "7-3", "-7--3", "10-0", "-10-4", "42-5", "100-6", "-100--6", "255-16", "256-8", "999-10", "1000--10", "12345-100", "-12345-7", "5--5", "6-6"]

m || ' EUR'
-- same: ["0.00 EUR", "2.50 EUR", "1.50 EUR", "-1.50 EUR", "19.99 EUR", "0.01 EUR", "-0.01 EUR", null, "99999999.99 EUR", "-99999999.99 EUR", "10.00 EUR", "3.33 EUR", "0.10 EUR", "0.20 EUR", "0.30 EUR", "2.45 EUR", "7.05 EUR", "100.00 EUR", "49.95 EUR", "0.99 EUR", "1.15 EUR", "33.33 EUR", "66.67 EUR", "0.05 EUR"]

x || ''
-- same: ["0", "-0", "0.5", "1.5", "2.5", "-0.5", "-1.5", "-2.5", null, "0.1", "0.2", "1e-07", "123456789.125", "1e+15", "1e+17", "1e+300", "-1e-300", "3", "19.99", "2.675", "1.005", "-7.25", "9.007199254740992e+15", "1700000000.5"]

ok || ''
-- same: ["true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false", "true", "false", null, "true", "false", "true", null, "false"]

d || ''
-- same: ["2024-02-29", "2024-01-31", "2023-12-31", null, "1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "2024-12-30", "2021-01-03", "2021-01-04", "2016-01-03", "2024-03-31", "2024-10-27", "2024-03-10", "2024-11-03", "2100-02-28", "1999-12-31", "2005-01-01", "2008-12-29", "2025-06-15", "2026-08-31", "2010-01-03", "2024-07-04"]

t || ''
-- same: ["2024-03-10 06:59:59.999999+00", "2024-03-10 07:00:00+00", "2024-11-03 05:30:00+00", "2024-11-03 06:30:00+00", null, "2024-03-31 00:59:59+00", "2024-03-31 01:00:00+00", "2024-10-27 00:30:00+00", "2024-10-27 01:30:00+00", "1969-12-31 23:59:58.75+00", "2024-02-29 12:34:56.789012+00", "1900-06-01 00:00:00+00", "2024-12-31 23:59:59.999999+00", "2024-01-01 00:00:00+00", "2021-01-03 23:00:00+00", "2024-07-15 22:30:00+00", "2024-01-31 10:20:30+00", "2023-12-31 12:00:00.5+00", "2000-01-01 00:00:00+00", "1970-01-01 00:00:00+00", "2038-01-19 03:14:08+00", "2024-05-15 13:07:09.123+00", "2024-08-31 08:05:03.000001+00", "2025-04-05 16:00:00+00"]
