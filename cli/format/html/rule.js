// A rule's page, as `lanyard explain` tells it.

// The rule's page is Markdown of our own; a few lines show as much of it as it uses.
function markdown(text) {
  const parts = [];
  const inline = (line) =>
    line
      .split(/(`[^`]+`)/)
      .map((piece) =>
        piece.startsWith('`') && piece.length > 2
          ? make('code', { text: piece.slice(1, -1) })
          : piece.replace(/\*\*|\[([^\]]*)\]\([^)]*\)/g, '$1'),
      );
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
        parts.push(
          make('ul', {}, ...items.map((item) => make('li', {}, ...inline(item.slice(2))))),
        );
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
  const details = make(
    'details',
    { class: 'rule-page' },
    make('summary', {}, 'What ', make('code', { text: rule }), ' means, and how to mend it'),
  );
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(...markdown(known.page));
  });
  return details;
}
