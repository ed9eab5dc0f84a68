// Mappings of files: what private and shared ones show, when changes reach the file, and how read(2), write(2) and ftruncate(2) mix with them.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include "probe.h"

enum { Page = 4096, Pages = 80 };

static int make(const char *name, int pages) {
    int file = MUST(open(name, O_RDWR | O_CREAT | O_TRUNC, 0644));
    char page[Page];
    for (int index = 0; index < pages; index++) {
        memset(page, 'a' + index % 26, Page);
        MUST(write(file, page, Page));
    }
    return file;
}

static char *map(int file, int pages, int protection, int flags, long offset) {
    return mmap(0, (size_t)pages * Page, protection, flags, file, offset);
}

static char at(int file, long offset) {
    char byte = '?';
    MUST(pread(file, &byte, 1, offset));
    return byte;
}

static long sum(const char *bytes, long count) {
    long total = 0;
    for (long index = 0; index < count; index++) {
        total = total * 31 + bytes[index];
    }
    return total;
}

static void read_only(void) {
    puts("-- a file that is only read");
    int file = make("plain", Pages);
    char *view = map(file, Pages, PROT_READ, MAP_PRIVATE, 0);
    SHOW_ERROR(view == MAP_FAILED ? -1 : 0);
    close(file);
    printf("%c%c%c\n", view[79 * Page], view[0], view[40 * Page + 77]);
    SHOW(sum(view, Pages * Page));
    SHOW(madvise(view, Pages * Page, MADV_DONTNEED));
    SHOW(sum(view, Pages * Page));
    char *part = map(MUST(open("plain", O_RDONLY)), 3, PROT_READ, MAP_SHARED, 10 * Page);
    printf("%c%c%c\n", part[0], part[Page], part[2 * Page]);
    SHOW(mprotect(part, Page, PROT_READ | PROT_WRITE)); // shared, but only open for reading
    SHOW(mprotect(view, Page, PROT_READ | PROT_WRITE));
    view[5] = '!';
    SHOW(sum(view, 10));
    SHOW(sum(part, 10));
    SHOW(munmap(view, Pages * Page));
    SHOW(munmap(part, 3 * Page));
}

static void private_writes(void) {
    puts("-- private writes stay here");
    int file = make("private", 4);
    char *view = map(file, 4, PROT_READ | PROT_WRITE, MAP_PRIVATE, 0);
    view[0] = 'X';
    view[3 * Page] = 'Y';
    printf("%c%c%c%c\n", view[0], view[1], view[3 * Page], view[3 * Page + 1]);
    printf("%c%c\n", at(file, 0), at(file, 3 * Page));
    MUST(pwrite(file, "12", 2, 2 * Page)); // a page that is not touched yet
    printf("%c%c\n", view[2 * Page], view[2 * Page + 2]);
    SHOW(madvise(view, Page, MADV_DONTNEED));
    printf("%c\n", view[0]); // the file's again
    char *moved = mremap(view, 4 * Page, 4 * Page, MREMAP_MAYMOVE | MREMAP_FIXED, map(-1, 8, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, 0) + 2 * Page);
    printf("%c%c%c\n", moved[0], moved[Page], moved[3 * Page]);
    SHOW(read(file, moved + Page, 100)); // into a page of the file itself
    SHOW(munmap(moved, 4 * Page));
    close(file);
}

static void shared_writes(void) {
    puts("-- shared writes reach the file");
    int file = make("shared", 6);
    char *view = map(file, 6, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    char *again = map(file, 2, PROT_READ, MAP_SHARED, 4 * Page);
    char *own = map(file, 6, PROT_READ, MAP_PRIVATE, 0);
    view[0] = 'X';
    view[4 * Page + 9] = 'Z';
    printf("%c%c%c\n", again[9], own[0], at(file, 4 * Page + 9)); // read(2) sees it without msync
    MUST(pwrite(file, "write", 5, Page));
    printf("%.5s\n", view + Page);
    SHOW(msync(view, 6 * Page, MS_SYNC));
    view[0] = 'Q';
    SHOW(msync(view, Page, MS_ASYNC));
    SHOW(pread(file, view + 2 * Page, 50, 0)); // a file's bytes to a mapping of the file
    printf("%c%c\n", view[2 * Page], view[2 * Page + 49]);
    SHOW(pwrite(file, view + 3 * Page, 50, 0)); // and back
    printf("%c\n", view[0]);
    SHOW(munmap(view, 3 * Page));
    view[5 * Page] = 'M';
    char *grown = mremap(view + 3 * Page, 3 * Page, 20 * Page, MREMAP_MAYMOVE);
    SHOW_ERROR(grown == MAP_FAILED ? -1 : 0);
    grown[2 * Page + 1] = 'N';
    SHOW(munmap(grown, 20 * Page));
    printf("%c%c%c\n", at(file, 5 * Page), at(file, 5 * Page + 1), at(file, 0));
    struct stat status;
    MUST(fstat(file, &status));
    SHOW(status.st_size);
    SHOW(munmap(again, 2 * Page));
    SHOW(munmap(own, 6 * Page));
    close(file);
}

static void sizes(void) {
    puts("-- the file's length changes");
    int file = make("sizes", 2);
    MUST(ftruncate(file, Page + 100));
    char *view = map(file, 4, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    printf("%c %d\n", view[Page + 99], view[Page + 100]); // zeros behind the end
    view[Page + 100] = 'L';                               // lost
    view[Page + 99] = 'K';
    SHOW(msync(view, 2 * Page, MS_SYNC));
    SHOW(lseek(file, 0, SEEK_END));
    SHOW(ftruncate(file, 3 * Page));
    view[2 * Page] = 'N';
    printf("%c%d%c\n", at(file, Page + 99), view[2 * Page + 1], at(file, 2 * Page));
    MUST(pwrite(file, "end", 3, 3 * Page + 10));
    printf("%.3s\n", view + 3 * Page + 10);
    SHOW(ftruncate(file, 50));
    SHOW(ftruncate(file, 4 * Page));
    printf("%c%d%d%d\n", view[49], view[50], view[2 * Page], view[3 * Page + 10]);
    SHOW(munmap(view, 4 * Page));
    int empty = MUST(open("empty", O_RDWR | O_CREAT, 0644));
    char *later = map(empty, 1, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    SHOW(ftruncate(empty, 5));
    memcpy(later, "hello, world", 12);
    SHOW(munmap(later, Page));
    close(empty);
    close(file);
}

static void closing(void) {
    puts("-- a mapping outlives its descriptor and its name");
    int file = make("gone", 3);
    char *view = map(file, 3, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    close(file);
    view[0] = 'X';
    SHOW(unlink("gone"));
    printf("%c%c\n", view[0], view[2 * Page]);
    SHOW(msync(view, 3 * Page, MS_SYNC));
    SHOW(munmap(view, 3 * Page));
    file = make("left", 3);
    view = map(file, 3, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    view[Page] = 'E'; // written when the program ends
}

static void appending(void) {
    puts("-- a mapping of a file that is open for appending");
    int file = make("appended", 2);
    SHOW(fcntl(file, F_SETFL, O_APPEND));
    char *view = map(file, 2, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    view[0] = 'X';
    SHOW(msync(view, 2 * Page, MS_SYNC)); // where the pages belong, not at the end
    SHOW(lseek(file, 0, SEEK_END));
    SHOW(write(file, "end", 3));
    view[Page] = 'Y';
    SHOW(munmap(view, 2 * Page));
    SHOW(lseek(file, 0, SEEK_END));
    printf("%c%c%c\n", at(file, 0), at(file, Page), at(file, 2 * Page));
    close(file);
}

static void memory_files(void) {
    puts("-- files in memory");
    int file = MUST(open("/dev/shm/probe", O_RDWR | O_CREAT, 0600));
    MUST(ftruncate(file, 3 * Page));
    char *view = map(file, 3, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    char *again = map(file, 3, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
    char *own = map(file, 3, PROT_READ | PROT_WRITE, MAP_PRIVATE, 0);
    view[Page] = 'S';
    printf("%c%c%c\n", again[Page], own[Page], at(file, Page));
    own[Page + 1] = 'P';
    MUST(pwrite(file, "W", 1, Page + 2));
    printf("%d%c%d\n", view[Page + 1], view[Page + 2], own[Page + 2]);
    SHOW(ftruncate(file, Page));
    SHOW(ftruncate(file, 2 * Page));
    SHOW(view[Page]);
    SHOW(unlink("/dev/shm/probe"));
    again[0] = '0';
    SHOW(view[0]);
    SHOW(munmap(view, 3 * Page) + munmap(again, 3 * Page) + munmap(own, 3 * Page));
    close(file);
}

static void refusals(void) {
    puts("-- what cannot be mapped");
    int file = make("refused", 1);
    int reader = MUST(open("refused", O_RDONLY));
    int writer = MUST(open("refused", O_WRONLY));
    SHOW_ERROR((long)map(reader, 1, PROT_READ | PROT_WRITE, MAP_SHARED, 0));
    SHOW_ERROR((long)map(writer, 1, PROT_READ, MAP_PRIVATE, 0));
    SHOW_ERROR((long)map(writer, 1, PROT_WRITE, MAP_SHARED, 0));
    SHOW_ERROR((long)map(file, 1, PROT_READ, 0, 0));
    SHOW_ERROR((long)map(file, 1, PROT_READ, MAP_SHARED, 100));
    SHOW_ERROR((long)map(file, 1, PROT_READ, MAP_SHARED, -Page));
    SHOW_ERROR((long)map(MUST(open(".", O_RDONLY)), 1, PROT_READ, MAP_SHARED, 0));
    int pipes[2];
    MUST(pipe(pipes));
    SHOW_ERROR((long)map(pipes[0], 1, PROT_READ, MAP_SHARED, 0));
    char *view = map(file, 1, PROT_READ, MAP_SHARED, 0);
    SHOW(msync(view, Page, MS_SYNC | MS_ASYNC));
    SHOW(msync(view + 1, Page, MS_SYNC));
    SHOW(msync(view, 0, MS_SYNC));
    SHOW_ERROR((long)mmap(view, Page, PROT_READ, MAP_PRIVATE | MAP_FIXED_NOREPLACE, file, 0));
    SHOW_ERROR((long)mremap(view, Page, Page, MREMAP_FIXED, 0));
    SHOW_ERROR((long)mremap(view, Page, Page, MREMAP_MAYMOVE | MREMAP_FIXED, view));
    SHOW_ERROR((long)mremap(view, Page, 2 * Page, MREMAP_DONTUNMAP | MREMAP_MAYMOVE, 0));
    SHOW_ERROR((long)mremap((void *)0x10000000, Page, 2 * Page, MREMAP_MAYMOVE));
    char *twin = mremap(view, 0, Page, MREMAP_MAYMOVE);
    SHOW(twin != MAP_FAILED && twin != view && twin[7] == 'a');
    char *rest = map(-1, 4, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, 0);
    rest[0] = 'k';
    char *kept = mremap(rest, 4 * Page, 4 * Page, MREMAP_MAYMOVE | MREMAP_DONTUNMAP);
    SHOW(kept != MAP_FAILED && kept[0] == 'k' && rest[0] == 0);
}

int main(void) {
    read_only();
    private_writes();
    shared_writes();
    sizes();
    closing();
    appending();
    memory_files();
    refusals();
    puts("-- read once more");
    read_only();
    return 0;
}
