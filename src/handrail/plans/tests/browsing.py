"""The addresses of the plan's pages."""

from django.urls import reverse

from handrail.people.models import Participant


def address(name: str, person: Participant, *keys: str) -> str:
    return reverse(f"plans:{name}", args=[person.key, *keys])
