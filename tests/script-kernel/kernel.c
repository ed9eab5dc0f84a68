// A kernel without an operating system: acts out the words after "--" of its command line, so that tests of
// qemu-run.sh need no guest. Built by tests/guests/build.sh, booted by tests/Qemu.Tests/Script.
//
//   cmdline      prints the command line          exit N | signal N | panic   report this status and end the VM
//   out TEXT     prints TEXT on COM1              die                         end the VM without a status
//   err TEXT     prints TEXT on COM2              hang                        never end
//   bytes        prints the bytes 0 to 255        cat                         copy stdin to stdout to its end
//   flood        prints without end
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

enum { Console = 0x3f8, Errors = 0x2f8, Status = 0xe9, DebugExit = 0xf4 };

// hvm_start_info, xen/include/public/arch-x86/hvm/start_info.h
struct start_info {
    u32 magic, version, flags, module_count;
    u64 modules, command_line;
};

static void out8(u16 port, u8 value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }

static u8 in8(u16 port) {
    u8 value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static void serial_put(u16 port, u8 value) {
    while (!(in8(port + 5) & 0x20)) { // LSR: transmitter holding register empty
    }
    out8(port, value);
}

static u8 serial_get(u16 port) {
    while (!(in8(port + 5) & 0x01)) { // LSR: data ready
    }
    return in8(port);
}

static void serial_print(u16 port, const char *text) {
    while (*text) {
        serial_put(port, *text++);
    }
}

static void status_print(const char *text) {
    while (*text) {
        out8(Status, *text++);
    }
}

static int equal(const char *left, const char *right) {
    while (*left && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

static u8 hex_digit(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

// Cuts the next token off the command line in place: either plain, or "quoted" with \" \\ \n \t \xHH.
static char *next_token(char **line) {
    char *from = *line;
    while (*from == ' ') {
        from++;
    }
    if (!*from) {
        return 0;
    }
    char *token = from, *to = from;
    int quoted = *from == '"';
    from += quoted;
    while (*from && *from != (quoted ? '"' : ' ')) {
        char next = *from++;
        if (quoted && next == '\\') {
            next = *from++;
            if (next == 'x') {
                next = hex_digit(from[0]) << 4 | hex_digit(from[1]);
                from += 2;
            } else {
                next = next == 'n' ? '\n' : next == 't' ? '\t' : next;
            }
        }
        *to++ = next;
    }
    *line = *from ? from + 1 : from;
    *to = 0;
    return token;
}

static void copy_input(void) {
    while (serial_get(Console) != 0x01) { // what comes before the input, tools/run/escape-stdin.pl
    }
    for (;;) {
        u8 next = serial_get(Console);
        if (next == 0x10 && (next = serial_get(Console)) == 0x04) {
            return;
        }
        serial_put(Console, next);
    }
}

static void end(const char *word, const char *number) {
    status_print(word);
    if (number) {
        status_print(" ");
        status_print(number);
    }
    status_print("\n");
    out8(DebugExit, 0);
}

void run(const struct start_info *start) {
    static char line[8192];
    const char *source = (const char *)(u32)start->command_line;
    for (u32 i = 0; i < sizeof line - 1 && source[i]; i++) {
        line[i] = source[i];
    }

    out8(Console + 2, 0x01); // FCR: input FIFO on
    char *rest = line, *word;
    while ((word = next_token(&rest)) && !equal(word, "--")) {
    }
    while ((word = next_token(&rest))) {
        if (equal(word, "cmdline")) {
            serial_print(Console, source);
        } else if (equal(word, "out")) {
            serial_print(Console, next_token(&rest));
        } else if (equal(word, "err")) {
            serial_print(Errors, next_token(&rest));
        } else if (equal(word, "bytes")) {
            for (u32 value = 0; value < 256; value++) {
                serial_put(Console, value);
            }
        } else if (equal(word, "flood")) {
            for (;;) {
                serial_put(Console, 'f');
            }
        } else if (equal(word, "cat")) {
            copy_input();
        } else if (equal(word, "exit") || equal(word, "signal")) {
            end(word, next_token(&rest));
        } else if (equal(word, "panic")) {
            end(word, 0);
        } else if (equal(word, "die")) {
            out8(DebugExit, 0);
        } else {
            break;
        }
    }
    for (;;) { // "hang", and what is not understood
        __asm__ volatile("cli; hlt");
    }
}
