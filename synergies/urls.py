from collections.abc import Callable

from django.urls import URLPattern, path

from synergies.views import (
    ballot,
    ballot_card,
    ballot_refine,
    committee,
    company_results,
    contact_log,
    declare,
    follow_up,
    groups,
    matches,
    members,
    merges,
    network,
    on_behalf,
    park,
    photo,
    results,
    room,
    round_changes,
    round_compare,
    round_export,
    round_links,
    round_mails,
    rounds,
    seen_as,
    space,
    space_data,
    synergies,
    tables,
    vocabulary,
    vocabulary_review,
    workshops,
)
from synergies.views.declarant import company_page, staff_page
from synergies.views.door import View


def declaring(start: str, name: str, page: Callable[[View], View]) -> list[URLPattern]:
    """Return the pages about the declarations of one company, for one way of coming in."""
    return [
        path(f"{start}declare/", page(declare.new), name=f"{name}_declare"),
        path(f"{start}declare/suggest/", page(declare.suggest), name=f"{name}_suggest"),
        path(f"{start}declare/quantity/", page(declare.quantity), name=f"{name}_quantity"),
        path(f"{start}declare/<int:pk>/", page(declare.resource), name=f"{name}_resource"),
        path(f"{start}declare/<int:pk>/edit/", page(declare.edit), name=f"{name}_edit"),
        path(f"{start}declare/<int:pk>/close/", page(declare.close), name=f"{name}_close"),
        path(f"{start}declare/<int:pk>/seen/", page(seen_as.visibility), name=f"{name}_seen_by"),
        path(f"{start}declare/<int:pk>/photo/", page(photo.edit), name=f"{name}_photo_edit"),
        path(f"{start}photos/<int:pk>/", page(photo.photo), name=f"{name}_photo"),
        path(f"{start}declare/confirm/", page(space.confirm), name=f"{name}_confirm_all"),
        path(f"{start}declare/<int:pk>/confirm/", page(space.confirm), name=f"{name}_confirm"),
    ]


app_name = "synergies"
urlpatterns = [
    # The room of a workshop
    path("workshops/", workshops.workshop_list, name="workshops"),
    path("workshops/<int:pk>/", workshops.workshop, name="workshop"),
    path("workshops/<int:pk>/slips/", workshops.workshop_slips, name="workshop_slips"),
    path("workshops/<int:pk>/sheet/", workshops.workshop_sheet, name="workshop_sheet"),
    path("workshops/<int:pk>/blanks/", workshops.workshop_blanks, name="workshop_blanks"),
    path("workshops/<int:pk>/close/", workshops.workshop_close, name="workshop_close"),
    path("workshops/<int:pk>/screen/", workshops.workshop_screen, name="workshop_screen"),
    path("workshops/<int:pk>/export/", workshops.workshop_export, name="workshop_export"),
    # The tables of a workshop, by QR code or short code
    path("table/", tables.code, name="table_code"),
    path("table/<str:token>/", tables.arrival, name="table_arrival"),
    path("tables/<int:pk>/", tables.table, name="table"),
    path("tables/<int:pk>/slips/", tables.slips, name="table_slips"),
    path("tables/<int:pk>/slips/<int:slip_pk>/withdraw/", tables.withdraw, name="table_withdraw"),
    # Synergies
    path("synergies/", synergies.synergy_list, name="list"),
    path("synergies/<int:pk>/", synergies.synergy_detail, name="detail"),
    # The network of companies
    path("synergies/network/", network.matrix, name="network"),
    path("synergies/network/drawing/", network.drawing, name="network_drawing"),
    path("synergies/network/pairs/", network.pairs, name="network_pairs"),
    path("synergies/network/<int:one>/<int:other>/", network.pair, name="network_pair"),
    path("synergies/network/company/<int:pk>/", network.company, name="network_company"),
    path("map/", park.park, name="park"),
    path("map/public/", park.park_public, name="park_public"),
    # Following a synergy up
    path("synergies/<int:pk>/move/", follow_up.move, name="move"),
    path("synergies/<int:pk>/move/<slug:after>/", follow_up.move_to, name="move_to"),
    path("synergies/<int:pk>/next-step/", follow_up.next_step, name="next_step"),
    path("synergies/<int:pk>/blocking/", follow_up.blocking, name="blocking"),
    path("synergies/<int:pk>/legal/<slug:line>/", follow_up.legal_tick, name="legal_tick"),
    path("synergies/documents/<int:pk>/", follow_up.document, name="document"),
    path("synergies/<int:pk>/split/", members.split, name="split"),
    path("synergies/splits/<int:pk>/undo/", members.split_undo, name="split_undo"),
    path("synergies/<int:pk>/members/", members.members, name="members"),
    path("synergies/<int:pk>/members/join/", members.member_join, name="member_join"),
    path("synergies/members/<int:pk>/leave/", members.member_leave, name="member_leave"),
    path("synergies/<int:pk>/contact/", contact_log.synergy_contact, name="synergy_contact"),
    path(
        "companies/<int:company_pk>/contact/", contact_log.company_contact, name="company_contact"
    ),
    path("contacts/<int:pk>/", contact_log.contact_entry, name="contact_entry"),
    path("contacts/<int:pk>/undo/", contact_log.contact_undo, name="contact_undo"),
    # Groups before a vote
    path("synergies/merges/", merges.merge_list, name="merges"),
    path("synergies/merges/decided/", merges.merges_decided, name="merges_decided"),
    path("synergies/merges/accept/", merges.merge_accept, name="merge_accept"),
    path("synergies/merges/refuse/", merges.merge_refuse, name="merge_refuse"),
    path("synergies/merges/<int:pk>/undo/", merges.merge_undo, name="merge_undo"),
    path(
        "synergies/merges/refusals/<int:pk>/withdraw/",
        merges.merge_refusal_withdraw,
        name="merge_refusal_withdraw",
    ),
    # Suggestions
    path("suggestions/", matches.match_list, name="matches"),
    path("suggestions/run/", matches.detect, name="detect"),
    path("suggestions/<int:pk>/keep/", matches.match_keep, name="match_keep"),
    path("suggestions/<int:pk>/reject/", matches.match_reject, name="match_reject"),
    path(
        "suggestions/groups/<slug:concept>/<str:side>/keep/",
        groups.group_keep,
        name="match_group_keep",
    ),
    path(
        "suggestions/groups/<slug:concept>/<str:side>/reject/",
        groups.group_reject,
        name="match_group_reject",
    ),
    # The vocabulary
    path("vocabulary/", vocabulary.vocabulary, name="vocabulary"),
    path("vocabulary/new/", vocabulary.concept_new, name="vocabulary_new"),
    path("vocabulary/concepts/<slug:code>/", vocabulary.concept, name="vocabulary_concept"),
    path("vocabulary/concepts/<slug:code>/alias/", vocabulary.alias_add, name="vocabulary_alias"),
    path(
        "vocabulary/concepts/<slug:code>/not/",
        vocabulary.incompatible_add,
        name="vocabulary_incompatible",
    ),
    path("vocabulary/review/", vocabulary_review.review, name="vocabulary_review"),
    path(
        "vocabulary/review/<int:pk>/accept/",
        vocabulary_review.review_accept,
        name="vocabulary_accept",
    ),
    path(
        "vocabulary/review/<int:pk>/refuse/",
        vocabulary_review.review_refuse,
        name="vocabulary_refuse",
    ),
    # Rounds
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round"),
    path("rounds/<int:pk>/edit/", round_changes.round_edit, name="round_edit"),
    path("rounds/<int:pk>/extend/", round_changes.round_extend, name="round_extend"),
    path("rounds/<int:pk>/close/", round_changes.round_close, name="round_close"),
    path("rounds/<int:pk>/cancel/", round_changes.round_cancel, name="round_cancel"),
    path("rounds/<int:pk>/links/", round_links.round_links, name="round_links"),
    path(
        "rounds/<int:pk>/links/<int:contact_pk>/renew/",
        round_links.round_link_renew,
        name="round_link_renew",
    ),
    path(
        "rounds/<int:pk>/links/<int:contact_pk>/withdraw/",
        round_links.round_link_withdraw,
        name="round_link_withdraw",
    ),
    path("rounds/<int:pk>/room/", room.room, name="round_room"),
    path("rounds/<int:pk>/room/sheet/", room.room_sheet, name="round_sheet"),
    path("rounds/<int:pk>/room/screen/", room.room_screen, name="round_screen"),
    path("rounds/<int:pk>/mails/<slug:kind>/", round_mails.preview, name="round_mails"),
    path("rounds/<int:pk>/mails/<slug:kind>/test/", round_mails.test, name="round_mails_test"),
    path("rounds/<int:pk>/mails/<slug:kind>/send/", round_mails.send, name="round_mails_send"),
    path(
        "rounds/<int:pk>/ballots/<int:company_pk>/enter/",
        on_behalf.enter,
        name="round_enter",
    ),
    path(
        "rounds/<int:pk>/ballots/<int:company_pk>/history/",
        on_behalf.history,
        name="round_history",
    ),
    path("rounds/<int:pk>/results/", results.round_results, name="round_results"),
    path("rounds/<int:pk>/compare/", round_compare.round_compare, name="round_compare"),
    path("rounds/<int:pk>/export/<str:name>", round_export.round_export, name="round_export"),
    path("rounds/<int:pk>/committee/", committee.committee, name="round_committee"),
    path("rounds/<int:pk>/committee/<int:number>/", committee.decision_new, name="round_decide"),
    path(
        "rounds/<int:pk>/committee/decisions/<int:decision_pk>/withdraw/",
        committee.decision_withdraw,
        name="round_decision_withdraw",
    ),
    # The ballot of one company, by personal link
    path("vote/", room.code, name="vote_code"),
    path("room/<str:token>/", room.arrival, name="room_vote"),
    path("vote/<str:token>/", ballot.arrival, name="vote"),
    path("ballot/<int:pk>/", ballot.ballot, name="ballot"),
    path("ballot/<int:pk>/<int:number>/", ballot_card.card, name="ballot_card"),
    path("ballot/<int:pk>/<int:number>/undo/", ballot_card.undo, name="ballot_undo"),
    path("ballot/<int:pk>/list/", ballot.ballot_list, name="ballot_list"),
    path("ballot/<int:pk>/refine/", ballot_refine.refine, name="ballot_refine"),
    path("ballot/<int:pk>/review/", ballot.ballot_review, name="ballot_review"),
    path("ballot/<int:pk>/receipt/", ballot.ballot_receipt, name="ballot_receipt"),
    path("ballot/<int:pk>/result/", company_results.ballot_result, name="ballot_result"),
    # The space of one company, by personal link
    path("space/", company_page(space.home), name="space_home"),
    path(
        "space/results/<int:pk>/",
        company_page(company_results.space_result),
        name="space_result",
    ),
    *declaring("space/", "space", company_page),
    path("space/seen-as/", company_page(seen_as.seen), name="space_seen_as"),
    path("space/data/", company_page(space_data.data), name="space_data"),
    path("space/data/export.json", company_page(space_data.export_json), name="space_export_json"),
    path(
        "space/data/export.xlsx",
        company_page(space_data.export_workbook),
        name="space_export_workbook",
    ),
    path("space/data/erasure/", company_page(space_data.erasure), name="space_erasure"),
    path("space/address/<str:token>/", space_data.address, name="space_address"),
    path("space/<str:token>/", space.arrival, name="space"),
    # The same on behalf of a company, for the project manager
    path("companies/<int:company_pk>/space/", staff_page(space.home), name="company_home"),
    path(
        "companies/<int:company_pk>/space/seen-as/",
        staff_page(seen_as.seen),
        name="company_seen_as",
    ),
    path(
        "companies/<int:company_pk>/space/results/<int:pk>/",
        company_results.company_result,
        name="company_result",
    ),
    path("companies/<int:company_pk>/space/links/", space.links, name="company_links"),
    path(
        "companies/<int:company_pk>/space/links/<int:contact_pk>/renew/",
        space.link_renew,
        name="company_link_renew",
    ),
    *declaring("companies/<int:company_pk>/", "company", staff_page),
]
