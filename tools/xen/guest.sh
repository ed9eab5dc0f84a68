# Writes the control folder of one run of the testbed: the guest's xl.cfg and what dom0 does with it; sourced by run.sh.

# quote_xl TEXT: prints it as a string of xl.cfg.
quote_xl() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

guest_configuration() {
    local index separator=
    echo 'name="guest"'
    echo 'type="pvh"'
    echo 'kernel="/run/kernel"'
    [[ -z $ramdisk ]] || echo 'ramdisk="/run/ramdisk"'
    echo "cmdline=$(quote_xl "$kernel_line")"
    echo "memory=$guest_mebibytes"
    echo 'vcpus=1'
    echo 'tsc_mode="native"' # RDTSCP is intercepted otherwise, and QEMU's emulation of SVM does not know that
    echo -n 'p9=['
    for index in "${!share_tags[@]}"; do
        echo -n "$separator \"tag=${share_tags[index]},path=/share/$index,security_model=none\""
        separator=,
    done
    echo ' ]'
    # Without it stderr goes where stdout goes, in order. Xen 4.17 gives the first channel the number of the console
    # itself, which then overwrites its nodes in the store.
    [[ $error_channel != stderr ]] || echo 'channel=[ "name=unused,connection=pty", "name=stderr,connection=socket,path=/run/stderr" ]'
    echo 'device_model_override="/bin/dom0-qemu"'
    # The guest's last word is in the store until the domain is destroyed.
    printf 'on_%s="preserve"\n' poweroff reboot crash
}

# write_control FOLDER
write_control() {
    cp "$kernel" "$1/kernel" || return
    [[ -z $ramdisk ]] || cp "$ramdisk" "$1/ramdisk" || return
    [[ -z $hooks ]] || cp "$hooks" "$1/hooks" || return
    cp "$root/tools/xen/dom0-run.sh" "$1/run.sh"
    echo "${#share_tags[@]}" >"$1/shares"
    guest_configuration >"$1/guest.cfg"
}
