from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.actions import settle_text
from handrail.people.models import KeptText, Participant
from handrail.plans import allowed, versions
from handrail.plans.models import Goal, GoodMoment, Step


@transaction.atomic
def keep_good_moment(
    *, participant: Participant, words: str, by: Viewer, happened_on: date | None = None
) -> GoodMoment:
    """Keep a good moment in the person's own words (S-082)."""
    allowed.check_decides(by, participant.pk)
    if not kept(words).strip():
        raise DomainError(str(_("Write a few words about the moment.")))
    moment = GoodMoment.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        words=words,
        happened_on=happened_on or by.today,
        author_id=by.user_id,
    )
    record(by, "keep_good_moment", moment, op="create")
    return moment


@transaction.atomic
def hide_good_moment(*, moment: GoodMoment, by: Viewer, hidden: bool = True) -> GoodMoment:
    """Hide a good moment, or show it again; it is never thrown away."""
    allowed.check_decides(by, moment.participant_id)
    moment.is_hidden = hidden
    moment.save(update_fields=["is_hidden"])
    record(by, "hide_good_moment", moment)
    return moment


_KINDS: dict[str, type[Goal] | type[Step]] = {Goal._meta.label_lower: Goal, Step._meta.label_lower: Step}


@transaction.atomic
def settle_kept_text(*, kept_text: KeptText, use: bool, by: Viewer) -> KeptText:
    """Decide what becomes of words that lost to others: use them now, or put them away. The person decides."""
    allowed.check_decides(by, kept_text.participant_id)
    if kept_text.settled_at is not None:
        raise DomainError(str(_("This is settled already.")))
    kind = _KINDS.get(kept_text.object_kind)
    if use and kind is not None:
        row = kind.objects.select_for_update().get(pk=kept_text.object_id)
        versions.write_fields(row, {kept_text.field: kept_text.text}, version=row.version, by=by)
    settle_text(kept_text=kept_text)
    record(by, "settle_kept_text", kept_text)
    return kept_text
