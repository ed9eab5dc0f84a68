# Runs one guest in the testbed's dom0 and ends the VM; sourced by dom0's init (dom0-init.sh) from the control folder.
#   /control/guest.cfg   for xl                    /control/shares   how many folders to mount at /share/0, /share/1 …
#   /control/kernel, /control/ramdisk              /control/hooks    functions before, beside and afterwards, for tests
# Ports to the host: 1 the guest's console both ways, 2 its stderr (written by dom0's QEMU), 3 the status.
guest=/local/domain/1 # the first and only one of this boot

say() {
    read -r uptime rest </proc/uptime
    echo "dom0: $uptime $*"
}

# port N: its device, named after the number of the virtio device that it belongs to.
port() {
    set -- /dev/vport*p"$1"
    echo "$1"
}

report() {
    echo "$*" >"$(port 3)"
}

before() { :; }
beside() { :; }
afterwards() { :; }
[ ! -f /control/hooks ] || . /control/hooks

# Xen's date stood still while the snapshot lay there; the host's server dates a new file, and Linux tells Xen.
: >/control/now
date -s "@$(stat -c %Y /control/now)" >/dev/null

say "mounting"
index=0
read -r shares </control/shares
while [ $index -lt "$shares" ]; do
    mkdir -p /share/$index
    mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,cache=none share$index /share/$index
    index=$((index + 1))
done
cp /control/kernel /run/kernel
[ ! -f /control/ramdisk ] || cp /control/ramdisk /run/ramdisk
before

# xenconsoled writes the console into this pipe, byte for byte; "xl console" would go through a terminal.
exec 3<>"$(port 1)"
mkfifo /run/guest-guest.log
cat /run/guest-guest.log >&3 &
output=$!
[ -f /control/ramdisk ] || ( # Linux does not understand how stdin is escaped
    tty=
    until [ -n "$tty" ]; do
        usleep 20000
        tty=$(xenstore-read $guest/console/tty 2>/dev/null)
    done
    exec cat <&3 >"$tty"
) &
input=$!

say "creating the guest"
mkfifo /run/xl
exec 6<>/run/xl
(
    xl create -F /control/guest.cfg 2>&1
    echo "@ended"
) >/run/xl &
beside &
reason=
while read -r line; do
    case $line in
        *"has shut down, reason code "*)
            reason=${line##*reason code }
            reason=${reason%% *}
            break
            ;;
        @ended) break ;;
        *) echo "$line" >>/run/xl.log ;;
    esac
done <&6
say "the guest has ended, reason ${reason:-none}"

status=
if [ -n "$reason" ]; then
    status=$(xenstore-read $guest/data/ninesharp/status 2>/dev/null)
    # A guest without a last word has not waited for xenconsoled either, which looks every 200 ms at a chatty one.
    [ -n "$status" ] || usleep 250000
    # Made to reopen its logs, it first writes what it has; then the pipe has no writer any more and cat ends.
    rm /run/guest-guest.log
    kill -HUP "$(cat /run/xenconsoled.pid)"
    wait $output
else
    cat /run/xl.log
    kill $output 2>/dev/null
fi
kill $input 2>/dev/null
[ ! -s /var/log/xen/qemu-dm-guest.log ] || sed 's/^/qemu-dm: /' /var/log/xen/qemu-dm-guest.log
afterwards

case $status in
    "exit "*|"signal "*|panic) report "$status" ;;
    *)
        case $reason in
            '')
                line=$(grep -v '^Parsing config' /run/xl.log | tail -n 1)
                case $line in
                    *"has been destroyed"*) report "failed the guest was destroyed" ;;
                    *) report "failed xl could not start the guest: $line" ;;
                esac
                ;;
            3) report "failed the guest crashed without a status" ;;
            *) report "failed the guest ended without a status (reason $reason)" ;;
        esac
        ;;
esac
sync
say "done"
usleep 20000 # for the last line to leave the console
printf '\0' | dd of=/dev/port bs=1 seek=244 conv=notrunc 2>/dev/null # isa-debug-exit
