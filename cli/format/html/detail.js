// What an opened finding shows: the picture, what each thread does with its sources beside it, and
// all else that is known. Made when it is opened, not before.

/** The lines around a place, the one meant marked; nothing where there is no source. */
function excerpt(place) {
  const file = place && files[place.file];
  const lines = (file && file.lines) || {};
  if (lines[place && place.line] === undefined) return null;
  const table = make('div', { class: 'excerpt' });
  const numbers = [-3, -2, -1, 0, 1, 2, 3].map((by) => place.line + by)
    .filter((number) => lines[number] !== undefined);
  const indent = indentOf(numbers.map((number) => lines[number]));
  for (const number of numbers) {
    const isMeant = number === place.line;
    const column = isMeant && place.column ? place.column - indent : 0;
    table.append(make('div', { class: isMeant ? 'line meant' : 'line' },
      make('span', { class: 'number' }, isMeant ? `▸${number}` : String(number)),
      sourceLine(lines[number].slice(indent), column)));
  }
  return table;
}

// How many characters of white space all lines begin with that are not empty.
function indentOf(lines) {
  const filled = lines.filter((line) => line.trim() !== '');
  const [first = ''] = filled;
  let indent = 0;
  while (/\s/.test(first.charAt(indent)) &&
    filled.every((line) => line.charAt(indent) === first.charAt(indent))) ++indent;
  return indent;
}

// The white space stands apart, so that a line that is folded keeps it.
function sourceLine(line, column) {
  const [white] = /^\s*/.exec(line);
  return make('code', {}, make('span', { class: 'white', text: white }),
    make('span', {}, ...sourceParts(line.slice(white.length), column - white.length)));
}

// The line, with what the column points at set apart.
function sourceParts(line, column) {
  // Columns count bytes, so they are known only where each character is one.
  if (column < 1 || column > line.length || /[^\x00-\x7f]/.test(line)) return [line];
  const before = line.slice(0, column - 1);
  const [word] = /^[\w:~]*/.exec(line.slice(column - 1));
  if (!word) return [line];
  return [before, make('mark', { text: word }), line.slice(before.length + word.length)];
}

function placeLine(place, inFunction) {
  if (!place || !place.file) return inFunction ? make('code', { text: inFunction }) : null;
  return make('span', { class: 'place', title: place.file },
    inFunction ? [make('code', { text: inFunction }), ' '] : [],
    make('span', { class: 'at', text: placeText(place) }));
}

function frameItem(frame, opened) {
  const module = frame.module ? frame.module.slice(frame.module.lastIndexOf('/') + 1) : '';
  const name = frame.function || '?';
  const at = frame.file ? placeText(frame) : module;
  const head = [make('code', { class: 'function', text: name, title: frame.full }), ' ',
    make('span', { class: 'at', text: at, title: frame.file || frame.module })];
  const lines = excerpt(frame);
  const own = isOwn(frame.file) ? 'frame own' : 'frame';
  if (!lines) return make('li', { class: own }, ...head);
  return make('li', { class: own },
    make('details', { open: opened }, make('summary', {}, ...head), lines));
}

// A stack: its innermost frames, and those of the program itself further out, which a person came
// for; the first of them shows its source. Runs of others between them are folded.
function frameList(frames, title) {
  if (frames.length === 0) return null;
  const own = frames.findIndex((frame) => isOwn(frame.file));
  const kInnermost = own < 0 ? 8 : 4;
  const opened = Math.max(0, own);
  const list = make('ol', { class: 'frames' });
  for (let index = 0; index < frames.length;) {
    let end = index;
    while (end < frames.length && end >= kInnermost && !isOwn(frames[end].file)) ++end;
    if (end - index > 1) list.append(foldedFrames(frames.slice(index, end)));
    else list.append(frameItem(frames[index], index === opened));
    index = Math.max(end, index + 1);
  }
  return make('div', { class: 'stack' }, title, list);
}

function foldedFrames(frames) {
  const item = make('li', {}, make('details', { class: 'more' },
    make('summary', { text: counted(frames.length, 'frame', 'frames') })));
  const details = item.firstElementChild;
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1)
      details.append(make('ol', { class: 'frames' }, ...frames.map((frame) => frameItem(frame))));
  });
  return item;
}

function stackParts(stacks) {
  const python = stacks.python || [], native = stacks.native || [];
  const title = (text) => make('p', { class: 'stack-title', text });
  if (python.length === 0)
    return [frameList(native.filter((frame) => !frame.plumbing), native.length ? title('Stack, innermost first') : null)];
  return [frameList(python, title('Python, innermost first')),
    native.length === 0 ? null : make('details', { class: 'more' },
      make('summary', { text: counted(native.length, 'native frame', 'native frames') }),
      frameList(native, null))];
}

function eventItem(event) {
  const stacks = event.stacks ? stackParts(event.stacks).filter(Boolean) : [];
  const kind = `event ${event.kind}${event.wrong ? ' wrong' : ''}`;
  return make('li', { class: kind, value: event.number },
    make('p', { class: 'what' },
      make('span', { class: 'chip', 'aria-hidden': 'true', text: event.number }),
      make('span', { text: `${capital(event.toText || event.text)}.` })),
    event.place ? make('p', { class: 'where' }, placeLine(event.place, event.where)) : null,
    event.place ? excerpt(event.place) : null,
    event.toText && stacks.length > 0
      ? make('details', { class: 'more' }, make('summary', { text: 'Where' }), ...stacks) : stacks);
}

// One column a thread, so that both stacks stand side by side where there is room. How a thread
// was started stands with the thread, not with who started it.
function threadColumns(course) {
  const columns = make('div', { class: 'threads' });
  const order = ['home', 'use', 'other'];
  const lanes = [...course.lanes].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  for (const lane of lanes) {
    const events = course.events.filter((event) => (event.toText ? event.to : event.lane) === lane);
    if (events.length === 0) continue;
    const role = { home: 'home of the handle', use: 'uses it' }[lane.role];
    columns.append(make('section', { class: `thread ${lane.role}` },
      make('h4', {}, lane.title,
        role ? [' ', make('span', { class: 'role', text: role })] : null,
        lane.ended ? [' ', make('span', { class: 'role', text: 'ended' })] : null),
      make('ol', { class: 'events' }, ...events.map(eventItem))));
  }
  return columns;
}

const redraws = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const width = Math.max(240, Math.floor(entry.contentRect.width));
    if (Math.abs(width - (entry.target.drawnAt || 0)) < 4) continue;
    entry.target.drawnAt = width;
    entry.target.replaceChildren(drawPicture(entry.target.course, width));
  }
});

function pictureOf(course) {
  const canvas = make('div', { class: 'canvas' }, drawPicture(course, 720));
  canvas.course = course;
  redraws.observe(canvas);
  return make('figure', { class: 'picture' }, canvas,
    make('figcaption', { text: course.notes.join(' ') }));
}

function copyButton(label, text, told) {
  return make('button', { type: 'button', class: 'quiet', text: label, onclick: async () => {
    say((await copy(text())) ? told : 'The browser does not allow copying.');
  } });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Older browsers, and pages from a disk in some.
    const area = make('textarea', { class: 'unseen' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

// The rule's page is Markdown of our own; a few lines show as much of it as it uses.
function markdown(text) {
  const parts = [];
  const inline = (line) => line.split(/(`[^`]+`)/).map((piece) =>
    piece.startsWith('`') && piece.length > 2 ? make('code', { text: piece.slice(1, -1) })
      : piece.replace(/\*\*|\[([^\]]*)\]\([^)]*\)/g, '$1'));
  for (const block of text.split(/(```[^]*?```)/)) {
    if (block.startsWith('```')) {
      parts.push(make('pre', { text: block.replace(/^```.*\n|```$/g, '') }));
      continue;
    }
    for (const part of block.split(/\n\s*\n/)) {
      const lines = part.trim().split('\n');
      if (lines[0].startsWith('#')) {
        if (!lines[0].startsWith('# '))
          parts.push(make('p', { class: 'rule-title' }, ...inline(lines[0].replace(/^#+ */, ''))));
      } else if (/^[-*] /.test(lines[0])) {
        const items = part.trim().split(/\n(?=[-*] )/);
        parts.push(make('ul', {}, ...items.map((item) => make('li', {}, ...inline(item.slice(2))))));
      } else if (/^\|/.test(lines[0])) {
        parts.push(make('pre', { text: lines.join('\n') }));
      } else if (lines[0]) {
        parts.push(make('p', {}, ...inline(lines.join(' '))));
      }
    }
  }
  return parts;
}

function rulePage(rule) {
  const known = (report.rules || {})[rule] || {};
  if (!known.page) return null;
  const details = make('details', { class: 'rule-page' },
    make('summary', {}, 'What ', make('code', { text: rule }), ' means, and how to mend it'));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(...markdown(known.page));
  });
  return details;
}

function factRow(name, ...value) {
  return [make('dt', { text: name }), make('dd', {}, ...value)];
}

function factList(data) {
  const rows = [];
  const handle = data.handle || {};
  if (handle.connection) {
    const mode = handle.connection.mode && handle.connection.mode !== 'unknown' ? `, ${handle.connection.mode}` : '';
    rows.push(factRow('Database', make('span', { title: handle.connection.file, text: databaseText(handle.connection) + mode })));
  }
  if (handle.sql) rows.push(factRow('SQL', make('code', { text: handle.sql })));
  const calls = data.calls || [];
  if (calls.length > 1)
    rows.push(factRow('Calls', calls.map((call) => `${call.api} ${call.count.toLocaleString('en')}×`).join(', ')));
  const processes = data.processes || [];
  if (data.half === 'runtime')
    rows.push(factRow('Seen', counted(data.count || 1, 'time', 'times') +
      (processes.length > 1 ? ` in ${counted(processes.length, 'process', 'processes')}` : '') +
      (data.at_exit ? ', while the process was ending' : '')));
  if (data.gc)
    rows.push(factRow('Run by', `${data.finalizer ? `the finalizer ${data.finalizer} in ` : ''}the garbage collector of a thread that does not own it: close the session on its own thread`));
  else if (data.finalizer)
    rows.push(factRow('Run by', `the finalizer ${data.finalizer}, on whichever thread lets go last: close it on its own thread`));
  if (data.unread_python)
    rows.push(factRow('Python', `frames of Python ${data.unread_python} cannot be read`));
  return rows.length ? make('dl', { class: 'facts' }, ...rows.flat()) : null;
}

function madeBy(data) {
  const handle = data.handle || {};
  const stacks = handle.created;
  if (!stacks && !handle.caller) return null;
  const frames = stacks ? stackParts(stacks) : [frameList([handle.caller], null)];
  return make('details', { class: 'more' },
    make('summary', { text: `Where the ${handle.kind || 'handle'} was made` }), ...frames);
}

function candidateParts(data) {
  return (data.candidates || []).map((candidate) => make('details', { class: 'more' },
    make('summary', { text: `Or, since Python does not tell which: the connection to ${databaseText(candidate.connection || {})}, created by ${threadText((candidate.home || {}).thread || {})}` }),
    ...stackParts(candidate.home || {})));
}

function editParts(data) {
  return (data.edits || []).map((edit) => make('div', { class: 'edit' },
    make('p', { text: `${capital(edit.message || 'change it')}.` }),
    make('p', {}, placeLine(edit.where), ': ', make('code', { text: edit.text })),
    excerpt(edit.where)));
}

function linkPart(finding) {
  const link = () => `${location.href.split('#')[0]}#f-${finding.id}`;
  return make('p', { class: 'links' },
    make('a', { href: `#f-${finding.id}`, class: 'permalink', text: 'Link to this finding' }),
    copyButton('Copy link', link, 'Link copied.'),
    finding.data.suppression
      ? copyButton('Copy suppression', () => finding.data.suppression, 'Suppression copied.') : null);
}

/** Everything about a finding. */
function detailOf(finding) {
  const { data } = finding;
  const course = courseOf(data);
  const advice = (data.steps || []).find((step) => step.role === 'advice');
  return make('div', { class: 'detail' },
    advice ? make('p', { class: 'advice', text: `${capital(advice.message)}.` }) : null,
    factList(data),
    course.events.length > 0 ? pictureOf(course) : null,
    course.events.length > 0 ? threadColumns(course) : null,
    course.events.length === 0 && data.where ? excerpt(data.where) : null,
    ...joinParts(data), madeBy(data), ...candidateParts(data), ...editParts(data),
    data.suppression ? make('p', { class: 'suppression' }, 'Suppressed by the line ',
      make('code', { text: data.suppression })) : null,
    rulePage(finding.rule), linkPart(finding));
}
