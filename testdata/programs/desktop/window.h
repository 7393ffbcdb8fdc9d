// The window: lives on the main thread, and lets a thread of its own search.
#pragma once

#include <string>
#include <vector>

#include "loop.h"
#include "notes.h"

class Window {
 public:
  explicit Window(Loop& main);
  void typed(const std::string& word);
  void entered(const std::string& text);
  void closed();

 private:
  void show(const std::vector<Note>& notes);

  Loop& main_;
  Notes notes_{"notes.db"};
  std::size_t shown_ = 0;
  Background searcher_;
};
