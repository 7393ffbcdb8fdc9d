// Search and filters: which findings fit, and how many each choice would leave.

const kFacets = [
  {
    name: 'severity',
    title: 'Severity',
    of: (finding) => finding.severity,
    order: kSeverities,
    label: (value) => value,
    hint: (value) => kSeverityMeaning[value],
  },
  {
    name: 'half',
    title: 'Seen by',
    of: (finding) => finding.half,
    order: ['checker', 'runtime'],
    label: (value) => `${value}: ${kHalves[value]}`,
  },
  {
    name: 'join',
    title: 'In the runs',
    of: (finding) => finding.join,
    order: Object.keys(kJoins),
    label: (value) => value,
    hint: (value) => kJoins[value],
  },
  { name: 'rule', title: 'Rule', of: (finding) => finding.rule, label: (value) => value },
];

const chosen = Object.fromEntries(kFacets.map((facet) => [facet.name, new Set()]));
const filter = { words: [], file: '' };

function fitsSearch(finding) {
  return filter.words.every((word) => finding.text.includes(word));
}

function fitsFacets(finding, but) {
  if (filter.file && finding.file !== filter.file) return false;
  return kFacets.every(
    (facet) =>
      facet === but || chosen[facet.name].size === 0 || chosen[facet.name].has(facet.of(finding)),
  );
}

const boxes = [];

function facetBox(facet, value) {
  const number = make('span', { class: 'number' });
  const box = make('input', {
    type: 'checkbox',
    value,
    onchange: () => {
      if (box.checked) chosen[facet.name].add(value);
      else chosen[facet.name].delete(value);
      applyFilters();
    },
  });
  boxes.push({ facet, value, box, number });
  return make(
    'label',
    { title: facet.hint && facet.hint(value) },
    box,
    make('span', { class: 'label', text: facet.label(value) }),
    number,
  );
}

function facetGroup(facet) {
  const present = new Set(findings.map(facet.of).filter(Boolean));
  if (present.size === 0) return null;
  const order = facet.order || [];
  const values = [
    ...order.filter((value) => present.has(value)),
    ...[...present].filter((value) => !order.includes(value)),
  ];
  return make(
    'fieldset',
    {},
    make('legend', { text: facet.title }),
    ...values.map((value) => facetBox(facet, value)),
  );
}

function fileChoice() {
  const counts = new Map();
  for (const finding of findings)
    if (finding.file) counts.set(finding.file, (counts.get(finding.file) || 0) + 1);
  if (counts.size < 2) return null;
  const paths = [...counts.keys()].sort((a, b) => (fileName(a) < fileName(b) ? -1 : 1));
  const select = make(
    'select',
    {
      id: 'file',
      onchange: () => {
        filter.file = select.value;
        applyFilters();
      },
    },
    make('option', { value: '', text: `All ${counted(counts.size, 'file', 'files')}` }),
    ...paths.map((path) =>
      make('option', { value: path, text: `${fileName(path)} (${counts.get(path)})` }),
    ),
  );
  return make('div', { class: 'file' }, make('label', { for: 'file', text: 'File' }), select);
}

function makeFilters() {
  byId('facet-list').append(...[...kFacets.map(facetGroup), fileChoice()].filter(Boolean));
}

function isFiltering() {
  return (
    filter.words.length > 0 ||
    filter.file !== '' ||
    kFacets.some((facet) => chosen[facet.name].size > 0)
  );
}

/** Brings the page up to what is searched and chosen. */
function applyFilters() {
  const found = new Set(findings.filter(fitsSearch));
  showMatching((finding) => found.has(finding) && fitsFacets(finding));
  for (const facet of kFacets) {
    const counts = new Map();
    for (const finding of found)
      if (fitsFacets(finding, facet))
        counts.set(facet.of(finding), (counts.get(facet.of(finding)) || 0) + 1);
    for (const each of boxes)
      if (each.facet === facet)
        each.number.textContent = (counts.get(each.value) || 0).toLocaleString('en');
  }
  byId('clear').hidden = !isFiltering();
}

function search(text) {
  filter.words = text.toLowerCase().split(/\s+/).filter(Boolean);
  applyFilters();
}

function clearFilters() {
  for (const facet of kFacets) chosen[facet.name].clear();
  for (const { box } of boxes) box.checked = false;
  filter.file = '';
  if (byId('file')) byId('file').value = '';
  byId('search').value = '';
  search('');
}
