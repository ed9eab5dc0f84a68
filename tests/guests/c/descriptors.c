// Descriptor rules: the lowest free number, dup and its shared offset, close-on-exec for each number, limits.
#include <fcntl.h>
#include <sys/resource.h>
#include "probe.h"

int main(void) {
    char bytes[8] = {0};
    int file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    SHOW(file);
    MUST(write(file, "0123456789", 10));

    int copy = SHOW(dup(file));
    SHOW(lseek(copy, 3, SEEK_SET));
    SHOW(read(file, bytes, 2)); // one offset for both
    printf("%s\n", bytes);
    SHOW(lseek(copy, 0, SEEK_CUR));

    int other = SHOW(open("file", O_RDONLY)); // an offset of its own
    SHOW(lseek(other, 0, SEEK_CUR));
    SHOW(write(other, "x", 1));

    SHOW(fcntl(copy, F_SETFD, FD_CLOEXEC));
    SHOW(fcntl(copy, F_GETFD));
    SHOW(fcntl(file, F_GETFD));
    SHOW(dup2(copy, 40));
    SHOW(fcntl(40, F_GETFD)); // dup2 clears it
    SHOW(dup3(copy, 41, O_CLOEXEC));
    SHOW(fcntl(41, F_GETFD));
    SHOW(dup3(copy, copy, 0));
    SHOW(dup2(copy, copy));
    SHOW(fcntl(copy, F_GETFD)); // and dup2 on itself does not
    SHOW(dup2(99, 5));
    SHOW(dup2(copy, -1));
    SHOW(dup2(copy, 1 << 20));
    SHOW(dup3(copy, 42, O_APPEND));
    SHOW(fcntl(file, F_DUPFD, 20));
    SHOW(fcntl(file, F_DUPFD_CLOEXEC, 20));
    SHOW(fcntl(21, F_GETFD));
    SHOW(fcntl(file, F_DUPFD, -1));
    SHOW(fcntl(file, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK));
    SHOW(fcntl(file, F_SETFL, O_APPEND));
    SHOW(fcntl(copy, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK));
    SHOW(lseek(file, 0, SEEK_SET));
    SHOW(write(file, "end", 3));
    SHOW(lseek(file, 0, SEEK_CUR));
    SHOW(fcntl(file, 9999, 0));
    SHOW(fcntl(99, F_GETFD));

    SHOW(close(file));
    SHOW(close(file));
    SHOW(close(-1));
    SHOW(open("file", O_RDONLY)); // the lowest free number again
    SHOW(close(copy));
    SHOW(close(other));
    SHOW(open("file", O_RDONLY));
    SHOW(open("file", O_RDONLY));
    SHOW(open("file", O_RDONLY));

    int path = MUST(open("file", O_PATH));
    SHOW(fcntl(path, F_SETFL, O_APPEND)); // names a file and opens nothing
    SHOW(fcntl(path, F_SETFD, FD_CLOEXEC));
    SHOW(close(path));

    // As many as the limit allows, and one more.
    struct rlimit limit = {64, 64};
    MUST(setrlimit(RLIMIT_NOFILE, &limit));
    int count = 0;
    while (open("file", O_RDONLY) >= 0) {
        count++;
    }
    printf("%d more, then %s\n", count, error_name(errno));
    return 0;
}
