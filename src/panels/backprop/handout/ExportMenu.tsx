/** What can be handed out of this moment: formulas as LaTeX, tables as CSV, pictures as SVG and PNG. */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BYTE_ORDER_MARK, CSV_TYPE, type CsvCell, csvParts } from '@/export/csv';
import { useDocument } from '@/state';
import { usePreferences } from '@/state/preferences';
import { Button, copyText, saveFile } from '@/ui';
import { type Picture, pictureOf, pngOf } from '@/ui/picture/picture';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import { fileName } from './fileName';
import { toldElements, written } from './formulas';
import exportCss from './handout.module.css';
import { iterationDocument } from './iteration';
import { tablesOnPage } from './pageTables';
import { networkTable, termTable, traceTable, updateTable } from './tables';
import { type ViewId, viewsOnPage } from './views';

type Rows = Iterable<readonly CsvCell[]>;

/** What became of the last press, in words. */
type Outcome = { key: 'copied' | 'failed' } | { key: 'saved'; name: string };

export function ExportMenu() {
  const { t } = useTranslation('handout');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const run = (work: () => Promise<Outcome> | Outcome) => {
    setBusy(true);
    setOutcome(null);
    // A moment for the page to say that something is under way: a large table takes a second.
    setTimeout(() => {
      Promise.resolve()
        .then(work)
        .then(setOutcome, () => setOutcome({ key: 'failed' }))
        .finally(() => setBusy(false));
    });
  };
  return (
    <div className={exportCss.menu} aria-busy={busy}>
      <Formulas run={run} />
      <Tables run={run} />
      <Pictures run={run} />
      <p className={exportCss.outcome} role="status">
        {busy && t('working')}
        {outcome && t(`outcome.${outcome.key}`, { name: outcome.key === 'saved' ? outcome.name : '' })}
      </p>
    </div>
  );
}

interface PartProps {
  run(work: () => Promise<Outcome> | Outcome): void;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={exportCss.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

const save = (name: string, parts: string[], type: string): Outcome => {
  saveFile(name, new Blob(parts, { type }));
  return { key: 'saved', name };
};
const copied = (done: boolean): Outcome => ({ key: done ? 'copied' : 'failed' });

/** What files of this moment are called after. */
function useOccasion() {
  const { template } = useDocument();
  const { moment, traced } = useStepper();
  return { work: template, iteration: traced.checkpoint.step + 1, step: moment.position };
}

function Formulas({ run }: PartProps) {
  const { t } = useTranslation('handout');
  const { t: gallery } = useTranslation('gallery');
  const words = useWords();
  const stepper = useStepper();
  const { focus, step, traced } = stepper;
  const notation = useSession((s) => s.notation);
  const language = usePreferences((s) => s.language);
  const selected = useSession((s) => s.selection !== null);
  const occasion = useOccasion();
  const copy = (elements: Parameters<typeof written>[1]) =>
    run(async () => copied(await copyText(written(stepper, elements, notation))));
  const saveDocument = () =>
    run(() => {
      const title = gallery(`items.${occasion.work}.title` as 'items.xor.title');
      const note = t('document.note', { iteration: occasion.iteration, count: traced.choice.indices.length });
      const text = iterationDocument(stepper, words, title, note, language);
      return save(fileName({ ...occasion, step: undefined }, 'formulas', 'tex'), [text], 'text/x-tex;charset=utf-8');
    });
  return (
    <Part title={t('formulas.title')}>
      <div className={exportCss.row}>
        <Button id="export-formula" disabled={focus === null} onClick={() => focus && copy([focus])}>
          {t(notation === 'code' ? 'formulas.codeOne' : 'formulas.one')}
        </Button>
        <Button
          id="export-step"
          disabled={focus === null}
          onClick={() => focus && copy(toldElements(stepper, selected ? null : step, focus))}
        >
          {t(notation === 'code' ? 'formulas.codeStep' : 'formulas.step')}
        </Button>
        <Button id="export-document" onClick={saveDocument}>
          {t('formulas.document')}
        </Button>
      </div>
    </Part>
  );
}

function Tables({ run }: PartProps) {
  const { t } = useTranslation('handout');
  const stepper = useStepper();
  const { focus } = stepper;
  const occasion = useOccasion();
  const [marked, setMarked] = useState(false);
  const [shown] = useState(tablesOnPage);
  const saveTable = (what: string, rows: Rows, ofStep = true) =>
    run(async () => {
      const parts = [marked ? BYTE_ORDER_MARK : '', ...(await csvParts(rows))];
      return save(fileName(ofStep ? occasion : { ...occasion, step: undefined }, what, 'csv'), parts, CSV_TYPE);
    });
  const terms = useMemo(() => (focus === null ? [] : [...termTable(stepper, focus)]), [stepper, focus]);
  return (
    <Part title={t('tables.title')}>
      <div className={exportCss.row}>
        <Button id="export-network-table" onClick={() => saveTable('network', networkTable(stepper))}>
          {t('tables.network')}
        </Button>
        <Button id="export-terms" disabled={terms.length < 2} onClick={() => saveTable('terms', terms)}>
          {t('tables.terms')}
        </Button>
        <Button id="export-update" onClick={() => saveTable('update', updateTable(stepper))}>
          {t('tables.update')}
        </Button>
        <Button id="export-trace" onClick={() => saveTable('all-numbers', traceTable(stepper), false)}>
          {t('tables.trace')}
        </Button>
        {shown.map(({ title, rows }, i) => (
          <Button key={`${i} ${title}`} onClick={() => saveTable(`table-${i + 1}`, rows)}>
            {title === '' ? t('tables.shown', { n: i + 1 }) : title}
          </Button>
        ))}
      </div>
      <label className={exportCss.choice}>
        <input type="checkbox" checked={marked} onChange={(event) => setMarked(event.target.checked)} />
        {t('tables.excel')}
      </label>
    </Part>
  );
}

const canCopyImages = () => typeof ClipboardItem !== 'undefined' && navigator.clipboard?.write !== undefined;

function Pictures({ run }: PartProps) {
  const { t } = useTranslation('handout');
  const occasion = useOccasion();
  const [print, setPrint] = useState(false);
  const [views] = useState(viewsOnPage);
  const picture = (id: ViewId, root: Element): Promise<Picture> => pictureOf(root, t(`pictures.${id}`), print);
  const saveAs = (id: ViewId, root: Element, ending: 'svg' | 'png') =>
    run(async () => {
      const made = await picture(id, root);
      const name = fileName(occasion, id, ending);
      saveFile(name, ending === 'png' ? await pngOf(made) : new Blob([made.svg], { type: 'image/svg+xml' }));
      return { key: 'saved', name };
    });
  const copy = (id: ViewId, root: Element) =>
    run(async () => {
      const png = picture(id, root).then(pngOf);
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
      return { key: 'copied' };
    });
  return (
    <Part title={t('pictures.title')}>
      <div className={exportCss.pictures}>
        {views.map(({ id, root }) => (
          <div key={id} className={exportCss.picture}>
            <span>{t(`pictures.${id}`)}</span>
            <Button
              id={`export-${id}-svg`}
              aria-label={t('pictures.as', { view: t(`pictures.${id}`), format: 'SVG' })}
              onClick={() => saveAs(id, root, 'svg')}
            >
              SVG
            </Button>
            <Button
              id={`export-${id}-png`}
              aria-label={t('pictures.as', { view: t(`pictures.${id}`), format: 'PNG' })}
              onClick={() => saveAs(id, root, 'png')}
            >
              PNG
            </Button>
            {canCopyImages() && (
              <Button
                id={`export-${id}-copy`}
                aria-label={t('pictures.copyOf', { view: t(`pictures.${id}`) })}
                onClick={() => copy(id, root)}
              >
                {t('pictures.copy')}
              </Button>
            )}
          </div>
        ))}
      </div>
      <label className={exportCss.choice}>
        <input type="checkbox" checked={print} onChange={(event) => setPrint(event.target.checked)} />
        {t('pictures.print')}
      </label>
    </Part>
  );
}
