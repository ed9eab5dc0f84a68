// clocks SECONDS: the wall clock is within two minutes of SECONDS since 1970; sleeps last; no clock goes back. Then what
// sleeps and futexes say to bad arguments.
#include <sys/syscall.h>
#include <time.h>
#include "probe.h"

// linux/futex.h, which musl's compiler does not find.
enum { FUTEX_WAIT = 0, FUTEX_REQUEUE = 3, FUTEX_CMP_REQUEUE = 4, FUTEX_WAIT_BITSET = 9, FUTEX_WAKE_BITSET = 10,
       FUTEX_CLOCK_REALTIME = 256 };

static long long now(clockid_t clock) {
    struct timespec time;
    MUST(clock_gettime(clock, &time));
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int argc, char **argv) {
    long long expected = argc > 1 ? atoll(argv[1]) : time(0);
    long long difference = now(CLOCK_REALTIME) / 1000000000 - expected;
    if (difference > -120 && difference < 120) {
        puts("wall clock: right");
    } else {
        printf("wall clock: wrong by %lld s\n", difference);
    }

    long long last = now(CLOCK_MONOTONIC), back = 0;
    for (int i = 0; i < 100000; i++) {
        long long next = now(CLOCK_MONOTONIC);
        back += next < last;
        last = next;
    }
    printf("monotonic: %lld steps back\n", back);

    struct timespec pause = {0, 50000000};
    long long monotonic = now(CLOCK_MONOTONIC), wall = now(CLOCK_REALTIME);
    MUST(nanosleep(&pause, 0));
    monotonic = now(CLOCK_MONOTONIC) - monotonic;
    wall = now(CLOCK_REALTIME) - wall;
    printf("50 ms of sleep: %s\n", monotonic >= 50000000 && monotonic < 5000000000 ? "right" : "wrong");
    long long apart = monotonic > wall ? monotonic - wall : wall - monotonic;
    printf("both clocks run alike: %s\n", apart < 50000000 ? "yes" : "no");
    struct timespec bad = {0, 1000000000};
    SHOW(nanosleep(&bad, 0));
    SHOW(clock_gettime(77, &pause));

    puts("-- which clocks one can sleep by");
    struct timespec brief = {0, 1000}, negative = {-1, 0};
    for (int clock = -1; clock <= 12; clock++) {
        // Those that count processor time would need a timer of their own, and the alarms a privilege.
        if (clock != CLOCK_PROCESS_CPUTIME_ID && clock != CLOCK_REALTIME_ALARM && clock != CLOCK_BOOTTIME_ALARM
            && clock != CLOCK_THREAD_CPUTIME_ID) {
            printf("%d: ", clock);
            SHOW(syscall(SYS_clock_nanosleep, clock, 0, &brief, 0));
        }
    }
    SHOW(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &negative, 0));

    puts("-- futex");
    static int word[2];
    struct timespec soon = {0, 1000000};
    SHOW(syscall(SYS_futex, (char *)word + 1, FUTEX_WAIT, 0, 0, 0, 0));
    SHOW(syscall(SYS_futex, word, FUTEX_WAIT, 1, 0, 0, 0));
    SHOW(syscall(SYS_futex, word, FUTEX_WAIT, 0, &soon, 0, 0));
    SHOW(syscall(SYS_futex, word, FUTEX_WAIT, 1, &bad, 0, 0));
    SHOW(syscall(SYS_futex, word, FUTEX_WAIT, 0, &negative, 0, 0));
    SHOW(syscall(SYS_futex, word, FUTEX_WAIT_BITSET, 1, 0, 0, 0));
    SHOW(syscall(SYS_futex, word, FUTEX_WAIT_BITSET, 0, &soon, 0, 1)); // long ago
    SHOW(syscall(SYS_futex, word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &soon, 0, 1));
    SHOW(syscall(SYS_futex, word, FUTEX_WAKE_BITSET, 1, 0, 0, 0));
    SHOW(syscall(SYS_futex, word, FUTEX_CMP_REQUEUE, 1, 1, word, 0)); // to itself
    SHOW(syscall(SYS_futex, word, FUTEX_CMP_REQUEUE, 1, 1, word + 1, 5));
    SHOW(syscall(SYS_futex, word, FUTEX_REQUEUE, 1, -1, word + 1, 0));
    return 0;
}
