// Transfers that end early, for want of room or at a bad address: what did not arrive is there the next time.
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include "probe.h"

static char bytes[8192];

int main(void) {
    int file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)('a' + i % 26);
    }
    MUST(write(file, bytes, sizeof bytes));

    puts("-- sendfile to a full pipe");
    int pipes[2];
    MUST(pipe2(pipes, O_NONBLOCK));
    while (write(pipes[1], bytes, 4096) > 0) {
    }
    MUST(lseek(file, 100, SEEK_SET));
    SHOW(sendfile(pipes[1], file, 0, 200));
    SHOW(lseek(file, 0, SEEK_CUR));
    off_t offset = 5;
    SHOW(sendfile(pipes[1], file, &offset, 200));
    SHOW(offset);
    MUST(read(pipes[0], bytes, 4096));
    SHOW(sendfile(pipes[1], file, 0, 200));
    SHOW(lseek(file, 0, SEEK_CUR));

    puts("-- a bad piece in a vector");
    struct iovec pieces[3] = {{bytes, 3}, {(void *)0x10000, 4}, {bytes, 5}};
    MUST(lseek(file, 0, SEEK_SET));
    SHOW(readv(file, pieces, 3));
    SHOW(lseek(file, 0, SEEK_CUR));
    SHOW(writev(file, pieces, 3));
    SHOW(lseek(file, 0, SEEK_CUR));
    SHOW(preadv(file, pieces, 3, 10));
    SHOW(readv(file, pieces + 1, 2));
    SHOW(writev(file, pieces + 1, 2));
    SHOW(lseek(file, 0, SEEK_CUR));

    puts("-- advice");
    for (int advice = -1; advice < 7; advice++) {
        printf("%d\n", posix_fadvise(file, 0, 10, advice));
    }
    printf("%d\n", posix_fadvise(file, 0, -1, POSIX_FADV_NORMAL));
    printf("%d\n", posix_fadvise(pipes[0], 0, 0, POSIX_FADV_SEQUENTIAL));
    printf("%d\n", posix_fadvise(99, 0, 0, POSIX_FADV_SEQUENTIAL));
    SHOW(readahead(file, 0, 10));
    SHOW(readahead(pipes[0], 0, 10));
    SHOW(readahead(pipes[1], 0, 10));
    return 0;
}
