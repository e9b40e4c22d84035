-- Case, length, parts.

upper(s)
-- postgres: ["ANNA SCHMIDT", "", "  TWO SPACES ", null, "GRÖßE", "NAÏVE CAFÉ", "ÅNGSTRÖM", "A_B%C", "BACK\\SLASH", "IT'S \"QUOTED\"", "ΕΛΛΆΔΑ", "東京 TOWER", "😀 SMILE", "LINE\nBREAK", "TAB\tHERE", "A-B-C", "X,Y,,Z", "MIXED CASE", "WWW.SHOP-24.EXAMPLE", "NULL", "0", "AAAA", "ß", "É"]
-- mubatch: ["ANNA SCHMIDT", "", "  TWO SPACES ", null, "GRÖSSE", "NAÏVE CAFÉ", "ÅNGSTRÖM", "A_B%C", "BACK\\SLASH", "IT'S \"QUOTED\"", "ΕΛΛΆΔΑ", "東京 TOWER", "😀 SMILE", "LINE\nBREAK", "TAB\tHERE", "A-B-C", "X,Y,,Z", "MIXED CASE", "WWW.SHOP-24.EXAMPLE", "NULL", "0", "AAAA", "SS", "É"]
-- differs: case by Unicode: upper of ß is SS; PostgreSQL with C.UTF-8 goes character by character

lower(s)
-- same: ["anna schmidt", "", "  two spaces ", null, "größe", "naïve café", "ångström", "a_b%c", "back\\slash", "it's \"quoted\"", "ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "mixed case", "www.shop-24.example", "null", "0", "aaaa", "ß", "é"]

initcap(s)
-- postgres: ["Anna Schmidt", "", "  Two Spaces ", null, "Größe", "Naïve Café", "Ångström", "A_B%C", "Back\\Slash", "It'S \"Quoted\"", "Ελλάδα", "東京 Tower", "😀 Smile", "Line\nBreak", "Tab\tHere", "A-B-C", "X,Y,,Z", "Mixed Case", "Www.Shop-24.Example", "Null", "0", "Aaaa", "ß", "É"]
-- mubatch: ["Anna Schmidt", "", "  Two Spaces ", null, "Größe", "Naïve Café", "Ångström", "A_B%C", "Back\\Slash", "It'S \"Quoted\"", "Ελλάδα", "東京 Tower", "😀 Smile", "Line\nBreak", "Tab\tHere", "A-B-C", "X,Y,,Z", "Mixed Case", "Www.Shop-24.Example", "Null", "0", "Aaaa", "SS", "É"]
-- differs: case by Unicode: upper of ß is SS; PostgreSQL with C.UTF-8 goes character by character

upper('ß')
-- postgres: all "ß"
-- mubatch: all "SS"
-- differs: case by Unicode: upper of ß is SS; PostgreSQL with C.UTF-8 goes character by character

lower('İ')
-- postgres: all "i"
-- mubatch: all "i̇"
-- differs: case by Unicode: upper of ß is SS; PostgreSQL with C.UTF-8 goes character by character

length(s)
-- same: [12, 0, 13, null, 5, 10, 8, 5, 10, 13, 6, 8, 7, 10, 8, 5, 6, 10, 19, 4, 1, 4, 1, 2]

char_length(s)
-- same: [12, 0, 13, null, 5, 10, 8, 5, 10, 13, 6, 8, 7, 10, 8, 5, 6, 10, 19, 4, 1, 4, 1, 2]

character_length(s)
-- same: [12, 0, 13, null, 5, 10, 8, 5, 10, 13, 6, 8, 7, 10, 8, 5, 6, 10, 19, 4, 1, 4, 1, 2]

octet_length(s)
-- same: [12, 0, 13, null, 7, 12, 10, 5, 10, 13, 12, 12, 10, 10, 8, 5, 6, 10, 19, 4, 1, 4, 2, 3]

bit_length(s)
-- same: [96, 0, 104, null, 56, 96, 80, 40, 80, 104, 96, 96, 80, 80, 64, 40, 48, 80, 152, 32, 8, 32, 16, 24]

length(s) / 2
-- same: [6, 0, 6, null, 2, 5, 4, 2, 5, 6, 3, 4, 3, 5, 4, 2, 3, 5, 9, 2, 0, 2, 0, 1]

reverse(s)
-- same: ["tdimhcS annA", "", " secaps owt  ", null, "eßörG", "éfac evïan", "MÖRTSGNÅ", "c%b_a", "hsals\\kcab", "\"detouq\" s'ti", "αδάλλΕ", "rewot 京東", "elims 😀", "kaerb\nenil", "ereh\tbat", "c-b-a", "z,,y,x", "EsAc DeXiM", "elpmaxe.42-pohS.www", "llun", "0", "aaaa", "ß", "́e"]

left(s, 3)
-- same: ["Ann", "", "  t", null, "Grö", "naï", "ÅNG", "a_b", "bac", "it'", "Ελλ", "東京 ", "😀 s", "lin", "tab", "a-b", "x,y", "MiX", "www", "nul", "0", "aaa", "ß", "é"]

left(s, -2)
-- same: ["Anna Schmi", "", "  two space", null, "Grö", "naïve ca", "ÅNGSTR", "a_b", "back\\sla", "it's \"quote", "Ελλά", "東京 tow", "😀 smi", "line\nbre", "tab\the", "a-b", "x,y,", "MiXeD cA", "www.Shop-24.examp", "nu", "", "aa", "", ""]

left(s, 0)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

right(s, 3)
-- same: ["idt", "", "es ", null, "öße", "afé", "RÖM", "b%c", "ash", "ed\"", "άδα", "wer", "ile", "eak", "ere", "b-c", ",,z", "AsE", "ple", "ull", "0", "aaa", "ß", "é"]

right(s, -2)
-- same: ["na Schmidt", "", "two spaces ", null, "öße", "ïve café", "GSTRÖM", "b%c", "ck\\slash", "'s \"quoted\"", "λάδα", " tower", "smile", "ne\nbreak", "b\there", "b-c", "y,,z", "XeD cAsE", "w.Shop-24.example", "ll", "", "aa", "", ""]

right(s, 0)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

substr(s, 2)
-- same: ["nna Schmidt", "", " two spaces ", null, "röße", "aïve café", "NGSTRÖM", "_b%c", "ack\\slash", "t's \"quoted\"", "λλάδα", "京 tower", " smile", "ine\nbreak", "ab\there", "-b-c", ",y,,z", "iXeD cAsE", "ww.Shop-24.example", "ull", "", "aaa", "", "́"]

substr(s, 2, 3)
-- same: ["nna", "", " tw", null, "röß", "aïv", "NGS", "_b%", "ack", "t's", "λλά", "京 t", " sm", "ine", "ab\t", "-b-", ",y,", "iXe", "ww.", "ull", "", "aaa", "", "́"]

substr(s, 0, 3)
-- same: ["An", "", "  ", null, "Gr", "na", "ÅN", "a_", "ba", "it", "Ελ", "東京", "😀 ", "li", "ta", "a-", "x,", "Mi", "ww", "nu", "0", "aa", "ß", "é"]

substr(s, -2, 5)
-- same: ["An", "", "  ", null, "Gr", "na", "ÅN", "a_", "ba", "it", "Ελ", "東京", "😀 ", "li", "ta", "a-", "x,", "Mi", "ww", "nu", "0", "aa", "ß", "é"]

substr(s, -2)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

substr(s, 2, 0)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

substr(s, 2, -1)
-- same: ["error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]

substring(s from 2 for 3)
-- same: ["nna", "", " tw", null, "röß", "aïv", "NGS", "_b%", "ack", "t's", "λλά", "京 t", " sm", "ine", "ab\t", "-b-", ",y,", "iXe", "ww.", "ull", "", "aaa", "", "́"]

substring(s for 3)
-- same: ["Ann", "", "  t", null, "Grö", "naï", "ÅNG", "a_b", "bac", "it'", "Ελλ", "東京 ", "😀 s", "lin", "tab", "a-b", "x,y", "MiX", "www", "nul", "0", "aaa", "ß", "é"]

substring(s from 3)
-- same: ["na Schmidt", "", "two spaces ", null, "öße", "ïve café", "GSTRÖM", "b%c", "ck\\slash", "'s \"quoted\"", "λάδα", " tower", "smile", "ne\nbreak", "b\there", "b-c", "y,,z", "XeD cAsE", "w.Shop-24.example", "ll", "", "aa", "", ""]

substring(s from '[a-z]+')
-- same: ["nna", null, "two", null, "r", "na", null, "a", "back", "it", null, "tower", "smile", "line", "tab", "a", "x", "i", "www", "null", null, "aaaa", null, "e"]

substring(s, 2, 3)
-- same: ["nna", "", " tw", null, "röß", "aïv", "NGS", "_b%", "ack", "t's", "λλά", "京 t", " sm", "ine", "ab\t", "-b-", ",y,", "iXe", "ww.", "ull", "", "aaa", "", "́"]

split_part(s, ',', 1)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

split_part(s, ',', 2)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "y", "", "", "", "", "", "", ""]

split_part(s, ',', -1)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

split_part(s, ',', 0)
-- same: ["error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]

split_part(s, '', 1)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

split_part(s, p, 2)
-- same: ["", "", "", null, "ße", "", "NGSTRÖM", "b%c", "slash", "quoted", "", " tower", " smile", "break", "here", "b", "y", "AsE", "Shop-24", "", "", "", "", "́"]

position(p in s)
-- same: [2, 1, 1, null, 3, 10, 1, 2, 5, 6, 2, 2, 1, 5, 4, 2, 2, 7, 4, 0, 1, 1, 0, 1]

position('b' in s)
-- same: [0, 0, 0, null, 0, 0, 0, 3, 1, 0, 0, 0, 0, 6, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0]

position('' in s)
-- same: [1, 1, 1, null, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]

strpos(s, p)
-- same: [2, 1, 1, null, 3, 10, 1, 2, 5, 6, 2, 2, 1, 5, 4, 2, 2, 7, 4, 0, 1, 1, 0, 1]

strpos(s, 'a')
-- same: [4, 0, 9, null, 0, 2, 0, 1, 2, 0, 0, 0, 0, 9, 2, 1, 0, 0, 15, 0, 0, 1, 0, 0]

strpos(s, '')
-- same: [1, 1, 1, null, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]

starts_with(s, p)
-- same: [false, true, true, null, false, false, true, false, false, false, false, false, true, false, false, false, false, false, false, false, true, true, false, true]

starts_with(s, '')
-- same: [true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

ends_with(s, 'h')
-- postgres: "error"
-- mubatch: [false, false, false, null, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- differs: PostgreSQL refuses it

-- Padding, trimming, replacing.

lpad(s, 5)
-- same: ["Anna ", "     ", "  two", null, "Größe", "naïve", "ÅNGST", "a_b%c", "back\\", "it's ", "Ελλάδ", "東京 to", "😀 smi", "line\n", "tab\th", "a-b-c", "x,y,,", "MiXeD", "www.S", " null", "    0", " aaaa", "    ß", "   é"]

lpad(s, 5, 'xy')
-- same: ["Anna ", "xyxyx", "  two", null, "Größe", "naïve", "ÅNGST", "a_b%c", "back\\", "it's ", "Ελλάδ", "東京 to", "😀 smi", "line\n", "tab\th", "a-b-c", "x,y,,", "MiXeD", "www.S", "xnull", "xyxy0", "xaaaa", "xyxyß", "xyxé"]

lpad(s, 0)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

lpad(s, -1)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

lpad(s, 5, '')
-- same: ["Anna ", "", "  two", null, "Größe", "naïve", "ÅNGST", "a_b%c", "back\\", "it's ", "Ελλάδ", "東京 to", "😀 smi", "line\n", "tab\th", "a-b-c", "x,y,,", "MiXeD", "www.S", "null", "0", "aaaa", "ß", "é"]

rpad(s, 5)
-- same: ["Anna ", "     ", "  two", null, "Größe", "naïve", "ÅNGST", "a_b%c", "back\\", "it's ", "Ελλάδ", "東京 to", "😀 smi", "line\n", "tab\th", "a-b-c", "x,y,,", "MiXeD", "www.S", "null ", "0    ", "aaaa ", "ß    ", "é   "]

rpad(s, 5, 'xy')
-- same: ["Anna ", "xyxyx", "  two", null, "Größe", "naïve", "ÅNGST", "a_b%c", "back\\", "it's ", "Ελλάδ", "東京 to", "😀 smi", "line\n", "tab\th", "a-b-c", "x,y,,", "MiXeD", "www.S", "nullx", "0xyxy", "aaaax", "ßxyxy", "éxyx"]

rpad(s, 5, '')
-- same: ["Anna ", "", "  two", null, "Größe", "naïve", "ÅNGST", "a_b%c", "back\\", "it's ", "Ελλάδ", "東京 to", "😀 smi", "line\n", "tab\th", "a-b-c", "x,y,,", "MiXeD", "www.S", "null", "0", "aaaa", "ß", "é"]

rpad(s, -1)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

trim(s)
-- same: ["Anna Schmidt", "", "two spaces", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

trim(both from s)
-- same: ["Anna Schmidt", "", "two spaces", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

trim(leading from s)
-- same: ["Anna Schmidt", "", "two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

trim(trailing from s)
-- same: ["Anna Schmidt", "", "  two spaces", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

trim(both 'a' from s)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "", "ß", "é"]

trim(leading 'a' from s)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "", "ß", "é"]

trim('xy' from 'xyxaxy')
-- same: all "a"

btrim(s)
-- same: ["Anna Schmidt", "", "two spaces", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

btrim(s, 'a')
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "", "ß", "é"]

btrim(s, p)
-- same: ["Anna Schmidt", "", "two spaces", null, "Größe", "naïve caf", "NGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted", "Ελλάδα", "東京 tower", " smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "", "", "ß", "́"]

ltrim(s)
-- same: ["Anna Schmidt", "", "two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

ltrim(s, ' a')
-- same: ["Anna Schmidt", "", "two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "", "ß", "é"]

rtrim(s)
-- same: ["Anna Schmidt", "", "  two spaces", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

rtrim(s, 'e ')
-- same: ["Anna Schmidt", "", "  two spaces", null, "Größ", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smil", "line\nbreak", "tab\ther", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.exampl", "null", "0", "aaaa", "ß", "é"]

trim(E'\t\n x \n')
-- same: all "\t\n x \n"

replace(s, p, '-')
-- same: ["A--a Schmidt", "", "--two-spaces-", null, "Gr-ße", "naïve caf-", "-NGSTRÖM", "a-b%c", "back-slash", "it's -quoted-", "Ε--άδα", "東- tower", "- smile", "line-break", "tab-here", "a-b-c", "x-y--z", "MiXeD -AsE", "www-Shop-24-example", "null", "-", "--", "ß", "-́"]

replace(s, 'a', '')
-- same: ["Ann Schmidt", "", "  two spces ", null, "Größe", "nïve cfé", "ÅNGSTRÖM", "_b%c", "bck\\slsh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbrek", "tb\there", "-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.exmple", "null", "0", "", "ß", "é"]

replace(s, '', 'x')
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

replace('aaa', 'aa', 'b')
-- same: all "ba"

translate(s, 'abc', 'xy')
-- same: ["Annx Shmidt", "", "  two spxes ", null, "Größe", "nxïve xfé", "ÅNGSTRÖM", "x_y%", "yxk\\slxsh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nyrexk", "txy\there", "x-y-", "x,y,,z", "MiXeD AsE", "www.Shop-24.exxmple", "null", "0", "xxxx", "ß", "é"]

translate(s, 'ab', '')
-- same: ["Ann Schmidt", "", "  two spces ", null, "Größe", "nïve cfé", "ÅNGSTRÖM", "_%c", "ck\\slsh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nrek", "t\there", "--c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.exmple", "null", "0", "", "ß", "é"]

translate('12345', '143', 'ax')
-- same: all "a2x5"

overlay(s placing 'XX' from 2)
-- same: ["AXXa Schmidt", "XX", " XXwo spaces ", null, "GXXße", "nXXve café", "ÅXXSTRÖM", "aXX%c", "bXXk\\slash", "iXXs \"quoted\"", "ΕXXάδα", "東XXtower", "😀XXmile", "lXXe\nbreak", "tXX\there", "aXX-c", "xXX,,z", "MXXeD cAsE", "wXX.Shop-24.example", "nXXl", "0XX", "aXXa", "ßXX", "eXX"]

overlay(s placing 'XX' from 2 for 1)
-- same: ["AXXna Schmidt", "XX", " XXtwo spaces ", null, "GXXöße", "nXXïve café", "ÅXXGSTRÖM", "aXXb%c", "bXXck\\slash", "iXX's \"quoted\"", "ΕXXλάδα", "東XX tower", "😀XXsmile", "lXXne\nbreak", "tXXb\there", "aXXb-c", "xXXy,,z", "MXXXeD cAsE", "wXXw.Shop-24.example", "nXXll", "0XX", "aXXaa", "ßXX", "eXX"]

overlay('abcdef' placing 'X' from 3 for 0)
-- same: all "abXcdef"

repeat(s, 2)
-- same: ["Anna SchmidtAnna Schmidt", "", "  two spaces   two spaces ", null, "GrößeGröße", "naïve cafénaïve café", "ÅNGSTRÖMÅNGSTRÖM", "a_b%ca_b%c", "back\\slashback\\slash", "it's \"quoted\"it's \"quoted\"", "ΕλλάδαΕλλάδα", "東京 tower東京 tower", "😀 smile😀 smile", "line\nbreakline\nbreak", "tab\theretab\there", "a-b-ca-b-c", "x,y,,zx,y,,z", "MiXeD cAsEMiXeD cAsE", "www.Shop-24.examplewww.Shop-24.example", "nullnull", "00", "aaaaaaaa", "ßß", "éé"]

repeat(s, 0)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

repeat(s, -1)
-- same: ["", "", "", null, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""]

repeat('ab', 3)
-- same: all "ababab"

-- Concatenation.

s || p
-- same: ["Anna Schmidtn", "", "  two spaces  ", null, "Größeö", "naïve caféé", "ÅNGSTRÖMÅ", "a_b%c_", "back\\slash\\", "it's \"quoted\"\"", "Ελλάδαλ", "東京 tower京", "😀 smile😀", "line\nbreak\n", "tab\there\t", "a-b-c-", "x,y,,z,", "MiXeD cAsEc", "www.Shop-24.example.", "nullNULL", "00", "aaaaaa", "ßss", "ée"]

s || NULL
-- same: all null

'a' || NULL || 'b'
-- same: all null

concat(s, p)
-- same: ["Anna Schmidtn", "", "  two spaces  ", "", "Größeö", "naïve caféé", "ÅNGSTRÖMÅ", "a_b%c_", "back\\slash\\", "it's \"quoted\"\"", "Ελλάδαλ", "東京 tower京", "😀 smile😀", "line\nbreak\n", "tab\there\t", "a-b-c-", "x,y,,z,", "MiXeD cAsEc", "www.Shop-24.example.", "nullNULL", "00", "aaaaaa", "ßss", "ée"]

concat(s, NULL, p)
-- same: ["Anna Schmidtn", "", "  two spaces  ", "", "Größeö", "naïve caféé", "ÅNGSTRÖMÅ", "a_b%c_", "back\\slash\\", "it's \"quoted\"\"", "Ελλάδαλ", "東京 tower京", "😀 smile😀", "line\nbreak\n", "tab\there\t", "a-b-c-", "x,y,,z,", "MiXeD cAsEc", "www.Shop-24.example.", "nullNULL", "00", "aaaaaa", "ßss", "ée"]

concat(s, i)
-- same: ["Anna Schmidt0", "1", "  two spaces -1", "2147483647", "Größe-2147483648", "naïve café", "ÅNGSTRÖM2", "a_b%c3", "back\\slash-3", "it's \"quoted\"7", "Ελλάδα-7", "東京 tower10", "😀 smile-10", "line\nbreak42", "tab\there100", "a-b-c-100", "x,y,,z255", "MiXeD cAsE256", "www.Shop-24.example999", "null1000", "012345", "aaaa-12345", "ß5", "é6"]

concat(s, 1, true, 2.5)
-- same: ["Anna Schmidt1t2.5", "1t2.5", "  two spaces 1t2.5", "1t2.5", "Größe1t2.5", "naïve café1t2.5", "ÅNGSTRÖM1t2.5", "a_b%c1t2.5", "back\\slash1t2.5", "it's \"quoted\"1t2.5", "Ελλάδα1t2.5", "東京 tower1t2.5", "😀 smile1t2.5", "line\nbreak1t2.5", "tab\there1t2.5", "a-b-c1t2.5", "x,y,,z1t2.5", "MiXeD cAsE1t2.5", "www.Shop-24.example1t2.5", "null1t2.5", "01t2.5", "aaaa1t2.5", "ß1t2.5", "é1t2.5"]

concat('a', NULL)
-- same: all "a"

concat_ws('-', s, p)
-- same: ["Anna Schmidt-n", "-", "  two spaces - ", "", "Größe-ö", "naïve café-é", "ÅNGSTRÖM-Å", "a_b%c-_", "back\\slash-\\", "it's \"quoted\"-\"", "Ελλάδα-λ", "東京 tower-京", "😀 smile-😀", "line\nbreak-\n", "tab\there-\t", "a-b-c--", "x,y,,z-,", "MiXeD cAsE-c", "www.Shop-24.example-.", "null-NULL", "0-0", "aaaa-aa", "ß-ss", "é-e"]

concat_ws('-', s, NULL, i)
-- same: ["Anna Schmidt-0", "-1", "  two spaces --1", "2147483647", "Größe--2147483648", "naïve café", "ÅNGSTRÖM-2", "a_b%c-3", "back\\slash--3", "it's \"quoted\"-7", "Ελλάδα--7", "東京 tower-10", "😀 smile--10", "line\nbreak-42", "tab\there-100", "a-b-c--100", "x,y,,z-255", "MiXeD cAsE-256", "www.Shop-24.example-999", "null-1000", "0-12345", "aaaa--12345", "ß-5", "é-6"]

concat_ws(NULL, 'a', 'b')
-- same: all null

concat_ws(',', 'a', NULL, '', 'b')
-- same: all "a,,b"

concat_ws('-', i, k)
-- same: ["0-2", "1-0", "-1-3", "2147483647--1", "-2147483648-7", "4", "2", "3--2", "-3-2", "7-3", "-7--3", "10-0", "-10-4", "42-5", "100-6", "-100--6", "255-16", "256-8", "999-10", "1000--10", "12345-100", "-12345-7", "5--5", "6-6"]

s || '-' || p
-- same: ["Anna Schmidt-n", "-", "  two spaces - ", null, "Größe-ö", "naïve café-é", "ÅNGSTRÖM-Å", "a_b%c-_", "back\\slash-\\", "it's \"quoted\"-\"", "Ελλάδα-λ", "東京 tower-京", "😀 smile-😀", "line\nbreak-\n", "tab\there-\t", "a-b-c--", "x,y,,z-,", "MiXeD cAsE-c", "www.Shop-24.example-.", "null-NULL", "0-0", "aaaa-aa", "ß-ss", "é-e"]

coalesce(s, '') || coalesce(p, '')
-- same: ["Anna Schmidtn", "", "  two spaces  ", "", "Größeö", "naïve caféé", "ÅNGSTRÖMÅ", "a_b%c_", "back\\slash\\", "it's \"quoted\"\"", "Ελλάδαλ", "東京 tower京", "😀 smile😀", "line\nbreak\n", "tab\there\t", "a-b-c-", "x,y,,z,", "MiXeD cAsEc", "www.Shop-24.example.", "nullNULL", "00", "aaaaaa", "ßss", "ée"]

format('%s-%s', s, i)
-- same: ["Anna Schmidt-0", "-1", "  two spaces --1", "-2147483647", "Größe--2147483648", "naïve café-", "ÅNGSTRÖM-2", "a_b%c-3", "back\\slash--3", "it's \"quoted\"-7", "Ελλάδα--7", "東京 tower-10", "😀 smile--10", "line\nbreak-42", "tab\there-100", "a-b-c--100", "x,y,,z-255", "MiXeD cAsE-256", "www.Shop-24.example-999", "null-1000", "0-12345", "aaaa--12345", "ß-5", "é-6"]

quote_literal(s)
-- same: ["'Anna Schmidt'", "''", "'  two spaces '", null, "'Größe'", "'naïve café'", "'ÅNGSTRÖM'", "'a_b%c'", "E'back\\\\slash'", "'it''s \"quoted\"'", "'Ελλάδα'", "'東京 tower'", "'😀 smile'", "'line\nbreak'", "'tab\there'", "'a-b-c'", "'x,y,,z'", "'MiXeD cAsE'", "'www.Shop-24.example'", "'null'", "'0'", "'aaaa'", "'ß'", "'é'"]

quote_ident(s)
-- postgres: ["\"Anna Schmidt\"", "\"\"", "\"  two spaces \"", null, "\"Größe\"", "\"naïve café\"", "\"ÅNGSTRÖM\"", "\"a_b%c\"", "\"back\\slash\"", "\"it's \"\"quoted\"\"\"", "\"Ελλάδα\"", "\"東京 tower\"", "\"😀 smile\"", "\"line\nbreak\"", "\"tab\there\"", "\"a-b-c\"", "\"x,y,,z\"", "\"MiXeD cAsE\"", "\"www.Shop-24.example\"", "\"null\"", "\"0\"", "aaaa", "\"ß\"", "\"é\""]
-- mubatch: "error"
-- differs: refused: it is for names, which statements here do not make

-- Codes, hashes, encodings.

ascii(s)
-- same: [65, 0, 32, null, 71, 110, 197, 97, 98, 105, 917, 26481, 128512, 108, 116, 97, 120, 77, 119, 110, 48, 97, 223, 101]

ascii('é')
-- same: all 233

ascii('')
-- same: all 0

chr(65)
-- same: all "A"

chr(233)
-- same: all "é"

chr(128512)
-- same: all "😀"

chr(0)
-- postgres: "error"
-- mubatch: all "\u0000"
-- differs: text is bytes as they are: no escapes with a backslash

md5(s)
-- same: ["a07f5bb7ae122207cac5238b9c7aa32b", "d41d8cd98f00b204e9800998ecf8427e", "b542cb9cf284ace3b86cdd26c3565bbd", null, "d248453369cf82a6a64617f1357089c5", "8feed1b062e175e77b3769d990f9e527", "4d62c085ceb3417f30a89d70fd566f60", "ec48e7b6f16585b74dea9cdea3c036bc", "7ac22aa81ddb0dd4f82a9f0b547b92f4", "c6e6e65900ab57856f4e64dbc323736c", "83cc355e8ca431fca0fa01b520bec0a8", "a84b3c24c10ad801875ec53e628cf6ce", "98b8d9b6ec6b75414c72cc498f133947", "f66371078f4626539fa2b46a061b1253", "844fd4cec7535bdc04e9ba1226b7f358", "7b193b3d33184464106f41ddf733783b", "2acb16a75b764f8efb759ef88d4d59ce", "a6f5484970049027dbbec7dfb253a672", "802a33d80ea8b66e3772f782f3143b3a", "37a6259cc0c1dae299a7866489dff0bd", "cfcd208495d565ef66e7dff9f98764da", "74b87337454200d4d33f80c4663dc5e5", "e11ce22edb052b40813b1e145b704775", "5526861fbb1e71a1bda6ac364310a807"]

sha256(s::bytea)
-- postgres: ["oh5Cg+4WGDxm06FIkMRjku/+rxGwvcmZAKEMDfNBLHw=", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "/fsrEXUPlm5iX4NRVXsx9VtRqhPCfqXZgA75wBLJ4ew=", null, "rtw/gJiaZUaWJwWFKy9KSB29HkkHYGk1JcNyS6yrP1A=", "KOhq2JwU0SmPGWHokPyYCsgKAojpSeAlV7O/0Epe/AI=", "ZdMWF3pdN+KQ/4F/QwioA4V+kEbSPObSqKS3CexsUnI=", "RxxQ+/QmvXJYXJVOu2xSflSO2f/7rWpMRhGHnfHglVg=", "error", "BAWikzlrPG8JjqP5sDqDn0CVwiDduvlkFaQByyvE/GE=", "5vdAHoHJsqPB8ILQyaAYMoem97Ts3tT006xeHv76nOU=", "/5PzuGGVWl+BtSa6KAyM3LNco6/xH1ISW84083NUfQE=", "X0aRgBi0JSocP91klIDOiqOeXyI6sWGemohEDe2MYL8=", "aXr/ymDV0NyW8AqsSy2DPjrcBwik79i2V6zEIp9ESe8=", "W4dlkx3tBqw5wRxH+D90V2Nq9HgNcpAMGgEx9My5bIU=", "y9K+e5b3cKAyaUjr0VjPU5+rBiforb3cl/emXGqK5Zo=", "GAeBeMqAza37j5zxip2QccLvom/ziwkCwySpyjiGY04=", "FNaCreimZBQm3ZlssF0v6SaJxKhTZUlaGEuTLiaHWfk=", "P/w7eBf1khUfYYfGayVitiuvCxn2La8pVa2+qJ9EnDk=", "dCNOmK/nSY+12vHzasLXiswzlGT5UHA7jAGYkvmCuQs=", "X+zrZv/IbzjZUnhsbWlsecLbwjndTpG0ZynXOif7V+k=", "Yb5VqOL2tOFyM4vd8YTW2+4pyYhT4KBIXs7n8nua8LQ=", "zTp+kqkRQwcFXkoFg6zWVJ7Du218EOzGzhGuPXaz19s=", "vxJ2ew8qVrIZAHW66BafZW486NY1fUr/GEvGx+pI+fY="]
-- mubatch: ["oh5Cg+4WGDxm06FIkMRjku/+rxGwvcmZAKEMDfNBLHw=", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "/fsrEXUPlm5iX4NRVXsx9VtRqhPCfqXZgA75wBLJ4ew=", null, "rtw/gJiaZUaWJwWFKy9KSB29HkkHYGk1JcNyS6yrP1A=", "KOhq2JwU0SmPGWHokPyYCsgKAojpSeAlV7O/0Epe/AI=", "ZdMWF3pdN+KQ/4F/QwioA4V+kEbSPObSqKS3CexsUnI=", "RxxQ+/QmvXJYXJVOu2xSflSO2f/7rWpMRhGHnfHglVg=", "FJjgtWatfdJl1fLe68gKu3uURsPpQ97LuGN7Qz/mX2o=", "BAWikzlrPG8JjqP5sDqDn0CVwiDduvlkFaQByyvE/GE=", "5vdAHoHJsqPB8ILQyaAYMoem97Ts3tT006xeHv76nOU=", "/5PzuGGVWl+BtSa6KAyM3LNco6/xH1ISW84083NUfQE=", "X0aRgBi0JSocP91klIDOiqOeXyI6sWGemohEDe2MYL8=", "aXr/ymDV0NyW8AqsSy2DPjrcBwik79i2V6zEIp9ESe8=", "W4dlkx3tBqw5wRxH+D90V2Nq9HgNcpAMGgEx9My5bIU=", "y9K+e5b3cKAyaUjr0VjPU5+rBiforb3cl/emXGqK5Zo=", "GAeBeMqAza37j5zxip2QccLvom/ziwkCwySpyjiGY04=", "FNaCreimZBQm3ZlssF0v6SaJxKhTZUlaGEuTLiaHWfk=", "P/w7eBf1khUfYYfGayVitiuvCxn2La8pVa2+qJ9EnDk=", "dCNOmK/nSY+12vHzasLXiswzlGT5UHA7jAGYkvmCuQs=", "X+zrZv/IbzjZUnhsbWlsecLbwjndTpG0ZynXOif7V+k=", "Yb5VqOL2tOFyM4vd8YTW2+4pyYhT4KBIXs7n8nua8LQ=", "zTp+kqkRQwcFXkoFg6zWVJ7Du218EOzGzhGuPXaz19s=", "vxJ2ew8qVrIZAHW66BafZW486NY1fUr/GEvGx+pI+fY="]
-- differs: text is bytes as they are: no escapes with a backslash

encode(sha256('abc'), 'hex')
-- same: all "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

encode(sha256('abc'), 'base64')
-- same: all "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="

encode(sha224('abc'), 'hex')
-- same: all "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"

encode(sha512('abc'), 'hex')
-- same: all "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"

encode('abc', 'base64')
-- same: all "YWJj"

encode('abcd', 'base64')
-- same: all "YWJjZA=="

encode('abc', 'hex')
-- same: all "616263"

encode('abc', 'escape')
-- postgres: all "abc"
-- mubatch: "error"
-- differs: refused: write 'hex' or 'base64'

decode('YWJj', 'base64')
-- same: all "YWJj"

decode('YWI=', 'base64')
-- same: all "YWI="

decode('616263', 'hex')
-- same: all "YWJj"

encode(decode('616263', 'hex'), 'base64')
-- same: all "YWJj"

convert_from(decode('616263', 'hex'), 'UTF8')
-- same: all "abc"

encode(s::bytea, 'hex')
-- postgres: ["416e6e61205363686d696474", "", "202074776f2073706163657320", null, "4772c3b6c39f65", "6e61c3af766520636166c3a9", "c3854e47535452c3964d", "615f622563", "error", "69742773202271756f74656422", "ce95cebbcebbceacceb4ceb1", "e69db1e4baac20746f776572", "f09f988020736d696c65", "6c696e650a627265616b", "7461620968657265", "612d622d63", "782c792c2c7a", "4d695865442063417345", "7777772e53686f702d32342e6578616d706c65", "6e756c6c", "30", "61616161", "c39f", "65cc81"]
-- mubatch: ["416e6e61205363686d696474", "", "202074776f2073706163657320", null, "4772c3b6c39f65", "6e61c3af766520636166c3a9", "c3854e47535452c3964d", "615f622563", "6261636b5c736c617368", "69742773202271756f74656422", "ce95cebbcebbceacceb4ceb1", "e69db1e4baac20746f776572", "f09f988020736d696c65", "6c696e650a627265616b", "7461620968657265", "612d622d63", "782c792c2c7a", "4d695865442063417345", "7777772e53686f702d32342e6578616d706c65", "6e756c6c", "30", "61616161", "c39f", "65cc81"]
-- differs: text is bytes as they are: no escapes with a backslash

encode(digest(s, 'sha256'), 'hex')
-- postgres: "error"
-- mubatch: ["a21e4283ee16183c66d3a14890c46392effeaf11b0bdc99900a10c0df3412c7c", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "fdfb2b11750f966e625f8351557b31f55b51aa13c27ea5d9800ef9c012c9e1ec", null, "aedc3f80989a6546962705852b2f4a481dbd1e490760693525c3724bacab3f50", "28e86ad89c14d1298f1961e890fc980ac80a0288e949e02557b3bfd04a5efc02", "65d316177a5d37e290ff817f4308a803857e9046d23ce6d2a8a4b709ec6c5272", "471c50fbf426bd72585c954ebb6c527e548ed9fffbad6a4c4611879df1e09558", "1498e0b566ad7dd265d5f2deebc80abb7b9446c3e943decbb8637b433fe65f6a", "0405a293396b3c6f098ea3f9b03a839f4095c220ddbaf96415a401cb2bc4fc61", "e6f7401e81c9b2a3c1f082d0c9a0183287a6f7b4ecded4f4d3ac5e1efefa9ce5", "ff93f3b861955a5f81b526ba280c8cdcb35ca3aff11f52125bce34f373547d01", "5f46918018b4252a1c3fdd649480ce8aa39e5f223ab1619e9a88440ded8c60bf", "697affca60d5d0dc96f00aac4b2d833e3adc0708a4efd8b657acc4229f4449ef", "5b8765931ded06ac39c11c47f83f7457636af4780d72900c1a0131f4ccb96c85", "cbd2be7b96f770a0326948ebd158cf539fab0627e8adbddc97f7a65c6a8ae59a", "18078178ca80cdadfb8f9cf18a9d9071c2efa26ff38b0902c324a9ca3886634e", "14d682ade8a6641426dd996cb05d2fe92689c4a85365495a184b932e268759f9", "3ffc3b7817f592151f6187c66b2562b62baf0b19f62daf2955adbea89f449c39", "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b", "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9", "61be55a8e2f6b4e172338bddf184d6dbee29c98853e0a0485ecee7f27b9af0b4", "cd3a7e92a9114307055e4a0583acd6549ec3bb6d7c10ecc6ce11ae3d76b3d7db", "bf12767b0f2a56b2190075bae8169f656e3ce8d6357d4aff184bc6c7ea48f9f6"]
-- differs: PostgreSQL refuses it

to_hex(255)
-- same: all "ff"

normalize(s)
-- postgres: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

normalize('é', NFD) = 'é'
-- postgres: all false
-- mubatch: "error"
-- differs: refused: texts are compared character by character, as they come

unistr('\0061')
-- postgres: all "a"
-- mubatch: "error"
-- differs: refused: write chr(233)

-- Comparison and order.

s = p
-- same: [false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false, false]

s <> ''
-- same: [true, false, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

s < p
-- same: [true, false, false, null, true, true, false, false, false, false, true, false, false, false, false, false, false, true, false, false, false, false, false, false]

s > 'a'
-- same: [false, false, false, null, false, true, true, true, true, true, true, true, true, true, true, true, true, false, true, true, false, true, true, true]

s BETWEEN 'a' AND 'z'
-- same: [false, false, false, null, false, true, false, true, true, true, false, false, false, true, true, true, true, false, true, true, false, true, false, true]

s IN ('Anna Schmidt', '', 'ß')
-- same: [true, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false]

s NOT IN ('a', NULL)
-- same: all null

s IN (p, 'null')
-- same: [false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, true, false, false, false]

s IS NULL
-- same: [false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s = ''
-- same: [false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s = NULL
-- same: all null

s IS NOT DISTINCT FROM p
-- same: [false, true, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false, false]

coalesce(s, p)
-- same: ["Anna Schmidt", "", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

coalesce(s, 'none')
-- same: ["Anna Schmidt", "", "  two spaces ", "none", "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

coalesce(NULL, s, 'x')
-- same: ["Anna Schmidt", "", "  two spaces ", "x", "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

nullif(s, '')
-- same: ["Anna Schmidt", null, "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

nullif(trim(s), '')
-- same: ["Anna Schmidt", null, "two spaces", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

nullif(s, p)
-- same: ["Anna Schmidt", null, "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", null, "aaaa", "ß", "é"]

greatest(s, p)
-- same: ["n", "", "  two spaces ", null, "ö", "é", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "λ", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "c", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

least(s, 'b')
-- same: ["Anna Schmidt", "", "  two spaces ", "b", "Größe", "b", "b", "a_b%c", "b", "b", "b", "b", "b", "b", "b", "a-b-c", "b", "MiXeD cAsE", "b", "b", "0", "aaaa", "b", "b"]

CASE s WHEN '' THEN 'empty' WHEN 'ß' THEN 'sharp' ELSE s END
-- same: ["Anna Schmidt", "empty", "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "sharp", "é"]

'a' < 'B'
-- same: all false

'é' > 'z'
-- same: all true

'a' = 'A'
-- same: all false

'abc' < 'abcd'
-- same: all true

'10' < '9'
-- same: all true

'a ' = 'a'
-- same: all false

s = 'naïve café'
-- same: [false, false, false, null, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

'é' = 'é'
-- same: all true

g < 'b'
-- same: [true, false, null, true, true, false, true, null, false, false, true, false, true, true, true, false, null, true, true, false, true, null, false, false]

-- LIKE.

s LIKE 'A%'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE '%a%'
-- same: [true, false, true, null, false, true, false, true, true, false, false, false, false, true, true, true, false, false, true, false, false, true, false, false]

s LIKE '_nna%'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE ''
-- same: [false, true, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE '%'
-- same: [true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

s LIKE p
-- same: [false, true, false, null, false, false, false, false, "error", false, false, false, false, false, false, false, false, false, false, false, true, false, false, false]

s LIKE '%' || p || '%'
-- same: [true, true, true, null, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, false, true, true, false, true]

s LIKE 'a\_b%'
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE 'a\_b\%c'
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE 'a!_b!%c' ESCAPE '!'
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE '%\\%'
-- same: [false, false, false, null, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE 'back\\slash'
-- same: [false, false, false, null, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE '%^%%' ESCAPE '^'
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s LIKE '%' ESCAPE ''
-- same: [true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

s NOT LIKE '%a%'
-- same: [false, true, false, null, true, false, true, false, false, true, true, true, true, false, false, false, true, true, false, true, true, false, true, true]

s ILIKE 'a%'
-- same: [true, false, false, null, false, false, false, true, false, false, false, false, false, false, false, true, false, false, false, false, false, true, false, false]

s ILIKE '%CASE'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false]

s ILIKE 'ÅNGSTRÖM'
-- same: [false, false, false, null, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s ILIKE 'å%'
-- same: [false, false, false, null, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s NOT ILIKE '%A%'
-- same: [false, true, false, null, true, false, true, false, false, true, true, true, true, false, false, false, true, false, false, true, true, false, true, true]

s ~~ 'A%'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s !~~ 'A%'
-- same: [false, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

s ~~* 'a%'
-- same: [true, false, false, null, false, false, false, true, false, false, false, false, false, false, false, true, false, false, false, false, false, true, false, false]

s LIKE 'line%break'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false]

s LIKE 'line_break'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false]

'a\b' LIKE 'a\\b'
-- same: all true

'a%b' LIKE 'a\%b'
-- same: all true

'axb' LIKE 'a\%b'
-- same: all false

'a_b' LIKE 'a\_b'
-- same: all true

'😀' LIKE '_'
-- same: all true

'ab' LIKE 'a\'
-- same: "error"

s LIKE NULL
-- same: all null

NULL LIKE 'a'
-- same: all null

i::text LIKE '1%'
-- same: [false, true, false, false, false, null, false, false, false, false, false, true, false, false, true, false, false, false, false, true, true, false, false, false]

-- SIMILAR TO.

s SIMILAR TO 'Anna%'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s SIMILAR TO 'Anna'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

'abc' SIMILAR TO 'a'
-- same: all false

'abc' SIMILAR TO 'abc'
-- same: all true

'abc' SIMILAR TO '%(b|d)%'
-- same: all true

'abc' SIMILAR TO '(b|c)%'
-- same: all false

'abc' SIMILAR TO 'a_c'
-- same: all true

'abc' SIMILAR TO '[a-c]+'
-- same: all true

'a.c' SIMILAR TO 'a.c'
-- same: all true

'abc' SIMILAR TO 'a.c'
-- same: all false

'abc' NOT SIMILAR TO 'a%'
-- same: all false

'a%c' SIMILAR TO 'a\%c'
-- same: all true

'a%c' SIMILAR TO 'a#%c' ESCAPE '#'
-- same: all true

'aaa' SIMILAR TO 'a{2,3}'
-- same: all true

'^a' SIMILAR TO '^a'
-- same: all true

s SIMILAR TO '%(a|e)%'
-- same: [true, false, true, null, true, true, false, true, true, true, false, true, true, true, true, true, false, true, true, false, false, true, false, true]

s SIMILAR TO '[[:alpha:]]+ [[:alpha:]]+'
-- same: [true, false, false, null, false, true, false, false, false, false, false, true, false, false, false, false, false, true, false, false, false, false, false, false]

'' SIMILAR TO ''
-- same: all true

'ab' SIMILAR TO 'a|ab'
-- same: all true

'abc' SIMILAR TO 'a*b*c?'
-- same: all true

-- Regular expressions.

s ~ 'a'
-- same: [true, false, true, null, false, true, false, true, true, false, false, false, false, true, true, true, false, false, true, false, false, true, false, false]

s ~ '^a'
-- same: [false, false, false, null, false, false, false, true, false, false, false, false, false, false, false, true, false, false, false, false, false, true, false, false]

s ~ 'a$'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false]

s ~* 'A'
-- same: [true, false, true, null, false, true, false, true, true, false, false, false, false, true, true, true, false, true, true, false, false, true, false, false]

s !~ 'a'
-- same: [false, true, false, null, true, false, true, false, false, true, true, true, true, false, false, false, true, true, false, true, true, false, true, true]

s !~* 'A'
-- same: [false, true, false, null, true, false, true, false, false, true, true, true, true, false, false, false, true, false, false, true, true, false, true, true]

s ~ '^[A-Z]'
-- same: [true, false, false, null, true, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false]

s ~ '\d'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, true, false, false, false]

s ~ '\s'
-- same: [true, false, true, null, false, true, false, false, false, true, false, true, true, true, true, false, false, true, false, false, false, false, false, false]

s ~ '\w+'
-- same: [true, false, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

s ~ '^\w+$'
-- same: [false, false, false, null, true, false, true, false, false, false, true, false, false, false, false, false, false, false, false, true, true, true, true, false]

s ~ '[[:alpha:]]+'
-- same: [true, false, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false, true, true, true]

s ~ '^[[:alnum:]]+$'
-- same: [false, false, false, null, true, false, true, false, false, false, true, false, false, false, false, false, false, false, false, true, true, true, true, false]

s ~ '[[:space:]]'
-- same: [true, false, true, null, false, true, false, false, false, true, false, true, true, true, true, false, false, true, false, false, false, false, false, false]

s ~ '[[:punct:]]'
-- same: [false, false, false, null, false, false, false, true, true, true, false, false, true, false, false, true, true, false, true, false, false, false, false, true]

s ~ '(a|e){2}'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, true, false, false]

s ~ ''
-- same: [true, true, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

s ~ p
-- same: [true, true, true, null, true, true, true, true, "error", true, true, true, true, true, true, true, true, true, true, false, true, true, false, true]

s ~ '.'
-- same: [true, false, true, null, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]

s ~ '^.$'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, true, false]

s ~ 'line.break'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false]

s ~ 'line$'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s ~ '^break'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s ~ '\yMiXeD\y'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false]

s ~ '\mcafé\M'
-- same: [false, false, false, null, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s ~ '(?i)ANNA'
-- same: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s ~ 'a(?=n)'
-- postgres: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- mubatch: "error"
-- differs: look-ahead and back-references are refused: patterns run in linear time

s ~ '(a)\1'
-- postgres: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false, false]
-- mubatch: "error"
-- differs: look-ahead and back-references are refused: patterns run in linear time

s ~ '['
-- same: ["error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]

s ~ 'a{,2}'
-- same: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]

s ~ '\bAnna'
-- postgres: [false, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- mubatch: [true, false, false, null, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]
-- differs: \b is a word boundary, as in Snowflake, BigQuery and Spark; a backspace in PostgreSQL

s ~ 'a++'
-- same: ["error", "error", "error", null, "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error", "error"]

'aXb' ~ 'a.b'
-- same: all true

'ab' ~ 'a b'
-- same: all false

'é' ~ '\w'
-- same: all true

'ß' ~* 'SS'
-- same: all false

'İ' ~* 'i'
-- same: all false

regexp_like(s, 'a')
-- same: [true, false, true, null, false, true, false, true, true, false, false, false, false, true, true, true, false, false, true, false, false, true, false, false]

regexp_like(s, 'A', 'i')
-- same: [true, false, true, null, false, true, false, true, true, false, false, false, false, true, true, true, false, true, true, false, false, true, false, false]

regexp_like('a' || chr(10) || 'b', 'a.b')
-- same: all true

regexp_like('a' || chr(10) || 'b', '^b')
-- same: all false

regexp_like('a' || chr(10) || 'b', '^b', 'n')
-- same: all true

regexp_like('a' || chr(10) || 'b', 'a.b', 's')
-- same: all true

regexp_match(s, '(n+)(a)?')
-- same: [["nn", "a"], null, null, null, null, ["n", "a"], null, null, null, null, null, null, null, ["n", null], null, null, null, null, null, ["n", null], null, null, null, null]

regexp_match(s, 'a')
-- same: [["a"], null, ["a"], null, null, ["a"], null, ["a"], ["a"], null, null, null, null, ["a"], ["a"], ["a"], null, null, ["a"], null, null, ["a"], null, null]

regexp_match('v1', 'v(\d+)(\.(\d+))?')
-- same: all ["1", null, null]

regexp_match(s, '(l)(x)?')
-- same: [null, null, null, null, null, null, null, null, ["l", null], null, null, null, ["l", null], ["l", null], null, null, null, null, ["l", null], ["l", null], null, null, null, null]

regexp_match('abc', 'd')
-- same: all null

regexp_match('ABC', 'b', 'i')
-- same: all ["B"]

(regexp_match(s, '([a-z]+)'))[1]
-- same: ["nna", null, "two", null, "r", "na", null, "a", "back", "it", null, "tower", "smile", "line", "tab", "a", "x", "i", "www", "null", null, "aaaa", null, "e"]

regexp_replace(s, 'a', 'X')
-- same: ["AnnX Schmidt", "", "  two spXces ", null, "Größe", "nXïve café", "ÅNGSTRÖM", "X_b%c", "bXck\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreXk", "tXb\there", "X-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.exXmple", "null", "0", "Xaaa", "ß", "é"]

regexp_replace(s, 'a', 'X', 'g')
-- same: ["AnnX Schmidt", "", "  two spXces ", null, "Größe", "nXïve cXfé", "ÅNGSTRÖM", "X_b%c", "bXck\\slXsh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreXk", "tXb\there", "X-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.exXmple", "null", "0", "XXXX", "ß", "é"]

regexp_replace(s, 'A', 'X', 'gi')
-- same: ["XnnX Schmidt", "", "  two spXces ", null, "Größe", "nXïve cXfé", "ÅNGSTRÖM", "X_b%c", "bXck\\slXsh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreXk", "tXb\there", "X-b-c", "x,y,,z", "MiXeD cXsE", "www.Shop-24.exXmple", "null", "0", "XXXX", "ß", "é"]

regexp_replace(s, '([a-z])([a-z])', '\2\1')
-- same: ["Anna Schmidt", "", "  wto spaces ", null, "Größe", "anïve café", "ÅNGSTRÖM", "a_b%c", "abck\\slash", "ti's \"quoted\"", "Ελλάδα", "東京 otwer", "😀 msile", "ilne\nbreak", "atb\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "unll", "0", "aaaa", "ß", "é"]

regexp_replace(s, '([a-z])', '<\1>', 'g')
-- same: ["A<n><n><a> S<c><h><m><i><d><t>", "", "  <t><w><o> <s><p><a><c><e><s> ", null, "G<r>öß<e>", "<n><a>ï<v><e> <c><a><f>é", "ÅNGSTRÖM", "<a>_<b>%<c>", "<b><a><c><k>\\<s><l><a><s><h>", "<i><t>'<s> \"<q><u><o><t><e><d>\"", "Ελλάδα", "東京 <t><o><w><e><r>", "😀 <s><m><i><l><e>", "<l><i><n><e>\n<b><r><e><a><k>", "<t><a><b>\t<h><e><r><e>", "<a>-<b>-<c>", "<x>,<y>,,<z>", "M<i>X<e>D <c>A<s>E", "<w><w><w>.S<h><o><p>-24.<e><x><a><m><p><l><e>", "<n><u><l><l>", "0", "<a><a><a><a>", "ß", "<e>́"]

regexp_replace(s, 'a', '[\&]', 'g')
-- same: ["Ann[a] Schmidt", "", "  two sp[a]ces ", null, "Größe", "n[a]ïve c[a]fé", "ÅNGSTRÖM", "[a]_b%c", "b[a]ck\\sl[a]sh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbre[a]k", "t[a]b\there", "[a]-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.ex[a]mple", "null", "0", "[a][a][a][a]", "ß", "é"]

regexp_replace(s, 'a', '$USD')
-- same: ["Ann$USD Schmidt", "", "  two sp$USDces ", null, "Größe", "n$USDïve café", "ÅNGSTRÖM", "$USD_b%c", "b$USDck\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbre$USDk", "t$USDb\there", "$USD-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.ex$USDmple", "null", "0", "$USDaaa", "ß", "é"]

regexp_replace(s, 'a', '$1')
-- same: ["Ann$1 Schmidt", "", "  two sp$1ces ", null, "Größe", "n$1ïve café", "ÅNGSTRÖM", "$1_b%c", "b$1ck\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbre$1k", "t$1b\there", "$1-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.ex$1mple", "null", "0", "$1aaa", "ß", "é"]

regexp_replace(s, 'a', '\\', 'g')
-- same: ["Ann\\ Schmidt", "", "  two sp\\ces ", null, "Größe", "n\\ïve c\\fé", "ÅNGSTRÖM", "\\_b%c", "b\\ck\\sl\\sh", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbre\\k", "t\\b\there", "\\-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.ex\\mple", "null", "0", "\\\\\\\\", "ß", "é"]

regexp_replace(s, '\s+', ' ', 'g')
-- same: ["Anna Schmidt", "", " two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line break", "tab here", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

regexp_replace(s, '^\s+|\s+$', '', 'g')
-- same: ["Anna Schmidt", "", "two spaces", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x,y,,z", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

regexp_replace(s, '', '-', 'g')
-- same: ["-A-n-n-a- -S-c-h-m-i-d-t-", "-", "- - -t-w-o- -s-p-a-c-e-s- -", null, "-G-r-ö-ß-e-", "-n-a-ï-v-e- -c-a-f-é-", "-Å-N-G-S-T-R-Ö-M-", "-a-_-b-%-c-", "-b-a-c-k-\\-s-l-a-s-h-", "-i-t-'-s- -\"-q-u-o-t-e-d-\"-", "-Ε-λ-λ-ά-δ-α-", "-東-京- -t-o-w-e-r-", "-😀- -s-m-i-l-e-", "-l-i-n-e-\n-b-r-e-a-k-", "-t-a-b-\t-h-e-r-e-", "-a---b---c-", "-x-,-y-,-,-z-", "-M-i-X-e-D- -c-A-s-E-", "-w-w-w-.-S-h-o-p---2-4-.-e-x-a-m-p-l-e-", "-n-u-l-l-", "-0-", "-a-a-a-a-", "-ß-", "-e-́-"]

regexp_replace('https://x', '^(http|https)', '')
-- postgres: all "://x"
-- mubatch: all "s://x"
-- differs: of alternatives the first that fits counts, as in Snowflake, BigQuery and Spark; here the longest: write the longer one first

regexp_replace('abcabc', 'b', 'X', 1, 2)
-- same: all "abcaXc"

regexp_replace('abc', 'b', 'X', 'q')
-- same: all "aXc"

regexp_replace('foobar', 'o+', '')
-- same: all "fbar"

regexp_replace('aaa', 'a*', 'b', 'g')
-- same: all "bb"

regexp_replace('2024-02-09', '(\d+)-(\d+)-(\d+)', '\3.\2.\1')
-- same: all "09.02.2024"

regexp_count(s, 'a')
-- same: [1, 0, 1, null, 0, 2, 0, 1, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 4, 0, 0]

regexp_count('abcabc', 'b', 3)
-- same: all 1

regexp_instr(s, 'a')
-- same: [4, 0, 9, null, 0, 2, 0, 1, 2, 0, 0, 0, 0, 9, 2, 1, 0, 0, 15, 0, 0, 1, 0, 0]

regexp_instr('abcabc', 'b', 1, 2)
-- same: all 5

regexp_substr(s, '[a-z]+')
-- same: ["nna", null, "two", null, "r", "na", null, "a", "back", "it", null, "tower", "smile", "line", "tab", "a", "x", "i", "www", "null", null, "aaaa", null, "e"]

regexp_substr('abc def', '[a-z]+', 1, 2)
-- same: all "def"

regexp_split_to_array(s, '\s+')
-- same: [["Anna", "Schmidt"], [""], ["", "two", "spaces", ""], null, ["Größe"], ["naïve", "café"], ["ÅNGSTRÖM"], ["a_b%c"], ["back\\slash"], ["it's", "\"quoted\""], ["Ελλάδα"], ["東京", "tower"], ["😀", "smile"], ["line", "break"], ["tab", "here"], ["a-b-c"], ["x,y,,z"], ["MiXeD", "cAsE"], ["www.Shop-24.example"], ["null"], ["0"], ["aaaa"], ["ß"], ["é"]]

regexp_split_to_array('a1b2', '\d')
-- same: all ["a", "b", ""]

levenshtein('kitten', 'sitting')
-- postgres: "error"
-- mubatch: all 3
-- differs: PostgreSQL refuses it

levenshtein(s, p)
-- postgres: "error"
-- mubatch: [11, 0, 12, null, 4, 9, 7, 4, 9, 12, 5, 7, 6, 9, 7, 4, 5, 9, 18, 4, 0, 2, 2, 1]
-- differs: PostgreSQL refuses it

soundex('Robert')
-- same: "error"
