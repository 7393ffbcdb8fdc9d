// RUN: %check --library names %s
// Functions of C++ libraries that start threads: each gets a connection there, which this thread
// goes on using.
#include <names.hpp>
#include <sqlite3.h>

void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

class Job : public Poco::Runnable {
 public:
  explicit Job(sqlite3* db) : db_(db) {}
  void run() override { use(db_); }

 private:
  sqlite3* db_;
};
class Task : public QRunnable {
 public:
  explicit Task(sqlite3* db) : db_(db) {}
  void run() override { use(db_); }

 private:
  sqlite3* db_;
};
class Active {
 public:
  explicit Active(sqlite3* db) : method(this, &Active::work), db_(db) {}
  Poco::ActiveMethod<int, int, Active> method;

 private:
  int work(const int& count) {
    use(db_);
    return count;
  }
  sqlite3* db_;
};
class Object : public QObject {
 public:
  explicit Object(sqlite3* db) : db_(db) {}
  void work() { use(db_); }

 private:
  sqlite3* db_;
};

#define STARTS(name, call)                      \
  void name() {                                 \
    int all[8] = {};                            \
    sqlite3* db = nullptr;                      \
    sqlite3_open("app.db", &db);                \
    auto work = [db](int = 0) { use(db); };     \
    call;                                       \
    use(db);                                    \
    (void)all, (void)work;                      \
  }

STARTS(by_tbb_parallel_for, tbb::parallel_for(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_parallel_for_each, tbb::parallel_for_each(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_parallel_do, tbb::parallel_do(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_parallel_reduce, tbb::parallel_reduce(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_parallel_scan, tbb::parallel_scan(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_parallel_sort, tbb::parallel_sort(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_detail_d1_parallel_for, tbb::detail::d1::parallel_for(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_detail_d1_parallel_for_each, tbb::detail::d1::parallel_for_each(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_detail_d1_parallel_reduce, tbb::detail::d1::parallel_reduce(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_detail_d1_parallel_scan, tbb::detail::d1::parallel_scan(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_detail_d1_parallel_sort, tbb::detail::d1::parallel_sort(0, 8, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_tbb_task_group_run, tbb::task_group group; group.run(work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_tbb_task_group_run_and_wait, tbb::task_group group; group.run_and_wait(work))  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
STARTS(by_tbb_task_arena_enqueue, tbb::task_arena arena; arena.enqueue(work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_tbb_parallel_invoke, tbb::parallel_invoke(work, [] {}))  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
STARTS(by_tbb_detail_d1_task_group_run, tbb::detail::d1::task_group group; group.run(work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_tbb_detail_d1_task_group_run_and_wait, tbb::detail::d1::task_group group; group.run_and_wait(work))  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
STARTS(by_tbb_detail_d1_task_arena_enqueue, tbb::detail::d1::task_arena arena; arena.enqueue(work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_tbb_detail_d1_parallel_invoke, tbb::detail::d1::parallel_invoke(work, [] {}))  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
STARTS(by_httplib_server_get, httplib::Server server; server.Get("/", work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_post, httplib::Server server; server.Post("/", work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_put, httplib::Server server; server.Put("/", work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_patch, httplib::Server server; server.Patch("/", work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_delete, httplib::Server server; server.Delete("/", work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_options, httplib::Server server; server.Options("/", work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_set_pre_routing_handler, httplib::Server server; server.set_pre_routing_handler(work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_set_post_routing_handler, httplib::Server server; server.set_post_routing_handler(work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_set_error_handler, httplib::Server server; server.set_error_handler(work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_httplib_server_set_exception_handler, httplib::Server server; server.set_exception_handler(work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_boost_scoped_thread, boost::scoped_thread<int> thread(work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_boost_async, auto answer = boost::async(work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_asio_post, asio::thread_pool pool(4); asio::post(pool, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_asio_dispatch, asio::thread_pool pool(4); asio::dispatch(pool, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_asio_defer, asio::thread_pool pool(4); asio::defer(pool, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_boost_asio_post, boost::asio::thread_pool pool(4); boost::asio::post(pool, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_boost_asio_dispatch, boost::asio::thread_pool pool(4); boost::asio::dispatch(pool, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_boost_asio_defer, boost::asio::thread_pool pool(4); boost::asio::defer(pool, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtconcurrent_map, auto answer = QtConcurrent::map(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtconcurrent_mapped, auto answer = QtConcurrent::mapped(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtconcurrent_mappedreduced, auto answer = QtConcurrent::mappedReduced(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtconcurrent_filter, auto answer = QtConcurrent::filter(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtconcurrent_filtered, auto answer = QtConcurrent::filtered(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtconcurrent_filteredreduced, auto answer = QtConcurrent::filteredReduced(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtconcurrent_blockingmap, QtConcurrent::blockingMap(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_qtconcurrent_blockingmapped, QtConcurrent::blockingMapped(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_qtconcurrent_blockingmappedreduced, QtConcurrent::blockingMappedReduced(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_qtconcurrent_blockingfilter, QtConcurrent::blockingFilter(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_qtconcurrent_blockingfiltered, QtConcurrent::blockingFiltered(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_qtconcurrent_blockingfilteredreduced, QtConcurrent::blockingFilteredReduced(all, work))  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
STARTS(by_poco_thread_startfunc, Poco::Thread thread; thread.startFunc(work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_poco_threadpool_startwithpriority, Job job(db); Poco::ThreadPool pool; pool.startWithPriority(1, job))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qthreadpool_trystart, auto* job = new Task(db); QThreadPool pool; pool.tryStart(job))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qthreadpool_startonreservedthread, auto* job = new Task(db); QThreadPool pool; pool.startOnReservedThread(job))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_poco_activemethod_operator, Active active(db); active.method(1))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qmetaobject_invokemethod, QThread thread; Object object(db); object.moveToThread(&thread); QMetaObject::invokeMethod(&object, "work", Qt::QueuedConnection))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_qtimer_singleshot, QThread thread; Object object(db); object.moveToThread(&thread); QTimer::singleShot(0, &object, &Object::work))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
