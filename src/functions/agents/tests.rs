use super::super::tests::eval;
use super::*;
use crate::functions::data::Data;

#[test]
fn all_of_uap_core() {
    let rules = Rules::of(&Data::default()).unwrap();
    let all: serde_json::Value = serde_json::from_slice(&std::fs::read("/tmp/ag/all.json").unwrap()).unwrap();
    for (set, at, names) in [("ua", 0, &["family","major","minor","patch"][..]), ("os", 4, &["family","major","minor","patch"]), ("os2", 4, &["family","major","minor","patch"]), ("device", 8, &["family","brand","model"])] {
        let mut wrong = 0;
        for case in all[set].as_array().unwrap() {
            let Record(values) = parsed(&rules, case["user_agent_string"].as_str().unwrap());
            let want: Vec<Value> = names.iter().map(|n| Value::from(case[*n].as_str().filter(|s| !s.is_empty()))).collect();
            if values[at..at + names.len()] != want[..] {
                wrong += 1;
                if wrong < 12 { println!("{set} {} \n  {:?}\n  {want:?}", case["user_agent_string"], &values[at..at + names.len()]); }
            }
        }
        println!("{set}: {wrong} wrong");
    }
}
