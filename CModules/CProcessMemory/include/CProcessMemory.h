#ifndef STEPWELL_PROCESS_MEMORY_H
#define STEPWELL_PROCESS_MEMORY_H

/* Lets all threads share one arena for small allocations. The C library would reserve 64 MB of address space for every
   thread, which a limit on address space need not have room for. Elsewhere than in glibc it does nothing. */
void stepwell_share_one_arena(void);

#endif
