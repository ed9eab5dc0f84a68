// IRETQ as an app uses it to load all registers at once: rip, stack and flags, also from a frame that has to be refused.
#include <setjmp.h>
#include <signal.h>
#include "probe.h"

static sigjmp_buf back;

static void on_segv(int signal) {
    siglongjmp(back, signal);
}

// go: returns 1 after an IRETQ to the end of this function, with the given code selector and flags.
static long go(long selector_change, unsigned long flags_change, unsigned long *flags) {
    long done = 0;
    __asm__ volatile(
        "mov %%ss, %%eax\n\t"
        "mov %%rsp, %%rcx\n\t"
        "sub $128, %%rsp\n\t" // the red zone stays as it is
        "push %%rax\n\t"
        "push %%rcx\n\t"
        "pushfq\n\t"
        "xor %[change], (%%rsp)\n\t"
        "mov %%cs, %%eax\n\t"
        "add %[selector], %%rax\n\t"
        "push %%rax\n\t"
        "lea 1f(%%rip), %%rax\n\t"
        "push %%rax\n\t"
        "iretq\n\t"
        "ud2\n"
        "1:\n\t"
        "lea -128(%%rsp), %%rsp\n\t"
        "pushfq\n\t"
        "pop %%rdx\n\t"
        "lea 128(%%rsp), %%rsp\n\t"
        "cld\n\t"
        "mov $1, %[done]\n\t"
        : [done] "+r"(done), "=&d"(*flags)
        : [selector] "r"(selector_change), [change] "r"(flags_change)
        : "rax", "rcx", "memory", "cc");
    return done;
}

int main(void) {
    unsigned long flags = 0;
    signal(SIGSEGV, on_segv);
    SHOW(go(0, 0, &flags));
    SHOW(flags & 0x400);
    SHOW(go(0, 0x400, &flags)); // the direction flag
    SHOW(flags & 0x400);
    SHOW(go(0, 0x200, &flags)); // the interrupt flag is not the app's to change
    SHOW(flags & 0x200);
    int signal_number = sigsetjmp(back, 1);
    if (signal_number == 0) {
        SHOW(go(4, 0, &flags)); // a selector of the local table, which is empty
    }
    SHOW(signal_number);
    for (int round = 0; round < 1000; round++) {
        if (go(0, 0, &flags) != 1) {
            printf("round %d\n", round);
        }
    }
    return 0;
}
