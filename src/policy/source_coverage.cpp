#include "policy/source_coverage.hpp"

#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "policy/syntax/clause_line.hpp"
#include "policy/syntax/display.hpp"
#include "policy/syntax/source_text.hpp"

namespace leye::policy {
namespace {

constexpr std::size_t digest_shown = 16;

std::string short_digest(const std::string& sentence) {
  return sha256_hex(sentence).substr(0, digest_shown);
}

class Comparison {
 public:
  Comparison(std::string_view source, const std::string& file) : file_(file) {
    for (auto& item : read_source(source)) {
      order_.push_back(item.clause);
      auto& known = items_[item.clause];
      known.kinds.resize(item.sentences.size());
      known.sentences = std::move(item.sentences);
    }
  }

  void read(const Document& document) {
    chinese_ = document.chinese;
    for (const auto& part : document.parts) {
      const auto* clause = std::get_if<ClauseLine>(&part);
      if (clause != nullptr) read(document, *clause);
    }
  }

  SourceCoverage finish() {
    for (const auto& clause : order_) {
      const auto& item = items_.at(clause);
      for (std::size_t i = 0; i < item.sentences.size(); ++i) {
        ++out_.sentences;
        if (!item.kinds[i]) {
          missing(clause, i, item.sentences[i]);
          continue;
        }
        ++out_.covered;
        ++out_.by_kind[static_cast<std::size_t>(*item.kinds[i])];
      }
    }
    return std::move(out_);
  }

 private:
  struct Item {
    std::vector<SourceSentence> sentences;
    std::vector<std::optional<SentenceKind>> kinds;  // of those that a clause line covers
  };

  void missing(const std::string& clause, std::size_t index, const SourceSentence& sentence) {
    ClauseLine line;
    line.clause = clause;
    line.sentence = static_cast<std::int32_t>(index) + 1;
    line.digest = short_digest(sentence.text);
    const auto ready = print_clause_line(line, chinese_);
    out_.missing.push_back({clause, line.sentence, ready, sentence.text});
    report(file_, sentence.line, clause, "sentence_missing",
           fmt::format("{0} 第 {1} 句没有写入 / sentence {1} of {0} is not covered", clause,
                       index + 1),
           fmt::format("{}… 原文: {}", ready, sentence.text));
  }

  void read(const Document& document, const ClauseLine& clause) {
    const auto index = static_cast<std::size_t>(clause.sentence) - 1;
    const auto known = items_.find(clause.clause);
    if (known == items_.end() || index >= known->second.sentences.size()) {
      const auto count = known == items_.end() ? 0 : known->second.sentences.size();
      report(document.file, clause.line, clause.clause, "no_such_sentence",
             "原文没有这一句 / the source has no such sentence",
             count == 0 ? "原文没有这一条; --missing 列出原文各条 / there is no such item; "
                          "--missing lists those of the source"
                        : fmt::format("这一条有 {0} 句 / the item has {0} sentences", count));
      return;
    }
    auto& kind = known->second.kinds[index];
    kind = std::min(kind.value_or(clause.kind()), clause.kind());
    const auto& text = known->second.sentences[index].text;
    const auto digest = sha256_hex(text);
    constexpr std::size_t digest_min = 8;
    if (clause.digest.size() >= digest_min && digest.starts_with(clause.digest)) return;
    report(document.file, clause.line, clause.clause, "sentence_changed",
           "摘要所依据的原文不同 / the sentence is not the one that was summarised",
           fmt::format("sha256:{} 原文: {}", digest.substr(0, digest_shown), text));
  }

  void report(const std::string& file, std::int32_t line, const std::string& clause,
              const char* code, std::string title, std::string fix) {
    Diagnostic problem;
    problem.code = code;
    problem.file = file;
    problem.at = {line, 1, 1};
    problem.title = std::move(title);
    problem.fix = std::move(fix);
    problem.clause = clause;
    problem.chinese = chinese_;
    keep_one_language(problem);
    out_.problems.push_back(std::move(problem));
  }

  const std::string& file_;
  bool chinese_ = true;
  std::vector<std::string> order_;
  std::map<std::string, Item> items_;
  SourceCoverage out_;
};

}  // namespace

SourceCoverage compare_with_source(const LoadedPack& pack, std::string_view source,
                                   const std::string& file) {
  Comparison comparison(source, file);
  for (const auto& document : pack.documents) comparison.read(document);
  return comparison.finish();
}

std::string to_text(const SourceCoverage& coverage, bool chinese) {
  std::vector<std::vector<std::string>> rows;
  rows.push_back(chinese ? std::vector<std::string>{"类别", "句数"}
                         : std::vector<std::string>{"kind", "sentences"});
  for (std::size_t kind = 0; kind < sentence_kinds; ++kind) {
    if (coverage.by_kind[kind] == 0) continue;
    rows.push_back({std::string(name(static_cast<SentenceKind>(kind), chinese)),
                    std::to_string(coverage.by_kind[kind])});
  }
  const double percent = coverage.sentences == 0 ? 100.0
                                                 : 100.0 * static_cast<double>(coverage.covered) /
                                                       static_cast<double>(coverage.sentences);
  return markdown_table(rows, 0) +
         fmt::format(fmt::runtime(chinese ? "原文 {} 句, 已写 {} 句, {:.1f}%\n"
                                          : "{} sentences in the source, {} covered, {:.1f}%\n"),
                     coverage.sentences, coverage.covered, percent);
}

}  // namespace leye::policy
