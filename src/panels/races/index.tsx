/** Optimizers on the network that is being trained: races, the range test of the learning rate, the optimizer's insides. */
import { useTranslation } from 'react-i18next';

export default function RacesPanel() {
  const { t } = useTranslation('races');
  return <h2>{t('title')}</h2>;
}
