import Glibc

/// Nanoseconds of the monotonic clock.
typealias MonotonicTime = Int64

func monotonicNow() -> MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
