// The theme that was chosen before, set before anything is painted.
(() => {
  try {
    const chosen = localStorage.getItem('lanyard-theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // Where nothing may be stored, the page follows the system.
  }
})();
