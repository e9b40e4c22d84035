use std::collections::BTreeMap;

use datafusion::error::DataFusionError;

use super::super::tests::{eval, query, session};
use super::*;
use crate::job::DataFiles;

#[test]
fn hashes_follow_the_vectors_of_fips_180_4() {
    let text = "'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'";
    let hex = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    assert_eq!(eval(&format!("sha256_hex({text})")).as_deref(), Some(hex));
    // UID2's documents: the hash of a normalised address.
    let hash = "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8=";
    assert_eq!(eval("sha256_base64('janesaoirse@gmail.com')").as_deref(), Some(hash));
}

/// What an expression gives where `KEY` names this key.
fn with_key(key: &str, sql: &str) -> Result<Vec<Option<String>>, String> {
    let environment = BTreeMap::from([("KEY".into(), key.into())]);
    query(&session(&Context::new(DataFiles::default(), environment)), sql)
}

#[test]
fn keyed_hashes_follow_the_vectors_of_rfc_4231() {
    let keyed = |key: &str, call: &str| with_key(key, &format!("SELECT {call}")).unwrap().remove(0).unwrap();
    // Test cases 1 and 5 have keys and data that are text; 5 is cut off after 16 bytes.
    let hex = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
    assert_eq!(keyed(&"\u{b}".repeat(20), "hmac_sha256('Hi There', 'KEY')"), hex);
    let hex = "a3b6167473100ee06e0c796c2955552b";
    assert_eq!(keyed(&"\u{c}".repeat(20), "pseudonym('Test With Truncation', 'KEY')"), hex);
    // The others' have not.
    let long = "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being \
                used by the HMAC algorithm.";
    let counted: Vec<u8> = (1..=25).collect();
    let cases: [(&[u8], &[u8], &str); 4] = [
        (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (&counted, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (&[0xaa; 131], long.as_bytes(), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ];
    for (key, data, hex) in cases {
        let mut given = String::new();
        push_hex(&hmac(key).chain_update(data).finalize().into_bytes(), &mut given);
        assert_eq!(given, hex);
    }
}

#[test]
fn a_secret_that_is_not_set_is_said_when_the_statement_is_planned() {
    for function in ["hmac_sha256", "pseudonym"] {
        let refused = with_key("k", &format!("SELECT {function}('a', 'KEX')")).unwrap_err();
        let told =
            format!("{function}(): 'KEX' names no secret: set the environment variable KEX; did you mean 'KEY'?");
        assert!(refused.contains(&told), "{refused}");
        // A variable that is empty holds no key.
        assert!(with_key("", &format!("SELECT {function}('a', 'KEY')")).unwrap_err().contains("names no secret"));
    }
    let refused = with_key("k", "SELECT pseudonym('a', x) FROM (VALUES ('KEY')) t(x)").unwrap_err();
    assert!(refused.contains("secret has to be a literal"), "{refused}");
}

#[test]
fn a_key_is_shown_by_no_plan_and_no_error() {
    let key = "correct horse battery staple";
    let environment = BTreeMap::from([("KEY".into(), key.into())]);
    let context = Context::new(DataFiles::default(), environment);
    let session = session(&context);
    let planned = async |sql: &str| {
        let frame = session.sql(sql).await?;
        let logical = format!("{} {:?}", frame.logical_plan().display_indent(), frame.logical_plan());
        Ok::<_, DataFusionError>(format!("{logical} {:?}", frame.create_physical_plan().await?))
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for secret in ["KEY", "KEX"] {
        let sql = format!("SELECT pseudonym(x, '{secret}') FROM (VALUES ('a'), ('b')) t(x)");
        let shown = format!("{:?}", runtime.block_on(planned(&sql)));
        assert!(shown.contains("pseudonym") && !shown.contains("correct horse"), "{shown}");
    }
    let shown = format!("{context:?} {:?}", functions(&context));
    assert!(shown.contains("pseudonym") && !shown.contains("correct horse"), "{shown}");
}
