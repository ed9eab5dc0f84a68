# The packages of Debian 12 that the testbed is made of, and the kernel modules of its Linux systems; sourced by
# make-testbed.sh and pack-testbed.sh.

readonly xen_packages="xen-hypervisor-4.17-amd64 xen-utils-4.17 xenstore-utils qemu-system-xen busybox-static"
# What the programs of those link to, directly or not.
readonly library_packages="libxencall1 libxendevicemodel1 libxenevtchn1 libxenforeignmemory1 libxengnttab1 libxenhypfs1
    libxenmisc4.17 libxenstore4 libxentoolcore1 libxentoollog1 libyajl2 libc6 libgcc-s1 libstdc++6 zlib1g libzstd1
    liblzma5 libbz2-1.0 liblz4-1 libuuid1 libglib2.0-0 libpcre2-8-0 libffi8 libpixman-1-0 libfdt1 libjpeg62-turbo
    libusb-1.0-0 libudev1 libspice-server1 libssl3 libopus0 libsasl2-2 liborc-0.4-0 libgstreamer1.0-0
    libgstreamer-plugins-base1.0-0 libunwind8 libdw1 libelf1"
# In the order in which they are inserted.
readonly nine_p_modules="fs/netfs/netfs fs/fscache/fscache net/9p/9pnet"
readonly dom0_modules="drivers/xen/xen-privcmd drivers/xen/xen-evtchn drivers/xen/xen-gntdev drivers/xen/xen-gntalloc
    drivers/xen/xenfs/xenfs drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_modern_dev
    drivers/virtio/virtio_pci_legacy_dev drivers/virtio/virtio_pci drivers/char/virtio_console
    drivers/firmware/qemu_fw_cfg $nine_p_modules net/9p/9pnet_virtio fs/9p/9p"
readonly linux_modules="$nine_p_modules net/9p/9pnet_xen fs/9p/9p"

# kernel_package: the name of Debian's current kernel.
kernel_package() {
    apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1
}
