// Sockets that another thread closes while a call on them still reads its arguments: what the call gets is a race, an end it must have.
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include "probe.h"

#define PAGE 4096

// Every call gets pages of its own that nobody has read, so that it has to wait for them.
struct arguments {
    struct msghdr header __attribute__((aligned(PAGE)));
    struct iovec pieces[2] __attribute__((aligned(PAGE)));
    char text[PAGE] __attribute__((aligned(PAGE)));
    struct sockaddr_un name __attribute__((aligned(PAGE)));
    socklen_t length __attribute__((aligned(PAGE)));
};

enum call { SENDMSG, RECVMSG, SENDTO, RECVFROM, BIND, GETSOCKOPT, CALLS };

static char path[] = "arguments0";
static volatile int victim = -1;

static void *closer(void *unused) {
    for (int closed = 0; closed < CALLS;) {
        if (victim >= 0) {
            close(victim);
            victim = -1;
            closed++;
        }
        sched_yield();
    }
    return unused;
}

static struct arguments *map_arguments(int round) {
    path[9] = '0' + round;
    int file = MUST(open(path, O_RDWR | O_CREAT, 0644));
    // The file is written before it is mapped: what is written to a mapped file is in memory at once.
    struct arguments *mapped = mmap(0, sizeof *mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    static struct arguments filled;
    filled.pieces[0] = (struct iovec){mapped->text, 4};
    filled.pieces[1] = (struct iovec){mapped->text + 4, 4};
    filled.header = (struct msghdr){.msg_iov = mapped->pieces, .msg_iovlen = 2};
    filled.name = (struct sockaddr_un){.sun_family = AF_UNIX};
    filled.length = sizeof(int);
    MUST(pwrite(file, &filled, sizeof filled, 0));
    mmap(mapped, sizeof *mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0);
    close(file);
    return mapped;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, closer, 0);
    for (int call = 0; call < CALLS; call++) {
        struct arguments *arguments = map_arguments(call);
        int ends[2], value;
        if (call == BIND) {
            ends[0] = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), ends[1] = -1;
        } else {
            MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
            MUST(write(ends[1], "12345678", 8));
        }
        victim = ends[0];
        switch ((enum call)call) { // the first two by number: C libraries look at the message themselves
        case SENDMSG: syscall(SYS_sendmsg, ends[0], &arguments->header, MSG_NOSIGNAL); break;
        case RECVMSG: syscall(SYS_recvmsg, ends[0], &arguments->header, 0); break;
        case SENDTO: sendto(ends[0], arguments->text, 8, MSG_NOSIGNAL, 0, 0); break;
        case RECVFROM: recvfrom(ends[0], arguments->text, 8, 0, 0, 0); break;
        case BIND: bind(ends[0], (struct sockaddr *)&arguments->name, sizeof arguments->name); break;
        default: getsockopt(ends[0], SOL_SOCKET, SO_TYPE, &value, &arguments->length);
        }
        while (victim >= 0) {
            sched_yield();
        }
        printf("call %d came back\n", call);
        fflush(stdout);
        close(ends[1]);
        unlink(path); // has addresses in it, which differ
    }
    pthread_join(thread, 0);
    return 0;
}
