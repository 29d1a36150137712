#ifndef STEPWELL_VECTOR_LANES_H
#define STEPWELL_VECTOR_LANES_H

#include <stdbool.h>
#include <string.h>

/* Operations on vectors of eight or sixteen numbers, one machine operation each. The standard library writes the
   arithmetic of its vectors lane by lane and leaves it to the optimiser to find the vectors again, which it does only
   in part in large functions; and its reductions are shared copies as soon as they are used more than a few times,
   which would mix instruction sets. These are vectors from the start, and are inlined wherever they are used, and so
   are compiled for the instruction set of the Swift code around them. */

#define STEPWELL_INLINE static inline __attribute__((always_inline))

typedef double stepwell_numbers_8 __attribute__((ext_vector_type(8)));
typedef double stepwell_numbers_16 __attribute__((ext_vector_type(16)));
typedef unsigned long long stepwell_words_8 __attribute__((ext_vector_type(8)));
typedef unsigned long long stepwell_words_16 __attribute__((ext_vector_type(16)));

#define STEPWELL_DEFINE_VECTOR_OPERATION(name, operator, type, length)                                              \
    STEPWELL_INLINE stepwell_##type##_##length stepwell_##name##_##type##_##length(                                 \
        stepwell_##type##_##length a, stepwell_##type##_##length b) {                                               \
        return a operator b;                                                                                        \
    }

#define STEPWELL_DEFINE_VECTOR_ARITHMETIC(length)                                                                   \
    STEPWELL_DEFINE_VECTOR_OPERATION(add, +, numbers, length)                                                       \
    STEPWELL_DEFINE_VECTOR_OPERATION(subtract, -, numbers, length)                                                  \
    STEPWELL_DEFINE_VECTOR_OPERATION(multiply, *, numbers, length)                                                  \
    STEPWELL_DEFINE_VECTOR_OPERATION(divide, /, numbers, length)                                                    \
    STEPWELL_DEFINE_VECTOR_OPERATION(add, +, words, length)                                                         \
    STEPWELL_DEFINE_VECTOR_OPERATION(subtract, -, words, length)                                                    \
    STEPWELL_DEFINE_VECTOR_OPERATION(and, &, words, length)                                                         \
    STEPWELL_INLINE stepwell_words_##length stepwell_left_words_##length(                                           \
        stepwell_words_##length a, unsigned long long bits) {                                                       \
        return a << (bits & 63);                                                                                    \
    }                                                                                                               \
    STEPWELL_INLINE stepwell_words_##length stepwell_right_words_##length(                                          \
        stepwell_words_##length a, unsigned long long bits) {                                                       \
        return a >> (bits & 63);                                                                                    \
    }                                                                                                               \
    STEPWELL_INLINE stepwell_numbers_##length stepwell_fused_##length(                                              \
        stepwell_numbers_##length a, stepwell_numbers_##length b, stepwell_numbers_##length c) {                    \
        return __builtin_elementwise_fma(a, b, c);                                                                  \
    }                                                                                                               \
    STEPWELL_INLINE stepwell_numbers_##length stepwell_splat_##length(double value) {                               \
        return (stepwell_numbers_##length)(value);                                                                  \
    }

STEPWELL_DEFINE_VECTOR_ARITHMETIC(8)
STEPWELL_DEFINE_VECTOR_ARITHMETIC(16)

/* The end of a column, where fewer numbers are left than a vector holds. These go through memory on purpose: taking
   single numbers out of a vector makes the compiler compute those numbers a second time, one by one, in the hot loop.

   stepwell_load_part: the numbers that are left, then copies of the first one.
   stepwell_store_part: stores the numbers that are left.
   stepwell_keep_part: the first numbers, then zeros. */
#define STEPWELL_DEFINE_VECTOR_PARTS(length)                                                                        \
    STEPWELL_INLINE stepwell_numbers_##length stepwell_load_part_##length(           \
        const double *pointer, long count) {                                                                        \
        stepwell_numbers_##length lanes = (stepwell_numbers_##length)(pointer[0]);                              \
        memcpy(&lanes, pointer, (size_t)count * sizeof(double));                                                    \
        return lanes;                                                                                               \
    }                                                                                                               \
    STEPWELL_INLINE void stepwell_store_part_##length(                                 \
        stepwell_numbers_##length lanes, double *pointer, long count) {                                           \
        memcpy(pointer, &lanes, (size_t)count * sizeof(double));                                                    \
    }                                                                                                               \
    STEPWELL_INLINE stepwell_numbers_##length stepwell_keep_part_##length(           \
        stepwell_numbers_##length lanes, long count) {                                                            \
        memset((double *)&lanes + count, 0, (size_t)(length - count) * sizeof(double));                             \
        return lanes;                                                                                               \
    }

STEPWELL_DEFINE_VECTOR_PARTS(8)
STEPWELL_DEFINE_VECTOR_PARTS(16)

/* True if any bit is set. */
STEPWELL_INLINE bool stepwell_any_bit_8(stepwell_words_8 words) {
    return __builtin_reduce_or(words) != 0;
}

/* True if any bit is set. */
STEPWELL_INLINE bool stepwell_any_bit_16(stepwell_words_16 words) {
    return __builtin_reduce_or(words) != 0;
}

/* Adds the first eight numbers to running sums, then the last eight. */
STEPWELL_INLINE stepwell_numbers_8 stepwell_add_halves(
    stepwell_numbers_8 sums, stepwell_numbers_16 lanes) {
    return (sums + __builtin_shufflevector(lanes, lanes, 0, 1, 2, 3, 4, 5, 6, 7))
        + __builtin_shufflevector(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15);
}

/* The sum of eight numbers, combined as halves, quarters and pairs. */
STEPWELL_INLINE double stepwell_total_8(stepwell_numbers_8 sums) {
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

#endif
