// Every syscall that takes pointers, with each of them wild in turn and all else good: the errno of Linux, and never a dead kernel.
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <time.h>
#include "probe.h"

#define FIRST 1
#define SECOND 2
#define THIRD 4
#define FOURTH 8
#define FIFTH 16
#define SIXTH 32

struct call {
    const char *name;
    long number;
    unsigned pointers; // which arguments are
    long arguments[6];
};

static char scratch[65536] __attribute__((aligned(64)));
static char path[] = "file", other[] = "other", text[] = "some text that is written";
static struct sockaddr_un address = {AF_UNIX, "missing"};
static struct timespec moment = {0, 1};
static struct epoll_event event = {.events = EPOLLIN};
static int length = sizeof scratch;
static int file, folder, input, output, counter, timer, epoll, queue, one, two;

#define CALL(name, pointers, ...) {#name, SYS_##name, pointers, {__VA_ARGS__}}
#define AT AT_FDCWD
#define S (long)scratch
#define PATH (long)path
#define OTHER (long)other
#define TEXT (long)text

static void try(const struct call *call) {
    static const unsigned long wild[] = {0x10000, 0xffff800000001000, 0x800000000000, 0xfffffffffffff000};
    for (int position = 0; position < 6; position++) {
        if (!(call->pointers & 1 << position)) {
            continue;
        }
        printf("%s %d:", call->name, position + 1);
        for (unsigned index = 0; index < sizeof wild / sizeof *wild; index++) {
            long a[6];
            memcpy(a, call->arguments, sizeof a);
            a[position] = wild[index];
            memset(scratch, 0, 4096);
            lseek(file, 0, SEEK_SET);
            long result = syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
            printf(" %s", result == -1 ? error_name(errno) : result == 0 ? "0" : "more");
        }
        puts("");
        fflush(stdout);
    }
}

int main(void) {
    int ends[2];
    file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    MUST(ftruncate(file, 65536));
    close(MUST(open("program", O_WRONLY | O_CREAT, 0755))); // whose arguments are looked at, but which nothing runs
    folder = MUST(open(".", O_RDONLY | O_DIRECTORY));
    MUST(pipe2(ends, O_NONBLOCK));
    input = ends[0], output = ends[1];
    counter = MUST(eventfd(5, EFD_NONBLOCK));
    timer = MUST(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
    epoll = MUST(epoll_create1(0));
    queue = MUST(inotify_init1(IN_NONBLOCK));
    MUST(epoll_ctl(epoll, EPOLL_CTL_ADD, counter, &event)); // ready, so that epoll_wait has something to write
    MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
    one = ends[0], two = ends[1];
    MUST(symlink("file", "link"));
    for (int i = 0; i < 64; i++) {
        MUST(write(output, text, sizeof text));
        MUST(write(one, text, sizeof text));
        MUST(write(two, text, sizeof text));
    }

    struct call calls[] = {
        CALL(read, SECOND, file, S, 16), CALL(write, SECOND, file, TEXT, 16), CALL(open, FIRST, PATH, O_RDONLY),
        CALL(stat, FIRST | SECOND, PATH, S), CALL(fstat, SECOND, file, S), CALL(lstat, FIRST | SECOND, PATH, S),
        CALL(poll, FIRST, S, 1, 0), CALL(rt_sigaction, SECOND | THIRD, SIGUSR1, S, S, 8),
        CALL(rt_sigprocmask, SECOND | THIRD, SIG_BLOCK, S, S, 8), CALL(ioctl, THIRD, input, 0x541B, S), CALL(ioctl, THIRD, file, 0x5401, S),
        CALL(ioctl, THIRD, file, 0x541B, S), CALL(ioctl, THIRD, input, 0x5421, S),
        CALL(pread64, SECOND, file, S, 16, 0), CALL(pwrite64, SECOND, file, TEXT, 16, 0), CALL(readv, SECOND, file, S, 1),
        CALL(writev, SECOND, file, S, 1), CALL(access, FIRST, PATH, 0), CALL(pipe, FIRST, S),
        CALL(select, SECOND | THIRD | FOURTH | FIFTH, 1, S, S, S, S), 
        CALL(nanosleep, FIRST, (long)&moment, 0), CALL(getitimer, SECOND, 0, S), CALL(setitimer, SECOND | THIRD, 0, S, S),
        CALL(sendfile, THIRD, output, file, S, 1), CALL(connect, SECOND, one, (long)&address, sizeof address),
        CALL(sendto, SECOND, one, TEXT, 4, 0, 0, 0), CALL(recvfrom, SECOND, two, S, 4, 0, 0, 0), CALL(sendmsg, SECOND, one, S, 0),
        CALL(recvmsg, SECOND, two, S, 0), CALL(bind, SECOND, one, (long)&address, sizeof address), CALL(getsockname, SECOND | THIRD, one, S, (long)&length),
        CALL(getpeername, SECOND | THIRD, one, S, (long)&length), CALL(socketpair, FOURTH, AF_UNIX, SOCK_STREAM, 0, S),
        CALL(setsockopt, FOURTH, one, SOL_SOCKET, SO_REUSEADDR, S, 4), CALL(getsockopt, FOURTH | FIFTH, one, SOL_SOCKET, SO_TYPE, S, (long)&length),
        CALL(wait4, SECOND | FOURTH, -1, S, 0, S), CALL(uname, FIRST, S), CALL(fcntl, THIRD, file, F_GETLK, S),
        CALL(fcntl, THIRD, file, F_SETLK, S), CALL(truncate, FIRST, PATH, 100), CALL(getcwd, FIRST, S, 4096), CALL(chdir, FIRST, PATH), CALL(rename, FIRST | SECOND, PATH, OTHER),
        CALL(mkdir, FIRST, OTHER, 0755), CALL(rmdir, FIRST, OTHER), CALL(creat, FIRST, OTHER, 0644), CALL(link, FIRST | SECOND, PATH, OTHER),
        CALL(unlink, FIRST, OTHER), CALL(symlink, FIRST | SECOND, PATH, OTHER), CALL(readlink, FIRST | SECOND, (long)"link", S, 100),
        CALL(chmod, FIRST, PATH, 0644), CALL(chown, FIRST, PATH, -1, -1), CALL(lchown, FIRST, PATH, -1, -1), CALL(gettimeofday, FIRST | SECOND, S, S),
        CALL(getrlimit, SECOND, RLIMIT_STACK, S), CALL(getrusage, SECOND, 0, S), CALL(sysinfo, FIRST, S), CALL(times, FIRST, S),
        CALL(getgroups, SECOND, 0, S), CALL(setgroups, SECOND, 1, S), CALL(getresuid, FIRST | SECOND | THIRD, S, S, S),
        CALL(getresgid, FIRST | SECOND | THIRD, S, S, S), CALL(capget, FIRST, S, 0), CALL(rt_sigpending, FIRST, S, 8),
        CALL(rt_sigtimedwait, FIRST | SECOND | THIRD, S, S, S, 8), CALL(sigaltstack, SECOND, 0, S), CALL(utime, FIRST | SECOND, PATH, S), CALL(mknod, FIRST, OTHER, S_IFREG, 0),
        CALL(statfs, FIRST | SECOND, PATH, S), CALL(fstatfs, SECOND, file, S), CALL(sched_getparam, SECOND, 0, S),
        CALL(sched_rr_get_interval, SECOND, 0, S), CALL(prctl, SECOND, PR_SET_NAME, TEXT), CALL(prctl, SECOND, PR_GET_NAME, S),
        CALL(arch_prctl, SECOND, 0x1003, S), CALL(chroot, FIRST, PATH), CALL(setxattr, FIRST | SECOND, PATH, TEXT, S, 1, 0), CALL(getxattr, FIRST | SECOND, PATH, TEXT, S, 1),
        CALL(listxattr, FIRST, PATH, S, 1), CALL(removexattr, FIRST | SECOND, PATH, TEXT), CALL(time, FIRST, S), CALL(futex, FIRST, S, 1, 1),
        CALL(futex, FIRST | FOURTH, S, 128, 0, (long)&moment), CALL(sched_setaffinity, THIRD, 0, 8, S), CALL(sched_getaffinity, THIRD, 0, 128, S),
        CALL(getdents64, SECOND, folder, S, 4096), CALL(timer_create, SECOND | THIRD, 0, S, S), CALL(clock_gettime, SECOND, 1, S), CALL(clock_getres, SECOND, 1, S),
        CALL(clock_nanosleep, THIRD, 1, 0, (long)&moment, 0), CALL(epoll_wait, SECOND, epoll, S, 1, 0), CALL(epoll_ctl, FOURTH, epoll, EPOLL_CTL_ADD, input, (long)&event),
        CALL(utimes, FIRST | SECOND, PATH, S), CALL(waitid, THIRD | FIFTH, 0, 1, S, 4, S), CALL(inotify_add_watch, SECOND, queue, PATH, IN_OPEN),
        CALL(openat, SECOND, AT, PATH, O_RDONLY), CALL(mkdirat, SECOND, AT, OTHER, 0755), CALL(mknodat, SECOND, AT, OTHER, S_IFREG, 0),
        CALL(fchownat, SECOND, AT, PATH, -1, -1, 0), CALL(futimesat, SECOND | THIRD, AT, PATH, S), CALL(newfstatat, SECOND | THIRD, AT, PATH, S, 0),
        CALL(unlinkat, SECOND, AT, OTHER, 0), CALL(renameat, SECOND | FOURTH, AT, PATH, AT, OTHER), CALL(linkat, SECOND | FOURTH, AT, PATH, AT, OTHER, 0),
        CALL(symlinkat, FIRST | THIRD, PATH, AT, OTHER), CALL(readlinkat, SECOND | THIRD, AT, (long)"link", S, 100), CALL(fchmodat, SECOND, AT, PATH, 0644),
        CALL(faccessat, SECOND, AT, PATH, 0), CALL(pselect6, SECOND | THIRD | FOURTH | FIFTH | SIXTH, 1, S, S, S, (long)&moment, S),
        CALL(ppoll, FIRST | THIRD | FOURTH, S, 1, (long)&moment, S, 8), CALL(splice, SECOND | FOURTH, file, S, output, 0, 1, 0),
        CALL(utimensat, SECOND | THIRD, AT, PATH, S, 0), CALL(epoll_pwait, SECOND | FIFTH, epoll, S, 1, 0, S, 8), CALL(timerfd_settime, THIRD | FOURTH, timer, 0, S, S),
        CALL(timerfd_gettime, SECOND, timer, S), CALL(pipe2, FIRST, S, 0), CALL(preadv, SECOND, file, S, 1, 0), CALL(pwritev, SECOND, file, S, 1, 0),
        CALL(prlimit64, THIRD | FOURTH, 0, RLIMIT_STACK, 0, S), CALL(getcpu, FIRST | SECOND, S, S, 0), CALL(renameat2, SECOND | FOURTH, AT, PATH, AT, OTHER, 0),
        CALL(getrandom, FIRST, S, 16, 0), CALL(copy_file_range, SECOND | FOURTH, file, S, file, S, 1, 0),
        CALL(preadv2, SECOND, file, S, 1, 0, 0, 0), CALL(pwritev2, SECOND, file, S, 1, 0, 0, 0), CALL(statx, SECOND | FIFTH, AT, PATH, 0, 0x7ff, S),
        CALL(clone3, FIRST, S, 88), CALL(execve, FIRST | SECOND | THIRD, (long)"program", S, S), CALL(memfd_create, FIRST, TEXT, 0),
        CALL(mincore, THIRD, S & ~4095, 4096, S), CALL(faccessat2, SECOND, AT, PATH, 0, 0),
    };
    for (unsigned index = 0; index < sizeof calls / sizeof *calls; index++) {
        try(&calls[index]);
    }

    // Through the descriptors that have no file behind them.
    struct call descriptors[] = {
        CALL(read, SECOND, input, S, 8), CALL(write, SECOND, output, TEXT, 8), CALL(read, SECOND, counter, S, 8), CALL(write, SECOND, counter, S, 8),
        CALL(read, SECOND, two, S, 8), CALL(write, SECOND, two, TEXT, 8), CALL(read, SECOND, timer, S, 8), CALL(read, SECOND, queue, S, 64),
    };
    for (unsigned index = 0; index < sizeof descriptors / sizeof *descriptors; index++) {
        try(&descriptors[index]);
    }
    return 0;
}
