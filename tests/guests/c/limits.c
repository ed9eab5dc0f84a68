// What is too much memory: for any machine (64 TiB at once), and under a limit of the app's own.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include "probe.h"

enum { Page = 4096 };
static const size_t huge = 1UL << 46, mebibyte = 1 << 20;

static char *map(void *at, size_t length, int protection, int flags) {
    return mmap(at, length, protection, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static void show_break(const char *title, size_t more) {
    unsigned long before = syscall(SYS_brk, 0);
    unsigned long after = syscall(SYS_brk, before + more);
    printf("%s %d\n", title, after == before + more);
    syscall(SYS_brk, before);
}

int main(void) {
    puts("-- more than there can be");
    SHOW_ERROR(map(0, huge, PROT_READ | PROT_WRITE, 0) == MAP_FAILED ? -1 : 0);
    show_break("break", huge >> 2);
    char *small = map(0, Page, PROT_READ | PROT_WRITE, 0);
    SHOW_ERROR(mremap(small, Page, huge, MREMAP_MAYMOVE) == MAP_FAILED ? -1 : 0);
    char *reserved = map(0, huge, PROT_NONE, 0);
    SHOW_ERROR(reserved == MAP_FAILED ? -1 : 0);
    SHOW(mprotect(reserved, huge, PROT_READ));
    SHOW(mprotect(reserved, huge, PROT_READ | PROT_WRITE));
    SHOW(mprotect(reserved + Page, 16 * Page, PROT_READ | PROT_WRITE));
    reserved[Page] = 1;
    SHOW(munmap(reserved, huge));
    reserved = map(0, huge, PROT_NONE, MAP_NORESERVE);
    SHOW(mprotect(reserved, huge, PROT_READ | PROT_WRITE));
    reserved[huge - 1] = 1;
    SHOW(munmap(reserved, huge));
    reserved = map(0, huge, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    SHOW_ERROR(reserved == MAP_FAILED ? -1 : 0);
    SHOW(munmap(reserved, huge));

    puts("-- writable before, in pieces that are more than the VM has in all");
    char *pieces = map(0, 640 * mebibyte, PROT_NONE, 0);
    for (size_t at = 0; at < 640 * mebibyte; at += 16 * mebibyte) {
        MUST(mprotect(pieces + at, 16 * mebibyte, PROT_READ | PROT_WRITE));
    }
    SHOW(mprotect(pieces, 640 * mebibyte, PROT_READ));
    SHOW(mprotect(pieces, 640 * mebibyte, PROT_READ | PROT_WRITE));
    SHOW(munmap(pieces, 640 * mebibyte));

    puts("-- more than the app allows itself");
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_AS, &limit));
    limit.rlim_cur = 256 * mebibyte;
    MUST(setrlimit(RLIMIT_AS, &limit));
    SHOW_ERROR(map(0, 300 * mebibyte, PROT_NONE, 0) == MAP_FAILED ? -1 : 0);
    show_break("break by 300 MiB", 300 * mebibyte);
    show_break("break by 1 MiB", mebibyte);
    char *most = map(0, 150 * mebibyte, PROT_NONE, 0);
    SHOW_ERROR(most == MAP_FAILED ? -1 : 0);
    SHOW(map(most, 150 * mebibyte, PROT_READ, MAP_FIXED) == most); // takes the place of as much
    SHOW_ERROR(mremap(most, 150 * mebibyte, 300 * mebibyte, MREMAP_MAYMOVE) == MAP_FAILED ? -1 : 0);
    SHOW(mremap(most, 150 * mebibyte, 200 * mebibyte, MREMAP_MAYMOVE) != MAP_FAILED);
    SHOW_ERROR(map(0, 100 * mebibyte, PROT_NONE, 0) == MAP_FAILED ? -1 : 0);
    return 0;
}
