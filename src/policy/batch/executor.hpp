// Runs a program block after block. Kernels do all rows; the rows that are not plain numbers are
// then done again one by one with the interpreter's functions on Values.
#pragma once

#include <memory>

#include "policy/batch/batch.hpp"

namespace leye::policy::batch {

// States of a number: kernels.hpp.
inline constexpr std::uint8_t known_state = 0;
inline constexpr std::uint8_t unknown_state = 1;
inline constexpr std::uint8_t none_state = 2;
inline constexpr std::uint8_t apart_state = 3;

// The first two numbers that are kept apart in every block: at least 0; a truth that is unknown.
inline constexpr std::int64_t not_negative = 0;
inline constexpr std::int64_t maybe_truth = 1;

class Executor {
 public:
  Executor(const Program& program, const Columns& columns, const Kernels& kernels,
           std::size_t block);

  void prepare();  // before each run: looks up the texts
  void run(Row first, std::size_t rows);
  const std::vector<Answers>& answers() const { return answers_; }

 private:
  using Id = std::int32_t;
  using Byte = std::uint8_t;
  struct Lane {            // a vector of the block at hand
    void* data = nullptr;  // its own memory, or a column's that it is a part of
    void* memory = nullptr;
    std::int64_t* bottom = nullptr;  // of a share
    Byte* state = nullptr;
    bool plain = true;  // all known and kept here: `state` says nothing
  };
  struct Extent {  // of a domain
    std::size_t rows = 0;
    std::vector<std::int32_t> parents;  // the row of the parent domain, of each row
    std::vector<std::int32_t> starts;   // of each row of the parent: its first row here
  };
  struct Slot {
    std::unique_ptr<std::byte[]> memory;
    std::size_t rows = 0;
  };
  struct Result {  // the arrays behind Answers
    std::vector<Byte> outcomes, distances;
    std::vector<std::uint64_t> failed, unknown;  // used as narrower words
    std::vector<std::int64_t> low, high;
  };

  const Vector& vector(Id id) const { return program_.vectors[static_cast<std::size_t>(id)]; }
  Lane& lane(Id id) { return lanes_[static_cast<std::size_t>(id)]; }
  Extent& extent(Id domain) { return extents_[static_cast<std::size_t>(domain)]; }
  template <class T>
  T* data(Id id) {
    return static_cast<T*>(lane(id).data);
  }
  Byte* truth(Id id) { return data<Byte>(id); }
  const void* operand(Id id, bool wide);  // of a kernel: the vector, or its one value
  Form form(Id a, Id b) const;
  void bind(Id domain, std::size_t rows);

  // one value of a row
  Value get(Id id, std::size_t row);
  void put(Id id, std::size_t row, const Value& value);
  std::int64_t keep(const Value& value);  // its place among those kept apart
  void put_number(Lane& lane, Kind kind, std::size_t row, std::int64_t number, Byte state);
  std::int64_t whole(Id id, std::size_t row);
  Value applied(const Step& step, std::size_t row);
  Value spelled(const Step& step, const Value& text) const;

  void execute(const Step& step);
  bool states_of(const Step& step, Byte* to, std::size_t rows);  // false: all are plain
  void settle_number(const Step& step);
  void settle_truth(const Step& step);
  bool beyond(const Step& step, std::size_t row);
  bool any_beyond(const Step& step, std::size_t rows);

  void number(const Step& step);
  void share(const Step& step);
  void round_share(const Step& step);
  void choose(const Step& step);
  void none_test(const Step& step);
  void given(const Step& step);
  void as_number(const Step& step);
  void as_truth(const Step& step);
  void each(const Step& step);
  void fill(const Step& step);

  // facts.cpp
  void own_rows(const Step& step);
  void own_fact(const Step& step);
  bool own_fact_fast(const Step& step, const Cells& cells, const Shape& shape);
  void fact(const Step& step);
  template <class Number>
  void load_slowly(const Step& step, const Cells& cells);
  void store_gap(const Step& step, std::size_t row, State state);
  void enter(const Step& step);
  void expand(const Step& step);
  void reduce(const Step& step);
  bool reduce_fast(const Step& step, std::size_t row, std::size_t first, std::size_t last);
  Value reduce_slowly(const Step& step, std::size_t first, std::size_t last, bool open);

  // answers.cpp
  void begin(const Step& step);
  void mark(const Step& step);
  void finish(const Step& step);
  bool pay_plainly(const Step& step, Answers& answers, Result& result, bool open);
  void pay_slowly(const Step& step, Answers& answers, Result& result);

  const Program& program_;
  const Columns& columns_;
  const Kernels& kernels_;
  std::size_t block_;
  Row first_ = 0;
  std::vector<Lane> lanes_;
  std::vector<Value> constants_;      // by vector
  std::vector<std::int32_t> narrow_;  // of constants, as kernels read them
  std::vector<std::int64_t> wide_;
  std::vector<Slot> slots_;
  std::vector<Extent> extents_;
  std::vector<Value> apart_;  // numbers kept apart in this block
  std::vector<Byte> scratch_, zeros_;
  std::vector<Result> results_;
  std::vector<Answers> answers_;
};

}  // namespace leye::policy::batch
