#!/bin/busybox sh
# /init of the testbed's dom0: starts what Xen needs in it, waits where the snapshot is taken, then runs what this run's
# control folder says (dom0-run.sh). tools/xen/make-testbed.sh packs it.
/bin/busybox --install -s /bin
export PATH=/bin:/usr/lib/xen-4.17/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts
exec </dev/console >/dev/console 2>&1

for module in $(cat /mod/order); do
    insmod "/mod/$module.ko" || echo "dom0: no module $module"
done
mount -t xenfs xenfs /proc/xen
mount -t tmpfs tmpfs /run
mkdir -p /run/xen /run/xenstored /run/lock
xenstored --pid-file /run/xenstored.pid
xen-init-dom0 >/dev/null
# Its log of a guest's console is a named pipe that dom0-run.sh makes.
xenconsoled --log=guest --log-dir=/run --pid-file=/run/xenconsoled.pid

# "0" while the snapshot is made, "1" in a run; QEMU's file is read afresh each time.
is_released() {
    released=
    read -r released </sys/firmware/qemu_fw_cfg/by_name/opt/ninesharp.run/raw
    [ "$released" = 1 ]
}
if ! is_released; then
    echo "dom0: ready"
    until is_released; do
        usleep 10000
    done
fi
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 control /control && . /control/run.sh
reboot -f # with -no-reboot this ends QEMU
