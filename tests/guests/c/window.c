// Tells the size of its terminal's window, and tells it again when it has changed.
#include <signal.h>
#include <sys/ioctl.h>
#include "probe.h"

static void tell(int signal) {
    struct winsize size = {0};
    MUST(ioctl(0, TIOCGWINSZ, &size));
    printf("signal %d: %d x %d\n", signal, size.ws_col, size.ws_row);
    fflush(stdout);
}

int main(void) {
    sigset_t change;
    int signal = 0;
    sigemptyset(&change);
    sigaddset(&change, SIGWINCH);
    sigprocmask(SIG_BLOCK, &change, 0);
    tell(0);
    sigwait(&change, &signal);
    tell(signal);
    return 0;
}
