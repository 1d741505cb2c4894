import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Label, RelationKind, Role
from handrail.accounts.models import User
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.measures import actions, jobs, panels
from handrail.measures.models import Administration, AnswerLink, Finding, Schedule
from handrail.measures.queries import links as reads
from handrail.measures.queries.due import for_reader
from handrail.measures.queries.person import person_page
from handrail.measures.rules.asking import AdministrationStatus, KeptReason, Mode, Occasion
from handrail.measures.rules.links import WRONG_AT_MOST, LinkAsks, LinkState, LinkWay, link_state
from handrail.measures.tests import factories
from handrail.measures.tests.factories import NINE, handed
from handrail.notices.models import Message
from handrail.people.actions import block_contact
from handrail.people.limits import Blocked
from handrail.people.models import Relation
from handrail.people.tests import factories as people
from handrail.safety.models import Alert

S = AdministrationStatus
TWO = {"interest": 1, "mood": 2}


def as_link(link):
    return reads.answering(link, "en")


def opened(link):
    return actions.open_link(link=link, by=as_link(link))


# ---- handing it out ----------------------------------------------------------------------------------------------


def test_its_letters_are_nowhere_in_the_database_and_lead_to_it(elena) -> None:
    link, letters = handed(elena)
    assert (len(letters), letters.isalpha()) == (24, True)
    assert reads.link_behind(letters) == link
    assert letters[10:] not in str(AnswerLink.objects.values().get())
    assert link.made_by_id == elena.sasha.user_id


@pytest.mark.parametrize("forged", ["", "bcdf", "b" * 24, "b" * 40])
def test_letters_of_nobody_lead_nowhere(elena, forged: str) -> None:
    handed(elena)
    assert reads.link_behind(forged) is None


def test_the_right_key_with_other_letters_leads_nowhere(elena) -> None:
    _link, letters = handed(elena)
    assert reads.link_behind(letters[:10] + letters[10:][::-1]) is None


def test_a_link_opens_with_the_word_and_nothing_else(elena) -> None:
    link, _letters = handed(elena, word="Lighthouse")
    assert reads.opens(link, word=" lightHOUSE ")
    assert not reads.opens(link, word="lighthous")
    assert not reads.opens(link, word="")
    assert not reads.opens(link, born=link.participant.birth_on)


def test_a_link_opens_with_the_date_of_birth_on_record(elena) -> None:
    plan = factories.schedule(elena, "needs")
    with pytest.raises(DomainError, match="No date of birth"):
        handed(elena, plan=plan, asks=LinkAsks.BIRTH)
    elena.person.birth_on = date(1991, 2, 28)
    elena.person.save()
    plan.participant = elena.person
    link, _letters = handed(elena, plan=plan, asks=LinkAsks.BIRTH)
    assert reads.opens(link, born=date(1991, 2, 28))
    assert not reads.opens(link, born=date(1991, 2, 27))
    assert not reads.opens(link)


def test_nothing_is_handed_out_that_nobody_reads(elena) -> None:
    plan = factories.schedule(elena, "needs")
    Relation.objects.filter(user_id=elena.sasha.user_id).update(to_on=people.TODAY)
    with pytest.raises(DomainError, match="Nobody would read this"):
        handed(elena, plan=plan)


@pytest.mark.hazard("H-01")
def test_a_safety_item_goes_out_by_no_link_and_opens_by_none_while_nobody_is_on_call(elena) -> None:
    plan = factories.schedule(elena, "phq9")
    with pytest.raises(DomainError, match="answered together"):
        handed(elena, plan=plan)
    turn = factories.on_call(elena)
    link, _letters = handed(elena, plan=plan)
    turn.delete()
    with pytest.raises(DomainError, match="answered together"):
        opened(link)
    assert not Administration.objects.exists()


def test_words_that_are_not_here_go_out_by_no_link(elena) -> None:
    with pytest.raises(DomainError, match="The words of this questionnaire are not here"):
        handed(elena, plan=factories.schedule(elena, "swls"))


def test_only_a_colleague_hands_out_and_a_word_has_four_letters(elena) -> None:
    plan = factories.schedule(elena, "needs")
    with pytest.raises(NotAllowed):
        handed(elena, plan=plan, by=elena.me)
    with pytest.raises(DomainError, match="four letters"):
        handed(elena, plan=plan, word="sun")
    actions.stop_asking(schedule=plan, version=1, by=elena.sasha)
    plan.refresh_from_db()
    with pytest.raises(Stale):
        handed(elena, plan=plan)


def test_a_new_link_stops_the_one_before_and_so_does_the_end_of_asking(elena) -> None:
    plan = factories.schedule(elena, "needs")
    first, _letters = handed(elena, plan=plan)
    second, _letters = handed(elena, plan=plan)
    first.refresh_from_db()
    assert (reads.state_of(first), reads.state_of(second)) == (LinkState.STOPPED, LinkState.OPEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerLink.objects.filter(pk=first.pk).update(stopped_at=None)
    actions.stop_asking(schedule=plan, version=1, by=elena.me)
    second.refresh_from_db()
    assert reads.state_of(second) == LinkState.STOPPED


def test_the_person_and_a_colleague_stop_a_link_and_family_does_not(elena) -> None:
    link, _letters = handed(elena)
    with pytest.raises(NotAllowed):
        actions.stop_link(link=link, by=people.staff_for(elena.person, Role.FAMILY, RelationKind.FAMILY))
    stopped = actions.stop_link(link=link, by=elena.me)
    assert reads.state_of(stopped) == LinkState.STOPPED
    assert actions.stop_link(link=link, by=elena.sasha).stopped_at == stopped.stopped_at


def test_a_link_is_over_after_its_days_and_after_twenty_wrong_words(elena, settings) -> None:
    settings.LINK_LASTS = timedelta(days=3)
    link, _letters = handed(elena)
    assert link.expires_at == clock.now().replace(microsecond=link.expires_at.microsecond) + timedelta(days=3)
    for _time in range(WRONG_AT_MOST):
        actions.miss_link(link=link, by=as_link(link))
    link.refresh_from_db()
    assert reads.state_of(link) == LinkState.TRIED
    assert Event.objects.filter(kind="miss_link").count() == WRONG_AT_MOST


@pytest.mark.parametrize(
    ("used", "stopped", "wrong", "minutes", "state"),
    [
        (False, False, 0, 1, LinkState.OPEN),
        (False, False, 19, 1, LinkState.OPEN),
        (False, False, 0, 0, LinkState.OVER),
        (False, True, 0, 1, LinkState.STOPPED),
        (False, True, 20, 1, LinkState.TRIED),
        (True, True, 20, 0, LinkState.USED),
    ],
)
def test_why_a_link_opens_or_not(
    used: bool, stopped: bool, wrong: int, minutes: int, state: LinkState
) -> None:
    now = clock.now()
    found = link_state(
        used=used, stopped=stopped, wrong=wrong, expires_at=now + timedelta(minutes=minutes), now=now
    )
    assert found == state


# ---- by mail -----------------------------------------------------------------------------------------------------


def with_mail(elena, settings, address="elena@example.org"):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    elena.person.email = address
    elena.person.save()


def test_a_mail_holds_the_link_and_no_word_of_the_field(elena, settings, mailoutbox, sent_by_loop) -> None:
    with_mail(elena, settings)
    link, letters = handed(elena, way=LinkWay.MAIL)
    assert letters.encode() not in bytes(link.message.page)
    sent_by_loop()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["elena@example.org"], "You have a message")
    assert (
        mail.body
        == f"There is something new for you. Open {settings.ADDRESS.url}/answer/{letters} to read it."
    )
    said = re.sub(rf"{letters}", "", mail.body).casefold()
    for word in ("elena", "riverside", "need", "question", "health", "phq"):
        assert word not in said
    link.message.refresh_from_db()
    assert link.message.page is None


def test_a_mail_of_a_link_that_was_stopped_does_not_go(elena, settings, mailoutbox, sent_by_loop) -> None:
    with_mail(elena, settings)
    link, _letters = handed(elena, way=LinkWay.MAIL)
    actions.stop_link(link=link, by=elena.sasha)
    sent_by_loop()
    assert mailoutbox == []
    message = Message.objects.get()
    assert (message.page, message.given_up_at is not None) == (None, True)


def test_no_mail_goes_without_an_address_or_to_an_address_of_somebody_blocked(elena, settings) -> None:
    with_mail(elena, settings, None)
    plan = factories.schedule(elena, "needs")
    with pytest.raises(DomainError, match="no mail address"):
        handed(elena, plan=plan, way=LinkWay.MAIL)
    with_mail(elena, settings, "home@example.org")
    block_contact(participant=elena.person, name="Tom", email="HOME+x@example.org", by=elena.sasha)
    with pytest.raises(Blocked):
        handed(elena, plan=plan, way=LinkWay.MAIL)
    assert not AnswerLink.objects.exists()


def by_itself(elena, plan, **more):
    given = {"asks": LinkAsks.WORD, "word": "lighthouse", "version": plan.version, "by": elena.sasha, **more}
    return actions.hand_out_by_itself(schedule=plan, **given)


def test_the_schedule_hands_out_once_for_each_occasion_by_itself(elena, settings) -> None:
    with_mail(elena, settings)
    plan = factories.schedule(elena, "needs", begins_on=date(2026, 7, 20))
    by_itself(elena, plan)
    assert (jobs.hand_out_due(), jobs.hand_out_due()) == (1, 0)
    link = AnswerLink.objects.get()
    assert (link.occasion, link.made_by_id) == (Occasion.MONTH_3, None)
    assert reads.opens(link, word="lighthouse")
    opened(link)
    assert Administration.objects.get().occasion == Occasion.MONTH_3
    with pytest.raises(Stale):
        by_itself(elena, plan)
    by_itself(elena, Schedule.objects.get(), asks=None)
    AnswerLink.objects.update(occasion=Occasion.BASELINE)
    assert jobs.hand_out_due() == 0


def test_by_itself_nothing_goes_out_while_nobody_is_on_call_and_the_next_hour_asks_again(
    elena, settings
) -> None:
    with_mail(elena, settings)
    by_itself(elena, factories.schedule(elena, "phq9"))
    assert jobs.hand_out_due() == 0
    factories.on_call(elena)
    assert jobs.hand_out_due() == 1


# ---- answering by it ---------------------------------------------------------------------------------------------


def test_one_link_leads_to_one_form_and_one_total(elena) -> None:
    link, _letters = handed(elena, "phq2")
    row, again = opened(link), opened(link)
    assert row == again
    assert (row.mode, row.author_id, row.label) == (Mode.LINK, None, Label.PRIVATE)
    sent = factories.send(row, TWO, as_link(link))
    assert (sent.status, sent.label, sent.occasion) == (S.SUBMITTED, Label.RESTRICTED, Occasion.BASELINE)
    assert Finding.objects.get().hundredths == 300
    link.refresh_from_db()
    assert reads.state_of(link) == LinkState.USED
    assert [one.pk for one in for_reader(elena.sasha).unread] == [sent.pk]


def test_what_a_second_device_saves_later_is_kept_beside_and_nothing_is_lost(elena) -> None:
    link, _letters = handed(elena, "phq2")
    row, by = opened(link), as_link(link)
    factories.save(row, {"interest": 1}, by)
    beside = factories.save(row, {"interest": 3, "mood": 3}, by)  # made from the version before
    assert (beside.status, beside.kept_reason, beside.label) == (
        S.KEPT,
        KeptReason.OTHER_DEVICE,
        Label.PRIVATE,
    )
    assert not Finding.objects.exists()
    taken = actions.swap_answers(administration=beside, by=by)
    beside.refresh_from_db()
    assert (taken.answers, beside.answers) == ({"interest": 3, "mood": 3}, {"interest": 1})
    sent = factories.send(taken, taken.answers, by)
    assert Finding.objects.get().hundredths == 600
    with pytest.raises(Stale):
        actions.swap_answers(administration=beside, by=by)
    put_away = actions.skip_answers(administration=beside, by=by)
    assert (put_away.status, put_away.answers) == (S.SKIPPED, {})
    sent.refresh_from_db()
    assert sent.answers == {"interest": 3, "mood": 3}


def test_what_is_sent_after_the_other_device_stands_beside_for_the_reader_and_never_makes_two_totals(
    elena,
) -> None:
    link, _letters = handed(elena, "phq2")
    row, by = opened(link), as_link(link)
    factories.send(row, TWO, by)
    late = factories.send(row, {"interest": 0, "mood": 0}, by)
    assert (late.status, late.label) == (S.KEPT, Label.RESTRICTED)
    assert Finding.objects.get().hundredths == 300
    assert late.pk in {one.pk for one in for_reader(elena.sasha).unread}
    (shown,) = person_page(elena.sasha, elena.person).kept
    assert shown.row.pk == late.pk
    used = actions.use_kept_answers(administration=late, by=elena.sasha)
    assert (used.status, used.author_id, used.answers) == (S.DRAFT, elena.sasha.user_id, late.answers)


def test_what_is_kept_for_later_after_the_other_device_sent_is_the_persons_until_they_show_it(elena) -> None:
    link, _letters = handed(elena, "phq2")
    row, by = opened(link), as_link(link)
    factories.send(row, TWO, by)
    late = factories.save(row, {"interest": 0}, by)
    assert late.label == Label.PRIVATE
    assert person_page(elena.sasha, elena.person).kept == ()
    link.refresh_from_db()
    assert reads.state_of(link) == LinkState.OPEN
    shown = actions.hand_over_kept(administration=late, by=by)
    assert shown.label == Label.RESTRICTED
    assert reads.state_of(link) == LinkState.USED
    assert len(person_page(elena.sasha, elena.person).kept) == 1
    with pytest.raises(Stale):
        actions.hand_over_kept(administration=row, by=by)


@pytest.mark.hazard("H-01")
def test_an_answer_by_a_link_raises_its_alert_with_it_also_beside_and_after_a_stop(elena) -> None:
    factories.on_call(elena)
    link, _letters = handed(elena, "phq9")
    row, by = opened(link), as_link(link)
    factories.save(row, {"self_harm_thoughts": 1}, by)
    assert Alert.objects.get().signals.count() == 1
    factories.save(row, {"self_harm_thoughts": 2}, by)
    assert Alert.objects.get().signals.count() == 2
    actions.stop_link(link=link, by=elena.sasha)
    row.refresh_from_db()
    late = factories.send(row, {**NINE, "self_harm_thoughts": 3}, by)
    assert (late.status, late.kept_reason, late.label) == (S.KEPT, KeptReason.LINK_STOPPED, Label.RESTRICTED)
    assert Alert.objects.get().signals.count() == 3
    assert not Finding.objects.exists()


def test_skipping_uses_the_link_up_and_nothing_follows(elena) -> None:
    link, _letters = handed(elena, "phq2")
    actions.skip_answers(administration=opened(link), by=as_link(link))
    link.refresh_from_db()
    assert reads.state_of(link) == LinkState.USED
    assert not Finding.objects.exists()


def test_a_second_form_of_one_link_cannot_stand(elena) -> None:
    link, _letters = handed(elena, "phq2")
    row = opened(link)
    row.pk, row.key = None, "bcdfghjkmn"
    row._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# ---- nothing asked that nobody will read -------------------------------------------------------------------------


@pytest.mark.seed("S-199")
def test_after_the_end_nothing_is_asked_until_somebody_is_named_who_reads_it(elena, settings) -> None:
    with_mail(elena, settings)
    plan = factories.schedule(elena, "needs", begins_on=date(2025, 6, 1))
    by_itself(elena, plan)
    plan.refresh_from_db()
    plan = actions.change_schedule(
        schedule=plan, reader=elena.reader, ended_on=date(2026, 4, 1), version=plan.version, by=elena.sasha
    )
    assert len(panels.week(elena.me, elena.person, people.TODAY)) == 1
    Relation.objects.filter(user_id=elena.sasha.user_id).update(to_on=people.TODAY)
    assert panels.week(elena.me, elena.person, people.TODAY) == []
    assert jobs.hand_out_due() == 0
    with pytest.raises(DomainError, match="Nobody would read this"):
        factories.begun(elena, "needs", by=elena.me)
    dana = people.staff_for(elena.person, Role.COORDINATOR, RelationKind.CARE_TEAM)
    actions.change_schedule(
        schedule=plan,
        reader=User.objects.get(pk=dana.user_id),
        ended_on=plan.ended_on,
        version=plan.version,
        by=dana,
    )
    assert jobs.hand_out_due() == 1
    assert AnswerLink.objects.get().occasion == Occasion.AFTER_6
