// What is promised of memory beyond having it: advice, protections, hints, locks and limits.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include "probe.h"

enum { Page = 4096, Semaphores = 8 };

static char *map(int pages, int flags) {
    return (char *)MUST(mmap(0, (size_t)pages * Page, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0));
}

static void advice(void) {
    static const int numbers[] = {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 20, 24, 99};
    char *own = map(1, MAP_PRIVATE), *common = map(2, MAP_SHARED);
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char title[32];
        snprintf(title, sizeof title, "advice %d", numbers[i]);
        *own = 7;
        show(title, madvise(own, Page, numbers[i]));
        printf("%d\n", numbers[i] == MADV_FREE ? 0 : *own);
    }
    common[0] = 'a';
    common[Page] = 'b';
    SHOW(madvise(common, 2 * Page, MADV_DONTNEED));
    SHOW(common[0]);
    SHOW(mprotect(common, Page, PROT_READ));
    SHOW(madvise(common, 2 * Page, MADV_DONTNEED));
    SHOW(common[0] + common[Page]);
    char line[256];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps)) {
        if (strstr(line, "/dev/zero")) {
            printf("%.4s %s", strchr(line, ' ') + 1, strstr(line, "/dev/zero"));
        }
    }
    fclose(maps);
}

static void requests(void) {
    char *wish = (char *)0x123450000000;
    printf("%p\n", mmap(wish + 0x1234, Page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    SHOW_ERROR((long)mmap(0, Page, PROT_READ, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0));
    int file = MUST(open("file", O_RDWR | O_CREAT, 0600));
    MUST(ftruncate(file, Page));
    SHOW_ERROR((long)mmap(0, Page, PROT_READ, MAP_SHARED_VALIDATE | MAP_NORESERVE, file, 0));
    SHOW_ERROR((long)mmap(0, Page, PROT_READ, MAP_SHARED_VALIDATE | 0x80000, file, 0));
    SHOW_ERROR((long)mmap(0, Page, PROT_WRITE, MAP_SHARED, MUST(open("/dev/null", O_RDONLY)), 0));
    char *own = map(2, MAP_PRIVATE), local[64];
    SHOW(mprotect(own, Page, PROT_READ | PROT_WRITE | Semaphores));
    SHOW(mprotect(own, Page, PROT_READ | 0x40));
    SHOW(mprotect(own, Page, PROT_READ | PROT_GROWSDOWN));
    SHOW(mprotect(own + 1, Page, PROT_READ | PROT_GROWSDOWN));
    char *page = (char *)((unsigned long)local & -Page);
    SHOW(mprotect(page, Page, PROT_READ | PROT_WRITE | PROT_EXEC | PROT_GROWSDOWN));
    page[-Page] = (char)0xC3; // ret, in the page below
    ((void (*)(void))(page - Page))();
    puts("the whole stack may be executed");
    SHOW(mlockall(0));
    SHOW(mlockall(MCL_CURRENT | MCL_FUTURE));
    SHOW(mlockall(8));
    SHOW(munlockall());
}

static void limits(void) {
    char *heap = (char *)syscall(SYS_brk, 0);
    struct rlimit limit = {200 << 20, RLIM_INFINITY};
    SHOW(setrlimit(RLIMIT_AS, &limit));
    char *reserved = mmap(0, 100 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    SHOW(reserved != MAP_FAILED);
    SHOW_ERROR((long)mmap(0, 150 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    SHOW((char *)syscall(SYS_brk, heap + (150 << 20)) == heap);
    SHOW((char *)syscall(SYS_brk, heap + (50 << 20)) == heap + (50 << 20));
    SHOW((char *)syscall(SYS_brk, heap) == heap);
}

int main(void) {
    advice();
    requests();
    limits();
    return 0;
}
