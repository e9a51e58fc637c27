# Sourced by ./run and ./test: what both need to know and to have.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

configuration=Release
# A build leaves nobody behind: no waiting build nodes, no compiler server.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

need_dotnet() {
  command -v dotnet > /dev/null || fail "The .NET 10 SDK is missing: install it from https://dot.net and put 'dotnet' on the PATH."
  sdks=$(dotnet --list-sdks)
  grep -q '^10\.' <<< "$sdks" || fail "The .NET 10 SDK is missing: install it from https://dot.net ('dotnet --list-sdks' says: ${sdks:-none})."
}

need_node() {
  command -v node > /dev/null && command -v npm > /dev/null || fail "Node.js 20 is missing: install it, with npm, from https://nodejs.org."
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || fail "Node.js is $(node -v), but 20 or newer is needed: see https://nodejs.org."
}

container_engine() {
  docker version > /dev/null 2>&1 || podman version > /dev/null 2>&1
}

# build <project> <stamp> [arguments]: builds unless nothing has changed since the same build succeeded.
build() {
  local project=$1 stamp="AppHost/obj/$2.built" what began
  shift 2
  # The names tell what came or went, the times what changed.
  what="$sdks $configuration $* $(sources | sort | cksum)"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$what" ] && [ -z "$(sources -newer "$stamp")" ]; then
    return 0
  fi
  need_node
  echo "Building $project ($configuration)…"
  mkdir -p AppHost/obj
  began=$(mktemp AppHost/obj/began.XXXXXX)
  if ! dotnet build "$project" --configuration "$configuration" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary "$@"; then
    rm -f "$began"
    fail "The build failed."
  fi
  node eng/ready-to-run.mjs "$configuration"
  printf '%s' "$what" > "$stamp"
  touch -r "$began" "$stamp"
  rm -f "$began"
}

# sources [tests of find]: the files that a build reads.
sources() {
  find . -mindepth 1 \( -name '.?*' -o -name bin -o -name obj -o -name node_modules -o -name wwwroot -o -name dist -o -name test-output -o -path ./docs \) -prune \
    -o -type f "$@" -print
}
