#include "registers/duplicates.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "registers/duplicates.sql.hpp"
#include "registers/identity.hpp"

namespace leye::registers {
namespace {

constexpr Place town = 1000;  // a place without its last three digits
constexpr Place all_places = 999'999'999'999;
constexpr std::size_t variants_max = 64;
constexpr int likely_max = 200;

// FNV-1a of several parts.
class Fingerprint {
 public:
  Fingerprint& add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0xFF);
    return *this;
  }
  Fingerprint& add(std::int64_t number) { return add(std::to_string(number)); }
  std::uint64_t value() const { return hash_; }

 private:
  void mix(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3u; }
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

// What tells the holder: without the check character, and 15 digits as the 18 that they became.
std::string core_of(const std::string& number) {
  constexpr std::string_view old = "resident_old:";
  std::string core = number.starts_with(old) ? eighteen_of(number.substr(old.size())) : number;
  if (bears_birth_date(core)) core.pop_back();
  return core;
}

// The core with each pair of unequal neighbours swapped; a kind before the number stays.
std::vector<std::string> swapped(const std::string& core) {
  std::vector<std::string> all;
  const auto mark = core.find(':');
  for (std::size_t at = mark == core.npos ? 0 : mark + 1; at + 1 < core.size(); ++at) {
    if (core[at] == core[at + 1]) continue;
    std::string each = core;
    std::swap(each[at], each[at + 1]);
    all.push_back(std::move(each));
  }
  return all;
}

struct Person {
  std::uint64_t number = 0;  // of core_of; 0: not known
  std::uint64_t name = 0;    // folded
  std::uint64_t exact = 0;   // the name as it is written
  std::uint64_t who = 0;     // folded name, day of birth and town; 0: not known
  std::int64_t id = 0;
};

struct Pair {
  std::int64_t first, second;
  const char* reason;
  int score;
};

Pair pair_of(std::int64_t one, std::int64_t other, const char* reason, int score) {
  return {std::min(one, other), std::max(one, other), reason, score};
}

void add_same_numbers(std::vector<Person>& people, int score, std::vector<Pair>& pairs) {
  std::sort(people.begin(), people.end(), [](const Person& a, const Person& b) {
    return std::tie(a.number, a.id) < std::tie(b.number, b.id);
  });
  for (std::size_t at = 1; at < people.size(); ++at) {
    if (people[at].number == 0 || people[at].number != people[at - 1].number) continue;
    pairs.push_back(pair_of(people[at - 1].id, people[at].id, "old_and_new_number", score));
  }
}

// `people` sorted by number.
void add_swapped(const std::vector<Person>& people, const Person& person, const std::string& core,
                 int score, std::vector<Pair>& pairs) {
  for (const std::string& each : swapped(core)) {
    const std::uint64_t number = Fingerprint().add(each).value();
    auto at = std::lower_bound(
        people.begin(), people.end(), number,
        [](const Person& one, std::uint64_t sought) { return one.number < sought; });
    for (; at != people.end() && at->number == number; ++at) {
      if (at->name == person.name && at->id > person.id)
        pairs.push_back(pair_of(person.id, at->id, "swapped_digits", score));
    }
  }
}

// Of many who are alike each is paired with the first only: a name that a whole town bears on one
// day of birth is a placeholder, and its pairs grow with the square.
void add_same_people(std::vector<Person>& people, const Numbers& scores, std::vector<Pair>& pairs) {
  constexpr std::size_t paired_with_each_other_max = 8;
  std::sort(people.begin(), people.end(), [](const Person& a, const Person& b) {
    return std::tie(a.who, a.id) < std::tie(b.who, b.id);
  });
  for (std::size_t first = 0; first < people.size();) {
    std::size_t end = first + 1;
    while (end < people.size() && people[end].who == people[first].who) ++end;
    const bool many = end - first > paired_with_each_other_max;
    for (std::size_t one = first; people[first].who != 0 && one < (many ? first + 1 : end); ++one) {
      for (std::size_t other = one + 1; other < end; ++other) {
        const bool same = people[one].exact == people[other].exact;
        pairs.push_back(pair_of(
            people[one].id, people[other].id, same ? "same_person" : "similar_name",
            same ? scores.person_same_name_and_birth : scores.person_similar_name_and_birth));
      }
    }
    first = end;
  }
}

DuplicatePair pair_in(const store::Row& row) {
  DuplicatePair pair;
  pair.id = row.get<std::int64_t>("id");
  pair.first = row.get<std::int64_t>("first_id");
  pair.second = row.get<std::int64_t>("second_id");
  pair.reasons = row.get<std::vector<std::string>>("reasons");
  pair.score = row.get<std::int16_t>("score");
  pair.state = row.get<std::string>("state");
  pair.found_at = row.get<Instant>("found_at");
  pair.reason = row.get<std::optional<std::string>>("reason").value_or("");
  pair.decided_by = row.get<std::optional<std::string>>("decided_by_name").value_or("");
  pair.decided_at = row.get<std::optional<Instant>>("decided_at");
  return pair;
}

}  // namespace

Result<DuplicatePairs> list_pairs(store::Transaction& transaction, const std::string& state,
                                  std::int64_t size, std::int64_t offset) {
  DuplicatePairs pairs;
  pairs.total = TRY(transaction.query(sql::count_pairs, state))[0].get<std::int64_t>("n");
  const auto rows = TRY(transaction.query(sql::list_pairs, state, size, offset));
  for (const store::Row row : rows) pairs.items.push_back(pair_in(row));
  return pairs;
}

Result<DuplicatePair> find_pair(store::Transaction& transaction, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::find_pair, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  DuplicatePair pair = pair_in(rows[0]);
  const auto merges = TRY(transaction.query(sql::merge_of_pair, pair.first, pair.second));
  if (!merges.empty()) pair.merge = merges[0].get<std::int64_t>("id");
  return pair;
}

Status call_different(store::Transaction& transaction, const Different& different) {
  constexpr std::size_t reason_bytes_min = 4, reason_bytes_max = 1500;
  if (different.reason.size() < reason_bytes_min || different.reason.size() > reason_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明原因", {"reason"}, "两个汉字以上，五百字以内"};
  const auto settled =
      TRY(transaction.execute(sql::settle_pair, different.pair, different.reason, different.account,
                              different.made_by, different.now));
  if (settled == 0) return Error{ErrorCode::conflict, "这一对已经处理过", {}, "请刷新"};
  return Done{};
}

Result<DuplicateTally> Duplicates::find_all(Instant now) {
  if (!TRY(transaction_.query(sql::claim_search))[0].get<bool>("locked"))
    return Error{ErrorCode::conflict, "全库查重正在进行", {}, "等它结束后再看结果"};
  std::vector<Person> people;
  const auto read = [&](const store::Row& row,
                        const std::function<void(Person, std::string)>& use) -> Status {
    Person person;
    person.id = row.get<std::int64_t>("id");
    const auto name = row.get<std::string>("name");
    const std::string folded = similar_.folded(name);
    person.name = Fingerprint().add(folded).value();
    person.exact = Fingerprint().add(name).value();
    const auto born = row.get<std::optional<Day>>("birth_date");
    if (born) {
      person.who =
          Fingerprint().add(folded).add(born->number()).add(row.get<Place>("place") / town).value();
    }
    const auto sealed = row.get<std::optional<Bytes>>("number_cipher");
    const auto salt = row.get<std::optional<Salt>>("salt");
    std::string core;
    if (sealed && salt) {
      core = core_of(TRY(cipher_.open(*salt, *sealed)));
      person.number = Fingerprint().add(core).value();
    }
    use(person, std::move(core));
    return Done{};
  };
  TRY(transaction_.each(sql::everybody, [&](store::Row row) {
    return read(row, [&](Person person, const std::string&) { people.push_back(person); });
  }));
  std::vector<Pair> pairs;
  add_same_numbers(people, scores_.person_old_and_new_number, pairs);
  TRY(transaction_.each(sql::everybody, [&](store::Row row) {
    return read(row, [&](Person person, const std::string& core) {
      add_swapped(people, person, core, scores_.person_swapped_digits, pairs);
    });
  }));
  add_same_people(people, scores_, pairs);
  TRY(transaction_.execute(sql::create_found_pair));
  auto next = pairs.begin();
  TRY(transaction_.copy_in(sql::copy_found_pair, [&](store::CopyRow& out) -> Result<bool> {
    if (next == pairs.end()) return false;
    out.add(next->first).add(next->second).add(std::string(next->reason));
    out.add(static_cast<std::int16_t>(next->score));
    ++next;
    return true;
  }));
  DuplicateTally tally;
  tally.people = static_cast<std::int64_t>(people.size());
  tally.fresh = TRY(transaction_.query(sql::count_fresh))[0].get<std::int64_t>("n");
  tally.pairs = TRY(transaction_.execute(sql::keep_found_pairs, now));
  tally.gone = TRY(transaction_.execute(sql::drop_pairs_no_longer_alike));
  return tally;
}

Result<std::vector<Likeness>> Duplicates::like(const Candidate& candidate) {
  std::map<std::int64_t, Likeness> found;
  const auto note = [&](std::int64_t person, const char* reason, int score) {
    Likeness& likeness = found[person];
    likeness.person = person;
    likeness.score = std::max(likeness.score, score);
    likeness.reasons.emplace_back(reason);
  };
  if (!candidate.number.empty()) {
    const std::string core = core_of(candidate.number);
    std::vector<Bytes> blinds{cipher_.number_blind(candidate.number)};
    const auto same = blinds.front();
    if (bears_birth_date(core + "0")) {
      blinds.push_back(cipher_.number_blind(with_check(core)));
      if (core.substr(6, 2) == "19")
        blinds.push_back(
            cipher_.number_blind("resident_old:" + core.substr(0, 6) + core.substr(8)));
    }
    const auto rows = TRY(transaction_.query(sql::people_with_numbers, blinds));
    for (const store::Row row : rows) {
      const bool equal = row.get<Bytes>("number_blind") == same;
      note(row.get<std::int64_t>("id"), equal ? "same_number" : "old_and_new_number",
           equal ? scores_.person_same_number : scores_.person_old_and_new_number);
    }
  }
  const auto names = candidate.name.empty() ? std::vector<std::string>{}
                                            : similar_.variants(candidate.name, variants_max);
  std::vector<Bytes> swaps;
  if (!candidate.number.empty() && !names.empty()) {
    for (const std::string& each : swapped(core_of(candidate.number)))
      swaps.push_back(cipher_.number_blind(bears_birth_date(each + "0") ? with_check(each) : each));
  }
  const auto with_swaps = TRY(transaction_.query(sql::people_with_numbers, swaps));
  for (const store::Row row : with_swaps) {
    if (std::find(names.begin(), names.end(), row.get<std::string>("name")) != names.end())
      note(row.get<std::int64_t>("id"), "swapped_digits", scores_.person_swapped_digits);
  }
  if (candidate.birth_date && !names.empty()) {
    const Place town_lo = candidate.place / town * town;
    const Place town_hi = candidate.place == 0 ? all_places : town_lo + town - 1;
    const auto alike = TRY(transaction_.query(sql::people_alike, names, *candidate.birth_date,
                                              town_lo, town_hi, likely_max));
    for (const store::Row row : alike) {
      const bool same = row.get<std::string>("name") == candidate.name;
      note(row.get<std::int64_t>("id"), same ? "same_person" : "similar_name",
           same ? scores_.person_same_name_and_birth : scores_.person_similar_name_and_birth);
    }
  }
  std::vector<Likeness> likely;
  for (auto& [id, each] : found) likely.push_back(std::move(each));
  std::stable_sort(likely.begin(), likely.end(),
                   [](const Likeness& a, const Likeness& b) { return a.score > b.score; });
  return likely;
}

}  // namespace leye::registers
