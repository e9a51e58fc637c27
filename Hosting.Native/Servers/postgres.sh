#!/bin/sh
# postgres.sh DIRECTORY PORT [SETTING=VALUE...]: a private PostgreSQL on loopback. POSTGRES_USER and POSTGRES_PASSWORD name the
# first account, as in the container image.
set -eu
. "$(dirname "$0")/common.sh"
port=$2
shift 2
user=${POSTGRES_USER:-postgres}

# No other version reads the files of the one that made them.
version=$(cat data/PG_VERSION 2> /dev/null || true)
newest=$(ls -d /usr/lib/postgresql/*/bin/postgres 2> /dev/null | sort -V | tail -n 1)
[ -n "$newest" ] || fail "The PostgreSQL server is missing: install it, on Debian or Ubuntu with 'apt-get install postgresql'."
if [ -n "$version" ]; then bin=/usr/lib/postgresql/$version/bin; else bin=${newest%/postgres}; fi
[ -x "$bin/postgres" ] || fail "The databases in $dir were made by PostgreSQL $version, which is not installed: install it, or remove the directory to start afresh."

# The server refuses to run as root. The signal: when this script is killed, the server ends at once and in order.
as_server="env -i LANG=C.UTF-8 LC_ALL=C.UTF-8 PATH=/usr/bin:/bin TZ=UTC setpriv --pdeathsig INT"
if [ "$(id -u)" = 0 ]; then
  chown postgres .
  as_server="$as_server --reuid=postgres --regid=postgres --init-groups"
  $as_server sh -c 'cd "$1"' sh "$dir" 2> /dev/null \
    || fail "PostgreSQL runs as the user postgres, who cannot enter $dir: allow it with 'chmod o+x' on every directory above it, or set MEIDA_HOME to another place."
fi

if [ -z "$version" ]; then
  # Under another name first: a kill in the middle leaves no half cluster that looks like a whole one.
  rm -rf data.new
  printf '%s' "$POSTGRES_PASSWORD" > password
  [ "$(id -u)" != 0 ] || chown postgres password
  $as_server "$bin/initdb" -D "$dir/data.new" -U "$user" --auth=scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C.UTF-8 --data-checksums > initdb.log \
    || fail "PostgreSQL could not make its cluster: $(tail -n 3 initdb.log)"
  rm password
  mv data.new data
fi

settings="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=200 -c shared_buffers=128MB -c logging_collector=off"
for setting in "$@"; do settings="$settings -c $setting"; done
server=
stops 'kill -INT $server 2> /dev/null'
# After a kill -9 the former backends need a moment to let go of the lock file, the memory and the port.
tries=0
while [ -z "$stopping" ]; do
  began=$(date +%s)
  $as_server "$bin/postgres" -D "$dir/data" $settings < /dev/null &
  server=$!
  [ -z "$stopping" ] || kill -INT $server
  waits $server
  tries=$((tries + 1))
  [ $status = 1 ] && [ $tries -lt 25 ] && [ $(($(date +%s) - began)) -lt 2 ] || exit $status
  sleep 0.3
done
exit 0
