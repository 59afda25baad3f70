#include "sweeps/signs.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "policy/pack_file.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::sweeps {
namespace {

constexpr int months_max = 120;

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

bool has_code(const CodeTable* table, std::string_view code) {
  return table != nullptr && std::any_of(table->codes().begin(), table->codes().end(),
                                         [&](const Code& each) { return each.code == code; });
}

// `| visit |  |  | refused |` or `| job_referral | referred_on | result | refused |`.
Result<Sign> read_sign(const std::vector<std::string>& cells, const Vocabulary& vocabulary) {
  if (cells.size() != 4)
    return wrong("a sign has a kind, its day, a fact and what it says",
                 "write `| job_referral | referred_on | result | refused |`");
  Sign sign{cells[0], cells[1], cells[2], cells[3]};
  if (sign.entity == "visit") {
    const bool known =
        sign.code.empty() || has_code(vocabulary.find_code_table("visit_outcome"), sign.code);
    if (!sign.day_fact.empty() || !sign.fact.empty() || !known)
      return wrong(fmt::format("`{}` is no outcome of a visit", sign.code),
                   "write `| visit |  |  | |` or name a code of visit_outcome last");
    return sign;
  }
  const Entity* entity = vocabulary.find_entity(sign.entity);
  if (entity == nullptr || !entity->is_record() || entity->find_reference("person") == nullptr)
    return wrong(fmt::format("`{}` is no kind of records about people", sign.entity),
                 "name one of the vocabulary, or `visit`");
  const Fact* day = entity->find_fact(sign.day_fact);
  if (day == nullptr || day->id != sign.day_fact || day->type != FactType::day)
    return wrong(fmt::format("`{}` is no day of {}", sign.day_fact, sign.entity),
                 "name a fact of the type day by its id");
  if (sign.fact.empty() && sign.code.empty()) return sign;
  const Fact* fact = entity->find_fact(sign.fact);
  const CodeTable* codes = fact == nullptr ? nullptr : vocabulary.code_table(*fact);
  if (fact == nullptr || fact->id != sign.fact || !has_code(codes, sign.code))
    return wrong(fmt::format("`{}` is nothing that `{}` says", sign.code, sign.fact),
                 "name a fact with codes and one of its codes");
  return sign;
}

Result<int> read_months(std::string_view value) {
  int months = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), months);
  if (error == std::errc() && end == value.data() + value.size() && months >= 1 &&
      months <= months_max)
    return months;
  return wrong("the months after which a registration is a long one are no such number",
               "write `long registration: 6`");
}

}  // namespace

std::optional<std::int64_t> number_in(std::string_view source, std::string_view word) {
  constexpr std::int64_t number_max = 120;
  if (!source.starts_with(word) || source.substr(word.size()).substr(0, 1) != " ")
    return std::nullopt;
  source.remove_prefix(word.size() + 1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(source.data(), source.data() + source.size(), number);
  const bool whole = error == std::errc() && end == source.data() + source.size();
  return whole && number >= 1 && number <= number_max ? std::optional(number) : std::nullopt;
}

Result<Signs> Signs::parse(std::string_view text, const std::string& file,
                           const Vocabulary& vocabulary) {
  Signs signs;
  std::size_t number = 0;
  int rows = 0;  // of the table that is read; the first two are its heading
  std::vector<Sign>* table = &signs.contacts;
  const auto take = [&](std::string_view line) -> Status {
    constexpr std::string_view months = "long registration:";
    if (line.starts_with(months)) {
      signs.long_months = TRY(read_months(trimmed(line.substr(months.size()))));
      return Done{};
    }
    if (!line.starts_with("|")) {
      rows = 0;
      return Done{};
    }
    line.remove_prefix(1);
    if (line.ends_with("|")) line.remove_suffix(1);
    const auto cells = cells_of(line, '|');
    if (++rows == 1) {
      if (cells[0] != "contact" && cells[0] != "refusal")
        return wrong(fmt::format("`{}` begins no table", cells[0]),
                     "write `| contact | day | fact | value |` or `| refusal | … |`");
      table = cells[0] == "contact" ? &signs.contacts : &signs.refusals;
    }
    if (rows > 2) table->push_back(TRY(read_sign(cells, vocabulary)));
    return Done{};
  };
  for (const std::string_view line : lines_of(text))
    TRY(take(line).at(fmt::format("{}:{}", file, ++number)));
  return signs;
}

Result<Signs> Signs::load(const std::filesystem::path& pack, const Vocabulary& vocabulary) {
  const auto file = TRY(policy::pack_file(pack, "sweeps/contacts.md"));
  return file ? parse(file->text, file->path.string(), vocabulary) : Signs{};
}

}  // namespace leye::sweeps
