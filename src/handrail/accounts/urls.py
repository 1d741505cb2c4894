from django.urls import path

from handrail.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.sign_in_page, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("account", views.settings_page, name="settings"),
    path("people-and-places", views.members_page, name="members"),
]
