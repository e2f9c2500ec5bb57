#!/bin/sh
# The command line inside a container: docker compose exec ingest-service cli doctor
exec node /app/cli/index.ts "$@"
