// Counts heap allocations made by one thread, for tests that claim there are none.
//
// Linking this target replaces the allocator's entry points in the test binary by ones that count and then call glibc's.
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>

/// Whether this build counts: with glibc and without a sanitizer, which has an allocator of its own.
bool allocation_counter_is_available(void);

/// Begins to count the calling thread's allocations from 0.
void allocation_counter_arm(void);

/// Ends counting, and returns how many allocations the calling thread made since it was armed.
long allocation_counter_disarm(void);

#endif
