from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.intake import rules
from handrail.intake.models import StartLine, StartLineChange
from handrail.intake.rules import Side, StartState
from handrail.people.models import Participant


def _change_start_state(row: StartLine, to: StartState, *, by: Viewer) -> None:
    now = StartState(row.state)
    check_transition(rules.START_TRANSITIONS, now, to)
    row.state = to
    StartLineChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        start_line=row,
        from_status=now,
        to_status=to,
        changed_by_id=by.user_id,
        reason=row.words,
    )


@transaction.atomic
def set_start_line(
    *,
    participant: Participant,
    line: int,
    state: StartState,
    by: Viewer,
    who: str = "",
    words: str = "",
    due_on: date | None = None,
    version: int = 0,
) -> StartLine:
    """
    Say how one of the eight lines stands, who sees to it and when (S-203 to S-210); the first change makes its row.

    ``version`` is that of the row which the page showed, 0 for none; raises Stale when it changed since.
    Whoever was asked has the next word: the team when the person or family asked, else the person.
    """
    if line not in rules.START_LINES:
        raise DomainError(str(_("There are eight lines. Open the page again.")))
    row = StartLine.objects.select_for_update().filter(participant=participant, line=line).first()
    is_new = row is None
    if row is None:
        row = StartLine(organisation_id=participant.organisation_id, participant=participant, line=line)
    if (0 if is_new else row.version) != version:
        raise Stale(str(_("Somebody changed this line in the meantime. Look at it again, then save.")))
    side = Side.TEAM if by.is_staff or by.sees_every_row else Side.PERSON
    changes = row.state != state
    row.who, row.words, row.due_on = kept(who)[:200], kept(words)[:300], due_on
    row.waits_for = rules.waits_for(state, side)
    row.version = version + 1
    row.save()
    if changes:
        _change_start_state(row, state, by=by)
        row.save(update_fields=["state"])
    record(by, "set_start_line", row, op="create" if is_new else "change")
    return row
