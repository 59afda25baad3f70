// The sentences of a pack that a clause such as "二(二)8 句2–4、6; 二(五)22" stands for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/pack.hpp"

namespace leye::policy {

// In the order of the pack. A clause without numbers means every sentence of its item that decides.
std::vector<const ClauseLine*> sentences_for(const LoadedPack& pack, std::string_view clause);

// The items alone: 二(二)8, 二(五)22.
std::vector<std::string> items_in(std::string_view clause);

// One line for digests: which sentence, the hash of its source, our summary of it.
std::string text_of(const ClauseLine& sentence);

}  // namespace leye::policy
