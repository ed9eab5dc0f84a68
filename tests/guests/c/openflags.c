// open(2) with every combination of access mode and creation flags, on every kind of target.
#include <fcntl.h>
#include <sys/stat.h>
#include "probe.h"

static const struct { const char *name; int value; } flags[] = {
    {"CREAT", O_CREAT}, {"EXCL", O_EXCL}, {"TRUNC", O_TRUNC}, {"APPEND", O_APPEND},
    {"DIRECTORY", O_DIRECTORY}, {"NOFOLLOW", O_NOFOLLOW}, {"CLOEXEC", O_CLOEXEC},
};
enum { FlagCount = sizeof flags / sizeof flags[0] };

static const char *const targets[] = {
    "file", "folder", "to-file", "to-folder", "dangling", "loop", "missing", "file/below", "missing/below",
    "file/", "folder/", "missing/", "to-folder/", "", ".", "/",
};
static const char *const modes[] = {"RDONLY", "WRONLY", "RDWR"};

// Every open starts from the same folder.
static void prepare(void) {
    unlink("missing");
    unlink("nowhere");
    int file = MUST(open("file", O_WRONLY | O_CREAT | O_TRUNC, 0644));
    MUST(write(file, "content", 7));
    MUST(close(file));
}

static void try_open(const char *target, int mode, int set) {
    int value = mode;
    prepare();
    printf("%s %s", target, modes[mode]);
    for (int i = 0; i < FlagCount; i++) {
        if (set & 1 << i) {
            value |= flags[i].value;
            printf(" %s", flags[i].name);
        }
    }
    int file = open(target, value, 0640);
    if (file < 0) {
        printf(": %s\n", error_name(errno));
        return;
    }
    struct stat status;
    MUST(fstat(file, &status));
    printf(": type %o", status.st_mode & S_IFMT);
    if (S_ISREG(status.st_mode)) {
        char byte = '+';
        long written = write(file, &byte, 1);
        printf(" mode %o size %ld write %s", status.st_mode & 07777, (long)status.st_size,
            written == 1 ? "ok" : error_name(errno));
        printf(" offset %ld read %s", (long)lseek(file, 0, SEEK_CUR),
            pread(file, &byte, 1, 0) >= 0 ? "ok" : error_name(errno));
    }
    printf(" cloexec %d\n", fcntl(file, F_GETFD) & FD_CLOEXEC);
    close(file);
}

int main(void) {
    umask(022);
    prepare();
    MUST(mkdir("folder", 0755));
    MUST(symlink("file", "to-file"));
    MUST(symlink("folder", "to-folder"));
    MUST(symlink("nowhere", "dangling"));
    MUST(symlink("loop", "loop"));
    for (unsigned target = 0; target < sizeof targets / sizeof targets[0]; target++) {
        for (int mode = O_RDONLY; mode <= O_RDWR; mode++) {
            for (int set = 0; set < 1 << FlagCount; set++) {
                int directory = set & 1 << 4, cloexec = set & 1 << 6, create = set & 1 << 0;
                // O_CREAT|O_DIRECTORY changed its meaning in Linux 6.4; O_CLOEXEC alone tells enough.
                if ((create && directory) || (cloexec && set != 1 << 6)) {
                    continue;
                }
                try_open(targets[target], mode, set);
            }
        }
    }
    return 0;
}
