#!/bin/sh
# Writes a backup of the database that DATABASE_URL names: backup.sh FOLDER [DAYS_TO_KEEP]
# A backup is complete or absent. Backups older than DAYS_TO_KEEP (14) are deleted, but never the newest.
set -eu
folder=${1:?usage: backup.sh FOLDER [DAYS_TO_KEEP]}
days=${2:-14}
umask 077
. "$(dirname "$0")/database-url.sh"
mkdir -p "$folder"
file="$folder/leadlight-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --no-owner --file="$file.part" "$database"
# Check that the backup can be read.
pg_restore --list "$file.part" >/dev/null
mv "$file.part" "$file"
find "$folder" -name 'leadlight-*.dump' ! -path "$file" -mtime "+$days" -delete
find "$folder" -name 'leadlight-*.dump.part' -mtime +1 -delete
echo "$file"
