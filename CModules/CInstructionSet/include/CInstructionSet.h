#ifndef STEPWELL_INSTRUCTION_SET_H
#define STEPWELL_INSTRUCTION_SET_H

#include <stdbool.h>

/* Whether this processor and its operating system run code compiled for x86-64-v3 (AVX2, FMA). */
bool stepwell_runs_avx2(void);

/* Whether this processor and its operating system run code compiled for x86-64-v4 (AVX-512 F, BW, CD, DQ, VL). */
bool stepwell_runs_avx512(void);

#endif
