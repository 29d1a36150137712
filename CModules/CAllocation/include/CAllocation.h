#ifndef STEPWELL_ALLOCATION_H
#define STEPWELL_ALLOCATION_H

/* Has all threads take their memory from one place. By themselves most would reserve 64 MB of address space each. */
void stepwell_share_one_arena(void);

#endif
