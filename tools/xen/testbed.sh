# The testbed: real Xen in QEMU, with a Linux dom0 that starts one guest. Composes its QEMU command line, and takes and
# finds the snapshots that a run resumes from; sourced by tools/xen/run.sh and make-testbed.sh. Expects $root.

testbed=$root/out/xen
testbed_sources=("$root"/tools/xen/{packages.sh,make-testbed.sh,pack-testbed.sh,dom0-init.sh,dom0-qemu.sh,linux-init.sh})
# Folders that a guest can have: the devices are in the snapshot, so there are always as many.
readonly testbed_shares=8
readonly dom0_memory=320

# compose_testbed_command MIB FOLDER SERIAL_LOG: sets $qemu. FOLDER holds the control folder, an empty one, and the
# streams; $share_folders and $share_read_only say what the guest gets, $console_channel and $error_channel where its
# streams go.
compose_testbed_command() {
    local folder=${2//,/,,} index source
    # -smap: as QEMU 7.2 emulates it, IRET from ring 3 to ring 3 faults, which is how dom0 lives. -monitor: Xen's idle loop
    # would use MWAIT, which faults too. The others are not emulated, and named here lest QEMU says so each time.
    local processor=EPYC,+svm,+npt,-smap,-monitor
    processor+=,-rdseed,-sha-ni,-fxsr-opt,-misalignsse,-3dnowprefetch,-osvw,-topoext,-nrip-save,-xsavec
    qemu=(
        qemu-system-x86_64
        -machine pc,accel=tcg -cpu "$processor" -m "${1}M" -smp 1
        -nodefaults -no-user-config -display none -no-reboot
        -chardev "file,id=log,path=${3//,/,,}" -serial chardev:log
        -chardev "$console_channel,id=console"
        -chardev "file,id=errors,path=$folder/$error_channel,append=on"
        -chardev "file,id=status,path=$folder/status"
        -device virtio-serial-pci,max_ports=4
        -device virtserialport,nr=1,chardev=console
        -device virtserialport,nr=2,chardev=errors
        -device virtserialport,nr=3,chardev=status
        -device isa-debug-exit,iobase=0xf4,iosize=0x04
        -fsdev "local,id=control,path=$folder/control,security_model=none"
        -device virtio-9p-pci,fsdev=control,mount_tag=control
    )
    for (( index = 0; index < testbed_shares; index++ )); do
        source=${share_folders[index]:-$2/empty}
        qemu+=(
            -fsdev "local,id=share$index,path=${source//,/,,},security_model=none,multidevs=remap${share_read_only[index]:+,readonly=on}"
            -device "virtio-9p-pci,fsdev=share$index,mount_tag=share$index"
        )
    done
}

# compose_testbed_boot: sets $boot to what boots Xen with dom0 in it; in a resumed run -kernel keeps the option ROMs as they
# were. To be started in $testbed: in the name of a module a blank would begin its arguments.
compose_testbed_boot() {
    # eager-fpu: Xen would restore dom0's vector registers when they are first used (#NM), but QEMU 7.2 executes AVX
    # instructions without that exception, so that dom0's programs would go on with the guest's registers.
    local dom0_arguments="console=hvc0 quiet loglevel=4 mitigations=off rodata=off swiotlb=2048"
    boot=(
        -kernel xen
        -append "console=com1 com1=115200,8n1 dom0_mem=${dom0_memory}M,max:${dom0_memory}M dom0_max_vcpus=1 spec-ctrl=no,eager-fpu=on loglvl=warning guest_loglvl=warning"
        -initrd "vmlinux $dom0_arguments,dom0.cpio"
    )
}

# snapshot_file MIB: the snapshot of that machine, named after everything that it depends on: Xen remembers how fast this
# host's clock runs, and QEMU only resumes what it would build itself.
snapshot_file() {
    local key
    key=$({
        cat "$root/tools/xen/testbed.sh"
        grep -m 1 'model name' /proc/cpuinfo
        uname -r
        stat -Lc '%s %Y' "$(command -v qemu-system-x86_64)" "$testbed"/{xen,vmlinux,dom0.cpio}
    } | sha256sum)
    echo "$testbed/snapshot-$1-${key:0:16}"
}

# take_snapshot MIB FILE: boots up to where dom0 waits for its run; several callers at once take it once.
take_snapshot() {
    (
        flock 9
        [[ ! -e $2 ]] || exit 0
        quietly "booting Xen for a snapshot" "$BASH" "$root/tools/xen/take-snapshot.sh" "$1" "$2"
    ) 9>"$testbed/.snapshot.lock"
}

# choose_memory SIZE: sets $guest_mebibytes, and $host_mebibytes, of which there are few so that few snapshots are.
choose_memory() {
    local number=${1%[KMGTkmgt]} unit=${1: -1} limit=256
    case $unit in
        [Kk]) guest_mebibytes=$(( (number + 1023) / 1024 )) ;;
        [Gg]) guest_mebibytes=$(( number * 1024 )) ;;
        [Tt]) guest_mebibytes=$(( number * 1024 * 1024 )) ;;
        *) guest_mebibytes=$number ;;
    esac
    while (( limit < guest_mebibytes )); do
        limit=$(( limit * 2 ))
    done
    host_mebibytes=$(( dom0_memory + 192 + limit + limit / 32 ))
}
