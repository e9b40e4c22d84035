//! Functions that are operators: `mod(a, b)` is `a % b`, `div(a, b)` a division without its fraction. They are replaced before types
//! are coerced, so that they never run. And other names: `sign` of `signum`, `ceiling` of `ceil`.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, internal_err, plan_err};
use datafusion::functions::math;
use datafusion::logical_expr::binary::BinaryTypeCoercer;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

#[derive(Debug, PartialEq, Eq, Hash)]
struct OperatorCall {
    name: &'static str,
    operator: Operator,
    signature: Signature,
}

pub(super) fn functions() -> Vec<ScalarUDF> {
    let of = |name, operator| OperatorCall { name, operator, signature: Signature::any(2, Volatility::Immutable) };
    let operators = [of("mod", Operator::Modulo), of("div", Operator::Divide)];
    let mut functions: Vec<_> = operators.into_iter().map(ScalarUDF::new_from_impl).collect();
    functions.push(math::signum().as_ref().clone().with_aliases(["sign"]));
    functions.push(math::ceil().as_ref().clone().with_aliases(["ceiling"]));
    functions
}

/// The operator that a call stands for.
pub(super) fn operator(call: &ScalarFunction) -> Option<Operator> {
    call.func.inner().downcast_ref::<OperatorCall>().map(|call| call.operator)
}

impl ScalarUDFImpl for OperatorCall {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        let is_number = |t: &DataType| t.is_numeric() || t.is_null();
        match arg_types {
            [left, right] if is_number(left) && is_number(right) => {
                BinaryTypeCoercer::new(left, &self.operator, right).get_result_type()
            }
            _ => plan_err!("{}() takes two numbers", self.name),
        }
    }

    fn invoke_with_args(&self, _args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        internal_err!("{}() was not replaced by an operator", self.name)
    }
}
