# shellcheck shell=bash disable=SC2154
# What bin/run, bin/test and bin/bench share. Whoever sources this has set $project, $script as its
# file's name, and $program as its name in messages.

war=$project/target/safeward.war
payara=$project/target/payara-micro.jar

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 1
}

# The comment at the head of a script is its help.
show_help() { sed -n -e 1d -e '/^#/!q' -e 's/^# \{0,1\}//p' "$1"; }

# For arguments that make no sense: what was wrong, and how it is called.
wrong_usage() {
  printf '%s: %s\n' "$program" "$1" >&2
  show_help "$project/bin/$script" | sed -n '/^  bin/p' >&2
  printf '%s --help says more.\n' "bin/$script" >&2
  exit 2
}

asks_for_help() {
  local argument
  for argument in "$@"; do
    case $argument in -h | --help) return 0 ;; esac
  done
  return 1
}

# Maven; without colours, and without the resets that it sends even then, unless this is a terminal that shows them.
maven() {
  # A build is over before a compiler and a collector for servers have paid off.
  local MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${MAVEN_OPTS:-}"
  export MAVEN_OPTS
  if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    mvn "$@"
  else
    MAVEN_OPTS="$MAVEN_OPTS -Djansi.noreset=true" mvn -Dstyle.color=never "$@"
  fi
}

# Empties a file whenever it has become larger than so many bytes, until it is killed. Whoever writes it has to append.
keep_small() {
  while sleep "$3"; do
    [ "$(wc -c <"$1")" -le "$2" ] || : >"$1"
  done
}

require_java() {
  local java=java version
  [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null || fail 'Java is missing: install a JDK, version 17 or newer (Debian: apt-get install openjdk-17-jdk-headless).'
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p') || true
  [ "${version:-0}" -ge 17 ] || fail "Java ${version:-of an unknown version} is too old: Safeward needs a JDK, version 17 or newer."
}

build_if_stale() {
  if [ -f "$war" ] && [ -f "$payara" ] && [ -z "$(find "$project/pom.xml" "$project/src/main" -newer "$war" -print)" ]; then
    return
  fi
  command -v mvn >/dev/null || fail 'Maven is missing, and there is something to build: install it (Debian: apt-get install maven).'
  say 'Building ...'
  (cd "$project" && maven -B -q -ntp -DskipTests -Dspotless.check.skip=true clean package) || fail 'The build failed: see above.'
  # Maven leaves a WAR alone whose contents did not change.
  touch "$war"
}

# Whether the server on $host and $SAFEWARD_PORT is. /dev/tcp, since the machine may have neither curl nor wget.
healthy() {
  local status=''
  {
    exec 3<>"/dev/tcp/$host/$SAFEWARD_PORT" && printf 'GET /api/health/started HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 &&
      read -r -t 10 status <&3
  } 2>/dev/null || true
  { exec 3>&-; } 2>/dev/null || true
  case $status in 'HTTP/1.'?' 200 '*) return 0 ;; *) return 1 ;; esac
}

forget_settings() {
  local name
  for name in $(compgen -e | grep -E '^SAFEWARD_|^DATABASE_URL$' || true); do
    unset "$name"
  done
}

# Takes lines of a command that has to be there, and the Debian package that brings it.
install_missing() {
  local packages
  packages=$(missing_packages "$1")
  [ -n "$packages" ] || return 0
  install_packages "$packages"
  packages=$(missing_packages "$1")
  [ -z "$packages" ] || fail "still missing after the installation: $packages"
}

missing_packages() {
  local packages='' command package
  while read -r command package; do
    command -v "$command" >/dev/null || packages="$packages $package"
  done <<<"$1"
  printf '%s' "${packages# }"
}

install_packages() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "these Debian packages (or what they bring) are missing, and only root on Debian can install them: $1"
  fi
  say "$program: installing $1"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || fail 'apt-get update failed: see above.'
  local installed=ok
  forbid_services
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $1 >/dev/null || installed=
  allow_services
  [ -n "$installed" ] || fail "apt-get could not install $1: see above."
}

# A package of a server starts it, open to everybody. Ours are wanted for their programs; this is how Debian is told so, unless somebody
# else has told it something already.
services_policy=/usr/sbin/policy-rc.d
services_forbidden=

forbid_services() {
  [ ! -e "$services_policy" ] || return 0
  services_forbidden=$services_policy
  printf '#!/bin/sh\nexit 101\n' >"$services_policy"
  chmod 755 "$services_policy"
}

allow_services() {
  [ -z "$services_forbidden" ] || rm -f "$services_forbidden"
}
