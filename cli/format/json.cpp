// The JSON report: the whole model, key by key (cli/findings_json.h has the keys).
#include "cli/findings_json.h"
#include "cli/format/format.h"

namespace lanyard::cli {

std::string render_json(const Report& report, const FormatOptions&) {
  const nlohmann::json value = report;
  // Names that are no UTF-8 cannot stand in JSON; what is readable of them still can.
  return value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lanyard::cli
