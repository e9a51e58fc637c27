#!/bin/sh
# ceph.sh DIRECTORY PORT MONITOR_PORT FORMER_MONITOR_PORT: a private S3 server on loopback, the Ceph RADOS Gateway over one monitor
# and one disk. S3_ACCESS_KEY and S3_SECRET_KEY name its account. S3_IN_MEMORY=1 keeps objects in memory only. Signatures are
# checked; the cluster behind them trusts every user of this machine, so it is for development.
set -eu
. "$(dirname "$0")/common.sh"
port=$2 monitor_port=$3 former_monitor_port=$4
for program in ceph ceph-mon ceph-osd radosgw radosgw-admin monmaptool; do
  command -v $program > /dev/null \
    || fail "The S3 server is missing ($program of Ceph): install it, on Debian or Ubuntu with 'apt-get install --no-install-recommends ceph-mon ceph-osd radosgw'."
done
store=bluestore
if [ "${S3_IN_MEMORY:-}" = 1 ]; then store=memstore; rm -f made; fi

# The monitor's address is part of its data, so these are chosen once.
if [ ! -f made ]; then
  rm -rf mon osd rgw
  echo "$(cat /proc/sys/kernel/random/uuid) $(cat /proc/sys/kernel/random/uuid) $monitor_port $former_monitor_port" > cluster
fi
read -r cluster disk monitor_port former_monitor_port < cluster
monitors="[v2:127.0.0.1:$monitor_port,v1:127.0.0.1:$former_monitor_port]"
# The daemons look for ports of their own, below those that programs are given.
peers=$((12000 + $$ % 140 * 50))
mkdir -p run crash log mon osd/0 rgw
cat > ceph.conf << END
[global]
fsid = $cluster
mon host = $monitors
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind port min = $peers
ms bind port max = $((peers + 49))
auth cluster required = none
auth service required = none
auth client required = none
# Without it the gateway asks the monitor for a mode that needs keys, and never listens.
ms mon client mode = crc
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon warn on pool no redundancy = false
osd crush chooseleaf type = 0
mon data avail crit = 1
run dir = $dir/run
crash dir = $dir/crash
# The path of a socket may have 107 bytes at most, and nobody asks there.
admin socket =
pid file =
log file = $dir/log/\$name.log
mon cluster log file = $dir/log/cluster.log
mon data = $dir/mon/a
osd data = $dir/osd/0
rgw data = $dir/rgw
osd objectstore = $store
memstore device bytes = 2147483648
bluestore block size = 4294967296
osd memory target = 939524096
osd max object name len = 256
[client.admin]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw thread pool size = 16
rgw enable usage log = false
END
unset CEPH_ARGS
export CEPH_CONF="$dir/ceph.conf"

monitor='' osd='' gateway=''
# All three at once: none is of use without the others, and each alone needs seconds.
stops 'kill -TERM $gateway $osd $monitor 2> /dev/null'
begin() { setpriv --pdeathsig TERM "$@" < /dev/null & }
if [ ! -f made ]; then
  monmaptool --create --clobber --fsid "$cluster" --addv a "$monitors" monmap > setup.log
  ceph-mon --mkfs -i a --monmap monmap >> setup.log
fi
begin ceph-mon -f -i a
monitor=$!
if [ ! -f made ]; then
  ceph osd new "$disk" 0 >> setup.log
  ceph-osd -i 0 --mkfs --osd-uuid "$disk" >> setup.log 2>&1
  ceph osd crush add osd.0 1 root=default host=local >> setup.log
fi
begin ceph-osd -f -i 0
osd=$!
begin radosgw -n client.admin -f
gateway=$!
if [ ! -f made ]; then
  radosgw-admin user create --uid=meida --display-name=Meida --access-key="$S3_ACCESS_KEY" --secret-key="$S3_SECRET_KEY" >> setup.log 2>&1 &
  waits $!
  [ $status = 0 ] || fail "The S3 server did not start: $(tail -n 3 setup.log)"
  touch made
fi
echo "$gateway" > gateway.pid
echo 'S3 server: the account is there.'
while [ -z "$stopping" ] && kill -0 $monitor 2> /dev/null && kill -0 $osd 2> /dev/null && kill -0 $gateway 2> /dev/null; do
  # In short sleeps, for a shell acts on a signal only between two commands.
  sleep 0.5
done
kill -TERM $gateway $osd $monitor 2> /dev/null || true
for daemon in $gateway $osd $monitor; do waits $daemon; done
[ -n "$stopping" ] && exit 0
exit 1
