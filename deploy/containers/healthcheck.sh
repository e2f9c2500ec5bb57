#!/bin/bash
# The health check of our containers: healthcheck.sh <path> [method]; succeeds if what runs here answers with 200. In bash, as a Node that
# starts every ten seconds in every container costs more than many a service does.
exec 3<>/dev/tcp/127.0.0.1/8700 || exit 1
printf '%s %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${2:-GET}" "$1" >&3
IFS= read -r -t 10 status <&3
[[ $status == HTTP/1.?' 200'* ]] || { echo "$status"; exit 1; }
