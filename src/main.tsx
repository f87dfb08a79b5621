/** Start-up: looks and words first, then the page. What a workspace needs is loaded when one opens. */
import '@/theme/tokens.css';
import '@/theme/contrast.css';
import '@/theme/fonts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/App';
import { startWords } from '@/app/i18n';
import { followPreferences } from '@/app/preferences';
import { usePreferences } from '@/state/preferences';

/** Longest wait for the typeface: without it text would be laid out twice, but nobody should wait for it. */
const FONT_WAIT_MS = 400;

const typeface = Promise.all(
  ['14px "Inter Variable"', '14px "JetBrains Mono Variable"'].map((font) => document.fonts.load(font)),
);
const patience = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS));

const { language } = usePreferences.getState();
followPreferences();
await Promise.all([
  startWords(language, ['common', 'gallery', 'presets']),
  Promise.race([typeface.catch(() => null), patience]),
]);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
