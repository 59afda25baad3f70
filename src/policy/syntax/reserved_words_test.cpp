// docs/language.md lists the words that cannot be names: exactly those of the grammar table.
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "policy/syntax/grammar.hpp"

namespace leye::policy {
namespace {

using Words = std::set<std::string>;

// The words of the first block below a line of the page.
Words listed(const std::string& under) {
  std::ifstream in(std::string(LEYE_SOURCE_DIR) + "/docs/language.md");
  const std::string page(std::istreambuf_iterator<char>(in), {});
  auto at = page.find(under);
  if (at == page.npos) return {};
  at = page.find("```\n", at) + 4;
  std::istringstream block(page.substr(at, page.find("```", at) - at));
  return {std::istream_iterator<std::string>(block), {}};
}

// Of all forms the words that one word alone makes: a phrase of several is no name anyhow.
Words of_grammar(bool (*wanted)(const std::string&)) {
  Words all;
  for (const auto& row : forms()) {
    for (const auto text : {row.zh, row.en}) {
      std::istringstream words{std::string(text)};
      for (std::string word; words >> word;) {
        const bool one = word[0] != '$' && word.size() > 1 && word.find('_') == word.npos;
        if (one && wanted(word)) all.insert(word);
      }
    }
  }
  return all;
}

std::string missing(const Words& from, const Words& in) {
  std::string all;
  for (const auto& word : from)
    if (!in.contains(word)) all += word + " ";
  return all;
}

TEST(ReservedWords, AreThoseOfTheGrammar) {
  const auto everywhere = of_grammar([](const std::string& word) { return !is_free(word, false); });
  const auto opening = of_grammar(
      [](const std::string& word) { return is_free(word, false) && !is_free(word, true); });
  const auto listed_everywhere = listed("Reserved everywhere");
  const auto listed_opening = listed("Reserved at the beginning of a line");
  EXPECT_EQ(missing(everywhere, listed_everywhere), "") << "not listed";
  EXPECT_EQ(missing(listed_everywhere, everywhere), "") << "listed, but free";
  EXPECT_EQ(missing(opening, listed_opening), "") << "not listed";
  EXPECT_EQ(missing(listed_opening, opening), "") << "listed, but free or reserved everywhere";
}

// A second spelling is the word itself: 月 is 个月, and no name either.
TEST(ReservedWords, HaveOtherSpellings) {
  const auto others = listed("Other spellings of such words");
  EXPECT_GT(others.size(), 10U);
  for (const auto& word : others) {
    EXPECT_NE(canonical_word(word), "") << word;
    EXPECT_NE(canonical_word(word), word) << word;
    EXPECT_FALSE(is_free(canonical_word(word), false)) << word;
  }
}

}  // namespace
}  // namespace leye::policy
