#!/bin/bash
# Builds everything and runs every test. The last line is "N passed, N failed, N skipped"; the exit code is 1 when a
# test failed, a project did not build, crashed, or ran no test. Arguments are names of suites: ./test.sh Abi Vfs
set -u

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$root" || exit 1
source "$root/tools/run/packages.sh"
source "$root/tools/run/build.sh"

results=$root/out/test-results
passed=0 failed=0 skipped=0

# count NAME TRX SECONDS EXIT_CODE: adds a suite's numbers; a suite without any is a failure of its own.
count() {
    local counters suite_passed=0 suite_failed=0 suite_total=0 suite_skipped=0
    counters=$(grep -o '<Counters [^>]*>' "$2" 2>/dev/null | tail -n 1)
    [[ $counters =~ \ total=\"([0-9]+)\" ]] && suite_total=${BASH_REMATCH[1]}
    [[ $counters =~ \ passed=\"([0-9]+)\" ]] && suite_passed=${BASH_REMATCH[1]}
    [[ $counters =~ \ executed=\"([0-9]+)\" ]] && suite_failed=$(( BASH_REMATCH[1] - suite_passed ))
    suite_skipped=$(( suite_total - suite_passed - suite_failed ))
    if (( suite_total == 0 || ($4 != 0 && suite_failed == 0) )); then
        suite_failed=$(( suite_failed + 1 ))
        echo "$1: did not run to its end (exit code $4)"
    fi
    printf '%-16s %5d passed, %d failed, %d skipped, %d s\n' "$1" $suite_passed $suite_failed $suite_skipped "$3"
    passed=$(( passed + suite_passed )) failed=$(( failed + suite_failed )) skipped=$(( skipped + suite_skipped ))
}

# run_suite NAME: builds and runs tests/NAME.Tests.
run_suite() {
    local name=$1 trx=$results/$1.trx start=$SECONDS exit_code
    dotnet test "tests/$name.Tests" -v q --nologo --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
        --logger "console;verbosity=minimal" \
        --blame-hang --blame-hang-timeout 10m --blame-hang-dump-type none 2>&1 \
        | grep -vE '^ *$|^Results File:|^Test run for|^A total of|^Passed! |^Failed! |^VSTest version|^\[xUnit.net|^Data collector'
    exit_code=${PIPESTATUS[0]}
    count "$name" "$trx" $(( SECONDS - start )) "$exit_code"
}

# step TITLE COMMAND ...: something that must work, but is no suite of tests.
step() {
    local title=$1 start=$SECONDS
    shift
    if "$@"; then
        printf '%-16s done, %d s\n' "$title" $(( SECONDS - start ))
    else
        printf '%-16s failed, %d s\n' "$title" $(( SECONDS - start ))
        failed=$(( failed + 1 ))
    fi
}

# provide_testbed: that Xen's packages cannot be had is no failure; the tests that need them are skipped and say so.
# The snapshot is taken here, since it is announced on stderr, which is somebody's output in a test.
provide_testbed() {
    "$root/tools/xen/make-testbed.sh"
    case $? in
        0) (
            source "$root/tools/xen/testbed.sh"
            choose_memory 256M
            take_snapshot "$host_mebibytes" "$(snapshot_file "$host_mebibytes")"
        ) ;;
        3) ;;
        *) return 1 ;;
    esac
}

suites=("$@")
if (( $# == 0 )); then
    for project in tests/*.Tests; do
        suites+=("$(basename "$project" .Tests)")
    done
fi
rm -rf "$results" out/test-logs
mkdir -p "$results"

# The quick ones first; those that boot VMs need the kernel and the guests.
for suite in "${suites[@]}"; do
    [[ $suite == Qemu || $suite == XenVm ]] || run_suite "$suite"
done
if [[ " ${suites[*]} " == *" Qemu "* || " ${suites[*]} " == *" XenVm "* ]]; then
    step packages require_commands dotnet qemu-system-x86_64 perl gcc as ld.lld musl-gcc \
        /usr/lib/x86_64-linux-gnu/libc.a /bin/busybox git sqlite3 /usr/bin/python3 /usr/lib/python3.11/test/test_fileio.py
    step kernel build_kernel
    step guests tests/guests/build.sh
    step sample build_sample
fi
[[ " ${suites[*]} " != *" Qemu "* ]] || run_suite Qemu
if [[ " ${suites[*]} " == *" XenVm "* ]]; then
    step testbed provide_testbed
    run_suite XenVm
fi

echo "$passed passed, $failed failed, $skipped skipped"
(( failed == 0 ))
