#!/bin/bash
# Boots the kernel as a PVH guest of Xen and runs one Linux program from a folder of the host, as ./qemu-run.sh does in
# QEMU: real Xen with a Linux dom0, itself inside QEMU. For users without a Xen host, and for tests/XenVm.Tests.
set -u

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$root/tools/run/packages.sh"
source "$root/tools/run/build.sh"
source "$root/tools/run/options.sh"
source "$root/tools/run/command.sh"
source "$root/tools/run/terminal.sh"
source "$root/tools/run/vm.sh"
source "$root/tools/xen/testbed.sh"
source "$root/tools/xen/guest.sh"

usage() {
    cat <<'END'
usage: tools/xen/run.sh                                    build everything and run the sample app
       tools/xen/run.sh [options] --share DIR -- /app [argument ...]

Runs /app, a Linux x86-64 program, in a PVH guest of Xen whose root folder is DIR of the host, over Xen's 9pfs.
Its stdin, stdout, stderr, terminal and exit code are the command's own. The first run downloads Xen and its dom0 from
Debian (91 MB; nothing is installed, root is not needed) and boots them once; later runs resume from there.

  --share DIR[:ro|:rw]  the folder that is / in the guest; read-only if so said, and when it is the host's own /
  --mount TAG=DIR[:ro][:/guest/path]
                        a further folder, seen at /guest/path or /mnt/TAG; a listing shows that name only where the
                        guest has such a folder (up to 7 times)
  --env K=V             a variable of the app's environment (repeatable)
  --cwd DIR             the app's working folder in the guest (default /)
  --mem SIZE            the guest's memory: 64M, 1G (default 256M, at least 5M; whole MiB)
  --timeout SECONDS     end the VM after that time, with exit code 124
  --loglevel N          show kernel messages up to level N (0 to 7) on stderr
  --trace 9p            show every 9P message on stderr
  --stats               show the kernel's counters on stderr when the app has ended
  --append OPTION       a further option on the kernel's command line (repeatable)
  --kernel ELF          boot this kernel instead of building out/ninesharp.elf
  --log FILE            keep what Xen and dom0 say
  --hooks FILE          shell functions for dom0, called before the guest is made, beside it and afterwards
  --linux               run the app on Linux instead, in the same kind of guest (its stdin is empty)
  --cold                boot Xen and dom0 instead of resuming them
  --dry-run             print the QEMU command and the guest's xl.cfg, and end
  --help                print this text

exit codes: the app's own; 128+N when signal N killed it; 127 no such app; 126 not a program that can run;
            125 anything wrong with options, folders, Xen or the kernel; 124 time-out
END
}

take_own_option() {
    case $1 in
        --linux) linux=yes ;;
        --cold) cold=yes ;;
        --log) log=$2 ;;
        --hooks) hooks=$2 ;;
    esac
}

check_options() {
    [[ -n $share ]] || bad_option "no --share DIR to run the app from"
    (( ${#mount_tags[@]} < testbed_shares )) || bad_option "at most $(( testbed_shares - 1 )) times --mount"
    [[ -z $hooks || -f $hooks ]] || fail "--hooks: no such file: $hooks"
    [[ -z $log ]] || { : >"$log"; } 2>/dev/null || fail "--log: cannot write $log"
    [[ -z $log ]] || log=$(readlink -f "$log")
    check_common_options
    [[ -z $hooks ]] || hooks=$(readlink -f "$hooks")
    choose_memory "$memory"
    (( guest_mebibytes <= 65536 )) || bad_option "--mem is at most 64G here, not '$memory'"
    share_tags=("$share_tag" "${mount_tags[@]}")
    share_folders=("$share" "${mount_folders[@]}")
    share_read_only=("${share_access/rw/}" "${mount_read_only[@]}")
}

# provide_testbed: builds what is missing, and sets $start to what makes QEMU resume it or boot it.
provide_testbed() {
    local snapshot
    "$root/tools/xen/make-testbed.sh" || exit 125
    compose_testbed_boot
    start=("${boot[@]}")
    if [[ -z $cold ]]; then
        snapshot=$(snapshot_file "$host_mebibytes")
        take_snapshot "$host_mebibytes" "$snapshot" || exit 125
        exec {snapshot_descriptor}<"$snapshot" || exit 125
        start=("${boot[@]:0:2}" -incoming "fd:$snapshot_descriptor")
    fi
}

compose_run() {
    compose_testbed_command "$host_mebibytes" "$work" "${log:-$work/log}"
    qemu+=("${start[@]}" -monitor none -fw_cfg name=opt/ninesharp.run,string=1)
}

command_name=tools/xen/run.sh own_flags=" --linux --cold " own_options=" --log --hooks " share_link=xen
linux= cold= log= hooks= ramdisk= console_channel=stdio,signal=off

connect_streams
parse_options "$@"
[[ -n $linux ]] || find_terminal
check_options

if [[ -n $dry_run ]]; then
    kernel=${kernel:-$root/out/ninesharp.elf} work=/tmp/ninesharp error_channel=stderr
    compose_testbed_boot
    start=("${boot[@]}")
    compose_run
    printf 'cd %q && ' "$testbed"
    printf '%q ' "${qemu[@]}"
    echo
    guest_configuration
    exit 0
fi

require_commands qemu-system-x86_64 perl || exit 125
provide_testbed
if [[ -n $linux ]]; then
    kernel=$testbed/vmlinux ramdisk=$testbed/linux.cpio
    kernel_line="console=hvc0 quiet loglevel=0 mitigations=off $kernel_line"
else
    provide_kernel
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/ninesharp.XXXXXX") || exit 125
work=$(readlink -f "$work")
trap 'rm -rf "$work"' EXIT
mkdir "$work"/{control,empty}
write_control "$work/control" || fail "no room for the run's files in ${TMPDIR:-/tmp}"
compose_run
cd "$testbed" || exit 125
run_vm
[[ -z $sample || $exit_code != 0 ]] || echo "ninesharp: the app has written $share/report.txt" >&2
exit "$exit_code"
