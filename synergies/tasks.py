"""What the worker does for synergies: each task calls one service and is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from companies.models import Initiative
from synergies.models import Round
from synergies.services import detection
from synergies.services.counting import work_at_round


@shared_task
def detect(initiative_id: int) -> None:
    """Look at all declarations of an initiative again: plan a pass, and hand out its shards."""
    now = timezone.now()
    detection.start_pass(initiative=Initiative.objects.get(pk=initiative_id), now=now)
    hand_out_shards()


@shared_task
def detect_resource(resource_id: int) -> None:
    """Bring the matches of one declaration up to date."""
    detection.detect_resource(pk=resource_id, now=timezone.now())


@shared_task
def detect_shard(shard_id: int) -> None:
    """Do one shard of a pass, unless another worker has it."""
    detection.run_shard(pk=shard_id, now=timezone.now())


@shared_task
def tally(round_id: int) -> None:
    """Count a round, compare the rules and work out the bands, unless another worker is at it."""
    work_at_round(round_=Round.objects.get(pk=round_id), now=timezone.now())


def hand_out_shards() -> None:
    """Give each shard at which nobody works to some worker; a shard given twice is done once."""
    for pk in detection.waiting_shards(timezone.now()).values_list("pk", flat=True):
        detect_shard.delay(pk)
