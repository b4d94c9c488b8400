"""The framework's own `migrate`, with the settings of its environment: nobody waits for anybody."""

import sys

import django
from django.core.management import call_command
from django.core.management.commands.migrate import Command

if __name__ == "__main__":
    django.setup()
    call_command(Command(), *sys.argv[1:], verbosity=0)
