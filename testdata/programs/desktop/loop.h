// The main loop: what other threads post to it runs on the main thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

class Loop {
 public:
  void post(std::function<void()> task);
  void run();   // until quit()
  void quit();  // on any thread

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool quitting_ = false;
};

/// A loop on a thread of its own.
class Background {
 public:
  Background() : thread_([this] { loop_.run(); }) {}
  ~Background() {
    loop_.quit();
    thread_.join();
  }
  void post(std::function<void()> task) { loop_.post(std::move(task)); }

 private:
  Loop loop_;
  std::thread thread_;
};
