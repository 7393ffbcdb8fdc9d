// Start-up, the keyboard, permalinks, the theme and paper.

function reveal(finding) {
  if (finding.article.hidden) clearFilters();
  setOpen(finding, true);
  finding.article.scrollIntoView({ block: 'start' });
  finding.button.focus({ preventScroll: true });
}

// "#f-ID" opens that finding.
function followLink() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id.startsWith('f-')) return;
  const finding = findings.find((each) => `f-${each.id}` === id);
  if (finding) reveal(finding);
  else say('This report has no such finding.');
}

function step(by) {
  const all = visibleFindings();
  if (all.length === 0) return;
  const active = document.activeElement && document.activeElement.closest('.finding');
  const at = all.findIndex((finding) => finding.article === active);
  const next =
    at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
  all[next].button.focus({ preventScroll: true });
  all[next].article.scrollIntoView({ block: 'nearest' });
}

function isTyping(target) {
  return target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select');
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const field = byId('search');
  if (event.key === 'Escape' && event.target === field) {
    field.value = '';
    search('');
    return;
  }
  if (isTyping(event.target) || !byId('shortcuts').checked) return;
  const actions = {
    '/': () => field.select() || field.focus(),
    j: () => step(1),
    k: () => step(-1),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

function onListClick(event) {
  const article = event.target.closest('.finding');
  const row = event.target.closest('.row');
  if (!article || !row) return;
  // Who marks text with the mouse does not mean to open anything.
  if (!event.target.closest('button') && String(getSelection())) return;
  const finding = findings.find((each) => each.article === article);
  setOpen(finding, !isOpen(finding));
}

function setTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

// Paper cannot be opened: what is visible is printed in full, up to a number that nobody would
// print by mistake.
const kMostPrinted = 100;
let openedForPrint = [];
const foldedSummary = () => [...document.querySelectorAll('#summary details')];

function beforePrint() {
  if (openedForPrint.length > 0) return;
  const all = visibleFindings();
  openedForPrint = all.slice(0, kMostPrinted).filter((finding) => !isOpen(finding));
  for (const finding of openedForPrint) setOpen(finding, true);
  for (const details of foldedSummary()) details.open = true;
  byId('print-note').textContent =
    all.length > kMostPrinted
      ? `The first ${kMostPrinted} of ${all.length.toLocaleString('en')} findings are printed in ` +
        'full; filter them to print others.'
      : '';
}

function afterPrint() {
  for (const finding of openedForPrint) setOpen(finding, false);
  openedForPrint = [];
}

function start() {
  makeSummary();
  makeFilters();
  groupBy('rule');
  applyFilters();
  if (matchMedia('(max-width: 60rem)').matches) byId('facets').open = false;
  const theme = document.documentElement.dataset.theme || 'auto';
  for (const radio of document.querySelectorAll('#theme input')) {
    radio.checked = radio.value === theme;
    radio.addEventListener('change', () => {
      setTheme(radio.value);
      memory.set('theme', radio.value);
    });
  }
  for (const radio of document.querySelectorAll('#grouping input'))
    radio.addEventListener('change', () => {
      groupBy(radio.value);
      applyFilters();
    });
  byId('shortcuts').checked = memory.get('shortcuts') !== 'off';
  byId('shortcuts').addEventListener('change', (event) =>
    memory.set('shortcuts', event.target.checked ? 'on' : 'off'),
  );
  byId('search').addEventListener('input', (event) => search(event.target.value));
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('clear').addEventListener('click', () => {
    clearFilters();
    byId('search').focus();
  });
  byId('groups').addEventListener('click', onListClick);
  document.addEventListener('keydown', onKey);
  addEventListener('hashchange', followLink);
  addEventListener('beforeprint', beforePrint);
  addEventListener('afterprint', afterPrint);
  matchMedia('print').addEventListener('change', (event) =>
    event.matches ? beforePrint() : afterPrint(),
  );
  for (const element of document.querySelectorAll('[data-scripted]')) element.hidden = false;
  // The browser goes to the link by itself first, and takes the focus away.
  addEventListener('load', followLink);
}

start();
