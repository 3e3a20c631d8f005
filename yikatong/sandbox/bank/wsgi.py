"""The application for any WSGI server; ``yikatong sandbox-bank`` serves it itself (see serving.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yikatong.sandbox.bank.settings")

application = get_wsgi_application()
