// Long names, deep paths, dots and chains of symbolic links.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include "probe.h"

static char text[8192];

// "aaa…" of that length, below folder.
static const char *name_of(const char *folder, int length) {
    strcpy(text, folder);
    size_t start = strlen(text);
    memset(text + start, 'a', length);
    text[start + length] = 0;
    return text;
}

// A path of exactly that many bytes, which leads to "." by way of "./././…".
static const char *dots_of(int length) {
    for (int i = 0; i < length; i++) {
        text[i] = i % 2 ? '/' : '.';
    }
    text[length] = 0;
    return text;
}

int main(void) {
    struct stat status;
    char folder[8192];

    puts("-- names");
    show("mkdir of 255 bytes", mkdir(name_of("", 255), 0755));
    show("mkdir of 256 bytes", mkdir(name_of("", 256), 0755));
    show("stat below a name of 256 bytes", stat(strcat((char *)name_of("", 256), "/x"), &status));
    show("path of 4095 bytes", stat(dots_of(4095), &status));
    show("path of 4096 bytes", stat(dots_of(4096), &status));
    show("path of 5000 bytes", stat(dots_of(5000), &status));
    SHOW(mkdir("with space, \"quotes\" and \\", 0755));
    SHOW(mkdir("\xc3\xbcml\xc3\xa4ut", 0755));
    SHOW(mkdir("\xff\xfe not UTF-8", 0755));
    SHOW(mkdir("new\nline", 0755));

    puts("-- dots and slashes");
    SHOW(mkdir("a", 0755));
    SHOW(mkdir("a/b", 0755));
    SHOW(symlink("a/b", "to-b"));
    SHOW(mkdir("to-b/c", 0755));
    SHOW(stat("to-b/../b/c", &status)); // ".." is physical: a, not here
    SHOW(stat("to-b/../to-b", &status));
    SHOW(stat("a//b///c////", &status));
    SHOW(stat("a/./b/./c/.", &status));
    SHOW(stat("/../../..", &status));
    SHOW(mkdir("a/.", 0755));
    SHOW(mkdir("a/..", 0755));
    SHOW(rmdir("a/b/."));
    SHOW(rmdir("a/b/.."));
    SHOW(unlink("a"));
    SHOW(rmdir("to-b"));
    SHOW(unlink("to-b/"));
    SHOW(rmdir("a"));
    SHOW(mkdir("a/d/", 0755));
    SHOW(rename("a/d", "a/d/e"));
    SHOW(rename("a/d", "a/b"));
    SHOW(rename("missing", "a/x"));
    SHOW(link("a", "hard"));

    puts("-- a tree 60 deep");
    MUST(mkdir("deep", 0755));
    MUST(chdir("deep"));
    for (int i = 0; i < 60; i++) {
        MUST(mkdir("a-name-of-some-length-that-makes-the-path-long", 0755));
        MUST(chdir("a-name-of-some-length-that-makes-the-path-long"));
    }
    printf("%zu bytes of path\n", strlen(getcwd(folder, sizeof folder)));
    int file = MUST(open("bottom", O_CREAT | O_WRONLY, 0644));
    MUST(close(file));
    strcat(folder, "/bottom");
    SHOW(stat(folder, &status));
    for (int i = 0; i < 60; i++) {
        MUST(chdir(".."));
    }
    SHOW(stat("a-name-of-some-length-that-makes-the-path-long/../a-name-of-some-length-that-makes-the-path-long", &status));
    MUST(chdir(".."));

    puts("-- symbolic links");
    char last[16] = "a", next[16];
    for (int i = 1; i <= 42; i++) {
        snprintf(next, sizeof next, "link%d", i);
        MUST(symlink(last, next));
        strcpy(last, next);
    }
    SHOW(stat("link39", &status));
    SHOW(stat("link40", &status));
    SHOW(stat("link41", &status));
    SHOW(lstat("link42", &status));
    SHOW(open("link42", O_RDONLY));
    SHOW(symlink("", "empty"));
    SHOW(readlink("link1", text, 100));
    SHOW(readlink("link12", text, 3)); // cut without a word
    SHOW(readlink("link1", text, 0));
    SHOW(readlink("a", text, 100));
    show("symlink with a target of 4095 bytes", symlink(dots_of(4095), "long"));
    SHOW(readlink("long", text, sizeof text));
    show("symlink with a target of 4096 bytes", symlink(dots_of(4096), "longer"));

    puts("-- rename that replaces nothing");
    enum { NoReplace = 1 };
    SHOW(syscall(SYS_renameat2, AT_FDCWD, "missing", AT_FDCWD, "a", NoReplace));
    SHOW(syscall(SYS_renameat2, AT_FDCWD, "a", AT_FDCWD, "link1", NoReplace));
    SHOW(syscall(SYS_renameat2, AT_FDCWD, "long", AT_FDCWD, "other", NoReplace));
    SHOW(syscall(SYS_renameat2, AT_FDCWD, "other", AT_FDCWD, "long", 64));
    return 0;
}
