// Runs before the first paint: language and theme as they were chosen, or as browser and system have them. The same
// rules, for the page once it runs, are in src/state/preferences.ts.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('chainrule/preferences/1')) ?? {};
  } catch {
    // Nothing kept, or storage denied.
  }
  const preferred = (navigator.languages ?? []).find((tag) => /^(zh|en)\b/i.test(tag)) ?? 'en';
  const language = kept.language ?? (/^zh\b/i.test(preferred) ? 'zh-CN' : 'en');
  const theme = kept.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const root = document.documentElement;
  root.lang = language;
  root.dataset.theme = theme;
  root.dataset.mantineColorScheme = theme;
})();
