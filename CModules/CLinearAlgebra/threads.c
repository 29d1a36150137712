#define _GNU_SOURCE
#include "threads.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "../COpenBLAS/shim.h"
#include "include/CLinearAlgebra.h"

// Below this order a second thread costs more than it brings, and its wake-up dominates the slowest calls.
static const int64_t large_order = 512;

static pthread_once_t prepared = PTHREAD_ONCE_INIT;
static pthread_mutex_t raising = PTHREAD_MUTEX_INITIALIZER;
static int large_order_threads = 1;

static void prepare(void) {
    large_order_threads = openblas_get_num_threads();
    openblas_set_num_threads(1);
}

void stepwell_prepare_threads(void) { pthread_once(&prepared, prepare); }

int stepwell_large_order_threads(void) {
    stepwell_prepare_threads();
    return large_order_threads;
}

int stepwell_begin(int64_t order) {
    stepwell_prepare_threads();
    if (order < large_order || large_order_threads < 2) return 0;
    pthread_mutex_lock(&raising);
    openblas_set_num_threads(large_order_threads);
    return 1;
}

void stepwell_end(int raised) {
    if (!raised) return;
    openblas_set_num_threads(1);
    pthread_mutex_unlock(&raising);
}

const char *stepwell_backend_configuration(void) { return openblas_get_config(); }

const char *stepwell_backend_core_name(void) { return openblas_get_corename(); }

int32_t stepwell_backend_threads(void) { return stepwell_large_order_threads(); }

const char *stepwell_backend_lapack_library(void) {
    Dl_info info;
    void *symbol = dlsym(RTLD_DEFAULT, "dpotrf_");
    if (symbol == NULL || dladdr(symbol, &info) == 0 || info.dli_fname == NULL) return "";
    return info.dli_fname;
}

int32_t stepwell_backend_lapack_is_openblas(void) {
    Dl_info factorisation, product;
    void *potrf = dlsym(RTLD_DEFAULT, "dpotrf_");
    void *config = dlsym(RTLD_DEFAULT, "openblas_get_config");
    if (potrf == NULL || config == NULL) return -1;
    if (dladdr(potrf, &factorisation) == 0 || dladdr(config, &product) == 0) return -1;
    if (factorisation.dli_fname == NULL || product.dli_fname == NULL) return -1;
    return strcmp(factorisation.dli_fname, product.dli_fname) == 0;
}
