// Mappings as garbage collectors and allocators use them.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include "probe.h"

enum { Page = 4096 };

static char *map(void *at, size_t length, int protection, int flags) {
    return mmap(at, length, protection, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static char aligned[16] __attribute__((aligned(65536)));

int main(void) {
    char *volatile place = aligned;
    SHOW((unsigned long)place % 65536); // wherever a position-independent program was put

    puts("-- reserve, commit, decommit");
    char *heap = map(0, 1UL << 38, PROT_NONE, MAP_NORESERVE);
    SHOW_ERROR(heap == MAP_FAILED ? -1 : 0);
    SHOW(mprotect(heap + (1UL << 30), 64 * Page, PROT_READ | PROT_WRITE));
    char *part = heap + (1UL << 30);
    memset(part, 0xaa, 64 * Page);
    SHOW(part[63 * Page] == (char)0xaa);
    SHOW(map(part, 32 * Page, PROT_NONE, MAP_FIXED) == part);
    SHOW(mprotect(part, 32 * Page, PROT_READ | PROT_WRITE));
    SHOW(part[5 * Page]); // zero again
    SHOW(part[40 * Page] == (char)0xaa);
    SHOW(madvise(part + 40 * Page, Page, MADV_DONTNEED));
    SHOW(part[40 * Page]);
    SHOW(munmap(heap, 1UL << 38));

    puts("-- parts of a mapping");
    char *block = map(0, 16 * Page, PROT_READ | PROT_WRITE, 0);
    block[5 * Page] = 5;
    block[9 * Page] = 9;
    SHOW(munmap(block + 6 * Page, 2 * Page));
    SHOW(mprotect(block + 9 * Page, Page, PROT_READ));
    SHOW(block[5 * Page] + block[9 * Page]);
    SHOW(mprotect(block + 4 * Page, 4 * Page, PROT_READ)); // there is a hole
    int pipes[2];
    MUST(pipe(pipes));
    SHOW(write(pipes[1], block + 6 * Page, 1));
    SHOW(read(pipes[0], block + 9 * Page, 0));
    SHOW(write(pipes[1], block + 9 * Page, 1));
    SHOW(read(pipes[0], block + 9 * Page, 1)); // read-only
    SHOW(munmap(block, 16 * Page));
    SHOW(munmap(block, 16 * Page)); // nothing there is fine
    SHOW(munmap(block + 1, Page));
    SHOW(munmap(block, 0));
    SHOW(mprotect(block + 1, Page, PROT_READ));
    SHOW_ERROR(map(0, 0, PROT_READ, 0));

    puts("-- growing");
    char *grow = map(0, 4 * Page, PROT_READ | PROT_WRITE, 0);
    memset(grow, 7, 4 * Page);
    char *grown = mremap(grow, 4 * Page, 4096 * Page, MREMAP_MAYMOVE);
    SHOW_ERROR(grown == MAP_FAILED ? -1 : 0);
    SHOW(grown[4 * Page - 1] + grown[4095 * Page]);
    SHOW(mremap(grown, 4096 * Page, Page, 0) == grown);
    SHOW(grown[0]);
    char *start = (char *)syscall(SYS_brk, 0);
    SHOW(syscall(SYS_brk, start + 100 * Page) == (long)(start + 100 * Page));
    start[99 * Page] = 1;
    SHOW(start[99 * Page] + start[50 * Page]);
    SHOW(syscall(SYS_brk, start) == (long)start);
    SHOW(syscall(SYS_brk, 1) == (long)start); // refused: the break stays

    puts("-- a file, private");
    int file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    MUST(write(file, "content of the file", 19));
    char *view = mmap(0, Page, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
    SHOW_ERROR(view == MAP_FAILED ? -1 : 0);
    if (view != MAP_FAILED) {
        printf("%.7s %d\n", view, view[100]);
        view[0] = 'X';
        char byte;
        SHOW(pread(file, &byte, 1, 0));
        SHOW(byte == 'c');
    }
    SHOW_ERROR((long)mmap(0, Page, PROT_READ, MAP_PRIVATE, 99, 0));
    SHOW_ERROR((long)mmap(0, Page, PROT_READ, MAP_PRIVATE, file, 1));
    puts("-- files");
    int other = MUST(open("other", O_RDWR | O_CREAT, 0644));
    MUST(ftruncate(other, 2 * Page + 10));
    MUST(pwrite(other, "tail", 4, 200));
    char *copy = mmap(0, 100, PROT_READ | PROT_WRITE, MAP_PRIVATE, other, 0);
    SHOW(copy[200]); // the whole page is the file's
    SHOW(madvise(copy, Page, MADV_DONTNEED));
    SHOW(copy[200]);
    SHOW(mlock(copy + Page - 1, 1));

    puts("-- bad ranges");
    char *nowhere = (char *)0x10000000;
    SHOW(madvise(nowhere, Page, MADV_NORMAL));
    SHOW(madvise(nowhere, Page, MADV_DONTNEED));
    SHOW(madvise(nowhere, -1UL, MADV_NORMAL));
    SHOW(madvise((char *)0xffff800000000000, Page, MADV_DONTNEED));
    SHOW(munmap((char *)0x7ffffffff000, Page));
    SHOW(munmap(nowhere, -1UL));
    SHOW(mprotect(nowhere, -4096UL, PROT_READ));
    SHOW(msync(nowhere, Page, MS_SYNC));
    SHOW_ERROR(map((void *)0xfffffffffffff000, 2 * Page, PROT_READ, MAP_FIXED));
    SHOW_ERROR(map(0, -1UL, PROT_READ, 0));
    SHOW_ERROR(mremap(copy, Page, Page, 99));
    SHOW_ERROR(mremap(copy, Page, 1UL << 50, MREMAP_MAYMOVE));
    SHOW_ERROR(mremap(copy, -1UL, Page, 0));
    return 0;
}
