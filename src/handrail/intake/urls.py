from django.urls import path

from handrail.intake import views

app_name = "intake"
urlpatterns = [
    path("ask", views.refer_self, name="refer_self"),
    path("ask/thanks", views.asked, name="asked"),
    path("referrals", views.referrals, name="referrals"),
    path("referrals/new", views.refer, name="refer"),
    path("referrals/<str:referral_key>", views.referral, name="referral"),
    path("referrals/<str:referral_key>/<slug:step>", views.change_referral, name="change_referral"),
    path("no-signal", views.outbox, name="outbox"),
    path("words", views.words, name="words"),
    path("words/new/<slug:part>", views.word_new, name="word_new"),
    path("words/<slug:code>", views.word, name="word"),
    path("words/<slug:code>/<slug:step>", views.change_word, name="change_word"),
    path("people/<str:person_key>/choices", views.choices, name="choices"),
    path("people/<str:person_key>/choices/mine/<str:key>", views.enrolment, name="enrolment"),
    path(
        "people/<str:person_key>/choices/mine/<str:key>/start", views.enrolment_start, name="enrolment_start"
    ),
    path("people/<str:person_key>/choices/mine/<str:key>/end", views.enrolment_end, name="enrolment_end"),
    path("people/<str:person_key>/choices/<str:offer_key>", views.choose, name="choose"),
    path("people/<str:person_key>/stories", views.stories, name="stories"),
    path("people/<str:person_key>/stories/<str:key>", views.story_withdraw, name="story_withdraw"),
    path("people/<str:person_key>/first-meeting", views.first_meeting, name="first_meeting"),
    path("people/<str:person_key>/first-meeting/guests/<str:key>/<slug:do>", views.guest, name="guest"),
    path("people/<str:person_key>/first-meeting/<slug:do>", views.meeting_change, name="meeting_change"),
    path("people/<str:person_key>/intake", views.conversation, name="conversation"),
    path("people/<str:person_key>/asked", views.asked_of_me, name="asked_of_me"),
    path("people/<str:person_key>/intake/asks", views.asks, name="asks"),
    path("people/<str:person_key>/intake/asks/<str:key>/<slug:do>", views.owned, name="owned"),
    path("people/<str:person_key>/intake/check", views.check, name="check"),
    path("people/<str:person_key>/intake/late/<str:key>", views.late, name="late"),
    path("people/<str:person_key>/intake/no-signal", views.no_signal, name="no_signal"),
    path("people/<str:person_key>/intake/kept/<str:kept_key>", views.kept, name="kept"),
    path("people/<str:person_key>/intake/<slug:part>/<slug:question>", views.question, name="question"),
    path("people/<str:person_key>/sides/<slug:topics>", views.sides, name="sides"),
    path("people/<str:person_key>/sides/<slug:topics>/<slug:topic>", views.side, name="side"),
    path("people/<str:person_key>/wishes", views.wishes, name="wishes"),
    path("people/<str:person_key>/wishes/<str:key>/rulers", views.wish_rulers, name="wish_rulers"),
    path("people/<str:person_key>/wishes/<str:key>/<slug:way>", views.wish_move, name="wish_move"),
    path("people/<str:person_key>/start", views.start, name="start"),
    path("people/<str:person_key>/start/<int:line>", views.start_line, name="start_line"),
]
