#ifndef STEPWELL_COPENBLAS_SHIM_H
#define STEPWELL_COPENBLAS_SHIM_H

#if __has_include(<cblas.h>) && __has_include(<openblas_config.h>)
#include <cblas.h>
#else
#error "OpenBLAS headers not found: install the Debian packages libopenblas-dev and liblapacke-dev"
#endif

#endif
