#include "policy/meaning/sections.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "policy/syntax/clause_line.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

class SectionReader {
 public:
  explicit SectionReader(Reporter& reporter) : reporter_(reporter) {}

  std::vector<Section> run(const Document& document) {
    gather(document);
    Section section;
    bool spoken = true;   // the clauses so far belong to a fence above
    bool headed = false;  // they stand above the last heading: for a fence that has none below it
    const auto leave = [&] {
      if (!spoken) not_coded(section.clauses);
      section.clauses = {};
    };
    for (const auto& part : document.parts) {
      if (const auto* prose = std::get_if<Prose>(&part)) {
        if (!prose->raw.starts_with("#")) continue;
        section.heading =
            prose->raw.substr(std::min(prose->raw.find_first_not_of("# "), prose->raw.size()));
        if (spoken) section.clauses = {};
        headed = true;
      } else if (const auto* clause = std::get_if<ClauseLine>(&part)) {
        if (spoken || headed) leave();
        spoken = headed = false;
        section.clauses.push_back(clause);
      } else if (const auto* fence = std::get_if<PolicyFence>(&part)) {
        spoken = true;
        auto with_blocks = section;
        with_blocks.document = &document;
        with_blocks.blocks = blocks_of(*fence);
        cite(with_blocks);
        reporter_.at_clause(with_blocks.sentences);
        for (auto& block : with_blocks.blocks) tails_of(block, with_blocks, true);
        sections_.push_back(std::move(with_blocks));
      }
    }
    leave();
    for (const auto* clause : not_coded_) {
      if (std::find(cited_.begin(), cited_.end(), clause) == cited_.end()) not_coded(clause);
    }
    return std::move(sections_);
  }

 private:
  // Every sentence of the document with its heading: a line may cite one that stands elsewhere.
  void gather(const Document& document) {
    std::string heading;
    for (const auto& part : document.parts) {
      const auto* prose = std::get_if<Prose>(&part);
      if (prose != nullptr && prose->raw.starts_with("#"))
        heading =
            prose->raw.substr(std::min(prose->raw.find_first_not_of("# "), prose->raw.size()));
      if (const auto* clause = std::get_if<ClauseLine>(&part)) all_.emplace_back(heading, clause);
    }
  }

  // A sentence that is said to be coded, and nothing stands below it.
  void not_coded(const std::vector<const ClauseLine*>& clauses) {
    for (const auto* clause : clauses) {
      if (clause->kind() == SentenceKind::coded && clause->sentence > 0)
        not_coded_.push_back(clause);
    }
  }

  void not_coded(const ClauseLine* clause) {
    reporter_.at_clause(sentences_of(std::span(&clause, 1)));
    reporter_.error(
        {"not_coded",
         {clause->line, 1, 3},
         "这一句下面没有规则 / no rule stands below this sentence",
         "写规则, 或说明这一句是什么: 程序: 宣示: 裁量(谁): 另文(哪份): 标题: 责任: 期限: "
         "用途: / write the rule, or say what it is: procedure: statement: discretion "
         "(who): elsewhere (where): title: duty: term: use:"});
  }

  // Titles, duties and the like are read by people, not by the rule below them. Where nothing else
  // is cited the rule cites them.
  static void cite(Section& section) {
    std::vector<const ClauseLine*> cited;
    for (const auto* clause : section.clauses) {
      section.clause = clause->clause;
      if (clause->decides()) cited.push_back(clause);
    }
    section.sentences = sentences_of(cited.empty() ? section.clauses : cited);
    section.summary = summaries_of(cited);
  }

  // What stands at the end of a line: labels, only of what can be a reason (a line or a group of
  // conditions), and the sentences that it rests on.
  void tails_of(Block& block, const Section& section, bool at_margin) {
    bool said[2] = {};
    for (const auto* note : block.notes()) {
      const bool condition = (block.form() >= Form::all_of && block.form() <= Form::bare_not) ||
                             block.form() == Form::recognised_by || block.form() == Form::stage ||
                             block.form() == Form::stage_rest;
      auto& again = said[is_chinese(note->text) ? 1 : 0];
      if (condition && !std::exchange(again, true)) continue;
      reporter_.error({"label", note->at, "这里不能写标签 / a label cannot stand here",
                       "标签写在条件后面, 中文、英文各一个 / a label follows a condition: one in "
                       "Chinese, one in English"});
    }
    std::vector<const ClauseLine*> cited;
    for (const auto* list : block.cites()) {
      if (at_margin)
        reporter_.error({"citation", list->at,
                         "据 写在条件和标准后面 / conditions and amounts cite, not declarations"});
      for (const auto& [where, number] : numbers_of(*list)) {
        if (where == nullptr)
          cite(*number, section, cited);
        else
          cite_elsewhere(*where, *number, cited);
      }
    }
    block.clause = sentences_of(cited);
    block.cited = std::move(cited);
    for (auto& child : block.children) tails_of(child, section, false);
  }

  // Each with the heading or the item in which it stands; null: this one.
  static std::vector<std::pair<const Tree*, const Tree*>> numbers_of(const Tree& list) {
    std::vector<std::pair<const Tree*, const Tree*>> numbers;
    for (const Tree* rest = &list; rest != nullptr;) {
      const bool more =
          rest->form == Form::sentence_more || rest->form == Form::sentence_more_elsewhere;
      const bool elsewhere =
          rest->form == Form::sentence_elsewhere || rest->form == Form::sentence_more_elsewhere;
      const auto first = more ? std::size_t{1} : std::size_t{0};
      numbers.emplace_back(elsewhere ? &(*rest)[first] : nullptr,
                           &(*rest)[elsewhere ? first + 1 : first]);
      rest = more ? &(*rest)[0] : nullptr;
    }
    std::reverse(numbers.begin(), numbers.end());
    return numbers;
  }

  void cite_elsewhere(const Tree& where, const Tree& number,
                      std::vector<const ClauseLine*>& cited) {
    std::vector<const ClauseLine*> there;
    std::vector<const ClauseLine*> found;
    for (const auto& [heading, clause] : all_) {
      if (heading != where.text && clause->clause != where.text) continue;
      there.push_back(clause);
      if (std::to_string(clause->sentence) == number.text) found.push_back(clause);
    }
    // A sentence may be summarised under two headings of one item: it is the same one.
    const bool one =
        !found.empty() && std::all_of(found.begin(), found.end(), [&](const ClauseLine* each) {
          return each->clause == found[0]->clause;
        });
    if (one) {
      cited.push_back(found[0]);
      cited_.insert(cited_.end(), found.begin(), found.end());
      return;
    }
    if (!found.empty())
      return reporter_.error(
          {"two_sentences", number.at,
           fmt::format("标题“{0}”下有两条的句{1} / two items under '{0}' have a sentence {1}",
                       where.text, number.text),
           fmt::format("写条目的编号, 如 \"{0}\" / name the item: \"{0}\"", found[0]->clause)});
    if (!there.empty())
      return reporter_.error(
          {"unknown_sentence", number.at,
           fmt::format("“{0}”没有句{1} / '{0}' has no sentence {1}", where.text, number.text),
           fmt::format("有: {0} / there are: {0}", sentences_of(there))});
    reporter_.error(
        {"unknown_sentence", where.at,
         fmt::format("本文件没有标题或条目“{0}” / this file has no heading and no item "
                     "'{0}'",
                     where.text),
         "写标题的全文, 或条目的编号如 二(二)8 / the whole heading, or the item: 二(二)8"});
  }

  void cite(const Tree& number, const Section& section, std::vector<const ClauseLine*>& cited) {
    const auto is_it = [&](const ClauseLine* clause) {
      return std::to_string(clause->sentence) == number.text;
    };
    const auto& all = section.clauses;
    const auto found = std::find_if(all.begin(), all.end(), is_it);
    if (found != all.end()) {
      cited.push_back(*found);
      if (std::none_of(found + 1, all.end(), is_it)) return;
      return reporter_.error(
          {"two_sentences", number.at,
           fmt::format("本标题下有两条的句{0} / two items under this heading have a sentence {0}",
                       number.text),
           "各条分开写标题 / give each item a heading of its own"});
    }
    reporter_.error(
        {"unknown_sentence", number.at,
         fmt::format("本标题下没有句{0} / sentence {0} does not stand under this heading",
                     number.text),
         fmt::format("这里有: {0} / here are: {0}", sentences_of(section.clauses))});
  }

  Reporter& reporter_;
  std::vector<Section> sections_;
  std::vector<std::pair<std::string, const ClauseLine*>> all_;  // with their headings
  std::vector<const ClauseLine*> not_coded_;                    // no rule below their heading
  std::vector<const ClauseLine*> cited_;                        // from under another heading
};

}  // namespace

std::string summaries_of(const std::vector<const ClauseLine*>& cited) {
  std::string all;
  for (const auto* clause : cited) {
    if (!all.empty()) all += "\n";
    all += clause->summary;
  }
  return all;
}

std::vector<Section> read_sections(const Document& document, Reporter& reporter) {
  return SectionReader(reporter).run(document);
}

}  // namespace leye::policy
