#ifndef STEPWELL_SIZES_H
#define STEPWELL_SIZES_H

#include <stdint.h>

// BLAS and LAPACK count in 32 bits: what they cannot count ends the function.
#define REQUIRE_SIZE(n) \
    if ((n) < 0 || (n) > INT32_MAX) return STEPWELL_SIZE_ERROR

#endif
