/** Whether a race is fair, and how large a rate can be: tuned rates, many seeds, the limits of stability. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel, Segmented } from '@/ui';
import css from './fair.module.css';
import { SeedsTab } from './SeedsTab';
import { StabilityTab } from './StabilityTab';
import { TuneTab } from './TuneTab';

const TABS = { tune: TuneTab, seeds: SeedsTab, stability: StabilityTab } as const;
type Tab = keyof typeof TABS;

export function FairPanel() {
  const { t } = useTranslation('fair');
  const [tab, setTab] = useState<Tab>('tune');
  return (
    <Panel
      title={t('title')}
      id="race-fair"
      actions={
        <Segmented<Tab>
          label={t('tabs.label')}
          value={tab}
          options={(Object.keys(TABS) as Tab[]).map((value) => ({ value, label: t(`tabs.${value}`) }))}
          onChange={setTab}
        />
      }
    >
      {(Object.keys(TABS) as Tab[]).map((key) => {
        const View = TABS[key];
        // What was computed stays when another tab is looked at.
        return (
          <div key={key} className={css.body} hidden={key !== tab}>
            <View />
          </div>
        );
      })}
    </Panel>
  );
}
