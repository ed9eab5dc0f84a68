// Prints arguments, environment and working folder, byte by byte where they are not plain text.
#include "probe.h"

extern char **environ;

static void print_bytes(const char *text) {
    for (; *text; text++) {
        if (*text >= ' ' && *text < 127) {
            putchar(*text);
        } else {
            printf("<%02x>", (unsigned char)*text);
        }
    }
    putchar('\n');
}

int main(int argc, char **argv) {
    char folder[4096];
    for (int i = 0; i < argc; i++) {
        printf("argument %d: ", i);
        print_bytes(argv[i]);
    }
    for (char **variable = environ; *variable; variable++) {
        printf("environment: ");
        print_bytes(*variable);
    }
    printf("folder: %s\n", getcwd(folder, sizeof folder) ? folder : error_name(errno));
    return 0;
}
