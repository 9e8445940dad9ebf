// Has the leak sanitizer look when a process ends by `_exit`, as Tatecast's does: by itself it looks at `exit` alone. Preloaded after it.

#define _GNU_SOURCE
#include <dlfcn.h>

int __lsan_do_recoverable_leak_check(void);

// What the process ends with if something leaked: none of Tatecast's own statuses.
enum { LEAKED = 23 };

__attribute__((noreturn)) void _exit(int status) {
    void (*real)(int) __attribute__((noreturn)) = dlsym(RTLD_NEXT, "_exit");
    real(__lsan_do_recoverable_leak_check() ? LEAKED : status);
}
