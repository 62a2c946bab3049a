# The site, the worker and the schedule in one image; docker-compose.yml says which is which.

FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/ftc
COPY requirements/uv.txt requirements/base.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && uv venv /opt/venv \
    && UV_COMPILE_BYTECODE=1 uv pip sync --no-cache --require-hashes \
        --python /opt/venv/bin/python requirements/base.txt
COPY . .
# The settings are only there to be read: nothing is connected to, and nothing of them is kept.
RUN python -m ftc.serving.frontend \
    && DATABASE_URL=postgresql://nowhere/ftc REDIS_URL=redis://nowhere \
       FTC_SECRET_KEY=only-to-collect-static-files FTC_STATIC_ROOT=/srv/ftc-static \
       /opt/venv/bin/python manage.py collectstatic --no-input --verbosity=0 \
    && rm -rf node_modules build

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/ftc --shell /usr/sbin/nologin ftc \
    && install -d -o ftc -g ftc /srv/ftc-media /srv/ftc-schedule
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/ftc /srv/ftc
COPY --from=build /srv/ftc-static /srv/ftc-static
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=ftc.settings \
    FTC_STATIC_ROOT=/srv/ftc-static \
    FTC_MEDIA_ROOT=/srv/ftc-media
WORKDIR /srv/ftc
USER ftc
EXPOSE 8000
CMD ["gunicorn", "ftc.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
