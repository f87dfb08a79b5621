/** Start-up: looks and words first, then the page. What a workspace needs is loaded when one opens. */
import '@/theme/tokens.css';
import '@/theme/fonts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/App';
import { startWords } from '@/app/i18n';
import { followPreferences } from '@/app/preferences';
import { usePreferences } from '@/state/preferences';

const { language } = usePreferences.getState();
followPreferences();
await startWords(language, ['common', 'gallery']);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
