// mapsum FILE [change]: reads a file through a mapping, twice in order and then here and there, and prints sums; with "change" the
// mapping is shared and every byte that is read is changed.
#include <fcntl.h>
#include <sys/mman.h>
#include "probe.h"

int main(int count, char **arguments) {
    int changes = count > 2;
    int file = MUST(open(arguments[1], changes ? O_RDWR : O_RDONLY));
    long length = MUST(lseek(file, 0, SEEK_END));
    unsigned char *bytes = mmap(0, (size_t)length, changes ? PROT_READ | PROT_WRITE : PROT_READ, changes ? MAP_SHARED : MAP_PRIVATE, file, 0);
    MUST(bytes == MAP_FAILED ? -1 : 0);
    unsigned long sum = 0;
    for (int round = 0; round < 2; round++) {
        for (long at = 0; at < length; at += 512) {
            sum = sum * 31 + bytes[at];
            if (changes) {
                bytes[at] += 1;
            }
        }
        printf("%lx\n", sum);
    }
    unsigned random = 5;
    for (int step = 0; step < 2000; step++) {
        random = random * 1664525 + 1013904223;
        long at = (long)((random >> 4) % (unsigned long)length);
        sum = sum * 31 + bytes[at];
        if (changes) {
            bytes[at] ^= 3;
        }
    }
    printf("%lx\n", sum);
    SHOW(munmap(bytes, (size_t)length));
    return 0;
}
