# The options that qemu-run.sh and tools/xen/run.sh have in common: parses and checks them; sourced by both. Expects
# $command_name, usage and, for the options that only one of them has, $own_flags and $own_options (names between
# blanks) and take_own_option OPTION [VALUE].

share= share_access= share_tag=root guest_folder= kernel= memory=256M trace= loglevel= timeout= stats= dry_run= sample=
mount_tags=() mount_folders=() mount_points=() mount_read_only=() environment=() kernel_options=() app=()

complain() {
    echo "$command_name: $*" >&2
}

fail() {
    complain "$@"
    exit 125
}

bad_option() {
    complain "$@ (try --help)"
    exit 125
}

# parse_mount TAG=DIR[:ro][:/guest/path]
parse_mount() {
    local tag=${1%%=*} folder=${1#*=} point= read_only=
    [[ $1 == *=* && $tag =~ ^[A-Za-z][A-Za-z0-9_-]{0,30}$ ]] || bad_option "--mount wants TAG=DIR[:ro][:/guest/path], not '$1'"
    if [[ ! -d $folder && $folder =~ ^(.*):(/[^:]*)$ ]]; then
        folder=${BASH_REMATCH[1]} point=${BASH_REMATCH[2]}
    fi
    if [[ ! -d $folder && $folder == *:ro ]]; then
        folder=${folder%:ro} read_only=yes
    fi
    [[ -d $folder ]] || fail "--mount: no such folder: $folder"
    [[ " $share_tag ${mount_tags[*]} " != *" $tag "* ]] || bad_option "--mount: the tag '$tag' is taken"
    mount_tags+=("$tag")
    mount_folders+=("$(readlink -f "$folder")")
    mount_points+=("${point:-/mnt/$tag}")
    mount_read_only+=("$read_only")
}

parse_options() {
    local option
    while (( $# > 0 )); do
        option=$1
        case $option in
            --) shift; app=("$@"); [[ -n ${1-} ]] || bad_option "no app after --"; break ;;
            --help) usage; exit 0 ;;
            --stats) stats=yes; shift; continue ;;
            --dry-run) dry_run=yes; shift; continue ;;
        esac
        if [[ $own_flags == *" $option "* ]]; then
            take_own_option "$option"
            shift
            continue
        fi
        [[ " --share --mount --mem --env --cwd --trace --loglevel --timeout --kernel --append $own_options" == *" $option "* ]] \
            || bad_option "unknown option '$option'"
        (( $# > 1 )) || bad_option "$option wants a value"
        case $option in
            --share) share=$2 ;;
            --mount) parse_mount "$2" ;;
            --mem) memory=$2 ;;
            --env) environment+=("$2") ;;
            --cwd) guest_folder=$2 ;;
            --trace) trace=$2 ;;
            --loglevel) loglevel=$2 ;;
            --timeout) timeout=$2 ;;
            --kernel) kernel=$2 ;;
            --append) kernel_options+=("$2") ;;
            *) take_own_option "$option" "$2" ;;
        esac
        shift 2
    done
    if (( ${#app[@]} == 0 )); then
        [[ -z $share ]] || bad_option "no app: add -- /app"
        sample=yes share=$root/samples/share app=(/WordCount /)
    fi
}

# check_memory: below 5M the kernel's tables do not fit, and below 3M QEMU cannot place the kernel and says nothing.
check_memory() {
    [[ $memory =~ ^([1-9][0-9]{0,9})([KMGTkmgt]?)$ ]] || bad_option "--mem is a size such as 64M, not '$memory'"
    local number=${BASH_REMATCH[1]} unit=${BASH_REMATCH[2]}
    case ${unit:-M} in
        [Kk]) (( number >= 5120 )) ;;
        [Mm]) (( number >= 5 )) ;;
    esac || bad_option "--mem wants at least 5M, not '$memory'"
}

# check_common_options: ends with the kernel's command line in $kernel_line.
check_common_options() {
    local variable
    check_memory
    [[ $trace == '' || $trace == 9p ]] || bad_option "--trace knows 9p, not '$trace'"
    [[ $loglevel == '' || $loglevel == [0-7] ]] || bad_option "--loglevel is 0 to 7, not '$loglevel'"
    [[ $timeout == '' || $timeout =~ ^[0-9]+(\.[0-9]+)?$ ]] || bad_option "--timeout is a number of seconds, not '$timeout'"
    [[ $guest_folder == '' || $guest_folder == /* ]] || bad_option "--cwd is an absolute path in the guest, not '$guest_folder'"
    for variable in "${environment[@]}"; do
        [[ $variable == ?*=* ]] || bad_option "--env wants K=V, not '$variable'"
    done
    if [[ -n $share ]]; then
        if [[ ! -d $share && $share == *:r[ow] ]]; then
            share_access=${share##*:} share=${share%:*}
        fi
        [[ -d $share ]] || fail "--share: no such folder: $share"
        share=$(readlink -f "$share")
        [[ $share != / || -n $share_access ]] || share_access=ro # a guest's mistake must not change the host
    fi
    [[ -z $kernel || -f $kernel ]] || fail "--kernel: no such file: $kernel"
    compose_kernel_line || fail "the app's arguments and environment need more than $command_line_limit bytes"
}

# provide_kernel: builds what is to run unless --kernel names it, and the sample where nothing else was asked for.
provide_kernel() {
    if [[ -z $kernel ]]; then
        build_kernel || exit 125
        kernel=$root/out/ninesharp.elf
    fi
    [[ -z $sample ]] || build_sample || exit 125
}
