from django.urls import path

from handrail.outcomes import views

app_name = "outcomes"
HOW_FAR = "people/<str:person_key>/goals"
urlpatterns = [
    path("outcomes", views.outcomes_page, name="page"),
    path(HOW_FAR, views.attainment_page, name="attainment"),
    path(f"{HOW_FAR}/<str:goal_key>/steps", views.scale_goal, name="scale"),
    path(f"{HOW_FAR}/rate/<str:key>", views.rate_goal, name="rate"),
]
