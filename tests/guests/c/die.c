// die null|wild|kernel|write|execute|abort|illegal|privileged|compat|divide|overflow|N: dies in that way, or of signal N.
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include "probe.h"

static volatile int one = 1, zero;

__attribute__((noinline)) static int overflow_stack(int depth) {
    volatile char frame[4096];
    frame[depth & 4095] = 1;
    return overflow_stack(depth + 1) + frame[0];
}

int main(int argc, char **argv) {
    const char *how = argc > 1 ? argv[1] : "";
    puts("before");
    fflush(stdout);
    if (!strcmp(how, "null")) {
        *(volatile int *)0 = 1;
    } else if (!strcmp(how, "wild")) {
        *(volatile int *)0x7000deadb000 = 1;
    } else if (!strcmp(how, "kernel")) {
        *(volatile int *)0xffffffff80200000 = 1;
    } else if (!strcmp(how, "write")) {
        *(volatile char *)"a constant" = 'A';
    } else if (!strcmp(how, "execute")) {
        static char code[16] = {(char)0xc3}; // ret, in a page that is not executable
        ((void (*)(void))code)();
    } else if (!strcmp(how, "abort")) {
        abort();
    } else if (!strcmp(how, "illegal")) {
        __asm__ volatile("ud2");
    } else if (!strcmp(how, "privileged")) {
        __asm__ volatile("cli");
    } else if (!strcmp(how, "compat")) {
        // A syscall from 32-bit code, through the segment that SYSRET to such code would need.
        unsigned char *code = mmap((void *)0x10000000, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        memcpy(code, "\x0f\x05", 2);
        struct __attribute__((packed)) { unsigned offset; unsigned short selector; } far = {0x10000000, 0x1b};
        __asm__ volatile("ljmp *%0" ::"m"(far));
    } else if (!strcmp(how, "divide")) {
        printf("%d\n", one / zero);
    } else if (!strcmp(how, "overflow")) {
        return overflow_stack(0);
    } else {
        raise(atoi(how));
    }
    puts("after");
    return 0;
}
