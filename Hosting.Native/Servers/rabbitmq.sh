#!/bin/sh
# rabbitmq.sh DIRECTORY PORT DISTRIBUTION_PORT MAPPER_PORT [DEFINITIONS]: a private RabbitMQ node on loopback, with its own name,
# cookie and port mapper. RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS name the first account, as in the container image; the
# file of definitions, where one is given, is read at every start and names that account too.
set -eu
. "$(dirname "$0")/common.sh"
port=$2 distribution=$3 mapper=$4 definitions=${5:-}
scripts=/usr/lib/rabbitmq/bin
[ -x $scripts/rabbitmq-server ] && command -v epmd > /dev/null \
  || fail "The RabbitMQ server is missing: install it, on Debian or Ubuntu with 'apt-get install rabbitmq-server'."

# The data belongs to the node's name, so the name is chosen once; on localhost, for the machine's own may change or not resolve.
[ -f node ] || printf 'meida-%s@localhost' "$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')" > node
[ -f .erlang.cookie ] || { od -An -N20 -tx1 /dev/urandom | tr -d ' \n' > .erlang.cookie; chmod 400 .erlang.cookie; }
echo '[].' > enabled_plugins
{
  echo "listeners.tcp.default = 127.0.0.1:$port"
  if [ -n "$definitions" ]; then
    echo "load_definitions = $definitions"
  else
    echo "default_user = $RABBITMQ_DEFAULT_USER"
    echo "default_pass = $RABBITMQ_DEFAULT_PASS"
  fi
  echo 'log.console = true'
  echo 'log.console.level = info'
  echo 'log.file = false'
  echo 'vm_memory_high_watermark.absolute = 512MB'
  echo 'disk_free_limit.absolute = 200MB'
} > rabbitmq.conf

unset NOTIFY_SOCKET RABBITMQ_DEFAULT_USER RABBITMQ_DEFAULT_PASS
export HOME="$dir" LANG=C.UTF-8 RABBITMQ_NODENAME="$(cat node)" RABBITMQ_USE_LONGNAME=false RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
export RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$distribution" ERL_EPMD_PORT="$mapper" ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" RABBITMQ_ADVANCED_CONFIG_FILE="$dir/advanced.config"
export RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins" RABBITMQ_MNESIA_BASE="$dir/db" RABBITMQ_LOG_BASE="$dir/log"
export RABBITMQ_GENERATED_CONFIG_DIR="$dir/config" RABBITMQ_SCHEMA_DIR="$dir/schema" RABBITMQ_PID_FILE="$dir/node.pid"
# The server's script becomes the node in place of staying its parent.
export RABBITMQ_ALLOW_INPUT=true RABBITMQ_SERVER_START_ARGS='-noinput -start_epmd false'
# Idle schedulers sleep at once, for a small machine is shared.
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}'

node='' epmd=''
stops 'kill -TERM $node 2> /dev/null'
# Erlang would start a port mapper by itself, as a daemon that outlives the node.
setpriv --pdeathsig TERM epmd -port "$mapper" -address 127.0.0.1 < /dev/null &
epmd=$!
setpriv --pdeathsig TERM $scripts/rabbitmq-server < /dev/null &
node=$!
[ -z "$stopping" ] || kill -TERM $node
waits $node
kill $epmd 2> /dev/null || true
exit $status
