/** The first page: what there is to play with, each with a picture that is computed while you look. */
import './gallery.css';
import { IconArrowRight } from '@tabler/icons-react';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TEMPLATES, type TemplateId } from '@/core/network/templates';
import { usePreferences } from '@/state/preferences';
import { type RecentWork, recentWork } from '@/state/recent';
import { titleKey } from '@/state/titles';
import { Logo } from '../Logo';
import { functionsHref, PANELS, raceHref, workHref } from '../routes';
import { LanguageSwitch, ThemeSwitch } from '../Switches';
import { usePageTitle } from '../usePageTitle';
import { type GalleryItem, ITEMS, prepareWorkspace } from './items';
import { Presets } from './Presets';

/** A card whose picture cannot be loaded does without. */
const noPicture = (): { default: ComponentType } => ({ default: () => null });
const PICTURES = {
  xor: lazy<ComponentType>(() => import('./XorPicture').catch(noPicture)),
  'mnist-mlp': lazy<ComponentType>(() => import('./MnistPicture').catch(noPicture)),
  'mnist-cnn': lazy<ComponentType>(() => import('./CnnPicture').catch(noPicture)),
  'mnist-cnn-bn': lazy<ComponentType>(() => import('./NormPicture').catch(noPicture)),
};

/** Cards without a network of their own. */
const OTHERS = {
  race: { href: raceHref(), Picture: lazy<ComponentType>(() => import('./RacePicture').catch(noPicture)) },
  functions: {
    href: functionsHref('activations'),
    Picture: lazy<ComponentType>(() => import('./FunctionsPicture').catch(noPicture)),
  },
};

export function Gallery() {
  const { t } = useTranslation('gallery');
  usePageTitle(null);
  const [recent] = useState(() => recentWork().filter((work) => work.step > 0));
  const known = recent.find((work) => Object.hasOwn(TEMPLATES, work.template));
  return (
    <div className="gallery">
      <header className="gallery-top">
        <Logo />
        <div className="gallery-switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="gallery-main">
        <section className="gallery-hero">
          <h1>{t('title')}</h1>
          <p>{t('lead')}</p>
          <p className="gallery-promise">{t('promise')}</p>
          <Phases />
        </section>
        {known && <Continue work={known} />}
        <section aria-label={t('demos')} className="gallery-cards">
          {ITEMS.map((item) => (
            <Card key={item.template} item={item} />
          ))}
          <OtherCard id="race" />
          <OtherCard id="functions" />
        </section>
        <Presets />
      </main>
    </div>
  );
}

/** The four phases of a training step in their colours, as they appear everywhere else. */
function Phases() {
  const { t } = useTranslation('gallery');
  const blocks = { forward: 14, loss: 2, backward: 12, update: 6 } as const;
  return (
    <figure className="gallery-phases" aria-label={t('phases.label')}>
      {(Object.keys(blocks) as (keyof typeof blocks)[]).map((phase) => (
        <span key={phase} className={`is-${phase}`} style={{ flexGrow: blocks[phase] }}>
          <span className="gallery-phase-blocks" aria-hidden="true">
            {Array.from({ length: blocks[phase] }, (_, i) => (
              <i key={i} />
            ))}
          </span>
          <span className="gallery-phase-name">{t(`phases.${phase}`)}</span>
        </span>
      ))}
    </figure>
  );
}

function Card({ item }: { item: GalleryItem }) {
  const { t } = useTranslation('gallery');
  const Picture = PICTURES[item.template];
  return (
    <article className="card">
      <div className="card-picture">
        <Suspense fallback={null}>
          <Picture />
        </Suspense>
      </div>
      <div className="card-words">
        <h2>
          <a
            id={`open-${item.template}`}
            href={workHref(item.template, item.panel)}
            className="card-link"
            onPointerEnter={prepareWorkspace}
            onFocus={prepareWorkspace}
          >
            {t(`items.${item.template}.title`)}
          </a>
        </h2>
        <p>{t(`items.${item.template}.learn`)}</p>
        <div className="card-foot">
          <span className="num">{t(`items.${item.template}.facts`, { layers: item.layers })}</span>
          <span className="card-open" aria-hidden="true">
            {t('open')}
            <IconArrowRight size={16} stroke={2} />
          </span>
        </div>
      </div>
    </article>
  );
}

function OtherCard({ id }: { id: keyof typeof OTHERS }) {
  const { t } = useTranslation('gallery');
  const { href, Picture } = OTHERS[id];
  return (
    <article className="card">
      <div className="card-picture">
        <Suspense fallback={null}>
          <Picture />
        </Suspense>
      </div>
      <div className="card-words">
        <h2>
          <a id={`open-${id}`} href={href} className="card-link">
            {t(`${id}.title`)}
          </a>
        </h2>
        <p>{t(`${id}.learn`)}</p>
        <div className="card-foot">
          <span>{t(`${id}.facts`)}</span>
          <span className="card-open" aria-hidden="true">
            {t('open')}
            <IconArrowRight size={16} stroke={2} />
          </span>
        </div>
      </div>
    </article>
  );
}

function Continue({ work }: { work: RecentWork }) {
  const { t } = useTranslation(['gallery', 'presets']);
  const language = usePreferences((state) => state.language);
  const template = work.template as TemplateId;
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language, options).format(value);
  const facts = [
    work.epoch < 100
      ? t('continue.epoch', { epoch: number(work.epoch, { maximumFractionDigits: 1 }) })
      : t('continue.step', { step: work.step }),
    work.accuracy !== null
      ? t('continue.accuracy', { accuracy: number(work.accuracy, { style: 'percent', maximumFractionDigits: 1 }) })
      : work.loss !== null && t('continue.loss', { loss: number(work.loss, { maximumSignificantDigits: 3 }) }),
  ].filter(Boolean);
  return (
    <a
      id="continue"
      className="continue"
      href={workHref(template, PANELS.find((panel) => panel === work.panel) ?? 'train')}
      onPointerEnter={prepareWorkspace}
      onFocus={prepareWorkspace}
    >
      <span className="continue-words">
        <span className="continue-title">{t('continue.title')}</span>
        <span>{t(titleKey(template))}</span>
        <span className="continue-facts num">{facts.join(' · ')}</span>
      </span>
      <IconArrowRight size={18} stroke={2} aria-hidden="true" />
    </a>
  );
}
