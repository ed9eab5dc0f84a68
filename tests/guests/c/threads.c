// Threads, mutexes, condition variables, thread-local storage, pipes between threads and time-outs.
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include "probe.h"

enum { Workers = 8, Rounds = 2000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long counter;
static int turn;
static __thread int own;
static int pipe_ends[2];

static void *count(void *argument) {
    for (int i = 0; i < Rounds; i++) {
        pthread_mutex_lock(&lock);
        counter++;
        pthread_mutex_unlock(&lock);
        if (i % 100 == 0) {
            sched_yield();
        }
        own++;
    }
    return (void *)(long)(own == Rounds ? (long)argument : -1);
}

static void *take_turns(void *argument) {
    int mine = (int)(long)argument;
    for (int i = 0; i < 500; i++) {
        pthread_mutex_lock(&lock);
        while (turn != mine) {
            pthread_cond_wait(&changed, &lock);
        }
        turn = !mine;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    return 0;
}

// More than a pipe holds, so that both sides have to wait.
static void *send(void *argument) {
    char bytes[1000];
    memset(bytes, 'p', sizeof bytes);
    for (int i = 0; i < 300; i++) {
        MUST(write(pipe_ends[1], bytes, sizeof bytes));
    }
    close(pipe_ends[1]);
    return argument;
}

// Never calls the kernel: the others need the timer to get on.
static volatile int spinning = 1;
static void *spin(void *argument) {
    while (spinning) {
    }
    return argument;
}

int main(void) {
    pthread_t threads[Workers];
    long sum = 0;
    for (long i = 0; i < Workers; i++) {
        SHOW(pthread_create(&threads[i], 0, count, (void *)i));
    }
    for (int i = 0; i < Workers; i++) {
        void *result;
        SHOW(pthread_join(threads[i], &result));
        sum += (long)result;
    }
    printf("counter %ld, results %ld\n", counter, sum);

    for (long i = 0; i < 2; i++) {
        MUST(pthread_create(&threads[i], 0, take_turns, (void *)i));
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], 0);
    }
    printf("turns taken, next %d\n", turn);

    MUST(pipe(pipe_ends));
    MUST(pthread_create(&threads[0], 0, send, 0));
    char bytes[4096];
    long received = 0, got;
    while ((got = read(pipe_ends[0], bytes, sizeof bytes)) > 0) {
        received += got;
    }
    pthread_join(threads[0], 0);
    printf("received %ld\n", received);

    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_nsec += 20000000;
    deadline.tv_sec += deadline.tv_nsec / 1000000000;
    deadline.tv_nsec %= 1000000000;
    pthread_mutex_lock(&lock);
    printf("timed wait: %s\n", error_name(pthread_cond_timedwait(&changed, &lock, &deadline)));
    pthread_mutex_unlock(&lock);

    MUST(pthread_create(&threads[0], 0, spin, 0));
    for (int i = 0; i < 3; i++) {
        usleep(2000);
    }
    spinning = 0;
    pthread_join(threads[0], 0);
    puts("a spinning thread did not stop the others");
    return 0;
}
