//! What variables brought into a job's statements: a salt, say. It stands in no error and in no plan that is shown.

use std::collections::BTreeMap;

use super::tree::substitute::names;
use super::tree::{Node, Value};

/// Values that are too short to keep a secret would be found everywhere.
const BYTES_MIN: usize = 4;

/// The values that are not shown, each with the variable that is shown instead.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hidden(Vec<(String, String)>);

impl Hidden {
    /// The variables of everything under a key of the job.
    pub fn under(root: &Node, key: &str, env: &BTreeMap<String, String>) -> Self {
        let mut found = BTreeMap::new();
        if let Value::Map(entries) = &root.value {
            entries.iter().filter(|entry| entry.key == key).for_each(|entry| collect(&entry.value, env, &mut found));
        }
        let mut values: Vec<_> = found.into_iter().filter(|(value, _)| value.len() >= BYTES_MIN).collect();
        // One value may be part of another.
        values.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        Self(values)
    }

    /// The text as it may be shown.
    pub fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (value, shown)| text.replace(value, shown))
    }
}

/// Shows the variables' names only.
impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(_, shown)| shown)).finish()
    }
}

fn collect(node: &Node, env: &BTreeMap<String, String>, found: &mut BTreeMap<String, String>) {
    match &node.value {
        Value::Null => {}
        Value::List(items) => items.iter().for_each(|item| collect(item, env, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, env, found)),
        Value::Scalar(scalar) => {
            for name in scalar.template.iter().flat_map(|template| names(template)) {
                // What is not in the environment is a default, which stands in the file.
                if let Some(value) = env.get(name) {
                    found.insert(value.clone(), format!("${{{name}}}"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_values_go_first_and_short_ones_stay() {
        let hidden = Hidden(vec![("salt-and-more".into(), "${MORE}".into()), ("salt".into(), "${SALT}".into())]);
        assert_eq!(hidden.hide("'salt-and-more' || 'salt' || 'sal'"), "'${MORE}' || '${SALT}' || 'sal'");
        assert_eq!(format!("{hidden:?}"), r#"["${MORE}", "${SALT}"]"#);
    }
}
