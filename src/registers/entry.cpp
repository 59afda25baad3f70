#include "registers/entry.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "registers/entry.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t reason_bytes_min = 4, reason_bytes_max = 1500;
constexpr std::size_t variants_max = 16;
constexpr int found_max = 50;

const ToldApart* find_apart(const std::vector<ToldApart>& apart, std::int64_t id) {
  const auto found = std::find_if(apart.begin(), apart.end(),
                                  [&](const ToldApart& each) { return each.id == id; });
  return found == apart.end() ? nullptr : &*found;
}

bool is_break(std::string_view character) {
  static constexpr std::array breaks{"(", ")", "（", "）", " ", "　", "·", "．", ".", "-", "—"};
  return std::find(breaks.begin(), breaks.end(), character) != breaks.end();
}

// The name of an employer without brackets and blanks.
std::string bare_name(const std::string& name) {
  std::string bare;
  for (const auto character : characters_of(name)) {
    if (!is_break(character)) bare += character;
  }
  return bare;
}

// Without the words for the legal form (Company Law: limited or joint stock company) at its end.
std::string without_form(const std::string& name) {
  for (const std::string_view form :
       {"有限责任公司", "股份有限公司", "有限公司", "股份公司", "公司"}) {
    if (name.size() > form.size() && name.ends_with(form))
      return name.substr(0, name.size() - form.size());
  }
  return name;
}

// The longest part of the name that stands in every spelling of it.
std::string longest_part(const std::string& name) {
  const std::string own = without_form(name);
  std::string longest, part;
  for (const auto character : characters_of(own)) {
    if (is_break(character)) {
      part.clear();
      continue;
    }
    part += character;
    if (part.size() > longest.size()) longest = part;
  }
  return longest;
}

bool has_reason(const Likeness& likeness, std::string_view reason) {
  return std::find(likeness.reasons.begin(), likeness.reasons.end(), reason) !=
         likeness.reasons.end();
}

}  // namespace

Error has_a_file(const std::string& fact) {
  return {ErrorCode::conflict, "这个号码已经有一份档案", {fact}, "打开已有的档案，不要另建一份"};
}

Status check_told_apart(const std::vector<Likeness>& alike, const std::vector<ToldApart>& apart) {
  std::size_t open = 0;
  for (const Likeness& each : alike) {
    if (has_reason(each, "same_code")) return has_a_file("uscc");
    if (has_reason(each, "same_number")) return has_a_file("id_number");
    const ToldApart* told = find_apart(apart, each.person);
    if (told == nullptr) {
      ++open;
      continue;
    }
    if (told->reason.size() < reason_bytes_min || told->reason.size() > reason_bytes_max)
      return Error{ErrorCode::invalid_input, "请写明原因", {"reason"}, "两个汉字以上，五百字以内"};
  }
  if (open == 0) return Done{};
  return Error{ErrorCode::conflict,
               fmt::format("有 {} 份档案与要新建的相像", open),
               {"others"},
               "是同一个的，打开已有的档案；不是的，逐份写明原因"};
}

Status keep_told_apart(store::Transaction& transaction, const NewFile& file,
                       const std::vector<Likeness>& alike, const std::vector<ToldApart>& apart) {
  for (const Likeness& each : alike) {
    const ToldApart* told = find_apart(apart, each.person);
    CHECK(told != nullptr);
    TRY(transaction.execute(sql::keep_told_apart, each.person, file.person, each.reasons,
                            each.score, told->reason, file.account, file.made_by, file.now));
  }
  return Done{};
}

Result<std::int64_t> person_with_number(store::Transaction& transaction,
                                        const IdentityCipher& cipher, const std::string& number) {
  const auto rows = TRY(transaction.query(sql::person_with_number, cipher.number_blind(number)));
  if (rows.empty())
    return Error{ErrorCode::not_found, "查无此人，或不在您的管辖范围", {}, "核对姓名或证件号码"};
  return rows[0].get<std::int64_t>("id");
}

Result<std::vector<Likeness>> like_organisations(Organisations& organisations,
                                                 const SimilarNames& similar,
                                                 const Numbers& numbers,
                                                 const std::string& uscc,
                                                 const std::string& name) {
  std::vector<Likeness> alike;
  const auto note = [&](std::int64_t id, const char* reason, int score) {
    const bool known = std::any_of(alike.begin(), alike.end(),
                                   [&](const Likeness& each) { return each.person == id; });
    if (!known) alike.push_back({id, {reason}, score});
  };
  if (!uscc.empty()) {
    for (const auto& card : TRY(organisations.find(uscc, 1)))
      note(card.id, "same_code", numbers.employer_same_code);
  }
  const std::string part = longest_part(name);
  if (characters_of(part).size() < 2) return alike;
  const std::string folded = similar.folded(bare_name(without_form(name)));
  for (const std::string& variant : similar.variants(part, variants_max)) {
    for (const auto& card : TRY(organisations.find(variant, found_max))) {
      if (similar.folded(bare_name(without_form(card.name))) != folded) continue;
      const bool same = bare_name(card.name) == bare_name(name);
      note(card.id, same ? "same_trade_name" : "similar_trade_name",
           same ? numbers.employer_same_name : numbers.employer_similar_name);
    }
  }
  std::stable_sort(alike.begin(), alike.end(),
                   [](const Likeness& a, const Likeness& b) { return a.score > b.score; });
  return alike;
}

}  // namespace leye::registers
