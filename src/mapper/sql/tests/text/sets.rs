//! Sets of rows: `EXCEPT`, `INTERSECT`, `IN` with NULL.

use proptest::prelude::*;

use super::{rows, sorted};

const LEFT: &str = "SELECT x FROM (VALUES (1), (1), (1), (2), (NULL), (NULL)) AS l(x)";
const RIGHT: &str = "SELECT x FROM (VALUES (1), (NULL), (3)) AS r(x)";

#[test]
fn all_counts_the_rows_that_are_alike() {
    assert_eq!(sorted(&format!("{LEFT} EXCEPT ALL {RIGHT}")), ["1", "1", "2", "NULL"]);
    assert_eq!(sorted(&format!("{LEFT} INTERSECT ALL {RIGHT}")), ["1", "NULL"]);
    assert_eq!(sorted(&format!("{LEFT} EXCEPT {RIGHT}")), ["2"]);
    assert_eq!(sorted(&format!("{LEFT} INTERSECT {RIGHT}")), ["1", "NULL"]);
}

#[test]
fn all_counts_in_subqueries_and_in_other_sets() {
    let nested = format!("({LEFT} EXCEPT ALL {RIGHT}) EXCEPT ALL SELECT 1");
    assert_eq!(sorted(&nested), ["1", "2", "NULL"]);
    assert_eq!(sorted(&format!("SELECT count(*) AS c FROM ({LEFT} EXCEPT ALL {RIGHT}) q")), ["4"]);
    let within = "SELECT user_id FROM events WHERE n IN (SELECT n FROM events EXCEPT ALL SELECT 1)";
    assert_eq!(sorted(within), ["u1", "u2"]);
}

#[test]
fn rows_of_several_columns_and_types_are_alike_if_all_columns_are() {
    let sql = "SELECT user_id, n FROM events EXCEPT ALL SELECT user_id, n::double FROM events WHERE n = 1";
    // A whole number beside a double is a double.
    assert_eq!(sorted(sql), ["u1|4.0", "u2|2.0", "u3|NULL"]);
    let lists = "SELECT tags FROM events EXCEPT ALL SELECT tags FROM events WHERE n = 4";
    assert_eq!(sorted(lists), ["{u1,a1}", "{u2,a2}", "{u3,NULL}"]);
}

#[test]
fn a_null_in_the_list_leaves_not_in_unknown() {
    assert!(
        rows("SELECT user_id FROM events WHERE n NOT IN (SELECT n FROM events WHERE n IS NULL OR n = 1)").is_empty()
    );
    assert_eq!(sorted("SELECT user_id FROM events WHERE n NOT IN (SELECT n FROM events WHERE n = 1)"), ["u1", "u2"]);
    assert_eq!(sorted("SELECT user_id FROM events WHERE n = ANY (SELECT n FROM events WHERE n < 2)"), ["u1"]);
    assert!(rows("SELECT user_id FROM events WHERE n <> ALL (SELECT n FROM events)").is_empty());
    let unread = "SELECT user_id FROM events WHERE n NOT IN (SELECT n FROM events WHERE n > 9)";
    assert_eq!(sorted(unread), ["u1", "u1", "u2", "u3"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A row that is `l` times on the left and `r` times on the right is `max(0, l - r)` times in the difference and
    /// `min(l, r)` times in the intersection.
    #[test]
    fn bags_are_counted(left in bag(), right in bag()) {
        let sql = |op| format!("SELECT x FROM (VALUES {}) AS l(x) {op} ALL SELECT x FROM (VALUES {}) AS r(x)", values(&left), values(&right));
        let (except, intersect) = (rows(&sql("EXCEPT")), rows(&sql("INTERSECT")));
        for x in 0..3 {
            let times = |bag: &[u8]| bag.iter().filter(|y| **y == x).count();
            let found = |rows: &[Vec<String>]| rows.iter().filter(|row| row[0] == x.to_string()).count();
            let (l, r) = (times(&left), times(&right));
            prop_assert_eq!(found(&except), l.saturating_sub(r));
            prop_assert_eq!(found(&intersect), l.min(r));
        }
    }
}

fn bag() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0..3_u8, 1..12)
}

fn values(bag: &[u8]) -> String {
    bag.iter().map(|x| format!("({x})")).collect::<Vec<_>>().join(", ")
}
