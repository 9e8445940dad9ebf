// A function in a header, as the shims of C libraries have them; it overflows where `number` is the largest.
static inline int undefined_next(int number) { return number + 1; }
