from django.urls import path

from handrail.outcomes import views

app_name = "outcomes"
urlpatterns = [path("outcomes", views.outcomes_page, name="page")]
