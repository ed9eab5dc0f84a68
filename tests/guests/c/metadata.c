// Modes, times, links, renames and deletion, with the errors that matter.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include "probe.h"

static void show_file(const char *path) {
    struct stat status;
    if (lstat(path, &status) < 0) {
        printf("%s: %s\n", path, error_name(errno));
        return;
    }
    printf("%s: mode %o links %ld size %ld uid %d gid %d", path, status.st_mode, (long)status.st_nlink,
        S_ISDIR(status.st_mode) ? 0L : (long)status.st_size, status.st_uid, status.st_gid);
    if (status.st_mtim.tv_sec < 1000000000) {
        printf(" mtime %ld.%09ld", (long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    }
    puts("");
}

static void make(const char *path, const char *content) {
    int file = MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666));
    MUST(write(file, content, strlen(content)));
    MUST(close(file));
}

int main(void) {
    puts("-- modes");
    umask(027);
    make("one", "1");
    show_file("one");
    SHOW(mkdir("folder", 0777));
    show_file("folder");
    SHOW(chmod("one", 04711));
    show_file("one");
    SHOW(chmod("missing", 0644));
    int file = MUST(open("one", O_RDWR));
    SHOW(fchmod(file, 0600));
    show_file("one");
    SHOW(chown("one", getuid(), getgid()));
    SHOW(access("one", R_OK | W_OK));
    SHOW(access("one", X_OK));
    SHOW(access("missing", F_OK));
    SHOW(umask(022));
    SHOW(umask(022));

    puts("-- times");
    struct timespec times[2] = {{123456789, 111}, {987654321, 222}};
    SHOW(utimensat(AT_FDCWD, "one", times, 0));
    show_file("one");
    times[0].tv_nsec = UTIME_OMIT;
    times[1] = (struct timespec){555555555, 999999999};
    SHOW(futimens(file, times));
    show_file("one");
    times[1].tv_nsec = 1000000000;
    SHOW(utimensat(AT_FDCWD, "one", times, 0));
    times[0].tv_nsec = times[1].tv_nsec = UTIME_OMIT;
    SHOW(utimensat(AT_FDCWD, "missing", times, 0)); // nothing to set, so nothing is looked up
    SHOW(utimensat(AT_FDCWD, "missing", times, 1));
    SHOW(symlink("one", "link"));
    times[0] = times[1] = (struct timespec){100000000, 5};
    SHOW(utimensat(AT_FDCWD, "link", times, AT_SYMLINK_NOFOLLOW));
    show_file("link");
    show_file("one");
    SHOW(utimensat(AT_FDCWD, "link", times, 0));
    show_file("one");

    puts("-- links and names");
    SHOW(link("one", "two"));
    show_file("two");
    SHOW(link("one", "two"));
    SHOW(link("missing", "three"));
    SHOW(unlink("one"));
    show_file("two");
    SHOW(symlink("anything", "two"));
    SHOW(unlink("folder"));
    SHOW(rmdir("two"));
    SHOW(mkdir("folder", 0755));
    SHOW(mkdir("missing/folder", 0755));
    SHOW(mkdir("two/folder", 0755));

    puts("-- rename");
    make("a", "aa");
    make("b", "bbb");
    SHOW(rename("a", "b"));
    show_file("a");
    show_file("b");
    SHOW(rename("two", "b")); // replaces
    SHOW(rename("b", "folder"));
    SHOW(rename("folder", "b"));
    SHOW(mkdir("full", 0755));
    make("full/x", "x");
    SHOW(rename("folder", "full"));
    SHOW(rename("full", "folder")); // onto an empty folder
    show_file("folder/x");
    SHOW(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "folder/x", 1)); // RENAME_NOREPLACE
    SHOW(rmdir("folder"));

    puts("-- an open file outlives its name");
    make("gone", "still here");
    int gone = MUST(open("gone", O_RDWR));
    SHOW(unlink("gone"));
    char bytes[32] = {0};
    SHOW(read(gone, bytes, 31));
    printf("%s\n", bytes);
    struct stat status;
    SHOW(fstat(gone, &status));
    SHOW(close(gone));
    show_file("gone");

    puts("-- relative to a descriptor");
    int folder = MUST(open("folder", O_RDONLY | O_DIRECTORY));
    int below = SHOW(openat(folder, "x", O_RDONLY)) >= 0;
    SHOW(below);
    SHOW(mkdirat(folder, "new", 0700));
    SHOW(unlinkat(folder, "new", 0));
    SHOW(unlinkat(folder, "new", AT_REMOVEDIR));
    SHOW(openat(file, "x", O_RDONLY));
    SHOW(openat(99, "x", O_RDONLY));
    SHOW(fchdir(folder));
    show_file("x");
    SHOW(fsync(file));
    SHOW(fdatasync(file));
    struct statfs system;
    SHOW(statfs(".", &system));
    SHOW(system.f_bsize > 0 && system.f_namelen == 255);
    return 0;
}
