#!/usr/bin/env python3
"""Django's command line; `demo`, `test` and `install` also build their own environment first."""

import os
import runpy
import sys

OLDEST_PYTHON = (3, 11)
BOOTSTRAP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pompey_ite", "bootstrap.py")


def main():  # type: () -> None
    """Run one command, in `.venv`; an old Python gets one line instead of a syntax error."""
    if sys.version_info < OLDEST_PYTHON:
        found = (sys.version_info[0], sys.version_info[1], sys.executable)
        sys.exit("Python 3.11 or later is needed; this is Python %d.%d (%s)." % found)
    # By its path: importing it from its package would need what is not installed yet.
    runpy.run_path(BOOTSTRAP)["prepare"](sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pompey_ite.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - now it exists

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
