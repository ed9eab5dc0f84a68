// folder N: makes N files, lists them with small buffers, deletes while listing, seeks in the list.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include "probe.h"

// Reads the folder with a getdents64 buffer of that size; prints how many entries there are and a sum over the names.
static void list(const char *path, int size) {
    char buffer[65536];
    int count = 0, calls = 0, dots = 0, types = 0;
    unsigned long sum = 0;
    int folder = MUST(open(path, O_RDONLY | O_DIRECTORY));
    long bytes;
    while ((bytes = syscall(SYS_getdents64, folder, buffer, size)) > 0) {
        calls++;
        for (long at = 0; at < bytes;) {
            struct dirent *entry = (struct dirent *)(buffer + at);
            count++;
            dots += entry->d_name[0] == '.';
            types += entry->d_type == DT_REG || entry->d_type == DT_DIR;
            for (const char *letter = entry->d_name; *letter; letter++) {
                sum += (unsigned char)*letter * (1 + (letter - entry->d_name));
            }
            at += entry->d_reclen;
        }
    }
    printf("buffer of %d: %d entries, %d of them dots, types %s, sum %lu, end %ld %s\n", size, count, dots,
        types == count ? "known" : "missing", sum, bytes, bytes < 0 ? error_name(errno) : "");
    close(folder);
}

int main(int argc, char **argv) {
    int number = argc > 1 ? atoi(argv[1]) : 100;
    char name[32];
    MUST(mkdir("many", 0755));
    for (int i = 0; i < number; i++) {
        snprintf(name, sizeof name, "many/file-%d", i);
        int file = MUST(open(name, O_WRONLY | O_CREAT | O_EXCL, 0644));
        MUST(close(file));
    }
    list("many", 65536);
    list("many", 4096);
    list("many", 300);
    list("many", 30);

    // A position that telldir gave leads back to the same entry.
    DIR *folder = opendir("many");
    long position = 0;
    char remembered[256] = "";
    for (int i = 0; i <= number / 2; i++) {
        position = telldir(folder);
        strcpy(remembered, readdir(folder)->d_name);
    }
    while (readdir(folder)) {
    }
    seekdir(folder, position);
    printf("seekdir: %s\n", strcmp(readdir(folder)->d_name, remembered) == 0 ? "same entry" : "another entry");

    // Deleting what was listed must skip nothing.
    rewinddir(folder);
    int deleted = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] != '.') {
            snprintf(name, sizeof name, "many/%.20s", entry->d_name);
            deleted += unlink(name) == 0;
        }
    }
    printf("deleted %d\n", deleted);
    rewinddir(folder);
    int left = 0;
    while (readdir(folder)) {
        left++;
    }
    printf("left %d\n", left);
    closedir(folder);
    SHOW(rmdir("many"));
    return 0;
}
