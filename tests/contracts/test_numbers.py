"""No model keeps a float, and none keeps a decimal that one of the databases would store as a float (ADR 15)."""

from django.apps import apps
from django.db import models

STORED_RESULTS: set[str] = set()  # labels of columns that keep the result of an indicator


def loose_numbers(ours: list[type[models.Model]]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.local_fields
        if isinstance(field, (models.FloatField, models.DecimalField))
    ]


def test_no_model_of_ours_keeps_a_float_or_a_decimal():
    ours = [model for model in apps.get_models() if model.__module__.startswith("handrail.")]
    assert set(loose_numbers(ours)) <= STORED_RESULTS


def test_a_float_is_found():
    class Loose(models.Model):
        share = models.FloatField()
        price = models.DecimalField(max_digits=8, decimal_places=2)
        price_cents = models.IntegerField()

        class Meta:
            app_label = "a_sample_that_is_not_installed"

    assert loose_numbers([Loose]) == [
        "a_sample_that_is_not_installed.Loose.share",
        "a_sample_that_is_not_installed.Loose.price",
    ]
