// The picture of a finding: threads as lanes, time from left to right. Each event has a number,
// a shape and a word, so that no colour says anything alone.

const kLaneHeight = 90; // with two lines of text at each event
const kLaneLine = 38; // from the lane's top to its line
const kLine = 14; // a line of text
const kMark = 11; // half of a mark's size
const kMargin = 26;

const ruler = document.createElement('canvas').getContext('2d');

// Whether the canvas may be used or not, a width comes out.
function widthOf(text, font) {
  if (!ruler) return text.length * 7;
  ruler.font = font;
  return ruler.measureText(text).width;
}

const kWordFont = '600 12px system-ui, sans-serif';
const kSmallFont = '11px ui-monospace, monospace';

/** `text` cut so that it is no wider than `width`; "" when nothing of it would be left. */
function fitted(text, font, width) {
  if (widthOf(text, font) <= width) return text;
  let end = text.length;
  while (end > 0 && widthOf(`${text.slice(0, end)}…`, font) > width) --end;
  return end < 4 ? '' : `${text.slice(0, end)}…`;
}

function markShape(event, x, y) {
  const r = kMark;
  const known = `mark ${event.kind}${event.wrong ? ' wrong' : ''}`;
  if (event.kind === 'made') return draw('circle', { class: known, cx: x, cy: y, r });
  if (event.kind === 'called') return draw('circle', { class: known, cx: x, cy: y, r: r - 2 });
  if (event.kind === 'passed')
    return draw('rect', { class: known, x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: 3 });
  const d = r + 3;
  return draw('path', {
    class: known,
    d: `M${x} ${y - d}L${x + d} ${y}L${x} ${y + d}L${x - d} ${y}Z`,
  });
}

function lockShape(x, y) {
  return draw('path', { class: 'lock', d: `M${x - 4} ${y}v-3a4 4 0 0 1 8 0v3m-9 0h10v7h-10z` });
}

function arrow(x, from, to) {
  const down = to > from ? 1 : -1;
  const end = to - down * 7;
  return draw(
    'g',
    { class: 'arrow' },
    draw('line', { x1: x, x2: x, y1: from + down * kMark, y2: end - down * 6 }),
    draw('path', { d: `M${x - 5} ${end - down * 7}L${x + 5} ${end - down * 7}L${x} ${end}Z` }),
    draw('circle', { cx: x, cy: to, r: 4 }),
  );
}

function laneShape(lane, y, from, right) {
  const group = draw('g', { class: `lane ${lane.role}` });
  group.append(draw('line', { class: 'line', x1: from, x2: right, y1: y, y2: y }));
  if (lane.ended)
    group.append(draw('line', { class: 'stop', x1: right, x2: right, y1: y - 7, y2: y + 7 }));
  else
    group.append(
      draw('path', { class: 'tip', d: `M${right} ${y - 4}L${right + 7} ${y}L${right} ${y + 4}Z` }),
    );
  return group;
}

function laneTitle(lane, top, from, width) {
  const role = { home: 'home', use: 'uses it' }[lane.isHomeUnknown ? '' : lane.role];
  const kFont = '600 13px system-ui, sans-serif';
  const title = fitted(lane.title, kFont, width - 64);
  const x = Math.max(4, Math.min(from, width - 60 - widthOf(title, kFont)));
  const text = draw('text', { class: 'lane-title', x, y: top + 14, text: title });
  if (role && lane.title.startsWith('Thread'))
    text.append(draw('tspan', { class: 'lane-role', text: `  ${role}` }));
  return text;
}

// Where the columns are: as far apart as the width allows, but not sprawling. The last one too has
// its whole width, for what stands beside its mark.
function columnsOf(course, width) {
  const last = Math.max(0, ...course.events.map((event) => event.column));
  const pitch = Math.min(230, (width - kMargin) / (last + 1.15));
  return { pitch, x: (column) => kMargin + (column + 0.15) * pitch };
}

// What stands at a mark: a word, then where there is room for it what is called, and where.
function eventLines(event, columns) {
  const room = columns.pitch - (event.together ? 36 : event.to ? 18 : 6);
  const frame = event.stacks ? firstPlace(event.stacks) : event.place;
  const small = [event.api || '', placeText(frame).split('/').pop()];
  return {
    word: fitted(event.word, kWordFont, room),
    small: room > 70 ? small.filter(Boolean).map((text) => fitted(text, kSmallFont, room)) : [],
  };
}

function eventLabel(event, x, y, columns) {
  const { word, small } = eventLines(event, columns);
  // Beside the arrow or the band that goes down there.
  const left = event.together ? x + 25 : event.to ? x + 7 : x - kMark;
  return draw(
    'text',
    { class: 'event-label', x: left, y: y + 28 },
    draw('tspan', { class: 'word', text: word }),
    ...small.map((text) => draw('tspan', { class: 'small', x: left, dy: kLine, text })),
  );
}

// Two uses that can meet: a band that both stand in.
function meeting(course, columns, lineOf) {
  const both = course.events.filter((event) => event.together);
  if (both.length < 2) return null;
  const ys = both.map((event) => lineOf(event.lane));
  const x = columns.x(both[0].column),
    top = Math.min(...ys) - 19,
    bottom = Math.max(...ys) + 19;
  return draw(
    'g',
    { class: 'meeting' },
    draw('rect', { x: x - 20, y: top, width: 40, height: bottom - top, rx: 8 }),
    draw('text', { x, y: top - 5, text: 'at once' }),
  );
}

/** The whole course in one sentence each, for who does not see the picture. */
function courseText(course) {
  return course.events
    .map((event) => `${event.number}. ${event.lane.title}: ${event.text}.`)
    .join(' ');
}

// What begins a lane; nothing for a thread that was there before.
function startOf(course, lane) {
  const start = course.events.find((event) => event.to === lane && event.lane !== lane);
  const first = course.events.find((event) => event.lane === lane);
  return start && !(first && first.column < start.column) ? start : undefined;
}

/** An SVG of `width` pixels. */
function drawPicture(course, width) {
  const columns = columnsOf(course, width);
  const tops = [];
  let height = 0;
  for (const lane of course.lanes) {
    tops.push(height);
    const most = Math.max(
      1,
      ...course.events
        .filter((event) => event.lane === lane)
        .map((event) => eventLines(event, columns).small.length),
    );
    height += kLaneHeight + (most - 1) * kLine;
  }
  const top = (lane) => tops[course.lanes.indexOf(lane)];
  const lineOf = (lane) => top(lane) + kLaneLine;
  const svg = draw('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': `Threads over time. ${courseText(course)}`,
  });
  svg.append(meeting(course, columns, lineOf) || '');
  const titles = [];
  for (const lane of course.lanes) {
    const start = startOf(course, lane);
    const from = start ? columns.x(start.column) : 6;
    svg.append(laneShape(lane, lineOf(lane), from, width - 12));
    titles.push(laneTitle(lane, top(lane), start ? from + 10 : 4, width));
  }
  for (const event of course.events)
    if (event.to && event.to !== event.lane)
      svg.append(arrow(columns.x(event.column), lineOf(event.lane), lineOf(event.to)));
  svg.append(...titles);
  for (const event of course.events) {
    const x = columns.x(event.column),
      y = lineOf(event.lane);
    svg.append(
      markShape(event, x, y),
      draw('text', { class: 'number', x, y: y + 4, text: event.number }),
      eventLabel(event, x, y, columns),
    );
    if (event.locked) svg.append(lockShape(x + kMark + 8, y - 12));
  }
  return svg;
}
