# Composes the kernel's command line and QEMU's; sourced by qemu-run.sh and, for the former, by tools/xen/run.sh, whose
# option variables it reads. $share_link is what shares are reached by, as mount(8) writes it: virtio or xen.

# The start info that QEMU hands to a PVH kernel on pc and q35 has room for 4 KiB of command line; longer ones
# overwrite it without a message.
readonly command_line_limit=4000

# quote_token BYTES: sets $quoted to one token of the kernel's command line.
quote_token() {
    local LC_ALL=C token=$1 index character code
    quoted=$token
    # microvm appends virtio_mmio.device=… of its own; in quotes the kernel takes it for an argument.
    [[ -z $token || $token == *[!A-Za-z0-9_./:=,+@%^~-]* || $token == virtio_mmio.* ]] || return 0
    (( ${#token} <= command_line_limit )) || return 0 # too long in any case
    quoted='"'
    for (( index = 0; index < ${#token}; index++ )); do
        character=${token:index:1}
        case $character in
            '"') quoted+='\"' ;;
            \\) quoted+='\\' ;;
            $'\n') quoted+='\n' ;;
            $'\t') quoted+='\t' ;;
            [\ -~]) quoted+=$character ;;
            *)
                printf -v code %d "'$character"
                printf -v code '\\x%02x' $(( code & 255 ))
                quoted+=$code
                ;;
        esac
    done
    quoted+='"'
}

add_token() {
    quote_token "$1"
    kernel_line+=${kernel_line:+ }$quoted
}

# compose_kernel_line: sets $kernel_line from the options and the app's arguments; returns 1 when it is too long.
compose_kernel_line() {
    local index value
    kernel_line=
    if [[ -n $share ]]; then
        add_token "root=$share_tag"
        add_token "rootfstype=9p"
        add_token "rootflags=trans=$share_link,version=9p2000.L$([[ $share_access != ro ]] || echo ,ro)"
    fi
    for index in "${!mount_tags[@]}"; do
        add_token "mount=${mount_tags[index]}:${mount_points[index]}${mount_read_only[index]:+:ro}"
    done
    add_token "init=${app[0]}"
    [[ -z $loglevel ]] || add_token "loglevel=$loglevel"
    for value in "${environment[@]}"; do
        add_token "env=$value"
    done
    [[ -z $guest_folder ]] || add_token "cwd=$guest_folder"
    if (( EUID != 0 )); then
        # As natively: the files of whoever starts the VM are the app's own.
        add_token "uid=$EUID"
        add_token "gid=$(id -g)"
    fi
    if [[ -n ${terminal:-} ]]; then
        add_token "tty=$terminal"
        # What Linux gives its init too. Consoles look for the terminal's description in the home.
        [[ " ${environment[*]}" == *" TERM="* ]] || add_token "env=TERM=${TERM:-linux}"
        [[ " ${environment[*]}" == *" HOME="* ]] || add_token "env=HOME=/"
    fi
    add_token "stdin=escaped"
    [[ -z $trace ]] || add_token "trace=$trace"
    [[ -z $stats ]] || add_token "stats=1"
    for value in "${kernel_options[@]}"; do
        add_token "$value"
    done
    kernel_line+=' --'
    for value in "${app[@]:1}"; do
        add_token "$value"
    done
    (( $(LC_ALL=C; echo ${#kernel_line}) <= command_line_limit ))
}

# choose_acceleration: sets $acceleration and $processor. /dev/kvm also exists where the processor offers no
# virtualization, and QEMU hangs there.
choose_acceleration() {
    acceleration=$accel
    if [[ $accel == auto ]]; then
        acceleration=tcg
        if [[ -w /dev/kvm ]] && grep -qwE 'vmx|svm' /proc/cpuinfo; then
            acceleration=kvm
        fi
    fi
    processor=max
    [[ $acceleration == tcg ]] || processor=host
}

# share_device: prints QEMU's name of the device for --transport, with the properties that make it one.
share_device() {
    local device
    case $transport in
        pci) device=virtio-9p-pci,disable-legacy=on ;;
        pci-port) device=virtio-9p-pci,bus=port$ports ;;
        pci-legacy) device=virtio-9p-pci,disable-modern=on,disable-legacy=off ;;
        mmio|mmio-legacy) device=virtio-9p-device ;;
    esac
    echo "$device"
}

# add_share TAG FOLDER READ_ONLY: a 9P server inside QEMU and the virtio device that leads to it.
add_share() {
    local folder=${2//,/,,} # a comma in a value is written twice
    if [[ $transport == pci-port ]]; then
        ports=$(( ports + 1 ))
        qemu+=(-device "pcie-root-port,id=port$ports,slot=$ports")
    fi
    # "none" acts like "passthrough" but stays silent where QEMU may not change an owner: as root the guest's chown
    # works as it does natively, and as any other user shares still work.
    qemu+=(
        -fsdev "local,id=$1,path=$folder,security_model=none,multidevs=remap${3:+,readonly=on}"
        -device "$(share_device),fsdev=$1,mount_tag=$1$transport_properties"
    )
}

# compose_qemu_command: sets the array $qemu. The channels are named pipes and files in $work.
compose_qemu_command() {
    local index machine_options=$machine_properties ports=0 channels=${work//,/,,}
    choose_acceleration
    if [[ $machine == microvm ]]; then
        machine_options=,isa-serial=off,rtc=on$machine_properties
        [[ $transport != pci* ]] || machine_options+=,pcie=on
    fi
    qemu=(
        qemu-system-x86_64
        -machine "$machine,accel=$acceleration$machine_options" -cpu "$processor" -m "$memory"
        -nodefaults -no-user-config -display none -monitor none -no-reboot
        # By the PC's clock alone, files that the host has just written would lie in the guest's future (kernel/Time/BootDate.cs).
        -kernel "$kernel" -append "date=${EPOCHREALTIME/[.,]/} $kernel_line"
        -chardev stdio,id=console,signal=off -device isa-serial,index=0,chardev=console
        -chardev "file,id=errors,path=$channels/$error_channel,append=on" -device isa-serial,index=1,chardev=errors
        -chardev "file,id=status,path=$channels/status" -device isa-debugcon,iobase=0xe9,chardev=status
        -device isa-debug-exit,iobase=0xf4,iosize=0x04
    )
    [[ $transport != mmio ]] || qemu+=(-global virtio-mmio.force-legacy=false)
    [[ -z $share ]] || add_share "$share_tag" "$share" "${share_access/rw/}"
    for index in "${!mount_tags[@]}"; do
        add_share "${mount_tags[index]}" "${mount_folders[index]}" "${mount_read_only[index]}"
    done
    [[ -z $gdb ]] || qemu+=(-gdb tcp:127.0.0.1:1234 -S)
}
