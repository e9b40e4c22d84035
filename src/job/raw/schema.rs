//! The JSON Schema of the job file, from the structs of [`super`].

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use super::RawJob;

/// The JSON Schema of the job file: what stands in `schemas/job.schema.json`.
pub fn json_schema_text() -> String {
    let settings = SchemaSettings::draft07().with_transform(AllowVariables);
    let schema = settings.into_generator().into_root_schema_for::<RawJob>();
    format!("{:#}\n", schema.as_value())
}

/// Whatever is not text anyway may also be a text with `${VAR}` in it.
#[derive(Debug, Clone)]
struct AllowVariables;

impl Transform for AllowVariables {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        let has_type = |name: &str| match object.get("type") {
            Some(Value::String(only)) => only == name,
            Some(Value::Array(several)) => several.iter().any(|t| t == name),
            _ => false,
        };
        let number_or_truth = ["integer", "number", "boolean"].into_iter().any(has_type) && !has_type("string");
        if !number_or_truth && !object.contains_key("pattern") && !object.contains_key("oneOf") {
            return;
        }
        let description = object.remove("description");
        let plain = Value::Object(std::mem::take(object));
        object.insert("anyOf".into(), json!([plain, { "type": "string", "pattern": "\\$\\{" }]));
        object.extend(description.map(|text| ("description".into(), text)));
    }
}
