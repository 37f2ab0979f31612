#!/bin/sh
# Makes what docker-compose.yml expects in ./secrets; keeps what is already there.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
# The folder keeps others on this machine out; the files must be readable by the users inside the containers.
[ -e secrets/temporal-db-password ] || head -c 24 /dev/urandom | base64 | tr -d '\n/+=' > secrets/temporal-db-password
for login in secrets/authority-admin secrets/trusted-admin; do
  [ -e "$login" ] || echo change-me > "$login"
done
chmod 0644 secrets/*
echo "Write the passwords of the vCenters into $(pwd)/secrets/authority-admin and trusted-admin."
