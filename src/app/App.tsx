/** The page: providers, and which of gallery and workspace is on. A workspace's code comes when one is opened. */
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/Tooltip.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@/ui/ui.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state/preferences';
import { mantineTheme, mantineVariables } from '@/theme/mantine';
import { Boundary } from './Boundary';
import { Gallery } from './gallery/Gallery';
import { useRoute } from './routes';

export function App() {
  const theme = usePreferences((state) => state.theme);
  return (
    <MantineProvider theme={mantineTheme} cssVariablesResolver={mantineVariables} forceColorScheme={theme}>
      <SkipLink />
      <Page />
    </MantineProvider>
  );
}

function Page() {
  const route = useRoute();
  const [attempt, setAttempt] = useState(0);
  // A new attempt is a new lazy component: a failed import would otherwise fail for ever.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what asks for a new component.
  const Workspace = useMemo(() => lazy(() => import('./workspace/Workspace')), [attempt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const Functions = useMemo(() => lazy(() => import('./functions/FunctionsPage')), [attempt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const Race = useMemo(() => lazy(() => import('./race/RacePage')), [attempt]);
  return (
    <Boundary key={attempt} onRetry={() => setAttempt(attempt + 1)}>
      <Suspense fallback={<Waiting />}>
        {route.page === 'work' && <Workspace template={route.template} panel={route.panel} />}
        {route.page === 'functions' && <Functions tab={route.tab} query={route.query} />}
        {route.page === 'race' && <Race preset={route.preset} query={route.query} />}
        {route.page === 'gallery' && <Gallery />}
      </Suspense>
    </Boundary>
  );
}

/** A button that moves the focus, since a link would change the address, which is the route. */
function SkipLink() {
  const { t } = useTranslation();
  const skip = () => document.getElementById('main')?.focus();
  return (
    <button type="button" className="skip-link" onClick={skip}>
      {t('skip')}
    </button>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className="waiting" aria-busy="true">
      {t('loading')}
    </div>
  );
}
