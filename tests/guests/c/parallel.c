// parallel PATH (THREADS READS BYTES)...: preads of so many bytes from the start of the file, shared out among the threads,
// each with one of them in flight; prints for each three how many were done in a second. For tools/numbers-virtio and
// tools/numbers-xen.
#include <fcntl.h>
#include <pthread.h>
#include <time.h>
#include "probe.h"

enum { MostThreads = 64 };

static int file;
static int count;
static size_t size;

static void *read_on(void *unused) {
    char *bytes = malloc(size);
    for (int i = 0; i < count; i++) {
        MUST(pread(file, bytes, size, 0));
    }
    free(bytes);
    return unused;
}

static void measure(int threads) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    pthread_t handles[MostThreads];
    for (int i = 0; i < threads; i++) {
        pthread_create(&handles[i], 0, read_on, 0);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(handles[i], 0);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    printf("%.0f\n", count * threads / seconds);
}

int main(int argc, char **argv) {
    if (argc < 5 || argc % 3 != 2) {
        return 2;
    }
    file = MUST(open(argv[1], O_RDONLY));
    for (int i = 2; i < argc; i += 3) {
        int threads = atoi(argv[i]);
        if (threads < 1 || threads > MostThreads) {
            return 2;
        }
        count = atoi(argv[i + 1]) / threads;
        size = atol(argv[i + 2]);
        measure(threads);
    }
    return 0;
}
