// The only doorway to BLAS and LAPACK.
//
// Conventions. Matrices are dense, column-major, with a leading dimension equal to their row count, and of a
// symmetric matrix only the lower triangle is read or written. Sizes are 64-bit; the vendor libraries
// count in 32-bit integers, so every function checks that its sizes fit and returns STEPWELL_SIZE_ERROR when they
// do not. Otherwise 0 is success, a positive value is LAPACK's `info` (the leading minor, pivot or
// column at fault, counted from 1), and a negative value an illegal or non-finite argument.
//
// Loading. The libraries are opened when they are first used, and not when the program starts: OpenBLAS takes 180 MB of address
// space, which most commands have no use for. Where they cannot be opened, every function that needs them returns
// STEPWELL_NO_BACKEND, and stepwell_backend_problem() says why.
//
// Threads. OpenBLAS works in the thread that calls it and starts none of its own: it would wait for ever where the system
// allows none, and with two threads a factorisation of order 64 now and then takes a hundred times its median time.

#ifndef STEPWELL_LINEAR_ALGEBRA_H
#define STEPWELL_LINEAR_ALGEBRA_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A size that 32-bit integers cannot represent, or a negative one.
#define STEPWELL_SIZE_ERROR (-1000)

/// An argument that holds NaN or an infinity.
#define STEPWELL_NOT_FINITE (-1001)

/// Memory for a workspace ran out.
#define STEPWELL_NO_MEMORY (-1002)

/// OpenBLAS or LAPACKE cannot be loaded.
#define STEPWELL_NO_BACKEND (-1003)

// Vectors of n elements, stored contiguously.

/// z[i] = x[i]·y[i].
int32_t stepwell_multiply_elements(int64_t n, const double *x, const double *y, double *z);

/// y[i] = exp(x[i]) by the C library.
int32_t stepwell_exp(int64_t n, const double *x, double *y);

/// y += alpha·x.
int32_t stepwell_axpy(int64_t n, double alpha, const double *x, double *y);

/// x *= alpha.
int32_t stepwell_scal(int64_t n, double alpha, double *x);

/// result = Σ x[i]·y[i].
int32_t stepwell_dot(int64_t n, const double *x, const double *y, double *result);

/// result = sqrt(Σ x[i]²), without overflow.
int32_t stepwell_nrm2(int64_t n, const double *x, double *result);

// Products.

/// y = alpha·op(A)·x + beta·y with A rows×columns; op is the transpose if `transposed` is not 0.
int32_t stepwell_gemv(
    int32_t transposed, int64_t rows, int64_t columns, double alpha, const double *a, const double *x, double beta,
    double *y);

/// y = alpha·A·x + beta·y with A symmetric of order n (lower triangle).
int32_t stepwell_symv(int64_t n, double alpha, const double *a, const double *x, double beta, double *y);

/// C = alpha·Aᵀ·A + beta·C with A rows×n; only the lower triangle of C, of order n, is touched.
int32_t stepwell_syrk(int64_t n, int64_t rows, double alpha, const double *a, double beta, double *c);

/// C = alpha·A·B + beta·C with A rows×inner and B inner×columns.
int32_t stepwell_gemm(
    int64_t rows, int64_t columns, int64_t inner, double alpha, const double *a, const double *b, double beta,
    double *c);

// Factorisations.

/// A = L·Lᵀ in place. Returns k > 0 if the leading minor of order k is not positive.
int32_t stepwell_potrf(int64_t n, double *a);

/// Solves L·Lᵀ·X = B in place for `count` right-hand sides.
int32_t stepwell_potrs(int64_t n, int64_t count, const double *factor, double *b);

/// result = the workspace length, in elements, that stepwell_sytrf needs for order n.
int32_t stepwell_sytrf_workspace(int64_t n, int64_t *result);

/// A = L·D·Lᵀ in place (Bunch–Kaufman). Returns k > 0 if the block D of column k is exactly singular.
int32_t stepwell_sytrf(int64_t n, double *a, int32_t *pivots, double *workspace, int64_t workspace_length);

/// Solves L·D·Lᵀ·X = B in place for `count` right-hand sides.
int32_t stepwell_sytrs(int64_t n, int64_t count, const double *factor, const int32_t *pivots, double *b);

/// Least squares min ‖A·x − b‖₂ by Householder QR, A rows×columns of full column rank with rows ≥ columns. Overwrites
/// A, and the first `columns` elements of b with x. Returns k > 0 if the k-th diagonal element of R is zero.
int32_t stepwell_gels(int64_t rows, int64_t columns, double *a, double *b);

// The backend. What describes it loads it first, and is empty or 0 where that fails.

/// Loads OpenBLAS and LAPACKE unless they are loaded: 0, or STEPWELL_NO_BACKEND. A later call tries again.
int32_t stepwell_backend_load(void);

/// Why this thread could not load them, in one sentence; empty if it never failed.
const char *stepwell_backend_problem(void);

/// OpenBLAS's description of its build, with its version.
const char *stepwell_backend_configuration(void);

/// The processor family whose kernels OpenBLAS chose.
const char *stepwell_backend_core_name(void);

/// The number of threads that OpenBLAS works on.
int32_t stepwell_backend_threads(void);

/// The shared library that provides LAPACK's factorisations, or an empty string if it cannot be told.
const char *stepwell_backend_lapack_library(void);

/// 1 if that library is OpenBLAS itself, 0 if it is another, for example the reference LAPACK, −1 if it cannot be told.
int32_t stepwell_backend_lapack_is_openblas(void);

#ifdef __cplusplus
}
#endif

#endif
