//! Runs a [`program`](super::program) over a message.

use super::column::{Column, text_cell};
use super::constant::{fits, unscaled};
use super::input::{Fault, Input, Result};
use super::program::{Branch, Read, Scale, Skip, Step, Steps};
use crate::codec::reason;

/// Reads one record: pushes one value to each column. After a fault some columns have one value more than others.
/// Whether text is UTF-8 is looked at only with `check_text`: the arrays look at it again, all at once.
#[inline]
pub(super) fn record(program: &Steps, input: &mut Input<'_>, columns: &mut [Column], check_text: bool) -> Result<()> {
    for (step, name) in program.steps.iter().zip(&program.names) {
        match step {
            Step::Read(column, read) => value(read, input, &mut columns[*column], check_text),
            Step::Skip(what) => skip(what, input),
            Step::Put(column, constant) => {
                columns[*column].push_constant(constant);
                Ok(())
            }
        }
        .map_err(|fault| fault.inside(name))?;
    }
    Ok(())
}

#[inline]
fn value(read: &Read, input: &mut Input<'_>, column: &mut Column, check_text: bool) -> Result<()> {
    let cell = match read {
        Read::Boolean => u64::from(input.boolean()?),
        Read::Int(min, max) => {
            let int = input.int()?;
            if int < *min || int > *max {
                return Err(Fault::new(reason::OUT_OF_RANGE, format!("{int} is not between {min} and {max}")));
            }
            i64::from(int) as u64
        }
        Read::Long => input.long()? as u64,
        Read::Text => {
            let (text, start) = input.bytes()?;
            if check_text && simdutf8::basic::from_utf8(text).is_err() {
                return Err(not_utf8());
            }
            text_cell(start, text.len())
        }
        Read::Double => input.double()?.to_bits(),
        Read::Union(branches) => {
            return match &branches[input.index(branches.len(), "types in the union")?] {
                Branch::Read(read) => nested(read, input, column, check_text),
                Branch::Refused(reason, why) => Err(Fault::new(reason, why.as_str())),
            };
        }
        other => return nested(other, input, column, check_text),
    };
    column.push_cell(cell);
    Ok(())
}

/// The same for everything that is rarer, or has values in it.
#[inline(never)]
fn nested(read: &Read, input: &mut Input<'_>, column: &mut Column, check_text: bool) -> Result<()> {
    let cell = match read {
        Read::Boolean | Read::Int(..) | Read::Long | Read::Text | Read::Double | Read::Union(_) => {
            return value(read, input, column, check_text);
        }
        Read::Null => {
            column.push_null();
            return Ok(());
        }
        Read::Time { long, unit } => {
            let time = if *long { input.long()? } else { i64::from(input.int()?) };
            unit.apply(time).ok_or_else(|| {
                Fault::new(reason::OUT_OF_RANGE, format!("time {time} has no place in the column's unit"))
            })? as u64
        }
        Read::IntAsFloat => u64::from((input.int()? as f32).to_bits()),
        Read::IntAsDouble => f64::from(input.int()?).to_bits(),
        Read::LongAsFloat => u64::from((input.long()? as f32).to_bits()),
        Read::LongAsDouble => (input.long()? as f64).to_bits(),
        Read::Float => u64::from(input.float()?.to_bits()),
        Read::FloatAsDouble => f64::from(input.float()?).to_bits(),
        Read::Bytes => {
            let (bytes, start) = input.bytes()?;
            text_cell(start, bytes.len())
        }
        Read::Fixed(size) => text_cell(input.fixed(*size)?.1, *size),
        Read::Symbol(cells) => match &cells[input.index(cells.len(), "symbols")?] {
            Ok(cell) => *cell,
            Err(why) => return Err(Fault::new(reason::SCHEMA_MISMATCH, why.as_str())),
        },
        Read::Decimal { size, precision } => {
            let (bytes, _) = match size {
                Some(size) => input.fixed(*size)?,
                None => input.bytes()?,
            };
            let value = unscaled(bytes).filter(|v| fits(*v, *precision)).ok_or_else(|| {
                Fault::new(reason::OUT_OF_RANGE, format!("a decimal has more than {precision} digits"))
            })?;
            column.push_wide(value);
            return Ok(());
        }
        Read::List(item) => {
            let Some(items) = column.items() else { return Err(no_column()) };
            input.blocks(|input| value(item, input, items, check_text)).map_err(|f| f.inside("[]"))?;
            column.end_row();
            return Ok(());
        }
        Read::Map(item) => {
            input
                .blocks(|input| {
                    let (key, _) = input.bytes()?;
                    if check_text && simdutf8::basic::from_utf8(key).is_err() {
                        return Err(not_utf8());
                    }
                    let Some(values) = column.add_key(key) else { return Err(no_column()) };
                    value(item, input, values, check_text)
                })
                .map_err(|f| f.inside("{}"))?;
            column.end_row();
            return Ok(());
        }
        Read::Struct(steps) => {
            record(steps, input, column.fields(), check_text)?;
            column.end_row();
            return Ok(());
        }
    };
    column.push_cell(cell);
    Ok(())
}

fn skip(what: &Skip, input: &mut Input<'_>) -> Result<()> {
    match what {
        Skip::Null => Ok(()),
        Skip::Boolean => input.boolean().map(drop),
        Skip::Int => input.int().map(drop),
        Skip::Long => input.long().map(drop),
        Skip::Fixed(size) => input.fixed(*size).map(drop),
        Skip::Bytes => input.bytes().map(drop),
        Skip::Index(len) => input.index(*len, "symbols").map(drop),
        Skip::Array(item) => input.blocks(|input| skip(item, input)),
        Skip::Map(value) => input.blocks(|input| {
            input.bytes()?;
            skip(value, input)
        }),
        Skip::Record(fields) => fields.iter().try_for_each(|field| skip(field, input)),
        Skip::Union(types) => skip(&types[input.index(types.len(), "types in the union")?], input),
    }
}

impl Scale {
    fn apply(self, time: i64) -> Option<i64> {
        match self {
            Scale::Times(factor) => time.checked_mul(factor),
            Scale::Over(divisor) => Some(time.div_euclid(divisor)),
        }
    }
}

fn not_utf8() -> Fault {
    Fault::new(reason::UTF8, "text is not UTF-8")
}

fn no_column() -> Fault {
    Fault::broken("the column has another type than the program")
}
