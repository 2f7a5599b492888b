# shellcheck shell=bash disable=SC2034,SC2154,SC2317
# From the start of the server until it answers, or until it is known why it never will.

start_seconds=180
console='' # the file with the server's faults
server=''  # its pid while it runs
started='' # its pid, also when it has ended

start_server() {
  console=$(mktemp "$SAFEWARD_HOME/logs/console.$$.XXXXXX")
  say 'Starting ...'
  # In the background it does not see Ctrl-C itself: it ends once, by our SIGTERM.
  "$project/server-config/payara-micro/start" "$payara" "$war" </dev/null >>"$console" 2>&1 &
  server=$!
  started=$server
}

await_health() {
  local deadline=$((SECONDS + start_seconds)) unhealthy=0
  until healthy; do
    if ! kill -0 "$server" 2>/dev/null; then
      give_up 'The server ended while it started.'
    elif grep -q -E 'SAFEWARD-START-FAILED:|Exception (while deploying|while loading|during lifecycle)' "$console"; then
      sleep 1 || true # the rest of its words
      give_up 'The application could not be deployed.'
    elif calls_itself_ready && [ "$((unhealthy += 1))" -gt 20 ]; then
      give_up 'The application could not be deployed.'
    elif [ "$SECONDS" -ge "$deadline" ]; then
      give_up "The server was not healthy after $start_seconds seconds."
    fi
    sleep 0.3 || true # interrupted by Ctrl-C
  done
}

# Payara Micro says so even when the application is not there. What stands in the log before this run's folder is of earlier runs.
calls_itself_ready() {
  sed -n "\\#located at $SAFEWARD_HOME/tmp/${server}[.]#,\$p" "$SAFEWARD_HOME/logs/server.0.log" 2>/dev/null | grep 'Payara Micro .* ready in' >/dev/null
}

# Says why in the server's own words where it has any, and leaves no server behind.
give_up() {
  [ -z "$stopping" ] || await_end
  local reasons
  reasons=$(sed -n 's/.*SAFEWARD-START-FAILED: *//p' "$console")
  if [ -z "$reasons" ] && grep -q 'Address already in use' "$console"; then
    reasons=$(port_taken)
  elif [ -z "$reasons" ]; then
    # The console has faults alone; their stack traces are for the log.
    reasons="$1
$(grep -v -E '^[[:space:]]+at |^[[:space:]]*$' "$console" | sed -n 1,5p)" || true
  fi
  printf '%s\n' "$reasons" | sed 's/^/safeward: /' >&2
  printf 'safeward: the whole log is in %s/logs\n' "$SAFEWARD_HOME" >&2
  exit 1
}
