// What the probes share: they print every result as text, and the test compares that with the same run on Linux.
#ifndef PROBE_H
#define PROBE_H
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The name of an errno value: numbers in a failed test would have to be looked up.
static inline const char *error_name(int error) {
    static char number[16];
    switch (error) {
#define NAME(symbol) case symbol: return #symbol
        NAME(EPERM); NAME(ENOENT); NAME(ESRCH); NAME(EINTR); NAME(EIO); NAME(ENXIO); NAME(E2BIG); NAME(ENOEXEC);
        NAME(EBADF); NAME(ECHILD); NAME(EAGAIN); NAME(ENOMEM); NAME(EACCES); NAME(EFAULT); NAME(EBUSY); NAME(EEXIST);
        NAME(EXDEV); NAME(ENODEV); NAME(ENOTDIR); NAME(EISDIR); NAME(EINVAL); NAME(ENFILE); NAME(EMFILE); NAME(ENOTTY);
        NAME(ETXTBSY); NAME(EFBIG); NAME(ENOSPC); NAME(ESPIPE); NAME(EROFS); NAME(EMLINK); NAME(EPIPE); NAME(EDOM);
        NAME(ERANGE); NAME(EDEADLK); NAME(ENAMETOOLONG); NAME(ENOLCK); NAME(ENOSYS); NAME(ENOTEMPTY); NAME(ELOOP);
        NAME(EOPNOTSUPP); NAME(EOVERFLOW); NAME(ETIMEDOUT); NAME(ENOTSOCK);
#undef NAME
    }
    snprintf(number, sizeof number, "errno %d", error);
    return number;
}

// Prints "title: value", or the errno when the call failed; returns the value.
static inline long show(const char *title, long result) {
    if (result == -1) {
        printf("%s: %s\n", title, error_name(errno));
    } else {
        printf("%s: %ld\n", title, result);
    }
    fflush(stdout);
    return result;
}

// Like show for calls whose value (an address, a descriptor count) differs from run to run.
static inline long show_error(const char *title, long result) {
    printf("%s: %s\n", title, result == -1 ? error_name(errno) : "ok");
    fflush(stdout);
    return result;
}

#define SHOW(call) show(#call, (long)(call))
#define SHOW_ERROR(call) show_error(#call, (long)(call))

// Ends the probe when what it needs to begin with fails.
static inline long must(const char *title, long result) {
    if (result == -1) {
        printf("%s failed: %s\n", title, error_name(errno));
        exit(99);
    }
    return result;
}
#define MUST(call) must(#call, (long)(call))

// Returns when a thread sleeps in the kernel or has ended: what comes next cannot come too early, however busy the host is.
static inline void wait_until_asleep(int thread) {
    char path[64], text[256];
    for (;;) {
        snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
        FILE *file = fopen(path, "r");
        char *state = file && fgets(text, sizeof text, file) ? strrchr(text, ')') : 0;
        if (file) {
            fclose(file);
        }
        if (!state || state[2] == 'S' || state[2] == 'Z' || state[2] == 'X') {
            return;
        }
        usleep(200);
    }
}
#endif
