// What a program sees of its terminal: settings, lines and their editing, raw keys, time-outs, Ctrl-C. Run under a pty by the tests.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include "probe.h"

static volatile int interrupts;

static void on_interrupt(int signal) {
    (void)signal;
    interrupts++;
}

// Tells the driver that it is its turn to type.
static void ready(const char *what) {
    printf("ready: %s\n", what);
    fflush(stdout);
}

static void read_line(void) {
    char bytes[64];
    long count = read(0, bytes, sizeof bytes);
    printf("read %ld:", count);
    for (long i = 0; i < count; i++) {
        printf(" %02x", (unsigned char)bytes[i]);
    }
    puts(count < 0 ? error_name(errno) : "");
}

int main(void) {
    struct termios saved, raw;
    for (int i = 0; i < 3; i++) {
        SHOW(isatty(i));
    }
    SHOW(tcgetattr(0, &saved));
    printf("%x %x %x %x\n", saved.c_iflag & ~(IUTF8 | IXANY | IMAXBEL), saved.c_oflag & (OPOST | ONLCR), saved.c_cflag & CSIZE, saved.c_lflag & ~ECHOKE);
    struct winsize window;
    SHOW(ioctl(0, TIOCGWINSZ, &window));
    printf("%dx%d\n", window.ws_col, window.ws_row);
    SHOW(tcgetpgrp(0) == getpgrp());
    SHOW(tcsetpgrp(0, getpgrp()));
    SHOW(lseek(0, 0, SEEK_CUR));
    int tty = SHOW(open("/dev/tty", O_RDWR)) >= 0;
    SHOW(tty);

    ready("a line");
    read_line();
    ready("a line with mistakes");
    read_line();
    ready("two lines");
    for (int count = 0; count < 4; usleep(1000)) {
        ioctl(0, FIONREAD, &count); // both are echoed before the first is shown
    }
    read_line();
    read_line();
    ready("the end");
    read_line();

    signal(SIGINT, on_interrupt);
    siginterrupt(SIGINT, 1);
    ready("ctrl-c");
    read_line();
    SHOW(interrupts);

    raw = saved;
    cfmakeraw(&raw);
    SHOW(tcsetattr(0, TCSAFLUSH, &raw));
    printf("ready: keys\r\n");
    fflush(stdout);
    unsigned char key;
    for (int i = 0; i < 4; i++) {
        long count = read(0, &key, 1);
        printf("key %ld %02x\r\n", count, key);
        fflush(stdout);
    }
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 1;
    SHOW(tcsetattr(0, TCSANOW, &raw));
    printf("\r");
    SHOW(read(0, &key, 1));
    printf("\r");
    raw.c_cc[VTIME] = 0;
    SHOW(tcsetattr(0, TCSANOW, &raw));
    printf("\r");
    SHOW(read(0, &key, 1));
    printf("\r");
    struct pollfd entry = {0, POLLIN | POLLOUT, 0};
    SHOW(poll(&entry, 1, 0));
    printf("\r");
    SHOW(entry.revents);
    printf("\r");
    SHOW(tcflush(0, TCIFLUSH));
    printf("\r");
    SHOW(tcsetattr(0, TCSADRAIN, &saved));
    ready("last");
    read_line();
    return 0;
}
