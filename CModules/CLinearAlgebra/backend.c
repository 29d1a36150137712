#define _GNU_SOURCE
#include "backend.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "include/CLinearAlgebra.h"

#if defined(__APPLE__)
#define OPENBLAS_FILE "libopenblas.dylib"
#define LAPACKE_FILE "liblapacke.dylib"
#else
#define OPENBLAS_FILE "libopenblas.so.0"
#define LAPACKE_FILE "liblapacke.so.3"
#endif

extern char **environ;

// What the libraries take of the address space: 55 MB of their own, and 128 MB for the one buffer of OpenBLAS. Without room
// for its buffer OpenBLAS asks for it again and again, for ever.
static const size_t needed_megabytes = 256;

static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t calling = PTHREAD_MUTEX_INITIALIZER;
static struct stepwell_backend functions;
/// NULL until everything is loaded.
static _Atomic(const struct stepwell_backend *) loaded;
/// Where a second buffer may not fit, calls are made one at a time and share the first.
static int takes_turns;
static void *openblas, *lapacke;
/// Kept, since another thread may be reading it.
static char **loading_environment;
static _Thread_local char problem[512];

static int has_room(void) {
    size_t size = needed_megabytes << 20;
    void *room = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return 0;
    munmap(room, size);
    return 1;
}

static int is_limited(int resource) {
    struct rlimit limit;
    return getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

/// Whether the system gives no more memory than it has, even if nobody touches it.
static int is_strict(void) {
    FILE *file = fopen("/proc/sys/vm/overcommit_memory", "re");
    if (file == NULL) return 0;
    int digit = fgetc(file);
    fclose(file);
    return digit == '2';
}

/// Opens OpenBLAS with one thread, its caller's.
///
/// While it is opened it would start a thread for every processor, and cannot say so where the system allows none: its
/// first call, or the end of the process, then waits for ever. It takes the number from the environment, of which a copy stands
/// in for the moment: the variables of the process do not change.
static void *open_with_one_thread(void) {
    size_t count = 0;
    while (environ != NULL && environ[count] != NULL) count++;
    if (loading_environment == NULL) loading_environment = malloc((count + 2) * sizeof *loading_environment);
    if (loading_environment == NULL) return NULL;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(environ[i], "OPENBLAS_NUM_THREADS=", 21) != 0) loading_environment[kept++] = environ[i];
    }
    loading_environment[kept++] = "OPENBLAS_NUM_THREADS=1";
    loading_environment[kept] = NULL;
    char **original = environ;
    environ = loading_environment;
    // Its symbols are seen by LAPACKE before those of another library with the same names.
    void *handle = dlopen(OPENBLAS_FILE, RTLD_NOW | RTLD_GLOBAL);
    if (environ == loading_environment) environ = original;
    return handle;
}

static void explain_loading(const char *library) {
    const char *reason = dlerror();
    snprintf(
        problem, sizeof problem, "%s cannot be loaded: %s (on Debian, 'apt-get install libopenblas0 liblapacke' installs it)",
        library, reason == NULL ? "no memory" : reason);
}

static int find(void *library, const char *name, void *function) {
    void *address = dlsym(library, name);
    if (address == NULL) {
        snprintf(problem, sizeof problem, "the OpenBLAS or LAPACKE that is installed has no function %s", name);
        return 0;
    }
    memcpy(function, &address, sizeof address);
    return 1;
}

static int load(void) {
    if (openblas == NULL) {
        if (!has_room()) {
            snprintf(
                problem, sizeof problem,
                "OpenBLAS needs %zu MB of address space, more than limits leave this process (see 'ulimit -v')",
                needed_megabytes);
            return 0;
        }
        openblas = open_with_one_thread();
        if (openblas == NULL) {
            explain_loading("OpenBLAS");
            return 0;
        }
    }
    if (lapacke == NULL) lapacke = dlopen(LAPACKE_FILE, RTLD_NOW | RTLD_LOCAL);
    if (lapacke == NULL) {
        explain_loading("LAPACKE");
        return 0;
    }
#define FIND_OPENBLAS(function) if (!find(openblas, #function, &functions.function)) return 0;
#define FIND_LAPACKE(function) if (!find(lapacke, #function, &functions.function)) return 0;
    STEPWELL_OPENBLAS_FUNCTIONS(FIND_OPENBLAS)
    STEPWELL_LAPACKE_FUNCTIONS(FIND_LAPACKE)
    // A program that had loaded OpenBLAS before may have given it more threads.
    if (functions.openblas_get_num_threads() > 1) functions.openblas_set_num_threads(1);
    takes_turns = is_limited(RLIMIT_AS) || is_limited(RLIMIT_DATA) || is_strict();
    // The buffer is taken now, while there is known to be room, and kept by OpenBLAS from then on.
    double one = 1, square = 0;
    functions.cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, 1, 1, 1, &one, 1, 0, &square, 1);
    return 1;
}

int32_t stepwell_backend_load(void) {
    if (atomic_load_explicit(&loaded, memory_order_acquire) != NULL) return 0;
    pthread_mutex_lock(&loading);
    int is_loaded = atomic_load_explicit(&loaded, memory_order_relaxed) != NULL;
    if (!is_loaded && load()) {
        atomic_store_explicit(&loaded, &functions, memory_order_release);
        is_loaded = 1;
    }
    pthread_mutex_unlock(&loading);
    return is_loaded ? 0 : STEPWELL_NO_BACKEND;
}

const char *stepwell_backend_problem(void) { return problem; }

const struct stepwell_backend *stepwell_begin(void) {
    if (stepwell_backend_load() != 0) return NULL;
    if (takes_turns) pthread_mutex_lock(&calling);
    return &functions;
}

void stepwell_end(void) {
    if (takes_turns) pthread_mutex_unlock(&calling);
}

// MARK: What was loaded

/// The file that a function comes from, or NULL.
static const char *file_of(void *function) {
    Dl_info info;
    return function == NULL || dladdr(function, &info) == 0 ? NULL : info.dli_fname;
}

/// The file of LAPACK's Cholesky factorisation as LAPACKE finds it: among the symbols that all libraries see, or else among
/// those of the libraries that came with it.
static const char *lapack_file(void) {
    void *function = dlsym(RTLD_DEFAULT, "dpotrf_");
    if (function == NULL && lapacke != NULL) function = dlsym(lapacke, "dpotrf_");
    return file_of(function);
}

const char *stepwell_backend_configuration(void) {
    return stepwell_backend_load() == 0 ? functions.openblas_get_config() : "";
}

const char *stepwell_backend_core_name(void) {
    return stepwell_backend_load() == 0 ? functions.openblas_get_corename() : "";
}

int32_t stepwell_backend_threads(void) {
    return stepwell_backend_load() == 0 ? functions.openblas_get_num_threads() : 0;
}

const char *stepwell_backend_lapack_library(void) {
    const char *file = stepwell_backend_load() == 0 ? lapack_file() : NULL;
    return file == NULL ? "" : file;
}

int32_t stepwell_backend_lapack_is_openblas(void) {
    if (stepwell_backend_load() != 0) return -1;
    const char *factorisation = lapack_file(), *product = file_of(dlsym(openblas, "openblas_get_config"));
    return factorisation == NULL || product == NULL ? -1 : strcmp(factorisation, product) == 0;
}
