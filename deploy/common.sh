# Sourced by deploy/run and deploy/test: what both need. Bash.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '%s\n' "$*" >&2; }
fail() { say "creditgraph: $*"; exit 1; }

# Installs the Debian packages that are missing, as root or through sudo; says which.
install_packages() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "these Debian packages are missing and neither root nor sudo is at hand: ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing Debian packages: ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq \
        && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# What the program is built with and linked to.
build_packages=(libmicrohttpd-dev libgnutls28-dev libjansson-dev libzstd-dev libsqlite3-dev zlib1g-dev liblua5.4-dev libcurl4-gnutls-dev pkg-config curl ca-certificates)

need_swift() {
    command -v swift >/dev/null || fail "no Swift toolchain in PATH. Install Swift 6.3 from https://www.swift.org/install/linux/ and try again."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    case "$version" in
        6.[3-9]* | 6.[1-9][0-9]* | [7-9].* | [1-9][0-9].*) ;;
        *) fail "Swift 6.3 or newer is needed; this is ${version:-of an unknown version}." ;;
    esac
}

program="$root/.build/release/creditgraph"

# Builds the program in release, unless nothing that it is made of is newer than it.
build_release() {
    if [ -x "$program" ] && [ -x "$program-plugin-worker" ] && [ -z "$(find Package.swift Sources Schema Plugins -newer "$program" -print -quit)" ]; then
        return 0
    fi
    say "Building creditgraph (release; the first time takes several minutes) …"
    swift build -c release --product creditgraph --static-swift-stdlib "$@" >&2 || fail "the build failed; its messages are above."
    # The confined process that plugins run in; the program looks for it beside itself.
    swift build -c release --product creditgraph-plugin-worker --static-swift-stdlib "$@" >&2 \
        || fail "the build failed; its messages are above."
    touch "$program"
}
