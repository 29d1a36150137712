#ifndef STEPWELL_VECTOR_MEMORY_H
#define STEPWELL_VECTOR_MEMORY_H

/* Unaligned loads and stores of vectors of eight or sixteen doubles. The functions are inlined wherever they are used,
   and so are compiled for the instruction set of the Swift code around them; the standard library's generic ones are not
   always inlined, and a shared copy of them would mix instruction sets. */

#define STEPWELL_DEFINE_VECTOR_MEMORY(count)                                                                        \
    typedef double stepwell_lanes_##count __attribute__((ext_vector_type(count)));                                  \
    typedef double stepwell_unaligned_lanes_##count __attribute__((ext_vector_type(count), aligned(8)));            \
    static inline __attribute__((always_inline)) stepwell_lanes_##count stepwell_load_##count(                      \
        const double *pointer) {                                                                                    \
        return *(const stepwell_unaligned_lanes_##count *)pointer;                                                  \
    }                                                                                                               \
    static inline __attribute__((always_inline)) void stepwell_store_##count(                                       \
        stepwell_lanes_##count lanes, double *pointer) {                                                            \
        *(stepwell_unaligned_lanes_##count *)pointer = lanes;                                                       \
    }

STEPWELL_DEFINE_VECTOR_MEMORY(8)
STEPWELL_DEFINE_VECTOR_MEMORY(16)

#endif
