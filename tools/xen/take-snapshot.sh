#!/bin/bash
# Boots Xen and dom0 and saves the machine where dom0 waits for its run; started by testbed.sh. MIB FILE
set -eu

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$root/tools/xen/testbed.sh"
readonly patience=120 # seconds

memory=$1 file=$2 console_channel=null error_channel=stderr share_folders=() share_read_only=()
work=$(readlink -f "$(mktemp -d "${TMPDIR:-/tmp}/ninesharp.XXXXXX")")
qemu_pid=
finish() {
    [[ -z $qemu_pid ]] || kill -KILL "$qemu_pid" 2>/dev/null || true
    rm -rf "$work" "$file.new"
}

# await COMMAND ...: until it succeeds, for as long as QEMU runs and nobody would have lost patience.
await() {
    until "$@"; do
        if (( SECONDS > patience )) || ! kill -0 "$qemu_pid" 2>/dev/null; then
            cat "$work/qemu.log" "$work/log"
            exit 1
        fi
        sleep 0.1
    done
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir "$work"/{control,empty}
mkfifo "$work/monitor"

compose_testbed_command "$memory" "$work" "$work/log"
compose_testbed_boot
cd "$testbed" # where the snapshot goes, too: its name needs no quotes in the monitor then
setpriv --pdeathsig KILL "${qemu[@]}" "${boot[@]}" -monitor stdio \
    -fw_cfg name=opt/ninesharp.run,string=0 <>"$work/monitor" >"$work/answers" 2>"$work/qemu.log" &
qemu_pid=$!
await grep -qs 'dom0: ready' "$work/log"
sleep 0.3 # for dom0 to come to rest
printf '%s\n' "migrate_set_parameter max-bandwidth 10G" "migrate_set_parameter downtime-limit 60000" \
    "migrate \"exec:cat >${file##*/}.new\"" "info migrate" >"$work/monitor"
await grep -qs 'Migration status:' "$work/answers"
kill -KILL "$qemu_pid"
wait "$qemu_pid" 2>/dev/null || true
qemu_pid=
grep -q 'Migration status: completed' "$work/answers" || { cat "$work/answers" "$work/qemu.log"; exit 1; }
rm -f "${file%-*}"-????????????????
mv "$file.new" "$file"
