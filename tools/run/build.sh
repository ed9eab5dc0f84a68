# Builds the kernel and the sample app when their sources are newer; sourced by qemu-run.sh and test.sh.
# Expects $root (the clone). Build output is shown only when a build fails.

# is_stale PRODUCT SOURCE ...: is PRODUCT missing or older than a file or folder of the sources?
is_stale() {
    local product=$1
    shift
    [[ ! -e $product ]] || [[ -n $(find "$@" \( -name bin -o -name obj \) -prune -o -newer "$product" -print -quit) ]]
}

# quietly TITLE COMMAND ...: runs the command; shows the title, and the output only on failure.
quietly() {
    local title=$1 output
    shift
    echo "ninesharp: $title" >&2
    if ! output=$("$@" </dev/null 2>&1); then
        printf '%s\n' "$output" >&2
        echo "ninesharp: this failed: $*" >&2
        return 1
    fi
}

kernel_sources() {
    printf '%s\n' "$root"/{kernel,drivers,vfs,ninepfs,boot,tools/gates,linker.ld,Kernel.csproj,Directory.Build.props,global.json}
}

# build_kernel: leaves an up-to-date out/ninesharp.elf; several callers at once build it once.
build_kernel() {
    local kernel=$root/out/ninesharp.elf sources
    mapfile -t sources < <(kernel_sources)
    is_stale "$kernel" "${sources[@]}" || return 0
    require_commands dotnet as ld gcc || return 1
    mkdir -p "$root/out"
    (
        flock 9
        is_stale "$kernel" "${sources[@]}" || exit 0
        quietly "building the kernel" dotnet build "$root/Kernel.csproj" -v q --nologo || exit 1
        [[ -e $kernel ]] || { echo "ninesharp: the build left no $kernel" >&2; exit 1; }
        touch "$kernel" # an incremental build may find nothing to do although a file is newer
    ) 9>"$root/out/.kernel.lock"
}

# build_sample: publishes WordCount and copies it into the sample share, where the guest finds it as /WordCount.
build_sample() {
    local app=$root/samples/share/WordCount
    is_stale "$app" "$root/samples/WordCount" "$root/samples/Directory.Build.props" || return 0
    require_commands dotnet gcc /usr/lib/x86_64-linux-gnu/libc.a || return 1
    mkdir -p "$root/out"
    (
        flock 9
        is_stale "$app" "$root/samples/WordCount" "$root/samples/Directory.Build.props" || exit 0
        quietly "publishing samples/WordCount with NativeAOT" dotnet publish "$root/samples/WordCount" -c Release \
            -v q --nologo --artifacts-path "$root/out/samples" -o "$root/out/samples/WordCount" || exit 1
        cp "$root/out/samples/WordCount/WordCount" "$app"
    ) 9>"$root/out/.sample.lock"
}
