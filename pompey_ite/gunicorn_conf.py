"""How gunicorn serves: `gunicorn -c python:pompey_ite.gunicorn_conf pompey_ite.wsgi`.

WEB_CONCURRENCY and `--bind` change what an installation needs to change.
"""

import gc
import os
from typing import Any

workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = 4
timeout = 60  # seconds; checking a large workbook takes several
control_socket_disable = True  # it would be made in a home folder that the service has not
graceful_timeout = 5  # seconds given to requests under way when the server stops


def post_worker_init(_worker: Any) -> None:
    """Take what was loaded at the start out of every later garbage collection."""
    gc.collect()
    gc.freeze()
