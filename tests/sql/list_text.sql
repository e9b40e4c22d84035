-- Lists written as text, lists with NULL, format(), patterns.

format('%s', NULL)
-- same: all ""

format('%I', 'a b')
-- postgres: all "\"a b\""
-- mubatch: "error"
-- differs: refused: %I and widths that are arguments

format('%I', s)
-- postgres: ["\"Anna Schmidt\"", "\"\"", "\"  two spaces \"", "error", "\"Größe\"", "\"naïve café\"", "\"ÅNGSTRÖM\"", "\"a_b%c\"", "\"back\\slash\"", "\"it's \"\"quoted\"\"\"", "\"Ελλάδα\"", "\"東京 tower\"", "\"😀 smile\"", "\"line\nbreak\"", "\"tab\there\"", "\"a-b-c\"", "\"x,y,,z\"", "\"MiXeD cAsE\"", "\"www.Shop-24.example\"", "\"null\"", "\"0\"", "aaaa", "\"ß\"", "\"é\""]
-- mubatch: "error"
-- differs: refused: %I and widths that are arguments

format('%L', s)
-- same: ["'Anna Schmidt'", "''", "'  two spaces '", "NULL", "'Größe'", "'naïve café'", "'ÅNGSTRÖM'", "'a_b%c'", "E'back\\\\slash'", "'it''s \"quoted\"'", "'Ελλάδα'", "'東京 tower'", "'😀 smile'", "'line\nbreak'", "'tab\there'", "'a-b-c'", "'x,y,,z'", "'MiXeD cAsE'", "'www.Shop-24.example'", "'null'", "'0'", "'aaaa'", "'ß'", "'é'"]

format('%L', NULL)
-- same: all "NULL"

format('%%')
-- same: all "%"

format('%1$s %2$s %1$s', 'a', 'b')
-- same: all "a b a"

format('%5s|%-5s|', 'ab', 'cd')
-- same: all "   ab|cd   |"

format('%*s', 5, 'ab')
-- postgres: all "   ab"
-- mubatch: "error"
-- differs: refused: %I and widths that are arguments

format('%s %s', 'a')
-- same: "error"

format('%d', 5)
-- same: "error"

format('abc %')
-- same: "error"

format('%s', i)
-- same: ["0", "1", "-1", "2147483647", "-2147483648", "", "2", "3", "-3", "7", "-7", "10", "-10", "42", "100", "-100", "255", "256", "999", "1000", "12345", "-12345", "5", "6"]

format('%s', x)
-- same: ["0", "-0", "0.5", "1.5", "2.5", "-0.5", "-1.5", "-2.5", "", "0.1", "0.2", "1e-07", "123456789.125", "1e+15", "1e+17", "1e+300", "-1e-300", "3", "19.99", "2.675", "1.005", "-7.25", "9.007199254740992e+15", "1700000000.5"]

format('%s', m)
-- same: ["0.00", "2.50", "1.50", "-1.50", "19.99", "0.01", "-0.01", "", "99999999.99", "-99999999.99", "10.00", "3.33", "0.10", "0.20", "0.30", "2.45", "7.05", "100.00", "49.95", "0.99", "1.15", "33.33", "66.67", "0.05"]

format('%s', t)
-- same: ["2024-03-10 06:59:59.999999+00", "2024-03-10 07:00:00+00", "2024-11-03 05:30:00+00", "2024-11-03 06:30:00+00", "", "2024-03-31 00:59:59+00", "2024-03-31 01:00:00+00", "2024-10-27 00:30:00+00", "2024-10-27 01:30:00+00", "1969-12-31 23:59:58.75+00", "2024-02-29 12:34:56.789012+00", "1900-06-01 00:00:00+00", "2024-12-31 23:59:59.999999+00", "2024-01-01 00:00:00+00", "2021-01-03 23:00:00+00", "2024-07-15 22:30:00+00", "2024-01-31 10:20:30+00", "2023-12-31 12:00:00.5+00", "2000-01-01 00:00:00+00", "1970-01-01 00:00:00+00", "2038-01-19 03:14:08+00", "2024-05-15 13:07:09.123+00", "2024-08-31 08:05:03.000001+00", "2025-04-05 16:00:00+00"]

format('%s', d)
-- same: ["2024-02-29", "2024-01-31", "2023-12-31", "", "1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "2024-12-30", "2021-01-03", "2021-01-04", "2016-01-03", "2024-03-31", "2024-10-27", "2024-03-10", "2024-11-03", "2100-02-28", "1999-12-31", "2005-01-01", "2008-12-29", "2025-06-15", "2026-08-31", "2010-01-03", "2024-07-04"]

format('%s', ok)
-- same: ["t", "f", "", "t", "f", "t", "", "f", "t", "f", "", "t", "f", "t", "", "f", "t", "f", "", "t", "f", "t", "", "f"]

format('%s', li)
-- same: ["{1,2,3}", "{}", "", "{1,NULL,3}", "{3,1,2}", "{NULL}", "{7,7,8}", "{0}", "{-1,-2}", "{10,20,30,40,50}", "{1,2,3}", "{}", "", "{1,NULL,3}", "{3,1,2}", "{NULL}", "{7,7,8}", "{0}", "{-1,-2}", "{10,20,30,40,50}", "{1,2,3}", "{}", "", "{1,NULL,3}"]

format('Hello %s, you have %s items', uid, k)
-- same: ["Hello u1, you have 2 items", "Hello u2, you have 0 items", "Hello u1, you have 3 items", "Hello , you have -1 items", "Hello U1, you have 7 items", "Hello u3, you have 4 items", "Hello u2, you have  items", "Hello u1, you have -2 items", "Hello u2, you have 2 items", "Hello u1, you have 3 items", "Hello , you have -3 items", "Hello U1, you have 0 items", "Hello u3, you have 4 items", "Hello u2, you have 5 items", "Hello u1, you have 6 items", "Hello u2, you have -6 items", "Hello u1, you have 16 items", "Hello , you have 8 items", "Hello U1, you have 10 items", "Hello u3, you have -10 items", "Hello u2, you have 100 items", "Hello u1, you have 7 items", "Hello u2, you have -5 items", "Hello u1, you have 6 items"]

format(s, 1)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "error", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

format('a')
-- same: all "a"

quote_literal(i)
-- same: ["'0'", "'1'", "'-1'", "'2147483647'", "'-2147483648'", null, "'2'", "'3'", "'-3'", "'7'", "'-7'", "'10'", "'-10'", "'42'", "'100'", "'-100'", "'255'", "'256'", "'999'", "'1000'", "'12345'", "'-12345'", "'5'", "'6'"]

quote_ident('abc')
-- postgres: all "abc"
-- mubatch: "error"
-- differs: refused: it is for names, which statements here do not make

quote_ident('select')
-- postgres: all "\"select\""
-- mubatch: "error"
-- differs: refused: it is for names, which statements here do not make

quote_ident('a1_b')
-- postgres: all "a1_b"
-- mubatch: "error"
-- differs: refused: it is for names, which statements here do not make

quote_nullable(s)
-- same: ["'Anna Schmidt'", "''", "'  two spaces '", "NULL", "'Größe'", "'naïve café'", "'ÅNGSTRÖM'", "'a_b%c'", "E'back\\\\slash'", "'it''s \"quoted\"'", "'Ελλάδα'", "'東京 tower'", "'😀 smile'", "'line\nbreak'", "'tab\there'", "'a-b-c'", "'x,y,,z'", "'MiXeD cAsE'", "'www.Shop-24.example'", "'null'", "'0'", "'aaaa'", "'ß'", "'é'"]

quote_nullable(NULL)
-- same: all "NULL"

decode('abc', 'escape')
-- postgres: all "YWJj"
-- mubatch: "error"
-- differs: refused: write hex or base64

convert_from(decode('c3a9', 'hex'), 'utf-8')
-- same: all "é"

convert_from(decode('e9', 'hex'), 'LATIN1')
-- postgres: all "é"
-- mubatch: "error"
-- differs: refused: all text is UTF-8

convert_from(decode('e9', 'hex'), 'UTF8')
-- same: "error"

encode(convert_to('é', 'UTF8'), 'hex')
-- same: all "c3a9"

encode(convert_to('é', 'LATIN1'), 'hex')
-- postgres: all "e9"
-- mubatch: "error"
-- differs: refused: all text is UTF-8

normalize('ﬁ', NFKC)
-- postgres: all "fi"
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

normalize(s, NFC)
-- postgres: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

normalize(s, NFKD)
-- postgres: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

s IS NORMALIZED
-- postgres: [true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false]
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

s IS NFC NORMALIZED
-- postgres: [true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false]
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

length(normalize('é', NFD))
-- postgres: all 2
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

unistr('\00')
-- same: "error"

U&'\0061'
-- same: all "a"

E'a\tb'
-- same: all "a\tb"

to_ascii('abc')
-- same: "error"

'a' LIKE 'a\'
-- postgres: all false
-- mubatch: "error"
-- differs: refused: a pattern that ends with its escape character

'a\' LIKE 'a\\'
-- same: all true

s NOT LIKE p
-- same: [true, false, true, null, true, true, true, true, "error", true, true, true, true, true, true, true, true, true, true, true, false, true, true, true]

s ILIKE p
-- same: [false, true, false, null, false, false, false, false, "error", false, false, false, false, false, false, false, false, false, false, true, true, false, false, false]

s LIKE p || '%'
-- same: [false, true, true, null, false, false, true, true, false, false, false, false, true, false, false, false, false, false, false, false, true, true, false, true]

s LIKE ANY (ARRAY['A%', '%\'])
-- postgres: [true, false, "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]
-- mubatch: "error"
-- differs: refused: a pattern that ends with its escape character

s LIKE ANY (ls)
-- postgres: [false, false, null, null, false, null, false, false, false, false, false, false, null, null, false, null, false, false, false, false, false, false, null, null]
-- mubatch: "error"
-- differs: refused: patterns are written out

s LIKE ALL (ARRAY['%a%', '%e%'])
-- same: [false, false, true, null, false, true, false, false, false, false, false, false, false, true, true, false, false, false, true, false, false, false, false, false]

s NOT LIKE ALL (ARRAY['%a%', '%e%'])
-- same: [false, true, false, null, false, false, true, false, false, false, true, false, false, false, false, false, true, false, false, true, true, false, true, false]

s NOT LIKE ANY (ARRAY['%a%', '%e%'])
-- same: [true, true, false, null, true, false, true, true, true, true, true, true, true, false, false, true, true, true, false, true, true, true, true, true]

s ILIKE ANY (ARRAY['a%', 'b%'])
-- same: [true, false, false, null, false, false, false, true, true, false, false, false, false, false, false, true, false, false, false, false, false, true, false, false]

s LIKE ANY ('{A%,b%}')
-- same: [true, false, false, null, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE '100#%' ESCAPE '#'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE 'a|_%' ESCAPE '|'
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE 'a%' ESCAPE ''
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, true, false, false, false, false, false, true, false, false]

s LIKE '%\_%' ESCAPE '\'
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE '%x' ESCAPE 'x'
-- postgres: ["error", false, "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]
-- mubatch: "error"
-- differs: refused: a pattern that ends with its escape character

s LIKE 'a_b%c' ESCAPE '_'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s COLLATE "C" < 'b'
-- same: [true, true, true, null, true, false, false, true, false, false, false, false, false, false, false, true, false, true, false, false, true, true, false, false]

SELECT s FROM events ORDER BY s COLLATE "C" LIMIT 2
-- same: [{"s": ""}, {"s": "  two spaces "}]

SELECT s FROM events ORDER BY s COLLATE "de_DE" LIMIT 2
-- same: "error"

lpad('a', 5, 'xy')
-- same: all "xyxya"

concat_ws('-', NULL, 'a')
-- same: all "a"

concat('a', 1, true, NULL)
-- same: all "a1t"

'a' || 1
-- same: all "a1"

starts_with(s, 'A')
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s ^@ 'A'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

btrim(' a ')
-- same: all "a"

ltrim('xxa', 'x')
-- same: all "a"

split_part(s, ' ', 2)
-- same: ["Schmidt", "", "", null, "", "café", "", "", "", "\"quoted\"", "", "tower", "smile", "", "", "", "", "cAsE", "", "", "", "", "", ""]

substring(s, 2)
-- same: ["nna Schmidt", "", " two spaces ", null, "röße", "aïve café", "NGSTRÖM", "_b%c", "ack\\slash", "t's \"quoted\"", "λλάδα", "京 tower", " smile", "ine\nbreak", "ab\there", "-b-c", ",y,,z", "iXeD cAsE", "ww.Shop-24.example", "ull", "", "aaa", "", "́"]

substr(s, -1, 3)
-- same: ["A", "", " ", null, "G", "n", "Å", "a", "b", "i", "Ε", "東", "😀", "l", "t", "a", "x", "M", "w", "n", "0", "a", "ß", "e"]

left(s, -1)
-- same: ["Anna Schmid", "", "  two spaces", null, "Größ", "naïve caf", "ÅNGSTRÖ", "a_b%", "back\\slas", "it's \"quoted", "Ελλάδ", "東京 towe", "😀 smil", "line\nbrea", "tab\ther", "a-b-", "x,y,,", "MiXeD cAs", "www.Shop-24.exampl", "nul", "", "aaa", "", "e"]

regexp_replace('foo', '(o)', '[\1]', 'g')
-- same: all "f[o][o]"

regexp_replace('foo', 'o', '\&x')
-- same: all "foxo"

regexp_replace('a.b.c', '\.', '-', 'g')
-- same: all "a-b-c"

regexp_replace('foo', 'o', '$0', 'g')
-- same: all "f$0$0"

regexp_replace('foo', 'o', '${x}', 'g')
-- same: all "f${x}${x}"

regexp_replace('foo', '(?:o)', '\\', 'g')
-- same: all "f\\\\"

regexp_replace(s, '(.)', '\1\1', 'g')
-- same: ["AAnnnnaa  SScchhmmiiddtt", "", "    ttwwoo  ssppaacceess  ", null, "GGrröößßee", "nnaaïïvvee  ccaafféé", "ÅÅNNGGSSTTRRÖÖMM", "aa__bb%%cc", "bbaacckk\\\\ssllaasshh", "iitt''ss  \"\"qquuootteedd\"\"", "ΕΕλλλλάάδδαα", "東東京京  ttoowweerr", "😀😀  ssmmiillee", "lliinnee\n\nbbrreeaakk", "ttaabb\t\thheerree", "aa--bb--cc", "xx,,yy,,,,zz", "MMiiXXeeDD  ccAAssEE", "wwwwww..SShhoopp--2244..eexxaammppllee", "nnuullll", "00", "aaaaaaaa", "ßß", "eé́"]

regexp_replace('abc', 'b', 'x', 2, 1)
-- same: all "axc"

regexp_replace(s, '(\w{200}){200}', 'x')
-- postgres: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]
-- mubatch: "error"
-- differs: refused: a pattern that is too large

s ~ '(\w{200}){200}'
-- postgres: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- mubatch: "error"
-- differs: refused: a pattern that is too large

regexp_replace(s, '(.*)*', 'x', 'g')
-- same: ["xx", "x", "xx", null, "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx", "xx"]

regexp_instr('abcabc', 'b')
-- same: all 2

regexp_like(s, 'a', 'i')
-- same: [true, false, true, null, false, true, false, true, true, false, false, false, false, true, true, true, false, true, true, false, false, true, false, false]

regexp_split_to_array(s, '\s')
-- same: [["Anna", "Schmidt"], [""], ["", "", "two", "spaces", ""], null, ["Größe"], ["naïve", "café"], ["ÅNGSTRÖM"], ["a_b%c"], ["back\\slash"], ["it's", "\"quoted\""], ["Ελλάδα"], ["東京", "tower"], ["😀", "smile"], ["line", "break"], ["tab", "here"], ["a-b-c"], ["x,y,,z"], ["MiXeD", "cAsE"], ["www.Shop-24.example"], ["null"], ["0"], ["aaaa"], ["ß"], ["é"]]

overlay(s placing 'X' from 2)
-- same: ["AXna Schmidt", "X", " Xtwo spaces ", null, "GXöße", "nXïve café", "ÅXGSTRÖM", "aXb%c", "bXck\\slash", "iX's \"quoted\"", "ΕXλάδα", "東X tower", "😀Xsmile", "lXne\nbreak", "tXb\there", "aXb-c", "xXy,,z", "MXXeD cAsE", "wXw.Shop-24.example", "nXll", "0X", "aXaa", "ßX", "eX"]

position(NULL in s)
-- same: all null

translate(s, 'abc', 'xyz')
-- same: ["Annx Szhmidt", "", "  two spxzes ", null, "Größe", "nxïve zxfé", "ÅNGSTRÖM", "x_y%z", "yxzk\\slxsh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nyrexk", "txy\there", "x-y-z", "x,y,,z", "MiXeD zAsE", "www.Shop-24.exxmple", "null", "0", "xxxx", "ß", "é"]

casefold(s)
-- same: "error"

array_cat(NULL, li)
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

array_cat(li, li)
-- same: [[1, 2, 3, 1, 2, 3], [], null, [1, null, 3, 1, null, 3], [3, 1, 2, 3, 1, 2], [null, null], [7, 7, 8, 7, 7, 8], [0, 0], [-1, -2, -1, -2], [10, 20, 30, 40, 50, 10, 20, 30, 40, 50], [1, 2, 3, 1, 2, 3], [], null, [1, null, 3, 1, null, 3], [3, 1, 2, 3, 1, 2], [null, null], [7, 7, 8, 7, 7, 8], [0, 0], [-1, -2, -1, -2], [10, 20, 30, 40, 50, 10, 20, 30, 40, 50], [1, 2, 3, 1, 2, 3], [], null, [1, null, 3, 1, null, 3]]

li || NULL
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

NULL || li
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

li || ARRAY[1]
-- same: [[1, 2, 3, 1], [1], [1], [1, null, 3, 1], [3, 1, 2, 1], [null, 1], [7, 7, 8, 1], [0, 1], [-1, -2, 1], [10, 20, 30, 40, 50, 1], [1, 2, 3, 1], [1], [1], [1, null, 3, 1], [3, 1, 2, 1], [null, 1], [7, 7, 8, 1], [0, 1], [-1, -2, 1], [10, 20, 30, 40, 50, 1], [1, 2, 3, 1], [1], [1], [1, null, 3, 1]]

li || 5
-- same: [[1, 2, 3, 5], [5], [5], [1, null, 3, 5], [3, 1, 2, 5], [null, 5], [7, 7, 8, 5], [0, 5], [-1, -2, 5], [10, 20, 30, 40, 50, 5], [1, 2, 3, 5], [5], [5], [1, null, 3, 5], [3, 1, 2, 5], [null, 5], [7, 7, 8, 5], [0, 5], [-1, -2, 5], [10, 20, 30, 40, 50, 5], [1, 2, 3, 5], [5], [5], [1, null, 3, 5]]

5 || li
-- same: [[5, 1, 2, 3], [5], [5], [5, 1, null, 3], [5, 3, 1, 2], [5, null], [5, 7, 7, 8], [5, 0], [5, -1, -2], [5, 10, 20, 30, 40, 50], [5, 1, 2, 3], [5], [5], [5, 1, null, 3], [5, 3, 1, 2], [5, null], [5, 7, 7, 8], [5, 0], [5, -1, -2], [5, 10, 20, 30, 40, 50], [5, 1, 2, 3], [5], [5], [5, 1, null, 3]]

li || NULL::int
-- same: [[1, 2, 3, null], [null], [null], [1, null, 3, null], [3, 1, 2, null], [null, null], [7, 7, 8, null], [0, null], [-1, -2, null], [10, 20, 30, 40, 50, null], [1, 2, 3, null], [null], [null], [1, null, 3, null], [3, 1, 2, null], [null, null], [7, 7, 8, null], [0, null], [-1, -2, null], [10, 20, 30, 40, 50, null], [1, 2, 3, null], [null], [null], [1, null, 3, null]]

li[:]
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

li[2:3]
-- same: [[2, 3], [], null, [null, 3], [1, 2], [], [7, 8], [], [-2], [20, 30], [2, 3], [], null, [null, 3], [1, 2], [], [7, 8], [], [-2], [20, 30], [2, 3], [], null, [null, 3]]

li[-1:1]
-- same: [[1], [], null, [1], [3], [null], [7], [0], [-1], [10], [1], [], null, [1], [3], [null], [7], [0], [-1], [10], [1], [], null, [1]]

li[3:2]
-- same: [[], [], null, [], [], [], [], [], [], [], [], [], null, [], [], [], [], [], [], [], [], [], null, []]

li[NULL:2]
-- postgres: all null
-- mubatch: "error"
-- differs: refused

li[k:]
-- same: [[2, 3], [], null, [1, null, 3], [], [], null, [0], [-2], [30, 40, 50], [1, 2, 3], [], null, [], [], [null], [], [], [], [10, 20, 30, 40, 50], [], [], null, []]

li[1:k]
-- same: [[1, 2], [], null, [], [3, 1, 2], [null], null, [], [-1, -2], [10, 20, 30], [], [], null, [1, null, 3], [3, 1, 2], [], [7, 7, 8], [0], [-1, -2], [], [1, 2, 3], [], null, [1, null, 3]]

(li[2:])[1]
-- same: [2, null, null, null, 1, null, 7, null, -2, 20, 2, null, null, null, 1, null, 7, null, -2, 20, 2, null, null, null]

ls[2:]
-- same: [["b", "c"], [], null, [null, "c"], ["x"], [], ["a", "b"], ["z"], ["e"], ["a", "C", "b"], ["b", "c"], [], null, [null, "c"], ["x"], [], ["a", "b"], ["z"], ["e"], ["a", "C", "b"], ["b", "c"], [], null, [null, "c"]]

(string_to_array('a,b,c', ','))[2:]
-- same: all ["b", "c"]

array_fill(i, ARRAY[2])
-- same: [[0, 0], [1, 1], [-1, -1], [2147483647, 2147483647], [-2147483648, -2147483648], [null, null], [2, 2], [3, 3], [-3, -3], [7, 7], [-7, -7], [10, 10], [-10, -10], [42, 42], [100, 100], [-100, -100], [255, 255], [256, 256], [999, 999], [1000, 1000], [12345, 12345], [-12345, -12345], [5, 5], [6, 6]]

array_fill('x'::text, ARRAY[2])
-- same: all ["x", "x"]

array_fill(7, ARRAY[2, 2])
-- same: all [[7, 7], [7, 7]]

array_fill(7, ARRAY[k])
-- same: [[7, 7], [], [7, 7, 7], "error", [7, 7, 7, 7, 7, 7, 7], [7, 7, 7, 7], "error", "error", [7, 7], [7, 7, 7], "error", [], [7, 7, 7, 7], [7, 7, 7, 7, 7], [7, 7, 7, 7, 7, 7], "error", [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7], [7, 7, 7, 7, 7, 7, 7, 7], [7, 7, 7, 7, 7, 7, 7, 7, 7, 7], "error", [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7], [7, 7, 7, 7, 7, 7, 7], "error", [7, 7, 7, 7, 7, 7]]

array_fill(7, ARRAY[2], ARRAY[5])
-- postgres: all [7, 7]
-- mubatch: "error"
-- differs: refused: lists begin at 1

trim_array(li, 1)
-- same: [[1, 2], "error", null, [1, null], [3, 1], [], [7, 7], [], [-1], [10, 20, 30, 40], [1, 2], "error", null, [1, null], [3, 1], [], [7, 7], [], [-1], [10, 20, 30, 40], [1, 2], "error", null, [1, null]]

trim_array(li, 0)
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

trim_array(ls, 2)
-- same: [["a"], "error", null, ["a"], [], "error", ["b"], [], [], ["B", "a"], ["a"], "error", null, ["a"], [], "error", ["b"], [], [], ["B", "a"], ["a"], "error", null, ["a"]]

trim_array(ARRAY[1, 2, 3], 2)
-- same: all [1]

trim_array(li, k)
-- same: [[1], [], null, "error", "error", "error", null, "error", [], [10, 20], "error", [], null, "error", "error", "error", "error", "error", "error", "error", "error", "error", null, "error"]

'{1,2}'::int[]
-- same: all [1, 2]

'{1,NULL,3}'::int[]
-- same: all [1, null, 3]

'{"a b","c,d"}'::text[]
-- same: all ["a b", "c,d"]

'{"a\"b"}'::text[]
-- same: all ["a\"b"]

'{ a , b }'::text[]
-- same: all ["a", "b"]

'{null,"null"}'::text[]
-- same: all [null, "null"]

'{1.5,2}'::numeric[]
-- same: all [1.5, 2]

'{t,f}'::boolean[]
-- same: all [true, false]

'{2024-01-01}'::date[]
-- same: all ["2024-01-01"]

'{{1,2},{3,4}}'::int[]
-- same: all [[1, 2], [3, 4]]

'{1,2'::int[]
-- same: "error"

'{1,x}'::int[]
-- same: "error"

'1,2'::int[]
-- same: "error"

cast('{1,2}' AS int[])
-- same: all [1, 2]

'[2:3]={1,2}'::int[]
-- postgres: all [1, 2]
-- mubatch: "error"
-- differs: refused: lists begin at 1

nt::int[]
-- same: ["error", "error", "error", "error", "error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]

li = '{1,2,3}'
-- same: [true, false, null, false, false, false, false, false, false, false, true, false, null, false, false, false, false, false, false, false, true, false, null, false]

li = '{}'
-- same: [false, true, null, false, false, false, false, false, false, false, false, true, null, false, false, false, false, false, false, false, false, true, null, false]

li @> '{1}'
-- same: [true, false, null, true, true, false, false, false, false, false, true, false, null, true, true, false, false, false, false, false, true, false, null, true]

li && '{1,2}'
-- same: [true, false, null, true, true, false, false, false, false, false, true, false, null, true, true, false, false, false, false, false, true, false, null, true]

3 = ANY ('{1,2,3}')
-- same: all true

i = ANY ('{1,2,3}'::int[])
-- same: [false, true, false, false, false, null, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

li <> '{}'
-- same: [true, false, null, true, true, true, true, true, true, true, true, false, null, true, true, true, true, true, true, true, true, false, null, true]

ARRAY['a b', NULL, '', 'c"d', 'null']::text
-- same: all "{\"a b\",NULL,\"\",\"c\\\"d\",\"null\"}"

ARRAY[1.5, 2]::text
-- postgres: all "{1.5,2}"
-- mubatch: all "{1.5,2.0}"
-- differs: the elements of a list have one type, with as many digits

ARRAY[true, false]::text
-- same: all "{t,f}"

ARRAY[d]::text
-- postgres: ["{2024-02-29}", "{2024-01-31}", "{2023-12-31}", "{NULL}", "{1970-01-01}", "{1969-12-31}", "{2000-02-29}", "{1900-03-01}", "{2024-12-30}", "{2021-01-03}", "{2021-01-04}", "{2016-01-03}", "{2024-03-31}", "{2024-10-27}", "{2024-03-10}", "{2024-11-03}", "{2100-02-28}", "{1999-12-31}", "{2005-01-01}", "{2008-12-29}", "{2025-06-15}", "{2026-08-31}", "{2010-01-03}", "{2024-07-04}"]
-- mubatch: "error"
-- differs: refused: write array_to_string(list, ',')

ARRAY[t]::text
-- postgres: ["{\"2024-03-10 06:59:59.999999+00\"}", "{\"2024-03-10 07:00:00+00\"}", "{\"2024-11-03 05:30:00+00\"}", "{\"2024-11-03 06:30:00+00\"}", "{NULL}", "{\"2024-03-31 00:59:59+00\"}", "{\"2024-03-31 01:00:00+00\"}", "{\"2024-10-27 00:30:00+00\"}", "{\"2024-10-27 01:30:00+00\"}", "{\"1969-12-31 23:59:58.75+00\"}", "{\"2024-02-29 12:34:56.789012+00\"}", "{\"1900-06-01 00:00:00+00\"}", "{\"2024-12-31 23:59:59.999999+00\"}", "{\"2024-01-01 00:00:00+00\"}", "{\"2021-01-03 23:00:00+00\"}", "{\"2024-07-15 22:30:00+00\"}", "{\"2024-01-31 10:20:30+00\"}", "{\"2023-12-31 12:00:00.5+00\"}", "{\"2000-01-01 00:00:00+00\"}", "{\"1970-01-01 00:00:00+00\"}", "{\"2038-01-19 03:14:08+00\"}", "{\"2024-05-15 13:07:09.123+00\"}", "{\"2024-08-31 08:05:03.000001+00\"}", "{\"2025-04-05 16:00:00+00\"}"]
-- mubatch: "error"
-- differs: refused: write array_to_string(list, ',')

ARRAY[[1, 2], [3, 4]]::text
-- same: all "{{1,2},{3,4}}"

array_lower(li, 1)
-- same: [1, null, null, 1, 1, 1, 1, 1, 1, 1, 1, null, null, 1, 1, 1, 1, 1, 1, 1, 1, null, null, 1]

array_position(li, NULL)
-- same: [null, null, null, 2, null, 1, null, null, null, null, null, null, null, 2, null, 1, null, null, null, null, null, null, null, 2]

array_remove(li, NULL)
-- same: [[1, 2, 3], [], null, [1, 3], [3, 1, 2], [], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, 3], [3, 1, 2], [], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, 3]]

array_replace(li, NULL, 0)
-- same: [[1, 2, 3], [], null, [1, 0, 3], [3, 1, 2], [0], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, 0, 3], [3, 1, 2], [0], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, 0, 3]]

array_prepend(0, li)
-- same: [[0, 1, 2, 3], [0], [0], [0, 1, null, 3], [0, 3, 1, 2], [0, null], [0, 7, 7, 8], [0, 0], [0, -1, -2], [0, 10, 20, 30, 40, 50], [0, 1, 2, 3], [0], [0], [0, 1, null, 3], [0, 3, 1, 2], [0, null], [0, 7, 7, 8], [0, 0], [0, -1, -2], [0, 10, 20, 30, 40, 50], [0, 1, 2, 3], [0], [0], [0, 1, null, 3]]

array_append(NULL, 1)
-- same: all [1]

array_to_string(li, ',', 'x')
-- same: ["1,2,3", "", null, "1,x,3", "3,1,2", "x", "7,7,8", "0", "-1,-2", "10,20,30,40,50", "1,2,3", "", null, "1,x,3", "3,1,2", "x", "7,7,8", "0", "-1,-2", "10,20,30,40,50", "1,2,3", "", null, "1,x,3"]

string_to_array('a,,b', ',', '')
-- same: all ["a", null, "b"]

SELECT id, unnest(li) AS v FROM events WHERE id IN (1, 2, 3, 4) ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 1, "v": 2}, {"id": 1, "v": 3}, {"id": 4, "v": 1}, {"id": 4, "v": null}, {"id": 4, "v": 3}]

SELECT id, unnest(ls) AS v FROM events WHERE id = 1
-- same: [{"id": 1, "v": "a"}, {"id": 1, "v": "b"}, {"id": 1, "v": "c"}]

SELECT array_agg(g ORDER BY id) FILTER (WHERE id < 5) AS v FROM events
-- same: [{"v": ["a", "b", null, "a"]}]

SELECT trim(tag) AS tag, count(*) AS n FROM (SELECT unnest(string_to_array(lower(s), ',')) AS tag FROM events) q WHERE trim(tag) <> '' GROUP BY trim(tag)
-- same: [{"tag": "0", "n": 1}, {"tag": "a-b-c", "n": 1}, {"tag": "a_b%c", "n": 1}, {"tag": "aaaa", "n": 1}, {"tag": "anna schmidt", "n": 1}, {"tag": "back\\slash", "n": 1}, {"tag": "é", "n": 1}, {"tag": "größe", "n": 1}, {"tag": "it's \"quoted\"", "n": 1}, {"tag": "line\nbreak", "n": 1}, {"tag": "mixed case", "n": 1}, {"tag": "naïve café", "n": 1}, {"tag": "null", "n": 1}, {"tag": "tab\there", "n": 1}, {"tag": "two spaces", "n": 1}, {"tag": "www.shop-24.example", "n": 1}, {"tag": "x", "n": 1}, {"tag": "y", "n": 1}, {"tag": "z", "n": 1}, {"tag": "ß", "n": 1}, {"tag": "ångström", "n": 1}, {"tag": "ελλάδα", "n": 1}, {"tag": "東京 tower", "n": 1}, {"tag": "😀 smile", "n": 1}]

SELECT array_to_string(array_agg(s ORDER BY id), '|') AS v FROM events WHERE id < 5
-- same: [{"v": "Anna Schmidt||  two spaces "}]

li = NULL
-- same: all null

NULL = ANY (li)
-- same: [null, false, null, null, null, null, null, null, null, null, null, false, null, null, null, null, null, null, null, null, null, false, null, null]

1 <> ALL (li)
-- same: [false, true, null, false, false, null, true, true, true, true, false, true, null, false, false, null, true, true, true, true, false, true, null, false]

4 > ALL (li)
-- same: [true, true, null, null, true, null, false, true, true, false, true, true, null, null, true, null, false, true, true, false, true, true, null, null]

ARRAY[1, 'a']
-- same: "error"

ARRAY[1, NULL]
-- same: all [1, null]

ARRAY[t, d, NULL]
-- same: [["2024-03-10T06:59:59.999999Z", "2024-02-29T00:00:00Z", null], ["2024-03-10T07:00:00Z", "2024-01-31T00:00:00Z", null], ["2024-11-03T05:30:00Z", "2023-12-31T00:00:00Z", null], ["2024-11-03T06:30:00Z", null, null], [null, "1970-01-01T00:00:00Z", null], ["2024-03-31T00:59:59Z", "1969-12-31T00:00:00Z", null], ["2024-03-31T01:00:00Z", "2000-02-29T00:00:00Z", null], ["2024-10-27T00:30:00Z", "1900-03-01T00:00:00Z", null], ["2024-10-27T01:30:00Z", "2024-12-30T00:00:00Z", null], ["1969-12-31T23:59:58.75Z", "2021-01-03T00:00:00Z", null], ["2024-02-29T12:34:56.789012Z", "2021-01-04T00:00:00Z", null], ["1900-06-01T00:00:00Z", "2016-01-03T00:00:00Z", null], ["2024-12-31T23:59:59.999999Z", "2024-03-31T00:00:00Z", null], ["2024-01-01T00:00:00Z", "2024-10-27T00:00:00Z", null], ["2021-01-03T23:00:00Z", "2024-03-10T00:00:00Z", null], ["2024-07-15T22:30:00Z", "2024-11-03T00:00:00Z", null], ["2024-01-31T10:20:30Z", "2100-02-28T00:00:00Z", null], ["2023-12-31T12:00:00.5Z", "1999-12-31T00:00:00Z", null], ["2000-01-01T00:00:00Z", "2005-01-01T00:00:00Z", null], ["1970-01-01T00:00:00Z", "2008-12-29T00:00:00Z", null], ["2038-01-19T03:14:08Z", "2025-06-15T00:00:00Z", null], ["2024-05-15T13:07:09.123Z", "2026-08-31T00:00:00Z", null], ["2024-08-31T08:05:03.000001Z", "2010-01-03T00:00:00Z", null], ["2025-04-05T16:00:00Z", "2024-07-04T00:00:00Z", null]]

ARRAY[d, '2024-01-01']
-- postgres: [["2024-02-29", "2024-01-01"], ["2024-01-31", "2024-01-01"], ["2023-12-31", "2024-01-01"], [null, "2024-01-01"], ["1970-01-01", "2024-01-01"], ["1969-12-31", "2024-01-01"], ["2000-02-29", "2024-01-01"], ["1900-03-01", "2024-01-01"], ["2024-12-30", "2024-01-01"], ["2021-01-03", "2024-01-01"], ["2021-01-04", "2024-01-01"], ["2016-01-03", "2024-01-01"], ["2024-03-31", "2024-01-01"], ["2024-10-27", "2024-01-01"], ["2024-03-10", "2024-01-01"], ["2024-11-03", "2024-01-01"], ["2100-02-28", "2024-01-01"], ["1999-12-31", "2024-01-01"], ["2005-01-01", "2024-01-01"], ["2008-12-29", "2024-01-01"], ["2025-06-15", "2024-01-01"], ["2026-08-31", "2024-01-01"], ["2010-01-03", "2024-01-01"], ["2024-07-04", "2024-01-01"]]
-- mubatch: "error"
-- differs: refused: write date '2024-01-01'

ARRAY[t, '2024-01-01']
-- postgres: [["2024-03-10T06:59:59.999999Z", "2024-01-01T00:00:00Z"], ["2024-03-10T07:00:00Z", "2024-01-01T00:00:00Z"], ["2024-11-03T05:30:00Z", "2024-01-01T00:00:00Z"], ["2024-11-03T06:30:00Z", "2024-01-01T00:00:00Z"], [null, "2024-01-01T00:00:00Z"], ["2024-03-31T00:59:59Z", "2024-01-01T00:00:00Z"], ["2024-03-31T01:00:00Z", "2024-01-01T00:00:00Z"], ["2024-10-27T00:30:00Z", "2024-01-01T00:00:00Z"], ["2024-10-27T01:30:00Z", "2024-01-01T00:00:00Z"], ["1969-12-31T23:59:58.75Z", "2024-01-01T00:00:00Z"], ["2024-02-29T12:34:56.789012Z", "2024-01-01T00:00:00Z"], ["1900-06-01T00:00:00Z", "2024-01-01T00:00:00Z"], ["2024-12-31T23:59:59.999999Z", "2024-01-01T00:00:00Z"], ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"], ["2021-01-03T23:00:00Z", "2024-01-01T00:00:00Z"], ["2024-07-15T22:30:00Z", "2024-01-01T00:00:00Z"], ["2024-01-31T10:20:30Z", "2024-01-01T00:00:00Z"], ["2023-12-31T12:00:00.5Z", "2024-01-01T00:00:00Z"], ["2000-01-01T00:00:00Z", "2024-01-01T00:00:00Z"], ["1970-01-01T00:00:00Z", "2024-01-01T00:00:00Z"], ["2038-01-19T03:14:08Z", "2024-01-01T00:00:00Z"], ["2024-05-15T13:07:09.123Z", "2024-01-01T00:00:00Z"], ["2024-08-31T08:05:03.000001Z", "2024-01-01T00:00:00Z"], ["2025-04-05T16:00:00Z", "2024-01-01T00:00:00Z"]]
-- mubatch: "error"
-- differs: refused: write date '2024-01-01'

array_prepend(d, ARRAY[t])
-- same: [["2024-02-29T00:00:00Z", "2024-03-10T06:59:59.999999Z"], ["2024-01-31T00:00:00Z", "2024-03-10T07:00:00Z"], ["2023-12-31T00:00:00Z", "2024-11-03T05:30:00Z"], [null, "2024-11-03T06:30:00Z"], ["1970-01-01T00:00:00Z", null], ["1969-12-31T00:00:00Z", "2024-03-31T00:59:59Z"], ["2000-02-29T00:00:00Z", "2024-03-31T01:00:00Z"], ["1900-03-01T00:00:00Z", "2024-10-27T00:30:00Z"], ["2024-12-30T00:00:00Z", "2024-10-27T01:30:00Z"], ["2021-01-03T00:00:00Z", "1969-12-31T23:59:58.75Z"], ["2021-01-04T00:00:00Z", "2024-02-29T12:34:56.789012Z"], ["2016-01-03T00:00:00Z", "1900-06-01T00:00:00Z"], ["2024-03-31T00:00:00Z", "2024-12-31T23:59:59.999999Z"], ["2024-10-27T00:00:00Z", "2024-01-01T00:00:00Z"], ["2024-03-10T00:00:00Z", "2021-01-03T23:00:00Z"], ["2024-11-03T00:00:00Z", "2024-07-15T22:30:00Z"], ["2100-02-28T00:00:00Z", "2024-01-31T10:20:30Z"], ["1999-12-31T00:00:00Z", "2023-12-31T12:00:00.5Z"], ["2005-01-01T00:00:00Z", "2000-01-01T00:00:00Z"], ["2008-12-29T00:00:00Z", "1970-01-01T00:00:00Z"], ["2025-06-15T00:00:00Z", "2038-01-19T03:14:08Z"], ["2026-08-31T00:00:00Z", "2024-05-15T13:07:09.123Z"], ["2010-01-03T00:00:00Z", "2024-08-31T08:05:03.000001Z"], ["2024-07-04T00:00:00Z", "2025-04-05T16:00:00Z"]]

array_cat(ARRAY[d], ARRAY[t])
-- same: [["2024-02-29T00:00:00Z", "2024-03-10T06:59:59.999999Z"], ["2024-01-31T00:00:00Z", "2024-03-10T07:00:00Z"], ["2023-12-31T00:00:00Z", "2024-11-03T05:30:00Z"], [null, "2024-11-03T06:30:00Z"], ["1970-01-01T00:00:00Z", null], ["1969-12-31T00:00:00Z", "2024-03-31T00:59:59Z"], ["2000-02-29T00:00:00Z", "2024-03-31T01:00:00Z"], ["1900-03-01T00:00:00Z", "2024-10-27T00:30:00Z"], ["2024-12-30T00:00:00Z", "2024-10-27T01:30:00Z"], ["2021-01-03T00:00:00Z", "1969-12-31T23:59:58.75Z"], ["2021-01-04T00:00:00Z", "2024-02-29T12:34:56.789012Z"], ["2016-01-03T00:00:00Z", "1900-06-01T00:00:00Z"], ["2024-03-31T00:00:00Z", "2024-12-31T23:59:59.999999Z"], ["2024-10-27T00:00:00Z", "2024-01-01T00:00:00Z"], ["2024-03-10T00:00:00Z", "2021-01-03T23:00:00Z"], ["2024-11-03T00:00:00Z", "2024-07-15T22:30:00Z"], ["2100-02-28T00:00:00Z", "2024-01-31T10:20:30Z"], ["1999-12-31T00:00:00Z", "2023-12-31T12:00:00.5Z"], ["2005-01-01T00:00:00Z", "2000-01-01T00:00:00Z"], ["2008-12-29T00:00:00Z", "1970-01-01T00:00:00Z"], ["2025-06-15T00:00:00Z", "2038-01-19T03:14:08Z"], ["2026-08-31T00:00:00Z", "2024-05-15T13:07:09.123Z"], ["2010-01-03T00:00:00Z", "2024-08-31T08:05:03.000001Z"], ["2024-07-04T00:00:00Z", "2025-04-05T16:00:00Z"]]

ARRAY[d] || ARRAY[t]
-- same: [["2024-02-29T00:00:00Z", "2024-03-10T06:59:59.999999Z"], ["2024-01-31T00:00:00Z", "2024-03-10T07:00:00Z"], ["2023-12-31T00:00:00Z", "2024-11-03T05:30:00Z"], [null, "2024-11-03T06:30:00Z"], ["1970-01-01T00:00:00Z", null], ["1969-12-31T00:00:00Z", "2024-03-31T00:59:59Z"], ["2000-02-29T00:00:00Z", "2024-03-31T01:00:00Z"], ["1900-03-01T00:00:00Z", "2024-10-27T00:30:00Z"], ["2024-12-30T00:00:00Z", "2024-10-27T01:30:00Z"], ["2021-01-03T00:00:00Z", "1969-12-31T23:59:58.75Z"], ["2021-01-04T00:00:00Z", "2024-02-29T12:34:56.789012Z"], ["2016-01-03T00:00:00Z", "1900-06-01T00:00:00Z"], ["2024-03-31T00:00:00Z", "2024-12-31T23:59:59.999999Z"], ["2024-10-27T00:00:00Z", "2024-01-01T00:00:00Z"], ["2024-03-10T00:00:00Z", "2021-01-03T23:00:00Z"], ["2024-11-03T00:00:00Z", "2024-07-15T22:30:00Z"], ["2100-02-28T00:00:00Z", "2024-01-31T10:20:30Z"], ["1999-12-31T00:00:00Z", "2023-12-31T12:00:00.5Z"], ["2005-01-01T00:00:00Z", "2000-01-01T00:00:00Z"], ["2008-12-29T00:00:00Z", "1970-01-01T00:00:00Z"], ["2025-06-15T00:00:00Z", "2038-01-19T03:14:08Z"], ["2026-08-31T00:00:00Z", "2024-05-15T13:07:09.123Z"], ["2010-01-03T00:00:00Z", "2024-08-31T08:05:03.000001Z"], ["2024-07-04T00:00:00Z", "2025-04-05T16:00:00Z"]]

ARRAY[t] || d
-- same: [["2024-03-10T06:59:59.999999Z", "2024-02-29T00:00:00Z"], ["2024-03-10T07:00:00Z", "2024-01-31T00:00:00Z"], ["2024-11-03T05:30:00Z", "2023-12-31T00:00:00Z"], ["2024-11-03T06:30:00Z", null], [null, "1970-01-01T00:00:00Z"], ["2024-03-31T00:59:59Z", "1969-12-31T00:00:00Z"], ["2024-03-31T01:00:00Z", "2000-02-29T00:00:00Z"], ["2024-10-27T00:30:00Z", "1900-03-01T00:00:00Z"], ["2024-10-27T01:30:00Z", "2024-12-30T00:00:00Z"], ["1969-12-31T23:59:58.75Z", "2021-01-03T00:00:00Z"], ["2024-02-29T12:34:56.789012Z", "2021-01-04T00:00:00Z"], ["1900-06-01T00:00:00Z", "2016-01-03T00:00:00Z"], ["2024-12-31T23:59:59.999999Z", "2024-03-31T00:00:00Z"], ["2024-01-01T00:00:00Z", "2024-10-27T00:00:00Z"], ["2021-01-03T23:00:00Z", "2024-03-10T00:00:00Z"], ["2024-07-15T22:30:00Z", "2024-11-03T00:00:00Z"], ["2024-01-31T10:20:30Z", "2100-02-28T00:00:00Z"], ["2023-12-31T12:00:00.5Z", "1999-12-31T00:00:00Z"], ["2000-01-01T00:00:00Z", "2005-01-01T00:00:00Z"], ["1970-01-01T00:00:00Z", "2008-12-29T00:00:00Z"], ["2038-01-19T03:14:08Z", "2025-06-15T00:00:00Z"], ["2024-05-15T13:07:09.123Z", "2026-08-31T00:00:00Z"], ["2024-08-31T08:05:03.000001Z", "2010-01-03T00:00:00Z"], ["2025-04-05T16:00:00Z", "2024-07-04T00:00:00Z"]]

array_remove(ARRAY[t, d], t)
-- same: [["2024-02-29T00:00:00Z"], ["2024-01-31T00:00:00Z"], ["2023-12-31T00:00:00Z"], [null], ["1970-01-01T00:00:00Z"], ["1969-12-31T00:00:00Z"], ["2000-02-29T00:00:00Z"], ["1900-03-01T00:00:00Z"], ["2024-12-30T00:00:00Z"], ["2021-01-03T00:00:00Z"], ["2021-01-04T00:00:00Z"], ["2016-01-03T00:00:00Z"], ["2024-03-31T00:00:00Z"], ["2024-10-27T00:00:00Z"], ["2024-03-10T00:00:00Z"], ["2024-11-03T00:00:00Z"], ["2100-02-28T00:00:00Z"], ["1999-12-31T00:00:00Z"], ["2005-01-01T00:00:00Z"], ["2008-12-29T00:00:00Z"], ["2025-06-15T00:00:00Z"], ["2026-08-31T00:00:00Z"], ["2010-01-03T00:00:00Z"], ["2024-07-04T00:00:00Z"]]

array_position(ARRAY[t, u], d)
-- same: all null

d <> ALL (ARRAY[t, u])
-- same: [true, true, true, null, null, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

SELECT trim(x) AS tag, count(*) AS n FROM (SELECT unnest(string_to_array(replace(s, ' ', ','), ',')) AS x FROM events) q WHERE trim(x) <> '' GROUP BY trim(x)
-- same: [{"tag": "0", "n": 1}, {"tag": "Anna", "n": 1}, {"tag": "Größe", "n": 1}, {"tag": "MiXeD", "n": 1}, {"tag": "Schmidt", "n": 1}, {"tag": "\"quoted\"", "n": 1}, {"tag": "a-b-c", "n": 1}, {"tag": "a_b%c", "n": 1}, {"tag": "aaaa", "n": 1}, {"tag": "back\\slash", "n": 1}, {"tag": "cAsE", "n": 1}, {"tag": "café", "n": 1}, {"tag": "é", "n": 1}, {"tag": "it's", "n": 1}, {"tag": "line\nbreak", "n": 1}, {"tag": "naïve", "n": 1}, {"tag": "null", "n": 1}, {"tag": "smile", "n": 1}, {"tag": "spaces", "n": 1}, {"tag": "tab\there", "n": 1}, {"tag": "tower", "n": 1}, {"tag": "two", "n": 1}, {"tag": "www.Shop-24.example", "n": 1}, {"tag": "x", "n": 1}, {"tag": "y", "n": 1}, {"tag": "z", "n": 1}, {"tag": "ÅNGSTRÖM", "n": 1}, {"tag": "ß", "n": 1}, {"tag": "Ελλάδα", "n": 1}, {"tag": "東京", "n": 1}, {"tag": "😀", "n": 1}]

SELECT id, unnest('{a,b}'::text[]) AS v FROM events WHERE id = 1
-- same: [{"id": 1, "v": "a"}, {"id": 1, "v": "b"}]

'{a,b}'::text[] = string_to_array('a,b', ',')
-- same: all true

'{1,2}'::int[] || 3
-- same: all [1, 2, 3]

'{1,2}'::bigint[] @> ARRAY[1::bigint]
-- same: all true

('{1,2,3}'::int[])[2]
-- same: all 2

cardinality('{}'::text[])
-- same: all 0

'{" a ",b c}'::text[]
-- same: all [" a ", "b c"]

'{a\,b}'::text[]
-- same: all ["a,b"]

'{1,2,}'::int[]
-- same: "error"

'{1.5}'::int[]
-- same: "error"

'{99999999999}'::int[]
-- same: "error"

'{{a},{b}}'::text[]
-- same: all [["a"], ["b"]]

('{' || g || ',x}')::text[]
-- same: [["a", "x"], ["b", "x"], null, ["a", "x"], ["B", "x"], ["b", "x"], ["a", "x"], null, ["é", "x"], ["e", "x"], ["Z", "x"], ["z", "x"], "error", ["a", "x"], ["a", "x"], ["b", "x"], null, ["a", "x"], ["B", "x"], ["b", "x"], ["a", "x"], null, ["é", "x"], ["e", "x"]]

ls::text = '{a,b,c}'
-- same: [true, false, null, false, false, false, false, false, false, false, true, false, null, false, false, false, false, false, false, false, true, false, null, false]

li::text || 'x'
-- same: ["{1,2,3}x", "{}x", null, "{1,NULL,3}x", "{3,1,2}x", "{NULL}x", "{7,7,8}x", "{0}x", "{-1,-2}x", "{10,20,30,40,50}x", "{1,2,3}x", "{}x", null, "{1,NULL,3}x", "{3,1,2}x", "{NULL}x", "{7,7,8}x", "{0}x", "{-1,-2}x", "{10,20,30,40,50}x", "{1,2,3}x", "{}x", null, "{1,NULL,3}x"]

concat(li, 'x')
-- same: ["{1,2,3}x", "{}x", "x", "{1,NULL,3}x", "{3,1,2}x", "{NULL}x", "{7,7,8}x", "{0}x", "{-1,-2}x", "{10,20,30,40,50}x", "{1,2,3}x", "{}x", "x", "{1,NULL,3}x", "{3,1,2}x", "{NULL}x", "{7,7,8}x", "{0}x", "{-1,-2}x", "{10,20,30,40,50}x", "{1,2,3}x", "{}x", "x", "{1,NULL,3}x"]

array_to_string(li, ',') || 'x'
-- same: ["1,2,3x", "x", null, "1,3x", "3,1,2x", "x", "7,7,8x", "0x", "-1,-2x", "10,20,30,40,50x", "1,2,3x", "x", null, "1,3x", "3,1,2x", "x", "7,7,8x", "0x", "-1,-2x", "10,20,30,40,50x", "1,2,3x", "x", null, "1,3x"]

(li || 4)::text
-- same: ["{1,2,3,4}", "{4}", "{4}", "{1,NULL,3,4}", "{3,1,2,4}", "{NULL,4}", "{7,7,8,4}", "{0,4}", "{-1,-2,4}", "{10,20,30,40,50,4}", "{1,2,3,4}", "{4}", "{4}", "{1,NULL,3,4}", "{3,1,2,4}", "{NULL,4}", "{7,7,8,4}", "{0,4}", "{-1,-2,4}", "{10,20,30,40,50,4}", "{1,2,3,4}", "{4}", "{4}", "{1,NULL,3,4}"]

li::text::int[] = li
-- same: [true, true, null, true, true, true, true, true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, null, true]

ls::text::text[] = ls
-- same: [true, true, null, true, true, true, true, true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, null, true]

ls @> '{a}'
-- same: [true, false, null, true, false, false, true, false, false, true, true, false, null, true, false, false, true, false, false, true, true, false, null, true]

ls && '{a,"x,y"}'
-- same: [true, false, null, true, false, false, true, true, false, true, true, false, null, true, false, false, true, true, false, true, true, false, null, true]

ls = '{}'
-- same: [false, true, null, false, false, false, false, false, false, false, false, true, null, false, false, false, false, false, false, false, false, true, null, false]

'a' = ANY ('{a,b}')
-- same: all true

i <> ALL ('{1,2}')
-- same: [true, false, true, true, true, null, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

i = ANY ('{1,2}')
-- same: [false, true, false, false, false, null, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

i > ALL ('{1,2}')
-- postgres: [false, false, false, true, false, null, false, true, false, true, false, true, false, true, true, false, true, true, true, true, true, false, true, true]
-- mubatch: "error"
-- differs: refused: write ARRAY[1, 2]

s LIKE ANY ('{%a%,%e%}'::text[])
-- same: [true, false, true, null, true, true, false, true, true, true, false, true, true, true, true, true, false, true, true, false, false, true, false, true]

s LIKE ALL ('{%a%,%e%}')
-- same: [false, false, true, null, false, true, false, false, false, false, false, false, false, true, true, false, false, false, true, false, false, false, false, false]

s NOT LIKE ALL ('{A%,b%}')
-- same: [false, true, true, null, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

li <= ARRAY[1, 2, 3]
-- same: [true, true, null, false, false, false, false, true, true, false, true, true, null, false, false, false, false, true, true, false, true, true, null, false]

li >= li
-- same: [true, true, null, true, true, true, true, true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, null, true]

ls < ARRAY['b']
-- same: [true, true, null, true, true, false, false, false, false, true, true, true, null, true, true, false, false, false, false, true, true, true, null, true]

ls > '{a}'
-- same: [true, false, null, true, false, true, true, true, true, false, true, false, null, true, false, true, true, true, true, false, true, false, null, true]

ARRAY[1, NULL] < ARRAY[1, 2]
-- same: all false

ARRAY[1, NULL] > ARRAY[1]
-- same: all true

ARRAY[]::int[] < ARRAY[1]
-- same: all true

array_fill(NULL::int, ARRAY[2])
-- same: all [null, null]

array_fill(s, ARRAY[k % 3 + 1])
-- same: [["Anna Schmidt", "Anna Schmidt", "Anna Schmidt"], [""], ["  two spaces "], [], ["Größe", "Größe"], ["naïve café", "naïve café"], "error", "error", ["back\\slash", "back\\slash", "back\\slash"], ["it's \"quoted\""], ["Ελλάδα"], ["東京 tower"], ["😀 smile", "😀 smile"], ["line\nbreak", "line\nbreak", "line\nbreak"], ["tab\there"], ["a-b-c"], ["x,y,,z", "x,y,,z"], ["MiXeD cAsE", "MiXeD cAsE", "MiXeD cAsE"], ["www.Shop-24.example", "www.Shop-24.example"], [], ["0", "0"], ["aaaa", "aaaa"], "error", ["é"]]

array_fill(0, ARRAY[0])
-- same: all []

array_fill(0, ARRAY[-1])
-- same: "error"

array_fill(t, ARRAY[1])
-- same: [["2024-03-10T06:59:59.999999Z"], ["2024-03-10T07:00:00Z"], ["2024-11-03T05:30:00Z"], ["2024-11-03T06:30:00Z"], [null], ["2024-03-31T00:59:59Z"], ["2024-03-31T01:00:00Z"], ["2024-10-27T00:30:00Z"], ["2024-10-27T01:30:00Z"], ["1969-12-31T23:59:58.75Z"], ["2024-02-29T12:34:56.789012Z"], ["1900-06-01T00:00:00Z"], ["2024-12-31T23:59:59.999999Z"], ["2024-01-01T00:00:00Z"], ["2021-01-03T23:00:00Z"], ["2024-07-15T22:30:00Z"], ["2024-01-31T10:20:30Z"], ["2023-12-31T12:00:00.5Z"], ["2000-01-01T00:00:00Z"], ["1970-01-01T00:00:00Z"], ["2038-01-19T03:14:08Z"], ["2024-05-15T13:07:09.123Z"], ["2024-08-31T08:05:03.000001Z"], ["2025-04-05T16:00:00Z"]]

trim_array(ls, 1)
-- same: [["a", "b"], "error", null, ["a", null], [""], [], ["b", "a"], ["x,y"], ["É"], ["B", "a", "C"], ["a", "b"], "error", null, ["a", null], [""], [], ["b", "a"], ["x,y"], ["É"], ["B", "a", "C"], ["a", "b"], "error", null, ["a", null]]

trim_array(li, NULL)
-- same: all null

trim_array('{1,2,3}'::int[], 1)
-- same: all [1, 2]

trim_array(li, cardinality(li))
-- same: [[], [], null, [], [], [], [], [], [], [], [], [], null, [], [], [], [], [], [], [], [], [], null, []]

array_upper(ls, 1)
-- same: [3, null, null, 3, 2, 1, 3, 2, 2, 4, 3, null, null, 3, 2, 1, 3, 2, 2, 4, 3, null, null, 3]

array_ndims(ls)
-- same: [1, null, null, 1, 1, 1, 1, 1, 1, 1, 1, null, null, 1, 1, 1, 1, 1, 1, 1, 1, null, null, 1]

array_upper(li, 2)
-- same: all null

format('%s has %s', g, cardinality(li))
-- same: ["a has 3", "b has 0", " has ", "a has 3", "B has 3", "b has 1", "a has 3", " has 1", "é has 2", "e has 5", "Z has 3", "z has 0", " has ", "a has 3", "a has 3", "b has 1", " has 3", "a has 1", "B has 2", "b has 5", "a has 3", " has 0", "é has ", "e has 3"]

format('%s|%s|%s', ok, m, li)
-- same: ["t|0.00|{1,2,3}", "f|2.50|{}", "|1.50|", "t|-1.50|{1,NULL,3}", "f|19.99|{3,1,2}", "t|0.01|{NULL}", "|-0.01|{7,7,8}", "f||{0}", "t|99999999.99|{-1,-2}", "f|-99999999.99|{10,20,30,40,50}", "|10.00|{1,2,3}", "t|3.33|{}", "f|0.10|", "t|0.20|{1,NULL,3}", "|0.30|{3,1,2}", "f|2.45|{NULL}", "t|7.05|{7,7,8}", "f|100.00|{0}", "|49.95|{-1,-2}", "t|0.99|{10,20,30,40,50}", "f|1.15|{1,2,3}", "t|33.33|{}", "|66.67|", "f|0.05|{1,NULL,3}"]

format('%2$s-%1$s', g, i)
-- same: ["0-a", "1-b", "-1-", "2147483647-a", "-2147483648-B", "-b", "2-a", "3-", "-3-é", "7-e", "-7-Z", "10-z", "-10-", "42-a", "100-a", "-100-b", "255-", "256-a", "999-B", "1000-b", "12345-a", "-12345-", "5-é", "6-e"]

format('%-10s|', g)
-- same: ["a         |", "b         |", "          |", "a         |", "B         |", "b         |", "a         |", "          |", "é         |", "e         |", "Z         |", "z         |", "          |", "a         |", "a         |", "b         |", "          |", "a         |", "B         |", "b         |", "a         |", "          |", "é         |", "e         |"]

format('%10s', s)
-- same: ["Anna Schmidt", "          ", "  two spaces ", "          ", "     Größe", "naïve café", "  ÅNGSTRÖM", "     a_b%c", "back\\slash", "it's \"quoted\"", "    Ελλάδα", "  東京 tower", "   😀 smile", "line\nbreak", "  tab\there", "     a-b-c", "    x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "      null", "         0", "      aaaa", "         ß", "        é"]

format('100%%')
-- same: all "100%"

format('%s%%', m)
-- same: ["0.00%", "2.50%", "1.50%", "-1.50%", "19.99%", "0.01%", "-0.01%", "%", "99999999.99%", "-99999999.99%", "10.00%", "3.33%", "0.10%", "0.20%", "0.30%", "2.45%", "7.05%", "100.00%", "49.95%", "0.99%", "1.15%", "33.33%", "66.67%", "0.05%"]

format('%s', ARRAY['a', 'b c'])
-- same: all "{a,\"b c\"}"

format('%L', 'it''s')
-- same: all "'it''s'"

format(NULL, 1)
-- same: all null

format('%3$s', 'a', 'b')
-- same: "error"

format('%1$s %s', 'a', 'b')
-- same: all "a b"

format('%0$s', 'a')
-- same: "error"

quote_literal('a\b')
-- same: all "E'a\\\\b'"

quote_literal(d)
-- same: ["'2024-02-29'", "'2024-01-31'", "'2023-12-31'", null, "'1970-01-01'", "'1969-12-31'", "'2000-02-29'", "'1900-03-01'", "'2024-12-30'", "'2021-01-03'", "'2021-01-04'", "'2016-01-03'", "'2024-03-31'", "'2024-10-27'", "'2024-03-10'", "'2024-11-03'", "'2100-02-28'", "'1999-12-31'", "'2005-01-01'", "'2008-12-29'", "'2025-06-15'", "'2026-08-31'", "'2010-01-03'", "'2024-07-04'"]

quote_nullable(li)
-- same: ["'{1,2,3}'", "'{}'", "NULL", "'{1,NULL,3}'", "'{3,1,2}'", "'{NULL}'", "'{7,7,8}'", "'{0}'", "'{-1,-2}'", "'{10,20,30,40,50}'", "'{1,2,3}'", "'{}'", "NULL", "'{1,NULL,3}'", "'{3,1,2}'", "'{NULL}'", "'{7,7,8}'", "'{0}'", "'{-1,-2}'", "'{10,20,30,40,50}'", "'{1,2,3}'", "'{}'", "NULL", "'{1,NULL,3}'"]

concat(ok, 'x')
-- same: ["tx", "fx", "x", "tx", "fx", "tx", "x", "fx", "tx", "fx", "x", "tx", "fx", "tx", "x", "fx", "tx", "fx", "x", "tx", "fx", "tx", "x", "fx"]

concat_ws(',', ok, g, i)
-- same: ["t,a,0", "f,b,1", "-1", "t,a,2147483647", "f,B,-2147483648", "t,b", "a,2", "f,3", "t,é,-3", "f,e,7", "Z,-7", "t,z,10", "f,,-10", "t,a,42", "a,100", "f,b,-100", "t,255", "f,a,256", "B,999", "t,b,1000", "f,a,12345", "t,-12345", "é,5", "f,e,6"]

concat_ws(',', VARIADIC ls)
-- postgres: ["a,b,c", "", null, "a,c", ",x", "", "b,a,b", "x,y,z", "É,e", "B,a,C,b", "a,b,c", "", null, "a,c", ",x", "", "b,a,b", "x,y,z", "É,e", "B,a,C,b", "a,b,c", "", null, "a,c"]
-- mubatch: "error"
-- differs: refused: write array_to_string(list, ',')

convert_from(s::bytea, 'UTF8')
-- postgres: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "error", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]
-- mubatch: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]
-- differs: a backslash of a column is one, and begins no escape

convert_from(decode('ff', 'hex'), 'UTF8')
-- same: "error"

length(convert_to(s, 'UTF8'))
-- postgres: [12, 0, 13, null, 7, 12, 10, 5, 10, 13, 12, 12, 10, 10, 8, 5, 6, 10, 19, 4, 1, 4, 2, 3]
-- mubatch: "error"
-- differs: refused: for bytes write octet_length(text)

g LIKE g || '%'
-- same: [true, true, null, true, true, true, true, null, true, true, true, true, true, true, true, true, null, true, true, true, true, null, true, true]

g LIKE '%\'
-- postgres: ["error", "error", null, "error", "error", "error", "error", null, "error", "error", "error", "error", false, "error", "error", "error", null, "error", "error", "error", "error", null, "error", "error"]
-- mubatch: "error"
-- differs: refused: a pattern that ends with its escape character

('a' || chr(92)) LIKE ('a' || chr(92) || chr(92))
-- same: all true

s NOT ILIKE p
-- same: [true, false, true, null, true, true, true, true, "error", true, true, true, true, true, true, true, true, true, true, false, false, true, true, true]

s LIKE concat('%', p, '%')
-- same: [true, true, true, null, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, false, true, true, false, true]

s LIKE p ESCAPE '#'
-- same: [false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false, false]

s SIMILAR TO p || '%'
-- same: [false, true, true, null, false, false, true, true, false, false, false, false, true, false, false, false, false, false, false, false, true, true, false, true]

s COLLATE "C" > g COLLATE "C"
-- same: [false, false, null, null, true, true, true, null, false, true, true, true, true, true, true, false, null, false, true, true, false, null, false, true]

SELECT g FROM events GROUP BY g ORDER BY g COLLATE "C"
-- same: [{"g": ""}, {"g": "B"}, {"g": "Z"}, {"g": "a"}, {"g": "b"}, {"g": "e"}, {"g": "z"}, {"g": "é"}, {"g": null}]

regexp_replace(s, '\s+', '$1', 'g')
-- same: ["Anna$1Schmidt", "", "$1two$1spaces$1", null, "Größe", "naïve$1café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's$1\"quoted\"", "Ελλάδα", "東京$1tower", "😀$1smile", "line$1break", "tab$1here", "a-b-c", "x,y,,z", "MiXeD$1cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

regexp_replace(s, 'x*', '-', 'g')
-- same: ["-A-n-n-a- -S-c-h-m-i-d-t-", "-", "- - -t-w-o- -s-p-a-c-e-s- -", null, "-G-r-ö-ß-e-", "-n-a-ï-v-e- -c-a-f-é-", "-Å-N-G-S-T-R-Ö-M-", "-a-_-b-%-c-", "-b-a-c-k-\\-s-l-a-s-h-", "-i-t-'-s- -\"-q-u-o-t-e-d-\"-", "-Ε-λ-λ-ά-δ-α-", "-東-京- -t-o-w-e-r-", "-😀- -s-m-i-l-e-", "-l-i-n-e-\n-b-r-e-a-k-", "-t-a-b-\t-h-e-r-e-", "-a---b---c-", "--,-y-,-,-z-", "-M-i-X-e-D- -c-A-s-E-", "-w-w-w-.-S-h-o-p---2-4-.-e--a-m-p-l-e-", "-n-u-l-l-", "-0-", "-a-a-a-a-", "-ß-", "-e-́-"]

regexp_replace(repeat('a', 1000), 'a', '\&\&', 'g') = repeat('a', 2000)
-- same: all true

concat(t::time, '|')
-- same: ["06:59:59.999999|", "07:00:00|", "05:30:00|", "06:30:00|", "|", "00:59:59|", "01:00:00|", "00:30:00|", "01:30:00|", "23:59:58.75|", "12:34:56.789012|", "00:00:00|", "23:59:59.999999|", "00:00:00|", "23:00:00|", "22:30:00|", "10:20:30|", "12:00:00.5|", "00:00:00|", "00:00:00|", "03:14:08|", "13:07:09.123|", "08:05:03.000001|", "16:00:00|"]

format('%s', t::time)
-- same: ["06:59:59.999999", "07:00:00", "05:30:00", "06:30:00", "", "00:59:59", "01:00:00", "00:30:00", "01:30:00", "23:59:58.75", "12:34:56.789012", "00:00:00", "23:59:59.999999", "00:00:00", "23:00:00", "22:30:00", "10:20:30", "12:00:00.5", "00:00:00", "00:00:00", "03:14:08", "13:07:09.123", "08:05:03.000001", "16:00:00"]

ARRAY[t::time]
-- same: [["06:59:59.999999"], ["07:00:00"], ["05:30:00"], ["06:30:00"], [null], ["00:59:59"], ["01:00:00"], ["00:30:00"], ["01:30:00"], ["23:59:58.75"], ["12:34:56.789012"], ["00:00:00"], ["23:59:59.999999"], ["00:00:00"], ["23:00:00"], ["22:30:00"], ["10:20:30"], ["12:00:00.5"], ["00:00:00"], ["00:00:00"], ["03:14:08"], ["13:07:09.123"], ["08:05:03.000001"], ["16:00:00"]]

length(format('%5s', s)) >= 5
-- same: all true

format('%s', -i)
-- same: ["0", "-1", "1", "-2147483647", "error", "", "-2", "-3", "3", "-7", "7", "-10", "10", "-42", "-100", "100", "-255", "-256", "-999", "-1000", "-12345", "12345", "-5", "-6"]

format('%s and %s', 'a', NULL)
-- same: all "a and "

'{a,NULL}'::text[] || 'b'::text
-- same: all ["a", null, "b"]

('{1,2}'::int[])[1] + i
-- same: [1, 2, 0, "error", -2147483647, null, 3, 4, -2, 8, -6, 11, -9, 43, 101, -99, 256, 257, 1000, 1001, 12346, -12344, 6, 7]

li = '{1,2,3}' OR li = '{7,7,8}'
-- same: [true, false, null, false, false, false, true, false, false, false, true, false, null, false, false, false, true, false, false, false, true, false, null, false]

SELECT id FROM events WHERE ls[1] = ANY ('{a,b}')
-- same: [{"id": 11}, {"id": 14}, {"id": 17}, {"id": 1}, {"id": 21}, {"id": 24}, {"id": 4}, {"id": 7}]

SELECT li::text AS v, count(*) AS n FROM events GROUP BY li::text
-- same: [{"v": "{-1,-2}", "n": 2}, {"v": "{0}", "n": 2}, {"v": "{1,2,3}", "n": 3}, {"v": "{1,NULL,3}", "n": 3}, {"v": "{10,20,30,40,50}", "n": 2}, {"v": "{3,1,2}", "n": 2}, {"v": "{7,7,8}", "n": 2}, {"v": "{NULL}", "n": 2}, {"v": "{}", "n": 3}, {"v": null, "n": 3}]

SELECT string_agg(li::text, ';' ORDER BY id) AS v FROM events WHERE id < 4
-- same: [{"v": "{1,2,3};{}"}]

SELECT id, li FROM events WHERE id < 8 ORDER BY li, id
-- same: [{"id": 2, "li": []}, {"id": 1, "li": [1, 2, 3]}, {"id": 4, "li": [1, null, 3]}, {"id": 5, "li": [3, 1, 2]}, {"id": 7, "li": [7, 7, 8]}, {"id": 6, "li": [null]}, {"id": 3, "li": null}]

SELECT max(li) AS v FROM events
-- same: [{"v": [null]}]

SELECT DISTINCT li FROM events WHERE id < 12
-- same: [{"li": [-1, -2]}, {"li": [0]}, {"li": [1, 2, 3]}, {"li": [1, null, 3]}, {"li": [10, 20, 30, 40, 50]}, {"li": [3, 1, 2]}, {"li": [7, 7, 8]}, {"li": []}, {"li": [null]}, {"li": null}]

li IN (ARRAY[1, 2, 3], ARRAY[0])
-- same: [true, false, null, false, false, false, false, true, false, false, true, false, null, false, false, false, false, true, false, false, true, false, null, false]

array_position('{a,b}'::text[], 'b')
-- same: all 2

ok::text || concat(ok)
-- same: ["truet", "falsef", null, "truet", "falsef", "truet", null, "falsef", "truet", "falsef", null, "truet", "falsef", "truet", null, "falsef", "truet", "falsef", null, "truet", "falsef", "truet", null, "falsef"]

concat(ok, NULL, ok)
-- same: ["tt", "ff", "", "tt", "ff", "tt", "", "ff", "tt", "ff", "", "tt", "ff", "tt", "", "ff", "tt", "ff", "", "tt", "ff", "tt", "", "ff"]

concat_ws('-', NULL, ok)
-- same: ["t", "f", "", "t", "f", "t", "", "f", "t", "f", "", "t", "f", "t", "", "f", "t", "f", "", "t", "f", "t", "", "f"]

regexp_replace(s, '.*b|a', 'x', 'g')
-- same: ["Annx Schmidt", "", "  two spxces ", null, "Größe", "nxïve cxfé", "ÅNGSTRÖM", "x%c", "xxck\\slxsh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "xrexk", "x\there", "x-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.exxmple", "null", "0", "xxxx", "ß", "é"]

regexp_count(s, '.*b|a')
-- same: [1, 0, 1, null, 0, 2, 0, 1, 3, 0, 0, 0, 0, 2, 1, 1, 0, 0, 1, 0, 0, 4, 0, 0]

SELECT id, e.li[1] AS v FROM events e ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": 1}, {"id": 5, "v": 3}, {"id": 6, "v": null}, {"id": 7, "v": 7}, {"id": 8, "v": 0}, {"id": 9, "v": -1}, {"id": 10, "v": 10}, {"id": 11, "v": 1}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": 1}, {"id": 15, "v": 3}, {"id": 16, "v": null}, {"id": 17, "v": 7}, {"id": 18, "v": 0}, {"id": 19, "v": -1}, {"id": 20, "v": 10}, {"id": 21, "v": 1}, {"id": 22, "v": null}, {"id": 23, "v": null}, {"id": 24, "v": 1}]

SELECT id, e.li[2:3] AS v FROM events e ORDER BY id
-- same: [{"id": 1, "v": [2, 3]}, {"id": 2, "v": []}, {"id": 3, "v": null}, {"id": 4, "v": [null, 3]}, {"id": 5, "v": [1, 2]}, {"id": 6, "v": []}, {"id": 7, "v": [7, 8]}, {"id": 8, "v": []}, {"id": 9, "v": [-2]}, {"id": 10, "v": [20, 30]}, {"id": 11, "v": [2, 3]}, {"id": 12, "v": []}, {"id": 13, "v": null}, {"id": 14, "v": [null, 3]}, {"id": 15, "v": [1, 2]}, {"id": 16, "v": []}, {"id": 17, "v": [7, 8]}, {"id": 18, "v": []}, {"id": 19, "v": [-2]}, {"id": 20, "v": [20, 30]}, {"id": 21, "v": [2, 3]}, {"id": 22, "v": []}, {"id": 23, "v": null}, {"id": 24, "v": [null, 3]}]

SELECT id, events.li[1] AS v FROM events ORDER BY id
-- same: [{"id": 1, "v": 1}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": 1}, {"id": 5, "v": 3}, {"id": 6, "v": null}, {"id": 7, "v": 7}, {"id": 8, "v": 0}, {"id": 9, "v": -1}, {"id": 10, "v": 10}, {"id": 11, "v": 1}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": 1}, {"id": 15, "v": 3}, {"id": 16, "v": null}, {"id": 17, "v": 7}, {"id": 18, "v": 0}, {"id": 19, "v": -1}, {"id": 20, "v": 10}, {"id": 21, "v": 1}, {"id": 22, "v": null}, {"id": 23, "v": null}, {"id": 24, "v": 1}]

SELECT id, e.items[1].sku AS v FROM events e ORDER BY id
-- same: [{"id": 1, "v": "A1"}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": "C3"}, {"id": 6, "v": "D4"}, {"id": 7, "v": "A1"}, {"id": 8, "v": null}, {"id": 9, "v": null}, {"id": 10, "v": null}, {"id": 11, "v": "C3"}, {"id": 12, "v": "D4"}, {"id": 13, "v": "A1"}, {"id": 14, "v": null}, {"id": 15, "v": null}, {"id": 16, "v": null}, {"id": 17, "v": "C3"}, {"id": 18, "v": "D4"}, {"id": 19, "v": "A1"}, {"id": 20, "v": null}, {"id": 21, "v": null}, {"id": 22, "v": null}, {"id": 23, "v": "C3"}, {"id": 24, "v": "D4"}]

SELECT id, (e.items[1]).sku AS v FROM events e ORDER BY id
-- same: [{"id": 1, "v": "A1"}, {"id": 2, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": null}, {"id": 5, "v": "C3"}, {"id": 6, "v": "D4"}, {"id": 7, "v": "A1"}, {"id": 8, "v": null}, {"id": 9, "v": null}, {"id": 10, "v": null}, {"id": 11, "v": "C3"}, {"id": 12, "v": "D4"}, {"id": 13, "v": "A1"}, {"id": 14, "v": null}, {"id": 15, "v": null}, {"id": 16, "v": null}, {"id": 17, "v": "C3"}, {"id": 18, "v": "D4"}, {"id": 19, "v": "A1"}, {"id": 20, "v": null}, {"id": 21, "v": null}, {"id": 22, "v": null}, {"id": 23, "v": "C3"}, {"id": 24, "v": "D4"}]

SELECT id, (SELECT max(a.li[1]) FROM events a WHERE a.n = e.n) AS v FROM events e ORDER BY id
-- same: [{"id": 1, "v": 10}, {"id": 2, "v": 7}, {"id": 3, "v": 10}, {"id": 4, "v": 7}, {"id": 5, "v": null}, {"id": 6, "v": 10}, {"id": 7, "v": 10}, {"id": 8, "v": 10}, {"id": 9, "v": 7}, {"id": 10, "v": 10}, {"id": 11, "v": null}, {"id": 12, "v": 10}, {"id": 13, "v": 10}, {"id": 14, "v": 10}, {"id": 15, "v": 7}, {"id": 16, "v": 10}, {"id": 17, "v": 7}, {"id": 18, "v": null}, {"id": 19, "v": 10}, {"id": 20, "v": 10}, {"id": 21, "v": 10}, {"id": 22, "v": 7}, {"id": 23, "v": 10}, {"id": 24, "v": null}]
