// Reading CPython's objects: fields, strings, the attributes of an instance.
//
// What the calling thread's own frames keep alive (a code object and its strings) is read as
// it stands. What another thread may free meanwhile is read through the kernel, which refuses
// where nothing is mapped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "runtime/base/memory.h"
#include "runtime/stack/python.h"
#include "runtime/stack/python_layout.h"

namespace lanyard::stack {

/// A field of an object that cannot go away.
template <typename T>
T field(const char* object, std::size_t offset) {
  T value;
  std::memcpy(static_cast<void*>(&value), object + offset, sizeof(T));
  return value;
}

/// The same for memory that another thread may free: a zero when it is gone.
template <typename T>
T guarded(const char* object, std::ptrdiff_t offset) {
  T value{};
  if (object && read_memory(object + offset, static_cast<void*>(&value), sizeof(T)) != sizeof(T))
    return T{};
  return value;
}

/// Who keeps an object alive. A code object stays as it is while its frame runs; an
/// attribute of a Thread may be freed by another thread while we read it.
enum class Kept { by_frame, by_nobody };

/// Copies a str object as UTF-8, cut where it is very long.
std::string_view copy_string(const Layout::Object& layout, const char* string, Kept kept,
                             PythonText& text);

/// Whether a str object is the short ASCII text `wanted`.
bool is_string(const Layout::Object& layout, const char* string, Kept kept,
               std::string_view wanted);

/// The value of an instance's own attribute, or nullptr.
const char* attribute(const Layout& layout, const char* object, std::string_view name);

/// The value of a key of a dict that is a short ASCII text, or nullptr.
const char* item(const Layout& layout, const char* dict, std::string_view key);

/// What deallocates the instances of the class of `object` (PyTypeObject.tp_dealloc) where that
/// class was made while the program ran, or 0.
std::uintptr_t deallocator_of(const Layout& layout, const char* object);

}  // namespace lanyard::stack
