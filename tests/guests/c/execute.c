// execve: what is refused, what another program inherits and what it does not. Runs itself again and again: execute [STEP].
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include "probe.h"

static char *const self = "/execute";

static void handler(int number) {
    (void)number;
}

static void *spin(void *argument) {
    for (volatile long *count = argument;; ++*count) {
    }
    return 0;
}

static void *sleep_long(void *argument) {
    sleep(1000);
    return argument;
}

static void *execute(void *argument) {
    MUST(execve(self, argument, (char *[]){"FROM=thread", 0}));
    return 0;
}

static void make(const char *name, const char *text, int mode) {
    int file = MUST(open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755));
    MUST(write(file, text, strlen(text)));
    MUST(fchmod(file, mode));
    close(file);
}

static void refusals(void) {
    char *const arguments[] = {"name", 0};
    make("/text", "just text\n", 0755);
    make("/locked", "#!/execute\n", 0644);
    make("/lost", "#!/nowhere\n", 0755);
    make("/loop", "#!/loop\n", 0755);
    SHOW(syscall(SYS_execve, "/nowhere", arguments, 0));
    SHOW(syscall(SYS_execve, "", arguments, 0));
    SHOW(syscall(SYS_execve, "/text/below", arguments, 0));
    SHOW(syscall(SYS_execve, "/", arguments, 0));
    SHOW(syscall(SYS_execve, "/text", arguments, 0));
    SHOW(syscall(SYS_execve, "/locked", arguments, 0));
    SHOW(syscall(SYS_execve, "/lost", arguments, 0));
    SHOW(syscall(SYS_execve, "/loop", arguments, 0));
    SHOW(syscall(SYS_execve, (char *)8, arguments, 0));
    SHOW(syscall(SYS_execve, "/execute", (char **)8, 0));
    SHOW(syscall(SYS_execve, "/execute", (char *[]){(char *)8, 0}, 0));
    SHOW(syscall(SYS_execve, "/execute", arguments, (char **)8));
    SHOW(syscall(SYS_execveat, 99, "", arguments, 0, 0x1000));
    SHOW(syscall(SYS_execveat, AT_FDCWD, "/nowhere", arguments, 0, 0));
    int folder = MUST(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)), file = MUST(open("/text", O_RDONLY | O_CLOEXEC));
    SHOW(syscall(SYS_execveat, folder, "nowhere", arguments, 0, 0));
    SHOW(syscall(SYS_execveat, folder, "text", arguments, 0, 0));
    SHOW(syscall(SYS_execveat, folder, "", arguments, 0, 0));
    SHOW(syscall(SYS_execveat, folder, "", arguments, 0, 0x1000));
    SHOW(syscall(SYS_execveat, file, "below", arguments, 0, 0));
    SHOW(syscall(SYS_execveat, 99, "execute", arguments, 0, 0));
}

static void show_lists(int count, char **arguments, char **environment) {
    for (int index = 0; index < count; index++) {
        printf("argument %s\n", arguments[index]);
    }
    for (; *environment; environment++) {
        printf("environment %s\n", *environment);
    }
    char line[200];
    int file = MUST(open("/proc/self/cmdline", O_RDONLY));
    SHOW(read(file, line, sizeof line));
    close(file);
    long length = readlink("/proc/self/exe", line, sizeof line);
    printf("%.*s\n", (int)length, line);
    file = MUST(open("/proc/self/comm", O_RDONLY));
    length = read(file, line, sizeof line);
    printf("%.*s", (int)length, line);
    close(file);
}

int main(int count, char **arguments, char **environment) {
    int step = count > 1 ? atoi(arguments[1]) : 0;
    printf("-- step %d\n", step);
    fflush(stdout);
    if (step == 0) {
        refusals();
        signal(SIGUSR1, handler);
        signal(SIGUSR2, SIG_IGN);
        sigset_t blocked;
        sigemptyset(&blocked);
        sigaddset(&blocked, SIGHUP);
        sigprocmask(SIG_BLOCK, &blocked, 0);
        raise(SIGHUP);
        MUST(dup2(MUST(open("/text", O_RDONLY)), 40));
        MUST(dup3(40, 41, O_CLOEXEC));
        MUST(lseek(40, 5, SEEK_SET));
        MUST(mkdir("/elsewhere", 0755));
        MUST(chdir("/elsewhere"));
        umask(027);
        char *view = mmap((void *)0x10000000, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, MUST(open("/text", O_RDWR)), 0);
        view[0] = 'J'; // is in the file, whoever runs then
        MUST(execve(self, (char *[]){"other name", "1", "", "last", 0}, (char *[]){"A=b", "EMPTY=", 0}));
    }
    if (step == 1) {
        show_lists(count, arguments, environment);
        struct sigaction action;
        sigaction(SIGUSR1, 0, &action);
        SHOW(action.sa_handler == SIG_DFL);
        sigaction(SIGUSR2, 0, &action);
        SHOW(action.sa_handler == SIG_IGN);
        sigset_t set;
        sigprocmask(SIG_BLOCK, 0, &set);
        SHOW(sigismember(&set, SIGHUP));
        sigpending(&set);
        SHOW(sigismember(&set, SIGHUP));
        SHOW(lseek(40, 0, SEEK_CUR));
        SHOW(fcntl(41, F_GETFD));
        char text[20] = "";
        SHOW(pread(40, text, 4, 0));
        puts(text);
        SHOW(getcwd(text, sizeof text) != 0 && !strcmp(text, "/elsewhere"));
        SHOW(umask(0));
        unsigned char present;
        SHOW(mincore((void *)0x10000000, 4096, &present));
        SHOW(syscall(SYS_getpid) == syscall(SYS_gettid));
        pthread_t thread;
        static long counter;
        MUST(pthread_create(&thread, 0, spin, &counter));
        MUST(pthread_create(&thread, 0, sleep_long, 0));
        MUST(pthread_create(&thread, 0, execute, (char *[]){"name", "2", 0}));
        pause();
    }
    if (step == 2) {
        show_lists(count, arguments, environment);
        SHOW(syscall(SYS_getpid) == syscall(SYS_gettid));
        make("/script", "#! /execute  3 \n", 0755);
        MUST(execve("/script", (char *[]){"zero", "one", 0}, 0));
    }
    if (step == 3) {
        show_lists(count, arguments, environment);
        int file = MUST(open(self, O_RDONLY | O_CLOEXEC));
        MUST(syscall(SYS_execveat, file, "", (char *[]){"by descriptor", "4", 0}, 0, 0x1000));
    }
    if (step == 4) {
        int folder = MUST(open("/", O_PATH | O_DIRECTORY));
        MUST(syscall(SYS_execveat, folder, "execute", (char *[]){"below a folder", "5", 0}, 0, 0));
    }
    if (step == 5) {
        show_lists(count, arguments, environment);
        make("/script", "#!/execute 6\n", 0755);
        MUST(dup2(MUST(open("/", O_RDONLY)), 50));
        MUST(syscall(SYS_execveat, 50, "script", (char *[]){"zero", 0}, 0, 0));
    }
    if (step == 6) {
        show_lists(count, arguments, environment);
    }
    return step;
}
