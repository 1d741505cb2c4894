from datetime import date, time

import pytest
from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.ui.fields import Renderer


class StepForm(ui.Form):
    title = ui.ExactText(
        label="What?",
        help_text="Use Elena’s words",
        max_length=20,
        error_messages={"required": _("Name the step")},
    )
    why = ui.ExactText(rows=3, required=False)
    level = ui.ThreeStopField()
    start_on = ui.DateField(required=False)
    at = ui.TimeField(required=False)
    helps = forms.MultipleChoiceField(widget=ui.ManyChips, choices=[("a", "A"), ("b", "B")], required=False)
    place = forms.ChoiceField(choices=[("", ""), ("home", "Home")], required=False)
    told = forms.BooleanField(required=False)


GOOD = {"title": " Bus 14 ", "level": "beside_me"}


def filled(**more) -> StepForm:
    return StepForm({**GOOD, **more})


def test_text_is_kept_with_every_space():
    form = filled(why="one\r\n  two  ")
    assert form.is_valid()
    assert form.cleaned_data["title"] == " Bus 14 "
    assert form.cleaned_data["why"] == "one\r\n  two  "


def test_only_spaces_are_no_answer():
    assert filled(title="   ").errors["title"] == ["Name the step"]


@pytest.mark.parametrize("letter", ["\x00", "\ud800"])
def test_what_cannot_be_stored_is_refused_with_a_sentence(letter):
    assert "cannot be stored" in filled(why=f"a{letter}b").errors["why"][0]


def test_a_long_text_is_told_how_long_it_may_be():
    assert filled(title="x" * 21).errors["title"] == [
        "This is longer than 20 letters. Please make it shorter."
    ]


def test_a_day_is_three_numbers():
    form = filled(start_on_day="2", start_on_month="11", start_on_year="2026")
    assert form.is_valid()
    assert form.cleaned_data["start_on"] == date(2026, 11, 2)


def test_two_digits_of_a_year_mean_this_century():
    form = filled(start_on_day="2", start_on_month="11", start_on_year="26")
    assert form.is_valid()
    assert form.cleaned_data["start_on"].year == 2026


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "2026", "Write a real day, like 20 10 2026."),
        ("x", "2", "2026", "Write a real day, like 20 10 2026."),
        ("3", "", "2026", "Write the day, the month and the year."),
    ],
)
def test_a_day_that_is_none_gets_a_sentence(day, month, year, sentence):
    form = filled(start_on_day=day, start_on_month=month, start_on_year=year)
    assert form.errors["start_on"] == [sentence]


def test_no_day_is_fine_when_none_is_needed():
    form = filled()
    assert form.is_valid()
    assert form.cleaned_data["start_on"] is None


def test_a_day_that_was_kept_stands_in_its_boxes():
    html = StepForm(initial={"start_on": date(2026, 11, 2)})["start_on"].as_field_group()
    assert [part in html for part in ('value="2"', 'value="11"', 'value="2026"')] == [True] * 3


def test_a_time_is_hours_and_minutes():
    form = filled(at="14:30")
    assert form.is_valid()
    assert form.cleaned_data["at"] == time(14, 30)
    assert filled(at="noon").errors["at"] == ["Write a time, like 14:30."]


def test_a_missing_choice_is_asked_for_kindly():
    form = StepForm({"title": "x"})
    assert form.errors["level"] == ["Please choose one. Level"]
    assert filled(level="alone").errors["level"] == ["Please choose one of these."]


def test_label_hint_error_and_box_belong_together():
    html = StepForm({"level": "with_me"})["title"].as_field_group()
    assert '<label for="id_title">What?</label>' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-required="true"' in html
    assert " required" not in html.replace("aria-required", "")


def test_choices_stand_in_a_fieldset_with_their_error():
    html = StepForm({"title": "x"})["level"].as_field_group()
    assert html.lstrip().startswith("<fieldset")
    assert 'aria-describedby="id_level_error"' in html
    assert 'id="id_level_0"' in html


def test_a_chosen_support_level_stays_chosen():
    html = filled()["level"].as_field_group()
    assert 'value="beside_me" checked' in html
    assert html.count("checked") == 1


def test_chips_a_select_and_a_tick_keep_what_was_chosen():
    form = filled(helps=["b"], place="home", told="on")
    assert 'value="b" checked' in form["helps"].as_field_group()
    assert 'value="home" selected' in form["place"].as_field_group()
    assert " checked" in form["told"].as_field_group()


def test_a_box_of_lines_keeps_a_first_empty_line():
    html = StepForm(initial={"why": "\nsecond"})["why"].as_field_group()
    assert ">\n\nsecond</textarea>" in html


def test_a_whole_form_renders_itself_with_its_summary():
    class WithHidden(StepForm):
        token = forms.CharField(widget=forms.HiddenInput, initial="t")

    html = str(WithHidden({"level": "with_me", "token": "t"}))
    assert 'href="#id_title"' in html
    assert 'type="hidden" name="token"' in html


def test_no_field_is_drawn_by_another_template_engine():
    for name in ("django/forms/widgets/number.html", "django/forms/widgets/textarea.html"):
        assert Renderer().get_template(name).origin.name.startswith(str(ui.__path__[0]))


def test_no_field_takes_the_name_of_a_hidden_one():
    class Place(ui.Form):
        about = forms.CharField()

    with pytest.raises(ValueError, match="about"):
        Place({"about": "Quiet"}).is_valid()
