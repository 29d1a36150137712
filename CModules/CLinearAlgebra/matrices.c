#include <math.h>
#include <stddef.h>

#include "backend.h"
#include "include/CLinearAlgebra.h"
#include "sizes.h"

static int64_t greater(int64_t a, int64_t b) { return a > b ? a : b; }

static int lower_triangle_is_finite(int64_t n, const double *a) {
    for (int64_t column = 0; column < n; column++) {
        double sum = 0;  // 0·x is NaN exactly when x is NaN or infinite
        for (int64_t row = column; row < n; row++) sum += 0 * a[row + column * n];
        if (sum != 0) return 0;
    }
    return 1;
}

static int all_finite(int64_t n, const double *a) {
    double sum = 0;
    for (int64_t i = 0; i < n; i++) sum += 0 * a[i];
    return sum == 0;
}

static int32_t status(lapack_int info) {
    if (info == LAPACK_WORK_MEMORY_ERROR || info == LAPACK_TRANSPOSE_MEMORY_ERROR) return STEPWELL_NO_MEMORY;
    return (int32_t)info;
}

int32_t stepwell_gemv(
    int32_t transposed, int64_t rows, int64_t columns, double alpha, const double *a, const double *x, double beta,
    double *y) {
    REQUIRE_SIZE(rows);
    REQUIRE_SIZE(columns);
    // With an empty inner dimension the vendor function returns without scaling y.
    int64_t inner = transposed ? rows : columns, outer = transposed ? columns : rows;
    if (inner == 0) {
        for (int64_t i = 0; i < outer; i++) y[i] = beta == 0 ? 0 : beta * y[i];
        return 0;
    }
    BEGIN(backend);
    backend->cblas_dgemv(
        CblasColMajor, transposed ? CblasTrans : CblasNoTrans, (int32_t)rows, (int32_t)columns, alpha, a,
        (int32_t)greater(rows, 1), x, 1, beta, y, 1);
    stepwell_end();
    return 0;
}

int32_t stepwell_symv(int64_t n, double alpha, const double *a, const double *x, double beta, double *y) {
    REQUIRE_SIZE(n);
    BEGIN(backend);
    backend->cblas_dsymv(CblasColMajor, CblasLower, (int32_t)n, alpha, a, (int32_t)greater(n, 1), x, 1, beta, y, 1);
    stepwell_end();
    return 0;
}

int32_t stepwell_syrk(int64_t n, int64_t rows, double alpha, const double *a, double beta, double *c) {
    REQUIRE_SIZE(n);
    REQUIRE_SIZE(rows);
    BEGIN(backend);
    backend->cblas_dsyrk(
        CblasColMajor, CblasLower, CblasTrans, (int32_t)n, (int32_t)rows, alpha, a, (int32_t)greater(rows, 1), beta, c,
        (int32_t)greater(n, 1));
    stepwell_end();
    return 0;
}

int32_t stepwell_gemm(
    int64_t rows, int64_t columns, int64_t inner, double alpha, const double *a, const double *b, double beta,
    double *c) {
    REQUIRE_SIZE(rows);
    REQUIRE_SIZE(columns);
    REQUIRE_SIZE(inner);
    BEGIN(backend);
    backend->cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, (int32_t)rows, (int32_t)columns, (int32_t)inner, alpha, a,
        (int32_t)greater(rows, 1), b, (int32_t)greater(inner, 1), beta, c, (int32_t)greater(rows, 1));
    stepwell_end();
    return 0;
}

int32_t stepwell_potrf(int64_t n, double *a) {
    REQUIRE_SIZE(n);
    if (!lower_triangle_is_finite(n, a)) return STEPWELL_NOT_FINITE;
    BEGIN(backend);
    lapack_int info = backend->LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', (lapack_int)n, a, (lapack_int)greater(n, 1));
    stepwell_end();
    return status(info);
}

int32_t stepwell_potrs(int64_t n, int64_t count, const double *factor, double *b) {
    REQUIRE_SIZE(n);
    REQUIRE_SIZE(count);
    BEGIN(backend);
    lapack_int info = backend->LAPACKE_dpotrs_work(
        LAPACK_COL_MAJOR, 'L', (lapack_int)n, (lapack_int)count, factor, (lapack_int)greater(n, 1), b,
        (lapack_int)greater(n, 1));
    stepwell_end();
    return status(info);
}

int32_t stepwell_sytrf_workspace(int64_t n, int64_t *result) {
    REQUIRE_SIZE(n);
    double length = 1;
    BEGIN(backend);
    lapack_int info = backend->LAPACKE_dsytrf_work(
        LAPACK_COL_MAJOR, 'L', (lapack_int)n, NULL, (lapack_int)greater(n, 1), NULL, &length, -1);
    stepwell_end();
    *result = (int64_t)length;
    return status(info);
}

int32_t stepwell_sytrf(int64_t n, double *a, int32_t *pivots, double *workspace, int64_t workspace_length) {
    REQUIRE_SIZE(n);
    REQUIRE_SIZE(workspace_length);
    if (!lower_triangle_is_finite(n, a)) return STEPWELL_NOT_FINITE;
    BEGIN(backend);
    lapack_int info = backend->LAPACKE_dsytrf_work(
        LAPACK_COL_MAJOR, 'L', (lapack_int)n, a, (lapack_int)greater(n, 1), pivots, workspace,
        (lapack_int)workspace_length);
    stepwell_end();
    return status(info);
}

int32_t stepwell_sytrs(int64_t n, int64_t count, const double *factor, const int32_t *pivots, double *b) {
    REQUIRE_SIZE(n);
    REQUIRE_SIZE(count);
    BEGIN(backend);
    lapack_int info = backend->LAPACKE_dsytrs_work(
        LAPACK_COL_MAJOR, 'L', (lapack_int)n, (lapack_int)count, factor, (lapack_int)greater(n, 1), pivots, b,
        (lapack_int)greater(n, 1));
    stepwell_end();
    return status(info);
}

int32_t stepwell_gels(int64_t rows, int64_t columns, double *a, double *b) {
    REQUIRE_SIZE(rows);
    REQUIRE_SIZE(columns);
    if (!all_finite(rows * columns, a) || !all_finite(rows, b)) return STEPWELL_NOT_FINITE;
    BEGIN(backend);
    lapack_int info = backend->LAPACKE_dgels(
        LAPACK_COL_MAJOR, 'N', (lapack_int)rows, (lapack_int)columns, 1, a, (lapack_int)greater(rows, 1), b,
        (lapack_int)greater(greater(rows, columns), 1));
    stepwell_end();
    return status(info);
}
