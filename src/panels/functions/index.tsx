/**
 * The functions that networks are made of, to look at one by one and side by side: activations, losses, schedules,
 * initializers, and any that is typed in. What is shown is what the address says.
 */
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './functions.module.css';
import { functionsState, readQuery, TABS, type TabId, useParams, writeQuery } from './state';

export { TABS, type TabId };

const VIEWS: Record<TabId, ComponentType> = {
  activations: lazy(() => import('./activations/ActivationsTab')),
  losses: lazy(() => import('./losses/LossesTab')),
  schedules: lazy(() => import('./schedules/SchedulesTab')),
  initializers: lazy(() => import('./initializers/InitializersTab')),
  own: lazy(() => import('./own/OwnTab')),
};

/** The address follows the hand with a delay: browsers refuse too many changes of it. */
const SETTLE_MS = 350;

interface FunctionsPanelProps {
  tab: TabId;
  /** What the address says of the tab; empty when it says nothing. */
  query: string;
  /** Puts another query into the address, without a step in the history. */
  onQuery(query: string): void;
}

export default function FunctionsPanel({ tab, query, onQuery }: FunctionsPanelProps) {
  const { t } = useTranslation('functions');
  // Before anything is drawn, so that a link does not show something else first.
  useState(() => query !== '' && functionsState.replace(tab, readQuery(query)));
  const params = useParams(tab);
  const written = useRef(query);
  useEffect(() => {
    // What was written from here is not news.
    if (query !== '' && query !== written.current) functionsState.replace(tab, readQuery(query));
    written.current = query;
  }, [tab, query]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const text = writeQuery(params);
      if (text === written.current) return;
      written.current = text;
      onQuery(text);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [params, onQuery]);
  const View = VIEWS[tab];
  return (
    <div className={classes.functions}>
      <Suspense fallback={<Waiting>{t('loading')}</Waiting>}>
        <View key={tab} />
      </Suspense>
    </div>
  );
}

const Waiting = ({ children }: { children: ReactNode }) => (
  <div className={classes.waiting} aria-busy="true">
    {children}
  </div>
);
