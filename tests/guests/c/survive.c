// survive ROUNDS [FILE]: uses the root share in every way again and again; whatever fails with EIO must work at the second try.
// FILE is on another share and must never fail. Prints how often there was an EIO, and nothing else.
#include <fcntl.h>
#include <dirent.h>
#include <sys/stat.h>
#include "probe.h"

static int interruptions;

// Was that EIO? Then it is counted, and the call is made once more.
static int is_interrupted(long result) {
    if (result != -1) {
        return 0;
    }
    if (errno != EIO) {
        printf("%s\n", error_name(errno));
        exit(1);
    }
    return ++interruptions;
}

#define TRY(call) ({ long result_ = (call); if (is_interrupted(result_)) { result_ = MUST(call); } result_; })

int main(int argc, char **argv) {
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    int data = MUST(open("data", O_RDWR));
    int other = argc > 2 ? MUST(open(argv[2], O_RDONLY)) : -1;
    DIR *folder = opendir("folder");
    struct stat status;
    char bytes[32], wanted[32];
    for (int round = 0; round < rounds; round++) {
        snprintf(wanted, sizeof wanted, "round %d", round);
        size_t length = strlen(wanted);
        TRY(pwrite(data, wanted, length, 0));
        memset(bytes, 0, sizeof bytes);
        TRY(pread(data, bytes, length, 0));
        if (strcmp(bytes, wanted)) {
            printf("read '%s' for '%s'\n", bytes, wanted);
            return 1;
        }
        TRY(fstat(data, &status));
        TRY(stat("folder/file", &status));
        int file = TRY(open("folder/file", O_RDONLY));
        TRY(read(file, bytes, 4));
        close(file);
        rewinddir(folder);
        int entries = 0;
        for (int attempt = 0; attempt < 2 && entries == 0; attempt++) {
            errno = 0;
            while (readdir(folder)) {
                entries++;
            }
            if (errno) {
                is_interrupted(-1);
                rewinddir(folder);
                entries = 0;
            }
        }
        if (entries != 3) {
            printf("%d entries\n", entries);
            return 1;
        }
        if (other >= 0 && pread(other, bytes, 5, 0) != 5) {
            printf("the other share: %s\n", error_name(errno));
            return 1;
        }
    }
    printf("%d\n", interruptions);
    return 0;
}
