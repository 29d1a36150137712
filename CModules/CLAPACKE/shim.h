#ifndef STEPWELL_CLAPACKE_SHIM_H
#define STEPWELL_CLAPACKE_SHIM_H

#if __has_include(<lapacke.h>)
#include <lapacke.h>
#else
#error "LAPACKE headers not found: install the Debian packages libopenblas-dev and liblapacke-dev"
#endif

#endif
