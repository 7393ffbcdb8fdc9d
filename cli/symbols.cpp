#include "cli/symbols.h"

#include <filesystem>
#include <map>
#include <optional>

#include "cli/elf.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/DebugInfo/Symbolize/Symbolize.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Support/Error.h"
#if LLVM_VERSION_MAJOR >= 16
#include "llvm/Object/BuildID.h"
#endif

namespace lanyard::cli {

struct Symbolizer::Modules {
  llvm::symbolize::LLVMSymbolizer symbolizer;
  // By the module's path; nothing for what is no file.
  std::map<std::string, std::optional<std::string>> build_ids;

  // Whether the file at the frame's path is the one that ran.
  bool is_same_build(const NativeFrame& frame) {
    if (frame.module.empty() || frame.module.front() != '/') return false;
    auto [at, is_new] = build_ids.try_emplace(frame.module);
    std::error_code unknown;
    // Nothing else is opened: a pipe would be waited for, and so would some files of /proc, which
    // all say that they are empty.
    if (is_new && std::filesystem::is_regular_file(frame.module, unknown) &&
        std::filesystem::file_size(frame.module, unknown) > 0)
      at->second = build_id(frame.module);
    else if (is_new)
      at->second = std::nullopt;
    const std::optional<std::string>& found = at->second;
    return found && (frame.build_id.empty() || frame.build_id == *found);
  }

  std::vector<NativeFrame> expand(const NativeFrame& frame);
};

namespace {

std::string known(const std::string& text) {
  return text == llvm::DILineInfo::BadString ? std::string() : text;
}

}  // namespace

std::vector<NativeFrame> Symbolizer::Modules::expand(const NativeFrame& frame) {
  std::vector<NativeFrame> frames;
  if (is_same_build(frame)) {
    const llvm::object::SectionedAddress address{frame.offset,
                                                 llvm::object::SectionedAddress::UndefSection};
    auto inlined = symbolizer.symbolizeInlinedCode(frame.module, address);
    // A module that cannot be read has no names to give; its frames say where it was.
    if (!inlined) llvm::consumeError(inlined.takeError());
    const unsigned count = inlined ? inlined->getNumberOfFrames() : 0;
    for (unsigned i = 0; i < count; ++i) {
      const llvm::DILineInfo& info = inlined->getFrame(i);
      NativeFrame named = frame;
      named.function = known(info.FunctionName);
      named.file = known(info.FileName);
      named.line = info.Line;
      named.column = info.Column;
      named.inlined = i + 1 < count;
      frames.push_back(std::move(named));
    }
  }
  if (frames.empty()) frames.push_back(frame);
  NativeFrame& outermost = frames.back();
  if (outermost.function.empty() && !outermost.symbol.empty())
    outermost.function = llvm::demangle(outermost.symbol);
  return frames;
}

Symbolizer::Symbolizer() : modules_(std::make_unique<Modules>()) {
#if LLVM_VERSION_MAJOR >= 16
  modules_->symbolizer.setBuildIDFetcher(
      std::make_unique<llvm::object::BuildIDFetcher>(std::vector<std::string>()));
#endif
}

Symbolizer::~Symbolizer() = default;

void Symbolizer::resolve(std::vector<NativeFrame>& frames) {
  std::vector<NativeFrame> resolved;
  for (const NativeFrame& frame : frames) {
    if (!frame.function.empty()) {
      resolved.push_back(frame);
      continue;
    }
    for (NativeFrame& expanded : modules_->expand(frame)) resolved.push_back(std::move(expanded));
  }
  frames = std::move(resolved);
}

void Symbolizer::resolve(std::optional<NativeFrame>& frame) {
  if (!frame) return;
  std::vector<NativeFrame> frames = {*frame};
  resolve(frames);
  frame = frames.front();
}

void Symbolizer::resolve(Thread& thread) {
  if (!thread.started) return;
  resolve(thread.started->native);
  resolve(thread.started->entry);
}

void Symbolizer::resolve(Report& report) {
  for (Finding& finding : report.findings) {
    each_stack(finding, [&](Stacks& stacks) { resolve(stacks.native); });
    if (finding.use) resolve(finding.use->thread);
    if (finding.home) resolve(finding.home->thread);
    if (finding.other) resolve(finding.other->thread);
    for (Candidate& candidate : finding.candidates) {
      resolve(candidate.home.native);
      resolve(candidate.home.thread);
    }
    resolve(finding.handle.caller);
  }
  for (Site& site : report.sites) resolve(site.frames);
}

}  // namespace lanyard::cli
