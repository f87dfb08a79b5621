/**
 * How the tour is offered: once, by a quiet card above the pictures of the demo it is about; and again, whenever it is
 * wanted, by a button of the toolbar. Its code comes when it begins.
 */
import { IconHelp, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/ui';
import { useSession } from '../session';
import { askForTour, settle, TOUR_WORK, useTour } from './store';
import tourCss from './tour.module.css';

export function TourButton() {
  const { t } = useTranslation('tour');
  const here = useSession((s) => s.owner === TOUR_WORK && s.traced !== null);
  const { wanted, owed } = useTour();
  useEffect(() => {
    if (owed === null || !here) return;
    useTour.setState({ owed: null });
    void owed();
  }, [owed, here]);
  useEffect(() => {
    if (!wanted || !here) return;
    useTour.setState({ wanted: false });
    void import('./drive').then(({ tour }) => tour());
  }, [wanted, here]);
  return <IconButton id="stepper-tour" label={t('button')} icon={<IconHelp size={17} />} onClick={askForTour} />;
}

export function TourInvitation() {
  const { t } = useTranslation('tour');
  const here = useSession((s) => s.owner === TOUR_WORK && !s.presenting);
  const { offered, running } = useTour();
  if (!here || offered || running) return null;
  return (
    <aside className={tourCss.invitation} aria-label={t('invitation.title')} id="stepper-invitation">
      <p>
        <strong>{t('invitation.title')}</strong> {t('invitation.text')}
      </p>
      <Button id="stepper-tour-start" variant="primary" onClick={askForTour}>
        {t('invitation.start')}
      </Button>
      <IconButton variant="quiet" label={t('invitation.later')} icon={<IconX size={16} />} onClick={settle} />
    </aside>
  );
}
