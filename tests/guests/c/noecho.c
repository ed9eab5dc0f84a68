// Becomes the program that it is told, on a terminal that echoes nothing. .NET reads each key in a mode of its own, so a key
// that is typed between two of them would be echoed or not by chance.
#include <termios.h>
#include "probe.h"

int main(int count, char **arguments) {
    struct termios settings;
    (void)count;
    SHOW(tcgetattr(0, &settings));
    settings.c_lflag &= ~ECHO;
    SHOW(tcsetattr(0, TCSANOW, &settings));
    fflush(stdout);
    execv(arguments[1], arguments + 1);
    return 127;
}
