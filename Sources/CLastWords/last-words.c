#define _GNU_SOURCE

#include "last-words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static const int signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS};
enum { count = sizeof signals / sizeof *signals };

static int pipe_end = -1;
static int errors_end = -1;
static int nowhere = -1;
static atomic_int on_their_way;
static atomic_flag is_crashing = ATOMIC_FLAG_INIT;
static struct sigaction before[count];

int last_words_redirect(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    // A burst that it takes at once; not so much that a user's other processes find no room for their pipes (pipe(7)).
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 18);
    // What still waits in a buffer is somebody's line of before.
    fflush(NULL);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    // To a pipe it would write 4 KiB at a time.
    setvbuf(stdout, NULL, _IOLBF, 0);
    return ends[0];
}

void last_words_count(int lines) { atomic_fetch_add(&on_their_way, lines); }

/// Writes what there is room for: whoever crashes waits for nobody.
static void write_all(const char *bytes, size_t size) {
    while (size > 0) {
        struct pollfd room = {.fd = errors_end, .events = POLLOUT};
        if (poll(&room, 1, 100) != 1 || !(room.revents & POLLOUT)) return;
        // A pipe that says it has room takes a page; more might block.
        ssize_t written = write(errors_end, bytes, size < 4096 ? size : 4096);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        size -= (size_t)written;
    }
}

/// Whether nobody reads: what is said next, a backtrace say, would never end. It takes some tens of kilobytes.
static bool is_stuck(void) {
    struct pollfd room = {.fd = errors_end, .events = POLLOUT};
    if (poll(&room, 1, 0) != 1) return true;
    int waiting = 0;
    const int size = fcntl(errors_end, F_GETPIPE_SZ);
    return size > 0 && ioctl(errors_end, FIONREAD, &waiting) == 0 && waiting > size / 2;
}

/// Calls only what signal(7) allows.
static void drain(void) {
    // The threads that read the pipe and write the log still run, unless it is one of them that crashes.
    for (int round = 0; round < 250; round++) {
        int waiting = 0;
        ioctl(pipe_end, FIONREAD, &waiting);
        if (waiting == 0 && atomic_load(&on_their_way) <= 0) break;
        const struct timespec pause = {.tv_nsec = 2000000};
        nanosleep(&pause, NULL);
    }
    // Whatever is said from now on goes straight there.
    dup2(is_stuck() ? nowhere : errors_end, STDERR_FILENO);
    fcntl(pipe_end, F_SETFL, fcntl(pipe_end, F_GETFL) | O_NONBLOCK);
    char bytes[4096];
    ssize_t size;
    while ((size = read(pipe_end, bytes, sizeof bytes)) > 0) write_all(bytes, (size_t)size);
}

static void handle(int number, siginfo_t *info, void *context) {
    const int cause = errno;
    if (!atomic_flag_test_and_set(&is_crashing)) drain();
    errno = cause;
    for (int index = 0; index < count; index++) {
        if (signals[index] != number) continue;
        const struct sigaction *old = &before[index];
        if (old->sa_flags & SA_SIGINFO) return old->sa_sigaction(number, info, context);
        if (old->sa_handler != SIG_DFL && old->sa_handler != SIG_IGN) return old->sa_handler(number);
    }
    // The signal is blocked until this returns; then it ends the process as if nobody had listened.
    signal(number, SIG_DFL);
    raise(number);
}

void last_words_install(int pipe, int errors) {
    pipe_end = pipe;
    errors_end = errors;
    nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    // Whoever started the process may have had them blocked, and left it so; since glibc 2.41 abort() then ends it without a word.
    sigset_t crashes;
    sigemptyset(&crashes);
    for (int index = 0; index < count; index++) sigaddset(&crashes, signals[index]);
    pthread_sigmask(SIG_UNBLOCK, &crashes, NULL);
    for (int index = 0; index < count; index++) {
        struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        sigaction(signals[index], &action, &before[index]);
    }
}
