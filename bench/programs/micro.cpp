// What one call of each kind costs, by google-benchmark; run without the shim and with it. All in
// memory, and as small as a call of its kind gets, so that what the shim adds shows.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <stdexcept>

namespace {

/// A connection with a table of a few rows, and a statement that stands on its first row.
class Prepared {
 public:
  explicit Prepared(const char* sql) {
    check(sqlite3_open(":memory:", &database_));
    check(sqlite3_exec(database_,
                       "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);"
                       "INSERT INTO t VALUES (1, 'one'), (2, 'two')",
                       nullptr, nullptr, nullptr));
    check(sqlite3_prepare_v2(database_, sql, -1, &statement_, nullptr));
    sqlite3_step(statement_);
  }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() {
    sqlite3_finalize(statement_);
    sqlite3_close(database_);
  }

  static void check(int code) {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
  }
  sqlite3* database() const { return database_; }
  sqlite3_stmt* statement() const { return statement_; }

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

void column_int(benchmark::State& state) {
  const Prepared on("SELECT a, b FROM t");
  while (state.KeepRunning()) benchmark::DoNotOptimize(sqlite3_column_int(on.statement(), 0));
}
BENCHMARK(column_int);

void column_text(benchmark::State& state) {
  const Prepared on("SELECT a, b FROM t");
  while (state.KeepRunning()) benchmark::DoNotOptimize(sqlite3_column_text(on.statement(), 1));
}
BENCHMARK(column_text);

void bind_int(benchmark::State& state) {
  const Prepared on("SELECT ?1");
  sqlite3_reset(on.statement());
  int number = 0;
  while (state.KeepRunning()) sqlite3_bind_int(on.statement(), 1, ++number);
}
BENCHMARK(bind_int);

void bind_text(benchmark::State& state) {
  const Prepared on("SELECT ?1");
  sqlite3_reset(on.statement());
  while (state.KeepRunning()) sqlite3_bind_text(on.statement(), 1, "text", 4, SQLITE_STATIC);
}
BENCHMARK(bind_text);

void step(benchmark::State& state) {
  const Prepared on("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT 1 FROM n) SELECT i FROM n");
  while (state.KeepRunning()) sqlite3_step(on.statement());
}
BENCHMARK(step);

void step_and_reset(benchmark::State& state) {
  const Prepared on("SELECT b FROM t WHERE a = 1");
  while (state.KeepRunning()) {
    sqlite3_step(on.statement());
    sqlite3_reset(on.statement());
  }
}
BENCHMARK(step_and_reset);

void prepare_and_finalize(benchmark::State& state) {
  const Prepared on("SELECT 1");
  while (state.KeepRunning()) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(on.database(), "SELECT 1", -1, &statement, nullptr);
    sqlite3_finalize(statement);
  }
}
BENCHMARK(prepare_and_finalize);

void exec(benchmark::State& state) {
  const Prepared on("SELECT 1");
  while (state.KeepRunning()) sqlite3_exec(on.database(), "SELECT 1", nullptr, nullptr, nullptr);
}
BENCHMARK(exec);

void changes(benchmark::State& state) {
  const Prepared on("SELECT 1");
  while (state.KeepRunning()) benchmark::DoNotOptimize(sqlite3_changes(on.database()));
}
BENCHMARK(changes);

void open_and_close(benchmark::State& state) {
  while (state.KeepRunning()) {
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    sqlite3_close(database);
  }
}
BENCHMARK(open_and_close);

}  // namespace

BENCHMARK_MAIN();
