// Measures that nobody can have, conditions that never count or never fail, rows of tables that
// nothing reaches. Asked with every option open and of every world: what is said is proved.
#include <functional>

#include <fmt/format.h>

#include "policy/proof/asking.hpp"
#include "policy/proof/tables.hpp"

namespace leye::policy::proof {
namespace {

class Unreachable {
 public:
  explicit Unreachable(Asking& asking)
      : asking_(asking), encoding_(asking.encoding()), measure_(encoding_.measure()) {}

  void run() {
    const auto eligible = encoding_.eligible();
    const auto whole = ask(-1, eligible, [this] { contradiction(); });
    if (!measure_.conditions.empty()) look(0, whole, false);
    for (const auto& table : tables_of(measure_)) rows(table, whole);
    for (std::size_t i = 0; i < questions_.size(); ++i) answer(i);
    if (unknown_ == 0) return;
    asking_.not_proved(
        measure_, "unreachable " + measure_.name.id,
        fmt::format("{} 个问题 (每种选项、任意多条记录) 在限定的步数内没有结论", unknown_),
        fmt::format("{} questions (any options, any number of records) found no answer in the "
                    "steps allowed",
                    unknown_));
  }

 private:
  // Whether something can ever be; if not, `say`, and nothing of what lies within it.
  struct Question {
    std::int32_t within = -1;
    Term asked;
    std::function<void()> say;
    bool open = true;
    bool never = false;
  };

  std::int32_t ask(std::int32_t within, Term asked, std::function<void()> say) {
    questions_.push_back({within, asked, std::move(say), true, false});
    return static_cast<std::int32_t>(questions_.size()) - 1;
  }

  bool inside_what_never_is(const Question& question) const {
    for (auto at = question.within; at >= 0; at = questions_[static_cast<std::size_t>(at)].within)
      if (questions_[static_cast<std::size_t>(at)].never) return true;
    return false;
  }

  // One example often answers many questions.
  void answer(std::size_t index) {
    auto& question = questions_[index];
    if (!question.open || inside_what_never_is(question)) return;
    const auto found = asking_.ever({question.asked}, unknown_ > 2 ? 4 : 1);
    question.open = false;
    if (found == Possible::unknown) ++unknown_;
    if (found == Possible::yes)
      for (auto& other : questions_)
        other.open = other.open && !asking_.logic().truth_of(other.asked);
    if (found != Possible::no) return;
    question.never = true;
    question.say();
  }

  const Condition& condition(std::int32_t index) const {
    return measure_.conditions[static_cast<std::size_t>(index)];
  }

  void contradiction() {
    auto made = finding_of(Kind::contradiction, "contradiction " + measure_.name.id, {&measure_});
    made.title_zh = fmt::format("“{}”没有人能享受: 条件互相矛盾", measure_.name.label);
    made.title_en = fmt::format("nobody can ever have '{}': its conditions contradict each other",
                                measure_.name.id);
    asking_.found(std::move(made));
  }

  void look(std::int32_t index, std::int32_t within, bool one_of_several) {
    const auto& asked = condition(index);
    auto& l = asking_.logic();
    if (one_of_several && !asked.fixed)
      within = ask(within, l.both(encoding_.eligible(), encoding_.holds(index)), [this, &asked] {
        say(asked, Kind::unreachable, "“{}”永远不成立, 它不起作用",
            "'{}' can never hold: it has no effect");
      });
    if (asked.kind == ConditionKind::leaf || asked.kind == ConditionKind::by_option) return;
    for (const auto child : asked.children) {
      const auto& part = condition(child);
      const bool line = part.kind == ConditionKind::leaf && !part.fixed;
      if (asked.kind == ConditionKind::any) {
        look(child, within, true);
      } else if (asked.kind == ConditionKind::none && !part.fixed) {
        ask(within, l.both(encoding_.in_force(), encoding_.holds(child)), [this, &part] {
          say(part, Kind::unreachable, "“{}”永远不出现, 不排除任何人",
              "'{}' can never be so: it keeps nobody out");
        });
      } else if (asked.kind == ConditionKind::all && line) {
        ask(within, l.both(encoding_.in_force(), l.negate(encoding_.holds(child))), [this, &part] {
          say(part, Kind::always, "“{}”永远成立, 不排除任何人",
              "'{}' can never fail: it keeps nobody out");
        });
      } else if (asked.kind == ConditionKind::all) {
        look(child, within, false);
      }
    }
  }

  void say(const Condition& about, Kind kind, const char* zh, const char* en) {
    auto made = finding_of(kind, fmt::format("{} {}", name(kind), about.id), {&measure_});
    if (!about.clause.empty()) made.clauses = {about.clause};
    made.line = about.line > 0 ? about.line : made.line;
    made.title_zh = fmt::format(fmt::runtime(zh), about.label_zh);
    made.title_en =
        fmt::format(fmt::runtime(en), about.label_en.empty() ? about.label_zh : about.label_en);
    asking_.found(std::move(made));
  }

  void rows(const Table& table, std::int32_t within) {
    auto& l = asking_.logic();
    auto before = asking_.world().yes();
    for (const auto& row : table.rows) {
      if (row.when < 0) return;  // the rest may be empty
      const auto own = encoding_.node(row.when).value;
      const auto reached = l.both(l.both(before, own), encoding_.eligible());
      before = l.both(before, l.negate(own));
      const auto value = l.constant(encoding_.node(row.value).value);
      if (value && value->top == 0) continue;  // who gets nothing need not come to it
      ask(within, reached, [this, label = row.label] {
        auto made =
            finding_of(Kind::unreachable,
                       fmt::format("unreachable {} row {}", measure_.name.id, label), {&measure_});
        made.title_zh = fmt::format("“{}”的第 {} 档没有人用到", measure_.name.label, label);
        made.title_en =
            fmt::format("nobody of '{}' ever comes to tier {}", measure_.name.id, label);
        asking_.found(std::move(made));
      });
    }
  }

  Asking& asking_;
  Encoding& encoding_;
  const Measure& measure_;
  std::vector<Question> questions_;
  int unknown_ = 0;
};

}  // namespace

void find_unreachable(Asking& asking) { Unreachable(asking).run(); }

}  // namespace leye::policy::proof
