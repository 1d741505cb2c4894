"""Signing in as somebody does it: by password, card and code."""

import re
from base64 import b32decode

from django.test import Client

from handrail.accounts import second_step
from handrail.accounts.tests import factories as make
from handrail.base import clock


def say_password(client, name="sasha", word=make.PASSWORD, to="", **more):
    return client.post(f"/sign-in{to}", {"sign_in_name": name, "password": word, **more})


def typed_secret(html):
    letters = "".join(re.findall(r"<code>([A-Z2-7]{1,4})</code>", html))
    return b32decode(letters)


def code_now(secret):
    return second_step.code_at(secret, int(clock.now().timestamp()) // 30)


def set_up(client):
    secret = typed_secret(client.get("/sign-in/set-up").content.decode())
    page = client.post("/sign-in/set-up", {"code": code_now(secret)})
    return secret, re.findall(r"<li>(\d+ [a-z ]+)</li>", page.content.decode())


def say_card(client, letters, word="marigold", **more):
    return client.post("/card", {"letters": letters, "word": word, **more})


def enter(name="sasha"):
    """Return a browser in which a colleague has signed in for the first time, and the secret of their telephone."""
    client = Client()
    say_password(client, name)
    return client, set_up(client)[0]
