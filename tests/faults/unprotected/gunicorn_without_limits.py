"""The web server as it comes: a client may do nothing for as long as it likes."""

from pompey_ite.gunicorn_conf import control_socket_disable, graceful_timeout, threads, workers

__all__ = ["control_socket_disable", "graceful_timeout", "threads", "workers"]
