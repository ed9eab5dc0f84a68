// What entering the kernel costs, in nanoseconds: for tools/numbers-calls, which also runs it as the first process of a Linux guest.
#include <pthread.h>
#include <signal.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <time.h>
#include "probe.h"

enum { Wait, Wake, Rounds = 100, Calls = 200, Switches = 100 };

static int turn;
static volatile int handled;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

static void null_syscall(void) {
    syscall(SYS_getppid);
}

static void read_clock(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
}

static void handle(int signal) {
    (void)signal;
    handled++;
}

static void take_signal(void) {
    syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
}

static void wait_for(int mine) {
    int seen;
    while ((seen = __atomic_load_n(&turn, __ATOMIC_ACQUIRE)) != mine) {
        syscall(SYS_futex, &turn, Wait, seen, 0, 0, 0);
    }
}

static void give(int other) {
    __atomic_store_n(&turn, other, __ATOMIC_RELEASE);
    syscall(SYS_futex, &turn, Wake, 1, 0, 0, 0);
}

static void *answer(void *argument) {
    for (int i = 0; i < Switches / 2; i++) {
        wait_for(1);
        give(0);
    }
    return argument;
}

// From one thread to the other and back, each time with one futex call to wake and one to sleep.
static double switch_threads(void) {
    pthread_t thread;
    turn = 0;
    pthread_create(&thread, 0, answer, 0);
    usleep(1000);
    double start = now();
    for (int i = 0; i < Switches / 2; i++) {
        give(1);
        wait_for(0);
    }
    double end = now();
    pthread_join(thread, 0);
    return (end - start) / Switches;
}

static double repeat(void (*call)(void)) {
    double start = now();
    for (int i = 0; i < Calls; i++) {
        call();
    }
    return (now() - start) / Calls;
}

// The least of some rounds: whatever else the host does only adds to it.
static void measure(const char *name, void (*call)(void)) {
    double least = 1e18;
    for (int round = 0; round < Rounds; round++) {
        double value = call ? repeat(call) : switch_threads();
        least = value < least ? value : least;
    }
    printf("%s: %.0f\n", name, least);
    fflush(stdout);
}

int main(int count, char **arguments) {
    (void)count;
    signal(SIGUSR1, handle);
    measure("null syscall", null_syscall);
    measure("clock_gettime", read_clock);
    measure("signal and return", take_signal);
    measure("futex switch", 0);
    if (!strcmp(arguments[0], "/init")) {
        reboot(RB_AUTOBOOT);
    }
    return 0;
}
