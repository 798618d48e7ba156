// Puts the appearance that the reader chose on the page before any of it is drawn. site.js has the switch.
try {
  const chosen = localStorage.getItem('appearance');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing for this page shows it as the system is set.
}
