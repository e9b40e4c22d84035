//! Conversions of numbers that PostgreSQL has otherwise than Arrow.

use std::fmt::Write;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Decimal128Array, Float32Array, Float64Array, PrimitiveArray, StringBuilder,
    StringViewBuilder,
};
use datafusion::arrow::compute::{CastOptions, cast, cast_with_options};
use datafusion::arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, Float32Type, Float64Type};
use datafusion::arrow::error::ArrowError;
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};

use super::decimals::half_away;
use super::numeric_text;

/// The name of [`Conversion::Rescale`].
pub(in crate::mapper::sql) const RESCALE: &str = "rescale";

/// Digits of a double that PostgreSQL keeps in a numeric.
const DOUBLE_DIGITS: i32 = 15;

/// Digits after the point of a text that is cast to `numeric` without digits.
const ANY_SCALE: i8 = 18;

/// Doubles hold whole numbers below this exactly, and powers of ten up to the 22nd.
const EXACT_BELOW: u128 = 1 << 53;
const EXACT_POWER_MAX: i8 = 22;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Conversion {
    /// A float to the nearest whole one, half to even, still a float.
    RoundHalfEven,
    /// A float without what is behind its point, still a float.
    Truncate,
    /// A float to text: the fewest digits that read back as the same float, in PostgreSQL's form.
    FloatText(DataType),
    /// A double to a decimal of this precision and scale, by its first 15 digits.
    DoubleDecimal(u8, i8),
    /// A decimal to one with fewer digits after the point, rounded half away from zero. A cast does the same, but the optimizer
    /// takes it away in a comparison, as if nothing were rounded.
    Rescale(u8, i8),
    /// A decimal to the nearest double.
    DecimalDouble,
    /// A decimal to one without digits after the point.
    WholeDecimal(Rounding),
    /// Text to a decimal of this precision and scale, rounded half away from zero.
    TextDecimal(u8, i8),
    /// Text to a decimal with up to 18 digits after the point; more are an error.
    AnyNumeric,
    /// Text to a double.
    TextDouble,
    /// A double to a float of four bytes.
    Real,
    /// A double as it is, if it is not infinite.
    Finite,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Rounding {
    Up,
    Down,
    TowardsZero,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Convert {
    conversion: Conversion,
    /// Null instead of an error, as TRY_CAST wants it.
    lenient: bool,
    signature: Signature,
}

impl Conversion {
    /// A function that fails for a value that cannot be converted.
    pub(super) fn function(self) -> ScalarUDF {
        self.with(false)
    }

    /// A function that gives null for a value that cannot be converted.
    pub(super) fn lenient(self) -> ScalarUDF {
        self.with(true)
    }

    fn with(self, lenient: bool) -> ScalarUDF {
        let signature = Signature::any(1, Volatility::Immutable);
        ScalarUDF::new_from_impl(Convert { conversion: self, lenient, signature })
    }
}

impl ScalarUDFImpl for Convert {
    fn name(&self) -> &str {
        match self.conversion {
            Conversion::RoundHalfEven => "round_half_even",
            Conversion::Truncate => "truncate",
            Conversion::FloatText(_) => "float_text",
            Conversion::DoubleDecimal(..) => "double_decimal",
            Conversion::Rescale(..) => RESCALE,
            Conversion::DecimalDouble => "decimal_double",
            Conversion::WholeDecimal(Rounding::Up) => "decimal_ceil",
            Conversion::WholeDecimal(Rounding::Down) => "decimal_floor",
            Conversion::WholeDecimal(Rounding::TowardsZero) => "decimal_whole",
            Conversion::TextDecimal(..) | Conversion::AnyNumeric => "text_decimal",
            Conversion::TextDouble => "text_double",
            Conversion::Real => "double_real",
            Conversion::Finite => "finite",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(match &self.conversion {
            Conversion::RoundHalfEven | Conversion::Truncate | Conversion::Finite => arg_types[0].clone(),
            Conversion::FloatText(text) => text.clone(),
            Conversion::DoubleDecimal(precision, scale) | Conversion::Rescale(precision, scale) => {
                DataType::Decimal128(*precision, *scale)
            }
            Conversion::DecimalDouble | Conversion::TextDouble => DataType::Float64,
            Conversion::WholeDecimal(rounding) => match arg_types[0] {
                DataType::Decimal128(precision, scale) => DataType::Decimal128(rounding.precision(precision, scale), 0),
                ref other => return internal_err!("{}() of {other}", self.name()),
            },
            Conversion::TextDecimal(precision, scale) => DataType::Decimal128(*precision, *scale),
            Conversion::AnyNumeric => DataType::Decimal128(DECIMAL128_MAX_PRECISION, ANY_SCALE),
            Conversion::Real => DataType::Float32,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [argument] = args.args.as_slice() else { return internal_err!("{}() of one", self.name()) };
        match argument {
            ColumnarValue::Array(array) => Ok(ColumnarValue::Array(self.conversion.of(array, self.lenient)?)),
            ColumnarValue::Scalar(scalar) => {
                let array = self.conversion.of(&scalar.to_array()?, self.lenient)?;
                Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?))
            }
        }
    }
}

impl Conversion {
    fn of(&self, array: &ArrayRef, lenient: bool) -> Result<ArrayRef> {
        Ok(match (self, array.data_type()) {
            (Self::RoundHalfEven, DataType::Float32) => {
                let floats = array.as_primitive::<Float32Type>();
                Arc::new(floats.unary::<_, Float32Type>(f32::round_ties_even))
            }
            (Self::RoundHalfEven, _) => {
                let floats = array.as_primitive::<Float64Type>();
                Arc::new(floats.unary::<_, Float64Type>(f64::round_ties_even))
            }
            (Self::Truncate, DataType::Float32) => {
                Arc::new(array.as_primitive::<Float32Type>().unary::<_, Float32Type>(f32::trunc))
            }
            (Self::Truncate, _) => Arc::new(array.as_primitive::<Float64Type>().unary::<_, Float64Type>(f64::trunc)),
            (Self::FloatText(text), DataType::Float32) => {
                texts(array, text, |row, out| float_text(array.as_primitive::<Float32Type>().value(row), 6, out))
            }
            (Self::FloatText(text), _) => {
                texts(array, text, |row, out| float_text(array.as_primitive::<Float64Type>().value(row), 15, out))
            }
            (Self::DoubleDecimal(precision, scale), _) => {
                let doubles = cast(array, &DataType::Float64)?;
                let doubles = doubles.as_primitive::<Float64Type>();
                let decimal = |double| or_null(double_decimal(double, *precision, *scale), lenient);
                let decimals = doubles.iter().map(|double| double.map_or(Ok(None), decimal));
                let decimals = decimals.collect::<Result<Decimal128Array, ArrowError>>()?;
                Arc::new(Decimal128Array::with_precision_and_scale(decimals, *precision, *scale)?)
            }
            (Self::Rescale(precision, scale), _) => {
                let options = CastOptions { safe: lenient, ..CastOptions::default() };
                cast_with_options(array, &DataType::Decimal128(*precision, *scale), &options)?
            }
            (Self::DecimalDouble, DataType::Decimal128(_, scale)) => {
                let decimals = array.as_primitive::<Decimal128Type>();
                let doubles: Float64Array = decimals.unary(|decimal| decimal_double(decimal, *scale));
                Arc::new(doubles)
            }
            (Self::WholeDecimal(rounding), DataType::Decimal128(precision, scale)) => {
                let decimals = array.as_primitive::<Decimal128Type>();
                let power = 10_i128.pow(scale.unsigned_abs().into());
                let whole: PrimitiveArray<Decimal128Type> = decimals.unary(|decimal| rounding.whole(decimal, power));
                Arc::new(whole.with_precision_and_scale(rounding.precision(*precision, *scale), 0)?)
            }
            (Self::TextDecimal(precision, scale), _) => parsed(array, *precision, *scale, false, lenient)?,
            (Self::AnyNumeric, _) => parsed(array, DECIMAL128_MAX_PRECISION, ANY_SCALE, true, lenient)?,
            (Self::TextDouble, _) => {
                let texts = cast(array, &DataType::Utf8View)?;
                let texts = texts.as_string_view();
                let double = |text: &str| or_null(numeric_text::double(text), lenient);
                let doubles = texts.iter().map(|text| text.map_or(Ok(None), double));
                Arc::new(doubles.collect::<Result<Float64Array, ArrowError>>()?)
            }
            (Self::Real, _) => {
                let float = |double: f64| or_null(real(double), lenient);
                let floats = array.as_primitive::<Float64Type>().iter().map(|double| double.map_or(Ok(None), float));
                Arc::new(floats.collect::<Result<Float32Array, ArrowError>>()?)
            }
            (Self::Finite, DataType::Float64) => {
                let doubles = array.as_primitive::<Float64Type>();
                if doubles.iter().flatten().any(f64::is_infinite) {
                    return Err(ArrowError::ArithmeticOverflow("a sum of doubles overflows".into()).into());
                }
                array.clone()
            }
            (conversion, other) => return internal_err!("{conversion:?} of {other}"),
        })
    }
}

impl Rounding {
    /// The digits that a rounded decimal may have.
    fn precision(self, precision: u8, scale: i8) -> u8 {
        let whole = (i16::from(precision) - i16::from(scale)).max(0) as u8;
        (whole + u8::from(self != Self::TowardsZero)).clamp(1, DECIMAL128_MAX_PRECISION)
    }

    fn whole(self, value: i128, power: i128) -> i128 {
        match self {
            Self::TowardsZero => value / power,
            Self::Down => value.div_euclid(power),
            Self::Up => value.div_euclid(power) + i128::from(value.rem_euclid(power) != 0),
        }
    }
}

/// Texts as decimals of this type; `all_digits` refuses those that have more digits after the point.
fn parsed(array: &ArrayRef, precision: u8, scale: i8, all_digits: bool, lenient: bool) -> Result<ArrayRef> {
    let texts = cast(array, &DataType::Utf8View)?;
    let texts = texts.as_string_view();
    let decimal = |text: &str| or_null(numeric_text::decimal(text, precision, scale, all_digits), lenient);
    let decimals = texts.iter().map(|text| text.map_or(Ok(None), decimal));
    let decimals = decimals.collect::<Result<Decimal128Array, ArrowError>>()?;
    Ok(Arc::new(decimals.with_precision_and_scale(precision, scale)?))
}

fn or_null<T>(converted: Result<T, ArrowError>, lenient: bool) -> Result<Option<T>, ArrowError> {
    match converted {
        Ok(value) => Ok(Some(value)),
        Err(_) if lenient => Ok(None),
        Err(error) => Err(error),
    }
}

fn real(double: f64) -> Result<f32, ArrowError> {
    let float = double as f32;
    match float.is_infinite() && double.is_finite() {
        true => Err(ArrowError::ArithmeticOverflow("a double does not fit into real".into())),
        false => Ok(float),
    }
}

fn texts(array: &ArrayRef, data_type: &DataType, write: impl Fn(usize, &mut String)) -> ArrayRef {
    let rows = array.len();
    let mut text = String::new();
    if *data_type == DataType::Utf8View {
        let mut texts = StringViewBuilder::with_capacity(rows);
        for row in 0..rows {
            text.clear();
            match array.is_null(row) {
                true => texts.append_null(),
                false => {
                    write(row, &mut text);
                    texts.append_value(&text);
                }
            }
        }
        return Arc::new(texts.finish());
    }
    let mut texts = StringBuilder::with_capacity(rows, rows * 8);
    for row in 0..rows {
        text.clear();
        match array.is_null(row) {
            true => texts.append_null(),
            false => {
                write(row, &mut text);
                texts.append_value(&text);
            }
        }
    }
    Arc::new(texts.finish())
}

/// Writes a float as PostgreSQL does: without an exponent from 0.0001 to below 10^`whole_digits`.
fn float_text(value: impl Into<f64> + std::fmt::LowerExp, whole_digits: i32, out: &mut String) {
    // Rust's shortest digits: "-1.25e-7".
    let mut shortest = String::new();
    _ = write!(shortest, "{value:e}");
    let value: f64 = value.into();
    if !value.is_finite() {
        out.push_str(match value {
            value if value.is_nan() => "NaN",
            value if value > 0.0 => "Infinity",
            _ => "-Infinity",
        });
        return;
    }
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if value != 0.0 && !(-4..whole_digits).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        _ = write!(out, "{mantissa}e{sign}{:02}", exponent.abs());
        return;
    }
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    if unsigned.len() < mantissa.len() {
        out.push('-');
    }
    let digits: String = unsigned.chars().filter(|c| *c != '.').collect();
    match usize::try_from(exponent) {
        Ok(whole) if digits.len() <= whole + 1 => {
            out.push_str(&digits);
            out.extend(std::iter::repeat_n('0', whole + 1 - digits.len()));
        }
        Ok(whole) => {
            out.push_str(&digits[..=whole]);
            out.push('.');
            out.push_str(&digits[whole + 1..]);
        }
        Err(_) => {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', exponent.unsigned_abs() as usize - 1));
            out.push_str(&digits);
        }
    }
}

/// The first 15 digits of a double, rounded half away from zero to the scale.
fn double_decimal(value: f64, precision: u8, scale: i8) -> Result<i128, ArrowError> {
    let overflow =
        || ArrowError::ArithmeticOverflow(format!("a double does not fit into decimal({precision}, {scale})"));
    if !value.is_finite() {
        return Err(overflow());
    }
    // "d.dddddddddddddde-7"
    let written = format!("{value:.*e}", DOUBLE_DIGITS as usize - 1);
    let (mantissa, exponent) = written.split_once('e').ok_or_else(overflow)?;
    let digits: i128 = mantissa.replace('.', "").parse().map_err(|_| overflow())?;
    let exponent: i32 = exponent.parse().map_err(|_| overflow())?;
    let shift = exponent - (DOUBLE_DIGITS - 1) + i32::from(scale);
    let power = |digits: i32| 10_i128.checked_pow(digits.unsigned_abs());
    let scaled = match shift {
        _ if digits == 0 => Some(0),
        0.. => power(shift).and_then(|power| digits.checked_mul(power)),
        _ => power(shift).map_or(Some(0), |power| half_away(digits, power)),
    };
    let limit = 10_u128.pow(precision.into());
    scaled.filter(|value| value.unsigned_abs() < limit).ok_or_else(overflow)
}

/// The double nearest to a decimal.
fn decimal_double(value: i128, scale: i8) -> f64 {
    if value.unsigned_abs() < EXACT_BELOW && (0..=EXACT_POWER_MAX).contains(&scale) {
        // Two exact numbers: the division rounds once.
        return value as f64 / 10_f64.powi(scale.into());
    }
    format!("{value}e{}", -i32::from(scale)).parse().unwrap_or(f64::NAN)
}
