// The papers as they print: rasterised, because a missing glyph still shows in the PDF's text.
#include <gtest/gtest.h>

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "documents/paper.hpp"
#include "documents/papers.hpp"

namespace leye::documents {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

class Page : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        ("leye-documents-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
         std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& pdf) {
    const auto path = folder_ / "paper.pdf";
    std::ofstream(path, std::ios::binary) << pdf;
    return path;
  }

  static std::string run(const std::string& command) {
    std::string output;
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 4096> buffer;
    while (const auto size = fread(buffer.data(), 1, buffer.size(), pipe.get()))
      output.append(buffer.data(), size);
    return output;
  }

  // Dark pixels of the first page at 100 dpi, in grey.
  int ink(const std::string& pdf) {
    const auto path = write(pdf);
    const std::string pgm = run("pdftoppm -gray -r 100 -f 1 -l 1 " + path.string());
    EXPECT_EQ(pgm.substr(0, 2), "P5");
    int dark = 0;
    for (const char pixel : pgm) dark += static_cast<unsigned char>(pixel) < 128;
    return dark;
  }

  std::filesystem::path folder_;
};

std::string page_with(const std::string& text) {
  Paper paper = Paper::begin({"试", "", day("2023-11-01")}).value();
  paper.title(text);
  return std::move(paper).finish().value();
}

TEST_F(Page, TheFirstCharacterOfTheAppealSentenceHasInk) {
  const int blank = ink(page_with("　"));
  for (const char* character : {"如", "女", "䶮", "𬱖"}) {
    const int dark = ink(page_with(character));
    EXPECT_GT(dark, blank + 40) << character;
  }
}

TEST_F(Page, RefusesACharacterThatNoTypefaceHas) {
  Paper paper = Paper::begin({"试", "", day("2023-11-01")}).value();
  paper.plain("\uE823");  // private use: left over from an old system
  const auto finished = std::move(paper).finish();
  ASSERT_FALSE(finished.ok());
  EXPECT_EQ(finished.error().code, ErrorCode::invalid_input);
}

Decision mixed_decision() {
  Decision decision;
  decision.number = "庆人社决〔2023〕17号";
  decision.addressee = "庆阳市西峰区某某商贸有限公司";
  decision.measure = "一次性吸纳就业补贴";
  decision.document = "庆政办发〔2023〕102号";
  decision.clause = "二（二）8";
  decision.fund = "就业补助资金";
  decision.office = "庆阳市西峰区人力资源和社会保障局";
  decision.decided_by = "由局长审批";
  decision.on = day("2023-11-20");
  decision.granted = {{"张一", "0000************01", "", "", Money::yuan(1000), ""}};
  decision.refused = {{"李䶮", "0000************02", {"合同期限 11 个月，要求 1 年以上（第8条）"}}};
  decision.remedies = {"如对本决定不服，可以自收到之日起60日内向本级人民政府申请行政复议。"};
  decision.verify = "leye:case:17";
  return decision;
}

TEST_F(Page, ADecisionNamesTheReasonTheClauseAndTheAppeal) {
  const auto pdf = decision_pdf(mixed_decision());
  ASSERT_TRUE(pdf.ok()) << to_text(pdf.error());
  const std::string text = run("pdftotext -layout " + write(pdf.value()).string() + " -");
  for (const char* part : {"1,000.00", "合同期限 11 个月", "第8条", "行政复议", "2023年11月20日"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  EXPECT_LT(pdf.value().size(), 200'000u);
  if (const char* keep = std::getenv("LEYE_KEEP_PAPERS"))
    std::ofstream(std::string(keep) + "/decision.pdf", std::ios::binary) << pdf.value();
}

TEST_F(Page, TheSameDecisionGivesTheSameBytes) {
  EXPECT_EQ(decision_pdf(mixed_decision()).value(), decision_pdf(mixed_decision()).value());
}

TEST_F(Page, ALongNoticeGoesOnOverThePageWithItsHeading) {
  NoticeList notice;
  notice.title = "关于拟发放一次性吸纳就业补贴的公示";
  notice.from = day("2023-11-01");
  notice.until = day("2023-11-08");
  notice.working_days = 5;
  notice.columns = {"name", "id_number", "employer", "amount"};
  for (int i = 0; i < 90; ++i)
    notice.rows.push_back({"王某", "000000********0012", "某某公司", "", Money::yuan(1000), ""});
  const auto pdf = notice_pdf(notice);
  ASSERT_TRUE(pdf.ok()) << to_text(pdf.error());
  const auto path = write(pdf.value());
  if (const char* keep = std::getenv("LEYE_KEEP_PAPERS"))
    std::ofstream(std::string(keep) + "/notice.pdf", std::ios::binary) << pdf.value();
  const std::string text = run("pdftotext -f 2 -l 2 -layout " + path.string() + " -");
  EXPECT_NE(text.find("证件号码"), std::string::npos) << text;
  EXPECT_NE(run("pdftotext -layout " + path.string() + " -").find("90,000.00"), std::string::npos);
}

}  // namespace
}  // namespace leye::documents
