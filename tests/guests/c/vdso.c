// The time as the C library gets it without a syscall, against what the syscalls say; vdso COUNT asks that many times.
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include "probe.h"

static long long nanoseconds(struct timespec time) {
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Library, syscall, library: times must not go back, whoever tells them.
static int is_in_order(clockid_t clock) {
    long long last = 0;
    for (int i = 0; i < 300; i++) {
        struct timespec time;
        if (i % 3 == 1) {
            syscall(SYS_clock_gettime, clock, &time);
        } else {
            clock_gettime(clock, &time);
        }
        if (nanoseconds(time) < last || time.tv_nsec < 0 || time.tv_nsec > 999999999) {
            return 0;
        }
        last = nanoseconds(time);
    }
    return 1;
}

// time is a variable below.
static time_t seconds_now(time_t *seconds) {
    return time(seconds);
}

int main(int count, char **arguments) {
    struct timespec time;
    long calls = count > 1 ? atol(arguments[1]) : 0;
    for (long i = 0; i < calls; i++) {
        clock_gettime(i & 1 ? CLOCK_MONOTONIC : CLOCK_REALTIME, &time);
    }

    unsigned char *image = (unsigned char *)getauxval(AT_SYSINFO_EHDR);
    printf("image %d\n", image && !memcmp(image, "\177ELF", 4));
    int names[] = {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME, CLOCK_TAI};
    for (int i = 0; i < 5; i++) {
        printf("clock %d in order: %d\n", names[i], is_in_order(names[i]));
    }
    struct timeval day;
    time_t seconds, again;
    SHOW(gettimeofday(&day, 0));
    time_t before = day.tv_sec;
    seconds = 0;
    again = seconds_now(&seconds);
    clock_gettime(CLOCK_REALTIME, &time);
    printf("seconds agree: %d %d %d\n", again == seconds, seconds - before <= 1, time.tv_sec - seconds <= 1 && time.tv_sec >= seconds);
    SHOW(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time));
    SHOW(clock_gettime(77, &time));
    SHOW(clock_getres(CLOCK_MONOTONIC, &time));
    unsigned cpu = 77, node = 77;
    SHOW(syscall(SYS_getcpu, &cpu, &node, 0));
    printf("cpu known %d\n", cpu != 77 && node != 77);
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    while (maps && fgets(line, sizeof line, maps)) {
        if (strstr(line, "[vdso]")) {
            printf("listed as %.4s\n", strchr(line, ' ') + 1);
        }
    }
    return 0;
}
