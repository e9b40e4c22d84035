//! Which type numbers of several types have together: in a result that may be any of them, and where they are compared.

use datafusion::arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType};
use datafusion::common::{DFSchema, Result, ScalarValue};
use datafusion::logical_expr::expr::{Sort, WindowFunction};
use datafusion::logical_expr::{Expr, ExprSchemable, WindowFrameBound, WindowFrameUnits};

use super::exact::Scope;
use super::types::{
    cast, decimal, decimal_type, float_of, integer_digits, integer_literal, is_float, is_number, literal_as, to_double,
};

impl Scope<'_> {
    pub(super) fn are_numbers(&self, exprs: &[Expr]) -> bool {
        exprs.iter().all(|expr| self.type_of(expr).is_ok_and(|t| is_number(&t)))
    }

    /// The type that `arrow_cast` casts a number to, if that is one of numbers as well.
    pub(super) fn number_cast(&self, arguments: &[Expr]) -> Option<DataType> {
        let [value, Expr::Literal(name, _)] = arguments else { return None };
        let to: DataType = name.try_as_str().flatten()?.parse().ok()?;
        (is_number(&to) && is_number(&self.type_of(value).ok()?)).then_some(to)
    }

    /// Values that become one: with a double among them all are doubles, else with a real all are reals.
    pub(super) fn unify_results(&self, mut all: Vec<&mut Expr>) -> Result<bool> {
        let Ok(types) = all.iter().map(|expr| self.type_of(expr)).collect::<Result<Vec<_>>>() else {
            return Ok(false);
        };
        let Some(float) = float_of(&types) else { return Ok(false) };
        let mut changed = false;
        for (expr, data_type) in all.iter_mut().zip(&types) {
            if *data_type != float && is_number(data_type) {
                let taken = std::mem::replace(&mut **expr, Expr::Literal(ScalarValue::Null, None));
                **expr = if float == DataType::Float64 { to_double(taken) } else { cast(taken, float.clone()) };
                changed = true;
            }
        }
        Ok(changed)
    }

    /// Values that are compared: as doubles if there is a float among them, else in a decimal type that holds them all.
    pub(super) fn unify_compared(&self, mut all: Vec<&mut Expr>) -> Result<bool> {
        let Ok(types) = all.iter().map(|expr| self.type_of(expr)).collect::<Result<Vec<_>>>() else {
            return Ok(false);
        };
        if types.iter().any(is_float) {
            return self.unify(all);
        }
        if !types.iter().any(|t| decimal(t).is_some()) || !types.iter().all(is_number) {
            return Ok(false);
        }
        let digits = all.iter().map(|expr| digits(expr, self.schema)).collect::<Result<Vec<_>>>()?;
        let (whole, scale) = room(&digits);
        if whole + i16::from(scale) <= DECIMAL128_MAX_PRECISION.into() {
            return Ok(false);
        }
        all.iter_mut().for_each(|expr| as_wide(expr, whole, scale));
        Ok(true)
    }

    /// The value of `lag` or `lead` in a type that also holds the default, which stands third.
    pub(super) fn widen(&self, arguments: &mut [Expr]) -> Result<bool> {
        let [value, _, default] = arguments else { return Ok(false) };
        if !self.are_numbers(&[value.clone(), default.clone()]) {
            return Ok(false);
        }
        let types = [self.type_of(value)?, self.type_of(default)?];
        let to = match (integer_literal(default), types.iter().any(|t| decimal(t).is_some())) {
            (_, true) => {
                let (whole, scale) = room(&[digits(value, self.schema)?, digits(default, self.schema)?]);
                decimal_type(u8::try_from(whole).unwrap_or(DECIMAL128_MAX_PRECISION), scale.unsigned_abs())
            }
            (Some(literal), false) => match &types[0] {
                DataType::Int16 if i16::try_from(literal).is_ok() => return Ok(false),
                DataType::Int16 | DataType::Int32 if i32::try_from(literal).is_ok() => DataType::Int32,
                _ => DataType::Int64,
            },
            (None, false) => return Ok(false),
        };
        if types[0] == to {
            return Ok(false);
        }
        *value = cast(value.clone(), to.clone());
        // What is not a literal is refused.
        if let Some(literal) = literal_as(default, &to) {
            *default = literal;
        }
        Ok(true)
    }

    /// Makes decimals, and reals beside whole numbers, doubles if there is a float among these.
    pub(super) fn unify(&self, mut all: Vec<&mut Expr>) -> Result<bool> {
        let Ok(types) = all.iter().map(|expr| self.type_of(expr)).collect::<Result<Vec<_>>>() else {
            return Ok(false);
        };
        if !types.iter().any(is_float) {
            return Ok(false);
        }
        let mut changed = false;
        let four_bytes = |t: &DataType| matches!(t, DataType::Float32 | DataType::Float16);
        let mixed = types.iter().any(|t| integer_digits(t).is_some() || decimal(t).is_some());
        for (expr, data_type) in all.iter_mut().zip(&types) {
            if decimal(data_type).is_some() || (mixed && four_bytes(data_type)) {
                let taken = std::mem::replace(&mut **expr, Expr::Literal(ScalarValue::Null, None));
                **expr = to_double(taken);
                changed = true;
            }
        }
        Ok(changed)
    }

    /// Whether a frame is a distance of whole numbers smaller than bigints.
    pub(super) fn has_narrow_range(&self, call: &WindowFunction) -> bool {
        let frame = &call.params.window_frame;
        let is_distance = |bound: &WindowFrameBound| match bound {
            WindowFrameBound::Preceding(distance) | WindowFrameBound::Following(distance) => !distance.is_null(),
            WindowFrameBound::CurrentRow => false,
        };
        let narrow = |sort: &Sort| matches!(self.type_of(&sort.expr), Ok(DataType::Int16 | DataType::Int32));
        frame.units == WindowFrameUnits::Range
            && (is_distance(&frame.start_bound) || is_distance(&frame.end_bound))
            && matches!(call.params.order_by.as_slice(), [sort] if narrow(sort))
    }
}

/// The digits before and after the point that hold all of these.
pub(super) fn room(digits: &[(u8, i8)]) -> (i16, i8) {
    let whole = digits.iter().map(|(precision, scale)| i16::from(*precision) - i16::from(*scale)).max();
    (whole.unwrap_or(1), digits.iter().map(|(_, scale)| *scale).max().unwrap_or(0))
}

/// Makes an expression one with so many digits, more than 38 together.
pub(super) fn as_wide(expr: &mut Expr, whole: i16, scale: i8) {
    let precision = (whole + i16::from(scale)).min(DECIMAL256_MAX_PRECISION.into()) as u8;
    let taken = std::mem::replace(expr, Expr::Literal(ScalarValue::Null, None));
    *expr = cast(taken, DataType::Decimal256(precision, scale));
}

/// The digits of a decimal or an integer; those of a literal are the ones it has.
pub(super) fn digits(expr: &Expr, schema: &DFSchema) -> Result<(u8, i8)> {
    if let Some(value) = integer_literal(expr) {
        return Ok((digits_of(value), 0));
    }
    let data_type = expr.get_type(schema)?;
    let whole = || integer_digits(&data_type).unwrap_or(DECIMAL128_MAX_PRECISION);
    Ok(decimal(&data_type).unwrap_or_else(|| (whole(), 0)))
}

pub(super) fn digits_of(value: i128) -> u8 {
    value.unsigned_abs().checked_ilog10().map_or(1, |log| log as u8 + 1)
}
