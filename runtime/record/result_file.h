// The result file: JSON Lines that are whole at any moment.
//
// The file is opened for each write and closed again: a program may close every descriptor
// it does not know and open its database under the same number. Not thread-safe: the
// report lock guards it.
#pragma once

#include <sys/types.h>

#include <string_view>

#include "runtime/base/text.h"

namespace lanyard::record {

/// Creates PREFIX.PID.jsonl, or PREFIX.PID.2.jsonl and so on where that exists: a process
/// may have executed another program. Owner-only, never through a symbolic link. On failure
/// returns false and puts one sentence into `error`.
bool create_result_file(std::string_view prefix, Text& error);

/// Appends one line, which must end in '\n', by one write, and whole or not at all. Returns
/// where it starts, or -1 with errno set.
off_t append_line(std::string_view line);

/// After a failed append: puts one sentence that says why, by errno, into `text`. Only the
/// first time: a full disk fails every time. Returns whether it did.
bool tell_failure(Text& text);

/// Overwrites bytes that were written before.
bool overwrite(off_t at, std::string_view bytes);

/// In a forked child: the file is the parent's.
void forget_result_file();

}  // namespace lanyard::record
