# Runs QEMU once: connects the streams, watches for the end, a time-out or Ctrl-C, and turns the guest's status into
# an exit code; sourced by qemu-run.sh and tools/xen/run.sh. Expects $qemu (the command), $work (a folder of its own)
# and the options.

# connect_streams: a closed stream becomes /dev/null; two names for one file stay one stream, in order.
connect_streams() {
    [[ -e /dev/fd/0 ]] || exec </dev/null
    [[ -e /dev/fd/1 ]] || exec >/dev/null
    [[ -e /dev/fd/2 ]] || exec 2>/dev/null
    exec {input}<&0
    error_channel=stderr
    [[ ! /dev/fd/1 -ef /dev/fd/2 ]] || error_channel=stdout
}

# One pipe each for stdin, stdout and stderr stands between QEMU and the caller's files: QEMU would make those
# non-blocking, for everyone who has them open.
start_vm() {
    mkfifo "$work/stdin" "$work/stdout" "$work/stderr"
    : >"$work/status"
    cat "$work/stdout" >&1 &
    output_pid=$!
    error_pid=
    if [[ ${terminal:-} == *,stderr ]]; then
        sed -u 's/$/\r/' "$work/stderr" >&2 & # raw: a new line has to begin at its start
        error_pid=$!
    elif [[ $error_channel == stderr ]]; then
        cat "$work/stderr" >&2 &
        error_pid=$!
    fi
    # KILL on the parent's death: no QEMU stays behind even when this script is killed.
    setpriv --pdeathsig KILL perl "$root/tools/run/escape-stdin.pl" <&"$input" >"$work/stdin" &
    input_pid=$!
    # Its stdin is open for writing too, so that it never hangs up: QEMU takes that for a chance to write to stdout, and
    # drops a byte whenever it has had five while the pipe was full.
    setpriv --pdeathsig KILL "${qemu[@]}" <>"$work/stdin" >"$work/stdout" 2>"$work/qemu.log" &
    qemu_pid=$!
    timer_pid=
    if [[ -n $timeout ]]; then
        setpriv --pdeathsig KILL sleep "$timeout" &
        timer_pid=$!
    fi
}

# stop_vm: ends what still runs, and lets the output that is on its way arrive. A guest needs no orderly end here.
stop_vm() {
    local pid
    for pid in $qemu_pid $input_pid $timer_pid; do
        kill -KILL "$pid" 2>/dev/null
    done
    wait "$qemu_pid" "$input_pid" $timer_pid 2>/dev/null
}

# stop_streams: after a forced end nobody may be reading any more, so the output gets a second to drain.
stop_streams() {
    local tries
    for (( tries = 0; tries < 10; tries++ )); do
        kill -0 "$output_pid" $error_pid 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$output_pid" $error_pid 2>/dev/null
    wait "$output_pid" $error_pid 2>/dev/null
}

# interrupted SIGNAL: the trap of Ctrl-C and of a kill. Ends by the same signal, so that the caller sees it.
interrupted() {
    trap '' INT TERM HUP
    stop_vm
    stop_streams
    [[ -z ${terminal:-} ]] || return_terminal
    rm -rf "$work"
    trap - EXIT "$1"
    kill -s "$1" $$
}

# run_vm: sets $exit_code.
run_vm() {
    local ended status
    input_pid= qemu_pid= output_pid= error_pid= timer_pid=
    trap 'interrupted INT' INT
    trap 'interrupted TERM' TERM
    trap 'interrupted HUP' HUP
    [[ -z ${terminal:-} ]] || take_terminal
    start_vm
    wait -n -p ended "$qemu_pid" "$output_pid" $timer_pid 2>/dev/null # no word of bash's own when QEMU crashes
    status=$?
    if [[ $ended == "$output_pid" && $status == 0 ]]; then # its end of file: QEMU is ending too
        ended=$qemu_pid
        wait "$qemu_pid"
        status=$?
    fi
    stop_vm
    case $ended in
        "$qemu_pid")
            wait "$output_pid" $error_pid
            [[ -z ${terminal:-} ]] || return_terminal
            read_status "$status"
            ;;
        "$output_pid")
            stop_streams
            [[ -z ${terminal:-} ]] || return_terminal
            exit_code=141 # nobody reads our output any more: what SIGPIPE would have done to the app
            ;;
        *)
            stop_streams
            [[ -z ${terminal:-} ]] || return_terminal
            complain "time-out: the VM still ran after $timeout s"
            exit_code=124
            ;;
    esac
    trap - INT TERM HUP
}

# read_status QEMU_STATUS: the guest's last word on the status port.
read_status() {
    local line word= number=
    while read -r line; do
        if [[ $line =~ ^(exit|signal)\ ([0-9]+)$ || $line =~ ^(panic)$ || $line =~ ^(failed)\ (.*)$ ]]; then
            word=${BASH_REMATCH[1]} number=${BASH_REMATCH[2]:-}
        fi
    done <"$work/status"
    [[ -z $loglevel ]] || cat "$work/qemu.log" >&2
    case $word in
        exit) exit_code=$(( number & 255 )) ;;
        signal) exit_code=$(( 128 + (number & 127) )) ;;
        panic) exit_code=125 ;;
        failed) # dom0's word, not the guest's
            complain "$number"
            exit_code=125
            ;;
        *)
            # QEMU repeats its own name and may add hints; the last line with text is the reason.
            line=$(sed -n 's/^qemu-system-x86_64: //; /./h; ${g;p;}' "$work/qemu.log")
            complain "the VM ended without a status (QEMU exit $1)${line:+: $line}"
            exit_code=125
            ;;
    esac
}
