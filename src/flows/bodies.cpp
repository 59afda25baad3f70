#include "flows/bodies.hpp"

#include "base/check.hpp"

namespace leye::flows {
namespace {

using policy::PlaceLevel;

constexpr std::int64_t county_span = 1'000'000;
constexpr std::int64_t street_span = 1'000;

// Who of this program's accounts a code of the table body means.
std::vector<std::string_view> roles_of(std::string_view body) {
  if (body == "employment_service")
    return {"window_clerk", "first_checker", "second_checker", "director"};
  return {body};  // insurance_agency, finance_bureau: roles themselves; outside bodies: their code
}

PlaceLevel level_called(std::string_view code) {
  for (const PlaceLevel level :
       {PlaceLevel::street, PlaceLevel::county, PlaceLevel::city, PlaceLevel::province})
    if (code == policy::name(level)) return level;
  CHECK(false);  // body_level holds these four: vocabulary_test
  return PlaceLevel::county;
}

// Where a word of a code stands in a name: of several the one that ends last, then the longest
// (天水市秦州区 is a county, 县区 is one word).
struct Found {
  const Code* code = nullptr;
  std::size_t end = 0;
  std::size_t length = 0;

  void offer(const Code& offered, std::string_view name, std::string_view word) {
    const auto at = name.rfind(word);
    if (at == name.npos) return;
    const auto its_end = at + word.size();
    if (its_end < end || (its_end == end && word.size() <= length)) return;
    *this = {&offered, its_end, word.size()};
  }
};

Found word_of(const Vocabulary& vocabulary, std::string_view table, std::string_view name) {
  Found found;
  const CodeTable* codes = vocabulary.find_code_table(table);
  CHECK(codes != nullptr);
  for (const Code& code : codes->codes())
    for (const std::string& word : code.also) found.offer(code, name, word);
  return found;
}

}  // namespace

Body body_named(const Vocabulary& vocabulary, std::string_view name) {
  Body body;
  const Found kind = word_of(vocabulary, "body", name);
  if (kind.code == nullptr) return body;
  body.roles = roles_of(kind.code->code);
  // What follows the kind's word is no level: 区人力资源市场 is no city's.
  const Found level = word_of(vocabulary, "body_level", name.substr(0, kind.end));
  if (level.code != nullptr) body.level = level_called(level.code->code);
  return body;
}

std::vector<const Code*> outside_bodies(const Vocabulary& vocabulary) {
  std::vector<const Code*> bodies;
  const CodeTable* table = vocabulary.find_code_table("body");
  CHECK(table != nullptr);
  for (const Code& code : table->codes())
    if (code.code != "employment_service" && code.code != "insurance_agency" &&
        code.code != "finance_bureau")
      bodies.push_back(&code);
  return bodies;
}

policy::PlaceLevel level_of(std::int64_t place_lo, std::int64_t place_hi) {
  const auto span = place_hi - place_lo + 1;
  if (span <= street_span) return PlaceLevel::street;
  return span <= county_span ? PlaceLevel::county : PlaceLevel::city;
}

bool acts_for(const Vocabulary& vocabulary, const Actor& actor, std::string_view name) {
  const Body body = body_named(vocabulary, name);
  if (body.level && *body.level != level_of(actor.place_lo, actor.place_hi)) return false;
  return std::any_of(body.roles.begin(), body.roles.end(),
                     [&](std::string_view role) { return actor.has_role(std::string(role)); });
}

}  // namespace leye::flows
