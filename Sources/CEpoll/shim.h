// Not among the headers of Swift's Glibc module.
#include <sys/epoll.h>
