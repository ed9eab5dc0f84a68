// splice(2) and sendfile(2): how much they move, when they wait, and what a refusing target leaves behind.
#include <fcntl.h>
#include <signal.h>
#include <pthread.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include "probe.h"

static char room[70000];
static int from[2], to[2];

static void fill(int pipe, int bytes) {
    memset(room, 'f', sizeof room);
    MUST(write(pipe, room, (size_t)bytes));
}

static void contents(const char *title, int pipe) {
    long count = read(pipe, room, sizeof room);
    printf("%s: %ld %.*s\n", title, count, count > 0 && count < 40 ? (int)count : 0, room);
}

static void *write_late(void *thread) {
    wait_until_asleep((int)(long)thread);
    MUST(write(from[1], "late", 4));
    return 0;
}

static void pieces(void) {
    puts("-- what there is goes at once");
    int file = MUST(open("copy", O_RDWR | O_CREAT | O_TRUNC, 0600));
    MUST(write(from[1], "hello world", 11));
    SHOW(splice(from[0], 0, to[1], 0, 100, 0));
    contents("moved", to[0]);
    MUST(write(from[1], "hello again", 11));
    SHOW(splice(from[0], 0, file, 0, 5, 0));
    SHOW(splice(from[0], 0, file, 0, 65536, 0));
    SHOW(lseek(file, 0, SEEK_CUR));
    off_t offset = 6;
    SHOW(splice(file, &offset, to[1], 0, 4000, 0));
    SHOW(offset);
    contents("from the file", to[0]);
    SHOW(splice(file, &offset, to[1], 0, 4000, 0));
    SHOW(splice(from[0], &offset, to[1], 0, 1, 0));
    SHOW(splice(from[0], 0, from[1], 0, 1, 0));
    SHOW(splice(file, 0, file, 0, 1, 0));
    SHOW(splice(from[0], 0, to[1], 0, 1, 16));
    SHOW(splice(from[0], 0, to[1], 0, 10, SPLICE_F_NONBLOCK));
    SHOW(sendfile(file, from[0], 0, 1));
    pthread_t writer;
    MUST(pthread_create(&writer, 0, write_late, (void *)(long)gettid()));
    SHOW(splice(from[0], 0, to[1], 0, 100, 0));
    pthread_join(writer, 0);
    contents("waited for", to[0]);
    close(file);
}

static void refusals(void) {
    puts("-- what a target refuses stays in the pipe");
    int broken[2], ends[2];
    MUST(pipe2(broken, O_NONBLOCK));
    close(broken[0]);
    MUST(write(from[1], "precious", 8));
    SHOW(splice(from[0], 0, broken[1], 0, 100, 0));
    MUST(write(from[1], " bytes", 6));
    contents("kept", from[0]);

    MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
    while (write(ends[0], room, sizeof room) > 0) {
    }
    MUST(write(from[1], "precious", 8));
    SHOW(splice(from[0], 0, ends[0], 0, 100, 0));
    contents("kept", from[0]);

    // At the end of the ring, so that what goes back wraps around.
    fill(from[1], 65530);
    contents("ring", from[0]);
    MUST(write(from[1], "0123456789abcdef", 16));
    SHOW(read(from[0], room, 3));
    SHOW(splice(from[0], 0, broken[1], 0, 100, 0));
    contents("kept", from[0]);
}

static void sizes(void) {
    puts("-- how much a pipe holds");
    int ends[2];
    MUST(pipe2(ends, O_NONBLOCK));
    SHOW(fcntl(ends[0], F_GETPIPE_SZ));
    SHOW(fcntl(ends[0], F_SETPIPE_SZ, 65536));
    SHOW(fcntl(MUST(open("copy", O_RDONLY)), F_SETPIPE_SZ, 65536));
    for (int round = 0; round < 3; round++) {
        SHOW(write(ends[1], room, sizeof room));
        SHOW(write(ends[1], room, 1));
        SHOW(read(ends[0], room, sizeof room));
        SHOW(write(ends[1], room, 100));
        SHOW(read(ends[0], room, 100));
    }
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    MUST(pipe(from));
    MUST(pipe(to));
    pieces();
    refusals();
    sizes();
    return 0;
}
