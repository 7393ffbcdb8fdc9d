# Writes OUTPUT, a C++ file that holds every page of FOLDER as a string constant.
# Run by the build (cmake -P) when a page changes.
file(GLOB pages ${FOLDER}/*.md)
list(SORT pages)
set(rows "")
foreach(page IN LISTS pages)
  get_filename_component(rule ${page} NAME_WE)
  file(READ ${page} text)
  string(APPEND rows "    {\"${rule}\", R\"PAGE(${text})PAGE\"},\n")
endforeach()
file(WRITE ${OUTPUT}
"// Written by embed_pages.cmake from docs/rules.
#include \"cli/pages.h\"

namespace lanyard::cli {
namespace {

struct Page {
  std::string_view rule;
  std::string_view text;
};

// The last row stands for rules that have no page.
constexpr Page kPages[] = {
${rows}    {},
};

}  // namespace

std::string_view rule_page(std::string_view rule) {
  for (const Page& page : kPages)
    if (page.rule == rule) return page.text;
  return {};
}

}  // namespace lanyard::cli
")
