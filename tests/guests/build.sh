#!/bin/bash
# Builds every guest program of the tests into out/guests/bin, when it is older than its sources. For test.sh and
# tests/Qemu.Tests; several callers at once build once.
set -eu

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tools/run/packages.sh"
source "$root/tools/run/build.sh"

programs=$root/out/guests/bin
c=$root/tests/guests/c
script_kernel=$root/tests/script-kernel

# compile PROGRAM SOURCE COMPILER [FLAG ...]
compile() {
    local program=$programs/$1 source=$c/$2.c compiler=$3
    shift 3
    ! is_stale "$program" "$source" "$c/probe.h" "$root/tests/guests/build.sh" || quietly "compiling ${program##*/}" \
        "$compiler" -O2 -Wall -Wextra -Wno-infinite-recursion -Wno-array-bounds -D_GNU_SOURCE "$@" "$source" -o "$program" -pthread
}

# publish_apps: every .NET app in its three variants (tests/guests/dotnet/All.proj), as dotnet-APP-VARIANT.
publish_apps() {
    local output=$root/out/guests/dotnet program variant
    local stamp=$output/published
    is_stale "$stamp" "$root/tests/guests/dotnet" "$root/samples/Directory.Build.props" "$root/Directory.Build.props" || return 0
    quietly "publishing the .NET apps" \
        dotnet msbuild "$root/tests/guests/dotnet/All.proj" -t:PublishAll -m:2 -v:q --nologo
    for variant in dynamic static pie; do
        for program in "$output/publish/$variant"/*/*; do
            cp -u "$program" "$programs/dotnet-${program##*/}-$variant"
        done
    done
    touch "$stamp"
}

# build_jit_app: IL for the host's own runtime, into out/guests/jit/bin/jit/release.
build_jit_app() {
    local stamp=$root/out/guests/jit/built
    is_stale "$stamp" "$root/tests/guests/jit" "$root/Directory.Build.props" || return 0
    quietly "building the app for the JIT" dotnet build "$root/tests/guests/jit" -c Release -v q --nologo
    touch "$stamp"
}

build_script_kernel() {
    local kernel=$root/out/guests/script-kernel.elf
    ! is_stale "$kernel" "$script_kernel" || quietly "linking the script kernel" \
        gcc -m32 -O1 -Wall -Wextra -Werror -ffreestanding -fno-pic -fno-stack-protector -fno-asynchronous-unwind-tables \
        -mno-sse -nostdlib -static -Wl,-Ttext=0x100000,-N,--no-warn-rwx-segments,--build-id=none,-e,entry \
        "$script_kernel/entry.S" "$script_kernel/kernel.c" -o "$kernel"
}

require_commands dotnet gcc as ld.lld musl-gcc /usr/lib/x86_64-linux-gnu/libc.a /bin/busybox
mkdir -p "$programs"
exec 9>"$root/out/guests/.lock"
flock 9

build_script_kernel
for source in "$c"/*.c; do
    name=$(basename "$source" .c)
    compile "$name" "$name" musl-gcc -static
done
for name in hello threads memory signals vdso; do
    compile "$name-glibc" "$name" gcc -static
    compile "$name-glibc-pie" "$name" gcc -static-pie
done
compile hello-dynamic hello gcc
publish_apps
build_jit_app
cp -u /bin/busybox "$programs/busybox"
