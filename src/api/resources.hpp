// The routes of each resource; one .cpp file has its handlers.
#pragma once

#include "api/route.hpp"

namespace leye::api {

std::vector<Route> sign_in_routes();
std::vector<Route> second_factor_routes();
std::vector<Route> place_routes();
std::vector<Route> person_routes();
std::vector<Route> correction_routes();
std::vector<Route> duplicate_routes();
std::vector<Route> entry_routes();
std::vector<Route> organisation_routes();
std::vector<Route> entitlement_routes();
std::vector<Route> measure_routes();
std::vector<Route> trial_routes();
std::vector<Route> case_routes();
std::vector<Route> notice_routes();
std::vector<Route> follow_up_routes();
std::vector<Route> recovery_routes();
std::vector<Route> payment_routes();
std::vector<Route> figure_routes();
std::vector<Route> record_routes();
std::vector<Route> import_routes();
std::vector<Route> import_run_routes();
std::vector<Route> feed_routes();
std::vector<Route> export_routes();
std::vector<Route> arrangement_routes();
std::vector<Route> outbox_routes();
std::vector<Route> suspect_routes();
std::vector<Route> delegation_routes();
std::vector<Route> administration_routes();

}  // namespace leye::api
