// Every sentence of a cited item is in the pack, and is the sentence that was summarised.
#include <map>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "policy/pack.hpp"
#include "policy/syntax/clause_line.hpp"

namespace leye::policy {
namespace {

constexpr std::size_t digest_shown = 16;

class Coverage {
 public:
  explicit Coverage(std::string_view source) : source_(source) {}

  void read(const Document& document) {
    for (const auto& part : document.parts) {
      const auto* clause = std::get_if<ClauseLine>(&part);
      if (clause != nullptr) read(document, *clause);
    }
  }

  std::vector<Diagnostic> finish() {
    for (const auto& [clause, item] : items_) {
      for (std::size_t i = 0; i < item.sentences.size(); ++i) {
        if (item.covered[i]) continue;
        report(
            *item.last_document, item.last_line, clause, "sentence_missing",
            fmt::format("{0} 第 {1} 句没有写入 / sentence {1} of {0} is not covered", clause,
                        i + 1),
            fmt::format("> [{} 句{} sha256:{}] … 原文: {}", clause, i + 1,
                        sha256_hex(item.sentences[i]).substr(0, digest_shown), item.sentences[i]));
      }
    }
    return std::move(found_);
  }

 private:
  struct Item {
    std::vector<std::string> sentences;
    std::vector<bool> covered;
    const Document* last_document = nullptr;
    std::int32_t last_line = 0;
  };

  void read(const Document& document, const ClauseLine& clause) {
    auto& item = items_[clause.clause];
    if (item.last_document == nullptr) {
      item.sentences = source_sentences(source_, clause.clause);
      item.covered.resize(item.sentences.size());
    }
    item.last_document = &document;
    item.last_line = clause.line;
    const auto index = static_cast<std::size_t>(clause.sentence) - 1;
    if (index >= item.sentences.size()) {
      report(document, clause.line, clause.clause, "no_such_sentence",
             "原文没有这一句 / the source has no such sentence", "");
      return;
    }
    item.covered[index] = true;
    const auto digest = sha256_hex(item.sentences[index]);
    constexpr std::size_t digest_min = 8;
    if (clause.digest.size() >= digest_min && digest.starts_with(clause.digest)) return;
    report(
        document, clause.line, clause.clause, "sentence_changed",
        "摘要所依据的原文不同 / the sentence is not the one that was summarised",
        fmt::format("sha256:{} 原文: {}", digest.substr(0, digest_shown), item.sentences[index]));
  }

  void report(const Document& document, std::int32_t line, const std::string& clause,
              const char* code, std::string title, std::string fix) {
    Diagnostic problem;
    problem.code = code;
    problem.file = document.file;
    problem.at = {line, 1, 1};
    problem.title = std::move(title);
    problem.fix = std::move(fix);
    problem.clause = clause;
    problem.chinese = document.chinese;
    keep_one_language(problem);
    found_.push_back(std::move(problem));
  }

  std::string_view source_;
  std::map<std::string, Item> items_;
  std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> compare_with_source(const LoadedPack& pack, std::string_view source) {
  Coverage coverage(source);
  for (const auto& document : pack.documents) coverage.read(document);
  return coverage.finish();
}

}  // namespace leye::policy
