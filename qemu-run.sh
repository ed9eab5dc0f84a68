#!/bin/bash
# Boots the kernel in QEMU and runs one Linux program from a folder of the host. For users, and for tests/Qemu.Tests.
set -u

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
source "$root/tools/run/packages.sh"
source "$root/tools/run/build.sh"
source "$root/tools/run/options.sh"
source "$root/tools/run/command.sh"
source "$root/tools/run/terminal.sh"
source "$root/tools/run/vm.sh"

usage() {
    cat <<'EOF'
usage: ./qemu-run.sh                                    build everything and run the sample app
       ./qemu-run.sh [options] --share DIR -- /app [argument ...]

Runs /app, a Linux x86-64 program, in a VM whose root folder is DIR of the host. Its stdin, stdout, stderr
and exit code are the command's own. On a terminal it has that terminal; Ctrl-C is its SIGINT, a second one within
a second ends the VM.

  --share DIR[:ro|:rw]  the folder that is / in the guest; read-only if so said, and when it is the host's own /
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

# split_properties VALUE[,K=V...]: sets $value and $properties, the latter with its comma.
split_properties() {
    value=${1%%,*}
    properties=${1:${#value}}
    [[ -z $properties || $properties =~ ^(,[a-z0-9_-]+=[A-Za-z0-9_.-]+)+$ ]] || bad_option "properties are K=V, separated by commas, not '$1'"
}

take_own_option() {
    local value properties
    case $1 in
        --gdb) gdb=yes ;;
        --machine) split_properties "$2"; machine=$value machine_properties=$properties ;;
        --transport) split_properties "$2"; transport=$value transport_properties=$properties ;;
        --accel) accel=$2 ;;
    esac
}

check_options() {
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
    # A microvm without any device is a machine of its own, in which the kernel has to say what is missing.
    [[ -n $share || $machine == microvm ]] || bad_option "no --share DIR to run the app from"
    check_common_options
}

command_name=qemu-run.sh own_flags=" --gdb " own_options=" --machine --transport --accel " share_link=virtio
machine=q35 machine_properties= transport= transport_properties= accel=auto gdb=

connect_streams
find_terminal
parse_options "$@"
check_options

if [[ -n $dry_run ]]; then
    kernel=${kernel:-$root/out/ninesharp.elf} work=/tmp/ninesharp error_channel=stderr
    compose_qemu_command
    printf '%q ' "${qemu[@]}"
    echo
    exit 0
fi

require_commands qemu-system-x86_64 perl || exit 125
provide_kernel

work=$(mktemp -d "${TMPDIR:-/tmp}/ninesharp.XXXXXX") || exit 125
trap 'rm -rf "$work"' EXIT
compose_qemu_command
[[ -z $gdb ]] || complain "waiting for gdb: gdb '$kernel' -ex 'target remote :1234'"
run_vm
[[ -z $sample || $exit_code != 0 ]] || echo "ninesharp: the app has written $share/report.txt" >&2
exit "$exit_code"
