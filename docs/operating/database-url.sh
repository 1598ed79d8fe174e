# shellcheck shell=sh
# To be sourced. Sets $database to the address in DATABASE_URL without its password, which PostgreSQL's programs then read from
# the file that PGPASSFILE names: what is among the arguments of a program is shown to every user by the process list.
: "${DATABASE_URL:?DATABASE_URL names the database}"

rest=${DATABASE_URL#*://}
authority=${rest%%[/?]*}
path=${rest#"$authority"}
case $authority in
  *@*) login=${authority%@*} host=${authority##*@} at=@ ;;
  *) login='' host=$authority at='' ;;
esac
case $login in
  *:*) password=${login#*:} ;;
  *) password=$(printf '%s' "$path" | sed -n 's/^[^?]*[?]\(.*&\)\{0,1\}password=\([^&]*\).*$/\2/p') ;;
esac
path=$(printf '%s' "$path" | sed 's/\([?&]\)password=[^&]*&\{0,1\}/\1/; s/[?&]$//')
# shellcheck disable=SC2034 # for the script that sources this file
database=${DATABASE_URL%%://*}://${login%%:*}$at$host$path

if [ -n "$password" ]; then
  passwords=$(mktemp)
  trap 'rm -f "$passwords"' EXIT
  trap 'exit 1' HUP INT TERM
  chmod 600 "$passwords"
  # Decodes %XX, then escapes what separates fields in that file.
  printf '%s\n' "$password" | LC_ALL=C awk '{
    text = $0
    decoded = ""
    while (match(text, /%[0-9A-Fa-f][0-9A-Fa-f]/)) {
      high = index("0123456789abcdef", tolower(substr(text, RSTART + 1, 1))) - 1
      low = index("0123456789abcdef", tolower(substr(text, RSTART + 2, 1))) - 1
      decoded = decoded substr(text, 1, RSTART - 1) sprintf("%c", high * 16 + low)
      text = substr(text, RSTART + 3)
    }
    decoded = decoded text
    gsub(/[\\:]/, "\\\\&", decoded)
    print "*:*:*:*:" decoded
  }' >"$passwords"
  export PGPASSFILE="$passwords"
  unset PGPASSWORD
fi
