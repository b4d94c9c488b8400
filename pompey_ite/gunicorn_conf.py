"""How gunicorn serves: `gunicorn -c python:pompey_ite.gunicorn_conf pompey_ite.wsgi`.

WEB_CONCURRENCY and `--bind` change what an installation needs to change.
"""

import gc
import os
import socket
import struct
import sys
from typing import Any

workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = 4
timeout = 60  # seconds; checking a large workbook takes several
control_socket_disable = True  # it would be made in a home folder that the service has not
graceful_timeout = 5  # seconds given to requests under way when the server stops
raw_env = ["POMPEY_WEB=1"]  # pages wait for the database within limits: settings.py
STALLED_S = 10  # a client that neither sends nor reads for so long is left


def when_ready(server: Any) -> None:
    """Let no client hold a thread by doing nothing; sockets inherit this from their listener.

    Where a web server stands in front, it meets the slow clients, and this changes nothing.
    """
    if sys.platform != "linux":
        return
    stalled = struct.pack("ll", STALLED_S, 0)
    for listener in server.LISTENERS:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, option, stalled)
        if listener.sock.family in {socket.AF_INET, socket.AF_INET6}:
            # A connection is taken once it says something: browsers open some and wait.
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, STALLED_S)


def post_worker_init(_worker: Any) -> None:
    """Take what was loaded at the start out of every later garbage collection."""
    gc.collect()
    gc.freeze()
