# Sourced by the scripts of this directory with the server's own directory as first argument: one running server a directory,
# and an end with whoever lends it standard input, where that is asked for.
exec 2>&1
dir=$1
umask 077
mkdir -p "$dir"
chmod 700 "$dir"
cd "$dir"

fail() {
  printf '%s\n' "$*"
  exit 1
}

# Held until the last process of the server is gone, also when this script was killed.
exec 9> lock
flock -w 30 9 || fail "Another server still runs over $dir."

# stops <command>...: does it when this script is told to end, or when its lender's standard input ends (MEIDA_STOP_WITH=stdin).
stopping=
stops() {
  trap "stopping=1; $*" TERM INT HUP
  if [ "${MEIDA_STOP_WITH:-}" = stdin ]; then
    exec 3<&0
    { cat <&3; kill -TERM $$; } > /dev/null 2>&1 9>&- &
  fi
}

# waits <pid>: until that process has ended, whatever signals come meanwhile.
waits() {
  status=0
  while kill -0 "$1" 2> /dev/null; do status=0; wait "$1" || status=$?; done
}
