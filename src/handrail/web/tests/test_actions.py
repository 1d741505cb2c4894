"""A whole record: taken along, erased, joined with another; each by whoever runs the place, each one event."""

from datetime import date

import pytest

from handrail.access import Label, RelationKind, Role
from handrail.accounts.models import User
from handrail.audit import ledger
from handrail.audit.models import Event
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.intake.models import Enrolment, StartLine, StartLineChange
from handrail.intake.rules import EnrolmentRank, StartState
from handrail.intake.tests import factories as intake
from handrail.people import actions as people
from handrail.people import queries
from handrail.people.models import DataKey, KeptText, Participant, Relation
from handrail.people.rules import Relationship
from handrail.people.tests import factories as make
from handrail.plans.models import Plan
from handrail.plans.rules import PlanStatus
from handrail.plans.tests import factories as plans
from handrail.practice.models import Note
from handrail.practice.queries.texts import disagreement_of, text_of
from handrail.practice.rules import Together
from handrail.practice.tests import factories as practice
from handrail.web import actions, holdings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def person():
    return make.participant(make.organisation())


def by(person):
    return make.operator(person.organisation)


def events(kind):
    return Event.objects.filter(kind=kind)


# --- who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR])
def test_nobody_who_is_signed_in_does_this(person, role):
    somebody = make.viewer(make.member(person.organisation, role), person.organisation, role)
    for action in (actions.export_everything, actions.erase_person, actions.repeat_erasure):
        with pytest.raises(NotAllowed):
            action(participant=person, by=somebody)
    with pytest.raises(NotAllowed):
        actions.move_person(source=person, to=make.participant(person.organisation), by=somebody)
    assert not ledger.read().entries


# --- take along ----------------------------------------------------------------------------------------------------


def test_the_person_takes_along_their_own_words_and_account_and_it_is_one_event(person):
    me = make.self_viewer(person)
    plans.goal(plans.plan(person, me), me, "I want to paint again")
    held = actions.export_everything(participant=person, by=by(person))
    assert held["plans.Goal"]["rows"][0]["words"] == "I want to paint again"
    assert [row["name"] for row in held["accounts.User"]["rows"]] == ["Elena"]
    assert "password" not in held["accounts.User"]["rows"][0]
    assert [event.op for event in events("export_everything")] == ["read"]


def test_words_in_confidence_of_others_are_left_out_and_counted(person):
    sasha = make.staff_for(person)
    practice.filed(person, sasha, words="Her sister called.", label=Label.THIRD_PARTY)
    practice.filed(person, sasha, words="We took the bus.")
    held = actions.export_everything(participant=person, by=by(person))
    assert [row["words"] for row in held["practice.NoteVersion"]["rows"]] == ["We took the bus."]
    assert held["practice.NoteVersion"]["left_out"] == 1
    everything = actions.export_everything(participant=person, by=by(person), all_rows=True)
    assert "Her sister called." in str(everything["practice.NoteVersion"]["rows"])


# --- erase ---------------------------------------------------------------------------------------------------------


def test_an_erased_record_is_open_to_nobody_and_on_no_list(person):
    sasha, dana = make.staff_for(person), make.member(person.organisation, Role.COORDINATOR)
    coordinator = make.viewer(dana, person.organisation, Role.COORDINATOR)
    erased = actions.erase_person(participant=person, by=by(person))
    assert queries.is_erased(erased)
    with pytest.raises(NotFound):
        queries.person(sasha, person.key)
    assert queries.people_list(sasha) == []
    assert queries.uncoordinated_list(coordinator) == []
    assert (erased.called, erased.birth_on, erased.key) == ("", None, person.key)


def test_the_own_account_is_emptied_and_closed_and_that_of_family_stays(person):
    people.give_account(participant=person, sign_in_name="elena", password="a-long-word-9", by=by(person))
    ravi = people.add_supporter(
        participant=person, name="Ravi Nair", relationship=Relationship.PARENT, by=by(person)
    )
    people.give_account_to_supporter(
        supporter=ravi, sign_in_name="ravi", password="a-long-word-9", by=by(person)
    )
    own = holdings.people.own_accounts(person).get()
    actions.erase_person(participant=person, by=by(person))
    own.refresh_from_db()
    assert (own.name, own.email, own.is_active, own.has_usable_password()) == ("", None, False, False)
    assert own.memberships.get().to_on == make.TODAY
    assert User.objects.get(sign_in_name="ravi").is_active
    ravi.refresh_from_db()
    assert (ravi.name, ravi.user_id) == ("", None)


def test_an_account_that_opens_another_own_record_stays(person):
    me = make.self_viewer(person)
    elsewhere = make.participant(make.organisation("Hillside"))
    people.open_relation(
        participant=elsewhere, user=intake.user_of(me), kind=RelationKind.SELF, by=by(elsewhere)
    )
    actions.erase_person(participant=person, by=by(person))
    assert intake.user_of(me).is_active
    actions.erase_person(participant=elsewhere, by=by(elsewhere))
    assert not intake.user_of(me).is_active


def test_a_relation_that_was_to_begin_later_never_begins(person):
    user = make.member(person.organisation, Role.SPECIALIST)
    later = date(2026, 12, 1)
    people.open_relation(
        participant=person, user=user, kind=RelationKind.CARE_TEAM, by=by(person), from_on=later
    )
    actions.erase_person(participant=person, by=by(person))
    assert Relation.objects.get(user=user).to_on == later


def test_the_ledger_names_the_person_by_id_and_the_event(person):
    actions.erase_person(participant=person, by=by(person))
    (entry,) = ledger.read().entries
    assert (entry["kind"], entry["participant"]) == ("erase_person", str(person.pk))
    assert entry["event"] == str(events("erase_person").get().pk)
    assert "Elena" not in ledger.path().read_text()


def test_without_its_line_in_the_ledger_nothing_is_erased(person, settings, tmp_path):
    (tmp_path / "a file").write_text("")
    settings.HANDRAIL_HOME = tmp_path / "a file"
    with pytest.raises(OSError):
        actions.erase_person(participant=person, by=by(person))
    assert Participant.objects.get(pk=person.pk).called == "Elena"
    assert DataKey.objects.filter(participant=person).exists()


def test_what_is_erased_is_not_erased_exported_or_joined_again(person):
    other = make.participant(person.organisation)
    actions.erase_person(participant=person, by=by(person))
    for again in (actions.erase_person, actions.export_everything):
        with pytest.raises(DomainError, match="erased"):
            again(participant=person, by=by(person))
    with pytest.raises(DomainError, match="erased"):
        actions.move_person(source=person, to=other, by=by(person))


def _restored(person):
    """Bring a record back as an old backup does: the ledger stays."""
    Participant.objects.filter(pk=person.pk).update(called="Elena")
    DataKey.objects.create(organisation=person.organisation, participant=person, wrapped=b"as it was")


@pytest.mark.hazard("H-20")
def test_after_a_restore_the_ledger_erases_again_and_only_who_is_back(person):
    other = make.participant(person.organisation, "Rosa", "Iden")
    actions.erase_person(participant=person, by=by(person))
    assert actions.repeat_erasures(by=by(person)) == 0
    _restored(person)
    assert actions.repeat_erasures(by=make.operator()) == 1
    assert Participant.objects.get(pk=person.pk).called == ""
    assert Participant.objects.get(pk=other.pk).called == "Rosa"
    assert events("repeat_erasure").count() == 1
    assert len(ledger.read().entries) == 1


# --- join ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def second(person):
    return make.participant(person.organisation, "Elena Maria", "Nair")


def join(second, person):
    return actions.move_person(source=second, to=person, by=by(person))


def test_joining_is_one_event_and_leaves_an_empty_record(person, second):
    joined = join(second, person)
    event = events("move_person").get()
    assert (event.object_id, event.participant_id) == (second.pk, person.pk)
    left = Participant.objects.get(pk=second.pk)
    assert (left.called, queries.is_erased(left)) == ("", True)
    assert (joined.called, joined.pk) == ("Elena", person.pk)


def test_what_the_record_lacks_comes_along_and_what_differs_is_kept(person, second):
    people.change_contact(
        participant=second, version=1, phone="555 0101", birth_on=date(1990, 5, 1), by=by(person)
    )
    joined = join(second, person)
    assert (joined.phone, joined.birth_on, joined.family_name) == ("555 0101", date(1990, 5, 1), "Nair")
    kept = dict(KeptText.objects.filter(participant=person).values_list("field", "text"))
    assert kept == {"called": "Elena Maria", "given_name": "Elena Maria"}
    assert not KeptText.objects.filter(settled_at=None).exists()
    assert [one.pk for one in Participant.objects.all().named_like("nair", person.organisation_id)] == [
        person.pk
    ]


def test_sealed_words_open_under_the_key_of_the_record_that_stays(person, second):
    sasha = make.staff_for(second)
    note = practice.filed(
        second,
        sasha,
        words="Said in confidence.",
        label=Label.PRIVATE,
        together=Together.DISAGREES,
        together_words="I see it differently.",
    )
    join(second, person)
    moved = Note.objects.get(pk=note.pk)
    assert moved.participant_id == person.pk
    assert text_of(moved.versions.get(), person).words == "Said in confidence."
    assert disagreement_of(moved) == "I see it differently."


def test_one_coordinator_and_one_open_relation_of_a_kind_are_left(person, second):
    dana, lena = (make.member(person.organisation, Role.COORDINATOR) for _ in range(2))
    sasha = make.member(person.organisation, Role.SPECIALIST)
    people.name_coordinator(participant=person, user=dana, by=by(person))
    people.name_coordinator(participant=second, user=lena, by=by(person))
    for one in (person, second):
        people.open_relation(participant=one, user=sasha, kind=RelationKind.CARE_TEAM, by=by(person))
    join(second, person)
    running = Relation.objects.filter(participant=person, to_on=None)
    assert sorted(running.values_list("user", "kind")) == sorted(
        [(dana.pk, RelationKind.COORDINATOR), (sasha.pk, RelationKind.CARE_TEAM)]
    )
    assert Relation.objects.filter(participant=person).count() == 4


@pytest.mark.parametrize("open_thing", [plans.plan, intake.conversation])
@pytest.mark.hazard("H-07")
def test_two_open_plans_or_conversations_are_for_people_to_decide(person, second, open_thing):
    for one in (person, second):
        open_thing(one, by(one))
    with pytest.raises(DomainError, match="Both records have an open"):
        join(second, person)
    assert Participant.objects.get(pk=second.pk).called == "Elena Maria"


def test_an_ended_plan_comes_along(person, second):
    for one in (person, second):
        plans.plan(one)
    Plan.objects.filter(participant=second).update(status=PlanStatus.ENDED, ended_on=make.TODAY)
    join(second, person)
    assert Plan.objects.filter(participant=person).count() == 2


def _enrolled(person, programme_type, rank=EnrolmentRank.PRIMARY):
    return Enrolment.objects.create(
        organisation=person.organisation,
        participant=person,
        programme_type=programme_type,
        rank=rank,
        from_on=make.TODAY,
    )


def test_a_second_first_choice_ends_and_stays_on_record(person, second):
    stays, ends = _enrolled(person, "1"), _enrolled(second, "2")
    backup = _enrolled(second, "3", EnrolmentRank.BACKUP)
    join(second, person)
    for row in (stays, ends, backup):
        row.refresh_from_db()
        assert row.participant_id == person.pk
    assert (stays.to_on, ends.to_on, backup.to_on) == (None, make.TODAY, None)


def _line(person, number, **facts):
    row = StartLine.objects.create(organisation=person.organisation, participant=person, line=number, **facts)
    StartLineChange.objects.create(
        organisation=person.organisation,
        participant=person,
        start_line=row,
        from_status="",
        to_status="asked",
    )
    return row


def test_lines_of_one_number_become_one_and_no_word_is_lost(person, second):
    waiting = _line(person, 1)
    done = _line(person, 2, state=StartState.DONE, who="Dana", words="In May")
    _line(second, 1, state=StartState.ASKED, who="Sasha", words="By telephone")
    _line(second, 2, state=StartState.ASKED, words="Asked twice")
    own = _line(second, 3, state=StartState.ASKED)
    join(second, person)
    for row in (waiting, done, own):
        row.refresh_from_db()
    assert (waiting.state, waiting.who, waiting.words) == (StartState.ASKED, "Sasha", "By telephone")
    assert (done.state, done.who, done.words) == (StartState.DONE, "Dana", "In May")
    assert own.participant_id == person.pk
    assert StartLine.objects.filter(participant=person).count() == 3
    assert waiting.changes.count() == done.changes.count() == 2
    kept = KeptText.objects.filter(participant=person, object_id=done.pk)
    assert [(row.field, row.text) for row in kept] == [("words", "Asked twice")]


def test_a_record_is_joined_with_another_of_the_same_place_only(person):
    elsewhere = make.participant(make.organisation("Hillside"))
    for to in (person, elsewhere):
        with pytest.raises(DomainError, match="different"):
            actions.move_person(source=person, to=to, by=by(person))
