/**
 * What is stepped: a button with its name, and below it everything there is to step, each with a sentence on what it
 * shows. They are links, so that they can be opened in another tab; arrow keys go from one to the next.
 */
import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PRESET_GROUPS, type PresetGroup } from '@/core/network/presets';
import { type TemplateId, titleKey, useDocument } from '@/state';
import css from './presets.module.css';
import { MODELS, noteModel, showLesson, usePresets } from './store';

const GROUPS = Object.keys(PRESET_GROUPS) as PresetGroup[];

export function PresetMenu() {
  const { t } = useTranslation(['presets', 'gallery']);
  const document = useDocument();
  const template = document.template as TemplateId;
  const name = document.name || t(titleKey(template));
  const [open, setOpen] = useState(false);
  const id = useId();
  useEffect(() => noteModel(template), [template]);
  return (
    // Mantine would replace the button's id by one of its own, so roles and names are given here.
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      trapFocus
      returnFocus
      withRoles={false}
      shadow="md"
    >
      <Popover.Target>
        <button
          type="button"
          id="stepper-presets"
          className={css.button}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-label={t('menu.label', { name })}
          onClick={() => setOpen(!open)}
        >
          <span>{name}</span>
          <IconChevronDown size={15} stroke={2} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown id={id} role="dialog" aria-label={t('menu.title')} className={css.menu}>
        <List current={template} onChosen={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The keys that go from link to link, and how far; `Home` and `End` go to the ends. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function List({ current, onChosen }: { current: TemplateId; onChosen(): void }) {
  const { t } = useTranslation(['presets', 'gallery']);
  const last = usePresets((s) => s.model);
  const list = useRef<HTMLDivElement>(null);
  // The open example is in sight, however long the list.
  useEffect(() => {
    // Browsers that promise when they have scrolled must not have their promise taken for a clean-up.
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, []);
  const walk = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const from = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (by === undefined || links.length === 0) return;
    event.preventDefault();
    // The arrow keys of the stepper are for what is below.
    event.stopPropagation();
    links[Math.min(links.length - 1, Math.max(0, from + by))].focus();
  };
  const models = last === null ? MODELS : [last, ...MODELS.filter((model) => model !== last)];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links within do everything; keys only go between them.
    <div ref={list} className={css.scroller} onKeyDown={walk}>
      <div className={css.list}>
        {GROUPS.map((group) => (
          <Group key={group} title={t(`groups.${group}`)}>
            {PRESET_GROUPS[group].map((id) => (
              <Entry
                key={id}
                id={id}
                title={t(`items.${id}.title`)}
                about={t(`items.${id}.lesson`)}
                current={id === current}
                onChosen={onChosen}
              />
            ))}
          </Group>
        ))}
        <Group title={t('groups.models')}>
          {models.map((id) => (
            <Entry
              key={id}
              id={id}
              title={id === last ? t('models.current', { name: t(titleKey(id)) }) : t(titleKey(id))}
              about={id === last ? t('models.about') : t(`gallery:items.${id}.learn`)}
              current={id === current && id !== 'xor'}
              onChosen={onChosen}
            />
          ))}
        </Group>
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  const id = useId();
  return (
    <section className={css.group} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps {
  id: TemplateId;
  title: string;
  about: string;
  current: boolean;
  onChosen(): void;
}

function Entry({ id, title, about, current, onChosen }: EntryProps) {
  const words = useId();
  return (
    <li>
      <a
        href={`#/work/${encodeURIComponent(id)}/step`}
        aria-current={current ? 'page' : undefined}
        aria-label={title}
        aria-describedby={words}
        data-autofocus={current ? true : undefined}
        onClick={() => {
          showLesson(id, true);
          onChosen();
        }}
      >
        <span className={css.title}>{title}</span>
        <span className={css.about} id={words}>
          {about}
        </span>
      </a>
    </li>
  );
}
