// User and group ids and what each may become, groups, capabilities, access for root and others, prctl. Compared with Linux.
#include <fcntl.h>
#include <grp.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include "probe.h"

// <linux/capability.h> is not among musl's headers.
#define CAP_SETUID 7
struct header {
    unsigned version;
    int pid;
};
struct data {
    unsigned effective, permitted, inheritable;
};

static void ids(void) {
    unsigned a, b, c, d, e, f;
    syscall(SYS_getresuid, &a, &b, &c);
    syscall(SYS_getresgid, &d, &e, &f);
    printf("uid %u %u %u gid %u %u %u\n", a, b, c, d, e, f);
}

static void capabilities(void) {
    struct header header = {0x20080522, 0};
    struct data data[2];
    SHOW(syscall(SYS_capget, &header, data));
    printf("setuid: effective %d permitted %d\n", data[0].effective >> CAP_SETUID & 1, data[0].permitted >> CAP_SETUID & 1);
}

static void access_to(const char *name) {
    printf("%s:", name);
    for (int mode = 0; mode < 8; mode++) {
        printf(" %s", syscall(SYS_faccessat2, AT_FDCWD, name, mode, AT_EACCESS) == 0 ? "yes" : error_name(errno));
    }
    puts("");
}

static void all_access(void) {
    access_to("private");
    access_to("shared");
    access_to("program");
    access_to("own");
    access_to("group");
    access_to("folder");
    access_to("closed");
}

static void make(const char *name, int mode, int uid, int gid) {
    close(MUST(open(name, O_CREAT | O_RDWR, 0600)));
    MUST(chown(name, uid, gid));
    MUST(chmod(name, mode));
}

int main(void) {
    make("private", 0600, 0, 0);
    make("shared", 0644, 0, 0);
    make("program", 0711, 0, 0);
    make("own", 0400, 1000, 0);
    make("group", 0060, 5, 77);
    MUST(mkdir("folder", 0755));
    MUST(mkdir("closed", 0700));

    ids();
    SHOW(syscall(SYS_setgroups, 0, 0));
    SHOW(syscall(SYS_getgroups, 0, 0));
    unsigned groups[70] = {76, 77, 78};
    SHOW(syscall(SYS_setgroups, 3, groups));
    SHOW(syscall(SYS_getgroups, 0, 0));
    memset(groups, 0, sizeof groups);
    SHOW(syscall(SYS_getgroups, 2, groups));
    SHOW(syscall(SYS_getgroups, -1, groups));
    SHOW(syscall(SYS_getgroups, 3, groups));
    printf("%u %u %u\n", groups[0], groups[1], groups[2]);
    SHOW(syscall(SYS_setgroups, -1, groups));
    all_access();
    SHOW(access("program", X_OK));
    SHOW(access("private", X_OK));
    SHOW(access("private", 8));

    SHOW(syscall(SYS_setresgid, 50, -1, 51));
    ids();
    SHOW(syscall(SYS_setresuid, -1, 1000, -1));
    ids();
    capabilities();
    all_access();
    SHOW(access("private", R_OK)); // asks for the real id, which is still root
    SHOW(syscall(SYS_setuid, -1));
    SHOW(syscall(SYS_setuid, 0));
    ids();
    capabilities();
    SHOW(syscall(SYS_setreuid, 1000, 1001));
    ids();
    SHOW(syscall(SYS_setreuid, -1, 1000));
    ids();
    SHOW(syscall(SYS_setreuid, -1, 1001));
    SHOW(syscall(SYS_setuid, 0));
    SHOW(syscall(SYS_setuid, 1000));
    ids();
    SHOW(syscall(SYS_setresuid, 1001, 1001, 1001));
    ids();
    SHOW(syscall(SYS_setresuid, 1000, -1, -1));
    SHOW(syscall(SYS_setgid, 51));
    SHOW(syscall(SYS_setgid, 52));
    SHOW(syscall(SYS_setregid, 50, 51));
    SHOW(syscall(SYS_setregid, 52, -1));
    ids();
    SHOW(syscall(SYS_setgroups, 3, groups));
    SHOW(syscall(SYS_setfsuid, 1000));
    SHOW(syscall(SYS_setfsuid, 1001));
    SHOW(syscall(SYS_setfsuid, -1));
    SHOW(syscall(SYS_setfsgid, 51));
    SHOW(syscall(SYS_setfsgid, -1));
    capabilities();
    all_access();
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_NOFILE, &limit));
    limit.rlim_cur = 100;
    limit.rlim_max = 200;
    SHOW(setrlimit(RLIMIT_NOFILE, &limit));
    limit.rlim_max = 300;
    SHOW(setrlimit(RLIMIT_NOFILE, &limit));

    puts("-- capabilities");
    struct header header = {0, 0};
    struct data data[2] = {{0}};
    SHOW(syscall(SYS_capget, &header, 0));
    printf("%x\n", header.version);
    header.version = 1;
    SHOW(syscall(SYS_capget, &header, data));
    SHOW(syscall(SYS_capget, (void *)0x10000, 0));
    SHOW(syscall(SYS_capget, &header, (void *)0x10000));
    header.pid = -1;
    SHOW(syscall(SYS_capget, &header, data));
    header.pid = 0;
    SHOW(syscall(SYS_capset, &header, data));
    data[0].effective = 1;
    SHOW(syscall(SYS_capset, &header, data));
    data[0].permitted = 1;
    SHOW(syscall(SYS_capset, &header, data));

    puts("-- prctl");
    char name[17] = {0};
    SHOW(prctl(PR_SET_NAME, "a name that is too long"));
    SHOW(prctl(PR_GET_NAME, name));
    puts(name);
    int value = -1;
    SHOW(prctl(PR_SET_PDEATHSIG, 9));
    SHOW(prctl(PR_GET_PDEATHSIG, &value));
    SHOW(value);
    SHOW(prctl(PR_SET_PDEATHSIG, 99));
    SHOW(prctl(PR_SET_DUMPABLE, 1));
    SHOW(prctl(PR_GET_DUMPABLE));
    SHOW(prctl(PR_SET_DUMPABLE, 7));
    SHOW(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
    SHOW(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    SHOW(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    SHOW(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    SHOW(prctl(PR_SET_TIMERSLACK, 7));
    SHOW(prctl(PR_GET_TIMERSLACK));
    SHOW(prctl(PR_SET_KEEPCAPS, 2));
    SHOW(prctl(PR_GET_KEEPCAPS));
    SHOW(prctl(PR_CAPBSET_READ, 99));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 0, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 99, 0, 0)); // how libcap finds out how many there are
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, 0, 1, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 1, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, 9, 0, 0, 0));
    SHOW(prctl(PR_CAPBSET_DROP, 0));
    SHOW(prctl(PR_SET_CHILD_SUBREAPER, 1));
    SHOW(prctl(PR_GET_CHILD_SUBREAPER, &value));
    SHOW(value);
    SHOW(prctl(9999, 0));

    puts("-- attributes that are not there");
    char bytes[64];
    SHOW(getxattr("missing", "user.x", bytes, 64));
    SHOW(setxattr("missing", "user.x", bytes, 4, 0));
    SHOW(listxattr("missing", bytes, 64));
    SHOW(getxattr("shared", "", bytes, 64));
    SHOW(getxattr((void *)0x10000, "user.x", bytes, 64));
    SHOW(getxattr("shared", (void *)0x10000, bytes, 64));
    SHOW(fgetxattr(99, "user.x", bytes, 64));
    SHOW(syscall(SYS_getpriority, PRIO_PROCESS, 0));
    SHOW(syscall(SYS_setpriority, PRIO_PROCESS, 0, 5));
    SHOW(syscall(SYS_getpriority, PRIO_PROCESS, 0));
    SHOW(syscall(SYS_getpriority, 7, 0));
    SHOW(syscall(SYS_ioprio_get, 1, 0));
    SHOW(syscall(SYS_ioprio_get, 9, 0));
    SHOW(syscall(SYS_personality, 0xffffffff));
    return 0;
}
