"""Tasks as the framework makes them: an argument they do not know is an error."""

from celery import Task

from pompey_ite.celery import PatientTask
from pompey_ite.settings import *  # noqa: F403

PatientTask.__call__ = Task.__call__  # type: ignore[method-assign]
