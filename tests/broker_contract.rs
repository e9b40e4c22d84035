//! What both brokers promise, so that what works on memory works on Kafka.
//!
//! Each case runs twice. The Kafka half needs a cluster of its own at `MUBATCH_TEST_BOOTSTRAP`.

mod contract;

/// Makes two tests of each case, one per broker.
macro_rules! contract {
    ($($area:ident { $($case:ident)* })*) => {
        mod memory {
            $(mod $area {
                use crate::contract::{$area as cases, memory::MemoryFixture};
                $(#[test] fn $case() { cases::$case(&MemoryFixture::new()) })*
            })*
        }
        mod kafka {
            $(mod $area {
                use crate::contract::{$area as cases, kafka::KafkaFixture};
                $(#[test] fn $case() { cases::$case(&KafkaFixture::new()) })*
            })*
        }
    };
}

contract! {
    groups {
        a_lone_member_gets_every_partition_and_no_message_before_it_assigns
        a_member_knows_its_generation_once_it_has_joined
        a_second_member_gets_its_share_only_after_the_first_has_given_it_back
        nothing_is_handed_out_while_a_revoke_waits
        partitions_that_stay_are_read_on_where_they_were
        a_member_that_leaves_gives_its_partitions_to_the_others
        a_member_that_stops_polling_loses_its_partitions
        the_generation_moves_on_before_the_partitions_do
        an_old_generation_is_refused_and_the_new_one_commits
        a_member_that_has_left_cannot_commit
        a_broker_fences_generations_and_not_ownership
        a_topic_that_does_not_exist_is_reported
    }
    reading {
        messages_come_in_order_as_they_were_written
        null_and_empty_keys_and_values_stay_apart
        a_header_name_need_not_be_text
        headers_come_only_where_they_are_wanted
        a_refused_message_comes_again_first
        a_poll_hands_out_at_most_max
        a_max_of_zero_gives_events_only
        a_waker_ends_a_waiting_poll
        a_waker_ends_the_next_poll_if_none_is_waiting
        reading_begins_at_the_offset_that_was_assigned
        after_a_seek_nothing_of_before_comes
        a_seek_names_the_partition_that_is_not_ours_and_moves_the_others
        a_paused_partition_stands_still_and_others_go_on
        an_offset_behind_the_end_is_out_of_range_until_a_seek
        the_end_of_a_partition_is_known_after_reading
        how_far_a_partition_was_read_goes_past_the_end_of_transactions_and_not_past_a_refused_message
    }
    transactions {
        a_commit_shows_records_and_offsets
        an_abort_shows_neither_records_nor_offsets
        a_reader_stops_at_an_open_transaction
        offsets_jump_over_the_end_of_a_transaction
        a_second_producer_fences_the_first
        a_new_producer_aborts_what_its_predecessor_left_open
        a_transaction_that_stays_open_too_long_is_aborted_and_its_producer_fenced
        committed_offsets_wait_for_an_open_transaction
        an_empty_transaction_commits
        a_transaction_may_have_offsets_only
        a_producer_goes_on_after_an_abort
        a_record_above_the_limit_is_too_large_and_the_transaction_can_be_aborted
        after_a_failed_delivery_a_commit_is_refused_before_it_is_sent
        a_key_has_the_partition_that_java_clients_give_it
        a_fixed_partition_goes_before_the_key
        a_producer_whose_requests_were_all_answered_has_no_strays
    }
    questions {
        watermarks_are_start_stable_offset_and_end
        the_offset_at_a_time_is_the_first_at_or_after_it
        the_end_of_a_transaction_has_a_time_of_its_own
        topics_that_do_not_exist_are_left_out
        a_question_about_a_missing_topic_says_so
        a_new_group_has_no_offsets
    }
}
