use super::super::tests::eval;

#[test]
fn hashes_follow_the_vectors_of_fips_180_4() {
    let text = "'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'";
    let hex = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    assert_eq!(eval(&format!("sha256_hex({text})")).as_deref(), Some(hex));
    // UID2's documents: the hash of a normalised address.
    let hash = "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8=";
    assert_eq!(eval("sha256_base64('janesaoirse@gmail.com')").as_deref(), Some(hash));
}
