// futex(2) beyond what mutexes need, robust mutexes, and threads that end in unusual ways.
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include "probe.h"

enum { Wait, Wake, Requeue = 3, CompareRequeue, WakeOperation, LockInherited, WaitBits = 9, WakeBits, Private = 128, RealTime = 256 };

static int first = 1, second = 5;
static volatile int woken, started, ids[8];
static pthread_mutex_t robust;

static long futex(int *address, int operation, unsigned value, long argument, int *other, unsigned last) {
    return syscall(SYS_futex, address, operation, value, argument, other, last);
}

static void announce(void) {
    ids[started] = (int)syscall(SYS_gettid);
    __atomic_add_fetch(&started, 1, __ATOMIC_SEQ_CST);
}

static void *wait_first(void *bits) {
    announce();
    long result = bits ? futex(&first, WaitBits, 1, 0, 0, (unsigned)(uintptr_t)bits) : futex(&first, Wait, 1, 0, 0, 0);
    __atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
    return (void *)result;
}

static void *wait_second(void *argument) {
    announce();
    futex(&second, Wait, 5, 0, 0, 0);
    __atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
    return argument;
}

// One after the other, so that they wait in this order.
static void start(pthread_t *threads, int count, void *(*entry)(void *), void *argument) {
    for (int i = 0; i < count; i++) {
        int before = started;
        MUST(pthread_create(&threads[i], 0, entry, argument));
        while (started == before) {
            usleep(100);
        }
        wait_until_asleep(ids[before]);
    }
}

// Five seconds are enough for those who have been woken, and whoever has not been wakes too late.
static void settle(const char *title, int wanted) {
    for (int i = 0; i < 5000 && woken < wanted; i++) {
        usleep(1000);
    }
    printf("%s: %d awake\n", title, woken);
}

static void join(pthread_t *threads, int count) {
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], 0);
    }
    woken = 0;
    started = 0;
}

static void *hold(void *argument) {
    announce();
    printf("lock: %d\n", pthread_mutex_lock(&robust));
    return argument;
}

static void *outlive(void *main_thread) {
    pthread_join(*(pthread_t *)main_thread, 0);
    puts("the first thread has ended, the process goes on");
    fflush(stdout);
    exit(7);
}

int main(void) {
    pthread_t threads[8];
    struct timespec soon = {0, 1000000}, bad = {0, 1000000000}, past = {1, 0};
    SHOW(futex(&first, Wait, 2, 0, 0, 0));
    SHOW(futex(&first, Wait, 1, (long)&soon, 0, 0));
    SHOW(futex(&first, Wait, 1, (long)&bad, 0, 0));
    SHOW(futex(&first, WaitBits, 1, (long)&past, 0, 1));
    SHOW(futex(&first, WaitBits | RealTime, 1, (long)&past, 0, 1));
    SHOW(futex(&first, WaitBits, 1, 0, 0, 0));
    SHOW(futex(&first, WakeBits, 1, 0, 0, 0));
    SHOW(futex((int *)((char *)&first + 1), Wait, 1, 0, 0, 0));
    SHOW(futex((int *)8, Wait, 1, 0, 0, 0));
    SHOW(futex(&first, 99, 1, 0, 0, 0));
    SHOW(futex(&first, Wake | RealTime, 1, 0, 0, 0));

    start(threads, 4, wait_first, 0);
    SHOW(futex(&first, Wake, 1, 0, 0, 0));
    settle("one", 1);
    SHOW(futex(&first, Wake, INT_MAX, 0, 0, 0));
    settle("all", 4);
    join(threads, 4);

    start(threads, 2, wait_first, (void *)1);
    start(threads + 2, 2, wait_first, (void *)6);
    SHOW(futex(&first, WakeBits, INT_MAX, 0, 0, 8));
    SHOW(futex(&first, WakeBits, INT_MAX, 0, 0, 2));
    settle("bits", 2);
    SHOW(futex(&first, Wake, INT_MAX, 0, 0, 0));
    join(threads, 4);

    start(threads, 4, wait_first, 0);
    SHOW(futex(&first, CompareRequeue, 1, 2, &second, 99));
    SHOW(futex(&first, CompareRequeue, 1, 2, &second, 1));
    settle("requeued", 1);
    SHOW(futex(&second, Wake, INT_MAX, 0, 0, 0));
    settle("at the second", 3);
    SHOW(futex(&first, Requeue, 0, INT_MAX, &second, 0));
    SHOW(futex(&second, Wake, INT_MAX, 0, 0, 0));
    join(threads, 4);

    // Adds 3 to the second word, and wakes there only if it was below 6.
    unsigned add = 1u << 28 | 2u << 24 | 3u << 12 | 6;
    start(threads, 2, wait_first, 0);
    start(threads + 2, 2, wait_second, 0);
    SHOW(futex(&first, WakeOperation, 1, 1, &second, add));
    printf("second %d\n", second);
    settle("both", 2);
    SHOW(futex(&first, WakeOperation, 1, 1, &second, add));
    printf("second %d\n", second);
    SHOW(futex(&first, WakeOperation, 1, 1, &second, 9u << 28 | 3u << 12));
    printf("second %d\n", second);
    SHOW(futex(&first, WakeOperation, 1, 1, &second, 0u << 28 | 0xFFEu << 12));
    printf("second %d\n", second);
    SHOW(futex(&first, WakeOperation, 1, 1, &second, 7u << 28));
    SHOW(futex(&first, WakeOperation, 1, 1, (int *)8, add));
    SHOW(futex(&second, Wake, INT_MAX, 0, 0, 0));
    join(threads, 4);

    puts("robust");
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    printf("%d\n", pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
    pthread_mutex_init(&robust, &attributes);
    start(threads, 1, hold, 0);
    join(threads, 1);
    printf("after its owner's end: %s\n", error_name(pthread_mutex_lock(&robust)));
    printf("consistent: %d\n", pthread_mutex_consistent(&robust));
    pthread_mutex_unlock(&robust);
    pthread_mutex_lock(&robust);
    start(threads, 1, hold, 0);
    pthread_mutex_unlock(&robust);
    join(threads, 1);
    SHOW(syscall(SYS_set_robust_list, 0, 5));
    pthread_mutex_lock(&robust);
    pthread_mutex_consistent(&robust);
    pthread_mutex_unlock(&robust);
    void *head;
    size_t size = 0;
    SHOW(syscall(SYS_get_robust_list, 0, &head, &size));
    printf("%zu\n", size);

    puts("scheduling");
    struct sched_param parameters = {0};
    SHOW(sched_yield());
    SHOW(syscall(SYS_sched_getscheduler, 0));
    SHOW(syscall(SYS_sched_getparam, 0, &parameters));
    SHOW(sched_get_priority_max(SCHED_FIFO));
    SHOW(sched_get_priority_min(SCHED_OTHER));
    SHOW(sched_get_priority_max(99));

    puts("clone");
    uint64_t arguments[11] = {(uint64_t)1 << 40};
    SHOW(syscall(SYS_clone, 0x10100, 0, 0, 0, 0));
    SHOW(syscall(SYS_clone, 0x800, 0, 0, 0, 0));
    SHOW(syscall(SYS_clone3, arguments, 88));
    arguments[0] = 0x10F00;
    arguments[4] = 17;
    SHOW(syscall(SYS_clone3, arguments, 88));
    arguments[0] = 0x100010F00;
    arguments[4] = 0;
    SHOW(syscall(SYS_clone3, arguments, 88));
    SHOW(syscall(SYS_clone3, arguments, 63));
    SHOW(syscall(SYS_clone3, arguments, 5000));
    SHOW(syscall(SYS_clone3, 8, 88));

    static pthread_t self;
    self = pthread_self();
    MUST(pthread_create(&threads[0], 0, outlive, &self));
    fflush(stdout);
    pthread_exit(0);
}
