// Reports as `--format json` writes them, for the page to show.

const place = (file, line, column = 0) => ({ file, line, column });

export const python = (...frames) => ({
  native: [],
  python: frames.map(([fn, file, line]) => ({ function: fn, file, line })),
});

export const native = (...frames) => ({
  native: frames.map(([fn, file, line, column = 3]) => ({
    module: '/srv/app/station',
    build_id: 'ab',
    offset: 4096 + line,
    symbol: '',
    function: fn,
    file,
    line,
    column,
  })),
  python: [],
});

export const thread = (id, name, more = {}) => ({
  id,
  name,
  tid: 4000 + id,
  ended: false,
  ...more,
});

export function shared(name, file, more = {}) {
  const step = (role, thread, line, fn, message) => ({
    role,
    thread,
    where: place(file, line, 3),
    function: fn,
    message,
  });
  return {
    rule: 'sqlite-handle-shared',
    severity: 'warning',
    half: 'checker',
    message: `connection '${name}' is used by this thread and by the one started here`,
    where: place(file, 7, 3),
    handle: { kind: 'connection', name },
    steps: [
      step('created', 'starter', 5, 'Ingest::Ingest', `connection '${name}' is created here`),
      step('crosses', 'starter', 7, 'Ingest::Ingest', 'it goes to the new thread here, as an argument'),
      step('used_there', 'started', 11, 'Ingest::run', 'used on the new thread here, by sqlite3_exec'),
      step('used_here', 'starter', 14, 'Ingest::count', 'used on this thread here, by sqlite3_step'),
      step('advice', '', 7, '', 'to mend it, open a connection on each thread'),
    ],
    ...more,
  };
}

export function crossThread(database, file, more = {}) {
  return {
    rule: 'cross-thread-use',
    severity: 'note',
    half: 'runtime',
    api: 'sqlite3_finalize',
    message: `sqlite3_finalize on a statement of ${database} (serialized)`,
    where: place(file, 41),
    count: 220,
    calls: [{ api: 'sqlite3_finalize', count: 220 }],
    handle: {
      id: 3,
      kind: 'statement',
      sql: 'select name from author where id = ?',
      connection: { id: 2, file: `/srv/data/${database}`, mode: 'serialized' },
    },
    use: {
      thread: thread(7, 'ThreadPoolExecutor-0_1', {
        started: { thread: thread(1, 'MainThread'), ...python(['serve', file, 120]) },
      }),
      ...python(
        ['_finalize_fairy', '/usr/lib/python3/dist-packages/sqlalchemy/pool/base.py', 682],
        ['collect', file, 41],
      ),
    },
    home: {
      thread: thread(3, 'Thread-2', { ended: true }),
      opened_by: 'sqlite3_open_v2',
      ...python(['work', file, 12], ['run', '/usr/lib/python3.11/threading.py', 975]),
    },
    processes: [100],
    gc: false,
    ...more,
  };
}

export function forked(file) {
  return {
    rule: 'use-after-fork',
    severity: 'error',
    half: 'runtime',
    api: 'sqlite3_step',
    message: 'sqlite3_step on a statement of prefork.db',
    where: place(file, 31),
    count: 1,
    handle: {
      kind: 'statement',
      connection: { id: 1, file: '/srv/data/prefork.db', mode: 'serialized' },
    },
    use: { thread: thread(1, 'worker'), ...native(['serve(int)', file, 31]) },
    home: { thread: thread(1, 'main'), opened_by: 'sqlite3_open', ...native(['main', file, 8]) },
    fork: { pid: 90, via: 'fork', ...native(['start_workers()', file, 22]) },
    processes: [91],
  };
}

export function concurrent(file) {
  return {
    rule: 'concurrent-use',
    severity: 'error',
    half: 'runtime',
    api: 'sqlite3_exec',
    message: 'sqlite3_exec on a connection to pool.db (multi-thread)',
    where: place(file, 55),
    count: 2,
    handle: {
      kind: 'connection',
      connection: { id: 9, file: '/srv/data/pool.db', mode: 'multi-thread' },
    },
    use: { thread: thread(4, 'pool-2'), ...native(['Pool::run()', file, 55]) },
    home: { thread: thread(1, 'main'), opened_by: 'sqlite3_open_v2', ...native(['main', file, 9]) },
    other: {
      role: 'inside',
      api: 'sqlite3_step',
      thread: thread(5, 'pool-3'),
      ...native(['Pool::run()', file, 61]),
    },
    processes: [100],
  };
}

export const run = (pid) => ({
  pid,
  exe: '/srv/app/station',
  policy: 'owner',
  ended: true,
  sqlite: { version: '3.40.1', path: '/lib/libsqlite3.so.0' },
  counts: { violations: 1, uses: 220, at_exit: 0, unreported: 0, suppressed: 0 },
});

export const report = (findings, more = {}) => ({
  tool: { name: 'lanyard', version: '0.1.0' },
  policy: 'owner',
  findings,
  problems: [],
  runs: [run(100)],
  suppressions: [],
  units: 7,
  ...more,
});

// The home thread starts the one that uses its connection.
const startedByHome = (source) =>
  crossThread('ingest.db', source, {
    use: {
      thread: thread(7, 'ThreadPoolExecutor-0_1', {
        started: { thread: thread(3, 'Thread-2'), ...native(['Ingest::Ingest', source, 7]) },
      }),
      ...native(['Ingest::run', source, 11]),
    },
  });

/** One of each kind, on the file `source`. */
export function mixed(source) {
  const confirmed = shared('db', source, {
    join: { evidence: 'confirmed', confirmed_by: [startedByHome(source)] },
  });
  return report(
    [
      confirmed,
      shared('log', source, { join: { evidence: 'unexercised', confirmed_by: [] } }),
      forked(source),
      concurrent(source),
      crossThread('app.db', '/srv/app/app.py', {
        why_unseen: { reason: 'other-language', message: 'no frame of it is C or C++' },
      }),
    ],
    {
      suppressions: [{ pattern: 'cross-thread-use:*legacy*', hits: 3 }],
      problems: [{ file: 'old.cpp', message: 'old.cpp:1:1: no such header', fatal: false }],
    },
  );
}

/** As many findings as a large program has on its first day, no two alike. */
export function large(count) {
  const findings = [];
  for (let i = 0; i < count; ++i) {
    const file = `/srv/app/module${i % 150}/part${i % 7}.cpp`;
    const deep = Array.from({ length: 14 }, (_, depth) => [
      `app::Layer${depth}::call${i}`,
      file,
      10 + depth,
    ]);
    findings.push(
      i % 3 === 0
        ? shared(`connection_${i}`, file)
        : crossThread(`shard${i % 40}.db`, file, {
            use: { thread: thread(7, `worker-${i}`), ...native(...deep) },
            home: {
              thread: thread(1, 'main'),
              opened_by: 'sqlite3_open_v2',
              ...native([`app::open${i}`, file, 5 + i]),
            },
          }),
    );
  }
  return report(findings);
}
