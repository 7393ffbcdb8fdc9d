// What the runs say of a static finding, and the source of a violation.

const kJoins = {};

function joinBadge(finding) {
  if (!finding.join) return null;
  return make('span', { class: `join ${finding.join}`, text: finding.join, title: kJoins[finding.join] });
}
