/** Short messages at the lower edge: read aloud as they come; those that only inform leave by themselves. */
import { IconX } from '@tabler/icons-react';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { dismissNotice, type Notice, useRun } from '@/state';
import { IconButton } from '@/ui';
import { useWords } from './useWords';

const INFO_MS = 8000;

export function Notices() {
  const { t } = useTranslation();
  const notices = useRun((state) => state.notices);
  return (
    <section className="notices" aria-label={t('notices.label')} aria-live="polite">
      <Suspense fallback={null}>
        {notices.map((notice) => (
          <Message key={notice.id} notice={notice} />
        ))}
      </Suspense>
    </section>
  );
}

function Message({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const words = useWords();
  useEffect(() => {
    if (notice.kind !== 'info') return;
    const timer = setTimeout(() => dismissNotice(notice.id), INFO_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className={`notice is-${notice.kind}`}>
      <p>{words(`notice.${notice.code}`, notice.params)}</p>
      <IconButton
        variant="quiet"
        label={t('notices.dismiss')}
        icon={<IconX size={16} stroke={1.8} />}
        onClick={() => dismissNotice(notice.id)}
      />
    </div>
  );
}
