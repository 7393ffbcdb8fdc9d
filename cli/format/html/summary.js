// The summary: what was looked at, and how the findings are spread.

function tallyBar() {
  const bar = make('div', { class: 'tally' });
  for (const severity of kSeverities) {
    const number = findings.filter((finding) => finding.severity === severity).length;
    bar.append(
      make(
        'div',
        { class: `stat ${severity}` },
        severityBadge(severity),
        make('strong', { text: number.toLocaleString('en') }),
        make('span', { class: 'hint', text: kSeverityMeaning[severity] }),
      ),
    );
  }
  bar.append(joinTally() || '');
  return bar;
}

// What each half says of the other, where both have looked.
function joinTally() {
  const parts = Object.keys(kJoins).map((join) => {
    const number = findings.filter((finding) => finding.join === join).length;
    return number > 0
      ? make('span', {}, make('strong', { text: number.toLocaleString('en') }), ` ${join}`)
      : null;
  });
  return parts.some(Boolean) ? make('p', { class: 'joins' }, ...parts) : null;
}

// A row a rule, with a bar as long as its share.
function ruleTable() {
  const counts = new Map();
  for (const finding of findings) {
    if (!counts.has(finding.rule)) counts.set(finding.rule, { all: 0, checker: 0, runtime: 0 });
    const row = counts.get(finding.rule);
    ++row.all;
    ++row[finding.half];
  }
  const most = Math.max(1, ...[...counts.values()].map((row) => row.all));
  const rows = [...counts].map(([rule, row]) => {
    const bar = make('span', { class: 'share', 'aria-hidden': 'true' });
    bar.style.width = `${Math.max(2, (100 * row.all) / most)}%`;
    return make(
      'tr',
      {},
      make('th', { scope: 'row' }, make('code', { text: rule })),
      make('td', { class: 'bar-cell' }, bar),
      make('td', { text: row.all.toLocaleString('en') }),
      make('td', { text: row.checker ? 'source' : 'run' }),
    );
  });
  return make(
    'table',
    { class: 'rules' },
    make('caption', { class: 'unseen', text: 'Findings by rule' }),
    make(
      'thead',
      {},
      make(
        'tr',
        {},
        make('th', { scope: 'col', text: 'Rule' }),
        make(
          'th',
          { scope: 'col', class: 'unseen-cell' },
          make('span', { class: 'unseen', text: 'Share' }),
        ),
        make('th', { scope: 'col', text: 'Findings' }),
        make('th', { scope: 'col', text: 'Seen in' }),
      ),
    ),
    make('tbody', {}, ...rows),
  );
}

function runText(run) {
  const sqlite = run.sqlite || {};
  return (
    `${run.exe || 'a process'} (process ${run.pid}), policy ${run.policy || 'unknown'}` +
    (sqlite.version ? `, SQLite ${sqlite.version}` : '') +
    (run.ended || run.incomplete ? '' : ', killed') +
    (run.incomplete ? ', which could not write all its results' : '')
  );
}

function folded(title, lines, open = false) {
  if (lines.length === 0) return null;
  const kMost = 200;
  return make(
    'details',
    { open },
    make('summary', { text: title }),
    make(
      'ul',
      {},
      ...lines.slice(0, kMost).map((line) => make('li', { text: line })),
      lines.length > kMost
        ? make('li', { text: `and ${(lines.length - kMost).toLocaleString('en')} more` })
        : null,
    ),
  );
}

function problemText(problem) {
  const isNamed = problem.file && !(problem.message || '').startsWith(problem.file);
  return (isNamed ? `${problem.file}: ` : '') + (problem.message || '');
}

function lookedAt() {
  const runs = report.runs || [],
    problems = report.problems || [];
  const fatal = problems.filter((problem) => problem.fatal),
    told = problems.filter((problem) => !problem.fatal);
  const hidden = report.suppressions || [];
  return make(
    'div',
    { class: 'looked-at' },
    report.units
      ? make('p', {
          text: `${counted(report.units, 'translation unit', 'translation units')} checked`,
        })
      : null,
    folded(`${counted(runs.length, 'process', 'processes')} watched`, runs.map(runText)),
    folded(
      `${counted(fatal.length, 'thing', 'things')} could not be done`,
      fatal.map(problemText),
      true,
    ),
    folded(counted(told.length, 'remark', 'remarks'), told.map(problemText)),
    folded(
      `${counted(hidden.length, 'suppression', 'suppressions')}`,
      hidden.map((each) => `${each.pattern}: hid ${counted(each.hits || 0, 'use', 'uses')}`),
    ),
  );
}

function makeSummary() {
  const parts = findings.length > 0 ? [tallyBar(), ruleTable()] : [];
  byId('summary').append(...parts, lookedAt());
  const policy = report.policy ? ` · policy ${report.policy}` : '';
  byId('about').textContent =
    `Lanyard ${(report.tool || {}).version || ''}${policy} · lanyard explain RULE tells more`;
}
