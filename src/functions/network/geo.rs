//! Where an address is, by the user's own database.

use std::path::Path;
use std::sync::Arc;

use maxminddb::{Reader, geoip2};

use super::{FAMILY, address};
use crate::functions::Function;
use crate::functions::call::Call;
use crate::functions::context::Context;
use crate::functions::data::DataSet;
use crate::functions::declare::text;
use crate::functions::output::{Bad, FieldType, Given, Record, Value};
use crate::functions::row::Row;

const FIELDS: [(&str, FieldType); 7] = [
    ("country", FieldType::Text),
    ("region", FieldType::Text),
    ("city", FieldType::Text),
    ("postal_code", FieldType::Text),
    ("latitude", FieldType::Double),
    ("longitude", FieldType::Double),
    ("time_zone", FieldType::Text),
];

type Database = Reader<Vec<u8>>;

pub(super) fn geo(context: &Context) -> Function {
    let data = context.data.clone();
    Call::new(FAMILY, "geo", &[text("ip")])
        .about(
            "Where an address is, by the MaxMind database (GeoIP2 or GeoLite2, City or Country) that the job file names in `data: {geo: \
             …}`: the country (ISO 3166-1), the region (the most specific subdivision, ISO 3166-2 with its country: `GB-ENG`), the city's English \
             name, postal code, coordinates, IANA time zone; each null where the database does not say. Null for addresses that it does not \
             have, such as private ones. Null, and counted as bad, for what is no address.",
        )
        .source("The MaxMind DB format 2.0. Without `data.geo` a statement that calls it does not plan.")
        .field_example(&["'81.2.69.142'"], "region", "GB-ENG")
        .field_example(&["'81.2.69.142'"], "time_zone", "Europe/London")
        .null_example(&["'10.1.2.3'"])
        .memoised()
        .record(context, &FIELDS, move |_| {
            let database = data.load(DataSet::Geo, open)?;
            Ok(move |row: Row<'_>| locate(&database, row.text(0)))
        })
}

fn open(file: Option<&Path>) -> Result<Database, String> {
    let file = file.ok_or("it needs a MaxMind database; add to the job file data: {geo: GeoLite2-City.mmdb}")?;
    let database = Reader::open_readfile(file).map_err(|error| error.to_string())?;
    let kind = &database.metadata().database_type;
    match ["City", "Country", "Enterprise"].iter().any(|known| kind.contains(known)) {
        true => Ok(database),
        false => Err(format!("it is a database of type {kind}; City or Country is needed")),
    }
}

fn locate(database: &Arc<Database>, text: &str) -> Given<Record> {
    let ip = address::parse(text).ok_or(Bad)?;
    // A database of IPv4 has no IPv6 addresses: that is no fault of the address.
    let Ok(found) = database.lookup(ip) else { return Ok(None) };
    let Ok(Some(place)) = found.decode::<geoip2::City<'_>>() else { return Ok(None) };
    let country = place.country.iso_code;
    let subdivision = place.subdivisions.last().and_then(|subdivision| subdivision.iso_code);
    let region = country.zip(subdivision).map(|(country, region)| format!("{country}-{region}"));
    Ok(Some(Record(vec![
        country.into(),
        region.into(),
        place.city.names.english.into(),
        place.postal.code.into(),
        Value::from(place.location.latitude),
        place.location.longitude.into(),
        place.location.time_zone.into(),
    ])))
}

#[cfg(test)]
mod tests {
    use crate::functions::Context;
    use crate::functions::tests::{eval, query, session};
    use crate::job::DataFiles;

    fn field(ip: &str, field: &str) -> Option<String> {
        eval(&format!("(geo('{ip}'))['{field}']"))
    }

    /// From the test data of the MaxMind DB format, source-data/GeoIP2-City-Test.json.
    #[test]
    fn addresses_are_where_the_database_says() {
        assert_eq!(field("81.2.69.142", "country").as_deref(), Some("GB"));
        assert_eq!(field("81.2.69.142", "city").as_deref(), Some("London"));
        assert_eq!(field("81.2.69.142", "latitude").as_deref(), Some("51.5142"));
        assert_eq!(field("216.160.83.56", "region").as_deref(), Some("US-WA"));
        assert_eq!(field("216.160.83.56", "postal_code").as_deref(), Some("98354"));
        assert_eq!(field("89.160.20.128", "city").as_deref(), Some("Linköping"));
        assert_eq!(field("::ffff:89.160.20.128", "country").as_deref(), Some("SE"));
        assert_eq!(field("2001:218::1", "country").as_deref(), Some("JP"));
        assert_eq!(field("2001:218::1", "city"), None);
        assert_eq!(field("192.168.0.1", "country"), None);
        assert_eq!(field("not an address", "country"), None);
    }

    #[test]
    fn without_a_database_or_with_another_file_it_does_not_plan() {
        let plan = |context: &Context| query(&session(context), "SELECT geo('1.2.3.4')").unwrap_err();
        let error = plan(&Context::default());
        assert!(error.contains("geo(): it needs a MaxMind database; add to the job file data: {geo:"), "{error}");
        let file = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let error = plan(&Context::new(DataFiles { geo: Some(file), ..DataFiles::default() }, Default::default()));
        assert!(error.contains("Cargo.toml"), "{error}");
    }
}
