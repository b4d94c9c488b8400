"""Wiring of the workbench: settings, addresses, broker, outbox and common pages."""

from pompey_ite.celery import app as celery_app

__all__ = ("celery_app",)
