# One image for every part of the platform: `serve` (default), `worker`, `db upgrade`.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
# The build backend has an environment of its own and stays behind in this stage.
RUN python -m venv /opt/build && python -m venv --without-pip /opt/wuyi
COPY requirements.txt requirements-build.txt ./
RUN /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements-build.txt \
    && /opt/build/bin/pip --python /opt/wuyi/bin/python install --require-hashes --only-binary :all: \
        -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY tenants/ tenants/
COPY authz/ authz/
COPY schema/ schema/
COPY admin_ui/ admin_ui/
COPY api/ api/
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && /opt/build/bin/pip --python /opt/wuyi/bin/python install --no-deps --no-index /dist/*.whl \
    && /opt/wuyi/bin/python -m compileall -q /opt/wuyi/lib

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="wuyi" \
      org.opencontainers.image.description="GraphQL platform for epidemic-free units (无疫单元)" \
      org.opencontainers.image.licenses="Apache-2.0"
# Numbers, not names: Kubernetes checks runAsNonRoot against a number.
RUN groupadd --gid 10001 wuyi && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin wuyi \
    && install --directory --owner 10001 --group 10001 /var/lib/wuyi/evidence
COPY --from=build /opt/wuyi /opt/wuyi
ENV PATH=/opt/wuyi/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 WUYI_HOST=0.0.0.0 WUYI_PORT=8000 \
    WUYI_EVIDENCE__URL=file:/var/lib/wuyi/evidence
WORKDIR /tmp
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["wuyi"]
CMD ["serve"]
