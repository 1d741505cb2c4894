from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Label
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed
from handrail.complaints import actions, queries
from handrail.complaints.actions import AboutWhat
from handrail.complaints.models import Complaint, ComplaintDesk, ComplaintStatusChange
from handrail.complaints.rules import ComplaintAbout, ComplaintStatus
from handrail.complaints.tests import factories as make


def about(at, viewer):
    return AboutWhat(ComplaintAbout.PERSON, at.user(viewer))


def events(kind):
    return Event.objects.filter(kind=kind).count()


def test_it_goes_to_the_one_who_was_chosen_with_a_day_for_the_answer(at):
    row = make.letter(at)
    assert (row.hearer_id, row.status, row.label) == (at.margit.user_id, "sent", Label.PRIVATE)
    assert (row.sent_on, row.answer_by) == (date(2026, 10, 20), date(2026, 10, 27))
    assert events("send_complaint") == 1
    assert list(row.changes.values_list("from_status", "to_status")) == [("", "sent")]


def test_nobody_hears_what_is_about_them(at):
    with pytest.raises(DomainError, match="somebody else"):
        make.letter(at, hearer=at.dana, about=about(at, at.dana))
    assert str(at.dana.user_id) not in queries.hearers(at.me, about=at.dana.user_id)
    row = make.letter(at, about=about(at, at.dana))
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(hearer_id=at.dana.user_id)


def test_only_the_coordinator_managers_and_administrators_can_be_chosen(at):
    assert set(queries.hearers(at.me)) == {str(one.user_id) for one in (at.dana, at.margit, at.admin)}
    with pytest.raises(DomainError, match="not from here"):
        make.letter(at, hearer=at.sasha)


def test_family_writes_for_themselves_and_it_belongs_to_no_record(at):
    row = make.letter(at, by=at.ravi, words="I wait for a call.")
    assert row.participant_id is None
    assert queries.mine(at.me) == []
    assert [one.pk for one in queries.mine(at.ravi)] == [row.pk]


def test_colleagues_do_not_write_here(at):
    with pytest.raises(NotAllowed):
        make.letter(at, by=at.sasha)


def test_words_are_needed(at):
    with pytest.raises(DomainError, match="own words"):
        make.letter(at, words="  ")


def test_from_sent_to_settled_each_by_the_one_whose_it_is_to_do(at):
    row = make.letter(at)
    for wrong in (
        lambda: actions.hear_complaint(complaint=row, by=at.dana),
        lambda: actions.answer_complaint(complaint=row, answer="No.", by=at.me),
        lambda: actions.settle_complaint(complaint=row, is_settled=True, by=at.margit),
        lambda: actions.withdraw_complaint(complaint=row, by=at.margit),
    ):
        with pytest.raises(NotAllowed):
            wrong()
    row = actions.hear_complaint(complaint=row, by=at.margit)
    row = actions.answer_complaint(complaint=row, answer="We ask you first from now on.", by=at.margit)
    assert (row.status, row.answered_on) == (ComplaintStatus.ANSWERED, date(2026, 10, 20))
    row = actions.settle_complaint(complaint=row, is_settled=True, by=at.me)
    assert row.status == ComplaintStatus.SETTLED
    assert ComplaintStatusChange.objects.filter(complaint=row).count() == 4
    with pytest.raises(InvalidTransition):
        actions.withdraw_complaint(complaint=row, by=at.me)


def test_an_answer_that_is_not_enough_gets_a_new_day_and_a_second_answer_below_the_first(at):
    row = actions.answer_complaint(complaint=make.letter(at), answer="One.", by=at.margit)
    later = replace(at.me, today=at.me.today + timedelta(days=7))
    row = actions.settle_complaint(complaint=row, is_settled=False, by=later)
    assert (row.status, row.answer_by) == ("not_settled", date(2026, 11, 3))
    row = actions.answer_complaint(complaint=row, answer="Two.", by=at.margit)
    assert row.answer == "One.\n\nTwo."


def test_it_is_shown_to_the_one_it_is_about_by_the_hearer_alone(at):
    row = make.letter(at, about=about(at, at.sasha))
    with pytest.raises(NotAllowed):
        actions.share_complaint(complaint=row, by=at.sasha)
    row = actions.share_complaint(complaint=row, by=at.margit)
    first = row.shared_at
    assert actions.share_complaint(complaint=row, by=at.margit).shared_at == first
    with pytest.raises(DomainError, match="nobody of the team"):
        actions.share_complaint(complaint=make.letter(at), by=at.margit)


def test_the_database_keeps_it_private_and_its_answer_dated(at):
    row = make.letter(at)
    for wrong in ({"label": Label.NORMAL}, {"status": "answered"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.filter(pk=row.pk).update(**wrong)


def test_a_place_says_who_is_independent_and_how_long_it_takes(at):
    def keep(**facts):
        said = {"advocate_name": "Ines", "advocate_phone": " 030 1 ", "answer_days": 2, **facts}
        return actions.set_complaint_desk(organisation=at.elena.organisation, by=at.admin, **said)

    assert keep().advocate_phone == "030 1"
    assert make.letter(at).answer_by == date(2026, 10, 22)
    assert keep(answer_days=3).version == 2
    assert ComplaintDesk.objects.count() == 1
    assert events("set_complaint_desk") == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplaintDesk.objects.update(answer_days=0)
