// signalfd: blocked signals as records, waiting for them, and what is refused. Compared with Linux.
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include "probe.h"

static int file;

static void take(void) {
    struct signalfd_siginfo records[4];
    long count = read(file, records, sizeof records);
    printf("read %ld", count);
    for (long i = 0; i < count / (long)sizeof *records; i++) {
        printf(" %u/%d/%d%s", records[i].ssi_signo, records[i].ssi_code, records[i].ssi_int,
            records[i].ssi_pid == (unsigned)getpid() ? "/me" : "");
    }
    puts(count < 0 ? error_name(errno) : "");
}

static void *send_late(void *unused) {
    (void)unused;
    usleep(10000);
    kill(getpid(), SIGUSR2);
    return 0;
}

int main(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigaddset(&set, SIGKILL);
    sigaddset(&set, SIGRTMIN + 1);
    MUST(sigprocmask(SIG_BLOCK, &set, 0));
    file = MUST(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
    SHOW(fcntl(file, F_GETFD));
    take();
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    raise(SIGUSR2);
    union sigval value = {.sival_int = 42};
    MUST(sigqueue(getpid(), SIGRTMIN + 1, value));
    struct pollfd entry = {file, POLLIN | POLLOUT, 0};
    SHOW(poll(&entry, 1, 0));
    SHOW(entry.revents);
    take();
    take();
    int epoll = MUST(epoll_create1(0));
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    SHOW(epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event));
    SHOW(epoll_wait(epoll, &event, 1, 0));
    kill(getpid(), SIGUSR1);
    SHOW(epoll_wait(epoll, &event, 1, 0));
    SHOW(epoll_wait(epoll, &event, 1, 0));
    char small[64];
    SHOW(read(file, small, sizeof small));
    sigset_t other;
    sigemptyset(&other);
    sigaddset(&other, SIGUSR2);
    SHOW(signalfd(file, &other, 0) == file);
    take();
    pthread_t thread;
    MUST(fcntl(file, F_SETFL, 0));
    pthread_create(&thread, 0, send_late, 0);
    take();
    pthread_join(thread, 0);
    SHOW(signalfd(0, &other, 0));
    SHOW(signalfd(99, &other, 0));
    SHOW(signalfd(-1, &other, 1));
    SHOW(syscall(SYS_signalfd4, -1, &other, 4, 0));
    SHOW(syscall(SYS_signalfd4, -1, (void *)0x10000, 8, 0));
    SHOW(write(file, small, sizeof small));
    sigpending(&other);
    SHOW(sigismember(&other, SIGUSR1));
    return 0;
}
