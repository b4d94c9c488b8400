#!/usr/bin/env python3
"""Django's command line; `demo`, `test` and `install` also build their own environment first."""

import os
import sys


def main() -> None:
    """Run one command, in `.venv` when the command belongs to a newcomer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pompey_ite.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
