#include "policy/syntax/line_parser.hpp"

#include <algorithm>

namespace leye::policy {
namespace {

struct Match {
  std::size_t end;
  TreePointer tree;
};

// Every end that a category can reach from a token, found once and kept. A form that begins with
// its own category (a sum with a sum) is tried again until it reaches no further.
struct Memo {
  bool begun = false;
  bool asked_again = false;  // by a form that begins with its own category
  std::vector<Match> matches;
};

constexpr auto category_count = static_cast<std::size_t>(Category::category_count);

class LineParser {
 public:
  LineParser(std::span<const Token> tokens, bool chinese, std::int64_t& budget)
      : tokens_(tokens), chinese_(chinese), budget_(budget) {
    memos_.resize((tokens.size() + 1) * category_count);
  }

  ParsedLine run(Category category) {
    ParsedLine result;
    for (const auto& match : matches(category, 0)) {
      if (match.end == tokens_.size()) {
        result.tree = match.tree;
        return result;
      }
      reach(match.end, {});
    }
    result.stopped_at = static_cast<std::int32_t>(furthest_);
    result.expected = expected_;
    return result;
  }

 private:
  Memo& memo(Category category, std::size_t at) {
    return memos_[at * category_count + static_cast<std::size_t>(category)];
  }

  const std::vector<Match>& matches(Category category, std::size_t at) {
    auto& found = memo(category, at);
    if (found.begun) {
      found.asked_again = true;
      return found.matches;
    }
    found.begun = true;
    if (leaf(category, at, found.matches)) return found.matches;
    std::size_t before = 0;
    do {
      before = found.matches.size();
      found.asked_again = false;
      for (const auto& form : patterns(category)) try_form(form, at, found.matches);
    } while (found.asked_again && found.matches.size() > before && budget_ > 0);
    return found.matches;
  }

  // Categories that are single tokens.
  bool leaf(Category category, std::size_t at, std::vector<Match>& out) {
    const auto* token = at < tokens_.size() ? &tokens_[at] : nullptr;
    const auto kind = token == nullptr ? TokenKind::sign : token->kind;
    switch (category) {
      case Category::number: take(kind == TokenKind::number, Form::number, at, out); return true;
      case Category::date: take(kind == TokenKind::date, Form::date, at, out); return true;
      case Category::text: take(kind == TokenKind::text, Form::text, at, out); return true;
      case Category::path: take(may_name(at), Form::word, at, out); return true;
      case Category::name: {
        const bool plain = may_name(at) && token->text.find('.') == std::string::npos;
        take(plain, Form::word, at, out);
        return true;
      }
      default: return false;
    }
  }

  bool may_name(std::size_t at) const {
    if (at >= tokens_.size()) return false;
    const auto& token = tokens_[at];
    return token.kind == TokenKind::word ||
           (token.kind == TokenKind::keyword && is_free(token.text, at == 0));
  }

  void take(bool fits, Form form, std::size_t at, std::vector<Match>& out) {
    if (!fits) return reach(at, {});
    auto tree = std::make_shared<Tree>();
    tree->form = form;
    tree->text = tokens_[at].text;
    tree->at = tokens_[at].at;
    out.push_back({at + 1, std::move(tree)});
  }

  // One form in one language, from one token.
  struct Attempt {
    const Pattern& form;
    const std::vector<Item>& items;
    bool zh;
    std::size_t first;
    std::vector<TreePointer> slots;
  };

  void try_form(const Pattern& form, std::size_t at, std::vector<Match>& out) {
    for (const bool zh : {true, false}) {
      const auto& items = zh ? form.zh : form.en;
      if (!zh && form.same_in_both) return;
      if (!items[0].slot && !is_word(at, items[0].word)) {
        reach(at, {});
        continue;
      }
      Attempt attempt{form, items, zh, at, std::vector<TreePointer>(form.en_slots.size())};
      try_items(attempt, 0, 0, at, out);
    }
  }

  bool is_word(std::size_t at, const std::string& word) const {
    return at < tokens_.size() && tokens_[at].kind != TokenKind::text && tokens_[at].text == word;
  }

  void try_items(Attempt& attempt, std::size_t item, std::size_t slot, std::size_t at,
                 std::vector<Match>& out) {
    if (--budget_ <= 0) return;
    if (item == attempt.items.size()) return accept(attempt, at, out);
    const auto& wanted = attempt.items[item];
    if (!wanted.slot) {
      if (is_word(at, wanted.word)) return try_items(attempt, item + 1, slot, at + 1, out);
      return reach(at, attempt.zh == chinese_ && item > 0 ? wanted.word : std::string{});
    }
    const auto place = attempt.zh ? slot : attempt.form.en_slots[slot];
    // A copy: the list may grow while it is used, by a form that begins with its own category.
    const auto candidates = matches(wanted.category, at);
    for (const auto& candidate : candidates) {
      attempt.slots[place] = candidate.tree;
      try_items(attempt, item + 1, slot + 1, candidate.end, out);
    }
  }

  void accept(const Attempt& attempt, std::size_t end, std::vector<Match>& out) {
    const auto same = [&](const Match& match) { return match.end == end; };
    if (std::any_of(out.begin(), out.end(), same)) return;
    if (attempt.form.form == Form::value_of) {
      out.push_back({end, attempt.slots[0]});
      return;
    }
    auto tree = std::make_shared<Tree>();
    tree->form = attempt.form.form;
    tree->children = attempt.slots;
    const auto& from = tokens_[attempt.first].at;
    const auto& to = tokens_[end - 1].at;
    tree->at = {from.line, from.column, to.column + to.length - from.column};
    out.push_back({end, std::move(tree)});
  }

  void reach(std::size_t at, std::string wanted) {
    if (at > furthest_) {
      furthest_ = at;
      expected_.clear();
    }
    if (at != furthest_ || wanted.empty() || expected_.size() >= 8) return;
    if (std::find(expected_.begin(), expected_.end(), wanted) == expected_.end())
      expected_.push_back(std::move(wanted));
  }

  std::span<const Token> tokens_;
  bool chinese_;
  std::int64_t& budget_;
  std::vector<Memo> memos_;
  std::size_t furthest_ = 0;
  std::vector<std::string> expected_;
};

}  // namespace

ParsedLine parse_line(std::span<const Token> tokens, Category category, bool chinese,
                      std::int64_t& budget) {
  return LineParser(tokens, chinese, budget).run(category);
}

}  // namespace leye::policy
