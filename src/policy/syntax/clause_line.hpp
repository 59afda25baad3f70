// `> [二(二)8 句2 sha256:9c1e…] summary`: one sentence of the source document, in our words.
//
// The kinds of sentences: 程序: procedure: · 宣示: statement: · 裁量(县区人社局): discretion (…): ·
// 另文(财社〔2017〕164号): elsewhere (…): · 目标: target: · 标题: title: · 责任: duty: · 期限:
// term: · 用途: use:
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/syntax/document.hpp"

namespace leye::policy {

ClauseLine read_clause_line(std::string_view line, std::int32_t number,
                            std::vector<Diagnostic>& problems);
std::string print_clause_line(const ClauseLine& clause, bool chinese);

// "二(二)8 句2–4、6; 二(五)22 句4": runs of three and more are closed up.
std::string sentences_of(std::span<const ClauseLine* const> clauses);

// "程序" or "procedure".
std::string_view name(SentenceKind kind, bool chinese);

}  // namespace leye::policy
