// Holds the contract against the sqlite3.h that is installed: every function that the
// header declares has a row, no row names a function that it does not declare, and each
// row's signature and argument positions are those of the declaration.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "contract/functions.h"

namespace lanyard::contract {

/// For what a failed expectation says.
template <std::size_t kSize>
std::ostream& operator<<(std::ostream& out, const InPlace<kSize>& text) {
  return out << std::string_view(text);
}

namespace {

/// The declarations of sqlite3.h with all its optional interfaces, by name.
class Header {
 public:
  Header()
      : ast_(clang::tooling::buildASTFromCodeWithArgs("#define SQLITE_ENABLE_SESSION 1\n"
                                                      "#define SQLITE_ENABLE_PREUPDATE_HOOK 1\n"
                                                      "#define SQLITE_ENABLE_SNAPSHOT 1\n"
                                                      "#include <sqlite3.h>\n",
                                                      {"-resource-dir=" LANYARD_CLANG_RESOURCE_DIR},
                                                      "header.c", "lanyard-test")) {
    for (clang::Decl* decl : ast_->getASTContext().getTranslationUnitDecl()->decls()) {
      auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
      if (function != nullptr && function->getName().starts_with("sqlite3"))
        functions_[function->getNameAsString()] = function;
    }
  }

  const std::map<std::string, clang::FunctionDecl*>& functions() const { return functions_; }

 private:
  std::unique_ptr<clang::ASTUnit> ast_;
  std::map<std::string, clang::FunctionDecl*> functions_;
};

const Header& header() {
  static const Header* parsed = new Header;
  return *parsed;
}

char letter(clang::QualType type) {
  const clang::QualType canonical = type.getCanonicalType().getUnqualifiedType();
  if (canonical->isPointerType() || canonical->isArrayType()) return 'p';
  static const std::map<std::string, char> letters = {
      {"int", 'i'},           {"unsigned int", 'u'},       {"long long", 'l'},
      {"double", 'd'},        {"unsigned long long", 'w'}, {"char", 'b'},
      {"unsigned char", 'c'}, {"unsigned long", 'z'},      {"void", 'v'}};
  const auto found = letters.find(canonical.getAsString());
  return found == letters.end() ? '?' : found->second;
}

std::string signature(const clang::FunctionDecl& function) {
  std::string text{letter(function.getReturnType()), '('};
  for (const clang::ParmVarDecl* parameter : function.parameters())
    text += letter(parameter->getType());
  if (function.isVariadic()) text += '.';
  return text + ')';
}

/// The kind of handle that `type` points to, `none` for any other type.
Handle pointee(clang::QualType type) {
  if (type.isNull() || !type->isPointerType()) return Handle::none;
  const auto* record = type->getPointeeType()->getAsRecordDecl();
  if (record == nullptr) return Handle::none;
  for (int kind = 1; kind <= static_cast<int>(Handle::index_info); ++kind)
    if (record->getNameAsString() == c_type(static_cast<Handle>(kind)))
      return static_cast<Handle>(kind);
  return Handle::none;
}

/// The kind of handle that a call stores through an argument of this type.
Handle stored_through(clang::QualType type) {
  if (type.isNull() || !type->isPointerType()) return Handle::none;
  return pointee(type->getPointeeType());
}

/// The first argument that is a handle of any kind.
Position first_handle(const clang::FunctionDecl& function) {
  for (unsigned i = 0; i < function.getNumParams(); ++i)
    if (pointee(function.getParamDecl(i)->getType()) != Handle::none)
      return static_cast<Position>(i);
  return kNowhere;
}

/// The type of the argument at `position`, the null type when there is none there.
clang::QualType parameter(const clang::FunctionDecl& function, Position position) {
  if (position < 0 || position >= static_cast<int>(function.getNumParams())) return {};
  return function.getParamDecl(static_cast<unsigned>(position))->getType();
}

TEST(ContractHeader, DeclaresWhatTheTestExpectsOfIt) {
  EXPECT_GT(header().functions().size(), 300u) << "sqlite3.h was not parsed";
}

TEST(ContractHeader, EveryDeclaredFunctionIsClassified) {
  for (const auto& [name, function] : header().functions())
    EXPECT_NE(find_function(name), nullptr) << name << " has no row in contract/functions.h";
}

TEST(ContractHeader, EveryRowIsDeclared) {
  for (const Function& row : kFunctions)
    EXPECT_EQ(header().functions().count(std::string(row.name)), 1u) << row.name;
}

TEST(ContractHeader, SignaturesAgree) {
  for (const Function& row : kFunctions) {
    const auto found = header().functions().find(std::string(row.name));
    if (found == header().functions().end()) continue;
    EXPECT_EQ(row.signature, signature(*found->second)) << row.name;
    EXPECT_EQ((row.flags & variadic) != 0, found->second->isVariadic()) << row.name;
    EXPECT_TRUE((row.flags & result_code) == 0 || row.result() == 'i') << row.name;
  }
}

TEST(ContractHeader, HandleArgumentsAgree) {
  for (const Function& row : kFunctions) {
    const auto found = header().functions().find(std::string(row.name));
    if (found == header().functions().end()) continue;
    const clang::FunctionDecl& function = *found->second;
    EXPECT_EQ(row.argument, first_handle(function)) << row.name;
    EXPECT_EQ(row.handle, pointee(parameter(function, row.argument))) << row.name;
    EXPECT_EQ(row.second, pointee(parameter(function, row.second_argument))) << row.name;
  }
}

TEST(ContractHeader, WhatPointersAreStoredThroughAgrees) {
  for (const Function& row : kFunctions) {
    const auto found = header().functions().find(std::string(row.name));
    for (Position i = 0; i < 8 && found != header().functions().end(); ++i) {
      if (!(row.pointers & bit(i))) continue;
      const clang::QualType type = parameter(*found->second, i);
      ASSERT_TRUE(!type.isNull() && type->isPointerType()) << row.name;
      EXPECT_TRUE(type->getPointeeType()->isPointerType()) << row.name;
      EXPECT_FALSE(type->getPointeeType().isConstQualified()) << row.name;
    }
  }
}

TEST(ContractHeader, MadeHandlesAgree) {
  for (const Function& row : kFunctions) {
    const auto found = header().functions().find(std::string(row.name));
    if (found == header().functions().end()) continue;
    const clang::FunctionDecl& function = *found->second;
    Handle made = Handle::none;
    for (const clang::ParmVarDecl* argument : function.parameters())
      if (is_followed(stored_through(argument->getType())))
        made = stored_through(argument->getType());
    if (row.made_argument == kReturned) {
      EXPECT_EQ(row.made, pointee(function.getReturnType())) << row.name;
    } else {
      EXPECT_EQ(row.made, made) << row.name;
      EXPECT_EQ(row.made, stored_through(parameter(function, row.made_argument))) << row.name;
    }
  }
}

TEST(ContractHeader, ResultCodesAgree) {
  EXPECT_EQ(result::ok, SQLITE_OK);
  EXPECT_EQ(result::busy, SQLITE_BUSY);
  EXPECT_EQ(result::misuse, SQLITE_MISUSE);
  EXPECT_EQ(result::row, SQLITE_ROW);
  EXPECT_EQ(result::done, SQLITE_DONE);
}

TEST(ContractHeader, ModesAgree) {
  static_assert(open_flag::no_mutex == SQLITE_OPEN_NOMUTEX);
  static_assert(open_flag::full_mutex == SQLITE_OPEN_FULLMUTEX);
  static_assert(config::single_thread == SQLITE_CONFIG_SINGLETHREAD);
  static_assert(config::multi_thread == SQLITE_CONFIG_MULTITHREAD);
  static_assert(config::serialized == SQLITE_CONFIG_SERIALIZED);
  EXPECT_EQ(mode_of_open_flags(SQLITE_OPEN_READWRITE), Mode::unknown);
  EXPECT_EQ(mode_of_open_flags(SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX), Mode::serialized);
  EXPECT_EQ(mode_of_config(SQLITE_CONFIG_URI), Mode::unknown);
  EXPECT_EQ(mode_of_threadsafe(2), Mode::multi_thread);
}

TEST(ContractTable, NamesAreUnique) {
  std::map<std::string_view, int> seen;
  for (const Function& row : kFunctions) EXPECT_EQ(++seen[row.name], 1) << row.name;
}

TEST(ContractTable, ActsFitTheirHandles) {
  for (const Function& row : kFunctions) {
    switch (row.act) {
      case Act::open: EXPECT_EQ(row.made, Handle::connection) << row.name; break;
      case Act::derive: EXPECT_TRUE(creates(row)) << row.name; break;
      case Act::use:
      case Act::release:
      case Act::any_thread: EXPECT_TRUE(is_followed(row.handle)) << row.name; break;
      case Act::read_state: EXPECT_EQ(row.handle, Handle::connection) << row.name; break;
      case Act::global:
      case Act::setup: EXPECT_EQ(row.argument, kNowhere) << row.name; break;
      case Act::callback:
        EXPECT_FALSE(is_followed(row.handle)) << row.name;
        EXPECT_NE(row.argument, kNowhere) << row.name;
        break;
    }
  }
}

}  // namespace
}  // namespace lanyard::contract
