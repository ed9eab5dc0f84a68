#!/bin/bash
# Boots the kernel in QEMU and runs one Linux program from a folder of the host. For users, and for tests/Qemu.Tests.
set -u

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
source "$root/tools/run/packages.sh"
source "$root/tools/run/build.sh"
source "$root/tools/run/command.sh"
source "$root/tools/run/vm.sh"

usage() {
    cat <<'EOF'
usage: ./qemu-run.sh                                    build everything and run the sample app
       ./qemu-run.sh [options] --share DIR -- /app [argument ...]

Runs /app, a Linux x86-64 program, in a VM whose root folder is DIR of the host. Its stdin, stdout, stderr
and exit code are the command's own.

  --share DIR           the folder that is / in the guest
  --mount TAG=DIR[:ro][:/guest/path]
                        a further folder, seen at /guest/path or /mnt/TAG; a listing shows that name only where the
                        guest has such a folder (repeatable)
  --env K=V             a variable of the app's environment (repeatable)
  --cwd DIR             the app's working folder in the guest (default /)
  --mem SIZE            the guest's memory, as QEMU writes it: 64M, 1G (default 256M, at least 5M)
  --machine TYPE[,K=V...]
                        q35 (default), pc or microvm, with further properties as QEMU knows them: microvm,acpi=off
  --transport KIND[,K=V...]
                        what every share is attached to: pci (default), pci-legacy, pci-port (behind a PCIe port, on q35);
                        on a microvm also mmio (default there) and mmio-legacy. Further properties go to the virtio
                        devices: pci,packed=on, pci,vectors=0
  --accel KIND          auto (default), kvm or tcg
  --timeout SECONDS     end the VM after that time, with exit code 124
  --loglevel N          show kernel messages up to level N (0 to 7) on stderr
  --trace 9p            show every 9P message on stderr
  --stats               show the kernel's counters on stderr when the app has ended
  --append OPTION       a further option on the kernel's command line (repeatable)
  --kernel ELF          boot this kernel instead of building out/ninesharp.elf
  --gdb                 wait for gdb on port 1234 before the first instruction
  --dry-run             print the QEMU command and end
  --help                print this text

exit codes: the app's own; 128+N when signal N killed it; 127 no such app; 126 not a program that can run;
            125 anything wrong with options, folders, QEMU or the kernel; 124 time-out
EOF
}

complain() {
    echo "qemu-run.sh: $*" >&2
}

fail() {
    complain "$@"
    exit 125
}

bad_option() {
    complain "$@ (try --help)"
    exit 125
}

# parse_mount TAG=DIR[:ro][:/guest/path]
parse_mount() {
    local tag=${1%%=*} folder=${1#*=} point= read_only=
    [[ $1 == *=* && $tag =~ ^[A-Za-z][A-Za-z0-9_-]{0,30}$ ]] || bad_option "--mount wants TAG=DIR[:ro][:/guest/path], not '$1'"
    if [[ ! -d $folder && $folder =~ ^(.*):(/[^:]*)$ ]]; then
        folder=${BASH_REMATCH[1]} point=${BASH_REMATCH[2]}
    fi
    if [[ ! -d $folder && $folder == *:ro ]]; then
        folder=${folder%:ro} read_only=yes
    fi
    [[ -d $folder ]] || fail "--mount: no such folder: $folder"
    [[ " $share_tag ${mount_tags[*]} " != *" $tag "* ]] || bad_option "--mount: the tag '$tag' is taken"
    mount_tags+=("$tag")
    mount_folders+=("$(readlink -f "$folder")")
    mount_points+=("${point:-/mnt/$tag}")
    mount_read_only+=("$read_only")
}

# split_properties VALUE[,K=V...]: sets $value and $properties, the latter with its comma.
split_properties() {
    value=${1%%,*}
    properties=${1:${#value}}
    [[ -z $properties || $properties =~ ^(,[a-z0-9_-]+=[A-Za-z0-9_.-]+)+$ ]] || bad_option "properties are K=V, separated by commas, not '$1'"
}

parse_options() {
    local option value properties
    while (( $# > 0 )); do
        option=$1
        case $option in
            --) shift; app=("$@"); [[ -n ${1-} ]] || bad_option "no app after --"; return ;;
            --help) usage; exit 0 ;;
            --gdb) gdb=yes; shift; continue ;;
            --stats) stats=yes; shift; continue ;;
            --dry-run) dry_run=yes; shift; continue ;;
            --share|--mount|--machine|--transport|--mem|--accel|--env|--cwd|--trace|--loglevel|--timeout|--kernel|--append)
                (( $# > 1 )) || bad_option "$option wants a value" ;;
            *) bad_option "unknown option '$option'" ;;
        esac
        case $option in
            --share) share=$2 ;;
            --mount) parse_mount "$2" ;;
            --machine) split_properties "$2"; machine=$value machine_properties=$properties ;;
            --transport) split_properties "$2"; transport=$value transport_properties=$properties ;;
            --mem) memory=$2 ;;
            --accel) accel=$2 ;;
            --env) environment+=("$2") ;;
            --cwd) guest_folder=$2 ;;
            --trace) trace=$2 ;;
            --loglevel) loglevel=$2 ;;
            --timeout) timeout=$2 ;;
            --kernel) kernel=$2 ;;
            --append) kernel_options+=("$2") ;;
        esac
        shift 2
    done
}

# check_memory: below 5M the kernel's tables do not fit, and below 3M QEMU cannot place the kernel and says nothing.
check_memory() {
    [[ $memory =~ ^([1-9][0-9]{0,9})([KMGTkmgt]?)$ ]] || bad_option "--mem is a size such as 64M, not '$memory'"
    local number=${BASH_REMATCH[1]} unit=${BASH_REMATCH[2]}
    case ${unit:-M} in
        [Kk]) (( number >= 5120 )) ;;
        [Mm]) (( number >= 5 )) ;;
    esac || bad_option "--mem wants at least 5M, not '$memory'"
}

check_options() {
    local variable
    [[ $machine == q35 || $machine == pc || $machine == microvm ]] || bad_option "--machine is q35, pc or microvm, not '$machine'"
    if [[ -z $transport ]]; then
        transport=pci
        [[ $machine != microvm ]] || transport=mmio
    fi
    case $transport in
        pci|pci-legacy)
            [[ $machine != microvm || $transport == pci ]] || bad_option "--transport pci-legacy is not on a microvm, which has no I/O ports for it"
            [[ $machine != microvm || ,$machine_properties, != *,acpi=off,* ]] || bad_option "--transport $transport on a microvm needs acpi=on"
            ;;
        pci-port) [[ $machine == q35 ]] || bad_option "--transport pci-port needs --machine q35" ;;
        mmio|mmio-legacy) [[ $machine == microvm ]] || bad_option "--transport $transport needs --machine microvm" ;;
        *) bad_option "--transport is pci, pci-legacy, pci-port, mmio or mmio-legacy, not '$transport'" ;;
    esac
    [[ $accel == auto || $accel == kvm || $accel == tcg ]] || bad_option "--accel is auto, kvm or tcg, not '$accel'"
    check_memory
    [[ $trace == '' || $trace == 9p ]] || bad_option "--trace knows 9p, not '$trace'"
    [[ $loglevel == '' || $loglevel == [0-7] ]] || bad_option "--loglevel is 0 to 7, not '$loglevel'"
    [[ $timeout == '' || $timeout =~ ^[0-9]+(\.[0-9]+)?$ ]] || bad_option "--timeout is a number of seconds, not '$timeout'"
    [[ $guest_folder == '' || $guest_folder == /* ]] || bad_option "--cwd is an absolute path in the guest, not '$guest_folder'"
    for variable in "${environment[@]}"; do
        [[ $variable == ?*=* ]] || bad_option "--env wants K=V, not '$variable'"
    done
    if [[ -z $share ]]; then
        # A microvm without any device is a machine of its own, in which the kernel has to say what is missing.
        [[ $machine == microvm ]] || bad_option "no --share DIR to run the app from"
    else
        [[ -d $share ]] || fail "--share: no such folder: $share"
        share=$(readlink -f "$share")
    fi
    [[ -z $kernel || -f $kernel ]] || fail "--kernel: no such file: $kernel"
    compose_kernel_line || fail "the app's arguments and environment need more than $command_line_limit bytes"
}

# connect_streams: a closed stream becomes /dev/null; two names for one file stay one stream, in order.
connect_streams() {
    [[ -e /dev/fd/0 ]] || exec </dev/null
    [[ -e /dev/fd/1 ]] || exec >/dev/null
    [[ -e /dev/fd/2 ]] || exec 2>/dev/null
    exec {input}<&0
    error_channel=stderr
    [[ ! /dev/fd/1 -ef /dev/fd/2 ]] || error_channel=stdout
}

share= share_tag=root guest_folder= kernel= machine=q35 machine_properties= transport= transport_properties= memory=256M accel=auto
trace= loglevel= timeout= gdb= stats= dry_run= sample=
mount_tags=() mount_folders=() mount_points=() mount_read_only=() environment=() kernel_options=() app=()

connect_streams
parse_options "$@"
if (( ${#app[@]} == 0 )); then
    [[ -z $share ]] || bad_option "no app: add -- /app"
    sample=yes share=$root/samples/share app=(/WordCount /)
fi
check_options

if [[ -n $dry_run ]]; then
    kernel=${kernel:-$root/out/ninesharp.elf} work=/tmp/ninesharp error_channel=stderr
    compose_qemu_command
    printf '%q ' "${qemu[@]}"
    echo
    exit 0
fi

require_commands qemu-system-x86_64 perl || exit 125
if [[ -z $kernel ]]; then
    build_kernel || exit 125
    kernel=$root/out/ninesharp.elf
fi
[[ -z $sample ]] || build_sample || exit 125

work=$(mktemp -d "${TMPDIR:-/tmp}/ninesharp.XXXXXX") || exit 125
trap 'rm -rf "$work"' EXIT
compose_qemu_command
[[ -z $gdb ]] || complain "waiting for gdb: gdb '$kernel' -ex 'target remote :1234'"
run_vm
[[ -z $sample || $exit_code != 0 ]] || echo "ninesharp: the app has written $share/report.txt" >&2
exit "$exit_code"
