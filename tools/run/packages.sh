# Installs the Debian packages that the scripts need; sourced by qemu-run.sh, test.sh and tests/guests/build.sh.

# The package of Debian 12 that holds a command, or a file when the name is a path.
package_of() {
    case $1 in
        qemu-system-x86_64) echo qemu-system-x86 ;;
        ld.lld) echo lld ;;
        as|ld|readelf|objdump) echo binutils ;;
        gcc) echo gcc ;;
        /usr/lib/x86_64-linux-gnu/libc.a) echo libc6-dev ;;
        musl-gcc) echo musl-tools ;;
        /bin/busybox) echo busybox-static ;;
        perl) echo perl-base ;;
        /usr/bin/python3) echo python3-minimal ;;
        /usr/lib/python3.*/test/*) echo libpython3.11-testsuite ;;
        xz) echo xz-utils ;;
        od) echo coreutils ;;
        awk) echo mawk ;;
        dpkg-deb) echo dpkg ;;
        *) echo "$1" ;;
    esac
}

# require_commands COMMAND|PATH ...: returns 1 after a clear line on stderr when something stays missing.
require_commands() {
    local name package missing=()
    for name in "$@"; do
        if [[ $name == /* ]]; then
            [[ ! -e $name ]] || continue
        else
            ! command -v "$name" >/dev/null || continue
        fi
        package=$(package_of "$name")
        [[ " ${missing[*]} " == *" $package "* ]] || missing+=("$package")
    done
    if [[ " ${missing[*]} " == *" dotnet "* ]]; then
        echo "ninesharp: the .NET 10 SDK is missing: see https://dotnet.microsoft.com/download" >&2
        return 1
    fi
    (( ${#missing[@]} == 0 )) && return 0

    local install="apt-get install -y --no-install-recommends ${missing[*]}"
    if (( EUID != 0 )) || ! command -v apt-get >/dev/null; then
        echo "ninesharp: packages are missing; run: sudo sh -c 'apt-get update && $install'" >&2
        return 1
    fi
    echo "ninesharp: installing ${missing[*]}" >&2
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $install; } </dev/null >/dev/null 2>&1; then
        echo "ninesharp: this failed: apt-get update && $install" >&2
        return 1
    fi
}
