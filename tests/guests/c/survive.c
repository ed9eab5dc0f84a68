// survive ROUNDS [FILE [THREADS]]: uses the root share in every way again and again, in several threads at once; whatever fails
// with EIO must work at the second try. FILE is on another share and must never fail. Prints how often there was an EIO.
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include "probe.h"

enum { MOST_THREADS = 32 };

static int rounds = 1, interruptions;
static const char *other_path;

static void fail(const char *what) {
    printf("%s\n", what);
    exit(1);
}

// Was that EIO? Then it is counted, and the call is made once more.
static int is_interrupted(long result) {
    if (result != -1) {
        return 0;
    }
    if (errno != EIO) {
        fail(error_name(errno));
    }
    return __atomic_add_fetch(&interruptions, 1, __ATOMIC_SEQ_CST);
}

#define TRY(call) ({ long result_ = (call); if (is_interrupted(result_)) { result_ = MUST(call); } result_; })

static int count_entries(DIR *folder) {
    int entries = 0;
    errno = 0;
    rewinddir(folder);
    while (readdir(folder)) {
        entries++;
    }
    return errno ? -1 : entries;
}

static void *use(void *argument) {
    long number = (long)argument;
    int data = TRY(open("data", O_RDWR)), other = other_path ? MUST(open(other_path, O_RDONLY)) : -1;
    DIR *folder = opendir("folder");
    if (!folder) {
        is_interrupted(-1);
        folder = opendir("folder");
    }
    char bytes[32], wanted[32];
    struct stat status;
    for (int round = 0; round < rounds; round++) {
        int length = snprintf(wanted, sizeof wanted, "thread %2ld round %5d", number, round);
        TRY(pwrite(data, wanted, length, number * 100));
        memset(bytes, 0, sizeof bytes);
        TRY(pread(data, bytes, length, number * 100));
        if (strcmp(bytes, wanted)) {
            fail("other data was read than was written");
        }
        TRY(fstat(data, &status));
        TRY(stat("folder/file", &status));
        int file = TRY(open("folder/file", O_RDONLY));
        TRY(read(file, bytes, 4));
        close(file);
        int entries = count_entries(folder);
        if (is_interrupted(entries)) {
            entries = count_entries(folder);
        }
        if (entries != 3) {
            fail("entries are missing or doubled");
        }
        if (other >= 0 && pread(other, bytes, 5, 0) != 5) {
            fail("the other share failed");
        }
    }
    closedir(folder);
    close(data);
    return NULL;
}

int main(int argc, char **argv) {
    pthread_t threads[MOST_THREADS];
    int count = argc > 3 ? atoi(argv[3]) : 1;
    rounds = argc > 1 ? atoi(argv[1]) : 1;
    other_path = argc > 2 ? argv[2] : NULL;
    for (long number = 1; number < count; number++) {
        pthread_create(&threads[number], NULL, use, (void *)number);
    }
    use(0);
    for (int number = 1; number < count; number++) {
        pthread_join(threads[number], NULL);
    }
    printf("%d\n", interruptions);
    return 0;
}
