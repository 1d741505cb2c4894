import pytest

from handrail.access import Label, RelationKind, Role
from handrail.base import sealed
from handrail.base.errors import DomainError, Stale
from handrail.people import actions
from handrail.people.models import DataKey, Identifier, KeptText, NameToken, Participant, Relation
from handrail.people.rules import PlanView, name_tokens, sort_key
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return make.participant(make.organisation())


def test_a_name_is_enough_and_no_name_is_too_little(elena):
    with pytest.raises(DomainError, match="likes to be called"):
        actions.register_participant(
            organisation=elena.organisation, called="  ", by=make.operator(elena.organisation)
        )
    assert Participant.objects.count() == 1


def test_changed_contact_is_found_under_the_new_name_only(elena):
    by = make.operator(elena.organisation)
    changed = actions.change_contact(participant=elena, version=1, by=by, family_name="Öz", phone="030 1")
    assert (changed.version, changed.sort_key, changed.full_name) == (2, "oz elena", "Elena Öz")
    tokens = set(NameToken.objects.values_list("token", flat=True))
    assert {token for token in tokens if token.isalnum()} == {"elena", "oz"}
    assert "&aln as" in tokens
    with pytest.raises(Stale, match="Somebody changed this"):
        actions.change_contact(participant=elena, version=1, by=by, phone="030 2")


def test_the_picture_of_the_plan_is_a_choice(elena):
    actions.choose_plan_view(participant=elena, view=PlanView.STAIRS, by=make.self_viewer(elena))
    elena.refresh_from_db()
    assert elena.plan_view == "stairs"


def test_a_destroyed_key_closes_sealed_text(elena):
    assert len(actions.data_key(elena)) == len(sealed.new_key())
    DataKey.objects.all().delete()
    with pytest.raises(DomainError, match="This record was erased"):
        actions.data_key(elena)


def test_a_relation_that_is_open_stays_as_it_is(elena):
    user = make.member(elena.organisation, Role.SPECIALIST)
    facts = {"participant": elena, "user": user, "by": make.operator(elena.organisation)}
    first = actions.open_relation(**facts, kind=RelationKind.CARE_TEAM)
    again = actions.open_relation(**facts, kind=RelationKind.CARE_TEAM)
    assert first.pk == again.pk
    assert Relation.objects.count() == 1


def test_words_that_lost_are_kept_until_somebody_decides(elena):
    kept = actions.keep_text(
        participant=elena, target=elena, field="called", text="Lena", author_id=None, language="en"
    )
    assert KeptText.objects.get(settled_at=None).text == "Lena"
    actions.settle_text(kept_text=kept)
    assert not KeptText.objects.filter(settled_at=None).exists()


def test_names_are_compared_by_their_folded_words():
    assert name_tokens("José  Ñúñez-Peña", "") == {"jose", "nunez", "pena"}
    assert len(name_tokens(" ".join(f"name{number}" for number in range(40)))) == 12
    assert sort_key("Ñúñez", "José") == "nunez jose"


def test_rows_say_what_they_are_and_no_name(elena):
    for row in (elena, NameToken.objects.first(), DataKey.objects.first(), Identifier(organisation=None)):
        assert "Elena" not in str(row)
    assert Identifier.default_label == Label.NORMAL
