// What does not wait for the page's script: the theme that was chosen before, set before anything
// is painted; and a word where that script fails, in a browser that is too old for it.
(() => {
  try {
    const chosen = localStorage.getItem('lanyard-theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // Where nothing may be stored, the page follows the system.
  }
  addEventListener('load', () => {
    if (!document.querySelector('[data-scripted][hidden]')) return;
    const told = document.createElement('p');
    told.textContent =
      'This page could not be made: its script fails in this browser. With scripts turned off, ' +
      'the page is a plain list of the findings.';
    document.body.append(told);
  });
})();
