"""The smallest portal the launcher can run: a database, a queue, a clock, a page that says it is ready."""

import os
import shutil
import textwrap
from pathlib import Path

from launcher.console import ROOT

FILES = {
    "manage.py": """
        import sys
        from django.core.management import execute_from_command_line
        execute_from_command_line(sys.argv)
    """,
    "static/style.css": "body {}",
    "requirements/dev.lock": "",
    "passculture_pro/__init__.py": "from passculture_pro.celery import app",
    "passculture_pro/settings/__init__.py": "",
    "passculture_pro/settings/dev.py": """
        import environ
        env = environ.Env()
        SECRET_KEY, REDIS_URL = "stand-in", env.str("REDIS_URL")
        DATABASES, DEFAULT_AUTO_FIELD = {"default": env.db("DATABASE_URL")}, "django.db.models.BigAutoField"
        INSTALLED_APPS = ["passculture_pro", "django.contrib.auth", "django.contrib.contenttypes",
                          "django.contrib.staticfiles"]
        ROOT_URLCONF, ALLOWED_HOSTS, USE_TZ = "passculture_pro.urls", ["127.0.0.1"], True
        STATIC_URL, STATIC_ROOT, STATICFILES_DIRS = "static/", "var/static", ["static"]
        CELERY_BROKER_URL, CELERY_TASK_ACKS_LATE = REDIS_URL, True
    """,
    "passculture_pro/celery.py": """
        import time
        from celery import Celery
        app = Celery("passculture_pro")
        app.config_from_object("django.conf:settings", namespace="CELERY")
        @app.task(name="sleep")
        def sleep(seconds):
            time.sleep(seconds)
    """,
    "passculture_pro/beat.py": "from celery.beat import PersistentScheduler as BeatingScheduler",
    "passculture_pro/wsgi.py": """
        from django.core.wsgi import get_wsgi_application
        application = get_wsgi_application()
    """,
    "passculture_pro/urls.py": """
        from django.contrib.auth.models import Group
        from django.http import JsonResponse
        from django.urls import path
        def ready(request):
            return JsonResponse({"groups": Group.objects.count()})
        urlpatterns = [path("health/ready", ready)]
    """,
    "passculture_pro/management/__init__.py": "",
    "passculture_pro/management/commands/__init__.py": "",
    "passculture_pro/management/commands/seed_demo.py": """
        from django.contrib.auth.models import Group
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            def handle(self, **options):
                Group.objects.get_or_create(name="seeded")
    """,
}


def build(folder: Path) -> Path:
    """Write it in a folder, with a copy of the launcher; return the folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    shutil.copytree(ROOT / "launcher", folder / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def environment(**more: str) -> dict[str, str]:
    """The variables of a fresh terminal."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | more
