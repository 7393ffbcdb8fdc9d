// RUN: %check %s --std c++20
// Every algorithm that runs what it is given on several threads, where its execution policy says so.
#include <sqlite3.h>

#include <algorithm>
#include <execution>
#include <numeric>
#include <vector>

bool is_in(sqlite3* db) { return sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr) == 0; }

// Under the name of the algorithm, with a predicate, a function that makes elements, and one that
// joins two.
#define ON_MANY(name, ...)                                                     \
  void by_##name(std::vector<int>& all) {                                      \
    std::vector<int> other(all.size());                                        \
    sqlite3* db = nullptr;                                                     \
    sqlite3_open("app.db", &db);                                               \
    const auto each = [db](int) { return is_in(db); };                         \
    const auto make = [db] { return is_in(db); };                              \
    const auto both = [db](int a, int b) { return is_in(db) && a < b; };       \
    (void)each, (void)make, (void)both;                                        \
    std::name(std::execution::par, all.begin(), __VA_ARGS__);                  \
    sqlite3_close(db);                                                         \
  }

ON_MANY(all_of, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(any_of, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(copy_if, all.end(), other.begin(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(count_if, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(find_if, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(find_if_not, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(for_each, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(for_each_n, all.size(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(generate, all.end(), make)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(generate_n, all.size(), make)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(none_of, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(partition, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(reduce, all.end(), 0, both)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(remove_if, all.end(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(replace_if, all.end(), each, 0)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(sort, all.end(), both)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(stable_sort, all.end(), both)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(transform, all.end(), other.begin(), each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
ON_MANY(transform_reduce, all.end(), 0, both, each)  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here

// Right: without a policy, and with one that keeps to this thread.
void in_order(std::vector<int>& all) {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  const auto each = [db](int) { return is_in(db); };
  (void)std::all_of(all.begin(), all.end(), each);
  (void)std::count_if(std::execution::seq, all.begin(), all.end(), each);
  sqlite3_close(db);
}
