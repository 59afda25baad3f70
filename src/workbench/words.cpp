#include "workbench/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/syntax/grammar.hpp"
#include "workbench/outline.hpp"

namespace leye::workbench {
namespace {

constexpr std::size_t codes_max = 150;  // of a table; longer ones are looked up elsewhere

Said type_of(const Fact& fact, const Vocabulary& vocabulary) {
  switch (fact.type) {
    case FactType::boolean: return {"是或否", "yes or no"};
    case FactType::count: return {"整数", "a whole number"};
    case FactType::ratio: return {"比例", "a share"};
    case FactType::money: return {"金额", "money"};
    case FactType::day: return {"日期", "a day"};
    case FactType::month: return {"月份", "a month"};
    case FactType::text: return {"文字", "text"};
    case FactType::place: return {"行政区划", "a place"};
    case FactType::code: {
      const auto* table = vocabulary.code_table(fact);
      const auto zh = table == nullptr ? fact.code_table : table->zh();
      return {"代码：" + zh, "a code of " + fact.code_table};
    }
    case FactType::reference: {
      const auto* to = vocabulary.find_entity(fact.refers_to);
      return {"关联" + (to == nullptr ? fact.refers_to : to->zh), "refers to " + fact.refers_to};
    }
  }
  return {};
}

void add_vocabulary(const Vocabulary& vocabulary, std::vector<Word>& words) {
  for (const auto& entity : vocabulary.entities()) {
    words.push_back({entity.zh, entity.id, "entity", {"实体", entity.description}});
    for (const auto& fact : entity.facts) {
      const bool refers = fact.type == FactType::reference;
      words.push_back({entity.zh + "." + fact.zh, entity.id + "." + fact.id,
                       refers ? "relation" : "fact", type_of(fact, vocabulary)});
    }
  }
  for (const auto& [id, table] : vocabulary.code_tables()) {
    if (table.codes().size() > codes_max) continue;
    for (const auto& code : table.codes())
      words.push_back({code.zh, code.en.empty() ? code.code : code.en, "code",
                       {fmt::format("{} {}", table.zh(), code.code),
                        fmt::format("{} {}", id, code.code)}});
  }
}

void add_declared(const Reading& reading, std::vector<Word>& words) {
  for (const auto& file : outline_of(reading)) {
    for (const auto& entry : file.entries) {
      if (entry.kind != "declaration") continue;
      std::string kind = "declaration";
      for (const char* each : {"category", "term", "formula", "parameter"})
        if (entry.word == each) kind = each;
      if (kind == "declaration" && is_measure(entry.word)) kind = "measure";
      words.push_back({entry.label, entry.id, kind,
                       {fmt::format("{}:{}", file.path, entry.line),
                        entry.label_en.empty() ? entry.word : entry.label_en}});
    }
  }
}

// The words with which lines begin; the pattern shows what follows: 有效 … 自 … 至 ….
void add_keywords(std::vector<Word>& words) {
  const auto shown = [](std::string_view pattern) {
    std::string text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
      if (pattern[at] != '$') {
        text += pattern[at] == '_' ? ' ' : pattern[at];
        continue;
      }
      text += "…";
      while (at + 1 < pattern.size() && pattern[at + 1] >= 'a' && pattern[at + 1] <= 'z') ++at;
    }
    return text;
  };
  const auto first = [](std::string_view pattern) {
    std::string word(pattern.substr(0, pattern.find(' ')));
    for (auto& c : word) c = c == '_' ? ' ' : c;
    return word;
  };
  std::set<std::string> seen;
  for (const auto& row : policy::forms()) {
    const bool begins = row.category == policy::Category::line ||
                        row.category == policy::Category::declaration ||
                        row.category == policy::Category::entry;
    if (!begins || row.zh.empty() || row.zh.front() == '$' || row.en.front() == '$') continue;
    const auto word = first(row.zh);
    if (!seen.insert(word).second) continue;
    words.push_back({word, first(row.en), "keyword", {shown(row.zh), shown(row.en)}});
  }
}

// All other words of the grammar, each in its language.
void add_operators(std::vector<Word>& words) {
  std::set<std::string> seen_zh, seen_en;
  for (const auto& word : words)
    if (word.kind == "keyword") {
      seen_zh.insert(word.zh);
      seen_en.insert(word.en);
    }
  const auto each_word = [](std::string_view pattern, const auto& use) {
    while (!pattern.empty()) {
      const auto end = std::min(pattern.find(' '), pattern.size());
      std::string word(pattern.substr(0, end));
      pattern.remove_prefix(std::min(end + 1, pattern.size()));
      if (word.empty() || word.front() == '$') continue;
      for (auto& c : word) c = c == '_' ? ' ' : c;
      use(std::move(word));
    }
  };
  for (const auto& row : policy::forms()) {
    each_word(row.zh, [&](std::string word) {
      if (seen_zh.insert(word).second) words.push_back({std::move(word), "", "operator", {}});
    });
    each_word(row.en, [&](std::string word) {
      if (seen_en.insert(word).second) words.push_back({"", std::move(word), "operator", {}});
    });
  }
}

}  // namespace

std::vector<Word> words_of(const Reading& reading) {
  std::vector<Word> words;
  add_keywords(words);
  add_operators(words);
  add_declared(reading, words);
  add_vocabulary(reading.vocabulary, words);
  return words;
}

}  // namespace leye::workbench
