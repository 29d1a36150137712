#include "CVectorLanes.h"

/* The module is its header. */
