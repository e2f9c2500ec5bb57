#!/bin/sh
# Copies the record and the originals of docker-compose.local.yml into a folder, while everything runs:
#
#   COMPOSE_FILE=docker-compose.yml:docker-compose.local.yml deploy/containers/backup.sh backups/2026-11-25
#
# The record first: an original is stored before its row, so that a copy made later has every file the rows name. Keep ./secrets
# elsewhere, but keep it. COMPOSE names another compose command, such as docker-compose.
set -eu
folder=${1:?name a folder}
compose=${COMPOSE:-docker compose}
umask 077
mkdir -p "$folder"
[ ! -e "$folder/SHA256SUMS" ] || { echo "$folder holds a backup already" >&2; exit 1; }

$compose exec -T postgres sh -c \
  'PGPASSWORD=$(cat /run/secrets/postgres_password) pg_dump -h 127.0.0.1 -U postgres --format custom postgres' >"$folder/record.dump"
# Of what is on its way nothing is known yet. tar ends with 1 where a folder changed while it was read: stored originals never do.
$compose exec -T ingest-service sh -c \
  'tar -C /var/lib/legal-pipeline/files --exclude ./incoming -cf - . || [ $? -eq 1 ]' >"$folder/files.tar"
# Last: a folder without it is no backup.
(cd "$folder" && sha256sum record.dump files.tar >SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS)
echo "backup in $folder: $(du -sh "$folder" | cut -f1)"
