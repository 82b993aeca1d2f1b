# The hub for a container platform: it speaks to a Neo4j of yours (HUB_NEO4J_URI) and holds no state of its own.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HUB_HOST=0.0.0.0 \
    HUB_DATA_DIR=/data
RUN useradd --system --uid 10001 --create-home hub \
    && install --directory --owner=hub --group=hub --mode=0700 /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY identity ./identity
COPY welfare ./welfare
COPY graph ./graph
COPY auth ./auth
COPY resolvers ./resolvers
COPY hub ./hub
USER hub
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "hub", "serve"]
