#!/bin/busybox sh
# /init of the Linux guest that tools/numbers-xen measures beside ours: understands as much of our command line as that
# takes (rootflags=, init=, arguments behind "--"), runs the program on the same share, and reports as our kernel does.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
exec </dev/console >/dev/console 2>&1
stty raw -echo

for module in $(cat /mod/order); do
    insmod "/mod/$module.ko" || echo "no module $module"
done
root=root flags=trans=xen,version=9p2000.L program=
for option in $(cat /proc/cmdline); do
    case $option in
        root=*) root=${option#root=} ;;
        rootflags=*) flags=${option#rootflags=} ;;
        init=*) program=${option#init=} ;;
        --) break ;;
    esac
done
mount -t 9p -o "$flags" "$root" /mnt
mount -t proc proc /mnt/proc
mount -t devtmpfs dev /mnt/dev
cd /mnt && chroot /mnt "$program" "$@"
status=$?
cd /
umount /mnt/proc /mnt/dev /mnt
xenstore-write data/ninesharp/status "exit $status"
poweroff -f
