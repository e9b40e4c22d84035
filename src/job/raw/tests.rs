use super::*;

/// `UPDATE_DOCS=1 cargo test` writes the file anew.
#[test]
fn the_shipped_schema_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/job.schema.json");
    let current = json_schema_text();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == current, "run UPDATE_DOCS=1 cargo test to write {path} anew");
}
