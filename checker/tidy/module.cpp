// The clang-tidy module.
#include "checker/summary/summarise.h"
