// Tells the thread sanitizer what Swift's Mutex does where it can't see it. Preloaded into the sanitized build.
//
// On Linux Synchronization.Mutex is an atomic exchange in the caller, which the sanitizer sees, and, when two threads
// meet, a function of libswiftSynchronization that spins and then asks the kernel. The sanitizer doesn't see into that
// library, so it reports a race between two accesses that the lock does keep apart. This adds the missing edges, at the
// address that the exchange uses too. It hides no race: who takes no lock doesn't come by here.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SELF void *self __attribute__((swift_context))
#define SWIFT __attribute__((swiftcall))

void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

// What `swift demangle` calls Synchronization._MutexHandle._lockSlow(UInt32) and so on.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slowly(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void lock_slowly(uint32_t thread, SELF) {
    SWIFT void (*real)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK);
    real(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT bool try_lock_slowly(SELF) __asm__(TRY_LOCK);
SWIFT bool try_lock_slowly(SELF) {
    SWIFT bool (*real)(SELF) = dlsym(RTLD_NEXT, TRY_LOCK);
    bool isLocked = real(self);
    if (isLocked && __tsan_acquire) __tsan_acquire(self);
    return isLocked;
}

SWIFT void unlock_slowly(SELF) __asm__(UNLOCK);
SWIFT void unlock_slowly(SELF) {
    SWIFT void (*real)(SELF) = dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(self);
    real(self);
}
