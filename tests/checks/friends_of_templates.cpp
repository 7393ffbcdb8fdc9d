// RUN: %check --policy exclusive %s
// Class templates that befriend each other: their members are looked at once.
#include <sqlite3.h>

#include <thread>

template <typename T>
class Reader;

template <typename T>
class Store {
 public:
  explicit Store(sqlite3* db) : db_(db) {}

 private:
  template <typename U>
  friend class Reader;
  sqlite3* db_;
};

template <typename T>
class Reader {
 public:
  explicit Reader(Store<T>& store) : store_(store) {}
  void read() { sqlite3_exec(store_.db_, "select 1", nullptr, nullptr, nullptr); }

 private:
  template <typename U>
  friend class Store;
  Store<T>& store_;
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Store<int> store(db);
  Reader<int> reader(store);
  std::thread thread([&] { reader.read(); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  reader.read();
  thread.join();
  sqlite3_close(db);
}
