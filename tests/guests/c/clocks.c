// clocks SECONDS: the wall clock is within two minutes of SECONDS since 1970; sleeps last; no clock goes back.
#include <time.h>
#include "probe.h"

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
    return 0;
}
