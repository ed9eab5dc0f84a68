// lseek on files, folders and pipes; reads and writes at offsets; holes; truncation.
#include <fcntl.h>
#include <sys/uio.h>
#include <sys/stat.h>
#include "probe.h"

int main(void) {
    char bytes[64] = {0};
    int ends[2];
    struct stat status;

    int file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    SHOW(write(file, "0123456789", 10));
    SHOW(lseek(file, -3, SEEK_END));
    SHOW(read(file, bytes, 64));
    SHOW(read(file, bytes, 64));
    SHOW(lseek(file, -1, SEEK_SET));
    SHOW(lseek(file, -20, SEEK_CUR));
    SHOW(lseek(file, 0, 77));
    SHOW(lseek(file, 100, SEEK_SET));
    SHOW(read(file, bytes, 4));
    SHOW(write(file, "far", 3)); // leaves a hole
    SHOW(lseek(file, 0, SEEK_END));
    SHOW(pread(file, bytes, 20, 5));
    SHOW(bytes[0] == '5' && bytes[5] == 0 && bytes[19] == 0);
    SHOW(pread(file, bytes, 4, -1));
    SHOW(pwrite(file, "AB", 2, 1));
    SHOW(lseek(file, 0, SEEK_CUR)); // unmoved
    SHOW(pread(file, bytes, 4, 0));
    printf("%.4s\n", bytes);

    struct iovec parts[3] = {{"one", 3}, {"", 0}, {"two", 3}};
    SHOW(lseek(file, 0, SEEK_SET));
    SHOW(writev(file, parts, 3));
    struct iovec rooms[2] = {{bytes, 4}, {bytes + 32, 8}};
    SHOW(lseek(file, 0, SEEK_SET));
    SHOW(readv(file, rooms, 2));
    printf("%.4s %.2s\n", bytes, bytes + 32);
    SHOW(preadv(file, rooms, 2, 3));
    SHOW(pwritev(file, parts, 3, 50));
    SHOW(readv(file, rooms, -1));
    SHOW(readv(file, rooms, 2000));

    SHOW(ftruncate(file, 5));
    SHOW(fstat(file, &status));
    SHOW(status.st_size);
    SHOW(ftruncate(file, 9));
    SHOW(pread(file, bytes, 64, 0));
    SHOW(bytes[4] == 'w' && bytes[5] == 0 && bytes[8] == 0);
    SHOW(ftruncate(file, -1));
    SHOW(truncate("file", 3));
    SHOW(truncate("missing", 3));
    SHOW(truncate(".", 3));

    int reader = MUST(open("file", O_RDONLY));
    SHOW(ftruncate(reader, 1));
    SHOW(write(reader, "x", 1));
    SHOW(read(reader, bytes, 0));

    int folder = MUST(open(".", O_RDONLY | O_DIRECTORY));
    SHOW(read(folder, bytes, 1));
    SHOW(write(folder, bytes, 1));
    SHOW(ftruncate(folder, 1));

    MUST(pipe(ends));
    SHOW(lseek(ends[0], 0, SEEK_CUR));
    SHOW(lseek(ends[1], 0, SEEK_SET));
    SHOW(pread(ends[0], bytes, 1, 0));
    SHOW(pwrite(ends[1], bytes, 1, 0));
    SHOW(write(ends[0], "x", 1));
    SHOW(read(ends[1], bytes, 1));
    SHOW(write(ends[1], "abc", 3));
    SHOW(read(ends[0], bytes, 64));
    SHOW(close(ends[1]));
    SHOW(read(ends[0], bytes, 64));
    return 0;
}
