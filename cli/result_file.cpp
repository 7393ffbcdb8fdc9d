// Reads the JSON Lines that the shim writes, one file a process.
#include <algorithm>

#include "cli/findings_json.h"
#include "cli/paths.h"
#include "cli/results.h"
#include "cli/suppressions.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

using nlohmann::json;

// The database as a person knows it. A connection that the shim did not see being opened
// has no name; one that it did see, and that has none, is in memory or temporary.
std::string describe_database(const Connection& connection, const Finding& finding) {
  if (!connection.file.empty()) return std::string(base_name(connection.file));
  const bool is_adopted = finding.home && !finding.home->first_used_by.empty();
  return is_adopted ? "an unnamed database" : "a database in memory";
}

// "sqlite3_finalize on a statement of app.db (serialized)".
std::string describe(const Finding& finding, const contract::Rule& rule) {
  if (finding.api.empty()) return std::string(rule.help);
  const Handle& handle = finding.handle;
  std::string text = finding.api;
  if (!handle.kind.empty()) text += " on a " + handle.kind;
  const auto& connection = handle.connection;
  if (!connection) return text;
  const bool is_connection = handle.kind == contract::name(contract::Handle::connection);
  text += (is_connection ? " to " : " of ") + describe_database(*connection, finding);
  const std::string& mode = connection->mode;
  if (!mode.empty() && mode != contract::name(contract::Mode::unknown)) text += " (" + mode + ")";
  return text;
}

// The shim's own frames say nothing about the program.
void drop_own_frames(Stacks& stacks) {
  auto is_own = [](const NativeFrame& frame) { return base_name(frame.module) == "liblanyard.so"; };
  auto& frames = stacks.native;
  frames.erase(std::remove_if(frames.begin(), frames.end(), is_own), frames.end());
}

contract::Mode mode_of(const std::optional<Connection>& connection) {
  using contract::Mode;
  for (Mode mode : {Mode::single_thread, Mode::multi_thread, Mode::serialized})
    if (connection && connection->mode == contract::name(mode)) return mode;
  return Mode::unknown;
}

class Reader {
 public:
  explicit Reader(Report& into) : into_(into) {}

  // Returns what is wrong with the line, or nothing.
  std::optional<std::string> read_line(const json& line) {
    const auto type = line.value("type", std::string());
    if (type == "start") {
      run_ = line.get<Run>();
      has_started_ = true;
    } else if (!has_started_) {
      return "does not begin with a start line, as a result file of the shim does";
    } else if (type == "violation") {
      return read_violation(line);
    } else if (type == "sqlite") {
      run_.sqlite = line.get<Library>();
    } else if (type == "unwatched") {
      problems_.push_back({line.value("module", std::string()),
                           "has an SQLite of its own inside, whose calls cannot be watched",
                           false});
    } else if (type == "site") {
      read_site({line.value("api", std::string()), {line.get<NativeFrame>()}});
    } else if (type == "limit" && line.contains("sites")) {
      run_.sites = false;
      problems_.push_back(
          {run_.exe,
           "process " + std::to_string(run_.pid) + " came by more call sites than are listed",
           false});
    } else if (type == "limit") {
      problems_.push_back({run_.exe,
                           "process " + std::to_string(run_.pid) + " reached max_reports (" +
                               std::to_string(line.value("max_reports", std::uint64_t{0})) +
                               "): its other violations were only counted",
                           false});
    } else if (type == "suppression") {
      suppressions_.push_back(line.get<Suppressed>());
    } else if (type == "end") {
      run_.counts = line.value("counts", Counts());
      run_.ended = true;
    }
    return std::nullopt;
  }

  void finish() {
    if (!has_started_) return;
    // A full disk: there was room for the end, and not for all that is before it.
    run_.incomplete = run_.ended && run_.counts.violations > findings_.size();
    if (run_.incomplete)
      problems_.push_back({run_.exe, "process " + std::to_string(run_.pid) + " could not write " +
                                         counted(run_.counts.violations - findings_.size(),
                                                 "violation", "violations")});
    if (into_.policy.empty()) into_.policy = run_.policy;
    into_.runs.push_back(run_);
    for (const Suppressed& suppressed : suppressions_)
      add_hits(into_, suppressed.pattern, suppressed.hits);
    for (const Problem& problem : problems_) add_problem(problem);
    for (Site& site : sites_) add_site(site);
    for (Finding& finding : findings_) into_.findings.push_back(std::move(finding));
  }

 private:
  std::optional<std::string> read_violation(const json& line) {
    Finding finding = line.get<Finding>();
    const contract::Rule* rule = contract::find_rule(finding.rule);
    if (rule == nullptr)
      return "has a violation of the unknown rule '" + finding.rule + "': is its shim newer?";
    finding.half = rule->half;
    finding.severity = contract::severity_of(*rule, mode_of(finding.handle.connection));
    finding.message = describe(finding, *rule);
    finding.processes = {run_.pid};
    if (!finding.api.empty()) finding.calls = {{finding.api, finding.count}};
    each_stack(finding, drop_own_frames);
    findings_.push_back(std::move(finding));
    return std::nullopt;
  }

  void read_site(Site site) {
    if (base_name(site.frames[0].module) != "liblanyard.so") sites_.push_back(std::move(site));
  }

  // Several processes come by the same calls.
  void add_site(Site& site) {
    const NativeFrame& frame = site.frames[0];
    const auto is_same = [&](const Site& known) {
      const NativeFrame& other = known.frames[0];
      return other.offset == frame.offset && other.module == frame.module &&
             other.build_id == frame.build_id;
    };
    if (std::none_of(into_.sites.begin(), into_.sites.end(), is_same))
      into_.sites.push_back(std::move(site));
  }

  // Several processes load the same module.
  void add_problem(const Problem& problem) {
    for (const Problem& known : into_.problems)
      if (known.file == problem.file && known.message == problem.message) return;
    into_.problems.push_back(problem);
  }

  Report& into_;
  Run run_;
  bool has_started_ = false;
  std::vector<Finding> findings_;
  std::vector<Site> sites_;
  std::vector<Suppressed> suppressions_;
  std::vector<Problem> problems_;
};

}  // namespace

std::optional<std::string> read_result_file(const std::string& path, std::string_view text,
                                            Report& into) {
  Reader reader(into);
  std::optional<std::string> wrong;
  unsigned number = 0;
  while (!text.empty() && !wrong) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    try {
      wrong = reader.read_line(parse_json(line));
    } catch (const json::exception& error) {
      const std::string at = "line " + std::to_string(number);
      if (end == std::string_view::npos && number > 1) {
        into.problems.push_back({path, "the last line is cut, and was left out", false});
        break;
      }
      wrong = at + " is no line of a result file: " + error.what();
    }
  }
  if (!wrong) reader.finish();
  return wrong;
}

}  // namespace lanyard::cli
