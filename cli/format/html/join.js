// What the runs say of a static finding, and the source of a violation.

const kJoins = {
  confirmed: 'a run saw it happen',
  exercised: 'its calls were made in a run, and nothing was wrong with them',
  unexercised: 'no run made its calls',
  'run only': 'the checker is silent about it',
};

/** The word for it, or "" where only one half has looked. */
function joinOf(data) {
  if (data.join) return data.join.evidence || '';
  return data.why_unseen ? 'run only' : '';
}

function joinBadge(finding) {
  if (!finding.join) return null;
  const known = `join ${finding.join.replace(' ', '-')}`;
  return make('span', { class: known, text: finding.join, title: kJoins[finding.join] });
}

/** What the runs, or the source, say of a finding, and the runs that confirm it. */
function joinParts(data) {
  if (data.why_unseen)
    return [
      make(
        'p',
        { class: 'joined' },
        make('strong', { text: 'The checker is silent: ' }),
        `${data.why_unseen.message}.`,
      ),
    ];
  if (!data.join) return [];
  const seen = data.join.confirmed_by || [];
  return [
    make(
      'p',
      { class: `joined ${data.join.evidence}` },
      make('strong', { text: `${capital(data.join.told || data.join.evidence)}.` }),
    ),
    ...seen.map(confirmation),
  ];
}

function confirmation(violation) {
  const course = courseOf(violation);
  return make(
    'section',
    { class: 'confirmation' },
    make(
      'h4',
      {},
      'Seen in a run: ',
      violation.message,
      ' ',
      make('code', { text: violation.rule }),
    ),
    factList(violation),
    pictureOf(course),
    threadColumns(course),
    madeBy(violation),
  );
}
