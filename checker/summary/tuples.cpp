// Pairs and tuples: each element is a place of its own, `<0>`, `<1>`….
//
// The value of a map is the exception. Its elements are pairs of a constant key and what
// is kept for it; a container and its elements are one place, so the second is the element
// itself, and whoever puts a pair in puts its second in.
#include "checker/summary/builder.h"
#include "clang/AST/DeclTemplate.h"

namespace lanyard::summary {

using namespace clang;

namespace {

std::string element_name(std::uint64_t index) { return "<" + std::to_string(index) + ">"; }

llvm::ArrayRef<TemplateArgument> element_types(const CXXRecordDecl* record) {
  const auto* made = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  if (!made) return {};
  llvm::ArrayRef<TemplateArgument> all = made->getTemplateArgs().asArray();
  // std::tuple has one argument, a pack.
  if (all.size() == 1 && all[0].getKind() == TemplateArgument::Pack) return all[0].pack_elements();
  return all;
}

/// Which of the elements has this type, or their number.
std::size_t position_of(QualType type, llvm::ArrayRef<TemplateArgument> types) {
  std::size_t i = 0;
  while (i != types.size() && (types[i].getKind() != TemplateArgument::Type ||
                               types[i].getAsType().getCanonicalType() != type.getCanonicalType()))
    ++i;
  return i;
}

}  // namespace

bool is_tuple(const CXXRecordDecl* record) {
  if (!record || !is_in_std(record) || !record->getIdentifier()) return false;
  return record->getName() == "tuple" || (is_pair(record) && !is_map_element(record));
}

bool is_map_element(const CXXRecordDecl* record) {
  if (!record || !is_pair(record)) return false;
  const QualType key = element_type(record);
  return !key.isNull() && key.isConstQualified();
}

Place Builder::element(Place tuple, std::uint64_t index) {
  if (tuple) tuple.path.push_back(element_name(index));
  return tuple;
}

Place Builder::part_of_pair(const FieldDecl* field, Place pair) {
  const auto* record = cast<CXXRecordDecl>(field->getParent());
  if (is_map_element(record)) return field->getName() == "second" ? pair : Place();
  return element(std::move(pair), field->getName() == "second" ? 1 : 0);
}

Place Builder::fill_tuple(const Expr* expression, Arguments parts, bool names) {
  const Place tuple = destination(expression);
  for (std::size_t i = 0; i != parts.size(); ++i) initialise(element(tuple, i), parts[i], names);
  return known_[expression] = tuple;
}

bool Builder::construct_tuple(const CXXConstructExpr* expression) {
  const CXXRecordDecl* record = expression->getConstructor()->getParent();
  const Arguments arguments = llvm::ArrayRef(expression->getArgs(), expression->getNumArgs());
  const bool of_map = is_map_element(record);
  if (!of_map && !is_tuple(record)) return false;
  if (arguments.size() == 1) {
    const CXXRecordDecl* from = record_of(arguments.front()->getType());
    if (!is_tuple(from)) return false;
    if (!of_map) {
      known_[expression] = merged(expression, arguments);
      return true;
    }
    // A plain pair becomes an element of a map.
    const Place kept = element(place(arguments.front()), 1);
    known_[expression] = destinations_.count(expression) ? destination(expression) : kept;
    flow(known_[expression], kept);
    return true;
  }
  if (of_map || arguments.size() < element_types(record).size()) return false;
  fill_tuple(expression, arguments, false);
  return true;
}

Place Builder::got(const CallExpr* expression) {
  const FunctionDecl* callee = expression->getDirectCallee();
  const TemplateArgumentList* choice = callee->getTemplateSpecializationArgs();
  if (!choice || choice->size() == 0 || expression->getNumArgs() == 0) return {};
  Place object = place(expression->getArg(0));
  const CXXRecordDecl* record = record_of(expression->getArg(0)->getType());
  if (!object || !record || !record->getIdentifier()) return object;
  const TemplateArgument& which = choice->get(0);
  std::uint64_t index = 0;
  if (which.getKind() == TemplateArgument::Integral)
    index = which.getAsIntegral().getZExtValue();
  else if (which.getKind() == TemplateArgument::Type)
    index = position_of(which.getAsType(), element_types(record));
  if (is_map_element(record)) return index == 1 ? object : Place();
  if (is_tuple(record)) return element(object, index);
  if (record->getName() != "array") return object;  // a variant holds one value at a time
  Place part = object;
  part.path.push_back("[" + std::to_string(index) + "]");
  return part;
}

/// `std::tie(a, b) = …` gives a and b the elements.
bool Builder::assign_tuple(const Place& to, const CXXRecordDecl* record, const Expr* from) {
  if (!to || !is_tuple(record) || !is_tuple(record_of(from->getType()))) return false;
  const Place source = place(from);
  const llvm::ArrayRef<TemplateArgument> types = element_types(record);
  for (std::size_t i = 0; i != types.size(); ++i) {
    if (types[i].getKind() != TemplateArgument::Type || !names_.is_followed(types[i].getAsType()))
      continue;
    flow(element(to, i), element(source, i), false, types[i].getAsType()->isReferenceType());
  }
  return true;
}

}  // namespace lanyard::summary
