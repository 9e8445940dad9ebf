#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define PROCESS_SANITIZED 1
#endif
#endif

static int wakeup[2] = {-1, -1};

static void fill(sigset_t *signals) {
    struct sigaction hangup;
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    // What nohup started outlives its terminal. Once we listen, it has our handler.
    if (sigaction(SIGHUP, NULL, &hangup) != 0 || hangup.sa_handler != SIG_IGN) sigaddset(signals, SIGHUP);
}

void process_hold_back_signals(void) {
    sigset_t signals;
    fill(&signals);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

static void note(int number) {
    int error = errno;
    unsigned char byte = (unsigned char)number;
    // Full, it holds more than anybody will ever read.
    (void)!write(wakeup[1], &byte, 1);
    errno = error;
}

int process_next_signal(void) {
    if (wakeup[0] < 0) {
        sigset_t signals;
        struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
        fill(&signals);
        sigemptyset(&action.sa_mask);
        if (pipe2(wakeup, O_CLOEXEC) != 0) return -1;
        (void)fcntl(wakeup[1], F_SETFL, O_NONBLOCK);
        const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
        for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
            if (sigismember(&signals, numbers[index])) sigaction(numbers[index], &action, NULL);
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    }
    while (1) {
        unsigned char byte;
        if (read(wakeup[0], &byte, 1) == 1) return byte;
        if (errno != EINTR) return -1;
    }
}

void process_end(int status) {
    fflush(stdout);
    _exit(status);
}

/// The tests' program has this object too, and is to end by Ctrl-C.
static void begin(int count, char **words, char **environment) {
    (void)environment;
    if (count < 1 || words[0] == NULL) return;
    const char *slash = strrchr(words[0], '/');
    if (strcmp(slash ? slash + 1 : words[0], "tatecast") == 0) process_hold_back_signals();
}

#ifdef PROCESS_SANITIZED
// A sanitizer must be set up before any code that it watches; glibc hands constructors the same arguments.
__attribute__((constructor(101))) static void construct(int count, char **words, char **environment) {
    begin(count, words, environment);
}
#else
// Of a program alone, and called before all constructors (System V ABI, 5 "Initialization and Termination Functions").
__attribute__((section(".preinit_array"), used)) static void (*process_begin)(int, char **, char **) = begin;
#endif
