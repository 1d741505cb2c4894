from django.urls import path

from handrail.accounts.views import again, lost, members, news, own, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in", sign_in.sign_in_page, name="sign_in"),
    path("sign-in/code", sign_in.code_page, name="code"),
    path("sign-in/set-up", sign_in.set_up_page, name="set_up"),
    path("card", sign_in.card_page, name="card"),
    path("card/<slug:letters>", sign_in.card_page, name="card_of"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("kept", own.kept, name="kept"),
    path("still-here", own.still_here, name="still_here"),
    path("account", members.settings_page, name="settings"),
    path("account/again", again.again_page, name="again"),
    path("account/devices", own.devices, name="devices"),
    path("account/news", news.news, name="news"),
    path("account/password", own.password, name="password"),
    path("account/second-step", own.second_step, name="second_step"),
    path("people-and-places", members.members_page, name="members"),
    path("people-and-places/password", lost.new_password, name="new_password"),
    path("people-and-places/sign-out", members.sign_somebody_out, name="sign_somebody_out"),
    path("people-and-places/second-step", lost.reset_second_step, name="reset_second_step"),
]
