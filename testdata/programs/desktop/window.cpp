#include "window.h"

#include <cstdio>
#include <utility>

Window::Window(Loop& main) : main_(main) {}

void Window::typed(const std::string& word) {
  searcher_.post([this, word] {
    // mutant share-connection.1: write std::vector<Note> found = notes_.search(word);
    std::vector<Note> found = Notes("notes.db").search(word);
    // mutant share-connection.2: write show(found); notes_.vacuum();
    main_.post([this, found = std::move(found)] { show(found); });
  });
}

void Window::entered(const std::string& text) {
  // mutant into-thread.1: write searcher_.post([this, text] { notes_.add(text); });
  notes_.add(text);
  // mutant add-thread.1: add std::thread([this] { notes_.vacuum(); }).detach();
}

void Window::show(const std::vector<Note>& notes) {
  shown_ = notes.size();
  for (const Note& note : notes) std::printf("%lld %s\n", note.id, note.text.c_str());
}

void Window::closed() {
  // mutant into-thread.2: write std::thread(&Notes::vacuum, &notes_).detach();
  notes_.vacuum();
  main_.quit();
}
