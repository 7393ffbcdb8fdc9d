// The checker's own findings in the page: `lanyard lint` on a program with one of each kind, each
// step on the thread that the checker says.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lint, open } from './page.mjs';

const program = `#include <sqlite3.h>
#include <unistd.h>
#include <mutex>
#include <thread>

void shared() {
  sqlite3* db = nullptr;
  sqlite3_open_v2("shared.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::thread writer([&] { sqlite3_exec(db, "INSERT", 0, 0, 0); });
  sqlite3_exec(db, "DELETE", 0, 0, 0);
  writer.join();
  sqlite3_close(db);
}

void transferred() {
  sqlite3* db = nullptr;
  sqlite3_open("transferred.db", &db);
  std::thread worker([db] { sqlite3_close(db); });
  worker.join();
}

void opened_there() {
  sqlite3* db = nullptr;
  std::thread opener([&] { sqlite3_open("opened_there.db", &db); });
  opener.join();
  sqlite3_close(db);
}

std::mutex guard;

void guarded() {
  sqlite3* db = nullptr;
  sqlite3_open("guarded.db", &db);
  std::thread worker([db] {
    std::lock_guard<std::mutex> lock(guard);
    sqlite3_exec(db, "SELECT 1", 0, 0, 0);
  });
  guard.lock();
  sqlite3_exec(db, "SELECT 2", 0, 0, 0);
  guard.unlock();
  worker.join();
  sqlite3_close(db);
}

struct Store {
  sqlite3* store_db = nullptr;
  std::mutex mutex;
  std::thread thread;
  void open() {
    sqlite3_open("store.db", &store_db);
    thread = std::thread([this] { loop(); });
  }
  void loop() { put(); }
  void put() {
    std::lock_guard<std::mutex> lock(mutex);
    sqlite3_exec(store_db, "UPDATE", 0, 0, 0);
  }
  void get() {
    std::lock_guard<std::mutex> lock(mutex);
    sqlite3_exec(store_db, "SELECT", 0, 0, 0);
  }
  void forgot() { sqlite3_exec(store_db, "DELETE", 0, 0, 0); }
  long long last() {
    sqlite3_exec(store_db, "INSERT", 0, 0, 0);
    return sqlite3_last_insert_rowid(store_db);
  }
};

void forked() {
  sqlite3* db = nullptr;
  sqlite3_open("forked.db", &db);
  if (fork() == 0) {
    sqlite3_exec(db, "SELECT 1", 0, 0, 0);
    _exit(0);
  }
  sqlite3_close(db);
}
`;

const html = await lint('kinds', program);

// "1 This thread: made. 2 This thread > The thread started here: passed. ..."
async function courseOf(page, rule, text) {
  const finding = page.locator('.finding').filter({ hasText: rule }).filter({ hasText: text });
  assert.equal(await finding.count(), 1, `${rule}: ${text}`);
  await finding.locator('.toggle').click();
  return finding.locator('.detail').evaluate((detail) => {
    const label = detail.querySelector('svg[role=img]').getAttribute('aria-label');
    const lanes = [...label.matchAll(/(\d)\. ([^:]*):/g)].map((match) => `${match[1]} ${match[2]}`);
    return {
      lanes,
      meets: detail.querySelectorAll('.meeting').length,
      locks: detail.querySelectorAll('.lock').length,
      home: [...detail.querySelectorAll('.thread h4')]
        .filter((head) => head.textContent.includes('home of the handle'))
        .map((head) => head.firstChild.textContent),
    };
  });
}

const here = 'This thread',
  there = 'The thread started here';
const kinds = [
  [
    'sqlite-handle-shared',
    'opened with NOMUTEX',
    [`1 ${here}`, `2 ${here}`, `3 ${there}`, `4 ${here}`],
    { meets: 1, locks: 0, home: [here] },
  ],
  [
    'sqlite-handle-transferred',
    'is handed to',
    [`1 ${here}`, `2 ${here}`, `3 ${there}`],
    { meets: 0, locks: 0, home: [here] },
  ],
  [
    'sqlite-handle-transferred',
    'is created on the thread started here',
    [`1 ${here}`, `2 ${there}`, `3 ${here}`],
    { meets: 0, locks: 0, home: [there] },
  ],
  [
    'sqlite-handle-guarded',
    'each time under a lock',
    [`1 ${here}`, `2 ${here}`, `3 ${there}`, `4 ${here}`],
    { meets: 0, locks: 2, home: [here] },
  ],
  [
    'sqlite-handle-shared',
    'not always under',
    [`1 ${here}`, `2 ${here}`, `3 ${there}`, `4 ${there}`, `5 ${there}`, `6 ${here}`],
    { meets: 1, home: [here] },
  ],
  [
    'sqlite-connection-state',
    'row id',
    [`1 ${here}`, `2 ${here}`, `3 ${there}`, `4 ${there}`, `5 ${there}`, `6 ${here}`],
    { meets: 0, locks: 0, home: [] },
  ],
  [
    'sqlite-handle-forked',
    'fork',
    ['1 The parent process', '2 The parent process', '3 The child process'],
    { meets: 0, locks: 0 },
  ],
];

for (const [rule, text, lanes, more] of kinds)
  test(`${rule}, ${text}: each step is on its thread`, () =>
    open(html, {}, async (page) => {
      await page.getByRole('radio', { name: 'Handle' }).check(); // rows name their rule there
      const course = await courseOf(page, rule, text);
      assert.deepEqual(course.lanes.slice(0, lanes.length), lanes);
      for (const [name, value] of Object.entries(more)) assert.deepEqual(course[name], value, name);
    }));
