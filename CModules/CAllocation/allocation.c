#include "CAllocation.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#endif

void stepwell_share_one_arena(void) {
#if defined(M_ARENA_MAX)
    mallopt(M_ARENA_MAX, 1);
#endif
}
