// For every x86-64, and for every other machine that g++ knows.
#define LEYE_KERNELS plain_kernels
#define LEYE_KERNELS_NAME "plain"
#include "policy/batch/kernels_body.hpp"
