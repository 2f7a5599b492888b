# shellcheck shell=bash disable=SC2034,SC2154,SC2317
# What bin/run says when the server is ready. A secret is shown only at the start that made it.

greet() {
  say "
Safeward is ready.
  API        $api
  API key    $(describe_key)
  login      $(describe_login)
  protects   $database
  data       $SAFEWARD_HOME (backups, catalog, logs)
  stop       Ctrl-C, or kill -TERM $$
"
}

describe_login() {
  local file=$SAFEWARD_HOME/first-login.txt password=''
  if [ -n "${SAFEWARD_ADMIN_PASSWORD:-}" ]; then
    say 'admin, with the password in SAFEWARD_ADMIN_PASSWORD'
    return
  fi
  [ -z "$first_start" ] || [ ! -f "$file" ] || password=$(sed -n 's/^admin-password: *//p' "$file")
  if [ -n "$password" ]; then
    say "admin, password $password (shown this once; also in $file)"
  else
    say "admin; the password was made at the first start and written to $file"
  fi
}

describe_key() {
  local file=$SAFEWARD_HOME/first-login.txt
  if [ -n "${SAFEWARD_API_KEY:-}" ]; then
    say 'the one in SAFEWARD_API_KEY'
  elif [ -n "$first_start" ] && [ -f "$file" ]; then
    say "$(sed -n 's/^api-key: *//p' "$file") (shown this once; also in $file)"
  else
    say "made at the first start, then written to $file"
  fi
}
