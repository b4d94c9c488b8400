from django.urls import path

from synergies.views import ballot, matches, results, rounds, synergies

app_name = "synergies"
urlpatterns = [
    # Synergies
    path("synergies/", synergies.synergy_list, name="list"),
    path("synergies/<int:pk>/", synergies.synergy_detail, name="detail"),
    # Suggestions
    path("suggestions/", matches.match_list, name="matches"),
    path("suggestions/run/", matches.detect, name="detect"),
    path("suggestions/<int:pk>/keep/", matches.match_keep, name="match_keep"),
    path("suggestions/<int:pk>/reject/", matches.match_reject, name="match_reject"),
    # Rounds
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:pk>/links/", rounds.round_links, name="round_links"),
    path(
        "rounds/<int:pk>/links/<int:contact_pk>/renew/",
        rounds.round_link_renew,
        name="round_link_renew",
    ),
    path("rounds/<int:pk>/results/", results.round_results, name="round_results"),
    # The ballot of one company, by personal link
    path("vote/<str:token>/", ballot.arrival, name="vote"),
    path("ballot/<int:pk>/", ballot.ballot, name="ballot"),
    path("ballot/<int:pk>/<int:number>/", ballot.card, name="ballot_card"),
    path("ballot/<int:pk>/list/", ballot.ballot_list, name="ballot_list"),
    path("ballot/<int:pk>/review/", ballot.ballot_review, name="ballot_review"),
    path("ballot/<int:pk>/receipt/", ballot.ballot_receipt, name="ballot_receipt"),
]
