#ifndef STEPWELL_BACKEND_H
#define STEPWELL_BACKEND_H

#include "../CLAPACKE/shim.h"
#include "../COpenBLAS/shim.h"

// The functions that are looked up by name when the libraries are loaded. Their types are those of the vendors' headers, so
// that the compiler still checks every call.
#define STEPWELL_OPENBLAS_FUNCTIONS(F) \
    F(cblas_daxpy) F(cblas_dscal) F(cblas_ddot) F(cblas_dnrm2) F(cblas_dgemv) F(cblas_dsymv) F(cblas_dsyrk) \
    F(cblas_dgemm) F(openblas_get_config) F(openblas_get_corename) F(openblas_get_num_threads) \
    F(openblas_set_num_threads)

#define STEPWELL_LAPACKE_FUNCTIONS(F) \
    F(LAPACKE_dpotrf_work) F(LAPACKE_dpotrs_work) F(LAPACKE_dsytrf_work) F(LAPACKE_dsytrs_work) F(LAPACKE_dgels)

#define STEPWELL_MEMBER(function) __typeof__(&function) function;

/// The functions of OpenBLAS and LAPACKE that the wrappers call.
struct stepwell_backend {
    STEPWELL_OPENBLAS_FUNCTIONS(STEPWELL_MEMBER)
    STEPWELL_LAPACKE_FUNCTIONS(STEPWELL_MEMBER)
};

/// Begins a call; NULL if the libraries cannot be loaded, and then there is nothing to end.
const struct stepwell_backend *stepwell_begin(void);

/// Ends a call that was begun.
void stepwell_end(void);

/// Begins a call on `backend`, or leaves the function with STEPWELL_NO_BACKEND.
#define BEGIN(backend) \
    const struct stepwell_backend *backend = stepwell_begin(); \
    if ((backend) == NULL) return STEPWELL_NO_BACKEND

#endif
