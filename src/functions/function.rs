//! A function and what the reference says of it.

use datafusion::logical_expr::ScalarUDF;

use super::declare::Argument;

/// A function and what the reference says of it.
#[derive(Debug, Clone)]
pub struct Function {
    /// The family it belongs to: a heading of the reference.
    pub family: &'static str,
    /// What it gives: a type of the job file, `struct<…>` with its fields among them.
    pub returns: String,
    /// What it does, and for which inputs it gives null. Markdown.
    pub about: &'static str,
    /// The public document that it follows, and where that leaves room, what was chosen.
    pub source: &'static str,
    /// Calls that show it.
    pub examples: Vec<Example>,
    /// Its arguments, as they are declared.
    pub(super) arguments: Vec<Argument>,
    /// The function itself.
    pub udf: ScalarUDF,
}

impl Function {
    /// Whether the argument at that place of a call has to be a literal.
    pub fn is_constant(&self, at: usize) -> bool {
        self.arguments.get(at).or(self.arguments.last()).is_some_and(|argument| argument.constant)
    }

    /// The argument at that place of a call: the last one may repeat.
    #[cfg(test)]
    pub(super) fn argument(&self, at: usize) -> Argument {
        *self.arguments.get(at).or(self.arguments.last()).expect("a call with arguments has some")
    }

    /// How it is called: `email_hash(email, rule)`; what may be left out stands in brackets.
    pub fn signature(&self) -> String {
        let shown = |argument: &Argument| match (argument.optional, argument.repeated) {
            (_, true) => format!("{}…", argument.name),
            (true, false) => format!("[{}]", argument.name),
            (false, false) => argument.name.to_owned(),
        };
        let arguments: Vec<_> = self.arguments.iter().map(shown).collect();
        format!("{}({})", self.name(), arguments.join(", "))
    }

    /// Its name in SQL.
    pub fn name(&self) -> &str {
        self.udf.name()
    }
}

/// A call, and what it gives.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The arguments, as SQL.
    pub arguments: &'static [&'static str],
    /// The field that is shown, of a function that gives a struct.
    pub field: Option<&'static str>,
    /// What comes out, as text; `None` is null.
    pub gives: Option<&'static str>,
}

impl Example {
    /// The expression.
    pub fn sql(&self, function: &str) -> String {
        let call = format!("{function}({})", self.arguments.join(", "));
        self.field.map_or(call.clone(), |field| format!("({call})['{field}']"))
    }
}
