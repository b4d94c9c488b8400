"""What the worker does for synergies: each task calls one service and is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from companies.models import Initiative
from synergies.models import Round
from synergies.services.detection import run_detection
from synergies.services.tallies import tally_round


@shared_task
def detect(initiative_id: int) -> None:
    run_detection(initiative=Initiative.objects.get(pk=initiative_id))


@shared_task
def tally(round_id: int) -> None:
    tally_round(round_=Round.objects.get(pk=round_id), now=timezone.now())
