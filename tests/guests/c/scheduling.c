// What the calls about processors and scheduling say of threads, and the clocks that count their time.
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include "probe.h"

enum { Nobody = 99999 };

static volatile int other, stop;

static void *work(void *unused) {
    other = gettid();
    while (!stop) {
    }
    return unused;
}

static void policies(void) {
    int none = 0, five = 5;
    SHOW(syscall(SYS_sched_getscheduler, 0));
    SHOW(syscall(SYS_sched_getscheduler, getpid()));
    SHOW(syscall(SYS_sched_getscheduler, -1));
    SHOW(syscall(SYS_sched_getscheduler, Nobody));
    SHOW(syscall(SYS_sched_setscheduler, 0, SCHED_BATCH, &none));
    SHOW(syscall(SYS_sched_getscheduler, 0));
    SHOW(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &five));
    SHOW(syscall(SYS_sched_setscheduler, 0, 4, &none));
    SHOW(syscall(SYS_sched_setscheduler, 0, 6, &none));
    SHOW(syscall(SYS_sched_setscheduler, 0, -1, &none));
    SHOW(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, 0));
    SHOW(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, 8));
    SHOW(syscall(SYS_sched_setscheduler, Nobody, SCHED_OTHER, &none));
    SHOW(syscall(SYS_sched_setparam, 0, &five));
    SHOW(syscall(SYS_sched_setparam, 0, &none));
    SHOW(syscall(SYS_sched_setparam, 0, 0));
    SHOW(syscall(SYS_sched_setparam, Nobody, &none));
    SHOW(syscall(SYS_sched_getparam, 0, &five));
    SHOW(five);
    SHOW(syscall(SYS_sched_getparam, 0, 0));
    SHOW(syscall(SYS_sched_getparam, -5, &five));
    SHOW(syscall(SYS_sched_getparam, Nobody, &five));
    SHOW(syscall(SYS_sched_get_priority_max, 4));
    SHOW(syscall(SYS_sched_get_priority_max, 6));
    SHOW(syscall(SYS_sched_get_priority_min, SCHED_RR));
    SHOW(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &none));
    struct timespec quantum;
    SHOW(syscall(SYS_sched_rr_get_interval, Nobody, &quantum));
    SHOW(syscall(SYS_sched_rr_get_interval, -1, &quantum));
}

static void affinity(void) {
    cpu_set_t set;
    SHOW(syscall(SYS_sched_getaffinity, getpid(), sizeof set, &set) > 0);
    SHOW(syscall(SYS_sched_getaffinity, Nobody, sizeof set, &set));
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    SHOW(syscall(SYS_sched_setaffinity, Nobody, sizeof set, &set));
    SHOW(syscall(SYS_sched_setaffinity, gettid(), sizeof set, &set));
}

static long long count(clockid_t clock) {
    struct timespec time = {0, -1};
    return syscall(SYS_clock_gettime, clock, &time) == 0 ? time.tv_sec * 1000000000LL + time.tv_nsec : -1;
}

static void clocks(void) {
    clockid_t process, thread;
    pthread_t worker;
    MUST(pthread_create(&worker, 0, work, 0));
    while (!other) {
        sched_yield();
    }
    SHOW(clock_getcpuclockid(0, &process));
    long long before = count(process);
    SHOW(before > 0);
    SHOW(count(process) >= before);
    SHOW(pthread_getcpuclockid(worker, &thread));
    before = count(thread);
    while (count(thread) <= before) {
        sched_yield();
    }
    struct timespec step;
    SHOW(clock_getres(thread, &step));
    SHOW(count(~0u << 3 | 2) >= 0);
    SHOW(count(~getpid() << 3 | 2) >= 0);
    SHOW(count(~other << 3 | 6) >= 0);
    SHOW(count(~0u << 3 | 6) >= 0);
    SHOW(count(~Nobody << 3 | 2));
    SHOW(count(~Nobody << 3 | 6));
    SHOW(count(~0u << 3 | 3));
    stop = 1;
    pthread_join(worker, 0);
    SHOW(count(thread));
}

int main(void) {
    policies();
    affinity();
    clocks();
    return 0;
}
