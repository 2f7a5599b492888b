# shellcheck shell=bash disable=SC2034,SC2154,SC2317
# While the server runs, and its end.

most_console_bytes=10000000
follower='' # the pid of the tail that shows its faults
bounder=''  # the pid of what keeps its console small
stopping='' # whether somebody asked for the end

# Of runs that were killed. Our server holds the home's lock now; one that is just being refused still needs its files.
remove_leftovers() {
  local path name
  for path in "$SAFEWARD_HOME/tmp"/* "$SAFEWARD_HOME/logs"/console.*; do
    name=${path##*/}
    name=${name#console.}
    name=${name%%.*}
    # Other things have no number.
    case $name in '' | *[!0-9]*) continue ;; esac
    kill -0 "$name" 2>/dev/null || rm -rf "$path"
  done
}

# Faults that happen from now on appear on the terminal as well.
follow_faults() {
  tail -n 0 -f "$console" >&2 2>/dev/null &
  follower=$!
  # Strangers may cause faults as well.
  keep_small "$console" "$most_console_bytes" 5 </dev/null >/dev/null 2>&1 &
  bounder=$!
}

stop() {
  stopping=yes
  [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
}

await_end() {
  local code=0
  wait "$server" 2>/dev/null || code=$?
  # A trapped signal interrupts wait while the server is still ending.
  while kill -0 "$server" 2>/dev/null; do
    code=0
    wait "$server" 2>/dev/null || code=$?
  done
  server=''
  [ -n "$stopping" ] || printf 'safeward: the server ended by itself, exit code %s; its log is in %s/logs\n' "$code" "$SAFEWARD_HOME" >&2
  exit "$code"
}

clean_up() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
  [ -z "$bounder" ] || kill "$bounder" 2>/dev/null || true
  if [ -n "$console" ]; then
    rm -rf "$console" "$SAFEWARD_HOME/tmp/${started:-none}".*
  fi
}
