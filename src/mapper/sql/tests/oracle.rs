//! SQL expressions that can fail, generated, and an evaluator that takes them row by row in SQL's order: the left side
//! of AND and OR first, one branch of CASE, no argument of COALESCE after the first that is not null.

use proptest::prelude::*;

/// A row of the test's events: `n` and `m` (bigint), `s` (varchar).
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) n: Option<i64>,
    pub(super) m: Option<i64>,
    pub(super) s: Option<&'static str>,
}

/// The row makes the expression an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fails;

type Value = Result<Option<i64>, Fails>;

/// A whole number.
#[derive(Debug, Clone)]
pub(super) enum Int {
    N,
    M,
    Literal(i64),
    Add(Box<Int>, Box<Int>),
    Divide(Box<Int>, Box<Int>),
    Modulo(Box<Int>, Box<Int>),
    /// `CAST(s AS bigint)`
    Cast,
    /// `10 / CASE … END` and the like.
    Case(Box<Bool>, Box<Int>, Box<Int>),
    Coalesce(Box<Int>, Box<Int>),
    NullIf(Box<Int>, Box<Int>),
    /// A column of a view, and what the view has for it.
    Column(&'static str, Box<Int>),
}

/// A condition.
#[derive(Debug, Clone)]
pub(super) enum Bool {
    Compare(Int, &'static str, Int),
    IsNull(Int),
    IsNumber,
    And(Box<Bool>, Box<Bool>),
    Or(Box<Bool>, Box<Bool>),
    Not(Box<Bool>),
    Case(Box<Bool>, Box<Bool>, Box<Bool>),
    Between(Int, Int, Int),
    In(Int, Int, Int),
}

impl Int {
    pub(super) fn sql(&self) -> String {
        match self {
            Self::N => "n".into(),
            Self::M => "m".into(),
            Self::Literal(value) => format!("({value})"),
            Self::Add(a, b) => format!("({} + {})", a.sql(), b.sql()),
            Self::Divide(a, b) => format!("({} / {})", a.sql(), b.sql()),
            Self::Modulo(a, b) => format!("({} % {})", a.sql(), b.sql()),
            Self::Cast => "CAST(s AS bigint)".into(),
            Self::Case(when, then, or) => format!("CASE WHEN {} THEN {} ELSE {} END", when.sql(), then.sql(), or.sql()),
            Self::Coalesce(a, b) => format!("COALESCE({}, {})", a.sql(), b.sql()),
            Self::NullIf(a, b) => format!("NULLIF({}, {})", a.sql(), b.sql()),
            Self::Column(name, _) => (*name).into(),
        }
    }

    pub(super) fn of(&self, row: &Row) -> Value {
        let both = |a: &Int, b: &Int| Ok::<_, Fails>(a.of(row)?.zip(b.of(row)?));
        let divide = |a: &Int, b: &Int, divide: fn(i64, i64) -> Option<i64>| match both(a, b)? {
            None => Ok(None),
            Some((a, b)) => divide(a, b).map(Some).ok_or(Fails),
        };
        match self {
            Self::N => Ok(row.n),
            Self::M => Ok(row.m),
            Self::Literal(value) => Ok(Some(*value)),
            Self::Add(a, b) => Ok(both(a, b)?.map(|(a, b)| a + b)),
            Self::Divide(a, b) => divide(a, b, i64::checked_div),
            Self::Modulo(a, b) => divide(a, b, i64::checked_rem),
            Self::Cast => row.s.map(|s| s.parse().map_err(|_| Fails)).transpose(),
            Self::Case(when, then, or) => {
                if when.of(row)? == Some(true) {
                    then.of(row)
                } else {
                    or.of(row)
                }
            }
            Self::Coalesce(a, b) => match a.of(row)? {
                None => b.of(row),
                value => Ok(value),
            },
            Self::NullIf(a, b) => {
                let (a, b) = (a.of(row)?, b.of(row)?);
                Ok(a.filter(|_| a != b))
            }
            Self::Column(_, of) => of.of(row),
        }
    }

    /// The same over a view: for the cast and for the number 2, columns of the view that have these.
    pub(super) fn over(&self, a: &Int, b: &Int) -> Int {
        let over = |int: &Int| Box::new(int.over(a, b));
        match self {
            Self::Cast => Self::Column("a", Box::new(a.clone())),
            Self::Literal(2) => Self::Column("b", Box::new(b.clone())),
            Self::N | Self::M | Self::Literal(_) | Self::Column(..) => self.clone(),
            Self::Add(x, y) => Self::Add(over(x), over(y)),
            Self::Divide(x, y) => Self::Divide(over(x), over(y)),
            Self::Modulo(x, y) => Self::Modulo(over(x), over(y)),
            Self::Case(when, x, y) => Self::Case(Box::new(when.over(a, b)), over(x), over(y)),
            Self::Coalesce(x, y) => Self::Coalesce(over(x), over(y)),
            Self::NullIf(x, y) => Self::NullIf(over(x), over(y)),
        }
    }
}

impl Bool {
    pub(super) fn sql(&self) -> String {
        match self {
            Self::Compare(a, op, b) => format!("({} {op} {})", a.sql(), b.sql()),
            Self::IsNull(a) => format!("({} IS NULL)", a.sql()),
            Self::IsNumber => "(s ~ '^[0-9]+$')".into(),
            Self::And(a, b) => format!("({} AND {})", a.sql(), b.sql()),
            Self::Or(a, b) => format!("({} OR {})", a.sql(), b.sql()),
            Self::Not(a) => format!("(NOT {})", a.sql()),
            Self::Case(when, then, or) => format!("CASE WHEN {} THEN {} ELSE {} END", when.sql(), then.sql(), or.sql()),
            Self::Between(a, low, high) => format!("({} BETWEEN {} AND {})", a.sql(), low.sql(), high.sql()),
            Self::In(a, b, c) => format!("({} IN ({}, {}))", a.sql(), b.sql(), c.sql()),
        }
    }

    /// See [`Int::over`].
    pub(super) fn over(&self, a: &Int, b: &Int) -> Bool {
        let (int, truth) = (|int: &Int| int.over(a, b), |truth: &Bool| Box::new(truth.over(a, b)));
        match self {
            Self::Compare(x, op, y) => Self::Compare(int(x), op, int(y)),
            Self::IsNull(x) => Self::IsNull(int(x)),
            Self::IsNumber => Self::IsNumber,
            Self::And(x, y) => Self::And(truth(x), truth(y)),
            Self::Or(x, y) => Self::Or(truth(x), truth(y)),
            Self::Not(x) => Self::Not(truth(x)),
            Self::Case(when, x, y) => Self::Case(truth(when), truth(x), truth(y)),
            Self::Between(x, low, high) => Self::Between(int(x), int(low), int(high)),
            Self::In(x, y, z) => Self::In(int(x), int(y), int(z)),
        }
    }

    /// Whether it holds as a WHERE or FILTER: of its conjuncts the first that is not true decides.
    pub(super) fn holds(&self, row: &Row) -> Result<bool, Fails> {
        match self {
            Self::And(a, b) => Ok(a.holds(row)? && b.holds(row)?),
            other => Ok(other.of(row)? == Some(true)),
        }
    }

    pub(super) fn of(&self, row: &Row) -> Result<Option<bool>, Fails> {
        let compare = |a: &Int, op: &str, b: &Int| {
            let both = a.of(row)?.zip(b.of(row)?);
            Ok(both.map(|(a, b)| match op {
                "=" => a == b,
                "<>" => a != b,
                "<" => a < b,
                ">" => a > b,
                "<=" => a <= b,
                _ => a >= b,
            }))
        };
        let and = |a: Option<bool>, b: &dyn Fn() -> Result<Option<bool>, Fails>| match a {
            Some(false) => Ok(Some(false)),
            a => Ok(match (a, b()?) {
                (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            }),
        };
        let or = |a: Option<bool>, b: &dyn Fn() -> Result<Option<bool>, Fails>| match a {
            Some(true) => Ok(Some(true)),
            a => Ok(match (a, b()?) {
                (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            }),
        };
        match self {
            Self::Compare(a, op, b) => compare(a, op, b),
            Self::IsNull(a) => Ok(Some(a.of(row)?.is_none())),
            Self::IsNumber => Ok(row.s.map(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit()))),
            Self::And(a, b) => and(a.of(row)?, &|| b.of(row)),
            Self::Or(a, b) => or(a.of(row)?, &|| b.of(row)),
            Self::Not(a) => Ok(a.of(row)?.map(|truth| !truth)),
            Self::Case(when, then, otherwise) => {
                if when.of(row)? == Some(true) {
                    then.of(row)
                } else {
                    otherwise.of(row)
                }
            }
            Self::Between(a, low, high) => and(compare(a, ">=", low)?, &|| compare(a, "<=", high)),
            Self::In(a, b, c) => or(compare(a, "=", b)?, &|| compare(a, "=", c)),
        }
    }
}

pub(super) fn row() -> impl Strategy<Value = Row> {
    let int = || prop_oneof![3 => (-3..4_i64).prop_map(Some), 1 => Just(Some(0)), 1 => Just(None)];
    let text = prop_oneof![Just(None), Just(Some("")), Just(Some("7")), Just(Some("x")), Just(Some("0"))];
    (int(), int(), text).prop_map(|(n, m, s)| Row { n, m, s })
}

pub(super) fn int() -> BoxedStrategy<Int> {
    expressions(3).0
}

pub(super) fn condition() -> BoxedStrategy<Bool> {
    expressions(3).1
}

fn expressions(depth: u32) -> (BoxedStrategy<Int>, BoxedStrategy<Bool>) {
    let leaf = prop_oneof![Just(Int::N), Just(Int::M), (1..4_i64).prop_map(Int::Literal), Just(Int::Cast)].boxed();
    let op = || prop_oneof![Just("="), Just("<>"), Just("<"), Just(">"), Just("<="), Just(">=")];
    if depth == 0 {
        let compared = (leaf.clone(), op(), leaf.clone()).prop_map(|(a, op, b)| Bool::Compare(a, op, b));
        return (leaf, compared.boxed());
    }
    let (a, b) = expressions(depth - 1);
    let pair = || (a.clone().prop_map(Box::new), a.clone().prop_map(Box::new));
    let truths = || (b.clone().prop_map(Box::new), b.clone().prop_map(Box::new));
    let ints = prop_oneof![
        2 => leaf,
        1 => pair().prop_map(|(x, y)| Int::Add(x, y)),
        3 => pair().prop_map(|(x, y)| Int::Divide(x, y)),
        1 => pair().prop_map(|(x, y)| Int::Modulo(x, y)),
        2 => (b.clone().prop_map(Box::new), pair()).prop_map(|(when, (x, y))| Int::Case(when, x, y)),
        1 => pair().prop_map(|(x, y)| Int::Coalesce(x, y)),
        1 => pair().prop_map(|(x, y)| Int::NullIf(x, y)),
    ];
    let conditions = prop_oneof![
        3 => (a.clone(), op(), a.clone()).prop_map(|(x, op, y)| Bool::Compare(x, op, y)),
        1 => a.clone().prop_map(Bool::IsNull),
        1 => Just(Bool::IsNumber),
        3 => truths().prop_map(|(x, y)| Bool::And(x, y)),
        3 => truths().prop_map(|(x, y)| Bool::Or(x, y)),
        1 => b.clone().prop_map(|x| Bool::Not(Box::new(x))),
        2 => (b.clone().prop_map(Box::new), truths()).prop_map(|(when, (x, y))| Bool::Case(when, x, y)),
        1 => (a.clone(), a.clone(), a.clone()).prop_map(|(x, y, z)| Bool::Between(x, y, z)),
        1 => (a.clone(), a.clone(), a).prop_map(|(x, y, z)| Bool::In(x, y, z)),
    ];
    (ints.boxed(), conditions.boxed())
}
