// RUN: %check --library poco --policy exclusive %s
// A Poco::Activity runs a method of its owner; a ScopedLock keeps the others out.
#include <Poco/Activity.h>
#include <Poco/Mutex.h>
#include <sqlite3.h>

class Logger {
 public:
  Logger() : flushing_(this, &Logger::flush) {
    sqlite3_open("log.db", &db_);
    sqlite3_open("other.db", &other_);
  }
  ~Logger() {
    flushing_.stop();
    flushing_.wait();
    sqlite3_close(db_);
    sqlite3_close(other_);
  }
  void begin() { flushing_.start(); }  // finding(exclusive): sqlite-handle-shared: connection 'Logger::db_' is used by this thread and by the one started here
  void write() {
    sqlite3_exec(db_, "insert into log values(1)", nullptr, nullptr, nullptr);
    Poco::FastMutex::ScopedLock lock(mutex_);
    sqlite3_exec(other_, "insert into log values(1)", nullptr, nullptr, nullptr);
  }

 private:
  void flush() {
    sqlite3_exec(db_, "commit", nullptr, nullptr, nullptr);
    Poco::FastMutex::ScopedLock lock(mutex_);
    sqlite3_exec(other_, "commit", nullptr, nullptr, nullptr);
  }

  Poco::FastMutex mutex_;
  sqlite3* db_ = nullptr;
  sqlite3* other_ = nullptr;
  Poco::Activity<Logger> flushing_;
};

int main() {
  Logger logger;
  logger.begin();
  logger.write();
}
