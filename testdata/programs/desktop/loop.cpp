#include "loop.h"

#include <utility>

void Loop::post(std::function<void()> task) {
  std::lock_guard<std::mutex> lock(mutex_);
  tasks_.push_back(std::move(task));
  changed_.notify_one();
}

void Loop::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!quitting_ || !tasks_.empty()) {
    if (tasks_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

void Loop::quit() {
  std::lock_guard<std::mutex> lock(mutex_);
  quitting_ = true;
  changed_.notify_all();
}
