# Writes OUTPUT, a C++ file that holds the page's own files, from FOLDER, as strings.
# Run by the build, whenever one of them changes. SCRIPTS are joined in their order.
set(script "")
foreach(file IN LISTS SCRIPTS)
  file(READ ${FOLDER}/${file} text)
  # A literal of C++ has a length that compilers must take; joined ones have none.
  string(APPEND script "    R\"asset(${text})asset\"\n")
endforeach()
foreach(name IN ITEMS page.html page.css theme.js)
  file(READ ${FOLDER}/${name} "${name}")
endforeach()
file(WRITE ${OUTPUT}
"// Made from cli/format/html by embed.cmake.
#include \"cli/format/html/assets.h\"

namespace lanyard::cli::html {

const char kTemplate[] = R\"asset(${page.html})asset\";
const char kStyle[] = R\"asset(${page.css})asset\";
const char kTheme[] = R\"asset(${theme.js})asset\";
const char kScript[] =
    \"(() => {\\n'use strict';\\n\"
${script}    \"})();\\n\";

}  // namespace lanyard::cli::html
")
