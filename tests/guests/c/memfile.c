// Files in memory without a name: memfd_create, what they are sealed against, and mincore.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include "probe.h"

enum { Page = 4096 };

static int create(const char *name, unsigned flags) {
    return (int)syscall(SYS_memfd_create, name, flags);
}

int main(void) {
    puts("-- a file without a name");
    int file = MUST(create("some name", MFD_CLOEXEC));
    SHOW(fcntl(file, F_GETFD));
    SHOW(fcntl(file, F_GETFL) & O_ACCMODE);
    SHOW(fcntl(file, F_GET_SEALS));
    SHOW(fcntl(file, F_ADD_SEALS, F_SEAL_GROW));
    char link[100] = "";
    SHOW(readlink("/proc/self/fd/3", link, sizeof link));
    puts(link);
    struct stat status;
    MUST(fstat(file, &status));
    SHOW(status.st_nlink);
    SHOW(status.st_mode & 0777);
    SHOW(write(file, "hello", 5));
    SHOW(ftruncate(file, 2 * Page));
    char *one = mmap(0, 2 * Page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    char *two = mmap(0, 2 * Page, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    one[0] = 'J';
    printf("%.5s %d\n", two, two[Page]);
    SHOW(munmap(one, 2 * Page) + munmap(two, 2 * Page));

    puts("-- seals");
    file = MUST(create("", MFD_ALLOW_SEALING));
    SHOW(fcntl(file, F_GET_SEALS));
    MUST(ftruncate(file, Page));
    SHOW(fcntl(file, F_ADD_SEALS, 1000));
    SHOW(fcntl(file, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK));
    SHOW(ftruncate(file, Page));
    SHOW(ftruncate(file, Page + 1));
    SHOW(ftruncate(file, Page - 1));
    SHOW(pwrite(file, "x", 1, Page));
    SHOW(pwrite(file, "x", 1, 0));
    one = mmap(0, Page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    SHOW(fcntl(file, F_ADD_SEALS, F_SEAL_WRITE));
    munmap(one, Page);
    SHOW(fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL));
    SHOW(pwrite(file, "x", 1, 0));
    SHOW_ERROR((long)mmap(0, Page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    SHOW_ERROR((long)mmap(0, Page, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0));
    SHOW(fcntl(file, F_ADD_SEALS, F_SEAL_WRITE));
    SHOW(fcntl(file, F_GET_SEALS));
    SHOW(fcntl(0, F_GET_SEALS));
    SHOW(fcntl(MUST(open("plain", O_RDWR | O_CREAT, 0644)), F_ADD_SEALS, F_SEAL_WRITE));

    puts("-- refused");
    SHOW(create("name", 0x8000));
    SHOW(create(0, 0));
    char longest[300];
    memset(longest, 'n', sizeof longest - 1);
    longest[299] = 0;
    SHOW(create(longest, 0));
    SHOW_ERROR(create(longest + 50, 0)); // 249 bytes

    puts("-- what is in memory");
    unsigned char present[8];
    char *block = mmap(0, 6 * Page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    block[Page] = 1;
    block[4 * Page] = 1;
    SHOW(mincore(block, 5 * Page + 1, present));
    printf("%d%d%d%d%d%d\n", present[0] & 1, present[1] & 1, present[2] & 1, present[3] & 1, present[4] & 1, present[5] & 1);
    munmap(block + 2 * Page, Page);
    SHOW(mincore(block, 6 * Page, present));
    SHOW(mincore(block + 1, Page, present));
    SHOW(mincore(block, Page, (unsigned char *)8));
    SHOW(mincore(block, 0, present));
    return 0;
}
