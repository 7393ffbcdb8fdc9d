// The list: a row a finding, in groups; opening rows; which of them search and filters leave.

const kIcons = {
  error: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  warning: 'M8 1.5 15.5 15H.5z',
  note: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z',
};

function severityBadge(severity, isTold = true) {
  return make(
    'span',
    { class: `severity ${severity}`, 'aria-hidden': isTold ? null : 'true' },
    draw(
      'svg',
      { viewBox: '0 0 16 16', width: 13, height: 13, 'aria-hidden': 'true' },
      draw('path', { d: kIcons[severity] || kIcons.note }),
    ),
    severity,
  );
}

function rowOf(finding) {
  const { data } = finding;
  // Who goes from heading to heading hears how severe each is.
  const button = make(
    'button',
    {
      type: 'button',
      class: 'toggle',
      'aria-expanded': 'false',
      'aria-controls': `d-${finding.id}`,
    },
    make('span', { class: 'unseen', text: `${finding.severity}: ` }),
    make('span', { text: data.message }),
  );
  const article = make(
    'article',
    { class: `finding ${finding.severity}`, id: `f-${finding.id}` },
    make(
      'div',
      { class: 'row' },
      severityBadge(finding.severity, false),
      make('h3', {}, button),
      make(
        'p',
        { class: 'meta' },
        make('code', { class: 'rule', text: finding.rule }),
        finding.place
          ? make('span', { class: 'at', text: finding.place, title: finding.file })
          : null,
        make('span', {
          text:
            kHalves[finding.half] +
            (data.count > 1 ? ` ${counted(data.count, 'time', 'times')}` : ''),
        }),
        joinBadge(finding),
      ),
    ),
    make('div', { class: 'opened', id: `d-${finding.id}`, hidden: true }),
  );
  finding.article = article;
  finding.button = button;
  return article;
}

/** Opens or closes a finding. */
function setOpen(finding, open) {
  const box = finding.article.lastElementChild;
  finding.button.setAttribute('aria-expanded', String(open));
  finding.article.classList.toggle('is-open', open);
  if (open && box.childElementCount === 0) box.append(detailOf(finding));
  box.hidden = !open;
}

function isOpen(finding) {
  return finding.button.getAttribute('aria-expanded') === 'true';
}

const kGroupings = {
  rule: {
    key: (finding) => finding.rule,
    title: (group) => [make('code', { text: group[0].rule })],
    about: (group) => ((report.rules || {})[group[0].rule] || {}).help || '',
  },
  handle: {
    key: (finding) => finding.handleKey,
    title: (group) => {
      const names = [...new Set(group.map((finding) => finding.handle.name))];
      const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
      return [capital(names.slice(0, 3).join(', ')) + more];
    },
    about: (group) => {
      const { place, maker } = group[0].handle;
      if (!place) return '';
      return `created at ${placeText(place)}${maker ? ` in ${maker}` : ''}`;
    },
  },
};

const groups = [];

const rankOf = (finding) => kSeverities.indexOf(finding.severity);

/** Puts the rows into groups, the most severe first, and else in the report's order. */
function groupBy(name) {
  const grouping = kGroupings[name];
  const known = new Map();
  for (const finding of [...findings].sort((a, b) => rankOf(a) - rankOf(b))) {
    const key = grouping.key(finding);
    if (!known.has(key)) known.set(key, []);
    known.get(key).push(finding);
  }
  groups.length = 0;
  const sections = [];
  for (const members of known.values()) {
    const number = make('span', { class: 'group-count' });
    const section = make(
      'section',
      { class: 'group' },
      make(
        'div',
        { class: 'group-head' },
        make('h2', {}, ...grouping.title(members), ' ', number),
        make('p', { text: grouping.about(members) }),
      ),
      ...members.map((finding) => finding.article || rowOf(finding)),
    );
    groups.push({ section, members, number });
    sections.push(section);
  }
  byId('groups').dataset.by = name;
  byId('groups').replaceChildren(...sections);
}

/** The findings that are not filtered out, as they stand on the page. */
function visibleFindings() {
  return groups.flatMap((group) => group.members.filter((finding) => !finding.article.hidden));
}

/** Hides what `matches` says no to, and tells how many are left. */
function showMatching(matches) {
  let left = 0;
  for (const group of groups) {
    let inGroup = 0;
    for (const finding of group.members) {
      const fits = matches(finding);
      if (finding.article.hidden === fits) finding.article.hidden = !fits;
      inGroup += fits;
    }
    group.section.hidden = inGroup === 0;
    group.number.textContent = inGroup.toLocaleString('en');
    left += inGroup;
  }
  byId('count').textContent =
    left === findings.length
      ? counted(left, 'finding', 'findings')
      : `${left.toLocaleString('en')} of ${counted(findings.length, 'finding', 'findings')}`;
}
