// Faults of the processor as signals: code, address and context of each, and handlers that change what they return to.
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <ucontext.h>
#include "probe.h"

static sigjmp_buf back;
static char *page;

static void report(int signal, siginfo_t *information, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    uintptr_t address = (uintptr_t)information->si_addr;
    const char *place = address == 0 ? "0" : address == (uintptr_t)registers[REG_RIP] ? "rip"
        : address >= (uintptr_t)page && address < (uintptr_t)page + 4096 ? "page" : address < 4096 ? "null page" : "elsewhere";
    // Whether a page was present is the kernel's affair; for a bad gate QEMU computes another error code than a processor.
    int error = registers[REG_TRAPNO] == 14 ? registers[REG_ERR] & ~1 : registers[REG_ERR] != 0;
    printf("  signal %d, code %d, at %s, trap %lld, error %d, cr2 %s\n", signal, information->si_code, place,
        (long long)registers[REG_TRAPNO], error, registers[REG_CR2] == (greg_t)address ? "the same" : "another");
    siglongjmp(back, 1);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *)) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    MUST(sigaction(signal, &action, 0));
}

#define FAULT(title, code) do { puts(title); if (sigsetjmp(back, 1) == 0) { code; puts("  nothing happened"); } } while (0)

// Every register that a function may have holds a known value when ud2 comes; the handler skips it.
static void skip(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information;
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2;
    // The handler's own registers must not come through.
    __asm__ volatile("pcmpeqd %%xmm0, %%xmm0; pcmpeqd %%xmm7, %%xmm7; pcmpeqd %%xmm15, %%xmm15; fldz; fldz" ::: "xmm0", "xmm7", "xmm15");
}

static void keep_registers(void) {
    uint64_t values[18], i;
    unsigned mxcsr = 0x1F80 | 0x6000, mxcsr_after;
    unsigned short control = 0x27F, control_after;
    double left = 0;
    __asm__ volatile(
        "ldmxcsr %[mxcsr]; fldcw %[control]; fldpi\n\t"
        "push %%rbp; push %%rbx\n\t"
        "mov %[values], %%rdi\n\t"
        "mov $0x1001, %%rax; mov $0x1002, %%rbx; mov $0x1003, %%rcx; mov $0x1004, %%rdx; mov $0x1005, %%rsi; mov $0x1006, %%rbp\n\t"
        "mov $0x1008, %%r8; mov $0x1009, %%r9; mov $0x100a, %%r10; mov $0x100b, %%r11; mov $0x100c, %%r12; mov $0x100d, %%r13\n\t"
        "mov $0x100e, %%r14; mov $0x100f, %%r15\n\t"
        "movq %%rax, %%xmm0; movq %%r8, %%xmm7; movq %%r15, %%xmm15\n\t"
        "movq $0x7777, -64(%%rsp)\n\t"
        "stc\n\t"
        "ud2\n\t"
        "mov %%rax, (%%rdi); setc %%al; movzx %%al, %%rax; mov %%rax, 112(%%rdi)\n\t"
        "mov %%rbx, 8(%%rdi); mov %%rcx, 16(%%rdi); mov %%rdx, 24(%%rdi); mov %%rsi, 32(%%rdi)\n\t"
        "mov %%rbp, 40(%%rdi); mov %%r8, 48(%%rdi); mov %%r9, 56(%%rdi); mov %%r10, 64(%%rdi); mov %%r11, 72(%%rdi)\n\t"
        "mov %%r12, 80(%%rdi); mov %%r13, 88(%%rdi); mov %%r14, 96(%%rdi); mov %%r15, 104(%%rdi)\n\t"
        "movq %%xmm0, 120(%%rdi); movq %%xmm7, 128(%%rdi)\n\t"
        "mov -64(%%rsp), %%rax; mov %%rax, 136(%%rdi)\n\t"
        "pop %%rbx; pop %%rbp\n\t"
        "fstpl %[left]; stmxcsr %[mxcsr_after]; fnstcw %[control_after]\n\t"
        : [left] "=m"(left), [mxcsr_after] "=m"(mxcsr_after), [control_after] "=m"(control_after)
        : [values] "r"(values), [mxcsr] "m"(mxcsr), [control] "m"(control)
        : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm7", "xmm15", "memory", "cc");
    for (i = 0; i < 18; i++) {
        printf(" %llx", (unsigned long long)values[i]);
    }
    printf("\n  x87 %.6f, mxcsr %x, control %x\n", left, mxcsr_after, control_after);
}

// As .NET does: the handler lets the thread go on in another function, with arguments and a stack of its choice.
static char other_stack[16384] __attribute__((aligned(16)));
static void elsewhere(long first, double second) {
    printf("  elsewhere with %ld and %.2f, stack %d\n", first, second, (char *)__builtin_frame_address(0) > other_stack
        && (char *)__builtin_frame_address(0) < other_stack + sizeof other_stack);
    siglongjmp(back, 1);
}

static void redirect(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information;
    ucontext_t *user = context;
    double value = 2.5;
    user->uc_mcontext.gregs[REG_RIP] = (greg_t)elsewhere;
    user->uc_mcontext.gregs[REG_RSP] = (greg_t)(other_stack + sizeof other_stack - 8);
    user->uc_mcontext.gregs[REG_RDI] = 99;
    memcpy(&user->uc_mcontext.fpregs->_xmm[0], &value, sizeof value);
}

static void show_frame(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information;
    ucontext_t *user = context;
    uintptr_t floating = (uintptr_t)user->uc_mcontext.fpregs;
    uint32_t *mark = (uint32_t *)(floating + 464);
    uint32_t end;
    memcpy(&end, (char *)floating + mark[4], 4);
    printf("  flags %lx, link %p, state aligned %d, marks %x %x, sizes differ by %d, features %d, frame aligned %d\n", user->uc_flags,
        (void *)user->uc_link, floating % 64 == 0, mark[0], end, mark[1] - mark[4], (mark[2] & 3) == 3,
        ((uintptr_t)__builtin_frame_address(0) & 15) == 0);
}

static void spoil(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information;
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] = 0x800000000000;
}

static void spoil_state(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information;
    ((ucontext_t *)context)->uc_mcontext.fpregs->mxcsr = 0xFFFFFFFF;
}

static void spoil_pointer(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information;
    ((ucontext_t *)context)->uc_mcontext.fpregs = (void *)8;
}

static void survived(int signal, siginfo_t *information, void *context) {
    (void)context;
    printf("  signal %d, code %d\n", signal, information->si_code);
    siglongjmp(back, 1);
}

int main(void) {
    page = mmap(0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    volatile int zero = 0;
    int all[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    for (int i = 0; i < 5; i++) {
        handle(all[i], report);
    }
    for (volatile int i = 0; i < 2; i++) {
        FAULT("read of null", (void)*(volatile int *)8);
        FAULT("write of null", *(volatile int *)8 = 1);
        FAULT("write of a read-only page", page[100] = 1);
        FAULT("jump to a page without execute", ((void (*)(void))page)());
        FAULT("read of a kernel address", (void)*(volatile int *)0xffff800000000000);
        FAULT("read of no canonical address", (void)*(volatile int *)0x1000000000000000);
        FAULT("division by zero", zero = 1 / zero);
        FAULT("invalid instruction", __asm__ volatile("ud2"));
        FAULT("breakpoint", __asm__ volatile("int3"));
        FAULT("privileged instruction", __asm__ volatile("hlt"));
        FAULT("port", __asm__ volatile("in $0x80, %%al" ::: "rax"));
        FAULT("interrupt without a gate", __asm__ volatile("int $0x81"));
        FAULT("x87 division by zero", {
            unsigned short control = 0x37F & ~4;
            __asm__ volatile("fninit; fldcw %0; fld1; fldz; fdivrp; fwait" :: "m"(control));
        });
        __asm__ volatile("fninit");
        FAULT("single step", __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq; nop" ::: "memory", "cc"));
    }

    puts("registers");
    handle(SIGILL, skip);
    keep_registers();
    puts("redirection");
    handle(SIGILL, redirect);
    if (sigsetjmp(back, 1) == 0) {
        __asm__ volatile("ud2");
    }
    puts("frame");
    handle(SIGUSR1, show_frame);
    raise(SIGUSR1);
    puts("bad frames");
    handle(SIGSEGV, survived);
    void (*bad[])(int, siginfo_t *, void *) = {spoil, spoil_state, spoil_pointer};
    for (volatile int i = 0; i < 3; i++) {
        handle(SIGUSR1, bad[i]);
        if (sigsetjmp(back, 1) == 0) {
            raise(SIGUSR1);
            puts("  came back");
        }
    }
    puts("bad handler");
    handle(SIGUSR1, (void (*)(int, siginfo_t *, void *))0x0010000000000000);
    if (sigsetjmp(back, 1) == 0) {
        raise(SIGUSR1);
    }
    return 0;
}
