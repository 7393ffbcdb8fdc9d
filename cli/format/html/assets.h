// The page's own files, as they stand beside this one, built into the command.
#pragma once

namespace lanyard::cli::html {

extern const char kTemplate[];  // page.html: {{NAME}} stands where something comes in
extern const char kStyle[];     // page.css
extern const char kTheme[];     // theme.js: what does not wait for the rest
extern const char kScript[];    // all other *.js, as embed.cmake orders them, in one scope

}  // namespace lanyard::cli::html
