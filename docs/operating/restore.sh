#!/bin/sh
# Restores a backup into the empty database that DATABASE_URL names: restore.sh FILE
# All or nothing. Rejects a database that is not empty.
set -eu
file=${1:?usage: restore.sh FILE}
. "$(dirname "$0")/database-url.sh"
tables=$(psql --no-psqlrc --tuples-only --no-align \
  --command="select count(*) from pg_tables where schemaname = 'public'" "$database")
if [ "$tables" != 0 ]; then
  echo "The database is not empty: it has $tables tables. Create a new one and name it in DATABASE_URL." >&2
  exit 1
fi
pg_restore --no-owner --single-transaction --exit-on-error --dbname="$database" "$file"
echo "restored $file"
