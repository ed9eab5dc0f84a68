// repeat stat|open|read|map|list PATH N: does that N times; tests count the 9P messages that one more time costs.
#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include "probe.h"

int main(int argc, char **argv) {
    if (argc != 4) {
        return 2;
    }
    const char *what = argv[1], *path = argv[2];
    struct stat status;
    char bytes[4096];
    int file = -1;
    if (!strcmp(what, "read")) {
        file = MUST(open(path, O_RDONLY));
    }
    for (int left = atoi(argv[3]); left > 0; left--) {
        if (!strcmp(what, "stat")) {
            MUST(stat(path, &status));
        } else if (!strcmp(what, "open")) { // and close
            MUST(close(MUST(open(path, O_RDONLY))));
        } else if (!strcmp(what, "read")) {
            MUST(pread(file, bytes, sizeof bytes, 0));
        } else if (!strcmp(what, "map")) { // open, look at every page, and close
            file = MUST(open(path, O_RDONLY));
            MUST(fstat(file, &status));
            const volatile char *view = mmap(0, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
            MUST(view == MAP_FAILED ? -1 : 0);
            for (long at = 0; at < status.st_size; at += 4096) {
                bytes[0] = view[at];
            }
            MUST(munmap((void *)view, (size_t)status.st_size));
            MUST(close(file));
        } else if (!strcmp(what, "list")) {
            DIR *folder = opendir(path);
            int entries = 0;
            while (readdir(folder)) {
                entries++;
            }
            closedir(folder);
            printf("%d entries\n", entries);
        }
    }
    return 0;
}
