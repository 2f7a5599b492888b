# shellcheck shell=bash disable=SC2034,SC2154,SC2317
# The settings that bin/run itself has to know, where the server will be reached, and its home.
# Leaves $host, $api and, unless this home was used before, $first_start.

read_settings() {
  local home=${SAFEWARD_HOME:-$project/data}
  export SAFEWARD_PORT=${SAFEWARD_PORT:-8080} SAFEWARD_ADDRESS=${SAFEWARD_ADDRESS:-127.0.0.1}
  case $SAFEWARD_PORT in
    '' | *[!0-9]* | ??????*) fail "SAFEWARD_PORT is no port: $SAFEWARD_PORT (1 to 65535)." ;;
  esac
  { [ "$SAFEWARD_PORT" -ge 1 ] && [ "$SAFEWARD_PORT" -le 65535 ]; } || fail "SAFEWARD_PORT is no port: $SAFEWARD_PORT (1 to 65535)."
  case $SAFEWARD_ADDRESS in
    0.0.0.0 | '::') host=127.0.0.1 ;;
    *) host=$SAFEWARD_ADDRESS ;;
  esac
  case $host in *:*) api=http://[$host]:$SAFEWARD_PORT/api ;; *) api=http://$host:$SAFEWARD_PORT/api ;; esac
  umask 077
  mkdir -p "$home/logs" "$home/tmp" || fail "SAFEWARD_HOME cannot be written: $home"
  SAFEWARD_HOME=$(cd -P "$home" && pwd)
  export SAFEWARD_HOME
  first_start=yes
  [ ! -e "$SAFEWARD_HOME/first-login.txt" ] || first_start=''
  # Found out before the start: else another server's answer could be taken for ours.
  ! in_use || fail "$(port_taken)"
}

port_taken() {
  printf 'Port %s on %s is in use: end what uses it, or set SAFEWARD_PORT.' "$SAFEWARD_PORT" "$host"
}

# An address of another machine may never answer: then the server itself says that it cannot listen there.
in_use() {
  (exec 3<>"/dev/tcp/$host/$SAFEWARD_PORT") 2>/dev/null &
  local probe=$! tries=0
  while kill -0 "$probe" 2>/dev/null && [ "$tries" -lt 20 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  kill "$probe" 2>/dev/null || true
  wait "$probe" 2>/dev/null
}
