// RUN: %check %s
// RUN: %check %s --std c++11
// Right: an actor opens its connection on its own thread and alone uses it; what others
// send are texts.
#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <queue>
#include <string>
#include <thread>

class Writer {
 public:
  explicit Writer(std::string file) : file_(std::move(file)), thread_([this] { run(); }) {}
  ~Writer() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      quit_ = true;
    }
    ready_.notify_one();
    thread_.join();
  }
  void send(std::string sql) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      mailbox_.push(std::move(sql));
    }
    ready_.notify_one();
  }

 private:
  void run() {
    sqlite3_open(file_.c_str(), &db_);
    while (true) {
      std::unique_lock<std::mutex> lock(mutex_);
      ready_.wait(lock, [this] { return quit_ || !mailbox_.empty(); });
      if (mailbox_.empty()) break;
      std::string sql = std::move(mailbox_.front());
      mailbox_.pop();
      lock.unlock();
      sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
    }
    sqlite3_close(db_);
  }
  std::string file_;
  sqlite3* db_ = nullptr;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<std::string> mailbox_;
  bool quit_ = false;
  std::thread thread_;
};

int main() {
  Writer writer("app.db");
  writer.send("insert into t values (1)");
  writer.send("insert into t values (2)");
}
