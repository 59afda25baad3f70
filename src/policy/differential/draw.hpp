// Numbers drawn from a seed: the same seed gives the same, on every machine.
#pragma once

#include <cstdint>
#include <vector>

namespace leye::policy::differential {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  // splitmix64
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  // One of 0 … end − 1; 0 if there is none.
  std::int64_t below(std::int64_t end) {
    return end <= 1 ? 0
                    : static_cast<std::int64_t>((next() >> 1) % static_cast<std::uint64_t>(end));
  }
  std::int64_t between(std::int64_t first, std::int64_t last) {
    return first + below(last - first + 1);
  }
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<std::int64_t>(all.size())))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace leye::policy::differential
