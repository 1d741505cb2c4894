from django.urls import path

from handrail.choice import views

app_name = "choice"
urlpatterns = [
    path("find", views.finder, name="finder"),
    path("find/compare", views.compare, name="compare"),
    path("people/<str:person_key>/find", views.finder_of, name="finder_of"),
    path("people/<str:person_key>/find/compare", views.compare_of, name="compare_of"),
    path("people/<str:person_key>/costs", views.costs, name="costs"),
    path("people/<str:person_key>/costs/payers/<str:key>", views.funding, name="funding"),
    path(
        "people/<str:person_key>/costs/payers/<str:key>/<slug:step>", views.funding_move, name="funding_move"
    ),
    path("people/<str:person_key>/costs/<str:key>", views.cost, name="cost"),
    path("people/<str:person_key>/costs/<str:key>/payers", views.funding_new, name="funding_new"),
    path("people/<str:person_key>/costs/<str:key>/paid", views.settle, name="settle"),
    path("people/<str:person_key>/feedback/<slug:slug>", views.feedback, name="feedback"),
    path(
        "people/<str:person_key>/feedback/<slug:slug>/withdraw",
        views.feedback_withdraw,
        name="feedback_withdraw",
    ),
    path("fees", views.fee_bands, name="fee_bands"),
    path("fees/<str:key>/end", views.fee_band_end, name="fee_band_end"),
]
