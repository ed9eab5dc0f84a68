// Event counters, timers, epoll, poll and select: what is ready, when, and what is refused. Compared with Linux.
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
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

static void wait_for(int epoll, int timeout) {
    struct epoll_event events[8];
    int count = epoll_wait(epoll, events, 8, timeout);
    printf("epoll_wait: %d", count);
    for (int i = 0; i < count; i++) {
        printf(" %x/%lu", events[i].events, (unsigned long)events[i].data.u64);
    }
    puts(count < 0 ? error_name(errno) : "");
}

static long control(int epoll, int operation, int descriptor, uint32_t wanted, uint64_t data) {
    struct epoll_event event = {.events = wanted, .data.u64 = data};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

static void epolls(void) {
    puts("-- epoll");
    int ends[2];
    char bytes[65536] = {0};
    MUST(pipe2(ends, O_NONBLOCK));
    int epoll = MUST(epoll_create1(EPOLL_CLOEXEC));
    SHOW(fcntl(epoll, F_GETFD));
    SHOW(epoll_create1(1));
    SHOW(epoll_create(0));
    SHOW(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN, 7));
    SHOW(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN, 7));
    SHOW(control(epoll, EPOLL_CTL_MOD, ends[1], EPOLLIN, 7));
    SHOW(control(epoll, EPOLL_CTL_DEL, ends[1], EPOLLIN, 7));
    SHOW(control(epoll, EPOLL_CTL_ADD, 99, EPOLLIN, 7));
    SHOW(control(99, EPOLL_CTL_ADD, ends[0], EPOLLIN, 7));
    SHOW(control(ends[0], EPOLL_CTL_ADD, ends[1], EPOLLIN, 7));
    SHOW(control(epoll, EPOLL_CTL_ADD, epoll, EPOLLIN, 7));
    SHOW(control(epoll, 9, ends[1], EPOLLIN, 7));
    SHOW(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[1], (void *)0x10000));
    int file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    SHOW(control(epoll, EPOLL_CTL_ADD, file, EPOLLIN, 7));
    int folder = MUST(open(".", O_RDONLY));
    SHOW(control(epoll, EPOLL_CTL_ADD, folder, EPOLLIN, 7));
    struct epoll_event event;
    SHOW(epoll_wait(epoll, &event, 0, 0));
    SHOW(epoll_wait(epoll, &event, -1, 0));
    SHOW(epoll_wait(file, &event, 1, 0));
    SHOW(epoll_wait(99, &event, 1, 0));

    puts("level");
    wait_for(epoll, 0);
    wait_for(epoll, 5);
    MUST(write(ends[1], "abc", 3));
    wait_for(epoll, -1);
    wait_for(epoll, 0);
    SHOW(epoll_wait(epoll, (void *)0x10000, 1, 0));
    MUST(read(ends[0], bytes, 8));
    wait_for(epoll, 0);

    puts("edge");
    SHOW(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLET, 8));
    wait_for(epoll, 0);
    MUST(write(ends[1], "abc", 3));
    wait_for(epoll, 0);
    wait_for(epoll, 0);
    MUST(read(ends[0], bytes, 1));
    wait_for(epoll, 0);
    MUST(write(ends[1], "d", 1));
    wait_for(epoll, 0);
    wait_for(epoll, 0);
    SHOW(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLET, 9)); // still something there: a fresh edge
    wait_for(epoll, 0);
    wait_for(epoll, 0);

    puts("one shot");
    SHOW(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLONESHOT, 10));
    wait_for(epoll, 0);
    wait_for(epoll, 0);
    MUST(write(ends[1], "e", 1));
    wait_for(epoll, 0);
    SHOW(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLONESHOT, 11));
    wait_for(epoll, 0);

    puts("room to write");
    SHOW(control(epoll, EPOLL_CTL_ADD, ends[1], EPOLLOUT | EPOLLET, 12));
    wait_for(epoll, 0);
    wait_for(epoll, 0);
    while (write(ends[1], bytes, sizeof bytes) > 0) {
    }
    wait_for(epoll, 0);
    while (read(ends[0], bytes, sizeof bytes) > 0) {
    }
    wait_for(epoll, 0);
    wait_for(epoll, 0);

    puts("hang up");
    SHOW(control(epoll, EPOLL_CTL_MOD, ends[0], 0, 13));
    SHOW(control(epoll, EPOLL_CTL_DEL, ends[1], 0, 0));
    close(ends[1]);
    wait_for(epoll, 0);
    int copy = MUST(dup(ends[0]));
    close(ends[0]); // the opening lives on, and with it the watch
    wait_for(epoll, 0);
    SHOW(control(epoll, EPOLL_CTL_DEL, ends[0], 0, 0));
    close(copy);
    wait_for(epoll, 0);

    puts("timers and counters");
    int timer = MUST(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
    struct itimerspec setting = {{0, 2000000}, {0, 2000000}};
    uint64_t value = 1;
    MUST(timerfd_settime(timer, 0, &setting, 0));
    SHOW(control(epoll, EPOLL_CTL_ADD, timer, EPOLLIN | EPOLLET, 20));
    wait_for(epoll, -1);
    wait_for(epoll, 20); // no edge until the expirations have been read
    MUST(read(timer, &value, 8));
    value = 1;
    wait_for(epoll, -1);
    struct itimerspec never = {{0, 0}, {0, 0}};
    MUST(timerfd_settime(timer, 0, &never, 0));
    wait_for(epoll, 0);
    int counter = MUST(eventfd(0, EFD_NONBLOCK));
    SHOW(control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN | EPOLLET, 21));
    wait_for(epoll, 0);
    MUST(write(counter, &value, 8));
    wait_for(epoll, 0);
    wait_for(epoll, 0);
    MUST(write(counter, &value, 8));
    wait_for(epoll, 0);
    SHOW(control(epoll, EPOLL_CTL_DEL, counter, 0, 0));

    puts("nested");
    int outer = MUST(epoll_create1(0));
    SHOW(control(outer, EPOLL_CTL_ADD, epoll, EPOLLIN, 30));
    SHOW(control(epoll, EPOLL_CTL_ADD, outer, EPOLLIN, 31));
    wait_for(outer, 0);
    SHOW(control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN, 22));
    wait_for(outer, 0);
    wait_for(epoll, 0);
    MUST(read(counter, &value, 8));
    wait_for(outer, 0);

    puts("exclusive");
    SHOW(control(outer, EPOLL_CTL_ADD, counter, EPOLLIN | EPOLLEXCLUSIVE, 32));
    SHOW(control(outer, EPOLL_CTL_MOD, counter, EPOLLIN, 32));
    SHOW(control(outer, EPOLL_CTL_ADD, timer, EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT, 32));

    puts("many, and turns");
    int many[5];
    value = 1;
    int turns = MUST(epoll_create1(0));
    for (int i = 0; i < 5; i++) {
        many[i] = MUST(eventfd(1, 0));
        MUST(control(turns, EPOLL_CTL_ADD, many[i], EPOLLIN, i));
    }
    int seen = 0;
    for (int i = 0; i < 5; i++) {
        MUST(epoll_wait(turns, &event, 1, 0));
        seen |= 1 << event.data.u64;
    }
    SHOW(seen);
    struct timespec short_time = {0, 1000000};
    SHOW(syscall(441, outer, &event, 1, &short_time, 0, 8));
    short_time.tv_nsec = -1;
    SHOW(syscall(441, outer, &event, 1, &short_time, 0, 8));
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
    epolls();
    selects();
    return 0;
}
