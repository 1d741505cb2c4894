"""What a browser sends to the pages of practice."""

from django.urls import reverse

from handrail.people.tests.browsing import signed as about

__all__ = ["about", "note_post", "url"]


def url(name, *keys, **query):
    found = reverse(f"practice:{name}", args=keys)
    return f"{found}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else found


def note_post(person, step=None, version=0, **more):
    """Return what a browser sends from the note: only what was tapped."""
    sent = {
        "about": about(person, version),
        "do": "file",
        "met": "met",
        "steps": [step.key] if step else ["other"],
        "words": "I paid the fare myself.",
        "helped": ["Quiet seat"],
        "next": "again",
        "safety": "no",
        "reads": "1",
        "setting": "community",
        "held_on_day": "20",
        "held_on_month": "10",
        "held_on_year": "2026",
        "held_from": "10:30",
        "held_until": "11:15",
        "place": "Mill Road",
    }
    if step:
        sent[f"level_{step.key}"] = "beside_me"
    return {**sent, **more}
