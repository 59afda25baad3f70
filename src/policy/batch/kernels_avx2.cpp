// With AVX2 where the compiler can make it (CMakeLists.txt gives the option); else as plain.
#define LEYE_KERNELS avx2_kernels
#define LEYE_KERNELS_NAME "avx2"
#include "policy/batch/kernels_body.hpp"
