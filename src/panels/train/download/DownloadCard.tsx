/**
 * Shown where the curves will be while only samples of the data set are here: what is missing, how large it is, where it
 * comes from, and the button that fetches it; then how far it is. Files can also be given by hand, chosen or dropped.
 */
import { IconDownload, IconPlayerPauseFilled } from '@tabler/icons-react';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { type DownloadOffer, type DownloadReport, downloadActions, showsDownload, useDownload, useRun } from '@/state';
import { Button, ProgressBar } from '@/ui';
import { AddressChoice, type Choice, choiceAtFirst, folderOfChoice, hostOf } from './AddressChoice';
import classes from './download.module.css';
import { GivenFiles } from './GivenFiles';
import { useDownloadWords } from './words';

/** How long the card stands out after something asked for it, in milliseconds. */
const LED_MS = 1600;

export default function DownloadCard() {
  const offer = useDownload((state) => state.offer);
  const report = useDownload((state) => state.report);
  return offer && report ? <Card offer={offer} report={report} /> : null;
}

function Card({ offer, report }: { offer: DownloadOffer; report: DownloadReport }) {
  const { t, problem } = useDownloadWords();
  const info = useRun((state) => state.dataset.info);
  const [choice, setChoice] = useState<Choice>(() => choiceAtFirst(offer));
  const dragged = useDroppedFiles();
  const button = useRef<HTMLButtonElement>(null);
  const [title, why] = [useId(), useId()];
  useEffect(showsDownload, []);
  useLedHere(button);
  const whole = info?.samplesOnly?.whole;
  if (!info || !whole) return null;

  const { folder } = folderOfChoice(choice, offer);
  const host = hostOf(folder) ?? '';
  const busy = report.phase === 'running' || report.phase === 'waiting' || report.phase === 'checking';
  return (
    <section className={classes.card} aria-labelledby={title} data-dragged={dragged}>
      <h3 id={title}>{t('title')}</h3>
      <p id={why}>{t('why', { here: info.counts.test, test: whole.test, all: whole.train + whole.test })}</p>
      {report.problem && (
        <p className={classes.problem} role="alert">
          {problem(report.problem, host)}
        </p>
      )}
      {busy ? (
        <Busy report={report} host={host} button={button} />
      ) : (
        <Offer offer={offer} report={report} choice={choice} onChoose={setChoice} button={button} describedBy={why} />
      )}
      {!report.lasting && <p className={classes.small}>{t('notLasting')}</p>}
      {!busy && (
        <>
          <p className={classes.small}>
            {t('details', { package: offer.package })}
            <br />
            {t('licence', { licence: info.licence })}
          </p>
          <GivenFiles offer={offer} />
        </>
      )}
    </section>
  );
}

/** Brings the person here when something was asked for that needs the whole set: play, or the link beside the samples. */
function useLedHere(button: RefObject<HTMLButtonElement | null>): void {
  const asked = useDownload((state) => state.asked);
  const before = useRef(asked);
  useEffect(() => {
    if (asked === before.current) return;
    before.current = asked;
    button.current?.focus({ preventScroll: true });
    const card = button.current?.closest('section');
    if (!card) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    card.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
    // The card may have been in sight all along: for a moment it stands out.
    card.dataset.led = 'true';
    const rest = setTimeout(() => delete card.dataset.led, LED_MS);
    return () => clearTimeout(rest);
  }, [asked, button]);
}

/** Files dropped anywhere on the page are used. @returns whether some are being dragged over it. */
function useDroppedFiles(): boolean {
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const on = <Type extends 'dragover' | 'dragleave' | 'drop'>(type: Type, body: (event: DragEvent) => void) =>
      window.addEventListener(type, body, { signal: stop.signal });
    on('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setDragged(true);
    });
    on('dragleave', (event) => {
      // Without a related target it has left the window.
      if (event.relatedTarget === null) setDragged(false);
    });
    on('drop', (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      setDragged(false);
      if (files.length === 0) return;
      event.preventDefault();
      downloadActions.give(files);
    });
    return () => stop.abort();
  }, []);
  return dragged;
}

interface OfferProps {
  offer: DownloadOffer;
  report: DownloadReport;
  choice: Choice;
  onChoose(choice: Choice): void;
  button: RefObject<HTMLButtonElement | null>;
  describedBy: string;
}

function Offer({ offer, report, choice, onChoose, button, describedBy }: OfferProps) {
  const { t, size, of } = useDownloadWords();
  const [asked, setAsked] = useState(false);
  const { folder, problem } = folderOfChoice(choice, offer);
  const { loaded, total, phase } = report;
  const begun = loaded > 0;
  const start = () => {
    setAsked(true);
    if (folder) downloadActions.download(folder);
  };
  return (
    <>
      {begun && <ProgressBar label={t('here', { of: of(loaded, total) })} value={loaded / total} />}
      <div className={classes.row}>
        <Button
          id="download"
          ref={button}
          variant="primary"
          icon={<IconDownload size={16} aria-hidden />}
          aria-describedby={describedBy}
          onClick={start}
        >
          {begun ? t('continue') : phase === 'failed' ? t('retry') : t('offer', { size: size(total) })}
        </Button>
        {begun && (
          <Button id="download-discard" variant="quiet" onClick={downloadActions.discard}>
            {t('discard')}
          </Button>
        )}
        <AddressChoice offer={offer} choice={choice} onChoose={onChoose} problem={asked ? problem : null} />
      </div>
    </>
  );
}

function Busy({
  report,
  host,
  button,
}: {
  report: DownloadReport;
  host: string;
  button: RefObject<HTMLButtonElement | null>;
}) {
  const { t, progress } = useDownloadWords();
  const { phase, loaded, total } = report;
  const label = phase === 'running' ? t('running', { host }) : t(phase === 'waiting' ? 'waiting' : 'checking');
  return (
    <>
      <ProgressBar label={label} value={phase === 'checking' ? null : loaded / total} valueText={progress(report)} />
      {phase !== 'checking' && (
        <div className={classes.row}>
          <Button
            id="download-pause"
            ref={button}
            icon={<IconPlayerPauseFilled size={15} aria-hidden />}
            onClick={downloadActions.pause}
          >
            {t('pause')}
          </Button>
          <Button id="download-cancel" variant="quiet" onClick={downloadActions.discard}>
            {t('cancel')}
          </Button>
        </div>
      )}
    </>
  );
}
