-- Elements and lengths.

li[1]
-- same: [1, null, null, 1, 3, null, 7, 0, -1, 10, 1, null, null, 1, 3, null, 7, 0, -1, 10, 1, null, null, 1]

li[0]
-- same: all null

li[-1]
-- postgres: all null
-- mubatch: "error"
-- differs: a literal [-1] is refused: array_element(l, -1) is the last element

li[100]
-- same: all null

li[2]
-- same: [2, null, null, null, 1, null, 7, null, -2, 20, 2, null, null, null, 1, null, 7, null, -2, 20, 2, null, null, null]

ls[1]
-- same: ["a", null, null, "a", "", null, "b", "x,y", "É", "B", "a", null, null, "a", "", null, "b", "x,y", "É", "B", "a", null, null, "a"]

ls[-1]
-- postgres: all null
-- mubatch: "error"
-- differs: a literal [-1] is refused: array_element(l, -1) is the last element

li[1:2]
-- same: [[1, 2], [], null, [1, null], [3, 1], [null], [7, 7], [0], [-1, -2], [10, 20], [1, 2], [], null, [1, null], [3, 1], [null], [7, 7], [0], [-1, -2], [10, 20], [1, 2], [], null, [1, null]]

li[2:]
-- same: [[2, 3], [], null, [null, 3], [1, 2], [], [7, 8], [], [-2], [20, 30, 40, 50], [2, 3], [], null, [null, 3], [1, 2], [], [7, 8], [], [-2], [20, 30, 40, 50], [2, 3], [], null, [null, 3]]

li[:2]
-- same: [[1, 2], [], null, [1, null], [3, 1], [null], [7, 7], [0], [-1, -2], [10, 20], [1, 2], [], null, [1, null], [3, 1], [null], [7, 7], [0], [-1, -2], [10, 20], [1, 2], [], null, [1, null]]

li[0:1]
-- same: [[1], [], null, [1], [3], [null], [7], [0], [-1], [10], [1], [], null, [1], [3], [null], [7], [0], [-1], [10], [1], [], null, [1]]

li[2:1]
-- same: [[], [], null, [], [], [], [], [], [], [], [], [], null, [], [], [], [], [], [], [], [], [], null, []]

li[5:9]
-- same: [[], [], null, [], [], [], [], [], [], [50], [], [], null, [], [], [], [], [], [], [50], [], [], null, []]

ls[2:3]
-- same: [["b", "c"], [], null, [null, "c"], ["x"], [], ["a", "b"], ["z"], ["e"], ["a", "C"], ["b", "c"], [], null, [null, "c"], ["x"], [], ["a", "b"], ["z"], ["e"], ["a", "C"], ["b", "c"], [], null, [null, "c"]]

cardinality(li)
-- same: [3, 0, null, 3, 3, 1, 3, 1, 2, 5, 3, 0, null, 3, 3, 1, 3, 1, 2, 5, 3, 0, null, 3]

cardinality(ls)
-- same: [3, 0, null, 3, 2, 1, 3, 2, 2, 4, 3, 0, null, 3, 2, 1, 3, 2, 2, 4, 3, 0, null, 3]

array_length(li, 1)
-- same: [3, null, null, 3, 3, 1, 3, 1, 2, 5, 3, null, null, 3, 3, 1, 3, 1, 2, 5, 3, null, null, 3]

array_length(ls, 1)
-- same: [3, null, null, 3, 2, 1, 3, 2, 2, 4, 3, null, null, 3, 2, 1, 3, 2, 2, 4, 3, null, null, 3]

array_length(li, 2)
-- same: all null

array_length(items, 1)
-- same: [2, null, null, 1, 2, 1, 2, null, null, 1, 2, 1, 2, null, null, 1, 2, 1, 2, null, null, 1, 2, 1]

array_upper(li, 1)
-- same: [3, null, null, 3, 3, 1, 3, 1, 2, 5, 3, null, null, 3, 3, 1, 3, 1, 2, 5, 3, null, null, 3]

array_ndims(li)
-- same: [1, null, null, 1, 1, 1, 1, 1, 1, 1, 1, null, null, 1, 1, 1, 1, 1, 1, 1, 1, null, null, 1]

array_dims(li)
-- postgres: ["[1:3]", null, null, "[1:3]", "[1:3]", "[1:1]", "[1:3]", "[1:1]", "[1:2]", "[1:5]", "[1:3]", null, null, "[1:3]", "[1:3]", "[1:1]", "[1:3]", "[1:1]", "[1:2]", "[1:5]", "[1:3]", null, null, "[1:3]"]
-- mubatch: "error"
-- differs: not in DataFusion, or of lists of one dimension

cardinality(li) / 2
-- same: [1, 0, null, 1, 1, 0, 1, 0, 1, 2, 1, 0, null, 1, 1, 0, 1, 0, 1, 2, 1, 0, null, 1]

cardinality(li) = 0
-- same: [false, true, null, false, false, false, false, false, false, false, false, true, null, false, false, false, false, false, false, false, false, true, null, false]

array_length(li, 1) IS NULL
-- same: [false, true, true, false, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, false, true, true, false]

array_length(li, 1) / 2
-- same: [1, null, null, 1, 1, 0, 1, 0, 1, 2, 1, null, null, 1, 1, 0, 1, 0, 1, 2, 1, null, null, 1]

-- Containment.

'b' = ANY (ls)
-- same: [true, false, null, null, false, null, true, false, false, true, true, false, null, null, false, null, true, false, false, true, true, false, null, null]

'b' = ANY (ls) IS NULL
-- same: [false, false, true, true, false, true, false, false, false, false, false, false, true, true, false, true, false, false, false, false, false, false, true, true]

NOT ('b' = ANY (ls))
-- same: [false, true, null, null, true, null, false, true, true, false, false, true, null, null, true, null, false, true, true, false, false, true, null, null]

1 = ANY (li)
-- same: [true, false, null, true, true, null, false, false, false, false, true, false, null, true, true, null, false, false, false, false, true, false, null, true]

NOT (1 = ANY (li))
-- same: [false, true, null, false, false, null, true, true, true, true, false, true, null, false, false, null, true, true, true, true, false, true, null, false]

5 <> ALL (li)
-- same: [true, true, null, null, true, null, true, true, true, true, true, true, null, null, true, null, true, true, true, true, true, true, null, null]

5 = ALL (li)
-- same: [false, true, null, false, false, null, false, false, false, false, false, true, null, false, false, null, false, false, false, false, false, true, null, false]

1 < ANY (li)
-- same: [true, false, null, true, true, null, true, false, false, true, true, false, null, true, true, null, true, false, false, true, true, false, null, true]

1 < ALL (li)
-- same: [false, true, null, false, false, null, true, false, false, true, false, true, null, false, false, null, true, false, false, true, false, true, null, false]

i = ANY (li)
-- same: [false, false, null, null, false, null, false, false, false, false, false, false, null, null, false, null, false, false, false, false, false, false, null, null]

p = ANY (ls)
-- same: [false, false, null, null, false, null, false, false, false, false, false, false, null, null, false, null, false, false, false, false, false, false, null, null]

ls @> ARRAY['a']
-- same: [true, false, null, true, false, false, true, false, false, true, true, false, null, true, false, false, true, false, false, true, true, false, null, true]

ls @> ARRAY['a', 'b']
-- same: [true, false, null, false, false, false, true, false, false, true, true, false, null, false, false, false, true, false, false, true, true, false, null, false]

ls @> ARRAY[]::text[]
-- same: [true, true, null, true, true, true, true, true, true, true, true, true, null, true, true, true, true, true, true, true, true, true, null, true]

li @> ARRAY[1]
-- same: [true, false, null, true, true, false, false, false, false, false, true, false, null, true, true, false, false, false, false, false, true, false, null, true]

li @> ARRAY[NULL]::int[]
-- same: [false, false, null, false, false, false, false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, null, false]

ARRAY[1, 2] <@ li
-- same: [true, false, null, false, true, false, false, false, false, false, true, false, null, false, true, false, false, false, false, false, true, false, null, false]

ARRAY['a', 'b'] <@ ls
-- same: [true, false, null, false, false, false, true, false, false, true, true, false, null, false, false, false, true, false, false, true, true, false, null, false]

ls && ARRAY['a', 'z']
-- same: [true, false, null, true, false, false, true, true, false, true, true, false, null, true, false, false, true, true, false, true, true, false, null, true]

li && ARRAY[7]
-- same: [false, false, null, false, false, false, true, false, false, false, false, false, null, false, false, false, true, false, false, false, false, false, null, false]

li && ARRAY[]::int[]
-- same: [false, false, null, false, false, false, false, false, false, false, false, false, null, false, false, false, false, false, false, false, false, false, null, false]

array_position(ls, 'b')
-- same: [2, null, null, null, null, null, 1, null, null, 4, 2, null, null, null, null, null, 1, null, null, 4, 2, null, null, null]

array_position(ls, NULL)
-- same: [null, null, null, 2, null, 1, null, null, null, null, null, null, null, 2, null, 1, null, null, null, null, null, null, null, 2]

array_position(li, 7)
-- same: [null, null, null, null, null, null, 1, null, null, null, null, null, null, null, null, null, 1, null, null, null, null, null, null, null]

array_positions(ls, 'b')
-- same: [[2], [], null, [], [], [], [1, 3], [], [], [4], [2], [], null, [], [], [], [1, 3], [], [], [4], [2], [], null, []]

array_positions(li, 7)
-- same: [[], [], null, [], [], [], [1, 2], [], [], [], [], [], null, [], [], [], [1, 2], [], [], [], [], [], null, []]

array_position(ls, 'b') / 2
-- same: [1, null, null, null, null, null, 0, null, null, 2, 1, null, null, null, null, null, 0, null, null, 2, 1, null, null, null]

-- Building and changing.

ARRAY[1, 2, 3]
-- same: all [1, 2, 3]

ARRAY[i, k]
-- same: [[0, 2], [1, 0], [-1, 3], [2147483647, -1], [-2147483648, 7], [null, 4], [2, null], [3, -2], [-3, 2], [7, 3], [-7, -3], [10, 0], [-10, 4], [42, 5], [100, 6], [-100, -6], [255, 16], [256, 8], [999, 10], [1000, -10], [12345, 100], [-12345, 7], [5, -5], [6, 6]]

ARRAY['a', NULL, s]
-- same: [["a", null, "Anna Schmidt"], ["a", null, ""], ["a", null, "  two spaces "], ["a", null, null], ["a", null, "Größe"], ["a", null, "naïve café"], ["a", null, "ÅNGSTRÖM"], ["a", null, "a_b%c"], ["a", null, "back\\slash"], ["a", null, "it's \"quoted\""], ["a", null, "Ελλάδα"], ["a", null, "東京 tower"], ["a", null, "😀 smile"], ["a", null, "line\nbreak"], ["a", null, "tab\there"], ["a", null, "a-b-c"], ["a", null, "x,y,,z"], ["a", null, "MiXeD cAsE"], ["a", null, "www.Shop-24.example"], ["a", null, "null"], ["a", null, "0"], ["a", null, "aaaa"], ["a", null, "ß"], ["a", null, "é"]]

ARRAY[]::int[]
-- same: all []

ARRAY[1, 2.5]
-- same: all [1, 2.5]

ARRAY[ARRAY[1, 2], ARRAY[3, 4]]
-- same: all [[1, 2], [3, 4]]

array_append(li, 9)
-- same: [[1, 2, 3, 9], [9], [9], [1, null, 3, 9], [3, 1, 2, 9], [null, 9], [7, 7, 8, 9], [0, 9], [-1, -2, 9], [10, 20, 30, 40, 50, 9], [1, 2, 3, 9], [9], [9], [1, null, 3, 9], [3, 1, 2, 9], [null, 9], [7, 7, 8, 9], [0, 9], [-1, -2, 9], [10, 20, 30, 40, 50, 9], [1, 2, 3, 9], [9], [9], [1, null, 3, 9]]

array_append(li, NULL)
-- same: [[1, 2, 3, null], [null], [null], [1, null, 3, null], [3, 1, 2, null], [null, null], [7, 7, 8, null], [0, null], [-1, -2, null], [10, 20, 30, 40, 50, null], [1, 2, 3, null], [null], [null], [1, null, 3, null], [3, 1, 2, null], [null, null], [7, 7, 8, null], [0, null], [-1, -2, null], [10, 20, 30, 40, 50, null], [1, 2, 3, null], [null], [null], [1, null, 3, null]]

array_append(NULL::int[], 1)
-- same: all [1]

array_prepend(9, li)
-- same: [[9, 1, 2, 3], [9], [9], [9, 1, null, 3], [9, 3, 1, 2], [9, null], [9, 7, 7, 8], [9, 0], [9, -1, -2], [9, 10, 20, 30, 40, 50], [9, 1, 2, 3], [9], [9], [9, 1, null, 3], [9, 3, 1, 2], [9, null], [9, 7, 7, 8], [9, 0], [9, -1, -2], [9, 10, 20, 30, 40, 50], [9, 1, 2, 3], [9], [9], [9, 1, null, 3]]

array_cat(li, ARRAY[8, 9])
-- same: [[1, 2, 3, 8, 9], [8, 9], [8, 9], [1, null, 3, 8, 9], [3, 1, 2, 8, 9], [null, 8, 9], [7, 7, 8, 8, 9], [0, 8, 9], [-1, -2, 8, 9], [10, 20, 30, 40, 50, 8, 9], [1, 2, 3, 8, 9], [8, 9], [8, 9], [1, null, 3, 8, 9], [3, 1, 2, 8, 9], [null, 8, 9], [7, 7, 8, 8, 9], [0, 8, 9], [-1, -2, 8, 9], [10, 20, 30, 40, 50, 8, 9], [1, 2, 3, 8, 9], [8, 9], [8, 9], [1, null, 3, 8, 9]]

array_cat(li, NULL)
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

li || 9
-- same: [[1, 2, 3, 9], [9], [9], [1, null, 3, 9], [3, 1, 2, 9], [null, 9], [7, 7, 8, 9], [0, 9], [-1, -2, 9], [10, 20, 30, 40, 50, 9], [1, 2, 3, 9], [9], [9], [1, null, 3, 9], [3, 1, 2, 9], [null, 9], [7, 7, 8, 9], [0, 9], [-1, -2, 9], [10, 20, 30, 40, 50, 9], [1, 2, 3, 9], [9], [9], [1, null, 3, 9]]

9 || li
-- same: [[9, 1, 2, 3], [9], [9], [9, 1, null, 3], [9, 3, 1, 2], [9, null], [9, 7, 7, 8], [9, 0], [9, -1, -2], [9, 10, 20, 30, 40, 50], [9, 1, 2, 3], [9], [9], [9, 1, null, 3], [9, 3, 1, 2], [9, null], [9, 7, 7, 8], [9, 0], [9, -1, -2], [9, 10, 20, 30, 40, 50], [9, 1, 2, 3], [9], [9], [9, 1, null, 3]]

li || ARRAY[8, 9]
-- same: [[1, 2, 3, 8, 9], [8, 9], [8, 9], [1, null, 3, 8, 9], [3, 1, 2, 8, 9], [null, 8, 9], [7, 7, 8, 8, 9], [0, 8, 9], [-1, -2, 8, 9], [10, 20, 30, 40, 50, 8, 9], [1, 2, 3, 8, 9], [8, 9], [8, 9], [1, null, 3, 8, 9], [3, 1, 2, 8, 9], [null, 8, 9], [7, 7, 8, 8, 9], [0, 8, 9], [-1, -2, 8, 9], [10, 20, 30, 40, 50, 8, 9], [1, 2, 3, 8, 9], [8, 9], [8, 9], [1, null, 3, 8, 9]]

li || li
-- same: [[1, 2, 3, 1, 2, 3], [], null, [1, null, 3, 1, null, 3], [3, 1, 2, 3, 1, 2], [null, null], [7, 7, 8, 7, 7, 8], [0, 0], [-1, -2, -1, -2], [10, 20, 30, 40, 50, 10, 20, 30, 40, 50], [1, 2, 3, 1, 2, 3], [], null, [1, null, 3, 1, null, 3], [3, 1, 2, 3, 1, 2], [null, null], [7, 7, 8, 7, 7, 8], [0, 0], [-1, -2, -1, -2], [10, 20, 30, 40, 50, 10, 20, 30, 40, 50], [1, 2, 3, 1, 2, 3], [], null, [1, null, 3, 1, null, 3]]

ls || 'x'
-- postgres: "error"
-- mubatch: [["a", "b", "c", "x"], ["x"], ["x"], ["a", null, "c", "x"], ["", "x", "x"], [null, "x"], ["b", "a", "b", "x"], ["x,y", "z", "x"], ["É", "e", "x"], ["B", "a", "C", "b", "x"], ["a", "b", "c", "x"], ["x"], ["x"], ["a", null, "c", "x"], ["", "x", "x"], [null, "x"], ["b", "a", "b", "x"], ["x,y", "z", "x"], ["É", "e", "x"], ["B", "a", "C", "b", "x"], ["a", "b", "c", "x"], ["x"], ["x"], ["a", null, "c", "x"]]
-- differs: PostgreSQL refuses it

ls || ARRAY['x']
-- same: [["a", "b", "c", "x"], ["x"], ["x"], ["a", null, "c", "x"], ["", "x", "x"], [null, "x"], ["b", "a", "b", "x"], ["x,y", "z", "x"], ["É", "e", "x"], ["B", "a", "C", "b", "x"], ["a", "b", "c", "x"], ["x"], ["x"], ["a", null, "c", "x"], ["", "x", "x"], [null, "x"], ["b", "a", "b", "x"], ["x,y", "z", "x"], ["É", "e", "x"], ["B", "a", "C", "b", "x"], ["a", "b", "c", "x"], ["x"], ["x"], ["a", null, "c", "x"]]

ls || NULL
-- same: [["a", "b", "c"], [], null, ["a", null, "c"], ["", "x"], [null], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", null, "c"], ["", "x"], [null], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", null, "c"]]

array_remove(li, 7)
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

array_remove(ls, 'b')
-- same: [["a", "c"], [], null, ["a", null, "c"], ["", "x"], [null], ["a"], ["x,y", "z"], ["É", "e"], ["B", "a", "C"], ["a", "c"], [], null, ["a", null, "c"], ["", "x"], [null], ["a"], ["x,y", "z"], ["É", "e"], ["B", "a", "C"], ["a", "c"], [], null, ["a", null, "c"]]

array_remove(ls, NULL)
-- same: [["a", "b", "c"], [], null, ["a", "c"], ["", "x"], [], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", "c"], ["", "x"], [], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", "c"]]

array_remove(li, 1)
-- same: [[2, 3], [], null, [null, 3], [3, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [2, 3], [], null, [null, 3], [3, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [2, 3], [], null, [null, 3]]

array_replace(ls, 'b', 'X')
-- same: [["a", "X", "c"], [], null, ["a", null, "c"], ["", "x"], [null], ["X", "a", "X"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "X"], ["a", "X", "c"], [], null, ["a", null, "c"], ["", "x"], [null], ["X", "a", "X"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "X"], ["a", "X", "c"], [], null, ["a", null, "c"]]

array_replace(li, 7, 0)
-- same: [[1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [0, 0, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3], [3, 1, 2], [null], [0, 0, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], null, [1, null, 3]]

array_replace(ls, NULL, 'none')
-- same: [["a", "b", "c"], [], null, ["a", "none", "c"], ["", "x"], ["none"], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", "none", "c"], ["", "x"], ["none"], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], null, ["a", "none", "c"]]

array_to_string(ls, ',')
-- same: ["a,b,c", "", null, "a,c", ",x", "", "b,a,b", "x,y,z", "É,e", "B,a,C,b", "a,b,c", "", null, "a,c", ",x", "", "b,a,b", "x,y,z", "É,e", "B,a,C,b", "a,b,c", "", null, "a,c"]

array_to_string(ls, ',', '*')
-- same: ["a,b,c", "", null, "a,*,c", ",x", "*", "b,a,b", "x,y,z", "É,e", "B,a,C,b", "a,b,c", "", null, "a,*,c", ",x", "*", "b,a,b", "x,y,z", "É,e", "B,a,C,b", "a,b,c", "", null, "a,*,c"]

array_to_string(li, '-')
-- same: ["1-2-3", "", null, "1-3", "3-1-2", "", "7-7-8", "0", "-1--2", "10-20-30-40-50", "1-2-3", "", null, "1-3", "3-1-2", "", "7-7-8", "0", "-1--2", "10-20-30-40-50", "1-2-3", "", null, "1-3"]

array_to_string(li, '-', 'NULL')
-- same: ["1-2-3", "", null, "1-NULL-3", "3-1-2", "NULL", "7-7-8", "0", "-1--2", "10-20-30-40-50", "1-2-3", "", null, "1-NULL-3", "3-1-2", "NULL", "7-7-8", "0", "-1--2", "10-20-30-40-50", "1-2-3", "", null, "1-NULL-3"]

array_to_string(ls, '')
-- same: ["abc", "", null, "ac", "x", "", "bab", "x,yz", "Ée", "BaCb", "abc", "", null, "ac", "x", "", "bab", "x,yz", "Ée", "BaCb", "abc", "", null, "ac"]

array_to_string(ls, NULL)
-- same: all null

string_to_array(s, ',')
-- same: [["Anna Schmidt"], [], ["  two spaces "], null, ["Größe"], ["naïve café"], ["ÅNGSTRÖM"], ["a_b%c"], ["back\\slash"], ["it's \"quoted\""], ["Ελλάδα"], ["東京 tower"], ["😀 smile"], ["line\nbreak"], ["tab\there"], ["a-b-c"], ["x", "y", "", "z"], ["MiXeD cAsE"], ["www.Shop-24.example"], ["null"], ["0"], ["aaaa"], ["ß"], ["é"]]

string_to_array(s, ' ')
-- same: [["Anna", "Schmidt"], [], ["", "", "two", "spaces", ""], null, ["Größe"], ["naïve", "café"], ["ÅNGSTRÖM"], ["a_b%c"], ["back\\slash"], ["it's", "\"quoted\""], ["Ελλάδα"], ["東京", "tower"], ["😀", "smile"], ["line\nbreak"], ["tab\there"], ["a-b-c"], ["x,y,,z"], ["MiXeD", "cAsE"], ["www.Shop-24.example"], ["null"], ["0"], ["aaaa"], ["ß"], ["é"]]

string_to_array(s, '')
-- same: [["Anna Schmidt"], [], ["  two spaces "], null, ["Größe"], ["naïve café"], ["ÅNGSTRÖM"], ["a_b%c"], ["back\\slash"], ["it's \"quoted\""], ["Ελλάδα"], ["東京 tower"], ["😀 smile"], ["line\nbreak"], ["tab\there"], ["a-b-c"], ["x,y,,z"], ["MiXeD cAsE"], ["www.Shop-24.example"], ["null"], ["0"], ["aaaa"], ["ß"], ["é"]]

string_to_array(s, NULL)
-- same: [["A", "n", "n", "a", " ", "S", "c", "h", "m", "i", "d", "t"], [], [" ", " ", "t", "w", "o", " ", "s", "p", "a", "c", "e", "s", " "], null, ["G", "r", "ö", "ß", "e"], ["n", "a", "ï", "v", "e", " ", "c", "a", "f", "é"], ["Å", "N", "G", "S", "T", "R", "Ö", "M"], ["a", "_", "b", "%", "c"], ["b", "a", "c", "k", "\\", "s", "l", "a", "s", "h"], ["i", "t", "'", "s", " ", "\"", "q", "u", "o", "t", "e", "d", "\""], ["Ε", "λ", "λ", "ά", "δ", "α"], ["東", "京", " ", "t", "o", "w", "e", "r"], ["😀", " ", "s", "m", "i", "l", "e"], ["l", "i", "n", "e", "\n", "b", "r", "e", "a", "k"], ["t", "a", "b", "\t", "h", "e", "r", "e"], ["a", "-", "b", "-", "c"], ["x", ",", "y", ",", ",", "z"], ["M", "i", "X", "e", "D", " ", "c", "A", "s", "E"], ["w", "w", "w", ".", "S", "h", "o", "p", "-", "2", "4", ".", "e", "x", "a", "m", "p", "l", "e"], ["n", "u", "l", "l"], ["0"], ["a", "a", "a", "a"], ["ß"], ["e", "́"]]

string_to_array('a,b,,c', ',')
-- same: all ["a", "b", "", "c"]

string_to_array('a,b,,c', ',', '')
-- same: all ["a", "b", null, "c"]

string_to_array('', ',')
-- same: all []

string_to_array(NULL, ',')
-- same: all null

array_fill(7, ARRAY[3])
-- same: all [7, 7, 7]

trim_array(ARRAY[1, 2, 3], 1)
-- same: all [1, 2]

(string_to_array(s, ','))[1]
-- same: ["Anna Schmidt", null, "  two spaces ", null, "Größe", "naïve café", "ÅNGSTRÖM", "a_b%c", "back\\slash", "it's \"quoted\"", "Ελλάδα", "東京 tower", "😀 smile", "line\nbreak", "tab\there", "a-b-c", "x", "MiXeD cAsE", "www.Shop-24.example", "null", "0", "aaaa", "ß", "é"]

(string_to_array(s, ','))[2]
-- same: [null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, "y", null, null, null, null, null, null, null]

cardinality(string_to_array(s, ','))
-- same: [1, 0, 1, null, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1]

-- Comparison.

li = ARRAY[1, 2, 3]
-- same: [true, false, null, false, false, false, false, false, false, false, true, false, null, false, false, false, false, false, false, false, true, false, null, false]

li <> ARRAY[1, 2, 3]
-- same: [false, true, null, true, true, true, true, true, true, true, false, true, null, true, true, true, true, true, true, true, false, true, null, true]

li < ARRAY[2]
-- same: [true, true, null, true, false, false, false, true, true, false, true, true, null, true, false, false, false, true, true, false, true, true, null, true]

li > ARRAY[1, 2]
-- same: [true, false, null, true, true, true, true, false, false, true, true, false, null, true, true, true, true, false, false, true, true, false, null, true]

li = ARRAY[]::int[]
-- same: [false, true, null, false, false, false, false, false, false, false, false, true, null, false, false, false, false, false, false, false, false, true, null, false]

li IS NULL
-- same: [false, false, true, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, true, false]

li IS NOT DISTINCT FROM NULL
-- same: [false, false, true, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, true, false]

ls = ARRAY['a', 'b', 'c']
-- same: [true, false, null, false, false, false, false, false, false, false, true, false, null, false, false, false, false, false, false, false, true, false, null, false]

ARRAY[1, NULL] = ARRAY[1, NULL]
-- same: all true

ARRAY[1, 2] = ARRAY[1, 2]
-- same: all true

coalesce(li, ARRAY[0])
-- same: [[1, 2, 3], [], [0], [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], [0], [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], [], [0], [1, null, 3]]

coalesce(ls, ARRAY[]::text[])
-- same: [["a", "b", "c"], [], [], ["a", null, "c"], ["", "x"], [null], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], [], ["a", null, "c"], ["", "x"], [null], ["b", "a", "b"], ["x,y", "z"], ["É", "e"], ["B", "a", "C", "b"], ["a", "b", "c"], [], [], ["a", null, "c"]]

nullif(li, ARRAY[]::int[])
-- same: [[1, 2, 3], null, null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], null, null, [1, null, 3], [3, 1, 2], [null], [7, 7, 8], [0], [-1, -2], [10, 20, 30, 40, 50], [1, 2, 3], null, null, [1, null, 3]]

greatest(li, ARRAY[2])
-- postgres: [[2], [2], [2], [2], [3, 1, 2], [null], [7, 7, 8], [2], [2], [10, 20, 30, 40, 50], [2], [2], [2], [2], [3, 1, 2], [null], [7, 7, 8], [2], [2], [10, 20, 30, 40, 50], [2], [2], [2], [2]]
-- mubatch: [[2], [2], [2], [2], [3, 1, 2], [2], [7, 7, 8], [2], [2], [10, 20, 30, 40, 50], [2], [2], [2], [2], [3, 1, 2], [2], [7, 7, 8], [2], [2], [10, 20, 30, 40, 50], [2], [2], [2], [2]]
-- differs: a NULL in a list sorts first; last in PostgreSQL

CASE WHEN cardinality(li) > 2 THEN li END
-- same: [[1, 2, 3], null, null, [1, null, 3], [3, 1, 2], null, [7, 7, 8], null, null, [10, 20, 30, 40, 50], [1, 2, 3], null, null, [1, null, 3], [3, 1, 2], null, [7, 7, 8], null, null, [10, 20, 30, 40, 50], [1, 2, 3], null, null, [1, null, 3]]

-- Structures in lists.

items[1].sku
-- same: ["A1", null, null, null, "C3", "D4", "A1", null, null, null, "C3", "D4", "A1", null, null, null, "C3", "D4", "A1", null, null, null, "C3", "D4"]

(items[1]).price
-- same: [9.99, null, null, null, 100, 1.1, 9.99, null, null, null, 100, 1.1, 9.99, null, null, null, 100, 1.1, 9.99, null, null, null, 100, 1.1]

(items[1]).qty * (items[1]).price
-- same: [19.98, null, null, null, 100, 0, 19.98, null, null, null, 100, 0, 19.98, null, null, null, 100, 0, 19.98, null, null, null, 100, 0]

(items[2]).sku
-- same: ["B2", null, null, null, null, null, "B2", null, null, null, null, null, "B2", null, null, null, null, null, "B2", null, null, null, null, null]

cardinality(items)
-- same: [2, 0, null, 1, 2, 1, 2, 0, null, 1, 2, 1, 2, 0, null, 1, 2, 1, 2, 0, null, 1, 2, 1]

(items[1]).sku = 'A1'
-- same: [true, null, null, null, false, false, true, null, null, null, false, false, true, null, null, null, false, false, true, null, null, null, false, false]

(items[1]).price > 5
-- same: [true, null, null, null, true, false, true, null, null, null, true, false, true, null, null, null, true, false, true, null, null, null, true, false]

(items[1]).price * 1.19
-- same: [11.8881, null, null, null, 119, 1.309, 11.8881, null, null, null, 119, 1.309, 11.8881, null, null, null, 119, 1.309, 11.8881, null, null, null, 119, 1.309]

-- Rows of lists.

SELECT id, unnest(li) AS v FROM events
-- same: [{"id": 1, "v": 1}, {"id": 1, "v": 2}, {"id": 1, "v": 3}, {"id": 10, "v": 10}, {"id": 10, "v": 20}, {"id": 10, "v": 30}, {"id": 10, "v": 40}, {"id": 10, "v": 50}, {"id": 11, "v": 1}, {"id": 11, "v": 2}, {"id": 11, "v": 3}, {"id": 14, "v": 1}, {"id": 14, "v": 3}, {"id": 14, "v": null}, {"id": 15, "v": 1}, {"id": 15, "v": 2}, {"id": 15, "v": 3}, {"id": 16, "v": null}, {"id": 17, "v": 7}, {"id": 17, "v": 7}, {"id": 17, "v": 8}, {"id": 18, "v": 0}, {"id": 19, "v": -1}, {"id": 19, "v": -2}, {"id": 20, "v": 10}, {"id": 20, "v": 20}, {"id": 20, "v": 30}, {"id": 20, "v": 40}, {"id": 20, "v": 50}, {"id": 21, "v": 1}, {"id": 21, "v": 2}, {"id": 21, "v": 3}, {"id": 24, "v": 1}, {"id": 24, "v": 3}, {"id": 24, "v": null}, {"id": 4, "v": 1}, {"id": 4, "v": 3}, {"id": 4, "v": null}, {"id": 5, "v": 1}, {"id": 5, "v": 2}, {"id": 5, "v": 3}, {"id": 6, "v": null}, {"id": 7, "v": 7}, {"id": 7, "v": 7}, {"id": 7, "v": 8}, {"id": 8, "v": 0}, {"id": 9, "v": -1}, {"id": 9, "v": -2}]

SELECT id, unnest(ls) AS v FROM events WHERE id < 8
-- same: [{"id": 1, "v": "a"}, {"id": 1, "v": "b"}, {"id": 1, "v": "c"}, {"id": 4, "v": "a"}, {"id": 4, "v": "c"}, {"id": 4, "v": null}, {"id": 5, "v": ""}, {"id": 5, "v": "x"}, {"id": 6, "v": null}, {"id": 7, "v": "a"}, {"id": 7, "v": "b"}, {"id": 7, "v": "b"}]

SELECT id, v FROM events, unnest(li) AS q(v)
-- postgres: [{"id": 1, "v": 1}, {"id": 1, "v": 2}, {"id": 1, "v": 3}, {"id": 10, "v": 10}, {"id": 10, "v": 20}, {"id": 10, "v": 30}, {"id": 10, "v": 40}, {"id": 10, "v": 50}, {"id": 11, "v": 1}, {"id": 11, "v": 2}, {"id": 11, "v": 3}, {"id": 14, "v": 1}, {"id": 14, "v": 3}, {"id": 14, "v": null}, {"id": 15, "v": 1}, {"id": 15, "v": 2}, {"id": 15, "v": 3}, {"id": 16, "v": null}, {"id": 17, "v": 7}, {"id": 17, "v": 7}, {"id": 17, "v": 8}, {"id": 18, "v": 0}, {"id": 19, "v": -1}, {"id": 19, "v": -2}, {"id": 20, "v": 10}, {"id": 20, "v": 20}, {"id": 20, "v": 30}, {"id": 20, "v": 40}, {"id": 20, "v": 50}, {"id": 21, "v": 1}, {"id": 21, "v": 2}, {"id": 21, "v": 3}, {"id": 24, "v": 1}, {"id": 24, "v": 3}, {"id": 24, "v": null}, {"id": 4, "v": 1}, {"id": 4, "v": 3}, {"id": 4, "v": null}, {"id": 5, "v": 1}, {"id": 5, "v": 2}, {"id": 5, "v": 3}, {"id": 6, "v": null}, {"id": 7, "v": 7}, {"id": 7, "v": 7}, {"id": 7, "v": 8}, {"id": 8, "v": 0}, {"id": 9, "v": -1}, {"id": 9, "v": -2}]
-- mubatch: "error"
-- differs: a list in FROM cannot read columns: write SELECT unnest(list) in a subquery

SELECT id, v FROM events CROSS JOIN LATERAL unnest(li) AS q(v) WHERE v > 2
-- postgres: [{"id": 1, "v": 3}, {"id": 10, "v": 10}, {"id": 10, "v": 20}, {"id": 10, "v": 30}, {"id": 10, "v": 40}, {"id": 10, "v": 50}, {"id": 11, "v": 3}, {"id": 14, "v": 3}, {"id": 15, "v": 3}, {"id": 17, "v": 7}, {"id": 17, "v": 7}, {"id": 17, "v": 8}, {"id": 20, "v": 10}, {"id": 20, "v": 20}, {"id": 20, "v": 30}, {"id": 20, "v": 40}, {"id": 20, "v": 50}, {"id": 21, "v": 3}, {"id": 24, "v": 3}, {"id": 4, "v": 3}, {"id": 5, "v": 3}, {"id": 7, "v": 7}, {"id": 7, "v": 7}, {"id": 7, "v": 8}]
-- mubatch: "error"
-- differs: a list in FROM cannot read columns: write SELECT unnest(list) in a subquery

SELECT id, v FROM events LEFT JOIN LATERAL unnest(li) AS q(v) ON true
-- postgres: [{"id": 1, "v": 1}, {"id": 1, "v": 2}, {"id": 1, "v": 3}, {"id": 10, "v": 10}, {"id": 10, "v": 20}, {"id": 10, "v": 30}, {"id": 10, "v": 40}, {"id": 10, "v": 50}, {"id": 11, "v": 1}, {"id": 11, "v": 2}, {"id": 11, "v": 3}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": 1}, {"id": 14, "v": 3}, {"id": 14, "v": null}, {"id": 15, "v": 1}, {"id": 15, "v": 2}, {"id": 15, "v": 3}, {"id": 16, "v": null}, {"id": 17, "v": 7}, {"id": 17, "v": 7}, {"id": 17, "v": 8}, {"id": 18, "v": 0}, {"id": 19, "v": -1}, {"id": 19, "v": -2}, {"id": 2, "v": null}, {"id": 20, "v": 10}, {"id": 20, "v": 20}, {"id": 20, "v": 30}, {"id": 20, "v": 40}, {"id": 20, "v": 50}, {"id": 21, "v": 1}, {"id": 21, "v": 2}, {"id": 21, "v": 3}, {"id": 22, "v": null}, {"id": 23, "v": null}, {"id": 24, "v": 1}, {"id": 24, "v": 3}, {"id": 24, "v": null}, {"id": 3, "v": null}, {"id": 4, "v": 1}, {"id": 4, "v": 3}, {"id": 4, "v": null}, {"id": 5, "v": 1}, {"id": 5, "v": 2}, {"id": 5, "v": 3}, {"id": 6, "v": null}, {"id": 7, "v": 7}, {"id": 7, "v": 7}, {"id": 7, "v": 8}, {"id": 8, "v": 0}, {"id": 9, "v": -1}, {"id": 9, "v": -2}]
-- mubatch: "error"
-- differs: a list in FROM cannot read columns: write SELECT unnest(list) in a subquery

SELECT v, count(*) AS c FROM (SELECT unnest(ls) AS v FROM events) q GROUP BY v
-- same: [{"v": "", "c": 2}, {"v": "B", "c": 2}, {"v": "C", "c": 2}, {"v": "a", "c": 10}, {"v": "b", "c": 9}, {"v": "c", "c": 6}, {"v": "e", "c": 2}, {"v": "x", "c": 2}, {"v": "x,y", "c": 2}, {"v": "z", "c": 2}, {"v": "É", "c": 2}, {"v": null, "c": 5}]

SELECT id, sum(v) AS v FROM (SELECT id, unnest(li) AS v FROM events) q GROUP BY id
-- same: [{"id": 1, "v": 6}, {"id": 10, "v": 150}, {"id": 11, "v": 6}, {"id": 14, "v": 4}, {"id": 15, "v": 6}, {"id": 16, "v": null}, {"id": 17, "v": 22}, {"id": 18, "v": 0}, {"id": 19, "v": -3}, {"id": 20, "v": 150}, {"id": 21, "v": 6}, {"id": 24, "v": 4}, {"id": 4, "v": 4}, {"id": 5, "v": 6}, {"id": 6, "v": null}, {"id": 7, "v": 22}, {"id": 8, "v": 0}, {"id": 9, "v": -3}]

SELECT id, (SELECT sum(v) FROM unnest(li) AS q(v)) AS v FROM events
-- postgres: [{"id": 1, "v": 6}, {"id": 10, "v": 150}, {"id": 11, "v": 6}, {"id": 12, "v": null}, {"id": 13, "v": null}, {"id": 14, "v": 4}, {"id": 15, "v": 6}, {"id": 16, "v": null}, {"id": 17, "v": 22}, {"id": 18, "v": 0}, {"id": 19, "v": -3}, {"id": 2, "v": null}, {"id": 20, "v": 150}, {"id": 21, "v": 6}, {"id": 22, "v": null}, {"id": 23, "v": null}, {"id": 24, "v": 4}, {"id": 3, "v": null}, {"id": 4, "v": 4}, {"id": 5, "v": 6}, {"id": 6, "v": null}, {"id": 7, "v": 22}, {"id": 8, "v": 0}, {"id": 9, "v": -3}]
-- mubatch: "error"
-- differs: a list in FROM cannot read columns: write SELECT unnest(list) in a subquery

SELECT id, (SELECT count(*) FROM unnest(ls) AS q(v) WHERE v = 'a') AS v FROM events
-- postgres: [{"id": 1, "v": 1}, {"id": 10, "v": 1}, {"id": 11, "v": 1}, {"id": 12, "v": 0}, {"id": 13, "v": 0}, {"id": 14, "v": 1}, {"id": 15, "v": 0}, {"id": 16, "v": 0}, {"id": 17, "v": 1}, {"id": 18, "v": 0}, {"id": 19, "v": 0}, {"id": 2, "v": 0}, {"id": 20, "v": 1}, {"id": 21, "v": 1}, {"id": 22, "v": 0}, {"id": 23, "v": 0}, {"id": 24, "v": 1}, {"id": 3, "v": 0}, {"id": 4, "v": 1}, {"id": 5, "v": 0}, {"id": 6, "v": 0}, {"id": 7, "v": 1}, {"id": 8, "v": 0}, {"id": 9, "v": 0}]
-- mubatch: "error"
-- differs: a list in FROM cannot read columns: write SELECT unnest(list) in a subquery

SELECT id, ARRAY(SELECT v FROM unnest(li) AS q(v) ORDER BY v) AS v FROM events
-- postgres: [{"id": 1, "v": [1, 2, 3]}, {"id": 10, "v": [10, 20, 30, 40, 50]}, {"id": 11, "v": [1, 2, 3]}, {"id": 12, "v": []}, {"id": 13, "v": []}, {"id": 14, "v": [1, 3, null]}, {"id": 15, "v": [1, 2, 3]}, {"id": 16, "v": [null]}, {"id": 17, "v": [7, 7, 8]}, {"id": 18, "v": [0]}, {"id": 19, "v": [-2, -1]}, {"id": 2, "v": []}, {"id": 20, "v": [10, 20, 30, 40, 50]}, {"id": 21, "v": [1, 2, 3]}, {"id": 22, "v": []}, {"id": 23, "v": []}, {"id": 24, "v": [1, 3, null]}, {"id": 3, "v": []}, {"id": 4, "v": [1, 3, null]}, {"id": 5, "v": [1, 2, 3]}, {"id": 6, "v": [null]}, {"id": 7, "v": [7, 7, 8]}, {"id": 8, "v": [0]}, {"id": 9, "v": [-2, -1]}]
-- mubatch: "error"
-- differs: a list in FROM cannot read columns: write SELECT unnest(list) in a subquery

SELECT v FROM unnest(ARRAY[3, 1, 2]) AS q(v) ORDER BY v
-- same: [{"v": 1}, {"v": 2}, {"v": 3}]

SELECT id, (i).sku AS sku, (i).qty AS qty FROM (SELECT id, unnest(items) AS i FROM events) q WHERE id < 7
-- same: [{"id": 1, "sku": "A1", "qty": 2}, {"id": 1, "sku": "B2", "qty": 10}, {"id": 4, "sku": null, "qty": null}, {"id": 5, "sku": "C3", "qty": 1}, {"id": 5, "sku": null, "qty": null}, {"id": 6, "sku": "D4", "qty": 0}]

SELECT id, sum((i).price * (i).qty) AS v FROM (SELECT id, unnest(items) AS i FROM events) q GROUP BY id
-- same: [{"id": 1, "v": 24.98}, {"id": 10, "v": null}, {"id": 11, "v": 100}, {"id": 12, "v": 0}, {"id": 13, "v": 24.98}, {"id": 16, "v": null}, {"id": 17, "v": 100}, {"id": 18, "v": 0}, {"id": 19, "v": 24.98}, {"id": 22, "v": null}, {"id": 23, "v": 100}, {"id": 24, "v": 0}, {"id": 4, "v": null}, {"id": 5, "v": 100}, {"id": 6, "v": 0}, {"id": 7, "v": 24.98}]

SELECT DISTINCT li AS v FROM events
-- same: [{"v": [-1, -2]}, {"v": [0]}, {"v": [1, 2, 3]}, {"v": [1, null, 3]}, {"v": [10, 20, 30, 40, 50]}, {"v": [3, 1, 2]}, {"v": [7, 7, 8]}, {"v": []}, {"v": [null]}, {"v": null}]

SELECT li AS v, count(*) AS c FROM events GROUP BY li
-- same: [{"v": [-1, -2], "c": 2}, {"v": [0], "c": 2}, {"v": [1, 2, 3], "c": 3}, {"v": [1, null, 3], "c": 3}, {"v": [10, 20, 30, 40, 50], "c": 2}, {"v": [3, 1, 2], "c": 2}, {"v": [7, 7, 8], "c": 2}, {"v": [], "c": 3}, {"v": [null], "c": 2}, {"v": null, "c": 3}]

SELECT DISTINCT ls AS v FROM events WHERE id < 12
-- same: [{"v": ["", "x"]}, {"v": ["B", "a", "C", "b"]}, {"v": ["a", "b", "c"]}, {"v": ["a", null, "c"]}, {"v": ["b", "a", "b"]}, {"v": ["x,y", "z"]}, {"v": ["É", "e"]}, {"v": []}, {"v": [null]}, {"v": null}]

SELECT id FROM events WHERE 'b' = ANY (ls) ORDER BY id
-- same: [{"id": 1}, {"id": 7}, {"id": 10}, {"id": 11}, {"id": 17}, {"id": 20}, {"id": 21}]

SELECT id FROM events WHERE NOT ('b' = ANY (ls)) ORDER BY id
-- same: [{"id": 2}, {"id": 5}, {"id": 8}, {"id": 9}, {"id": 12}, {"id": 15}, {"id": 18}, {"id": 19}, {"id": 22}]

SELECT id FROM events WHERE array_length(items, 1) IS NULL ORDER BY id
-- same: [{"id": 2}, {"id": 3}, {"id": 8}, {"id": 9}, {"id": 14}, {"id": 15}, {"id": 20}, {"id": 21}]

SELECT id FROM events WHERE li = ARRAY[7, 7, 8] ORDER BY id
-- same: [{"id": 7}, {"id": 17}]

SELECT array_agg(i ORDER BY id) AS v FROM events
-- same: [{"v": [0, 1, -1, 2147483647, -2147483648, null, 2, 3, -3, 7, -7, 10, -10, 42, 100, -100, 255, 256, 999, 1000, 12345, -12345, 5, 6]}]

SELECT array_agg(s ORDER BY id) AS v FROM events WHERE id < 6
-- same: [{"v": ["Anna Schmidt", "", "  two spaces ", null, "Größe"]}]

SELECT array_agg(i ORDER BY i DESC NULLS LAST) AS v FROM events
-- same: [{"v": [2147483647, 12345, 1000, 999, 256, 255, 100, 42, 10, 7, 6, 5, 3, 2, 1, 0, -1, -3, -7, -10, -100, -12345, -2147483648, null]}]

SELECT array_agg(i ORDER BY id) FILTER (WHERE i > 100) AS v FROM events
-- same: [{"v": [2147483647, 255, 256, 999, 1000, 12345]}]

SELECT array_agg(i) AS v FROM events WHERE false
-- same: [{"v": null}]

SELECT array_agg(DISTINCT n ORDER BY n) AS v FROM events
-- same: [{"v": [1, 2, 3, null]}]

SELECT n, array_agg(id ORDER BY id) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": [1, 3, 6, 10, 13, 14, 16, 19, 23]}, {"n": 2, "v": [2, 4, 9, 15, 17, 22]}, {"n": 3, "v": [7, 8, 12, 20, 21]}, {"n": null, "v": [5, 11, 18, 24]}]

SELECT string_agg(g, ',' ORDER BY id) AS v FROM events
-- same: [{"v": "a,b,a,B,b,a,é,e,Z,z,,a,a,b,a,B,b,a,é,e"}]

SELECT string_agg(DISTINCT g, ',' ORDER BY g) AS v FROM events
-- same: [{"v": ",B,Z,a,b,e,z,é"}]

SELECT string_agg(s, '' ORDER BY id) AS v FROM events WHERE id < 8
-- same: [{"v": "Anna Schmidt  two spaces Größenaïve caféÅNGSTRÖM"}]

SELECT string_agg(g, NULL ORDER BY id) AS v FROM events
-- same: [{"v": "abaBbaéeZzaabaBbaée"}]

SELECT string_agg(i::text, '-' ORDER BY i) AS v FROM events
-- same: [{"v": "-2147483648--12345--100--10--7--3--1-0-1-2-3-5-6-7-10-42-100-255-256-999-1000-12345-2147483647"}]

SELECT n, string_agg(g, '/' ORDER BY id DESC) AS v FROM events GROUP BY n
-- same: [{"n": 1, "v": "é/B/b/a//e/b/a"}, {"n": 2, "v": "a/é/a/b"}, {"n": 3, "v": "a/b/z/a"}, {"n": null, "v": "e/a/Z/B"}]

SELECT cardinality(array_agg(i)) AS v FROM events
-- same: [{"v": 24}]

SELECT array_to_string(array_agg(n ORDER BY id), ',', '?') AS v FROM events
-- same: [{"v": "1,2,1,2,?,1,3,3,2,1,?,3,1,1,2,1,2,?,1,3,3,2,1,?"}]
