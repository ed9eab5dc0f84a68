// inotify: what is told of a directory and of a file, in which order, and when it ends. Compared with Linux.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include "probe.h"

static int queue;

static void events(const char *after) {
    static char bytes[65536] __attribute__((aligned(8)));
    printf("%s:", after);
    long count = read(queue, bytes, sizeof bytes);
    unsigned cookie = 0;
    for (char *at = bytes; at < bytes + count;) {
        struct inotify_event *event = (void *)at;
        printf(" %d/%x%s%s", event->wd, event->mask, event->len ? "=" : "", event->len ? event->name : "");
        if (event->cookie) {
            printf(cookie == 0 ? "(cookie)" : cookie == event->cookie ? "(same)" : "(other)");
            cookie = event->cookie;
        }
        at += sizeof *event + event->len;
    }
    puts(count < 0 ? error_name(errno) : "");
}

int main(void) {
    char bytes[16];
    queue = SHOW(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) ;
    SHOW(inotify_init1(1));
    MUST(mkdir("d", 0755));
    MUST(mkdir("other", 0755));
    SHOW(inotify_add_watch(queue, "d", IN_ALL_EVENTS));
    SHOW(inotify_add_watch(queue, "./d", IN_ALL_EVENTS));
    SHOW(inotify_add_watch(queue, "missing", IN_ALL_EVENTS));
    SHOW(inotify_add_watch(queue, "d", 0));
    SHOW(inotify_add_watch(0, "d", IN_ALL_EVENTS));
    SHOW(inotify_add_watch(99, "d", IN_ALL_EVENTS));
    SHOW(inotify_add_watch(queue, "d", IN_ALL_EVENTS | IN_MASK_CREATE));
    SHOW(inotify_rm_watch(queue, 77));
    events("nothing yet");

    int file = MUST(open("d/a", O_RDWR | O_CREAT, 0644));
    events("create");
    MUST(write(file, "hello", 5));
    MUST(write(file, "hello", 5));
    events("write twice");
    MUST(lseek(file, 0, SEEK_SET));
    MUST(read(file, bytes, 5));
    events("read");
    MUST(fchmod(file, 0600));
    MUST(ftruncate(file, 3));
    events("chmod and truncate");
    close(file);
    events("close");
    close(MUST(open("d/a", O_RDONLY)));
    events("open and close");
    close(MUST(open("d/a", O_WRONLY | O_TRUNC)));
    events("open to cut");
    struct stat status;
    MUST(stat("d/a", &status));
    events("stat");
    MUST(utimensat(AT_FDCWD, "d/a", 0, 0));
    events("touch");
    MUST(link("d/a", "d/b"));
    MUST(symlink("a", "d/c"));
    MUST(mkdir("d/e", 0755));
    events("link, symlink, mkdir");
    MUST(rename("d/b", "d/f"));
    events("rename");
    MUST(rename("d/f", "other/f"));
    events("move out");
    MUST(rename("other/f", "d/g"));
    events("move in");
    MUST(rename("d/e", "d/h"));
    events("rename a folder");
    MUST(unlink("d/c"));
    MUST(rmdir("d/h"));
    events("unlink, rmdir");
    close(MUST(open("d", O_RDONLY | O_DIRECTORY)));
    events("open the folder");

    puts("-- a file of its own");
    int watch = SHOW(inotify_add_watch(queue, "d/a", IN_MODIFY | IN_OPEN | IN_DELETE_SELF | IN_MOVE_SELF));
    SHOW(inotify_add_watch(queue, "d", IN_CREATE | IN_DELETE));
    file = MUST(open("d/a", O_WRONLY));
    MUST(write(file, "x", 1));
    close(file);
    events("write");
    MUST(rename("d/a", "other/a"));
    events("move");
    int count = 0;
    SHOW(ioctl(queue, FIONREAD, &count));
    SHOW(count);
    file = MUST(open("other/a", O_WRONLY));
    SHOW(ioctl(queue, FIONREAD, &count));
    SHOW(count);
    close(file);
    events("open where it is now");
    SHOW(inotify_rm_watch(queue, watch));
    events("no more");
    close(MUST(open("other/a", O_WRONLY)));
    events("nobody watches");

    puts("-- options");
    SHOW(inotify_add_watch(queue, "other/a", IN_OPEN | IN_ONLYDIR));
    SHOW(inotify_add_watch(queue, "other", IN_OPEN | IN_ONESHOT | IN_ONLYDIR));
    close(MUST(open("other/a", O_WRONLY)));
    close(MUST(open("other/a", O_WRONLY)));
    events("one shot");
    SHOW(inotify_add_watch(queue, "d", IN_MODIFY | IN_MASK_ADD));
    close(MUST(open("d/n", O_WRONLY | O_CREAT, 0644)));
    SHOW(read(queue, bytes, 16)); // too small for the name
    struct pollfd entry = {queue, POLLIN, 0};
    SHOW(poll(&entry, 1, 0));
    int epoll = MUST(epoll_create1(0));
    struct epoll_event wanted = {.events = EPOLLIN};
    SHOW(epoll_ctl(epoll, EPOLL_CTL_ADD, queue, &wanted));
    SHOW(epoll_wait(epoll, &wanted, 1, 0));
    events("after all");
    SHOW(epoll_wait(epoll, &wanted, 1, 0));

    puts("-- the end of what is watched");
    MUST(mkdir("gone", 0755));
    SHOW(inotify_add_watch(queue, "gone", IN_ALL_EVENTS));
    MUST(rmdir("gone"));
    events("rmdir");
    SHOW(write(queue, "x", 1));
    SHOW(lseek(queue, 0, SEEK_CUR) <= 0);
    SHOW(read(queue, (void *)0x10000, 64));
    close(queue);
    close(MUST(open("d/n", O_WRONLY)));
    return 0;
}
