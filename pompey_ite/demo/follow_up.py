"""What the demo's project manager wrote down: moves, next steps, contacts, what blocks."""

from datetime import date, timedelta
from itertools import pairwise

from companies.models import Initiative, User
from synergies.models import BlockingPoint, ContactEntry, ContactLink, StatusChange, Synergy

STATUS, KIND, TOPIC = Synergy.Status, ContactEntry.Kind, BlockingPoint.Topic
NEXT_STEPS = {
    STATUS.DISCUSSION: "Réunir les entreprises une heure, sur site",
    STATUS.STUDY: "Chiffrer le gain avec chaque entreprise",
    STATUS.AGREED: "Faire signer la convention",
    STATUS.OPERATIONAL: "Relever les quantités du trimestre",
}
SAID = (
    (KIND.CALL, "Intéressés ; attendent un ordre de grandeur du gain."),
    (KIND.VISIT, "Vu les matières sur place, échantillons emportés."),
    (KIND.MEETING, "D’accord sur le principe, reste à fixer qui transporte."),
    (KIND.MAIL, "Ont envoyé leurs quantités de l’an dernier."),
)
WORKS = (KIND.CALL, "L’échange tourne ; quantités du mois notées.")
BLOCKS = (
    (TOPIC.LEGAL, "Sortie du statut de déchet à vérifier avec l’inspection."),
    (TOPIC.BUSINESS, "Prix de reprise trop bas pour couvrir le transport."),
    (TOPIC.ORGANISATION, "Personne pour tenir le planning des prêts."),
    (TOPIC.TECHNICAL, "Humidité trop élevée en hiver."),
)
SPOKEN_ABOUT_EVERY, BLOCKED_EVERY, SOLVED_EVERY = 2, 7, 3  # of the synergies under way


def seed_follow_up(initiative: Initiative, user: User, today: date) -> None:
    """Give each synergy that has moved its owner and next step, and many a contact or a block."""
    moved = list(
        initiative.synergies.filter(merged_into=None)
        .exclude(status=STATUS.IDEA)
        .prefetch_related("parties__company__contacts")
        .order_by("number")
    )
    for position, synergy in enumerate(moved):
        _write_moves(synergy, user)
        synergy.owner = user
        synergy.next_step = NEXT_STEPS[STATUS(synergy.status)]
        synergy.next_due_on = today + timedelta(days=2 + position % 45)
        if position % SPOKEN_ABOUT_EVERY == 0:
            _log_contact(initiative, synergy, user, today, position)
    Synergy.objects.bulk_update(moved, ["owner", "next_step", "next_due_on", "last_contact_on"])
    _note_blocks(moved[::BLOCKED_EVERY], user, today)


def _write_moves(synergy: Synergy, user: User) -> None:
    """Let each change of status in the history be a move, the last with its evidence."""
    for before, after in pairwise(synergy.history.order_by("history_date", "history_id")):
        if before.status == after.status:
            continue
        change = StatusChange(
            synergy=synergy,
            before=before.status,
            after=after.status,
            changed_at=after.history_date,
            changed_by=user,
        )
        if after.status == STATUS.OPERATIONAL:
            _prove(change)
        change.save()
        if change.proof == StatusChange.Proof.SERVICE:
            change.users.set(party.company for party in synergy.parties.all())


def _prove(change: StatusChange) -> None:
    """Say what made it operational: an exchange, or a service that its parties use."""
    synergy = change.synergy
    is_pooled = synergy.kind == Synergy.Kind.POOLING
    change.proof = StatusChange.Proof.SERVICE if is_pooled else StatusChange.Proof.EXCHANGE
    change.user_count = len(synergy.parties.all()) if is_pooled else 0
    change.evidence, change.happened_on = synergy.evidence, synergy.operational_since


def _log_contact(
    initiative: Initiative, synergy: Synergy, user: User, today: date, position: int
) -> None:
    parties = list(synergy.parties.all())
    company = parties[position % len(parties)].company
    is_operational = synergy.status == STATUS.OPERATIONAL
    kind, text = WORKS if is_operational else SAID[position % len(SAID)]
    entry = ContactEntry.objects.create(
        initiative=initiative,
        kind=kind,
        held_on=today - timedelta(days=1 + position % 38),
        user=user,
        company=company,
        contact=company.contacts.all()[0],
        text=text,
    )
    ContactLink.objects.create(entry=entry, synergy=synergy, outside_on=synergy.last_contact_on)
    synergy.last_contact_on = entry.held_on


def _note_blocks(synergies: list[Synergy], user: User, today: date) -> None:
    for position, synergy in enumerate(synergies):
        topic, sentence = BLOCKS[position % len(BLOCKS)]
        is_solved = position % SOLVED_EVERY == SOLVED_EVERY - 1
        BlockingPoint.objects.create(
            synergy=synergy,
            topic=topic,
            state=BlockingPoint.State.SOLVED if is_solved else BlockingPoint.State.OPEN,
            sentence=sentence,
            since=today - timedelta(days=10 + 9 * position),
            noted_by=user,
        )
