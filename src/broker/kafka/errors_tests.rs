use super::super::ffi::Code;
use super::*;

fn error(code: E) -> NativeError {
    NativeError::new(code, "text")
}

fn class(error: &NativeError, during: During) -> ErrorClass {
    classify(error, during)
}

#[test]
fn a_missing_acl_is_denied_whatever_its_flags_say() {
    let plain = error(E::RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    for e in [NativeError { fatal: true, ..plain.clone() }, NativeError { abort: true, ..plain.clone() }, plain] {
        assert_eq!(class(&e, During::Transaction), ErrorClass::Denied);
    }
}

#[test]
fn a_stale_member_is_abortable_for_the_producer_and_fatal_for_the_consumer_it_hits() {
    let plain = error(E::RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID);
    assert_eq!(class(&NativeError { abort: true, ..plain.clone() }, During::Transaction), ErrorClass::StaleGroup);
    assert_eq!(class(&NativeError { fatal: true, ..plain }, During::Reading), ErrorClass::Fatal);
}

#[test]
fn a_transactional_error_without_flags_is_fatal() {
    let e = error(E::RD_KAFKA_RESP_ERR__STATE);
    assert_eq!(class(&e, During::Transaction), ErrorClass::Fatal);
    assert_eq!(class(&e, During::Delivery), ErrorClass::Abortable);
    assert_eq!(class(&e, During::Reading), ErrorClass::Retriable);
}

#[test]
fn flags_decide_in_the_transactional_calls() {
    let e = error(E::RD_KAFKA_RESP_ERR__TIMED_OUT);
    assert_eq!(class(&NativeError { retriable: true, ..e.clone() }, During::Transaction), ErrorClass::Retriable);
    assert_eq!(class(&NativeError { abort: true, ..e.clone() }, During::Transaction), ErrorClass::Abortable);
    assert_eq!(class(&NativeError { fatal: true, ..e }, During::Transaction), ErrorClass::Fatal);
    let lost = NativeError { abort: true, ..error(E::RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID) };
    assert_eq!(class(&lost, During::Transaction), ErrorClass::Abortable);
}

#[test]
fn a_successor_fences() {
    for code in FENCED {
        let e = NativeError { fatal: true, ..error(*code) };
        assert_eq!(class(&e, During::Transaction), ErrorClass::Fenced);
    }
}

#[test]
fn codes_of_newer_brokers_are_kept_as_numbers() {
    let e = NativeError::new(Code(120), "");
    assert_eq!(class(&e, During::Reading), ErrorClass::Retriable);
    let told = Peer::default().explain(&e, During::Reading, About::default());
    assert_eq!((told.code.as_str(), told.message.as_str()), ("ERR_120?", "err-120?"));
}

#[test]
fn only_distrust_makes_a_tls_failure_final() {
    let distrust = NativeError::new(E::RD_KAFKA_RESP_ERR__SSL, "SSL handshake failed: certificate verify failed");
    assert_eq!(class(&distrust, During::Reading), ErrorClass::Denied);
    let broken = NativeError::new(E::RD_KAFKA_RESP_ERR__SSL, "SSL handshake failed: Disconnected");
    assert_eq!(class(&broken, During::Reading), ErrorClass::Retriable);
}

#[test]
fn texts_name_the_right_and_the_user() {
    let peer = Peer { user: Some("bob".into()), mechanism: Some("PLAIN".into()), ..Peer::default() };
    let about = About { topic: Some("tags"), right: "READ", ..About::default() };
    let denied =
        NativeError::new(E::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "Broker: Topic authorization failed");
    let told = peer.explain(&denied, During::Reading, about);
    assert_eq!(
        told.to_string(),
        "topic tags: broker: Topic authorization failed: add READ on topic tags for user bob (TOPIC_AUTHORIZATION_FAILED)"
    );
    let login = NativeError::new(E::RD_KAFKA_RESP_ERR__AUTHENTICATION, "SASL authentication error.");
    let told = peer.explain(&login, During::Reading, About::default());
    assert!(told.message.starts_with("SASL authentication error: the broker refuses the login of user bob with PLAIN"));
}

#[test]
fn silence_is_explained_by_the_connection() {
    let peer = Peer { servers: "nowhere:1".into(), ..Peer::default() };
    let silence = NativeError { retriable: true, ..error(E::RD_KAFKA_RESP_ERR__TIMED_OUT) };
    let login = error(E::RD_KAFKA_RESP_ERR__AUTHENTICATION);
    let told = peer.explain_with(&silence, Some(&login), During::Transaction, About::default());
    assert_eq!((told.class, told.code.as_str()), (ErrorClass::Denied, "_AUTHENTICATION"));
    let down = error(E::RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN);
    let told = peer.explain_with(&silence, Some(&down), During::Transaction, About::default());
    assert_eq!((told.class, told.code.as_str()), (ErrorClass::Retriable, "_TIMED_OUT"));
    assert!(told.message.contains("nowhere:1"));
    let other = error(E::RD_KAFKA_RESP_ERR__FENCED);
    let told = peer.explain_with(&other, Some(&login), During::Transaction, About::default());
    assert_eq!(told.class, ErrorClass::Fenced);
}

#[test]
fn a_refused_login_is_not_covered_up_by_what_follows_from_it() {
    let (login, down) = (error(E::RD_KAFKA_RESP_ERR__AUTHENTICATION), error(E::RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN));
    let trouble = Trouble::default();
    trouble.note(down.clone());
    trouble.note(login.clone());
    trouble.note(down.clone());
    assert_eq!(trouble.get(), Some(login));
    trouble.clear();
    trouble.note(down.clone());
    assert_eq!(trouble.get(), Some(down));
}

#[test]
fn a_denied_topic_that_is_one_of_several_is_narrowed_down_to_them() {
    let among = ["a".to_owned(), "b".to_owned()];
    let denied = NativeError::new(E::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "no");
    let about = About { among: &among, right: "WRITE", ..About::default() };
    let told = Peer::default().explain(&denied, During::Delivery, about);
    assert!(told.message.contains("add WRITE on the one of these topics that lacks it, a, b, for"), "{told}");
}
