// What an opened finding shows: the picture, what each thread does with its sources beside it, and
// all else that is known. Made when it is opened, not before.

function eventItem(event) {
  const stacks = event.stacks ? stackParts(event.stacks).filter(Boolean) : [];
  const kind = `event ${event.kind}${event.wrong ? ' wrong' : ''}`;
  return make(
    'li',
    { class: kind, value: event.number },
    make(
      'p',
      { class: 'what' },
      make('span', { class: 'chip', 'aria-hidden': 'true', text: event.number }),
      make('span', { text: `${capital(event.toText || event.text)}.` }),
    ),
    event.place ? make('p', { class: 'where' }, placeLine(event.place, event.where)) : null,
    event.place ? excerpt(event.place) : null,
    event.toText && stacks.length > 0
      ? make('details', { class: 'more' }, make('summary', { text: 'Where' }), ...stacks)
      : stacks,
  );
}

const kRoleWords = { home: 'home of the handle', use: 'uses it' };

// One column a thread, so that both stacks stand side by side where there is room. How a thread
// was started stands with the thread, not with who started it.
function threadColumns(course) {
  const columns = make('div', { class: 'threads' });
  const order = ['home', 'use', 'other'];
  const lanes = [...course.lanes].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  for (const lane of lanes) {
    const events = course.events.filter((event) => (event.toText ? event.to : event.lane) === lane);
    if (events.length === 0) continue;
    const role = kRoleWords[lane.isHomeUnknown ? '' : lane.role];
    columns.append(
      make(
        'section',
        { class: `thread ${lane.role}` },
        make(
          'h4',
          {},
          lane.title,
          role ? [' ', make('span', { class: 'role', text: role })] : null,
          lane.ended ? [' ', make('span', { class: 'role', text: 'ended' })] : null,
        ),
        make('ol', { class: 'events' }, ...events.map(eventItem)),
      ),
    );
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
  return make(
    'figure',
    { class: 'picture' },
    canvas,
    make('figcaption', { text: course.notes.join(' ') }),
  );
}

function copyButton(label, text, told) {
  return make('button', {
    type: 'button',
    class: 'quiet',
    text: label,
    onclick: async () => {
      say((await copy(text())) ? told : 'The browser does not allow copying.');
    },
  });
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

function factRow(name, ...value) {
  return [make('dt', { text: name }), make('dd', {}, ...value)];
}

function factList(data) {
  const rows = [];
  const handle = data.handle || {};
  if (handle.connection) {
    const mode =
      handle.connection.mode && handle.connection.mode !== 'unknown'
        ? `, ${handle.connection.mode}`
        : '';
    rows.push(
      factRow(
        'Database',
        make('span', {
          title: handle.connection.file,
          text: databaseText(handle.connection) + mode,
        }),
      ),
    );
  }
  if (handle.sql) rows.push(factRow('SQL', make('code', { text: handle.sql })));
  const calls = data.calls || [];
  if (calls.length > 1)
    rows.push(
      factRow(
        'Calls',
        calls.map((call) => `${call.api} ${call.count.toLocaleString('en')}×`).join(', '),
      ),
    );
  const processes = data.processes || [];
  if (data.half === 'runtime')
    rows.push(
      factRow(
        'Seen',
        counted(data.count || 1, 'time', 'times') +
          (processes.length > 1 ? ` in ${counted(processes.length, 'process', 'processes')}` : '') +
          (data.at_exit ? ', while the process was ending' : ''),
      ),
    );
  if (data.gc)
    rows.push(
      factRow(
        'Run by',
        (data.finalizer ? `the finalizer ${data.finalizer} in ` : '') +
          'the garbage collector of a thread that does not own it: ' +
          'close the session on its own thread',
      ),
    );
  else if (data.finalizer)
    rows.push(
      factRow(
        'Run by',
        `the finalizer ${data.finalizer}, on whichever thread lets go last: ` +
          'close it on its own thread',
      ),
    );
  if (data.unread_python)
    rows.push(factRow('Python', `frames of Python ${data.unread_python} cannot be read`));
  return rows.length ? make('dl', { class: 'facts' }, ...rows.flat()) : null;
}

function madeBy(data) {
  const handle = data.handle || {};
  const stacks = handle.created;
  if (!stacks && !handle.caller) return null;
  const frames = stacks ? stackParts(stacks) : [frameList([handle.caller], null)];
  return make(
    'details',
    { class: 'more' },
    make('summary', { text: `Where the ${handle.kind || 'handle'} was made` }),
    ...frames,
  );
}

function candidateParts(data) {
  return (data.candidates || []).map(({ connection = {}, home = {} }) => {
    const text =
      `Or, since Python does not tell which: the connection to ${databaseText(connection)}, ` +
      `created by ${threadText(home.thread || {})}`;
    return make('details', { class: 'more' }, make('summary', { text }), ...stackParts(home));
  });
}

function editParts(data) {
  return (data.edits || []).map((edit) =>
    make(
      'div',
      { class: 'edit' },
      make('p', { text: `${capital(edit.message || 'change it')}.` }),
      make('p', {}, 'Write ', make('code', { text: edit.text }), ' at ', placeLine(edit.where)),
      excerpt(edit.where),
    ),
  );
}

function linkPart(finding) {
  const link = () => `${location.href.split('#')[0]}#f-${finding.id}`;
  return make(
    'p',
    { class: 'links' },
    make('a', { href: `#f-${finding.id}`, class: 'permalink', text: 'Link to this finding' }),
    copyButton('Copy link', link, 'Link copied.'),
    finding.data.suppression
      ? copyButton('Copy suppression', () => finding.data.suppression, 'Suppression copied.')
      : null,
  );
}

/** Everything about a finding. */
function detailOf(finding) {
  const { data } = finding;
  const course = courseOf(data);
  const advice = (data.steps || []).find((step) => step.role === 'advice');
  return make(
    'div',
    { class: 'detail' },
    advice ? make('p', { class: 'advice', text: `${capital(advice.message)}.` }) : null,
    factList(data),
    course.events.length > 0 ? pictureOf(course) : null,
    course.events.length > 0 ? threadColumns(course) : null,
    course.events.length === 0 && data.where ? excerpt(data.where) : null,
    ...joinParts(data),
    madeBy(data),
    ...candidateParts(data),
    ...editParts(data),
    data.suppression
      ? make(
          'p',
          { class: 'suppression' },
          'Suppressed by the line ',
          make('code', { text: data.suppression }),
        )
      : null,
    rulePage(finding.rule),
    linkPart(finding),
  );
}
