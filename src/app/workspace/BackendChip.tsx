/** Which backend trains and how fast; pressing it tells why this one, and how to use another. */
import { useTranslation } from 'react-i18next';
import { type BackendReport, useRun } from '@/state';
import { VisuallyHidden } from '@/ui';
import { ChipPopover } from './ChipPopover';

const BACKENDS = ['webgpu', 'wasm', 'webgl', 'cpu'] as const;

export function BackendChip() {
  const { t } = useTranslation();
  const backend = useRun((state) => state.backend);
  const rate = useRun((state) => (state.status === 'playing' ? (state.progress?.samplesPerSecond ?? null) : null));
  const pictures = useRun((state) => (state.dataset.info?.inputShape.length ?? 0) > 1);
  const name = backend ? t(`backend.names.${backend.name}`) : t('backend.starting');
  const chip = (
    <>
      <span className={backend ? 'dot' : 'dot is-waiting'} />
      <VisuallyHidden>{t('backend.before')} </VisuallyHidden>
      {name}
      {rate !== null && (
        <span className="num backend-rate">
          {t(pictures ? 'backend.images' : 'backend.samples', { rate: Math.round(rate) })}
        </span>
      )}
    </>
  );
  return (
    <ChipPopover id="backend" label={t('backend.label')} position="bottom-end" width={350} chip={chip}>
      {backend ? <Details backend={backend} /> : <p>{t('backend.starting')}</p>}
    </ChipPopover>
  );
}

function Details({ backend }: { backend: BackendReport }) {
  const { t } = useTranslation();
  const extras = [
    backend.name === 'wasm' && backend.simd && t('backend.simd'),
    backend.name === 'wasm' && t('backend.threads', { count: backend.threads }),
  ].filter(Boolean);
  return (
    <>
      <p>
        {t(backend.software ? `backend.uses.${backend.name as 'webgpu'}Software` : `backend.uses.${backend.name}`)}{' '}
        {extras.length > 0 && <span className="muted">{extras.join(', ')}</span>}
      </p>
      {backend.withoutThreads && <p className="small muted">{t(`backend.withoutThreads.${backend.withoutThreads}`)}</p>}
      <table className="backend-table">
        <caption>{t('backend.considered')}</caption>
        <tbody>
          {backend.considered.map((candidate) => (
            <tr key={candidate.name} className={candidate.name === backend.name ? 'is-used' : undefined}>
              <th scope="row">{t(`backend.names.${candidate.name}`)}</th>
              <td>{t(`backend.reason.${candidate.reason}`, { name: t(`backend.names.${backend.name}`) })}</td>
              <td className="num">
                {candidate.milliseconds !== null &&
                  t('backend.milliseconds', { ms: Number(candidate.milliseconds.toPrecision(3)) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small muted">{t('backend.override')}</p>
      <ul className="backend-links num">
        {BACKENDS.map((name) => (
          <li key={name}>
            <a href={address(name)}>?backend={name}</a>
          </li>
        ))}
        <li>
          <a href={address(null)}>{t('backend.automatic')}</a>
        </li>
      </ul>
    </>
  );
}

/** This page with another backend asked for. */
function address(backend: string | null): string {
  const url = new URL(window.location.href);
  if (backend === null) url.searchParams.delete('backend');
  else url.searchParams.set('backend', backend);
  return url.href;
}
