// The text of a source document, cut into items and sentences, as clause lines count them.
//
//   二、工作重点                     item 二
//   (二)拓展高校毕业生就业空间。          item 二(二)
//   8.落实企业吸纳就业补贴政策。对…      item 二(二)8: sentences 1, 2, …
//
// Marks are 第一章 第一节 第一条, 一、, (一), 1. at the beginning of a line; within a line only the
// next number of its series counts. A mark that would name an item twice is text. What stands
// before the first mark is item 首 (title, addressees, preamble); a line 附件 or 附件1 begins an
// annex.
//
// A sentence ends after 。 ; ； (with the quotation mark that closes it) or with its line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leye::policy {

struct SourceSentence {
  std::string text;       // trimmed; its sha256 is the hash of a clause line
  std::int32_t line = 0;  // of the source
};

struct SourceItem {
  std::string clause;  // "二(二)8"
  std::vector<SourceSentence> sentences;
};

// In the order of the text; items without a sentence of their own are left out.
std::vector<SourceItem> read_source(std::string_view source);

}  // namespace leye::policy
