#ifndef STEPWELL_THREADS_H
#define STEPWELL_THREADS_H

#include <stdint.h>

/// Sets OpenBLAS to one thread, once in the life of the process.
void stepwell_prepare_threads(void);

/// The number of threads that large orders use.
int stepwell_large_order_threads(void);

/// Begins a call whose largest order is `order`; returns what stepwell_end must be given.
int stepwell_begin(int64_t order);

/// Ends a call: gives the thread count back if stepwell_begin raised it.
void stepwell_end(int raised);

#endif
