# The production image: the locked base packages only, no development tool, an ordinary user.
FROM python:3.11-slim AS packages
COPY requirements/base.lock /requirements.lock
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
       --require-hashes --only-binary :all: -r /requirements.lock

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=passculture_pro.settings.base \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media
RUN useradd --system --uid 10001 --home-dir /app portal \
    && mkdir -p /app /srv/static /srv/media /srv/state \
    && chown portal /srv/static /srv/media /srv/state
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
USER portal
# Static files need the settings, and the settings need secrets: these are made up, and stay in this one step.
RUN SECRET_KEY=made-up-for-the-build FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    DATABASE_URL=postgresql://none:none@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
    python manage.py collectstatic --noinput
EXPOSE 8000
CMD ["gunicorn", "passculture_pro.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "3", "--no-control-socket"]
