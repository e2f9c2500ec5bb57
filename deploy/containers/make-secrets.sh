#!/bin/sh
# Makes what is missing of the passwords and keys of the containers, a file each, in ./secrets or the folder given. Files that are
# there stay as they are: put your own key into supabase_service_role_key before, or over, the one made here (a made one is for
# docker-compose.local.yml), and those of engines into the empty files. Needs openssl.
set -eu
umask 022
folder=${1:-secrets}
mkdir -p "$folder"
# Closed to others here; the files themselves must be readable for the users inside the containers.
chmod 700 "$folder"

keep() { [ -e "$folder/$1" ] || { printf '%s\n' "$2" >"$folder/$1.new" && mv "$folder/$1.new" "$folder/$1"; }; }
read_secret() { cat "$folder/$1"; }
random() { openssl rand -hex 32; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
# A key as Supabase makes them: a JSON Web Token (RFC 7519), HS256, that names a role. openssl takes the secret as an argument: for that
# instant it is in this machine's list of processes.
key_of_role() {
  unsigned="$(printf '{"alg":"HS256","typ":"JWT"}' | base64url).$(printf '{"role":"%s"}' "$1" | base64url)"
  printf '%s.%s' "$unsigned" "$(printf '%s' "$unsigned" | openssl dgst -sha256 -hmac "$(read_secret jwt_secret)" -binary | base64url)"
}

keep redis_password "$(random)"
keep redis_conf "requirepass $(read_secret redis_password)"
keep redis_url "redis://:$(read_secret redis_password)@redis:6379"
keep dashboard_password "$(openssl rand -hex 12)"
keep metrics_token "$(random)"
keep grafana_password "$(openssl rand -hex 12)"

keep postgres_password "$(random)"
keep database_url "postgresql://postgres:$(read_secret postgres_password)@postgres:5432/postgres"
keep authenticator_url "postgresql://authenticator:$(random)@postgres:5432/postgres"
keep jwt_secret "$(random)"
keep supabase_anon_key "$(key_of_role anon)"
keep supabase_service_role_key "$(key_of_role service_role)"

for engine in ocr_mistral ocr_vision asr llm embed; do keep "${engine}_api_key" ''; done
for name in s3_access_key_id s3_secret_access_key; do keep "$name" ''; done
echo "secrets are in $folder; the board opens for ops with the password in $folder/dashboard_password"
