// checksum FILE [BLOCK]: reads the file to its end and prints its length and a sum over its 64-bit words. The test
// computes the same for files that are much larger than the guest's memory.
#include <fcntl.h>
#include <stdint.h>
#include "probe.h"

int main(int argc, char **argv) {
    if (argc < 2) {
        return 2;
    }
    size_t size = argc > 2 ? strtoul(argv[2], 0, 0) : 1 << 20;
    unsigned char *block = malloc(size);
    int file = MUST(open(argv[1], O_RDONLY));
    uint64_t length = 0, sum = 0;
    for (;;) {
        // Whole blocks, so that words never lie across two of them.
        size_t filled = 0;
        long got;
        while (filled < size && (got = MUST(read(file, block + filled, size - filled))) > 0) {
            filled += got;
        }
        memset(block + filled, 0, -filled & 7);
        for (size_t at = 0; at < filled; at += 8) {
            uint64_t word;
            memcpy(&word, block + at, 8);
            sum = (sum << 1 | sum >> 63) ^ word; // the order counts, and zero words do too
        }
        length += filled;
        if (filled < size) {
            break;
        }
    }
    printf("%llu bytes, sum %016llx\n", (unsigned long long)length, (unsigned long long)sum);
    return 0;
}
