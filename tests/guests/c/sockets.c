// socketpair(AF_UNIX): streams, messages, ends, flags, options, and what is refused. Compared with Linux.
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include "probe.h"

static int one, two;
static char bytes[200000];

static void events(const char *title, int socket) {
    struct pollfd entry = {socket, POLLIN | POLLOUT | POLLRDHUP, 0};
    poll(&entry, 1, 0);
    printf("%s: %x\n", title, entry.revents);
}

static void pair(int kind) {
    int ends[2];
    MUST(socketpair(AF_UNIX, kind, 0, ends));
    one = ends[0];
    two = ends[1];
}

static void *write_late(void *unused) {
    (void)unused;
    usleep(10000);
    MUST(write(two, "late", 4));
    return 0;
}

static void streams(void) {
    puts("-- stream");
    pair(SOCK_STREAM | SOCK_CLOEXEC);
    SHOW(fcntl(one, F_GETFD));
    SHOW(fcntl(two, F_GETFL) & (O_ACCMODE | O_NONBLOCK));
    struct stat status;
    MUST(fstat(one, &status));
    SHOW(S_ISSOCK(status.st_mode));
    SHOW(lseek(one, 0, SEEK_CUR));
    events("fresh", one);
    SHOW(write(one, "hello ", 6));
    SHOW(write(one, "world", 5));
    events("written", two);
    int count = 0;
    SHOW(ioctl(two, FIONREAD, &count));
    SHOW(count);
    memset(bytes, 0, 32);
    SHOW(recv(two, bytes, 5, MSG_PEEK));
    SHOW(recv(two, bytes, 100, 0));
    puts(bytes);
    SHOW(recv(two, bytes, 100, MSG_DONTWAIT));
    pthread_t thread;
    pthread_create(&thread, 0, write_late, 0);
    SHOW(read(one, bytes, 100));
    pthread_join(thread, 0);
    pthread_create(&thread, 0, write_late, 0);
    MUST(write(two, "a", 1));
    SHOW(recv(one, bytes, 5, MSG_WAITALL));
    pthread_join(thread, 0);

    struct iovec out[3] = {{"ab", 2}, {"", 0}, {"cde", 3}};
    struct msghdr header = {.msg_iov = out, .msg_iovlen = 3};
    SHOW(sendmsg(one, &header, 0));
    struct iovec in[2] = {{bytes, 3}, {bytes + 50, 50}};
    char control[64];
    struct sockaddr_un name;
    header = (struct msghdr){.msg_iov = in, .msg_iovlen = 2, .msg_control = control, .msg_controllen = 64, .msg_name = &name, .msg_namelen = sizeof name};
    memset(bytes, 0, 100);
    SHOW(recvmsg(two, &header, 0));
    printf("%s %s %d %d %x\n", bytes, bytes + 50, (int)header.msg_namelen, (int)header.msg_controllen, header.msg_flags);

    SHOW(fcntl(one, F_SETFL, O_NONBLOCK));
    long total = 0, part;
    while ((part = write(one, bytes, sizeof bytes)) > 0) {
        total += part;
    }
    SHOW(errno);
    events("full", one);
    long received = 0;
    SHOW(fcntl(two, F_SETFL, O_NONBLOCK));
    while ((part = read(two, bytes, 777)) > 0) {
        received += part;
    }
    SHOW(total == received);
    events("drained", one);

    SHOW(shutdown(one, 7));
    SHOW(shutdown(one, SHUT_WR));
    events("shut", one);
    events("its peer", two);
    SHOW(read(two, bytes, 8));
    signal(SIGPIPE, SIG_IGN);
    SHOW(write(one, "x", 1));
    SHOW(write(two, "still", 5));
    SHOW(read(one, bytes, 8));
    MUST(write(two, "lost", 4));
    close(one);
    events("closed", two);
    SHOW(read(two, bytes, 8));
    SHOW(read(two, bytes, 8));
    SHOW(send(two, "x", 1, MSG_NOSIGNAL));
    close(two);

    puts("unread bytes are told");
    pair(SOCK_STREAM);
    MUST(write(two, "lost", 4));
    close(one);
    events("reset", two);
    int error = -1;
    socklen_t length = sizeof error;
    SHOW(getsockopt(two, SOL_SOCKET, SO_ERROR, &error, &length));
    SHOW(error);
    SHOW(read(two, bytes, 8));
    close(two);
}

static void messages(int kind) {
    printf("-- messages %d\n", kind);
    pair(kind | SOCK_NONBLOCK);
    SHOW(write(one, "first", 5));
    SHOW(write(one, "", 0));
    SHOW(send(one, "", 0, 0));
    SHOW(write(one, "second", 6));
    int count = 0;
    SHOW(ioctl(two, FIONREAD, &count));
    SHOW(count);
    SHOW(recv(two, bytes, 3, MSG_PEEK | MSG_TRUNC));
    SHOW(recv(two, bytes, 3, 0));
    SHOW(recv(two, bytes, 3, 0));
    struct iovec in[2] = {{bytes, 2}, {bytes + 50, 2}};
    struct msghdr header = {.msg_iov = in, .msg_iovlen = 2};
    SHOW(recvmsg(two, &header, 0));
    SHOW(header.msg_flags & MSG_TRUNC);
    SHOW(recv(two, bytes, 3, 0));
    struct iovec out[2] = {{"to", 2}, {"gether", 6}};
    header = (struct msghdr){.msg_iov = out, .msg_iovlen = 2};
    SHOW(sendmsg(two, &header, 0));
    SHOW(recv(one, bytes, 100, 0));
    SHOW(write(one, bytes, 60000));
    SHOW(read(two, bytes, sizeof bytes));
    events("idle", one);
    MUST(write(one, "x", 1));
    events("message", two);
    SHOW(shutdown(one, SHUT_WR));
    SHOW(write(one, "x", 1));
    SHOW(read(two, bytes, 8));
    events("shut", two);
    close(two);
    events("peer closed", one);
    SHOW(write(one, "x", 1));
    close(one);
}

static void refusals(void) {
    puts("-- refused");
    int ends[2] = {-1, -1};
    SHOW(socketpair(AF_UNIX, 77, 0, ends));
    SHOW(socketpair(AF_UNIX, SOCK_STREAM, 9, ends));
    SHOW(socketpair(AF_UNIX, 1 << 20, 0, ends));
    SHOW(socketpair(AF_UNIX, SOCK_STREAM, 0, (void *)0x10000));
    pair(SOCK_STREAM);
    SHOW(one); // nothing stayed open
    int file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    SHOW(send(file, "x", 1, 0));
    SHOW(recv(file, bytes, 1, 0));
    SHOW(shutdown(file, SHUT_RD));
    SHOW(shutdown(99, SHUT_RD));
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    SHOW(getsockname(file, (void *)&name, &length));
    SHOW(getsockname(one, (void *)&name, &length));
    SHOW(length);
    SHOW(name.sun_family);
    length = sizeof name;
    SHOW(getpeername(one, (void *)&name, &length));
    SHOW(length);
    SHOW(listen(one, 5));
    SHOW(accept(one, 0, 0));
    SHOW(send(one, (void *)0x10000, 5, 0));
    SHOW(syscall(SYS_recvmsg, one, (void *)0x10000, 0));
    SHOW(syscall(SYS_sendmsg, one, (void *)0x10000, 0));
    MUST(write(one, "abc", 3));
    SHOW(recv(two, (void *)0x10000, 5, 0));
    SHOW(recv(two, bytes, 5, MSG_DONTWAIT));
    int value = -1;
    length = sizeof value;
    SHOW(getsockopt(one, SOL_SOCKET, SO_TYPE, &value, &length));
    SHOW(value);
    SHOW(getsockopt(one, SOL_SOCKET, SO_DOMAIN, &value, &length));
    SHOW(value);
    SHOW(getsockopt(one, SOL_SOCKET, SO_ACCEPTCONN, &value, &length));
    SHOW(value);
    SHOW(getsockopt(one, SOL_SOCKET, 9999, &value, &length));
    SHOW(getsockopt(one, 9999, SO_TYPE, &value, &length));
    SHOW(getsockopt(file, SOL_SOCKET, SO_TYPE, &value, &length));
    SHOW(setsockopt(one, SOL_SOCKET, SO_REUSEADDR, &value, 4));
    SHOW(setsockopt(one, SOL_SOCKET, SO_REUSEADDR, &value, 1));
    SHOW(setsockopt(one, SOL_SOCKET, 9999, &value, 4));
    int epoll = MUST(epoll_create1(0));
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP};
    MUST(epoll_ctl(epoll, EPOLL_CTL_ADD, one, &event));
    SHOW(epoll_wait(epoll, &event, 1, 0));
    SHOW(epoll_wait(epoll, &event, 1, 0));
    MUST(write(two, "x", 1));
    SHOW(epoll_wait(epoll, &event, 1, 0));
    printf("%x\n", event.events);
    close(two);
    SHOW(epoll_wait(epoll, &event, 1, 0));
    printf("%x\n", event.events);
}

static void loose(int kind) {
    printf("-- connected to nobody %d\n", kind);
    struct sockaddr_un name = {AF_UNIX, "missing"};
    int alone = MUST(socket(AF_UNIX, kind | SOCK_NONBLOCK, 0));
    struct stat status;
    MUST(fstat(alone, &status));
    SHOW(S_ISSOCK(status.st_mode));
    events("alone", alone);
    SHOW(write(alone, "x", 1));
    SHOW(read(alone, bytes, 1));
    SHOW(shutdown(alone, SHUT_WR));
    SHOW(connect(alone, (void *)&name, sizeof name));
    close(MUST(open("plain", O_RDWR | O_CREAT, 0644)));
    strcpy(name.sun_path, "plain");
    SHOW(connect(alone, (void *)&name, sizeof name));
    SHOW(connect(alone, (void *)&name, 2));
    SHOW(connect(alone, (void *)0x10000, sizeof name));
    name.sun_family = 9;
    SHOW(connect(alone, (void *)&name, sizeof name));
    SHOW(bind(alone, (void *)&name, sizeof name));
    name.sun_family = AF_UNIX;
    SHOW(bind(alone, (void *)&name, sizeof name));
    SHOW(bind(alone, (void *)&name, sizeof name + 1));
    SHOW(bind(alone, (void *)0x10000, sizeof name));
    SHOW(listen(alone, 1));
    SHOW(accept(alone, 0, 0));
    socklen_t length = sizeof name;
    SHOW(getpeername(alone, (void *)&name, &length));
    SHOW(getsockname(alone, (void *)&name, &length));
    SHOW(length);
    close(alone);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    loose(SOCK_STREAM);
    loose(SOCK_DGRAM);
    SHOW(socket(AF_UNIX, 9, 0));
    SHOW(socket(AF_UNIX, SOCK_STREAM, 9));
    streams();
    messages(SOCK_DGRAM);
    messages(SOCK_SEQPACKET);
    refusals();
    return 0;
}
