/** What there is to say: facts by name, what a function is for, and what goes wrong with it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './parts.module.css';

export interface Fact {
  name: string;
  value: ReactNode;
}

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface WordsProps {
  /** What it is for. */
  use: string;
  /** What goes wrong with it; nothing to say when empty. */
  wrong?: string;
}

export function Words({ use, wrong }: WordsProps) {
  const { t } = useTranslation('functions');
  return (
    <div className={classes.words}>
      <div className={classes.good}>
        <h3>{t('words.use')}</h3>
        <p>{use}</p>
      </div>
      {wrong && (
        <div className={classes.bad}>
          <h3>{t('words.wrong')}</h3>
          <p>{wrong}</p>
        </div>
      )}
    </div>
  );
}
