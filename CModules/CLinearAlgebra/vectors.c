#include <math.h>

#include "backend.h"
#include "include/CLinearAlgebra.h"
#include "sizes.h"

// A loop of our own: the BLAS spelling, dsbmv with bandwidth 0, makes two calls per element and takes 5 ns instead of
// 0.2.
int32_t stepwell_multiply_elements(int64_t n, const double *x, const double *y, double *z) {
    REQUIRE_SIZE(n);
    for (int64_t i = 0; i < n; i++) z[i] = x[i] * y[i];
    return 0;
}

int32_t stepwell_exp(int64_t n, const double *x, double *y) {
    REQUIRE_SIZE(n);
    for (int64_t i = 0; i < n; i++) y[i] = exp(x[i]);
    return 0;
}

int32_t stepwell_axpy(int64_t n, double alpha, const double *x, double *y) {
    REQUIRE_SIZE(n);
    BEGIN(backend);
    backend->cblas_daxpy((int32_t)n, alpha, x, 1, y, 1);
    stepwell_end();
    return 0;
}

int32_t stepwell_scal(int64_t n, double alpha, double *x) {
    REQUIRE_SIZE(n);
    BEGIN(backend);
    backend->cblas_dscal((int32_t)n, alpha, x, 1);
    stepwell_end();
    return 0;
}

int32_t stepwell_dot(int64_t n, const double *x, const double *y, double *result) {
    REQUIRE_SIZE(n);
    BEGIN(backend);
    *result = backend->cblas_ddot((int32_t)n, x, 1, y, 1);
    stepwell_end();
    return 0;
}

int32_t stepwell_nrm2(int64_t n, const double *x, double *result) {
    REQUIRE_SIZE(n);
    BEGIN(backend);
    *result = backend->cblas_dnrm2((int32_t)n, x, 1);
    stepwell_end();
    return 0;
}
