#!/bin/sh
# Brings a backup of backup.sh back, into volumes that are new:
#
#   COMPOSE_FILE=docker-compose.yml:docker-compose.local.yml deploy/containers/restore.sh backups/2026-11-25
#
# Refuses if there are documents already. Starts everything in the end, and proves the result: every history against its hash chain,
# every original against its hash. COMPOSE names another compose command, such as docker-compose.
set -eu
folder=${1:?name a folder}
compose=${COMPOSE:-docker compose}
(cd "$folder" && sha256sum --check --quiet SHA256SUMS)

start_postgres() {
  $compose up --detach postgres "$@"
  until $compose exec -T postgres pg_isready -q -h 127.0.0.1 -U postgres </dev/null; do sleep 1; done
}
# Roles and their passwords are not part of a database: the migration makes them.
start_postgres migrate
migrate=$($compose ps --all -q migrate)
[ "$(docker wait "$migrate")" = 0 ] || { echo 'the migration failed: see the log of migrate' >&2; exit 1; }
in_postgres() { $compose exec -T postgres sh -c "PGPASSWORD=\$(cat /run/secrets/postgres_password) $1"; }
count=$(in_postgres "psql -h 127.0.0.1 -U postgres -XAtc 'select count(*) from documents'" </dev/null)
[ "$count" = 0 ] || { echo "there are $count documents: a backup is brought back into new volumes only" >&2; exit 1; }

# Whoever is connected would be in the way.
$compose stop
start_postgres
in_postgres 'pg_restore -h 127.0.0.1 -U postgres --clean --if-exists --create --exit-on-error --dbname template1' <"$folder/record.dump"
$compose run --rm --no-deps -T --entrypoint tar ingest-service -C /var/lib/legal-pipeline/files -xf - <"$folder/files.tar"
$compose up --detach
until $compose exec -T ingest-service deploy/containers/healthcheck.sh /readyz </dev/null >/dev/null 2>&1; do sleep 1; done
$compose exec -T ingest-service cli verify </dev/null
