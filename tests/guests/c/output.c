// output N: writes N bytes to stdout that hold all values, in pieces of many sizes, and a line to stderr.
#include "probe.h"

int main(int argc, char **argv) {
    long total = argc > 1 ? atol(argv[1]) : 256, written = 0;
    unsigned char bytes[5000];
    for (int piece = 1; written < total; piece = piece * 3 % 4999 + 1) {
        int count = piece < total - written ? piece : (int)(total - written);
        for (int i = 0; i < count; i++) {
            bytes[i] = (unsigned char)((written + i) % 256 ^ (written + i) / 256);
        }
        written += MUST(write(1, bytes, count));
    }
    MUST(write(2, "done\n", 5));
    return 0;
}
