"""The door for granian: `granian --interface wsgi yikatong.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yikatong.site.settings")

application = get_wsgi_application()
