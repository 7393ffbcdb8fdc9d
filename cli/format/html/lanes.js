// A finding as threads and what happens on them, in order: the same for the picture and for the
// text below it. Nothing here draws.
//
//   lanes   {key, title, role: home, use or other, ended, isHomeUnknown: the checker did not see
//           where the handle is made}
//   events  {lane, to, kind, word, text, api, place, stacks, wrong, locked, column}: `kind` is
//           made, passed, called (on the way to a use) or used, `to` the lane that it starts or
//           gives the handle to. Two events in one column can happen at once. `toText` says the
//           same of a start, from the side of the thread that it starts.
//   notes   what the picture cannot say

class Course {
  constructor() {
    this.lanes = [];
    this.events = [];
    this.notes = [];
  }

  /** The lane of a key, made when it is first spoken of. */
  lane(key, title, role = 'other', more = {}) {
    let lane = this.lanes.find((each) => each.key === key);
    if (!lane) this.lanes.push((lane = { key, title, role, ...more }));
    if (lane.role === 'other') lane.role = role;
    return lane;
  }

  add(event, together = false) {
    const last = this.events[this.events.length - 1];
    event.column = last ? last.column + (together ? 0 : 1) : 0;
    event.number = this.events.length + 1;
    if (together) event.together = last.together = true;
    this.events.push(event);
  }
}

const kStatic = {
  created: { kind: 'made', word: 'created' },
  used_there: { kind: 'used', word: 'used', wrong: true },
  used_here: { kind: 'used', word: 'used', wrong: true },
  guarded: { kind: 'used', word: 'used', locked: true },
  calls: { kind: 'called', word: 'calls' },
};

// Whether the thread that is started makes the handle, and not the one that starts it.
const comesBack = (step) => step.role === 'crosses' && step.thread === 'started';

// The steps in the order in which they happen: a thread is started before it makes a handle, and
// what another thread does between two steps of this one comes between them. The calls that lead to
// uses come before that of the other thread, since two uses that can meet stand beside each other.
function inOrder(data) {
  const isCall = (step) => step.role === 'calls';
  const all = (data.steps || []).filter((step) => step.role !== 'advice');
  const steps = usesInOrder(
    all.filter((step) => !isCall(step)),
    data,
  );
  const use = ['used_there', 'used_here'].map((role) => steps.findIndex((each) => each.role === role));
  const first = use.find((index) => index >= 0) ?? steps.length;
  return [...steps.slice(0, first), ...all.filter(isCall), ...steps.slice(first)];
}

function usesInOrder(steps, data) {
  const start = steps.find(comesBack);
  if (start) return [start, ...steps.filter((step) => step !== start)];
  if (data.rule !== 'sqlite-connection-state') return steps;
  const there = steps.filter((step) => step.role === 'used_there');
  const rest = steps.filter((step) => step.role !== 'used_there');
  return [...rest.slice(0, -1), ...there, ...rest.slice(-1)];
}

function staticLanes(course, data) {
  const isFork = data.rule === 'sqlite-handle-forked';
  const everyone = !(data.steps || []).some((step) => step.role === 'used_here');
  const isShared = data.rule === 'sqlite-handle-shared' || data.rule === 'sqlite-handle-guarded';
  const here = () => course.lane('here', isFork ? 'The parent process' : 'This thread', 'home');
  const there = () => {
    if (isFork) return course.lane('there', 'The child process', 'use');
    const title = isShared && everyone ? 'Every thread started here' : 'The thread started here';
    return course.lane('there', title, 'use');
  };
  const other = () => course.lane('other', 'Another thread');
  const holders = () => course.lane('holders', 'Threads that hold the lock');
  return { here, there, other, holders };
}

function laneOf(lanes, step) {
  if (step.thread === 'started') return lanes.there();
  if (step.thread === 'other') return lanes.other();
  return step.thread === 'holders' ? lanes.holders() : lanes.here();
}

function checkerCourse(data) {
  const course = new Course();
  const lanes = staticLanes(course, data);
  const isFork = data.rule === 'sqlite-handle-forked';
  const canMeet = data.rule === 'sqlite-handle-shared' || data.rule === 'sqlite-threading-mode';
  const isGuarded = data.rule === 'sqlite-handle-guarded';
  // Some uses hold a lock: then those that do not say so.
  const isHalfGuarded = (data.steps || []).some((step) => step.role === 'guarded');
  lanes.here();
  let before;
  for (const step of inOrder(data)) {
    const event = { place: step.where, where: step.function, text: step.message, api: step.api };
    if (step.role === 'crosses') {
      const word = isFork ? 'fork' : comesBack(step) ? 'starts' : 'handed over';
      Object.assign(event, { kind: 'passed', word, lane: lanes.here(), to: lanes.there() });
    } else {
      Object.assign(event, kStatic[step.role], { lane: laneOf(lanes, step) });
      if (
        event.kind === 'used' &&
        (isGuarded || (isHalfGuarded && !/, without /.test(step.message)))
      )
        Object.assign(event, { locked: true, wrong: false });
      if (data.rule === 'sqlite-connection-state') event.word = step.message.split(/[ ,]/, 1)[0];
    }
    const meet =
      canMeet &&
      before &&
      before.kind === 'used' &&
      step.role.startsWith('used_') &&
      event.lane !== before.lane &&
      !(event.locked && before.locked);
    course.add(event, meet);
    before = event;
  }
  const made = course.events.find((event) => event.kind === 'made');
  lanes.here().isHomeUnknown = !made;
  if (made && made.lane === lanes.there()) {
    lanes.there().role = 'home';
    lanes.here().role = 'use';
  }
  if (lanes.there().title.startsWith('Every'))
    course.notes.push('Several threads are started here; one stands for all of them.');
  course.notes.push('From the source: what can happen, in one possible order.');
  return course;
}

// What began while one thread alone used the connection began by a call that nobody kept.
const begun = (api) =>
  api
    ? ` by ${api}`
    : '; its call is not known, since one thread alone used the connection until then';

const kParties = {
  inside: { word: 'inside', text: (api) => `is inside ${api} at the same time` },
  transaction: { word: 'begins', text: (api) => `began the open transaction${begun(api)}` },
  state: { word: 'replaces', text: (api) => `replaced what is read, by ${api}` },
  cursor: { word: 'begins', text: (api) => `began the execution${begun(api)}` },
};

function openingOf(data) {
  const { home } = data;
  if (home.opened_by === 'lanyard_rebind')
    return { word: 'takes over', text: 'takes the connection over by lanyard_rebind' };
  if (home.opened_by) return { word: 'opens', text: `opens the connection by ${home.opened_by}` };
  if (home.first_used_by)
    return { word: 'first seen', text: `is the first seen with it, in ${home.first_used_by}` };
  return { word: 'creates', text: 'creates the handle' };
}

function useOf(data) {
  const times = data.count > 1 ? `, ${counted(data.count, 'time', 'times')}` : '';
  const calls = `calls ${data.api || 'SQLite'}${times}`;
  if (data.rule === 'python-refused')
    return { word: 'refused', text: `is refused by Python${times}` };
  if (data.rule === 'stale-connection-state')
    return { word: 'reads', text: `${calls}, which tells what the other left` };
  if (data.gc) return { word: 'collects', text: `${calls}, in the garbage collector` };
  if (data.finalizer) return { word: 'finalizes', text: `${calls}, in ${data.finalizer}` };
  return { word: 'uses', text: calls };
}

// Who started a thread, as an event of the one that did.
function addStart(course, side, lane, process) {
  const started = side.thread && side.thread.started;
  if (!started) return;
  const starter = course.lane(process + started.thread.id, capital(threadText(started.thread)));
  const entry = started.entry && started.entry.function;
  const toRun = entry ? `, to run ${entry}` : '';
  course.add({
    lane: starter,
    to: lane,
    kind: 'passed',
    word: 'starts',
    stacks: started,
    text: `starts ${threadText(side.thread)}${toRun}`,
    toText: `started by ${threadText(started.thread)}${toRun}`,
  });
}

function runtimeCourse(data) {
  const course = new Course();
  const child = data.fork ? 'child ' : '';
  const laneFor = (side, role, process, pid) => {
    const owner = data.fork && pid ? ` of process ${pid}` : '';
    const lane = course.lane(
      process + side.thread.id,
      capital(threadText(side.thread)) + owner,
      role,
    );
    lane.ended = lane.ended || Boolean(side.thread.ended);
    return lane;
  };
  const [pid] = data.processes && data.processes.length === 1 ? data.processes : [];
  // The starters stand above whom they start.
  for (const [side, process] of [
    [data.home, ''],
    [data.other, child],
    [data.use, child],
  ]) {
    const started = side && side.thread && side.thread.started;
    if (started) course.lane(process + started.thread.id, capital(threadText(started.thread)));
  }
  const home = data.home && laneFor(data.home, 'home', '', data.fork && data.fork.pid);
  const other = data.other && laneFor(data.other, 'other', child, pid);
  const use = data.use && laneFor(data.use, 'use', child, pid);
  // Who starts a thread after it has opened a connection mostly means that thread to have it.
  const startsOf = (isByHome) => {
    for (const [side, lane, process] of [
      [data.home, home, ''],
      [data.other, other, child],
      [data.use, use, child],
    ]) {
      const started = side && side.thread && side.thread.started;
      const starter =
        started && course.lanes.find((each) => each.key === process + started.thread.id);
      if (
        starter &&
        (starter === home) === isByHome &&
        !course.events.some((event) => event.to === lane)
      )
        addStart(course, side, lane, process);
    }
  };
  startsOf(false);
  if (home)
    course.add({
      lane: home,
      kind: 'made',
      stacks: data.home,
      ...openingOf(data),
      api: data.home.opened_by || data.home.first_used_by,
    });
  startsOf(true);
  if (course.events.some((event) => event.word === 'starts'))
    course.notes.push('When a thread was started is a guess: a run records by whom, not when.');
  if (data.fork) {
    const via = data.fork.via && data.fork.via !== 'unknown' ? ` by ${data.fork.via}` : '';
    course.add({
      lane: home || course.lane('parent', 'The parent process', 'home'),
      to: use,
      kind: 'passed',
      word: 'fork',
      stacks: data.fork,
      text: `process ${data.fork.pid} forks the child${via}`,
    });
    course.notes.push('A run records which process forked, not which of its threads.');
  }
  if (other) {
    const party = kParties[data.other.role] || { word: 'calls', text: (api) => `is in ${api || 'SQLite'}` };
    course.add({
      lane: other,
      kind: 'used',
      word: party.word,
      stacks: data.other,
      api: data.other.api,
      text: party.text(data.other.api),
    });
  }
  if (use)
    course.add(
      { lane: use, kind: 'used', wrong: true, stacks: data.use, api: data.api, ...useOf(data) },
      Boolean(other) && data.other.role === 'inside' && use !== other,
    );
  if (course.lanes.some((lane) => lane.ended))
    course.notes.push('A bar ends the lane of a thread that was gone by the time of the report.');
  course.notes.push('From a run; not to scale.');
  return course;
}

function courseOf(data) {
  return data.half === 'checker' ? checkerCourse(data) : runtimeCourse(data);
}
