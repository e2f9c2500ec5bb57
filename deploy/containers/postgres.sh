#!/bin/sh
# Starts the Postgres of docker-compose.local.yml, and makes its cluster on the first start, beside its place until it is whole. Its
# locale knows the letters of all scripts: full text takes quotation marks and dashes for letters without.
set -eu
if [ ! -d "$PGDATA" ]; then
  draft="$PGDATA.draft"
  rm -rf "$draft"
  initdb --pgdata "$draft" --username postgres --pwfile /run/secrets/postgres_password --auth scram-sha-256 \
    --encoding UTF8 --locale C.UTF-8
  echo 'host all all all scram-sha-256' >>"$draft/pg_hba.conf"
  mv "$draft" "$PGDATA"
fi
# Without document text in the log: Postgres quotes rows and statements by default. PGTUNE adds settings: "-c shared_buffers=2GB".
# shellcheck disable=SC2086
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories= -c max_connections=200 \
  -c shared_buffers=256MB -c max_wal_size=2GB -c jit=off -c timezone=UTC -c log_timezone=UTC \
  -c log_error_verbosity=terse -c log_min_error_statement=panic ${PGTUNE:-}
