// What other threads do while one sleeps in the middle of something: pushing a signal's frame on a stack that has to be read from a
// file, replacing a mapping whose changes have to be written, writing to a page that is being written. With "crowd": more changed
// pages than there is memory.
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include "probe.h"

enum { Page = 4096, Rounds = 60, Writes = 300, StackPages = 16, Filled = 64, CrowdPages = 12000, CrowdThreads = 4 };

static volatile int is_over;
static volatile int handled;

static int make(const char *name, int pages) {
    int file = MUST(open(name, O_RDWR | O_CREAT | O_TRUNC, 0644));
    MUST(ftruncate(file, (long)pages * Page));
    return file;
}

static void count(int signal) {
    (void)signal;
    handled++;
}

static void *compute(void *argument) {
    while (!is_over) {
        __asm__ volatile("pcmpeqb %%xmm0, %%xmm0\n pcmpeqb %%xmm7, %%xmm7" ::: "xmm0", "xmm7");
    }
    return argument;
}

static void frames(void) {
    puts("-- a signal's frame on pages of a file");
    int file = make("stack", StackPages);
    struct sigaction action = {.sa_handler = count, .sa_flags = SA_ONSTACK};
    sigaction(SIGUSR1, &action, 0);
    pthread_t thread;
    pthread_create(&thread, 0, compute, 0);
    long wrong = 0;
    for (long round = 1; round <= Rounds; round++) {
        stack_t stack = {.ss_size = StackPages * Page};
        MUST(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED));
        MUST(ftruncate(file, 0)); // whatever was in memory of it is gone
        MUST(ftruncate(file, StackPages * Page));
        stack.ss_sp = mmap(0, stack.ss_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
        MUST(sigaltstack(&stack, 0));
        long first = 0, last = 0, result = SYS_kill;
        __asm__ volatile(
            "movq %[value], %%xmm0\n movq %[value], %%xmm7\n syscall\n movq %%xmm0, %[first]\n movq %%xmm7, %[last]"
            : "+a"(result), [first] "=&r"(first), [last] "=&r"(last)
            : [value] "r"(round * 0x0101010101), "D"(getpid()), "S"(SIGUSR1)
            : "rcx", "r11", "xmm0", "xmm7", "memory");
        wrong += first != round * 0x0101010101 || last != first;
        stack.ss_flags = SS_DISABLE;
        MUST(sigaltstack(&stack, 0));
        munmap(stack.ss_sp, StackPages * Page);
    }
    is_over = 1;
    pthread_join(thread, 0);
    SHOW(handled);
    SHOW(wrong);
    close(file);
}

// Takes whatever addresses become free, and looks whether they stay its own.
static void *fill(void *argument) {
    static char *taken[Filled];
    long lost = 0;
    for (int next = 0; !is_over; next = (next + 1) % Filled) {
        if (taken[next]) {
            lost += taken[next][0] != 'T';
            munmap(taken[next], Page);
        }
        taken[next] = mmap(0, Page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        taken[next][0] = 'T';
    }
    *(long *)argument = lost;
    return 0;
}

static void replaced(const char *title, int moves) {
    printf("-- %s over changed pages\n", title);
    is_over = 0;
    int file = make("replaced", 1);
    long lost = 0, wrong = 0;
    pthread_t thread;
    pthread_create(&thread, 0, fill, &lost);
    for (int round = 0; round < Rounds; round++) {
        char *old = mmap(0, Page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        old[0] = 'a' + round % 26;
        char *now;
        if (moves) {
            char *source = mmap(0, Page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            source[0] = 'N';
            now = mremap(source, Page, Page, MREMAP_MAYMOVE | MREMAP_FIXED, old);
        } else {
            now = mmap(old, Page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
            now[0] = 'N';
        }
        char byte = 0;
        wrong += now != old || now[0] != 'N' || pread(file, &byte, 1, 0) != 1 || byte != 'a' + round % 26;
        wrong += now[0] != 'N';
        munmap(now, Page);
    }
    is_over = 1;
    pthread_join(thread, 0);
    SHOW(lost);
    SHOW(wrong);
    close(file);
}

static int written_file;
static volatile long asked, answered;

// Writes the number of each round to the file's start, when it is asked to.
static void *write_rounds(void *argument) {
    for (long round = 1; round <= Writes; round++) {
        while (asked != round) {
            sched_yield();
        }
        MUST(pwrite(written_file, &round, sizeof round, 0));
        answered = round;
    }
    return argument;
}

static void written(void) {
    puts("-- write while a mapping's change of the same page is written");
    written_file = make("written", 1);
    char *map = mmap(0, Page, PROT_READ | PROT_WRITE, MAP_SHARED, written_file, 0);
    long wrong = 0, kept = 0;
    pthread_t thread;
    pthread_create(&thread, 0, write_rounds, 0);
    for (long round = 1; round <= Writes; round++) {
        map[Page / 2] = (char)round;
        asked = round;
        sched_yield(); // the other one has sent its bytes now, and sleeps
        MUST(msync(map, Page, MS_SYNC));
        while (answered != round) {
            sched_yield();
        }
        MUST(pread(written_file, &kept, sizeof kept, 0));
        wrong += kept != round || *(long *)map != round;
    }
    pthread_join(thread, 0);
    SHOW(wrong);
    munmap(map, Page);
    close(written_file);
}

static char *crowded;

static void *crowd(void *argument) {
    for (long page = (long)argument; page < CrowdPages; page += CrowdThreads) {
        crowded[page * Page] = (char)(page % 251 + 1);
    }
    return argument;
}

static void many(void) {
    int file = make("crowded", CrowdPages);
    crowded = mmap(0, (size_t)CrowdPages * Page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    pthread_t threads[CrowdThreads];
    for (long index = 0; index < CrowdThreads; index++) {
        pthread_create(&threads[index], 0, crowd, (void *)index);
    }
    for (int index = 0; index < CrowdThreads; index++) {
        pthread_join(threads[index], 0);
    }
    long wrong = 0;
    for (long page = 0; page < CrowdPages; page++) {
        wrong += crowded[page * Page] != (char)(page % 251 + 1);
    }
    SHOW(wrong);
}

int main(int count, char **arguments) {
    if (count > 1 && !strcmp(arguments[1], "crowd")) {
        many();
        return 0;
    }
    frames();
    replaced("mmap", 0);
    replaced("mremap", 1);
    written();
    return 0;
}
