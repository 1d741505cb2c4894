"""Who is on call, and a day on which somebody was needed: told, acted on, looked after."""

from handrail.base import clock
from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.notices.actions import confirm_message
from handrail.notices.jobs import lease_due
from handrail.practice.actions import notes
from handrail.practice.rules import Held, NoteContent, SessionStatus, Setting
from handrail.safety.actions import alerts, numbers, roster
from handrail.safety.models import Alert
from handrail.safety.rules.alerts import DeedKind


def on_call(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    begins = facts["from_day"]
    backup = facts.get("backup")
    roster.put_on_call(
        site=stage.sites[facts["site"]],
        user=stage.users[facts["who"]][0],
        backup=stage.users[backup][0] if backup else None,
        from_at=stage.instant(begins, "8:00"),
        until_at=stage.instant(begins + facts["days"], "8:00"),
        by=stage.viewer(entry.by, entry.day),
    )


def confirms_numbers(stage: Stage, entry: Entry) -> None:
    lines = tuple((one["name"], one["number"]) for one in entry.facts["numbers"])
    site = stage.sites[entry.facts["site"]]
    numbers.confirm_numbers(site=site, lines=lines, by=stage.viewer(entry.by, entry.day))


def worries(stage: Stage, entry: Entry) -> None:
    """File a note about a contact that nobody planned, with a yes for safety."""
    by, person = stage.viewer(entry.by, entry.day), stage.people[entry.story]
    held = Held(clock.now(), setting=Setting(entry.facts["setting"]))
    content = NoteContent(met=SessionStatus.MET, words=entry.facts["words"], safety=True)
    notes.file_note(note=notes.NewNote(person, held=held), content=content, by=by)
    alert = Alert.objects.running().get(participant=person)
    stage.keep(entry, "alert", entry.facts["ref"], alert)
    for telling in alert.tellings.select_related("user"):  # as a mail server of the place would have taken it
        for message in lease_due(only=telling.message_id):
            confirm_message(message=message, address=telling.user.email or "", by=stage.operator(entry.day))


def sees(stage: Stage, entry: Entry) -> None:
    alert = stage.found(entry, "alert", entry.facts["ref"])
    alerts.see_alert(alert=alert, by=stage.viewer(entry.by, entry.day))


def acts(stage: Stage, entry: Entry) -> None:
    alerts.act_on_alert(
        alert=stage.found(entry, "alert", entry.facts["ref"]),
        kind=DeedKind(entry.facts["kind"]),
        words=entry.facts["words"],
        by=stage.viewer(entry.by, entry.day),
    )


def looked_after(stage: Stage, entry: Entry) -> None:
    alert = stage.found(entry, "alert", entry.facts["ref"])
    alerts.close_alert(alert=alert, words=entry.facts["words"], by=stage.viewer(entry.by, entry.day))


HANDLERS = {
    "on_call": on_call,
    "confirms_numbers": confirms_numbers,
    "worries": worries,
    "sees": sees,
    "acts": acts,
    "looked_after": looked_after,
}
