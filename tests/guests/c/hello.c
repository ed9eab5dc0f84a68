// The smallest program: built for musl and glibc, static and static-PIE.
#include <stdio.h>

int main(void) {
    puts("Hello, World!");
    return 0;
}
