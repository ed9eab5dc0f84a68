// Timers that send signals: alarm, setitimer, POSIX timers with their overruns, and what is left of each.
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include "probe.h"

static volatile int calls, last_code, last_value;

static void handler(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)context;
    calls++;
    last_code = information->si_code;
    last_value = information->si_code == SI_TIMER ? information->si_value.sival_int : 0;
}

static void handle(int signal) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    MUST(sigaction(signal, &action, 0));
}

static void wait_for(int wanted) {
    while (calls < wanted) {
        pause();
    }
}

static void spin_for(int wanted) {
    while (calls < wanted) {
    }
}

static void show_interval(const char *title, int which) {
    struct itimerval value;
    MUST(getitimer(which, &value));
    printf("%s: runs %d, less than a second %d, every %ld us\n", title, value.it_value.tv_sec || value.it_value.tv_usec, value.it_value.tv_sec == 0,
        (long)value.it_interval.tv_usec);
}

static void intervals(void) {
    struct itimerval off = {{0, 0}, {0, 0}}, often = {{0, 2000}, {0, 1000}}, old, bad = {{0, 0}, {0, 1000000}};
    handle(SIGALRM);
    SHOW(alarm(100));
    SHOW(alarm(0));
    SHOW(alarm(0));
    SHOW(setitimer(ITIMER_REAL, &often, 0));
    wait_for(3);
    printf("code %d\n", last_code);
    show_interval("while it runs", ITIMER_REAL);
    SHOW(setitimer(ITIMER_REAL, &off, &old));
    printf("was every %ld us\n", (long)old.it_interval.tv_usec);
    show_interval("afterwards", ITIMER_REAL);
    SHOW(setitimer(ITIMER_REAL, &bad, 0));
    SHOW(setitimer(77, &off, 0));
    SHOW(syscall(SYS_setitimer, ITIMER_REAL, 8, 0));
    SHOW(syscall(SYS_getitimer, ITIMER_REAL, 8));

    calls = 0;
    handle(SIGVTALRM);
    handle(SIGPROF);
    SHOW(setitimer(ITIMER_PROF, &often, 0));
    usleep(20000);
    printf("sleep is no processor time: %d\n", calls < 5);
    spin_for(5);
    SHOW(setitimer(ITIMER_PROF, &off, 0));
    calls = 0;
    SHOW(setitimer(ITIMER_VIRTUAL, &often, 0));
    spin_for(5);
    SHOW(setitimer(ITIMER_VIRTUAL, &off, 0));

    // An alarm ends a sleep and is due at once when its time was over while it was blocked.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_BLOCK, &set, 0);
    calls = 0;
    setitimer(ITIMER_REAL, &often, 0);
    usleep(10000);
    printf("blocked %d\n", calls);
    sigprocmask(SIG_UNBLOCK, &set, 0);
    printf("unblocked %d\n", calls >= 1);
    setitimer(ITIMER_REAL, &off, 0);
}

static void posix(clockid_t clock, const char *name) {
    printf("clock %s\n", name);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value.sival_int = 1234};
    timer_t timer;
    handle(SIGRTMIN);
    SHOW(timer_create(clock, &event, &timer));
    struct itimerspec often = {{0, 1000000}, {0, 1000000}}, off = {{0, 0}, {0, 0}}, left;
    calls = 0;
    SHOW(timer_settime(timer, 0, &often, 0));
    spin_for(3);
    printf("code %d, value %d\n", last_code, last_value);
    SHOW(timer_gettime(timer, &left));
    printf("left %d, every %ld ns\n", left.it_value.tv_nsec > 0 && left.it_value.tv_nsec <= 1000000, left.it_interval.tv_nsec);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, 0);
    struct timespec start, end;
    clock_gettime(clock, &start);
    do {
        clock_gettime(clock, &end);
    } while ((end.tv_sec - start.tv_sec) * 1000000000 + end.tv_nsec - start.tv_nsec < 30000000);
    siginfo_t information;
    SHOW(sigwaitinfo(&set, &information) == SIGRTMIN);
    int overruns = timer_getoverrun(timer);
    printf("overruns at least ten: %d, the same in the signal: %d\n", overruns >= 10, overruns == information.si_overrun);
    SHOW(timer_settime(timer, 0, &off, &left));
    SHOW(timer_gettime(timer, &left));
    printf("left %ld\n", left.it_value.tv_nsec);
    sigprocmask(SIG_UNBLOCK, &set, 0);
    calls = 0;
    struct itimerspec at = {{0, 0}, {0, 0}};
    clock_gettime(clock, &at.it_value);
    at.it_value.tv_nsec += 1000000;
    at.it_value.tv_sec += at.it_value.tv_nsec / 1000000000;
    at.it_value.tv_nsec %= 1000000000;
    SHOW(timer_settime(timer, TIMER_ABSTIME, &at, 0));
    spin_for(1);
    SHOW(timer_settime(timer, TIMER_ABSTIME, &at, 0));
    spin_for(2);
    SHOW(timer_delete(timer));
}

int main(void) {
    intervals();
    posix(CLOCK_MONOTONIC, "monotonic");
    posix(CLOCK_REALTIME, "real time");
    posix(CLOCK_PROCESS_CPUTIME_ID, "process time");
    posix(CLOCK_THREAD_CPUTIME_ID, "thread time");
    timer_t timer;
    struct sigevent none = {.sigev_notify = SIGEV_NONE}, bad = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 99}, odd = {.sigev_notify = 77};
    struct itimerspec some = {{0, 0}, {100, 0}}, left;
    SHOW(timer_create(CLOCK_MONOTONIC, &none, &timer));
    SHOW(timer_settime(timer, 0, &some, 0));
    SHOW(timer_gettime(timer, &left));
    printf("left %d\n", left.it_value.tv_sec == 99);
    SHOW(timer_delete(timer));
    int id = 5;
    SHOW(syscall(SYS_timer_create, CLOCK_MONOTONIC, &bad, &id));
    SHOW(syscall(SYS_timer_create, CLOCK_MONOTONIC, &odd, &id));
    SHOW(syscall(SYS_timer_create, 99, 0, &id));
    SHOW(syscall(SYS_timer_create, CLOCK_MONOTONIC, 8, &id));
    SHOW(syscall(SYS_timer_settime, 77, 0, &some, 0));
    SHOW(syscall(SYS_timer_gettime, 77, &left));
    SHOW(syscall(SYS_timer_getoverrun, 77));
    SHOW(syscall(SYS_timer_delete, 77));
    return 0;
}
