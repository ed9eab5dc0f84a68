// Event counters, timers, poll and select: what is ready, when, and what is refused. Compared with Linux; epolls.c has epoll.
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include "probe.h"

static void counters(void) {
    puts("-- eventfd");
    uint64_t value = 0;
    int counter = MUST(eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC));
    SHOW(fcntl(counter, F_GETFD));
    SHOW(fcntl(counter, F_GETFL) & (O_ACCMODE | O_NONBLOCK));
    SHOW(read(counter, &value, 4));
    SHOW(read(counter, &value, 8));
    printf("%lu\n", value);
    SHOW(read(counter, &value, 8));
    value = 5;
    SHOW(write(counter, &value, 4));
    SHOW(write(counter, &value, 8));
    SHOW(write(counter, &value, 16));
    SHOW(read(counter, &value, 8));
    printf("%lu\n", value);
    value = UINT64_MAX;
    SHOW(write(counter, &value, 8));
    value = UINT64_MAX - 1;
    SHOW(write(counter, &value, 8));
    value = 1;
    SHOW(write(counter, &value, 8));
    struct pollfd entry = {counter, POLLIN | POLLOUT, 0};
    SHOW(poll(&entry, 1, 0));
    SHOW(entry.revents);
    SHOW(read(counter, (void *)0x10000, 8));
    close(counter);

    counter = MUST(eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK));
    SHOW(read(counter, &value, 8));
    printf("%lu\n", value);
    SHOW(read(counter, &value, 8));
    SHOW(read(counter, &value, 8));
    SHOW(eventfd(0, 2));
    SHOW(pread(counter, &value, 8, -1));
    SHOW(fsync(counter));
    SHOW(ftruncate(counter, 0));
    close(counter);
}

static void show_time(const char *title, struct itimerspec *setting) {
    // Only whether it is about right: the exact time differs from run to run.
    double left = setting->it_value.tv_sec + setting->it_value.tv_nsec / 1e9;
    printf("%s: interval %ld.%09ld, left %s\n", title, setting->it_interval.tv_sec, setting->it_interval.tv_nsec,
        left == 0 ? "nothing" : left <= 100 && left > 90 ? "some" : "wrong");
}

static void timers(void) {
    puts("-- timerfd");
    uint64_t count = 0;
    struct itimerspec setting = {{0, 0}, {0, 0}}, old = {{9, 9}, {9, 9}};
    int timer = MUST(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
    SHOW(timerfd_gettime(timer, &old));
    show_time("fresh", &old);
    SHOW(read(timer, &count, 8));
    SHOW(write(timer, &count, 8));
    setting.it_value.tv_sec = 100;
    setting.it_interval.tv_nsec = 7;
    SHOW(timerfd_settime(timer, 0, &setting, &old));
    SHOW(timerfd_gettime(timer, &old));
    show_time("armed", &old);
    setting.it_value.tv_sec = 0;
    SHOW(timerfd_settime(timer, 0, &setting, &old));
    show_time("before", &old);
    SHOW(timerfd_gettime(timer, &old));
    show_time("disarmed", &old);
    setting.it_interval.tv_nsec = 0;
    setting.it_value.tv_nsec = 2000000;
    SHOW(timerfd_settime(timer, 0, &setting, 0));
    struct pollfd entry = {timer, POLLIN, 0};
    SHOW(poll(&entry, 1, -1));
    SHOW(entry.revents);
    SHOW(read(timer, &count, 4));
    SHOW(read(timer, &count, 8));
    SHOW(count);
    SHOW(read(timer, &count, 8));
    SHOW(fcntl(timer, F_SETFL, 0));
    setting.it_interval.tv_nsec = 1000000;
    SHOW(timerfd_settime(timer, 0, &setting, 0));
    SHOW(read(timer, &count, 8));
    SHOW(count >= 1);
    usleep(20000);
    SHOW(read(timer, &count, 8));
    SHOW(count >= 10);
    // An absolute time that is over expires at once.
    setting.it_interval.tv_nsec = 0;
    setting.it_value.tv_nsec = 1;
    SHOW(timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, 0));
    SHOW(read(timer, &count, 8));
    SHOW(count);
    setting.it_value.tv_nsec = 1000000000;
    SHOW(timerfd_settime(timer, 0, &setting, 0));
    setting.it_value.tv_nsec = 0;
    setting.it_value.tv_sec = -1;
    SHOW(timerfd_settime(timer, 0, &setting, 0));
    SHOW(timerfd_settime(timer, 16, &setting, 0));
    SHOW(timerfd_settime(0, 0, (void *)0x10000, 0));
    SHOW(timerfd_gettime(0, &old));
    SHOW(timerfd_gettime(99, &old));
    SHOW(timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0));
    SHOW(timerfd_create(CLOCK_REALTIME, 4));
    int real = MUST(timerfd_create(CLOCK_REALTIME, 0));
    clock_gettime(CLOCK_REALTIME, &setting.it_value);
    setting.it_value.tv_sec -= 5;
    setting.it_interval.tv_sec = 2;
    SHOW(timerfd_settime(real, TFD_TIMER_ABSTIME, &setting, 0));
    SHOW(read(real, &count, 8));
    SHOW(count);
    close(real);
    close(timer);
}

static void selects(void) {
    puts("-- select and poll");
    int ends[2];
    MUST(pipe(ends));
    fd_set readers, writers;
    FD_ZERO(&readers);
    FD_ZERO(&writers);
    FD_SET(ends[0], &readers);
    FD_SET(ends[1], &writers);
    struct timeval second = {1, 0};
    SHOW(select(ends[1] + 1, &readers, &writers, 0, &second));
    SHOW(FD_ISSET(ends[0], &readers) != 0);
    SHOW(FD_ISSET(ends[1], &writers) != 0);
    SHOW(second.tv_sec * 1000000 + second.tv_usec > 900000);
    FD_SET(ends[0], &readers);
    struct timeval tick = {0, 3000};
    SHOW(syscall(SYS_select, ends[0] + 1, &readers, 0, 0, &tick));
    SHOW(tick.tv_usec);
    struct timespec nanos = {0, 3000000};
    SHOW(syscall(SYS_pselect6, 0, 0, 0, 0, &nanos, 0));
    SHOW(nanos.tv_nsec);
    struct pollfd entries[3] = {{ends[0], POLLIN, 77}, {-5, POLLIN, 77}, {98, POLLIN, 77}};
    SHOW(poll(entries, 3, 0));
    printf("%x %x %x\n", entries[0].revents, entries[1].revents, entries[2].revents);
    nanos.tv_nsec = 3000000;
    SHOW(syscall(SYS_ppoll, entries, 2, &nanos, 0, 8));
    SHOW(nanos.tv_nsec);
    FD_SET(97, &readers);
    SHOW(select(98, &readers, 0, 0, 0));
    SHOW(select(-1, 0, 0, 0, 0));
    second.tv_usec = -1;
    SHOW(select(0, 0, 0, 0, &second));
    struct rlimit limit = {64, 64};
    MUST(setrlimit(RLIMIT_NOFILE, &limit));
    SHOW(poll(entries, 65, 0));
    MUST(write(ends[1], "x", 1));
    SHOW(poll(entries, 1, -1));
    SHOW(poll((void *)0x10000, 1, 0));
    close(ends[1]);
    SHOW(poll(entries, 1, -1));
    printf("%x\n", entries[0].revents);
}

int main(void) {
    counters();
    timers();
    selects();
    return 0;
}
