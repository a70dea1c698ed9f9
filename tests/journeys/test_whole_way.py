"""The whole way of a case through pages only: four authorities, a coordinator, and LSG."""

from tests.journeys import the_remiss, towards_a_meeting, towards_a_plan, towards_the_end
from tests.journeys.walking import Walk


def test_from_a_remiss_to_a_published_report(walk):
    a_remiss_is_sent(walk)
    it_is_taken_on_and_explored(walk)
    they_meet_and_make_a_plan(walk)
    it_is_followed_up_and_closed(walk)
    the_report_is_published(walk)


def a_remiss_is_sent(walk: Walk) -> None:
    the_remiss.it_is_begun_and_left(walk)
    the_remiss.nobody_else_sees_the_draft(walk)
    the_remiss.it_is_found_again_with_what_was_typed(walk)
    the_remiss.the_consent_is_filled_in(walk)
    the_remiss.the_need_is_filled_in(walk)
    the_remiss.it_is_read_through_and_sent(walk)
    the_remiss.the_coordinator_finds_it_on_the_desk(walk)


def it_is_taken_on_and_explored(walk: Walk) -> None:
    towards_a_meeting.the_review_is_planned(walk)
    towards_a_meeting.the_work_group_takes_it_on(walk)
    towards_a_meeting.those_outside_the_consent_heard_nothing(walk)
    towards_a_meeting.the_case_is_open_and_stays_with_its_owner(walk)
    towards_a_meeting.parts_are_asked_for(walk)
    towards_a_meeting.each_writes_its_part(walk)
    towards_a_meeting.each_reads_only_the_kinds_it_was_given(walk)
    towards_a_meeting.the_kartlaggning_is_done(walk)


def they_meet_and_make_a_plan(walk: Walk) -> None:
    towards_a_plan.a_meeting_is_booked(walk)
    towards_a_plan.the_summons_of_the_individual_is_on_paper(walk)
    towards_a_plan.the_invitations_arrive(walk)
    towards_a_plan.af_answers_by_the_link_in_its_mail(walk)
    towards_a_plan.fk_answers_in_the_app(walk)
    towards_a_plan.the_meeting_is_held_and_its_minutes_approved(walk)
    towards_a_plan.the_plan_is_written(walk)
    towards_a_plan.the_plan_is_put_in_force(walk)
    towards_a_plan.each_reads_its_goals_of_the_plan(walk)
    towards_a_plan.everyone_approves(walk)


def it_is_followed_up_and_closed(walk: Walk) -> None:
    towards_the_end.af_logs_what_it_did(walk)
    towards_the_end.soc_has_done_what_it_took_on(walk)
    towards_the_end.a_follow_up_marks_one_partly_done(walk)
    towards_the_end.a_later_one_proposes_closing(walk)
    towards_the_end.the_coordinator_proposes_how_it_ended(walk)
    towards_the_end.soc_agrees_to_close(walk)


def the_report_is_published(walk: Walk) -> None:
    towards_the_end.there_are_others_in_the_half_year()
    towards_the_end.the_report_is_drafted(walk)
    towards_the_end.a_colleague_reads_it_and_it_is_published(walk)
    towards_the_end.lsg_reads_it_and_nothing_else(walk)
