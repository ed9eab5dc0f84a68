#!/bin/bash
# Builds the testbed for tools/xen/run.sh from packages of Debian 12, in out/xen; nothing is installed and root is not
# needed. Does nothing when it is there already. Exit code 3: the packages cannot be had; 1: anything else.
#   xen          the hypervisor                  dom0.cpio    what dom0 boots into
#   vmlinux      Linux, for dom0 and the peer    linux.cpio   what the peer boots into (tools/numbers-xen)
set -u

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$root/tools/run/packages.sh"
source "$root/tools/run/build.sh"
source "$root/tools/xen/testbed.sh"
source "$root/tools/xen/packages.sh"

# fetch PACKAGE ...: leaves the .deb files in out/xen/packages; returns 3 when they cannot be had.
fetch() {
    local package missing=() output
    for package in "$@"; do
        compgen -G "$packages/${package}_*.deb" >/dev/null || missing+=("$package")
    done
    (( ${#missing[@]} > 0 )) || return 0
    echo "ninesharp: downloading ${#missing[@]} packages for Xen and its dom0" >&2
    if ! output=$(cd "$packages" && apt-get -q download "${missing[@]}" 2>&1); then
        echo "ninesharp: Xen's packages cannot be had: $(grep -m 1 '^E: ' <<<"$output" || tail -n 1 <<<"$output")" >&2
        return 3
    fi
}

make_testbed() {
    require_commands dpkg-deb cpio xz gzip readelf od awk || return 1
    command -v apt-get >/dev/null || { echo "ninesharp: Xen's packages cannot be had: no apt-get" >&2; return 3; }
    kernel=$(kernel_package)
    if [[ -z $kernel ]]; then
        echo "ninesharp: Xen's packages cannot be had: apt knows no linux-image-amd64; on Debian 12, run: sudo apt-get update" >&2
        return 3
    fi
    fetch $xen_packages $library_packages "$kernel" || return
    trap 'rm -rf "$testbed/building"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    quietly "building the Xen testbed" "$root/tools/xen/pack-testbed.sh" "$kernel" || return 1
}

packages=$testbed/packages
! is_stale "$testbed/dom0.cpio" "${testbed_sources[@]}" && exit 0
mkdir -p "$packages"
exec 9>"$testbed/.lock"
flock 9
! is_stale "$testbed/dom0.cpio" "${testbed_sources[@]}" || make_testbed
