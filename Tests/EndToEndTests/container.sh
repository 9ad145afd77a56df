#!/usr/bin/env bash
# Builds the container from a base image made of Debian packages, and uses it as an admin would:
# import into a volume, a key, serve with a read-only root as a user without rights, ask, ask a plugin, stop.
# Usage: container.sh PROGRAM (built with the static Swift runtime). Exit 77: this machine cannot run containers.
set -euo pipefail
program=$1
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../deploy/common.sh"

skip() { say "container: skipped: $*"; exit 77; }

[ "$(id -u)" -eq 0 ] || skip "building the base image here needs root"
install_packages podman buildah runc netavark aardvark-dns mmdebstrap binutils || skip "podman could not be installed"

work=$(mktemp -d)
name=creditgraph-test-$$
cleanup() {
    podman rm -f "$name" >/dev/null 2>&1 || true
    podman volume rm -f "$name" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap cleanup EXIT

# Settings with which podman runs inside machines that are containers themselves: no systemd, low limits.
cat >"$work/containers.conf" <<'TEXT'
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=8192:8192"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
TEXT
export CONTAINERS_CONF="$work/containers.conf"

base=localhost/creditgraph-base:bookworm
if ! podman image exists "$base"; then
    say "container: making a base image of Debian packages"
    mmdebstrap --quiet --variant=minbase --include=ca-certificates \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$work/base.tar" >"$work/base.log" 2>&1 \
        || { tail -n 5 "$work/base.log" >&2; skip "no base image could be made"; }
    podman import -q "$work/base.tar" "$base" >/dev/null || skip "podman cannot import an image here"
    rm -f "$work/base.tar"
fi
podman run --rm --network host "$base" true 2>"$work/run.log" \
    || { tail -n 3 "$work/run.log" >&2; skip "podman cannot run a container here"; }

# The program's stage, from the release build that the other tests used.
mkdir -p "$work/program/out"
cp "$program" "$work/program/out/creditgraph"
cp "$program-plugin-worker" "$work/program/out/creditgraph-plugin-worker"
strip "$work"/program/out/*
printf 'FROM scratch\nCOPY out /out\n' >"$work/program/Containerfile"
podman build -q --format docker -t localhost/creditgraph-program "$work/program" >/dev/null

image=localhost/creditgraph:test
say "container: building the image"
podman build --format docker --network host --file "$root/deploy/Containerfile" --tag "$image" \
    --build-arg BUILD_IMAGE="$base" --build-arg BASE_IMAGE="$base" \
    --build-arg PROGRAM_IMAGE=localhost/creditgraph-program "$root" >"$work/build.log" 2>&1 \
    || { tail -n 30 "$work/build.log" >&2; fail "the image did not build"; }
podman image inspect --format 'container: image of {{.Size}} bytes, user {{.User}}' "$image" >&2

confined=(--read-only --cap-drop all --security-opt no-new-privileges --no-healthcheck --volume "$name:/data" --tmpfs /tmp)
podman volume create "$name" >/dev/null
mkdir "$work/plugins"
cp -r "$root/Plugins/Examples/cost-centre" "$work/plugins/"
confined+=(--volume "$work/plugins:/plugins:ro")
"$program" sample --out "$work/files" --lines 2000 >/dev/null 2>&1
chmod -R a+rX "$work"
say "container: import, key, serve"
podman run --rm --network none "${confined[@]}" --volume "$work/files:/incoming:ro" --entrypoint /bin/sh "$image" \
    -c 'creditgraph import /incoming/*' >"$work/reports.json" || fail "import in the container failed"
key=$(podman run --rm --network none "${confined[@]}" "$image" key new --name test --roles ADMIN_AGENT)
port=$((20000 + $$ % 20000))
podman run -d --name "$name" --network host "${confined[@]}" "$image" serve --listen "127.0.0.1:$port" >/dev/null
for _ in $(seq 100); do
    curl -fsS -o /dev/null "http://127.0.0.1:$port/readyz" 2>/dev/null && break
    sleep 0.1
done
ask() {
    curl -fsS "http://127.0.0.1:$port/graphql" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
        -d "{\"query\":\"$1\"}" || fail "no answer from the container"
}
answer=$(ask '{ partner { name } customers(first: 1) { totalCount } }')
case "$answer" in
    '{"data":{"partner":{"name":"'*'"totalCount":'*) ;;
    *) fail "an unexpected answer: $answer" ;;
esac
# A plugin of the volume runs in its confined worker inside the container, and its values are stored and answered.
month=$(ask '{ months }' | grep -o '[0-9]\{4\}-[0-9]\{2\}' | head -n 1)
answer=$(ask "{ plugins { name state error } credits(period: {month: \\\"$month\\\"}) { lines(first: 1) { nodes { costCentre transforms { plugin } } } } }")
case "$answer" in
    *'{"name":"cost-centre","state":"ACTIVE","error":null}'*'"costCentre":"'*'{"plugin":"cost-centre"}'*) ;;
    *) fail "the plugin does not answer: $answer" ;;
esac
podman exec --env CREDITGRAPH_LISTEN="127.0.0.1:$port" "$name" creditgraph health 2>/dev/null || fail "the health check says no"
facts=$(podman exec "$name" /bin/sh -c 'id -u; grep -E "CapEff|NoNewPrivs" /proc/1/status; touch /nowhere 2>&1 || true')
case "$facts" in
    65532*CapEff:*0000000000000000*NoNewPrivs:*1*Read-only*) ;;
    *) fail "the container is not confined: $facts" ;;
esac
began=$(date +%s%N)
podman stop -t 10 "$name" >/dev/null
took=$((($(date +%s%N) - began) / 1000000))
[ "$took" -lt 8000 ] || fail "it took $took ms to stop"
say "container: built, imported, answered, stopped in $took ms"
