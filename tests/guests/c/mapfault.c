// What a touch of a mapped file's page behind its end is: SIGBUS with its address for the program, EFAULT for a syscall.
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include "probe.h"

enum { Page = 4096 };

static sigjmp_buf back;
static char *base;

static void handler(int number, siginfo_t *information, void *context) {
    (void)context;
    printf("signal %d code %d offset %ld\n", number, information->si_code, (long)((char *)information->si_addr - base));
    siglongjmp(back, 1);
}

static void touch(const char *title, long offset, int writes) {
    printf("%s: ", title);
    if (sigsetjmp(back, 1) == 0) {
        volatile char *at = base + offset;
        if (writes) {
            *at = 'w';
        }
        printf("%d\n", *at);
    }
    fflush(stdout);
}

int main(void) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    MUST(sigaction(SIGBUS, &action, 0));
    MUST(sigaction(SIGSEGV, &action, 0));
    int file = MUST(open("short", O_RDWR | O_CREAT | O_TRUNC, 0644));
    MUST(write(file, "short file", 10));
    base = mmap(0, 4 * Page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    touch("within", 5, 0);
    touch("tail of the last page", Page - 1, 1);
    touch("next page", Page + 7, 0);
    touch("last page, written", 3 * Page, 1);
    SHOW(write(1, base + Page, 1));
    SHOW(pread(file, base + Page, 1, 0));
    SHOW(pread(file, base + Page - 1, 5, 0));
    MUST(ftruncate(file, 3 * Page));
    touch("longer", Page + 7, 0);
    MUST(ftruncate(file, 0));
    touch("shorter", 5, 0);
    MUST(pwrite(file, "back", 4, 0));
    touch("again", 0, 0);

    base = mmap(0, 2 * Page, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
    base[1] = 'p';
    MUST(ftruncate(file, 0));
    touch("private copy of what was cut off", 1, 0);
    int memory = MUST(open("/dev/shm/short", O_RDWR | O_CREAT | O_TRUNC, 0600));
    MUST(ftruncate(memory, Page));
    base = mmap(0, 2 * Page, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    touch("memory file", 0, 1);
    touch("memory file, behind", Page, 1);
    MUST(unlink("/dev/shm/short"));
    SHOW(mprotect(base, Page, PROT_READ));
    touch("memory file, read-only", 3, 1);
    return 0;
}
