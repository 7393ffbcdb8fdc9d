// Clang's blocks (-fblocks): `^{ … }` makes an object that holds what its body names, and calling
// it runs the body.
//
// Like a lambda's, its captures are fields of that object: copies of variables, but for those
// declared with __block, which it shares with the function around it, and for references.
#include <algorithm>

#include "checker/summary/builder.h"

namespace lanyard::summary {

using namespace clang;

namespace {

bool is_shared(const BlockDecl::Capture& capture) {
  return capture.isByRef() || capture.getVariable()->getType()->isReferenceType();
}

/// The field of each capture, in order: its variable's name, and what tells it from others of
/// that name.
std::vector<std::string> fields_of(const BlockDecl* block) {
  std::vector<std::string> names;
  for (const BlockDecl::Capture& each : block->captures()) {
    std::string name = each.getVariable()->getNameAsString();
    while (std::find(names.begin(), names.end(), name) != names.end()) name += "~";
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

void Builder::make_block(const BlockExpr* expression) {
  const BlockDecl* block = expression->getBlockDecl();
  const Place object = known_[expression] = destination(expression);
  const auto hold = [&](const std::string& name, const Place& value, bool names) {
    Place field = object;
    field.path.push_back(name);
    flow(field, value, names);
  };
  Place body;
  body.root = Root::function;
  body.key = names_.key(block, function_);
  hold(kCalled, body, false);
  const std::vector<std::string> fields = fields_of(block);
  auto name = fields.begin();
  for (const BlockDecl::Capture& each : block->captures())
    hold(*name++, place_of_variable(each.getVariable()), is_shared(each));
  if (!block->capturesCXXThis()) return;
  Place self;
  self.root = Root::self;
  if (is_lambda_) self.path.push_back("this");
  hold("this", self, true);
}

void Builder::block(const Inner::Block& block) {
  function_ = block.around;
  block_ = block.block;
  is_lambda_ = true;
  const std::vector<std::string> fields = fields_of(block_);
  auto name = fields.begin();
  for (const BlockDecl::Capture& each : block_->captures()) {
    captures_[each.getVariable()] = *name;
    out_.captures.push_back(
        {*name++, is_shared(each) ? Capture::How::by_reference : Capture::How::by_value});
  }
  if (block_->capturesCXXThis()) out_.captures.push_back({"this", Capture::How::self});
  body(block_->getBody());
}

}  // namespace lanyard::summary
