#!/bin/bash
# Makes the files of the testbed out of the downloaded packages; started by make-testbed.sh with the name of the kernel's.
set -eu -o pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$root/tools/xen/testbed.sh"
source "$root/tools/xen/packages.sh"

# unpack PACKAGE: into $unpacked; of a kernel only what is needed, because all of it is 430 MB.
unpack() {
    local archive module members=(./boot)
    archive=$(ls -t "$packages/$1"_*.deb | head -n 1)
    if [[ $1 != linux-image-* ]]; then
        dpkg-deb -x "$archive" "$unpacked"
        return
    fi
    while read -r module; do
        members+=("$modules/$module.ko")
    done < <(printf '%s\n' $dom0_modules $linux_modules | sort -u)
    dpkg-deb --fsys-tarfile "$archive" | tar -x -C "$unpacked" "${members[@]}"
}

# extract_linux BZIMAGE TARGET: the ELF file inside (Documentation/x86/boot.rst: setup_sects, payload_offset and _length).
extract_linux() {
    local image=$1 from length
    field() { od -An -v -t "u$2" -j "$(( $1 ))" -N "$2" "$image" | tr -d ' '; }
    from=$(( ($(field 0x1f1 1) + 1) * 512 + $(field 0x248 4) )) length=$(field 0x24c 4)
    # The last four bytes are the size, not part of the xz stream; head ends before tail does.
    { tail -c +$(( from + 1 )) "$image" 2>/dev/null | head -c $(( length - 4 )) | xz -dc >"$2"; } || true
    readelf -h "$2" >/dev/null
}

# needed_by FILE ...: the libraries that they link to.
needed_by() {
    local file
    for file in "$@"; do
        readelf -d "$file" 2>/dev/null || true # scripts are no ELF files
    done | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u
}

# add_libraries ROOT: whatever the programs in ROOT link to, from the unpacked packages only.
add_libraries() {
    local todo next library file libraries=lib/x86_64-linux-gnu
    mapfile -d '' -t todo < <(find "$1/usr" "$1/bin" -type f -print0)
    cp -L "$unpacked/lib64/ld-linux-x86-64.so.2" "$1/lib64/"
    while (( ${#todo[@]} > 0 )); do
        next=()
        for library in $(needed_by "${todo[@]}"); do
            [[ $library != ld-linux-x86-64.so.2 && ! -e $1/$libraries/$library ]] || continue
            file=$unpacked/$libraries/$library
            [[ -e $file ]] || file=$unpacked/usr/$libraries/$library
            [[ -e $file ]] || { echo "$library is in none of the packages"; return 1; }
            cp -L "$file" "$1/$libraries/$library"
            next+=("$1/$libraries/$library")
        done
        todo=("${next[@]}")
    done
}

# start_root ROOT INIT MODULE ...: what dom0 and the peer have in common.
start_root() {
    local target=$1 init=$2 module
    shift 2
    mkdir -p "$target"/{bin,usr,proc,sys,dev,run,tmp,mod,mnt,lib64,lib/x86_64-linux-gnu}
    cp "$root/tools/xen/$init" "$target/init"
    chmod 755 "$target/init"
    cp "$unpacked/bin/busybox" "$target/bin/"
    cp "$unpacked/usr/bin/xenstore" "$target/bin/"
    for module in ls read write rm watch; do
        ln -s xenstore "$target/bin/xenstore-$module"
    done
    for module in "$@"; do
        cp "$unpacked/$modules/$module.ko" "$target/mod/"
        echo "${module##*/}"
    done >"$target/mod/order"
}

# pack ROOT CPIO: the same bytes for the same content, whoever packs it.
pack() {
    (cd "$1" && find . -exec touch -h -d @0 {} + && find . | LC_ALL=C sort | cpio -o -H newc --quiet -R 0:0 --reproducible) >"$2"
}

build_dom0() {
    local target=$building/dom0 programs=$unpacked/usr/lib/xen-4.17/bin
    start_root "$target" dom0-init.sh $dom0_modules
    mkdir -p "$target"/{control,share,usr/libexec,usr/lib/xen-4.17/bin,usr/share/qemu/keymaps,etc/xen,var/log/xen,var/lib/xen,var/lib/xenstored}
    ln -s /run "$target/var/run"
    ln -s /run/lock "$target/var/lock"
    : >"$target/etc/xen/xl.conf"
    echo 'map 0x409' >"$target/usr/share/qemu/keymaps/en-us" # libxl asks for no display, and QEMU loads this all the same
    cp "$programs"/{xl,xenstored,xenconsoled,xen-init-dom0,xenctx} "$target/usr/lib/xen-4.17/bin/"
    cp "$unpacked/usr/libexec/xen-qemu-system-i386" "$target/usr/libexec/"
    cp "$root/tools/xen/dom0-qemu.sh" "$target/bin/dom0-qemu"
    chmod 755 "$target/bin/dom0-qemu"
    add_libraries "$target"
    pack "$target" "$building/dom0.cpio"
}

build_linux() {
    local target=$building/linux
    start_root "$target" linux-init.sh $linux_modules
    add_libraries "$target"
    pack "$target" "$building/linux.cpio"
}

kernel=$1 version=${1#linux-image-}
packages=$testbed/packages building=$testbed/building unpacked=$testbed/building/unpacked
modules=./lib/modules/$version/kernel
rm -rf "$building"
mkdir -p "$unpacked"
for package in $xen_packages $library_packages "$kernel"; do
    unpack "$package"
done
gzip -dc "$unpacked/boot/xen-4.17-amd64.gz" >"$building/xen"
extract_linux "$unpacked/boot/vmlinuz-$version" "$building/vmlinux"
build_dom0
build_linux
rm -f "$testbed"/snapshot-*
mv "$building"/{xen,vmlinux,linux.cpio,dom0.cpio} "$testbed/"
