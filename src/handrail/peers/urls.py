from django.urls import path

from handrail.peers.views import mentor, person, place

app_name = "peers"

urlpatterns = [
    path("meetings/new", mentor.pick, name="pick"),
    path("peers/match", place.match, name="match"),
    path("peers/me", mentor.mine, name="mine"),
    path("peers/me/page", mentor.edit, name="edit"),
    path("peers/me/asks/<str:key>", mentor.reply, name="reply"),
    path("peers/team", place.team, name="team"),
    path("peers/team/<str:key>/talk", place.talk, name="talk"),
    path("people/<str:person_key>/peers", person.person, name="person"),
    path("people/<str:person_key>/peers/offer", person.offer, name="offer"),
    path("people/<str:person_key>/peers/answer", person.answer, name="answer"),
    path("people/<str:person_key>/peers/ask/<str:mentor_key>", person.ask, name="ask"),
    path("people/<str:person_key>/peers/yes", person.accept, name="accept"),
    path("people/<str:person_key>/peers/go-on", person.onward, name="onward"),
    path("people/<str:person_key>/peers/end", person.end, name="end"),
    path("people/<str:person_key>/peers/meeting", person.meeting, name="meeting"),
    path("people/<str:person_key>/peers/talked", person.talked, name="talked"),
    path("people/<str:person_key>/peers/check-in", person.check_in, name="check_in"),
]
