// epoll(7): what is ready and how often it is said, nested ones, and what is refused. Compared with Linux.
#include <fcntl.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include "probe.h"

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

int main(void) {
    epolls();
    return 0;
}
