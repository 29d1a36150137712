#include "CVectorMemory.h"

/* The module is its header. */
