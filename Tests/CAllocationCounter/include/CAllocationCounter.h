#ifndef STEPWELL_ALLOCATION_COUNTER_H
#define STEPWELL_ALLOCATION_COUNTER_H

/* How often the calling thread has asked for memory since it began, or -1 where that cannot be counted: the count
   needs glibc, whose malloc, calloc and realloc are replaced in the test program, and no sanitizer. */
long stepwell_allocation_count(void);

#endif
