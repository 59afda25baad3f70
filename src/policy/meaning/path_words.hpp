// The words of the path language, each in Chinese and English. Inside meaning/ only.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/result.hpp"
#include "policy/plan/path.hpp"

namespace leye::policy {

// A word of the path language: Chinese, English, meaning.
template <class T>
struct Word {
  std::string_view chinese;
  std::string_view english;
  T meaning;
};

inline constexpr std::array opened_words = {
    Word<OpenedBy>{"筛查", "screening", OpenedBy::screening},
    Word<OpenedBy>{"单位", "employer", OpenedBy::employer},
    Word<OpenedBy>{"推送", "pushed", OpenedBy::pushed},
    Word<OpenedBy>{"经办", "clerk", OpenedBy::clerk},
    Word<OpenedBy>{"个人", "person", OpenedBy::person},
    Word<OpenedBy>{"学校", "school", OpenedBy::school},
    Word<OpenedBy>{"街道乡镇", "street", OpenedBy::street},
};
inline constexpr std::array level_words = {
    Word<PlaceLevel>{"县区", "county", PlaceLevel::county},
    Word<PlaceLevel>{"市", "city", PlaceLevel::city},
    Word<PlaceLevel>{"统筹区", "pooling", PlaceLevel::pooling},
    Word<PlaceLevel>{"街道乡镇", "street", PlaceLevel::street},
    Word<PlaceLevel>{"省", "province", PlaceLevel::province},
};
inline constexpr std::array kind_words = {
    Word<StepKind>{"确认", "confirm", StepKind::confirm},
    Word<StepKind>{"受理", "take_in", StepKind::take_in},
    Word<StepKind>{"审核", "check", StepKind::check},
    Word<StepKind>{"实地核查", "visit", StepKind::visit},
    Word<StepKind>{"公示", "notice", StepKind::notice},
    Word<StepKind>{"审批", "decide", StepKind::decide},
    Word<StepKind>{"双人审批", "pair", StepKind::pair},
    Word<StepKind>{"会议", "meeting", StepKind::meeting},
    Word<StepKind>{"部门决定", "outside", StepKind::outside},
    Word<StepKind>{"放款", "lend", StepKind::lend},
    Word<StepKind>{"拨付", "pay", StepKind::pay},
    Word<StepKind>{"办结", "close", StepKind::close},
};
inline constexpr std::array effect_words = {
    Word<Effect>{"公示", "publish", Effect::publish},
    Word<Effect>{"计划", "plan", Effect::plan},
    Word<Effect>{"支付", "pay", Effect::pay},
    Word<Effect>{"文书", "issue", Effect::issue},
    Word<Effect>{"通知", "notify", Effect::notify},
    Word<Effect>{"释放", "release", Effect::release},
    Word<Effect>{"追缴", "recover", Effect::recover},
    Word<Effect>{"记录", "record", Effect::record},
    Word<Effect>{"起", "open_spell", Effect::open_spell},
    Word<Effect>{"止", "close_spell", Effect::close_spell},
    Word<Effect>{"转办", "open_flow", Effect::open_flow},
    Word<Effect>{"定时", "schedule", Effect::schedule},
    Word<Effect>{"询问", "ask", Effect::ask},
};
inline constexpr std::array notice_words = {
    Word<NoticeKind>{"不公示", "none", NoticeKind::none},
    Word<NoticeKind>{"人数", "counts", NoticeKind::counts},
    Word<NoticeKind>{"单位", "units", NoticeKind::units},
    Word<NoticeKind>{"名单", "names", NoticeKind::names},
};
inline constexpr std::array role_words = {
    Word<std::string_view>{"窗口经办", "window_clerk", "window_clerk"},
    Word<std::string_view>{"初审", "first_checker", "first_checker"},
    Word<std::string_view>{"复核", "second_checker", "second_checker"},
    Word<std::string_view>{"局长", "director", "director"},
    Word<std::string_view>{"社保经办机构", "insurance_agency", "insurance_agency"},
    Word<std::string_view>{"财政局", "finance_bureau", "finance_bureau"},
    Word<std::string_view>{"单位", "employer", "employer"},
    Word<std::string_view>{"个人", "citizen", "citizen"},
    // Bodies outside the bureau: codes of the table body of the vocabulary, by the same names.
    Word<std::string_view>{"税务部门", "tax_bureau", "tax_bureau"},
    Word<std::string_view>{"民政部门", "civil_affairs", "civil_affairs"},
    Word<std::string_view>{"教育部门", "education_department", "education_department"},
    Word<std::string_view>{"组织部门", "organisation_department", "organisation_department"},
    Word<std::string_view>{"国资监管部门", "state_assets", "state_assets"},
    Word<std::string_view>{"发展改革部门", "development_reform", "development_reform"},
    Word<std::string_view>{"残联", "disabled_federation", "disabled_federation"},
    Word<std::string_view>{"担保机构", "guarantee_body", "guarantee_body"},
    Word<std::string_view>{"经办银行", "bank", "bank"},
    Word<std::string_view>{"学校", "school", "school"},
    Word<std::string_view>{"培训机构", "training_institution", "training_institution"},
    Word<std::string_view>{"退役军人事务部门", "veterans_affairs", "veterans_affairs"},
    Word<std::string_view>{"农业农村部门", "agriculture", "agriculture"},
    Word<std::string_view>{"司法行政部门", "justice", "justice"},
    Word<std::string_view>{"公安部门", "police", "police"},
    Word<std::string_view>{"市场监管部门", "market_supervision", "market_supervision"},
    Word<std::string_view>{"人力资源服务机构", "hr_agency", "hr_agency"},
    Word<std::string_view>{"主管部门", "department", "department"},  // which is not said: kept
};
inline constexpr std::array channel_words = {
    Word<std::string_view>{"国库集中支付", "treasury", "treasury"},
    Word<std::string_view>{"经办机构支付", "insurance_agency", "insurance_agency"},
    Word<std::string_view>{"经办银行", "bank", "bank"},
    Word<std::string_view>{"社会保障卡", "social_security_card", "social_security_card"},
};
inline constexpr std::array payee_words = {
    Word<PathPayee>{"单位", "employer", PathPayee::organisation},
    Word<PathPayee>{"个人", "citizen", PathPayee::person},
    Word<PathPayee>{"经办银行", "bank", PathPayee::bank},
    Word<PathPayee>{"不付款", "none", PathPayee::none},
};
inline constexpr std::array basis_words = {
    Word<PlaceBasis>{"参保地", "insured", PlaceBasis::insured},
    Word<PlaceBasis>{"登记地", "registered", PlaceBasis::registered},
    Word<PlaceBasis>{"居住地", "residence", PlaceBasis::residence},
    Word<PlaceBasis>{"户籍地", "hukou", PlaceBasis::hukou},
    Word<PlaceBasis>{"学校所在地", "school", PlaceBasis::school},
    Word<PlaceBasis>{"用工地", "workplace", PlaceBasis::workplace},
    Word<PlaceBasis>{"评价机构所在地", "evaluation_body", PlaceBasis::evaluation_body},
    Word<PlaceBasis>{"发证机关所在地", "issuing_authority", PlaceBasis::issuing_authority},
};
inline constexpr std::array budget_words = {
    Word<BudgetLevel>{"中央", "central", BudgetLevel::central},
    Word<BudgetLevel>{"省", "province", BudgetLevel::province},
    Word<BudgetLevel>{"市", "city", BudgetLevel::city},
    Word<BudgetLevel>{"县区", "county", BudgetLevel::county},
};
inline constexpr std::array column_words = {
    Word<std::string_view>{"姓名", "name", "name"},
    Word<std::string_view>{"证件号码", "id_number", "id_number"},
    Word<std::string_view>{"单位", "employer", "employer"},
    Word<std::string_view>{"所在地", "place", "place"},
    Word<std::string_view>{"金额", "amount", "amount"},
};

inline constexpr std::array remedy_words = {
    Word<RemedyKind>{"异议", "objection", RemedyKind::objection},
    Word<RemedyKind>{"复议", "review", RemedyKind::review},
    Word<RemedyKind>{"诉讼", "litigation", RemedyKind::litigation},
};
inline constexpr std::array unit_words = {
    Word<TimeUnit>{"工作日", "working_days", TimeUnit::working_days},
    Word<TimeUnit>{"日", "days", TimeUnit::days},
    Word<TimeUnit>{"个月", "months", TimeUnit::months},
};

inline Error wrong_line(int line, std::string what, std::string fix = {}) {
  return Error{
      ErrorCode::invalid_input, std::move(what), {fmt::format("line {}", line)}, std::move(fix)};
}

template <class T, std::size_t N>
const T* find_word(const std::array<Word<T>, N>& words, std::string_view text) {
  for (const Word<T>& word : words)
    if (text == word.chinese || text == word.english) return &word.meaning;
  return nullptr;
}

template <class T, std::size_t N>
Result<T> meaning(const std::array<Word<T>, N>& words, std::string_view text, int line,
                  std::string_view what) {
  if (const T* found = find_word(words, text)) return *found;
  std::string known;
  for (const Word<T>& word : words)
    known += fmt::format("{}{} ({})", known.empty() ? "" : ", ", word.chinese, word.english);
  return wrong_line(line,
                    fmt::format("流程里没有“{0}”这个词 / '{0}' is not a {1} of a path", text, what),
                    fmt::format("可以写 {0} / write one of {0}", known));
}

// Without the blanks around it; its parts between separators, empty ones left out between blanks.
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

// A whole number from 0 to 366.
Result<int> whole_number(std::string_view text, int line);

// One `word value` line.
Status read_path_line(std::string_view text, int line, Path& path);

}  // namespace leye::policy
