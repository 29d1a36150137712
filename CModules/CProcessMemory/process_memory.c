#include "CProcessMemory.h"

#include <limits.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void stepwell_share_one_arena(void) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
#endif
}
