// Syscalls that sleep when a signal comes: which fail with EINTR, which begin again, and what is left of their time.
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include "probe.h"

enum { FUTEX_WAIT, FUTEX_WAKE };

static volatile int calls, sleeping_id, is_done;
static int ends[2];
static int word = 1;
static pthread_t sleeper;

static void handler(int signal) {
    (void)signal;
    calls++;
}

static void handle(int signal, int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    MUST(sigaction(signal, &action, 0));
}

// Each sleeps for ever or for a while; what ends it otherwise happens behind the second signal.
// The lock's file is open before: in a slow open(2) a thread may sleep as well.
static int contender, blocker;
static long act_read(void) { char byte; return read(ends[0], &byte, 1); }
static long act_poll(void) { struct pollfd entry = {ends[0], POLLIN, 0}; return poll(&entry, 1, 30000); }
static long act_ppoll(void) {
    struct pollfd entry = {ends[0], POLLIN, 0};
    struct timespec time = {30, 0};
    return ppoll(&entry, 1, &time, 0);
}
static long act_select(void) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    struct timeval time = {30, 0};
    return select(ends[0] + 1, &set, 0, 0, &time);
}
static long act_pause(void) { return pause(); }
static long act_futex(void) { return syscall(SYS_futex, &word, FUTEX_WAIT, 1, 0, 0, 0); }
static long act_timed_futex(void) {
    struct timespec time = {30, 0};
    return syscall(SYS_futex, &word, FUTEX_WAIT, 1, &time, 0, 0);
}
static long act_nanosleep(void) {
    struct timespec time = {30, 0}, left = {0, 0};
    long result = nanosleep(&time, &left);
    int error = errno;
    printf("  time left: %d\n", left.tv_sec > 0 && left.tv_sec < 30);
    errno = error;
    return result;
}
static long act_absolute(void) {
    struct timespec time, left = {77, 77};
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += 30;
    int error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, &left);
    printf("  left untouched: %d\n", left.tv_sec == 77);
    errno = error;
    return error ? -1 : 0;
}
static long act_suspend(void) {
    sigset_t empty;
    sigemptyset(&empty);
    return sigsuspend(&empty);
}
static long act_timedwait(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    struct timespec time = {30, 0};
    return syscall(SYS_rt_sigtimedwait, &set, 0, &time, 8); // musl's begins again by itself
}
static long act_lock(void) {
    long result = flock(contender, LOCK_EX);
    flock(contender, LOCK_UN);
    return result;
}
static long act_record_lock(void) {
    struct flock lock = {.l_type = F_WRLCK};
    long result = fcntl(contender, F_OFD_SETLKW, &lock);
    lock.l_type = F_UNLCK;
    fcntl(contender, F_OFD_SETLK, &lock);
    return result;
}

static long (*action)(void);
static void *sleep_in(void *argument) {
    (void)argument;
    sleeping_id = (int)syscall(SYS_gettid);
    errno = 0;
    long result = action();
    is_done = 1;
    return result == -1 ? (void *)error_name(errno) : result == 0 ? (void *)"0" : (void *)"more";
}

// Sends a signal to the sleeper; if that does not end the sleep, lets it end by itself.
static void check(const char *name, long (*act)(void), int flags, void (*end)(void)) {
    handle(SIGUSR1, flags);
    calls = 0;
    action = act;
    sleeping_id = 0;
    is_done = 0;
    MUST(pthread_create(&sleeper, 0, sleep_in, 0));
    while (!sleeping_id) {
        usleep(100);
    }
    wait_until_asleep(sleeping_id);
    pthread_kill(sleeper, SIGUSR1);
    while (!calls) {
        usleep(100);
    }
    wait_until_asleep(sleeping_id);
    if (end && !is_done) {
        end();
    }
    void *result;
    pthread_join(sleeper, &result);
    printf("%s%s: %s, handled %d\n", name, flags & SA_RESTART ? " with SA_RESTART" : "", (char *)result, calls);
    fflush(stdout);
}

static void end_read(void) { MUST(write(ends[1], "x", 1)); }
static void drain(void) { char bytes[16]; MUST(fcntl(ends[0], F_SETFL, O_NONBLOCK)); while (read(ends[0], bytes, sizeof bytes) > 0) { } MUST(fcntl(ends[0], F_SETFL, 0)); }
static void end_futex(void) { word = 0; syscall(SYS_futex, &word, FUTEX_WAKE, INT_MAX, 0, 0, 0); word = 1; }
static void end_lock(void) { flock(blocker, LOCK_UN); struct flock lock = {.l_type = F_UNLCK}; fcntl(blocker, F_OFD_SETLK, &lock); }

static void pipe_signal(int signal) { printf("  signal %d\n", signal); }

int main(void) {
    MUST(pipe(ends));
    MUST(blocker = open("/tmp/lock", O_RDWR | O_CREAT, 0600));
    MUST(contender = open("/tmp/lock", O_RDWR));
    for (int round = 0; round < 2; round++) {
        int flags = round ? SA_RESTART : 0;
        check("read", act_read, flags, end_read);
        drain();
        check("futex", act_futex, flags, end_futex);
        check("timed futex", act_timed_futex, flags, 0);
        check("poll", act_poll, flags, 0);
        check("ppoll", act_ppoll, flags, 0);
        check("select", act_select, flags, 0);
        check("pause", act_pause, flags, 0);
        check("nanosleep", act_nanosleep, flags, 0);
        check("clock_nanosleep", act_absolute, flags, 0);
        check("sigsuspend", act_suspend, flags, 0);
        check("sigtimedwait", act_timedwait, flags, 0);
        flock(blocker, LOCK_EX);
        check("flock", act_lock, flags, end_lock);
        struct flock lock = {.l_type = F_WRLCK};
        MUST(fcntl(blocker, F_OFD_SETLK, &lock));
        check("F_OFD_SETLKW", act_record_lock, flags, end_lock);
    }

    puts("masks of calls");
    sigset_t usr1, empty, mask;
    sigemptyset(&empty);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, 0);
    calls = 0;
    raise(SIGUSR1);
    SHOW(sigsuspend(&empty));
    printf("handled %d\n", calls);
    sigprocmask(SIG_BLOCK, 0, &mask);
    printf("still blocked %d\n", sigismember(&mask, SIGUSR1));
    raise(SIGUSR1);
    struct timespec soon = {0, 1000000};
    SHOW(sigtimedwait(&usr1, 0, &soon));
    SHOW(sigtimedwait(&usr1, 0, &soon));
    soon.tv_nsec = -1;
    SHOW(sigtimedwait(&usr1, 0, &soon));
    printf("handled %d\n", calls);
    remove("/tmp/lock");
    calls = 0;
    raise(SIGUSR1);
    struct pollfd none = {-1, 0, 0};
    struct timespec second = {1, 0};
    SHOW(ppoll(&none, 1, &second, &empty));
    raise(SIGUSR1);
    SHOW(pselect(0, 0, 0, 0, &second, &empty));
    raise(SIGUSR1);
    int set = MUST(epoll_create1(0));
    struct epoll_event event;
    SHOW(epoll_pwait(set, &event, 1, 1000, &empty));
    sigprocmask(SIG_BLOCK, 0, &mask);
    printf("handled %d, still blocked %d\n", calls, sigismember(&mask, SIGUSR1));
    close(set);

    puts("broken pipe");
    close(ends[0]);
    signal(SIGPIPE, pipe_signal);
    SHOW(write(ends[1], "x", 1));
    signal(SIGPIPE, SIG_IGN);
    SHOW(write(ends[1], "x", 1));
    return 0;
}
