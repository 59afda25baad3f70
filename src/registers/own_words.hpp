// What a person says is wrong or missing in the own file, and what came of it
// (个人信息保护法第四十六条: a person may ask for correction and completion). It changes nothing by
// itself: the window of the person's place looks into it, corrects the register by the ways there
// are, and answers; the answer goes to the person as a message (whoever finishes the register task
// sends it).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct OwnWord {
  std::int64_t id = 0;  // of the register task
  std::string about;    // an entity of the vocabulary: "person", "employment"
  std::string text;
  Instant said_at;
  bool open = true;
  std::string outcome, answered_by;
  std::optional<Instant> answered_at;
};

struct WordSaid {
  std::int64_t person = 0;
  std::string about;
  std::string about_label;  // as the desk's task says it
  std::string text;
  Instant now;
};

// Opens the task. invalid_input: the text is too short or too long; conflict: something about the
// same is being looked into. The transaction must see the person.
Result<std::int64_t> say_own_word(store::Transaction& transaction, const WordSaid& said);

// Open ones first, then the latest; at most 50.
Result<std::vector<OwnWord>> own_words(store::Transaction& transaction, std::int64_t person);

// Whose it is, if the register task is an open one of this kind.
struct WordOf {
  std::int64_t person = 0;
  std::int64_t place = 0;
  std::string about;
};
Result<std::optional<WordOf>> open_own_word(store::Transaction& transaction, std::int64_t task);

// The desk's task is over; call it with finish_register_task.
Status own_word_answered(store::Transaction& transaction, std::int64_t task, std::int64_t account,
                         Instant now);

}  // namespace leye::registers
