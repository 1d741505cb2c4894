from handrail.base.words import Words, in_language, pseudo


def test_a_definition_falls_back_to_its_base_language_and_then_to_english():
    texts = {"en": "bus", "es": "autobús"}
    assert in_language(texts, "es-MX") == "autobús"
    assert in_language(texts, "fr") == "bus"
    assert in_language(texts, "en-xa") == "⟦búš·⟧"


def test_a_made_up_text_keeps_its_places_for_values():
    assert pseudo("%(count)s of %(total)s") == "⟦%(count)s óf %(total)s········⟧"


def test_words_compare_and_format_as_their_text():
    assert Words("Home") == "Home"
    assert f"{Words('Home')}" == "Home"
    assert Words("%(n)s people") % {"n": 3} == "3 people"
