// The theme that was chosen before, set before anything is painted; and that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add('scripted');
  try {
    const chosen = localStorage.getItem('lanyard-theme');
    if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;
  } catch {
    // Where nothing may be stored, the page follows the system.
  }
})();
