// The report, and what the page asks of a finding: its words, its handle, its text to search.

const report = JSON.parse(byId('report').textContent);
const files = report.files || {};

const kSeverities = ['error', 'warning', 'note'];
const kSeverityMeaning = {
  error: "SQLite's own contract is broken",
  warning: 'shared state can mislead',
  note: 'only the policy is broken',
};
const kHalves = { checker: 'seen in the source', runtime: 'seen in a run' };

/** What a file is called for short. */
function fileName(path) {
  return (files[path] && files[path].name) || path;
}

function isOwn(path) {
  return Boolean(files[path] && files[path].own);
}

/** "pool.cpp:31", or "" for a place without a file. */
function placeText(place) {
  if (!place || !place.file) return '';
  return fileName(place.file) + (place.line ? `:${place.line}` : '');
}

/** 'thread 7 “worker”' */
function threadText(thread) {
  return `thread ${thread.id || '?'}${thread.name ? ` “${thread.name}”` : ''}`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function databaseText(connection) {
  if (!connection.file) return 'a database in memory';
  return connection.file.slice(connection.file.lastIndexOf('/') + 1);
}

/** The frames of a stack that a person reads: Python's where there are any. */
function tellingFrames(stacks) {
  const python = stacks.python || [];
  if (python.length > 0) return python;
  return (stacks.native || []).filter((frame) => !frame.plumbing);
}

function firstPlace(stacks) {
  const placed = tellingFrames(stacks).filter((frame) => frame.file && frame.line);
  return placed.find((frame) => isOwn(frame.file)) || placed[0];
}

/** The handle of a finding: what it is called, and where it was made. */
function handleOf(data) {
  const handle = data.handle || {};
  const created = (data.steps || []).find((step) => step.role === 'created');
  if (data.half === 'checker') {
    const name = handle.name ? `${handle.kind || 'handle'} ‘${handle.name}’` : handle.kind;
    return {
      name: name || 'no handle of its own',
      place: created && created.where,
      maker: created && created.function,
    };
  }
  const opened = data.home && tellingFrames(data.home).find((frame) => frame.file && frame.line);
  const name = handle.connection ? `connection to ${databaseText(handle.connection)}` : handle.kind;
  return { name: name || 'a handle', place: opened, maker: opened && opened.function };
}

/** Every string in a finding, for the search. */
function stringsOf(value, into) {
  if (typeof value === 'string') into.push(value);
  else if (value && typeof value === 'object')
    for (const member of Object.values(value)) stringsOf(member, into);
  return into;
}

class Finding {
  constructor(data, index) {
    this.data = data;
    this.index = index;
    this.id = data.id;
    this.rule = data.rule;
    this.severity = data.severity;
    this.half = data.half;
    this.join = joinOf(data);
    this.file = data.where ? data.where.file : '';
    this.place = placeText(data.where);
    this.handle = handleOf(data);
    this.handleKey = placeText(this.handle.place) || `${this.handle.name} ${data.half}`;
  }

  /** In lower case, and made when it is first asked for. */
  get text() {
    if (this.searched === undefined) {
      const all = stringsOf(this.data, [this.handle.name, this.place]);
      if (this.data.handle && this.data.handle.connection)
        all.push(databaseText(this.data.handle.connection));
      this.searched = all.join('\n').toLowerCase();
    }
    return this.searched;
  }
}

const findings = (report.findings || []).map((data, index) => new Finding(data, index));
