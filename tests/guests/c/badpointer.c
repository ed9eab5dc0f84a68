// Gives a bad address to every pointer that a syscall takes: EFAULT, and never a signal or a dead kernel.
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <time.h>
#include "probe.h"

static void *const not_mapped = (void *)0x10000;
static void *const kernel_half = (void *)0xffff800000000000;
static void *const kernel_image = (void *)0xffffffff80200000;
static void *const not_canonical = (void *)0x800000000000;

static void try_all(const char *name, void *bad, int file, int folder) {
    printf("-- %s\n", name);
    MUST(lseek(file, 0, SEEK_SET)); // at its end a read would not look at the address
    SHOW(syscall(SYS_read, file, bad, 16));
    SHOW(syscall(SYS_write, file, bad, 16));
    SHOW(syscall(SYS_pread64, file, bad, 16, 0));
    SHOW(syscall(SYS_pwrite64, file, bad, 16, 0));
    if (bad != not_mapped) { // behind the end, where a file is not asked for its bytes
        SHOW(syscall(SYS_pread64, file, bad, 16, 1 << 20));
    }
    SHOW(syscall(SYS_pread64, file, bad, 0, 0));
    SHOW(syscall(SYS_pwrite64, file, bad, 0, 0));
    SHOW(syscall(SYS_pread64, file, bad, 16, -1l));
    SHOW(syscall(SYS_pread64, 1, bad, 16, 0));
    SHOW(syscall(SYS_pread64, file, bad, -1l, 1 << 20));
    SHOW(syscall(SYS_readv, file, bad, 1));
    SHOW(syscall(SYS_writev, file, bad, 1));
    struct iovec vector = {bad, 16};
    SHOW(syscall(SYS_readv, file, &vector, 1));
    SHOW(syscall(SYS_writev, file, &vector, 1));
    SHOW(syscall(SYS_open, bad, O_RDONLY));
    SHOW(syscall(SYS_openat, AT_FDCWD, bad, O_RDONLY));
    SHOW(syscall(SYS_stat, bad, bad));
    SHOW(syscall(SYS_stat, "/", bad));
    SHOW(syscall(SYS_lstat, "/", bad));
    SHOW(syscall(SYS_fstat, file, bad));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, bad, bad, 0));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, "/", bad, 0));
    SHOW(syscall(SYS_getdents64, folder, bad, 4096));
    SHOW(syscall(SYS_readlink, "link", bad, 100));
    SHOW(syscall(SYS_readlink, bad, bad, 100));
    SHOW(syscall(SYS_getcwd, bad, 100));
    SHOW(syscall(SYS_chdir, bad));
    SHOW(syscall(SYS_mkdir, bad, 0755));
    SHOW(syscall(SYS_rmdir, bad));
    SHOW(syscall(SYS_unlink, bad));
    SHOW(syscall(SYS_rename, bad, bad));
    SHOW(syscall(SYS_rename, "file", bad));
    SHOW(syscall(SYS_link, "file", bad));
    SHOW(syscall(SYS_symlink, bad, "other"));
    SHOW(syscall(SYS_symlink, "file", bad));
    SHOW(syscall(SYS_chmod, bad, 0644));
    SHOW(syscall(SYS_utimensat, AT_FDCWD, "file", bad, 0));
    SHOW(syscall(SYS_access, bad, F_OK));
    SHOW(syscall(SYS_truncate, bad, 0));
    SHOW(syscall(SYS_statfs, "/", bad));
    SHOW(syscall(SYS_fstatfs, file, bad));
    SHOW(syscall(SYS_uname, bad));
    SHOW(syscall(SYS_sysinfo, bad));
    SHOW(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, bad));
    SHOW(syscall(SYS_clock_getres, CLOCK_MONOTONIC, bad));
    SHOW(syscall(SYS_nanosleep, bad, 0));
    SHOW(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, bad, 0));
    SHOW(syscall(SYS_pipe2, bad, 0));
    SHOW(syscall(SYS_getrandom, bad, 16, 0));
    SHOW(syscall(SYS_sched_getaffinity, 0, 128, bad));
    SHOW(syscall(SYS_prlimit64, 0, RLIMIT_STACK, 0, bad));
    SHOW(syscall(SYS_getrusage, RUSAGE_SELF, bad));
    SHOW(syscall(SYS_rt_sigaction, 10, bad, 0, 8));
    SHOW(syscall(SYS_rt_sigaction, 10, 0, bad, 8));
    SHOW(syscall(SYS_rt_sigprocmask, 0, bad, 0, 8));
    SHOW(syscall(SYS_rt_sigprocmask, 0, 0, bad, 8));
    SHOW(syscall(SYS_futex, bad, 0, 0, 0, 0, 0));
}

int main(void) {
    int file = MUST(open("file", O_RDWR | O_CREAT, 0644));
    MUST(write(file, "0123456789abcdef0123456789abcdef", 32));
    MUST(symlink("file", "link"));
    int folder = MUST(open(".", O_RDONLY | O_DIRECTORY));
    char *read_only = mmap(0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    try_all("not mapped", not_mapped, file, folder);
    try_all("kernel half", kernel_half, file, folder);
    try_all("kernel image", kernel_image, file, folder);
    try_all("not canonical", not_canonical, file, folder);

    puts("-- read-only memory");
    SHOW(pread(file, read_only, 16, 0));
    SHOW(syscall(SYS_fstat, file, read_only));
    SHOW(syscall(SYS_getcwd, read_only, 100));
    SHOW(pwrite(file, read_only, 16, 0));

    puts("-- the end of the mapping cuts the transfer");
    char *two = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(munmap(two + 4096, 4096));
    SHOW(syscall(SYS_fstat, file, two + 4090));
    strcpy(two + 4096 - 5, "file");
    SHOW(access(two + 4096 - 5, F_OK)); // a string may end with the page
    memset(two + 4096 - 4, 'x', 4);
    SHOW(access(two + 4096 - 4, F_OK)); // and may not run over its end
    return 0;
}
