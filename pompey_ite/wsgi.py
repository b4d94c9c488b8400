"""Entry point of the web server: `gunicorn pompey_ite.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pompey_ite.settings")

application = get_wsgi_application()
