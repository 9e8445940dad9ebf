// What a process says as it crashes, where its standard error is a pipe of its own.
//
// Swift's runtime and libc write why they stop to descriptor 2, and then raise a signal. Where a thread of the process reads that
// pipe, the words would die with the thread: so a handler waits until they are through, for half a second at most.
#ifndef LAST_WORDS_H
#define LAST_WORDS_H

/// Makes descriptors 1 and 2 the writing end of a pipe, and returns its reading end; -1 with errno if there is no descriptor left.
///
/// Call before there are other threads that print.
int last_words_redirect(void);

/// Has the signals of crashes wait for what is on its way from `pipe` to `errors`, and then do what they did before.
///
/// - `pipe`: the reading end of what descriptor 2 is.
/// - `errors`: what descriptor 2 was.
/// Call once, after whoever else handles these signals.
void last_words_install(int pipe, int errors);

/// Counts lines that are on their way to `errors`: up before they are taken from the pipe, down once they are written. Any thread.
void last_words_count(int lines);

#endif
