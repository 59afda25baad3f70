// `> [二(二)8 句2 sha256:9c1e…] summary`: one sentence of the source document, in our words.
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

// The sentences of item `clause` ("二(二)8" → the line that begins with "8.") of a source text:
// cut after 。 and ; (also ；), blanks trimmed. Empty if there is no such line.
std::vector<std::string> source_sentences(std::string_view source, std::string_view clause);

}  // namespace leye::policy
