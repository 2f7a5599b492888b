# shellcheck shell=bash disable=SC2034,SC2154,SC2317
# What is protected: the argument of bin/run, what the environment names, or a sample.

# Leaves the choice in the environment and its description, without a password, in $database.
choose_database() {
  case $1 in
    '') ;;
    jdbc:*) export SAFEWARD_DATABASE_DEFAULT_URL=$1 ;;
    postgresql://* | postgres://*)
      unset SAFEWARD_DATABASE_DEFAULT_URL
      export DATABASE_URL=$1
      ;;
    *)
      SAFEWARD_DATABASE_DEFAULT_URL=jdbc:sqlite:$(absolute_file "$1")
      export SAFEWARD_DATABASE_DEFAULT_URL
      ;;
  esac
  if [ -n "${SAFEWARD_DATABASE_DEFAULT_URL:-}" ]; then
    database=$(without_password "$SAFEWARD_DATABASE_DEFAULT_URL")
  elif [ -n "${DATABASE_URL:-}" ]; then
    database=$(without_password "$DATABASE_URL")
  elif [ -n "${SAFEWARD_DATABASES:-}${SAFEWARD_DATABASE_DEFAULT_DATASOURCE:-}" ]; then
    database="those of the settings: ${SAFEWARD_DATABASES:-default}"
  else
    make_sample
    export SAFEWARD_DATABASE_DEFAULT_URL=jdbc:sqlite:$SAFEWARD_HOME/sample.db
    database="$SAFEWARD_DATABASE_DEFAULT_URL (a sample, since no database was named)"
  fi
}

absolute_file() {
  local folder
  folder=$(cd -P "$(dirname "$1")" 2>/dev/null && pwd) || fail "There is no folder $(dirname "$1") for the database file $1."
  [ -f "$1" ] || printf 'safeward: %s is not there; it can be restored, but not be backed up.\n' "$1" >&2
  printf '%s/%s' "${folder%/}" "$(basename "$1")"
}

without_password() {
  printf '%s' "$1" | sed -e 's#\(//[^/:@]*\):.*@#\1:***@#' -e 's#\([?&;][A-Za-z]*[Pp]assword\)=[^&;]*#\1=***#g'
}

make_sample() {
  local java=java
  [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
  [ -f "$SAFEWARD_HOME/sample.db" ] && return
  "$java" -Djava.io.tmpdir="$SAFEWARD_HOME/tmp" -cp "$(ls "$project"/target/safeward/WEB-INF/lib/sqlite-jdbc-*.jar)" \
    "$project/server-config/payara-micro/SampleDatabase.java" "$SAFEWARD_HOME/sample.db" || fail 'The sample database could not be made: see above.'
}
