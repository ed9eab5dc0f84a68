// Touches far more memory than the guest has: the kernel must kill this program and not itself.
#include <sys/mman.h>
#include "probe.h"

int main(void) {
    const size_t reserved = 1UL << 30, page = 4096;
    char *memory = mmap(0, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    SHOW_ERROR(memory == MAP_FAILED ? -1 : 0);
    for (size_t at = 0; memory != MAP_FAILED && at < reserved; at += page) {
        memory[at] = 1;
    }
    puts("all of it was there");
    return 0;
}
