import re

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from jinja2 import pass_context
from markupsafe import Markup

from handrail.ui import gallery, pages
from handrail.ui.environment import add_global, make
from handrail.ui.pages import page


def render(source: str, **context) -> str:
    return engines["jinja2"].from_string(source).render(context)


@pytest.mark.parametrize("name", gallery.names())
def test_every_component_draws_its_example(name):
    html = render(f'{{% include "ui/components/{name}/example.html" %}}', examples=gallery.examples())
    assert html.strip()
    for slip in ("<bound method", "<function", "object at 0x", " style=", "<script", "onclick", "None<"):
        assert slip not in html


@pytest.mark.parametrize("name", gallery.names())
def test_every_icon_of_an_example_exists(name):
    sprite = (gallery.COMPONENTS.parents[2] / "static" / "ui" / "icons.svg").read_text()
    html = render(f'{{% include "ui/components/{name}/example.html" %}}', examples=gallery.examples())
    for icon in re.findall(r'icons\.svg#([\w-]+)"', html):
        assert f'id="{icon}"' in sprite


@pytest.mark.parametrize("name", gallery.names())
def test_every_component_is_described(name):
    described = gallery.COMPONENTS.parents[5] / "docs" / "how-to" / "use-the-components.md"
    assert f"`{name}(" in described.read_text()


def test_words_of_a_person_are_escaped():
    html = render(
        "{{ ui.say(text) }}{{ ui.stops([{'state': 'now', 'level': '', 'title': text}]) }}", text="<b>&"
    )
    assert "<b>" not in html
    assert html.count("&lt;b&gt;&amp;") == 2


def test_a_button_with_an_address_is_a_link_and_one_without_sends():
    assert render("{{ ui.button('Go', href='/x') }}").startswith('<a class="btn" href="/x"')
    assert 'name="do" value="file"' in render("{{ ui.button('File', name='do', value='file') }}")


def test_a_message_can_hold_more_than_a_line():
    html = render("{% call ui.say(kind='good', icon='check') %}<p>One</p>{% endcall %}")
    assert "say--good" in html
    assert "<p>One</p>" in html


def test_the_step_of_now_is_marked_for_a_screen_reader():
    html = render("{{ ui.stops(steps) }}", steps=gallery.examples().steps)
    assert html.count("aria-current=step") == 1
    assert "s-look" in html


def test_a_body_of_a_step_is_drawn_as_it_is():
    step = {"state": "now", "level": "with_me", "title": "Bus", "body": Markup("<p>Body</p>")}
    assert "<p>Body</p>" in render("{{ ui.stops([step]) }}", step=step)


def test_a_line_of_the_week_opens_when_it_has_a_body():
    assert "<details>" in render("{% call ui.event('9:00', 'Up') %}x{% endcall %}")
    assert "<details>" not in render("{{ ui.event('9:00', 'Up', href='#') }}")


def test_a_component_that_does_not_exist_is_an_error():
    with pytest.raises(Exception, match="ui/components/nothing"):
        render("{{ ui.nothing() }}")


def test_a_higher_package_hands_in_a_global():
    add_global("made_up", lambda: "there")
    assert make(autoescape=True).from_string("{{ made_up() }}").render() == "there"


def test_words_of_a_template_take_values_and_make_them_safe():
    assert render("{{ _('Hello %(name)s', name=name) }}", name="<b>") == "Hello &lt;b&gt;"
    assert render("{{ _('100 %% & more') }}") == "100 % & more"
    assert render("{% trans name=name %}Hello {{ name }}{% endtrans %}", name="<b>") == "Hello &lt;b&gt;"
    said = "{% trans n=n %}one{% pluralize %}{{ n }} of <i>many</i>{% endtrans %}"
    assert render(said, n=2) == "2 of <i>many</i>"


def test_words_follow_the_language_between_two_pages():
    for language in ("en-xa", "en", "en-xa"):
        with translation.override(language):
            assert ("⟦" in render("{{ _('Help') }}")) is (language == "en-xa")


def test_a_function_of_a_template_may_ask_for_the_context():
    @pass_context
    def asked(context, word):
        return f"{word} {context['name']}"

    assert (
        render("{% block main %}{{ asked('Hello') }}{% endblock %}", asked=asked, name="Mina") == "Hello Mina"
    )


@pytest.mark.django_db
def test_the_gallery_shows_every_component(client):
    html = client.get("/ui/").content.decode()
    for name in gallery.names():
        assert f'id="{name}"' in html
    assert "Error: Components" not in html


def test_a_summary_is_silent_when_nothing_is_wrong():
    assert render("{{ ui.error_summary(form) }}", form=gallery.ExampleForm()).strip() == ""


def test_a_summary_counts_and_links_to_each_field():
    html = render("{{ ui.error_summary(form) }}", form=gallery.examples().form_with_errors)
    for goal in re.findall(r'href="#([\w-]+)"', html):
        assert f'id="{goal}"' in str(gallery.examples().form_with_errors)
    assert "things to look at" in html


def asked_for_a_part():
    request = RequestFactory().get("/ui/")
    request.viewer, request.htmx = None, True
    return request


def test_a_part_of_a_page_is_the_block_the_view_names():
    context = {"names": [], "examples": gallery.examples()}
    response = page(asked_for_a_part(), "ui/gallery.html", context, fragment="main")
    assert response.content.decode().lstrip().startswith("<h1>")
    assert response.headers["Vary"] == "HX-Request"


def test_a_form_in_a_part_carries_its_token(monkeypatch):
    engine = engines["jinja2"]
    text = "{% block part %}{{ csrf_input }}{{ request.path }}{{ frame.kind }}{% endblock %}"
    monkeypatch.setattr(pages, "get_template", lambda name, using: engine.from_string(text))
    html = page(asked_for_a_part(), "made/up.html", {}, fragment="part").content.decode()
    assert 'name="csrfmiddlewaretoken"' in html
    assert html.endswith("/ui/public")
