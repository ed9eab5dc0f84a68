#!/bin/sh
# What xl starts as QEMU in the testbed's dom0: the guest's channel becomes a port to the host, because the socket that
# xl.cfg would give it drops what is written before somebody connects.
port=
for port in /dev/vport*p2; do :; done
count=$#
while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    case $argument in
        socket,id=libxl-channel1,*) argument=file,id=libxl-channel1,path=$port ;;
    esac
    set -- "$@" "$argument"
    count=$((count - 1))
done
exec /usr/libexec/xen-qemu-system-i386 "$@"
