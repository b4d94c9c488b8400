"""What the worker does for the programme."""

from celery import shared_task
from django.utils import timezone

from actions.services import clock
from pompey_ite.outbox.services import beat
from synergies.tasks import hand_out_shards


@shared_task(ignore_result=True)
def tick() -> None:
    """Do what is due now; beat asks for it every TICK_INTERVAL_S seconds."""
    clock.tick(now=timezone.now())
    hand_out_shards()  # of a pass whose worker was killed
    beat(name="tick", now=timezone.now())
