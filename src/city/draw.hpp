// Random numbers that depend on nothing but their address.
//
//   Draw draw(seed, Stream::household, number);
//   if (draw.chance(750)) …            // 75 %
//
// The same (seed, stream, number) always draws the same sequence, whatever was drawn elsewhere
// before: a household is the same in a city made today and in one made again next year. Whole
// numbers only, so that no machine rounds otherwise. splitmix64 (Steele, Lea, Flood 2014).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/day.hpp"

namespace leye::city {

enum class Stream : std::uint64_t {
  organisation = 1,
  household = 2,
  planted = 3,
  dirt = 4,
  turnover = 5
};

class Draw {
 public:
  Draw(std::uint64_t seed, Stream stream, std::uint64_t number)
      : state_(mix(seed ^ mix(static_cast<std::uint64_t>(stream) ^ mix(number)))) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mix(state_);
  }

  // 0 … count−1; count is at least 1.
  std::int64_t below(std::int64_t count) {
    return static_cast<std::int64_t>((next() >> 32) * static_cast<std::uint64_t>(count) >> 32);
  }

  // low … high, both included.
  int between(int low, int high) { return low + static_cast<int>(below(high - low + 1)); }
  Day between(Day first, Day last) { return first + static_cast<int>(below(last - first + 1)); }

  bool chance(int per_mille) { return below(1000) < per_mille; }

 private:
  static constexpr std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
  }
  std::uint64_t state_;
};

// Picks an index in proportion to its weight. Weights are whole, not negative, not all 0.
class Weights {
 public:
  void add(std::int64_t weight) { sums_.push_back(total() + weight); }
  std::int64_t total() const { return sums_.empty() ? 0 : sums_.back(); }
  std::size_t size() const { return sums_.size(); }
  std::size_t pick(Draw& draw) const;

 private:
  std::vector<std::int64_t> sums_;
};

}  // namespace leye::city
