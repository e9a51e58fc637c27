#!/bin/sh
# after.sh: reads process ids from standard input, and directories. When it ends, the processes are asked to end, and after six
# seconds made to, and the directories are removed. A process that has taken over the id of one that ended is another one, which
# its start time tells.
trap '' INT TERM HUP

# The moment a process began; nothing when it is gone, or has ended and nobody has asked how.
started() {
  since=
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 0
  set -- ${line##*) }
  case $1 in Z | X) ;; *) since=${20} ;; esac
}

all= directories=
while read -r pid; do
  case $pid in /*) directories="$directories $pid"; continue ;; esac
  started "$pid"
  [ -z "$since" ] || all="$all $pid:$since"
done

deadline=$(($(date +%s) + 6))
for one in $all; do
  started "${one%:*}"
  [ "$since" != "${one#*:}" ] || kill -TERM "${one%:*}" 2> /dev/null
done
while :; do
  left=
  for one in $all; do
    started "${one%:*}"
    [ "$since" != "${one#*:}" ] || left="$left $one"
  done
  [ -n "$left" ] || break
  all=$left
  if [ "$(date +%s)" -ge $deadline ]; then
    for one in $left; do kill -KILL "${one%:*}" 2> /dev/null; done
  fi
  sleep 0.2
done
[ -z "$directories" ] || rm -rf $directories
