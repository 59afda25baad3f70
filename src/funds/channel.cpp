#include "funds/channel.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace leye::funds {
namespace {

constexpr std::size_t rows_max = 2'000'000;

struct Words {
  const char* posted;
  const char* rejected;
  const char* pending;
};

const char* word_of(const Words& words, ReturnResult result) {
  switch (result) {
    case ReturnResult::posted: return words.posted;
    case ReturnResult::rejected: return words.rejected;
    case ReturnResult::pending: return words.pending;
  }
  return words.pending;
}

Result<ReturnResult> result_of(const Words& words, const std::string& word) {
  for (const auto result : {ReturnResult::posted, ReturnResult::rejected, ReturnResult::pending})
    if (word == word_of(words, result)) return result;
  return Error{ErrorCode::invalid_input, fmt::format("结果“{}”应为“{}”“{}”或“{}”", word,
                                                     words.posted, words.rejected, words.pending)};
}

Result<int> number_of(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number <= 0)
    return Error{ErrorCode::invalid_input, fmt::format("“{}”不是序号", text)};
  return number;
}

Error columns(std::size_t wanted) {
  return {ErrorCode::invalid_input, fmt::format("明细行应有 {} 列", wanted)};
}

class Treasury final : public Format {
 public:
  CsvRow head(const FileHead& head) const override {
    return {"H",
            "国库集中支付申请",
            "1",
            head.number,
            std::to_string(head.year),
            head.fund_label,
            head.payer_name,
            head.payer_account,
            head.document,
            head.source_level,
            head.functional_item,
            head.direct_fund ? "直达资金" : "",
            head.month,
            head.plan_purpose};
  }
  CsvRow headings() const override {
    return {"C", "序号", "支付明细号", "收款人", "开户银行", "账号", "金额（元）", "用途"};
  }
  CsvRow row(const FileRow& row) const override {
    return {"D",         std::to_string(row.number), row.key,    row.payee_name, row.bank,
            row.account, to_text(row.amount),        row.purpose};
  }
  std::string return_kind() const override { return "国库集中支付回单"; }
  CsvRow return_headings() const override {
    return {"C", "序号", "支付明细号", "金额（元）", "结果", "支付凭证号", "原因"};
  }
  CsvRow return_row(const ReturnRow& row) const override {
    return {"D",
            std::to_string(row.number),
            row.key,
            to_text(row.amount),
            word_of(words, row.result),
            row.voucher,
            row.reason};
  }
  Result<ReturnRow> read_return_row(const CsvRow& fields) const override {
    if (fields.size() != 7) return columns(7);
    const auto number = TRY(number_of(fields[1]));
    const auto amount = TRY(Money::parse(fields[3]));
    const auto result = TRY(result_of(words, fields[4]));
    return ReturnRow{number, fields[2], amount, result, fields[5], fields[6]};
  }

 private:
  static constexpr Words words{"成功", "退回", "在途"};
};

class InsuranceAgency final : public Format {
 public:
  CsvRow head(const FileHead& head) const override {
    return {"H",
            "社会保险基金待遇发放",
            "1",
            head.number,
            head.fund_label,
            head.payer_name,
            head.payer_account,
            head.document,
            head.month,
            head.plan_purpose};
  }
  CsvRow headings() const override {
    return {"C", "序号", "业务流水号", "户名", "账号", "开户行", "发放金额（元）", "待遇项目"};
  }
  CsvRow row(const FileRow& row) const override {
    return {"D",      std::to_string(row.number), row.key,    row.payee_name, row.account,
            row.bank, to_text(row.amount),        row.purpose};
  }
  std::string return_kind() const override { return "社会保险基金发放回盘"; }
  CsvRow return_headings() const override {
    return {"C", "业务流水号", "序号", "发放结果", "发放金额（元）", "银行流水号", "失败原因"};
  }
  CsvRow return_row(const ReturnRow& row) const override {
    return {"D",
            row.key,
            std::to_string(row.number),
            word_of(words, row.result),
            to_text(row.amount),
            row.voucher,
            row.reason};
  }
  Result<ReturnRow> read_return_row(const CsvRow& fields) const override {
    if (fields.size() != 7) return columns(7);
    const auto number = TRY(number_of(fields[2]));
    const auto amount = TRY(Money::parse(fields[4]));
    const auto result = TRY(result_of(words, fields[3]));
    return ReturnRow{number, fields[1], amount, result, fields[5], fields[6]};
  }

 private:
  static constexpr Words words{"发放成功", "发放失败", "处理中"};
};

Error at_line(const CsvReader& reader, std::string what) {
  return {ErrorCode::invalid_input,
          std::move(what),
          {fmt::format("第{}行", reader.line())},
          "请对方按约定格式重新生成文件"};
}

Status read_head(const Format& format, CsvReader& reader, ReturnFile& file) {
  CsvRow row;
  if (!TRY(reader.next(row)) || row.size() != 5 || row[0] != "H")
    return at_line(reader, "文件第一行应为 H 行：种类、版本、批次号、申请文件摘要");
  if (row[1] != format.return_kind())
    return at_line(reader,
                   fmt::format("文件是“{}”，这个批次等待的是“{}”", row[1], format.return_kind()));
  if (row[2] != "1") return at_line(reader, "不认识的文件版本：" + row[2]);
  file.number = row[3];
  file.request_digest = row[4];
  if (!TRY(reader.next(row)) || row != format.return_headings())
    return at_line(reader, "列标题与约定不符");
  return Done{};
}

Status check_trailer(const CsvReader& reader, const CsvRow& row, const ReturnFile& file) {
  if (row.size() != 3) return at_line(reader, "T 行应有行数和合计");
  if (row[1] != std::to_string(file.rows.size()))
    return at_line(reader, fmt::format("合计行写 {} 行，文件实有 {} 行", row[1], file.rows.size()));
  if (row[2] != to_text(file.total))
    return at_line(reader,
                   fmt::format("合计行写 {} 元，各行相加为 {} 元", row[2], to_text(file.total)));
  return Done{};
}

}  // namespace

const char* name(ReturnResult result) {
  switch (result) {
    case ReturnResult::posted: return "posted";
    case ReturnResult::rejected: return "rejected";
    case ReturnResult::pending: return "pending";
  }
  return "pending";
}

const Format& format_of(std::string_view channel) {
  static const Treasury treasury;
  static const InsuranceAgency insurance_agency;
  CHECK(channel == "treasury" || channel == "insurance_agency");
  if (channel == "treasury") return treasury;
  return insurance_agency;
}

CsvRow trailer(std::size_t rows, Money total) {
  return {"T", std::to_string(rows), to_text(total)};
}

Result<ReturnFile> read_return(const Format& format, std::string_view text) {
  CsvReader reader(text);
  ReturnFile file;
  TRY(read_head(format, reader, file));
  CsvRow row;
  while (TRY(reader.next(row))) {
    if (row[0] == "T") {
      TRY(check_trailer(reader, row, file));
      if (TRY(reader.next(row))) return at_line(reader, "T 行之后不应再有内容");
      return file;
    }
    if (row[0] != "D") return at_line(reader, "明细行应以 D 开头，结尾行以 T 开头");
    auto read = format.read_return_row(row);
    if (!read.ok()) return at_line(reader, read.error().what);
    file.total = TRY(add(file.total, read.value().amount));
    file.rows.push_back(std::move(read).value());
    if (file.rows.size() > rows_max) return at_line(reader, "文件行数过多");
  }
  return at_line(reader, "文件没有结尾的 T 行，可能不完整");
}

std::string write_return(const Format& format, const ReturnFile& file) {
  std::string text = csv_line({"H", format.return_kind(), "1", file.number, file.request_digest});
  text += csv_line(format.return_headings());
  Money total;
  for (const auto& row : file.rows) {
    text += csv_line(format.return_row(row));
    total = Money::fen(total.fen() + row.amount.fen());
  }
  return text + csv_line(trailer(file.rows.size(), total));
}

}  // namespace leye::funds
