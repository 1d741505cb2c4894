import base64
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from handrail.web import environment


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path):
    for name in ("DATABASE_URL", "HANDRAIL_SECRET_KEY", "HANDRAIL_BASE_URL", "HANDRAIL_MAIL_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HANDRAIL_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DATABASE_URL", "mysql://host/name", "mysql"),
        ("DATABASE_URL", "sqlite:///", "names no file"),
        ("DATABASE_URL", "sqlite://file", "names no file"),
        ("DATABASE_URL", "postgresql://host", "names no database"),
        ("DATABASE_URL", "postgresql://host:port/name", "port in DATABASE_URL"),
        ("DATABASE_URL", "postgresql://host/name?prepare=maybe", "prepare"),
        ("HANDRAIL_BASE_URL", "handrail.example.org", "address people open"),
        ("HANDRAIL_BASE_URL", "ftp://handrail.example.org", "address people open"),
        ("HANDRAIL_BASE_URL", "https://example.org/handrail", "address people open"),
        ("HANDRAIL_BASE_URL", "https://example.org:99999", "port in HANDRAIL_BASE_URL"),
        ("HANDRAIL_MAIL_URL", "mail.example.org", "HANDRAIL_MAIL_URL must look like"),
        ("HANDRAIL_MAIL_URL", "smtp://mail.example.org:x", "port in HANDRAIL_MAIL_URL"),
        ("HANDRAIL_MAIL_FROM", "nobody", "Write an address"),
        ("HANDRAIL_ALERT_MINUTES", "15", "Write two numbers"),
        ("HANDRAIL_ALERT_MINUTES", "60,15", "Write two numbers"),
        ("HANDRAIL_ALERT_MINUTES", "0,60", "Write two numbers"),
        ("HANDRAIL_ALERT_MINUTES", "soon,60", "Write two numbers"),
        ("HANDRAIL_ALERT_MINUTES", "15,5000", "Write two numbers"),
        ("HANDRAIL_DEBUG", "maybe", "Write 1 or 0"),
        ("HANDRAIL_PSEUDO_LOCALES", "2", "Write 1 or 0"),
        ("HANDRAIL_SECRET_KEY", "short", "shorter than 20"),
        ("HANDRAIL_DATA_KEY", "not base64", "32 bytes"),
        ("HANDRAIL_DATA_KEY", base64.b64encode(b"short").decode(), "32 bytes"),
    ],
)
def test_a_wrong_setting_is_refused_with_a_sentence_that_names_it(monkeypatch, name, value, word):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=word):
        environment.checked()


def test_a_home_that_is_a_file_is_refused(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("HANDRAIL_HOME", str(file))
    with pytest.raises(ImproperlyConfigured, match="Name a folder"):
        environment.home()


def test_without_settings_the_place_is_small_local_and_sends_no_mail(tmp_path):
    database = environment.checked()
    assert database["ENGINE"] == environment.SQLITE
    assert database["NAME"] == str(tmp_path / "handrail.sqlite3")
    assert environment.base_url().url == "http://127.0.0.1:8420"
    assert environment.mail()["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


def test_secrets_are_made_once_and_closed_to_others(tmp_path):
    first = environment.secret_key(tmp_path), environment.data_key(tmp_path)
    assert (environment.secret_key(tmp_path), environment.data_key(tmp_path)) == first
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("secret-key", "data-key")} == {0o600}


def test_a_postgresql_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:p%40ss@db.example.org:5433/hand?sslmode=require")
    found = environment.database(environment.home())
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("hand", "ann", "p@ss")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtp+tls://mail.example.org:2525", 2525, True, False),
    ],
)
def test_mail_goes_to_the_usual_port_of_its_kind(monkeypatch, url, port, tls, ssl):
    monkeypatch.setenv("HANDRAIL_MAIL_URL", url)
    found = environment.mail()
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_who_is_told_next_is_told_after_minutes_that_a_place_chooses(monkeypatch):
    monkeypatch.delenv("HANDRAIL_ALERT_MINUTES", raising=False)
    assert environment.alert_after() == (timedelta(minutes=15), timedelta(minutes=60))
    monkeypatch.setenv("HANDRAIL_ALERT_MINUTES", "5, 20")
    assert environment.alert_after() == (timedelta(minutes=5), timedelta(minutes=20))


def test_a_file_of_stolen_passwords_is_there_or_is_said_to_be_missing(monkeypatch, tmp_path):
    monkeypatch.delenv("HANDRAIL_STOLEN_PASSWORDS", raising=False)
    assert environment.stolen_passwords() is None
    monkeypatch.setenv("HANDRAIL_STOLEN_PASSWORDS", str(tmp_path / "none.txt"))
    with pytest.raises(ImproperlyConfigured, match="no file is there"):
        environment.stolen_passwords()
    (tmp_path / "some.txt").write_bytes(b"")
    monkeypatch.setenv("HANDRAIL_STOLEN_PASSWORDS", str(tmp_path / "some.txt"))
    assert environment.stolen_passwords() == tmp_path / "some.txt"
