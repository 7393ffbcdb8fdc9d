#include "checker/link/call_path.h"

#include "checker/link/program.h"

namespace lanyard::link {
namespace {

bool is_written_there(const Call& call) {
  const summary::Source& at = call.caller->events[call.event].where;
  const summary::Source& written = call.callee->where;
  return call.callee->sort == summary::Sort::lambda && at.file == written.file &&
         at.line == written.line && at.column == written.column;
}

}  // namespace

Spot Call::spot() const {
  return {Program::location(*module, caller->events[event].where), caller->name};
}

void prepend(CallPath& path, const Call& call) {
  constexpr std::size_t kFirst = 2, kLast = 2;
  if (is_written_there(call)) return;
  path.insert(path.begin(), call);
  if (path.size() > kFirst + kLast) path.erase(path.begin() + kFirst);
}

}  // namespace lanyard::link
