// Stacks and the source beside them.

/** The lines around a place, the one meant marked; nothing where there is no source. */
function excerpt(place) {
  const file = place && files[place.file];
  const lines = (file && file.lines) || {};
  if (lines[place && place.line] === undefined) return null;
  const table = make('div', { class: 'excerpt' });
  const numbers = [-3, -2, -1, 0, 1, 2, 3]
    .map((by) => place.line + by)
    .filter((number) => lines[number] !== undefined);
  const indent = indentOf(numbers.map((number) => lines[number]));
  for (const number of numbers) {
    const isMeant = number === place.line;
    const column = isMeant && place.column ? place.column - indent : 0;
    table.append(
      make(
        'div',
        { class: isMeant ? 'line meant' : 'line' },
        make('span', { class: 'number' }, isMeant ? `▸${number}` : String(number)),
        sourceLine(lines[number].slice(indent), column),
      ),
    );
  }
  return table;
}

// How many characters of white space all lines begin with that are not empty.
function indentOf(lines) {
  const filled = lines.filter((line) => line.trim() !== '');
  const [first = ''] = filled;
  let indent = 0;
  while (
    /\s/.test(first.charAt(indent)) &&
    filled.every((line) => line.charAt(indent) === first.charAt(indent))
  )
    ++indent;
  return indent;
}

// The white space stands apart, so that a line that is folded keeps it.
function sourceLine(line, column) {
  const [white] = /^\s*/.exec(line);
  return make(
    'code',
    {},
    make('span', { class: 'white', text: white }),
    make('span', {}, ...sourceParts(line.slice(white.length), column - white.length)),
  );
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
  return make(
    'span',
    { class: 'place', title: place.file },
    inFunction ? [make('code', { text: inFunction }), ' '] : [],
    make('span', { class: 'at', text: placeText(place) }),
  );
}

function frameItem(frame, opened) {
  const module = frame.module ? frame.module.slice(frame.module.lastIndexOf('/') + 1) : '';
  const name = frame.function || '?';
  const at = frame.file ? placeText(frame) : module;
  const head = [
    make('code', { class: 'function', text: name, title: frame.full }),
    ' ',
    make('span', { class: 'at', text: at, title: frame.file || frame.module }),
  ];
  const lines = excerpt(frame);
  const own = isOwn(frame.file) ? 'frame own' : 'frame';
  if (!lines) return make('li', { class: own }, ...head);
  return make(
    'li',
    { class: own },
    make('details', { open: opened }, make('summary', {}, ...head), lines),
  );
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
  const item = make(
    'li',
    {},
    make(
      'details',
      { class: 'more' },
      make('summary', { text: counted(frames.length, 'frame', 'frames') }),
    ),
  );
  const details = item.firstElementChild;
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1)
      details.append(make('ol', { class: 'frames' }, ...frames.map((frame) => frameItem(frame))));
  });
  return item;
}

function stackParts(stacks) {
  const python = stacks.python || [],
    native = stacks.native || [];
  const title = (text) => make('p', { class: 'stack-title', text });
  if (python.length === 0)
    return [
      frameList(
        native.filter((frame) => !frame.plumbing),
        native.length ? title('Stack, innermost first') : null,
      ),
    ];
  return [
    frameList(python, title('Python, innermost first')),
    native.length === 0
      ? null
      : make(
          'details',
          { class: 'more' },
          make('summary', { text: counted(native.length, 'native frame', 'native frames') }),
          frameList(native, null),
        ),
  ];
}
