// Sending, blocking, queueing and handling signals: who sent, in which order, on which stack, with which mask.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include "probe.h"

static volatile int calls, depth;
static char alternate[65536] __attribute__((aligned(16)));

static const char *set_text(const sigset_t *set) {
    static char text[256];
    char *end = text;
    *end = 0;
    for (int signal = 1; signal <= 64; signal++) {
        if (signal != 32 && signal != 33 && sigismember(set, signal) == 1) {
            end += sprintf(end, " %d", signal);
        }
    }
    return text;
}

static void print_mask(const char *title) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, 0, &mask);
    printf("%s:%s\n", title, set_text(&mask));
}

static void print_pending(const char *title) {
    sigset_t pending;
    sigpending(&pending);
    printf("%s:%s\n", title, set_text(&pending));
}

static void describe(int signal, siginfo_t *information, void *context) {
    ucontext_t *user = context;
    calls++;
    printf("signal %d, code %d, pid %s, uid %d, value %d, errno %d\n", signal, information->si_code,
        information->si_pid == getpid() ? "own" : "other", information->si_uid,
        information->si_code == SI_QUEUE ? information->si_value.sival_int : 0, information->si_errno);
    print_mask("  mask inside");
    printf("  mask of the context:%s\n", set_text(&user->uc_sigmask));
}

static void brief(int signal, siginfo_t *information, void *context) {
    (void)context;
    calls++;
    printf("  %d with %d at depth %d\n", signal, information->si_code == SI_QUEUE ? information->si_value.sival_int : 0, depth);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags, int masked) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = flags | SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    if (masked) {
        sigaddset(&action.sa_mask, masked);
    }
    MUST(sigaction(signal, &action, 0));
}

static void block(int how, int first, int second) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, first);
    if (second) {
        sigaddset(&set, second);
    }
    MUST(sigprocmask(how, &set, 0));
}

static void again(int signal, siginfo_t *information, void *context) {
    (void)information, (void)context;
    int mine = ++depth;
    printf("  enter %d at %d\n", signal, mine);
    if (calls++ < 3) {
        raise(signal);
    }
    printf("  leave %d at %d\n", signal, mine);
    depth--;
}

static void on_stack(int signal, siginfo_t *information, void *context) {
    (void)information;
    char here;
    ucontext_t *user = context;
    stack_t now;
    sigaltstack(0, &now);
    printf("  %d: inside %d, flags %d, context has size %ld and flags %d\n", signal, &here > alternate && &here < alternate + sizeof alternate,
        now.ss_flags & 3, (long)user->uc_stack.ss_size, user->uc_stack.ss_flags & 3);
    stack_t other = {.ss_sp = alternate, .ss_size = 8192};
    show("  sigaltstack on it", sigaltstack(&other, 0));
}

static sigjmp_buf back;
static void jump(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information, (void)context;
    siglongjmp(back, 1);
}

static int overflow(int n) {
    volatile char room[4096];
    room[0] = (char)n;
    return n < 0 ? 0 : overflow(n + 1) + room[0];
}

static void stacks(void) {
    stack_t old, wanted = {.ss_sp = alternate, .ss_size = 1024};
    SHOW(sigaltstack(0, &old));
    printf("  size %ld flags %d\n", (long)old.ss_size, old.ss_flags);
    SHOW(sigaltstack(&wanted, 0));
    wanted.ss_size = sizeof alternate;
    wanted.ss_flags = 77;
    SHOW(syscall(SYS_sigaltstack, &wanted, 0));
    wanted.ss_flags = 0;
    SHOW(sigaltstack(&wanted, &old));
    handle(SIGUSR1, on_stack, SA_ONSTACK, 0);
    handle(SIGUSR2, on_stack, 0, 0);
    raise(SIGUSR1);
    raise(SIGUSR2);
    wanted.ss_flags = 1 << 31;
    SHOW(syscall(SYS_sigaltstack, &wanted, 0));
    SHOW(syscall(SYS_sigaltstack, 0, &old));
    printf("  autodisarm %d\n", (old.ss_flags & 1 << 31) != 0);
    struct sigaction action;
    sigaction(SIGUSR1, 0, &action);
    printf("  onstack %d\n", (action.sa_flags & SA_ONSTACK) != 0);
    wanted.ss_flags = 0;
    SHOW(sigaltstack(&wanted, 0));
    handle(SIGSEGV, jump, SA_ONSTACK, 0);
    for (int i = 0; i < 3; i++) {
        if (sigsetjmp(back, 1) == 0) {
            overflow(0);
        }
        puts("stack overflow survived");
    }
    wanted.ss_flags = SS_DISABLE;
    SHOW(sigaltstack(&wanted, &old));
}

static void *wait_in_thread(void *argument) {
    pthread_barrier_wait(argument);
    sigset_t set;
    siginfo_t information;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN + 5);
    int got = sigwaitinfo(&set, &information);
    return (void *)(long)((got - SIGRTMIN) * 1000 + information.si_value.sival_int);
}

static pthread_t taker;
static volatile int is_takers_own;
static void who(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)information, (void)context;
    is_takers_own = pthread_equal(pthread_self(), taker);
    calls++;
}

static void print_who(int wanted) {
    while (calls < wanted) {
        usleep(500);
    }
    printf("  taken by %s\n", is_takers_own ? "the thread" : "another");
}

static volatile int ending;
static void *spin(void *argument) {
    block(SIG_UNBLOCK, SIGUSR1, 0);
    pthread_barrier_wait(argument);
    while (!ending) {
    }
    return 0;
}

static void threads(void) {
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, 0, 2);
    block(SIG_BLOCK, SIGUSR1, SIGRTMIN + 5);
    MUST(pthread_create(&taker, 0, wait_in_thread, &barrier));
    pthread_barrier_wait(&barrier);
    usleep(1000);
    union sigval value = {.sival_int = 42};
    SHOW(sigqueue(getpid(), SIGRTMIN + 5, value));
    void *taken;
    pthread_join(taker, &taken);
    printf("the thread took %ld\n", (long)taken);

    handle(SIGUSR1, who, 0, 0);
    calls = 0;
    MUST(pthread_create(&taker, 0, spin, &barrier));
    pthread_barrier_wait(&barrier);
    SHOW(kill(getpid(), SIGUSR1));
    print_who(1);
    SHOW(pthread_kill(taker, SIGUSR1));
    print_who(2);
    ending = 1;
    pthread_join(taker, 0);
    SHOW(kill(getpid(), SIGUSR1));
    print_pending("pending");
    block(SIG_UNBLOCK, SIGUSR1, SIGRTMIN + 5);
    print_who(3);
}

int main(void) {
    struct sigaction old;
    handle(SIGUSR1, describe, SA_RESTART, SIGUSR2);
    SHOW(sigaction(SIGUSR1, 0, &old));
    printf("flags %#x\n", (unsigned)old.sa_flags & ~0x04000000);
    SHOW(kill(getpid(), SIGUSR1));
    SHOW(raise(SIGUSR1));
    SHOW(syscall(SYS_tkill, syscall(SYS_gettid), SIGUSR1));
    union sigval value = {.sival_int = 7};
    SHOW(sigqueue(getpid(), SIGUSR1, value));
    print_mask("mask afterwards");
    SHOW(kill(getpid(), 0));
    SHOW(kill(getpid(), 65));
    SHOW(kill(getpid() + 1000, 0) == -1);
    SHOW(syscall(SYS_tgkill, getpid(), 999999, 0));
    SHOW(syscall(SYS_tgkill, -1, 1, 0));
    SHOW(syscall(SYS_rt_sigaction, SIGKILL, &old, 0, 8));
    SHOW(syscall(SYS_rt_sigaction, SIGUSR1, 0, &old, 4));
    SHOW(syscall(SYS_rt_sigaction, 0, 0, &old, 8));
    SHOW(syscall(SYS_rt_sigprocmask, 3, &old, 0, 8));
    SHOW(syscall(SYS_rt_sigprocmask, 3, 0, 0, 8));

    puts("queueing");
    handle(SIGUSR1, brief, 0, 0);
    handle(SIGUSR2, brief, 0, 0);
    for (int i = 0; i < 3; i++) {
        handle(SIGRTMIN + i, brief, 0, SIGRTMIN + 2);
    }
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, 0);
    for (int i = 0; i < 6; i++) {
        value.sival_int = i;
        MUST(sigqueue(getpid(), SIGRTMIN + (i & 1), value));
        MUST(sigqueue(getpid(), SIGUSR2, value));
        MUST(kill(getpid(), SIGUSR1));
    }
    MUST(kill(getpid(), SIGRTMIN + 2));
    MUST(kill(getpid(), SIGCHLD));
    print_pending("pending");
    sigemptyset(&all);
    sigprocmask(SIG_SETMASK, &all, 0);
    print_pending("pending");

    puts("nesting");
    calls = 0;
    handle(SIGUSR1, again, SA_NODEFER, 0);
    raise(SIGUSR1);
    calls = 0;
    handle(SIGUSR1, again, 0, 0);
    raise(SIGUSR1);
    handle(SIGUSR1, brief, SA_RESETHAND, 0);
    raise(SIGUSR1);
    sigaction(SIGUSR1, 0, &old);
    printf("reset: %d\n", old.sa_handler == SIG_DFL);

    puts("ignoring");
    block(SIG_BLOCK, SIGUSR2, 0);
    raise(SIGUSR2);
    print_pending("pending");
    signal(SIGUSR2, SIG_IGN);
    print_pending("pending once ignored");
    raise(SIGUSR2);
    print_pending("pending while blocked and ignored");
    block(SIG_UNBLOCK, SIGUSR2, 0);
    print_pending("pending");
    raise(SIGCHLD);
    raise(SIGWINCH);

    puts("stacks");
    stacks();
    puts("threads");
    threads();
    return 0;
}
