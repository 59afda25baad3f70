#include "policy/batch/kernels.hpp"

namespace leye::policy::batch {

const Kernels& kernels(Isa isa) {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  if (isa == Isa::best && avx2) return avx2_kernels;
#endif
  return plain_kernels;
}

}  // namespace leye::policy::batch
