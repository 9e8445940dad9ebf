#ifndef PROCESS_H
#define PROCESS_H

/// Holds back the signals that ask a process to end (SIGINT, SIGTERM, and SIGHUP unless it was ignored, as nohup has it) until
/// somebody waits for them. Threads that are made afterwards hold them back too, so no call of theirs is interrupted.
///
/// In the program itself this happens by itself, before any library's code runs: what comes while they start isn't lost. The
/// first process of a container needs that, since of those the system drops whatever has its default action.
void process_hold_back_signals(void);

/// Waits for the next of those signals, and returns its number; -1 if the system has no descriptor left. For one thread alone.
///
/// A handler takes them, on this thread or another that lets them through, such as the main thread of a program in Swift, which waits
/// in libdispatch with all signals let through: so waiting for them with `sigwait` wouldn't do.
int process_next_signal(void);

/// Ends the process. What was printed to standard output is out; unlike `exit`, it waits for no lock of another thread, such as that of
/// standard input, which whoever reads it holds until a line comes (glibc 2.40 and later).
void process_end(int status) __attribute__((noreturn));

#endif
