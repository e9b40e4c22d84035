//! Tables: today those from files.

use std::collections::BTreeMap;

use super::{data, names, source};
use crate::error::Result;
use crate::job::raw::RawTable;
use crate::job::spanned::{Named, Spanned};
use crate::job::{TableKind, TableSpec};

pub fn tables(raw: &Named<RawTable>) -> Result<BTreeMap<String, TableSpec>> {
    raw.0.iter().map(|(name, raw)| Ok((name.value.clone(), table(name, raw)?))).collect()
}

fn table(name: &Spanned<String>, raw: &RawTable) -> Result<TableSpec> {
    names::identifier(name, "a table")?;
    if name.value == "events" {
        return Err(name.at.error("\"events\" is the window's own table; give this one another name"));
    }
    let name_shown = &name.value;
    let kinds = [("broadcast", &raw.broadcast), ("partitioned", &raw.partitioned), ("state", &raw.state)];
    if let Some((kind, Some(later))) = kinds.iter().find(|(_, later)| later.is_some()) {
        return Err(later.at.error(format!(
            "table {name_shown:?}: {kind} tables are not available yet in this version; \
             a file table is: {name_shown}: {{file: {name_shown}.csv, key: …}}"
        )));
    }
    let options = [("ttl", &raw.ttl), ("merge", &raw.merge), ("scope", &raw.scope)];
    if let Some((key, Some(later))) = options.iter().find(|(_, later)| later.is_some()) {
        let message = format!("table {name_shown:?}: {key} is not available yet in this version; remove it");
        return Err(later.at.error(message));
    }
    if let Some(format) = &raw.format {
        let message = format!("table {name_shown:?}: the format of a file follows from its name; remove \"format\"");
        return Err(format.at.error(message));
    }
    let needs = |key: &str| name.at.error(format!("tables.{name_shown} needs the key {key:?}; add it"));
    let file = raw.file.as_ref().ok_or_else(|| needs("file"))?;
    let key = raw.key.as_ref().ok_or_else(|| needs("key"))?;

    let columns = source::columns(raw.schema.as_ref(), raw.columns.as_ref())?.map(|(columns, _)| columns);
    if let Some(columns) = &columns {
        source::column(columns, key, &format!("tables.{name_shown}.key"))?;
    }
    let path = data::existing(file)?;
    Ok(TableSpec { kind: TableKind::File(path), key: key.value.clone(), columns })
}
