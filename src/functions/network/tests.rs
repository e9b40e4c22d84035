use super::super::tests::{eval, try_eval};

fn gives(expression: &str, expected: &str) {
    assert_eq!(eval(expression).as_deref(), Some(expected), "{expression}");
}

#[test]
fn addresses_are_masked_and_written_as_rfc_5952_has_it() {
    gives("ip_mask('2001:0DB8:0000:0000:0001:0000:0000:0001', 32, 128)", "2001:db8::1:0:0:1");
    gives("ip_mask('::ffff:203.0.113.77')", "203.0.113.0");
    gives("ip_mask('fe80::1%eth0', 24, 128)", "fe80::1");
    gives("ip_mask('203.0.113.77', 0)", "0.0.0.0");
    for bad in ["", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4%eth0", "1.2.3.4/24", "[::1]"] {
        assert_eq!(eval(&format!("ip_mask('{bad}')")), None, "{bad}");
    }
    assert!(try_eval("ip_mask('1.2.3.4', 33)").unwrap_err().contains("write a number from 0 to 32"));
    assert!(try_eval("ip_mask('1.2.3.4', 18446744073709551615)").is_err());
}

#[test]
fn networks_of_one_kind_hold_addresses_of_that_kind() {
    gives("ip_in('10.255.255.255', '10.1.2.3/8')", "true");
    gives("ip_in('11.0.0.0', '10.0.0.0/8')", "false");
    gives("ip_in('1.2.3.4', '::/0')", "false");
    gives("ip_in('1.2.3.4', '0.0.0.0/0')", "true");
    gives("ip_in('1.2.3.4', '::ffff:1.2.0.0/112')", "true");
    gives("ip_in('10.200.0.1', '10.0.0.0/8,10.1.0.0/16')", "true");
    gives("ip_in('fd00::1', 'private')", "true");
    for wrong in ["10.0.0.0/33", "", "1.2.3.4,", "example.com"] {
        let why = try_eval(&format!("ip_in('1.2.3.4', '{wrong}')")).unwrap_err();
        assert!(why.contains("is no network: write it like"), "{why}");
    }
    assert!(try_eval("ip_in('1.2.3.4', 'privat')").unwrap_err().contains("did you mean 'private'?"));
}

#[test]
fn the_client_is_the_first_from_the_right_that_is_not_trusted() {
    gives("client_ip('1.1.1.1, 2.2.2.2, 10.0.0.1', '10.0.0.2', 'private')", "2.2.2.2");
    gives("client_ip('10.0.0.3, 10.0.0.1', '10.0.0.2', 'private')", "10.0.0.3");
    gives("client_ip(NULL, '203.0.113.7', 'private')", "203.0.113.7");
    gives("client_ip('', '10.0.0.2', 'private')", "10.0.0.2");
    gives("client_ip('203.0.113.7', NULL, 'private')", "203.0.113.7");
    gives("client_ip('\"[2001:db8:cafe::17]:4711\"', '10.0.0.2', 'private')", "2001:db8:cafe::17");
    gives("client_ip(', 203.0.113.7, ,', '[::1]:80', 'private')", "203.0.113.7");
    gives("client_ip('unknown, 203.0.113.7', '10.0.0.2', 'private')", "203.0.113.7");
    for none in ["'_hidden', '10.0.0.2'", "'rubbish', '10.0.0.2'", "NULL, NULL", "'1.1.1.1', 'rubbish'"] {
        assert_eq!(eval(&format!("client_ip({none}, 'private')")), None, "{none}");
    }
}
