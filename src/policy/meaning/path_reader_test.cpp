// The path block of a measure: both languages, and each refusal with its line.
#include "policy/meaning/path_reader.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {
namespace {

constexpr const char* roster_path = R"(发起 单位
管辖 employer.registered_place
资金层级 县区
渠道 国库集中支付
收款 单位
另须分开 first_check second_check
公示 名单 5 工作日 列 姓名 证件号码 单位 金额
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 单位申报 | declare | 确认 | 单位 | 县区 | | | | |
| 受理 | take_in | 受理 | 窗口经办 | 县区 | 1 | | declare | 文书 |
| 初审 | first_check | 审核 | 初审 | 县区 | 3 | | declare | |
| 复核 | second_check | 审核 | 复核 | 县区 | 3 | | first_check | |
| 公示 | notice | 公示 | 复核 | 县区 | | | | 公示 |
| 审批 | approve | 审批 | 局长 | 县区 | 2 | 至多 50000 元 | second_check | 计划 支付 文书 |
| 上会 | meeting | 会议 | 局长 | 县区 | 10 | 超过 50000 元 | second_check | 计划 支付 文书 |
| 拨付 | pay | 拨付 | 财政局 | 县区 | 5 | | | |
)";

std::string with(std::string from, std::string to) {
  std::string text = roster_path;
  const auto at = text.find(from);
  CHECK(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST(PathReader, ReadsARosterPath) {
  const auto read = read_path("hiring_subsidy", roster_path, 10);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const Path& path = read.value();
  ASSERT_EQ(path.steps.size(), 8u);
  EXPECT_EQ(path.opened_by, OpenedBy::employer);
  EXPECT_EQ(path.jurisdiction, "employer.registered_place");
  EXPECT_EQ(path.notice.working_days, 5);
  EXPECT_EQ(path.notice.columns.size(), 4u);
  EXPECT_EQ(path.steps[1].role, "window_clerk");
  EXPECT_EQ(path.steps[5].up_to, Money::yuan(50000));
  EXPECT_EQ(path.steps[6].above, Money::yuan(50000));
  EXPECT_EQ(path.steps[5].effects.size(), 3u);
  EXPECT_EQ(path.apart.size(), 1u);
}

TEST(PathReader, ReadsWhatFollowsARefusalOrAWrongPayment) {
  const std::string lines =
      "机关 县区 人力资源和社会保障局\n救济 异议 5 工作日 复核\nremedy review 60 days "
      "本级人民政府\n"
      "救济 诉讼 6 个月 人民法院\nask 10 working_days\n"
      "追缴 经办 初审 县区 decided_by 局长 市 陈述 5 工作日 repay 15 working_days\n";
  std::string text = lines + roster_path;
  const std::string pay = "| 财政局 | 县区 | 5 | | | |";
  text.replace(text.find(pay), pay.size(), "| 财政局 | 县区 | 5 | | | 追缴 |");
  const auto read = read_path("hiring_subsidy", text, 1);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const Path& path = read.value();
  EXPECT_EQ(path.office->name, "人力资源和社会保障局");
  ASSERT_EQ(path.remedies.size(), 3u);
  EXPECT_EQ(find_remedy(path, RemedyKind::objection)->to, "second_checker");
  EXPECT_EQ(to_text(*find_remedy(path, RemedyKind::litigation)), "6个月");
  EXPECT_EQ(path.ask_working_days, 10);
  EXPECT_EQ(path.recovery->decider, "director");
  EXPECT_EQ(path.recovery->decider_level, PlaceLevel::city);
  EXPECT_EQ(path.recovery->repay_working_days, 15);
}

constexpr const char* person_path = R"(发起 个人
管辖 person.residence_place 居住地
收件 街道乡镇 便民服务中心
申领期 12 个月 自 营业执照登记
外部核重 全省就业补助资金系统 截至 2023-10-31
实地核查 2 人 照片
资金层级 县区
渠道 国库集中支付 社会保障卡
收款 个人
负担 中央 60% 省 10% 县区 30%
事项 112233445566 一次性创业补贴申领
公示 不公示
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 受理 | take_in | 受理 | 窗口经办 | 街道乡镇 | 1 | | | 文书 |
| 实地核查 | visit | 实地核查 | 初审 | 县区 | 5 | | take_in | |
| 审批 | approve | 审批 | 局长 | 县区 | 2 | | visit | 计划 支付 文书 |
| 拨付 | pay | 拨付 | 财政局 | 县区 | 5 | | | |
)";

TEST(PathReader, ReadsWhatIsToldBesideTheSteps) {
  const auto read = read_path("start_up_subsidy", person_path, 1);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const Path& path = read.value();
  EXPECT_EQ(path.opened_by, OpenedBy::person);
  EXPECT_EQ(path.jurisdiction, "person.residence_place");
  EXPECT_EQ(path.basis, PlaceBasis::residence);
  EXPECT_EQ(path.channel, "treasury");
  EXPECT_TRUE(path.to_card);
  EXPECT_EQ(path.payee, PathPayee::person);
  EXPECT_EQ(path.steps[0].level, PlaceLevel::street);
  EXPECT_EQ(path.steps[1].kind, StepKind::visit);
  EXPECT_TRUE(why_kept(path).empty());
  std::string terms;
  for (const PathTerm& term : terms_of(path)) terms += term.label_zh + "：" + term.text_zh + "\n";
  EXPECT_EQ(terms,
            "事项编码：112233445566 一次性创业补贴申领\n"
            "收件机构：街道（乡镇）便民服务中心\n"
            "管辖依据：居住地\n"
            "申领期：营业执照登记后 12 个月 内\n"
            "外部核重：全省就业补助资金系统，数据截至 2023-10-31\n"
            "收款：个人，社会保障卡\n"
            "负担：中央 60%，省 10%，县区 30%\n"
            "实地核查：2 人，拍照\n");
}

TEST(PathReader, KeepsWhatItDoesNotRunAndSaysWhy) {
  const auto loan = read_path("personal_loan", R"(opened_by person
管辖 居住地
公示 不公示
| step | id | kind | role | level |
|---|---|---|---|---|
| 受理 | take_in | take_in | window_clerk | county |
| 联合审定 | outside | outside | department | county |
| 放款 | lend | lend | bank | county |
| 归档 | close | close | window_clerk | county |
)",
                              1);
  ASSERT_TRUE(loan.ok()) << to_text(loan.error());
  std::string why;
  for (const Kept& kept : why_kept(loan.value())) why += kept.zh + "\n";
  EXPECT_EQ(why,
            "管辖（居住地）没有登记为可查的地点\n"
            "“联合审定”由主管部门办理，没有写明是哪一个部门\n"
            "“联合审定”是部门决定环节，在本系统以外办理\n"
            "“放款”是放款环节，在本系统以外办理\n");
  EXPECT_FALSE(loan.value().pays());
}

// The bodies of the vocabulary are the words of a path, in both languages, and their steps run.
TEST(PathReader, StepsOfNamedBodiesRun) {
  const auto vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  const CodeTable* bodies = vocabulary.find_code_table("body");
  ASSERT_NE(bodies, nullptr);
  int named = 0;
  for (const Code& body : bodies->codes()) {
    if (body.code == "employment_service" || body.code == "insurance_agency" ||
        body.code == "finance_bureau")
      continue;
    ++named;
    EXPECT_EQ(role_label(body.code), body.zh);
    for (const std::string& word : {body.code, body.zh}) {
      const auto path = read_path("tax_relief",
                                  "发起 个人\n管辖 residence_place\n公示 不公示\n"
                                  "| 步骤 | 标识 | 类型 | 角色 | 层级 |\n|---|---|---|---|---|\n"
                                  "| 受理 | take_in | 受理 | 窗口经办 | 县区 |\n"
                                  "| 核定 | decide | 审批 | " +
                                      word + " | 县区 |\n| 归档 | close | 办结 | " + word +
                                      " | 县区 |\n",
                                  1);
      ASSERT_TRUE(path.ok()) << word << ": " << to_text(path.error());
      EXPECT_EQ(path.value().steps[1].role, body.code);
      EXPECT_TRUE(why_kept(path.value()).empty()) << word;
    }
  }
  EXPECT_GE(named, 9);
}

TEST(PathReader, EnglishWordsSayTheSame) {
  const auto read = read_path("hiring_subsidy", with("发起 单位", "opened_by employer"), 1);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().opened_by, OpenedBy::employer);
}

TEST(PathReader, NamesTheLineOfAnUnknownWord) {
  const auto read = read_path("hiring_subsidy", with("| 窗口经办 |", "| 居委会 |"), 10);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().where, std::vector<std::string>{"line 20"});
  EXPECT_NE(read.error().fix.find("窗口经办"), std::string::npos);
}

TEST(PathReader, RefusesWhatNoCaseCouldRunOn) {
  struct Bad {
    const char* from;
    const char* to;
    const char* says;
  };
  const Bad table[] = {
      {"超过 50000 元", "超过 60000 元", "meets 0 deciding steps"},
      {"超过 50000 元", "超过 40000 元", "meets 2 deciding steps"},
      {"| 3 | | declare |", "| 3 | | pay |", "does not stand above"},
      {"计划 支付 文书", "支付 文书", "plans no grant"},
      {"公示 名单 5 工作日 列 姓名 证件号码 单位 金额", "公示 不公示", "without a notice rule"},
      {"| 县区 | 5 | | | |", "| 县区 | 5 | | | 转办 |", "does not run"},
      {"渠道 国库集中支付\n", "", "no payment channel"},
      {"收款 单位\n", "", "without saying whom"},
      {"| 拨付 | pay | 拨付 |", "| 归档 | pay | 办结 |", "says whom it pays"},
      {"| 拨付 | pay | 拨付 |", "| 归档 | pay | 审核 |", "neither pays nor closes"},
      {"渠道 国库", "负担 中央 60% 县区 30%\n渠道 国库", "do not make 100 %"},
      {"渠道 国库", "申领期 12 个月\n渠道 国库", "a length and an event"},
      {"渠道 国库", "外部核重 全省系统 截至 去年\n渠道 国库", "去年"},
      {"渠道 国库", "实地核查 9 人\n渠道 国库", "one to five people"},
      {"管辖 employer.registered_place", "管辖 户口", "neither a place fact"},
      {"| 县区 | 1 | | declare | 文书 |", "| 县区 | 1 | | declare | 询问 |", "until when"},
      {"| 县区 | 5 | | | |", "| 县区 | 5 | | | 追缴 |", "go together"},
      {"渠道 国库", "救济 复议 60 日\n渠道 国库", "who hears it"},
      {"渠道 国库", "追缴 经办 初审\n渠道 国库", "two periods"},
      {"| 复核 | 县区 | | | | 公示 |", "| 复核 | 县区 | | | | 公示 询问 |", "neither takes in"},
      {"公示 名单 5 工作日", "公示 名单 五 工作日", "working days"},
  };
  for (const Bad& bad : table) {
    const auto read = read_path("hiring_subsidy", with(bad.from, bad.to), 1);
    ASSERT_FALSE(read.ok()) << bad.to;
    EXPECT_NE(read.error().what.find(bad.says), std::string::npos) << read.error().what;
  }
}

}  // namespace
}  // namespace leye::policy
