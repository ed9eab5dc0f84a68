# The user's terminal as the guest's: finds out whether there is one, makes it raw for the VM and gives it back, whatever
# happens; sourced by qemu-run.sh and used by tools/run/vm.sh. Expects $input and $error_channel of connect_streams.

terminal= terminal_hold= terminal_watch=

# find_terminal: sets $terminal to the kernel's tty= when stdin and stdout are a terminal. With only one of them the guest's
# streams stay bytes, because its echo would end up where the output goes.
find_terminal() {
    local rows columns
    [[ -t 0 && -t 1 ]] || return 0
    read -r rows columns < <(stty size <&0 2>/dev/null)
    if [[ -z ${columns:-} || $rows == 0 || $columns == 0 ]]; then
        rows=24 columns=80
    fi
    terminal=${columns}x$rows
    if [[ -t 2 ]]; then
        terminal+=,stderr
        error_channel=stderr # of the kernel's own lines, which start_vm makes fit for a raw terminal
    fi
}

# take_terminal: raw, so that every key reaches the guest, Ctrl-C too. A process of its own puts it back when nobody holds the
# pipe to it any more: that is so even when this script is killed.
take_terminal() {
    local saved
    [[ -n $terminal ]] || return 0
    saved=$(stty -g <&"$input") || return 0
    exec {terminal_hold}> >(
        trap '' INT TERM HUP QUIT TSTP
        cat >/dev/null
        stty "$saved" <&"$input"
    )
    terminal_watch=$!
    stty raw -echo <&"$input"
}

# return_terminal: returns when it is as it was. QEMU and the processes around it have ended.
return_terminal() {
    [[ -n $terminal_hold ]] || return 0
    exec {terminal_hold}>&-
    wait "$terminal_watch"
    terminal_hold=
}
