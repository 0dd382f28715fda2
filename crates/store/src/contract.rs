//! The promises of `Store`, as named cases that every store passes.
//!
//! A store brings a `Fixture`: a fresh store that can be closed and opened again. `contract!` makes one test of each
//! case for it. After each case the store has to check clean, before and after a restart; where a case is about what
//! lasts, it looks again after a restart itself.
//!
//! The cases speak of the product's rules (section 2 and 5), not of a store's insides; what only one store has, it
//! tests beside itself.

pub mod accepting;
pub mod acting;
pub mod counting;
pub mod crowding;
pub mod handing_out;
pub mod holding;
pub mod hooks;
pub mod jobs;
pub mod measuring;
pub mod ovh;
pub mod people;
pub mod settling;
pub mod sites;
pub mod stage;
pub mod stopping;
pub mod telling;
pub mod told;

pub use stage::{Fixture, Stage};

/// Plays one case on a fresh store, then checks the store, restarts it and checks it again.
pub fn run<F: Fixture + 'static>(fixture: F, case: impl AsyncFnOnce(&mut Stage)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a test can start a runtime").block_on(async {
        let mut stage = Stage::new(Box::new(fixture));
        case(&mut stage).await;
        stage.expect_clean().await;
        stage.reopen().await;
        stage.expect_clean().await;
        stage.close().await;
    });
}

/// Makes a test of each case of the suite; `$fixture` is an expression for a fresh fixture.
#[macro_export]
macro_rules! contract {
    ($fixture:expr) => {
        $crate::contract! { @tests $fixture;
            accepting::an_accepted_mail_counts_once_for_each_recipient
            accepting::a_queued_mail_is_shown_as_it_came
            accepting::an_attempt_is_handed_all_that_was_accepted
            accepting::the_bytes_delivered_are_the_bytes_accepted
            accepting::where_a_mail_came_from_is_kept
            accepting::a_repeated_key_is_the_same_mail
            accepting::a_key_used_for_another_mail_is_told
            accepting::a_key_is_of_its_site_alone
            accepting::mail_without_a_key_is_never_a_repeat
            accepting::a_repeat_is_known_also_at_the_cap_and_after_a_purge
            accepting::a_key_is_forgotten_after_its_time
            accepting::a_site_at_its_cap_is_refused_with_both_figures
            accepting::bytes_are_capped_too_and_each_message_counts_once
            accepting::a_full_site_is_no_other_sites_trouble
            accepting::mail_of_no_site_is_refused
            accepting::mail_of_a_red_site_is_accepted_and_held
            accepting::a_notice_passes_the_block_of_its_site
            accepting::many_at_once_are_each_stored_once
            handing_out::due_mail_is_handed_out_oldest_first
            handing_out::mail_that_is_not_due_yet_tells_when_it_is
            handing_out::an_empty_queue_hands_out_nothing
            handing_out::no_more_is_handed_out_than_asked_for
            handing_out::a_long_lane_does_not_crowd_out_a_short_one
            handing_out::recipients_of_one_message_are_handed_out_together
            handing_out::a_skipped_lane_is_not_read
            handing_out::what_the_window_has_is_not_handed_out_again
            handing_out::what_is_excluded_takes_no_place
            handing_out::mail_goes_into_its_scripts_turn
            handing_out::each_site_has_turns_of_its_own
            handing_out::a_delivery_is_in_one_hand_at_a_time
            handing_out::a_claim_given_back_is_no_attempt
            handing_out::what_is_in_hand_is_wanted_until_it_is_purged_or_deleted
            handing_out::a_restart_forgets_what_was_in_hand
            handing_out::a_claim_takes_only_mail_of_its_site
            handing_out::what_has_ended_cannot_be_claimed
            handing_out::what_is_due_later_cannot_be_claimed
            handing_out::one_sites_mail_is_not_anothers_work
            settling::a_sent_mail_leaves_the_queue_and_counts_as_sent
            settling::a_failed_mail_leaves_the_queue_and_is_listed_with_the_reply
            settling::a_deferred_mail_waits_for_its_retry
            settling::attempts_are_counted_over_restarts
            settling::a_failed_retry_is_deferred_no_more
            settling::what_has_ended_settles_no_second_time
            settling::a_settle_of_the_unknown_counts_nothing
            settling::a_batch_settles_in_its_order
            settling::what_happened_counts_also_when_the_claim_was_lost
            settling::each_recipient_ends_by_itself
            acting::a_block_holds_all_mail_and_an_unblock_lets_it_go_oldest_first
            acting::a_site_shows_its_state_and_who_entered_it_when_and_why
            acting::each_action_raises_the_epoch_also_one_that_only_locks
            acting::an_action_decided_on_an_old_epoch_is_turned_back
            acting::an_action_on_no_site_is_no_action
            acting::a_purge_ends_everything_queued_at_once
            acting::mail_accepted_after_a_purge_is_delivered
            acting::a_purge_leaves_a_green_site_green_and_its_caps_free
            acting::what_is_in_flight_at_a_purge_counts_as_it_truly_ends
            acting::what_is_in_flight_at_a_purge_keeps_its_body
            acting::a_purge_and_a_crash_end_what_was_in_flight_as_purged
            acting::two_purges_count_what_is_in_flight_once
            acting::one_recipient_in_flight_keeps_the_other_purged
            acting::failures_survive_a_purge_and_purged_mail_is_traced_as_purged
            acting::a_block_tells_what_is_in_flight_and_lets_it_end
            acting::the_audit_log_tells_the_newest_first
            jobs::released_mail_passes_its_red_site_and_the_rest_stays
            jobs::a_later_block_takes_a_release_back
            jobs::an_action_ends_a_release_that_was_under_way
            jobs::a_job_covers_what_was_queued_when_it_began
            jobs::a_job_goes_on_after_a_restart_and_tells_how_far_it_is
            jobs::a_job_decided_on_an_old_epoch_is_turned_back
            jobs::a_site_has_so_many_unfinished_jobs_at_most
            jobs::a_key_begins_one_job_at_its_site_also_after_a_restart
            jobs::jobs_are_listed_by_site_newest_first_page_by_page
            jobs::deleted_mail_is_gone_and_counts_as_deleted
            jobs::what_is_in_flight_when_deleted_counts_as_it_truly_ends
            jobs::a_purge_of_what_is_to_be_deleted_counts_it_once
            jobs::a_selection_is_what_fits_every_field
            jobs::a_selection_tells_what_is_due_deferred_and_held
            jobs::a_job_touches_no_other_sites_mail
            jobs::deferred_mail_is_made_due_at_once_and_held_mail_stays_held
            jobs::mail_that_a_stop_parked_is_not_released
            jobs::a_released_mail_that_is_deferred_stays_released
            jobs::a_purge_ends_released_mail_too
            jobs::jobs_stand_in_the_audit_log
            stopping::a_stopped_script_sends_nothing_from_that_moment
            stopping::the_end_of_a_stop_frees_its_mail
            stopping::a_stopped_sender_is_known_without_regard_to_case
            stopping::mail_under_two_stops_waits_for_the_end_of_both
            stopping::a_stop_is_of_its_site_alone
            stopping::a_stop_set_twice_is_one_stop
            stopping::stops_are_told_with_who_set_them
            stopping::a_stop_that_is_not_there_cannot_end
            stopping::what_is_in_flight_at_a_stop_ends_and_its_retry_is_parked
            stopping::many_mails_are_parked_and_freed_in_small_steps
            stopping::a_purge_ends_parked_mail_and_leaves_the_stop
            holding::held_mail_is_given_up_72_hours_after_the_later_of_acceptance_and_block
            holding::mail_of_a_green_site_is_never_given_up_so
            holding::a_raised_red_state_does_not_begin_anew
            holding::nothing_ends_while_it_may_not
            holding::the_first_to_go_are_told_a_day_ahead
            holding::the_walk_goes_in_pieces_and_misses_nothing
            holding::released_mail_is_not_held_and_not_given_up
            holding::what_is_in_flight_is_not_given_up
            holding::mail_that_a_stop_holds_is_given_up_too
            holding::purged_mail_does_not_expire
            holding::the_time_a_mail_was_held_is_known_at_each_attempt
            holding::parked_time_counts_as_held_and_overlaps_count_once
            holding::a_released_mail_knows_how_long_it_was_held
            sites::a_site_is_found_by_name_and_by_id_as_it_was_set
            sites::sites_are_listed_by_name_page_by_page
            sites::a_name_and_an_identity_belong_to_one_site
            sites::identities_are_added_removed_and_moved_only_when_told
            sites::a_change_that_is_refused_changes_nothing
            sites::settings_change_and_stay
            sites::a_login_is_an_identity_with_a_password
            sites::a_login_that_is_taken_away_loses_its_password
            sites::a_removed_site_is_gone_and_what_named_it_is_free
            sites::what_is_in_flight_when_its_site_goes_may_end
            sites::the_history_of_a_removed_site_goes_and_the_audit_log_stays
            sites::sites_with_work_are_those_with_a_queue
            sites::a_remembered_value_is_the_last_one
            sites::ids_are_never_used_again
            people::a_user_is_found_by_name_and_by_id_as_it_was_set
            people::a_user_name_belongs_to_one
            people::a_session_is_known_by_its_hash_until_it_ends
            people::the_oldest_sessions_of_a_user_end_when_there_are_too_many
            people::sessions_of_one_kind_end_none_of_another
            people::a_changed_password_ends_the_other_sessions
            people::a_code_is_good_once
            people::a_token_is_known_by_its_hash_and_tells_when_it_was_used
            people::a_login_link_is_good_once_and_not_after_its_end
            people::a_removed_user_takes_along_all_that_lets_them_in
            people::a_removed_site_is_nobodys_any_more
            people::what_has_ended_is_forgotten_in_time
            people::who_came_in_and_what_was_given_stands_in_the_audit_log
            hooks::a_hook_is_listed_as_it_was_set_and_only_for_its_site
            hooks::an_event_is_written_for_each_hook_that_wants_it_and_no_other
            hooks::what_an_action_changed_is_told_and_what_changed_nothing_is_not
            hooks::a_failure_is_told_with_what_is_kept_of_it
            hooks::of_a_hook_and_a_site_only_the_oldest_event_is_due
            hooks::what_is_in_hand_and_hooks_that_have_enough_are_left_out
            hooks::an_event_waits_for_its_retry_and_lets_the_next_go_when_it_is_given_up
            hooks::what_settles_twice_counts_once
            hooks::a_hook_that_is_turned_off_is_told_nothing_more
            hooks::a_receiver_that_is_gone_turns_its_hook_off
            hooks::an_event_can_be_sent_again_and_holds_up_no_other
            hooks::a_test_is_told_beside_the_order
            hooks::only_so_many_answers_are_kept_and_the_events_they_name
            hooks::the_same_news_is_told_once
            hooks::a_key_makes_one_hook_as_long_as_that_is_there
            hooks::a_site_has_so_many_hooks_at_most
            hooks::a_rotated_secret_leaves_the_old_one_for_a_while
            hooks::a_removed_hook_takes_along_what_waited_for_it
            hooks::a_removed_site_takes_along_its_hooks_and_its_events
            hooks::hooks_stand_in_the_audit_log
            ovh::an_application_is_found_by_what_it_is_known_by_with_its_own_key
            ovh::a_key_that_is_asked_for_is_validated_once_by_one_who_approves_it
            ovh::the_oldest_keys_of_a_state_go_when_there_are_too_many
            ovh::a_removed_application_takes_its_keys_along
            ovh::a_removed_user_takes_along_what_was_theirs
            ovh::a_removed_site_is_in_no_key_any_more
            ovh::keys_that_nobody_approved_are_forgotten_in_time
            ovh::who_made_approved_and_removed_keys_stands_in_the_audit_log
            crowding::a_mail_that_meets_a_purge_is_claimed_or_purged_and_never_both
            crowding::a_crowd_of_senders_attempts_and_actions_loses_and_repeats_nothing
            counting::an_event_counts_when_it_happens_not_when_its_mail_began
            counting::half_hours_begin_on_the_half_hour_and_are_read_by_range
            counting::a_day_ends_at_the_sites_own_midnight
            counting::the_day_the_clocks_go_forward_has_46_half_hours
            counting::the_hour_that_comes_twice_counts_in_four_half_hours
            counting::a_zone_off_by_a_quarter_has_half_hours_of_its_own
            counting::another_zone_counts_what_comes_then_by_its_own_days
            counting::each_kind_of_end_has_its_figure
            counting::one_sites_history_is_not_anothers
            counting::half_hours_go_after_their_time_and_days_stay
            counting::scripts_are_ranked_by_what_they_sent_or_failed
            counting::the_days_of_a_script_go_after_their_time
            counting::sites_are_ranked_by_what_they_do_and_found_by_part_of_their_name
            counting::a_site_tells_a_thousand_scripts_apart_and_no_more
            counting::the_whole_store_counts_what_its_sites_count
            counting::a_queue_divides_by_how_its_mail_stands
            measuring::what_is_measured_is_what_each_site_counts
            measuring::what_a_removed_site_counted_stays_in_the_measures
            measuring::failures_are_measured_by_class_also_after_they_were_forgotten
            telling::a_mail_is_traced_from_acceptance_to_its_end
            telling::traces_are_found_by_what_is_known_of_a_mail
            telling::long_traces_are_read_page_by_page_newest_first
            telling::a_trace_goes_after_its_time_unless_its_mail_is_queued
            telling::failures_are_found_by_class_script_recipient_words_and_time
            telling::failures_of_one_instant_are_paged_without_loss_or_repeat
            telling::failures_go_after_their_time_and_outlive_the_trace
            telling::words_of_strangers_are_kept_as_they_are
            telling::times_at_the_ends_of_the_calendar_are_only_numbers
            told::what_a_mail_tells_is_noted_with_it
            told::what_was_told_meanwhile_is_not_told_again
            told::a_mail_that_is_refused_tells_nothing
            told::topics_and_sites_are_told_apart
            told::where_nobody_is_to_be_told_that_is_noted_and_the_last_mail_stays
            told::a_removed_site_has_nobody_to_tell
            told::sites_with_failures_of_a_day_are_found_with_what_was_reported
            told::the_audit_log_is_read_on_from_an_entry
        }
    };
    (@tests $fixture:expr; $($module:ident::$case:ident)*) => { $(
        #[test]
        fn $case() {
            $crate::contract::run($fixture, $crate::contract::$module::$case);
        }
    )* };
}
