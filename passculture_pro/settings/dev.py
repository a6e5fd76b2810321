"""What a laptop loosens: plain HTTP, offline registers, the mailbox page, one password for the demonstration."""

from .base import *
from .base import LOGGING, env

DEBUG = env.bool("DEBUG", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:{}".format(env.str("PORT", default="8000")))
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None  # type: ignore[assignment]
STAFF_SECOND_FACTOR = False
TRUSTED_PROXIES = 0
LOGGING["loggers"]["celery"] = {"level": "WARNING"}  # the terminal keeps the address and the logins in sight
COMPANY_REGISTER = env.str("COMPANY_REGISTER", default="offline")
GEOCODER = env.str("GEOCODER", default="offline")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # read at /boite-aux-lettres/
