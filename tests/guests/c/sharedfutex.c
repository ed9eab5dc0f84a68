// Futexes in shared mappings: two mappings of one file are one futex, and two files at the same place are two.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include "probe.h"

enum { Wait, Wake, Requeue = 3, Private = 128 };

static int *first, *second, *other, *own;
static volatile int waiter, woken;

static long futex(int *address, int operation, unsigned value, long argument, int *target) {
    return syscall(SYS_futex, address, operation, value, argument, target, 0);
}

static void *wait_at(void *word) {
    waiter = gettid();
    long result = futex(word, Wait, 0, 0, 0);
    woken++;
    return (void *)result;
}

static pthread_t start(int *word) {
    pthread_t thread;
    waiter = 0;
    MUST(pthread_create(&thread, 0, wait_at, word));
    while (!waiter) {
        usleep(100);
    }
    wait_until_asleep(waiter);
    return thread;
}

static int *map(int file, int flags) {
    return (int *)MUST(mmap(0, 8192, PROT_READ | PROT_WRITE, flags, file, 0));
}

int main(void) {
    int files[2] = {memfd_create("one", 0), memfd_create("two", 0)};
    MUST(ftruncate(files[0], 8192) + ftruncate(files[1], 8192));
    first = map(files[0], MAP_SHARED);
    second = map(files[0], MAP_SHARED);
    other = map(files[1], MAP_SHARED);
    own = map(files[0], MAP_PRIVATE);

    pthread_t thread = start(first + 3);
    SHOW(futex(other + 3, Wake, 9, 0, 0));
    SHOW(futex(own + 3, Wake, 9, 0, 0));
    SHOW(futex(second + 4, Wake, 9, 0, 0));
    SHOW(futex(second + 3 + 1024, Wake, 9, 0, 0));
    SHOW(futex(second + 3, Wake, 9, 0, 0));
    pthread_join(thread, 0);

    thread = start(first + 1024);
    SHOW(munmap(first, 8192));
    SHOW(futex(second + 1024, Requeue, 0, 9, other + 7));
    int *again = map(files[1], MAP_SHARED);
    SHOW(futex(again + 7, Wake, 9, 0, 0));
    pthread_join(thread, 0);

    thread = start(own);
    SHOW(futex(second, Wake, 9, 0, 0));
    SHOW(futex(own, Wake, 9, 0, 0));
    pthread_join(thread, 0);

    // A mutex of two processes, were there two.
    pthread_mutexattr_t shared;
    pthread_mutexattr_init(&shared);
    pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init((pthread_mutex_t *)second, &shared);
    printf("%d\n", pthread_mutex_lock((pthread_mutex_t *)second));
    printf("%s\n", error_name(pthread_mutex_trylock((pthread_mutex_t *)map(files[0], MAP_SHARED))));
    printf("%d woken\n", woken);
    return 0;
}
